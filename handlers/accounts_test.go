package handlers_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/pquerna/otp/totp"

	"partnerdirectory/handlers"
	"partnerdirectory/handlers/web"
	"partnerdirectory/notify"
	"partnerdirectory/notify/smtptest"
	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/store"
)

// clock is a time that tests move.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// office is a site with a mail server, a mailer and a clock of its own.
type office struct {
	*site
	clock  *clock
	post   *smtptest.Server
	mailer *web.Mailer
}

// openOffice serves a copy of the sample under http://localhost, the only name for which browsers have passkeys here.
func openOffice(t testing.TB, accounts handlers.Accounts) *office {
	t.Helper()
	file := filepath.Join(t.TempDir(), "directory.db")
	content, err := os.ReadFile(sampleFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	log, now := slog.New(slog.DiscardHandler), &clock{t: time.Now()}
	st, err := store.Open(t.Context(), file, store.Options{NewID: numbered("mail"), Logger: log, Now: now.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	atlas, err := search.LoadAtlas()
	if err != nil {
		t.Fatal(err)
	}
	live, err := handlers.OpenLive(t.Context(), handlers.LiveOptions{Store: st, Atlas: atlas, Now: sampleDay, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(nil)
	base := strings.Replace("http://"+server.Listener.Addr().String(), "127.0.0.1", "localhost", 1)
	handler, err := handlers.New(handlers.Options{Store: st, Live: live, Atlas: atlas, BaseURL: base, Log: log, Accounts: accounts})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = handler
	server.Start()
	t.Cleanup(server.Close)
	o := &office{site: &site{url: base, store: st, live: live, serve: handler}, clock: now, post: smtptest.Start(t)}
	post, err := notify.ParsePost(o.post.URL(), "Directory <directory@example.com>")
	if err != nil {
		t.Fatal(err)
	}
	o.mailer = &web.Mailer{Store: st, Post: post, Console: os.Stdout, Log: log}
	return o
}

// send posts all mails that are due.
func (o *office) send(t testing.TB) {
	t.Helper()
	if err := o.mailer.SendDue(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// link returns the one-time link in the mail that an address got.
func (o *office) link(t testing.TB, to, subject string) string {
	t.Helper()
	o.send(t)
	m := o.post.Wait(t, to, subject)
	link := regexp.MustCompile(regexp.QuoteMeta(o.url) + `(/\S+)`).FindStringSubmatch(m.Plain)
	if link == nil {
		t.Fatalf("no link in %q", m.Plain)
	}
	if !strings.Contains(m.HTML, o.url+link[1]) {
		t.Error("the HTML part has another link")
	}
	return link[1]
}

func (a answerTo) doc(t testing.TB) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

const membersPage = "/portal/osterhout-and-lindqvist/members"

func TestInvitationByMail(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	owner := o.signedIn(t, "owner")
	bad := owner.post(membersPage, "email", "no address", "role", "editor")
	if bad.StatusCode != http.StatusUnprocessableEntity || bad.doc(t).Find("#email").AttrOr("value", "") != "no address" ||
		bad.doc(t).Find("#email-error").Text() == "" {
		t.Errorf("a bad address: %d", bad.StatusCode)
	}
	if a := owner.post(membersPage, "email", "editor@sample.example", "role", "editor"); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a member is invited again: %d", a.StatusCode)
	}
	if a := owner.post(membersPage, "email", "new@example.com", "role", "editor"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("invite: %d", a.StatusCode)
	}
	if page := owner.get(membersPage); !strings.Contains(page.body, "on its way to new@example.com") || !strings.Contains(page.body, "Olive Owens, opens until") {
		t.Error("the page does not say that the invitation is on its way")
	}
	link := o.link(t, "new@example.com", "invites you to Osterhout & Lindqvist")
	someone := o.visitor(t)
	if a := someone.get(link); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "new@example.com") {
		t.Fatalf("the link: %d", a.StatusCode)
	}
	if a := someone.post(link, "name", "Nina New", "password", "short"); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Nina New") {
		t.Errorf("a short password: %d", a.StatusCode)
	}
	a := someone.post(link, "name", "Nina New", "password", "four unrelated words")
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/portal/osterhout-and-lindqvist" {
		t.Fatalf("accept: %d, %q", a.StatusCode, a.Header.Get("Location"))
	}
	if a := someone.get("/portal/osterhout-and-lindqvist"); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "You are a member of Osterhout &amp; Lindqvist now.") {
		t.Errorf("after accepting: %d", a.StatusCode)
	}
	if a := o.visitor(t).get(link); a.StatusCode != http.StatusNotFound || !strings.Contains(a.body, "opens nothing any more") {
		t.Errorf("the link opens twice: %d", a.StatusCode)
	}
	outbox := o.signedIn(t, "admin").get("/admin/outbox")
	if strings.Contains(outbox.body, strings.TrimPrefix(link, "/invitation/")) || !strings.Contains(outbox.body, "new@example.com") {
		t.Error("the outbox shows the one-time link, or not the mail")
	}
}

func TestWithdrawnAndOldInvitationsOpenNothing(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	owner := o.signedIn(t, "owner")
	owner.post(membersPage, "email", "a@example.com", "role", "viewer")
	owner.post(membersPage, "email", "b@example.com", "role", "viewer")
	first, second := o.link(t, "a@example.com", ""), o.link(t, "b@example.com", "")
	action, _ := owner.get(membersPage).doc(t).Find(`form[action$="/withdraw"]:contains("a@example.com")`).Attr("action")
	if a := owner.post(action); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("withdraw %q: %d", action, a.StatusCode)
	}
	if a := o.visitor(t).get(first); a.StatusCode != http.StatusNotFound {
		t.Errorf("withdrawn: %d", a.StatusCode)
	}
	o.clock.move(8 * 24 * time.Hour)
	if a := o.visitor(t).post(second, "name", "Late", "password", "four unrelated words"); a.StatusCode != http.StatusNotFound {
		t.Errorf("eight days later: %d", a.StatusCode)
	}
}

// A form that is sent twice, even at the same moment, makes one record.
func TestFormSentTwiceInvitesOnce(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	owner := o.signedIn(t, "owner")
	key := owner.get(membersPage).doc(t).Find(`input[name="once"]`).AttrOr("value", "")
	if key == "" {
		t.Fatal("the form has no key")
	}
	var all sync.WaitGroup
	for range 4 {
		again := &visitor{t: t, s: o.site, cookies: map[string]string{"session": owner.cookies["session"]}}
		all.Go(func() {
			if a := again.post(membersPage, "email", "new@example.com", "role", "editor", "once", key); a.StatusCode != http.StatusSeeOther {
				t.Errorf("status %d", a.StatusCode)
			}
		})
	}
	all.Wait()
	_, mails, err := o.store.Outbox(t.Context(), "", 10, 0)
	if err != nil || len(mails) != 1 {
		t.Errorf("%d invitations went out (%v)", len(mails), err)
	}
}

func TestRolesAndTheLastOwner(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	owner, viewer := o.signedIn(t, "owner"), o.signedIn(t, "viewer")
	id := func(email string) string {
		action, ok := owner.get(membersPage).doc(t).Find(`tr:contains("` + email + `") form[action$="/role"]`).Attr("action")
		if !ok {
			t.Fatalf("no form for %s", email)
		}
		return strings.TrimSuffix(action, "/role")
	}
	page := owner.get(membersPage).doc(t)
	if page.Find(`tr:contains("owner@sample.example") form`).Length() != 0 {
		t.Error("the only owner can be changed")
	}
	you, err := o.store.AccountByEmail(t.Context(), "owner@sample.example")
	if err != nil {
		t.Fatal(err)
	}
	partner, _, err := o.store.PartnerBySlug(t.Context(), "osterhout-and-lindqvist")
	if err != nil {
		t.Fatal(err)
	}
	if err := o.store.ChangeMember(t.Context(), store.Act{}, partner, you.ID, program.Viewer); err == nil {
		t.Error("the last owner was made a viewer")
	}
	if a := owner.post(id("viewer@sample.example")+"/role", "role", "owner"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("change role: %d", a.StatusCode)
	}
	if a := viewer.post(membersPage, "email", "x@example.com", "role", "viewer"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("the new owner may not invite: %d", a.StatusCode)
	}
	if a := owner.post(id("owner@sample.example") + "/remove"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("leave: %d", a.StatusCode)
	}
	if a := owner.get(membersPage); a.StatusCode != http.StatusForbidden {
		t.Errorf("after leaving: %d", a.StatusCode)
	}
}

func TestNewPasswordByMail(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	signedIn, v := o.signedIn(t, "editor"), o.visitor(t)
	known, unknown := v.post("/password", "email", "editor@sample.example"), v.post("/password", "email", "nobody@sample.example")
	if known.StatusCode != http.StatusOK || strings.ReplaceAll(known.body, "editor@", "nobody@") != unknown.body {
		t.Errorf("known and unknown addresses are told apart: %d", known.StatusCode)
	}
	link := o.link(t, "editor@sample.example", "new password")
	if n := len(o.post.Mails()); n != 1 {
		t.Errorf("%d mails", n)
	}
	if a := v.post(link, "password", web.SamplePassword); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("the sample's public password is accepted: %d", a.StatusCode)
	}
	if a := v.post(link, "password", "correct horse battery"); a.Header.Get("Location") != "/signin?new=password" {
		t.Fatalf("status %d", a.StatusCode)
	}
	if a := signedIn.get("/account"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("the old session lives on: %d", a.StatusCode)
	}
	if a := v.post(link, "password", "another one entirely"); a.StatusCode != http.StatusNotFound {
		t.Errorf("the link works twice: %d", a.StatusCode)
	}
	if a := v.post("/signin", "email", "editor@sample.example", "password", "correct horse battery"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("sign in with the new password: %d", a.StatusCode)
	}
	o.send(t)
	o.post.Wait(t, "editor@sample.example", "The way you sign in has changed")
	for range 8 {
		v.post("/password", "email", "viewer@sample.example")
	}
	o.send(t)
	if n := len(o.post.Mails()); n > 6 {
		t.Errorf("%d mails: anybody can flood a mailbox", n)
	}
}

