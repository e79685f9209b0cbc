package program

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// FormulaError says where a typed formula stops making sense and why, as a sentence for whoever typed it. It is an [ErrInvalid].
type FormulaError struct {
	At   int    // the character at which it was noticed, counted from 1
	Text string // "The bracket is never closed."
}

func (e *FormulaError) Error() string {
	return fmt.Sprintf("%v: formula: at character %d: %s", ErrInvalid, e.At, e.Text)
}

// Unwrap lets errors.Is find ErrInvalid.
func (e *FormulaError) Unwrap() error { return ErrInvalid }

// Sentence returns the error for people: "At character 12: The bracket is never closed."
func (e *FormulaError) Sentence() string {
	return "At character " + FormatNumber(float64(e.At)) + ": " + uncapital(e.Text)
}

// maxFormulaText bounds a typed formula, in bytes: more than MaxNodes certifications by their codes.
const maxFormulaText = 8 << 10

// Text writes a formula as people type it: "AZ-104 and (AZ-400 or MS-700)". [ParseFormula] reads it back; a group of one
// part is written as that part. A formula without certification is empty text.
func (f *Formula) Text() string { return f.text(false) }

func (f *Formula) text(nested bool) string {
	if f.Code != "" {
		return quoteCode(f.Code)
	}
	if len(f.Of) == 1 {
		return f.Of[0].text(nested)
	}
	word := " or "
	if f.Op == All {
		word = " and "
	}
	parts := make([]string, len(f.Of))
	for i := range f.Of {
		parts[i] = f.Of[i].text(true)
	}
	s := strings.Join(parts, word)
	if nested && s != "" {
		return "(" + s + ")"
	}
	return s
}

// quoteCode sets a code in quotation marks if it could be taken for something else.
func quoteCode(code string) string {
	if conjunction(code) == "" && !strings.ContainsFunc(code, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`()",;&|/`, r)
	}) {
		return code
	}
	return `"` + strings.ReplaceAll(code, `"`, `""`) + `"`
}

// conjunction returns Any for "or", All for "and" in whatever case, and nothing for other words.
func conjunction(word string) Op {
	switch {
	case strings.EqualFold(word, "or"):
		return Any
	case strings.EqualFold(word, "and"):
		return All
	}
	return ""
}

// ParseFormula reads a formula as people type it: codes, joined by "and" or by "or", brackets where both occur. A code with
// spaces or brackets stands in quotation marks. It does not know which certifications there are; [Programme.ReadFormula]
// does. What it cannot read is a *[FormulaError].
func ParseFormula(text string) (Formula, error) {
	f, _, err := parseFormula(text)
	return f, err
}

// ReadFormula reads a formula as [ParseFormula] does and writes each code as the programme does, whatever its case. A code
// that the programme does not know is a *[FormulaError] at its place.
func (p *Programme) ReadFormula(text string) (Formula, error) {
	f, places, err := parseFormula(text)
	if err != nil {
		return f, err
	}
	next := 0
	return f, p.knownCodes(&f, places, &next)
}

func (p *Programme) knownCodes(f *Formula, places []int, next *int) error {
	if f.Code != "" {
		at := places[*next]
		*next++
		if p.certification(f.Code) != nil {
			return nil
		}
		i := slices.IndexFunc(p.Certifications, func(c Certification) bool { return strings.EqualFold(c.Code, f.Code) })
		if i < 0 {
			return &FormulaError{at, fmt.Sprintf("There is no certification %q.", f.Code)}
		}
		f.Code = p.Certifications[i].Code
	}
	for i := range f.Of {
		if err := p.knownCodes(&f.Of[i], places, next); err != nil {
			return err
		}
	}
	return nil
}

// formulaToken is a bracket, a conjunction or a code.
type formulaToken struct {
	at      int // character, from 1
	bracket byte
	op      Op
	code    string
}

// parseFormula returns the formula and the place of each code, in order.
func parseFormula(text string) (Formula, []int, error) {
	if len(text) > maxFormulaText {
		return Formula{}, nil, &FormulaError{maxFormulaText, "It is too long."}
	}
	tokens, end, err := formulaTokens(text)
	if err != nil {
		return Formula{}, nil, err
	}
	if len(tokens) == 0 {
		return Formula{}, nil, &FormulaError{1, "It names no certification."}
	}
	r := formulaReader{tokens: tokens, end: end}
	f, err := r.group(1)
	if err == nil && len(r.tokens) > 0 {
		err = &FormulaError{r.tokens[0].at, "This bracket closes nothing."}
	}
	if err != nil {
		return Formula{}, nil, err
	}
	return f, r.places, nil
}

