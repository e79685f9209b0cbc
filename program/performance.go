package program

import (
	"cmp"
	"slices"
	"strings"
)

func (e *evaluation) performance(rule *PerformanceRule, f *Finding) {
	f.Need, f.Unit = rule.Threshold, e.p.figureUnit(rule)
	newest := e.newestMonth(rule.Metric)
	if newest == 0 {
		e.missing(f, "no figures yet", "No figures of yours are known yet. You need customers that are linked to you; their figures follow month by month.")
		return
	}
	m, lack := e.measure(rule, newest)
	if lack != "" {
		e.missing(f, "", lack)
		return
	}
	f.Have, f.Need, f.AsOf, f.Evidence = m.have, m.need, m.newest.AddMonths(1)-1, m.evidence
	stale := newest.AddMonths(1) + Day(e.p.Settings.StaleFiguresDays)
	e.later(stale)
	switch {
	case stale <= e.at && e.known == 0: // who looks ahead takes the figures as they are
		f.State = Unknown
	case m.enough(rule):
		f.State = Met
	default:
		f.State = NotMet
	}
	if e.words() {
		m.word(e.p, rule, f)
	}
}

// missing says that data without which nothing can be said are not there.
func (e *evaluation) missing(f *Finding, detail, next string) {
	f.State = Unknown
	if e.words() {
		f.Formula = "The sum over the last complete months for which figures are known."
		f.Detail, f.Next = detail, next
	}
}

// newestMonth returns the newest complete month of which figures are known. A month whose figures have not arrived
// yet does not count as one without any, or every first week of a month would look like a lapse.
func (e *evaluation) newestMonth(metric string) Day {
	var newest Day
	this := e.at.MonthStart()
	for i := len(e.facts.Metrics) - 1; i >= 0; i-- { // the newest mostly stand last
		v := &e.facts.Metrics[i]
		switch {
		case v.Month <= newest || v.Metric != metric || e.withdrawn(v):
		case v.Recorded <= e.at && v.Month < this:
			if e.known == 0 || v.Recorded <= e.known {
				newest = v.Month
			}
		default:
			complete := v.Month.AddMonths(1)
			e.later(max(v.Recorded, complete))
			if v.Recorded < complete {
				e.later(v.Recorded) // from then on it is known what will be complete
			}
		}
	}
	return newest
}

// figures returns what is known of the months from first to newest by customer and month, each once: the figure that was
// recorded last supersedes the others. What the rule leaves out is not among them.
func (e *evaluation) figures(rule *PerformanceRule, first, newest Day) []*MetricValue {
	known := make([]*MetricValue, 0, 32)
	for i := range e.facts.Metrics {
		v := &e.facts.Metrics[i]
		switch {
		case v.Month < first || v.Month > newest || v.Metric != rule.Metric || e.withdrawn(v) || e.location != nil && v.Location != *e.location:
		case v.Recorded > e.at:
			e.later(v.Recorded)
		case (e.known == 0 || v.Recorded <= e.known) && rule.takes(v):
			known = append(known, v)
		}
	}
	slices.SortFunc(known, func(a, b *MetricValue) int {
		if c := strings.Compare(a.Customer, b.Customer); c != 0 {
			return c
		}
		if c := cmp.Compare(a.Month, b.Month); c != 0 {
			return c
		}
		if c := strings.Compare(a.Product, b.Product); c != 0 {
			return c
		}
		if c := strings.Compare(a.Location, b.Location); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(rule.precedence(a), rule.precedence(b)), strings.Compare(a.Association, b.Association),
			strings.Compare(a.Offer, b.Offer), cmp.Compare(b.Recorded, a.Recorded), cmp.Compare(b.ID, a.ID), cmp.Compare(b.Value, a.Value))
	})
	return slices.CompactFunc(known, func(a, b *MetricValue) bool {
		if a.Month != b.Month || a.Customer != b.Customer || a.Product != b.Product || a.Location != b.Location {
			return false
		}
		if rule.precedence(a) != rule.precedence(b) {
			return true // the same consumption, told by an association that comes after another
		}
		return a.Association == b.Association && a.Offer == b.Offer
	})
}

// withdrawn reports whether a figure was taken back by the day.
func (e *evaluation) withdrawn(v *MetricValue) bool {
	if v.Superseded == 0 {
		return false
	}
	e.later(v.Superseded)
	return v.Superseded <= e.at
}

// takes reports whether a figure is of the rule's products, associations and offers, and not from before the link.
func (r *PerformanceRule) takes(v *MetricValue) bool {
	switch {
	case len(r.Only) > 0 && indexOf(r.Only, v.Product) < 0,
		indexOf(r.Except, v.Product) >= 0,
		len(r.Associations) > 0 && indexOf(r.Associations, v.Association) < 0,
		indexOf(r.ExceptOffers, v.Offer) >= 0:
		return false
	}
	return v.Linked == 0 || v.Month >= v.Linked.MonthStart()
}

// precedence returns the place of a figure's association among those that the rule accepts.
func (r *PerformanceRule) precedence(v *MetricValue) int {
	if len(r.Associations) < 2 {
		return 0
	}
	return indexOf(r.Associations, v.Association)
}

// figureUnit returns what the rule's figure counts.
func (p *Programme) figureUnit(r *PerformanceRule) Unit {
	switch {
	case r.Growth == GrowthPercent:
		return Percent
	case r.Aggregate == Events:
		return Deployments
	case r.Aggregate == NewCustomers || r.Aggregate == NetAdds:
		return Customers
	}
	return p.metricUnit(r.Metric)
}

func (p *Programme) metricUnit(slug string) Unit {
	for i := range p.Metrics {
		if p.Metrics[i].Slug == slug {
			return p.Metrics[i].Unit
		}
	}
	return ""
}
