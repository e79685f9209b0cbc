package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"partnerdirectory/program"
)

// undoSteps is how many steps of editing can be undone.
const undoSteps = 100

// DraftSteps says what undoing the newest step of a draft takes back and what doing the next one again does; empty: nothing.
type DraftSteps struct {
	Undo string
	Redo string
}

// DraftSteps returns what can be undone and done again in a draft.
func (s *Store) DraftSteps(ctx context.Context, draft int64) (DraftSteps, error) {
	var out DraftSteps
	err := s.read(ctx, func(q querier) error {
		for undone, into := range map[int]*string{0: &out.Undo, 1: &out.Redo} {
			_, what, _, err := nextStep(ctx, q, draft, undone == 1)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return err
			}
			*into = what
		}
		return nil
	})
	return out, wrap(err, fmt.Sprintf("read the steps of draft %d", draft))
}

// nextStep returns the step that undoing or doing again is about: the newest that is done, or the oldest of those undone.
func nextStep(ctx context.Context, q querier, draft int64, redo bool) (id int64, what, root string, err error) {
	query := `SELECT id, what, root FROM draft_steps WHERE draft = $1 AND undone = 0 ORDER BY id DESC LIMIT 1`
	if redo {
		query = `SELECT id, what, root FROM draft_steps WHERE draft = $1 AND undone = 1 ORDER BY id LIMIT 1`
	}
	err = q.QueryRowContext(ctx, query, draft).Scan(&id, &what, &root)
	return id, what, root, err
}

// EditDraft gives a draft another tree and remembers the one before, to be undone; what says in words what was done. The draft
// must be at that revision: otherwise *DraftMoved.
func (s *Store) EditDraft(ctx context.Context, act Act, id int64, revision int, root program.Node, what string) (Draft, error) {
	var d Draft
	err := s.write(ctx, fmt.Sprintf("edit draft %d", id), func(w *work) error {
		old, err := w.openDraft(id, revision)
		if err != nil {
			return err
		}
		if err := w.exec(`DELETE FROM draft_steps WHERE draft = $1 AND undone = 1`, id); err != nil {
			return err
		}
		if err := w.exec(`INSERT INTO draft_steps (draft, what, root) VALUES ($1, $2, $3)`, id, what, toJSON{old.Root}); err != nil {
			return err
		}
		if err := w.exec(`DELETE FROM draft_steps WHERE draft = $1 AND id <= (SELECT id FROM draft_steps WHERE draft = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)`,
			id, undoSteps); err != nil {
			return err
		}
		d, err = w.retree(act, old, root, what)
		return err
	})
	return d, err
}

// UndoDraft takes back the newest step of editing a draft, or does the one that was undone last again. ErrNotFound: there is none.
func (s *Store) UndoDraft(ctx context.Context, act Act, id int64, revision int, redo bool) (Draft, error) {
	var d Draft
	err := s.write(ctx, fmt.Sprintf("undo in draft %d", id), func(w *work) error {
		old, err := w.openDraft(id, revision)
		if err != nil {
			return err
		}
		step, what, text, err := nextStep(w.ctx, w.tx, id, redo)
		if err != nil {
			return err
		}
		var root program.Node
		if err := fromJSON(text, &root); err != nil {
			return err
		}
		undone, said := 1, "undone: "+what
		if redo {
			undone, said = 0, "done again: "+what
		}
		if err := w.exec(`UPDATE draft_steps SET root = $2, undone = $3 WHERE id = $1`, step, toJSON{old.Root}, undone); err != nil {
			return err
		}
		d, err = w.retree(act, old, root, said)
		return err
	})
	return d, err
}

// retree writes another tree into an open draft.
func (w *work) retree(act Act, old Draft, root program.Node, what string) (Draft, error) {
	text, err := json.Marshal(root)
	if err != nil || len(text) > program.MaxStored {
		return old, fmt.Errorf("%w: a tree of %d bytes, at most %d (%v)", program.ErrInvalid, len(text), program.MaxStored, err)
	}
	d := old
	d.Root, d.Revision, d.Changed, d.ChangedBy = root, old.Revision+1, time.Unix(w.store.now().Unix(), 0).UTC(), act.By
	if err := w.exactlyOne(`UPDATE drafts SET root = $2, revision = $3, changed = $4, changed_by = $5 WHERE id = $1`,
		d.ID, string(text), d.Revision, d.Changed.Unix(), d.ChangedBy); err != nil {
		return d, err
	}
	if act.Why == "" {
		act.Why = what
	}
	was, is, err := changes(old, d)
	if err != nil {
		return d, err
	}
	return d, w.event(act, happened{"save draft", aboutRequirements, d.Specialization, was, is})
}

// BeginDraftFrom begins a draft with the tree of another specialization's newest requirements, or with an empty one for "".
// It follows the newest published version as any draft does.
func (s *Store) BeginDraftFrom(ctx context.Context, act Act, specialization, other string) (Draft, error) {
	p, err := s.Programme(ctx)
	if err != nil {
		return Draft{}, err
	}
	root := program.Node{ID: "root", Op: program.All}
	if other != "" {
		set, ok := p.Newest(other)
		if !ok {
			return Draft{}, fmt.Errorf("begin a draft with the requirements of %s: %w", other, program.ErrNotFound)
		}
		root = set.Root.Clone()
	}
	d, err := s.BeginDraft(ctx, act, specialization)
	if err != nil {
		return d, err
	}
	what := "emptied"
	if other != "" {
		what = "taken from " + other
	}
	d, err = s.EditDraft(ctx, act, d.ID, d.Revision, root, what)
	return d, err
}
