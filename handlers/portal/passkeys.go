package portal

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
)

// passkeyStep is where the session keeps a passkey's challenge between its two steps.
const passkeyStep = "passkey"

// relyingParty is who passkeys are for. A passkey belongs to a name, never to an address: on this machine that name is localhost.
func relyingParty(base, name string) (*webauthn.WebAuthn, error) {
	u, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("public address %q: %w", base, err)
	}
	host, origins := u.Hostname(), []string{base}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		host = "localhost"
		origins = append(origins, u.Scheme+"://"+net.JoinHostPort(host, u.Port()))
	}
	return webauthn.New(&webauthn.Config{
		RPID: host, RPDisplayName: name, RPOrigins: origins,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		},
	})
}

// keyholder is an account as the WebAuthn library sees it.
type keyholder struct {
	account store.Account
	keys    []webauthn.Credential
}

// WebAuthnID is the handle that passkeys carry: it names the account and says nothing about its owner.
func (k keyholder) WebAuthnID() []byte { return []byte(strconv.FormatInt(int64(k.account.ID), 10)) }

// WebAuthnName is what the browser lists.
func (k keyholder) WebAuthnName() string { return k.account.Email }

// WebAuthnDisplayName is what the browser shows.
func (k keyholder) WebAuthnDisplayName() string { return k.account.Name }

// WebAuthnCredentials are the passkeys that the account has.
func (k keyholder) WebAuthnCredentials() []webauthn.Credential { return k.keys }

func (p *Portal) keyholder(c echo.Context, account store.Account) (keyholder, error) {
	kept, err := p.Store.Passkeys(c.Request().Context(), account.ID)
	k := keyholder{account: account, keys: make([]webauthn.Credential, len(kept))}
	for i := range kept {
		if err := json.Unmarshal(kept[i].Credential, &k.keys[i]); err != nil {
			return k, fmt.Errorf("read passkey: %w", err)
		}
	}
	return k, err
}

// keep leaves the challenge in the session and sends the browser what its authenticator needs.
func (p *Portal) keep(c echo.Context, session *webauthn.SessionData, options any) error {
	data, err := json.Marshal(session)
	if err != nil {
		return fmt.Errorf("keep passkey step: %w", err)
	}
	if err := p.SetValue(c, passkeyStep, string(data)); err != nil {
		return err
	}
	web.NoStore(c)
	return c.JSON(http.StatusOK, options)
}

// kept takes the challenge out of the session: it is good for one answer.
func (p *Portal) kept(c echo.Context) (webauthn.SessionData, error) {
	var session webauthn.SessionData
	data, err := p.Value(c, passkeyStep)
	if err != nil {
		return session, err
	}
	if data == "" {
		return session, fmt.Errorf("no passkey was asked for: %w", program.ErrInvalid)
	}
	if err := p.SetValue(c, passkeyStep, ""); err != nil {
		return session, err
	}
	return session, json.Unmarshal([]byte(data), &session)
}

// BeginPasskey begins to make a passkey for who is signed in.
func (p *Portal) BeginPasskey(c echo.Context, who *web.Identity) error {
	holder, err := p.keyholder(c, who.Account)
	if err != nil {
		return err
	}
	var known []protocol.CredentialDescriptor
	for _, k := range holder.keys {
		known = append(known, k.Descriptor())
	}
	options, session, err := p.party.BeginRegistration(holder, webauthn.WithExclusions(known))
	if err != nil {
		return fmt.Errorf("begin passkey: %w", err)
	}
	return p.keep(c, session, options)
}

