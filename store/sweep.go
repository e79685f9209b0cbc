package store

import (
	"context"
	"slices"

	"partnerdirectory/program"
)

// sweepBatch is the number of partners that one transaction of a sweep carries: few, because somebody may be waiting to
// write.
const sweepBatch = 500

// Sweep brings every partner to day at for whom the passing of time may have changed something. progress, when not
// nil, is told how many are done and how many there are. A sweep that was cut short is taken up by the next.
func (s *Store) Sweep(ctx context.Context, at program.Day, progress func(done, of int)) error {
	var ids []program.PartnerID
	if err := each(ctx, s.reader, `SELECT partner FROM partner_clocks WHERE due > 0 AND due <= $1 ORDER BY partner`, []any{at}, func(scan scanner) error {
		var id program.PartnerID
		err := scan(&id)
		ids = append(ids, id)
		return err
	}); err != nil {
		return wrap(err, "find partners that are due")
	}
	done := 0
	for part := range slices.Chunk(ids, sweepBatch) {
		if err := s.Reevaluate(ctx, part, at); err != nil {
			return err
		}
		if done += len(part); progress != nil {
			progress(done, len(ids))
		}
	}
	return nil
}

// CatchUp sweeps every day up to and including today on which anybody is due, in order: what a server does at its start
// and just after midnight. progress, when not nil, is told the day, how many of it are done and how many there are.
func (s *Store) CatchUp(ctx context.Context, today program.Day, progress func(day program.Day, done, of int)) error {
	for {
		var due program.Day
		if err := s.reader.QueryRowContext(ctx, `SELECT COALESCE(MIN(due), 0) FROM partner_clocks WHERE due > 0`).Scan(&due); err != nil {
			return wrap(err, "ask which day is due")
		}
		if due == 0 || due > today {
			return nil
		}
		if err := s.Sweep(ctx, due, func(done, of int) {
			if progress != nil {
				progress(due, done, of)
			}
		}); err != nil {
			return err
		}
	}
}
