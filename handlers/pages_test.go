package handlers_test

import (
	"encoding/csv"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/store"
)

// publicPages is one address of every kind of public page.
func publicPages(t *testing.T, s *site) []string {
	h := s.holder(t)
	cases := s.page(t, "/case-studies")
	study, ok := cases.Find(`a[href^="/case-studies/"]`).Attr("href")
	if !ok {
		t.Fatal("the sample has no case study")
	}
	return []string{
		"/", "/partners", "/partners?q=kubernetes", "/partners?country=DE&sort=name", "/partners?near=london-gb&radius=100",
		"/partners?q=zzzzqqqq", "/partners/" + h.Slug, "/partners/" + h.Slug + "/enquiry", "/partners/" + h.Slug + "/enquiry/sent", "/specializations", "/specializations/kubernetes", "/competencies",
		"/competencies/cloud-platform", "/case-studies", study, "/compare?p=" + h.Slug, "/about/labels", "/labels/" + h.Labels[0].ID,
		"/changes", "/changes?specialization=kubernetes",
	}
}

func TestEveryPublicPageIsWhole(t *testing.T) {
	s := openSite(t)
	titles := map[string]string{}
	for _, path := range publicPages(t, s) {
		doc := s.page(t, path)
		if n := doc.Find("h1").Length(); n != 1 {
			t.Errorf("%s: %d first-level headings, want 1", path, n)
		}
		title := doc.Find("title").Text()
		if other, taken := titles[title]; taken || title == "" {
			t.Errorf("%s: title %q is empty or that of %s", path, title, other)
		}
		titles[title] = path
		for _, must := range []string{
			`link[rel=canonical], meta[name=robots][content=noindex]`, `meta[name=description]`, `meta[property="og:title"]`,
			`meta[property="og:image"]`, `main`, `body > header`, `body > footer`, `html[lang=en]`,
		} {
			if doc.Find(must).Length() != 1 {
				t.Errorf("%s: %d of %s, want 1", path, doc.Find(must).Length(), must)
			}
		}
		doc.Find("[style], script:not([src]):not([type='application/ld+json']), [onclick], style").Each(func(_ int, e *goquery.Selection) {
			html, _ := goquery.OuterHtml(e)
			t.Errorf("%s: inline style or script, which the content policy blocks: %.80s", path, html)
		})
		doc.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
			if href, _ := a.Attr("href"); href == "" || strings.Contains(href, " ") {
				t.Errorf("%s: link %q to %q", path, a.Text(), href)
			}
		})
	}
}

func TestUnknownPagesAre404InTheSitesLook(t *testing.T) {
	s := openSite(t)
	for _, path := range []string{
		"/nothing", "/partners/no-such-partner", "/partners/no-such-partner/enquiry", "/partners/no-such-partner/enquiry/sent", "/specializations/none", "/competencies/none", "/case-studies/none",
		"/labels/none", "/labels/none.svg", "/sitemaps/none.xml", "/sitemaps/partners-99.xml", "/static/none.css", "/partners/a/b/c",
	} {
		a := s.get(t, path)
		if a.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", path, a.StatusCode)
		}
		if !strings.HasPrefix(path, "/static/") && !strings.Contains(a.body, "</html>") {
			t.Errorf("%s: not a page of the site", path)
		}
	}
}

func TestA500SaysNothingOfTheInside(t *testing.T) {
	s := openSite(t)
	h := s.holder(t)
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	a := s.get(t, "/partners/"+h.Slug)
	if a.StatusCode != http.StatusInternalServerError {
		t.Fatalf("status %d, want 500", a.StatusCode)
	}
	if strings.Contains(a.body, "sql") || strings.Contains(a.body, "closed") {
		t.Error("the page shows internal text")
	}
	if id := a.Header.Get("X-Request-Id"); id == "" || !strings.Contains(a.body, id) {
		t.Error("the page does not name the reference to quote")
	}
	if s.get(t, "/partners?q=cloud").StatusCode != http.StatusOK {
		t.Error("search asked the database")
	}
}

func TestSearchPageShowsWhatSearchFound(t *testing.T) {
	s := openSite(t)
	for _, q := range []string{"kubernetes", "cloud migration", "\"managed services\"", "-kubernetes", "zürich"} {
		query, problems := s.live.Current().Index.ParseQuery(map[string][]string{"q": {q}})
		if len(problems) > 0 {
			t.Fatalf("%q: %v", q, problems)
		}
		want := s.live.Current().Index.Search(query)
		doc := s.page(t, "/partners?"+query.Encode())
		var got []string
		doc.Find("ol.hits .hit h2 a").Each(func(_ int, a *goquery.Selection) {
			got = append(got, strings.TrimPrefix(a.AttrOr("href", ""), "/partners/"))
		})
		var slugs []string
		for _, h := range want.Hits {
			slugs = append(slugs, h.Slug)
		}
		if !slices.Equal(got, slugs) {
			t.Errorf("%q: page lists %v, search found %v", q, got, slugs)
		}
	}
}

