package store

import (
	"context"
	"fmt"
	"strings"

	"partnerdirectory/program"
)

// LabelState is what the staff's lists sort labels by. Those of held labels exclude each other, and together they are all.
type LabelState string

// States of labels.
const (
	LabelHeld      LabelState = "held"      // any of the five that follow
	LabelEarned    LabelState = "earned"    // nothing is the matter
	LabelAtRisk    LabelState = "at-risk"   // earned, but the next test would fail
	LabelInGrace   LabelState = "grace"     // a requirement failed and may recover
	LabelAwaiting  LabelState = "awaiting"  // past its window, kept while a renewal is undecided
	LabelSuspended LabelState = "suspended" // by hand
	LabelEnded     LabelState = "ended"
)

// HeldStates returns the states of held labels in the order pages show them.
func HeldStates() []LabelState {
	return []LabelState{LabelEarned, LabelAtRisk, LabelInGrace, LabelAwaiting, LabelSuspended}
}

// troubled chooses the current standings of which not all is well; an index holds just these.
const troubled = `until_day = 0 AND (at_risk = 1 OR state IN ('grace', 'awaiting', 'suspended'))`

// stateOf says which of the held states a label of that standing is in.
func stateOf(standing string, atRisk bool) LabelState {
	switch s := LabelState(standing); {
	case s == LabelInGrace || s == LabelAwaiting || s == LabelSuspended:
		return s
	case atRisk:
		return LabelAtRisk
	}
	return LabelEarned
}

// DaySpan is the days From ≤ d < Until; a zero end is open.
type DaySpan struct{ From, Until program.Day }

// LabelFilter chooses labels; empty fields choose all.
type LabelFilter struct {
	Specialization string
	State          LabelState
	Granted        DaySpan
	Ended          DaySpan // only labels that have ended
	Expires        DaySpan // the end of the term; only labels that are held
}

// DeskLabel is a label as the staff's list shows it.
type DeskLabel struct {
	ID             string
	Specialization string
	Partner        string
	PartnerSlug    string
	Granted        program.Day
	Until          program.Day
	Ended          program.Day // 0: held
	Reason         program.EndReason
	State          LabelState
}

// chosen returns the condition on labels l, its arguments, and the order in which the list comes.
func (f LabelFilter) chosen() (where, order string, args []any) {
	conditions := []string{"1 = 1"}
	add := func(condition string, value any) {
		args = append(args, value)
		conditions = append(conditions, fmt.Sprintf(condition, len(args)))
	}
	span := func(column string, s DaySpan) {
		if s.From != 0 {
			add("l."+column+" >= $%d", s.From)
		}
		if s.Until != 0 {
			add("l."+column+" < $%d", s.Until)
		}
	}
	order = `l.granted DESC, l.id`
	held, ended := f.State != "" && f.State != LabelEnded || f.Expires != DaySpan{}, f.State == LabelEnded || f.Ended != DaySpan{}
	if held {
		conditions, order = append(conditions, `l.ended = 0`), `l.until_day, l.id`
	}
	if ended {
		conditions, order = append(conditions, `l.ended > 0`), `l.ended DESC, l.id DESC`
	}
	if f.Specialization != "" {
		add(`l.specialization = $%d`, f.Specialization)
	}
	span("granted", f.Granted)
	span("ended", f.Ended)
	span("until_day", f.Expires)
	const these = `(l.partner, l.specialization) IN (SELECT partner, specialization FROM standings WHERE ` + troubled
	switch f.State {
	case LabelEarned: // each is asked for by itself: a list of the others would be walked through for every label
		conditions = append(conditions, `NOT EXISTS (SELECT 1 FROM standings s WHERE s.partner = l.partner AND s.specialization = l.specialization AND `+troubled+`)`)
	case LabelAtRisk:
		conditions = append(conditions, these+` AND state NOT IN ('grace', 'awaiting', 'suspended'))`)
	case LabelInGrace, LabelAwaiting, LabelSuspended:
		conditions = append(conditions, these+` AND state = '`+string(f.State)+`')`)
	}
	return strings.Join(conditions, " AND "), order, args
}

// DeskLabels returns how many labels a filter chooses, and the page of that number, counted from 1, of so many each: what
// expires first, where all are held; else what was granted or has ended last.
func (s *Store) DeskLabels(ctx context.Context, f LabelFilter, page, size int) (total int, list []DeskLabel, err error) {
	where, _, args := f.chosen()
	err = s.read(ctx, func(q querier) error {
		if err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM labels l WHERE `+where, args...).Scan(&total); err != nil {
			return err
		}
		return deskLabels(ctx, q, f, fmt.Sprintf(` LIMIT %d OFFSET %d`, size, max(0, page-1)*size), func(l DeskLabel) error {
			list = append(list, l)
			return nil
		})
	})
	return total, list, wrap(err, "list labels")
}

// EachDeskLabel calls add for all labels that a filter chooses, in the order of DeskLabels.
func (s *Store) EachDeskLabel(ctx context.Context, f LabelFilter, add func(DeskLabel) error) error {
	return wrap(s.read(ctx, func(q querier) error { return deskLabels(ctx, q, f, "", add) }), "list labels")
}

func deskLabels(ctx context.Context, q querier, f LabelFilter, limit string, add func(DeskLabel) error) error {
	where, order, args := f.chosen()
	// The page is cut before the rest is joined to it.
	return each(ctx, q, `SELECT l.id, l.specialization, p.name, p.slug, l.granted, l.until_day, l.ended, l.reason, COALESCE(s.state, ''), COALESCE(s.at_risk, 0)
		FROM (SELECT * FROM labels l WHERE `+where+` ORDER BY `+order+limit+`) l JOIN partners p ON p.id = l.partner
		LEFT JOIN standings s ON s.partner = l.partner AND s.specialization = l.specialization AND s.until_day = 0
		ORDER BY `+order, args, func(scan scanner) error {
		var l DeskLabel
		standing, atRisk := "", false
		if err := scan(&l.ID, &l.Specialization, &l.Partner, &l.PartnerSlug, &l.Granted, &l.Until, &l.Ended, &l.Reason, &standing, &atRisk); err != nil {
			return err
		}
		l.State = LabelEnded
		if l.Ended == 0 {
			l.State = stateOf(standing, atRisk)
		}
		return add(l)
	})
}
