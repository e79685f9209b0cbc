package program

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestValidateRefuses: each mistake is refused with words that name it.
func TestValidateRefuses(t *testing.T) {
	t.Parallel()
	rule := func(change func(*Requirement)) func(*Set) {
		return func(s *Set) {
			n := leafOf(Requirement{})
			change(n.Requirement)
			s.Root = n
		}
	}
	people := func(f Formula) func(*Set) {
		return rule(func(r *Requirement) { r.People = &PeopleRule{Groups: []PeopleGroup{{N: 1, Hold: f}}} })
	}
	competency := func(slugs ...string) func(*Set) {
		return rule(func(r *Requirement) {
			r.Competency = &CompetencyRule{Competencies: slugs, Match: Any, Level: Gold}
		})
	}
	figures := func(metric string, threshold float64, months int) func(*Set) {
		return rule(func(r *Requirement) {
			r.Performance = &PerformanceRule{Metric: metric, Threshold: threshold, Months: months}
		})
	}
	good := leafOf(Requirement{References: &ReferencesRule{N: 1}})
	deep, deepFormula := good, Formula{Code: "C-ONE"}
	for i := range 10 {
		deep = Node{ID: strings.Repeat("x", i+1), Op: All, Children: []Node{deep}}
		deepFormula = Formula{Op: Any, Of: []Formula{deepFormula}}
	}
	wide := Node{ID: "root", Op: All}
	for i := range 300 {
		n := good
		n.ID = strings.Repeat("n", i+1)
		wide.Children = append(wide.Children, n)
	}
	for want, change := range map[string]func(*Set){
		"unknown specialization":    func(s *Set) { s.Specialization = "gamma" },
		"not a positive number":     func(s *Set) { s.Version = 0 },
		"before it was published":   func(s *Set) { s.EffectiveFrom = s.Published - 1 },
		"has no identifier":         func(s *Set) { s.Root.ID = "" },
		"used twice":                func(s *Set) { s.Root = Node{ID: "a", Op: All, Children: []Node{good, good}} },
		"deeper than":               func(s *Set) { s.Root = deep },
		"more than 200 nodes":       func(s *Set) { s.Root = wide },
		"requirement and no child":  func(s *Set) { s.Root = Node{ID: "a", Op: Leaf} },
		"children and no requireme": func(s *Set) { s.Root = Node{ID: "a", Op: Any} },
		"unknown operation":         func(s *Set) { s.Root = Node{ID: "a", Op: "none", Children: []Node{good}} },
		"asks for 2 of 1":           func(s *Set) { s.Root = Node{ID: "a", Op: AtLeast, K: 2, Children: []Node{good}} },
		"asks for 0 of 1":           func(s *Set) { s.Root = Node{ID: "a", Op: AtLeast, Children: []Node{good}} },
		"has 0 rules":               rule(func(*Requirement) {}),
		"has 2 rules": rule(func(r *Requirement) {
			r.CaseStudies, r.References = &CaseStudiesRule{N: 1}, &ReferencesRule{N: 1}
		}),
		"unknown verifier":         rule(func(r *Requirement) { r.References, r.VerifiedBy = &ReferencesRule{N: 1}, "me" }),
		"unknown mode":             rule(func(r *Requirement) { r.References, r.Mode = &ReferencesRule{N: 1}, "magic" }),
		"unknown time of testing":  rule(func(r *Requirement) { r.References, r.Tested = &ReferencesRule{N: 1}, "never" }),
		"unknown lapse policy":     rule(func(r *Requirement) { r.References, r.OnLapse = &ReferencesRule{N: 1}, "never" }),
		"grace below zero":         rule(func(r *Requirement) { r.References, r.GraceDays = &ReferencesRule{N: 1}, -1 }),
		"names no competency":      competency(),
		"unknown competency":       competency("cloudy"),
		`names competency "ops" t`: competency("ops", "ops"),
		"neither any nor all": rule(func(r *Requirement) {
			r.Competency = &CompetencyRule{Competencies: []string{"ops"}, Match: AtLeast, Level: Gold}
		}),
		"unknown level": rule(func(r *Requirement) {
			r.Competency = &CompetencyRule{Competencies: []string{"ops"}, Match: Any, Level: "bronze"}
		}),
		"unknown metric":               figures("m-other", 1, 1),
		"not a positive amount":        figures("m-linux", math.NaN(), 1),
		"fewer than 1 or more than 60": figures("m-linux", 1, 0),
		"fewer than no customers": rule(func(r *Requirement) {
			r.Performance = &PerformanceRule{Metric: "m-linux", Threshold: 1, Months: 1, MinCustomers: -1}
		}),
		"no groups of people":          rule(func(r *Requirement) { r.People = &PeopleRule{} }),
		"more than 1000 people":        rule(func(r *Requirement) { r.People = &PeopleRule{Groups: []PeopleGroup{{}}} }),
		"unknown certification":        people(Formula{Code: "C-NEW"}),
		"parts, not both":              people(Formula{Code: "C-ONE", Op: Any}),
		"has parts and any or all":     people(Formula{Op: Any}),
		"too deep or too long":         people(deepFormula),
		"fewer than 1 or more than 10": rule(func(r *Requirement) { r.CaseStudies = &CaseStudiesRule{} }),
		"greatest age":                 rule(func(r *Requirement) { r.References = &ReferencesRule{N: 1, MaxAgeMonths: -1} }),
		"names no module":              rule(func(r *Requirement) { r.Review = &ReviewRule{} }),
		"no identifier or no name":     rule(func(r *Requirement) { r.Review = &ReviewRule{Modules: []ReviewModule{{"a", ""}}} }),
		`names module "a" twice`: rule(func(r *Requirement) {
			r.Review = &ReviewRule{Modules: []ReviewModule{{"a", "A"}, {"a", "B"}}}
		}),
	} {
		s := Set{Specialization: "alpha", Version: 1, Published: epoch, EffectiveFrom: epoch, Root: good}
		change(&s)
		err := s.Validate(sampleProgramme())
		if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
		if problems := s.Root.Problems(sampleProgramme()); s.Root.Validate(sampleProgramme()) != nil &&
			(len(problems) == 0 || !strings.Contains(err.Error(), problems[0].Text)) {
			t.Errorf("want %q first, got %v", want, problems)
		}
	}
}

func TestProblemsNamesEveryNode(t *testing.T) {
	t.Parallel()
	tree := Node{ID: "root", Op: All, Children: []Node{
		{ID: "empty", Op: Any},
		{ID: "three", Op: AtLeast, K: 3, Children: []Node{{ID: "bare", Op: Leaf}}},
	}}
	var nodes []string
	for _, problem := range tree.Problems(sampleProgramme()) {
		nodes = append(nodes, problem.Node)
	}
	if want := []string{"empty", "three", "bare"}; !slices.Equal(nodes, want) {
		t.Errorf("problems of %v, want of %v", nodes, want)
	}
}

// TestRoundTrip: generated sets are valid, and a tree read back from JSON is the same tree.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory(rapid.Uint64().Draw(t, "seed"))
		for _, set := range h.programme.Sets {
			if err := set.Validate(h.programme); err != nil {
				t.Fatal(err)
			}
			b, err := json.Marshal(set.Root)
			if err != nil {
				t.Fatal(err)
			}
			var back Node
			if err := json.Unmarshal(b, &back); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(back, set.Root) {
				t.Fatalf("%s\nread back as %+v", b, back)
			}
		}
	})
}
