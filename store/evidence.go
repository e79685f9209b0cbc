package store

import (
	"context"
	"fmt"

	"partnerdirectory/program"
)

// Record adds facts of one partner and re-evaluates it on day at, all in one transaction. It returns the facts with
// their ids. Case studies are added by RecordCaseStudy.
func (s *Store) Record(ctx context.Context, act Act, id program.PartnerID, facts program.Facts, at program.Day) (program.Facts, error) {
	return facts, s.Supersede(ctx, act, id, nil, &facts, at)
}

// Supersede puts facts in the place of earlier ones: from day at on the old ones no longer count, and the partner is
// re-evaluated, all in one transaction. An attainment is ended by superseding it with one that has an earlier Until; a
// figure is corrected by superseding it with the right one. It numbers the new facts, which may be none. Days before at
// stay as they were judged; if the partner was judged on a later day already, that day takes at's place. ErrNotFound:
// the partner has no such current evidence.
func (s *Store) Supersede(ctx context.Context, act Act, id program.PartnerID, old []program.EvidenceID, facts *program.Facts, at program.Day) error {
	if len(facts.Cases) > 0 {
		return fmt.Errorf("record facts of partner %d: %w: a case study is evidence by itself", id, program.ErrInvalid)
	}
	return s.replace(ctx, act, "record facts", old, owned{partner: id, facts: facts}, at)
}

// RecordCaseStudy adds a case study, or a new version of the one with the same slug, and re-evaluates its partner. A
// slug that another partner uses is ErrConflict.
func (s *Store) RecordCaseStudy(ctx context.Context, act Act, id program.PartnerID, c program.CaseStudy, at program.Day) error {
	var old []program.EvidenceID
	if err := each(ctx, s.reader, `SELECT id FROM case_studies WHERE superseded = 0 AND slug = $1 AND partner = $2`, []any{c.Slug, id}, func(scan scanner) error {
		old = append(old, 0)
		return scan(&old[0])
	}); err != nil {
		return wrap(err, "look for case study "+c.Slug)
	}
	cases := []program.CaseStudy{c}
	return s.replace(ctx, act, "record case study", old, owned{partner: id, facts: &program.Facts{Cases: evidenceOf(cases)}, cases: cases}, at)
}

func (s *Store) replace(ctx context.Context, act Act, action string, old []program.EvidenceID, o owned, at program.Day) error {
	return s.write(ctx, fmt.Sprintf("%s of partner %d", action, o.partner), func(w *work) error {
		return w.replace(act, action, old, o, at)
	})
}

func (w *work) replace(act Act, action string, old []program.EvidenceID, o owned, at program.Day) error {
	ids := []program.PartnerID{o.partner}
	on, err := w.settle(ids, at)
	if err != nil {
		return err
	}
	if err := w.supersede(o.partner, old, on); err != nil {
		return err
	}
	if err := insertFacts(w, []owned{o}, on); err != nil {
		return err
	}
	h := happened{action: action, kind: aboutPartner, subject: partnerSubject(o.partner), after: heldOf(o.facts)}
	if len(old) > 0 {
		h.before = map[string]any{"superseded": old}
	}
	if err := w.event(act, h); err != nil {
		return err
	}
	// Which old fact it was is not known here, so the public data may have changed.
	public := len(old) > 0 || len(o.facts.Attainments) > 0 || len(o.cases) > 0
	return reevaluateChanged(w, ids, on, public)
}
