package handlers

import (
	"bytes"
	"fmt"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
)

// show renders a public page from one snapshot, keeps it for the next who asks, and sends it.
func (s *Server) show(c echo.Context, snap *Snapshot, view templ.Component) error {
	r := c.Request()
	body := templ.GetBuffer()
	defer templ.ReleaseBuffer(body)
	if err := view.Render(r.Context(), body); err != nil {
		return fmt.Errorf("render %s: %w", r.URL.Path, err)
	}
	return s.keep(c, snap, echo.MIMETextHTMLCharsetUTF8, bytes.Clone(body.Bytes()))
}

// keep caches and sends a finished public answer.
func (s *Server) keep(c echo.Context, snap *Snapshot, contentType string, body []byte) error {
	a := s.cache.newAnswer(contentType, body, snap.version())
	s.cache.put(keyOf(c.Request()), a)
	unset(c.Response().Header(), ownWindow())
	a.write(c.Response(), c.Request())
	return nil
}
