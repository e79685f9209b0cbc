package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// Session is one browser that is signed in, or on its way to be.
type Session struct {
	ID      string    // hash of what the browser's cookie holds
	Account AccountID // 0: nobody yet
	Created time.Time
	Seen    time.Time
	Expires time.Time
	Address string
	Agent   string
	Data    map[string]string
}

// Digest is how a secret that comes back to us is kept: the secrets are long and random, so a plain hash is enough.
func Digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// SaveSession writes a session, new or changed. A session that signs somebody in comes from SignIn.
func (s *Store) SaveSession(ctx context.Context, x Session) error {
	return s.write(ctx, "save session", func(w *work) error { return w.saveSession(x) })
}

func (w *work) saveSession(x Session) error {
	return w.exec(`INSERT INTO sessions (id, account, created, seen, expires, address, agent, data) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET account = excluded.account, seen = excluded.seen, expires = excluded.expires, data = excluded.data`,
		x.ID, sql.NullInt64{Int64: int64(x.Account), Valid: x.Account != 0}, x.Created.Unix(), x.Seen.Unix(), x.Expires.Unix(),
		x.Address, x.Agent, toJSON{x.Data})
}

// SignIn writes the session of somebody who has just signed in, in place of the browser's earlier one, whose hash may be
// "". Wrong tries of the account are forgotten. how says by what: "password", "passkey".
func (s *Store) SignIn(ctx context.Context, act Act, x Session, earlier, how string) error {
	return s.write(ctx, fmt.Sprintf("sign in account %d", x.Account), func(w *work) error {
		a, err := w.account(x.Account)
		if err != nil {
			return err
		}
		if err := w.exec(`DELETE FROM sessions WHERE id = $1`, earlier); err != nil {
			return err
		}
		if err := w.exec(`DELETE FROM sign_in_tries WHERE address = $1`, Digest(EmailKey(a.Email))); err != nil {
			return err
		}
		if err := w.saveSession(x); err != nil {
			return err
		}
		act.Account = a.Email
		return w.event(act, onAccount("sign in", a.ID, nil, map[string]string{"by": how, "from": x.Address, "browser": x.Agent}))
	})
}

// Refused is a sign-in that was not let in.
type Refused struct {
	Account AccountID // 0: no account has the address that was typed
	Domain  string    // of an address that no account has; the rest of it may be anything, a password too
	By      string    // what did not fit: "password", "code", "passkey"
	From    string    // network address
	Why     string
	Locked  bool // from now on nobody signs in to the account for a while
}

// RefuseSignIn notes a sign-in that was not let in, and queues the mails that tell of it.
func (s *Store) RefuseSignIn(ctx context.Context, act Act, r Refused, mails ...Mail) error {
	return s.write(ctx, "note a refused sign-in", func(w *work) error {
		after := map[string]string{"by": r.By, "from": r.From, "because": r.Why}
		h := onAccount("refuse sign-in", r.Account, nil, after)
		if r.Account == 0 {
			h.subject, after["unknownAddressAt"] = "", r.Domain
		}
		if err := w.event(act, h); err != nil {
			return err
		}
		if r.Locked && r.Account != 0 {
			if err := w.event(Act{Request: act.Request}, onAccount("lock account", r.Account, nil, map[string]string{"because": "too many wrong tries"})); err != nil {
				return err
			}
		}
		return w.queueMail(mails...)
	})
}

const sessionColumns = `id, account, created, seen, expires, address, agent, data`

func scanSession(scan scanner, x *Session) error {
	var account sql.NullInt64
	var created, seen, expires int64
	data := ""
	if err := scan(&x.ID, &account, &created, &seen, &expires, &x.Address, &x.Agent, &data); err != nil {
		return err
	}
	x.Account, x.Created, x.Seen, x.Expires = AccountID(account.Int64), unixTime(created), unixTime(seen), unixTime(expires)
	return fromJSON(data, &x.Data)
}

