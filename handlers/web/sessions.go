package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"

	"partnerdirectory/store"
)

// How long a session lasts.
const (
	sessionLife = 30 * 24 * time.Hour // at most
	sessionIdle = 14 * 24 * time.Hour // without a visit
	stepLife    = 15 * time.Minute    // between the steps of a sign-in
	seenEvery   = 10 * time.Minute    // how exactly a visit is noted
)

// hintCookie tells the script of the public pages, which are the same for everybody, that somebody is signed in.
const hintCookie = "signed-in"

// sessionStore keeps gorilla's sessions in the database. The cookie holds a signed random id and nothing else; the
// table holds the id's hash, so that a copy of the database opens no session.
type sessionStore struct {
	store  *store.Store
	codecs []securecookie.Codec
	name   string
	secure bool
}

func newSessionStore(st *store.Store, keys [][]byte, https bool) *sessionStore {
	s := &sessionStore{store: st, name: "session", secure: https}
	if https {
		s.name = "__Host-session"
	}
	for _, key := range keys {
		codec := securecookie.New(key, nil)
		codec.MaxAge(int(sessionLife / time.Second))
		s.codecs = append(s.codecs, codec)
	}
	return s
}

// row is the key under which a session carries its row of the table.
type row struct{}

// Get returns the request's session; one that is new when the request brings none.
func (s *sessionStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(s, name)
}

// New reads the session that the request's cookie names.
func (s *sessionStore) New(r *http.Request, name string) (*sessions.Session, error) {
	session := sessions.NewSession(s, name)
	session.IsNew = true
	now := s.store.Now()
	session.Values[row{}] = store.Session{Created: now, Seen: now, Agent: shorten(r.UserAgent(), agentMost)}
	cookie, err := r.Cookie(name)
	if err != nil {
		return session, nil //nolint:nilerr // no cookie, no session
	}
	id := ""
	if securecookie.DecodeMulti(name, cookie.Value, &id, s.codecs...) != nil {
		return session, nil // forged, or signed by a key that was retired
	}
	kept, err := s.store.Session(r.Context(), store.Digest(id))
	switch {
	case isNotFound(err):
		return session, nil
	case err != nil:
		return session, err
	}
	session.ID, session.IsNew = id, false
	session.Values[row{}] = kept
	for k, v := range kept.Data {
		session.Values[k] = v
	}
	return session, nil
}

// Save writes the session and its cookie; a negative MaxAge ends both.
func (s *sessionStore) Save(r *http.Request, w http.ResponseWriter, session *sessions.Session) error {
	if session.Options.MaxAge < 0 {
		http.SetCookie(w, s.cookie(session.Name(), "", -1))
		if session.ID == "" {
			return nil
		}
		return s.store.EndSession(r.Context(), store.Act{By: store.Visitor, Request: w.Header().Get(echo.HeaderXRequestID)}, store.Digest(session.ID))
	}
	return s.write(w, session, func(x store.Session) error { return s.store.SaveSession(r.Context(), x) })
}

// write gives a session its id and its times, lets keep store it, and sets the cookie of a fresh one.
func (s *sessionStore) write(w http.ResponseWriter, session *sessions.Session, keep func(store.Session) error) error {
	x, _ := session.Values[row{}].(store.Session)
	fresh := session.ID == ""
	if fresh {
		session.ID = Token()
	}
	x.ID, x.Data = store.Digest(session.ID), map[string]string{}
	for k, v := range session.Values {
		if name, ok := k.(string); ok {
			x.Data[name] = fmt.Sprint(v)
		}
	}
	now := s.store.Now()
	x.Seen = now
	x.Expires = now.Add(stepLife)
	if x.Account != 0 {
		x.Expires = earlier(now.Add(sessionIdle), x.Created.Add(sessionLife))
	}
	session.Values[row{}] = x
	if err := keep(x); err != nil {
		return err
	}
	if !fresh {
		return nil
	}
	value, err := securecookie.EncodeMulti(session.Name(), session.ID, s.codecs...)
	if err != nil {
		return fmt.Errorf("sign session cookie: %w", err)
	}
	http.SetCookie(w, s.cookie(session.Name(), value, int(x.Expires.Sub(now)/time.Second)))
	return nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func (s *sessionStore) cookie(name, value string, maxAge int) *http.Cookie {
	return sessions.NewCookie(name, value, &sessions.Options{
		Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode,
	})
}

// agentMost is how much of a browser's name is kept.
const agentMost = 300

func shorten(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

func (k *Kit) session(c echo.Context) (*sessions.Session, store.Session, error) {
	session, err := k.sessions.Get(c.Request(), k.sessions.name)
	if err != nil {
		return session, store.Session{}, fmt.Errorf("read session: %w", err)
	}
	x, _ := session.Values[row{}].(store.Session)
	return session, x, nil
}

// Value returns what an earlier step of this browser left in the session, "" for nothing.
func (k *Kit) Value(c echo.Context, name string) (string, error) {
	session, _, err := k.session(c)
	value, _ := session.Values[name].(string)
	return value, err
}

// SetValue leaves something in the session for a later step; "" takes it out. A browser without a session gets one
// that lasts a quarter of an hour.
func (k *Kit) SetValue(c echo.Context, name, value string) error {
	session, x, err := k.session(c)
	if err != nil {
		return err
	}
	if value == "" {
		if _, there := session.Values[name]; !there {
			return nil
		}
		delete(session.Values, name)
	} else {
		session.Values[name] = value
	}
	x.Address = c.RealIP()
	session.Values[row{}] = x
	return session.Save(c.Request(), c.Response())
}

// SignIn makes a new session for an account, under a new id: one that somebody planted before is worth nothing. how is by
// what they signed in, for the audit trail.
func (k *Kit) SignIn(c echo.Context, id store.AccountID, how string) error {
	session, _, err := k.session(c)
	if err != nil {
		return err
	}
	earlier := ""
	if session.ID != "" {
		earlier = store.Digest(session.ID)
	}
	now := k.Now()
	session.ID = ""
	clear(session.Values)
	session.Values[row{}] = store.Session{
		Account: id, Created: now, Address: c.RealIP(), Agent: shorten(c.Request().UserAgent(), agentMost),
	}
	keep := func(x store.Session) error {
		return k.Store.SignIn(c.Request().Context(), Someone(c), x, earlier, how)
	}
	if err := k.sessions.write(c.Response(), session, keep); err != nil {
		return err
	}
	c.SetCookie(k.hint("1", int(sessionIdle/time.Second)))
	return nil
}

// SignOut ends the browser's session.
func (k *Kit) SignOut(c echo.Context) error {
	session, _, err := k.session(c)
	if err != nil {
		return err
	}
	session.Options.MaxAge = -1
	if err := session.Save(c.Request(), c.Response()); err != nil {
		return err
	}
	c.SetCookie(k.hint("", -1))
	return nil
}

func (k *Kit) hint(value string, maxAge int) *http.Cookie {
	return &http.Cookie{Name: hintCookie, Value: value, Path: "/", MaxAge: maxAge, Secure: k.sessions.secure, SameSite: http.SameSiteLaxMode}
}
