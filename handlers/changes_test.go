package handlers_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"partnerdirectory/badge"
	"partnerdirectory/handlers"
	"partnerdirectory/program"
	"partnerdirectory/store"
)

// endedLabel returns a label of the sample that is over.
func (s *site) endedLabel(t *testing.T) store.LabelChange {
	t.Helper()
	gone, err := s.store.LabelChanges(t.Context(), store.ChangesQuery{Kinds: []string{program.EventEnded}, At: program.DayOf(sampleDay()), Most: 1})
	if err != nil || len(gone) == 0 {
		t.Fatalf("the sample has no label that ended: %v", err)
	}
	return gone[0]
}

func changeIDs(doc *goquery.Document) []string {
	var ids []string
	doc.Find("li.change").Each(func(_ int, li *goquery.Selection) { ids = append(ids, li.AttrOr("id", "")) })
	return ids
}

func TestChangesArePagedToTheEndOnceEach(t *testing.T) {
	s := openSite(t)
	seen := map[string]bool{}
	last := "9999"
	pages := 0
	for path := "/changes"; path != ""; pages++ {
		doc := s.page(t, path)
		doc.Find(".change-day h2 time").Each(func(_ int, e *goquery.Selection) {
			if day := e.AttrOr("datetime", ""); day > last {
				t.Errorf("%s comes after %s", day, last)
			} else {
				last = day
			}
		})
		for _, id := range changeIDs(doc) {
			if seen[id] || id == "" {
				t.Fatalf("%s is on two pages", id)
			}
			seen[id] = true
		}
		path = doc.Find(`.paging a[rel=next]`).AttrOr("href", "")
	}
	all, err := s.store.LabelChanges(t.Context(), store.ChangesQuery{
		Kinds: []string{
			program.EventGranted, program.EventRenewed, program.EventEnded, program.EventExtended, program.EventRevoked,
			program.EventSuspended, program.EventLifted, program.EventReinstated,
		}, At: program.DayOf(sampleDay()), Most: 1 << 20,
	})
	if err != nil {
		t.Fatal(err)
	}
	sets := 0
	for _, set := range s.live.Current().Programme.Sets {
		if sets++; set.EffectiveFrom <= program.DayOf(sampleDay()) {
			sets++
		}
	}
	if want := len(all) + sets; len(seen) != want || pages < 3 {
		t.Errorf("%d changes on %d pages, want %d", len(seen), pages, want)
	}
}

func TestChangesAreFiltered(t *testing.T) {
	s := openSite(t)
	for path, want := range map[string]string{
		"/changes?kind=earned":                           " earned ",
		"/changes?kind=renewed":                          " renewed ",
		"/changes?kind=ended":                            " no longer holds | had its label revoked: ",
		"/changes?kind=requirements":                     "equirements of ",
		"/changes?specialization=calling":                "Calling",
		"/changes?kind=earned&specialization=kubernetes": "Kubernetes",
	} {
		doc := s.page(t, path)
		rows := doc.Find("li.change > div > p:first-child")
		if rows.Length() == 0 {
			t.Errorf("%s shows nothing", path)
		}
		rows.Each(func(_ int, row *goquery.Selection) {
			if !slices.ContainsFunc(strings.Split(want, "|"), func(w string) bool { return strings.Contains(row.Text(), w) }) {
				t.Errorf("%s shows %q", path, row.Text())
			}
		})
		if href := doc.Find(`link[rel=alternate][type="application/atom+xml"]`).AttrOr("href", ""); href != strings.Replace(path, "/changes", "/changes.atom", 1) {
			t.Errorf("%s: its feed is %q", path, href)
		}
	}
	for _, x := range [][2]string{
		{"/changes?kind=", "/changes"},
		{"/changes?kind=paid&specialization=no", "/changes"},
		{"/changes?specialization=calling&kind=earned&before=yesterday", "/changes?kind=earned&specialization=calling"},
		{"/changes.atom?before=2026-01-01.-5", "/changes.atom"},
	} {
		from, to := x[0], x[1]
		if a := s.get(t, from); a.StatusCode != http.StatusFound || a.Header.Get("Location") != to {
			t.Errorf("%s: status %d to %q, want %q", from, a.StatusCode, a.Header.Get("Location"), to)
		}
	}
	if text := s.page(t, "/changes?before=1990-01-01.1").Find(".empty").Text(); !strings.Contains(text, "nothing older") {
		t.Errorf("the end of the list says %q", text)
	}
}

