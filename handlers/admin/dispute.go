package admin

import (
	"cmp"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/portal"
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/views"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// disputed lists the figures of the month that is disputed, those of the customer that is named first.
func (d *desk) disputed() []program.MetricValue {
	var out []program.MetricValue
	for _, m := range d.folder.Facts().Metrics {
		if m.Metric == d.x.About.Slug && m.Month.String() == d.item.Fields["month"] && m.Recorded <= d.today {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b program.MetricValue) int {
		named := func(m program.MetricValue) int {
			if d.names(m) {
				return 0
			}
			return 1
		}
		return cmp.Or(named(a)-named(b), strings.Compare(a.Customer, b.Customer), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// names reports whether the dispute names the customer of a figure.
func (d *desk) names(m program.MetricValue) bool {
	return strings.EqualFold(strings.TrimSpace(d.item.Fields["customer"]), m.Customer)
}

func (d *desk) metric() program.Metric {
	i := slices.IndexFunc(d.p.Metrics, func(m program.Metric) bool { return m.Slug == d.x.About.Slug })
	if i < 0 {
		return program.Metric{Slug: d.x.About.Slug, Name: d.x.About.Slug}
	}
	return d.p.Metrics[i]
}

func (d *desk) disputeForm(f *form) *adminviews.Dispute {
	m := d.metric()
	out := &adminviews.Dispute{
		Metric: views.Capital(m.Name), Would: f.would,
		Verdict: portalviews.Field{Name: "verdict", Label: "What the source shows", Value: f.value("verdict"), Error: f.bad["verdict"]},
		Reason: portalviews.Field{
			Name: "reason", Label: "Reason", Hint: "The partner reads it.", Value: f.value("reason"), Error: f.bad["reason"], Most: longest, Rows: 4,
		},
	}
	if month, err := program.ParseDay(d.item.Fields["month"]); err == nil {
		out.Month = month.Time().Format("January 2006")
	}
	products := d.products()
	for _, v := range d.disputed() {
		name, product := rightField(v.ID), cmp.Or(products[v.Product], v.Product)
		out.Figures = append(out.Figures, adminviews.Figure{
			Customer: v.Customer, Product: product, Value: program.FormatQuantity(v.Value, m.Unit), Disputed: d.names(v),
			Right: portalviews.Field{Name: name, Label: strings.TrimSpace(v.Customer + " " + product), Value: f.value(name), Error: f.bad[name]},
		})
	}
	return out
}

// products names the products of the metric, as the requirements that tell them apart do.
func (d *desk) products() map[string]string {
	out := map[string]string{}
	for _, s := range d.p.Specializations {
		set, ok := d.folder.JudgedOn(s.Slug)
		if !ok {
			continue
		}
		portal.EachLeaf(&set.Root, func(r *program.Requirement) {
			if r.Performance != nil && r.Performance.Metric == d.x.About.Slug {
				for _, n := range slices.Concat(r.Performance.Only, r.Performance.Except) {
					out[n.Slug] = n.Name
				}
			}
		})
	}
	return out
}

// shownMonths is how many months stand beside a disputed one.
const shownMonths = 12

// months sums up the newest months of the metric, to compare the disputed one with.
func (d *desk) months() []portalviews.PaperRow {
	type month struct {
		total     float64
		customers map[string]bool
	}
	by := map[program.Day]*month{}
	for _, v := range d.folder.Facts().Metrics {
		if v.Metric != d.x.About.Slug || v.Recorded > d.today {
			continue
		}
		m := by[v.Month]
		if m == nil {
			m = &month{customers: map[string]bool{}}
			by[v.Month] = m
		}
		m.total += v.Value
		m.customers[v.Customer] = true
	}
	var out []portalviews.PaperRow
	for _, day := range slices.Backward(slices.Sorted(maps.Keys(by))) {
		m := by[day]
		row := portalviews.PaperRow{
			Title: day.Time().Format("January 2006"), State: portalviews.Met, Word: program.FormatQuantity(m.total, d.metric().Unit),
			Note: "from " + views.Count(len(m.customers)) + " customers",
		}
		if len(m.customers) == 1 {
			row.Note = "from 1 customer"
		}
		if day.String() == d.item.Fields["month"] {
			row.State, row.Note = portalviews.Awaiting, row.Note+", disputed"
		}
		if out = append(out, row); len(out) == shownMonths {
			break
		}
	}
	return out
}

func rightField(id program.EvidenceID) string { return "right-" + strconv.FormatInt(int64(id), 10) }

// answer answers a dispute, or says first what the values typed would do.
func (a *Admin) answer(c echo.Context, who *web.Identity, d *desk) (string, error) {
	ctx := c.Request().Context()
	right, bad := d.verdict(c)
	again := form{typed: func(name string) string { return typed(c, name) }, bad: bad}
	if c.FormValue("do") == "foresee" {
		delete(bad, "reason")
		if len(bad) > 0 {
			return "", a.draw(c, who, d, http.StatusUnprocessableEntity, again)
		}
		list, err := a.Store.ForeseeFigures(ctx, d.x.Partner, right, d.today)
		if err != nil {
			return "", err
		}
		would := outcome(d.p, d.x.PartnerName, "What the new values would do", "Nothing changes: every requirement finds the same with the new values.", list)
		again.would = &would
		return "", a.draw(c, who, d, http.StatusOK, again)
	}
	if len(bad) > 0 {
		return "", a.draw(c, who, d, http.StatusUnprocessableEntity, again)
	}
	before, err := a.Store.LabelsOf(ctx, d.x.Partner)
	if err != nil {
		return "", err
	}
	act := a.portal.Act(c, who)
	act.Why = typed(c, "reason")
	err = a.Store.AnswerDispute(ctx, act, who.Account.ID, d.x, right, d.today)
	done := "Answered, the figure stays: " + title(d.p, &d.x) + "."
	if len(right) > 0 {
		done = "Corrected: " + title(d.p, &d.x) + "."
	}
	return a.decided(c, who, d, before, err, done)
}

// verdict reads the answer: the right values of the figures that were wrong, none where all are right.
func (d *desk) verdict(c echo.Context) (map[program.EvidenceID]float64, map[string]string) {
	bad := map[string]string{}
	right := map[program.EvidenceID]float64{}
	for _, v := range d.disputed() {
		name := rightField(v.ID)
		if typed(c, name) == "" {
			continue
		}
		value, ok := number(typed(c, name))
		switch {
		case !ok:
			bad[name] = "Write a number such as 12345.67, without its unit."
		case value == v.Value:
			bad[name] = "This is the value that stands there already."
		}
		right[v.ID] = value
	}
	switch verdict := c.FormValue("verdict"); {
	case verdict == "right" && len(right) > 0:
		bad["verdict"] = "You say that the figure is right and write another. Empty the values, or choose that it was wrong."
	case verdict == "wrong" && len(right) == 0:
		bad["verdict"] = "Write the right value of at least one figure."
	case verdict != "right" && verdict != "wrong":
		bad["verdict"] = "Choose what the source shows."
	}
	if typed(c, "reason") == "" {
		bad["reason"] = "Say what the source shows."
	}
	return right, bad
}

// largest is more than any figure of a month.
const largest = 1e15

// number reads a number as people write it, with or without spaces between thousands.
func number(s string) (float64, bool) {
	s = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '\u2009' || r == '\u202f' || r == '\'' {
			return -1
		}
		return r
	}, s)
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && !math.IsNaN(v) && math.Abs(v) < largest
}
