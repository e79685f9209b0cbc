package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/store"
)

// form returns the fields of the form with a button, as a browser would send them.
func (a answerTo) form(t *testing.T, changed ...string) []string {
	t.Helper()
	v := url.Values{}
	doc := a.doc(t).Find("main form.form").First()
	for _, f := range doc.Find("input, textarea, select").EachIter() {
		name := f.AttrOr("name", "")
		switch {
		case f.Is("textarea"):
			v.Set(name, f.Text())
		case f.Is("select"):
			v.Set(name, f.Find("option[selected]").AttrOr("value", ""))
		case f.AttrOr("type", "") == "checkbox":
			if _, on := f.Attr("checked"); on {
				v.Add(name, f.AttrOr("value", ""))
			}
		default:
			v.Set(name, f.AttrOr("value", ""))
		}
	}
	for i := 0; i < len(changed); i += 2 {
		v.Set(changed[i], changed[i+1])
	}
	var out []string
	for name, values := range v {
		for _, x := range values {
			out = append(out, name, x)
		}
	}
	return out
}

func (a answerTo) errorOf(t *testing.T, field string) string {
	t.Helper()
	return a.doc(t).Find("#" + field + "-error").Text()
}

// Whatever is wrong stands beside its field, with what was typed, and nothing is saved.
func TestVocabularyFormsSayWhatIsWrong(t *testing.T) {
	s := openSite(t)
	ada := s.signedIn(t, "admin")
	before := s.live.Current().Programme
	const code = "/admin/certifications/AZ-104"
	for _, row := range []struct {
		page, field string
		typed       string
		says        string
	}{
		{"/admin/certifications/new", "code", "AZ 1", "hyphens, dots"},
		{"/admin/certifications/new", "title", " ", "Give it a title."},
		{code, "also", "AZ-104 and AZ-400 or MS-700", "At character 19"},
		{code, "also", "AZ-104 or NOPE-1", `there is no certification "NOPE-1"`},
		{code, "accepted", "2031-01-01", "Only a retired one"},
		{code, "retired", "tomorrow", "such as 2027-03-14"},
		{code, "why", "", "Say why"},
		{"/admin/competencies/new", "slug", "Data Platform", "small letters"},
		{"/admin/metrics/new", "unit", "parsecs", "Choose its unit."},
		{"/admin/settings", "term", "0", "It can be 1 to 120."},
		{"/admin/settings", "term", "a year", "Write a whole number."},
		{"/admin/settings", "reminders", "-60, 90", "after the renewal window"},
		{"/admin/settings", "extension-0-from", "2027-12-01", "ends before it begins"},
		{"/admin/settings", "vendor", "", "Say who runs"},
	} {
		page := ada.get(row.page)
		fields := page.form(t, row.field, row.typed, "do", "save")
		if row.field != "why" {
			fields = append(fields, "why", "because")
		}
		a := ada.post(row.page, fields...)
		if a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.errorOf(t, row.field), row.says) {
			t.Errorf("%s, %s %q: %d, %q", row.page, row.field, row.typed, a.StatusCode, a.errorOf(t, row.field))
			continue
		}
		f := a.doc(t).Find("#" + row.field)
		if kept := f.AttrOr("value", f.Text()); row.typed != " " && kept != row.typed && !f.Is("select") {
			t.Errorf("%s, %s: %q was typed, %q is kept", row.page, row.field, row.typed, kept)
		}
	}
	if s.live.Current().Programme != before {
		t.Error("something was saved")
	}
	for _, who := range []string{"reviewer", "auditor", "owner"} {
		if a := s.signedIn(t, who).post("/admin/settings", "do", "save"); a.StatusCode != http.StatusForbidden && a.StatusCode != http.StatusNotFound {
			t.Errorf("%s saves settings: %d", who, a.StatusCode)
		}
	}
}

