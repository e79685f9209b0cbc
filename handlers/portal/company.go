package portal

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/labstack/echo/v4"
	"golang.org/x/oauth2"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// OpenID is a provider by which people may sign in as well. The zero value is none.
type OpenID struct {
	Issuer   string // URL
	ClientID string
	Secret   string
	Name     string // as the button has it: "Contoso"
}

// company is the provider in use. It is asked for its addresses when it is first needed: it may be down when we start.
type company struct {
	OpenID
	callback string
	mu       sync.Mutex
	provider *oidc.Provider
}

// companyCallback is where the provider sends people back to.
const companyCallback = "/signin/company/callback"

// companyTimeout bounds each request to the provider.
const companyTimeout = 10 * time.Second

func (o *company) client(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, &http.Client{Timeout: companyTimeout})
}

// ready returns the provider and how to talk to it.
func (o *company) ready(ctx context.Context) (*oidc.Provider, *oauth2.Config, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.provider == nil {
		// The provider outlives the request that needed it first.
		p, err := oidc.NewProvider(o.client(context.WithoutCancel(ctx)), o.Issuer)
		if err != nil {
			return nil, nil, fmt.Errorf("ask OpenID provider: %w", err)
		}
		o.provider = p
	}
	return o.provider, &oauth2.Config{
		ClientID: o.ClientID, ClientSecret: o.Secret, Endpoint: o.provider.Endpoint(), RedirectURL: o.callback, Scopes: []string{oidc.ScopeOpenID, "email"},
	}, nil
}

// companyStep is what the session keeps while the person is with the provider.
type companyStep struct {
	State, Nonce, Verifier string
	Next                   string
	Link                   store.AccountID // the account to link; 0: sign in
}

const companyKey = "company"

// SignInWithCompany sends the person to the provider.
func (p *Portal) SignInWithCompany(c echo.Context) error {
	return p.toCompany(c, companyStep{Next: localPath(c.QueryParam("next"))})
}

// LinkCompany sends the person to the provider, to sign in to this account by it from then on.
func (p *Portal) LinkCompany(c echo.Context, who *web.Identity) error {
	return p.toCompany(c, companyStep{Next: "/account", Link: who.Account.ID})
}

func (p *Portal) toCompany(c echo.Context, step companyStep) error {
	if p.company.Issuer == "" {
		return fmt.Errorf("no OpenID provider is configured: %w", program.ErrNotFound)
	}
	_, config, err := p.company.ready(c.Request().Context())
	if err != nil {
		p.Log.Warn("OpenID provider not ready", "error", err)
		return p.noCompany(c, http.StatusBadGateway, "does not answer", "Try again in a few minutes, or sign in with your password.")
	}
	step.State, step.Nonce, step.Verifier = web.Token(), web.Token(), oauth2.GenerateVerifier()
	data, err := json.Marshal(step)
	if err != nil {
		return fmt.Errorf("keep sign-in step: %w", err)
	}
	if err := p.SetValue(c, companyKey, string(data)); err != nil {
		return err
	}
	web.NoStore(c)
	return c.Redirect(http.StatusFound, config.AuthCodeURL(step.State, oidc.Nonce(step.Nonce), oauth2.S256ChallengeOption(step.Verifier)))
}

func (p *Portal) noCompany(c echo.Context, status int, what, todo string) error {
	heading := p.company.Name + " " + what
	return p.Render(c, status, views.DeadPage(views.Dead{
		Page: p.Page(c, heading, ""), Heading: heading, Text: todo, Way: "/signin", WayText: "Back to the sign-in",
	}))
}

