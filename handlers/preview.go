package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/views"
)

// previewProfile shows a partner's draft as customers would see it, with today's labels, to its members only.
func (s *Server) previewProfile(c echo.Context, who *web.Identity) error {
	snap := s.live.Current()
	view, err := s.loadProfile(c, snap, who.Partner.Slug)
	if err != nil {
		return err
	}
	d, err := s.store.ProfileDraft(c.Request().Context(), who.Partner.Partner)
	if err != nil {
		return err
	}
	view.Partner, view.Preview, view.Stale = d.Partner, true, false
	view.Title, view.Structured, view.NoIndex = "Preview of "+d.Partner.Name, nil, true
	view.Similar = s.similar(snap, view)
	return s.kit.Render(c, http.StatusOK, views.ProfilePage(view))
}
