// Package web is what the pages behind the sign-in share: who asks, what they may do, sessions, flash messages, forms
// that are sent twice, and drawing. The public pages, which are the same for everybody, need none of it.
package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"partnerdirectory/program"
	"partnerdirectory/store"
	"partnerdirectory/views"
)

// Options is what a kit is made from.
type Options struct {
	Store    *store.Store
	Site     func() *views.Site // of the current snapshot
	Today    func() program.Day
	Base     string   // public base URL
	Keys     [][]byte // sign the session cookie; the first signs, all are accepted
	NoSample bool     // sample accounts do not sign in, whatever the database
	Log      *slog.Logger
}

// Kit is shared by all handlers of private pages. It is safe for concurrent use.
type Kit struct {
	Store     *store.Store
	Site      func() *views.Site
	Today     func() program.Day
	Base      string
	Log       *slog.Logger
	Passwords *Passwords
	sessions  *sessionStore
	noSample  bool
}

// New makes a kit. Passwords are hashed once at the start, for addresses that no account has.
func New(o Options) (*Kit, error) {
	passwords, err := NewPasswords()
	if err != nil {
		return nil, err
	}
	return &Kit{
		Store: o.Store, Site: o.Site, Today: o.Today, Base: o.Base, Log: o.Log, Passwords: passwords,
		sessions: newSessionStore(o.Store, o.Keys, o.HTTPS()), noSample: o.NoSample,
	}, nil
}

// HTTPS reports whether the public address is one.
func (o Options) HTTPS() bool { return strings.HasPrefix(o.Base, "https://") }

// Now is the moment by which sessions and links run out.
func (k *Kit) Now() time.Time { return k.Store.Now() }

// Token draws a secret of 160 random bits in base 32, for links and ids.
func Token() string { return strings.ToLower(rand.Text() + rand.Text())[:32] }

// Page starts the base of a private page: never indexed.
func (k *Kit) Page(c echo.Context, title, section string) views.Page {
	return views.Page{
		Site: k.Site(), Title: title, Path: c.Request().URL.Path, Section: section, NoIndex: true, Today: k.Today(),
	}
}

// Render draws a private page whole before the first byte goes out. Nobody may keep it.
func (k *Kit) Render(c echo.Context, status int, view templ.Component) error {
	var body bytes.Buffer
	if err := view.Render(c.Request().Context(), &body); err != nil {
		return fmt.Errorf("render %s: %w", c.Request().URL.Path, err)
	}
	NoStore(c)
	return c.HTMLBlob(status, body.Bytes())
}

// NoStore keeps an answer out of every cache.
func NoStore(c echo.Context) { c.Response().Header().Set(echo.HeaderCacheControl, "no-store") }

// See sends the browser to another page of this site after a form was accepted.
func (k *Kit) See(c echo.Context, path string) error {
	NoStore(c)
	return c.Redirect(http.StatusSeeOther, path)
}

// Refusal is an error that has words of its own for the page that shows it.
type Refusal struct {
	Status  int
	Heading string
	Text    string
	SignIn  bool // signing in may help
}

// Error is for the log.
func (r Refusal) Error() string { return fmt.Sprintf("refused with %d: %s", r.Status, r.Heading) }

// Keys returns the keys of the session cookie: those configured, else the database's own, made when it has none.
func Keys(ctx context.Context, st *store.Store, configured []string) ([][]byte, error) {
	if len(configured) > 0 {
		return parseKeys(configured)
	}
	own, err := st.MetaOrSet(ctx, "session keys", rand.Text()+rand.Text())
	if err != nil {
		return nil, err
	}
	return [][]byte{[]byte(own)}, nil
}

// Bounds of a session key that counts as a secret.
const (
	keyLength  = 32
	keyLetters = 12 // different ones
)

func parseKeys(configured []string) ([][]byte, error) {
	var out [][]byte
	for i, key := range configured {
		different := map[rune]bool{}
		for _, r := range key {
			different[r] = true
		}
		if len(key) < keyLength || len(different) < keyLetters {
			return nil, fmt.Errorf("session key %d is weak: want at least %d random characters, such as `openssl rand -base64 32` prints", i+1, keyLength)
		}
		out = append(out, []byte(key))
	}
	return out, nil
}
