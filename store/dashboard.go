package store

import (
	"context"
	"time"

	"partnerdirectory/program"
)

// Dashboard is what the first page of the staff counts, all of one moment.
type Dashboard struct {
	At                         time.Time
	Labels                     map[string]map[LabelState]int // held labels by specialization and state
	Granted                    map[program.Day]int           // labels by the month in which they were granted, named by its first day
	Ended                      map[program.Day]int           // by the month in which they ended
	Expiring                   map[program.Day]int           // held labels by the month in which their term is over
	Stale                      int                           // profiles that nobody has confirmed for too long
	Checks                     int                           // changes of profiles that wait for a reviewer
	Drafts                     []Draft                       // open ones, changed last first
	Import                     Event                         // the last one; zero: there was none
	MailsNotSent, MailsWaiting int
}

// Held sums up the labels that are held.
func (d *Dashboard) Held() int {
	n := 0
	for _, states := range d.Labels {
		for _, k := range states {
			n += k
		}
	}
	return n
}

// Dashboard counts labels, profiles, mails and drafts. A profile that was last confirmed before
// that day is stale. What waits for a decision, Queue counts.
func (s *Store) Dashboard(ctx context.Context, confirmed program.Day) (Dashboard, error) {
	d := Dashboard{
		At: s.now(), Labels: map[string]map[LabelState]int{},
		Granted: map[program.Day]int{}, Ended: map[program.Day]int{}, Expiring: map[program.Day]int{},
	}
	err := s.read(ctx, func(q querier) error {
		for _, count := range []func(context.Context, querier) error{d.countHeld, d.countTroubled, d.countMonths, d.loadDrafts, d.lastImport} {
			if err := count(ctx, q); err != nil {
				return err
			}
		}
		for _, x := range []struct {
			into  *int
			query string
			args  []any
		}{
			{&d.Stale, `SELECT COUNT(*) FROM partners WHERE merged_into IS NULL AND confirmed < $1`, []any{confirmed}},
			{&d.Checks, `SELECT COUNT(*) FROM profile_checks WHERE state = 'waiting'`, nil},
			{&d.MailsNotSent, `SELECT COUNT(*) FROM outbox WHERE ` + MailsNotSent.where(), nil},
			{&d.MailsWaiting, `SELECT COUNT(*) FROM outbox WHERE ` + MailsWaiting.where(), nil},
		} {
			if err := q.QueryRowContext(ctx, x.query, x.args...).Scan(x.into); err != nil {
				return err
			}
		}
		return nil
	})
	return d, wrap(err, "count for the dashboard")
}

func (d *Dashboard) countHeld(ctx context.Context, q querier) error {
	return each(ctx, q, `SELECT specialization, COUNT(*) FROM labels WHERE ended = 0 GROUP BY specialization`, nil, func(scan scanner) error {
		slug, n := "", 0
		err := scan(&slug, &n)
		d.Labels[slug] = map[LabelState]int{LabelEarned: n}
		return err
	})
}

// countTroubled takes from those that are simply held the ones that something is the matter with.
func (d *Dashboard) countTroubled(ctx context.Context, q querier) error {
	return each(ctx, q, `SELECT s.specialization, s.state, s.at_risk, COUNT(*) FROM standings s
		JOIN labels l ON l.partner = s.partner AND l.specialization = s.specialization AND l.ended = 0
		WHERE s.until_day = 0 AND (s.at_risk = 1 OR s.state IN ('grace', 'awaiting', 'suspended')) GROUP BY s.specialization, s.state, s.at_risk`, nil, func(scan scanner) error {
		slug, state, atRisk, n := "", "", false, 0
		err := scan(&slug, &state, &atRisk, &n)
		if is := stateOf(state, atRisk); err == nil && is != LabelEarned {
			d.Labels[slug][LabelEarned] -= n
			d.Labels[slug][is] += n
		}
		return err
	})
}

func (d *Dashboard) countMonths(ctx context.Context, q querier) error {
	for _, x := range []struct {
		into  map[program.Day]int
		query string
	}{
		{d.Granted, `SELECT granted, COUNT(*) FROM labels GROUP BY granted`},
		{d.Ended, `SELECT ended, COUNT(*) FROM labels WHERE ended > 0 GROUP BY ended`},
		{d.Expiring, `SELECT until_day, COUNT(*) FROM labels WHERE ended = 0 GROUP BY until_day`},
	} {
		if err := each(ctx, q, x.query, nil, func(scan scanner) error {
			var on program.Day
			n := 0
			err := scan(&on, &n)
			x.into[on.MonthStart()] += n
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

func (d *Dashboard) loadDrafts(ctx context.Context, q querier) error {
	return each(ctx, q, `SELECT `+draftColumns+` FROM drafts WHERE state = $1 ORDER BY changed DESC, id DESC`, []any{DraftOpen}, func(scan scanner) error {
		x, err := scanDraft(scan)
		d.Drafts = append(d.Drafts, x)
		return err
	})
}

func (d *Dashboard) lastImport(ctx context.Context, q querier) error {
	return each(ctx, q, `SELECT `+eventColumns+` FROM events WHERE action >= 'import ' AND action < 'import!' ORDER BY id DESC LIMIT 1`, nil, func(scan scanner) (err error) {
		d.Import, err = scanEvent(scan)
		return err
	})
}
