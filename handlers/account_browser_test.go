package handlers_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"partnerdirectory/handlers"
	"partnerdirectory/handlers/web"
)

// authenticator gives the browser a device that makes passkeys and always says yes.
func authenticator() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, webauthn.Enable, webauthn.EnableParams{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, t, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		}})
		return err
	})
}

// From the invitation in the mailbox to signing in without a password.
func TestInvitedThenPasskey(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	b := openBrowser(t, o.site)
	b.do(authenticator())
	b.open("/partners")
	b.until("document.querySelector('[data-sign-in]')")
	b.click("[data-sign-in]")
	b.until("location.pathname === '/signin'")
	b.enter("#email", "owner@sample.example")
	b.enter("#password", "not the password")
	b.click(".gate .primary")
	b.until("document.querySelector('.flash.bad') && document.querySelector('#email').value === 'owner@sample.example'")
	b.enter("#password", web.SamplePassword)
	b.click(".gate .primary")
	b.until("location.pathname === '/portal'")
	b.open("/partners")
	b.until("document.querySelector('[data-sign-in]').textContent === 'Your portal'")
	b.open(membersPage)
	b.enter("#email", "nina@example.com")
	b.click("main .form .primary")
	b.until("document.querySelector('.flash')?.textContent.includes('nina@example.com')")
	b.click(".who button")
	b.until("location.pathname === '/'")
	b.until("document.querySelector('[data-sign-in]').textContent === 'Sign in'")

	b.open(o.link(t, "nina@example.com", "invites you"))
	b.enter("#name", "Nina New")
	b.enter("#password", "four unrelated words")
	b.click(".gate .primary")
	b.until("location.pathname === '/portal/osterhout-and-lindqvist'")

	b.open("/account")
	b.until("!document.querySelector('[data-passkey=create]').hidden")
	b.click("[data-passkey=create] button")
	b.until("document.querySelector('.flash')?.textContent.includes('passkey was added')")
	b.until("document.querySelectorAll('#passkeys tbody tr').length === 1")
	b.click(".who button")
	b.until("location.pathname === '/'")

	b.open("/signin?next=" + membersPage)
	b.until("!document.querySelector('[data-passkey=get]').hidden")
	b.click("[data-passkey=get] button")
	b.until("location.pathname === '" + membersPage + "'")
	b.until("document.querySelector('.who').textContent.includes('Nina New')")
	o.send(t)
	o.post.Wait(t, "nina@example.com", "The way you sign in has changed")
}

// The way in and the members page without JavaScript.
func TestMembersWithoutScript(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	b := openBrowser(t, o.site)
	b.do(noScript())
	b.open(membersPage)
	b.until("location.pathname === '/signin'")
	b.enter("#email", "owner@sample.example")
	b.enter("#password", web.SamplePassword)
	b.click(".gate .primary")
	b.until("location.pathname === '" + membersPage + "'")
	b.click("tbody tr details summary")
	b.click("tbody tr details[open] form button")
	b.until("document.querySelector('.flash')?.textContent.includes('removed')")
}

// Ten wrong passwords lock the account, and its owner is told.
func TestLockoutInTheBrowser(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	b := openBrowser(t, o.site)
	v := o.visitor(t)
	for range 9 {
		v.post("/signin", "email", "viewer@sample.example", "password", "wrong")
	}
	for _, password := range []string{"wrong again", web.SamplePassword} {
		b.open("/signin")
		b.enter("#email", "viewer@sample.example")
		b.enter("#password", password)
		b.click(".gate .primary")
		b.until("document.querySelector('.flash.bad')?.textContent.includes('15 minutes')")
	}
	o.send(t)
	o.post.Wait(t, "viewer@sample.example", "locked")
}

// Nothing behind the sign-in scrolls sideways either.
func TestPortalFitsEveryWidth(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	b := openBrowser(t, o.site)
	b.open("/signin")
	b.enter("#email", "owner@sample.example")
	b.enter("#password", web.SamplePassword)
	b.click(".gate .primary")
	b.until("location.pathname === '/portal'")
	for _, width := range []int64{320, 768, 1280} {
		b.do(chromedp.EmulateViewport(width, 800))
		for _, path := range []string{"/portal", "/portal/osterhout-and-lindqvist", membersPage, "/account", "/account/codes", "/password"} {
			b.open(path)
			if over := b.text("document.documentElement.scrollWidth - document.documentElement.clientWidth"); over != "0" {
				t.Errorf("%s at %d px: %s px too wide", path, width, over)
			}
		}
	}
}
