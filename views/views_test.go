package views

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"partnerdirectory/program"
	"partnerdirectory/search"
)

func render(t *testing.T, c templ.Component) *goquery.Document {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatalf("render: %v", err)
	}
	doc, err := goquery.NewDocumentFromReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// wants checks what selectors find: the text of the first match must contain the value; an empty value asks only
// for a match, and "-" for none.
func wants(t *testing.T, doc *goquery.Document, want map[string]string) {
	t.Helper()
	for selector, text := range want {
		found := doc.Find(selector)
		switch got := strings.Join(strings.Fields(found.First().Text()), " "); {
		case text == "-":
			if found.Length() > 0 {
				t.Errorf("%s: found %q, want nothing", selector, got)
			}
		case found.Length() == 0:
			t.Errorf("%s: not found", selector)
		case !strings.Contains(got, text):
			t.Errorf("%s: %q, want %q in it", selector, got, text)
		}
	}
}

// allPages renders each page family once, full and empty.
func allPages(site *Site) map[string]templ.Component {
	row, hit, label := sampleRow(), sampleHit(), sampleLabel(site, false)
	profile := sampleProfile(site)
	other := profile
	other.Partner.Slug, other.Partner.Name, other.Labels = "nordlys", "Nordlys", nil
	preview := profile
	preview.Preview, preview.Partner.Logo = true, "abc"
	return map[string]templ.Component{
		"home": HomePage(Home{
			Page: samplePage(site, "", "/"), Partners: 2000, Labelled: 214, Countries: 61,
			Specializations: []search.Count{{Value: "kubernetes", Name: "Kubernetes", N: 90}, {Value: "sap", Name: "SAP", N: 12}},
			ByCountry:       []search.Count{{Value: "FR", Name: "France", N: 300}, {Value: "SG", Name: "Singapore", N: 12}},
			Towns:           []search.TownCount{{Place: program.Place{Name: "Lyon", Country: "FR"}, Key: "lyon-fr", N: 12}},
			Recent:          []Earned{sampleEarned(site)},
		}),
		"home empty":           HomePage(Home{Page: samplePage(site, "", "/")}),
		"results":              ResultsPage(sampleResults(site)),
		"results empty":        ResultsPage(Results{Page: samplePage(site, "No partners", "/partners?q=x")}),
		"profile":              ProfilePage(profile),
		"profile empty":        ProfilePage(Profile{Page: samplePage(site, "Nobody", "/partners/nobody"), Partner: program.Partner{Name: "Nobody", Slug: "nobody"}}),
		"label":                LabelProof(LabelPage{Page: samplePage(site, "Kubernetes", "/labels/L2"), ProfileLabel: label, Partner: samplePartner(), SVG: "/labels/L2.svg", Shown: true}),
		"label ended":          LabelProof(LabelPage{Page: samplePage(site, "Kubernetes", "/labels/L9"), ProfileLabel: sampleLabel(site, true), Partner: samplePartner(), SVG: "/labels/L9.svg"}),
		"specialization":       SpecializationDetail(SpecializationPage{Page: samplePage(site, "Kubernetes", "/specializations/kubernetes"), Specialization: label.Specialization, InForce: program.Set{Version: 2, EffectiveFrom: today - 200, Published: today - 300}, Requirements: sampleSentence(), Upcoming: sampleVersions(today)[:1], Versions: sampleVersions(today), Competencies: site.Programme.Competencies[:1], Holders: []search.Hit{hit}, HolderCount: 90, ByCountry: []search.Count{{Value: "FR", Name: "France", N: 60}}, CaseStudies: []CaseRow{row}, Newest: []Earned{sampleEarned(site)}}),
		"changes":              ChangesPage(Changes{Page: samplePage(site, "What changed", "/changes"), List: sampleChanges(site), First: true, Newest: "/changes", Older: "/changes?before=2026-11-01.4"}),
		"changes empty":        ChangesPage(Changes{Page: samplePage(site, "What changed", "/changes"), Kind: ChangeEnded, Newest: "/changes"}),
		"specialization empty": SpecializationDetail(SpecializationPage{Page: samplePage(site, "SAP", "/specializations/sap"), Specialization: site.Programme.Specializations[1]}),
		"specializations":      SpecializationsPage(Specializations{Page: samplePage(site, "Specializations", "/specializations"), Counts: map[string]int{"kubernetes": 90}}),
		"competencies":         CompetenciesPage(Competencies{Page: samplePage(site, "Competencies", "/competencies"), Gold: map[string]int{"cloud-platform": 3}}),
		"competency":           CompetencyDetail(CompetencyPage{Page: samplePage(site, "Cloud platform", "/competencies/cloud-platform"), Competency: site.Programme.Competencies[0], Options: []OptionSentences{{Option: program.Option{Name: "By exams"}, Gold: sampleSentence()}}, Specializations: site.Programme.Specializations[:1], Gold: 3, Silver: 4, Holders: []search.Hit{hit}, ByCountry: []search.Count{{Value: "FR", Name: "France", N: 6}}}),
		"competency empty":     CompetencyDetail(CompetencyPage{Page: samplePage(site, "Data", "/competencies/data-analytics"), Competency: site.Programme.Competencies[1]}),
		"case studies":         CaseStudiesPage(CaseStudies{Page: samplePage(site, "Case studies", "/case-studies"), Industry: "retail", ByIndustry: []search.Count{{Value: "retail", Name: "Retail", N: 3}}, Rows: []CaseRow{row}, Total: 30, PageNo: 1, Pages: 2}),
		"case studies empty":   CaseStudiesPage(CaseStudies{Page: samplePage(site, "Case studies", "/case-studies?q=x"), Text: "x"}),
		"case study":           CaseStudyDetail(CaseStudyPage{Page: samplePage(site, "Forty shops", "/case-studies/forty-shops"), CaseStudy: sampleCase(), Partner: hit, More: []CaseRow{row}}),
		"compare":              ComparePageView(Compare{Page: samplePage(site, "Compare", "/compare"), Partners: []ComparePartner{{profile, hit}, {other, hit}}, Missing: []string{"gone"}, TooMany: true}),
		"compare empty":        ComparePageView(Compare{Page: samplePage(site, "Compare", "/compare")}),
		"about":                AboutLabels(About{Page: samplePage(site, "What a label means", "/about/labels"), Settings: site.Programme.Settings, Example: &label, Ranking: []search.RankStep{{Title: "Exact name", Text: "First."}}}),
		"enquiry": EnquiryPage(EnquiryForm{
			Page: samplePage(site, "Write to Atelier Nord", "/partners/atelier-nord/enquiry"), Name: "Atelier Nord", Slug: "atelier-nord", Key: "k", NameMost: 100, MessageMost: 4000,
			Specializations: []program.Term{{Slug: "kubernetes", Name: "Kubernetes"}}, Typed: EnquiryTyped{Name: "Ada"}, Problems: map[string]string{"email": "Enter it."}, Problem: "Once more.",
		}),
		"enquiry sent":    EnquirySentPage(EnquirySent{Page: samplePage(site, "Sent", "/partners/atelier-nord/enquiry/sent"), Name: "Atelier Nord", Slug: "atelier-nord"}),
		"profile preview": ProfilePage(preview),
		"problem":         ProblemPage(Problem{Page: samplePage(site, "Not here", "/nothing"), Status: 404, Heading: "There is no page here", Text: "Search for it.", RequestID: "r1", Guess: []search.Suggestion{{Kind: "partner", Text: "Atelier Nord", Slug: "atelier-nord"}}}),
	}
}

