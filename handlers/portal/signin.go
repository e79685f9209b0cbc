package portal

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/notify"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// tryRule locks an address after ten wrong sign-ins.
func tryRule() store.TryRule {
	return store.TryRule{Most: 10, Lock: 15 * time.Minute, Forget: 24 * time.Hour}
}

// noMatch is said for a wrong password, an unknown address and a locked one alike: it tells nobody which it was.
const noMatch = "That e-mail address and password do not fit together. Check both and try again. " +
	"After ten wrong tries an address is locked for 15 minutes."

// SignInPage is the form at "/signin".
func (p *Portal) SignInPage(c echo.Context) error {
	who, err := p.Who(c)
	if err != nil {
		return err
	}
	next := localPath(c.QueryParam("next"))
	if who != nil {
		return p.See(c, next)
	}
	page := p.signIn(c, "", next)
	if c.QueryParam("new") == "password" {
		page.Done = "Your new password is set. Sign in with it."
	}
	return p.Render(c, http.StatusOK, views.SignInPage(page))
}

// SignInWithPassword checks an address and a password. For an address without an account, and for a locked one, it does the same work and says the same.
func (p *Portal) SignInWithPassword(c echo.Context) error {
	email, next := strings.TrimSpace(line(c, "email")), localPath(c.FormValue("next"))
	account, ok, err := p.check(c, email, line(c, "password"))
	if err != nil {
		return err
	}
	if !ok {
		page := p.signIn(c, email, next)
		page.Problem = noMatch
		return p.Render(c, http.StatusUnprocessableEntity, views.SignInPage(page))
	}
	if account.OTP == "" {
		return p.enter(c, account, "password", next)
	}
	// The password was right; the session that follows the code is another one.
	if err := errors.Join(p.SetValue(c, codeWho, strconv.FormatInt(int64(account.ID), 10)), p.SetValue(c, codeNext, next)); err != nil {
		return err
	}
	return p.See(c, "/signin/code")
}

func (p *Portal) signIn(c echo.Context, email, next string) views.SignIn {
	return views.SignIn{
		Page: p.Page(c, "Sign in", ""), Email: email, Next: next, Company: p.company.Name, PasskeyHost: p.party.Config.RPID,
	}
}

// check compares a password with the account's, counting the try.
func (p *Portal) check(c echo.Context, email, password string) (store.Account, bool, error) {
	ctx := c.Request().Context()
	try, err := p.Store.BeginTry(ctx, email, tryRule())
	if err != nil {
		return store.Account{}, false, err
	}
	account, err := p.Store.AccountByEmail(ctx, email)
	known := err == nil
	if err != nil && !errors.Is(err, program.ErrNotFound) {
		return account, false, err
	}
	fits, err := p.Passwords.Fits(ctx, password, account.Password)
	if err != nil {
		return account, false, err
	}
	if fits && known && !try.Locked {
		may, err := p.MaySignIn(ctx, account.ID)
		if err != nil || may {
			return account, may, err
		}
		return account, false, p.refused(c, try, account, store.Refused{Account: account.ID, By: "password", Why: "The account is disabled."})
	}
	r := store.Refused{By: "password", Why: "The password is wrong."}
	if known {
		r.Account = account.ID
	} else {
		r.Why = "No account has this address."
		if web.IsEmail(email) {
			_, r.Domain, _ = strings.Cut(email, "@")
		}
	}
	return account, false, p.refused(c, try, account, r)
}

// refused notes a sign-in that was not let in. What is tried while an account is locked is not noted one by one: the lock
// is.
func (p *Portal) refused(c echo.Context, try store.Try, account store.Account, r store.Refused) error {
	if try.Locked {
		return nil
	}
	var mails []store.Mail
	if r.From = c.RealIP(); try.Last && r.Account != 0 {
		r.Locked, mails = true, append(mails, p.locked(c, account))
	}
	return p.Store.RefuseSignIn(c.Request().Context(), web.Someone(c), r, mails...)
}

// locked tells an account's owner that it is locked for a while.
func (p *Portal) locked(c echo.Context, a store.Account) store.Mail {
	return Mail(a.Email, notify.Locked{
		Programme: p.Site().Programme.Name, Name: a.Name, Address: c.RealIP(), Until: p.Now().Add(tryRule().Lock), Link: p.Base + "/password",
	}.Letter(), "")
}

// enter signs in and goes where the person wanted to.
func (p *Portal) enter(c echo.Context, account store.Account, how, next string) error {
	if err := p.SignIn(c, account.ID, how); err != nil {
		return err
	}
	return p.See(c, next)
}

// SignOutHere ends this browser's session.
func (p *Portal) SignOutHere(c echo.Context, _ *web.Identity) error {
	if err := p.SignOut(c); err != nil {
		return err
	}
	return p.See(c, "/")
}

// home is where a sign-in leads that nobody asked for.
const home = "/portal"

// localPath keeps a way back on this site.
func localPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(next, "//") ||
		strings.Contains(next, `\`) || strings.HasPrefix(u.Path, "/signin") {
		return home
	}
	return u.RequestURI()
}
