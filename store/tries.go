package store

import (
	"context"
	"time"
)

// TryRule bounds wrong sign-ins: after Most of them an address is locked for Lock. Tries older than Forget do not count.
type TryRule struct {
	Most   int
	Lock   time.Duration
	Forget time.Duration
}

// Try is one sign-in that is about to be checked.
type Try struct {
	Locked bool // nobody signs in with this address now, whatever they know
	Last   bool // when this one is wrong too, the address is locked
}

// BeginTry counts a sign-in before it is checked, so that tries side by side cannot outrun the count. It does the
// same work for addresses that no account has.
func (s *Store) BeginTry(ctx context.Context, email string, rule TryRule) (Try, error) {
	var t Try
	err := s.write(ctx, "count sign-in", func(w *work) error {
		var err error
		t, err = w.beginTry(EmailKey(email), rule)
		return err
	})
	return t, err
}

func (w *work) beginTry(what string, rule TryRule) (Try, error) {
	var t Try
	now, key := w.store.now(), Digest(what)
	var failures int
	var locked int64
	if err := w.tx.QueryRowContext(w.ctx, `INSERT INTO sign_in_tries (address, failures, last, locked) VALUES ($1, 1, $2, 0)
		ON CONFLICT (address) DO UPDATE SET
			failures = CASE WHEN sign_in_tries.locked > $2 THEN sign_in_tries.failures
				WHEN sign_in_tries.locked > 0 OR sign_in_tries.last <= $3 THEN 1 ELSE sign_in_tries.failures + 1 END,
			locked = CASE WHEN sign_in_tries.locked > $2 THEN sign_in_tries.locked ELSE 0 END,
			last = $2
		RETURNING failures, locked`, key, now.Unix(), now.Add(-rule.Forget).Unix()).Scan(&failures, &locked); err != nil {
		return t, err
	}
	t.Locked = locked > now.Unix()
	t.Last = !t.Locked && failures >= rule.Most
	if !t.Last {
		return t, nil
	}
	return t, w.exec(`UPDATE sign_in_tries SET locked = $2 WHERE address = $1`, key, now.Add(rule.Lock).Unix())
}

// ForgetTries says that a sign-in was right.
func (s *Store) ForgetTries(ctx context.Context, email string) error {
	return s.write(ctx, "forget tries", func(w *work) error {
		return w.exec(`DELETE FROM sign_in_tries WHERE address = $1`, Digest(EmailKey(email)))
	})
}