func TestEveryPageHasItsFrame(t *testing.T) {
	site := sampleSite(t)
	for name, page := range allPages(site) {
		t.Run(name, func(t *testing.T) {
			doc := render(t, page)
			if n := doc.Find("h1").Length(); n != 1 {
				t.Errorf("%d headings of level 1, want one", n)
			}
			wants(t, doc, map[string]string{
				`html[lang="en"]`:                            "",
				`head > title`:                               "",
				`link[rel="canonical"]`:                      "",
				`meta[name="description"]`:                   "",
				`script[type="application/ld+json"]`:         "",
				`a.skip[href="#main"]`:                       "",
				`main#main`:                                  "",
				`nav[aria-label="Main"]`:                     "Partners",
				`[style], script:not([src]):not([type])`:     "-",
				`form[role="search"] input[name="q"]`:        "",
				`button:not([type])`:                         "-",
				`img:not([alt]), img:not([width])`:           "-",
				`[href^="javascript:"], [onclick], [onload]`: "-",
			})
			checkIDs(t, doc)
		})
	}
}

// checkIDs finds ids used twice and references to ids that are not there.
func checkIDs(t *testing.T, doc *goquery.Document) {
	t.Helper()
	ids := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if ids[id] || id == "" || strings.ContainsAny(id, " \t") {
			t.Errorf("id %q is used twice or unusable", id)
		}
		ids[id] = true
	})
	for _, attr := range []string{"for", "form", "aria-labelledby", "popovertarget", "data-copy"} {
		doc.Find("[" + attr + "]").Each(func(_ int, s *goquery.Selection) {
			if ref := s.AttrOr(attr, ""); !ids[ref] {
				t.Errorf("%s=%q points nowhere", attr, ref)
			}
		})
	}
}

