package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"partnerdirectory/program"
)

// ClaimLife is how long a claim holds without being renewed.
const ClaimLife = 30 * time.Minute

// Claim says who works on something that waits, and until when that holds.
type Claim struct {
	Account AccountID // 0: nobody
	By      string    // the account's name
	Until   time.Time
}

// Claimed is the error of touching what somebody else works on. It is an ErrConflict.
type Claimed struct{ Claim }

// Error is for the log.
func (c *Claimed) Error() string { return "account " + fmt.Sprint(c.Account) + " works on it" }

// Unwrap makes it an ErrConflict.
func (c *Claimed) Unwrap() error { return program.ErrConflict }

// claimOf returns the claim on something that has not run out.
func claimOf(ctx context.Context, q querier, kind WaitingKind, id int64, now time.Time) (Claim, error) {
	var c Claim
	var until int64
	err := q.QueryRowContext(ctx, `SELECT c.account, c.expires, CASE a.name WHEN '' THEN a.email ELSE a.name END FROM claims c
		JOIN accounts a ON a.id = c.account WHERE c.kind = $1 AND c.id = $2 AND c.expires > $3`, kind, id, now.Unix()).Scan(&c.Account, &until, &c.By)
	if errors.Is(err, sql.ErrNoRows) {
		return Claim{}, nil
	}
	c.Until = moment(until)
	return c, err
}

// Claim says that an account works on something that waits; the account's own claim is renewed. Without over a claim of
// somebody else stands, and the error is Claimed.
func (s *Store) Claim(ctx context.Context, who AccountID, kind WaitingKind, id int64, over bool) error {
	return s.write(ctx, fmt.Sprintf("claim %s %d", kind, id), func(w *work) error {
		now := w.store.now()
		if err := w.exec(`DELETE FROM claims WHERE expires <= $1`, now.Unix()); err != nil {
			return err
		}
		if !over {
			if err := w.unclaimed(who, kind, id); err != nil {
				return err
			}
		}
		return w.exec(`INSERT INTO claims (kind, id, account, expires) VALUES ($1, $2, $3, $4)
			ON CONFLICT (kind, id) DO UPDATE SET account = excluded.account, expires = excluded.expires`, kind, id, who, now.Add(ClaimLife).Unix())
	})
}

// Release ends an account's claim, if it has one.
func (s *Store) Release(ctx context.Context, who AccountID, kind WaitingKind, id int64) error {
	return s.write(ctx, fmt.Sprintf("release %s %d", kind, id), func(w *work) error {
		return w.exec(`DELETE FROM claims WHERE kind = $1 AND id = $2 AND account = $3`, kind, id, who)
	})
}

// unclaimed fails with Claimed when somebody else works on something.
func (w *work) unclaimed(who AccountID, kind WaitingKind, id int64) error {
	c, err := claimOf(w.ctx, w.tx, kind, id, w.store.now())
	if err == nil && c.Account != 0 && c.Account != who {
		return &Claimed{c}
	}
	return err
}

// settled ends the claim on something that waits no longer, and the wait of a first decision on it that nobody confirmed.
func (w *work) settled(kind WaitingKind, id int64) error {
	return errors.Join(w.unclaim(kind, id),
		w.exec(`UPDATE first_decisions SET outcome = $3 WHERE kind = $1 AND evidence = $2 AND outcome = ''`, kind, id, FirstOvertaken))
}

func (w *work) unclaim(kind WaitingKind, id int64) error {
	return w.exec(`DELETE FROM claims WHERE kind = $1 AND id = $2`, kind, id)
}
