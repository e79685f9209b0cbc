package handlers

import (
	"bytes"
	"fmt"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
)

// show renders a public page from one snapshot, keeps it for the next who asks, and sends it.
func (s *Server) show(c echo.Context, snap *Snapshot, view templ.Component) error {
	return s.showTo(c, snap, view, nil)
}

// showTo shows a page whose looks are counted.
func (s *Server) showTo(c echo.Context, snap *Snapshot, view templ.Component, seen *audience) error {
	a, err := s.draw(c, snap, view, seen)
	if err != nil {
		return err
	}
	return s.send(c, a)
}

// inTurn is show for pages that keep a processor busy: it draws as many at a time as there are processors, in the order
// they were asked for, so that one that was begun is soon done. Sending is no part of the turn: clients may be slow.
func (s *Server) inTurn(c echo.Context, draw func() (*answer, error)) error {
	ctx := c.Request().Context()
	select {
	case s.turns <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	a, err := func() (*answer, error) {
		defer func() { <-s.turns }()
		a, err := draw()
		if err == nil && acceptsGzip(c.Request().Header.Get(echo.HeaderAcceptEncoding)) {
			a.compressed()
		}
		return a, err
	}()
	if err != nil {
		return err
	}
	return s.send(c, a)
}

// draw renders a public page and keeps it for all who ask; seen counts who looks at it, when somebody wants to know.
func (s *Server) draw(c echo.Context, snap *Snapshot, view templ.Component, seen *audience) (*answer, error) {
	body, err := render(c, view)
	if err != nil {
		return nil, err
	}
	return s.keep(c, snap, echo.MIMETextHTMLCharsetUTF8, body, seen), nil
}

// render draws a view whole, so that what fails half-way is not sent.
func render(c echo.Context, view templ.Component) ([]byte, error) {
	r := c.Request()
	body := templ.GetBuffer()
	defer templ.ReleaseBuffer(body)
	if err := view.Render(r.Context(), body); err != nil {
		return nil, fmt.Errorf("render %s: %w", r.URL.Path, err)
	}
	return bytes.Clone(body.Bytes()), nil
}

// keep caches a finished public answer.
func (s *Server) keep(c echo.Context, snap *Snapshot, contentType string, body []byte, seen *audience) *answer {
	a := s.cache.newAnswer(contentType, body, snap.version())
	a.seen = seen
	s.cache.put(keyOf(c.Request()), a)
	return a
}

// sendStatus caches and sends a finished public answer of any status; shared ones may be used by other sites.
func (s *Server) sendStatus(c echo.Context, snap *Snapshot, status int, contentType string, body []byte, shared bool, seen *audience) error {
	a := s.cache.newAnswer(contentType, body, snap.version())
	a.status, a.seen = status, seen
	if shared {
		a.share()
	}
	s.cache.put(keyOf(c.Request()), a)
	return s.send(c, a)
}

// send answers with a page that is the same for everybody.
func (s *Server) send(c echo.Context, a *answer) error {
	if r := c.Request(); r.Context().Value(headKey{}) == nil {
		s.figures.count(a.seen, r)
	}
	unset(c.Response().Header(), ownWindow())
	a.write(c.Response(), c.Request())
	return nil
}
