package portal

import (
	"bytes"
	"crypto/subtle"
	"errors"
	"fmt"
	"image/png"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// What the session keeps between steps.
const (
	codeSecret = "code secret"  // of codes that are being set up
	codeWho    = "code account" // whose password was right, and who owes a code
	codeNext   = "code next"    // where to go then
)

// Time-based codes as every authenticator app makes them.
const (
	codePeriod    = 30 // seconds
	codeSkew      = 1  // steps before and after that are taken too
	recoveryCodes = 10
)

// codeStep returns the time step at which the secret makes this code, 0 when there is none near now.
func codeStep(secret, code string, now int64) (int64, error) {
	code = strings.ReplaceAll(code, " ", "")
	for step := now/codePeriod - codeSkew; step <= now/codePeriod+codeSkew; step++ {
		want, err := hotp.GenerateCode(secret, uint64(step))
		if err != nil {
			return 0, fmt.Errorf("make code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step, nil
		}
	}
	return 0, nil
}

// CodePage is the second step of a sign-in, for accounts that ask for a code.
func (p *Portal) CodePage(c echo.Context) error {
	owes, err := p.Value(c, codeWho)
	if err != nil {
		return err
	}
	if owes == "" {
		return p.See(c, "/signin")
	}
	return p.codePage(c, http.StatusOK, "")
}

func (p *Portal) codePage(c echo.Context, status int, problem string) error {
	return p.Render(c, status, views.CodePage(views.Code{Page: p.Page(c, "Code", ""), Problem: problem}))
}

// SignInWithCode finishes a sign-in that owes a code: one of the app, or a recovery code, each good once.
func (p *Portal) SignInWithCode(c echo.Context) error {
	ctx := c.Request().Context()
	owes, err := p.Value(c, codeWho)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(owes, 10, 64)
	if err != nil {
		return p.See(c, "/signin")
	}
	account, err := p.Store.Account(ctx, store.AccountID(id))
	if err != nil {
		return err
	}
	next, err := p.Value(c, codeNext)
	if err != nil {
		return err
	}
	try, err := p.Store.BeginTry(ctx, account.Email, tryRule())
	if err != nil {
		return err
	}
	fits, err := p.codeFits(c, account, line(c, "code"))
	if err != nil {
		return err
	}
	if fits && !try.Locked {
		if may, err := p.MaySignIn(ctx, account.ID); err != nil || !may {
			return errors.Join(err, p.See(c, "/signin"))
		}
		return p.enter(c, account, "password and code", localPath(next))
	}
	if err := p.refused(c, try, account, store.Refused{Account: account.ID, By: "code", Why: "The code does not fit."}); err != nil {
		return err
	}
	return p.codePage(c, http.StatusUnprocessableEntity,
		"That code does not fit, or it was used before. Wait for the next one. After ten wrong tries an account is locked for 15 minutes.")
}

// codeFits spends a code of the app or a recovery code.
func (p *Portal) codeFits(c echo.Context, account store.Account, code string) (bool, error) {
	step, err := codeStep(account.OTP, code, p.Now().Unix())
	if err != nil {
		return false, err
	}
	if step > 0 {
		return p.Store.UseCodeStep(c.Request().Context(), account.ID, step)
	}
	return p.Store.UseRecoveryCode(c.Request().Context(), web.Someone(c), account.ID, plainCode(code))
}

// plainCode reads a recovery code however it was typed.
func plainCode(code string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(code))
}

// Codes is the page that sets up time-based codes.
func (p *Portal) Codes(c echo.Context, who *web.Identity) error {
	if who.Account.OTP != "" {
		return p.See(c, "/account")
	}
	secret, err := p.Value(c, codeSecret)
	if err != nil {
		return err
	}
	if secret == "" {
		key, err := totp.Generate(totp.GenerateOpts{Issuer: p.Site().Programme.Name, AccountName: who.Account.Email, Period: codePeriod})
		if err != nil {
			return fmt.Errorf("make a secret for codes: %w", err)
		}
		secret = key.Secret()
		if err := p.SetValue(c, codeSecret, secret); err != nil {
			return err
		}
	}
	return p.codes(c, who, http.StatusOK, secret, "")
}

func (p *Portal) codes(c echo.Context, who *web.Identity, status int, secret, problem string) error {
	f, err := p.frame(c, who, "Codes from an app", "account")
	if err != nil {
		return err
	}
	return p.Render(c, status, views.CodesPage(views.Codes{Frame: f, Secret: secret, Code: views.Field{
		Name: "code", Label: "Code that the app shows now", Error: problem, Autocomplete: "one-time-code", InputMode: "numeric", Most: 12, Focus: true,
	}}))
}

// keyURL is how authenticator apps read a secret.
func keyURL(issuer, account, secret string) string {
	v := url.Values{"secret": {secret}, "issuer": {issuer}, "period": {strconv.Itoa(codePeriod)}, "digits": {"6"}, "algorithm": {"SHA1"}}
	return (&url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + account, RawQuery: v.Encode()}).String()
}

