package store

import (
	"context"
	"fmt"

	"partnerdirectory/program"
)

// Record adds facts of one partner and re-evaluates it on day at, all in one transaction. It returns the facts with
// their ids. Case studies are added by RecordCaseStudy.
func (s *Store) Record(ctx context.Context, id program.PartnerID, facts program.Facts, at program.Day) (program.Facts, error) {
	return facts, s.Supersede(ctx, id, nil, &facts, at)
}

// Supersede puts facts in the place of earlier ones: from day at on the old ones no longer count, and the partner is
// re-evaluated, all in one transaction. An attainment is ended by superseding it with one that has an earlier Until; a
// figure is corrected by superseding it with the right one. It numbers the new facts, which may be none. ErrNotFound:
// the partner has no such current evidence.
func (s *Store) Supersede(ctx context.Context, id program.PartnerID, old []program.EvidenceID, facts *program.Facts, at program.Day) error {
	if len(facts.Cases) > 0 {
		return fmt.Errorf("record facts of partner %d: %w: a case study is evidence by itself", id, program.ErrInvalid)
	}
	return s.replace(ctx, old, owned{partner: id, facts: facts}, at)
}

// RecordCaseStudy adds a case study, or a new version of the one with the same slug, and re-evaluates its partner. A
// slug that another partner uses is ErrConflict.
func (s *Store) RecordCaseStudy(ctx context.Context, id program.PartnerID, c program.CaseStudy, at program.Day) error {
	var old []program.EvidenceID
	if err := each(ctx, s.reader, `SELECT id FROM case_studies WHERE superseded = 0 AND slug = $1 AND partner = $2`, []any{c.Slug, id}, func(scan scanner) error {
		old = append(old, 0)
		return scan(&old[0])
	}); err != nil {
		return wrap(err, "look for case study "+c.Slug)
	}
	cases := []program.CaseStudy{c}
	return s.replace(ctx, old, owned{partner: id, facts: &program.Facts{Cases: evidenceOf(cases)}, cases: cases}, at)
}

func (s *Store) replace(ctx context.Context, old []program.EvidenceID, o owned, at program.Day) error {
	return s.write(ctx, fmt.Sprintf("record facts of partner %d", o.partner), func(w *work) error {
		if err := w.supersede(o.partner, old, at); err != nil {
			return err
		}
		if err := insertFacts(w, []owned{o}); err != nil {
			return err
		}
		// Which old fact it was is not known here, so the public data may have changed.
		public := len(old) > 0 || len(o.facts.Attainments) > 0 || len(o.cases) > 0
		return reevaluatePartners(w, []program.PartnerID{o.partner}, at, public)
	})
}
