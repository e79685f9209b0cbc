package store

import (
	"context"
	"fmt"
	"time"

	"partnerdirectory/program"
)

// Passkey is one key on a device that signs an account in.
type Passkey struct {
	ID         string // credential id, base64url
	Account    AccountID
	Name       string
	Credential []byte // JSON, as the WebAuthn library has it
	Created    time.Time
	Used       time.Time
}

const passkeyColumns = `id, account, name, credential, created, used`

func scanPasskey(scan scanner, k *Passkey) error {
	var created, used int64
	err := scan(&k.ID, &k.Account, &k.Name, &k.Credential, &created, &used)
	k.Created, k.Used = unixTime(created), unixTime(used)
	return err
}

// Passkeys returns an account's passkeys, oldest first.
func (s *Store) Passkeys(ctx context.Context, id AccountID) ([]Passkey, error) {
	var out []Passkey
	err := each(ctx, s.reader, `SELECT `+passkeyColumns+` FROM passkeys WHERE account = $1 ORDER BY created, id`, []any{id}, func(scan scanner) error {
		out = append(out, Passkey{})
		return scanPasskey(scan, &out[len(out)-1])
	})
	return out, wrap(err, fmt.Sprintf("read passkeys of account %d", id))
}

// AddPasskey keeps a new passkey and queues the mail that tells of it; ErrConflict when it is known already.
func (s *Store) AddPasskey(ctx context.Context, act Act, k Passkey, mail Mail) error {
	return s.write(ctx, fmt.Sprintf("add passkey of account %d", k.Account), func(w *work) error {
		if err := w.exec(`INSERT INTO passkeys (id, account, name, credential, created, used) VALUES ($1, $2, $3, $4, $5, 0)`,
			k.ID, k.Account, k.Name, string(k.Credential), w.store.now().Unix()); err != nil {
			return err
		}
		if err := w.event(act, onAccount("add passkey", k.Account, nil, map[string]string{"passkey": k.Name})); err != nil {
			return err
		}
		return w.queueMail(mail)
	})
}

// UsePasskey notes a sign-in with a passkey and what its credential became by it.
func (s *Store) UsePasskey(ctx context.Context, id string, credential []byte) error {
	return s.write(ctx, "use passkey", func(w *work) error {
		return w.exactlyOne(`UPDATE passkeys SET credential = $2, used = $3 WHERE id = $1`, id, string(credential), w.store.now().Unix())
	})
}

// RemovePasskey forgets a passkey of an account, or returns ErrNotFound.
func (s *Store) RemovePasskey(ctx context.Context, act Act, id AccountID, key string, mail Mail) error {
	return s.write(ctx, fmt.Sprintf("remove passkey of account %d", id), func(w *work) error {
		name := ""
		if err := w.tx.QueryRowContext(w.ctx, `DELETE FROM passkeys WHERE account = $1 AND id = $2 RETURNING name`, id, key).Scan(&name); err != nil {
			return err
		}
		if err := w.event(act, onAccount("remove passkey", id, map[string]string{"passkey": name}, nil)); err != nil {
			return err
		}
		return w.queueMail(mail)
	})
}

// SetCodes makes an account ask for time-based codes at sign-in: secret makes them, recovery are codes that work once
// instead. step is the time step that was used to try it out. An empty secret stops asking.
func (s *Store) SetCodes(ctx context.Context, act Act, id AccountID, secret string, step int64, recovery []string, mail Mail) error {
	return s.write(ctx, fmt.Sprintf("set codes of account %d", id), func(w *work) error {
		if err := w.exactlyOne(`UPDATE accounts SET otp_secret = $2, otp_step = $3 WHERE id = $1`, id, secret, step); err != nil {
			return err
		}
		if err := w.exec(`DELETE FROM recovery_codes WHERE account = $1`, id); err != nil {
			return err
		}
		for _, code := range recovery {
			if err := w.exec(`INSERT INTO recovery_codes (account, code, used) VALUES ($1, $2, 0)`, id, Digest(code)); err != nil {
				return err
			}
		}
		action := "turn codes on"
		if secret == "" {
			action = "turn codes off"
		}
		if err := w.event(act, onAccount(action, id, nil, nil)); err != nil {
			return err
		}
		return w.queueMail(mail)
	})
}

// UseCodeStep spends a time step of an account's codes: false when it, or a later one, was used before.
func (s *Store) UseCodeStep(ctx context.Context, id AccountID, step int64) (bool, error) {
	return s.hit(ctx, "use code", nil, `UPDATE accounts SET otp_step = $2 WHERE id = $1 AND otp_step < $2`, id, step)
}

