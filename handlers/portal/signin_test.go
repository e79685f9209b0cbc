package portal_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/portal"
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	"partnerdirectory/views"
)

// desk is a portal on an empty store.
type desk struct {
	*web.Kit
	echo   *echo.Echo
	portal *portal.Portal
}

func openDesk(t *testing.T, base string, open portal.OpenID) *desk {
	t.Helper()
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "directory.db"), store.Options{NewID: web.Token})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	kit, err := web.New(web.Options{
		Store: st, Base: base, Keys: [][]byte{[]byte(web.Token())}, Log: slog.New(slog.DiscardHandler),
		Site:  func() *views.Site { return &views.Site{Base: base, Programme: &program.Programme{Name: "Directory"}} },
		Today: func() program.Day { return program.DayOf(time.Now()) },
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := portal.New(kit, open)
	if err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	e.Use(kit.Guard(map[string]web.Rule{"GET /account": web.SignedIn(), "GET /account/company": web.SignedIn()}))
	e.POST("/signin", p.SignInWithPassword)
	e.GET("/account", web.As(p.Account))
	e.GET("/account/company", web.As(p.LinkCompany))
	e.GET("/signin/company", p.SignInWithCompany)
	e.GET("/signin/company/callback", p.CompanyCallback)
	return &desk{Kit: kit, echo: e, portal: p}
}

func (d *desk) account(t *testing.T, email, password string) store.AccountID {
	t.Helper()
	a := store.Account{Email: email, Name: "Somebody"}
	if password != "" {
		var err error
		if a.Password, err = d.Passwords.Hash(t.Context(), password); err != nil {
			t.Fatal(err)
		}
	}
	id, err := d.Store.AddAccount(t.Context(), store.Act{}, a)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Whoever tries to sign in learns nothing from how much work it makes: one hash, whoever it is.
func TestEverySignInComputesOneHash(t *testing.T) {
	d := openDesk(t, "http://localhost", portal.OpenID{})
	d.account(t, "known@example.com", "correct horse battery")
	d.account(t, "key-only@example.com", "")
	d.account(t, "locked@example.com", "correct horse battery")
	disabled := d.account(t, "disabled@example.com", "correct horse battery")
	if err := d.Store.SetDisabled(t.Context(), store.Act{}, disabled, true); err != nil {
		t.Fatal(err)
	}
	try := func(email, password string) (hashes uint64, status int) {
		before := d.Passwords.Done()
		form := url.Values{"email": {email}, "password": {password}}
		r := httptest.NewRequest(http.MethodPost, "/signin", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		d.echo.ServeHTTP(w, r)
		return d.Passwords.Done() - before, w.Code
	}
	for range 10 {
		try("locked@example.com", "wrong")
	}
	for _, x := range []struct {
		email, password string
		status          int
	}{
		{"known@example.com", "wrong", 422},
		{"unknown@example.com", "wrong", 422},
		{"key-only@example.com", "", 422},
		{"key-only@example.com", "anything", 422},
		{"locked@example.com", "correct horse battery", 422},
		{"disabled@example.com", "correct horse battery", 422},
		{"", "", 422},
		{"known@example.com", "correct horse battery", 303},
	} {
		if hashes, status := try(x.email, x.password); hashes != 1 || status != x.status {
			t.Errorf("%q with %q: %d hashes, status %d, want 1 and %d", x.email, x.password, hashes, status, x.status)
		}
	}
}

func TestCheckPassword(t *testing.T) {
	for password, good := range map[string]bool{
		"": false, "elevenchars": false, "aaaaaaaaaaaaaaaa": false, web.SamplePassword: false, "olive.owens-2026": false, "my name is Olive!": false,
		"four unrelated words": true, strings.Repeat("ä1b2c", 41): false, "пароль-из-слов": true,
	} {
		if got := web.CheckPassword(password, "olive.owens@example.com", "Olive"); (got == "") != good {
			t.Errorf("%q: %q", password, got)
		}
	}
}

// provider is an OpenID provider whose only user is subject. It checks PKCE as RFC 7636 asks.
type provider struct {
	*httptest.Server
	mu        sync.Mutex
	subject   string
	nonce     string // in the token instead of the one asked for, when not empty
	key       *ecdsa.PrivateKey
	challenge map[string]url.Values // what was asked for, by code
}

func openProvider(t *testing.T) *provider {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{key: key, challenge: map[string]url.Values{}}
	known := &oidctest.Server{Algorithms: []string{"ES256"}, PublicKeys: []oidctest.PublicKey{{PublicKey: key.Public(), KeyID: "k", Algorithm: "ES256"}}}
	mux := http.NewServeMux()
	mux.Handle("/", known)
	mux.HandleFunc("/auth", p.auth)
	mux.HandleFunc("/token", p.token)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	known.SetIssuer(p.URL)
	return p
}

func (p *provider) auth(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	q := r.URL.Query()
	code := web.Token()
	p.challenge[code] = q
	http.Redirect(w, r, q.Get("redirect_uri")+"?code="+code+"&state="+url.QueryEscape(q.Get("state")), http.StatusFound)
}

func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	q, known := p.challenge[r.FormValue("code")]
	delete(p.challenge, r.FormValue("code"))
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !known || q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	nonce := q.Get("nonce")
	if p.nonce != "" {
		nonce = p.nonce
	}
	claims := fmt.Sprintf(`{"iss":%q,"aud":%q,"sub":%q,"nonce":%q,"exp":%d,"iat":%d}`, p.URL, q.Get("client_id"), p.subject, nonce,
		time.Now().Add(time.Minute).Unix(), time.Now().Unix())
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": oidctest.SignIDToken(p.key, "k", "ES256", claims),
	})
}

