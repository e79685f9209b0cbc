package program

import (
	"strings"
	"testing"
)

func TestWhatIf(t *testing.T) {
	t.Parallel()
	one, two := "C-ONE", "C-TWO"
	crew := crewOf([]string{one}, []string{one}, []string{two})
	for i := range crew.Holdings {
		crew.Holdings[i].Name = []string{"Ada Byron", "Grace Murray", "Mary Sommers"}[i]
	}
	people := leafOf(Requirement{People: &PeopleRule{Groups: []PeopleGroup{
		{N: 2, Hold: Formula{Op: All, Of: []Formula{{Code: one}, {Code: two}}}},
	}}})
	people.ID = "people"
	references := leafOf(Requirement{References: &ReferencesRule{N: 2, Scenario: "move"}})
	references.ID = "references"
	set := func(nodes ...Node) Set {
		return Set{Specialization: "alpha", Version: 1, Root: Node{ID: "root", Op: All, Children: nodes}}
	}
	reference := Reference{ID: 9, Customer: "c1", Scenario: "move", Finished: today - 30, Verification: accepted(today - 20)}

	t.Run("a second certification makes a person count", func(t *testing.T) {
		t.Parallel()
		got := WhatIf(sampleProgramme(), set(people), &crew, today)
		if len(got) == 0 {
			t.Fatal("nothing was found")
		}
		for _, a := range got {
			if a.Person == -1 || !strings.Contains(a.Text, " earns ") || a.Have != 1 || a.Need != 2 || a.Met {
				t.Errorf("got %+v; only those who hold one of the two come closer", a)
			}
		}
	})
	t.Run("the last reference earns the label", func(t *testing.T) {
		t.Parallel()
		facts := Facts{References: []Reference{reference}}
		got := WhatIf(sampleProgramme(), set(references), &facts, today)
		if len(got) != 1 || !got[0].Met || !got[0].Earned || got[0].Text != "One more reference from a new customer" {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("what earns the label comes first, and facts stay as they are", func(t *testing.T) {
		t.Parallel()
		facts := Facts{References: []Reference{reference}, Holdings: crewOf([]string{one, two}, []string{one, two}).Holdings}
		got := WhatIf(sampleProgramme(), set(people, references), &facts, today)
		if len(got) != 1 || got[0].Node != "references" || !got[0].Earned {
			t.Errorf("got %+v", got)
		}
		if len(facts.References) != 1 || len(facts.Holdings) != 4 {
			t.Error("the facts were changed")
		}
	})
	t.Run("nothing helps where two are missing and one alone counts for nothing", func(t *testing.T) {
		t.Parallel()
		if got := WhatIf(sampleProgramme(), set(people), &Facts{}, today); len(got) != 0 {
			t.Errorf("got %+v", got)
		}
	})
}