// UseRecoveryCode spends a recovery code: false when the account has no such code, or it was used before.
func (s *Store) UseRecoveryCode(ctx context.Context, act Act, id AccountID, code string) (bool, error) {
	spent := func(w *work) error { return w.event(act, onAccount("use recovery code", id, nil, nil)) }
	return s.hit(ctx, "use recovery code", spent, `UPDATE recovery_codes SET used = $3 WHERE account = $1 AND code = $2 AND used = 0`,
		id, Digest(code), s.now().Unix())
}

// hit runs an update and reports whether it changed a row; then, which may be nil, follows in the same transaction if so.
func (s *Store) hit(ctx context.Context, what string, then func(w *work) error, query string, args ...any) (bool, error) {
	var n int64
	err := s.write(ctx, what, func(w *work) error {
		result, err := w.tx.ExecContext(w.ctx, query, args...)
		if err == nil {
			n, err = result.RowsAffected()
		}
		if err != nil || n == 0 || then == nil {
			return err
		}
		return then(w)
	})
	return n > 0, err
}

// RecoveryCodesLeft returns how many recovery codes of an account are unused.
func (s *Store) RecoveryCodesLeft(ctx context.Context, id AccountID) (int, error) {
	n := 0
	err := s.reader.QueryRowContext(ctx, `SELECT COUNT(*) FROM recovery_codes WHERE account = $1 AND used = 0`, id).Scan(&n)
	return n, wrap(err, "count recovery codes")
}

// Identity is an account at an OpenID provider that signs in to an account here.
type Identity struct {
	Issuer  string
	Subject string
	Account AccountID
	Created time.Time
}

// AccountOf returns the account that an identity signs in to, or ErrNotFound.
func (s *Store) AccountOf(ctx context.Context, issuer, subject string) (AccountID, error) {
	var id AccountID
	err := s.reader.QueryRowContext(ctx, `SELECT account FROM identities WHERE issuer = $1 AND subject = $2`, issuer, subject).Scan(&id)
	return id, wrap(err, "find identity")
}

// Identities returns the identities that sign in to an account.
func (s *Store) Identities(ctx context.Context, id AccountID) ([]Identity, error) {
	var out []Identity
	err := each(ctx, s.reader, `SELECT issuer, subject, created FROM identities WHERE account = $1 ORDER BY created, subject`, []any{id}, func(scan scanner) error {
		x := Identity{Account: id}
		var created int64
		err := scan(&x.Issuer, &x.Subject, &created)
		x.Created = unixTime(created)
		out = append(out, x)
		return err
	})
	return out, wrap(err, fmt.Sprintf("read identities of account %d", id))
}

// Link lets an identity sign in to an account; ErrConflict when it signs in to another one.
func (s *Store) Link(ctx context.Context, act Act, x Identity, mail Mail) error {
	return s.write(ctx, fmt.Sprintf("link account %d", x.Account), func(w *work) error {
		var of AccountID
		err := w.tx.QueryRowContext(w.ctx, `INSERT INTO identities (issuer, subject, account, created) VALUES ($1, $2, $3, $4)
			ON CONFLICT (issuer, subject) DO UPDATE SET created = identities.created RETURNING account`,
			x.Issuer, x.Subject, x.Account, w.store.now().Unix()).Scan(&of)
		if err == nil && of != x.Account {
			return fmt.Errorf("%w: linked with another account", program.ErrConflict)
		}
		if err != nil {
			return err
		}
		if err := w.event(act, onAccount("link sign-in", x.Account, nil, map[string]string{"issuer": x.Issuer, "subject": x.Subject})); err != nil {
			return err
		}
		return w.queueMail(mail)
	})
}

// Unlink ends what Link did, or returns ErrNotFound.
func (s *Store) Unlink(ctx context.Context, act Act, x Identity, mail Mail) error {
	return s.write(ctx, fmt.Sprintf("unlink account %d", x.Account), func(w *work) error {
		if err := w.exactlyOne(`DELETE FROM identities WHERE issuer = $1 AND subject = $2 AND account = $3`, x.Issuer, x.Subject, x.Account); err != nil {
			return err
		}
		if err := w.event(act, onAccount("unlink sign-in", x.Account, map[string]string{"issuer": x.Issuer, "subject": x.Subject}, nil)); err != nil {
			return err
		}
		return w.queueMail(mail)
	})
}
