package portal

import (
	"errors"
	"net/http"
	"net/mail"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/notify"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// passwordLinkLife is how long a link to a new password opens.
const passwordLinkLife = 2 * time.Hour

// askRule bounds how many such links one address is sent.
func askRule() store.TryRule { return store.TryRule{Most: 4, Lock: time.Hour, Forget: time.Hour} }

// Forgot is the form that asks for a link to a new password.
func (p *Portal) Forgot(c echo.Context) error {
	return p.forgot(c, http.StatusOK, views.Field{Value: c.QueryParam("email")}, false)
}

func (p *Portal) forgot(c echo.Context, status int, email views.Field, sent bool) error {
	email.Name, email.Label, email.Type, email.Autocomplete, email.Most, email.Focus = "email", "E-mail address", "email", "username", 254, true
	return p.Render(c, status, views.ForgotPage(views.Forgot{Page: p.Page(c, "A new password", ""), Email: email, Sent: sent}))
}

// SendPasswordLink answers the same whether the address has an account or not.
func (p *Portal) SendPasswordLink(c echo.Context) error {
	email := strings.TrimSpace(line(c, "email"))
	if a, err := mail.ParseAddress(email); err != nil || a.Address != email {
		return p.forgot(c, http.StatusUnprocessableEntity, views.Field{Value: email, Error: "Write one e-mail address, such as name@company.com."}, false)
	}
	token, until := web.Token(), p.Now().Add(passwordLinkLife)
	link := p.Base + "/password/" + token
	err := p.Store.AskPassword(c.Request().Context(), web.Someone(c), email, token, until, askRule(), func(a store.Account) store.Mail {
		return Mail(a.Email, notify.PasswordReset{Programme: p.Site().Programme.Name, Name: a.Name, Link: link, Until: until}.Letter(), link)
	})
	if err != nil {
		return err
	}
	return p.forgot(c, http.StatusOK, views.Field{Value: email}, true)
}

// ChoosePassword is the page that a password link opens.
func (p *Portal) ChoosePassword(c echo.Context) error {
	return p.choosePassword(c, http.StatusOK, "")
}

func (p *Portal) choosePassword(c echo.Context, status int, problem string) error {
	a, err := p.Store.PasswordLink(c.Request().Context(), c.Param("token"))
	if errors.Is(err, program.ErrNotFound) {
		return p.dead(c, "This link opens nothing any more", "It was used, or it is older than it may be. Your password is as it was.", "/password", "Send a new link")
	}
	if err != nil {
		return err
	}
	return p.Render(c, status, views.ChoosePasswordPage(views.ChoosePassword{
		Page: p.Page(c, "Choose a password", ""), Email: a.Email, New: newPassword(problem),
	}))
}

func (p *Portal) dead(c echo.Context, heading, text, way, wayText string) error {
	return p.Render(c, http.StatusNotFound, views.DeadPage(views.Dead{
		Page: p.Page(c, heading, ""), Heading: heading, Text: text, Way: way, WayText: wayText,
	}))
}

// SetPassword spends the link. The person signs in with the new password next, so that a second step is not left out.
func (p *Portal) SetPassword(c echo.Context) error {
	ctx, token, password := c.Request().Context(), c.Param("token"), line(c, "password")
	a, err := p.Store.PasswordLink(ctx, token)
	if errors.Is(err, program.ErrNotFound) {
		return p.choosePassword(c, http.StatusNotFound, "")
	}
	if err != nil {
		return err
	}
	if problem := web.CheckPassword(password, a.Email, a.Name); problem != "" {
		return p.choosePassword(c, http.StatusUnprocessableEntity, problem)
	}
	hash, err := p.Passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	err = p.Store.UsePasswordLink(ctx, web.Someone(c), token, hash, func(a store.Account) store.Mail {
		return p.changed(c, a, "Your password was changed.")
	})
	if errors.Is(err, program.ErrNotFound) {
		return p.choosePassword(c, http.StatusNotFound, "")
	}
	if err != nil {
		return err
	}
	return p.See(c, "/signin?new=password")
}

// changed tells an account's owner that something about signing in has changed.
func (p *Portal) changed(c echo.Context, a store.Account, what string) store.Mail {
	return Mail(a.Email, notify.Changed{
		Programme: p.Site().Programme.Name, Name: a.Name, What: what, Address: c.RealIP(), When: p.Now(), Link: p.Base + "/account",
	}.Letter(), "")
}

// Invitation is the page that an invitation's link opens.
func (p *Portal) Invitation(c echo.Context) error {
	return p.invitation(c, http.StatusOK, "", "", "")
}

func (p *Portal) invitation(c echo.Context, status int, name, nameError, passwordError string) error {
	ctx := c.Request().Context()
	x, err := p.Store.Invitation(ctx, c.Param("token"))
	if errors.Is(err, program.ErrNotFound) {
		return p.dead(c, "This invitation opens nothing any more", "It was used or withdrawn, or it is older than seven days. When you have an account, sign in; otherwise ask for a new invitation.", "/signin", "Sign in")
	}
	if err != nil {
		return err
	}
	who, err := p.Who(c)
	if err != nil {
		return err
	}
	page := views.Invitation{
		Page: p.Page(c, "Invitation to "+x.PartnerName, ""), Partner: x.PartnerName, Inviter: x.Inviter, Email: x.Email, Role: x.Role,
		Name:     views.Field{Name: "name", Label: "Your name", Value: name, Error: nameError, Autocomplete: "name", Most: nameMost, Focus: passwordError == ""},
		Password: newPassword(passwordError),
	}
	page.Password.Label = "Password"
	if who != nil {
		page.SignedIn = who.Account.Email
	}
	switch _, err := p.Store.AccountByEmail(ctx, x.Email); {
	case err == nil:
		page.Known = true
	case !errors.Is(err, program.ErrNotFound):
		return err
	}
	return p.Render(c, status, views.InvitationPage(page))
}

// AcceptInvitation makes a member of who is signed in, or of a new account for the address that was invited: whoever
// opens the link reads that address's mail.
func (p *Portal) AcceptInvitation(c echo.Context) error {
	ctx, token := c.Request().Context(), c.Param("token")
	x, err := p.Store.Invitation(ctx, token)
	if errors.Is(err, program.ErrNotFound) {
		return p.invitation(c, http.StatusNotFound, "", "", "")
	}
	if err != nil {
		return err
	}
	who, err := p.Who(c)
	if err != nil {
		return err
	}
	if who != nil {
		if _, err := p.Store.AcceptInvitation(ctx, p.Act(c, who), token, who.Account); err != nil {
			return err
		}
		return p.welcome(c, x)
	}
	name, password := strings.Join(strings.Fields(line(c, "name")), " "), line(c, "password")
	nameError, passwordError := checkName(name), web.CheckPassword(password, x.Email, name)
	if nameError != "" || passwordError != "" {
		return p.invitation(c, http.StatusUnprocessableEntity, name, nameError, passwordError)
	}
	hash, err := p.Passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	id, err := p.Store.AcceptInvitation(ctx, web.Someone(c), token, store.Account{Name: name, Password: hash})
	if errors.Is(err, program.ErrConflict) { // the address has got an account meanwhile: the page says to sign in
		return p.invitation(c, http.StatusConflict, "", "", "")
	}
	if err != nil {
		return err
	}
	if err := p.SignIn(c, id, "invitation"); err != nil {
		return err
	}
	return p.welcome(c, x)
}

func (p *Portal) welcome(c echo.Context, x store.Invitation) error {
	if err := p.Flash(c, "You are a member of "+x.PartnerName+" now."); err != nil {
		return err
	}
	return p.See(c, "/portal/"+x.PartnerSlug)
}
