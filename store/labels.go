package store

import (
	"context"
	"fmt"

	"partnerdirectory/program"
)

const labelColumns = `id, specialization, version, granted, renewed, until_day, failing_since, ended, reason, ended_by, verified`

func labelValues(l program.Label) []any {
	return []any{
		l.ID, l.Specialization, l.Version, int64(l.Granted), int64(l.Renewed), int64(l.Until), int64(l.FailingSince),
		int64(l.Ended), string(l.Reason), l.EndedBy,
		toJSON{l.Verified},
	}
}

// scanLabel reads labelColumns after those the caller reads itself.
func scanLabel(scan scanner, l *program.Label, before ...any) error {
	verified := ""
	if err := scan(append(before, &l.ID, &l.Specialization, &l.Version, &l.Granted, &l.Renewed, &l.Until, &l.FailingSince,
		&l.Ended, &l.Reason, &l.EndedBy, &verified)...); err != nil {
		return err
	}
	return fromJSON(verified, &l.Verified)
}

// loadListedLabels reads what a listing shows of the labels of the chosen partners.
func loadListedLabels(ctx context.Context, q querier, c which, add func(program.PartnerID, program.Label)) error {
	return each(ctx, q, `SELECT partner, id, specialization, granted, until_day, ended FROM labels WHERE `+c.on("partner")+
		` ORDER BY partner, granted, id`, c.arguments(), func(scan scanner) error {
		var partner program.PartnerID
		var l program.Label
		err := scan(&partner, &l.ID, &l.Specialization, &l.Granted, &l.Until, &l.Ended)
		add(partner, l)
		return err
	})
}

// loadLabels reads the labels of the chosen partners, held and ended, in the order they were granted.
func loadLabels(ctx context.Context, q querier, c which, add func(program.PartnerID, program.Label)) error {
	return each(ctx, q, `SELECT partner, `+labelColumns+` FROM labels WHERE `+c.on("partner")+
		` ORDER BY partner, granted, id`, c.arguments(), func(scan scanner) error {
		var partner program.PartnerID
		var l program.Label
		err := scanLabel(scan, &l, &partner)
		add(partner, l)
		return err
	})
}

// Label returns the label with that id, held or ended, and its partner; ErrNotFound when there never was one.
func (s *Store) Label(ctx context.Context, id string) (program.Label, program.Partner, error) {
	var l program.Label
	var p program.Partner
	err := s.read(ctx, func(q querier) error {
		var partner program.PartnerID
		if err := scanLabel(q.QueryRowContext(ctx, `SELECT partner, `+labelColumns+` FROM labels WHERE id = $1`, id).Scan, &l, &partner); err != nil {
			return err
		}
		found, err := loadPartners(ctx, q, these(partner))
		if err == nil {
			p = found[0]
		}
		return err
	})
	return l, p, wrap(err, "read label "+id)
}

// RecentLabel is a held label with its partner.
type RecentLabel struct {
	program.Label
	Partner program.Partner
}

// RecentLabels returns the n labels granted last that are still shown on day at, newest first; specialization ""
// stands for all.
func (s *Store) RecentLabels(ctx context.Context, specialization string, n int, at program.Day) ([]RecentLabel, error) {
	var out []RecentLabel
	err := s.read(ctx, func(q querier) error {
		var owners []program.PartnerID
		if err := each(ctx, q, `SELECT partner, `+labelColumns+` FROM labels
			WHERE granted <= $1 AND (ended = 0 OR ended > $1) AND ($2 = '' OR specialization = $2)
			ORDER BY granted DESC, id LIMIT $3`, []any{at, specialization, n}, func(scan scanner) error {
			var partner program.PartnerID
			out = append(out, RecentLabel{})
			err := scanLabel(scan, &out[len(out)-1].Label, &partner)
			owners = append(owners, partner)
			return err
		}); err != nil || len(out) == 0 {
			return err
		}
		found, err := loadPartners(ctx, q, these(owners...))
		if err != nil {
			return err
		}
		of := make(map[program.PartnerID]program.Partner, len(found))
		for _, p := range found {
			of[p.ID] = p
		}
		for i := range out {
			out[i].Partner = of[owners[i]]
		}
		return nil
	})
	return out, wrap(err, "read recent labels")
}

// LabelStep is one step in a label's life: granted, renewed, failing, recovered, ended.
type LabelStep struct {
	Kind string
	On   program.Day
}

// LabelHistory returns the steps of a label in the order they happened.
func (s *Store) LabelHistory(ctx context.Context, id string) ([]LabelStep, error) {
	var out []LabelStep
	err := each(ctx, s.reader, `SELECT kind, on_day FROM label_events WHERE label = $1 ORDER BY id`, []any{id}, func(scan scanner) error {
		var step LabelStep
		err := scan(&step.Kind, &step.On)
		out = append(out, step)
		return err
	})
	if err == nil && len(out) == 0 {
		err = program.ErrNotFound
	}
	return out, wrap(err, fmt.Sprintf("read history of label %q", id))
}

// labelAsOf returns a label as it was known at the end of a day not before its grant, without which version it was on.
// renewals are the days of all its renewals, in order; term is the end of a term that begins on a day.
func labelAsOf(l program.Label, renewals []program.Day, term func(program.Day) program.Day, on program.Day) program.Label {
	if l.Ended > on {
		l.Ended, l.Reason, l.EndedBy = 0, "", ""
	}
	if l.FailingSince > on {
		l.FailingSince = 0
	}
	if l.Renewed <= on {
		return l
	}
	l.Renewed, l.Until = 0, term(l.Granted)
	for _, d := range renewals {
		if d <= on {
			l.Renewed, l.Until = d, term(l.Until)
		}
	}
	return l
}

// loadLabelsAsOf returns a partner's labels as they were known at the end of a day.
func loadLabelsAsOf(ctx context.Context, q querier, p *program.Programme, id program.PartnerID, on program.Day) ([]program.Label, error) {
	renewals := map[string][]program.Day{}
	if err := each(ctx, q, `SELECT e.label, e.on_day FROM label_events e JOIN labels l ON l.id = e.label
		WHERE l.partner = $1 AND e.kind = $2 ORDER BY e.id`, []any{id, program.EventRenewed}, func(scan scanner) error {
		var label string
		var on program.Day
		err := scan(&label, &on)
		renewals[label] = append(renewals[label], on)
		return err
	}); err != nil {
		return nil, err
	}
	term := func(d program.Day) program.Day { return d.AddMonths(max(1, p.Settings.TermMonths)) }
	var out []program.Label
	err := loadLabels(ctx, q, these(id), func(_ program.PartnerID, l program.Label) {
		if l.Granted <= on {
			out = append(out, labelAsOf(l, renewals[l.ID], term, on))
		}
	})
	return out, err
}
