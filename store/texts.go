package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"partnerdirectory/program"
)

// Text is a sentence that those who decide need often.
type Text struct {
	ID        int64
	Kind      WaitingKind // of what it is said; empty: of every kind
	Text      string
	Revision  int       // every save raises it
	Changed   time.Time // zero: it came with the product
	ChangedBy string
}

const textColumns = `id, kind, text, revision, changed, changed_by`

func scanText(scan scanner) (Text, error) {
	var t Text
	var changed int64
	err := scan(&t.ID, &t.Kind, &t.Text, &t.Revision, &changed, &t.ChangedBy)
	t.Changed = unixTime(changed)
	return t, err
}

// Texts returns every reusable text, those of every kind last, each kind in the order in which they were added.
func (s *Store) Texts(ctx context.Context) ([]Text, error) {
	var out []Text
	err := each(ctx, s.reader, `SELECT `+textColumns+` FROM texts ORDER BY kind = '', kind, id`, nil, func(scan scanner) error {
		t, err := scanText(scan)
		out = append(out, t)
		return err
	})
	return out, wrap(err, "read reusable texts")
}

// Text returns one reusable text, or ErrNotFound.
func (s *Store) Text(ctx context.Context, id int64) (Text, error) {
	t, err := scanText(s.reader.QueryRowContext(ctx, `SELECT `+textColumns+` FROM texts WHERE id = $1`, id).Scan)
	return t, wrap(err, "read text "+strconv.FormatInt(id, 10))
}

// SaveText keeps a reusable text: a new one when its ID is zero, else in place of the revision that was read. ErrConflict: the
// same text is there already, or somebody else saved meanwhile.
func (s *Store) SaveText(ctx context.Context, act Act, t Text) (Text, error) {
	err := s.write(ctx, "save a reusable text", func(w *work) error {
		now := w.store.now()
		if t.ID == 0 {
			if err := w.tx.QueryRowContext(w.ctx, `INSERT INTO texts (kind, text, changed, changed_by) VALUES ($1, $2, $3, $4) RETURNING id, revision`,
				t.Kind, t.Text, now.Unix(), act.By).Scan(&t.ID, &t.Revision); err != nil {
				return err
			}
			return w.event(act, happened{"add text", aboutProgramme, "texts", nil, t.said()})
		}
		old, err := w.textAt(t)
		if err != nil {
			return err
		}
		if err := w.exec(`UPDATE texts SET kind = $2, text = $3, revision = revision + 1, changed = $4, changed_by = $5 WHERE id = $1`,
			t.ID, t.Kind, t.Text, now.Unix(), act.By); err != nil {
			return err
		}
		t.Revision++
		return w.event(act, happened{"save text", aboutProgramme, "texts", old.said(), t.said()})
	})
	return t, err
}

// RemoveText forgets a reusable text as it was read. What was decided with it keeps its words. ErrConflict: somebody else
// saved it meanwhile.
func (s *Store) RemoveText(ctx context.Context, act Act, t Text) error {
	return s.write(ctx, "remove a reusable text", func(w *work) error {
		old, err := w.textAt(t)
		if err != nil {
			return err
		}
		if err := w.exec(`DELETE FROM texts WHERE id = $1`, t.ID); err != nil {
			return err
		}
		return w.event(act, happened{"remove text", aboutProgramme, "texts", old.said(), nil})
	})
}

// textAt reads a text that is to be changed and refuses one that is not as the caller knew it.
func (w *work) textAt(t Text) (Text, error) {
	old, err := scanText(w.tx.QueryRowContext(w.ctx, `SELECT `+textColumns+` FROM texts WHERE id = $1`, t.ID).Scan)
	if err == nil && old.Revision != t.Revision {
		err = fmt.Errorf("%w: %s saved the text meanwhile", program.ErrConflict, old.ChangedBy)
	}
	return old, err
}

// said is what the audit trail keeps of a text.
func (t *Text) said() any { return map[string]string{"kind": string(t.Kind), "text": t.Text} }
