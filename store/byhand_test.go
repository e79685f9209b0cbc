package store

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"partnerdirectory/program"
)

func order(tb testing.TB, s *Store, id program.PartnerID, o program.Order, at program.Day) program.Order {
	tb.Helper()
	o.Specialization = "analytics"
	kept, err := s.Order(tb.Context(), ada, id, o, at)
	if err != nil {
		tb.Fatal(err)
	}
	return kept
}

// The directory follows a hand at once, in its search index too, and every step is in the trail with who and why.
func TestOrdersByHand(t *testing.T) {
	s := open(t)
	load(t, s, goldIn(0, "data"))
	shown := func(at program.Day) bool {
		t.Helper()
		list, err := s.ListingsOf(t.Context(), []program.PartnerID{1}, at)
		if err != nil {
			t.Fatal(err)
		}
		profile, recent := profile(t, s, "partner-0", at), len(list[0].Labels)
		if (len(profile.Labels) == 1) != (recent == 1) {
			t.Errorf("on %s the profile shows %d labels, the listing %d", at, len(profile.Labels), recent)
		}
		return recent == 1
	}
	var told []Change
	s.OnChange(func(c Change) { told = append(told, c) })
	for _, step := range []struct {
		kind  program.OrderKind
		shown bool
	}{{program.Suspend, false}, {program.Lift, true}, {program.Revoke, false}, {program.Reinstate, true}} {
		told = nil
		kept := order(t, s, 1, program.Order{Kind: step.kind}, today)
		if kept.ID == 0 || kept.By != ada.By || kept.Reason != ada.Why || shown(today) != step.shown {
			t.Errorf("after %s: shown %v, %+v", step.kind, shown(today), kept)
		}
		if len(told) != 1 || !slices.Equal(told[0].Partners, []program.PartnerID{1}) {
			t.Errorf("%s told of %+v", step.kind, told)
		}
		events, err := s.Events(t.Context(), EventFilter{Action: string(step.kind) + " analytics", Limit: 9})
		if err != nil || len(events) != 1 || events[0].Why != ada.Why {
			t.Errorf("%s: %+v, %v", step.kind, events, err)
		}
	}
	for _, kind := range []program.NoticeKind{program.NoticeSuspended, program.NoticeLifted, program.NoticeRevoked, program.NoticeReinstated} {
		if !slices.Contains(kindsOf(noticesOf(t, s, 1)), kind) {
			t.Errorf("no notice %s", kind)
		}
	}
	order(t, s, 1, program.Order{Kind: program.Suspend, Until: today + 20}, today+10)
	if err := s.CatchUp(t.Context(), today+20, nil); err != nil {
		t.Fatal(err)
	}
	if shown(today+19) || !shown(today+20) {
		t.Error("a suspension until a day ends by itself, not before")
	}
	before := counts(t, s)
	if _, err := s.Order(t.Context(), Act{By: "admin ada"}, 1, program.Order{Kind: program.Revoke, Specialization: "analytics"}, today+20); !errors.Is(err, program.ErrInvalid) {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := s.Order(t.Context(), ada, 1, program.Order{Kind: program.Revoke, Specialization: "alchemy"}, today+20); !errors.Is(err, program.ErrInvalid) {
		t.Errorf("no such specialization: %v", err)
	}
	if after := counts(t, s); !reflect.DeepEqual(after, before) {
		t.Errorf("refused orders left %v, was %v", after, before)
	}
}

func TestAWaiverSparesARequirementUntilItsDay(t *testing.T) {
	s := open(t)
	d := plain(0)
	load(t, s, d)
	if _, err := s.Waive(t.Context(), ada, 1, "analytics", "gold", today, today); !errors.Is(err, program.ErrInvalid) {
		t.Errorf("over before it begins: %v", err)
	}
	if _, err := s.Waive(t.Context(), ada, 1, "analytics", "silver", today+30, today); !errors.Is(err, program.ErrInvalid) {
		t.Errorf("no such requirement: %v", err)
	}
	waiver, err := s.Waive(t.Context(), ada, 1, "analytics", "gold", today+30, today)
	if err != nil {
		t.Fatal(err)
	}
	if got := profile(t, s, "partner-0", today).Labels; len(got) != 1 {
		t.Fatalf("waived, but %+v", got)
	}
	if err := s.TakeBack(t.Context(), Act{By: "admin ada"}, 1, []program.EvidenceID{waiver.ID}, today+5); !errors.Is(err, program.ErrInvalid) {
		t.Errorf("taken back without a reason: %v", err)
	}
	if err := s.TakeBack(t.Context(), ada, 1, []program.EvidenceID{waiver.ID}, today+5); err != nil {
		t.Fatal(err)
	}
	if got := profile(t, s, "partner-0", today+5); len(got.Labels) != 0 || got.Earlier[0].Ended != today+5 {
		t.Errorf("taken back, but %+v", got.Labels)
	}
}

func TestADecisionIsOverriddenWithAReason(t *testing.T) {
	s := open(t)
	d := complete(1)
	waiting := program.Verification{By: program.ByVendor, Mode: program.Manual, Decision: program.Submitted, Submitted: today - 5}
	d.CaseStudies[0].Verification = waiting
	load(t, s, d)
	id := d.Facts.Cases[0].ID
	if err := s.Decide(t.Context(), Act{By: "reviewer eve"}, 1, id, program.Rejected, today); !errors.Is(err, program.ErrInvalid) {
		t.Errorf("rejected without a reason: %v", err)
	}
	if err := s.Decide(t.Context(), Act{By: "reviewer eve", Why: "The link is dead."}, 1, id, program.Rejected, today); err != nil {
		t.Fatal(err)
	}
	now := func() program.CaseEvidence {
		t.Helper()
		f, err := s.Facts(t.Context(), 1)
		if err != nil || len(f.Cases) != 1 {
			t.Fatalf("%+v, %v", f.Cases, err)
		}
		return f.Cases[0]
	}
	rejected := now()
	if rejected.Decision != program.Rejected || rejected.Reason != "The link is dead." || rejected.Submitted != today-5 || len(profile(t, s, "partner-1", today).Labels) != 0 {
		t.Errorf("%+v", rejected)
	}
	if err := s.Decide(t.Context(), ada, 1, rejected.ID, program.Accepted, today+3); err != nil {
		t.Fatal(err)
	}
	p := profile(t, s, "partner-1", today+3)
	if now().Decided != today+3 || len(p.Labels) != 1 || p.Labels[0].Granted != today+3 || len(p.CaseStudies) != 1 || p.CaseStudies[0].Outcome != d.CaseStudies[0].Outcome {
		t.Errorf("%+v, %+v", now(), p)
	}
	if events, err := s.Events(t.Context(), EventFilter{Action: "override decision", Limit: 9}); err != nil || len(events) != 1 {
		t.Errorf("%+v, %v", events, err)
	}
	if err := s.Decide(t.Context(), ada, 1, 9999, program.Accepted, today); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("no such evidence: %v", err)
	}
	for _, holding := range d.Facts.Holdings {
		if err := s.Decide(t.Context(), ada, 1, holding.ID, program.Rejected, today+4); err != nil {
			t.Error(err)
		}
	}
}

