package program

import (
	"strings"
	"testing"
)

func TestFormsOfRecognition(t *testing.T) {
	t.Parallel()
	out := func(kind Kind, f Facts) Facts {
		f.Outages = []Outage{{Kind: kind, From: today - 1, Until: today + 1}}
		return f
	}
	held := func(l ...Label) Facts { return Facts{Labels: l} }
	label := Label{Specialization: "beta", Granted: today - 1, Until: today + 100}
	member := func(from, until Day, v Verification) Facts {
		return Facts{Recognitions: []Recognition{{ID: 1, Slug: "expert", From: from, Until: until, Verification: v}}}
	}
	expert := Named{"expert", "the Expert programme"}
	fresh := label
	fresh.Granted = today
	document := func(issued, until Day, v Verification) Facts {
		return Facts{Documents: []Document{{ID: 1, Slug: "access", Issued: issued, Until: until, Verification: v}}}
	}
	references := func(n int, labels ...Label) Facts {
		f := Facts{Labels: labels}
		for i := range n {
			f.References = append(f.References, Reference{
				ID: EvidenceID(i + 1), Customer: strings.Repeat("c", i+1), Finished: today - 9, Verification: accepted(today - 5),
			})
		}
		return f
	}
	waived := references(1)
	waived.Waivers = []Waiver{{ID: 9, Specialization: "alpha", Node: "leaf", From: today - 3, Until: today + 3, Given: today - 3, Reason: "the customer moved"}}
	over := references(1)
	over.Waivers = []Waiver{{ID: 9, Specialization: "alpha", Node: "leaf", From: today - 3, Until: today, Given: today - 3}}
	three := Requirement{References: &ReferencesRule{N: 3}}
	relaxed := three
	relaxed.Relaxed = &Relaxation{
		From: today - 10, Held: RecognitionRule{Specializations: []string{"beta"}, Match: Any}, Instead: Requirement{References: &ReferencesRule{N: 1}},
	}
	runForms(t, []form{
		{
			"4 membership or specialization",
			Requirement{Recognition: &RecognitionRule{Specializations: []string{"beta"}, Memberships: []Named{expert}, Match: Any}},
			"The Linux migration specialization or membership of the Expert programme, active.",
			[]formRow{
				{"label", held(label), Met},
				{"label of today", held(fresh), NotMet},
				{"member", member(today, 0, accepted(today)), Met},
				{"member no more", member(today-9, today, accepted(today-9)), NotMet},
				{"handed in", member(today, 0, waiting(today)), Awaiting},
				{"cannot be read", out(OfRecognition, Facts{}), Unknown},
			},
		},
		{
			"26 document",
			Requirement{Document: &DocumentRule{Document: Named{"access", "a statement of accessibility"}, ValidMonths: 12}},
			"A statement of accessibility, accepted by a reviewer and issued in the last 12 months.",
			[]formRow{
				{"accepted", document(today-9, 0, accepted(today-5)), Met},
				{"waits", document(today-9, 0, waiting(today-5)), Awaiting},
				{"too old", document(today-366, 0, accepted(today-5)), NotMet},
				{"ran out", document(today-9, today, accepted(today-5)), NotMet},
				{"cannot be read", out(OfDocument, Facts{}), Unknown},
			},
		},
		{
			"25 relaxation", relaxed,
			"3 confirmed references from different customers. From 13 Nov 2026, this is enough where you hold the Linux migration specialization: a confirmed customer reference.",
			[]formRow{
				{"all", references(3), Met},
				{"relaxed", references(1, label), Met},
				{"not held", references(1), NotMet},
				{"held, none", references(0, label), NotMet},
				{"cannot be read", out(OfReferences, references(1)), Unknown},
			},
		},
		{
			"28 waiver", three, "3 confirmed references from different customers.",
			[]formRow{{"waived", waived, Waived}, {"the waiver is over", over, NotMet}, {"all", references(3), Met}, {"cannot be read", out(OfReferences, references(0)), Unknown}},
		},
	})
	got := evaluateLeaf(three, waived)
	if got.Detail != "waived until 26 Nov 2026: the customer moved" || got.Until != today+3 || got.By != ByVendor || got.On != today-3 {
		t.Errorf("%+v", got)
	}
}

// TestConditionsOfSomeDays: a condition that starts or ends on a day is asked for on its days only.
func TestConditionsOfSomeDays(t *testing.T) {
	t.Parallel()
	leaf := func(id string, from, until Day) Node {
		n := leafOf(Requirement{CaseStudies: &CaseStudiesRule{N: 1}})
		n.ID, n.From, n.Until = id, from, until
		return n
	}
	base := leafOf(Requirement{Document: &DocumentRule{Document: Named{"access", "a statement"}}})
	facts := &Facts{Documents: []Document{{ID: 1, Slug: "access", Issued: today - 50, Verification: accepted(today - 50)}}}
	for i, tt := range []struct {
		op    Op
		child Node
		want  State
		until Day
	}{
		{All, leaf("later", today+1, 0), Met, today + 1},
		{All, leaf("now", today, 0), NotMet, 0},
		{All, leaf("over", 0, today), Met, 0},
		{Any, leaf("later", today+1, 0), Met, 0},
	} {
		root := Node{ID: "root", Op: tt.op, Children: []Node{base, tt.child}}
		p := sampleProgramme()
		p.Sets = []Set{{Specialization: "alpha", Version: 1, EffectiveFrom: today - 100, Root: root}}
		if err := root.Validate(p); err != nil {
			t.Fatal(err)
		}
		if got := Evaluate(p, p.Sets[0], facts, today).Root; got.State != tt.want || got.Until != tt.until {
			t.Errorf("row %d: %s until %s, want %s until %s", i, got.State, got.Until, tt.want, tt.until)
		}
		if got := Advance(p, facts, nil, today, today).Labels; len(got) > 0 != (tt.want == Met) {
			t.Errorf("row %d: %d labels", i, len(got))
		}
	}
	child := leaf("a", today, today+30)
	if got := sampleProgramme().Describe(child).Text; got != "A public case study for this specialization. Asked for from 23 Nov 2026 to 22 Dec 2026." {
		t.Error(got)
	}
}

// TestLabelOnLabel: a specialization that asks for another follows it a day later, however far one call goes.
func TestLabelOnLabel(t *testing.T) {
	t.Parallel()
	p := sampleProgramme()
	first := leafOf(Requirement{Document: &DocumentRule{Document: Named{"access", "a statement"}}})
	second := leafOf(Requirement{Recognition: &RecognitionRule{Specializations: []string{"beta"}, Match: All}})
	for _, n := range []*Node{&first, &second} {
		n.Requirement.OnLapse = EndsAtOnce
	}
	p.Sets = []Set{
		{Specialization: "alpha", Version: 1, EffectiveFrom: today - 100, Root: second}, {Specialization: "beta", Version: 1, EffectiveFrom: today - 100, Root: first},
	}
	facts := &Facts{Documents: []Document{{ID: 1, Slug: "access", Issued: today, Until: today + 20, Verification: accepted(today)}}}
	var labels []Label
	for day := today - 5; day <= today+30; day++ {
		labels = Advance(p, facts, labels, day, day).Labels
	}
	for _, got := range [][]Label{labels, Advance(p, facts, nil, today-5, today+30).Labels} {
		if len(got) != 2 || got[0].Granted != today || got[1].Granted != today+1 || got[0].Ended != today+20 || got[1].Ended != today+21 {
			t.Errorf("%+v", got)
		}
	}
}
