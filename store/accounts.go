package store

import (
	"context"
	"errors"
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
func (s *Store) AddAccount(ctx context.Context, act Act, a Account) (AccountID, error) {
	var id AccountID
	err := s.write(ctx, "add account "+a.Email, func(w *work) error {
		var err error
		id, err = w.addAccount(act, a)
		return err
	})
	return id, err
}

func (w *work) addAccount(act Act, a Account) (AccountID, error) {
	var id AccountID
	err := w.tx.QueryRowContext(w.ctx, `INSERT INTO accounts (email, email_key, name, password, staff, firm, sample, created, disabled)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0) RETURNING id`,
		strings.TrimSpace(a.Email), EmailKey(a.Email), a.Name, a.Password, string(a.Staff), a.Firm, a.Sample, w.store.now().Unix()).Scan(&id)
	if err != nil {
		return 0, err
	}
	return id, w.event(act, onAccount("add account", id, nil, map[string]any{
		"email": strings.TrimSpace(a.Email), "name": a.Name, "staff": a.Staff, "firm": a.Firm, "sample": a.Sample,
	}))
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
func (s *Store) SetPassword(ctx context.Context, act Act, id AccountID, hash, keepSession string) error {
	return s.write(ctx, fmt.Sprintf("set password of account %d", id), func(w *work) error {
		return w.setPassword(act, id, hash, keepSession)
	})
}

func (w *work) setPassword(act Act, id AccountID, hash, keepSession string) error {
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
	ended, err := w.endSessions(id, keepSession)
	if err != nil {
		return err
	}
	return w.event(act, onAccount("set password", id, nil, map[string]int64{"sessionsEnded": ended}))
}

// endSessions ends all sessions of an account but the one named, and returns how many there were.
func (w *work) endSessions(id AccountID, keep string) (int64, error) {
	result, err := w.tx.ExecContext(w.ctx, `DELETE FROM sessions WHERE account = $1 AND id <> $2`, id, keep)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// ErrLastAdmin says that nobody would be left to maintain the programme.
var ErrLastAdmin = errors.New("the last admin stays")

// needAdmin fails with ErrLastAdmin when an account that was an admin leaves none who may sign in. Whoever holds the database
// file makes another one from the command line.
func (w *work) needAdmin(act Act, was Account) error {
	if act.By == CommandLine || was.Staff != program.Admin || was.Disabled {
		return nil
	}
	n := 0
	err := w.tx.QueryRowContext(w.ctx, `SELECT COUNT(*) FROM accounts WHERE staff = $1 AND disabled = 0
		AND (sample = 0 OR EXISTS (SELECT 1 FROM meta WHERE name = $2))`, string(program.Admin), MetaSample).Scan(&n)
	if err == nil && n == 0 {
		return ErrLastAdmin
	}
	return err
}

func (w *work) account(id AccountID) (Account, error) {
	var a Account
	err := scanAccount(w.tx.QueryRowContext(w.ctx, `SELECT `+accountColumns+` FROM accounts a WHERE id = $1`, id).Scan, &a)
	return a, err
}

// SetStaff says what an account does for the programme; firm is an auditor's. ErrLastAdmin: nobody would be left to
// maintain the programme.
func (s *Store) SetStaff(ctx context.Context, act Act, id AccountID, staff program.Staff, firm string) error {
	return s.write(ctx, fmt.Sprintf("set staff role of account %d", id), func(w *work) error {
		was, err := w.account(id)
		if err != nil {
			return err
		}
		if err := w.exactlyOne(`UPDATE accounts SET staff = $2, firm = $3 WHERE id = $1`, id, string(staff), firm); err != nil {
			return err
		}
		if err := w.needAdmin(act, was); err != nil {
			return err
		}
		return w.event(act, onAccount("change staff role", id,
			map[string]any{"staff": was.Staff, "firm": was.Firm}, map[string]any{"staff": staff, "firm": firm}))
	})
}

// SetName changes how a person is called.
func (s *Store) SetName(ctx context.Context, act Act, id AccountID, name string) error {
	return s.write(ctx, fmt.Sprintf("rename account %d", id), func(w *work) error {
		was, err := w.account(id)
		if err != nil {
			return err
		}
		if err := w.exactlyOne(`UPDATE accounts SET name = $2 WHERE id = $1`, id, name); err != nil {
			return err
		}
		return w.event(act, onAccount("rename account", id, map[string]string{"name": was.Name}, map[string]string{"name": name}))
	})
}

// SetMailOff keeps which kinds of notices an account does not want by mail.
func (s *Store) SetMailOff(ctx context.Context, act Act, id AccountID, kinds []string) error {
	return s.write(ctx, fmt.Sprintf("set mail choices of account %d", id), func(w *work) error {
		was, err := w.account(id)
		if err != nil {
			return err
		}
		if err := w.exactlyOne(`UPDATE accounts SET mail_off = $2 WHERE id = $1`, id, strings.Join(kinds, " ")); err != nil {
			return err
		}
		return w.event(act, onAccount("choose mails", id, map[string]any{"notByMail": was.MailOff}, map[string]any{"notByMail": kinds}))
	})
}

// SetDisabled shuts an account out, ending its sessions, or lets it in again. ErrLastAdmin: nobody would be left to
// maintain the programme.
func (s *Store) SetDisabled(ctx context.Context, act Act, id AccountID, disabled bool) error {
	return s.write(ctx, fmt.Sprintf("disable account %d", id), func(w *work) error {
		was, err := w.account(id)
		if err != nil {
			return err
		}
		if !disabled {
			if err := w.exactlyOne(`UPDATE accounts SET disabled = 0 WHERE id = $1`, id); err != nil {
				return err
			}
			return w.event(act, onAccount("enable account", id, nil, nil))
		}
		if err := w.exactlyOne(`UPDATE accounts SET disabled = $2 WHERE id = $1`, id, w.store.now().Unix()); err != nil {
			return err
		}
		if err := w.needAdmin(act, was); err != nil {
			return err
		}
		ended, err := w.endSessions(id, "")
		if err != nil {
			return err
		}
		return w.event(act, onAccount("disable account", id, nil, map[string]int64{"sessionsEnded": ended}))
	})
}

// ForgetSample says that this database is the sample no longer: its sample accounts are shut out for good.
func (s *Store) ForgetSample(ctx context.Context, act Act) error {
	return s.write(ctx, "forget that this is the sample", func(w *work) error {
		if err := w.event(act, happened{action: "shut out sample accounts", kind: aboutProgramme}); err != nil {
			return err
		}
		if err := w.exec(`DELETE FROM meta WHERE name = $1`, MetaSample); err != nil {
			return err
		}
		return w.exec(`DELETE FROM sessions WHERE account IN (SELECT id FROM accounts WHERE sample > 0)`)
	})
}