type feed struct {
	ID      string `xml:"id"`
	Updated string `xml:"updated"`
	Links   []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Content string `xml:"content"`
	} `xml:"entry"`
}

func (s *site) feed(t *testing.T, path string) feed {
	t.Helper()
	a := s.get(t, path)
	if a.StatusCode != http.StatusOK || !strings.HasPrefix(a.Header.Get("Content-Type"), "application/atom+xml") {
		t.Fatalf("%s: status %d, %s", path, a.StatusCode, a.Header.Get("Content-Type"))
	}
	var f feed
	if err := xml.Unmarshal([]byte(a.body), &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFeedSaysWhatThePageSays(t *testing.T) {
	s := openSite(t)
	ids := map[string]bool{}
	for _, query := range []string{"", "?kind=ended", "?kind=requirements&specialization=kubernetes"} {
		f := s.feed(t, "/changes.atom"+query)
		if ids[f.ID] {
			t.Errorf("two feeds have the identifier %s", f.ID)
		}
		ids[f.ID] = true
		links := map[string]string{}
		for _, l := range f.Links {
			links[l.Rel] = l.Href
		}
		if links["self"] != s.url+"/changes.atom"+query || links["alternate"] != s.url+"/changes"+query {
			t.Errorf("%q: links %v", query, links)
		}
		var got []string
		for _, e := range f.Entries {
			if at, err := time.Parse(time.RFC3339, e.Updated); err != nil || at.After(sampleDay()) {
				t.Errorf("entry %s is of %s: %v", e.ID, e.Updated, err)
			}
			if !strings.HasPrefix(e.ID, "tag:127.0.0.1,") || e.Title == "" {
				t.Errorf("entry %q %q", e.ID, e.Title)
			}
			got = append(got, e.ID[strings.LastIndex(e.ID, ":")+1:])
		}
		if want := changeIDs(s.page(t, "/changes"+query)); !slices.Equal(got, want) {
			t.Errorf("%q: the feed has %v, the page %v", query, got, want)
		}
	}
	if f := s.feed(t, "/changes.atom?kind=requirements&specialization=kubernetes"); !strings.Contains(f.Entries[0].Content, "rises from 2 to 3 people") {
		t.Errorf("the feed does not say what a new version changes: %s", f.Entries[0].Content)
	}
	first := s.get(t, "/changes.atom")
	again := s.do(t, http.MethodGet, "/changes.atom", map[string]string{"If-None-Match": first.Header.Get("Etag")}, "")
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("a feed that did not change: status %d, want 304", again.StatusCode)
	}
}

// TestPublicPagesOfLabelsKeepSecrets: what a partner is measured by never leaves the portal, in no form.
func TestPublicPagesOfLabelsKeepSecrets(t *testing.T) {
	s := openSite(t)
	h := s.holder(t)
	facts, err := s.store.Facts(t.Context(), h.ID)
	if err != nil {
		t.Fatal(err)
	}
	var secrets []string
	for _, f := range facts.Holdings {
		secrets = append(secrets, f.Name)
	}
	for _, f := range facts.Metrics {
		secrets = append(secrets, f.Customer)
	}
	for _, f := range facts.References {
		secrets = append(secrets, f.Customer)
	}
	if len(secrets) == 0 {
		t.Fatal("the partner has nothing to hide")
	}
	for _, path := range []string{"/labels/" + h.Labels[0].ID, "/labels/" + h.Labels[0].ID + ".json", "/changes?kind=earned", "/changes.atom", "/partners/" + h.Slug} {
		body := s.get(t, path).body
		for _, secret := range secrets {
			if secret != "" && strings.Contains(body, secret) {
				t.Errorf("%s shows %q", path, secret)
			}
		}
	}
}

func TestALabelThatIsOverLeavesATombstone(t *testing.T) {
	s := openSite(t)
	gone := s.endedLabel(t)
	for _, header := range []map[string]string{nil, {"If-None-Match": "*"}} {
		for range 2 { // the second comes out of the page cache
			a := s.do(t, http.MethodGet, "/labels/"+gone.Label.ID, header, "")
			if a.StatusCode != http.StatusGone {
				t.Fatalf("status %d, want 410", a.StatusCode)
			}
			for _, want := range []string{gone.Label.Granted.Long(), gone.Label.Ended.Long(), "No longer valid", "requirement"} {
				if !strings.Contains(a.body, want) {
					t.Errorf("the tombstone does not say %q", want)
				}
			}
		}
	}
	svg := s.get(t, "/labels/"+gone.Label.ID+".svg")
	if svg.StatusCode != http.StatusOK || !strings.Contains(svg.body, "ended "+gone.Label.Ended.Long()) || svg.Header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
		t.Errorf("the picture of an ended label: status %d", svg.StatusCode)
	}
	profile := s.page(t, "/partners/"+gone.PartnerSlug)
	if !strings.Contains(profile.Find(".tombstones").Text(), gone.Label.Ended.Long()) {
		t.Error("the profile does not list it among the earlier labels")
	}
	if profile.Find(`.label-list a[href="/labels/`+gone.Label.ID+`"]`).Length() != 0 {
		t.Error("the profile shows it as held")
	}
}

