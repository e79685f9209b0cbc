package admin

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/badge"
	"partnerdirectory/handlers/portal"
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// Specializations lists them with what is in force, to come and being drafted.
func (a *Admin) Specializations(c echo.Context, who *web.Identity) error {
	ctx := c.Request().Context()
	f, err := a.portal.StaffFrame(c, who, "Specializations", "specializations")
	if err != nil {
		return err
	}
	drafts, err := a.Store.Drafts(ctx, "")
	if err != nil {
		return err
	}
	holders, err := a.Store.Holders(ctx)
	if err != nil {
		return err
	}
	page := adminviews.Specializations{Frame: f}
	p := f.Site.Programme
	for _, s := range p.Specializations {
		row := adminviews.SpecializationRow{Specialization: s, Holders: holders[s.Slug]}
		if set, ok := p.InForce(s.Slug, f.Today); ok {
			row.Version, row.Since = set.Version, set.EffectiveFrom
		}
		for _, set := range p.Upcoming(s.Slug, f.Today) {
			row.Upcoming, row.From = set.Version, set.EffectiveFrom
		}
		for _, d := range drafts {
			if d.Specialization == s.Slug {
				row.Drafts++
				row.Draft = draftURL(d)
			}
		}
		page.Rows = append(page.Rows, row)
	}
	return a.Render(c, http.StatusOK, adminviews.SpecializationsPage(page))
}

// NewSpecialization is the form of one that is not there yet.
func (a *Admin) NewSpecialization(c echo.Context, who *web.Identity) error {
	return a.drawSpecialization(c, who, http.StatusOK, program.Specialization{Area: program.Infrastructure}, true, nil)
}

// Specialization shows one: what it is called, its badge, its versions and its drafts.
func (a *Admin) Specialization(c echo.Context, who *web.Identity) error {
	s, ok := a.Site().Programme.Specialization(c.Param("specialization"))
	if !ok {
		return program.ErrNotFound
	}
	return a.drawSpecialization(c, who, http.StatusOK, s, false, nil)
}