func TestTenWrongPasswordsLockForAWhile(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	v := o.visitor(t)
	right := func() int {
		return v.post("/signin", "email", "viewer@sample.example", "password", web.SamplePassword).StatusCode
	}
	for i := range 10 {
		if i == 9 && right() != http.StatusSeeOther {
			t.Fatal("locked after nine")
		}
		v.post("/signin", "email", "viewer@sample.example", "password", "wrong")
	}
	for range 9 { // the right one above began the count anew
		v.post("/signin", "email", "viewer@sample.example", "password", "wrong")
	}
	if got := right(); got != http.StatusUnprocessableEntity {
		t.Errorf("locked, and the right password is answered with %d", got)
	}
	o.send(t)
	if m := o.post.Wait(t, "viewer@sample.example", "locked"); !strings.Contains(m.Plain, "127.0.0.1") {
		t.Errorf("the mail does not say where from: %q", m.Plain)
	}
	o.clock.move(14 * time.Minute)
	if got := right(); got != http.StatusUnprocessableEntity {
		t.Errorf("after 14 minutes: %d", got)
	}
	o.clock.move(2 * time.Minute)
	if got := right(); got != http.StatusSeeOther {
		t.Errorf("after 16 minutes: %d", got)
	}
	if n := len(o.post.Mails()); n != 1 {
		t.Errorf("%d mails about one lock", n)
	}
}

