package store

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"partnerdirectory/program"
)

// QueueDecision is one decision on something that waited, as the audit trail has it.
type QueueDecision struct {
	Event  int64
	Moment time.Time
	By     string
	Kind   WaitingKind // empty where the trail does not say: what was given back to its partner
	Age    int         // days from handing in to the decision; -1: not known
}

// QueueHealth is how the review queue is worked off.
type QueueHealth struct {
	Since     []program.Day   // days on which what waits was handed in, oldest first
	Decisions []QueueDecision // newest first
}

// queueActions are the actions of the audit trail by which something leaves the queue.
func queueActions() []string {
	return []string{"decide evidence", "ask for more", "record review", "uphold figure"}
}

// kindOfTable names the kind of evidence that is kept in a table.
func kindOfTable(table string) WaitingKind {
	return map[string]WaitingKind{
		"attainments": WaitingAttainment, "holdings": WaitingCertification, "customer_references": WaitingReference, "reviews": WaitingReview,
		"case_studies": WaitingCaseStudy, "recognitions": WaitingRecognition, "documents": WaitingDocument,
	}[table]
}

// QueueHealth reads what waits on day at and the decisions from a moment on, both of one snapshot.
func (s *Store) QueueHealth(ctx context.Context, at program.Day, from time.Time) (QueueHealth, error) {
	var out QueueHealth
	err := s.read(ctx, func(q querier) error {
		all, err := waiting(ctx, q, at)
		if err != nil {
			return err
		}
		for _, x := range all {
			out.Since = append(out.Since, x.Since)
		}
		var events []Event
		// The trail is in the order of time: what is older than asked for is not read.
		if err := each(ctx, q, `SELECT `+eventColumns+` FROM events ORDER BY id DESC`, nil, func(scan scanner) error {
			e, err := scanEvent(scan)
			switch {
			case err != nil:
				return err
			case e.Moment.Before(from):
				return errStop
			case slices.Contains(queueActions(), e.Action):
				events = append(events, e)
			}
			return nil
		}); err != nil && !errors.Is(err, errStop) {
			return err
		}
		for i := range events {
			d, err := decisionOf(ctx, q, &events[i])
			if err != nil {
				return err
			}
			out.Decisions = append(out.Decisions, d)
		}
		return nil
	})
	return out, wrap(err, "read how the queue is worked off")
}

// decisionOf reads which kind an event decided, and how long that had waited.
func decisionOf(ctx context.Context, q querier, e *Event) (QueueDecision, error) {
	d := QueueDecision{Event: e.ID, Moment: e.Moment, By: e.By, Age: -1}
	switch e.Action {
	case "record review":
		d.Kind = WaitingBooking
		return d, nil
	case "uphold figure":
		d.Kind = WaitingDispute
		return d, nil
	case "ask for more":
		return d, nil
	}
	var held factsHeld
	if err := json.Unmarshal([]byte(e.After), &held); err != nil {
		return d, err
	}
	partner, err := strconv.ParseInt(e.Subject, 10, 64)
	if err != nil {
		return d, err
	}
	for _, kind := range evidenceKinds() { // the table's name comes from here, not from the event
		ids := held.Evidence[kind.table]
		if len(ids) == 0 || kindOfTable(kind.table) == "" {
			continue
		}
		d.Kind = kindOfTable(kind.table)
		return d, each(ctx, q, `SELECT submitted, decided FROM `+kind.table+` WHERE partner = $1 AND id = $2`, []any{partner, ids[0]}, func(scan scanner) error {
			submitted, decided := 0, 0
			err := scan(&submitted, &decided)
			if submitted > 0 && decided >= submitted {
				d.Age = decided - submitted
			}
			return err
		})
	}
	return d, nil
}