// drawSpecialization draws the page of one with its form as it was sent, and what is wrong in it.
func (a *Admin) drawSpecialization(c echo.Context, who *web.Identity, status int, s program.Specialization, fresh bool, wrong map[string]string) error {
	p := a.Site().Programme
	title := "Add a specialization"
	if known, ok := p.Specialization(s.Slug); ok && !fresh {
		title = known.Name
	}
	f, err := a.portal.StaffFrame(c, who, title, "specializations")
	if err != nil {
		return err
	}
	page := adminviews.Specialization{Frame: f, Specialization: s, Heading: title, New: fresh, Here: specializationURL(s.Slug), Was: c.FormValue("was")}
	if fresh {
		page.Here = "/admin/specializations"
	}
	areas := []portalviews.Choice{}
	for _, area := range program.Areas() {
		areas = append(areas, portalviews.Choice{Value: string(area), Label: area.Name()})
	}
	page.Fields = []portalviews.FormField{
		{Field: portalviews.Field{Name: "name", Label: "Name", Value: s.Name, Most: 60}},
		{Field: portalviews.Field{Name: "slug", Label: "Address", Hint: "The last part of its page's address. Empty: from the name. It stays as it is from then on.", Value: s.Slug, Most: 60, Optional: true}},
		{Kind: portalviews.SelectField, Choices: areas, Field: portalviews.Field{Name: "area", Label: "Solution area", Hint: "It gives the badge its colour.", Value: string(s.Area), Optional: true, Apart: chosen}},
		{Kind: portalviews.AreaField, Field: portalviews.Field{Name: "summary", Label: "Summary", Hint: "One sentence: what a holder has proven.", Value: s.Summary, Rows: 2, Most: 300}},
		{Kind: portalviews.AreaField, Field: portalviews.Field{Name: "meaning", Label: "What the label tells a customer", Hint: "Paragraphs are divided by an empty line.", Value: s.Meaning, Rows: 6, Most: 4000}},
		{Kind: portalviews.AreaField, Field: portalviews.Field{Name: "synonyms", Label: "Words that customers use for it", Hint: "One on each line: k8s, avd.", Value: strings.Join(s.Synonyms, "\n"), Rows: 3, Most: 1000, Optional: true}},
	}
	if !fresh {
		page.Fields = slices.Delete(page.Fields, 1, 2)
	}
	for i := range page.Fields {
		page.Fields[i].Error = wrong[page.Fields[i].Name]
	}
	page.AlignedBad, page.GlyphBad = wrong["aligned"], wrong["glyph"]
	for _, comp := range p.Competencies {
		page.Aligned = append(page.Aligned, adminviews.Ticked{Slug: comp.Slug, Name: comp.Name, On: slices.Contains(s.AlignedTo, comp.Slug)})
	}
	for _, g := range badge.Glyphs() {
		page.Glyphs = append(page.Glyphs, adminviews.Ticked{Slug: g, Name: strings.ReplaceAll(portal.TitleOfSlug(g), "-", " "), On: g == s.Glyph})
	}
	if !fresh {
		if err := a.versions(c, &page, s.Slug); err != nil {
			return err
		}
		if page.Drafts, err = a.drafts(c, s.Slug); err != nil {
			return err
		}
		now, _ := p.Specialization(s.Slug)
		if page.Was == "" {
			page.Was = store.Stamp(now)
		}
		page.Pictures = pictures(now, f.Today)
		page.Origins = []portalviews.Choice{{Value: s.Slug, Label: "the newest version of its own requirements"}, {Value: fromNothing, Label: "nothing: an empty draft"}}
		if len(page.Versions) == 0 {
			page.Origins = []portalviews.Choice{{Value: fromNothing, Label: "nothing: an empty draft"}}
		}
		for _, o := range p.Specializations {
			if o.Slug != s.Slug && slices.ContainsFunc(p.Sets, func(set program.Set) bool { return set.Specialization == o.Slug }) {
				page.Origins = append(page.Origins, portalviews.Choice{Value: o.Slug, Label: "the requirements of " + o.Name})
			}
		}
	}
	return a.Render(c, status, adminviews.SpecializationPage(page))
}

func (a *Admin) versions(c echo.Context, page *adminviews.Specialization, slug string) error {
	list, err := a.Store.SetHistory(c.Request().Context(), slug, page.Today)
	if errors.Is(err, program.ErrNotFound) {
		return nil
	}
	for _, r := range list {
		page.Versions = append(page.Versions, adminviews.VersionRow{
			Version: r.Version, State: string(r.State), From: r.EffectiveFrom, Published: r.Published, By: r.By, Note: r.Note,
		})
	}
	return err
}

func (a *Admin) drafts(c echo.Context, slug string) ([]adminviews.DraftRow, error) {
	list, err := a.Store.Drafts(c.Request().Context(), slug)
	var out []adminviews.DraftRow
	for _, d := range list {
		out = append(out, adminviews.DraftRow{URL: draftURL(d), Base: d.Base, By: d.ChangedBy, On: program.DayOf(d.Changed), From: d.EffectiveFrom})
	}
	return out, err
}

// pictures are the badge in every state and size in which it is shown.
func pictures(s program.Specialization, today program.Day) []adminviews.Picture {
	var out []adminviews.Picture
	bare := strings.NewReplacer(` role="img" aria-labelledby="t d"`, ` aria-hidden="true"`, ` id="t"`, "", ` id="d"`, "") // several on one page
	for _, state := range []struct {
		name  string
		state program.StandingState
		ended program.Day
	}{{"Earned", program.Earned, 0}, {"In grace", program.InGrace, 0}, {"Ended", program.Ended, today - 9}} {
		for _, theme := range []badge.Theme{badge.Light, badge.Dark} {
			picture := adminviews.Picture{State: state.name, Dark: theme == badge.Dark}
			for _, size := range []int{24, 48, 240} {
				mask := "m" + strconv.Itoa(len(out)) + "-" + strconv.Itoa(size)
				own := strings.NewReplacer(`id="m"`, `id="`+mask+`"`, "url(#m)", "url(#"+mask+")")
				picture.SVGs = append(picture.SVGs, own.Replace(bare.Replace(string(badge.SVG(badge.Badge{
					Name: s.Name, Area: s.Area, Glyph: s.Glyph, Partner: "Northwind", Granted: today.AddMonths(-5), Until: today.AddMonths(7), Ended: state.ended,
					At: today, State: state.state, Size: size, Theme: theme,
				})))))
			}
			out = append(out, picture)
		}
	}
	return out
}