func TestSessionsEnd(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	here, there := o.signedIn(t, "editor"), o.signedIn(t, "editor")
	rows := here.get("/account").doc(t).Find(`form[action="/account/sessions/end"] input[name="session"]`)
	if rows.Length() != 1 {
		t.Fatalf("%d other sessions", rows.Length())
	}
	here.post("/account/sessions/end", "session", rows.AttrOr("value", ""))
	if there.get("/account").StatusCode != http.StatusSeeOther || here.get("/account").StatusCode != http.StatusOK {
		t.Error("the wrong session ended")
	}
	stranger := o.signedIn(t, "viewer")
	mine := o.signedIn(t, "editor").get("/account").doc(t).Find(`input[name="session"]`).AttrOr("value", "")
	stranger.post("/account/sessions/end", "session", mine)
	if here.get("/account").StatusCode != http.StatusOK {
		t.Error("somebody else ended the session")
	}
	if a := here.post("/account/sessions/end-all"); a.StatusCode != http.StatusSeeOther || here.get("/account").StatusCode != http.StatusSeeOther {
		t.Error("sign out everywhere left this session")
	}
	v := o.signedIn(t, "editor")
	o.clock.move(15 * 24 * time.Hour)
	if a := v.get("/account"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("two weeks without a visit: %d", a.StatusCode)
	}
}

