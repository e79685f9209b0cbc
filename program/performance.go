package program

import (
	"cmp"
	"slices"
	"strings"
)

func (e *evaluation) performance(rule *PerformanceRule, f *Finding) {
	f.Need, f.Unit = rule.Threshold, e.p.metricUnit(rule.Metric)
	newest := e.newestMonth(rule.Metric)
	if newest == 0 {
		f.State = Unknown
		if e.words() {
			f.Formula = "The sum over the last complete months for which figures are known."
			f.Detail = "no figures yet"
			f.Next = "No figures of yours are known yet. You need customers that are linked to you; their figures follow month by month."
		}
		return
	}
	first, last := newest.AddMonths(1-rule.Months), newest.AddMonths(1)-1
	customers := e.sum(rule.Metric, first, newest, f)
	f.AsOf = last
	stale := last + Day(e.p.Settings.StaleFiguresDays) + 1
	e.later(stale)
	switch {
	case stale <= e.at:
		f.State = Unknown
	case f.Have >= rule.Threshold && customers >= rule.MinCustomers:
		f.State = Met
	default:
		f.State = NotMet
	}
	if e.words() {
		wordPerformance(rule, f, first, customers)
	}
}

func wordPerformance(rule *PerformanceRule, f *Finding, first Day, customers int) {
	f.Formula = "The sum over the complete months from " + first.Long() + " to " + f.AsOf.Long() + "."
	if rule.MinCustomers > 0 {
		f.Detail = "from " + FormatNumber(float64(customers)) + " of " + FormatQuantity(float64(rule.MinCustomers), Customers)
	}
	if f.State == Unknown {
		f.Next = "The newest figures are of " + f.AsOf.Long() + ", which is too old to decide. You have nothing to do until newer ones arrive."
		return
	}
	if f.State == Met {
		return
	}
	var missing []string
	if gap := rule.Threshold - f.Have; gap > 0 {
		missing = append(missing, FormatQuantity(gap, f.Unit)+" more")
	}
	if n := rule.MinCustomers - customers; n > 0 {
		missing = append(missing, numeral(n)+" more "+plural(n, "customer", "customers"))
	}
	f.Next = "You need " + join(missing, "and") + "."
}

// newestMonth returns the newest complete month of which figures are known. A month whose figures have not arrived
// yet does not count as one without any, or every first week of a month would look like a lapse.
func (e *evaluation) newestMonth(metric string) Day {
	var newest Day
	this := e.at.MonthStart()
	for i := len(e.facts.Metrics) - 1; i >= 0; i-- { // the newest mostly stand last
		v := &e.facts.Metrics[i]
		switch {
		case v.Month <= newest || v.Metric != metric:
		case v.Recorded <= e.at && v.Month < this:
			newest = v.Month
		default:
			e.later(max(v.Recorded, v.Month.AddMonths(1)))
		}
	}
	return newest
}

// sum fills in what the customers contributed in the months from first to newest and returns how many of them contributed
// more than zero.
func (e *evaluation) sum(metric string, first, newest Day, f *Finding) (customers int) {
	figures := e.figures(metric, first, newest)
	if !e.brief {
		f.Evidence = make([]EvidenceID, 0, len(figures))
	}
	contributed := 0.0
	for i, v := range figures {
		f.Have += v.Value
		contributed += v.Value
		if !e.brief {
			f.Evidence = append(f.Evidence, v.ID)
		}
		if i+1 < len(figures) && figures[i+1].Customer == v.Customer {
			continue
		}
		if contributed > 0 {
			customers++
		}
		contributed = 0
	}
	return customers
}

// figures returns what is known of the months from first to newest by customer and month, each once: the figure that was
// recorded last supersedes the others.
func (e *evaluation) figures(metric string, first, newest Day) []*MetricValue {
	known := make([]*MetricValue, 0, 32)
	for i := range e.facts.Metrics {
		v := &e.facts.Metrics[i]
		if v.Month < first || v.Month > newest || v.Metric != metric {
			continue
		}
		if v.Recorded > e.at {
			e.later(v.Recorded)
			continue
		}
		known = append(known, v)
	}
	slices.SortFunc(known, func(a, b *MetricValue) int {
		if c := strings.Compare(a.Customer, b.Customer); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(b.Recorded, a.Recorded), cmp.Compare(b.ID, a.ID),
			cmp.Compare(b.Value, a.Value))
	})
	return slices.CompactFunc(known, func(a, b *MetricValue) bool { return a.Month == b.Month && a.Customer == b.Customer })
}

func (p *Programme) metricUnit(slug string) Unit {
	for i := range p.Metrics {
		if p.Metrics[i].Slug == slug {
			return p.Metrics[i].Unit
		}
	}
	return ""
}
