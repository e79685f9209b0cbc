package handlers_test

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// browser is one tab of a real Chromium on a running site.
type browser struct {
	t   *testing.T
	ctx context.Context
	s   *site
}

// patience is how long a browser may take to come to rest on a busy machine.
const patience = 20 * time.Second

func openBrowser(t *testing.T, s *site) *browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("the browser tests need Chromium: run `make tools`")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1280, 900),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocated, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocated)
	t.Cleanup(cancel)
	// Starts the browser: a first step under a deadline would end the browser with it.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return &browser{t: t, ctx: ctx, s: s}
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("browser: %v; at %s", err, b.text("location.href"))
	}
}

// run executes a script for its effect.
func run(script string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Evaluate[bool]("("+script+", true)")(ctx, t)
		return chromedp.Void{}, err
	}
}

func noScript() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	})
}

func dark() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
		})
		return err
	})
}

func (b *browser) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.s.url + path))
}

// text evaluates a script and returns its value as text.
func (b *browser) text(script string) string {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+script+")"))
	if err != nil {
		b.t.Fatalf("browser: %s: %v", script, err)
	}
	return v
}

// until waits for a condition.
func (b *browser) until(condition string) {
	b.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		v, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+condition+")"))
		if err == nil && v {
			return
		}
	}
	b.t.Fatalf("browser: waited in vain for %s; at %s: %q", condition, b.text("location.href"), b.text("document.title"))
}

// click waits for an element of the page as loaded and clicks it.
func (b *browser) click(selector string) {
	b.t.Helper()
	b.until("document.readyState === 'complete' && document.querySelector(" + quote(selector) + ")")
	b.do(run("document.querySelector(" + quote(selector) + ").click()"))
}

func (b *browser) enter(selector, text string) {
	b.t.Helper()
	b.do(chromedp.Focus(selector), chromedp.SendKeys(selector, text))
}

// Search, filter, open a profile, come back: one is where one was.
func TestSearchFilterProfileAndBack(t *testing.T) {
	b := openBrowser(t, openSite(t))
	b.open("/partners")
	b.do(run("window.stayed = true"))
	before := b.text("document.querySelector('#results h1').textContent")
	b.enter("#q", "cloud")
	b.until("document.querySelector('#results h1').textContent !== " + quote(before))
	b.until("location.search.includes('q=cloud')")

	box := "#facet-country input[type=checkbox]"
	b.do(run("document.querySelector('#facet-country').open = true"))
	value := b.text("document.querySelector('" + box + "').value")
	b.click(box)
	b.until("location.search.includes('country=" + value + "') && document.querySelector('.chosen')")
	if b.text("window.stayed") != "true" {
		t.Error("filtering loaded a whole new page")
	}

	b.until("document.querySelectorAll('.hit').length > 2")
	place := b.text("location.href")
	b.do(run("document.querySelectorAll('.hit')[2].scrollIntoView()"))
	b.until("scrollY > 100")
	scroll := b.text("Math.round(scrollY)")
	name := b.text("document.querySelectorAll('.hit h2 a')[2].textContent")
	b.do(run("document.querySelectorAll('.hit h2 a')[2].click()"))
	b.until("location.pathname.startsWith('/partners/') && document.querySelector('h1')?.textContent.includes(" + quote(name) + ")")
	b.do(run("history.back()"))
	b.until("location.href === " + quote(place))
	b.until("document.querySelectorAll('.hit').length > 2 && Math.abs(scrollY - " + scroll + ") < 60")
	if got := b.text("document.querySelector('#q').value"); got != "cloud" {
		t.Errorf("after back the search box says %q", got)
	}
	if b.text("document.querySelector('"+box+"[value="+value+"]').checked") != "true" {
		t.Error("after back the filter is not set")
	}
}

