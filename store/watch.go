package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"partnerdirectory/program"
)

// RecordLinkCheck keeps whether the public address of a case study answered on day at, and re-evaluates its partner. Of two
// checks on a day the later one stays. ErrNotFound: there is no such case study.
func (s *Store) RecordLinkCheck(ctx context.Context, slug string, reachable bool, at program.Day) error {
	return s.write(ctx, "record link check of "+slug, func(w *work) error {
		var partner program.PartnerID
		if err := w.tx.QueryRowContext(w.ctx, `SELECT partner FROM case_studies WHERE slug = $1 AND superseded = 0`, slug).Scan(&partner); err != nil {
			return err
		}
		on, err := w.settle([]program.PartnerID{partner}, at)
		if err != nil {
			return err
		}
		was := -1
		if err := w.tx.QueryRowContext(w.ctx, `SELECT reachable FROM link_checks WHERE slug = $1 ORDER BY checked DESC LIMIT 1`, slug).Scan(&was); err != nil &&
			!errors.Is(err, sql.ErrNoRows) {
			return err
		}
		// Addresses are looked at every day: the audit trail keeps what that changed.
		if was < 0 || (was == 1) != reachable {
			h := onPartner("check address", partner, nil, map[string]any{"caseStudy": slug, "answers": reachable})
			if was >= 0 {
				h.before = map[string]any{"caseStudy": slug, "answers": was == 1}
			}
			if err := w.event(Act{}, h); err != nil {
				return err
			}
		}
		if err := w.exec(`INSERT INTO link_checks (slug, checked, reachable) VALUES ($1, $2, $3)
			ON CONFLICT (slug, checked) DO UPDATE SET reachable = excluded.reachable`, slug, int64(on), reachable); err != nil {
			return err
		}
		return reevaluateChanged(w, []program.PartnerID{partner}, on, false)
	})
}

// BeginOutage says that facts of one kind cannot be had of anybody from day at on: nobody fails by their absence. Every
// partner is due that day; who calls it lets CatchUp follow. ErrConflict: that is known already.
func (s *Store) BeginOutage(ctx context.Context, act Act, kind program.Kind, at program.Day) error {
	return s.outage(ctx, act, "begin outage", kind, at, func(w *work, open int64) error {
		if open != 0 {
			return fmt.Errorf("%w: it lasts already", program.ErrConflict)
		}
		return w.exec(`INSERT INTO outages (partner, kind, from_day, until_day, entered) VALUES (NULL, $1, $2, 0, $2)`, kind, int64(at))
	})
}

// EndOutage says that the facts can be had again from day at on. ErrNotFound: they could all along.
func (s *Store) EndOutage(ctx context.Context, act Act, kind program.Kind, at program.Day) error {
	return s.outage(ctx, act, "end outage", kind, at, func(w *work, open int64) error {
		if open == 0 {
			return program.ErrNotFound
		}
		if err := w.exec(`INSERT INTO outages (partner, kind, from_day, until_day, entered)
			SELECT NULL, kind, from_day, $2, $2 FROM outages WHERE id = $1`, open, int64(at)); err != nil {
			return err
		}
		return w.exec(`UPDATE outages SET superseded = $2 WHERE id = $1`, open, int64(at))
	})
}

func (s *Store) outage(ctx context.Context, act Act, action string, kind program.Kind, at program.Day, change func(w *work, open int64) error) error {
	return s.write(ctx, fmt.Sprintf("%s of %s", action, kind), func(w *work) error {
		var open int64
		if err := w.tx.QueryRowContext(w.ctx, `SELECT COALESCE(MAX(id), 0) FROM outages
			WHERE partner IS NULL AND kind = $1 AND until_day = 0 AND superseded = 0`, kind).Scan(&open); err != nil {
			return err
		}
		if err := change(w, open); err != nil {
			return err
		}
		if err := w.event(act, happened{action, aboutProgramme, string(kind), nil, at.String()}); err != nil {
			return err
		}
		return w.exec(`UPDATE partner_clocks SET due = $1 WHERE evaluated > 0 AND (due = 0 OR due > $1)`, int64(at))
	})
}

