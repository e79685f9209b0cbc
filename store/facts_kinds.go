package store

import (
	"context"
	"database/sql"
	"math"
	"slices"

	"partnerdirectory/program"
)

// factKinds returns every kind of fact that is numbered, each table's own columns beside the fields they hold.
func factKinds() []factKind {
	return slices.Concat(evidenceKinds(), vendorKinds(), handKinds())
}

// evidenceKinds are facts with a verification.
func evidenceKinds() []factKind {
	return []factKind{
		attainmentKind(),
		holdingTable().kind(),
		referenceTable().kind(),
		reviewTable().kind(),
		caseKind(),
		recognitionTable().kind(),
		documentTable().kind(),
	}
}

func attainmentKind() factKind {
	return attainmentTable().kind()
}

// caseKind reads case studies as evidence; they are written whole, with their texts.
func caseKind() factKind {
	kind := factTable[program.CaseEvidence]{`case_studies`, `slug, specializations, published, scenario, ` + verificationColumns,
		func(f *program.Facts) *[]program.CaseEvidence { return &f.Cases },
		func(c *program.CaseEvidence) *program.EvidenceID { return &c.ID },
		func(c *program.CaseEvidence) *program.Day { return &c.Superseded },
		func(c *program.CaseEvidence) []any {
			return verified([]any{&c.Slug, slugs(&c.Specializations), day(&c.Published), &c.Scenario}, &c.Verification)
		}}.kind()
	kind.insert = insertCases
	return kind
}

// vendorKinds are facts that the vendor itself keeps.
func vendorKinds() []factKind {
	return []factKind{
		metricTable().kind(),
		baselineTable().kind(),
		circumstanceTable().kind(),
	}
}

// loadLinks adds to case studies whether their addresses answered.
func loadLinks(ctx context.Context, q querier, c which, of map[program.PartnerID]*program.Facts) error {
	cases := false
	for _, f := range of {
		cases = cases || len(f.Cases) > 0
	}
	if !cases {
		return nil
	}
	until := program.Day(math.MaxInt32)
	if c.asOf != 0 {
		until = c.asOf
	}
	return each(ctx, q, `SELECT c.partner, c.id, l.checked, l.reachable FROM case_studies c CROSS JOIN link_checks l
		ON l.slug = c.slug WHERE `+c.on("c.partner")+` ORDER BY c.partner, c.id, l.checked`, c.partners(), func(scan scanner) error {
		var partner, id int64
		var link program.LinkCheck
		if err := scan(&partner, &id, day(&link.Checked), &link.Reachable); err != nil {
			return err
		}
		f := of[program.PartnerID(partner)]
		if f == nil || link.Checked > until {
			return nil
		}
		for i := range f.Cases {
			if f.Cases[i].ID == program.EvidenceID(id) {
				f.Cases[i].Links = append(f.Cases[i].Links, link)
			}
		}
		return nil
	})
}

// handKinds are what is decided by hand, and whom people work for.
func handKinds() []factKind {
	return []factKind{
		waiverTable().kind(),
		orderTable().kind(),
		allowanceTable().kind(),
		associationTable().kind(),
	}
}

// loadOutages adds to the facts of each partner when facts could not be had: its own and those of everybody.
func loadOutages(ctx context.Context, q querier, c which, list []owned, of map[program.PartnerID]*program.Facts) error {
	return each(ctx, q, `SELECT partner, kind, from_day, until_day FROM outages WHERE (partner IS NULL OR `+c.on("partner")+`) AND `+
		c.current()+` ORDER BY id`, c.arguments(), func(scan scanner) error {
		var partner sql.Null[int64]
		var o program.Outage
		if err := scan(&partner, (*string)(&o.Kind), day(&o.From), day(&o.Until)); err != nil {
			return err
		}
		if f := of[program.PartnerID(partner.V)]; f != nil {
			f.Outages = append(f.Outages, o)
		}
		for i := range list {
			if !partner.Valid {
				list[i].facts.Outages = append(list[i].facts.Outages, o)
			}
		}
		return nil
	})
}

