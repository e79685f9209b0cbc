package seed

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/program"
)

// need is what one requirement asks of the figures on one day, and how it is to be answered.
type need struct {
	rule  *program.PerformanceRule
	check program.Day
	lack  lack
}

// lack is in which way figures fall short.
type lack int

const (
	enough   lack = iota
	little        // too small
	few           // from too few customers
	astray        // not from the products of the sub-minimum, or from too small a beginning
	outdated      // they stopped months ago
)

// cell is one figure: what one customer brought with one product in one month.
type cell struct {
	metric, product string
	month           program.Day
	customer        int
}

// require notes what a leaf needs; finish writes the figures when all aims are known.
func (e *evidence) require(a *aim, r *program.Requirement, check program.Day, fails bool) {
	rule := r.Performance
	if x := r.Relaxed; x != nil && x.Instead.Performance != nil && e.holdsAny(x.Held.Specializations, a.on) && !fails && int(e.partner)%2 == 0 {
		rule = x.Instead.Performance
	}
	if len(rule.Markets) > 0 {
		e.place()
	}
	n := need{rule: rule, check: check}
	if fails && (a.never() || a.outcome == lost && check+60 > a.to || a.outcome == shaky && check == e.today) {
		n.lack = e.lacking(a, rule)
	}
	if n.lack == outdated && check != a.on {
		return // they stopped before
	}
	e.needs = append(e.needs, n)
	if a.outcome == lost && check == a.to { // a label would be kept while nobody knows
		for _, day := range []program.Day{a.to + 31, e.today} {
			if n.check = min(day, e.today); fails {
				e.needs = append(e.needs, n)
			}
		}
	}
}

// holdsAny reports whether the partner means to hold one of the specializations all the time since before a day.
func (e *evidence) holdsAny(specializations []string, before program.Day) bool {
	return slices.ContainsFunc(e.aims, func(a aim) bool {
		return (a.outcome == earned || a.outcome == shaky) && a.on < before-1 && slices.Contains(specializations, a.specialization)
	})
}

// lacking chooses in which way the figures fall short, the same for every day.
func (e *evidence) lacking(a *aim, rule *program.PerformanceRule) lack {
	switch way := e.way(); {
	case a.outcome == lost || a.outcome == shaky:
		return little
	case way == 0 && rule.MinCustomers > 1 && rule.Growth == program.NoGrowth,
		way == 1 && rule.MinCustomers > 1:
		return few
	case way < 4 && (len(rule.Within) > 0 || rule.Growth == program.GrowthPercent):
		return astray
	case way == 5:
		return outdated
	}
	return little
}

// way tells partners apart by how they fail.
func (e *evidence) way() int { return int(e.partner) % 6 }

// place records the market class of the partner, which the vendor knows since it joined.
func (e *evidence) place() {
	if len(e.facts.Circumstances) == 0 {
		e.facts.Circumstances = append(e.facts.Circumstances, program.Circumstance{
			From: e.today - 3000, Market: e.market, Anniversary: e.today - program.Day(e.rng.IntN(365)),
		})
	}
}

// developed reports whether a country counts as a developed market.
func developed(country string) bool {
	return strings.Contains("AT AU BE CA CH DE DK ES FI FR GB GR HK IE IL IS IT JP KR LU NL NO NZ PT SE SG TW US", country)
}

// finish writes the figures that any aim asked for.
func (e *evidence) finish() {
	if len(e.needs) == 0 {
		return
	}
	e.figures = make(map[cell]float64)
	slices.SortStableFunc(e.needs, func(a, b need) int { // events add to what growth starts from
		return cmp.Or(cmp.Compare(order(a.rule), order(b.rule)), cmp.Compare(a.check, b.check))
	})
	for _, n := range e.needs {
		newest := newestMonth(n.check)
		if n.lack == outdated {
			newest = newest.AddMonths(-4)
		}
		switch {
		case n.rule.Aggregate == program.Events:
			e.deploy(n, newest)
		case n.rule.Aggregate == program.Snapshot:
			e.reach(n, newest)
		default:
			e.consume(n, newest)
		}
	}
	if e.whole {
		e.fill()
	}
	e.write()
}

