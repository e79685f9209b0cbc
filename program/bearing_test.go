package program

import "testing"

func TestBearing(t *testing.T) {
	t.Parallel()
	p := sampleProgramme()
	p.Certifications = append(p.Certifications, Certification{Code: "NEW", Title: "New", Also: &Formula{Code: "OLD"}})
	people := Requirement{People: &PeopleRule{Groups: []PeopleGroup{{N: 1, Hold: Formula{Op: Any, Of: []Formula{{Code: "NEW"}, {Code: "X"}}}}}}}
	expert := RecognitionRule{Memberships: []Named{{Slug: "expert", Name: "Expert"}}, Match: Any}
	for _, row := range []struct {
		name  string
		rule  Requirement
		about Subject
		want  bool
	}{
		{"a certification that a formula names", people, Subject{Kind: OfPeople, Slug: "X"}, true},
		{"one that stands for another", people, Subject{Kind: OfPeople, Slug: "OLD"}, true},
		{"another certification", people, Subject{Kind: OfPeople, Slug: "Y"}, false},
		{"a document with a certification's name", people, Subject{Kind: OfDocument, Slug: "X"}, false},
		{"a reference of the scenario", Requirement{References: &ReferencesRule{N: 1, Scenario: "move"}}, Subject{Kind: OfReferences, Slug: "move"}, true},
		{"a reference of another scenario", Requirement{References: &ReferencesRule{N: 1, Scenario: "move"}}, Subject{Kind: OfReferences, Slug: "stay"}, false},
		{"any reference", Requirement{References: &ReferencesRule{N: 1}}, Subject{Kind: OfReferences, Slug: "stay"}, true},
		{"a case study of the specialization", Requirement{CaseStudies: &CaseStudiesRule{N: 1}}, Subject{Kind: OfCaseStudies, Of: []string{"alpha"}}, true},
		{"a case study of another", Requirement{CaseStudies: &CaseStudiesRule{N: 1}}, Subject{Kind: OfCaseStudies, Of: []string{"beta"}}, false},
		{"a review of another that gives a credit", Requirement{Review: &ReviewRule{Credits: []ModuleCredit{{Module: "core"}}}}, Subject{Kind: OfReview, Of: []string{"beta"}}, true},
		{"a review of another without a credit", Requirement{Review: &ReviewRule{}}, Subject{Kind: OfReview, Of: []string{"beta"}}, false},
		{"an indicator of a scorecard", Requirement{Scorecard: &ScorecardRule{Indicators: []Indicator{{Rule: people}}}}, Subject{Kind: OfPeople, Slug: "X"}, true},
		{"what does instead", Requirement{Document: &DocumentRule{Document: Named{Slug: "plan"}}, Relaxed: &Relaxation{Held: expert, Instead: people}}, Subject{Kind: OfPeople, Slug: "X"}, true},
		{"where it does", Requirement{Document: &DocumentRule{Document: Named{Slug: "plan"}}, Relaxed: &Relaxation{Held: expert, Instead: people}}, Subject{Kind: OfRecognition, Slug: "expert"}, true},
		{"a figure", Requirement{Performance: &PerformanceRule{Metric: "m-linux"}}, Subject{Kind: OfPerformance, Slug: "m-linux"}, true},
		{"a competency", Requirement{Competency: &CompetencyRule{Competencies: []string{"cloud"}}}, Subject{Kind: OfCompetency, Slug: "cloud"}, true},
	} {
		set := Set{Specialization: "alpha", Root: Node{ID: "root", Op: All, Children: []Node{leafOf(row.rule)}}}
		if got := len(p.Bearing(&set, row.about)) == 1; got != row.want {
			t.Errorf("%s: %t, want %t", row.name, got, row.want)
		}
	}
}

// What accepting evidence does is told before, by the steps that grant the label afterwards.
func TestConsequences(t *testing.T) {
	t.Parallel()
	p := sampleProgramme()
	p.Sets = []Set{{Specialization: "alpha", Version: 1, EffectiveFrom: today - 500, Root: leafOf(Requirement{References: &ReferencesRule{N: 2}})}}
	reference := func(id EvidenceID, customer string, v Verification) Reference {
		return Reference{ID: id, Customer: customer, Finished: today - 30, Verification: v}
	}
	waits := Verification{By: ByVendor, Decision: Submitted, Submitted: today - 3}
	one := Facts{References: []Reference{reference(1, "A", waits), reference(2, "B", waits)}}
	two := Facts{References: []Reference{reference(1, "A", accepted(today)), reference(2, "B", waits)}}
	all := Facts{References: []Reference{reference(1, "A", accepted(today)), reference(2, "B", accepted(today))}}

	got := Consequences(p, &one, &two, nil, today, today)
	if len(got) != 1 || len(got[0].Events) != 0 || len(got[0].Leaves) != 1 || got[0].Leaves[0].Before.Have != 0 || got[0].Leaves[0].After.Have != 1 {
		t.Errorf("one of two: %+v", got)
	}
	got = Consequences(p, &two, &all, nil, today, today)
	if len(got) != 1 || len(got[0].Events) != 1 || got[0].Events[0] != EventGranted || got[0].Before.Met != 0 || got[0].After.Met != 1 {
		t.Errorf("the last one: %+v", got)
	}
	granted := Advance(p, &all, nil, today, today)
	if len(granted.Labels) != 1 {
		t.Fatal("accepting it grants nothing after all")
	}
	if got := Consequences(p, &all, &all, granted.Labels, today, today); len(got) != 0 {
		t.Errorf("no change: %+v", got)
	}
	if len(one.References) != 2 || one.References[0].Decision != Submitted {
		t.Error("the facts were changed")
	}
}
