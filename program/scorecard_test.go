package program

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// card asks for 80 of 100 points: up to 40 for four architects, 60 for consumption, kept for so many months.
func card(kept int) Requirement {
	return Requirement{Scorecard: &ScorecardRule{Pass: 80, Indicators: []Indicator{
		{
			ID: "i-people", Name: "architects", Points: 40, Linear: true, Minimum: 10,
			Rule: Requirement{People: &PeopleRule{Groups: []PeopleGroup{{N: 4, Hold: Formula{Code: "C-ONE"}}}}},
		},
		{
			ID: "i-figure", Name: "Linux consumption", Points: 60, KeptMonths: kept,
			Rule: Requirement{Performance: &PerformanceRule{Metric: "m-linux", Threshold: 9000, Months: 3}},
		},
	}}}
}

func TestScorecardSentence(t *testing.T) {
	t.Parallel()
	want := "At least 80 of 100 points. Up to 40 points, in proportion, for architects: 4 people who each hold the Cloud Architect certification; " +
		"it must bring at least 10 points. 60 points for Linux consumption: at least US$9 000 of Linux virtual machine consumption over the last 3 complete months; " +
		"points once reached are kept for 24 months."
	if got := strings.ReplaceAll(sampleProgramme().Describe(leafOf(card(24))).Text, thinSpace, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestScorecardFinding(t *testing.T) {
	t.Parallel()
	f := crewOf([]string{"C-ONE"})
	f.Metrics = yearly(3, 3000).Metrics
	got := evaluateLeaf(card(0), f)
	if got.State != NotMet || got.Have != 70 || got.Need != 80 || got.Gap != 10 || got.Unit != Points {
		t.Errorf("%+v", got)
	}
	if got.Next != "You need 10 points more. You can gain points from architects." {
		t.Error(got.Next)
	}
	people, figure := got.Parts[0], got.Parts[1]
	if people.Node != "i-people" || people.Have != 10 || people.Need != 40 || people.Gap != 30 || people.State != NotMet || people.Detail != "1 of 4 people" {
		t.Errorf("%+v", people)
	}
	if figure.Have != 60 || figure.State != Met || figure.Next != "" || strings.ReplaceAll(figure.Detail, thinSpace, " ") != "9 000 of US$9 000" || len(figure.Evidence) != 3 {
		t.Errorf("%+v", figure)
	}
	f.Holdings = nil
	if got := evaluateLeaf(card(0), f); got.Detail != "10 points more from architects" || got.Next != "You need 10 points more from architects." {
		t.Errorf("below the minimum: %q, %q", got.Detail, got.Next)
	}
	waits := crewOf([]string{"C-ONE"}, []string{"C-ONE"})
	waits.Holdings[1].Verification = waiting(today - 1)
	waits.Metrics = f.Metrics
	if got := evaluateLeaf(card(0), waits); got.State != Awaiting || got.Parts[0].State != Awaiting {
		t.Errorf("half of the people wait: %+v", got)
	}
}

// TestKeptPoints: points that were reached once last for the months that the indicator says, and not a day longer.
func TestKeptPoints(t *testing.T) {
	t.Parallel()
	f := crewOf([]string{"C-ONE"}, []string{"C-ONE"})
	for i := range f.Holdings {
		f.Holdings[i].Earned, f.Holdings[i].Joined, f.Holdings[i].Verification = today-900, today-900, accepted(today-900)
	}
	for i := range 12 {
		v := 0.0
		if i >= 9 {
			v = 4500
		}
		f.Metrics = append(f.Metrics, month(i, "a", v))
	}
	p := sampleProgramme()
	set := Set{Specialization: "alpha", Version: 1, EffectiveFrom: today - 900, Root: leafOf(card(6))}
	// The figures of December 2025 to February 2026 still reach the line, until those of March arrive on 1 Apr 2026.
	reached := Date(2026, 3, 31)
	for day := reached + 1; day < today; day++ {
		got := Evaluate(p, set, &f, day).Root
		if want := day < reached.AddMonths(6); (got.State == Met) != want {
			t.Fatalf("%s: %s with %v points", day, got.State, got.Have)
		}
		if got.State == Met && got.Until != reached.AddMonths(6) {
			t.Fatalf("%s: until %s", day, got.Until)
		}
	}
	p.Sets = []Set{set}
	out := Advance(p, &f, nil, reached-60, today)
	if l := out.Labels[0]; l.FailingSince != reached.AddMonths(6) {
		t.Errorf("%+v", l)
	}
}

// TestScorecardUntil: a scorecard of what only runs out stays met to the day that its finding names, and not on it.
func TestScorecardUntil(t *testing.T) {
	t.Parallel()
	checked := 0
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory(rapid.Uint64().Draw(t, "seed"))
		day := epoch + Day(rapid.IntRange(0, int(span)).Draw(t, "day"))
		r := dice{newRand(rapid.Uint64().Draw(t, "card"))}
		s := r.scorecard()
		for i := range s.Indicators {
			for s.Indicators[i].Rule.Performance != nil || s.Indicators[i].Linear && !s.Indicators[i].Rule.counts() {
				r.rule(&s.Indicators[i].Rule)
			}
		}
		freeze(h.facts, day)
		set := Set{Specialization: "alpha", Root: leafOf(Requirement{Scorecard: s})}
		now := Evaluate(h.programme, set, h.facts, day).Root
		if now.State != Met || now.Until == 0 {
			return
		}
		checked++
		for d := day; d < now.Until; d++ {
			if got := Evaluate(h.programme, set, h.facts, d).Root.State; got != Met {
				t.Fatalf("%s on %s, until %s", got, d, now.Until)
			}
		}
		if got := Evaluate(h.programme, set, h.facts, now.Until).Root.State; got == Met {
			t.Fatalf("still met on %s", now.Until)
		}
	})
	if checked == 0 {
		t.Error("nothing was met")
	}
}