// CompanyCallback is where the provider sends people back to.
func (p *Portal) CompanyCallback(c echo.Context) error {
	data, err := p.Value(c, companyKey)
	if err != nil {
		return err
	}
	var step companyStep
	if data == "" || json.Unmarshal([]byte(data), &step) != nil ||
		subtle.ConstantTimeCompare([]byte(step.State), []byte(c.QueryParam("state"))) != 1 {
		return p.noCompany(c, http.StatusBadRequest, "sent you here too late", "The sign-in was begun in another browser, or more than a quarter of an hour ago. Begin again.")
	}
	if err := p.SetValue(c, companyKey, ""); err != nil {
		return err
	}
	if c.QueryParam("error") != "" {
		p.Log.Info("OpenID provider refused", "error", c.QueryParam("error"))
		return p.noCompany(c, http.StatusForbidden, "did not let you in", "Nothing was changed here.")
	}
	subject, err := p.subject(c, step)
	if err != nil {
		p.Log.Warn("OpenID answer not accepted", "error", err)
		return p.noCompany(c, http.StatusBadGateway, "sent an answer that we cannot check", "Nothing was changed here. Try again; if it happens again, tell the programme.")
	}
	if step.Link != 0 {
		return p.link(c, step, subject)
	}
	id, err := p.Store.AccountOf(c.Request().Context(), p.company.Issuer, subject)
	if errors.Is(err, program.ErrNotFound) {
		return p.noCompany(c, http.StatusForbidden, "knows you, but we do not yet", "No account here is linked with that sign-in. Sign in with your password, then link it on your account page.")
	}
	if err != nil {
		return err
	}
	may, err := p.MaySignIn(c.Request().Context(), id)
	if err != nil {
		return err
	}
	if !may {
		return p.noCompany(c, http.StatusForbidden, "knows you, but your account here is closed", "Ask the programme why.")
	}
	if err := p.SignIn(c, id, "company"); err != nil {
		return err
	}
	return p.See(c, localPath(step.Next))
}

// subject checks the provider's answer and returns whom it names.
func (p *Portal) subject(c echo.Context, step companyStep) (string, error) {
	ctx := p.company.client(c.Request().Context())
	provider, config, err := p.company.ready(ctx)
	if err != nil {
		return "", err
	}
	token, err := config.Exchange(ctx, c.QueryParam("code"), oauth2.VerifierOption(step.Verifier))
	if err != nil {
		return "", fmt.Errorf("exchange code: %w", err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return "", errors.New("the answer has no id_token")
	}
	id, err := provider.Verifier(&oidc.Config{ClientID: p.company.ClientID}).Verify(ctx, raw)
	if err != nil {
		return "", fmt.Errorf("verify id_token: %w", err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(step.Nonce)) != 1 {
		return "", errors.New("the id_token is of another sign-in")
	}
	return id.Subject, nil
}

// link lets the provider's identity sign in to the account that began the step, in the same browser.
func (p *Portal) link(c echo.Context, step companyStep, subject string) error {
	who, err := p.Who(c)
	if err != nil {
		return err
	}
	if who == nil || who.Account.ID != step.Link {
		return p.See(c, "/signin?next=/account")
	}
	err = p.Store.Link(c.Request().Context(), p.Act(c, who), store.Identity{Issuer: p.company.Issuer, Subject: subject, Account: who.Account.ID},
		p.changed(c, who.Account, p.company.Name+" can now sign you in to your account."))
	if errors.Is(err, program.ErrConflict) {
		return errors.Join(p.FlashProblem(c, "That sign-in belongs to another account here. Nothing was changed."), p.See(c, "/account"))
	}
	if err != nil {
		return err
	}
	return p.done(c, "You can now sign in with "+p.company.Name+".")
}

// UnlinkCompany ends what LinkCompany began.
func (p *Portal) UnlinkCompany(c echo.Context, who *web.Identity) error {
	err := p.Store.Unlink(c.Request().Context(), p.Act(c, who), store.Identity{Issuer: c.FormValue("issuer"), Subject: c.FormValue("subject"), Account: who.Account.ID},
		p.changed(c, who.Account, "A linked sign-in was removed from your account."))
	if err != nil {
		return err
	}
	return p.done(c, "The link was removed.")
}
