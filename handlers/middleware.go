package handlers

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// trimSlash sends /partners/ to /partners, so that a page has one address.
func trimSlash(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u := *c.Request().URL
		if len(u.Path) < 2 || !strings.HasSuffix(u.Path, "/") {
			return next(c)
		}
		// Leading slashes too: //evil.example/ must not become a redirect to another host.
		u.Path = "/" + strings.Trim(u.Path, "/")
		u.RawPath = ""
		return c.Redirect(http.StatusMovedPermanently, u.RequestURI())
	}
}

func accessLog(log *slog.Logger) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			start := time.Now()
			err := next(c)
			if err != nil {
				c.Error(err)
			}
			r := c.Request()
			log.Info("request", "method", r.Method, "path", r.URL.Path, "query", r.URL.RawQuery, "route", c.Path(),
				"status", c.Response().Status, "bytes", c.Response().Size, "ms", float64(time.Since(start).Microseconds())/1000,
				"ip", c.RealIP(), "id", c.Response().Header().Get(echo.HeaderXRequestID))
			return nil
		}
	}
}

func logPanic(log *slog.Logger) func(c echo.Context, err error, stack []byte) error {
	return func(c echo.Context, err error, stack []byte) error {
		log.Error("panic", "error", err, "path", c.Request().URL.Path, "stack", string(stack))
		return err
	}
}