func TestHome(t *testing.T) {
	doc := render(t, allPages(sampleSite(t))["home"])
	wants(t, doc, map[string]string{
		`.figures`: "2 000",
		`form#find[action="/partners"][method="get"] input[name="near"]`:          "",
		`.area.area-infrastructure a[href="/partners?specialization=kubernetes"]`: "Kubernetes 90 partners",
		`.world a[href="/partners?country=FR"] use[href="/static/world.svg#FR"]`:  "",
		`.world a[href="/partners?country=SG"] circle`:                            "",
		`.bars a[href="/partners?country=FR"]`:                                    "France",
		`.earned-list a[href="/labels/L2"]`:                                       "Proof of Kubernetes for Atelier Nord",
	})
}

func TestResults(t *testing.T) {
	site := sampleSite(t)
	doc := render(t, ResultsPage(sampleResults(site)))
	wants(t, doc, map[string]string{
		`h1`:                        "214 partners for “kubernetes”",
		`title`:                     "Partners for kubernetes · Meridian Partner Directory",
		`.chosen`:                   "“kubernetes”",
		`.chosen li:nth-child(2) a`: "France: remove",
		`.list-bar`:                 "21 to 21 of 214",
		`.hit h2 a[href="/partners/atelier-nord"]`: "Atelier Nord",
		`.hit-place`:                    "Lyon, France 3.9 km and 2 more places",
		`.hit .chip[href="/labels/L2"]`: "Kubernetes Verified · valid until 15 Aug 2027",
		`.why mark`:                     "Kubernetes",
		`.hit form[action="/shortlist"][method="post"] input[name="add"][value="atelier-nord"]`: "",
		`#facet-country input[form="find"][name="country"][value="FR"][checked]`:                "",
		`#facet-country input[value="DE"]`:                                                      "-",
		`#facet-specialization > fieldset > ul > li:nth-child(8)`:                               "E",
		`#facet-specialization .facet-add option:first-child`:                                   "2 more",
		`.facets-button .badge-count`:                                                           "1",
		`select[name="sort"][form="find"] option[selected]`:                                     "Best match",
		`select[name="sort"] option[value="nearest"]`:                                           "-",
		`.paging [aria-current="page"]`:                                                         "Page 2",
		`.paging a[rel="next"]`:                                                                 "Next",
		`.map-fold a[href$="map=1"]`:                                                            "Show these partners on a map",
		`.map-fold .world`:                                                                      "-",
	})
	onMap := sampleResults(site)
	onMap.Map = true
	wants(t, render(t, ResultsPage(onMap)), map[string]string{
		`.map-fold .world a`:                           "",
		`.map-fold a.map-toggle`:                       "Hide the map",
		`.map-fold input[name="map"][form="find"]`:     "",
		`.paging a[rel="next"][href$="&page=3&map=1"]`: "Next",
	})
	fragment := render(t, ResultsFragment(sampleResults(site)))
	wants(t, fragment, map[string]string{
		`#results[data-url="/partners?q=kubernetes&country=FR&page=2"]`: "214 partners",
		`header, footer, #find`: "-",
	})
}

