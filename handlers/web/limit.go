package web

import (
	"net/http"
	"net/netip"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"
)

// limitMemory is how long an address is remembered that has stopped asking.
const limitMemory = 10 * time.Minute

// Limit lets each client address through so many times a minute; 0 lets everybody through. Half a minute's worth may
// come at once. An IPv6 client counts by its network: it has as many addresses as it likes.
func Limit(perMinute int) echo.MiddlewareFunc {
	if perMinute <= 0 {
		return func(next echo.HandlerFunc) echo.HandlerFunc { return next }
	}
	limited := Refusal{
		Status: http.StatusTooManyRequests, Heading: "Too many tries",
		Text: "Many requests came from your network within a minute. Nothing is lost; wait a minute and try again.",
	}
	return middleware.RateLimiterWithConfig(middleware.RateLimiterConfig{
		Store: middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
			Rate: rate.Limit(float64(perMinute) / 60), Burst: max(1, perMinute/2), ExpiresIn: limitMemory,
		}),
		IdentifierExtractor: func(c echo.Context) (string, error) { return network(c.RealIP()), nil },
		DenyHandler: func(c echo.Context, _ string, _ error) error {
			c.Response().Header().Set(echo.HeaderRetryAfter, "60")
			return limited
		},
	})
}

// network is what a client address is counted by.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	ip = ip.Unmap()
	if ip.Is4() {
		return ip.String()
	}
	prefix, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return prefix.String()
}