// BeginOutageOf says that facts of one kind cannot be had of one partner from day at on, and re-evaluates it: it does not fail by
// their absence. ErrConflict: that is known already.
func (s *Store) BeginOutageOf(ctx context.Context, act Act, partner program.PartnerID, kind program.Kind, at program.Day) error {
	return s.outageOf(ctx, act, "begin outage", partner, kind, at, func(w *work, open int64, on program.Day) error {
		if open != 0 {
			return fmt.Errorf("%w: it lasts already", program.ErrConflict)
		}
		return w.exec(`INSERT INTO outages (partner, kind, from_day, until_day, entered) VALUES ($1, $2, $3, 0, $3)`, partner, kind, int64(on))
	})
}

// EndOutageOf says that the facts of the partner can be had again from day at on. ErrNotFound: they could all along.
func (s *Store) EndOutageOf(ctx context.Context, act Act, partner program.PartnerID, kind program.Kind, at program.Day) error {
	return s.outageOf(ctx, act, "end outage", partner, kind, at, func(w *work, open int64, on program.Day) error {
		if open == 0 {
			return program.ErrNotFound
		}
		if err := w.exec(`INSERT INTO outages (partner, kind, from_day, until_day, entered)
			SELECT partner, kind, from_day, $2, $2 FROM outages WHERE id = $1`, open, int64(on)); err != nil {
			return err
		}
		return w.exec(`UPDATE outages SET superseded = $2 WHERE id = $1`, open, int64(on))
	})
}

func (s *Store) outageOf(ctx context.Context, act Act, action string, partner program.PartnerID, kind program.Kind, at program.Day,
	change func(w *work, open int64, on program.Day) error,
) error {
	return s.write(ctx, fmt.Sprintf("%s of %s of partner %d", action, kind, partner), func(w *work) error {
		if err := act.complete(); err != nil {
			return err
		}
		ids := []program.PartnerID{partner}
		on, err := w.settle(ids, at)
		if err != nil {
			return err
		}
		var open int64
		if err := w.tx.QueryRowContext(w.ctx, `SELECT COALESCE(MAX(id), 0) FROM outages
			WHERE partner = $1 AND kind = $2 AND until_day = 0 AND superseded = 0`, partner, kind).Scan(&open); err != nil {
			return err
		}
		if err := change(w, open, on); err != nil {
			return err
		}
		if err := w.event(act, happened{action, aboutPartner, partnerSubject(partner), nil, map[string]string{"kind": string(kind), "on": on.String()}}); err != nil {
			return err
		}
		return reevaluateChanged(w, ids, on, false)
	})
}

// OutagesOf returns the kinds of facts that cannot be had of one partner alone.
func (s *Store) OutagesOf(ctx context.Context, partner program.PartnerID) ([]program.Kind, error) {
	var out []program.Kind
	err := each(ctx, s.reader, `SELECT kind FROM outages WHERE partner = $1 AND until_day = 0 AND superseded = 0 ORDER BY kind`, []any{partner}, func(scan scanner) error {
		kind := ""
		err := scan(&kind)
		out = append(out, program.Kind(kind))
		return err
	})
	return out, wrap(err, fmt.Sprintf("read outages of partner %d", partner))
}

// CaseAddress is where a case study is published besides the directory.
type CaseAddress struct {
	Slug string
	URL  string
}

// AddressesToCheck returns public addresses of current case studies that nobody looked at after a day, at most limit.
func (s *Store) AddressesToCheck(ctx context.Context, after program.Day, limit int) ([]CaseAddress, error) {
	var out []CaseAddress
	err := each(ctx, s.reader, `SELECT c.slug, c.address FROM case_studies c WHERE c.superseded = 0 AND c.address <> '' AND NOT EXISTS (
			SELECT 1 FROM link_checks l WHERE l.slug = c.slug AND l.checked > $1)
		ORDER BY c.id LIMIT $2`, []any{int64(after), limit}, func(scan scanner) error {
		var a CaseAddress
		err := scan(&a.Slug, &a.URL)
		out = append(out, a)
		return err
	})
	return out, wrap(err, "look for addresses to check")
}
