package store

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Mail is one message to one person, ready to be sent.
type Mail struct {
	Recipient string
	Subject   string
	Plain     string
	HTML      string
	Secret    string // a one-time link in the text; it is blanked out once the mail is on its way
}

// QueuedMail is a mail in the outbox.
type QueuedMail struct {
	Mail
	ID       int64
	Created  time.Time
	Attempts int
	NextTry  time.Time
	Sent     time.Time
	GivenUp  time.Time
	Error    string // what the last attempt failed with
}

// QueueMail puts mails into the outbox. Whatever causes a mail queues it in its own transaction with queueMail.
func (s *Store) QueueMail(ctx context.Context, mails ...Mail) error {
	return s.write(ctx, "queue mail", func(w *work) error { return w.queueMail(mails...) })
}

// queueMail puts mails into the outbox within the transaction that causes them: they go out when it commits, else never.
func (w *work) queueMail(mails ...Mail) error {
	now := w.store.now().Unix()
	for _, m := range mails {
		if err := w.exec(`INSERT INTO outbox (recipient, subject, plain, html, secret, created, attempts, next_try, leased, sent, given_up, error)
			VALUES ($1, $2, $3, $4, $5, $6, 0, $6, 0, 0, 0, '')`, m.Recipient, m.Subject, m.Plain, m.HTML, m.Secret, now); err != nil {
			return err
		}
	}
	return nil
}

const mailColumns = `id, recipient, subject, plain, html, secret, created, attempts, next_try, sent, given_up, error`

func scanMail(scan scanner, m *QueuedMail) error {
	var created, next, sent, given int64
	err := scan(&m.ID, &m.Recipient, &m.Subject, &m.Plain, &m.HTML, &m.Secret, &created, &m.Attempts, &next, &sent, &given, &m.Error)
	m.Created, m.NextTry, m.Sent, m.GivenUp = unixTime(created), unixTime(next), unixTime(sent), unixTime(given)
	return err
}

// ClaimMail takes up to n mails that are due. Nobody else gets them for as long as the lease runs.
func (s *Store) ClaimMail(ctx context.Context, n int, lease time.Duration) ([]QueuedMail, error) {
	const due = `sent = 0 AND given_up = 0 AND next_try <= $1 AND leased <= $1`
	now := s.now().Unix()
	waiting := 0
	// Mostly there is none: that is found out without taking the writer.
	err := s.reader.QueryRowContext(ctx, `SELECT COUNT(*) FROM outbox WHERE `+due, now).Scan(&waiting)
	if err != nil || waiting == 0 {
		return nil, wrap(err, "look for mail")
	}
	var out []QueuedMail
	err = s.write(ctx, "claim mail", func(w *work) error {
		return each(w.ctx, w.tx, `UPDATE outbox SET leased = $2, attempts = attempts + 1
			WHERE id IN (SELECT id FROM outbox WHERE `+due+` ORDER BY id LIMIT $3) RETURNING `+mailColumns,
			[]any{now, s.now().Add(lease).Unix(), n}, func(scan scanner) error {
				out = append(out, QueuedMail{})
				return scanMail(scan, &out[len(out)-1])
			})
	})
	return out, err
}

// blank stands in a sent mail where its one-time link was.
const blank = "(a one-time link)"

// MailSent notes that a claimed mail is delivered, and forgets its one-time link.
func (s *Store) MailSent(ctx context.Context, m QueuedMail) error {
	return s.write(ctx, fmt.Sprintf("note mail %d as sent", m.ID), func(w *work) error {
		return w.finishMail(m, `sent`, "")
	})
}

// MailFailed notes why a claimed mail could not be sent. It is tried again at the moment given, never when that is zero.
func (s *Store) MailFailed(ctx context.Context, m QueuedMail, why string, again time.Time) error {
	return s.write(ctx, fmt.Sprintf("note mail %d as failed", m.ID), func(w *work) error {
		if again.IsZero() {
			return w.finishMail(m, `given_up`, why)
		}
		return w.exactlyOne(`UPDATE outbox SET error = $2, next_try = $3, leased = 0 WHERE id = $1`, m.ID, why, again.Unix())
	})
}

func (w *work) finishMail(m QueuedMail, column, why string) error {
	plain, html := m.Plain, m.HTML
	if m.Secret != "" {
		plain, html = strings.ReplaceAll(plain, m.Secret, blank), strings.ReplaceAll(html, m.Secret, blank)
	}
	return w.exactlyOne(`UPDATE outbox SET `+column+` = $2, error = $3, plain = $4, html = $5, secret = '', leased = 0 WHERE id = $1`,
		m.ID, w.store.now().Unix(), why, plain, html)
}

// MailState chooses mails by what became of them; empty: all.
type MailState string

// States of mails.
const (
	MailsWaiting MailState = "waiting"  // to be sent, or to be tried again
	MailsNotSent MailState = "not-sent" // given up
	MailsSent    MailState = "sent"
)

func (m MailState) where() string {
	switch m {
	case MailsWaiting:
		return `sent = 0 AND given_up = 0`
	case MailsNotSent:
		return `given_up > 0`
	case MailsSent:
		return `sent > 0`
	}
	return `1 = 1`
}

// Outbox returns how many mails are of a state, and the n of them before id before, newest first; 0 starts at the newest. Links
// that were not sent yet are blanked out: they are nobody's to read but the recipient's.
func (s *Store) Outbox(ctx context.Context, state MailState, n int, before int64) (total int, out []QueuedMail, err error) {
	err = s.read(ctx, func(q querier) error {
		if err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM outbox WHERE `+state.where()).Scan(&total); err != nil {
			return err
		}
		return each(ctx, q, `SELECT `+mailColumns+` FROM outbox WHERE `+state.where()+` AND ($2 = 0 OR id < $2) ORDER BY id DESC LIMIT $1`, []any{n, before}, func(scan scanner) error {
			var m QueuedMail
			err := scanMail(scan, &m)
			if m.Secret != "" {
				m.Plain, m.HTML = strings.ReplaceAll(m.Plain, m.Secret, blank), strings.ReplaceAll(m.HTML, m.Secret, blank)
				m.Secret = ""
			}
			out = append(out, m)
			return err
		})
	})
	return total, out, wrap(err, "read outbox")
}