func TestNearAPlace(t *testing.T) {
	p := sampleResults(sampleSite(t))
	p.Result.Query.Place, p.Result.Query.Radius, p.Result.Query.Sort = "lyon-fr", 100, search.Nearest
	p.Place = program.Place{Name: "Lyon", Country: "FR"}
	wants(t, render(t, ResultsPage(p)), map[string]string{
		`h1`: "near Lyon",
		`input[name="near"][value="Lyon, France"][data-key="lyon-fr"]`: "",
		`select[name="radius"] option[selected]`:                       "100 km",
		`select[name="sort"] option[selected]`:                         "Nearest",
		`.chosen li:nth-child(2)`:                                      "Within 100 km of Lyon",
	})
}

func TestNobodyFound(t *testing.T) {
	p := sampleResults(sampleSite(t))
	p.Result.Total, p.Result.Hits, p.Result.Pages = 0, nil, 0
	p.Result.Corrected = "kubernetes"
	p.Result.Relax = []search.Relax{{Query: search.Query{Text: "kubernetes"}, Drop: "the country France", N: 1214}}
	p.Problems = []search.Problem{{Field: "country", Message: "There is no country XX."}}
	wants(t, render(t, ResultsPage(p)), map[string]string{
		`h1`: "No partners for “kubernetes”",
		`.relax a[href="/partners?q=kubernetes"]`: "Without the country France",
		`.relax .count`:  "1 214 partners",
		`.results-head`:  "There is no country XX.",
		`.hits, .paging`: "-",
	})
}

func TestProfile(t *testing.T) {
	site := sampleSite(t)
	doc := render(t, ProfilePage(sampleProfile(site)))
	wants(t, doc, map[string]string{
		`.profile-meta`:                   "Lyon, France and 1 more place Profile confirmed 2 Nov 2026 (3 weeks ago)",
		`#labels .label-row`:              "Verified · valid until 15 Aug 2027",
		`#labels .verified li:last-child`: "A pass of an architecture review.Verified by an independent auditor, by review · 14 Aug 2026",
		`#earlier`:                        "Held 15 Aug 2026 to 18 Nov 2026. A requirement was no longer met: Gold in Cloud platform, active.",
		`#earlier a[href="/labels/L9"]`:   "Kubernetes",
		`#competencies`:                   "Gold Cloud platform",
		`#case-studies .case`:             "41 % lower run cost",
		`.places li`:                      "Lyon, France headquarters 12 Rue de la Paix, 69002",
		`.places-map .pin`:                "",
		`.facts`:                          "Founded",
		`a[href="https://atelier-nord.example"][rel~="nofollow"]`: "Visit website",
		`.notice`: "-",
	})
	if html, err := doc.Html(); err != nil || strings.Contains(html, "hidden@") {
		t.Errorf("the address for enquiries is public (%v)", err)
	}
	p := sampleProfile(site)
	p.Stale, p.Labels = true, nil
	wants(t, render(t, ProfilePage(p)), map[string]string{
		`.notice`:             "not confirmed this profile for more than 12 months",
		`#labels .empty-line`: "holds no label today",
	})
}

