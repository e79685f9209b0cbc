package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"partnerdirectory/program"
)

// ProfileDraft is a profile under work, not public yet.
type ProfileDraft struct {
	Partner program.Partner
	Exists  bool  // false: Partner is the published profile
	Version int64 // changes with everything that happens to the draft
	Saved   time.Time
	SavedBy string
}

// ProfileDraft returns a partner's draft, or its published profile where there is none.
func (s *Store) ProfileDraft(ctx context.Context, id program.PartnerID) (ProfileDraft, error) {
	var d ProfileDraft
	err := s.read(ctx, func(q querier) error {
		var err error
		d, err = draftOf(ctx, q, id)
		return err
	})
	return d, wrap(err, fmt.Sprintf("read profile draft of partner %d", id))
}

func draftOf(ctx context.Context, q querier, id program.PartnerID) (ProfileDraft, error) {
	d := ProfileDraft{}
	published, err := publishedProfile(ctx, q, id)
	if err != nil {
		return d, err
	}
	d.Partner = published
	content, saved := "", int64(0)
	err = q.QueryRowContext(ctx, `SELECT version, content, saved, saved_by FROM profile_drafts WHERE partner = $1`, id).
		Scan(&d.Version, &content, &saved, &d.SavedBy)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return d, nil
	case err != nil || content == "":
		return d, err
	}
	d.Exists, d.Saved = true, time.Unix(saved, 0).UTC()
	if err := fromJSON(content, &d.Partner); err != nil {
		return d, err
	}
	// What is no part of a draft is as published.
	d.Partner.ID, d.Partner.Slug, d.Partner.Joined, d.Partner.Confirmed = published.ID, published.Slug, published.Joined, published.Confirmed
	return d, nil
}

func publishedProfile(ctx context.Context, q querier, id program.PartnerID) (program.Partner, error) {
	list, err := loadPartners(ctx, q, these(id))
	if err != nil {
		return program.Partner{}, err
	}
	if len(list) == 0 {
		return program.Partner{}, program.ErrNotFound
	}
	return list[0], nil
}

// SaveProfileDraft keeps a draft for the partner with p.ID and returns its new version. When the draft is not the
// version that the writer began with, nothing is kept and the error is ErrConflict.
func (s *Store) SaveProfileDraft(ctx context.Context, act Act, p program.Partner, version int64) (int64, error) {
	var next int64
	err := s.write(ctx, fmt.Sprintf("save profile draft of partner %d", p.ID), func(w *work) error {
		d, err := draftOf(w.ctx, w.tx, p.ID)
		if err != nil {
			return err
		}
		if next, err = w.setDraft(p.ID, version, toJSON{p}, p.Logo, act.By); err != nil {
			return err
		}
		before, after, err := changes(d.Partner, p)
		if err != nil {
			return err
		}
		return w.event(act, onPartner("save profile draft", p.ID, before, after))
	})
	return next, err
}

// DropProfileDraft forgets a draft of that version, or fails with ErrConflict.
func (s *Store) DropProfileDraft(ctx context.Context, act Act, id program.PartnerID, version int64) error {
	return s.write(ctx, fmt.Sprintf("drop profile draft of partner %d", id), func(w *work) error {
		if _, err := w.setDraft(id, version, "", "", act.By); err != nil {
			return err
		}
		return w.event(act, onPartner("drop profile draft", id, nil, nil))
	})
}

// setDraft replaces the draft's content when its version is still the one given; 0 is the version before the first.
func (w *work) setDraft(id program.PartnerID, version int64, content any, logo, by string) (int64, error) {
	now := w.store.now().Unix()
	if err := w.exec(`INSERT INTO profile_drafts (partner, version, content, logo, saved, saved_by) VALUES ($1, 0, '', '', $2, '')
		ON CONFLICT (partner) DO NOTHING`, id, now); err != nil {
		return 0, err
	}
	var next int64
	err := w.tx.QueryRowContext(w.ctx, `UPDATE profile_drafts SET version = version + 1, content = $3, logo = $4, saved = $5, saved_by = $6
		WHERE partner = $1 AND version = $2 RETURNING version`, id, version, content, logo, now, by).Scan(&next)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("the draft is not at version %d: %w", version, program.ErrConflict)
	}
	return next, err
}

// PublishProfile makes a draft public, but for what a reviewer looks at first: a new name, website or logo is handed in
// for a check, in place of one that waits already, and stays as it is until then. It returns the parts that wait. The
// profile counts as confirmed. ErrConflict says that the draft changed meanwhile.
func (s *Store) PublishProfile(ctx context.Context, act Act, p program.Partner, version int64, on program.Day, by Submitter) ([]program.ProfileField, error) {
	if err := checkPartner(&p); err != nil {
		return nil, err
	}
	var waits []program.ProfileField
	err := s.write(ctx, fmt.Sprintf("publish profile of partner %d", p.ID), func(w *work) error {
		was, err := publishedProfile(w.ctx, w.tx, p.ID)
		if err != nil {
			return err
		}
		if _, err := w.setDraft(p.ID, version, "", "", by.Name); err != nil {
			return err
		}
		if waits = program.CheckedFields(&was, &p); len(waits) > 0 {
			if err := w.submitCheck(act, was, p, by); err != nil {
				return err
			}
		}
		p.Name, p.Website, p.Logo = was.Name, was.Website, was.Logo
		p.Slug, p.Joined, p.Confirmed = was.Slug, was.Joined, on
		return w.replaceProfile(act, "publish profile", was, p)
	})
	return waits, err
}

// replaceProfile writes a profile over the one that was.
func (w *work) replaceProfile(act Act, action string, was, p program.Partner) error {
	if err := w.exactlyOne(updatePartner, partnerValues(&p)...); err != nil {
		return err
	}
	before, after, err := changes(was, p)
	if err != nil {
		return err
	}
	if err := w.event(act, happened{action, aboutPartner, partnerSubject(p.ID), before, after}); err != nil {
		return err
	}
	return w.touch(p.ID)
}
