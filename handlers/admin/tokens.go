package admin

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// Tokens lists the tokens by which other systems send rows.
func (a *Admin) Tokens(c echo.Context, who *web.Identity) error {
	return a.drawTokens(c, who, http.StatusOK, adminviews.Tokens{})
}

func scopeName(s store.Scope) string {
	if s == store.ScopeCertifications {
		return "Send people's certifications"
	}
	return "Send figures"
}

func (a *Admin) drawTokens(c echo.Context, who *web.Identity, status int, page adminviews.Tokens) error {
	f, err := a.portal.StaffFrame(c, who, "API tokens", "tokens")
	if err != nil {
		return err
	}
	list, err := a.Store.Tokens(c.Request().Context())
	if err != nil {
		return err
	}
	page.Frame, page.Base = f, a.Base
	for _, t := range list {
		row := adminviews.TokenRow{ID: strconv.FormatInt(t.ID, 10), Name: t.Name, By: t.CreatedBy, Created: program.DayOf(t.Created), Used: t.Used, Valid: t.Valid(a.Now())}
		for _, s := range t.Scopes {
			row.Scopes = append(row.Scopes, scopeName(s))
		}
		if !t.Expires.IsZero() {
			row.Until = program.DayOf(t.Expires)
		}
		if !t.Revoked.IsZero() {
			row.Revoked = program.DayOf(t.Revoked)
		}
		page.Rows = append(page.Rows, row)
	}
	for _, s := range store.Scopes() {
		page.Scopes = append(page.Scopes, adminviews.Ticked{Slug: string(s), Name: scopeName(s), On: slices.Contains(page.Ticked, string(s))})
	}
	page.Name.Name, page.Name.Label, page.Name.Most, page.Name.Hint = "name", "Name", 60, "Which system uses it."
	page.Until.Name, page.Until.Label, page.Until.Type, page.Until.Optional, page.Until.Hint = "until", "Valid until", "date", true, "Empty: until it is revoked."
	return a.Render(c, status, adminviews.TokensPage(page))
}

// AddToken makes a token and shows its secret, once.
func (a *Admin) AddToken(c echo.Context, who *web.Identity) error {
	form, err := c.FormParams()
	if err != nil {
		return program.ErrInvalid
	}
	page := adminviews.Tokens{Name: portalviews.Field{Value: web.Line(typed(c, "name"))}, Until: portalviews.Field{Value: typed(c, "until")}, Ticked: form["scope"]}
	t := store.Token{Name: page.Name.Value}
	for _, s := range store.Scopes() {
		if slices.Contains(form["scope"], string(s)) {
			t.Scopes = append(t.Scopes, s)
		}
	}
	day, bad := readDay(page.Until.Value)
	if page.Until.Error = bad; bad == "" && day != 0 {
		if t.Expires = day.Time().AddDate(0, 0, 1); day < a.Today() {
			page.Until.Error = "This day is past; today is " + a.Today().Long() + "."
		}
	}
	if t.Name == "" {
		page.Name.Error = "Write a name."
	}
	if len(t.Scopes) == 0 {
		page.ScopesBad = "Choose what it may do."
	}
	if page.Name.Error != "" || page.Until.Error != "" || page.ScopesBad != "" {
		return a.drawTokens(c, who, http.StatusUnprocessableEntity, page)
	}
	// A second click makes no second token.
	key, secret := c.FormValue(web.FormKey), "mpd_"+web.Token()
	first := true
	if key != "" {
		if first, _, err = a.Store.BeginForm(c.Request().Context(), who.Account.ID, "token "+key); err != nil {
			return err
		}
	}
	if !first {
		return errors.Join(a.FlashProblem(c, "The token was made already, and its secret was shown then. If you did not keep it, revoke it and make another."), a.See(c, "/admin/tokens"))
	}
	if _, err := a.Store.AddToken(c.Request().Context(), a.portal.Act(c, who), t, secret); err != nil {
		return err
	}
	if key != "" {
		if err := a.Store.FinishForm(c.Request().Context(), who.Account.ID, "token "+key, "/admin/tokens"); err != nil {
			return err
		}
	}
	return a.drawTokens(c, who, http.StatusOK, adminviews.Tokens{Secret: secret, SecretOf: t.Name})
}

// RevokeToken ends a token.
func (a *Admin) RevokeToken(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		id, err := strconv.ParseInt(c.Param("token"), 10, 64)
		if err != nil {
			return "", program.ErrNotFound
		}
		err = a.Store.RevokeToken(c.Request().Context(), a.portal.Act(c, who), id)
		if errors.Is(err, program.ErrConflict) {
			return "/admin/tokens", a.FlashProblem(c, "It was revoked before.")
		}
		return "/admin/tokens", errors.Join(err, a.Flash(c, "Revoked. Whoever uses it is refused from now on."))
	})
}
