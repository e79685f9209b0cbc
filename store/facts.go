package store

import (
	"context"
	"fmt"
	"slices"

	"partnerdirectory/program"
)

const verificationColumns = `verified_by, mode, decision, reason, submitted, decided`

// owned is one partner's facts on their way into or out of the tables.
type owned struct {
	partner program.PartnerID
	facts   *program.Facts
	cases   []program.CaseStudy // on the way in: as long as facts.Cases, in the same order
}

// loadFacts reads the current facts of each partner, in the order of the list, which must be sorted by partner.
func loadFacts(ctx context.Context, q querier, c which, list []owned) error {
	of := make(map[program.PartnerID]*program.Facts, len(list))
	for _, o := range list {
		of[o.partner] = o.facts
	}
	for _, load := range []func(context.Context, querier, which, map[program.PartnerID]*program.Facts) error{
		loadAttainments, loadHoldings, loadMetrics, loadReferences, loadReviews, loadCaseEvidence,
	} {
		if err := load(ctx, q, c, of); err != nil {
			return err
		}
	}
	return nil
}

// eachFact calls row for the current rows of a table of facts, with the facts of the partner that each belongs to.
// row reads the columns and says which partner it is by the pointer it was given.
func eachFact(ctx context.Context, q querier, table, columns string, c which, row func(scan scanner) error) error {
	return each(ctx, q, `SELECT partner, id, `+columns+` FROM `+table+` WHERE superseded = 0 AND `+c.on("partner")+
		` ORDER BY partner, id`, c.arguments(), row)
}

func loadAttainments(ctx context.Context, q querier, c which, of map[program.PartnerID]*program.Facts) error {
	return eachFact(ctx, q, `attainments`, `competency, level, from_day, until_day, `+verificationColumns, c, func(scan scanner) error {
		var partner program.PartnerID
		var a program.Attainment
		v := &a.Verification
		err := scan(&partner, &a.ID, &a.Competency, &a.Level, &a.From, &a.Until,
			&v.By, &v.Mode, &v.Decision, &v.Reason, &v.Submitted, &v.Decided)
		if f := of[partner]; f != nil {
			f.Attainments = append(f.Attainments, a)
		}
		return err
	})
}

func loadHoldings(ctx context.Context, q querier, c which, of map[program.PartnerID]*program.Facts) error {
	return eachFact(ctx, q, `holdings`, `person, name, code, earned, expires, joined, left_on, `+verificationColumns, c, func(scan scanner) error {
		var partner program.PartnerID
		var h program.Holding
		v := &h.Verification
		err := scan(&partner, &h.ID, &h.Person, &h.Name, &h.Code, &h.Earned, &h.Expires, &h.Joined, &h.Left,
			&v.By, &v.Mode, &v.Decision, &v.Reason, &v.Submitted, &v.Decided)
		if f := of[partner]; f != nil {
			f.Holdings = append(f.Holdings, h)
		}
		return err
	})
}

func loadMetrics(ctx context.Context, q querier, c which, of map[program.PartnerID]*program.Facts) error {
	return eachFact(ctx, q, `metric_values`, `metric, month, customer, value, recorded`, c, func(scan scanner) error {
		var partner program.PartnerID
		var m program.MetricValue
		err := scan(&partner, &m.ID, &m.Metric, &m.Month, &m.Customer, &m.Value, &m.Recorded)
		if f := of[partner]; f != nil {
			f.Metrics = append(f.Metrics, m)
		}
		return err
	})
}

func loadReferences(ctx context.Context, q querier, c which, of map[program.PartnerID]*program.Facts) error {
	return eachFact(ctx, q, `customer_references`, `customer, scenario, finished, `+verificationColumns, c, func(scan scanner) error {
		var partner program.PartnerID
		var r program.Reference
		v := &r.Verification
		err := scan(&partner, &r.ID, &r.Customer, &r.Scenario, &r.Finished,
			&v.By, &v.Mode, &v.Decision, &v.Reason, &v.Submitted, &v.Decided)
		if f := of[partner]; f != nil {
			f.References = append(f.References, r)
		}
		return err
	})
}

func loadReviews(ctx context.Context, q querier, c which, of map[program.PartnerID]*program.Facts) error {
	return eachFact(ctx, q, `reviews`, `specialization, firm, modules, passed, held, `+verificationColumns, c, func(scan scanner) error {
		var partner program.PartnerID
		var r program.Review
		var modules string
		v := &r.Verification
		err := scan(&partner, &r.ID, &r.Specialization, &r.Firm, &modules, &r.Passed, &r.Held,
			&v.By, &v.Mode, &v.Decision, &v.Reason, &v.Submitted, &v.Decided)
		r.Modules = fields(modules)
		if f := of[partner]; f != nil {
			f.Reviews = append(f.Reviews, r)
		}
		return err
	})
}

func loadCaseEvidence(ctx context.Context, q querier, c which, of map[program.PartnerID]*program.Facts) error {
	return eachFact(ctx, q, `case_studies`, `slug, specializations, published, `+verificationColumns, c, func(scan scanner) error {
		var partner program.PartnerID
		var e program.CaseEvidence
		var specializations string
		v := &e.Verification
		err := scan(&partner, &e.ID, &e.Slug, &specializations, &e.Published,
			&v.By, &v.Mode, &v.Decision, &v.Reason, &v.Submitted, &v.Decided)
		e.Specializations = fields(specializations)
		if f := of[partner]; f != nil {
			f.Cases = append(f.Cases, e)
		}
		return err
	})
}

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

// Facts returns what counts of a partner today, whether accepted or not.
func (s *Store) Facts(ctx context.Context, id program.PartnerID) (*program.Facts, error) {
	f := &program.Facts{}
	err := s.read(ctx, func(q querier) error {
		found, err := loadPartners(ctx, q, these(id))
		if err == nil && len(found) == 0 {
			err = program.ErrNotFound
		}
		if err != nil {
			return err
		}
		return loadFacts(ctx, q, these(id), []owned{{partner: id, facts: f}})
	})
	return f, wrap(err, fmt.Sprintf("read facts of partner %d", id))
}

// firstDay returns the first day on which any of the facts counted, or at when none did before.
func firstDay(f *program.Facts, at program.Day) program.Day {
	first := at
	see := func(v program.Verification) {
		if v.Decided > 0 {
			first = min(first, v.Decided)
		}
	}
	for _, x := range f.Attainments {
		see(x.Verification)
	}
	for _, x := range f.Holdings {
		see(x.Verification)
	}
	for _, x := range f.Metrics {
		first = min(first, x.Recorded)
	}
	for _, x := range f.References {
		see(x.Verification)
	}
	for _, x := range f.Cases {
		see(x.Verification)
	}
	for _, x := range f.Reviews {
		see(x.Verification)
	}
	return first
}

// publicDays returns the days after from on which what the public sees changes by itself: an attainment begins or
// ends, a case study appears.
func publicDays(f *program.Facts, from program.Day) []program.Day {
	var days []program.Day
	for _, a := range f.Attainments {
		days = append(days, a.From, a.Until, a.Decided)
	}
	for _, c := range f.Cases {
		days = append(days, c.Published, c.Decided)
	}
	return slices.DeleteFunc(days, func(d program.Day) bool { return d <= from })
}