// formulaTokens cuts the text and returns the place behind its end.
func formulaTokens(text string) ([]formulaToken, int, error) {
	var out []formulaToken
	runes := []rune(text)
	for i := 0; i < len(runes); {
		at := i + 1
		switch r := runes[i]; {
		case unicode.IsSpace(r):
			i++
		case r == '(' || r == ')':
			out = append(out, formulaToken{at: at, bracket: byte(r)})
			i++
		case r == '"':
			code, next := quoted(runes, i+1)
			if next == 0 {
				return nil, 0, &FormulaError{at, "The quotation mark is never closed."}
			}
			if code == "" {
				return nil, 0, &FormulaError{at, "There is no code between the quotation marks."}
			}
			out = append(out, formulaToken{at: at, code: code})
			i = next
		case r == ',' || r == ';' || r == '&' || r == '|' || r == '/':
			return nil, 0, &FormulaError{at, `Join certifications by "and" or by "or".`}
		default:
			for i < len(runes) && !unicode.IsSpace(runes[i]) && !strings.ContainsRune(`()",;`, runes[i]) {
				i++
			}
			t := formulaToken{at: at, code: string(runes[at-1 : i])}
			if t.op = conjunction(t.code); t.op != "" {
				t.code = ""
			}
			out = append(out, t)
		}
	}
	return out, len(runes) + 1, nil
}

// quoted reads a code in quotation marks, of which two stand for one, and returns the place behind it; zero: it never ends.
func quoted(runes []rune, i int) (string, int) {
	var b strings.Builder
	for ; i < len(runes); i++ {
		if runes[i] == '"' {
			if i+1 == len(runes) || runes[i+1] != '"' {
				return b.String(), i + 1
			}
			i++
		}
		b.WriteRune(runes[i])
	}
	return "", 0
}

type formulaReader struct {
	tokens []formulaToken
	end    int // the place behind the text
	nodes  int
	places []int // of the codes
}

// group reads parts joined by one conjunction, up to a closing bracket or the end.
func (r *formulaReader) group(depth int) (Formula, error) {
	var f Formula
	for {
		part, err := r.part(depth)
		if err != nil {
			return f, err
		}
		f.Of = append(f.Of, part)
		if len(r.tokens) == 0 || r.tokens[0].bracket == ')' {
			break
		}
		t := r.tokens[0]
		switch {
		case t.op == "":
			return f, &FormulaError{t.at, `"and" or "or" is missing before this.`}
		case f.Op != "" && f.Op != t.op:
			return f, &FormulaError{t.at, `"and" and "or" stand side by side: put brackets around what belongs together.`}
		}
		f.Op, r.tokens = t.op, r.tokens[1:]
	}
	if len(f.Of) == 1 {
		return f.Of[0], nil
	}
	return f, r.count(r.end)
}

// part reads a code or what stands in brackets.
func (r *formulaReader) part(depth int) (Formula, error) {
	if len(r.tokens) == 0 {
		return Formula{}, &FormulaError{r.end, "A certification is missing at the end."}
	}
	t := r.tokens[0]
	switch {
	case t.code != "":
		r.tokens = r.tokens[1:]
		r.places = append(r.places, t.at)
		return Formula{Code: t.code}, r.count(t.at)
	case t.bracket != '(':
		return Formula{}, &FormulaError{t.at, "A certification is missing before this."}
	case depth >= MaxDepth:
		return Formula{}, &FormulaError{t.at, fmt.Sprintf("More than %d brackets within brackets.", MaxDepth-2)}
	}
	r.tokens = r.tokens[1:]
	f, err := r.group(depth + 1)
	switch {
	case err != nil:
		return f, err
	case len(r.tokens) == 0:
		return f, &FormulaError{t.at, "The bracket is never closed."}
	}
	r.tokens = r.tokens[1:]
	return f, nil
}

func (r *formulaReader) count(at int) error {
	if r.nodes++; r.nodes > MaxNodes {
		return &FormulaError{at, fmt.Sprintf("It has more than %d parts.", MaxNodes)}
	}
	return nil
}
