package store

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"partnerdirectory/program"
)

// undecided is a verification that waits since so many days.
func undecided(days int) program.Verification {
	return program.Verification{By: program.ByVendor, Mode: program.Manual, Decision: program.Submitted, Submitted: today - program.Day(days)}
}

// almost is a partner that misses only what waits: one reference.
func almost(i, days int) *program.Dossier {
	d := complete(i)
	d.Facts.References[0].Verification = undecided(days)
	return d
}

func reviewer(t *testing.T, s *Store, n int) AccountID {
	t.Helper()
	id, err := s.AddAccount(t.Context(), Act{}, Account{Email: fmt.Sprintf("r%d@example.com", n), Name: fmt.Sprintf("Reviewer %d", n), Staff: program.Reviewer})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func queue(t *testing.T, s *Store, f WaitingFilter) Queue {
	t.Helper()
	q, err := s.Queue(t.Context(), f, today, 1, 100)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestQueueHoldsWhatWaitsOldestFirst(t *testing.T) {
	s := open(t)
	one, two := almost(0, 3), complete(1)
	two.Partner.Locations[0].Country = "SE"
	two.CaseStudies[0].Verification = undecided(9)
	two.Facts.Holdings[0].Verification = undecided(-1) // handed in tomorrow
	two.Facts.Documents = []program.Document{{Slug: "plan", Issued: today - 20, Verification: undecided(1)}}
	load(t, s, one, two, plain(2))
	booking, err := s.HandIn(t.Context(), Act{By: "editor"}, Item{
		Partner: 3, Kind: ItemReview, Title: "Review Kubernetes", Fields: map[string]string{"specialization": "kubernetes", "firm": "Auditors"},
	}, Handed{}, ItemSubmitted, today)
	if err != nil {
		t.Fatal(err)
	}
	q := queue(t, s, WaitingFilter{})
	var kinds []WaitingKind
	for _, x := range q.Page {
		kinds = append(kinds, x.Kind)
	}
	if want := []WaitingKind{WaitingCaseStudy, WaitingReference, WaitingDocument, WaitingBooking}; !slices.Equal(kinds, want) {
		t.Fatalf("%v, want %v", kinds, want)
	}
	if q.Total != 4 || q.Oldest != today-9 || q.Page[3].Item != booking.ID || q.Page[3].Title != "Review Kubernetes" || q.Page[0].PartnerSlug != "partner-1" {
		t.Errorf("%+v", q)
	}
	for _, row := range []struct {
		name string
		f    WaitingFilter
		want int
	}{
		{"of a kind", WaitingFilter{Kind: WaitingReference}, 1},
		{"of a country", WaitingFilter{Country: "SE"}, 2},
		{"of a kind and a country", WaitingFilter{Kind: WaitingReference, Country: "SE"}, 0},
		{"of a firm", WaitingFilter{Firm: "Auditors"}, 1},
		{"of another firm", WaitingFilter{Firm: "Others"}, 0},
		{"about a specialization", WaitingFilter{About: func(a program.Subject) bool { return slices.Contains(a.Of, "kubernetes") }}, 2},
	} {
		if got := queue(t, s, row.f); got.Total != row.want {
			t.Errorf("%s: %d, want %d", row.name, got.Total, row.want)
		}
	}
	if got := queue(t, s, WaitingFilter{Kind: WaitingReference, Country: "SE"}); got.Kinds[WaitingCaseStudy] != 1 || got.Kinds[WaitingReference] != 0 || got.Countries["FR"] != 1 {
		t.Errorf("counts as if the own choice were not made: %+v, %+v", got.Kinds, got.Countries)
	}
	second, err := s.Queue(t.Context(), WaitingFilter{}, today, 2, 3)
	if err != nil || len(second.Page) != 1 || second.Page[0].Kind != WaitingBooking {
		t.Errorf("the second page of three: %+v, %v", second.Page, err)
	}
}

func TestClaims(t *testing.T) {
	now := today.Time()
	s := open(t)
	s.now = func() time.Time { return now }
	load(t, s, almost(0, 3))
	a, b := reviewer(t, s, 1), reviewer(t, s, 2)
	x := queue(t, s, WaitingFilter{}).Page[0]
	if err := s.Claim(t.Context(), a, x.Kind, x.ID, false); err != nil {
		t.Fatal(err)
	}
	if c := queue(t, s, WaitingFilter{}).Page[0].Claim; c.Account != a || c.By != "Reviewer 1" || !c.Until.Equal(now.Add(ClaimLife)) {
		t.Errorf("%+v", c)
	}
	var claimed *Claimed
	if err := s.Claim(t.Context(), b, x.Kind, x.ID, false); !errors.As(err, &claimed) || claimed.By != "Reviewer 1" {
		t.Errorf("claimed twice: %v", err)
	}
	if err := s.DecideWaiting(t.Context(), Act{By: "Reviewer 2"}, b, x, program.Accepted, today); !errors.As(err, &claimed) || !errors.Is(err, program.ErrConflict) {
		t.Errorf("decided what another works on: %v", err)
	}
	if err := s.Release(t.Context(), b, x.Kind, x.ID); err != nil || queue(t, s, WaitingFilter{}).Page[0].Claim.Account != a {
		t.Errorf("somebody else's claim was released, %v", err)
	}
	if err := s.Claim(t.Context(), b, x.Kind, x.ID, true); err != nil || queue(t, s, WaitingFilter{}).Page[0].Claim.Account != b {
		t.Errorf("not taken over, %v", err)
	}
	now = now.Add(ClaimLife)
	if c := queue(t, s, WaitingFilter{}).Page[0].Claim; c.Account != 0 {
		t.Errorf("after 30 minutes: %+v", c)
	}
	if err := s.DecideWaiting(t.Context(), Act{By: "Reviewer 1"}, a, x, program.Accepted, today); err != nil {
		t.Error(err)
	}
}

// What is said before is what happens after.
func TestForeseenIsWhatHappens(t *testing.T) {
	s := open(t)
	full, begun := almost(0, 3), almost(1, 3)
	begun.Facts.Reviews = nil
	load(t, s, full, begun)
	r := reviewer(t, s, 1)
	for _, x := range queue(t, s, WaitingFilter{}).Page {
		foreseen, err := s.ForeseeDecision(t.Context(), x, program.Accepted, today+2)
		if err != nil {
			t.Fatal(err)
		}
		if len(foreseen) != 1 || foreseen[0].After.Met != foreseen[0].Before.Met+1 {
			t.Fatalf("%+v", foreseen)
		}
		if x := queue(t, s, WaitingFilter{}); x.Total == 0 {
			t.Fatal("foreseeing it decided it")
		}
		if err := s.DecideWaiting(t.Context(), Act{By: "r"}, r, x, program.Accepted, today+2); err != nil {
			t.Fatal(err)
		}
		labels := profile(t, s, x.PartnerSlug, today+2).Labels
		if granted := slices.Contains(foreseen[0].Events, program.EventGranted); granted != (len(labels) == 1) {
			t.Errorf("%s: foreseen %v, then %d labels", x.PartnerSlug, foreseen[0].Events, len(labels))
		}
		standings, err := s.Standings(t.Context(), x.Partner)
		if err != nil || len(standings) != 1 || standings[0].Met != foreseen[0].After.Met || standings[0].Of != foreseen[0].After.Of {
			t.Errorf("foreseen %d of %d, then %+v, %v", foreseen[0].After.Met, foreseen[0].After.Of, standings, err)
		}
	}
}

// Fifty reviewers work through one queue at once: nothing is decided twice, nothing is left.
func TestFiftyReviewersOnOneQueue(t *testing.T) {
	s := open(t)
	const partners, reviewers = 12, 50
	var all []*program.Dossier
	for i := range partners {
		d := almost(i, i+1)
		d.CaseStudies[0].Verification = undecided(i + 2)
		all = append(all, d)
	}
	load(t, s, all...)
	var accounts []AccountID
	for n := range reviewers {
		accounts = append(accounts, reviewer(t, s, n))
	}
	list := queue(t, s, WaitingFilter{}).Page
	if len(list) != 2*partners {
		t.Fatalf("%d wait", len(list))
	}
	var mu sync.Mutex
	won := map[int64]string{}
	var wait sync.WaitGroup
	for n, who := range accounts {
		wait.Go(func() {
			by := fmt.Sprintf("Reviewer %d", n)
			for k := range list {
				x := list[(k+n/4)%len(list)] // several begin with the same
				err := s.DecideWaiting(t.Context(), Act{By: by}, who, x, program.Accepted, today)
				if errors.Is(err, program.ErrConflict) {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				if won[x.ID] != "" {
					t.Errorf("%d was decided by %s and by %s", x.ID, won[x.ID], by)
				}
				won[x.ID] = by
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	if len(won) != len(list) || queue(t, s, WaitingFilter{}).Total != 0 {
		t.Errorf("%d of %d decided, %d left", len(won), len(list), queue(t, s, WaitingFilter{}).Total)
	}
	events, err := s.Events(t.Context(), EventFilter{Action: "decide evidence", Limit: 1000})
	if err != nil || len(events) != len(list) {
		t.Errorf("%d decisions in the audit trail, %v, want %d", len(events), err, len(list))
	}
	for _, x := range list {
		b, err := s.WhatBecame(t.Context(), x.Kind, x.Partner, x.ID)
		if err != nil || b.By != won[x.ID] || b.Step != "accepted" {
			t.Errorf("%d: %+v, %v, want by %s", x.ID, b, err, won[x.ID])
		}
	}
	for i := range partners {
		if got := profile(t, s, fmt.Sprintf("partner-%d", i), today).Labels; len(got) != 1 {
			t.Errorf("partner %d has %d labels", i, len(got))
		}
	}
}

func TestAskMoreGivesTheItemBack(t *testing.T) {
	s := open(t)
	load(t, s, complete(0))
	r := reviewer(t, s, 1)
	it, err := s.HandIn(t.Context(), Act{By: "editor"}, Item{Partner: 1, Kind: ItemDocument, Title: "Plan", Fields: map[string]string{"document": "plan"}},
		Handed{Facts: program.Facts{Documents: []program.Document{{Slug: "plan", Issued: today, Verification: undecided(0)}}}}, ItemSubmitted, today)
	if err != nil {
		t.Fatal(err)
	}
	x := queue(t, s, WaitingFilter{}).Page[0]
	if err := s.AskMore(t.Context(), Act{By: "Rita"}, r, x, "/portal/documents/1/edit", today); !errors.Is(err, program.ErrInvalid) {
		t.Errorf("without a reason: %v", err)
	}
	if err := s.AskMore(t.Context(), Act{By: "Rita", Why: "Page 2 is missing."}, r, x, "/portal/documents/1/edit", today); err != nil {
		t.Fatal(err)
	}
	it, steps, err := s.Item(t.Context(), 1, it.ID)
	if err != nil || it.State != ItemDraft || it.Evidence != 0 || it.By != "editor" || steps[len(steps)-1].Kind != ItemReturned || steps[len(steps)-1].Text != "Page 2 is missing." {
		t.Errorf("%+v, %+v, %v", it, steps, err)
	}
	if facts, err := s.Facts(t.Context(), 1); err != nil || len(facts.Documents) != 0 || queue(t, s, WaitingFilter{}).Total != 0 {
		t.Errorf("its evidence still waits: %+v, %v", facts.Documents, err)
	}
	if n, err := s.Notices(t.Context(), 1, 0, 1); err != nil || n[0].Kind != program.NoticeMore || n[0].Link != "/portal/documents/1/edit" {
		t.Errorf("%+v, %v", n, err)
	}
	if err := s.AskMore(t.Context(), Act{By: "Rita", Why: "Again."}, r, x, "", today); !errors.Is(err, program.ErrConflict) {
		t.Errorf("twice: %v", err)
	}
	if b, err := s.WhatBecame(t.Context(), x.Kind, 1, x.ID); err != nil || b.By != "Rita" || b.Step != ItemReturned {
		t.Errorf("%+v, %v", b, err)
	}
}

func TestRecordedReviewCountsAtOnce(t *testing.T) {
	s := open(t)
	d := complete(0)
	d.Facts.Reviews = nil
	load(t, s, d)
	who := reviewer(t, s, 1)
	book := func() Waiting {
		t.Helper()
		if _, err := s.HandIn(t.Context(), Act{By: "editor"}, Item{
			Partner: 1, Kind: ItemReview, Title: "Review Kubernetes", Fields: map[string]string{"specialization": "kubernetes", "firm": "Auditors"},
		}, Handed{}, ItemSubmitted, today); err != nil {
			t.Fatal(err)
		}
		return queue(t, s, WaitingFilter{}).Page[0]
	}
	failed := book()
	if err := s.RecordReview(t.Context(), Act{By: "Aud", Why: "Backups are missing."}, who, failed, program.Review{Held: today - 1, Modules: []string{"core"}}, nil, today); err != nil {
		t.Fatal(err)
	}
	if got := profile(t, s, "partner-0", today).Labels; len(got) != 0 {
		t.Errorf("a failed review granted %+v", got)
	}
	passed := book()
	r := program.Review{Held: today - 1, Modules: []string{"core"}, Passed: true, Specialization: "kubernetes", Firm: "Auditors"}
	foreseen, err := s.ForeseeReview(t.Context(), 1, r, today)
	if err != nil || len(foreseen) != 1 || !slices.Equal(foreseen[0].Events, []string{program.EventGranted}) {
		t.Errorf("foreseen %+v, %v", foreseen, err)
	}
	if err := s.RecordReview(t.Context(), Act{By: "Aud"}, who, passed, r, map[string]string{"controls": "4.1 met"}, today); err != nil {
		t.Fatal(err)
	}
	facts, err := s.Facts(t.Context(), 1)
	if err != nil || len(facts.Reviews) != 2 || facts.Reviews[1].By != program.ByThirdParty || facts.Reviews[1].Firm != "Auditors" || facts.Reviews[1].Decision != program.Accepted {
		t.Errorf("%+v, %v", facts.Reviews, err)
	}
	if got := profile(t, s, "partner-0", today).Labels; len(got) != 1 {
		t.Errorf("a passed review granted %d labels", len(got))
	}
	states := map[ItemState]int{}
	items, err := s.Items(t.Context(), 1, ItemReview)
	for _, it := range items {
		states[it.State]++
	}
	if err != nil || states[ItemAccepted] != 1 || states[ItemRejected] != 1 {
		t.Errorf("%v, %v", states, err)
	}
	if err := s.RecordReview(t.Context(), Act{By: "Aud"}, who, passed, r, map[string]string{"controls": "4.1 met"}, today); !errors.Is(err, program.ErrConflict) {
		t.Errorf("recorded twice: %v", err)
	}
}

func TestAnsweredDispute(t *testing.T) {
	s := open(t)
	load(t, s, complete(0))
	who := reviewer(t, s, 1)
	facts, err := s.Facts(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	wrong := facts.Metrics[0]
	dispute := func() Waiting {
		t.Helper()
		if _, err := s.HandIn(t.Context(), Act{By: "editor"}, Item{Partner: 1, Kind: ItemDispute, Title: "Consumption", Fields: map[string]string{"metric": "containers"}},
			Handed{}, ItemSubmitted, today); err != nil {
			t.Fatal(err)
		}
		return queue(t, s, WaitingFilter{}).Page[0]
	}
	before := len(profile(t, s, "partner-0", today).Labels)
	x := dispute()
	if err := s.AnswerDispute(t.Context(), Act{By: "Rita", Why: "The source says the same."}, who, x, nil, today); err != nil {
		t.Fatal(err)
	}
	if after, err := s.Facts(t.Context(), 1); err != nil || !reflect.DeepEqual(after, facts) {
		t.Errorf("an upheld figure changed the facts, %v", err)
	}
	x = dispute()
	if err := s.AnswerDispute(t.Context(), Act{By: "Rita", Why: "x"}, who, x, map[program.EvidenceID]float64{987654: 1}, today); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("a figure that is not there: %v", err)
	}
	if err := s.AnswerDispute(t.Context(), Act{By: "Rita", Why: "Booked twice."}, who, x, map[program.EvidenceID]float64{wrong.ID: 123.5}, today); err != nil {
		t.Fatal(err)
	}
	after, err := s.Facts(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(after.Metrics, func(m program.MetricValue) bool { return m.Month == wrong.Month && m.Customer == wrong.Customer })
	if len(after.Metrics) != len(facts.Metrics) || math.Abs(after.Metrics[i].Value-123.5) > 1e-9 || after.Metrics[i].ID == wrong.ID {
		t.Errorf("%d figures, %+v", len(after.Metrics), after.Metrics[i])
	}
	if then := pastFacts(t, s, 1, today-1); !slices.ContainsFunc(then.Metrics, func(m program.MetricValue) bool { return m.ID == wrong.ID }) {
		t.Error("yesterday's figure is lost")
	}
	if before == 0 {
		t.Error("the label was not there to begin with")
	}
	n, err := s.Notices(t.Context(), 1, 0, 9)
	if err != nil || n[0].Kind != program.NoticeAnswered || !n[0].Accepted {
		t.Errorf("%+v, %v", n, err)
	}
}
