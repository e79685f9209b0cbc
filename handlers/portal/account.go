package portal

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/notify"
	"partnerdirectory/program"
	views "partnerdirectory/views/portal"
)

// moments is how a moment stands on a page.
const moments = "2 Jan 2006, 15:04 UTC"

// Account is "/account".
func (p *Portal) Account(c echo.Context, who *web.Identity) error {
	return p.account(c, who, http.StatusOK, wrong{})
}

// wrong is what a form of the account page said that cannot be; empty where it is right.
type wrong struct {
	name, nameError             string
	currentError, passwordError string
	offError                    string
}

func (p *Portal) account(c echo.Context, who *web.Identity, status int, w wrong) error {
	f, err := p.frame(c, who, "Your account", "account")
	if err != nil {
		return err
	}
	sessions, err := p.Store.Sessions(c.Request().Context(), who.Account.ID)
	if err != nil {
		return err
	}
	name := who.Account.Name
	if w.nameError != "" {
		name = w.name
	}
	page := views.Account{
		Frame: f, HasOne: who.Account.Password != "",
		Name:    views.Field{Name: "name", Label: "How you are called", Value: name, Error: w.nameError, Autocomplete: "name", Most: nameMost},
		Current: views.Field{Name: "current", Label: "Password now", Type: "password", Error: w.currentError, Autocomplete: "current-password", Most: maxField},
		New:     newPassword(w.passwordError),
		Codes:   who.Account.OTP != "", PasskeyHost: p.party.Config.RPID, Company: p.company.Name,
		Off: views.Field{Name: "off-password", Label: "Password", Type: "password", Error: w.offError, Autocomplete: "current-password", Most: maxField},
	}
	if err := p.ways(c, who, &page); err != nil {
		return err
	}
	for _, t := range notify.Topics() {
		page.Topics = append(page.Topics, views.Topic{Slug: t.Slug, Name: t.Name, On: !slices.Contains(who.Account.MailOff, t.Slug)})
	}
	for _, s := range sessions {
		page.Sessions = append(page.Sessions, views.Session{
			ID: s.ID, Browser: browser(s.Agent), Address: s.Address, Since: program.DayOf(s.Created),
			Seen: s.Seen.Format(moments), This: s.ID == who.Session,
		})
	}
	return p.Render(c, status, views.AccountPage(page))
}

// ways reads by what else than a password the person signs in.
func (p *Portal) ways(c echo.Context, who *web.Identity, page *views.Account) error {
	ctx := c.Request().Context()
	keys, err := p.Store.Passkeys(ctx, who.Account.ID)
	if err != nil {
		return err
	}
	for _, k := range keys {
		page.Passkeys = append(page.Passkeys, views.Passkey{ID: k.ID, Name: k.Name, Added: program.DayOf(k.Created), Used: dayOf(k.Used)})
	}
	identities, err := p.Store.Identities(ctx, who.Account.ID)
	if err != nil {
		return err
	}
	for _, x := range identities {
		page.Linked = append(page.Linked, views.Linked{Issuer: x.Issuer, Subject: x.Subject, Since: program.DayOf(x.Created)})
	}
	page.RecoveryLeft, err = p.Store.RecoveryCodesLeft(ctx, who.Account.ID)
	return err
}

// dayOf is the day of a moment, none for none.
func dayOf(t time.Time) program.Day {
	if t.IsZero() {
		return 0
	}
	return program.DayOf(t)
}

// ChooseMail keeps what the person wants to be told by mail.
func (p *Portal) ChooseMail(c echo.Context, who *web.Identity) error {
	form, err := c.FormParams()
	if err != nil {
		return fmt.Errorf("read form: %w: %w", program.ErrInvalid, err)
	}
	var off []string
	for _, t := range notify.Topics() {
		if !slices.Contains(form["mail"], t.Slug) {
			off = append(off, t.Slug)
		}
	}
	if err := p.Store.SetMailOff(c.Request().Context(), p.Act(c, who), who.Account.ID, off); err != nil {
		return err
	}
	return p.done(c, "Your choice is kept.")
}

