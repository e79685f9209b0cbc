package store

import (
	"context"
	"errors"
	"fmt"

	"partnerdirectory/program"
)

const labelColumns = `id, specialization, version, granted, renewed, until_day, failing_since, ended, reason, ended_by, kept, override_until,
	absences, told, verified`

func labelValues(l program.Label) []any {
	return []any{
		l.ID, l.Specialization, l.Version, int64(l.Granted), int64(l.Renewed), int64(l.Until), int64(l.FailingSince),
		int64(l.Ended), string(l.Reason), l.EndedBy, int64(l.Kept), int64(l.Override),
		toJSON{l.Absences},
		toJSON{l.Told},
		toJSON{l.Verified},
	}
}

// scanLabel reads labelColumns after those the caller reads itself.
func scanLabel(scan scanner, l *program.Label, before ...any) error {
	var absences, told, verified string
	if err := scan(append(before, &l.ID, &l.Specialization, &l.Version, &l.Granted, &l.Renewed, &l.Until, &l.FailingSince,
		&l.Ended, &l.Reason, &l.EndedBy, &l.Kept, &l.Override, &absences, &told, &verified)...); err != nil {
		return err
	}
	return errors.Join(readAbsences(absences, l), fromJSON(told, &l.Told), fromJSON(verified, &l.Verified))
}

// readAbsences spares nearly all labels the reading of JSON: they were never absent.
func readAbsences(text string, l *program.Label) error {
	if text == "null" {
		return nil
	}
	return fromJSON(text, &l.Absences)
}

// loadListedLabels reads what a listing shows of the labels of the chosen partners.
func loadListedLabels(ctx context.Context, q querier, c which, add func(program.PartnerID, program.Label)) error {
	return each(ctx, q, `SELECT partner, id, specialization, granted, until_day, ended, absences FROM labels WHERE `+c.on("partner")+
		` ORDER BY partner, granted, id`, c.arguments(), func(scan scanner) error {
		var partner program.PartnerID
		var l program.Label
		var absences string
		if err := scan(&partner, &l.ID, &l.Specialization, day(&l.Granted), day(&l.Until), day(&l.Ended), &absences); err != nil {
			return err
		}
		err := readAbsences(absences, &l)
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

// loadClocks reads of the labels of the chosen partners what their clocks go by: not what was verified, nor what was told.
func loadClocks(ctx context.Context, q querier, c which, add func(program.PartnerID, program.Label)) error {
	return each(ctx, q, `SELECT partner, id, specialization, version, granted, renewed, until_day, failing_since, ended, reason, kept, override_until,
		absences FROM labels WHERE `+c.on("partner")+` ORDER BY partner, granted, id`, c.arguments(), func(scan scanner) error {
		var partner program.PartnerID
		var l program.Label
		var absences string
		if err := scan(&partner, &l.ID, &l.Specialization, &l.Version, day(&l.Granted), day(&l.Renewed), day(&l.Until), day(&l.FailingSince),
			day(&l.Ended), (*string)(&l.Reason), day(&l.Kept), day(&l.Override), &absences); err != nil {
			return err
		}
		err := readAbsences(absences, &l)
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
			ORDER BY granted DESC, id`, []any{at, specialization}, func(scan scanner) error {
			if len(out) == n {
				return errStop
			}
			var partner program.PartnerID
			var l RecentLabel
			if err := scanLabel(scan, &l.Label, &partner); err != nil || !l.Shown(at) {
				return err
			}
			out, owners = append(out, l), append(owners, partner)
			return nil
		}); err != nil && !errors.Is(err, errStop) || len(out) == 0 {
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

// LabelStep is one step in a label's life, of the kinds of [program.LabelEvent].
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
// steps are all of its life, in order; term is the end of a term that begins on a day.
func labelAsOf(l program.Label, steps []LabelStep, term func(program.Day) program.Day, on program.Day) program.Label {
	l.Told = program.Told{}
	if l.Ended > on {
		l.Ended, l.Reason, l.EndedBy = 0, "", ""
	}
	if l.FailingSince > on {
		l.FailingSince = 0
	}
	if l.Kept > on {
		l.Kept = 0
	}
	var absences []program.Absence
	for _, a := range l.Absences {
		switch {
		case a.From > on:
			continue
		case a.Until > on && a.State == program.Revoked: // it was given back later
			l.Ended, l.Reason = a.From, program.EndRevoked
			continue
		case a.Until > on:
			a.Until = 0
		}
		absences = append(absences, a)
	}
	l.Absences = absences
	l.Renewed, l.Until = 0, term(l.Granted)
	for _, step := range steps {
		if step.On > on {
			break
		}
		switch step.Kind {
		case program.EventRenewed:
			l.Renewed, l.Until = step.On, term(l.Until)
		case program.EventExtended:
			l.Until = term(l.Until)
		}
	}
	return l
}

// loadLabelsAsOf returns a partner's labels as they were known at the end of a day.
func loadLabelsAsOf(ctx context.Context, q querier, p *program.Programme, id program.PartnerID, on program.Day) ([]program.Label, error) {
	steps := map[string][]LabelStep{}
	if err := each(ctx, q, `SELECT e.label, e.kind, e.on_day FROM label_events e JOIN labels l ON l.id = e.label
		WHERE l.partner = $1 OR l.moved_from = $1 ORDER BY e.id`, []any{id}, func(scan scanner) error {
		var label string
		var step LabelStep
		err := scan(&label, &step.Kind, &step.On)
		steps[label] = append(steps[label], step)
		return err
	}); err != nil {
		return nil, err
	}
	term := func(d program.Day) program.Day { return d.AddMonths(max(1, p.Settings.TermMonths)) }
	var out []program.Label
	err := each(ctx, q, `SELECT partner, `+labelColumns+` FROM labels WHERE granted <= $2
		AND (partner = $1 AND moved <= $2 OR moved_from = $1 AND moved > $2) ORDER BY granted, id`, []any{id, on}, func(scan scanner) error {
		var partner program.PartnerID
		var l program.Label
		err := scanLabel(scan, &l, &partner)
		out = append(out, labelAsOf(l, steps[l.ID], term, on))
		return err
	})
	return out, err
}
