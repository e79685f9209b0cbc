package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// AddPasswordLink stores a one-time link that lets an account choose a password.
// The mails that carry it are queued in the same transaction.
func (s *Store) AddPasswordLink(ctx context.Context, act Act, id AccountID, token string, expires time.Time, mails ...Mail) error {
	return s.write(ctx, fmt.Sprintf("add password link for account %d", id), func(w *work) error {
		if err := w.addPasswordLink(act, id, token, expires); err != nil {
			return err
		}
		return w.queueMail(mails...)
	})
}

func (w *work) addPasswordLink(act Act, id AccountID, token string, expires time.Time) error {
	if err := w.exec(`INSERT INTO password_links (token, account, created, expires, used) VALUES ($1, $2, $3, $4, 0)`,
		Digest(token), id, w.store.now().Unix(), expires.Unix()); err != nil {
		return err
	}
	return w.event(act, onAccount("make password link", id, nil, map[string]string{"opensUntil": expires.UTC().Format(time.RFC3339)}))
}

// AskPassword stores a link for the account with that address and queues the mail that carries it. For an address
// without an account, and past the rule's bound, it does one transaction's work too, and nothing else.
func (s *Store) AskPassword(ctx context.Context, act Act, email, token string, expires time.Time, rule TryRule, mail func(Account) Mail) error {
	return s.write(ctx, "ask for a password link", func(w *work) error {
		try, err := w.beginTry("password "+EmailKey(email), rule)
		if err != nil || try.Locked {
			return err
		}
		var a Account
		err = scanAccount(w.tx.QueryRowContext(w.ctx, `SELECT `+accountColumns+` FROM accounts a WHERE email_key = $1 AND disabled = 0`, EmailKey(email)).Scan, &a)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := w.addPasswordLink(act, a.ID, token, expires); err != nil {
			return err
		}
		return w.queueMail(mail(a))
	})
}

// PasswordLink returns the account whose password the token may set, or ErrNotFound.
func (s *Store) PasswordLink(ctx context.Context, token string) (Account, error) {
	var a Account
	err := scanAccount(s.reader.QueryRowContext(ctx, `SELECT `+accountColumns+` FROM password_links l JOIN accounts a ON a.id = l.account
		WHERE l.token = $1 AND l.used = 0 AND l.expires > $2 AND a.disabled = 0`, Digest(token), s.now().Unix()).Scan, &a)
	return a, wrap(err, "read password link")
}

// UsePasswordLink spends the token and sets the password, with all that SetPassword does; ErrNotFound when the token
// opens nothing.
func (s *Store) UsePasswordLink(ctx context.Context, act Act, token, hash string, mail func(Account) Mail) error {
	return s.write(ctx, "use password link", func(w *work) error {
		var id AccountID
		now := w.store.now().Unix()
		if err := w.tx.QueryRowContext(w.ctx, `UPDATE password_links SET used = $2 WHERE token = $1 AND used = 0 AND expires > $2 RETURNING account`,
			Digest(token), now).Scan(&id); err != nil {
			return err
		}
		var a Account
		if err := scanAccount(w.tx.QueryRowContext(w.ctx, `SELECT `+accountColumns+` FROM accounts a WHERE id = $1 AND disabled = 0`, id).Scan, &a); err != nil {
			return err
		}
		act.Account = a.Email // whoever holds the link reads the account's mail
		if err := w.setPassword(act, id, hash, ""); err != nil {
			return err
		}
		return w.queueMail(mail(a))
	})
}