func TestScorecardRefuses(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*ScorecardRule){
		"no indicators":       func(s *ScorecardRule) { s.Indicators = nil },
		"twice":               func(s *ScorecardRule) { s.Indicators[1].ID = s.Indicators[0].ID },
		"more than there are": func(s *ScorecardRule) { s.Pass = 101 },
		"no identifier":       func(s *ScorecardRule) { s.Indicators[0].Name = "" },
		"no positive amount":  func(s *ScorecardRule) { s.Indicators[0].Points = 0 },
		"more than it can":    func(s *ScorecardRule) { s.Indicators[0].Minimum = 41 },
		"points are kept":     func(s *ScorecardRule) { s.Indicators[0].KeptMonths = -1 },
		"exactly one rule":    func(s *ScorecardRule) { s.Indicators[0].Rule = card(0) },
		"single number":       func(s *ScorecardRule) { s.Indicators[0].Rule.People.Total = 3 },
		"unknown metric":      func(s *ScorecardRule) { s.Indicators[1].Rule.Performance.Metric = "m-none" },
	} {
		r := card(0)
		change(r.Scorecard)
		n := leafOf(r)
		if err := n.Validate(sampleProgramme()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func TestNearestOption(t *testing.T) {
	t.Parallel()
	p := sampleProgramme()
	leaf := func(n int) Node { return leafOf(Requirement{References: &ReferencesRule{N: n}}) }
	closed := leaf(1)
	closed.Until = today
	p.Competencies[0].Options = []Option{
		{Slug: "closed", Silver: closed},
		{Slug: "many", Silver: leaf(9), Gold: leaf(20)},
		{Slug: "few", Silver: leaf(4)},
	}
	f := Facts{
		References:  []Reference{{ID: 1, Customer: "a", Finished: today - 9, Verification: accepted(today - 9)}},
		Attainments: []Attainment{{ID: 2, Competency: "cloud", Level: Silver, From: today - 9, Until: today + 9, Verification: accepted(today - 9)}},
	}
	s, err := EvaluateCompetency(p, "cloud", &f, today)
	if err != nil {
		t.Fatal(err)
	}
	if s.Held != Silver || s.Until != today+9 || s.Options[s.Silver].Option != "few" || s.Options[s.Gold].Option != "many" || len(s.Options) != 4 {
		t.Errorf("%+v", s)
	}
	if got := s.Options[s.Silver].Finding.Progress(); got != 0.25 {
		t.Error(got)
	}
	if _, err := EvaluateCompetency(p, "none", &f, today); err == nil {
		t.Error("an unknown competency is found")
	}
	root := Finding{Need: 2, Children: []Finding{{State: Met}, {Have: 1, Need: 4}, {Need: 3}}}
	if got := root.Progress(); got != 0.625 {
		t.Error(got)
	}
}

func TestAssociated(t *testing.T) {
	t.Parallel()
	s := DefaultSettings()
	at := func(id EvidenceID, from Day) Association { return Association{ID: id, Person: 1, From: from} }
	list := []Association{
		at(4, today-100), at(1, today-365), at(2, today-340), at(3, today-200), at(5, today-50), at(6, today), at(7, today+1),
		{ID: 8, Person: 2, From: today - 30},
	}
	var got []EvidenceID
	for _, a := range s.Associated(list, 1, today) {
		got = append(got, a.ID)
	}
	// The second comes 25 days after the first, the one of 50 days ago is the fourth within a year, today's is not.
	if want := []EvidenceID{1, 3, 4, 6}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	on := today - 10
	one, two := attain("cloud", Silver), attain("cloud", Gold)
	for i, f := range []*Facts{&one, &two} {
		a := &f.Attainments[0]
		a.ID, a.From, a.Until, a.Verification = EvidenceID(i+1), today-90, today+50, accepted(today-90)
	}
	two.Holdings = crewOf([]string{"C-ONE"}).Holdings
	one.Associations = []Association{{ID: 1, Person: 0, From: today - 90}}
	two.Associations = []Association{{ID: 2, Person: 0, Here: true, From: today - 90}}
	label := func(id, of string, until Day) Label {
		return Label{ID: id, Specialization: of, Granted: today - 300, Until: until}
	}
	out := Merge(
		Account{one, []Label{label("a", "alpha", today+40), label("b", "beta", today+90)}},
		Account{two, []Label{label("c", "alpha", today+60), {ID: "d", Specialization: "beta", Granted: today - 900, Ended: today - 500, Reason: EndLapsed}}},
		"the other", on,
	)
	for i, want := range []struct {
		id    string
		ended Day
	}{{"a", on}, {"b", 0}, {"c", 0}, {"d", today - 500}} {
		if l := out.Labels[i]; l.ID != want.id || l.Ended != want.ended || want.ended == on && l.Reason != EndMerged {
			t.Errorf("%+v", l)
		}
	}
	if a := out.Facts.Attainments; a[0].Superseded != on || a[1].Superseded != 0 || a[1].Decided != on {
		t.Errorf("%+v", a)
	}
	p := sampleProgramme()
	goldSet := Set{Specialization: "alpha", Root: leafOf(Requirement{Competency: &CompetencyRule{Competencies: []string{"cloud"}, Match: Any, Level: Gold}})}
	people := Set{Specialization: "alpha", Root: leafOf(Requirement{People: &PeopleRule{Groups: []PeopleGroup{{N: 1, Hold: Formula{Code: "C-ONE"}}}}})}
	for _, set := range []Set{goldSet, people} {
		if got := Evaluate(p, set, &out.Facts, on-1).Root.State; got != NotMet {
			t.Errorf("the day before: %s", got)
		}
		if got := Evaluate(p, set, &out.Facts, today).Root.State; got != Met {
			t.Errorf("after: %s", got)
		}
	}
	if one.Attainments[0].Superseded != 0 || two.Holdings[0].Location != "" {
		t.Error("the accounts that were given have changed")
	}
}

func TestByHandRefuses(t *testing.T) {
	t.Parallel()
	p := sampleProgramme()
	good := Order{Kind: Suspend, Specialization: "alpha", From: today, By: "an admin", Reason: "a complaint"}
	if err := good.Validate(p); err != nil {
		t.Error(err)
	}
	for want, change := range map[string]func(*Order){
		"unknown specialization": func(o *Order) { o.Specialization = "none" },
		"unknown kind":           func(o *Order) { o.Kind = "praise" },
		"no reason":              func(o *Order) { o.Reason = "" },
		"no day":                 func(o *Order) { o.From = 0 },
		"end on a day":           func(o *Order) { o.Kind, o.Until = Revoke, today+1 },
		"needs a day":            func(o *Order) { o.Kind = Achieve },
		"before it begins":       func(o *Order) { o.Until = today },
	} {
		o := good
		if change(&o); o.Validate(p) == nil || !strings.Contains(o.Validate(p).Error(), want) {
			t.Errorf("want %q, got %v", want, o.Validate(p))
		}
	}
	allowed := Allowance{Specialization: "alpha", Module: "a", From: today, By: "an admin", Reason: "passed elsewhere"}
	if err := allowed.Validate(p); err != nil {
		t.Error(err)
	}
	for want, change := range map[string]func(*Allowance){
		"unknown specialization": func(a *Allowance) { a.Specialization = "none" },
		"or for a module":        func(a *Allowance) { a.Indicator = "i" },
		"no positive amount":     func(a *Allowance) { a.Module, a.Indicator = "", "i" },
		"no days":                func(a *Allowance) { a.Until = today },
		"no reason":              func(a *Allowance) { a.By = "" },
	} {
		a := allowed
		if change(&a); a.Validate(p) == nil || !strings.Contains(a.Validate(p).Error(), want) {
			t.Errorf("want %q, got %v", want, a.Validate(p))
		}
	}
	settings := DefaultSettings()
	if err := settings.Validate(); err != nil {
		t.Error(err)
	}
	for want, change := range map[string]func(*Settings){
		"term: It can be":            func(s *Settings) { s.TermMonths = 0 },
		"closes: It can be":          func(s *Settings) { s.RenewalClosesDays = -1 },
		"at-risk: It can be":         func(s *Settings) { s.AtRiskDays = -1 },
		"fiscal: It can be":          func(s *Settings) { s.FiscalYearStarts = 13 },
		"association-gap: It can be": func(s *Settings) { s.AssociationGapDays = -1 },
		"after the renewal window":   func(s *Settings) { s.ReminderOffsets = []int{31} },
		"ends before it begins":      func(s *Settings) { s.Extensions = []Extension{{From: today, Until: today - 1, Reason: "x"}} },
	} {
		s := DefaultSettings()
		if change(&s); s.Validate() == nil || !strings.Contains(s.Validate().Error(), want) {
			t.Errorf("want %q, got %v", want, s.Validate())
		}
	}
}

func TestReferenceStates(t *testing.T) {
	t.Parallel()
	s := DefaultSettings()
	r := Reference{Sent: today - 9, AssignedTo: "alpha", Assigned: today + 5, Expires: today + 9}
	for _, tt := range []struct {
		v    Verification
		at   Day
		want ReferenceState
	}{
		{Verification{Decision: Draft}, today - 10, ReferenceDraft},
		{Verification{Decision: Draft}, today, ReferenceSent},
		{waiting(today), today, ReferenceAwaiting},
		{Verification{Decision: Rejected, Submitted: today - 5, Decided: today}, today, ReferenceRejected},
		{accepted(today), today, ReferenceApproved},
		{accepted(today), today + 5, ReferenceAssigned},
		{accepted(today), today + 9, ReferenceExpired},
	} {
		r.Verification = tt.v
		if got := r.State(tt.at); got != tt.want {
			t.Errorf("%+v on %s: %s, want %s", tt.v, tt.at, got, tt.want)
		}
	}
	if got := r.ResendFrom(&s); got != today-2 {
		t.Error(got)
	}
}