func TestAddressesAreCanonical(t *testing.T) {
	s := openSite(t)
	for from, to := range map[string]string{
		"/partners?q=&country=&page=1":         "/partners",
		"/partners?page=1&q=cloud":             "/partners?q=cloud",
		"/partners?country=FR&country=DE":      "/partners?country=DE&country=FR",
		"/partners/?q=cloud":                   "/partners?q=cloud",
		"/case-studies?q=&specialization=":     "/case-studies",
		"/about/labels/":                       "/about/labels",
		"//evil.example/":                      "/evil.example",
		"/partners?sort=best&q=cloud&radius=5": "/partners?q=cloud",
	} {
		a := s.get(t, from)
		if got := a.Header.Get("Location"); got != to || a.StatusCode/100 != 3 {
			t.Errorf("%s: status %d to %q, want a redirect to %q", from, a.StatusCode, got, to)
		}
	}
}

func TestBadParametersAreExplainedNotFatal(t *testing.T) {
	s := openSite(t)
	for _, path := range []string{
		"/partners?country=Atlantis", "/partners?near=xyzzyville", "/partners?sort=price", "/partners?page=-3", "/partners?page=99999999999999999999",
		"/partners?specialization=none", "/partners?q=" + strings.Repeat("a+", 400), "/partners?q=%ff%fe", "/partners?%zz", "/case-studies?page=x",
		"/case-studies?country=zz", "/compare?p=none", "/suggest?q=" + strings.Repeat("x", 5000),
	} {
		a := s.get(t, path)
		if a.StatusCode >= 400 && a.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: status %d", path, a.StatusCode)
		}
	}
	if doc := s.page(t, "/partners?near=xyzzyville"); !strings.Contains(doc.Find("main").Text(), "xyzzyville") {
		t.Error("the page does not say that the town is not known")
	}
}

func TestHostileTextStaysText(t *testing.T) {
	s := openSite(t)
	const bad = `"><script>alert(1)</script>`
	for _, path := range []string{"/partners?q=", "/partners?near=", "/partners?country=", "/case-studies?q=", "/suggest?q=", "/nothing/"} {
		a := s.get(t, path+strings.ReplaceAll(strings.ReplaceAll(bad, `"`, "%22"), ">", "%3E"))
		if strings.Contains(a.body, "<script>alert") {
			t.Errorf("%s: text became markup", path)
		}
	}
}

func TestNoResultsShowTheWayOn(t *testing.T) {
	s := openSite(t)
	unknown := s.page(t, "/partners?q=zzqqxx").Find(".empty")
	if unknown.Find(`a[href="/specializations"]`).Length() != 1 || unknown.Find(".relax").Length() != 0 {
		t.Errorf("a word that nobody uses: %q", unknown.Text())
	}
	h := s.holder(t)
	narrow := s.page(t, "/partners?specialization=kubernetes&country="+h.Country+"&q=zzqqxx")
	if narrow.Find(".empty .relax a").Length() == 0 {
		t.Errorf("a word beside filters: %q", narrow.Find(".empty").Text())
	}
	nothing := goqueryOf(t, s.get(t, "/nothing").body)
	nothing.Find(".problem .links a").Each(func(_ int, a *goquery.Selection) {
		if href, _ := a.Attr("href"); strings.Contains(href, "near=") {
			t.Errorf("an address that is not there is taken for a town: %s", href)
		}
	})
}

