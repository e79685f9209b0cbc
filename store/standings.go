package store

import (
	"context"
	"fmt"

	"partnerdirectory/program"
)

// loadStandings reads the current standings; their At is the day since which they are as they are.
func loadStandings(ctx context.Context, q querier, c which, add func(program.PartnerID, program.Standing)) error {
	return each(ctx, q, `SELECT partner, specialization, since, version, state, at_risk, met, leaves FROM standings
		WHERE until_day = 0 AND `+c.on("partner")+` ORDER BY partner, specialization`, c.arguments(), func(scan scanner) error {
		var partner program.PartnerID
		var s program.Standing
		err := scan(&partner, &s.Specialization, &s.At, &s.Version, &s.State, &s.AtRisk, &s.Met, &s.Of)
		add(partner, s)
		return err
	})
}

// Standings returns where a partner stands in every specialization that it has begun, without findings; At is the
// day since which nothing changed.
func (s *Store) Standings(ctx context.Context, id program.PartnerID) ([]program.Standing, error) {
	var out []program.Standing
	err := loadStandings(ctx, s.reader, these(id), func(_ program.PartnerID, st program.Standing) { out = append(out, st) })
	return out, wrap(err, fmt.Sprintf("read standings of partner %d", id))
}

// LabelsOf returns all labels of a partner, held and ended, in the order they were granted.
func (s *Store) LabelsOf(ctx context.Context, id program.PartnerID) ([]program.Label, error) {
	var out []program.Label
	err := loadLabels(ctx, s.reader, these(id), func(_ program.PartnerID, l program.Label) { out = append(out, l) })
	return out, wrap(err, fmt.Sprintf("read labels of partner %d", id))
}

// StandingSpan is a standing as it was from one day up to another.
type StandingSpan struct {
	program.Standing             // At is the first day; without findings
	Until            program.Day // the first day on which it was different; zero: current
}

// StandingHistory returns how a partner's standing in one specialization developed, oldest first.
func (s *Store) StandingHistory(ctx context.Context, id program.PartnerID, specialization string) ([]StandingSpan, error) {
	var out []StandingSpan
	err := each(ctx, s.reader, `SELECT since, until_day, version, state, at_risk, met, leaves FROM standings
		WHERE partner = $1 AND specialization = $2 ORDER BY since`, []any{id, specialization}, func(scan scanner) error {
		x := StandingSpan{Standing: program.Standing{Specialization: specialization}}
		err := scan(&x.At, &x.Until, &x.Version, &x.State, &x.AtRisk, &x.Met, &x.Of)
		out = append(out, x)
		return err
	})
	return out, wrap(err, fmt.Sprintf("read standing of partner %d in %s", id, specialization))
}
