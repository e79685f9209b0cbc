package handlers_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// twoDecide makes certifications a kind that two people decide.
func (s *site) twoDecide(t *testing.T) {
	t.Helper()
	p, err := s.store.Programme(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	head := p.Head()
	stamp := store.Stamp(head)
	head.Settings.FourEyes = []string{string(store.WaitingCertification)}
	if _, err := s.store.SaveSettings(t.Context(), store.Act{By: "Ada", Why: "An audit asked for it."}, stamp, head, program.DayOf(sampleDay())); err != nil {
		t.Fatal(err)
	}
}

// decisionOn returns the decision that the certification of somebody carries now.
func (s *site) decisionOn(t *testing.T, name string) program.Decision {
	t.Helper()
	for _, h := range s.facts(t, s.partnerID(t, oursSlug)).Holdings {
		if h.Name == name {
			return h.Verification.Decision
		}
	}
	t.Fatalf("%s has no certification", name)
	return ""
}

func TestTwoPeopleDecide(t *testing.T) {
	s := openSite(t)
	s.twoDecide(t)
	editor, rita, ada := s.signedIn(t, "editor"), s.signedIn(t, "reviewer"), s.signedIn(t, "admin")

	item, _ := s.nora(t, editor, "Nora Neu")
	if a := rita.get(item); !strings.Contains(a.body, "Two people decide this kind") {
		t.Error("the page does not say that it takes two")
	}
	if a := rita.post(item, "do", "accept", "once", "1"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("the first decision: %d", a.StatusCode)
	}
	if a := rita.get("/admin/queue"); !strings.Contains(a.body, "Nothing happens until a second person confirms it") || !strings.Contains(a.body, "Decided by Rita Rossi, waits for a second person") {
		t.Error("the queue does not say that it waits for a second person")
	}
	if d := s.decisionOn(t, "Nora Neu"); d != program.Submitted {
		t.Errorf("after the first decision it is %s", d)
	}
	if a := rita.post(item, "do", "accept", "once", "2"); a.StatusCode != http.StatusForbidden || s.decisionOn(t, "Nora Neu") != program.Submitted {
		t.Errorf("the same person was the second: %d", a.StatusCode)
	}
	if a := ada.get(item); !strings.Contains(a.body, "Rita Rossi would accept this") || !strings.Contains(a.body, "Confirm: accept") || !strings.Contains(a.body, "Disagree: do not accept") ||
		strings.Contains(a.body, "Ask for more") {
		t.Error("the second person is not shown what the first decided")
	}
	if a := ada.post(item, "do", "reject", "once", "3"); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("disagreed without a reason: %d", a.StatusCode)
	}
	ada.post(item, "do", "reject", "reason", "The name differs.", "once", "4")
	if d := s.decisionOn(t, "Nora Neu"); d != program.Submitted {
		t.Errorf("after a disagreement it is %s", d)
	}
	if a := rita.get(item); !strings.Contains(a.body, "Two people disagreed") || !strings.Contains(a.body, "The name differs.") || strings.Contains(a.body, "Confirm: accept") {
		t.Error("it does not wait again with both reasons")
	}
	ada.post(item, "do", "accept", "reason", "Looked again.", "once", "5")
	if a := rita.post(item, "do", "accept", "once", "6"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("confirmed: %d", a.StatusCode)
	}
	if d := s.decisionOn(t, "Nora Neu"); d != program.Accepted {
		t.Errorf("after both it is %s", d)
	}
	for action, n := range map[string]int{"decide first": 2, "disagree with decision": 1, "decide evidence": 1} {
		events, err := s.store.Events(t.Context(), store.EventFilter{Action: action, Limit: 9})
		if err != nil || len(events) != n {
			t.Errorf("%d events %q, want %d, %v", len(events), action, n, err)
		}
	}

	item, page := s.nora(t, editor, "Nils Neu")
	rita.post(item, "do", "reject", "reason", "The proof does not open.", "once", "7")
	ada.post(item, "do", "reject", "once", "8")
	if a := editor.get(page); s.decisionOn(t, "Nils Neu") != program.Rejected || !strings.Contains(a.body, "The proof does not open.") {
		t.Error("a rejection that two agree on does not reach the partner with its reason")
	}
}

// However many press at once, there is one first decision and one second, by two people.
func TestManyDecideOneThingThatTakesTwo(t *testing.T) {
	s := openSite(t)
	s.twoDecide(t)
	s.nora(t, s.signedIn(t, "editor"), "Nora Neu")
	q, err := s.store.Queue(t.Context(), store.WaitingFilter{Kind: store.WaitingCertification}, program.DayOf(sampleDay()), 1, 500)
	if err != nil || len(q.Page) == 0 {
		t.Fatal(len(q.Page), err)
	}
	x := q.Page[len(q.Page)-1]
	var all sync.WaitGroup
	var done atomic.Int32
	for i := range 50 {
		id, err := s.store.AddAccount(t.Context(), store.Act{}, store.Account{Email: fmt.Sprintf("r%d@vendor.example", i), Name: fmt.Sprint("Reviewer ", i), Staff: program.Reviewer})
		if err != nil {
			t.Fatal(err)
		}
		all.Go(func() {
			err := s.store.DecideWaiting(t.Context(), store.Act{By: fmt.Sprint("Reviewer ", i)}, id, x, program.Accepted, program.DayOf(sampleDay()))
			switch {
			case err == nil:
				done.Add(1)
			case !errors.Is(err, program.ErrConflict):
				t.Error(err)
			}
		})
	}
	all.Wait()
	first, err := s.store.FirstDecisions(t.Context(), x.Kind, x.ID)
	if err != nil || done.Load() != 2 || len(first) != 1 || first[0].Outcome != store.FirstConfirmed || first[0].By == first[0].SecondBy {
		t.Errorf("%d decisions, %+v, %v", done.Load(), first, err)
	}
	decided, err := s.store.Events(t.Context(), store.EventFilter{Action: "decide evidence", Limit: 9})
	if err != nil || len(decided) != 1 {
		t.Errorf("decided %d times, %v", len(decided), err)
	}
}

func TestSettingsChooseWhatTwoDecide(t *testing.T) {
	s := openSite(t)
	doc := s.signedIn(t, "admin").get("/admin/settings").doc(t)
	if n := doc.Find(`input[type=checkbox][name="four-eyes"]`).Length(); n != len(program.EvidenceKinds()) {
		t.Errorf("%d kinds can be chosen, there are %d", n, len(program.EvidenceKinds()))
	}
	for _, k := range store.WaitingKinds() {
		if known := strings.Contains(" "+strings.Join(program.EvidenceKinds(), " ")+" ", " "+string(k)+" "); known == k.IsItem() {
			t.Errorf("%s: a kind of evidence: %t", k, known)
		}
	}
}
