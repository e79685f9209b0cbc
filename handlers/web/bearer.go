package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// Bearer lets in whoever brings a token with a scope; nobody comes in by a session, and a token opens nothing else.
func Bearer(scope store.Scope) Rule { return Rule{bearer: scope} }

const tokenKey = "token"

// TokenOf returns the token by which a request came in.
func TokenOf(c echo.Context) store.Token {
	t, _ := c.Get(tokenKey).(store.Token) // the access table has put it there
	return t
}

// bring lets a request in by its token, or says what is missing.
func (k *Kit) bring(c echo.Context, scope store.Scope) error {
	h := c.Response().Header()
	secret, is := strings.CutPrefix(c.Request().Header.Get(echo.HeaderAuthorization), "Bearer ")
	if !is || secret == "" {
		h.Set(echo.HeaderWWWAuthenticate, `Bearer realm="directory"`)
		return Refusal{Status: http.StatusUnauthorized, Heading: "A token is needed", Text: "Send it in the header Authorization: Bearer TOKEN. An admin makes one on the page “API tokens”."}
	}
	t, err := k.Store.UseToken(c.Request().Context(), secret)
	if errors.Is(err, program.ErrNotFound) {
		h.Set(echo.HeaderWWWAuthenticate, `Bearer realm="directory", error="invalid_token"`)
		return Refusal{Status: http.StatusUnauthorized, Heading: "This token is not valid", Text: "It was revoked, has run out, or was never made. Nothing was imported."}
	}
	if err != nil {
		return err
	}
	if !t.Has(scope) {
		h.Set(echo.HeaderWWWAuthenticate, `Bearer realm="directory", error="insufficient_scope", scope="`+string(scope)+`"`)
		return Refusal{Status: http.StatusForbidden, Heading: "This token may not do that", Text: "It lacks the scope “" + string(scope) + "”. Nothing was imported."}
	}
	c.Set(tokenKey, t)
	return nil
}