func TestPasswordChangeNeedsTheOldOne(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	v, other := o.signedIn(t, "editor"), o.signedIn(t, "editor")
	if a := v.post("/account/password", "current", "wrong", "password", "correct horse battery"); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("without the old password: %d", a.StatusCode)
	}
	if a := v.post("/account/password", "current", web.SamplePassword, "password", "correct horse battery"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("with it: %d", a.StatusCode)
	}
	if v.get("/account").StatusCode != http.StatusOK || other.get("/account").StatusCode != http.StatusSeeOther {
		t.Error("the change must end all other sessions and keep this one")
	}
}

func TestCodesAsSecondStep(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	v := o.signedIn(t, "editor")
	secret := v.get("/account/codes").doc(t).Find("#key").Text()
	if a := v.get("/account/codes/picture"); a.Header.Get("Content-Type") != "image/png" {
		t.Errorf("picture: %d", a.StatusCode)
	}
	code := func() string {
		c, err := totp.GenerateCode(secret, o.clock.now())
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if a := v.post("/account/codes", "code", "000000"); a.StatusCode != http.StatusUnprocessableEntity || a.doc(t).Find("#key").Text() != secret {
		t.Errorf("a wrong code: %d", a.StatusCode)
	}
	a := v.post("/account/codes", "code", code())
	recovery := strings.Fields(a.doc(t).Find("#recovery").Text())
	if a.StatusCode != http.StatusOK || len(recovery) != 10 {
		t.Fatalf("turn on: %d, %d recovery codes", a.StatusCode, len(recovery))
	}
	step := func(code string) (*visitor, answerTo) {
		v := o.visitor(t)
		a := v.post("/signin", "email", "editor@sample.example", "password", web.SamplePassword, "next", "/account")
		if a.Header.Get("Location") != "/signin/code" {
			t.Fatalf("no code is asked for: %d, %q", a.StatusCode, a.Header.Get("Location"))
		}
		if v.get("/account").StatusCode != http.StatusSeeOther {
			t.Error("the password alone signs in")
		}
		return v, v.post("/signin/code", "code", code)
	}
	if _, a := step(code()); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("the code that turned it on counts again: %d", a.StatusCode)
	}
	o.clock.move(31 * time.Second)
	used := code()
	in, a := step(used)
	if a.Header.Get("Location") != "/account" || in.get("/account").StatusCode != http.StatusOK {
		t.Errorf("the next code: %d, %q", a.StatusCode, a.Header.Get("Location"))
	}
	if _, a := step(used); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a code counts twice: %d", a.StatusCode)
	}
	if _, a := step(strings.ToUpper(recovery[3])); a.StatusCode != http.StatusSeeOther {
		t.Errorf("a recovery code: %d", a.StatusCode)
	}
	if _, a := step(recovery[3]); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a recovery code counts twice: %d", a.StatusCode)
	}
	if a := in.post("/account/codes/off", "off-password", "wrong"); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("turned off without the password: %d", a.StatusCode)
	}
	if a := in.post("/account/codes/off", "off-password", web.SamplePassword); a.StatusCode != http.StatusSeeOther {
		t.Errorf("turn off: %d", a.StatusCode)
	}
}

func TestMailChoiceIsKept(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	v := o.signedIn(t, "editor")
	v.post("/account/mail", "mail", "labels", "mail", "enquiries", "mail", "nonsense")
	doc := v.get("/account").doc(t)
	for topic, want := range map[string]bool{"labels": true, "enquiries": true, "ahead": false, "changes": false, "decisions": false} {
		if _, on := doc.Find(`input[name="mail"][value="` + topic + `"]`).Attr("checked"); on != want {
			t.Errorf("%s: %t, want %t", topic, on, want)
		}
	}
}

