package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"partnerdirectory/program"
)

// Scope is what a token may do.
type Scope string

// Scopes. Each is the kind of rows that may be sent.
const (
	ScopeMetrics        Scope = "metrics"
	ScopeCertifications Scope = "certifications"
)

// Scopes returns every scope, in the order pages show them.
func Scopes() []Scope { return []Scope{ScopeMetrics, ScopeCertifications} }

// Token lets another system send rows.
type Token struct {
	ID        int64
	Name      string
	Scopes    []Scope
	Created   time.Time
	CreatedBy string
	Expires   time.Time // zero: never
	Used      time.Time // to the minute; zero: never
	Revoked   time.Time // zero: it is not
}

// Valid reports whether a token opens anything at a moment.
func (t *Token) Valid(now time.Time) bool {
	return t.Revoked.IsZero() && (t.Expires.IsZero() || now.Before(t.Expires))
}

// Has reports whether a token has a scope.
func (t *Token) Has(s Scope) bool { return slices.Contains(t.Scopes, s) }

const tokenColumns = `id, name, scopes, created, created_by, expires, used, revoked`

func scanToken(scan scanner) (Token, error) {
	var t Token
	var scopes string
	var created, expires, used, revoked int64
	err := scan(&t.ID, &t.Name, &scopes, &created, &t.CreatedBy, &expires, &used, &revoked)
	for _, s := range strings.Fields(scopes) {
		t.Scopes = append(t.Scopes, Scope(s))
	}
	t.Created, t.Expires, t.Used, t.Revoked = unixTime(created), unixTime(expires), unixTime(used), unixTime(revoked)
	return t, err
}

// AddToken keeps a new token by the digest of its secret. ErrInvalid: it has no name or no scope.
func (s *Store) AddToken(ctx context.Context, act Act, t Token, secret string) (Token, error) {
	if t.Name == "" || len(t.Scopes) == 0 {
		return t, fmt.Errorf("add a token: %w: it needs a name and a scope", program.ErrInvalid)
	}
	err := s.write(ctx, "add token "+t.Name, func(w *work) error {
		t.Created, t.CreatedBy = unixTime(w.store.now().Unix()), act.By
		expires := int64(0)
		if !t.Expires.IsZero() {
			expires = t.Expires.Unix()
		}
		scopes := t.scopesText()
		if err := w.tx.QueryRowContext(w.ctx, `INSERT INTO tokens (name, digest, scopes, created, created_by, expires) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
			t.Name, Digest(secret), scopes, t.Created.Unix(), act.By, expires).Scan(&t.ID); err != nil {
			return err
		}
		return w.event(act, happened{"add token", aboutProgramme, "tokens", nil, t.said()})
	})
	return t, err
}

func (t *Token) scopesText() string {
	list := make([]string, len(t.Scopes))
	for i, s := range t.Scopes {
		list[i] = string(s)
	}
	return strings.Join(list, " ")
}

// said is what the audit trail keeps of a token.
func (t *Token) said() any {
	out := map[string]any{"token": t.ID, "name": t.Name, "scopes": t.Scopes}
	if !t.Expires.IsZero() {
		out["expires"] = t.Expires
	}
	return out
}

// Tokens returns every token, the newest first.
func (s *Store) Tokens(ctx context.Context) ([]Token, error) {
	var out []Token
	err := each(ctx, s.reader, `SELECT `+tokenColumns+` FROM tokens ORDER BY id DESC`, nil, func(scan scanner) error {
		t, err := scanToken(scan)
		out = append(out, t)
		return err
	})
	return out, wrap(err, "read tokens")
}

// RevokeToken ends a token at once. ErrConflict: it was revoked before.
func (s *Store) RevokeToken(ctx context.Context, act Act, id int64) error {
	return s.write(ctx, fmt.Sprintf("revoke token %d", id), func(w *work) error {
		t, err := scanToken(w.tx.QueryRowContext(w.ctx, `SELECT `+tokenColumns+` FROM tokens WHERE id = $1`, id).Scan)
		if err != nil {
			return err
		}
		if !t.Revoked.IsZero() {
			return fmt.Errorf("%w: it was revoked before", program.ErrConflict)
		}
		if err := w.exec(`UPDATE tokens SET revoked = $2 WHERE id = $1`, id, w.store.now().Unix()); err != nil {
			return err
		}
		return w.event(act, happened{"revoke token", aboutProgramme, "tokens", t.said(), nil})
	})
}

// UseToken returns the token of a secret and notes, to the minute, that it was used. ErrNotFound: there is none, or it is no
// longer valid.
func (s *Store) UseToken(ctx context.Context, secret string) (Token, error) {
	t, err := scanToken(s.reader.QueryRowContext(ctx, `SELECT `+tokenColumns+` FROM tokens WHERE digest = $1`, Digest(secret)).Scan)
	now := s.now()
	if err == nil && !t.Valid(now) {
		err = program.ErrNotFound
	}
	if err != nil {
		return Token{}, wrap(err, "find a token")
	}
	if now.Sub(t.Used) < time.Minute {
		return t, nil
	}
	return t, s.write(ctx, "note the use of a token", func(w *work) error {
		return w.exec(`UPDATE tokens SET used = $2 WHERE id = $1`, t.ID, now.Unix())
	})
}
