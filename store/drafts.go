package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"partnerdirectory/program"
)

// Draft is a requirement set that is being written. Its tree need not be valid before it is published.
type Draft struct {
	ID             int64
	Specialization string
	Base           int // the version that it is to follow; zero: it is the first
	Root           program.Node
	EffectiveFrom  program.Day // zero: not decided
	Note           string      // why this version exists, for people
	AtOnce         string      // why holders are judged on the effective day; empty: at their renewal
	SparedUntil    program.Day // first day on which labels older than the set are judged on it; zero: none is spared
	ShortNotice    string      // why the notice is shorter than the programme's; empty: it is not
	Revision       int         // of the draft itself; every save raises it
	State          DraftState
	Version        int // that it was published as
	Created        time.Time
	CreatedBy      string
	Changed        time.Time
	ChangedBy      string
}

// DraftState is where a draft stands.
type DraftState string

// States of a draft.
const (
	DraftOpen      DraftState = "open"
	DraftPublished DraftState = "published"
	DraftDiscarded DraftState = "discarded"
)

// DraftMoved says that a draft was saved by somebody else meanwhile. It is an ErrConflict.
type DraftMoved struct {
	Current Draft // as it is now
}

func (e *DraftMoved) Error() string {
	return fmt.Sprintf("draft %d is at revision %d by %s: %v", e.Current.ID, e.Current.Revision, e.Current.ChangedBy, program.ErrConflict)
}

// Unwrap lets errors.Is find ErrConflict.
func (e *DraftMoved) Unwrap() error { return program.ErrConflict }

const draftColumns = `id, specialization, base, root, effective_from, note, at_once, spared_until, short_notice, revision, state, version,
	created, created_by, changed, changed_by`

func scanDraft(scan scanner) (Draft, error) {
	var d Draft
	var root string
	var created, changed int64
	if err := scan(&d.ID, &d.Specialization, &d.Base, &root, &d.EffectiveFrom, &d.Note, &d.AtOnce, &d.SparedUntil, &d.ShortNotice, &d.Revision, &d.State,
		&d.Version, &created, &d.CreatedBy, &changed, &d.ChangedBy); err != nil {
		return d, err
	}
	d.Created, d.Changed = time.Unix(created, 0).UTC(), time.Unix(changed, 0).UTC()
	return d, fromJSON(root, &d.Root)
}

// BeginDraft begins a draft on the newest published version of a specialization's requirements.
func (s *Store) BeginDraft(ctx context.Context, act Act, specialization string) (Draft, error) {
	var d Draft
	err := s.write(ctx, "begin a draft for "+specialization, func(w *work) error {
		p, err := w.programme()
		if err != nil {
			return err
		}
		if _, ok := p.Specialization(specialization); !ok {
			return program.ErrNotFound
		}
		d = Draft{Specialization: specialization, State: DraftOpen, Root: program.Node{ID: "root", Op: program.All}}
		if base, ok := p.Newest(specialization); ok {
			d.Base, d.Root = base.Version, base.Root
		}
		d.Created = time.Unix(s.now().Unix(), 0).UTC()
		d.Changed, d.CreatedBy, d.ChangedBy = d.Created, act.By, act.By
		if err := w.tx.QueryRowContext(w.ctx, `INSERT INTO drafts (specialization, base, root, effective_from, note, at_once, spared_until, short_notice,
			revision, state, version, created, created_by, changed, changed_by)
			VALUES ($1, $2, $3, 0, '', '', 0, '', 0, $4, 0, $5, $6, $5, $6) RETURNING id`,
			specialization, d.Base, toJSON{d.Root}, d.State, d.Created.Unix(), act.By).Scan(&d.ID); err != nil {
			return err
		}
		return w.event(act, happened{"begin draft", aboutRequirements, specialization, nil, map[string]any{"draft": d.ID, "base": d.Base}})
	})
	return d, err
}