// newPassword is the field in which somebody chooses a password.
func newPassword(problem string) views.Field {
	return views.Field{
		Name: "password", Label: "New password", Type: "password", Error: problem, Autocomplete: "new-password", Most: maxField,
		Hint: "At least 12 characters. Four unrelated words make a good one.", Focus: problem != "",
	}
}

// nameMost bounds a person's name, in characters.
const nameMost = 100

// checkName says what is wrong with a person's name.
func checkName(name string) string {
	switch {
	case name == "":
		return "Write the name that others see."
	case len([]rune(name)) > nameMost:
		return "Use at most 100 characters."
	}
	return ""
}

// Rename changes how the person is called.
func (p *Portal) Rename(c echo.Context, who *web.Identity) error {
	name := strings.Join(strings.Fields(line(c, "name")), " ")
	if problem := checkName(name); problem != "" {
		return p.account(c, who, http.StatusUnprocessableEntity, wrong{name: name, nameError: problem})
	}
	if err := p.Store.SetName(c.Request().Context(), p.Act(c, who), who.Account.ID, name); err != nil {
		return err
	}
	return p.done(c, "The name was changed.")
}

// ChangePassword needs the password that is in force, and ends all other sessions.
func (p *Portal) ChangePassword(c echo.Context, who *web.Identity) error {
	ctx, password := c.Request().Context(), line(c, "password")
	if who.Account.Password != "" {
		_, ok, err := p.check(c, who.Account.Email, line(c, "current"))
		if err != nil {
			return err
		}
		if !ok {
			return p.account(c, who, http.StatusUnprocessableEntity, wrong{currentError: "This is not the password now, or your account is locked for 15 minutes after ten wrong ones."})
		}
		if err := p.Store.ForgetTries(ctx, who.Account.Email); err != nil {
			return err
		}
	}
	if problem := web.CheckPassword(password, who.Account.Email, who.Account.Name); problem != "" {
		return p.account(c, who, http.StatusUnprocessableEntity, wrong{passwordError: problem})
	}
	hash, err := p.Passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	if err := p.Store.SetPassword(ctx, p.Act(c, who), who.Account.ID, hash, who.Session); err != nil {
		return err
	}
	return p.done(c, "The password was changed. You were signed out everywhere else.")
}

// EndSession signs out another of the person's browsers.
func (p *Portal) EndSession(c echo.Context, who *web.Identity) error {
	id := c.FormValue("session")
	sessions, err := p.Store.Sessions(c.Request().Context(), who.Account.ID)
	if err != nil {
		return err
	}
	for _, s := range sessions {
		if s.ID == id {
			if err := p.Store.EndSession(c.Request().Context(), p.Act(c, who), id); err != nil {
				return err
			}
		}
	}
	return p.done(c, "That browser is signed out.")
}

// EndSessions signs out everywhere, here too.
func (p *Portal) EndSessions(c echo.Context, who *web.Identity) error {
	if err := p.Store.EndSessions(c.Request().Context(), p.Act(c, who), who.Account.ID, ""); err != nil {
		return err
	}
	if err := p.SignOut(c); err != nil {
		return err
	}
	return p.See(c, "/signin")
}

func (p *Portal) done(c echo.Context, text string) error {
	if err := p.Flash(c, text); err != nil {
		return err
	}
	return p.See(c, "/account")
}

// browser names a browser and its system from what it says of itself.
func browser(agent string) string {
	name, system := "A program", ""
	for _, b := range [][2]string{{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"Mozilla/", "A browser"}} {
		if strings.Contains(agent, b[0]) {
			name = b[1]
			break
		}
	}
	for _, s := range [][2]string{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "Mac"}, {"Linux", "Linux"}} {
		if strings.Contains(agent, s[0]) {
			system = " on " + s[1]
			break
		}
	}
	return name + system
}
