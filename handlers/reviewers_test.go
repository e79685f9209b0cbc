package handlers_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// Fifty reviewers send their decisions on one queue at once, each beginning somewhere else: every item is decided by one of
// them, every answer says the truth, and the audit trail holds one decision for each.
func TestFiftyReviewersInTheBrowser(t *testing.T) {
	s := openSite(t)
	const reviewers, items = 50, 20
	rita, err := s.store.AccountByEmail(t.Context(), "reviewer@sample.example")
	if err != nil {
		t.Fatal(err)
	}
	team := make([]*visitor, reviewers)
	for n := range team {
		if _, err := s.store.AddAccount(t.Context(), store.Act{}, store.Account{
			Email: fmt.Sprintf("r%d@sample.example", n), Name: fmt.Sprintf("Reviewer %d", n), Password: rita.Password, Staff: program.Reviewer, Sample: true,
		}); err != nil {
			t.Fatal(err)
		}
	}
	var in sync.WaitGroup
	for n := range team {
		in.Go(func() { team[n] = s.signedIn(t, fmt.Sprintf("r%d", n)) })
	}
	editor := s.signedIn(t, "editor")
	var queue []string
	for n := range items {
		item, _ := s.nora(t, editor, fmt.Sprintf("Person %d", n))
		queue = append(queue, item)
	}
	in.Wait()
	before, err := s.store.Events(t.Context(), store.EventFilter{Action: "decide evidence", Limit: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	won := map[string]string{}
	var all sync.WaitGroup
	for n, v := range team {
		all.Go(func() {
			for k := range 6 {
				item := queue[(n*3+k)%items]
				a := v.post(item, "do", []string{"accept", "reject"}[(n+k)%2], "reason", "Looked at.", "once", fmt.Sprint("x", n, " ", k))
				switch a.StatusCode {
				case http.StatusSeeOther:
					mu.Lock()
					if won[item] != "" {
						t.Errorf("%s: decided by %s and by reviewer %d", item, won[item], n)
					}
					won[item] = fmt.Sprintf("r%d@sample.example", n)
					mu.Unlock()
				case http.StatusConflict:
					if !strings.Contains(a.body, "Reviewer ") {
						t.Errorf("%s: the loser is not told who was faster", item)
					}
				default:
					t.Errorf("%s: status %d", item, a.StatusCode)
				}
			}
		})
	}
	all.Wait()
	events, err := s.store.Events(t.Context(), store.EventFilter{Action: "decide evidence", Limit: 10_000})
	if err != nil || len(won) != items || len(events)-len(before) != items {
		t.Errorf("%d of %d decided, %d events, %v", len(won), items, len(events)-len(before), err)
	}
	for _, e := range events[:len(events)-len(before)] {
		if !slices.ContainsFunc(queue, func(item string) bool { return won[item] == e.By }) {
			t.Errorf("a decision by %s, who was told of none", e.By)
		}
	}
}