// Session returns the session with that hash, or ErrNotFound when there is none that still lasts.
func (s *Store) Session(ctx context.Context, id string) (Session, error) {
	var x Session
	err := scanSession(s.reader.QueryRowContext(ctx, `SELECT `+sessionColumns+` FROM sessions WHERE id = $1 AND expires > $2`, id, s.now().Unix()).Scan, &x)
	return x, wrap(err, "read session")
}

// Who returns the account of a session with its memberships: ErrNotFound when it may not sign in (any more). A sample
// account may only where the database is the sample.
func (s *Store) Who(ctx context.Context, id AccountID) (Account, []Membership, error) {
	var a Account
	var of []Membership
	err := s.read(ctx, func(q querier) error {
		if err := scanAccount(q.QueryRowContext(ctx, `SELECT `+accountColumns+` FROM accounts a WHERE a.id = $1 AND a.disabled = 0
			AND (a.sample = 0 OR EXISTS (SELECT 1 FROM meta WHERE name = $2))`, id, MetaSample).Scan, &a); err != nil {
			return err
		}
		var err error
		of, err = memberships(ctx, q, id)
		return err
	})
	return a, of, wrap(err, fmt.Sprintf("read account %d of session", id))
}

// MetaSample is the setting that marks a database which was filled with the sample programme.
const MetaSample = "sample"

// Sessions returns the sessions of an account that still last, the one used last first.
func (s *Store) Sessions(ctx context.Context, id AccountID) ([]Session, error) {
	var out []Session
	err := each(ctx, s.reader, `SELECT `+sessionColumns+` FROM sessions WHERE account = $1 AND expires > $2 ORDER BY seen DESC, id`,
		[]any{id, s.now().Unix()}, func(scan scanner) error {
			out = append(out, Session{})
			return scanSession(scan, &out[len(out)-1])
		})
	return out, wrap(err, fmt.Sprintf("read sessions of account %d", id))
}

// EndSession ends one session; that there is none is no error. act need not say who: it is whose session it was.
func (s *Store) EndSession(ctx context.Context, act Act, id string) error {
	return s.write(ctx, "end session", func(w *work) error {
		var of AccountID
		email := ""
		err := w.tx.QueryRowContext(w.ctx, `SELECT a.id, a.email FROM sessions s JOIN accounts a ON a.id = s.account WHERE s.id = $1`, id).Scan(&of, &email)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if of != 0 {
			act.Account = email
			if err := w.event(act, onAccount("sign out", of, nil, nil)); err != nil {
				return err
			}
		}
		return w.exec(`DELETE FROM sessions WHERE id = $1`, id)
	})
}

// EndSessions ends all sessions of an account but the one named, which may be "".
func (s *Store) EndSessions(ctx context.Context, act Act, id AccountID, keep string) error {
	return s.write(ctx, fmt.Sprintf("end sessions of account %d", id), func(w *work) error {
		ended, err := w.endSessions(id, keep)
		if err != nil {
			return err
		}
		return w.event(act, onAccount("end sessions", id, nil, map[string]int64{"sessionsEnded": ended}))
	})
}

// tidyAfter is how long what sign-ins leave behind is of use.
const tidyAfter = 24 * time.Hour

// Tidy deletes what sign-ins leave behind: ended sessions, old tries, spent links and form keys.
func (s *Store) Tidy(ctx context.Context) error {
	return s.write(ctx, "tidy after sign-ins", func(w *work) error {
		now := w.store.now()
		old := now.Add(-tidyAfter).Unix()
		for query, before := range map[string]int64{
			`DELETE FROM sessions WHERE expires <= $1`:                    now.Unix(),
			`DELETE FROM sign_in_tries WHERE last <= $1 AND locked <= $1`: old,
			`DELETE FROM password_links WHERE expires <= $1`:              old,
			`DELETE FROM form_keys WHERE created <= $1`:                   old,
		} {
			if err := w.exec(query, before); err != nil {
				return err
			}
		}
		return nil
	})
}
