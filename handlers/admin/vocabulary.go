package admin

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	"partnerdirectory/views"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// wrong is what is wrong with a form, by field.
type wrong map[string]string

func (w wrong) add(problems ...program.FieldError) {
	for _, p := range problems {
		if w[p.Field] == "" {
			w[p.Field] = p.Text
		}
	}
}

// box is a line of text among the fields of an entry; long, it is an area of several rows.
func box(name, label, hint, value string, most, rows int) adminviews.EntryField {
	return adminviews.EntryField{Field: portalviews.Field{Name: name, Label: label, Hint: hint, Value: value, Most: most, Rows: rows}}
}

// choose is a choice among the fields of an entry.
func choose(name, label, value string, choices []portalviews.Choice) adminviews.EntryField {
	return adminviews.EntryField{Field: portalviews.Field{Name: name, Label: label, Value: value}, Choices: choices}
}

// dayBox asks for a day that may be missing.
func dayBox(name, label, hint, value string) adminviews.EntryField {
	f := box(name, label, hint, value, 0, 0)
	f.Type, f.Optional = "date", true
	return f
}

// whyBox asks why something is changed.
func whyBox(value string, optional bool) adminviews.EntryField {
	f := box("why", "Why", "It stays in the audit trail.", value, 300, 2)
	f.Optional = optional
	return f
}

// fixed shows what cannot be changed.
func fixed(label, value string) adminviews.EntryField {
	return adminviews.EntryField{Field: portalviews.Field{Label: label, Value: value}, Fixed: true}
}

// typedDay reads a day that may be missing.
func typedDay(c echo.Context, name string, bad wrong) program.Day {
	text := typed(c, name)
	if text == "" {
		return 0
	}
	d, err := program.ParseDay(text)
	if err != nil {
		bad.add(program.FieldError{Field: name, Text: "Write the day as year, month and day, such as 2027-03-14."})
	}
	return d
}

func dayText(d program.Day) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// kept returns the stamp that a form was sent with, by which its next sending is judged: empty only of what is new.
func kept(now, sent string) string {
	if now != "" && sent == "" {
		return "none"
	}
	if now == "" {
		return ""
	}
	return sent
}

// drawEntry draws an entry with what is wrong beside its fields.
func (a *Admin) drawEntry(c echo.Context, who *web.Identity, status int, section string, e adminviews.Entry, bad wrong) error {
	f, err := a.portal.StaffFrame(c, who, e.Heading, section)
	if err != nil {
		return err
	}
	if e.Problem != "" {
		f.Problem = e.Problem
	}
	e.Frame = f
	if e.Stamp != "" {
		if e.History, err = a.past(c, section, strings.TrimPrefix(e.Here, "/admin/"+section+"/")); err != nil {
			return err
		}
	}
	for i := range e.Fields {
		e.Fields[i].Error = bad[e.Fields[i].Name]
	}
	return a.Render(c, status, adminviews.EntryPage(e))
}

// mostPast is how many changes the page of an entry lists.
const mostPast = 10

// past lists the latest changes of an entry, known by the section of its page and what its address says.
func (a *Admin) past(c echo.Context, section, subject string) ([]adminviews.Past, error) {
	kind := map[string]string{"competencies": "competency", "certifications": "certification", "metrics": "metric", "settings": "settings"}[section]
	if section == "settings" {
		subject = ""
	}
	subject, err := url.PathUnescape(subject)
	if err != nil {
		return nil, err
	}
	events, err := a.Store.Events(c.Request().Context(), store.EventFilter{Kind: kind, Subject: subject, Limit: mostPast})
	if err != nil {
		return nil, err
	}
	var out []adminviews.Past
	for _, e := range events {
		out = append(out, adminviews.Past{When: program.DayOf(e.Moment).Long() + ", " + e.Moment.Format("15:04 UTC"), By: e.By, What: whatChanged(&e), Why: e.Why})
	}
	return out, nil
}

// whatChanged names the fields that an event changed.
func whatChanged(e *store.Event) string {
	what := capital(e.Action)
	if e.Before == "" || e.After == "" {
		return what + "."
	}
	var is map[string]json.RawMessage
	if json.Unmarshal([]byte(e.After), &is) != nil {
		return what + "."
	}
	var fields []string
	for _, name := range slices.Sorted(maps.Keys(is)) {
		fields = append(fields, wordsOf(name))
	}
	return what + ": " + strings.Join(fields, ", ") + "."
}