// AddPasskey keeps the passkey that the browser has made.
func (p *Portal) AddPasskey(c echo.Context, who *web.Identity) error {
	session, err := p.kept(c)
	if err != nil {
		return err
	}
	holder, err := p.keyholder(c, who.Account)
	if err != nil {
		return err
	}
	answer, err := protocol.ParseCredentialCreationResponseBody(c.Request().Body)
	if err != nil {
		return p.noPasskey(c, err)
	}
	credential, err := p.party.CreateCredential(holder, session, answer)
	if err != nil {
		return p.noPasskey(c, err)
	}
	data, err := json.Marshal(credential)
	if err != nil {
		return fmt.Errorf("keep passkey: %w", err)
	}
	err = p.Store.AddPasskey(c.Request().Context(), p.Act(c, who), store.Passkey{
		ID: base64.RawURLEncoding.EncodeToString(credential.ID), Account: who.Account.ID,
		Name: browser(c.Request().UserAgent()), Credential: data,
	}, p.changed(c, who.Account, "A passkey was added to your account."))
	if errors.Is(err, program.ErrConflict) {
		return p.noPasskey(c, err)
	}
	if err != nil {
		return err
	}
	if err := p.Flash(c, "The passkey was added. Next time sign in with it, without a password."); err != nil {
		return err
	}
	return p.goOn(c, "/account")
}

// RemovePasskey forgets one passkey.
func (p *Portal) RemovePasskey(c echo.Context, who *web.Identity) error {
	mail := p.changed(c, who.Account, "A passkey was removed from your account.")
	if err := p.Store.RemovePasskey(c.Request().Context(), p.Act(c, who), who.Account.ID, c.FormValue("passkey"), mail); err != nil {
		return err
	}
	return p.done(c, "The passkey was removed. It signs in nobody any more; delete it on your device too.")
}

// BeginPasskeySignIn asks any passkey of this site for an answer.
func (p *Portal) BeginPasskeySignIn(c echo.Context) error {
	options, session, err := p.party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return fmt.Errorf("begin sign-in with a passkey: %w", err)
	}
	return p.keep(c, session, options)
}

// SignInWithPasskey signs in the account whose passkey answered. A passkey is two factors by itself: no code is asked for.
func (p *Portal) SignInWithPasskey(c echo.Context) error {
	session, err := p.kept(c)
	if err != nil {
		return err
	}
	answer, err := protocol.ParseCredentialRequestResponseBody(c.Request().Body)
	if err != nil {
		return p.noPasskey(c, err)
	}
	var holder keyholder
	_, credential, err := p.party.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		id, err := strconv.ParseInt(string(handle), 10, 64)
		if err != nil {
			return nil, err
		}
		account, err := p.Store.Account(c.Request().Context(), store.AccountID(id))
		if err != nil {
			return nil, err
		}
		holder, err = p.keyholder(c, account)
		return holder, err
	}, session, answer)
	if err != nil {
		return p.noPasskey(c, err)
	}
	if credential.Authenticator.CloneWarning {
		return p.noPasskey(c, errors.New("the passkey's counter ran backwards: it may have been copied"))
	}
	may, err := p.MaySignIn(c.Request().Context(), holder.account.ID)
	if err != nil {
		return err
	}
	if !may {
		return p.noPasskey(c, errors.New("the account may not sign in"))
	}
	data, err := json.Marshal(credential)
	if err != nil {
		return fmt.Errorf("keep passkey: %w", err)
	}
	if err := p.Store.UsePasskey(c.Request().Context(), base64.RawURLEncoding.EncodeToString(credential.ID), data); err != nil {
		return err
	}
	if err := p.SignIn(c, holder.account.ID, "passkey"); err != nil {
		return err
	}
	return p.goOn(c, localPath(c.QueryParam("next")))
}

// goOn tells the script where to go.
func (p *Portal) goOn(c echo.Context, to string) error {
	web.NoStore(c)
	return c.JSON(http.StatusOK, map[string]string{"to": to})
}

// noPasskey says that a passkey was not accepted; why is for the log.
func (p *Portal) noPasskey(c echo.Context, err error) error {
	reason := err.Error()
	var detail *protocol.Error
	if errors.As(err, &detail) {
		reason = strings.TrimSpace(detail.Details + " " + detail.DevInfo)
	}
	p.Log.Info("passkey not accepted", "path", c.Path(), "reason", reason)
	web.NoStore(c)
	return c.JSON(http.StatusUnprocessableEntity, map[string]string{
		"problem": "This passkey was not accepted. Try again, or sign in with your password.",
	})
}
