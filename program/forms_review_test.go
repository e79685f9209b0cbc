package program

import (
	"strings"
	"testing"
)

func TestFormsOfReviews(t *testing.T) {
	t.Parallel()
	passed := func(specialization, checklist string, held Day, modules ...string) Review {
		return Review{ID: 1, Specialization: specialization, Checklist: checklist, Modules: modules, Passed: true, Held: held, Verification: accepted(held)}
	}
	facts := func(r ...Review) Facts { return Facts{Reviews: r} }
	member := facts(passed("alpha", "", today-9, "b"))
	member.Recognitions = []Recognition{{ID: 5, Slug: "expert", From: today - 50, Verification: accepted(today - 50)}}
	unread := Facts{Outages: []Outage{{Kind: OfReview, From: today}}}
	modules := []ReviewModule{{"a", "Foundation"}, {"b", "Workload"}}
	start := "An architecture review by the vendor, passed in Foundation and in Workload in the last 24 months. "
	runForms(t, []form{
		{
			"23 credit by a pass",
			Requirement{Review: &ReviewRule{Modules: modules, ValidMonths: 24, Credits: []ModuleCredit{{Module: "a", Since: today - 100}}}},
			start + "Foundation is credited by a valid pass for another specialization since 15 Aug 2026.",
			[]formRow{
				{"own", facts(passed("alpha", "", today-300, "a", "b")), Met},
				{"credited", facts(passed("beta", "", today-99, "a"), passed("alpha", "", today-9, "b")), Met},
				{"too early", facts(passed("beta", "", today-101, "a"), passed("alpha", "", today-9, "b")), NotMet},
				{"no credit for b", facts(passed("beta", "", today-9, "a", "b")), NotMet},
				{"cannot be read", unread, Unknown},
			},
		},
		{
			"23 credit by a recognition",
			Requirement{Review: &ReviewRule{Modules: modules, ValidMonths: 24, Credits: []ModuleCredit{
				{Module: "a", Held: &RecognitionRule{Memberships: []Named{{"expert", "the Expert programme"}}, Match: Any}},
			}}},
			start + "Foundation is credited where you hold membership of the Expert programme.",
			[]formRow{{"member", member, Met}, {"not a member", facts(passed("alpha", "", today-9, "b")), NotMet}, {"cannot be read", unread, Unknown}},
		},
		{
			"23 checklists",
			Requirement{Review: &ReviewRule{Modules: modules, ValidMonths: 24, Checklists: []Checklist{
				{Version: "1.9", Until: today - 100}, {Version: "2.0", From: today - 150},
			}}},
			start + "It follows the checklist of its day: version 1.9 until 14 Aug 2026, version 2.0 from 26 Jun 2026.",
			[]formRow{
				{"new", facts(passed("alpha", "2.0", today-120, "a", "b")), Met},
				{"old in its time", facts(passed("alpha", "1.9", today-101, "a", "b")), Met},
				{"old too late", facts(passed("alpha", "1.9", today-100, "a", "b")), NotMet},
				{"new too early", facts(passed("alpha", "2.0", today-151, "a", "b")), NotMet},
				{"cannot be read", unread, Unknown},
			},
		},
	})
}

// TestBookedLast: a review that comes last says whether it can be booked.
func TestBookedLast(t *testing.T) {
	t.Parallel()
	review := leafOf(Requirement{Review: &ReviewRule{Modules: []ReviewModule{{"a", "Foundation"}}, BookedLast: true}})
	other := leafOf(Requirement{Document: &DocumentRule{Document: Named{"access", "a statement"}}})
	other.ID = "other"
	set := Set{Specialization: "alpha", Root: Node{ID: "root", Op: All, Children: []Node{other, review}}}
	done := &Facts{Documents: []Document{{ID: 1, Slug: "access", Issued: today, Verification: accepted(today)}}}
	for want, facts := range map[string]*Facts{"It can be booked now.": done, "It can be booked when everything else is met.": {}} {
		if got := Evaluate(sampleProgramme(), set, facts, today).Root.Children[1].Next; !strings.HasSuffix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