func order(r *program.PerformanceRule) int {
	if r.Aggregate == program.Events {
		return 0
	}
	return 1
}

// consume spreads what a sum or an average asks for over the months of its window.
func (e *evidence) consume(n need, newest program.Day) {
	r := n.rule
	total := r.Threshold * (1.15 + 0.5*e.rng.Float64())
	if r.Aggregate == program.Average || r.Aggregate == program.EveryMonth {
		total *= float64(r.Months)
	}
	if n.lack == little { // at one rate, so that no other span of months has more
		total = total / (1.15 + 0.5) * 0.6
	}
	customers := max(1, r.MinCustomers) + e.rng.IntN(3)
	if n.lack == few {
		customers = r.MinCustomers - 1
	}
	each := (customers + r.Months - 1) / r.Months
	if r.Months < 12 {
		each = min(max(each, 2), customers)
	}
	have := e.sum(r, newest.AddMonths(1-r.Months), newest)
	if n.lack == enough {
		total = max(total-have, 0.3*r.Threshold)
	}
	rest := 0.0 // what rounding to whole numbers left over
	for i := range r.Months {
		if month := newest.AddMonths(i + 1 - r.Months); n.lack == little && e.sum(r, month, month) > 0 {
			continue
		}
		for k := range each {
			at := i*each + k
			rest += total / float64(r.Months*each) * (0.95 + 0.1*e.rng.Float64())
			value := math.Floor(rest)
			if rest -= value; value > 0 {
				e.figures[cell{r.Metric, e.product(r, at, n.lack), newest.AddMonths(i + 1 - r.Months), at % customers}] += value
			}
		}
	}
}

// product chooses which product a figure is of: where part must come from some, every second figure does.
func (e *evidence) product(r *program.PerformanceRule, at int, l lack) string {
	if len(r.Only) == 0 {
		return ""
	}
	if len(r.Within) == 0 {
		return r.Only[at%min(2, len(r.Only))].Slug
	}
	if within := r.Within[0].Only; l != astray && at%2 == 0 {
		return within[0].Slug
	}
	return r.Only[len(r.Only)-1].Slug
}

// sum returns what the figures come to that a rule counts.
func (e *evidence) sum(r *program.PerformanceRule, first, last program.Day) float64 {
	sum := 0.0
	for c, v := range e.figures {
		if c.metric == r.Metric && first <= c.month && c.month <= last && counts(r, c.product) {
			sum += v
		}
	}
	return sum
}

func counts(r *program.PerformanceRule, product string) bool {
	return len(r.Only) == 0 || slices.ContainsFunc(r.Only, func(n program.Named) bool { return n.Slug == product })
}

// reach lays a figure of the newest month, and of the year before where it is to have grown.
func (e *evidence) reach(n need, newest program.Day) {
	r := n.rule
	margin := 1.1 + 0.4*e.rng.Float64()
	if n.lack == little {
		margin = 0.3 + 0.3*e.rng.Float64()
		for _, m := range r.Markets {
			margin *= m.Threshold / r.Threshold
		}
	}
	customers := max(1, r.MinCustomers) + e.rng.IntN(2)
	if n.lack == few {
		customers = r.MinCustomers - 1
	}
	target := r.Threshold * margin
	if r.Growth != program.NoGrowth {
		before := newest.AddMonths(-12)
		if begin := e.beginning(r, n.lack); e.sum(r, before, before) < begin {
			e.raise(r, before, begin, customers)
		}
		base := e.sum(r, before, before)
		if target += base; r.Growth == program.GrowthPercent {
			target = base * (1 + r.Threshold*margin/100)
		}
	}
	e.raise(r, newest, target, customers)
}