// The same without JavaScript: forms and links do it all.
func TestSearchWithoutScript(t *testing.T) {
	b := openBrowser(t, openSite(t))
	b.do(noScript())
	b.open("/")
	b.enter("#q", "cloud\r")
	b.until("location.pathname === '/partners' && location.search === '?q=cloud'")
	b.click("#facet-specialization label")
	b.click("#facets button.no-script[type=submit]")
	b.until("location.search.includes('specialization=')")
	b.until("document.querySelector('.hit h2 a')")
	b.click(".hit h2 a")
	b.until("location.pathname.startsWith('/partners/')")
	b.do(run("history.back()"))
	b.until("location.search.includes('specialization=')")
	b.click(".hit form.shortlist button")
	b.until("document.cookie.includes('shortlist=')")
	b.open("/compare")
	b.until("location.search.startsWith('?p=')")
}

// The combobox of the ARIA authoring practices, by keyboard alone.
func TestComboboxByKeyboard(t *testing.T) {
	b := openBrowser(t, openSite(t))
	b.open("/")
	const q = "document.querySelector('#q')"
	if got := b.text(q + ".getAttribute('role')"); got != "combobox" {
		t.Errorf("role %q", got)
	}
	b.do(chromedp.KeyEvent("/"))
	b.until("document.activeElement.id === 'q'")
	b.do(chromedp.KeyEvent("kubern"))
	b.until(q + ".getAttribute('aria-expanded') === 'true' && document.querySelectorAll('[role=option]').length > 0")
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.until(q + ".getAttribute('aria-activedescendant')")
	active := "document.getElementById(" + q + ".getAttribute('aria-activedescendant'))"
	b.until(active + ".getAttribute('aria-selected') === 'true'")
	b.do(chromedp.KeyEvent(kb.Escape))
	b.until(q + ".getAttribute('aria-expanded') === 'false'")
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.until(q + ".getAttribute('aria-expanded') === 'true'")
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.until(active + " && " + active + ".textContent.toLowerCase().includes('kubern')")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.until("location.pathname !== '/'")
}

func TestShortlistAndCompare(t *testing.T) {
	b := openBrowser(t, openSite(t))
	b.open("/partners?q=cloud")
	b.do(run("document.querySelectorAll('.hit form.shortlist button')[0].click()"))
	b.do(run("document.querySelectorAll('.hit form.shortlist button')[1].click()"))
	b.until("document.cookie.split('shortlist=')[1]?.includes('.')")
	if got := b.text("location.search"); got != "?q=cloud" {
		t.Errorf("shortlisting left the page for %s", got)
	}
	names := b.text("[...document.querySelectorAll('.hit h2 a')].slice(0, 2).map(a => a.textContent).join('|')")
	b.open("/compare")
	b.until("location.search.split('p=').length === 3")
	for name := range strings.SplitSeq(names, "|") {
		b.until("document.querySelector('main').textContent.includes(" + quote(name) + ")")
	}
}

func TestDarkIsDesigned(t *testing.T) {
	b := openBrowser(t, openSite(t))
	b.do(dark())
	b.open("/partners?q=cloud")
	const brightness = "(c => c.match(/\\d+(\\.\\d+)?/g).slice(0, 3).reduce((a, v) => a + Number(v), 0))"
	b.until(brightness + "(getComputedStyle(document.documentElement).backgroundColor) < 150")
	b.until(brightness + "(getComputedStyle(document.querySelector('h1')).color) > 600")
}

// Nothing scrolls sideways, from the smallest phone on.
func TestNoPageScrollsSideways(t *testing.T) {
	s := openSite(t)
	b := openBrowser(t, s)
	for _, width := range []int64{320, 360, 768, 1280} {
		b.do(chromedp.EmulateViewport(width, 800))
		for _, path := range publicPages(t, s) {
			b.open(path)
			if over := b.text("document.documentElement.scrollWidth - document.documentElement.clientWidth"); over != "0" {
				t.Errorf("%s at %d px: %s px too wide", path, width, over)
			}
		}
	}
}

// quote writes text as a JavaScript string.
func quote(s string) string {
	return "`" + strings.NewReplacer("\\", "\\\\", "`", "\\`", "$", "\\$").Replace(s) + "`"
}