// insertOutages writes when facts of single partners could not be had.
func insertOutages(w *work, list []owned, entered program.Day) error {
	for _, o := range list {
		for i := range o.facts.Outages {
			x := &o.facts.Outages[i]
			if err := w.exec(`INSERT INTO outages (partner, kind, from_day, until_day, entered) VALUES ($1, $2, $3, $4, $5)`,
				o.partner, x.Kind, x.From, x.Until, entered); err != nil {
				return err
			}
		}
	}
	return nil
}

func holdingTable() factTable[program.Holding] {
	return factTable[program.Holding]{`holdings`, `person, name, code, earned, expires, joined, left_on, location, ` + verificationColumns,
		func(f *program.Facts) *[]program.Holding { return &f.Holdings },
		func(h *program.Holding) *program.EvidenceID { return &h.ID },
		func(h *program.Holding) *program.Day { return &h.Superseded },
		func(h *program.Holding) []any {
			return verified([]any{&h.Person, &h.Name, &h.Code, day(&h.Earned), day(&h.Expires), day(&h.Joined), day(&h.Left), &h.Location}, &h.Verification)
		},
	}
}

func referenceTable() factTable[program.Reference] {
	return factTable[program.Reference]{`customer_references`, `customer, scenario, finished, sent, assigned_to, assigned_node, assigned, expires, ` + verificationColumns,
		func(f *program.Facts) *[]program.Reference { return &f.References },
		func(r *program.Reference) *program.EvidenceID { return &r.ID },
		func(r *program.Reference) *program.Day { return &r.Superseded },
		func(r *program.Reference) []any {
			return verified([]any{
				&r.Customer, &r.Scenario, day(&r.Finished), day(&r.Sent), &r.AssignedTo, &r.AssignedNode, day(&r.Assigned), day(&r.Expires),
			}, &r.Verification)
		},
	}
}

func reviewTable() factTable[program.Review] {
	return factTable[program.Review]{`reviews`, `specialization, firm, modules, passed, held, checklist, ` + verificationColumns,
		func(f *program.Facts) *[]program.Review { return &f.Reviews },
		func(r *program.Review) *program.EvidenceID { return &r.ID },
		func(r *program.Review) *program.Day { return &r.Superseded },
		func(r *program.Review) []any {
			return verified([]any{&r.Specialization, &r.Firm, slugs(&r.Modules), &r.Passed, day(&r.Held), &r.Checklist}, &r.Verification)
		},
	}
}

func recognitionTable() factTable[program.Recognition] {
	return factTable[program.Recognition]{`recognitions`, `slug, from_day, until_day, ` + verificationColumns,
		func(f *program.Facts) *[]program.Recognition { return &f.Recognitions },
		func(r *program.Recognition) *program.EvidenceID { return &r.ID },
		func(r *program.Recognition) *program.Day { return &r.Superseded },
		func(r *program.Recognition) []any {
			return verified([]any{&r.Slug, day(&r.From), day(&r.Until)}, &r.Verification)
		},
	}
}

func documentTable() factTable[program.Document] {
	return factTable[program.Document]{`documents`, `slug, issued, until_day, ` + verificationColumns,
		func(f *program.Facts) *[]program.Document { return &f.Documents },
		func(d *program.Document) *program.EvidenceID { return &d.ID },
		func(d *program.Document) *program.Day { return &d.Superseded },
		func(d *program.Document) []any {
			return verified([]any{&d.Slug, day(&d.Issued), day(&d.Until)}, &d.Verification)
		},
	}
}

func attainmentTable() factTable[program.Attainment] {
	return factTable[program.Attainment]{`attainments`, `competency, level, from_day, until_day, ` + verificationColumns,
		func(f *program.Facts) *[]program.Attainment { return &f.Attainments },
		func(a *program.Attainment) *program.EvidenceID { return &a.ID },
		func(a *program.Attainment) *program.Day { return &a.Superseded },
		func(a *program.Attainment) []any {
			return verified([]any{&a.Competency, (*string)(&a.Level), day(&a.From), day(&a.Until)}, &a.Verification)
		},
	}
}

