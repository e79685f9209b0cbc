package store

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"partnerdirectory/program"
)

// everyKind is one fact of every kind, with every field set.
func everyKind() program.Facts {
	v := program.Verification{By: program.ByThirdParty, Mode: program.Manual, Decision: program.Rejected, Reason: "Too old.", Submitted: today - 9, Decided: today - 8}
	return program.Facts{
		Attainments:   []program.Attainment{{Competency: "cloud", Level: program.Gold, From: today - 7, Until: today + 7, Verification: v}},
		Holdings:      []program.Holding{{Person: 1 << 40, Name: "Ada", Code: "K-1", Earned: today - 6, Expires: today + 6, Joined: today - 5, Left: today + 5, Location: "Lyon", Verification: v}},
		Metrics:       []program.MetricValue{{Metric: "containers", Month: today.MonthStart(), Customer: "Shop", Value: 12.5, Recorded: today, Product: "clusters", Association: "of record", Linked: today - 4, Offer: "trial", Location: "Lyon"}},
		References:    []program.Reference{{Customer: "Shop", Scenario: "migration", Finished: today - 3, Sent: today - 2, AssignedTo: "kubernetes", AssignedNode: "references", Assigned: today - 1, Expires: today + 90, Verification: v}},
		Reviews:       []program.Review{{Specialization: "kubernetes", Firm: "Auditors", Modules: []string{"core", "extra"}, Passed: true, Held: today - 2, Checklist: "2.1", Verification: v}},
		Baselines:     []program.Baseline{{Metric: "containers", Value: 7.25, Taken: today - 300, Recorded: today - 299}},
		Circumstances: []program.Circumstance{{From: today - 100, Market: "developing", Anniversary: today - 90}},
		Recognitions:  []program.Recognition{{Slug: "managed-services", From: today - 50, Until: today + 50, Verification: v}},
		Documents:     []program.Document{{Slug: "accessibility", Issued: today - 40, Until: today + 40, Verification: v}},
		Waivers:       []program.Waiver{{Specialization: "kubernetes", Node: "people", From: today - 1, Until: today + 30, Reason: "Merger.", By: "Ada", Given: today - 1}},
		Orders:        []program.Order{{Kind: program.Suspend, Specialization: "analytics", From: today - 1, Until: today + 3, By: "Ada", Reason: "Fraud.", Given: today - 1}},
		Allowances:    []program.Allowance{{Specialization: "kubernetes", Indicator: "growth", Points: 2.5, Module: "core", From: today - 1, Until: today + 9, By: "Ada", Reason: "Merger.", Given: today - 1}},
		Associations:  []program.Association{{Person: 1 << 40, Here: true, From: today - 80, Until: today + 80, Recorded: today - 79}},
		Outages:       []program.Outage{{Kind: program.OfPerformance, From: today - 1, Until: today + 1}},
	}
}

func TestEveryKindOfFactReadsBack(t *testing.T) {
	s := open(t)
	d := plain(1)
	d.Facts = everyKind()
	load(t, s, plain(0), d)
	check := func(want program.Facts) {
		t.Helper()
		got, err := s.Facts(t.Context(), d.Partner.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(*got, want) {
			t.Errorf("got  %+v\nwant %+v", *got, want)
		}
	}
	check(d.Facts)
	filled(t, reflect.ValueOf(d.Facts))
	for _, o := range []program.PartnerID{1, 2} {
		if facts, err := s.Record(t.Context(), Act{}, o, everyKind(), today); err != nil {
			t.Error(err)
		} else if o == 1 {
			got, err := s.Facts(t.Context(), o)
			if err != nil || !reflect.DeepEqual(*got, facts) {
				t.Errorf("recorded %+v\nread     %+v, %v", facts, got, err)
			}
		}
	}
}

// filled fails when a field of a fact is zero: then reading it back proves nothing.
func filled(t *testing.T, facts reflect.Value) {
	for i := range facts.NumField() {
		list := facts.Field(i)
		if name := facts.Type().Field(i).Name; name == "Cases" || name == "Labels" {
			continue
		}
		if list.Len() == 0 {
			t.Errorf("no %s", facts.Type().Field(i).Name)
			continue
		}
		for k := range list.Index(0).NumField() {
			if name := list.Index(0).Type().Field(k).Name; list.Index(0).Field(k).IsZero() && name != "Superseded" {
				t.Errorf("%s.%s is zero", facts.Type().Field(i).Name, list.Index(0).Type().Field(k).Name)
			}
		}
	}
}

// pastDay is what a partner's facts said at the end of one day.
type pastDay struct {
	day       program.Day
	facts     *program.Facts
	standings []program.Standing
}

func pastDayOf(t *rapid.T, s *Store, id program.PartnerID, day program.Day) pastDay {
	facts, err := s.FactsAsOf(t.Context(), id, day)
	if err != nil {
		t.Fatal(err)
	}
	m := pastDay{day: day, facts: facts}
	p := testProgramme()
	for _, set := range p.Sets {
		m.standings = append(m.standings, program.Evaluate(p, set, facts, day))
	}
	for i := range facts.Labels { // which version a label is on and the words of its trace are not part of what is asked for
		facts.Labels[i].Version, facts.Labels[i].Verified = 0, nil
	}
	return m
}

// randomFacts are facts that a day may bring, some of them dated back.
func randomFacts(t *rapid.T, day program.Day) program.Facts {
	decided := day - program.Day(rapid.IntRange(0, 40).Draw(t, "dated back"))
	until := day + program.Day(rapid.IntRange(1, 90).Draw(t, "lasts"))
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		return program.Facts{Attainments: []program.Attainment{attained("data", program.Gold, decided, until)}}
	case 1:
		return program.Facts{Attainments: []program.Attainment{attained("cloud", program.Gold, decided, until)}}
	case 2:
		return program.Facts{Waivers: []program.Waiver{{Specialization: "analytics", Node: "gold", From: decided, Until: until, Given: decided}}}
	case 3:
		return program.Facts{Outages: []program.Outage{{Kind: program.OfCompetency, From: decided, Until: until}}}
	}
	r := program.Reference{Customer: "Shop", Finished: decided, Verification: accepted(decided)}
	if rapid.Bool().Draw(t, "waits") {
		r.Decision, r.Decided = program.Submitted, 0
	}
	return program.Facts{References: []program.Reference{r}}
}