// beginning is what a growing figure starts from.
func (e *evidence) beginning(r *program.PerformanceRule, l lack) float64 {
	switch {
	case r.Growth == program.GrowthPercent && l == astray:
		return math.Floor(r.MinBaseline * 0.4)
	case r.Growth == program.GrowthPercent:
		return math.Ceil(r.MinBaseline * 1.5)
	}
	return math.Floor(r.Threshold * 0.3)
}

// raise brings the figure of a month up to a target, spread over customers.
func (e *evidence) raise(r *program.PerformanceRule, month program.Day, target float64, customers int) {
	missing := math.Ceil(target - e.sum(r, month, month))
	for k := range customers {
		share := math.Floor(missing / float64(customers-k))
		if missing -= share; share > 0 {
			e.figures[cell{r.Metric, e.product(r, 0, enough), month, k}] += share
		}
	}
}

// deploy lets new customers pass the line that makes a deployment.
func (e *evidence) deploy(n need, newest program.Day) {
	r := n.rule
	want, have := int(r.Threshold)+e.rng.IntN(3), 0
	if n.lack != enough {
		want = int(r.Threshold) / 3
	}
	known := map[int]program.Day{}
	next := 10 // the customers before are those whose use grows
	for c := range e.figures {
		if c.metric == r.Metric && c.customer >= 10 && counts(r, c.product) {
			known[c.customer] = c.month
			next = max(next, c.customer+1)
		}
	}
	for _, month := range known {
		if month > newest.AddMonths(-r.Months) {
			have++
		}
	}
	for ; have < want; have++ {
		month := newest.AddMonths(-e.rng.IntN(r.Months))
		e.figures[cell{r.Metric, e.product(r, 0, enough), month, next}] = r.Line + float64(e.rng.IntN(4))
		next++
	}
}

// fill adds figures for the months between those that are there, each as large as the one before.
func (e *evidence) fill() {
	type row struct {
		metric, product string
		customer        int
	}
	last := newestMonth(e.today)
	months := map[row][]program.Day{}
	for c := range e.figures {
		r := row{c.metric, c.product, c.customer}
		months[r] = append(months[r], c.month)
	}
	for r, list := range months {
		for month := slices.Min(list).AddMonths(1); month < last; month = month.AddMonths(1) {
			before := e.figures[cell{r.metric, r.product, month.AddMonths(-1), r.customer}]
			if c := (cell{r.metric, r.product, month, r.customer}); e.figures[c] == 0 {
				e.figures[c] = math.Ceil(before * (0.95 + float64((int(month)/28*7+r.customer*5)%11)/100))
			}
		}
	}
}

// write turns the figures into facts, linked to the partner as the rules want it.
func (e *evidence) write() {
	cells := slices.SortedFunc(maps.Keys(e.figures), func(a, b cell) int {
		return cmp.Or(cmp.Compare(a.metric, b.metric), cmp.Compare(a.month, b.month), cmp.Compare(a.product, b.product), cmp.Compare(a.customer, b.customer))
	})
	e.facts.Metrics = slices.Grow(e.facts.Metrics, len(cells))
	first := map[[2]string]program.Day{} // month of the first figure of a customer
	for _, c := range cells {
		customer := e.customer(c.customer)
		key := [2]string{c.metric, customer}
		if first[key] == 0 {
			first[key] = c.month
		}
		v := program.MetricValue{
			Metric: c.metric, Month: c.month, Customer: customer, Value: e.figures[c], Recorded: c.month.AddMonths(1) + 19,
			Product: c.product, Association: e.association(c),
		}
		if c.customer%3 == 0 {
			v.Linked = first[key] + program.Day(c.customer%28) // credit begins in the month of the link
		}
		e.facts.Metrics = append(e.facts.Metrics, v)
	}
}

// association chooses among the links that every rule of the figure accepts.
func (e *evidence) association(c cell) string {
	for _, n := range e.needs {
		if list := n.rule.Associations; n.rule.Metric == c.metric && counts(n.rule, c.product) && len(list) > 0 {
			return list[c.customer%len(list)].Slug
		}
	}
	return ""
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