// qrSize is the width of the code to photograph, in pixels.
const qrSize = 240

// CodesPicture is what an authenticator app photographs.
func (p *Portal) CodesPicture(c echo.Context, who *web.Identity) error {
	secret, err := p.Value(c, codeSecret)
	if err != nil {
		return err
	}
	if secret == "" {
		return fmt.Errorf("no codes are being set up: %w", program.ErrNotFound)
	}
	key, err := otp.NewKeyFromURL(keyURL(p.Site().Programme.Name, who.Account.Email, secret))
	if err != nil {
		return fmt.Errorf("draw codes: %w", err)
	}
	picture, err := key.Image(qrSize, qrSize)
	if err != nil {
		return fmt.Errorf("draw codes: %w", err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return fmt.Errorf("draw codes: %w", err)
	}
	web.NoStore(c)
	return c.Blob(http.StatusOK, "image/png", out.Bytes())
}

// TurnCodesOn begins to ask for codes, once one of them was shown to work, and hands out recovery codes.
func (p *Portal) TurnCodesOn(c echo.Context, who *web.Identity) error {
	secret, err := p.Value(c, codeSecret)
	if err != nil {
		return err
	}
	if secret == "" || who.Account.OTP != "" {
		return p.See(c, "/account/codes")
	}
	step, err := codeStep(secret, line(c, "code"), p.Now().Unix())
	if err != nil {
		return err
	}
	if step == 0 {
		return p.codes(c, who, http.StatusUnprocessableEntity, secret, "This is not the code of now. Check the clock of the phone, and type the next code.")
	}
	var shown, kept []string
	for range recoveryCodes {
		code := web.Token()[:16]
		kept = append(kept, code)
		shown = append(shown, code[:4]+"-"+code[4:8]+"-"+code[8:12]+"-"+code[12:])
	}
	mail := p.changed(c, who.Account, "Your account now asks for a code from your app after the password.")
	if err := p.Store.SetCodes(c.Request().Context(), p.Act(c, who), who.Account.ID, secret, step, kept, mail); err != nil {
		return err
	}
	if err := p.SetValue(c, codeSecret, ""); err != nil {
		return err
	}
	f, err := p.frame(c, who, "Recovery codes", "account")
	if err != nil {
		return err
	}
	return p.Render(c, http.StatusOK, views.RecoveryPage(views.Recovery{Frame: f, Codes: shown}))
}

// TurnCodesOff stops asking for codes; it takes the password.
func (p *Portal) TurnCodesOff(c echo.Context, who *web.Identity) error {
	_, ok, err := p.check(c, who.Account.Email, line(c, "off-password"))
	if err != nil {
		return err
	}
	if !ok {
		return p.account(c, who, http.StatusUnprocessableEntity, wrong{offError: "This is not your password, or your account is locked for 15 minutes after ten wrong ones."})
	}
	ctx := c.Request().Context()
	if err := p.Store.ForgetTries(ctx, who.Account.Email); err != nil {
		return err
	}
	mail := p.changed(c, who.Account, "Your account no longer asks for a code after the password.")
	if err := p.Store.SetCodes(ctx, p.Act(c, who), who.Account.ID, "", 0, nil, mail); err != nil {
		return err
	}
	return p.done(c, "No codes are asked for any more.")
}
