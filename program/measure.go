package program

import "slices"

// measured is what a performance rule finds in a window.
type measured struct {
	first, newest Day // months
	have, need    float64
	base          float64 // what growth starts from
	customers     int
	within        []float64 // for each sub-minimum
	evidence      []EvidenceID
}

// measure applies a rule to the figures up to the newest complete month; lack says which other data are missing.
func (e *evaluation) measure(rule *PerformanceRule, newest Day) (m measured, lack string) {
	m.need = rule.Threshold
	if m.first, m.newest = e.window(rule, newest); m.first == 0 {
		return m, "Your anniversary is not known yet. You have nothing to do until the vendor records it."
	}
	if len(rule.Markets) > 0 {
		market := e.circumstance().Market
		if market == "" {
			return m, "Your market class is not known yet. You have nothing to do until the vendor records it."
		}
		for i := range rule.Markets {
			if rule.Markets[i].Market.Slug == market {
				m.need = rule.Markets[i].Threshold
			}
		}
	}
	from := m.first
	switch {
	case rule.Growth == GrowthBy || rule.Growth == GrowthPercent:
		from = from.AddMonths(-12)
	case rule.Aggregate == Events || rule.Aggregate == NewCustomers || rule.Aggregate == NetAdds:
		from = minDay
	}
	figures := e.figures(rule, from, m.newest)
	m.count(rule, figures, !e.brief)
	if rule.plain() {
		return m, ""
	}
	m.have = rule.aggregate(figures, m.first, m.newest)
	for i := range rule.Within {
		part := slices.DeleteFunc(slices.Clone(figures), func(v *MetricValue) bool { return indexOf(rule.Within[i].Only, v.Product) < 0 })
		m.within = append(m.within, rule.aggregate(part, m.first, m.newest))
	}
	if rule.Growth == NoGrowth {
		return m, ""
	}
	if rule.Growth == GrowthSince {
		base, ok := e.baseline(rule.Metric)
		if !ok {
			return m, "No baseline of yours is stored yet. You have nothing to do until the vendor records it."
		}
		m.base = base.Value
	} else {
		m.base = rule.aggregate(figures, m.first.AddMonths(-12), m.newest.AddMonths(-12))
	}
	m.have -= m.base
	if rule.Growth == GrowthPercent {
		if m.base <= 0 {
			m.have = 0
		} else {
			m.have = 100 * m.have / m.base
		}
	}
	return m, ""
}

// minDay is earlier than any month of a figure.
const minDay Day = -1 << 30

// window returns the first and the last month that count; no first month means that the anniversary is not known.
func (e *evaluation) window(rule *PerformanceRule, newest Day) (first, last Day) {
	starts := 0 // the month of the year, from 0
	switch rule.Window {
	case Trailing:
		return newest.AddMonths(1 - rule.Months), newest
	case FiscalYear:
		starts = max(1, e.p.Settings.FiscalYearStarts) - 1
	case AnniversaryYear:
		anniversary := e.circumstance().Anniversary
		if anniversary == 0 {
			return 0, 0
		}
		month, _ := anniversary.civil()
		starts = month % 12
	}
	month, _ := newest.civil()
	if rule.Window == AnniversaryYear {
		return newest.AddMonths(-((month - starts + 12) % 12)), newest
	}
	into := (month + 1 - starts + 12) % 12 // months of the next year that have passed
	last = newest.AddMonths(-into)
	return last.AddMonths(-11), last
}

// count sums the window and counts the customers that contributed enough to it; figures are in order of customers.
func (m *measured) count(rule *PerformanceRule, figures []*MetricValue, evidence bool) {
	if evidence {
		m.evidence = make([]EvidenceID, 0, len(figures))
	}
	contributed := 0.0
	for i, v := range figures {
		if v.Month >= m.first {
			m.have += v.Value
			contributed += v.Value
			if evidence {
				m.evidence = append(m.evidence, v.ID)
			}
		}
		if i+1 < len(figures) && figures[i+1].Customer == v.Customer {
			continue
		}
		if contributed > 0 && contributed >= rule.MinPerCustomer {
			m.customers++
		}
		contributed = 0
	}
}

// enough reports whether every bound of the rule is kept.
func (m *measured) enough(rule *PerformanceRule) bool {
	for i := range m.within {
		if m.within[i] < rule.Within[i].Threshold {
			return false
		}
	}
	if rule.Growth == GrowthPercent && m.base < rule.MinBaseline {
		return false
	}
	return m.have >= m.need && m.customers >= rule.MinCustomers
}

// aggregate makes one figure of those in the months from first to last; earlier ones tell what is new.
func (r *PerformanceRule) aggregate(figures []*MetricValue, first, last Day) float64 {
	switch r.Aggregate {
	case Events:
		return count(figures, func(v *MetricValue) string { return v.Customer + "\x00" + v.Product }, first, last, r.Line)
	case NewCustomers:
		return count(figures, func(v *MetricValue) string { return v.Customer }, first, last, 0)
	case NetAdds:
		return contributing(figures, last) - contributing(figures, first.AddMonths(-1))
	}
	sums := make([]float64, 0, 12)
	for month := first; month <= last; month = month.AddMonths(1) {
		sums = append(sums, total(figures, month))
	}
	all := 0.0
	for _, sum := range sums {
		all += sum
	}
	switch r.Aggregate {
	case Average:
		return all / float64(len(sums))
	case EveryMonth:
		return slices.Min(sums)
	case Snapshot:
		return sums[len(sums)-1]
	}
	return all
}

