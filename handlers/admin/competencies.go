package admin

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// Competencies lists the competencies.
func (a *Admin) Competencies(c echo.Context, who *web.Identity) error {
	f, err := a.portal.StaffFrame(c, who, "Competencies", "competencies")
	if err != nil {
		return err
	}
	page := adminviews.Listing{
		Frame: f, Heading: "Competencies", Line: "The broad capabilities that specializations build on.", Add: "Add a competency",
		AddURL: "/admin/competencies/new", Columns: []string{"Competency", "Area", "Levels", "Options", "State"},
		Empty: "There is no competency yet. Specializations need one to be aligned to.",
	}
	for _, x := range f.Site.Programme.Competencies {
		var levels []string
		for _, l := range x.Levels {
			levels = append(levels, l.Name())
		}
		page.Rows = append(page.Rows, adminviews.ListingRow{
			URL: "/admin/competencies/" + x.Slug, Name: x.Name,
			Cells: []string{x.Area.Name(), strings.Join(levels, ", "), withUnit(len(x.Options), "option", "options"), retiredWord(x.Retired, f.Today, "open")},
		})
	}
	return a.Render(c, http.StatusOK, adminviews.ListingPage(page))
}

func retiredWord(d, today program.Day, open string) string {
	switch {
	case d == 0:
		return open
	case d > today:
		return "retires " + d.Long()
	}
	return "retired " + d.Long()
}

// Competency is the page of one competency, or of a new one.
func (a *Admin) Competency(c echo.Context, who *web.Identity) error {
	x, stamp, err := a.competencyOf(c)
	if err != nil {
		return err
	}
	return a.drawCompetency(c, who, http.StatusOK, x, stamp, "", "", wrong{})
}

func (a *Admin) competencyOf(c echo.Context) (program.Competency, string, error) {
	slug := c.Param("competency")
	if slug == "" {
		return program.Competency{Levels: []program.Level{program.Silver, program.Gold}}, "", nil
	}
	p, err := a.Store.Programme(c.Request().Context())
	if err != nil {
		return program.Competency{}, "", err
	}
	x, ok := p.Competency(slug)
	if !ok {
		return x, "", fmt.Errorf("competency %q: %w", slug, program.ErrNotFound)
	}
	return x, store.Stamp(x), nil
}

func (a *Admin) drawCompetency(c echo.Context, who *web.Identity, status int, x program.Competency, stamp, why, problem string, bad wrong) error {
	e := adminviews.Entry{Back: "/admin/competencies", BackName: "All competencies", Heading: x.Name, Here: "/admin/competencies/" + x.Slug, Stamp: stamp}
	e.Problem = problem
	if stamp == "" {
		e.Heading, e.Here = "Add a competency", "/admin/competencies/new"
		e.Fields = append(e.Fields, box("slug", "Name for addresses", "Such as data-platform. It stays.", x.Slug, program.MaxSlug, 0))
	} else {
		e.Fields = append(e.Fields, fixed("Name for addresses", x.Slug))
		for _, o := range x.Options {
			e.Options = append(e.Options, strings.TrimSpace(o.Name+". "+o.InWords()))
		}
		e.Links = append(e.Links, adminviews.Link{Text: "Public page, with what each way to attain it asks for", URL: "/competencies/" + x.Slug})
		uses, err := a.Store.UsesOf(c.Request().Context(), program.Subject{Kind: program.OfCompetency, Slug: x.Slug})
		if err != nil {
			return err
		}
		e.Uses, e.Unused = usesInWords(a.Site().Programme, uses, "have or had it"), "Nothing uses it: no requirement asks for it and no partner has attained it. It can be removed."
		e.Remove = !uses.Any()
	}
	areas := []portalviews.Choice{{Label: "Choose"}}
	for _, area := range program.Areas() {
		areas = append(areas, portalviews.Choice{Value: string(area), Label: area.Name()})
	}
	levels := adminviews.EntryField{Field: portalviews.Field{Name: "levels", Label: "Levels"}, Boxes: true, Choices: []portalviews.Choice{
		{Value: string(program.Silver), Label: "Silver"}, {Value: string(program.Gold), Label: "Gold"},
	}}
	for _, l := range x.Levels {
		levels.Chosen = append(levels.Chosen, string(l))
	}
	e.Fields = append(e.Fields,
		box("name", "Name", "", x.Name, program.MaxName, 0),
		choose("area", "Solution area", string(x.Area), areas),
		box("summary", "Summary", "One sentence: what a holder does.", x.Summary, program.MaxSummary, 2),
		box("meaning", "Meaning", "What the level tells a customer. A blank line divides paragraphs.", x.Meaning, program.MaxMeaning, 6),
		levels,
		dayBox("retired", "Retired from", "No new attainments from this day on. Those that are held run out as they would.", dayText(x.Retired)),
		whyBox(why, true),
	)
	return a.drawEntry(c, who, status, "competencies", e, bad)
}

// SaveCompetency answers the form of a competency.
func (a *Admin) SaveCompetency(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		old, now, err := a.competencyOf(c)
		if err != nil {
			return "", err
		}
		ctx, act, bad, stamp := c.Request().Context(), a.portal.Act(c, who), wrong{}, c.FormValue("stamp")
		act.Why = typed(c, "why")
		x := old
		x.Name, x.Area, x.Summary, x.Meaning = web.Line(typed(c, "name")), program.Area(c.FormValue("area")), web.Line(typed(c, "summary")), web.Lines(c.FormValue("meaning"))
		x.Levels, x.Retired = nil, typedDay(c, "retired", bad)
		if now == "" {
			x.Slug = typed(c, "slug")
		}
		form, _ := c.FormParams()
		for _, l := range []program.Level{program.Silver, program.Gold} {
			if slices.Contains(form["levels"], string(l)) {
				x.Levels = append(x.Levels, l)
			}
		}
		done := x.Name + " is saved."
		if c.FormValue("do") == "remove" {
			x, done = old, old.Name+" is removed."
			err = a.Store.RemoveCompetency(ctx, act, stamp, old.Slug)
		} else if bad.add(x.Problems()...); len(bad) == 0 {
			err = a.Store.SaveCompetency(ctx, act, kept(now, stamp), x)
		}
		status, problem := unsaved(err, bad)
		switch {
		case err != nil && status == 0:
			return "", err
		case len(bad) > 0:
			return "", a.drawCompetency(c, who, http.StatusUnprocessableEntity, x, kept(now, stamp), act.Why, "", bad)
		case status != 0:
			return "", a.drawCompetency(c, who, status, x, now, act.Why, problem, bad)
		case c.FormValue("do") == "remove":
			return "/admin/competencies", a.Flash(c, done)
		}
		return "/admin/competencies/" + x.Slug, a.Flash(c, done)
	})
}
