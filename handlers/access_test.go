package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers"
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
)

// visitor is somebody at a browser: the cookies that the site gave.
type visitor struct {
	t       testing.TB
	s       *site
	cookies map[string]string
}

func (s *site) visitor(t testing.TB) *visitor {
	return &visitor{t: t, s: s, cookies: map[string]string{}}
}

// signedIn returns somebody who has signed in with a sample account, by its address before the @.
func (s *site) signedIn(t testing.TB, who string) *visitor {
	t.Helper()
	v := s.visitor(t)
	if a := v.post("/signin", "email", who+"@sample.example", "password", web.SamplePassword); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("sign in as %s: status %d", who, a.StatusCode)
	}
	return v
}

func (v *visitor) send(method, path, body string) answerTo {
	v.t.Helper()
	header := map[string]string{"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
	var cookies []string
	for name, value := range v.cookies {
		cookies = append(cookies, name+"="+value)
	}
	if len(cookies) > 0 {
		header["Cookie"] = strings.Join(cookies, "; ")
	}
	if body != "" {
		header["Content-Type"] = "application/x-www-form-urlencoded"
	}
	a := v.s.do(v.t, method, path, header, body)
	for _, c := range a.Cookies() {
		if c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		} else {
			v.cookies[c.Name] = c.Value
		}
	}
	return a
}

func (v *visitor) get(path string) answerTo {
	v.t.Helper()
	return v.send(http.MethodGet, path, "")
}

// post sends a form of names and values in turn.
func (v *visitor) post(path string, fields ...string) answerTo {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	body := form.Encode()
	if body == "" {
		body = "empty="
	}
	return v.send(http.MethodPost, path, body)
}

// ofSample is the identity that the access table knows a sample account by, on pages of the sample's first partner.
func ofSample(who string) *web.Identity {
	switch who {
	case "":
		return nil
	case "owner":
		return &web.Identity{Partner: store.Membership{Role: program.Owner}}
	case "editor":
		return &web.Identity{Partner: store.Membership{Role: program.Editor}}
	case "viewer":
		return &web.Identity{Partner: store.Membership{Role: program.Viewer}}
	case "reviewer", "auditor", "admin":
		return &web.Identity{Account: store.Account{Staff: program.Staff(who)}}
	}
	return &web.Identity{} // a member of another partner
}

// Every route lets in whom the table lets in, and nobody else.
func TestEveryRouteAsEveryRole(t *testing.T) {
	s := openSite(t)
	fill := strings.NewReplacer(":partner", "osterhout-and-lindqvist", ":member", "999999", ":id", "999999", ":slug", "nothing-here",
		":name", "nothing-here", ":token", "nothing-here", ":item", "999999", ":person", "999999", ":metric", "nothing-here",
		":specialization", "kubernetes", ":kind", "certification", ":evidence", "999999", ":draft", "999999", ":node", "new", ":rows", "metrics", ":version", "99", "*", "nothing-here")
	for _, who := range []string{"", "viewer", "editor", "owner", "other", "reviewer", "auditor", "admin"} {
		v := s.visitor(t)
		for route, rule := range handlers.Access() {
			method, pattern, _ := strings.Cut(route, " ")
			if who != "" && v.get("/account").StatusCode != http.StatusOK { // some routes sign out
				v = s.signedIn(t, who)
			}
			body := ""
			if method != http.MethodGet {
				body = "empty="
			}
			a := v.send(method, fill.Replace(pattern), body)
			if who == "admin" && strings.HasSuffix(pattern, "/:partner/view") { // it opens what the table does not
				v.send(method, fill.Replace(pattern)+"/stop", body)
			}
			kept := a.StatusCode == http.StatusUnauthorized || a.StatusCode == http.StatusForbidden ||
				strings.HasPrefix(a.Header.Get("Location"), "/signin?next=")
			if want := rule.Allows(ofSample(who)); want == kept {
				t.Errorf("%s as %q: status %d, %q; the table lets in: %t", route, who, a.StatusCode, a.Header.Get("Location"), want)
			}
			if a.StatusCode >= 500 {
				t.Errorf("%s as %q: status %d", route, who, a.StatusCode)
			}
			if kept && who != "" && a.StatusCode != http.StatusForbidden && !strings.HasPrefix(pattern, "/api/") { // tokens, not sessions, open those
				t.Errorf("%s as %q: status %d, want 403", route, who, a.StatusCode)
			}
			if strings.HasPrefix(pattern, "/portal") && a.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s as %q may be cached: %q", route, who, a.Header.Get("Cache-Control"))
			}
		}
	}
}

