package store

import (
	"context"
	"fmt"

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