// A certification's change is shown before it is saved, and saved over what was read only.
func TestCertificationShowsItsEffectFirst(t *testing.T) {
	s := openSite(t)
	ada := s.signedIn(t, "admin")
	const page = "/admin/certifications/AZ-104"
	first := ada.get(page)
	before := s.live.Current().Programme
	a := ada.post(page, first.form(t, "retired", "2020-01-01", "accepted", "2020-06-30", "also", "", "why", "replaced", "do", "save")...)
	effect := a.doc(t).Find("section[aria-labelledby=effect]")
	if a.StatusCode != http.StatusOK || effect.Length() != 1 || s.live.Current().Programme != before {
		t.Fatalf("saved without its effect being shown: %d", a.StatusCode)
	}
	if text := effect.Text(); !strings.Contains(text, "looked at") || !strings.Contains(text, "at risk") && !strings.Contains(text, "would end") {
		t.Errorf("nobody is hit by the end of a certification that nine specializations ask for: %q", text)
	}
	stale := a
	a = ada.post(page, a.form(t, "title", "Another", "do", "save")...)
	if a.StatusCode != http.StatusOK || s.live.Current().Programme != before {
		t.Errorf("what was changed after the effect was shown is saved: %d", a.StatusCode)
	}
	a = ada.post(page, a.form(t, "do", "save")...)
	if a.StatusCode != http.StatusSeeOther {
		t.Fatalf("saved: %d", a.StatusCode)
	}
	c, _ := s.live.Current().Programme.CertificationOf("AZ-104")
	if c.Title != "Another" || c.Retired == 0 || c.Also != nil {
		t.Errorf("%+v", c)
	}
	if past := ada.get(page).doc(t).Find("section[aria-labelledby=history] tbody tr"); past.Length() != 1 || !strings.Contains(past.Text(), "accepted until") || !strings.Contains(past.Text(), "replaced") {
		t.Errorf("the page does not say what was changed: %q", past.Text())
	}
	a = ada.post(page, stale.form(t, "do", "save")...)
	if a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "Ada Adler changed this") || a.doc(t).Find("#title").AttrOr("value", "") == "Another" {
		t.Errorf("over a change: %d", a.StatusCode)
	}
	if a := ada.post(page, ada.get(page).form(t, "do", "remove")...); a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "cannot be removed") {
		t.Errorf("what is used is removed: %d", a.StatusCode)
	}
	if a := ada.post("/admin/certifications/new", ada.get("/admin/certifications/new").form(t, "code", "NEW-1", "title", "New", "issuer", "Us", "type", "exam", "do", "save")...); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("added: %d", a.StatusCode)
	}
	list := ada.get("/admin/certifications?q=new-1")
	if rows := list.doc(t).Find("table tbody tr").Length(); rows != 1 {
		t.Errorf("%d found", rows)
	}
	if a := ada.post("/admin/certifications/NEW-1", ada.get("/admin/certifications/NEW-1").form(t, "do", "remove")...); a.StatusCode != http.StatusSeeOther {
		t.Errorf("removed: %d", a.StatusCode)
	}
}

// Public pages and search follow a save at once.
func TestPublicPagesFollowTheVocabulary(t *testing.T) {
	s := openSite(t)
	ada := s.signedIn(t, "admin")
	p := s.live.Current().Programme

	comp := "/admin/competencies/" + p.Competencies[0].Slug
	if a := ada.post(comp, ada.get(comp).form(t, "name", "Renamed capability", "do", "save")...); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("competency: %d", a.StatusCode)
	}
	if body := s.get(t, "/competencies/"+p.Competencies[0].Slug).body; !strings.Contains(body, "Renamed capability") {
		t.Error("the competency's page does not follow")
	}

	const facet = "/admin/directory/industries"
	industry := p.Industries[0]
	row := ada.get(facet).doc(t).Find(`input[name="slug"][value="` + industry.Slug + `"] ~ input[name="stamp"]`)
	if a := ada.post(facet, "do", "rename", "slug", industry.Slug, "stamp", row.AttrOr("value", ""), "name", "Fields and barns"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("rename: %d", a.StatusCode)
	}
	if body := s.get(t, "/partners").body; !strings.Contains(body, "Fields and barns") {
		t.Error("results do not follow")
	}
	if a := ada.post(facet, "do", "rename", "slug", industry.Slug, "stamp", row.AttrOr("value", ""), "name", "Mine"); a.StatusCode != http.StatusConflict {
		t.Errorf("over a change: %d", a.StatusCode)
	}
	if a := ada.post(facet, "do", "add", "new", "space-travel", "name", "Space travel"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("add: %d", a.StatusCode)
	}
	if a := ada.post(facet, "do", "add", "new", "space-travel", "name", "Space again"); a.StatusCode != http.StatusUnprocessableEntity || a.errorOf(t, "new") == "" ||
		a.doc(t).Find("#new").AttrOr("value", "") != "space-travel" {
		t.Errorf("add twice: %d", a.StatusCode)
	}
	if a := ada.post(facet, "do", "up", "slug", "space-travel"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("up: %d", a.StatusCode)
	}
	if q := s.live.Current().Programme.Industries; q[len(q)-2].Slug != "space-travel" {
		t.Errorf("%+v", q)
	}
	stamp := ada.get(facet).doc(t).Find(`input[name="slug"][value="`+industry.Slug+`"] ~ input[name="stamp"]`).AttrOr("value", "")
	if a := ada.post(facet, "do", "remove", "slug", industry.Slug, "stamp", stamp); a.StatusCode != http.StatusConflict {
		t.Errorf("what partners use is removed: %d", a.StatusCode)
	}

	const synonyms = "/admin/directory/synonyms"
	total := func(text string) int {
		return s.live.Current().Index.Search(search.Query{Text: text, Page: 1, Sort: search.BestMatch}).Total
	}
	if a := ada.post(synonyms, ada.get(synonyms).form(t, "synonyms", "kubernetes, zorkmid", "do", "save")...); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("synonyms: %d", a.StatusCode)
	}
	if total("zorkmid") == 0 || total("zorkmid") != total("kubernetes") {
		t.Errorf("%d and %d found", total("zorkmid"), total("kubernetes"))
	}
	if a := ada.post(synonyms, ada.get(synonyms).form(t, "synonyms", "alone", "do", "save")...); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.errorOf(t, "synonyms"), "one word only") {
		t.Errorf("a group of one: %d, %q", a.StatusCode, a.errorOf(t, "synonyms"))
	}
}