func goqueryOf(t *testing.T, html string) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestConditionalAndCompressedAnswers(t *testing.T) {
	s := openSite(t)
	h := s.holder(t)
	path := "/partners/" + h.Slug
	head := s.do(t, http.MethodHead, path, nil, "")
	if head.StatusCode != http.StatusOK || head.body != "" || head.Header.Get("Content-Length") == "" {
		t.Errorf("HEAD: status %d, %d bytes", head.StatusCode, len(head.body))
	}
	zipped := map[string]string{"Accept-Encoding": "gzip"}
	first := s.do(t, http.MethodGet, path, zipped, "")
	if first.Header.Get("Content-Encoding") != "gzip" {
		t.Error("not compressed")
	}
	plain := s.do(t, http.MethodGet, path, map[string]string{"Accept-Encoding": "identity"}, "")
	tag := first.Header.Get("Etag")
	if tag == "" || tag == plain.Header.Get("Etag") || strings.HasPrefix(tag, "W/") {
		t.Errorf("ETags %q and %q: want two strong ones", tag, plain.Header.Get("Etag"))
	}
	zipped["If-None-Match"] = tag
	if again := s.do(t, http.MethodGet, path, zipped, ""); again.StatusCode != http.StatusNotModified || again.body != "" {
		t.Errorf("status %d with %d bytes, want 304 with none", again.StatusCode, len(again.body))
	}
	for _, other := range s.live.Current().Index.Search(search.Query{Page: 1}).Hits {
		if other.Slug == h.Slug || other.City == h.City {
			continue
		}
		if err := s.store.ConfirmProfile(t.Context(), store.Act{}, other.ID, program.DayOf(sampleDay())); err != nil {
			t.Fatal(err)
		}
		break
	}
	if same := s.do(t, http.MethodGet, path, zipped, ""); same.StatusCode != http.StatusNotModified {
		t.Errorf("status %d after a change that the page does not show, want 304", same.StatusCode)
	}
	if err := s.store.ConfirmProfile(t.Context(), store.Act{}, h.ID, program.DayOf(sampleDay())-777); err != nil {
		t.Fatal(err)
	}
	if changed := s.do(t, http.MethodGet, path, zipped, ""); changed.StatusCode != http.StatusOK {
		t.Errorf("status %d after a change, want 200", changed.StatusCode)
	}
}

func TestEveryAnswerIsSecured(t *testing.T) {
	s := openSite(t)
	for _, path := range []string{"/", "/nothing", "/robots.txt", "/partners?q=cloud", "/static/none.css"} {
		a := s.get(t, path)
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "strict-origin", "Cache-Control": "no-cache",
		} {
			if !strings.Contains(a.Header.Get(name), want) {
				t.Errorf("%s: %s is %q", path, name, a.Header.Get(name))
			}
		}
		if again := s.get(t, path); !sameHeaders(a, again) {
			t.Errorf("%s: the second answer has other headers\n%v\n%v", path, a.Header, again.Header)
		}
		if strings.Contains(a.Header.Get("Content-Security-Policy"), "unsafe") {
			t.Errorf("%s: the policy allows something unsafe", path)
		}
	}
}

// sameHeaders leaves out what no two answers share.
func sameHeaders(a, b answerTo) bool {
	for _, h := range []http.Header{a.Header, b.Header} {
		h.Del("Date")
		h.Del("X-Request-Id")
	}
	return maps.EqualFunc(a.Header, b.Header, slices.Equal)
}

func TestAnswersThatMayBePersonalKeepTheirWindow(t *testing.T) {
	s := openSite(t)
	for _, path := range []string{"/nothing", "/compare"} {
		if got := s.get(t, path).Header.Get("Cross-Origin-Opener-Policy"); got != "same-origin" {
			t.Errorf("%s: Cross-Origin-Opener-Policy is %q", path, got)
		}
	}
}

func TestShortlistWithoutScript(t *testing.T) {
	s := openSite(t)
	h := s.holder(t)
	form := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	a := s.do(t, http.MethodPost, "/shortlist", form, "add="+h.Slug+"&back=/partners?q=cloud")
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/partners?q=cloud" {
		t.Fatalf("status %d to %q", a.StatusCode, a.Header.Get("Location"))
	}
	cookies := a.Cookies()
	if len(cookies) != 1 || cookies[0].Value != h.Slug {
		t.Fatalf("cookies %v, want the slug", cookies)
	}
	kept := map[string]string{"Cookie": "shortlist=" + h.Slug}
	if to := s.do(t, http.MethodGet, "/compare", kept, "").Header.Get("Location"); to != "/compare?p="+h.Slug {
		t.Errorf("/compare leads to %q", to)
	}
	if empty := s.get(t, "/compare"); empty.StatusCode != http.StatusOK {
		t.Errorf("/compare without a shortlist: status %d", empty.StatusCode)
	}
	foreign := map[string]string{"Content-Type": form["Content-Type"], "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
	if a := s.do(t, http.MethodPost, "/shortlist", foreign, "add="+h.Slug); a.StatusCode != http.StatusForbidden {
		t.Errorf("a form of another site: status %d, want 403", a.StatusCode)
	}
	if a := s.do(t, http.MethodPost, "/shortlist", form, strings.Repeat("x", 100<<10)); a.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a form of 100 KiB: status %d, want 413", a.StatusCode)
	}
}

