package program

import "testing"

// TestFormsOfTrees: what a real programme composes: forms 1, 2, 3, 15 and 30 by their numbers.
func TestFormsOfTrees(t *testing.T) {
	t.Parallel()
	leaf := func(id string, r Requirement) Node {
		n := leafOf(r)
		n.ID = id
		return n
	}
	gold := leaf("gold", Requirement{Competency: &CompetencyRule{Competencies: []string{"cloud", "ops"}, Match: Any, Level: Gold}})
	users := leaf("users", Requirement{Performance: &PerformanceRule{Metric: "m-users", Threshold: 1000, Months: 1}})
	spent := leaf("spent", Requirement{Performance: &PerformanceRule{Metric: "m-linux", Threshold: 9000, Months: 3}})
	story := leaf("story", Requirement{CaseStudies: &CaseStudiesRule{N: 1}})
	old := leaf("old", Requirement{References: &ReferencesRule{N: 1}})
	old.Until = today
	attained := func(l Level) Facts {
		return Facts{Attainments: []Attainment{{ID: 1, Competency: "ops", Level: l, From: today - 9, Verification: accepted(today - 9)}}}
	}
	unread := Facts{Outages: []Outage{{Kind: OfCompetency, From: today}, {Kind: OfCaseStudies, From: today}}}
	full := yearly(3, 3000)
	full.Attainments = attained(Gold).Attainments
	little := full
	little.Metrics = yearly(3, 2999).Metrics
	reference := Facts{References: []Reference{{ID: 1, Customer: "a", Finished: today - 9, Verification: accepted(today - 9)}}}
	for _, tt := range []struct {
		name  string
		root  Node
		facts Facts
		want  State
		have  float64
	}{
		{"1 gold", gold, attained(Gold), Met, 1},
		{"1 silver", gold, attained(Silver), NotMet, 0},
		{"1 unknown", gold, unread, Unknown, 0},
		{"2 open option", Node{Op: Any, Children: []Node{old, gold}}, attained(Gold), Met, 1},
		{"2 closed option", Node{Op: Any, Children: []Node{old, gold}}, reference, NotMet, 0},
		{"2 unknown", Node{Op: Any, Children: []Node{old, gold}}, unread, Unknown, 0},
		{"3 two of three", Node{Op: AtLeast, K: 2, Children: []Node{gold, spent, story}}, full, Met, 2},
		{"3 one of three", Node{Op: AtLeast, K: 2, Children: []Node{gold, spent, story}}, little, NotMet, 1},
		{"3 unknown", Node{Op: AtLeast, K: 2, Children: []Node{gold, spent, story}}, attained(Gold), Unknown, 1},
		{"15 other unit", Node{Op: Any, Children: []Node{users, spent}}, full, Met, 1},
		{"15 neither", Node{Op: Any, Children: []Node{story, spent}}, little, NotMet, 0},
		{"15 unknown", Node{Op: Any, Children: []Node{users, spent}}, little, Unknown, 0},
		{"30 partial", Node{Op: All, Children: []Node{gold, story}}, attained(Gold), NotMet, 1},
		{"30 unknown", Node{Op: All, Children: []Node{gold, spent}}, attained(Gold), Unknown, 1},
		{"30 both", Node{Op: All, Children: []Node{gold, spent}}, full, Met, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.root.Op != Leaf {
				tt.root.ID = "root"
			}
			set := Set{Specialization: "alpha", Version: 1, Root: tt.root}
			if err := set.Validate(sampleProgramme()); err != nil {
				t.Fatal(err)
			}
			if got := Evaluate(sampleProgramme(), set, &tt.facts, today).Root; got.State != tt.want || got.Have != tt.have {
				t.Errorf("%s with %v, want %s with %v", got.State, got.Have, tt.want, tt.have)
			}
		})
	}
}
