package store

import (
	"context"
	"fmt"
	"strconv"

	"partnerdirectory/program"
)

// Steps of a booking that are no decision.
const (
	BookingChanged   = "booking changed"
	BookingCancelled = "cancelled"
)

// ChangeBooking gives a booked review that waits to a firm, for a day; act.Why is the reason that the partner reads. Whoever
// worked on it for the firm before works on it no longer. It fails with ErrConflict when the booking waits no longer or somebody
// else works on it (Claimed), and with ErrInvalid when no auditor belongs to the firm.
func (s *Store) ChangeBooking(ctx context.Context, act Act, who AccountID, x Waiting, firm string, wanted, at program.Day) error {
	return s.write(ctx, fmt.Sprintf("change the booking of item %d", x.Item), func(w *work) error {
		if err := act.complete(); err != nil {
			return err
		}
		it, err := w.waitingItem(who, x)
		if err != nil {
			return err
		}
		auditors := 0
		if err := w.tx.QueryRowContext(w.ctx, `SELECT COUNT(*) FROM accounts WHERE firm = $1 AND disabled = 0`, firm).Scan(&auditors); err != nil {
			return err
		}
		if auditors == 0 && firm != it.firm() {
			return fmt.Errorf("%w: no auditor belongs to %s", program.ErrInvalid, firm)
		}
		before := map[string]any{"item": it.ID, "firm": it.firm(), "wanted": it.Fields["wanted"]}
		it.Fields["firm"], it.Fields["wanted"] = firm, wanted.String()
		after := map[string]any{"item": it.ID, "firm": firm, "wanted": wanted.String()}
		if err := w.event(act, happened{"change booking", aboutPartner, partnerSubject(x.Partner), before, after}); err != nil {
			return err
		}
		n := program.Notice{Kind: program.NoticeBooking, Specialization: it.subject(), On: at, Until: wanted, Accepted: true, Evidence: firm, Reason: act.Why}
		return w.closeItem(act, x, it, BookingChanged, n, reviewLink(it.ID))
	})
}

// CancelBooking ends a booked review that waits without a result; act.Why is the reason that the partner reads.
func (s *Store) CancelBooking(ctx context.Context, act Act, who AccountID, x Waiting, at program.Day) error {
	return s.write(ctx, fmt.Sprintf("cancel the booking of item %d", x.Item), func(w *work) error {
		if err := act.complete(); err != nil {
			return err
		}
		it, err := w.waitingItem(who, x)
		if err != nil {
			return err
		}
		it.State = ItemWithdrawn
		if err := w.event(act, happened{"cancel booking", aboutPartner, partnerSubject(x.Partner), map[string]any{"item": it.ID, "firm": it.firm()}, nil}); err != nil {
			return err
		}
		n := program.Notice{Kind: program.NoticeBooking, Specialization: it.subject(), On: at, Evidence: it.firm(), Reason: act.Why}
		return w.closeItem(act, x, it, BookingCancelled, n, reviewLink(it.ID))
	})
}

func reviewLink(item int64) string { return "/portal/reviews/" + strconv.FormatInt(item, 10) }

// FirmDesk is what one firm holds: who works for it, what is booked with it and what it found.
type FirmDesk struct {
	Firm      string
	Auditors  []string    // who can sign in for it, by name
	Booked    int         // reviews that wait for it
	Oldest    program.Day // since when the first of them waits; 0: none does
	Passed    int         // of the reviews that it recorded and that count
	NotPassed int
	Last      program.Day // on which it held one; 0: none
}

// FirmDesks returns every firm that an auditor belongs to, that a review is booked with, or that held one, by name.
func (s *Store) FirmDesks(ctx context.Context) ([]FirmDesk, error) {
	var out []FirmDesk
	err := s.read(ctx, func(q querier) error {
		if err := each(ctx, q, `WITH firms (firm) AS (SELECT firm FROM accounts WHERE disabled = 0 UNION SELECT firm FROM reviews WHERE superseded = 0
				UNION SELECT firm FROM items WHERE kind = 'review' AND state = 'submitted')
			SELECT f.firm, COALESCE(b.n, 0), COALESCE(b.since, 0), COALESCE(r.passed, 0), COALESCE(r.failed, 0), COALESCE(r.last, 0) FROM firms f
			LEFT JOIN (SELECT firm, COUNT(*) AS n, MIN(changed) / 86400 AS since FROM items WHERE kind = 'review' AND state = 'submitted' AND evidence = 0
				GROUP BY firm) b ON b.firm = f.firm
			LEFT JOIN (SELECT firm, SUM(CASE WHEN passed > 0 THEN 1 ELSE 0 END) AS passed, SUM(CASE WHEN passed > 0 THEN 0 ELSE 1 END) AS failed,
				MAX(held) AS last FROM reviews WHERE superseded = 0 AND decision = 'accepted' GROUP BY firm) r ON r.firm = f.firm
			WHERE f.firm <> '' ORDER BY f.firm`, nil, func(scan scanner) error {
			var d FirmDesk
			err := scan(&d.Firm, &d.Booked, day(&d.Oldest), &d.Passed, &d.NotPassed, day(&d.Last))
			out = append(out, d)
			return err
		}); err != nil {
			return err
		}
		return each(ctx, q, `SELECT firm, CASE name WHEN '' THEN email ELSE name END FROM accounts WHERE firm <> '' AND disabled = 0 ORDER BY firm, name, email`,
			nil, func(scan scanner) error {
				var firm, name string
				err := scan(&firm, &name)
				for i := range out {
					if out[i].Firm == firm {
						out[i].Auditors = append(out[i].Auditors, name)
					}
				}
				return err
			})
	})
	return out, wrap(err, "read the firms")
}

// Held is one review that a firm held.
type Held struct {
	program.Review
	Item        int64 // that booked it; 0: none did
	PartnerSlug string
	PartnerName string
}

// HeldBy returns the newest reviews that a firm held, at most so many.
func (s *Store) HeldBy(ctx context.Context, firm string, most int) ([]Held, error) {
	var out []Held
	err := each(ctx, s.reader, `SELECT r.id, r.specialization, r.firm, r.modules, r.passed, r.held, r.checklist, r.reason, p.slug, p.name,
		COALESCE((SELECT MAX(i.id) FROM items i WHERE i.partner = r.partner AND i.kind = 'review' AND i.evidence = r.id), 0) FROM reviews r
		JOIN partners p ON p.id = r.partner WHERE r.firm = $1 AND r.superseded = 0 AND r.decision = 'accepted' ORDER BY r.held DESC, r.id DESC LIMIT $2`,
		[]any{firm, most}, func(scan scanner) error {
			var h Held
			err := scan(&h.ID, &h.Specialization, &h.Firm, slugs(&h.Modules), &h.Passed, day(&h.Held), &h.Checklist, &h.Reason, &h.PartnerSlug, &h.PartnerName, &h.Item)
			out = append(out, h)
			return err
		})
	return out, wrap(err, "read the reviews that "+firm+" held")
}
