package handlers

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/store"
	"partnerdirectory/views"
)

// statusOf is the one table from what went wrong to how HTTP says it.
func statusOf(err error) int {
	var he *echo.HTTPError
	var refusal web.Refusal
	switch {
	case errors.As(err, &refusal):
		return refusal.Status
	case errors.As(err, &he):
		return he.Code
	case errors.Is(err, program.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, program.ErrInvalid):
		return http.StatusBadRequest
	case errors.Is(err, program.ErrConflict), errors.Is(err, store.ErrLastOwner), errors.Is(err, store.ErrLastAdmin):
		return http.StatusConflict
	case errors.Is(err, context.Canceled):
		return 499 // the client left; nginx's number, seen in logs only
	}
	return http.StatusInternalServerError
}

// wording is what a problem page says for each status; anything else is worded as 500 or 400.
func wording(status int) (heading, text string) {
	switch status {
	case http.StatusNotFound:
		return "There is no page here", "The address may be mistyped, or the page was moved. Search for what you came for, or start from one of these pages."
	case http.StatusMethodNotAllowed:
		return "This page cannot do that", "The address is right, but it does not take this kind of request. Go back and try again from the page itself."
	case http.StatusForbidden:
		return "This request came from another site", "For your safety a form is only accepted from our own pages. Open the page here and send the form again."
	case http.StatusConflict:
		return "Somebody else was faster", "What you were working on has changed meanwhile. Nothing was saved. Load the page again and repeat your change."
	case http.StatusRequestEntityTooLarge:
		return "That is too large", "What was sent is larger than this page accepts. Nothing was saved."
	}
	if status >= 500 {
		return "Something went wrong on our side", "Nothing you did caused this, and nothing was changed. Try again in a minute. If it happens again, tell us the reference below."
	}
	return "We could not read that request", "Something in the address or form is not as this page expects it. Go back and try again, or start a new search."
}

// problem is the site's error handler: it logs what happened inside and shows what the visitor can do.
func (s *Server) problem(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	status := statusOf(err)
	r := c.Request()
	id := c.Response().Header().Get(echo.HeaderXRequestID)
	if status >= 500 {
		s.log.Error("request failed", "path", r.URL.Path, "query", r.URL.RawQuery, "id", id, "error", err)
	}
	heading, text := wording(status)
	var refusal web.Refusal
	if errors.As(err, &refusal) {
		heading, text = refusal.Heading, refusal.Text
	}
	page := s.page(s.live.Current(), heading, text, r.URL.Path, "")
	page.NoIndex = true
	if strings.HasPrefix(r.URL.Path, "/api/") {
		if err := c.JSON(status, apiProblem{Error: heading + ". " + text, Request: id}); err != nil {
			s.log.Error("answer the API", "error", err)
		}
		return
	}
	view := views.Problem{Page: page, Status: status, Heading: heading, Text: text, SignIn: refusal.SignIn}
	switch {
	case status >= 500:
		view.RequestID = id
	case status == http.StatusNotFound:
		view.Guess = s.guess(r.URL.Path)
	}
	var body bytes.Buffer
	if renderErr := views.ProblemPage(view).Render(r.Context(), &body); renderErr != nil {
		s.log.Error("render problem page", "error", renderErr)
		body.Reset()
		body.WriteString(heading + "\n\n" + text + "\n")
		c.Response().Header().Set(echo.HeaderContentType, echo.MIMETextPlainCharsetUTF8)
	}
	s.cache.plain(status, echo.MIMETextHTMLCharsetUTF8, body.Bytes()).write(c.Response(), r)
}

// guess offers what a mistyped address may have meant.
func (s *Server) guess(p string) []search.Suggestion {
	word := strings.ReplaceAll(path.Base(p), "-", " ")
	if len(word) < 3 || len(word) > search.MaxText {
		return nil
	}
	// Not towns: there is one that sounds like nearly everything.
	return slices.DeleteFunc(s.live.Current().Index.Suggest(word, 5), func(g search.Suggestion) bool { return g.Kind == "place" })
}
