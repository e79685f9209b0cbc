package admin

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// facetKind is one facet whose terms are maintained.
type facetKind struct {
	place string // in the address
	name  string
	facet search.Facet
	terms func(*program.Programme) []program.Term
}

func facetKinds() []facetKind {
	return []facetKind{
		{"industries", "Industries", search.FacetIndustry, func(p *program.Programme) []program.Term { return p.Industries }},
		{"services", "Services", search.FacetService, func(p *program.Programme) []program.Term { return p.Services }},
		{"products", "Products", search.FacetProduct, func(p *program.Programme) []program.Term { return p.Products }},
		{"sizes", "Customer sizes", search.FacetSize, func(p *program.Programme) []program.Term { return p.Sizes }},
		{"languages", "Languages", search.FacetLanguage, func(p *program.Programme) []program.Term { return p.Languages }},
	}
}

const synonymsPlace = "synonyms"

func facetURL(place string) string { return "/admin/directory/" + place }

func facetTabs(place string) []portalviews.Item {
	var out []portalviews.Item
	for _, k := range facetKinds() {
		out = append(out, portalviews.Item{Name: k.name, URL: facetURL(k.place), Current: k.place == place})
	}
	return append(out, portalviews.Item{Name: "Synonyms", URL: facetURL(synonymsPlace), Current: place == synonymsPlace})
}

func facetOf(c echo.Context) (facetKind, error) {
	place := c.Param("facet")
	kinds := facetKinds()
	i := slices.IndexFunc(kinds, func(k facetKind) bool { return k.place == place })
	if i < 0 {
		return facetKind{}, fmt.Errorf("facet %q: %w", place, program.ErrNotFound)
	}
	return kinds[i], nil
}

// facetForm is what was sent and is wrong.
type facetForm struct {
	slug, name string
	renames    bool // of a term that is there; else it is a new one
	bad        wrong
	problem    string
}

// Facet lists the terms of a facet, or the synonyms.
func (a *Admin) Facet(c echo.Context, who *web.Identity) error {
	if c.Param("facet") == synonymsPlace {
		p, err := a.Store.Programme(c.Request().Context())
		if err != nil {
			return err
		}
		return a.drawSynonyms(c, who, http.StatusOK, synonymText(p.Synonyms), "", "", wrong{})
	}
	k, err := facetOf(c)
	if err != nil {
		return err
	}
	return a.drawFacet(c, who, http.StatusOK, k, facetForm{})
}

func (a *Admin) drawFacet(c echo.Context, who *web.Identity, status int, k facetKind, form facetForm) error {
	f, err := a.portal.StaffFrame(c, who, k.name, "directory")
	if err != nil {
		return err
	}
	if form.problem != "" {
		f.Problem = form.problem
	}
	p, err := a.Store.Programme(c.Request().Context())
	if err != nil {
		return err
	}
	page := adminviews.Facet{
		Frame: f, Heading: k.name, Here: facetURL(k.place), Tabs: facetTabs(k.place),
		Name: portalviews.Field{Name: "name", Label: "Name", Most: program.MaxName},
		Slug: portalviews.Field{Name: "new", Label: "Name for addresses", Hint: "Such as public-safety. It stays.", Most: program.MaxSlug},
	}
	if !form.renames {
		page.Name.Value, page.Name.Error = form.name, form.bad["name"]
		page.Slug.Value, page.Slug.Error = form.slug, form.bad["slug"]
	}
	counts := map[string]int{}
	for _, n := range a.index().Search(search.Query{Page: 1}).Facets[k.facet] {
		counts[n.Value] = n.N
	}
	terms := k.terms(p)
	for i, t := range terms {
		row := adminviews.FacetTerm{
			Slug: t.Slug, Name: t.Name, Stamp: store.Stamp(t), Partners: counts[t.Slug], URL: publicResults(k.facet, t.Slug), First: i == 0, Last: i == len(terms)-1,
			Rename: portalviews.Field{Name: "name", ID: "name-" + t.Slug, Label: "New name", Value: t.Name, Most: program.MaxName},
		}
		if form.renames && form.slug == t.Slug {
			row.Rename.Value, row.Rename.Error = form.name, form.bad["name"]
		}
		page.Terms = append(page.Terms, row)
	}
	return a.Render(c, status, adminviews.FacetPage(page))
}

// publicResults is the address of the partners with one value of a facet.
func publicResults(f search.Facet, value string) string {
	return "/partners?" + search.Query{Sort: search.BestMatch, Page: 1}.Toggle(f, value).Encode()
}

