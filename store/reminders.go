package store

import (
	"context"
	"fmt"

	"partnerdirectory/program"
)

// RemindUnconfirmed tells every partner that has members, once at each of the programme's numbers of days, that nobody has
// confirmed its profile for so long. It returns how many it told.
func (s *Store) RemindUnconfirmed(ctx context.Context, today program.Day) (int, error) {
	p, err := s.Programme(ctx)
	if err != nil {
		return 0, err
	}
	told := 0
	after := program.ProfileReminderDays()
	for i, days := range after {
		// Who has waited for longer gets the later reminder only.
		oldest := program.Day(-1 << 30)
		if i+1 < len(after) {
			oldest = today - program.Day(after[i+1]) + 1
		}
		n, err := s.remind(ctx, p, days, oldest, today)
		if err != nil {
			return told, err
		}
		told += n
	}
	return told, nil
}

// unconfirmed is a partner whose profile nobody confirmed since a day.
type unconfirmed struct {
	partner program.PartnerID
	since   program.Day
}

func (s *Store) remind(ctx context.Context, p *program.Programme, days int, oldest, today program.Day) (int, error) {
	var list []unconfirmed
	// Read first: mostly nobody is to be told, which is found out without taking the writer.
	err := each(ctx, s.reader, `SELECT p.id, p.confirmed FROM partners p WHERE p.confirmed <= $1 AND p.confirmed >= $2
		AND p.merged_into IS NULL AND p.id IN (SELECT partner FROM memberships)
		AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.partner = p.id AND n.once = 'confirm ' || p.confirmed || ' ' || $3)`,
		[]any{today - program.Day(days), oldest, fmt.Sprint(days)}, func(scan scanner) error {
			var x unconfirmed
			err := scan(&x.partner, &x.since)
			list = append(list, x)
			return err
		})
	if err != nil || len(list) == 0 {
		return 0, wrap(err, "find unconfirmed profiles")
	}
	return len(list), s.write(ctx, fmt.Sprintf("remind %d partners of their profiles", len(list)), func(w *work) error {
		in := w.into(`notices`, `partner, kind, specialization, label, on_day, once, link, parameters, written, mailed`,
			`ON CONFLICT (partner, once) DO NOTHING`)
		for _, x := range list {
			n := program.Notice{
				Kind: program.NoticeConfirm, On: today, Days: days, Until: x.since.AddMonths(p.Settings.ProfileStaleMonths),
			}
			if err := in.add(int64(x.partner), string(n.Kind), "", "", int64(today), fmt.Sprintf("confirm %d %d", x.since, days),
				"/portal/profile", toJSON{n}, w.store.now().Unix(), 0); err != nil {
				return err
			}
		}
		return in.flush()
	})
}