// record is what a verifier reads of a credential.
type record struct {
	ValidFrom, ValidUntil string
	Issuer                json.RawMessage
	Subject               struct {
		ID          string
		EncodedList string
	} `json:"credentialSubject"`
	Status []struct {
		StatusPurpose, StatusListIndex, StatusListCredential string
	} `json:"credentialStatus"`
	Proof badge.Proof
}

func (s *site) record(t *testing.T, path string, status int) record {
	t.Helper()
	a := s.get(t, path)
	if a.StatusCode != status || a.Header.Get("Content-Type") != "application/ld+json" || a.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Fatalf("%s: status %d, want %d; %s", path, a.StatusCode, status, a.Header.Get("Content-Type"))
	}
	var r record
	if err := json.Unmarshal([]byte(a.body), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// listed looks a credential up in the status list of a purpose that it names.
func (s *site) listed(t *testing.T, r record, purpose badge.Purpose) bool {
	t.Helper()
	for _, entry := range r.Status {
		if entry.StatusPurpose != string(purpose) {
			continue
		}
		list := s.record(t, strings.TrimPrefix(entry.StatusListCredential, s.url), http.StatusOK)
		zipped, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(list.Subject.EncodedList, "u"))
		if err != nil {
			t.Fatal(err)
		}
		unzip, err := gzip.NewReader(bytes.NewReader(zipped))
		if err != nil {
			t.Fatal(err)
		}
		bits, err := io.ReadAll(unzip)
		if err != nil {
			t.Fatal(err)
		}
		place, err := strconv.Atoi(entry.StatusListIndex)
		if err != nil {
			t.Fatal(err)
		}
		return bits[place/8]&(0x80>>(place%8)) != 0
	}
	t.Fatalf("the credential names no list for %s", purpose)
	return false
}

func TestCredentialsFollowTheirLabels(t *testing.T) {
	s := openSite(t)
	h, gone := s.holder(t), s.endedLabel(t)
	held := h.Labels[0]
	r := s.record(t, "/labels/"+held.ID+".json", http.StatusOK)
	if r.ValidFrom[:10] != held.Granted.String() || r.ValidUntil[:10] != held.Until.String() || r.Subject.ID != s.url+"/partners/"+h.Slug {
		t.Errorf("the credential says %+v, the label %+v", r, held)
	}
	if s.listed(t, r, badge.Revocation) {
		t.Error("a held label is withdrawn")
	}
	over := s.record(t, "/labels/"+gone.Label.ID+".json", http.StatusGone)
	if over.ValidUntil[:10] != gone.Label.Ended.String() || !s.listed(t, over, badge.Revocation) {
		t.Errorf("the label ended %s; its credential is valid until %s, withdrawn: %v", gone.Label.Ended, over.ValidUntil, s.listed(t, over, badge.Revocation))
	}
	var did badge.DIDDocument
	a := s.get(t, "/.well-known/did.json")
	if err := json.Unmarshal([]byte(a.body), &did); err != nil || !slices.Contains(did.AssertionMethod, r.Proof.VerificationMethod) {
		t.Errorf("the key %s is not in %s", r.Proof.VerificationMethod, a.body)
	}
	profile := s.get(t, "/credentials/issuer")
	if !strings.Contains(profile.body, did.ID) || !strings.Contains(string(r.Issuer), did.ID) {
		t.Errorf("the issuer of credentials is not %s", did.ID)
	}
	for _, path := range []string{"/credentials/revocation/1", "/credentials/revocation/01", "/credentials/revocation/-1", "/credentials/other/0", "/labels/none.json"} {
		if a := s.get(t, path); a.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", path, a.StatusCode)
		}
	}
}