func TestLabelProof(t *testing.T) {
	pages := allPages(sampleSite(t))
	wants(t, render(t, pages["label"]), map[string]string{
		`h1`:           "Atelier Nord holds Kubernetes",
		`.proof-state`: "Verified today, 23 Nov 2026",
		`#embed-code`:  `<img src="https://partners.example.com/labels/L2.svg" alt="Kubernetes, verified by Meridian"`,
		`#label-id`:    "L2",
		`.proof use[href="/static/badges.svg#kubernetes"]`: "",
	})
	wants(t, render(t, pages["label ended"]), map[string]string{
		`h1`:           "Atelier Nord held Kubernetes",
		`.proof-state`: "No longer valid",
		`.notice`:      "until 18 Nov 2026",
		`#embed-code`:  "-",
		`.proof use[href="/static/badges.svg#ended"]`: "",
	})
}

func TestRequirementsReadAsATree(t *testing.T) {
	wants(t, render(t, allPages(sampleSite(t))["specialization"]), map[string]string{
		`.tree > .group > .connective b`:                       "All of these",
		`.tree .needs-some > .connective b`:                    "Any one of these",
		`.tree .needs-some .leaf .tag`:                         "sample value",
		`.upcoming .is-harder`:                                 "The number of people rises from 2 to 3 people.",
		`.tree > .group > ul > .leaf .tag`:                     "-",
		`.versions li:first-child`:                             "Version 3 upcoming",
		`a.button[href="/partners?specialization=kubernetes"]`: "See 90 partners",
	})
}

func TestCompare(t *testing.T) {
	doc := render(t, allPages(sampleSite(t))["compare"])
	wants(t, doc, map[string]string{
		`thead th:nth-child(2) .compare-name`:                           "Atelier Nord",
		`thead th:nth-child(3) .remove[href="/compare?p=atelier-nord"]`: "Remove Nordlys",
		`a[href="/compare.csv?p=atelier-nord&p=nordlys"]`:               "CSV",
		`.scroll[tabindex="0"][aria-label]`:                             "",
		`a.held[href="/labels/L2"]`:                                     "Verified",
		`.not-held`:                                                     "Not held",
		`tr.same`:                                                       "Cloud platform",
		`.notice`:                                                       "Not in the directory, so left out: gone.",
	})
}

func TestSuggestions(t *testing.T) {
	site := sampleSite(t)
	doc := render(t, Suggestions(SuggestList{Site: site, Suggestions: []search.Suggestion{
		{Kind: "partner", Text: "Atelier Nord", Note: "Lyon, France", Slug: "atelier-nord"},
		{Kind: "specialization", Text: "Kubernetes", Note: "Label", Slug: "kubernetes"},
		{Kind: "place", Text: "Lyon, France", Slug: "lyon-fr", Query: search.Query{Place: "lyon-fr", Radius: 50}},
	}}))
	wants(t, doc, map[string]string{
		`ul[role="listbox"] > li[role="option"][data-kind="partner"][data-href="/partners/atelier-nord"]`:  "Atelier Nord",
		`li[data-kind="specialization"][data-slug="kubernetes"] use[href="/static/badges.svg#kubernetes"]`: "",
		`li[data-kind="place"][data-slug="lyon-fr"]`:                                                       "Lyon, France",
		`html > head > title`: "-",
	})
}

