package handlers_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"partnerdirectory/handlers"
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/seed"
	"partnerdirectory/store"
)

// samplePartners is the size of the directory that the tests walk: the hand-written partners and some invented ones.
const samplePartners = 400

// sampleDay is the day on which all tests of this room happen.
func sampleDay() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

// sampleFile is the database that TestMain fills once; every test works on a copy of its own.
var sampleFile string

func TestMain(m *testing.M) {
	code, err := withSample(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "fill sample database:", err)
		code = 1
	}
	os.Exit(code)
}

func withSample(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "directory-test-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	sampleFile = filepath.Join(dir, "sample.db")
	if err := fillSample(sampleFile); err != nil {
		return 0, err
	}
	return m.Run(), nil
}

// numbered makes ids; each opening of a database has its own prefix of four letters.
func numbered(prefix string) func() string {
	n := 0
	return func() string { n++; return fmt.Sprintf("%s%08d", prefix, n) }
}

// site is one running directory.
type site struct {
	url   string
	store *store.Store
	live  *handlers.Live
	serve http.Handler

	figures *handlers.Figures
}

// openSite serves a copy of the sample directory over real HTTP.
func openSite(t testing.TB) *site {
	t.Helper()
	return openSiteAt(t, sampleDay)
}

func openSiteAt(t testing.TB, now func() time.Time) *site {
	t.Helper()
	file := filepath.Join(t.TempDir(), "directory.db")
	content, err := os.ReadFile(sampleFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	st, err := store.Open(t.Context(), file, store.Options{NewID: numbered("copy"), Now: now, Logger: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	atlas, err := search.LoadAtlas()
	if err != nil {
		t.Fatal(err)
	}
	live, err := handlers.OpenLive(t.Context(), handlers.LiveOptions{Store: st, Atlas: atlas, Now: now, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(nil)
	base := "http://" + server.Listener.Addr().String()
	figures := handlers.NewFigures(st, log)
	handler, err := handlers.New(handlers.Options{
		Store: st, Live: live, Atlas: atlas, BaseURL: base, Log: log, Figures: figures,
		Enquiries: store.EnquiryLimits{PerAddress: 5, PerPartner: 6},
	})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = handler
	server.Listener, server.Config.ConnContext = handlers.Listener(server.Listener), handlers.ConnContext
	server.Start()
	t.Cleanup(server.Close)
	return &site{url: base, store: st, live: live, serve: handler, figures: figures}
}

// answerTo is one response with its body read.
type answerTo struct {
	*http.Response
	body string
}

// do sends a request without following redirects.
func (s *site) do(t testing.TB, method, path string, header map[string]string, body string) answerTo {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answerTo{resp, string(b)}
}

func (s *site) get(t testing.TB, path string) answerTo {
	t.Helper()
	return s.do(t, http.MethodGet, path, nil, "")
}

// page gets a page that must be there and parses it.
func (s *site) page(t *testing.T, path string) *goquery.Document {
	t.Helper()
	a := s.get(t, path)
	if a.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: status %d", path, a.StatusCode)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// holder returns a partner that holds a label.
func (s *site) holder(t *testing.T) search.Hit {
	t.Helper()
	for _, h := range s.live.Current().Index.Search(search.Query{Specializations: []string{"kubernetes"}, Page: 1}).Hits {
		return h
	}
	t.Fatal("no partner of the sample holds the Kubernetes label")
	return search.Hit{}
}

func fillSample(file string) error {
	st, err := store.Open(context.Background(), file, store.Options{NewID: numbered("test")})
	if err != nil {
		return err
	}
	defer st.Close()
	p, err := seed.Programme()
	if err != nil {
		return err
	}
	if err := st.SaveProgramme(context.Background(), p); err != nil {
		return err
	}
	atlas, err := search.LoadAtlas()
	if err != nil {
		return err
	}
	today := program.DayOf(sampleDay())
	dossiers, err := seed.Generate(p, atlas.Places(), samplePartners, 1, today)
	if err != nil {
		return err
	}
	each := func(yield func(*program.Dossier, error) bool) {
		dossiers(func(d *program.Dossier) bool { return yield(d, nil) })
	}
	if err := st.Import(context.Background(), each, today, nil); err != nil {
		return err
	}
	return fillAccounts(context.Background(), st)
}

// fillAccounts adds the sample's accounts, as the first start does.
func fillAccounts(ctx context.Context, st *store.Store) error {
	passwords, err := web.NewPasswords()
	if err != nil {
		return err
	}
	hash, err := passwords.Hash(ctx, web.SamplePassword)
	if err != nil {
		return err
	}
	for _, a := range seed.Accounts() {
		id, err := st.AddAccount(ctx, store.Act{}, store.Account{Email: a.Email, Name: a.Name, Password: hash, Staff: a.Staff, Firm: a.Firm, Sample: true})
		if err != nil {
			return err
		}
		for _, m := range a.Members {
			partner, _, err := st.PartnerBySlug(ctx, m.Partner)
			if err != nil {
				return err
			}
			if err := st.AddMember(ctx, store.Act{}, partner, id, m.Role); err != nil {
				return err
			}
		}
	}
	return st.SetMeta(ctx, store.MetaSample, "yes")
}