// wordsOf writes a field's name as words: AcceptedUntil becomes "accepted until".
func wordsOf(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// unsaved turns why a write was refused into the status and the words of the form that is drawn again; a status of zero: it
// is nothing that the form can say.
func unsaved(err error, bad wrong) (status int, problem string) {
	var field *program.FieldError
	var outdated *store.Outdated
	var used *store.InUse
	switch {
	case errors.As(err, &field):
		bad.add(*field)
		return http.StatusUnprocessableEntity, ""
	case errors.As(err, &outdated):
		by, at := "Somebody", ""
		if outdated.By != "" {
			by = outdated.By
		}
		if !outdated.At.IsZero() {
			at = " at " + outdated.At.Format("15:04 UTC") + " on " + program.DayOf(outdated.At).Long()
		}
		return http.StatusConflict, fmt.Sprintf("%s changed this%s, after you opened it. Nothing of yours was saved. What you typed is below: saving again puts it over that change.", by, at)
	case errors.As(err, &used):
		return http.StatusConflict, "It is used, so it cannot be removed. What uses it stands at the end of this page."
	}
	return 0, ""
}

// reached says whom a change has reached, for the page after it.
func reached(r store.Reach) string {
	switch {
	case r.Now > 0:
		return " " + partnersCounted(r.Now) + " decided again with it at once."
	case r.Later > 0:
		return " " + partnersCounted(r.Later) + " decided again with it within the next minutes."
	}
	return ""
}

func partnersCounted(n int) string {
	if n == 1 {
		return "1 partner was"
	}
	return views.Count(n) + " partners are"
}

// usesInWords lists what rests on something.
func usesInWords(p *program.Programme, u store.Uses, people string) []adminviews.Use {
	var out []adminviews.Use
	add := func(text string, links ...adminviews.Link) {
		out = append(out, adminviews.Use{Text: text, Links: links})
	}
	if len(u.Specializations) > 0 {
		var links []adminviews.Link
		for _, slug := range u.Specializations {
			links = append(links, adminviews.Link{Text: names(p, []string{slug}), URL: "/admin/specializations/" + slug})
		}
		add("Specializations:", links...)
	}
	if len(u.Drafts) > 0 {
		var links []adminviews.Link
		for _, d := range u.Drafts {
			links = append(links, adminviews.Link{Text: names(p, []string{d.Specialization}) + ", draft " + strconv.FormatInt(d.ID, 10), URL: "/admin/drafts/" + strconv.FormatInt(d.ID, 10)})
		}
		add("Drafts:", links...)
	}
	if len(u.Options) > 0 {
		var links []adminviews.Link
		for _, slug := range u.Options {
			c, _ := p.Competency(slug)
			links = append(links, adminviews.Link{Text: c.Name, URL: "/admin/competencies/" + slug})
		}
		add("Options of competencies:", links...)
	}
	if len(u.Also) > 0 {
		var links []adminviews.Link
		for _, code := range u.Also {
			links = append(links, adminviews.Link{Text: code, URL: certificationURL(code)})
		}
		add("Counts for:", links...)
	}
	if u.People > 0 {
		add(views.Count(u.People) + " people of partners hold it.")
	}
	if u.Partners > 0 {
		add(fmt.Sprintf("%s partners %s.", views.Count(u.Partners), people))
	}
	return out
}

// withUnit writes a count with its noun.
func withUnit(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return views.Count(n) + " " + many
}

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

// Metrics lists the metrics.
func (a *Admin) Metrics(c echo.Context, who *web.Identity) error {
	f, err := a.portal.StaffFrame(c, who, "Metrics", "metrics")
	if err != nil {
		return err
	}
	measured, err := a.Store.Measured(c.Request().Context())
	if err != nil {
		return err
	}
	page := adminviews.Listing{
		Frame: f, Heading: "Metrics", Line: "Figures that the vendor measures each month and requirements ask for.", Add: "Add a metric",
		AddURL: "/admin/metrics/new", Columns: []string{"Metric", "Unit", "Figures of"},
		Empty: "There is no metric yet. Requirements of performance need one.",
	}
	for _, m := range f.Site.Programme.Metrics {
		page.Rows = append(page.Rows, adminviews.ListingRow{
			URL: "/admin/metrics/" + m.Slug, Name: m.Name, Note: m.Slug, Cells: []string{unitName(m.Unit), withUnit(measured[m.Slug], "partner", "partners")},
		})
	}
	return a.Render(c, http.StatusOK, adminviews.ListingPage(page))
}

func unitName(u program.Unit) string {
	if u == program.USD {
		return "US$"
	}
	return u.Name(2)
}

// Metric is the page of one metric, or of a new one.
func (a *Admin) Metric(c echo.Context, who *web.Identity) error {
	m, stamp, err := a.metricOf(c)
	if err != nil {
		return err
	}
	return a.drawMetric(c, who, http.StatusOK, m, stamp, "", "", wrong{})
}

func (a *Admin) metricOf(c echo.Context) (program.Metric, string, error) {
	slug := c.Param("metric")
	if slug == "" {
		return program.Metric{}, "", nil
	}
	p, err := a.Store.Programme(c.Request().Context())
	if err != nil {
		return program.Metric{}, "", err
	}
	i := slices.IndexFunc(p.Metrics, func(m program.Metric) bool { return m.Slug == slug })
	if i < 0 {
		return program.Metric{}, "", fmt.Errorf("metric %q: %w", slug, program.ErrNotFound)
	}
	return p.Metrics[i], store.Stamp(p.Metrics[i]), nil
}

func (a *Admin) drawMetric(c echo.Context, who *web.Identity, status int, m program.Metric, stamp, why, problem string, bad wrong) error {
	e := adminviews.Entry{Back: "/admin/metrics", BackName: "All metrics", Heading: m.Name, Here: "/admin/metrics/" + m.Slug, Stamp: stamp}
	e.Problem = problem
	if stamp == "" {
		e.Heading, e.Here = "Add a metric", "/admin/metrics/new"
		e.Fields = append(e.Fields, box("slug", "Name for addresses", "Such as container-consumption. Feeds name it so, and it stays.", m.Slug, program.MaxSlug, 0))
	} else {
		e.Fields = append(e.Fields, fixed("Name for addresses", m.Slug))
		uses, err := a.Store.UsesOf(c.Request().Context(), program.Subject{Kind: program.OfPerformance, Slug: m.Slug})
		if err != nil {
			return err
		}
		e.Uses, e.Unused = usesInWords(a.Site().Programme, uses, "have figures of it"), "Nothing uses it: no requirement asks for it and there are no figures. It can be removed."
		e.Remove = !uses.Any()
	}
	units := []portalviews.Choice{{Label: "Choose"}}
	for _, u := range program.MetricUnits() {
		units = append(units, portalviews.Choice{Value: string(u), Label: unitName(u)})
	}
	e.Fields = append(e.Fields,
		box("name", "Name", "As it stands in a sentence: consumption of Linux virtual machines. What is counted is a plural: new deployments.", m.Name, program.MaxName, 0),
		choose("unit", "Unit", string(m.Unit), units), whyBox(why, true))
	return a.drawEntry(c, who, status, "metrics", e, bad)
}

// SaveMetric answers the form of a metric.
func (a *Admin) SaveMetric(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		old, now, err := a.metricOf(c)
		if err != nil {
			return "", err
		}
		ctx, act, bad, stamp := c.Request().Context(), a.portal.Act(c, who), wrong{}, c.FormValue("stamp")
		act.Why = typed(c, "why")
		m, removes := old, c.FormValue("do") == "remove"
		if removes {
			err = a.Store.RemoveMetric(ctx, act, stamp, old.Slug)
		} else {
			m.Name, m.Unit = web.Line(typed(c, "name")), program.Unit(c.FormValue("unit"))
			if now == "" {
				m.Slug = typed(c, "slug")
			}
			if bad.add(m.Problems()...); len(bad) == 0 {
				err = a.Store.SaveMetric(ctx, act, kept(now, stamp), m)
			}
		}
		status, problem := unsaved(err, bad)
		switch {
		case err != nil && status == 0:
			return "", err
		case len(bad) > 0:
			return "", a.drawMetric(c, who, http.StatusUnprocessableEntity, m, kept(now, stamp), act.Why, "", bad)
		case status != 0:
			return "", a.drawMetric(c, who, status, m, now, act.Why, problem, bad)
		case removes:
			return "/admin/metrics", a.Flash(c, "The metric is removed.")
		}
		return "/admin/metrics/" + m.Slug, a.Flash(c, "The metric is saved.")
	})
}