// What the table says of the routes that matter most, written out.
func TestWhoDecidesOnMembers(t *testing.T) {
	table := handlers.Access()
	for _, who := range []string{"", "viewer", "editor", "other", "reviewer", "auditor", "admin"} {
		for route, rule := range table {
			if strings.HasPrefix(route, "POST /portal/:partner/members") && rule.Allows(ofSample(who)) {
				t.Errorf("%s is open to %q", route, who)
			}
		}
	}
}

func TestRouteWithoutARuleIsRefused(t *testing.T) {
	if err := handlers.Unlisted([]*echo.Route{{Method: http.MethodPost, Path: "/portal/:partner/secret"}}); err == nil {
		t.Error("a route that the access table does not know is accepted")
	}
}

func TestSignInFromTheFormAndBack(t *testing.T) {
	s := openSite(t)
	v := s.visitor(t)
	if got := v.get("/portal/osterhout-and-lindqvist/members?x=1").Header.Get("Location"); got != "/signin?next=%2Fportal%2Fosterhout-and-lindqvist%2Fmembers%3Fx%3D1" {
		t.Errorf("sent to %q", got)
	}
	wrong := v.post("/signin", "email", "owner@sample.example", "password", "not this one", "next", "/account")
	unknown := v.post("/signin", "email", "nobody@sample.example", "password", "not this one", "next", "/account")
	if wrong.StatusCode != http.StatusUnprocessableEntity || strings.ReplaceAll(wrong.body, "owner@", "nobody@") != unknown.body {
		t.Errorf("a wrong password (%d) and an unknown address are told apart", wrong.StatusCode)
	}
	if !strings.Contains(wrong.body, `value="owner@sample.example"`) || !strings.Contains(wrong.body, `value="/account"`) {
		t.Error("what was typed is lost")
	}
	a := v.post("/signin", "email", "Owner@Sample.Example ", "password", web.SamplePassword, "next", "/account")
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/account" {
		t.Fatalf("status %d, to %q", a.StatusCode, a.Header.Get("Location"))
	}
	for _, c := range a.Cookies() {
		if c.Name == "session" && (!c.HttpOnly || c.SameSite != http.SameSiteLaxMode) {
			t.Errorf("session cookie: %s", c)
		}
	}
	if a := v.get("/account"); a.StatusCode != http.StatusOK || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("account page: %d, %q", a.StatusCode, a.Header.Get("Cache-Control"))
	}
	old := v.cookies["session"]
	if a := v.post("/signout"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("sign out: %d", a.StatusCode)
	}
	v.cookies["session"] = old
	if a := v.get("/account"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("after signing out the old cookie still opens the account: %d", a.StatusCode)
	}
}

// A cookie that was there before the sign-in is worth nothing after it.
func TestSessionIsRotatedAtSignIn(t *testing.T) {
	s := openSite(t)
	v := s.signedIn(t, "viewer")
	planted := v.cookies["session"]
	v.post("/signin", "email", "owner@sample.example", "password", web.SamplePassword)
	if v.cookies["session"] == planted {
		t.Error("the session keeps its id")
	}
	victim := s.visitor(t)
	victim.cookies["session"] = planted
	if a := victim.get("/account"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("the planted session lives on: %d", a.StatusCode)
	}
}