// Whatever a partner, a customer or a visitor types arrives as text.
func TestHostileTextIsText(t *testing.T) {
	const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	site := sampleSite(t)
	profile := sampleProfile(site)
	profile.Partner.Name, profile.Partner.Summary, profile.Partner.Description = hostile, hostile, hostile
	profile.Partner.Website = "javascript:alert(1)"
	profile.Partner.Locations[0].City = hostile
	profile.CaseStudies[0].Title, profile.CaseStudies[0].Figures[0].Value = hostile, hostile
	profile.Structured = []any{map[string]string{"name": "</script>" + hostile}}
	results := sampleResults(site)
	results.Text, results.Result.Query.Text, results.Result.Corrected = hostile, hostile, hostile
	results.Result.Hits[0].Name, results.Result.Hits[0].Why[0].Text = hostile, hostile
	results.Result.Hits[0].Why[0].Words = []string{"script", "alert"}
	results.Problems = []search.Problem{{Message: hostile}}
	label := sampleLabel(site, false)
	label.Specialization.Name = hostile
	for name, page := range map[string]templ.Component{
		"profile": ProfilePage(profile),
		"results": ResultsPage(results),
		"label":   LabelProof(LabelPage{Page: samplePage(site, hostile, "/labels/x"), ProfileLabel: label, Partner: profile.Partner, Shown: true}),
		"suggest": Suggestions(SuggestList{Site: site, Suggestions: []search.Suggestion{{Kind: "partner", Text: hostile, Note: hostile, Slug: hostile}}}),
		"problem": ProblemPage(Problem{Page: samplePage(site, hostile, "/"), Heading: hostile, Text: hostile, RequestID: hostile}),
	} {
		wants(t, render(t, page), map[string]string{
			`script:not([src]):not([type="application/ld+json"]), img, [onerror], a[href^="javascript"]`: "-",
		})
		_ = name
	}
}

// sampleVersions is a history of three sets: one to come, one in force, one superseded.
func sampleVersions(today program.Day) []SetVersion {
	harder := []program.Change{{Node: "people", Kind: program.Altered, Effect: program.Harder, Text: "The number of people rises from 2 to 3 people."}}
	return []SetVersion{
		{Set: program.Set{Version: 3, Published: today - 5, EffectiveFrom: today + 90, Note: "Asks for one more person."}, From: 2, Changes: harder},
		{Set: program.Set{Version: 2, Published: today - 300, EffectiveFrom: today - 200}, InForce: true, From: 1, Until: today + 90, Changes: harder},
		{Set: program.Set{Version: 1, Published: today - 900, EffectiveFrom: today - 800}, Until: today - 200},
	}
}

// sampleChanges is one change of every kind.
func sampleChanges(site *Site) []Change {
	held, over := sampleLabel(site, false), sampleLabel(site, true)
	of := func(event string, on program.Day, l ProfileLabel) Change {
		return Change{ID: "label-" + event, On: on, Event: event, Specialization: l.Specialization, Label: l.Label, Partner: "Atelier Nord", PartnerSlug: "atelier-nord"}
	}
	set := sampleVersions(over.Label.Ended)[0]
	return []Change{
		of(program.EventRenewed, over.Label.Ended+1, held),
		of(program.EventEnded, over.Label.Ended, over),
		{ID: "set", On: over.Label.Ended, Event: SetPublished, Specialization: held.Specialization, Set: set.Set, Differences: set.Changes},
		{ID: "applies", On: over.Label.Ended, Event: SetApplies, Specialization: held.Specialization, Set: set.Set},
		of(program.EventGranted, held.Label.Granted, held),
	}
}

func TestChangesAreGroupedByDay(t *testing.T) {
	pages := allPages(sampleSite(t))
	doc := render(t, pages["changes"])
	wants(t, doc, map[string]string{
		`.change-day:nth-of-type(2) h2`: "18 Nov 2026",
		`#label-ended`:                  "no longer holds Kubernetes",
		`#set a`:                        "New requirements of Kubernetes published, version 3",
		`#set details .is-harder`:       "The number of people rises from 2 to 3 people.",
		`.paging a[rel=next]`:           "Older",
	})
	if n := doc.Find(".change-day").Length(); n != 3 {
		t.Errorf("%d days, want 3", n)
	}
	wants(t, render(t, pages["changes empty"]), map[string]string{`.empty a[href="/changes"]`: "Show all changes"})
}
