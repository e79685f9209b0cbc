package store

import (
	"fmt"

	"partnerdirectory/program"
)

func verificationValues(v program.Verification) [6]any {
	return [6]any{string(v.By), string(v.Mode), string(v.Decision), v.Reason, int64(v.Submitted), int64(v.Decided)}
}

// insertFacts numbers the facts and writes them. The partners must be there.
func insertFacts(w *work, list []owned) error {
	if err := numberFacts(w, list); err != nil {
		return err
	}
	for _, insert := range []func(*work, []owned) error{
		insertAttainments, insertHoldings, insertMetrics, insertReferences, insertReviews, insertCases,
	} {
		if err := insert(w, list); err != nil {
			return err
		}
	}
	return nil
}

func numberFacts(w *work, list []owned) error {
	n := 0
	for _, o := range list {
		f := o.facts
		n += len(f.Attainments) + len(f.Holdings) + len(f.Metrics) + len(f.References) + len(f.Cases) + len(f.Reviews)
	}
	if n == 0 {
		return nil
	}
	first, err := w.take("evidence", n)
	next := func() program.EvidenceID { first++; return program.EvidenceID(first - 1) }
	for _, o := range list {
		f := o.facts
		for i := range f.Attainments {
			f.Attainments[i].ID = next()
		}
		for i := range f.Holdings {
			f.Holdings[i].ID = next()
		}
		for i := range f.Metrics {
			f.Metrics[i].ID = next()
		}
		for i := range f.References {
			f.References[i].ID = next()
		}
		for i := range f.Cases {
			f.Cases[i].ID = next()
		}
		for i := range f.Reviews {
			f.Reviews[i].ID = next()
		}
	}
	return err
}

func insertAttainments(w *work, list []owned) error {
	in := w.into(`attainments`, `partner, id, competency, level, from_day, until_day, `+verificationColumns, ``)
	for _, o := range list {
		for _, a := range o.facts.Attainments {
			v := verificationValues(a.Verification)
			if err := in.add(append([]any{int64(o.partner), int64(a.ID), a.Competency, string(a.Level), int64(a.From), int64(a.Until)}, v[:]...)...); err != nil {
				return err
			}
		}
	}
	return in.flush()
}

func insertHoldings(w *work, list []owned) error {
	in := w.into(`holdings`, `partner, id, person, name, code, earned, expires, joined, left_on, `+verificationColumns, ``)
	for _, o := range list {
		for _, h := range o.facts.Holdings {
			v := verificationValues(h.Verification)
			if err := in.add(append([]any{
				int64(o.partner), int64(h.ID), h.Person, h.Name, h.Code,
				int64(h.Earned), int64(h.Expires), int64(h.Joined), int64(h.Left),
			}, v[:]...)...); err != nil {
				return err
			}
		}
	}
	return in.flush()
}

func insertMetrics(w *work, list []owned) error {
	in := w.into(`metric_values`, `partner, id, metric, month, customer, value, recorded`, ``)
	for _, o := range list {
		for _, m := range o.facts.Metrics {
			if err := in.add(int64(o.partner), int64(m.ID), m.Metric, int64(m.Month), m.Customer, m.Value, int64(m.Recorded)); err != nil {
				return err
			}
		}
	}
	return in.flush()
}

func insertReferences(w *work, list []owned) error {
	in := w.into(`customer_references`, `partner, id, customer, scenario, finished, `+verificationColumns, ``)
	for _, o := range list {
		for _, r := range o.facts.References {
			v := verificationValues(r.Verification)
			if err := in.add(append([]any{int64(o.partner), int64(r.ID), r.Customer, r.Scenario, int64(r.Finished)}, v[:]...)...); err != nil {
				return err
			}
		}
	}
	return in.flush()
}

func insertReviews(w *work, list []owned) error {
	in := w.into(`reviews`, `partner, id, specialization, firm, modules, passed, held, `+verificationColumns, ``)
	for _, o := range list {
		for _, r := range o.facts.Reviews {
			if err := checkSlugs(r.Modules); err != nil {
				return err
			}
			v := verificationValues(r.Verification)
			if err := in.add(append([]any{int64(o.partner), int64(r.ID), r.Specialization, r.Firm, words(r.Modules), r.Passed, int64(r.Held)}, v[:]...)...); err != nil {
				return err
			}
		}
	}
	return in.flush()
}

// factTables are all tables that hold facts; their ids come from one sequence.
func factTables() []string {
	return []string{"attainments", "holdings", "metric_values", "customer_references", "reviews", "case_studies"}
}

// supersede marks facts of a partner as no longer counting from a day on.
func (w *work) supersede(partner program.PartnerID, ids []program.EvidenceID, from program.Day) error {
	for _, id := range ids {
		hit := false
		for _, table := range factTables() {
			result, err := w.tx.ExecContext(w.ctx, `UPDATE `+table+` SET superseded = $1 WHERE partner = $2 AND id = $3 AND superseded = 0`,
				int64(from), partner, id)
			if err != nil {
				return err
			}
			n, err := result.RowsAffected()
			if err != nil {
				return err
			}
			hit = hit || n > 0
		}
		if !hit {
			return fmt.Errorf("evidence %d: %w", id, program.ErrNotFound)
		}
	}
	return nil
}
