package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"partnerdirectory/program"
)

// Effect is what an act does to a partner, besides what happens to it anyway on that day.
type Effect struct {
	Consequences []program.Consequence
	Notices      []program.Notice // that go out because of it
}

// Digest tells one effect from another, as far as people can see a difference.
func (e *Effect) Digest() (string, error) {
	type leaf struct {
		Node          string
		Before, After program.State
		Had, Has      float64
	}
	type line struct {
		Specialization string
		Events         []string
		Before, After  int
		Leaves         []leaf
	}
	var lines []line
	for _, c := range e.Consequences {
		l := line{c.Specialization, c.Events, c.Before.Met, c.After.Met, nil}
		for _, s := range c.Leaves {
			l.Leaves = append(l.Leaves, leaf{s.Node.ID, s.Before.State, s.After.State, s.Before.Have, s.After.Have})
		}
		lines = append(lines, l)
	}
	b, err := json.Marshal(struct {
		Lines   []line
		Notices []program.Notice
	}{lines, e.Notices})
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), err
}

// Unforeseen is the error of an act whose effect is not the one that was agreed to. It is an ErrConflict; nothing was done.
type Unforeseen struct{ Effect Effect }

// Error is for the log.
func (u *Unforeseen) Error() string { return "the effect is not the one that was agreed to" }

// Unwrap makes it an ErrConflict.
func (u *Unforeseen) Unwrap() error { return program.ErrConflict }

// Rehearse says what an act would do to a partner on day at: it is done by the same functions that do it, in a transaction
// that is rolled back, and compared with doing nothing. do must write to no other store than the one it is given.
func (s *Store) Rehearse(ctx context.Context, partner program.PartnerID, at program.Day, do func(*Store) error) (Effect, error) {
	if err := s.begin(ctx); err != nil {
		return Effect{}, err
	}
	defer s.end()
	e, err := s.foretell(ctx, partner, at, do)
	return e, wrap(err, fmt.Sprintf("rehearse an act on partner %d", partner))
}

// Perform does an act, of one transaction, if its effect is still the one whose digest is given: otherwise it does nothing and
// fails with Unforeseen. Nobody writes between the look and the act.
func (s *Store) Perform(ctx context.Context, partner program.PartnerID, at program.Day, digest string, do func(*Store) error) error {
	if err := s.begin(ctx); err != nil {
		return err
	}
	defer s.end()
	what := fmt.Sprintf("act on partner %d", partner)
	e, err := s.foretell(ctx, partner, at, do)
	if err != nil {
		return wrap(err, what)
	}
	now, err := e.Digest()
	if err != nil {
		return wrap(err, what)
	}
	if now != digest {
		return &Unforeseen{e}
	}
	return s.commit(ctx, what, func(w *work) error { return do(s.within(w)) })
}

// within returns a store whose writes are part of a transaction. What it comes to know of the programme it keeps to itself.
func (s *Store) within(w *work) *Store {
	in := &Store{writer: s.writer, reader: s.reader, newID: s.newID, now: s.now, part: w}
	in.programme.Store(s.programme.Load())
	return in
}

func (s *Store) foretell(ctx context.Context, partner program.PartnerID, at program.Day, do func(*Store) error) (Effect, error) {
	stays, err := s.trial(ctx, partner, func(w *work) error { return reevaluatePartners(w, []program.PartnerID{partner}, at) })
	if err != nil {
		return Effect{}, err
	}
	becomes, err := s.trial(ctx, partner, func(w *work) error { return do(s.within(w)) })
	if err != nil {
		return Effect{}, err
	}
	p, err := s.Programme(ctx)
	if err != nil {
		return Effect{}, err
	}
	on := max(at, stays.evaluated)
	e := Effect{Consequences: program.Compare(p, stays.facts, becomes.facts, &stays.outcome, &becomes.outcome, on)}
	for _, n := range becomes.outcome.Notices {
		if i := slices.Index(stays.outcome.Notices, n); i >= 0 {
			stays.outcome.Notices = slices.Delete(stays.outcome.Notices, i, i+1)
			continue
		}
		e.Notices = append(e.Notices, n)
	}
	return e, nil
}

// trial does something in a transaction, looks at what it made of a partner, and rolls it back.
func (s *Store) trial(ctx context.Context, partner program.PartnerID, do func(w *work) error) (*subject, error) {
	var out *subject
	err := s.commit(ctx, "try", func(w *work) error {
		var lastEvent, lastNotice int64
		if err := w.tx.QueryRowContext(w.ctx, `SELECT (SELECT COALESCE(MAX(id), 0) FROM label_events), (SELECT COALESCE(MAX(id), 0) FROM notices)`).
			Scan(&lastEvent, &lastNotice); err != nil {
			return err
		}
		if err := do(w); err != nil {
			return err
		}
		list, err := loadSubjects(w.ctx, w.tx, []program.PartnerID{partner})
		if err != nil {
			return err
		}
		out = list[0]
		if err := out.happened(w, lastEvent, lastNotice); err != nil {
			return err
		}
		return errStop
	})
	if errors.Is(err, errStop) {
		err = nil
	}
	return out, err
}

// happened reads what a transaction made happen to a subject: steps of labels and notices after the last ones before it.
func (s *subject) happened(w *work, lastEvent, lastNotice int64) error {
	s.outcome = program.Outcome{Labels: s.labels}
	if err := each(w.ctx, w.tx, `SELECT label, kind, on_day FROM label_events WHERE id > $1 ORDER BY id`, []any{lastEvent}, func(scan scanner) error {
		var e program.LabelEvent
		label := ""
		err := scan(&label, &e.Kind, &e.On)
		e.Label = slices.IndexFunc(s.labels, func(l program.Label) bool { return l.ID == label })
		if e.Label >= 0 {
			s.outcome.Events = append(s.outcome.Events, e)
		}
		return err
	}); err != nil {
		return err
	}
	return each(w.ctx, w.tx, `SELECT `+noticeColumns+` FROM notices WHERE id > $1 AND partner = $2 ORDER BY id`, []any{lastNotice, s.partner}, func(scan scanner) error {
		n, err := scanNotice(scan)
		n.Notice.Key = "" // names labels by ids that are drawn anew each time
		s.outcome.Notices = append(s.outcome.Notices, n.Notice)
		return err
	})
}
