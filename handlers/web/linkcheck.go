package web

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"code.dny.dev/ssrf"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// Bounds of looking at an address outside.
const (
	linkTime      = 5 * time.Second
	linkRedirects = 3
	linkBytes     = 1 << 20
	linkDays      = 7 // an address is looked at again after as many days
	linkBatch     = 50
)

// OutsideClient returns a client for addresses that strangers wrote: it connects to public addresses only, which is checked
// after the name is resolved and on every redirect, and it uses no proxy.
func OutsideClient() *http.Client {
	dialer := &net.Dialer{Timeout: linkTime, Control: ssrf.New(ssrf.WithPorts(443)).Safe}
	return &http.Client{
		Timeout:   linkTime,
		Transport: &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: linkTime, DisableKeepAlives: true},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > linkRedirects || r.URL.Scheme != "https" {
				return errors.New("it leads on too often, or away from https")
			}
			return nil
		},
	}
}

// LinkChecker looks now and then whether the public addresses of case studies answer.
type LinkChecker struct {
	Store  *store.Store
	Client *http.Client
	Today  func() program.Day
	Log    *slog.Logger
}

// Check looks at every address that is due and returns at how many it looked.
func (l *LinkChecker) Check(ctx context.Context) (int, error) {
	done := 0
	for {
		today := l.Today()
		due, err := l.Store.AddressesToCheck(ctx, today-linkDays, linkBatch)
		if err != nil || len(due) == 0 {
			return done, err
		}
		for _, a := range due {
			reachable := l.answers(ctx, a.URL)
			if ctx.Err() != nil {
				return done, ctx.Err()
			}
			if err := l.Store.RecordLinkCheck(ctx, a.Slug, reachable, today); err != nil {
				return done, err
			}
			if done++; !reachable {
				l.Log.Info("the address of a case study does not answer", "case study", a.Slug, "address", a.URL)
			}
		}
	}
}

// answers reports whether an address answers with a page.
func (l *LinkChecker) answers(ctx context.Context, address string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil || r.URL.Scheme != "https" {
		return false
	}
	r.Header.Set("User-Agent", "PartnerDirectory link check")
	resp, err := l.Client.Do(r)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, linkBytes))
	return err == nil && resp.StatusCode < http.StatusBadRequest
}

// Run checks once a day until the context ends.
func (l *LinkChecker) Run(ctx context.Context) {
	const day = 24 * time.Hour
	for {
		if _, err := l.Check(ctx); err != nil && ctx.Err() == nil {
			l.Log.Error("link check", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(day):
		}
	}
}
