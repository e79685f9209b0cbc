package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// Identity is who asks, and for a partner's page what they are to that partner.
type Identity struct {
	Account     store.Account
	Memberships []store.Membership
	Partner     store.Membership // of the partner that the address names; zero elsewhere
	Session     string           // hash, as the store knows it
	Viewing     bool             // staff who look at a partner's pages as its members see them, and change nothing
}

// Handler answers a request of somebody who may make it: the access table was asked before.
type Handler func(c echo.Context, who *Identity) error

// identityKey is where the guard leaves the identity for the handler.
const identityKey = "identity"

// As turns a handler of a private page into Echo's kind.
func As(h Handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		who, ok := c.Get(identityKey).(*Identity)
		if !ok {
			return errors.New("a private page was reached without the guard")
		}
		return h(c, who)
	}
}

// Act says who writes, why and in which request, for the audit trail.
func Act(c echo.Context, who *Identity, why string) store.Act {
	act := Someone(c)
	act.Account, act.Why = who.Account.Email, why
	if act.By = who.Account.Name; act.By == "" {
		act.By = who.Account.Email
	}
	return act
}

// Someone is who writes where nobody is signed in.
func Someone(c echo.Context) store.Act {
	return store.Act{By: store.Visitor, Request: c.Response().Header().Get(echo.HeaderXRequestID)}
}

func isNotFound(err error) bool { return errors.Is(err, program.ErrNotFound) }

// Who returns who is signed in, nil for nobody. Visits are noted now and then.
func (k *Kit) Who(c echo.Context) (*Identity, error) {
	session, x, err := k.session(c)
	if err != nil || x.Account == 0 {
		return nil, err
	}
	account, of, err := k.Store.Who(c.Request().Context(), x.Account)
	switch {
	case isNotFound(err), err == nil && account.Sample && k.noSample:
		return nil, nil
	case err != nil:
		return nil, err
	}
	if k.Now().Sub(x.Seen) > seenEvery {
		x.Address = c.RealIP()
		session.Values[row{}] = x
		if err := session.Save(c.Request(), c.Response()); err != nil {
			return nil, err
		}
	}
	return &Identity{Account: account, Memberships: of, Session: x.ID}, nil
}

// MaySignIn reports whether an account is let in at all: it is not disabled, and no sample account outside the sample.
func (k *Kit) MaySignIn(ctx context.Context, id store.AccountID) (bool, error) {
	account, _, err := k.Store.Who(ctx, id)
	if isNotFound(err) {
		return false, nil
	}
	return !account.Sample || !k.noSample, err
}

// Rule says who may use a route.
type Rule struct {
	open   bool
	role   program.Role    // of the partner that the route names
	staff  []program.Staff // one of these
	signed bool
	bearer store.Scope // of a token; no session opens it
}

// Public lets everybody in.
func Public() Rule { return Rule{open: true} }

// SignedIn lets everybody in who has an account.
func SignedIn() Rule { return Rule{signed: true} }

// Member lets members of the partner in the address in, from a role on.
func Member(least program.Role) Rule { return Rule{role: least} }

// Staff lets staff of the programme in.
func Staff(any ...program.Staff) Rule { return Rule{staff: any} }

// Allows reports whether the rule lets an identity in; who is nil for somebody who is not signed in.
func (r Rule) Allows(who *Identity) bool {
	switch {
	case r.open:
		return true
	case who == nil || r.bearer != "":
		return false
	case r.signed:
		return true
	case r.role != "":
		return who.Partner.Role.Covers(r.role)
	}
	return slices.Contains(r.staff, who.Account.Staff)
}

// Guard asks the access table before a handler runs. Routes are named by method and pattern: "GET /portal/:partner".
func (k *Kit) Guard(table map[string]Rule) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			rule, known := table[c.Request().Method+" "+c.Path()]
			// What the table does not know is no route: Echo is about to answer 404 or 405.
			if !known || rule.open {
				return next(c)
			}
			NoStore(c)
			if rule.bearer != "" {
				if err := k.bring(c, rule.bearer); err != nil {
					return err
				}
				return next(c)
			}
			who, err := k.Who(c)
			if err != nil {
				return err
			}
			if who == nil {
				return k.askToSignIn(c)
			}
			if slug := c.Param("partner"); slug != "" {
				if i := slices.IndexFunc(who.Memberships, func(m store.Membership) bool { return m.Slug == slug }); i >= 0 {
					who.Partner = who.Memberships[i]
				} else if err := k.view(c, who, slug); err != nil {
					return err
				}
			}
			if !rule.Allows(who) {
				return refuse(rule, who, c.Request())
			}
			c.Set(identityKey, who)
			return next(c)
		}
	}
}

// askToSignIn sends a reader to the sign-in and back; a form that was sent by somebody who is signed out is not lost in silence.
func (k *Kit) askToSignIn(c echo.Context) error {
	r := c.Request()
	if r.Method == http.MethodGet {
		return k.See(c, "/signin?next="+url.QueryEscape(r.URL.RequestURI()))
	}
	return Refusal{
		Status: http.StatusUnauthorized, Heading: "You are signed out", SignIn: true,
		Text: "Nothing was saved. Sign in, go back to the form in this tab and send it again.",
	}
}

func refuse(rule Rule, who *Identity, r *http.Request) error {
	refusal := Refusal{Status: http.StatusForbidden, Heading: "This is not open to you"}
	switch {
	case rule.role != "" && who.Partner.Role == "":
		refusal.Text = "Only members of this partner see this page. You are signed in as " + who.Account.Email + ". One of the partner's owners can invite you."
	case rule.role != "":
		refusal.Text = fmt.Sprintf("You are a %s of %s; this takes an %s. One of the owners can change your role.",
			who.Partner.Role, who.Partner.Name, rule.role)
	default:
		refusal.Text = "This page is for the programme's staff. You are signed in as " + who.Account.Email + "."
	}
	return fmt.Errorf("%s %s: %w", r.Method, r.URL.Path, refusal)
}