// SaveFacet answers the forms of a facet's page.
func (a *Admin) SaveFacet(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		if c.Param("facet") == synonymsPlace {
			return a.saveSynonyms(c, who)
		}
		k, err := facetOf(c)
		if err != nil {
			return "", err
		}
		ctx, act, facet := c.Request().Context(), a.portal.Act(c, who), string(k.facet)
		form := facetForm{slug: c.FormValue("slug"), name: web.Line(typed(c, "name")), renames: true, bad: wrong{}}
		stamp, done := c.FormValue("stamp"), ""
		switch do := c.FormValue("do"); do {
		case "add":
			form.slug, form.renames = typed(c, "new"), false
			t := program.Term{Slug: form.slug, Name: form.name}
			form.bad.add(t.Problems()...)
			err, done = a.Store.SaveTerm(ctx, act, facet, "", t), form.name+" is added. Partners can choose it from now on."
		case "rename":
			if stamp == "" {
				stamp = "none"
			}
			err, done = a.Store.SaveTerm(ctx, act, facet, stamp, program.Term{Slug: form.slug, Name: form.name}), "It is called "+form.name+" now."
		case "up", "down":
			err, done = a.Store.MoveTerm(ctx, act, facet, form.slug, do == "up"), "The order is changed."
		case "remove":
			err, done = a.Store.RemoveTerm(ctx, act, facet, stamp, form.slug), "It is removed."
		default:
			return "", program.ErrInvalid
		}
		status, problem := unsaved(err, form.bad)
		var used *store.InUse
		if errors.As(err, &used) {
			problem = fmt.Sprintf("%d partners use it, so it cannot be removed.", used.Uses.Partners)
		}
		switch {
		case err != nil && status == 0:
			return "", err
		case err != nil:
			form.problem = problem
			return "", a.drawFacet(c, who, status, k, form)
		}
		return facetURL(k.place), a.Flash(c, done)
	})
}

func synonymText(groups [][]string) string {
	lines := make([]string, len(groups))
	for i, g := range groups {
		lines[i] = strings.Join(g, ", ")
	}
	return strings.Join(lines, "\n")
}

// readSynonyms reads groups of words, one in a line, commas between.
func readSynonyms(text string) [][]string {
	var out [][]string
	for line := range strings.SplitSeq(text, "\n") {
		var group []string
		for word := range strings.SplitSeq(line, ",") {
			if word = web.Line(word); word != "" {
				group = append(group, word)
			}
		}
		if len(group) > 0 {
			out = append(out, group)
		}
	}
	return out
}

func (a *Admin) drawSynonyms(c echo.Context, who *web.Identity, status int, text, why, problem string, bad wrong) error {
	f, err := a.portal.StaffFrame(c, who, "Synonyms", "directory")
	if err != nil {
		return err
	}
	if problem != "" {
		f.Problem = problem
	}
	p, err := a.Store.Programme(c.Request().Context())
	if err != nil {
		return err
	}
	e := adminviews.Entry{
		Frame: f, Heading: "Synonyms", Line: "Words that search treats as one.", Here: facetURL(synonymsPlace), Stamp: store.Stamp(p.Synonyms),
		Fields: []adminviews.EntryField{box("synonyms", "Groups", "A group in a line, with commas between its words: kubernetes, k8s.", text, 0, 16), whyBox(why, true)},
	}
	e.Fields[0].Error, e.Fields[0].Optional = bad["synonyms"], true
	return a.Render(c, status, adminviews.SynonymsPage(e, facetTabs(synonymsPlace)))
}

// synonymsMost bounds what is read of the list of synonyms, in bytes.
const synonymsMost = 200 << 10

func (a *Admin) saveSynonyms(c echo.Context, who *web.Identity) (string, error) {
	act, bad := a.portal.Act(c, who), wrong{}
	act.Why = web.Line(typed(c, "why"))
	text := c.FormValue("synonyms")
	text = web.Lines(text[:min(len(text), synonymsMost)])
	err := a.Store.SaveSynonyms(c.Request().Context(), act, c.FormValue("stamp"), readSynonyms(text))
	status, problem := unsaved(err, bad)
	switch {
	case err != nil && status == 0:
		return "", err
	case err != nil:
		return "", a.drawSynonyms(c, who, status, text, act.Why, problem, bad)
	}
	return facetURL(synonymsPlace), a.Flash(c, "The synonyms are saved. Search follows at once.")
}
