package handlers_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"partnerdirectory/handlers"
	"partnerdirectory/handlers/web"
)

// press types on the keyboard, wherever the focus is.
func (b *browser) press(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// tabTo moves the focus with the tab key until it is on an element that matches.
func (b *browser) tabTo(selector string) {
	b.t.Helper()
	b.until("document.readyState === 'complete'")
	const most = 150
	for range most {
		b.press(kb.Tab)
		if b.text("document.activeElement.matches("+quote(selector)+")") == "true" {
			return
		}
	}
	b.t.Fatalf("the tab key does not reach %s at %s", selector, b.text("location.href"))
}

// A customer is asked, confirms by the link in the mail without an account, and the partner sees that a reviewer is next.
func TestFromAskingACustomerToTheProgressPage(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	b := openBrowser(t, o.site)
	b.signIn("editor")
	b.open(ours + "/progress/adoption-and-change-management")
	b.click("a[href*='/references/new']")
	b.until("location.pathname.endsWith('/references/new') && document.querySelector('#scenario')?.value === 'adoption'")
	b.enter("#customer", "Fabrikam")
	b.enter("#project", "New ways of working for 900 people.")
	b.do(run("document.querySelector('#finished').value = '2026-06-30'"))
	b.enter("#contact", "Carla Conti")
	b.enter("#email", "carla@fabrikam.example")
	b.click("button[value=hand-in]")
	b.until("document.querySelector('.flash')?.textContent.includes('waits for the customer')")
	b.open(ours + "/progress/adoption-and-change-management")
	b.until("document.querySelector('.findings')?.textContent.includes('waits for the customer')")
	b.click(".who button")
	b.until("location.pathname === '/'")

	b.open(o.link(t, "carla@fabrikam.example", "confirm a project"))
	b.until("document.querySelector('main').textContent.includes('New ways of working for 900 people.')")
	if got := b.text("document.querySelector('#name').value"); got != "Carla Conti" {
		t.Errorf("the customer's name is %q", got)
	}
	b.click("button[value=confirm]")
	b.until("document.querySelector('h1').textContent === 'Thank you'")

	b.signIn("editor")
	b.open(ours + "/progress/adoption-and-change-management")
	item := "[...document.querySelectorAll('.handed-in li')].find(e => e.textContent.includes('Fabrikam')).textContent"
	b.until(item + ".includes('waits for a decision')")
}

// The way from a requirement to a certification that is handed in, without a mouse.
func TestACertificationByKeyboard(t *testing.T) {
	b := openBrowser(t, openSite(t))
	b.signIn("editor")
	b.open(ours + "/progress/kubernetes")
	b.tabTo("a[href*='/people/new']")
	b.press(kb.Enter)
	b.until("location.pathname.endsWith('/people/new')")
	b.tabTo("#name")
	b.press("Nora Neu")
	b.tabTo("#joined")
	b.press("01022026")
	b.tabTo("#earned")
	b.press("03042026")
	b.tabTo("#proof")
	b.press("https://example.com/certificates/1")
	b.tabTo("button[value=hand-in]")
	b.press(kb.Enter)
	b.until("document.querySelector('.flash')?.textContent.includes('waits for a reviewer')")
	b.until("document.querySelector('.facts').textContent.includes('Nora Neu') && document.querySelector('.facts').textContent.includes('4 Mar 2026')")
}

// What was kept as a draft is there again, whichever way one comes back to it.
func TestADraftSurvivesTheBackButton(t *testing.T) {
	b := openBrowser(t, openSite(t))
	b.signIn("editor")
	b.open(ours + "/case-studies/new")
	b.enter("#title", "A quiet move")
	b.enter("#challenge", "Nobody knew what ran where.")
	b.click("button[value=save]")
	b.until("location.pathname.endsWith('/edit') && document.querySelector('.flash')?.textContent.includes('saved')")
	draft := b.text("location.pathname")
	b.click(".back a")
	b.until("location.pathname.endsWith('/case-studies') && document.querySelector('main').textContent.includes('A quiet move')")
	b.do(run("history.back()"))
	b.until("location.pathname === " + quote(draft) + " && document.querySelector('#challenge')?.value === 'Nobody knew what ran where.'")
	b.do(run("document.querySelector('#title').value += ' at night'"))
	b.click("button[value=save]")
	b.until("document.querySelector('#title')?.value === 'A quiet move at night' && document.querySelector('.flash')")
	b.click("form .ask summary")
	b.click("form .ask button[value=drop]")
	b.until("document.querySelector('.flash')?.textContent.includes('deleted') && !document.querySelector('main .rows')?.textContent.includes('A quiet move at night')")
}

// Requirements open and forms answer without JavaScript, and what was typed stays.
func TestProgressAndFormsWithoutScript(t *testing.T) {
	b := openBrowser(t, openSite(t))
	b.do(noScript())
	b.open(ours + "/progress/kubernetes")
	b.until("location.pathname === '/signin'")
	b.enter("#email", "editor@sample.example")
	b.enter("#password", web.SamplePassword)
	b.click("form[action='/signin'] button[type=submit]")
	b.until("location.pathname.endsWith('/progress/kubernetes')")
	b.click(".how-counted summary")
	if text := b.text("document.querySelector('.how-counted[open]').textContent"); !strings.Contains(text, "Verified by") {
		t.Errorf("how it is counted: %q", text)
	}
	b.open(ours + "/references/new?for=adoption-and-change-management")
	b.enter("#customer", "Fabrikam")
	b.enter("#project", "New ways of working.")
	b.do(run("document.querySelector('form.form').noValidate = true"))
	b.click("button[value=hand-in]")
	b.until("document.querySelector('.flash.bad') && document.querySelector('#customer').value === 'Fabrikam' && document.querySelector('#email-error')")
}
