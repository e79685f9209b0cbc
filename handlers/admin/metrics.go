package admin

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

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
