package store

import (
	"context"
)

// Secret returns a random text of this database under a name, the same for every process and after every start. The
// first who asks makes it; fresh is kept when there is none yet.
func (s *Store) Secret(ctx context.Context, name, fresh string) (string, error) {
	secret := ""
	err := s.write(ctx, "make secret "+name, func(w *work) error {
		return w.tx.QueryRowContext(w.ctx, `INSERT INTO meta (name, value) VALUES ($1, $2)
			ON CONFLICT (name) DO UPDATE SET value = meta.value RETURNING value`, "secret "+name, fresh).Scan(&secret)
	})
	return secret, err
}