func TestSignInByOpenID(t *testing.T) {
	op := openProvider(t)
	site := httptest.NewUnstartedServer(nil)
	base := "http://" + site.Listener.Addr().String()
	d := openDesk(t, base, portal.OpenID{Issuer: op.URL, ClientID: "directory", Secret: "secret", Name: "Contoso"})
	site.Config.Handler = d.echo
	site.Start()
	t.Cleanup(site.Close)
	d.account(t, "olive@example.com", "correct horse battery")
	op.subject = "olive-at-contoso"

	browser := func() *http.Client {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		return &http.Client{Jar: jar}
	}
	get := func(c *http.Client, path string) (int, string) {
		resp, err := c.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}

	stranger := browser()
	if status, body := get(stranger, "/signin/company"); status != http.StatusForbidden || !strings.Contains(body, "No account here is linked") {
		t.Errorf("not linked: %d", status)
	}
	olive := browser()
	resp, err := olive.PostForm(base+"/signin", url.Values{"email": {"olive@example.com"}, "password": {"correct horse battery"}, "next": {"/account"}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if status, body := get(olive, "/account/company"); status != http.StatusOK || !strings.Contains(body, "You can now sign in with Contoso.") {
		t.Fatalf("link: %d", status)
	}
	if status, body := get(stranger, "/signin/company?next=/account"); status != http.StatusOK || !strings.Contains(body, "olive@example.com") {
		t.Errorf("linked: %d", status)
	}
	if status, _ := get(browser(), "/signin/company/callback?code=x&state=y"); status != http.StatusBadRequest {
		t.Errorf("an answer that nobody asked for: %d", status)
	}
	op.mu.Lock()
	op.nonce = "of another sign-in"
	op.mu.Unlock()
	if status, _ := get(browser(), "/signin/company?next=/account"); status != http.StatusBadGateway {
		t.Errorf("a token of another sign-in: %d", status)
	}
	op.mu.Lock()
	op.nonce, op.subject = "", "somebody-else"
	op.mu.Unlock()
	if status, _ := get(browser(), "/signin/company?next=/account"); status != http.StatusForbidden {
		t.Errorf("somebody else: %d", status)
	}
}
