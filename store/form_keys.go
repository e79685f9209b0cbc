package store

import (
	"context"
	"time"
)

// abandonedAfter is when a form that was begun and not finished may be begun again: its process died.
const abandonedAfter = time.Minute

// BeginForm claims a form's key for an account. first is true for the one who is to do the form's work; everybody else
// gets the outcome of the first, "" while that is under way.
func (s *Store) BeginForm(ctx context.Context, id AccountID, key string) (first bool, outcome string, err error) {
	err = s.write(ctx, "begin form", func(w *work) error {
		now, started := w.store.now().Unix(), int64(0)
		result, err := w.tx.ExecContext(w.ctx, `INSERT INTO form_keys (account, key, created, outcome) VALUES ($1, $2, $3, '')
			ON CONFLICT (account, key) DO UPDATE SET created = excluded.created WHERE form_keys.outcome = '' AND form_keys.created <= $4`,
			id, key, now, now-int64(abandonedAfter/time.Second))
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		if first = n == 1; err != nil || first {
			return err
		}
		return w.tx.QueryRowContext(w.ctx, `SELECT outcome, created FROM form_keys WHERE account = $1 AND key = $2`, id, key).Scan(&outcome, &started)
	})
	return first, outcome, err
}

// FinishForm keeps where a form's work led, for everybody who sends it again. An empty outcome frees the key: nothing
// was done.
func (s *Store) FinishForm(ctx context.Context, id AccountID, key, outcome string) error {
	return s.write(ctx, "finish form", func(w *work) error {
		if outcome == "" {
			return w.exec(`DELETE FROM form_keys WHERE account = $1 AND key = $2`, id, key)
		}
		return w.exec(`UPDATE form_keys SET outcome = $3 WHERE account = $1 AND key = $2`, id, key, outcome)
	})
}