// TestTheSigningKeyStays: another start of the same database signs with the same key.
func TestTheSigningKeyStays(t *testing.T) {
	s := openSite(t)
	first := s.get(t, "/.well-known/did.json").body
	again, err := handlers.New(handlers.Options{Store: s.store, Live: s.live, BaseURL: s.url, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	again.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/.well-known/did.json", nil))
	if second := w.Body.String(); second != first {
		t.Errorf("the key changed:\n%s\n%s", first, second)
	}
}

// TestDecisionsByHandShowEverywhere: a suspended label is nowhere shown as held, and comes back when the suspension is lifted; a
// revoked one is over.
func TestDecisionsByHandShowEverywhere(t *testing.T) {
	s := openSite(t)
	h := s.holder(t)
	id := h.Labels[0].ID
	today := program.DayOf(sampleDay())
	order := func(kind program.OrderKind) {
		t.Helper()
		if _, err := s.store.Record(t.Context(), store.Act{By: "admin", Why: "test"}, h.ID, program.Facts{Orders: []program.Order{{
			Kind: kind, Specialization: h.Labels[0].Specialization, From: today, By: "admin", Reason: "A complaint is being looked into.", Given: today,
		}}}, today); err != nil {
			t.Fatal(err)
		}
	}
	shows := func(status int, words string, kind string, held, suspended bool) {
		t.Helper()
		page := s.get(t, "/labels/"+id)
		if page.StatusCode != status || !strings.Contains(page.body, words) {
			t.Errorf("status %d, want %d with %q", page.StatusCode, status, words)
		}
		if strings.Contains(page.body, "complaint") {
			t.Error("the page tells what only the partner and the staff may know")
		}
		if list := s.page(t, "/partners/"+h.Slug).Find(`.label-list a[href="/labels/`+id+`"]`).Length() > 0; list != held {
			t.Errorf("shown as held on the profile: %v, want %v", list, held)
		}
		r := s.record(t, "/labels/"+id+".json", status)
		if got := s.listed(t, r, badge.Suspension); got != suspended {
			t.Errorf("suspended by the status list: %v, want %v", got, suspended)
		}
		if svg := s.get(t, "/labels/"+id+".svg"); strings.Contains(svg.body, "verified") != held {
			t.Errorf("the picture says verified: %v, want %v", !held, held)
		}
		if kind != "" && s.page(t, "/changes?kind="+kind).Find(`li.change a[href="/labels/`+id+`"]`).Length() == 0 {
			t.Errorf("/changes?kind=%s does not list it", kind)
		}
	}
	shows(http.StatusOK, "Verified today", "earned", true, false)
	order(program.Suspend)
	shows(http.StatusOK, "suspended this label by hand", "suspended", false, true)
	order(program.Lift)
	shows(http.StatusOK, "Verified today", "reinstated", true, false)
	order(program.Revoke)
	shows(http.StatusGone, "It was revoked.", "ended", false, false)
}

// TestAWithdrawnVersionStaysInTheHistory: it was public once, so it does not vanish.
func TestAWithdrawnVersionStaysInTheHistory(t *testing.T) {
	s := openSite(t)
	today := program.DayOf(sampleDay())
	announced := s.page(t, "/specializations/kubernetes").Find(".upcoming").Length()
	versions, err := s.store.SetHistory(t.Context(), "kubernetes", today)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.Withdraw(t.Context(), store.Act{By: "admin", Why: "The figure was wrong"}, "kubernetes", versions[0].Version, today); err != nil {
		t.Fatal(err)
	}
	doc := s.page(t, "/specializations/kubernetes")
	if doc.Find(".upcoming").Length() != announced-1 {
		t.Error("a withdrawn version is announced as upcoming")
	}
	if text := doc.Find(".versions li").First().Text(); !strings.Contains(text, "withdrawn") || !strings.Contains(text, "The figure was wrong.") {
		t.Errorf("the history says %q", text)
	}
	if text := s.page(t, "/changes?kind=requirements&specialization=kubernetes").Find("li.change").First().Text(); !strings.Contains(text, "withdrawn before they applied") {
		t.Errorf("the newest change is %q", text)
	}
}
