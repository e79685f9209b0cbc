// Package handlers translates between HTTP and the other rooms: it reads a request, asks program, store and search,
// and hands a view one typed struct.
package handlers

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4/middleware"

	"partnerdirectory/badge"
	"partnerdirectory/handlers/portal"
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/static"
	"partnerdirectory/store"
	"partnerdirectory/views"
)

// Options is what a server is wired from.
type Options struct {
	Store     *store.Store
	Live      *Live
	Atlas     *search.Atlas
	BaseURL   string   // public base URL without a trailing slash
	Proxies   []string // CIDR ranges of trusted reverse proxies; empty: clients connect directly
	Workers   int      // processors to draw pages on
	AccessLog bool
	Log       *slog.Logger
	Figures   *Figures
	Enquiries store.EnquiryLimits
	Accounts  Accounts
	FeedRate  int // requests a minute that the API takes from one network address; 0: no limit
}

// Accounts is how people sign in.
type Accounts struct {
	Keys     []string // sign the session cookie; empty: the database's own
	Rate     int      // tries to sign in, each minute and address; 0: unbounded
	NoSample bool     // sample accounts do not sign in
	OpenID   portal.OpenID
}

// Server answers the directory's requests.
type Server struct {
	store *store.Store
	live  *Live
	atlas *search.Atlas
	base  string
	log   *slog.Logger
	files *static.Files
	cache *pageCache
	turns chan struct{} // one for each page being drawn
	asset views.Assets
	keys  []badge.Key // that sign credentials; the first one is in use

	figures *Figures
	forms   drawnForms
	limits  store.EnquiryLimits
	senders *middleware.RateLimiterMemoryStore

	noSample bool // nobody of the sample is told anything
	kit      *web.Kit
}

// New wires a server and returns it as one handler.
func New(o Options) (http.Handler, error) {
	p := o.Live.Current().Programme
	share, err := badge.Share(badge.Preview{
		Programme: p.Name, Title: "Find a verified partner", Line: "Labels that show capability somebody checked",
	})
	if err != nil {
		return nil, fmt.Errorf("draw share picture: %w", err)
	}
	files, err := static.New(map[string][]byte{
		"badges.svg": badge.Sprite(),
		"icon.svg":   badge.Icon(),
		"share.png":  share,
	})
	if err != nil {
		return nil, fmt.Errorf("load static files: %w", err)
	}
	cache, err := newPageCache(secureHeaders(o.BaseURL))
	if err != nil {
		return nil, fmt.Errorf("make page cache: %w", err)
	}
	keys, err := signingKeys(context.Background(), o.Store)
	if err != nil {
		return nil, err
	}
	s := &Server{
		keys: keys, store: o.Store, live: o.Live, atlas: o.Atlas, base: o.BaseURL, log: o.Log,
		files: files, cache: cache, turns: make(chan struct{}, max(1, o.Workers)),
		asset: views.Assets{
			CSS: files.URL("app.css"), JS: files.URL("app.js"), Badges: files.URL("badges.svg"),
			World: files.URL("world.svg"), Icon: files.URL("icon.svg"), Share: files.URL("share.png"),
		},
	}
	if s.forms, err = newDrawnForms(context.Background(), o.Store); err != nil {
		return nil, err
	}
	s.figures, s.limits, s.senders, s.noSample = o.Figures, o.Enquiries, senders(o.Enquiries), o.Accounts.NoSample
	if s.kit, err = s.newKit(o); err != nil {
		return nil, err
	}
	e, err := s.routes(o)
	if err != nil {
		return nil, err
	}
	return s.front(e), nil
}

// bodyTimeout is how long a request's body may take; a form is small.
const bodyTimeout = 15 * time.Second

// front answers what is in the page cache before anything else is asked. Everything else gets the headers that every
// answer has, and goes on.
func (s *Server) front(next http.Handler) http.Handler {
	always := append(secureHeaders(s.base), ownWindow()...)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 0 {
			// Not the server's ReadTimeout: its timer would be set for every request, and nearly all have no body.
			_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyTimeout)) // a test's recorder has none
		}
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			if a, ok := s.cache.get(keyOf(r), s.live.Current().version()); ok {
				s.figures.count(a.seen, r)
				a.write(w, r)
				return
			}
		}
		set(w.Header(), always)
		if r.Method == http.MethodHead {
			r = asGet(r)
		}
		next.ServeHTTP(w, r)
	})
}

// asGet lets HEAD reach GET routes, which Echo answers with 405. net/http drops the body.
func asGet(r *http.Request) *http.Request {
	get := r.WithContext(context.WithValue(r.Context(), headKey{}, true))
	get.Method = http.MethodGet
	return get
}

// headKey marks in its context a request that was a HEAD.
type headKey struct{}

func keyOf(r *http.Request) pageKey {
	return pageKey{path: r.URL.Path, query: r.URL.RawQuery, fragment: r.Header.Get("X-Fragment") != ""}
}

// page starts the base of a page from the snapshot that everything on it comes from.
func (s *Server) page(snap *Snapshot, title, description, path, section string) views.Page {
	return views.Page{
		Site:  s.site(snap),
		Title: title, Description: description, Path: path, Section: section, Today: snap.Day,
	}
}

func (s *Server) site(snap *Snapshot) *views.Site {
	return &views.Site{Base: s.base, Programme: snap.Programme, Atlas: s.atlas, Assets: s.asset, Logo: s.live.logo}
}

// newKit wires what the pages behind the sign-in share.
func (s *Server) newKit(o Options) (*web.Kit, error) {
	keys, err := web.Keys(context.Background(), o.Store, o.Accounts.Keys)
	if err != nil {
		return nil, err
	}
	return web.New(web.Options{
		Store: o.Store, Site: func() *views.Site { return s.site(o.Live.Current()) }, Today: func() program.Day { return o.Live.Current().Day },
		Base: o.BaseURL, Keys: keys, NoSample: o.Accounts.NoSample, Log: o.Log,
	})
}