// Accounts of the sample sign in where the sample is, and nowhere else.
func TestSampleAccountsOutsideTheSample(t *testing.T) {
	closed := openOffice(t, handlers.Accounts{NoSample: true})
	try := []string{"email", "owner@sample.example", "password", web.SamplePassword}
	if a := closed.visitor(t).post("/signin", try...); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("open to other machines: %d", a.StatusCode)
	}
	o := openOffice(t, handlers.Accounts{})
	v := o.signedIn(t, "owner")
	if err := o.store.ForgetSample(t.Context(), store.Act{}); err != nil {
		t.Fatal(err)
	}
	if a := v.get("/account"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("a session in a database that is no sample: %d", a.StatusCode)
	}
	if a := o.visitor(t).post("/signin", try...); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("sign in to a database that is no sample: %d", a.StatusCode)
	}
}

func TestDisabledAccountIsOut(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	v := o.signedIn(t, "viewer")
	a, err := o.store.AccountByEmail(t.Context(), "viewer@sample.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := o.store.SetDisabled(t.Context(), store.Act{}, a.ID, true); err != nil {
		t.Fatal(err)
	}
	if v.get("/account").StatusCode != http.StatusSeeOther {
		t.Error("the session lives on")
	}
	if a := o.visitor(t).post("/signin", "email", "viewer@sample.example", "password", web.SamplePassword); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("signs in: %d", a.StatusCode)
	}
}

func TestRateLimitPerAddress(t *testing.T) {
	o := openOffice(t, handlers.Accounts{Rate: 6})
	v := o.visitor(t)
	limited := 0
	for range 5 {
		a := v.post("/signin", "email", "nobody@sample.example", "password", "wrong")
		if a.StatusCode == http.StatusTooManyRequests {
			limited++
			if a.Header.Get("Retry-After") == "" || !strings.Contains(a.body, "Too many tries") {
				t.Error("the page does not say when to try again")
			}
		}
	}
	if limited != 2 {
		t.Errorf("%d of 5 were held back, want 2", limited)
	}
	if a := v.get("/signin"); a.StatusCode != http.StatusOK {
		t.Errorf("reading is limited too: %d", a.StatusCode)
	}
}

func TestSessionKeysRotate(t *testing.T) {
	const first, second = "k1-abcdefghijklmnopqrstuvwxyz-012345", "k2-zyxwvutsrqponmlkjihgfedcba-543210"
	o := openOffice(t, handlers.Accounts{Keys: []string{first}})
	v := o.signedIn(t, "viewer")
	serve := func(keys ...string) int {
		h, err := handlers.New(handlers.Options{
			Store: o.store, Live: o.live, Atlas: atlasOf(t), BaseURL: o.url, Log: slog.New(slog.DiscardHandler), Accounts: handlers.Accounts{Keys: keys},
		})
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "/account", nil)
		r.Header.Set("Cookie", "session="+v.cookies["session"])
		h.ServeHTTP(w, r)
		return w.Code
	}
	if got := serve(second, first); got != http.StatusOK {
		t.Errorf("the old key among the new: %d", got)
	}
	if got := serve(second); got != http.StatusSeeOther {
		t.Errorf("a retired key still opens sessions: %d", got)
	}
	for _, weak := range []string{"short", strings.Repeat("a", 40)} {
		if _, err := web.Keys(t.Context(), o.store, []string{weak}); err == nil {
			t.Errorf("the weak key %q is accepted", weak)
		}
	}
}

func atlasOf(t testing.TB) *search.Atlas {
	t.Helper()
	atlas, err := search.LoadAtlas()
	if err != nil {
		t.Fatal(err)
	}
	return atlas
}