// Whatever happens later, what was said of a partner at the end of a day can be said again.
func TestAnyPastDayEvaluatesAsItDid(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := open(t)
		const from = today - 200
		d := complete(1)
		if err := s.Import(rt.Context(), list(d), from, nil); err != nil {
			rt.Fatal(err)
		}
		id := d.Partner.ID
		var past []pastDay
		day := program.Day(from)
		for range rapid.IntRange(1, 12).Draw(rt, "changes") {
			past = append(past, pastDayOf(rt, s, id, day))
			day += program.Day(rapid.IntRange(1, 60).Draw(rt, "days on"))
			if rapid.Bool().Draw(rt, "swept") {
				if err := s.Sweep(rt.Context(), day, nil); err != nil {
					rt.Fatal(err)
				}
			}
			var old []program.EvidenceID
			now, err := s.Facts(rt.Context(), id)
			if err != nil {
				rt.Fatal(err)
			}
			if len(now.Attainments) > 0 && rapid.Bool().Draw(rt, "supersedes") {
				old = append(old, now.Attainments[rapid.IntRange(0, len(now.Attainments)-1).Draw(rt, "which")].ID)
			}
			facts := randomFacts(rt, day)
			if err := s.Supersede(rt.Context(), Act{}, id, old, &facts, day); err != nil {
				rt.Fatal(err)
			}
		}
		for _, want := range past {
			got := pastDayOf(rt, s, id, want.day)
			if !reflect.DeepEqual(got, want) {
				rt.Fatalf("as of %s: %+v\nit was      %+v", want.day, got.facts, want.facts)
			}
		}
	})
}

// A fact that is dated back does not change what earlier days said, however long nobody looked.
func TestAFactDatedBackGrantsFromTheDayItIsKnown(t *testing.T) {
	s := open(t)
	d := complete(1)
	review := d.Facts.Reviews
	d.Facts.Reviews = nil
	load(t, s, d)
	facts := program.Facts{Reviews: review} // passed 60 days before the partner was last evaluated
	if _, err := s.Record(t.Context(), Act{}, d.Partner.ID, facts, today+20); err != nil {
		t.Fatal(err)
	}
	labels := profile(t, s, "partner-1", today+20).Labels
	if len(labels) != 1 || labels[0].Granted != today+20 {
		t.Fatalf("got %+v, want a label granted on the day the review became known", labels)
	}
	then, err := s.FactsAsOf(t.Context(), d.Partner.ID, today+19)
	if err != nil || len(then.Reviews)+len(then.Labels) != 0 {
		t.Errorf("the day before knew %+v, %+v, %v", then.Reviews, then.Labels, err)
	}
}

