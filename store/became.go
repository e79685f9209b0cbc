package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"partnerdirectory/program"
)

// Became is what happened to something that waits no longer.
type Became struct {
	By     string
	Moment time.Time
	Step   string // accepted, rejected, returned or withdrawn; changed: something else took its place
	Why    string
	Firm   string // of a review or its booking
}

// WhatBecame says who did what to something that waited. ErrNotFound: nothing of that number ever did.
func (s *Store) WhatBecame(ctx context.Context, kind WaitingKind, partner program.PartnerID, id int64) (Became, error) {
	var out Became
	err := s.read(ctx, func(q querier) (err error) {
		if kind.IsItem() {
			out, err = itemBecame(ctx, q, kind, partner, id)
		} else {
			out, err = evidenceBecame(ctx, q, partner, program.EvidenceID(id))
			if err == nil && kind == WaitingReview {
				err = q.QueryRowContext(ctx, `SELECT firm FROM reviews WHERE partner = $1 AND id = $2`, partner, id).Scan(&out.Firm)
			}
		}
		return err
	})
	return out, wrap(err, fmt.Sprintf("look for what became of %s %d of partner %d", kind, id, partner))
}

func itemBecame(ctx context.Context, q querier, kind WaitingKind, partner program.PartnerID, id int64) (Became, error) {
	it, err := loadItem(ctx, q, partner, id)
	if err != nil {
		return Became{}, err
	}
	if (kind == WaitingBooking) != (it.Kind == ItemReview) || (kind == WaitingDispute) != (it.Kind == ItemDispute) {
		return Became{}, program.ErrNotFound
	}
	out := Became{Firm: it.firm()}
	var at int64
	err = q.QueryRowContext(ctx, `SELECT moment, by_whom, kind, text FROM item_steps WHERE item = $1 AND kind IN ('accepted', 'rejected', 'returned', 'withdrawn', 'cancelled')
		ORDER BY id DESC LIMIT 1`, id).Scan(&at, &out.By, &out.Step, &out.Why)
	out.Moment = moment(at)
	return out, err
}

// evidenceBecame finds in the audit trail what took the place of a fact.
func evidenceBecame(ctx context.Context, q querier, partner program.PartnerID, id program.EvidenceID) (Became, error) {
	var found *Event
	var held factsHeld
	if err := each(ctx, q, `SELECT `+eventColumns+` FROM events WHERE kind = $1 AND subject = $2 AND before <> '' AND after <> '' ORDER BY id`,
		[]any{aboutPartner, partnerSubject(partner)}, func(scan scanner) error {
			e, err := scanEvent(scan)
			if err != nil || found != nil {
				return err
			}
			var before struct {
				Superseded []program.EvidenceID `json:"superseded"`
			}
			// Other events of a partner have other texts there.
			if json.Unmarshal([]byte(e.Before), &before) == nil && slices.Contains(before.Superseded, id) {
				found = &e
				return json.Unmarshal([]byte(e.After), &held)
			}
			return nil
		}); err != nil {
		return Became{}, err
	}
	if found == nil {
		return Became{}, program.ErrNotFound
	}
	by, err := called(ctx, q, found.By)
	if err != nil {
		return Became{}, err
	}
	out := Became{By: by, Moment: found.Moment, Why: found.Why, Step: "changed"}
	switch {
	case found.Action == "ask for more":
		out.Step = ItemReturned
	case len(held.Evidence) == 0:
		out.Step = string(ItemWithdrawn)
	case found.Action == "decide evidence":
		return out, decisionHeld(ctx, q, partner, held, &out.Step)
	}
	return out, nil
}

// decisionHeld reads the decision that the only fact of an event carries.
func decisionHeld(ctx context.Context, q querier, partner program.PartnerID, held factsHeld, decision *string) error {
	for _, kind := range evidenceKinds() { // the table's name comes from here, not from the event
		if ids := held.Evidence[kind.table]; len(ids) > 0 {
			return q.QueryRowContext(ctx, `SELECT decision FROM `+kind.table+` WHERE partner = $1 AND id = $2`, partner, ids[0]).Scan(decision)
		}
	}
	return nil
}
