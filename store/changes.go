package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"partnerdirectory/program"
)

// LabelChange is one step in a label's life that the public is told of.
type LabelChange struct {
	Serial      int64 // grows from step to step; never given twice
	Kind        string
	On          program.Day
	Label       program.Label // as it is now, without what was verified
	Partner     string
	PartnerSlug string
}

// ChangesQuery asks for steps in labels' lives, newest first.
type ChangesQuery struct {
	Kinds          []string // of program's label events
	Specialization string   // empty: all
	At             program.Day
	Before         Place // only what comes after it in the list; zero: from the start
	Most           int
}

// Place is a place in the list of changes: what follows it is older.
type Place struct {
	On     program.Day
	Serial int64
}

// LabelChanges answers the query. Steps of one day come in the reverse order of their serial numbers.
func (s *Store) LabelChanges(ctx context.Context, q ChangesQuery) ([]LabelChange, error) {
	var out []LabelChange
	before := q.Before
	if before.On == 0 {
		before.On = q.At + 1
	}
	err := s.read(ctx, func(tx querier) error {
		for _, kind := range q.Kinds { // each kind by itself comes out of an index in order
			where, args := `e.kind = $1 AND (e.on_day, e.id) < ($2, $3)`, []any{kind, before.On, before.Serial, q.Most}
			if q.Specialization != "" {
				where, args = where+` AND e.specialization = $5`, append(args, q.Specialization)
			}
			if err := each(ctx, tx, `SELECT e.id, e.kind, e.on_day, l.id, l.specialization, l.version, l.granted, l.renewed, l.until_day,
					l.ended, l.reason, l.ended_by, p.name, p.slug
				FROM label_events e JOIN labels l ON l.id = e.label JOIN partners p ON p.id = l.partner
				WHERE `+where+` ORDER BY e.on_day DESC, e.id DESC LIMIT $4`, args, func(scan scanner) error {
				var c LabelChange
				l := &c.Label
				err := scan(&c.Serial, &c.Kind, &c.On, &l.ID, &l.Specialization, &l.Version, &l.Granted, &l.Renewed, &l.Until,
					&l.Ended, &l.Reason, &l.EndedBy, &c.Partner, &c.PartnerSlug)
				out = append(out, c)
				return err
			}); err != nil {
				return err
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b LabelChange) int { return cmp.Or(cmp.Compare(b.On, a.On), cmp.Compare(b.Serial, a.Serial)) })
	return out[:min(q.Most, len(out))], wrap(err, "read changes of labels")
}

// LabelSerial returns the number by which status lists know a label: that of its grant.
func (s *Store) LabelSerial(ctx context.Context, id string) (int64, error) {
	var serial int64
	err := s.reader.QueryRowContext(ctx, `SELECT id FROM label_events WHERE label = $1 AND kind = $2 ORDER BY id LIMIT 1`,
		id, program.EventGranted).Scan(&serial)
	return serial, wrap(err, "find serial number of label "+id)
}

// SerialsOf returns the serial numbers from ≤ n < to of labels that ended by day at, or that are suspended on it, and the number
// after the last that was given.
func (s *Store) SerialsOf(ctx context.Context, state program.StandingState, from, to int64, at program.Day) (out []int64, next int64, err error) {
	where := `l.ended > 0 AND l.ended <= $4`
	if state == program.Suspended {
		where = `l.absences <> 'null' AND (l.ended = 0 OR l.ended > $4)`
	}
	err = s.read(ctx, func(q querier) error {
		given, err := counter(ctx, q, "event")
		if err != nil {
			return err
		}
		next = int64(given) + 1
		return each(ctx, q, `SELECT e.id, l.granted, l.ended, l.absences FROM label_events e JOIN labels l ON l.id = e.label
			WHERE e.id >= $1 AND e.id < $2 AND e.kind = $3 AND `+where, []any{from, to, program.EventGranted, at}, func(scan scanner) error {
			var serial int64
			var l program.Label
			absences := ""
			if err := scan(&serial, &l.Granted, &l.Ended, &absences); err != nil {
				return err
			}
			if state != program.Suspended {
				out = append(out, serial)
				return nil
			}
			err := readAbsences(absences, &l)
			if l.State(at) == program.Suspended {
				out = append(out, serial)
			}
			return err
		})
	})
	return out, next, wrap(err, fmt.Sprintf("find labels %d to %d that are %s", from, to-1, state))
}

// WithdrawnSets returns the sets that were withdrawn before they applied; the programme does not have them.
func (s *Store) WithdrawnSets(ctx context.Context) ([]SetRecord, error) {
	var out []SetRecord
	err := each(ctx, s.reader, `SELECT specialization, version, published, effective_from, note, root, at_once, spared_until, withdrawn, withdrawn_why
		FROM requirement_sets WHERE withdrawn > 0 ORDER BY specialization, version`, nil, func(scan scanner) error {
		r := SetRecord{State: SetWithdrawn}
		root := ""
		if err := scan(&r.Specialization, &r.Version, &r.Published, &r.EffectiveFrom, &r.Note, &root, &r.AtOnce, &r.SparedUntil,
			&r.Withdrawn, &r.WithdrawnWhy); err != nil {
			return err
		}
		err := fromJSON(root, &r.Root)
		out = append(out, r)
		return err
	})
	return out, wrap(err, "read withdrawn requirement sets")
}

// SetMetaOnce stores a setting of this database unless it has one of that name, and returns the one that it then has.
func (s *Store) SetMetaOnce(ctx context.Context, name, value string) (string, error) {
	err := s.write(ctx, "store setting "+name, func(w *work) error {
		return w.exec(`INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, name, value)
	})
	if err != nil {
		return "", err
	}
	return s.Meta(ctx, name)
}
