package seed

import (
	"math"
	"slices"
	"strconv"

	"partnerdirectory/program"
)

// meter gathers what is asked of one metric until all aims are known.
type meter struct {
	threshold float64 // the highest of those asked for
	least     float64 // the lowest
	months    int
	customers int
	checks    []program.Day // days on which the figure is looked at
	low       program.Day   // from here on the figure falls short; zero: never
	few       bool          // too few customers rather than too little
	until     program.Day   // figures had stopped months before this day; zero: they go on
}

func (e *evidence) layPerformance(a aim, rule *program.PerformanceRule, checks []program.Day, fails bool) {
	m := e.metrics[rule.Metric]
	if m == nil {
		m = &meter{least: rule.Threshold}
		e.metrics[rule.Metric] = m
	}
	m.threshold, m.least = max(m.threshold, rule.Threshold), min(m.least, rule.Threshold)
	m.months = max(m.months, rule.Months)
	m.customers = max(m.customers, rule.MinCustomers, 1)
	for _, c := range checks {
		if !slices.Contains(m.checks, c) {
			m.checks = append(m.checks, c)
		}
	}
	if !fails {
		return
	}
	switch {
	case a.outcome == lost && len(checks) > 1:
		m.low = max(newestMonth(checks[len(checks)-2])+1, newestMonth(a.to).AddMonths(-rule.Months-1))
	case rule.MinCustomers > 1 && e.rng.IntN(3) == 0:
		m.few, m.low = true, 1
	case a.outcome == waiting || e.rng.IntN(4) == 0:
		m.until = a.on
	default:
		m.low = 1
	}
}

// finish writes the figures of all metrics that any aim asked for.
func (e *evidence) finish() {
	slugs := make([]string, 0, len(e.metrics))
	for slug := range e.metrics {
		slugs = append(slugs, slug)
	}
	slices.Sort(slugs)
	for _, slug := range slugs {
		e.measure(slug, e.metrics[slug])
	}
}

// measure writes a metric's figures for the months that any check looks at.
func (e *evidence) measure(slug string, m *meter) {
	var months []program.Day
	for _, check := range m.checks {
		newest := newestMonth(check)
		if m.until != 0 {
			newest = newestMonth(m.until).AddMonths(-4)
		}
		for k := range m.months + 1 {
			if month := newest.AddMonths(-k); !slices.Contains(months, month) {
				months = append(months, month)
			}
		}
	}
	slices.Sort(months)
	customers := m.customers + e.rng.IntN(3)
	if m.few {
		customers = m.customers - 1
	}
	each := (customers + m.months - 1) / m.months
	if m.months < 12 {
		each = max(each, 2)
	}
	each = min(each, customers)
	margin, lack := 1.25+e.rng.Float64(), 0.3+0.5*e.rng.Float64()
	e.facts.Metrics = slices.Grow(e.facts.Metrics, len(months)*each)
	rest := 0.0 // what rounding to whole numbers left over
	for i, month := range months {
		total := m.threshold * margin / float64(m.months)
		if m.low != 0 && month >= m.low && !m.few {
			total = m.least * lack / float64(m.months)
		}
		for k := range each {
			rest += total / float64(each) * (0.9 + 0.2*e.rng.Float64())
			value := math.Floor(rest)
			if rest -= value; value == 0 {
				continue
			}
			e.facts.Metrics = append(e.facts.Metrics, program.MetricValue{
				Metric: slug, Month: month, Customer: e.customer((i*each + k) % customers),
				Value: value, Recorded: month.AddMonths(1) + 19,
			})
		}
	}
}

// newestMonth returns the newest month whose figures are complete on a day: they arrive on the 20th of the next.
func newestMonth(at program.Day) program.Day {
	start := at.MonthStart()
	if at >= start+19 {
		return start.AddMonths(-1)
	}
	return start.AddMonths(-2)
}

// customer returns the partner's n-th customer; the name is known to the vendor only.
func (e *evidence) customer(n int) string {
	for len(e.customers) <= n {
		name := e.pack.customer(e.rng)
		if slices.Contains(e.customers, name) {
			name += " " + strconv.Itoa(len(e.customers)+1)
		}
		e.customers = append(e.customers, name)
	}
	return e.customers[n]
}
