package portal

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// Metrics lists the figures that the vendor measures of a partner.
func (p *Portal) Metrics(c echo.Context, who *web.Identity) error {
	f, err := p.frame(c, who, "Figures that count", "metrics")
	if err != nil {
		return err
	}
	d, err := p.dossierOf(c.Request().Context(), who)
	if err != nil {
		return err
	}
	page := views.Metrics{Frame: f}
	for _, m := range d.programme.Metrics {
		if months := d.months(m.Slug); len(months) > 0 {
			newest := months[0]
			page.Lines = append(page.Lines, views.MetricLine{Metric: m, Newest: newest.Month, Total: newest.Total, Customers: customersOf(newest.Rows)})
		}
	}
	return p.Render(c, http.StatusOK, views.MetricsPage(page))
}

// Metric shows one figure month by month, with the customers that it comes from.
func (p *Portal) Metric(c echo.Context, who *web.Identity) error {
	d, err := p.dossierOf(c.Request().Context(), who)
	if err != nil {
		return err
	}
	slug := c.Param("metric")
	i := slices.IndexFunc(d.programme.Metrics, func(m program.Metric) bool { return m.Slug == slug })
	if i < 0 {
		return fmt.Errorf("metric %q: %w", slug, program.ErrNotFound)
	}
	m := d.programme.Metrics[i]
	f, err := p.frame(c, who, views.CapitalOf(m.Name), "metrics")
	if err != nil {
		return err
	}
	page := views.MetricPage{Frame: f, Metric: m, Months: d.months(slug)}
	for _, s := range d.programme.Specializations {
		if set, ok := d.set(s.Slug); ok {
			EachLeaf(&set.Root, func(r *program.Requirement) {
				if r.Performance != nil && r.Performance.Metric == slug {
					page.UsedBy = append(page.UsedBy, s)
				}
			})
		}
	}
	named := d.named(slug)
	for _, month := range page.Months {
		for i := range month.Rows {
			r := &month.Rows[i]
			r.Product, r.Association = cmp.Or(named[r.Product], TitleOfSlug(r.Product)), cmp.Or(named[r.Association], TitleOfSlug(r.Association))
		}
	}
	page.UsedBy = slices.CompactFunc(page.UsedBy, func(a, b program.Specialization) bool { return a.Slug == b.Slug })
	return p.Render(c, http.StatusOK, views.MetricDetail(page))
}

// named gives the names of a metric's products and links to customers, as the requirements that look at it tell them apart.
func (d *dossier) named(metric string) map[string]string {
	out := map[string]string{}
	for _, s := range d.programme.Specializations {
		d.eachAsked(s.Slug, func(r *program.Requirement) {
			x := r.Performance
			if x == nil || x.Metric != metric {
				return
			}
			for _, n := range slices.Concat(x.Only, x.Except, x.Associations) {
				out[n.Slug] = views.CapitalOf(n.Name)
			}
			for i := range x.Within {
				for _, n := range x.Within[i].Only {
					out[n.Slug] = views.CapitalOf(n.Name)
				}
			}
		})
	}
	return out
}

// customersOf counts the customers of a month's rows, each once.
func customersOf(rows []views.MetricRow) int {
	seen := map[string]bool{}
	for _, r := range rows {
		seen[r.Customer] = true
	}
	return len(seen)
}

// months sums a metric up by month, newest first, each with its rows by customer.
func (d *dossier) months(metric string) []views.MetricMonth {
	by := map[program.Day]*views.MetricMonth{}
	for _, v := range d.facts.Metrics {
		if v.Metric != metric || v.Recorded > d.today {
			continue
		}
		m := by[v.Month]
		if m == nil {
			m = &views.MetricMonth{Month: v.Month}
			by[v.Month] = m
		}
		m.Rows = append(m.Rows, views.MetricRow{
			Customer: v.Customer, Value: v.Value, Recorded: v.Recorded, Product: v.Product, Association: v.Association,
		})
		m.Total += v.Value
	}
	var out []views.MetricMonth
	for _, m := range by {
		slices.SortStableFunc(m.Rows, func(a, b views.MetricRow) int {
			return cmp.Or(cmp.Compare(b.Value, a.Value), cmp.Compare(a.Customer, b.Customer))
		})
		out = append(out, *m)
	}
	slices.SortStableFunc(out, func(a, b views.MetricMonth) int { return cmp.Compare(b.Month, a.Month) })
	return out
}

