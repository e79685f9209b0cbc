package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"partnerdirectory/notify"
	"partnerdirectory/store"
)

// Mailer sends what is in the outbox.
type Mailer struct {
	Store   *store.Store
	Post    *notify.Post // nil: there is no mail server; mails are printed to Console
	Console io.Writer
	Base    string // public base URL, for links
	Log     *slog.Logger
}

// How the mailer works.
const (
	mailEvery = time.Second     // how often it looks for mail
	mailLease = 5 * time.Minute // how long one mail is its own: longer than a conversation with a server takes
	tidyEvery = time.Hour
)

// noServer is what the outbox says of a mail that was printed.
const noServer = "No mail server is configured; the console printed this mail's subject and link."

// again is how long to wait after each failed attempt, about two days in all; after the last the mailer gives up.
func again() []time.Duration {
	return []time.Duration{
		time.Minute, 5 * time.Minute, 20 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
	}
}

// Run sends mails until ctx ends; the one under way is finished.
func (m *Mailer) Run(ctx context.Context) {
	look, tidy := time.NewTicker(mailEvery), time.NewTicker(tidyEvery)
	defer look.Stop()
	defer tidy.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tidy.C:
			if err := m.Store.Tidy(ctx); err != nil && ctx.Err() == nil {
				m.Log.Error("tidy after sign-ins", "error", err)
			}
		case <-look.C:
			if err := errors.Join(m.Tell(ctx), m.SendDue(ctx)); err != nil && ctx.Err() == nil {
				m.Log.Error("send mail", "error", err)
			}
		}
	}
}

// SendDue sends all mails that are due now, one after the other.
func (m *Mailer) SendDue(ctx context.Context) error {
	for ctx.Err() == nil {
		due, err := m.Store.ClaimMail(ctx, 1, mailLease)
		if err != nil || len(due) == 0 {
			return err
		}
		// A mail that was begun is finished: half a conversation would send it twice.
		if err := m.send(context.WithoutCancel(ctx), due[0]); err != nil {
			return err
		}
	}
	return nil
}

func (m *Mailer) send(ctx context.Context, mail store.QueuedMail) error {
	if m.Post == nil {
		fmt.Fprintf(m.Console, "Mail to %s: %s\n", mail.Recipient, mail.Subject)
		if mail.Secret != "" {
			fmt.Fprintf(m.Console, "  %s\n", mail.Secret)
		}
		return m.Store.MailFailed(ctx, mail, noServer, time.Time{})
	}
	err := m.Post.Send(ctx, notify.Parcel{
		ID: mail.ID, Date: mail.Created, To: mail.Recipient, Subject: mail.Subject, Plain: mail.Plain, HTML: mail.HTML,
	})
	if err == nil {
		return m.Store.MailSent(ctx, mail)
	}
	m.Log.Warn("mail not sent", "mail", mail.ID, "attempt", mail.Attempts, "error", err)
	waits := again()
	if errors.Is(err, notify.ErrRefused) || mail.Attempts > len(waits) {
		return m.Store.MailFailed(ctx, mail, err.Error(), time.Time{})
	}
	return m.Store.MailFailed(ctx, mail, err.Error(), m.Store.Now().Add(waits[mail.Attempts-1]))
}