// fromNothing begins an empty draft.
const fromNothing = "nothing"

// SaveSpecialization adds a specialization, or changes how one is called and shown.
func (a *Admin) SaveSpecialization(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		p, value := a.Site().Programme, formValue(c)
		slug := c.Param("specialization")
		fresh := slug == ""
		old, ok := p.Specialization(slug)
		if !fresh && !ok {
			return "", program.ErrNotFound
		}
		form, err := c.FormParams()
		if err != nil {
			return "", program.ErrInvalid
		}
		s := old
		s.Name, s.Summary, s.Meaning, s.Area, s.Glyph = web.Line(value("name")), web.Line(value("summary")), value("meaning"), program.Area(value("area")), value("glyph")
		s.AlignedTo = nil
		for _, comp := range p.Competencies {
			if slices.Contains(form["aligned"], comp.Slug) {
				s.AlignedTo = append(s.AlignedTo, comp.Slug)
			}
		}
		s.Synonyms = nil
		for _, l := range strings.Split(value("synonyms"), "\n") {
			if l = web.Line(l); l != "" {
				s.Synonyms = append(s.Synonyms, l)
			}
		}
		if fresh {
			s.Slug, s.FirstListed = value("slug"), a.Today()
			if s.Slug == "" {
				s.Slug = portal.SlugOf(s.Name)
			}
		}
		wrong := a.wrongWith(s, p, fresh)
		if len(wrong) == 0 && !fresh && value("was") != store.Stamp(old) {
			return "", web.Refusal{Status: http.StatusConflict, Heading: "Somebody else saved " + old.Name + " meanwhile", Text: "Nothing of yours was saved. Open its page again to see it as it is now, and repeat your change."}
		}
		if len(wrong) == 0 {
			before := &old
			if fresh {
				before = nil
			}
			err := a.Store.SaveSpecialization(c.Request().Context(), a.portal.Act(c, who), before, s)
			switch {
			case errors.Is(err, program.ErrConflict) && fresh:
				wrong["slug"] = "This address is taken. Choose another."
			case err != nil:
				return "", err
			case fresh:
				return specializationURL(s.Slug), a.Flash(c, s.Name+" is added. Nobody can earn it before its first requirements are published: begin a draft.")
			default:
				return specializationURL(s.Slug), a.Flash(c, "Saved. The public pages show it.")
			}
		}
		return "", a.drawSpecialization(c, who, http.StatusUnprocessableEntity, s, fresh, wrong)
	})
}

// wrongWith says what is wrong with a specialization as it was typed, by field.
func (a *Admin) wrongWith(s program.Specialization, p *program.Programme, fresh bool) wrong {
	bad := wrong{}
	bad.add(s.Problems()...)
	if slices.ContainsFunc(p.Specializations, func(o program.Specialization) bool {
		return (fresh || o.Slug != s.Slug) && strings.EqualFold(o.Name, s.Name)
	}) {
		bad["name"] = "Another specialization has this name."
	}
	if len(s.AlignedTo) == 0 {
		bad["aligned"] = "Choose the competencies that it builds on."
	}
	if !slices.Contains(badge.Glyphs(), s.Glyph) {
		bad["glyph"] = "Choose a glyph."
	}
	return bad
}
