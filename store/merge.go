package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"partnerdirectory/program"
)

// Moved says that a partner went into another, under whose slug its page is now. It is an ErrNotFound.
type Moved struct{ Slug string }

func (e *Moved) Error() string {
	return fmt.Sprintf("the partner is %s now: %v", e.Slug, program.ErrNotFound)
}

// Unwrap lets errors.Is find ErrNotFound.
func (e *Moved) Unwrap() error { return program.ErrNotFound }

// Merge lets one partner go into another on day at, for good: its facts, people, locations, case studies, labels, enquiries,
// members and what it handed in become the survivor's, as program.Merge says, and its address leads to the survivor. location names the place from
// which facts come that name none. A partner that was merged before is ErrConflict.
func (s *Store) Merge(ctx context.Context, act Act, survivor, other program.PartnerID, location string, at program.Day) error {
	return s.write(ctx, fmt.Sprintf("merge partner %d into %d", other, survivor), func(w *work) error {
		if err := act.complete(); err != nil {
			return err
		}
		if survivor == other {
			return fmt.Errorf("%w: a partner cannot go into itself", program.ErrInvalid)
		}
		on, err := w.settle([]program.PartnerID{survivor, other}, at)
		if err != nil {
			return err
		}
		into, from, err := w.twoSubjects(survivor, other)
		if err != nil {
			return err
		}
		merged := program.Merge(program.Account{Facts: *into.facts, Labels: into.labels}, program.Account{Facts: *from.facts, Labels: from.labels}, location, on)
		if err := w.moveFacts(into, from, &merged.Facts, on); err != nil {
			return err
		}
		if err := moveLabels(w, into, from, merged.Labels, on); err != nil {
			return err
		}
		if err := w.moveProfile(survivor, other); err != nil {
			return err
		}
		if err := w.moveMembers(survivor, other); err != nil {
			return err
		}
		if err := w.event(act, happened{"merge partners", aboutPartner, partnerSubject(other), nil, map[string]program.PartnerID{"into": survivor}}); err != nil {
			return err
		}
		if err := w.event(act, happened{"merge partners", aboutPartner, partnerSubject(survivor), nil, map[string]program.PartnerID{"from": other}}); err != nil {
			return err
		}
		if err := w.touch(other); err != nil {
			return err
		}
		return reevaluateChanged(w, []program.PartnerID{survivor}, on, true)
	})
}

func (w *work) twoSubjects(a, b program.PartnerID) (first, second *subject, err error) {
	list, err := loadSubjects(w.ctx, w.tx, []program.PartnerID{a, b})
	if err != nil {
		return nil, nil, err
	}
	first, second = list[0], list[1]
	if first.partner != a {
		first, second = second, first
	}
	return first, second, nil
}

// moveFacts ends the facts of a partner and gives the survivor those that the merged facts add to its own.
func (w *work) moveFacts(into, from *subject, merged *program.Facts, on program.Day) error {
	var cases []program.CaseStudy
	if err := loadCases(w.ctx, w.tx, these(from.partner), func(_ program.PartnerID, c program.CaseStudy) { cases = append(cases, c) }); err != nil {
		return err
	}
	tables := append(factTables(), "outages")
	for _, table := range tables {
		if err := w.exec(`UPDATE `+table+` SET superseded = $1 WHERE partner = $2 AND superseded = 0`, int64(on), from.partner); err != nil {
			return err
		}
	}
	added := *merged
	var lower []program.EvidenceID
	lower, added.Attainments = cut(merged.Attainments, len(into.facts.Attainments), func(a *program.Attainment) (program.EvidenceID, program.Day) { return a.ID, a.Superseded })
	gone, associations := cut(merged.Associations, len(into.facts.Associations), func(a *program.Association) (program.EvidenceID, program.Day) { return a.ID, a.Superseded })
	added.Associations = associations
	added.Holdings = merged.Holdings[len(into.facts.Holdings):]
	added.Metrics = merged.Metrics[len(into.facts.Metrics):]
	added.References = merged.References[len(into.facts.References):]
	added.Cases = merged.Cases[len(into.facts.Cases):]
	added.Reviews = merged.Reviews[len(into.facts.Reviews):]
	added.Recognitions = merged.Recognitions[len(into.facts.Recognitions):]
	added.Documents = merged.Documents[len(into.facts.Documents):]
	added.Waivers = merged.Waivers[len(into.facts.Waivers):]
	added.Orders = merged.Orders[len(into.facts.Orders):]
	added.Allowances = merged.Allowances[len(into.facts.Allowances):]
	added.Baselines, added.Circumstances, added.Outages = nil, nil, nil // the survivor keeps its own
	for i := range cases {
		cases[i].Verification = added.Cases[i].Verification
	}
	if err := w.supersede(into.partner, slices.Concat(lower, gone), on); err != nil {
		return err
	}
	old := evidenceIDs(&added)
	if err := insertFacts(w, []owned{{partner: into.partner, facts: &added, cases: cases}}, on); err != nil {
		return err
	}
	return w.moveItems(into.partner, from.partner, old, evidenceIDs(&added))
}

