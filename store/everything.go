package store

import (
	"context"
	"encoding/json"
	"fmt"

	"partnerdirectory/program"
)

// FactsEver returns everything that was ever recorded of a partner, what was corrected or taken back among it: those bear the
// day from which they no longer count.
func (s *Store) FactsEver(ctx context.Context, id program.PartnerID) (*program.Facts, error) {
	c := these(id)
	c.ever = true
	return s.factsOf(ctx, id, c, "read all facts")
}

// StandingsOn returns where a partner stood in every specialization at the end of a day, without findings; At is the day since
// which it had been so.
func (s *Store) StandingsOn(ctx context.Context, id program.PartnerID, on program.Day) ([]program.Standing, error) {
	var out []program.Standing
	err := each(ctx, s.reader, `SELECT specialization, since, version, state, at_risk, met, leaves FROM standings
		WHERE partner = $1 AND since <= $2 AND (until_day = 0 OR until_day > $2) ORDER BY specialization, since`, []any{id, on}, func(scan scanner) error {
		var st program.Standing
		err := scan(&st.Specialization, &st.At, &st.Version, &st.State, &st.AtRisk, &st.Met, &st.Of)
		out = append(out, st)
		return err
	})
	return out, wrap(err, fmt.Sprintf("read standings of partner %d on %s", id, on))
}

// LabelStepsOf returns the steps of all labels of a partner, by label, in the order they happened.
func (s *Store) LabelStepsOf(ctx context.Context, id program.PartnerID) (map[string][]LabelStep, error) {
	out := map[string][]LabelStep{}
	err := each(ctx, s.reader, `SELECT e.label, e.kind, e.on_day FROM labels l JOIN label_events e ON e.label = l.id
		WHERE l.partner = $1 ORDER BY e.id`, []any{id}, func(scan scanner) error {
		var step LabelStep
		label := ""
		err := scan(&label, &step.Kind, &step.On)
		out[label] = append(out[label], step)
		return err
	})
	return out, wrap(err, fmt.Sprintf("read histories of labels of partner %d", id))
}

// WentInto returns the partner that another went into, by name and slug; empty: it is there.
func (s *Store) WentInto(ctx context.Context, id program.PartnerID) (name, slug string, err error) {
	err = each(ctx, s.reader, `SELECT o.name, o.slug FROM partners p JOIN partners o ON o.id = p.merged_into WHERE p.id = $1`, []any{id}, func(scan scanner) error {
		return scan(&name, &slug)
	})
	return name, slug, wrap(err, fmt.Sprintf("ask where partner %d went", id))
}

// PartnerEvents returns what happened to a partner, newest first, at most limit.
func (s *Store) PartnerEvents(ctx context.Context, id program.PartnerID, limit int) ([]Event, error) {
	var out []Event
	err := each(ctx, s.reader, `SELECT `+eventColumns+` FROM events WHERE kind = $1 AND subject = $2 ORDER BY id DESC LIMIT $3`,
		[]any{aboutPartner, partnerSubject(id), limit}, func(scan scanner) error {
			e, err := scanEvent(scan)
			out = append(out, e)
			return err
		})
	return out, wrap(err, fmt.Sprintf("read what happened to partner %d", id))
}

// Recorded returns the numbers of the facts that the event brought, and of those in whose place they came.
func (e *Event) Recorded() (added, replaced []program.EvidenceID) {
	var after factsHeld
	if json.Unmarshal([]byte(e.After), &after) == nil { // what other events keep is no facts
		for _, ids := range after.Evidence {
			added = append(added, ids...)
		}
	}
	var before struct {
		Superseded []program.EvidenceID `json:"superseded"`
	}
	if json.Unmarshal([]byte(e.Before), &before) == nil {
		replaced = before.Superseded
	}
	return added, replaced
}