func TestCompareAsCSV(t *testing.T) {
	s := openSite(t)
	hits := s.live.Current().Index.Search(search.Query{Page: 1}).Hits
	a := s.get(t, "/compare.csv?p="+hits[0].Slug+"&p="+hits[1].Slug)
	rows, err := csv.NewReader(strings.NewReader(a.body)).ReadAll()
	if err != nil || len(rows) < 5 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if rows[0][1] != hits[0].Name || rows[0][2] != hits[1].Name {
		t.Errorf("first row %q, want both names", rows[0])
	}
	if a := s.get(t, "/compare.csv"); a.StatusCode != http.StatusBadRequest {
		t.Errorf("nobody named: status %d, want 400", a.StatusCode)
	}
}

func TestSitemapsListEveryPage(t *testing.T) {
	s := openSite(t)
	index := s.get(t, "/sitemap.xml").body
	total := 0
	for part := range strings.SplitSeq(index, "<loc>") {
		address, _, found := strings.Cut(part, "</loc>")
		if !found {
			continue
		}
		part := s.get(t, strings.TrimPrefix(address, s.url))
		if part.StatusCode != http.StatusOK {
			t.Fatalf("%s: status %d", address, part.StatusCode)
		}
		total += strings.Count(part.body, "<loc>")
	}
	if want := samplePartners + 6 + 27 + 19; total <= want {
		t.Errorf("%d addresses, want more than the %d partners and programme pages", total, want)
	}
}

func TestALabelLeavesThePagesOnTheDayItsFactsEnd(t *testing.T) {
	now := sampleDay()
	s := openSiteAt(t, func() time.Time { return now })
	h := s.holder(t)
	id := h.Labels[0].ID
	if !strings.Contains(s.get(t, "/partners/"+h.Slug).body, "/labels/"+id) {
		t.Fatal("the profile does not show the label")
	}
	facts, err := s.store.Facts(t.Context(), h.ID)
	if err != nil {
		t.Fatal(err)
	}
	today := program.DayOf(now)
	for _, a := range facts.Attainments {
		ended := a
		ended.ID, ended.Until = 0, today
		if err := s.store.Supersede(t.Context(), store.Act{}, h.ID, []program.EvidenceID{a.ID}, &program.Facts{Attainments: []program.Attainment{ended}}, today); err != nil {
			t.Fatal(err)
		}
	}
	// Gold lapses with 30 days of grace: the label stays meanwhile, and is gone the day after.
	now = now.AddDate(0, 0, 40)
	if err := s.store.Sweep(t.Context(), program.DayOf(now), nil); err != nil {
		t.Fatal(err)
	}
	l, _, err := s.store.Label(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if l.Shown(program.DayOf(now)) {
		t.Fatalf("label %+v is still shown", l)
	}
	found := s.live.Current().Index.Search(search.Query{Specializations: []string{h.Labels[0].Specialization}, Page: 1})
	if slices.ContainsFunc(found.Hits, func(x search.Hit) bool { return x.ID == h.ID }) {
		t.Error("the ended label is still found by search")
	}
}

func TestAPartnerThatWentIntoAnotherLeadsThere(t *testing.T) {
	s := openSite(t)
	hits := s.live.Current().Index.Search(search.Query{Page: 1}).Hits
	into, gone := hits[0], hits[1]
	act := store.Act{By: "admin ada", Why: "Bought."}
	if err := s.store.Merge(t.Context(), act, into.ID, gone.ID, "", program.DayOf(sampleDay())); err != nil {
		t.Fatal(err)
	}
	a := s.do(t, http.MethodGet, "/partners/"+gone.Slug, nil, "")
	if a.StatusCode != http.StatusMovedPermanently || a.Header.Get("Location") != "/partners/"+into.Slug {
		t.Errorf("status %d to %q", a.StatusCode, a.Header.Get("Location"))
	}
	for method, want := range map[string]int{http.MethodGet: http.StatusMovedPermanently, http.MethodPost: http.StatusTemporaryRedirect} {
		a := s.do(t, method, "/partners/"+gone.Slug+"/enquiry", nil, "")
		if a.StatusCode != want || a.Header.Get("Location") != "/partners/"+into.Slug+"/enquiry" {
			t.Errorf("%s of its enquiry form: status %d to %q", method, a.StatusCode, a.Header.Get("Location"))
		}
	}
	if _, found := s.live.Current().Index.Card(gone.Slug); found {
		t.Error("search still finds it")
	}
	if p := s.get(t, "/partners/"+into.Slug); p.StatusCode != http.StatusOK {
		t.Errorf("the survivor: status %d", p.StatusCode)
	}
}