// evidenceIDs lists the numbers of facts, kind by kind.
func evidenceIDs(f *program.Facts) []program.EvidenceID {
	var out []program.EvidenceID
	for _, kind := range factKinds() {
		kind.number(f, func(id program.EvidenceID) program.EvidenceID {
			out = append(out, id)
			return id
		})
	}
	return out
}

// moveItems gives the survivor what the other prepared and handed in; items follow their evidence to its new numbers.
func (w *work) moveItems(survivor, other program.PartnerID, old, now []program.EvidenceID) error {
	for i := range old {
		if err := w.exec(`UPDATE items SET partner = $1, evidence = $2 WHERE partner = $3 AND evidence = $4`, survivor, now[i], other, old[i]); err != nil {
			return err
		}
	}
	return w.exec(`UPDATE items SET partner = $1 WHERE partner = $2`, survivor, other)
}

// moveMembers makes the other's members those of the survivor. Its owners become editors: who owns the survivor decides.
func (w *work) moveMembers(survivor, other program.PartnerID) error {
	if err := w.exec(`INSERT INTO memberships (account, partner, role, since)
		SELECT account, $1, CASE role WHEN 'owner' THEN 'editor' ELSE role END, since FROM memberships WHERE partner = $2
		ON CONFLICT (account, partner) DO NOTHING`, survivor, other); err != nil {
		return err
	}
	return w.exec(`DELETE FROM memberships WHERE partner = $1`, other)
}

// cut divides merged facts into those of the survivor's own that no longer count, and those that are added.
func cut[T any](list []T, own int, of func(*T) (program.EvidenceID, program.Day)) (gone []program.EvidenceID, added []T) {
	for i := range list[:own] {
		if id, superseded := of(&list[i]); superseded != 0 {
			gone = append(gone, id)
		}
	}
	return gone, list[own:]
}

// moveProfile gives the survivor the other's locations, enquiries and figures, and lets the other's address lead to it.
func (w *work) moveProfile(survivor, other program.PartnerID) error {
	list, err := loadPartners(w.ctx, w.tx, these(survivor, other))
	if err != nil {
		return err
	}
	into, from := list[0], list[1]
	if into.ID != survivor {
		into, from = from, into
	}
	for _, l := range from.Locations {
		l.Headquarters = l.Headquarters && len(into.Locations) == 0
		if !slices.ContainsFunc(into.Locations, func(o program.Location) bool {
			return o.Place == l.Place && o.City == l.City && o.Street == l.Street && o.Postcode == l.Postcode
		}) {
			into.Locations = append(into.Locations, l)
		}
	}
	if err := w.exactlyOne(`UPDATE partners SET locations = $2 WHERE id = $1`, survivor, storedLocations(into.Locations)); err != nil {
		return err
	}
	if err := w.exec(`UPDATE enquiries SET partner = $1 WHERE partner = $2`, survivor, other); err != nil {
		return err
	}
	if err := w.moveFigures(survivor, other); err != nil {
		return err
	}
	return w.exactlyOne(`UPDATE partners SET merged_into = $2 WHERE id = $1`, other, survivor)
}

// moved returns where a partner went, as *Moved, or nil when it is still there.
func moved(ctx context.Context, q querier, id program.PartnerID) error {
	const longest = 32 // a chain of mergers longer than this is a mistake
	for range longest {
		var next *int64
		var slug string
		if err := q.QueryRowContext(ctx, `SELECT merged_into, slug FROM partners WHERE id = $1`, id).Scan(&next, &slug); err != nil {
			return err
		}
		if next == nil {
			return &Moved{Slug: slug}
		}
		id = program.PartnerID(*next)
	}
	return errors.New("partners went into each other without end")
}