func total(figures []*MetricValue, month Day) float64 {
	sum := 0.0
	for _, v := range figures {
		if v.Month == month {
			sum += v.Value
		}
	}
	return sum
}

// count returns how many keys first had a month above zero that reached the line in the months from first to last.
func count(figures []*MetricValue, key func(*MetricValue) string, first, last Day, line float64) float64 {
	type at struct {
		key   string
		month Day
	}
	sums := make(map[at]float64, len(figures))
	for _, v := range figures {
		sums[at{key(v), v.Month}] += v.Value
	}
	reached := make(map[string]Day)
	for k, sum := range sums {
		if sum > 0 && sum >= line && k.month <= last && (reached[k.key] == 0 || k.month < reached[k.key]) {
			reached[k.key] = k.month
		}
	}
	n := 0.0
	for _, month := range reached {
		if month >= first {
			n++
		}
	}
	return n
}

// contributing returns how many customers contributed in a month.
func contributing(figures []*MetricValue, month Day) float64 {
	sums := make(map[string]float64)
	for _, v := range figures {
		if v.Month == month {
			sums[v.Customer] += v.Value
		}
	}
	n := 0.0
	for _, sum := range sums {
		if sum > 0 {
			n++
		}
	}
	return n
}

// circumstance returns what is kept of the partner itself on the day.
func (e *evaluation) circumstance() Circumstance {
	var newest Circumstance
	for i := range e.facts.Circumstances {
		c := &e.facts.Circumstances[i]
		if c.From > e.at {
			e.later(c.From)
		} else if newest.ID == 0 || c.From > newest.From || c.From == newest.From && c.ID > newest.ID {
			newest = *c
		}
	}
	return newest
}

// baseline returns the newest baseline of a metric that is known on the day.
func (e *evaluation) baseline(metric string) (newest Baseline, ok bool) {
	for i := range e.facts.Baselines {
		b := &e.facts.Baselines[i]
		switch {
		case b.Metric != metric:
		case b.Recorded > e.at:
			e.later(b.Recorded)
		case !ok || b.Taken > newest.Taken || b.Taken == newest.Taken && b.ID > newest.ID:
			newest, ok = *b, true
		}
	}
	return newest, ok
}

// word explains the figure and what is missing.
func (m *measured) word(p *Programme, rule *PerformanceRule, f *Finding) {
	span := "the complete months from " + m.first.Long() + " to " + f.AsOf.Long()
	f.Formula = rule.formulaInWords(span)
	var bounds, missing []string
	if gap := m.need - m.have; gap > 0 {
		missing = append(missing, p.moreInWords(rule, gap))
	}
	if rule.MinCustomers > 0 {
		bounds = append(bounds, "from "+outOf(m.customers, rule.MinCustomers, Customers))
		if n := rule.MinCustomers - m.customers; n > 0 {
			missing = append(missing, numeral(n)+" more "+plural(n, "customer", "customers")+rule.contributingInWords(n, f.Unit))
		}
	}
	for i, have := range m.within {
		w := &rule.Within[i]
		bounds = append(bounds, FormatQuantity(have, f.Unit)+" of "+FormatQuantity(w.Threshold, f.Unit)+" from "+join(names(w.Only), "or"))
		if gap := w.Threshold - have; gap > 0 {
			missing = append(missing, FormatQuantity(gap, f.Unit)+" more from "+join(names(w.Only), "or"))
		}
	}
	if rule.Growth == GrowthPercent && m.base < rule.MinBaseline {
		bounds = append(bounds, "the year before was below the baseline that is asked for")
		missing = append(missing, "a year to compare with that reaches the baseline")
	}
	f.Detail = join(bounds, "and")
	switch f.State {
	case Unknown:
		f.Next = "The newest figures are of " + f.AsOf.Long() + ", which is too old to decide. You have nothing to do until newer ones arrive."
	case NotMet:
		f.Next = "You need " + join(missing, "and") + "."
	}
}

// contributingInWords says what is asked of each of n customers that are missing.
func (r *PerformanceRule) contributingInWords(n int, unit Unit) string {
	if r.MinPerCustomer == 0 {
		return plural(n, " that contributes", " that contribute")
	}
	return " with at least " + FormatQuantity(r.MinPerCustomer, unit) + plural(n, "", " each")
}

func (r *PerformanceRule) eachInWords(unit Unit) string {
	if r.MinPerCustomer == 0 {
		return ""
	}
	return " with at least " + FormatQuantity(r.MinPerCustomer, unit) + " each"
}

// formulaInWords says how the figure was counted over a span.
func (r *PerformanceRule) formulaInWords(span string) string {
	what := "The sum over " + span
	switch r.Aggregate {
	case Average:
		what = "The monthly average over " + span
	case EveryMonth:
		what = "The lowest of " + span
	case Snapshot:
		what = "The newest of " + span
	case Events:
		what = "Deployments that first reached the line in " + span
	case NewCustomers:
		what = "Customers that contributed for the first time in " + span
	case NetAdds:
		what = "Customers at the end less customers before the beginning of " + span
	}
	switch r.Growth {
	case GrowthBy:
		what += ", less that of the same months of the year before"
	case GrowthPercent:
		what += ", compared in percent with the same months of the year before"
	case GrowthSince:
		what += ", less the stored baseline"
	}
	return what + "."
}
