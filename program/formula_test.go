package program_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"partnerdirectory/program"
)

func TestParseFormula(t *testing.T) {
	c := func(code string) program.Formula { return program.Formula{Code: code} }
	any := func(of ...program.Formula) program.Formula { return program.Formula{Op: program.Any, Of: of} }
	all := func(of ...program.Formula) program.Formula { return program.Formula{Op: program.All, Of: of} }
	for text, want := range map[string]program.Formula{
		"AZ-104":                        c("AZ-104"),
		" ( (AZ-104) ) ":                c("AZ-104"),
		"A or B OR C":                   any(c("A"), c("B"), c("C")),
		"AZ-104 and (AZ-400 or MS-700)": all(c("AZ-104"), any(c("AZ-400"), c("MS-700"))),
		"(A and B)or(C\nand D)":         any(all(c("A"), c("B")), all(c("C"), c("D"))),
		"(A or B) or C":                 any(any(c("A"), c("B")), c("C")),
		`"or" and "a ""b"" (c)"`:        all(c("or"), c(`a "b" (c)`)),
		"orange and Android":            all(c("orange"), c("Android")),
	} {
		got, err := program.ParseFormula(text)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, %v; want %+v", text, got, err, want)
		}
	}
}

func TestParseFormulaSaysWhere(t *testing.T) {
	for text, want := range map[string]program.FormulaError{
		"":                                 {At: 1, Text: "It names no certification."},
		"   ":                              {At: 1, Text: "It names no certification."},
		"A and":                            {At: 6, Text: "A certification is missing at the end."},
		"or B":                             {At: 1, Text: "A certification is missing before this."},
		"A and or B":                       {At: 7, Text: "A certification is missing before this."},
		"A B":                              {At: 3, Text: `"and" or "or" is missing before this.`},
		"A, B":                             {At: 2, Text: `Join certifications by "and" or by "or".`},
		"A and B or C":                     {At: 9, Text: `"and" and "or" stand side by side: put brackets around what belongs together.`},
		"é and (B or C":                    {At: 7, Text: "The bracket is never closed."},
		"A) and B":                         {At: 2, Text: "This bracket closes nothing."},
		"A and ()":                         {At: 8, Text: "A certification is missing before this."},
		`A and "B`:                         {At: 7, Text: "The quotation mark is never closed."},
		`""`:                               {At: 1, Text: "There is no code between the quotation marks."},
		strings.Repeat("(", 9) + "A":       {At: 8, Text: "More than 6 brackets within brackets."},
		strings.Repeat("A or ", 200) + "A": {At: 1001, Text: "It has more than 200 parts."},
	} {
		_, err := program.ParseFormula(text)
		var got *program.FormulaError
		if !errors.As(err, &got) || !errors.Is(err, program.ErrInvalid) || *got != want {
			t.Errorf("%.40q: %v; want %+v", text, err, want)
		}
	}
}

func TestReadFormulaKnowsTheCodes(t *testing.T) {
	p := &program.Programme{Certifications: []program.Certification{{Code: "AZ-104"}, {Code: "CKA"}}}
	got, err := p.ReadFormula("az-104 or cka")
	if err != nil || got.Text() != "AZ-104 or CKA" {
		t.Errorf("%q, %v", got.Text(), err)
	}
	_, err = p.ReadFormula("AZ-104 or (CKA and CKS)")
	var wrong *program.FormulaError
	if !errors.As(err, &wrong) || wrong.At != 20 || wrong.Sentence() != `At character 20: there is no certification "CKS".` {
		t.Errorf("%v", err)
	}
}

// Whatever is written reads back as it was, and nothing that is typed makes the reader fail in another way.
func TestFormulaRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFormula(t, 1)
		back, err := program.ParseFormula(f.Text())
		if err != nil || !reflect.DeepEqual(back, f) {
			t.Fatalf("%+v is written %q, which reads %+v, %v", f, f.Text(), back, err)
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"A", "b-1", "and", "OR", "(", ")", `"`, " ", ",", "é", "\x80"})).Draw(t, "text"), "")
		f, err := program.ParseFormula(text)
		var wrong *program.FormulaError
		switch {
		case err == nil:
			if back, err := program.ParseFormula(f.Text()); err != nil || !reflect.DeepEqual(back, f) {
				t.Fatalf("%q reads %+v, is written %q", text, f, f.Text())
			}
		case !errors.As(err, &wrong) || wrong.At < 1 || wrong.At > len([]rune(text))+1 || wrong.Text == "":
			t.Fatalf("%q: %v", text, err)
		}
	})
}

func drawFormula(t *rapid.T, depth int) program.Formula {
	if depth == 4 || rapid.Bool().Draw(t, "leaf") {
		return program.Formula{Code: rapid.OneOf(rapid.StringMatching(`[A-Z]{2}-[0-9]{3}`), rapid.SampledFrom([]string{"or", "AND", `x "y"`, "(", "a,b", "A/B", "/"})).Draw(t, "code")}
	}
	f := program.Formula{Op: rapid.SampledFrom([]program.Op{program.Any, program.All}).Draw(t, "op")}
	for range rapid.IntRange(2, 4).Draw(t, "parts") {
		f.Of = append(f.Of, drawFormula(t, depth+1))
	}
	return f
}