// disputePaper is how a partner says that a figure is wrong.
func disputePaper() *paper {
	return &paper{
		kind: store.ItemDispute, section: "disputes", name: "Disputed figures",
		line:    "Figures that you say are wrong. A reviewer looks at the source and answers; a figure that was wrong is replaced, and everything is counted again.",
		empty:   "You have disputed no figure. Open one under “Figures that count” if it is wrong.",
		begin:   "Dispute a figure",
		heading: "Dispute a figure",
		about:   "Say which figure is wrong and what it should be. Until the answer the figure counts as it is.",
		hand:    "Send", note: "A reviewer looks at the source and answers.", waits: "a reviewer",
		start: func(d *dossier, metric string) values {
			v := values{"metric": metric}
			if months := d.months(metric); len(months) > 0 {
				v["month"] = months[0].Month.String()
			}
			return v
		},
		fields: func(d *dossier, _ values) []views.FormField {
			metrics := []views.Choice{{Value: "", Label: "Choose"}}
			months := map[program.Day]bool{}
			for _, m := range d.programme.Metrics {
				found := d.months(m.Slug)
				if len(found) > 0 {
					metrics = append(metrics, views.Choice{Value: m.Slug, Label: views.CapitalOf(m.Name)})
				}
				for _, month := range found {
					months[month.Month] = true
				}
			}
			choices := []views.Choice{{Value: "", Label: "Choose"}}
			for _, month := range slices.Backward(sortedDays(months)) {
				choices = append(choices, views.Choice{Value: month.String(), Label: month.Time().Format("January 2006")})
			}
			return []views.FormField{
				{Kind: views.SelectField, Field: views.Field{Name: "metric", Label: "Figure"}, Choices: metrics},
				{Kind: views.SelectField, Field: views.Field{Name: "month", Label: "Month"}, Choices: choices},
				{Field: views.Field{Name: "customer", Label: "Customer", Hint: "Leave it empty when the whole month is wrong.", Most: 200, Optional: true}},
				{Field: views.Field{Name: "right", Label: "What it should be", Hint: "With its unit.", Most: 60}},
				{Kind: views.AreaField, Field: views.Field{Name: "reason", Label: "Why", Hint: "What you see at the source, and where.", Most: 2000, Rows: 5}},
			}
		},
		check: func(d *dossier, v values) problems {
			bad := problems{}
			months := d.months(v["metric"])
			if len(months) == 0 {
				bad["metric"] = "Choose the figure."
			} else if !slices.ContainsFunc(months, func(m views.MetricMonth) bool { return m.Month.String() == v["month"] }) {
				bad["month"] = "Choose a month for which this figure is known."
			}
			need(bad, v, "right", "Say what the figure should be.")
			need(bad, v, "reason", "Say why it is wrong.")
			return bad
		},
		title: func(d *dossier, v values) string {
			i := slices.IndexFunc(d.programme.Metrics, func(m program.Metric) bool { return m.Slug == v["metric"] })
			if i < 0 {
				return "A figure"
			}
			title := views.CapitalOf(d.programme.Metrics[i].Name)
			if month, err := program.ParseDay(v["month"]); err == nil {
				title += ", " + month.Time().Format("January 2006")
			}
			return title
		},
		becomes: func(*dossier, values) store.Handed { return store.Handed{} },
	}
}

func sortedDays(days map[program.Day]bool) []program.Day {
	var out []program.Day
	for d := range days {
		out = append(out, d)
	}
	slices.Sort(out)
	return out
}
