package store

import (
	"context"
	"fmt"

	"partnerdirectory/program"
)

// Figures are how often a partner was seen, and written to, in some time.
type Figures struct {
	Partner     program.PartnerID
	Views       int64 // its profile was shown
	Appearances int64 // it was on a page of search results
	Proofs      int64 // the page of one of its labels was shown
	Enquiries   int64
}

// WeekFigures are a partner's figures of one ISO week.
type WeekFigures struct {
	Week program.Day // its Monday
	Figures
}

// AddFigures adds to the figures of the week that holds a day, in one transaction.
func (s *Store) AddFigures(ctx context.Context, on program.Day, list []Figures) error {
	if len(list) == 0 {
		return nil
	}
	return s.write(ctx, fmt.Sprintf("add figures of %d partners", len(list)), func(w *work) error {
		return w.addFigures(on, list)
	})
}

// addToWeek adds to a week that is there.
const addToWeek = `ON CONFLICT (partner, week) DO UPDATE SET
	views = weekly_figures.views + excluded.views, appearances = weekly_figures.appearances + excluded.appearances,
	proofs = weekly_figures.proofs + excluded.proofs, enquiries = weekly_figures.enquiries + excluded.enquiries`

func (w *work) addFigures(on program.Day, list []Figures) error {
	in := w.into(`weekly_figures`, `partner, week, views, appearances, proofs, enquiries`, addToWeek)
	week := int64(on.Monday())
	for _, f := range list {
		if err := in.add(int64(f.Partner), week, f.Views, f.Appearances, f.Proofs, f.Enquiries); err != nil {
			return err
		}
	}
	return in.flush()
}

// moveFigures adds one partner's figures to another's.
func (w *work) moveFigures(into, from program.PartnerID) error {
	if err := w.exec(`INSERT INTO weekly_figures (partner, week, views, appearances, proofs, enquiries)
		SELECT $1, week, views, appearances, proofs, enquiries FROM weekly_figures WHERE partner = $2 `+addToWeek, into, from); err != nil {
		return err
	}
	return w.exec(`DELETE FROM weekly_figures WHERE partner = $1`, from)
}

// WeeklyFigures returns a partner's figures of the n weeks up to the one that holds a day, oldest first. Weeks in which
// nothing was counted are there too.
func (s *Store) WeeklyFigures(ctx context.Context, partner program.PartnerID, n int, at program.Day) ([]WeekFigures, error) {
	out := make([]WeekFigures, n)
	first := at.Monday() - program.Day(7*(n-1))
	for i := range out {
		out[i] = WeekFigures{Week: first + program.Day(7*i), Figures: Figures{Partner: partner}}
	}
	err := each(ctx, s.reader, `SELECT week, views, appearances, proofs, enquiries FROM weekly_figures
		WHERE partner = $1 AND week BETWEEN $2 AND $3`, []any{partner, first, at.Monday()}, func(scan scanner) error {
		var f WeekFigures
		if err := scan(&f.Week, &f.Views, &f.Appearances, &f.Proofs, &f.Enquiries); err != nil {
			return err
		}
		f.Partner = partner
		out[(f.Week-first)/7] = f
		return nil
	})
	return out, wrap(err, fmt.Sprintf("read figures of partner %d", partner))
}