func metricTable() factTable[program.MetricValue] {
	return factTable[program.MetricValue]{`metric_values`, `metric, month, customer, value, recorded, product, association, linked, offer, location`,
		func(f *program.Facts) *[]program.MetricValue { return &f.Metrics },
		func(m *program.MetricValue) *program.EvidenceID { return &m.ID },
		func(m *program.MetricValue) *program.Day { return &m.Superseded },
		func(m *program.MetricValue) []any {
			return []any{
				&m.Metric, day(&m.Month), &m.Customer, &m.Value, day(&m.Recorded),
				&m.Product, &m.Association, day(&m.Linked), &m.Offer, &m.Location,
			}
		},
	}
}

func baselineTable() factTable[program.Baseline] {
	return factTable[program.Baseline]{`baselines`, `metric, value, taken, recorded`,
		func(f *program.Facts) *[]program.Baseline { return &f.Baselines },
		func(b *program.Baseline) *program.EvidenceID { return &b.ID },
		nil,
		func(b *program.Baseline) []any { return []any{&b.Metric, &b.Value, day(&b.Taken), day(&b.Recorded)} },
	}
}

func circumstanceTable() factTable[program.Circumstance] {
	return factTable[program.Circumstance]{`circumstances`, `from_day, market, anniversary`,
		func(f *program.Facts) *[]program.Circumstance { return &f.Circumstances },
		func(c *program.Circumstance) *program.EvidenceID { return &c.ID },
		nil,
		func(c *program.Circumstance) []any { return []any{day(&c.From), &c.Market, day(&c.Anniversary)} },
	}
}

func waiverTable() factTable[program.Waiver] {
	return factTable[program.Waiver]{`waivers`, `specialization, node, from_day, until_day, reason, given_by, given`,
		func(f *program.Facts) *[]program.Waiver { return &f.Waivers },
		func(x *program.Waiver) *program.EvidenceID { return &x.ID },
		func(x *program.Waiver) *program.Day { return &x.Superseded },
		func(x *program.Waiver) []any {
			return []any{&x.Specialization, &x.Node, day(&x.From), day(&x.Until), &x.Reason, &x.By, day(&x.Given)}
		},
	}
}

func orderTable() factTable[program.Order] {
	return factTable[program.Order]{`orders`, `kind, specialization, from_day, until_day, given_by, reason, given`,
		func(f *program.Facts) *[]program.Order { return &f.Orders },
		func(o *program.Order) *program.EvidenceID { return &o.ID },
		func(o *program.Order) *program.Day { return &o.Superseded },
		func(o *program.Order) []any {
			return []any{(*string)(&o.Kind), &o.Specialization, day(&o.From), day(&o.Until), &o.By, &o.Reason, day(&o.Given)}
		},
	}
}

func allowanceTable() factTable[program.Allowance] {
	return factTable[program.Allowance]{`allowances`, `specialization, indicator, points, module, from_day, until_day, given_by, reason, given`,
		func(f *program.Facts) *[]program.Allowance { return &f.Allowances },
		func(a *program.Allowance) *program.EvidenceID { return &a.ID },
		func(a *program.Allowance) *program.Day { return &a.Superseded },
		func(a *program.Allowance) []any {
			return []any{&a.Specialization, &a.Indicator, &a.Points, &a.Module, day(&a.From), day(&a.Until), &a.By, &a.Reason, day(&a.Given)}
		},
	}
}

func associationTable() factTable[program.Association] {
	return factTable[program.Association]{`associations`, `person, here, from_day, until_day, recorded`,
		func(f *program.Facts) *[]program.Association { return &f.Associations },
		func(a *program.Association) *program.EvidenceID { return &a.ID },
		func(a *program.Association) *program.Day { return &a.Superseded },
		func(a *program.Association) []any {
			return []any{&a.Person, &a.Here, day(&a.From), day(&a.Until), day(&a.Recorded)}
		},
	}
}