// More new values than an index has room for: it is built anew, with everybody in it.
func TestManyNewTermsAreFoundToo(t *testing.T) {
	s := openSite(t)
	before := s.live.Current().Index
	for i := range 20 {
		term := program.Term{Slug: fmt.Sprint("trade-", i), Name: fmt.Sprint("Trade ", i)}
		if err := s.store.SaveTerm(t.Context(), store.Act{By: "Ada"}, "industry", "", term); err != nil {
			t.Fatal(err)
		}
	}
	p, err := s.store.Programme(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	renamed := p.Industries[0]
	stamp := store.Stamp(renamed)
	renamed.Name = "Fields and barns"
	if err := s.store.SaveTerm(t.Context(), store.Act{By: "Ada"}, "industry", stamp, renamed); err != nil {
		t.Fatal(err)
	}
	now := s.live.Current().Index
	named := slices.ContainsFunc(now.Search(search.Query{Page: 1}).Facets[search.FacetIndustry], func(c search.Count) bool { return c.Name == "Fields and barns" && c.N > 0 })
	if now.Len() != before.Len() || !named {
		t.Errorf("%d of %d partners, renamed: %t", now.Len(), before.Len(), named)
	}
}

func TestSettingsShowTheirEffectFirst(t *testing.T) {
	s := openSite(t)
	ada := s.signedIn(t, "admin")
	page := ada.get("/admin/settings")
	for _, d := range program.Dials() {
		if page.doc(t).Find("#"+d.Name).Length() != 1 {
			t.Errorf("no field for %s", d.Name)
		}
	}
	a := ada.post("/admin/settings", page.form(t, "term", "24", "name", "Other Directory", "why", "longer terms", "do", "effect")...)
	if text := a.doc(t).Find("section[aria-labelledby=effect]").Text(); !strings.Contains(text, "another anniversary") {
		t.Fatalf("%d, %q", a.StatusCode, text)
	}
	if s.live.Current().Programme.Settings.TermMonths != 12 {
		t.Fatal("saved before it was confirmed")
	}
	if a = ada.post("/admin/settings", a.form(t, "do", "save")...); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("saved: %d", a.StatusCode)
	}
	now := s.live.Current().Programme
	if now.Settings.TermMonths != 24 || len(now.Settings.Extensions) == 0 || now.Settings.Extensions[0].Published >= s.live.Current().Day {
		t.Errorf("%+v", now.Settings)
	}
	if body := s.get(t, "/about/labels").body; !strings.Contains(body, "24 months") && !strings.Contains(body, "Other Directory") {
		t.Error("public pages do not follow")
	}
}