func TestMergingMovesEverythingAndForwardsTheAddress(t *testing.T) {
	s := open(t)
	into, other := goldIn(0, "data"), complete(1)
	other.Facts.Attainments = append(other.Facts.Attainments, attained("data", program.Gold, today-50, 0))
	other.Partner.Locations = []program.Location{{Place: 2998324, City: "Lille", Country: "FR", Lat: 50.6, Lon: 3.06, Headquarters: true}}
	load(t, s, into, other, plain(2))
	a, b := into.Partner.ID, other.Partner.ID
	beforeA, beforeB := pastFacts(t, s, a, today-1), pastFacts(t, s, b, today-1)
	theirs := profile(t, s, "partner-1", today).Labels
	var told []Change
	s.OnChange(func(c Change) { told = append(told, c) })
	owner, err := s.AddAccount(t.Context(), Act{}, Account{Email: "owner@other.example", Name: "Olga"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AddMember(t.Context(), Act{}, b, owner, program.Owner); err != nil {
		t.Fatal(err)
	}
	draft, err := s.SaveItem(t.Context(), ada, Item{Partner: b, Kind: ItemReference, Title: "A draft", Fields: map[string]string{"customer": "x"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Merge(t.Context(), ada, a, b, "Lille", today); err != nil {
		t.Fatal(err)
	}
	if members, err := s.Members(t.Context(), a); err != nil || len(members) != 1 || members[0].Role != program.Editor {
		t.Errorf("members of the survivor: %+v, %v; an owner of the other becomes an editor", members, err)
	}
	if _, _, err := s.Item(t.Context(), a, draft.ID); err != nil {
		t.Errorf("the other's draft: %v", err)
	}
	p := profile(t, s, "partner-0", today)
	if len(p.Partner.Locations) != 3 || p.Partner.Locations[2].City != "Lille" || p.Partner.Locations[2].Headquarters || len(p.CaseStudies) != 1 {
		t.Errorf("%+v, %d case studies", p.Partner.Locations, len(p.CaseStudies))
	}
	held := map[string]program.Label{}
	for _, l := range p.Labels {
		held[l.Specialization] = l
	}
	if len(p.Labels) != 2 || held["analytics"].Granted != today-50 || len(p.Earlier) != 1 || p.Earlier[0].Reason != program.EndMerged || p.Earlier[0].Granted != today-100 {
		t.Errorf("held %+v\nearlier %+v, want the later anniversary to stay", p.Labels, p.Earlier)
	}
	for _, l := range theirs {
		if got, owner, err := s.Label(t.Context(), l.ID); err != nil || owner.ID != a || got.Granted != l.Granted {
			t.Errorf("label %s: %+v of %s, %v", l.ID, got, owner.Slug, err)
		}
	}
	_, err = s.Profile(t.Context(), "partner-1", today)
	var moved *Moved
	if !errors.Is(err, program.ErrNotFound) || !errors.As(err, &moved) || moved.Slug != "partner-0" {
		t.Errorf("the old address: %v", err)
	}
	if list, err := s.ListingsOf(t.Context(), []program.PartnerID{a, b}, today); err != nil || len(list) != 1 {
		t.Errorf("%d listings, %v", len(list), err)
	}
	if len(told) != 1 || !slices.Contains(told[0].Partners, a) || !slices.Contains(told[0].Partners, b) {
		t.Errorf("told of %+v, want both", told)
	}
	if f, err := s.Facts(t.Context(), b); err != nil || !reflect.DeepEqual(*f, program.Facts{}) {
		t.Errorf("left behind %+v, %v", f, err)
	}
	if got := pastFacts(t, s, a, today-1); !reflect.DeepEqual(got, beforeA) {
		t.Errorf("the day before reads %+v\nwas %+v", got, beforeA)
	}
	if got := pastFacts(t, s, b, today-1); !reflect.DeepEqual(got, beforeB) {
		t.Errorf("the other's day before reads %+v\nwas %+v", got, beforeB)
	}
	if _, err := s.Record(t.Context(), ada, b, program.Facts{}, today); !errors.Is(err, program.ErrConflict) {
		t.Errorf("writing to what went into another: %v", err)
	}
	if err := s.Merge(t.Context(), ada, 3, a, "", today+1); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Profile(t.Context(), "partner-1", today+1); !errors.As(err, &moved) || moved.Slug != "partner-2" {
		t.Errorf("moved twice: %v", err)
	}
	if err := s.CatchUp(t.Context(), today+800, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.VerifyEvents(t.Context()); err != nil {
		t.Error(err)
	}
}

func pastFacts(t *testing.T, s *Store, id program.PartnerID, on program.Day) *program.Facts {
	t.Helper()
	f, err := s.FactsAsOf(t.Context(), id, on)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestNobodyFailsByAnOutage(t *testing.T) {
	s := open(t)
	d := goldIn(0, "data")
	d.Facts.Attainments[0].Until = today + 5
	load(t, s, d)
	if err := s.EndOutage(t.Context(), ada, program.OfCompetency, today); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("ended what did not begin: %v", err)
	}
	if err := s.BeginOutage(t.Context(), ada, program.OfCompetency, today+1); err != nil {
		t.Fatal(err)
	}
	if err := s.BeginOutage(t.Context(), ada, program.OfCompetency, today+2); !errors.Is(err, program.ErrConflict) {
		t.Errorf("begun twice: %v", err)
	}
	if err := s.CatchUp(t.Context(), today+9, nil); err != nil {
		t.Fatal(err)
	}
	if got := profile(t, s, "partner-0", today+9).Labels; len(got) != 1 {
		t.Fatalf("it failed by the outage: %+v", got)
	}
	if err := s.EndOutage(t.Context(), ada, program.OfCompetency, today+10); err != nil {
		t.Fatal(err)
	}
	if err := s.CatchUp(t.Context(), today+10, nil); err != nil {
		t.Fatal(err)
	}
	if got := profile(t, s, "partner-0", today+10); len(got.Labels) != 0 || got.Earlier[0].Ended != today+10 {
		t.Errorf("%+v", got.Labels)
	}
	if then := pastFacts(t, s, 1, today+5).Outages; len(then) != 1 || then[0].Until != 0 {
		t.Errorf("during the outage nobody knew its end: %+v", then)
	}
}

func TestADeadLinkIsKnownFromTheDayOfItsCheck(t *testing.T) {
	s := open(t)
	d := complete(1)
	load(t, s, d)
	for i, reachable := range []bool{true, false} {
		if err := s.RecordLinkCheck(t.Context(), "story-1", reachable, today+program.Day(i)); err != nil {
			t.Fatal(err)
		}
	}
	want := []program.LinkCheck{{Checked: today, Reachable: true}, {Checked: today + 1}}
	if f, err := s.Facts(t.Context(), 1); err != nil || !slices.Equal(f.Cases[0].Links, want) {
		t.Errorf("%+v, %v", f.Cases, err)
	}
	if then := pastFacts(t, s, 1, today).Cases[0].Links; !slices.Equal(then, want[:1]) {
		t.Errorf("as of today %+v", then)
	}
	if err := s.RecordLinkCheck(t.Context(), "no-story", true, today); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("no such case study: %v", err)
	}
}