// With https the cookie is bound to this host and to encrypted connections.
func TestCookieBehindHTTPS(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	h, err := handlers.New(handlers.Options{Store: o.store, Live: o.live, Atlas: atlasOf(t), BaseURL: "https://partners.example", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	form := url.Values{"email": {"viewer@sample.example"}, "password": {web.SamplePassword}}
	r := httptest.NewRequest(http.MethodPost, "/signin", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	h.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.Name == "__Host-session" && c.Secure && c.HttpOnly && c.Path == "/" && c.Domain == "" && c.SameSite == http.SameSiteLaxMode {
			return
		}
	}
	t.Errorf("no __Host- cookie: %v", w.Result().Cookies())
}

// A mail that cannot be delivered now is tried again, later each time; one that is refused for good is not.
func TestMailIsTriedAgain(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	mail := store.Mail{Recipient: "a@example.com", Subject: "one", Plain: "p https://x/secret1", HTML: "h https://x/secret1", Secret: "https://x/secret1"}
	gone := store.Mail{Recipient: "gone@example.com", Subject: "two", Plain: "p", HTML: "h"}
	if err := o.store.QueueMail(t.Context(), mail, gone); err != nil {
		t.Fatal(err)
	}
	o.post.Answer("gone@example.com", "550 5.1.1 no such user")
	o.post.Fail(1)
	o.send(t)
	state := func(i int) store.QueuedMail {
		_, mails, err := o.store.Outbox(t.Context(), "", 2, 0)
		if err != nil || len(mails) != 2 {
			t.Fatalf("%d mails, %v", len(mails), err)
		}
		return mails[1-i]
	}
	if m := state(0); m.Error == "" || !m.Sent.IsZero() || m.NextTry.Sub(o.clock.now()) < 50*time.Second {
		t.Errorf("after a broken conversation: %+v", m)
	}
	if m := state(1); m.GivenUp.IsZero() || !strings.Contains(m.Error, "no such user") {
		t.Errorf("refused for good: %+v", m)
	}
	o.send(t)
	if n := len(o.post.Mails()); n != 0 {
		t.Errorf("%d mails went out before their time", n)
	}
	o.clock.move(2 * time.Minute)
	o.send(t)
	o.send(t)
	if n := len(o.post.Mails()); n != 1 {
		t.Errorf("%d mails, want 1", n)
	}
	if m := state(0); m.Sent.IsZero() || m.Error != "" || strings.Contains(m.Plain+m.HTML, "secret1") {
		t.Errorf("after it was sent: %+v", m)
	}
}

// Two mailers side by side, as two processes are, send each mail once.
func TestMailGoesOutOnce(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	for range 20 {
		if err := o.store.QueueMail(t.Context(), store.Mail{Recipient: "a@example.com", Subject: "s", Plain: "p", HTML: "h"}); err != nil {
			t.Fatal(err)
		}
	}
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() { o.send(t) })
	}
	all.Wait()
	ids := map[string]bool{}
	for _, m := range o.post.Mails() {
		ids[m.Header.Get("Message-Id")] = true
	}
	if len(ids) != 20 || len(o.post.Mails()) != 20 {
		t.Errorf("%d mails, %d different ones, want 20", len(o.post.Mails()), len(ids))
	}
}

// What the programme tells a partner reaches the members who want it by mail, in the programme's own words, once.
func TestNoticesReachMembersByMail(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	partner, _, err := o.store.PartnerBySlug(t.Context(), "osterhout-and-lindqvist")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"wants", "declines"} {
		id, err := o.store.AddAccount(t.Context(), store.Act{}, store.Account{Email: name + "@example.com", Name: "Mia " + name})
		if err != nil {
			t.Fatal(err)
		}
		if err := o.store.AddMember(t.Context(), store.Act{}, partner, id, program.Viewer); err != nil {
			t.Fatal(err)
		}
		if name == "declines" {
			if err := o.store.SetMailOff(t.Context(), store.Act{}, id, []string{"labels"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	profile, err := o.store.Profile(t.Context(), "osterhout-and-lindqvist", program.DayOf(sampleDay()))
	if err != nil || len(profile.Labels) == 0 {
		t.Fatalf("%d labels, %v", len(profile.Labels), err)
	}
	held := profile.Labels[0]
	if _, err := o.store.Order(t.Context(), store.Act{By: "admin ada@sample.example", Why: "a complaint is looked into"}, partner,
		program.Order{Kind: program.Suspend, Specialization: held.Specialization}, program.DayOf(sampleDay())); err != nil {
		t.Fatal(err)
	}
	o.mailer.Base = o.url
	for range 2 {
		if err := o.mailer.Tell(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	o.send(t)
	var told []smtptest.Mail
	for _, m := range o.post.Mails() {
		if strings.Contains(strings.ToLower(strings.Join(strings.Fields(m.Plain), " ")), "a complaint is looked into") {
			told = append(told, m)
		}
	}
	if len(told) != 1 || told[0].To != "wants@example.com" {
		t.Fatalf("%d of the mails tell of the suspension: %+v", len(told), o.post.Mails())
	}
	if want := o.url + "/portal/osterhout-and-lindqvist/progress/" + held.Specialization; !strings.Contains(told[0].Plain, want) {
		t.Errorf("no link to %s in %q", want, told[0].Plain)
	}
}
