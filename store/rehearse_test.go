package store

import (
	"errors"
	"testing"

	"partnerdirectory/program"
)

// leftOf is what a rehearsal must leave as it was.
func leftOf(t *testing.T, s *Store) (out [4]int64) {
	t.Helper()
	if err := s.reader.QueryRowContext(t.Context(), `SELECT (SELECT COUNT(*) FROM events), (SELECT SUM(value) FROM counters),
		(SELECT COUNT(*) FROM orders), (SELECT COUNT(*) FROM label_events)`).Scan(&out[0], &out[1], &out[2], &out[3]); err != nil {
		t.Fatal(err)
	}
	return out
}

// A rehearsal says what the act then does, and leaves nothing behind: no row, no number taken, nobody told.
func TestRehearsalSaysWhatTheActDoes(t *testing.T) {
	s := open(t)
	load(t, s, goldIn(0, "data"))
	told := 0
	s.OnChange(func(Change) { told++ })
	suspend := func(in *Store) error {
		_, err := in.Order(t.Context(), ada, 1, program.Order{Kind: program.Suspend, Specialization: "analytics"}, today)
		return err
	}
	before := leftOf(t, s)
	e, err := s.Rehearse(t.Context(), 1, today, suspend)
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Consequences) != 1 || len(e.Consequences[0].Events) != 1 || e.Consequences[0].Events[0] != program.EventSuspended {
		t.Errorf("it would do %+v", e.Consequences)
	}
	if len(e.Notices) != 1 || e.Notices[0].Kind != program.NoticeSuspended {
		t.Errorf("it would tell %+v", e.Notices)
	}
	if got := leftOf(t, s); got != before || told != 0 {
		t.Errorf("it left %v, before %v; told %d times", got, before, told)
	}
	digest, err := e.Digest()
	if err != nil {
		t.Fatal(err)
	}
	var u *Unforeseen
	if err := s.Perform(t.Context(), 1, today, "another", suspend); !errors.As(err, &u) || len(u.Effect.Notices) != 1 || leftOf(t, s) != before {
		t.Errorf("another effect was agreed to: %v", err)
	}
	if err := s.Perform(t.Context(), 1, today, digest, suspend); err != nil {
		t.Fatal(err)
	}
	if got := profile(t, s, "partner-0", today).Labels; len(got) != 0 || told != 1 {
		t.Errorf("after it %+v, told %d times", got, told)
	}
	if err := s.Perform(t.Context(), 1, today, digest, suspend); !errors.As(err, &u) {
		t.Errorf("suspended already: %v", err)
	}
}

func TestOutageOfOnePartner(t *testing.T) {
	s := open(t)
	load(t, s, goldIn(0, "data"), goldIn(1, "data"))
	if err := s.BeginOutageOf(t.Context(), ada, 1, program.OfCompetency, today+1); err != nil {
		t.Fatal(err)
	}
	if err := s.BeginOutageOf(t.Context(), ada, 1, program.OfCompetency, today+1); !errors.Is(err, program.ErrConflict) {
		t.Errorf("begun twice: %v", err)
	}
	if kinds, err := s.OutagesOf(t.Context(), 1); err != nil || len(kinds) != 1 {
		t.Errorf("%v, %v", kinds, err)
	}
	if other := pastFacts(t, s, 2, today+1).Outages; len(other) != 0 {
		t.Errorf("another partner has it too: %+v", other)
	}
	if err := s.EndOutageOf(t.Context(), ada, 1, program.OfCompetency, today+3); err != nil {
		t.Fatal(err)
	}
	if err := s.EndOutageOf(t.Context(), ada, 1, program.OfCompetency, today+3); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("ended twice: %v", err)
	}
}
