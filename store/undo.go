package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"partnerdirectory/program"
)

// undoAction is the action of events that undo others.
const undoAction = "undo"

// undoes is what an event keeps of the one that it undoes, besides the facts.
type undoes struct {
	Superseded []program.EvidenceID `json:"superseded,omitempty"`
	Event      int64                `json:"undoes"`
}

// Undoes returns the event that this one undoes; 0: it undoes none.
func (e *Event) Undoes() int64 {
	var u undoes
	if e.Action != undoAction || json.Unmarshal([]byte(e.Before), &u) != nil {
		return 0
	}
	return u.Event
}

// Undoable reports whether what happened to a partner can be undone: it changed facts, by a hand.
func (e *Event) Undoable() bool {
	if e.By == system || e.Kind != aboutPartner {
		return false
	}
	first, _, _ := strings.Cut(e.Action, " ")
	if !slices.Contains([]string{"correct", "waive", "allow", "suspend", "lift", "revoke", "reinstate", "achieve", undoAction}, first) {
		return false
	}
	added, replaced := e.Recorded()
	return len(added)+len(replaced) > 0
}

// Undo takes back what an event did to a partner's facts: from day at on those that it brought no longer count, and those that it
// replaced count again, as new facts. ErrConflict: it was undone already, or what it brought was changed since. ErrInvalid: it
// cannot be undone.
func (s *Store) Undo(ctx context.Context, act Act, partner program.PartnerID, event int64, at program.Day) error {
	return s.write(ctx, fmt.Sprintf("undo event %d of partner %d", event, partner), func(w *work) error {
		if err := act.complete(); err != nil {
			return err
		}
		e, err := w.undoable(partner, event)
		if err != nil {
			return err
		}
		ids := []program.PartnerID{partner}
		on, err := w.settle(ids, at)
		if err != nil {
			return err
		}
		added, replaced := e.Recorded()
		if err := w.supersede(partner, added, on); err != nil {
			return fmt.Errorf("%w: what it brought does not count any more: %v", program.ErrConflict, err)
		}
		o, err := w.again(partner, replaced, on)
		if err != nil {
			return err
		}
		old := evidenceIDs(o.facts)
		if err := insertFacts(w, []owned{o}, on); err != nil {
			return err
		}
		if err := w.follow(partner, old, evidenceIDs(o.facts)); err != nil {
			return err
		}
		if err := w.event(act, happened{undoAction, aboutPartner, partnerSubject(partner), undoes{added, event}, heldOf(o.facts)}); err != nil {
			return err
		}
		return reevaluateChanged(w, ids, on, true)
	})
}

// undoable reads an event of a partner that can be undone and was not yet.
func (w *work) undoable(partner program.PartnerID, event int64) (Event, error) {
	var e Event
	done := false
	if err := each(w.ctx, w.tx, `SELECT `+eventColumns+` FROM events WHERE kind = $1 AND subject = $2 AND (id = $3 OR action = $4)`,
		[]any{aboutPartner, partnerSubject(partner), event, undoAction}, func(scan scanner) error {
			x, err := scanEvent(scan)
			if x.ID == event {
				e = x
			}
			done = done || x.Undoes() == event
			return err
		}); err != nil {
		return e, err
	}
	switch {
	case e.ID == 0:
		return e, program.ErrNotFound
	case done:
		return e, fmt.Errorf("%w: it was undone already", program.ErrConflict)
	case !e.Undoable():
		return e, fmt.Errorf("%w: %q cannot be undone", program.ErrInvalid, e.Action)
	}
	return e, nil
}

// again returns facts of a partner that no longer count as facts that are to count from a day on.
func (w *work) again(partner program.PartnerID, ids []program.EvidenceID, on program.Day) (owned, error) {
	c := these(partner)
	c.ever = true
	all := &program.Facts{}
	if err := loadFacts(w.ctx, w.tx, c, []owned{{partner: partner, facts: all}}); err != nil {
		return owned{}, err
	}
	v := func(x *program.Verification) { x.Superseded = 0 }
	f := &program.Facts{
		Attainments:  among(all.Attainments, ids, func(x *program.Attainment) program.EvidenceID { v(&x.Verification); return x.ID }),
		Holdings:     among(all.Holdings, ids, func(x *program.Holding) program.EvidenceID { v(&x.Verification); return x.ID }),
		Metrics:      among(all.Metrics, ids, func(x *program.MetricValue) program.EvidenceID { x.Superseded = 0; return x.ID }),
		References:   among(all.References, ids, func(x *program.Reference) program.EvidenceID { v(&x.Verification); return x.ID }),
		Cases:        among(all.Cases, ids, func(x *program.CaseEvidence) program.EvidenceID { v(&x.Verification); return x.ID }),
		Reviews:      among(all.Reviews, ids, func(x *program.Review) program.EvidenceID { v(&x.Verification); return x.ID }),
		Recognitions: among(all.Recognitions, ids, func(x *program.Recognition) program.EvidenceID { v(&x.Verification); return x.ID }),
		Documents:    among(all.Documents, ids, func(x *program.Document) program.EvidenceID { v(&x.Verification); return x.ID }),
		Associations: among(all.Associations, ids, func(x *program.Association) program.EvidenceID { x.Superseded = 0; return x.ID }),
		Waivers:      among(all.Waivers, ids, func(x *program.Waiver) program.EvidenceID { x.Superseded, x.Given = 0, on; return x.ID }),
		Orders:       among(all.Orders, ids, func(x *program.Order) program.EvidenceID { x.Superseded, x.Given = 0, on; return x.ID }),
		Allowances:   among(all.Allowances, ids, func(x *program.Allowance) program.EvidenceID { x.Superseded, x.Given = 0, on; return x.ID }),
	}
	o := owned{partner: partner, facts: f}
	for i := range f.Cases {
		var story program.CaseStudy
		if err := scanCase(w.tx.QueryRowContext(w.ctx, `SELECT `+caseColumns+` FROM case_studies WHERE partner = $1 AND id = $2`, partner, f.Cases[i].ID).Scan, &story); err != nil {
			return o, err
		}
		o.cases = append(o.cases, story)
	}
	if countFacts(f) != len(ids) {
		return o, fmt.Errorf("%w: some of what it replaced cannot count again", program.ErrInvalid)
	}
	return o, nil
}

// among returns those of a list whose ids are named; id also makes each ready to be written again.
func among[T any](list []T, ids []program.EvidenceID, id func(*T) program.EvidenceID) []T {
	var out []T
	for _, x := range list {
		if n := id(&x); slices.Contains(ids, n) {
			out = append(out, x)
		}
	}
	return out
}

// follow lets what was handed in follow its evidence to its new numbers.
func (w *work) follow(partner program.PartnerID, old, now []program.EvidenceID) error {
	for i := range old {
		if err := w.exec(`UPDATE items SET evidence = $1 WHERE partner = $2 AND evidence = $3`, now[i], partner, old[i]); err != nil {
			return err
		}
	}
	return nil
}
