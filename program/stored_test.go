package program

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// FuzzReadTree: whatever is stored is read as a tree that can be evaluated, described and stored again the same, or refused.
func FuzzReadTree(f *testing.F) {
	for seed := range 30 {
		for _, set := range newWideHistory(uint64(seed)).programme.Sets {
			b, err := json.Marshal(set.Root)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(b)
		}
	}
	f.Add([]byte(`{"id":"a","op":"all","children":[{"id":"b","op":"leaf"}]}`))
	f.Add([]byte(strings.Repeat(`{"id":"a","op":"all","children":[`, 100)))
	f.Fuzz(func(t *testing.T, b []byte) {
		p := sampleProgramme()
		n, err := ReadTree(p, b)
		if err != nil {
			if !errors.Is(err, ErrInvalid) {
				t.Fatal(err)
			}
			return
		}
		stored, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		back, err := ReadTree(p, stored)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := json.Marshal(back); err != nil || string(again) != string(stored) {
			t.Fatalf("%s\nread back as\n%s: %v", stored, again, err)
		}
		if p.Describe(n).Text == "" {
			t.Fatal("no words")
		}
		Evaluate(p, Set{Specialization: "alpha", Root: n}, newHistory(1).facts, epoch+100)
	})
}

// TestReadTreeRefuses: what is hostile is refused with words that name it, and brackets in texts are no depth.
func TestReadTreeRefuses(t *testing.T) {
	t.Parallel()
	p := sampleProgramme()
	for want, stored := range map[string]string{
		"more than 1048576":          strings.Repeat(" ", MaxStored+1),
		"brackets within brackets":   strings.Repeat("[", 65),
		"cannot be read":             `{"id":`,
		"has no identifier":          `{}`,
		"a leaf has a requirement":   `{"id":"a","op":"leaf"}`,
		"asked for until 2026-01-01": `{"id":"a","op":"all","from":"2026-02-01","until":"2026-01-01"}`,
	} {
		if _, err := ReadTree(p, []byte(stored)); !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
	want := leafOf(Requirement{References: &ReferencesRule{N: 1, ScenarioInWords: strings.Repeat(`[{"\`, 99)}})
	b, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ReadTree(p, b); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v: %v", got, err)
	}
}