func TestLabelsAreKnownAsOfADay(t *testing.T) {
	term := func(d program.Day) program.Day { return d + 100 }
	steps := []LabelStep{{program.EventGranted, 1000}, {program.EventRenewed, 1105}, {program.EventExtended, 1150}, {program.EventRenewed, 1310}, {program.EventEnded, 1360}}
	l := program.Label{
		ID: "x", Granted: 1000, Renewed: 1310, Until: 1400, FailingSince: 1350, Ended: 1360, Reason: program.EndLapsed, EndedBy: "a rule",
		Absences: []program.Absence{{State: program.Suspended, From: 1020, Until: 1030}, {State: program.Revoked, From: 1040, Until: 1050}},
		Told:     program.Told{AtRisk: 1300},
	}
	for _, c := range []struct {
		on, renewed, until, failing, ended program.Day
		shown                              bool
	}{
		{1000, 0, 1100, 0, 0, true},
		{1025, 0, 1100, 0, 0, false},
		{1035, 0, 1100, 0, 0, true},
		{1045, 0, 1100, 0, 1040, false},
		{1104, 0, 1100, 0, 0, true},
		{1105, 1105, 1200, 0, 0, true},
		{1150, 1105, 1300, 0, 0, true},
		{1310, 1310, 1400, 0, 0, true},
		{1350, 1310, 1400, 1350, 0, true},
		{1360, 1310, 1400, 1350, 1360, false},
	} {
		got := labelAsOf(l, steps, term, c.on)
		if got.Renewed != c.renewed || got.Until != c.until || got.FailingSince != c.failing || got.Ended != c.ended ||
			(got.Reason != "") != (c.ended != 0) || got.Shown(c.on) != c.shown || got.Told.AtRisk != 0 {
			t.Errorf("on %d: %+v, shown %v", c.on, got, got.Shown(c.on))
		}
	}
}

func TestTheTrailTellsOfEveryChangeToIt(t *testing.T) {
	s := open(t)
	load(t, s, plain(0), complete(1))
	act := Act{By: "admin ada", Why: "she said so", Request: "r-1"}
	if _, err := s.Record(t.Context(), act, 1, program.Facts{Attainments: []program.Attainment{attained("data", program.Gold, today, today+9)}}, today); err != nil {
		t.Fatal(err)
	}
	whole, err := s.VerifyEvents(t.Context())
	if err != nil || whole.Events < 4 || whole.Head == "" {
		t.Fatalf("%+v, %v", whole, err)
	}
	events, err := s.Events(t.Context(), EventFilter{Kind: aboutPartner, Subject: "1", Limit: 10})
	if err != nil || len(events) != 2 {
		t.Fatalf("%d events, %v", len(events), err)
	}
	recorded := events[1]
	if recorded.By != act.By || recorded.Why != act.Why || recorded.Request != act.Request || recorded.Action != "record facts" || events[0].By != system {
		t.Errorf("%+v", events)
	}
	for _, statement := range []string{`UPDATE events SET why = 'other' WHERE id = 2`, `DELETE FROM events WHERE id = 2`} {
		if _, err := s.writer.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s is let through", statement)
		}
	}
	if _, err := s.writer.ExecContext(t.Context(), `DROP TRIGGER events_stay; DROP TRIGGER events_remain`); err != nil {
		t.Fatal(err)
	}
	for _, column := range []string{"moment", "by_whom", "action", "kind", "subject", "before", "after", "why", "request", "previous", "hash"} {
		tampered(t, s, whole, `UPDATE events SET `+column+` = CASE typeof(`+column+`) WHEN 'integer' THEN 1 ELSE `+column+` || 'x' END WHERE id = 2`)
	}
	tampered(t, s, whole, `UPDATE events SET action = action || subject, subject = '' WHERE id = (SELECT MAX(id) FROM events)`)
	tampered(t, s, whole, `DELETE FROM events WHERE id = 2`)
	tampered(t, s, whole, `DELETE FROM events WHERE id = 1`)
	if _, err := s.writer.ExecContext(t.Context(), `DELETE FROM events WHERE id = (SELECT MAX(id) FROM events)`); err != nil {
		t.Fatal(err)
	}
	if cut, err := s.VerifyEvents(t.Context()); err != nil || cut == whole {
		t.Errorf("cut off: %+v, %v; the head must be another", cut, err)
	}
}

// tampered runs a statement, expects the trail to be refused, and puts it back.
func tampered(t *testing.T, s *Store, whole Trail, statement string) {
	t.Helper()
	kept, err := s.Events(t.Context(), EventFilter{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.writer.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
	if _, err := s.VerifyEvents(t.Context()); !errors.Is(err, ErrTampered) {
		t.Errorf("%s: got %v, want ErrTampered", statement, err)
	}
	if _, err := s.writer.ExecContext(t.Context(), `DELETE FROM events`); err != nil {
		t.Fatal(err)
	}
	for _, e := range slices.Backward(kept) {
		if _, err := s.writer.ExecContext(t.Context(), `INSERT INTO events (`+eventColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
			e.ID, e.Moment.Unix(), e.By, e.Action, e.Kind, e.Subject, e.Before, e.After, e.Why, e.Request, e.Previous, e.Hash); err != nil {
			t.Fatal(err)
		}
	}
	if again, err := s.VerifyEvents(t.Context()); err != nil || again != whole {
		t.Fatalf("put back: %+v, %v", again, err)
	}
}
