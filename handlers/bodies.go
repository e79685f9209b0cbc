package handlers

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// Bounds of a request's body. Public pages take short forms; the portal takes long texts; what takes files answers by itself
// with a sentence when one is too large, as long as the whole is not beyond all measure.
const (
	feedBody   = "20M"
	publicBody = "64K"
	formBody   = "1M"
	fileBody   = "48M"
	fileTime   = 3 * time.Minute // for slow lines; other bodies have the server's read timeout
)

// takesFiles are the routes whose forms may carry a file.
func takesFiles() map[string]bool {
	return map[string]bool{
		"/portal/:partner/documents":            true,
		"/portal/:partner/documents/:item":      true,
		"/portal/:partner/people/import":        true,
		"/portal/:partner/profile/logo":         true,
		"/admin/import":                         true,
		"/admin/queue/:kind/:partner/:evidence": true, // an auditor's report
	}
}

// bodyLimit bounds a request's body by its route.
func bodyLimit() echo.MiddlewareFunc {
	public, form, file := middleware.BodyLimit(publicBody), middleware.BodyLimit(formBody), middleware.BodyLimit(fileBody)
	feed := middleware.BodyLimit(feedBody)
	files := takesFiles()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		short, long, withFile, fed := public(next), form(next), file(next), feed(next)
		return func(c echo.Context) error {
			switch {
			case files[c.Path()] && c.Request().Method == http.MethodPost:
				// A server that cannot move the deadline keeps the one it has.
				_ = http.NewResponseController(c.Response()).SetReadDeadline(time.Now().Add(fileTime))
				return withFile(c)
			case strings.HasPrefix(c.Path(), "/api/"):
				_ = http.NewResponseController(c.Response()).SetReadDeadline(time.Now().Add(fileTime))
				return fed(c)
			case strings.HasPrefix(c.Path(), "/portal/"), strings.HasPrefix(c.Path(), "/admin/"):
				return long(c)
			}
			return short(c)
		}
	}
}
