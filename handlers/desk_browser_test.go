package handlers_test

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"partnerdirectory/handlers/web"
)

// hastening is a clock that runs fast enough for a browser to fill in a form as slowly as people do.
func hastening() func() time.Time {
	start := time.Now()
	return func() time.Time { return sampleDay().Add(30 * time.Since(start)) }
}

func (b *browser) signIn(who string) {
	b.t.Helper()
	b.open("/signin")
	b.enter("#email", who+"@sample.example")
	b.enter("#password", web.SamplePassword)
	b.click("form[action='/signin'] button[type=submit]")
	b.until("location.pathname.startsWith('/portal')")
}

// A customer writes; a member of the partner finds it in the inbox, takes it, answers and closes it.
func TestFromAnEnquiryToTheInbox(t *testing.T) {
	b := openBrowser(t, openSiteAt(t, hastening()))
	b.open("/partners/osterhout-and-lindqvist")
	b.click(".profile-actions a[href$='/enquiry']")
	b.until("location.pathname.endsWith('/enquiry')")
	b.enter("#name", "Ada Lovelace")
	b.enter("#email", "ada at engines")
	b.enter("#message", "We want to move forty services.")
	b.click("form.form button[type=submit]")
	b.until("document.querySelector('#email-problem') && document.querySelector('#message').value.includes('forty services')")
	b.do(run("document.querySelector('#email').value = ''"))
	b.enter("#email", "ada@engines.example")
	b.click("form.form button[type=submit]")
	b.until("location.pathname.endsWith('/enquiry/sent')")

	b.signIn("editor")
	b.click("nav a[href$='/enquiries']")
	b.until("location.pathname.endsWith('/enquiries')")
	b.click("tbody th a")
	b.until("document.querySelector('.typed')?.textContent.includes('forty services')")
	b.click(".actions form button")
	b.until("document.querySelector('.history').textContent.includes('Taken')")
	b.enter("#answered-note", "Sent an offer.")
	b.do(run("document.querySelector('#answered-note').form.querySelector('button').click()"))
	b.until("document.querySelector('.history').textContent.includes('Sent an offer.')")
	b.do(run("document.querySelector('#closed-note').closest('details').open = true"))
	b.click("input[name=outcome][value=won]")
	b.do(run("document.querySelector('#closed-note').form.querySelector('button').click()"))
	b.until("document.querySelector('.history').textContent.includes('Closed: won')")
}

// A member edits the profile, adds a town by the combobox, looks at the preview and publishes.
func TestFromTheProfileDraftToThePublicPage(t *testing.T) {
	b := openBrowser(t, openSiteAt(t, hastening()))
	b.signIn("editor")
	b.click("nav a[href$='/profile']")
	b.until("document.querySelector('#summary')")
	b.do(run("document.querySelector('#summary').value = ''"))
	b.enter("#summary", "Clusters that nobody has to think about.")
	b.do(run("document.querySelector('#town').scrollIntoView()"))
	b.enter("#town", "Marseil")
	b.until("document.querySelectorAll('.add-town [role=option]').length > 0")
	b.click(".add-town [role=option][data-slug='marseille-fr']")
	b.until("document.querySelector('#town').value === 'Marseille, France'")
	b.click("button[name=do][value=add]")
	b.until("[...document.querySelectorAll('.place legend')].some(l => l.textContent === 'Marseille, France')")
	if got := b.text("document.querySelector('#summary').value"); got != "Clusters that nobody has to think about." {
		t.Errorf("adding a town lost the summary: %q", got)
	}
	b.click("button[value=preview]")
	b.until("location.pathname.endsWith('/preview') && document.querySelector('.profile-head .lead').textContent.includes('nobody has to think')")
	b.click(".notice a[href$='/profile']")
	b.until("document.querySelector('.profile-state')?.textContent.includes('not public')")
	b.click("button[value=publish]")
	b.until("document.querySelector('.flash')?.textContent.includes('public')")
	b.open("/partners/osterhout-and-lindqvist")
	b.until("document.querySelector('.profile-head .lead').textContent.includes('nobody has to think')")
	b.until("document.querySelector('.places').textContent.includes('Marseille')")
}

// Nothing of the desk scrolls sideways, from the smallest phone on.
func TestNoDeskPageScrollsSideways(t *testing.T) {
	b := openBrowser(t, openSite(t))
	b.signIn("owner")
	for _, width := range []int64{320, 768, 1280} {
		b.do(chromedp.EmulateViewport(width, 800))
		for _, path := range []string{"", "/profile", "/profile/logo", "/profile/preview", "/enquiries", "/figures"} {
			b.open(sampleHome + path)
			if over := b.text("document.documentElement.scrollWidth - document.documentElement.clientWidth"); over != "0" {
				t.Errorf("%s at %d px: %s px too wide", path, width, over)
			}
		}
	}
}
