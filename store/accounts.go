package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"partnerdirectory/program"
)

// AccountID numbers accounts.
type AccountID int64

// Account is one person who can sign in.
type Account struct {
	ID       AccountID
	Email    string
	Name     string
	Password string // argon2id hash; empty: this account has no password
	Staff    program.Staff
	Firm     string // an auditor's
	Sample   bool   // made with the sample programme
	Created  time.Time
	Disabled bool
	OTP      string // secret of the time-based codes; empty: none are asked for
	MailOff  []string
}

// Membership is what an account may do for one partner.
type Membership struct {
	Partner program.PartnerID
	Slug    string
	Name    string
	Role    program.Role
	Since   time.Time
}

// EmailKey is how an address is compared: without regard to case.
func EmailKey(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

const accountColumns = `a.id, a.email, a.name, a.password, a.staff, a.firm, a.sample, a.created, a.disabled, a.otp_secret, a.mail_off`

func scanAccount(scan scanner, a *Account, after ...any) error {
	var created, disabled int64
	off := ""
	err := scan(append([]any{&a.ID, &a.Email, &a.Name, &a.Password, &a.Staff, &a.Firm, &a.Sample, &created, &disabled, &a.OTP, &off}, after...)...)
	a.Created, a.Disabled, a.MailOff = unixTime(created), disabled > 0, strings.Fields(off)
	return err
}

// unixTime reads Unix seconds; 0 is no moment.
func unixTime(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// AddAccount adds an account and returns its number; ErrConflict when the address has one already.
func (s *Store) AddAccount(ctx context.Context, a Account) (AccountID, error) {
	var id AccountID
	err := s.write(ctx, "add account "+a.Email, func(w *work) error {
		var err error
		id, err = w.addAccount(a)
		return err
	})
	return id, err
}

func (w *work) addAccount(a Account) (AccountID, error) {
	var id AccountID
	err := w.tx.QueryRowContext(w.ctx, `INSERT INTO accounts (email, email_key, name, password, staff, firm, sample, created, disabled)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0) RETURNING id`,
		strings.TrimSpace(a.Email), EmailKey(a.Email), a.Name, a.Password, string(a.Staff), a.Firm, a.Sample, w.store.now().Unix()).Scan(&id)
	return id, err
}

// Account returns one account, or ErrNotFound.
func (s *Store) Account(ctx context.Context, id AccountID) (Account, error) {
	var a Account
	err := scanAccount(s.reader.QueryRowContext(ctx, `SELECT `+accountColumns+` FROM accounts a WHERE id = $1`, id).Scan, &a)
	return a, wrap(err, fmt.Sprintf("read account %d", id))
}

// AccountByEmail returns the account with that address, or ErrNotFound.
func (s *Store) AccountByEmail(ctx context.Context, email string) (Account, error) {
	var a Account
	err := scanAccount(s.reader.QueryRowContext(ctx, `SELECT `+accountColumns+` FROM accounts a WHERE email_key = $1`, EmailKey(email)).Scan, &a)
	return a, wrap(err, "find account")
}

// Accounts returns all accounts, by address.
func (s *Store) Accounts(ctx context.Context) ([]Account, error) {
	var out []Account
	err := each(ctx, s.reader, `SELECT `+accountColumns+` FROM accounts a ORDER BY email_key`, nil, func(scan scanner) error {
		out = append(out, Account{})
		return scanAccount(scan, &out[len(out)-1])
	})
	return out, wrap(err, "read accounts")
}

// SetPassword gives an account a new password hash, frees it when it was locked, spends its open password links and
// ends all its sessions but the one named, which may be "".
func (s *Store) SetPassword(ctx context.Context, id AccountID, hash, keepSession string) error {
	return s.write(ctx, fmt.Sprintf("set password of account %d", id), func(w *work) error {
		return w.setPassword(id, hash, keepSession)
	})
}

func (w *work) setPassword(id AccountID, hash, keepSession string) error {
	email := ""
	if err := w.tx.QueryRowContext(w.ctx, `UPDATE accounts SET password = $2 WHERE id = $1 RETURNING email_key`, id, hash).Scan(&email); err != nil {
		return err
	}
	if err := w.exec(`DELETE FROM sign_in_tries WHERE address = $1`, Digest(email)); err != nil {
		return err
	}
	if err := w.exec(`UPDATE password_links SET used = $2 WHERE account = $1 AND used = 0`, id, w.store.now().Unix()); err != nil {
		return err
	}
	return w.exec(`DELETE FROM sessions WHERE account = $1 AND id <> $2`, id, keepSession)
}

// SetStaff says what an account does for the programme; firm is an auditor's.
func (s *Store) SetStaff(ctx context.Context, id AccountID, staff program.Staff, firm string) error {
	return s.write(ctx, fmt.Sprintf("set staff role of account %d", id), func(w *work) error {
		return w.exactlyOne(`UPDATE accounts SET staff = $2, firm = $3 WHERE id = $1`, id, string(staff), firm)
	})
}

// SetName changes how a person is called.
func (s *Store) SetName(ctx context.Context, id AccountID, name string) error {
	return s.write(ctx, fmt.Sprintf("rename account %d", id), func(w *work) error {
		return w.exactlyOne(`UPDATE accounts SET name = $2 WHERE id = $1`, id, name)
	})
}

// SetMailOff keeps which kinds of notices an account does not want by mail.
func (s *Store) SetMailOff(ctx context.Context, id AccountID, kinds []string) error {
	return s.write(ctx, fmt.Sprintf("set mail choices of account %d", id), func(w *work) error {
		return w.exactlyOne(`UPDATE accounts SET mail_off = $2 WHERE id = $1`, id, strings.Join(kinds, " "))
	})
}

// SetDisabled shuts an account out, ending its sessions, or lets it in again.
func (s *Store) SetDisabled(ctx context.Context, id AccountID, disabled bool) error {
	return s.write(ctx, fmt.Sprintf("disable account %d", id), func(w *work) error {
		at := int64(0)
		if disabled {
			at = w.store.now().Unix()
		}
		if err := w.exactlyOne(`UPDATE accounts SET disabled = $2 WHERE id = $1`, id, at); err != nil || !disabled {
			return err
		}
		return w.exec(`DELETE FROM sessions WHERE account = $1`, id)
	})
}

// ForgetSample says that this database is the sample no longer: its sample accounts are shut out for good.
func (s *Store) ForgetSample(ctx context.Context) error {
	return s.write(ctx, "forget that this is the sample", func(w *work) error {
		if err := w.exec(`DELETE FROM meta WHERE name = $1`, MetaSample); err != nil {
			return err
		}
		return w.exec(`DELETE FROM sessions WHERE account IN (SELECT id FROM accounts WHERE sample > 0)`)
	})
}