// SaveDraft keeps what was typed. d.Revision must be the one that was read: if the draft was saved since, or is open no
// longer, it is *DraftMoved, an ErrConflict. A draft that is to follow a newer version takes that as its Base.
func (s *Store) SaveDraft(ctx context.Context, act Act, d Draft) (Draft, error) {
	root, err := json.Marshal(d.Root)
	if err != nil || len(root) > program.MaxStored {
		return d, fmt.Errorf("save draft %d: %w: a tree of %d bytes, at most %d (%v)", d.ID, program.ErrInvalid, len(root), program.MaxStored, err)
	}
	err = s.write(ctx, fmt.Sprintf("save draft %d", d.ID), func(w *work) error {
		old, err := w.openDraft(d.ID, d.Revision)
		if err != nil {
			return err
		}
		d.Specialization, d.State, d.Created, d.CreatedBy = old.Specialization, old.State, old.Created, old.CreatedBy
		d.Revision, d.Changed, d.ChangedBy = old.Revision+1, time.Unix(s.now().Unix(), 0).UTC(), act.By
		if err := w.exactlyOne(`UPDATE drafts SET base = $2, root = $3, effective_from = $4, note = $5, at_once = $6, short_notice = $7,
			revision = $8, changed = $9, changed_by = $10, spared_until = $11 WHERE id = $1`, d.ID, d.Base, string(root), d.EffectiveFrom, d.Note,
			d.AtOnce, d.ShortNotice, d.Revision, d.Changed.Unix(), d.ChangedBy, d.SparedUntil); err != nil {
			return err
		}
		was, is, err := changes(old, d)
		if err != nil {
			return err
		}
		return w.event(act, happened{"save draft", aboutRequirements, d.Specialization, was, is})
	})
	return d, err
}

// openDraft reads a draft that is to be changed and refuses one that is not as the caller knew it.
func (w *work) openDraft(id int64, revision int) (Draft, error) {
	d, err := scanDraft(w.tx.QueryRowContext(w.ctx, `SELECT `+draftColumns+` FROM drafts WHERE id = $1`, id).Scan)
	if err == nil && (d.Revision != revision || d.State != DraftOpen) {
		err = &DraftMoved{Current: d}
	}
	return d, err
}

// closeDraft ends the editing of a draft.
func (w *work) closeDraft(d Draft, state DraftState, version int, by string) error {
	return w.exactlyOne(`UPDATE drafts SET state = $2, version = $3, revision = revision + 1, changed = $4, changed_by = $5 WHERE id = $1`,
		d.ID, state, version, w.store.now().Unix(), by)
}

// DiscardDraft gives a draft up. It stays readable.
func (s *Store) DiscardDraft(ctx context.Context, act Act, id int64, revision int) error {
	return s.write(ctx, fmt.Sprintf("discard draft %d", id), func(w *work) error {
		d, err := w.openDraft(id, revision)
		if err != nil {
			return err
		}
		if err := w.closeDraft(d, DraftDiscarded, 0, act.By); err != nil {
			return err
		}
		return w.event(act, happened{"discard draft", aboutRequirements, d.Specialization, map[string]int64{"draft": id}, nil})
	})
}

// Draft returns the draft with that number, or ErrNotFound.
func (s *Store) Draft(ctx context.Context, id int64) (Draft, error) {
	d, err := scanDraft(s.reader.QueryRowContext(ctx, `SELECT `+draftColumns+` FROM drafts WHERE id = $1`, id).Scan)
	return d, wrap(err, "read draft "+strconv.FormatInt(id, 10))
}

// Drafts returns the open drafts of a specialization, or of all with an empty one, last changed first.
func (s *Store) Drafts(ctx context.Context, specialization string) ([]Draft, error) {
	var out []Draft
	err := each(ctx, s.reader, `SELECT `+draftColumns+` FROM drafts WHERE state = $1 AND ($2 = '' OR specialization = $2)
		ORDER BY changed DESC, id DESC`, []any{DraftOpen, specialization}, func(scan scanner) error {
		d, err := scanDraft(scan)
		out = append(out, d)
		return err
	})
	return out, wrap(err, "read drafts")
}
