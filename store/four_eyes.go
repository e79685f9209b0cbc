package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"partnerdirectory/program"
)

// FirstDecision is the first of two decisions on evidence whose kind takes two people.
type FirstDecision struct {
	ID       int64
	Decision program.Decision
	Reason   string
	Account  AccountID
	By       string
	Moment   time.Time
	Outcome  string // empty: it waits for the second person; confirmed, disagreed, overtaken

	SecondBy     string
	SecondReason string
	SecondMoment time.Time
}

// Outcomes of first decisions.
const (
	FirstConfirmed = "confirmed"
	FirstDisagreed = "disagreed"
	FirstOvertaken = "overtaken" // it was settled otherwise, such as by asking for more
)

// ErrSamePerson says that whoever decided first is not the second person. It is an ErrConflict.
var ErrSamePerson = fmt.Errorf("%w: the same person decided first", program.ErrConflict)

// needsTwo reports whether evidence of a kind is decided by two people.
func needsTwo(p *program.Programme, k WaitingKind) bool {
	return !k.IsItem() && slices.Contains(p.Settings.FourEyes, string(k))
}

// FirstDecisions returns the first decisions on something that waits, oldest first; one without an outcome comes last.
func (s *Store) FirstDecisions(ctx context.Context, kind WaitingKind, id int64) ([]FirstDecision, error) {
	list, err := firstDecisions(ctx, s.reader, kind, id)
	return list, wrap(err, fmt.Sprintf("read first decisions on %s %d", kind, id))
}

func firstDecisions(ctx context.Context, q querier, kind WaitingKind, id int64) ([]FirstDecision, error) {
	var out []FirstDecision
	err := each(ctx, q, `SELECT id, decision, reason, account, by_whom, moment, outcome, second_by, second_reason, second_moment
		FROM first_decisions WHERE kind = $1 AND evidence = $2 ORDER BY id`, []any{kind, id}, func(scan scanner) error {
		var f FirstDecision
		var first, second int64
		err := scan(&f.ID, &f.Decision, &f.Reason, &f.Account, &f.By, &first, &f.Outcome, &f.SecondBy, &f.SecondReason, &second)
		f.Moment, f.SecondMoment = moment(first), unixTime(second)
		out = append(out, f)
		return err
	})
	return out, err
}

// openFirst returns the decision that waits for the second person, or nil.
func openFirst(list []FirstDecision) *FirstDecision {
	if n := len(list); n > 0 && list[n-1].Outcome == "" {
		return &list[n-1]
	}
	return nil
}

// twice takes a decision on evidence that two people decide. done: the decision counts now, and act is how. A first decision is
// kept and waits; a second one that differs sends the evidence back to the queue and needs a reason.
func (w *work) twice(act *Act, who AccountID, x Waiting, decision program.Decision) (done bool, err error) {
	list, err := firstDecisions(w.ctx, w.tx, x.Kind, x.ID)
	if err != nil {
		return false, err
	}
	said := map[string]any{"kind": x.Kind, "evidence": x.ID, "decision": decision}
	subject := partnerSubject(x.Partner)
	first := openFirst(list)
	switch {
	case first == nil:
		if decision == program.Rejected {
			if err := act.complete(); err != nil {
				return false, err
			}
		}
		if err := w.exec(`INSERT INTO first_decisions (kind, evidence, partner, decision, reason, account, by_whom, moment, outcome, second_by, second_reason, second_moment)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', '', 0)`, x.Kind, x.ID, x.Partner, string(decision), act.Why, who, act.By, w.store.now().Unix()); err != nil {
			return false, err
		}
		return false, errors.Join(w.event(*act, happened{"decide first", aboutPartner, subject, nil, said}), w.unclaim(x.Kind, x.ID))
	case first.Account == who:
		return false, ErrSamePerson
	case first.Decision != decision:
		if err := act.complete(); err != nil {
			return false, err
		}
		before := map[string]any{"by": first.By, "decision": first.Decision, "reason": first.Reason}
		return false, errors.Join(w.closeFirst(first.ID, FirstDisagreed, *act),
			w.event(*act, happened{"disagree with decision", aboutPartner, subject, before, said}), w.unclaim(x.Kind, x.ID))
	}
	err = w.closeFirst(first.ID, FirstConfirmed, *act)
	if act.Why == "" { // what the partner reads is the first person's
		act.Why = first.Reason
	}
	return true, err
}

func (w *work) closeFirst(id int64, outcome string, act Act) error {
	return w.exactlyOne(`UPDATE first_decisions SET outcome = $2, second_by = $3, second_reason = $4, second_moment = $5 WHERE id = $1 AND outcome = ''`,
		id, outcome, act.By, act.Why, w.store.now().Unix())
}
