package program

import "slices"

// figure compares two performance rules of one metric, counted in one way.
type figure struct {
	*leafDiffer
	what string // "the figure for Linux consumption"
	unit Unit   // of the threshold
	each Unit   // of the metric
	adds bool   // more figures can only help: no growth, no customers that are new because others are not counted
}

func (l *leafDiffer) performance(a PerformanceRule, b *PerformanceRule) *PerformanceRule {
	if a.Metric != b.Metric || a.Aggregate != b.Aggregate || a.Growth != b.Growth {
		return &a // another figure: told as a whole
	}
	f := figure{leafDiffer: l, what: "the figure for " + l.metricName(b), unit: l.p.figureUnit(b), each: l.p.metricUnit(b.Metric)}
	f.adds = b.Growth == NoGrowth && b.Aggregate != Events && b.Aggregate != NewCustomers && b.Aggregate != NetAdds
	if a.Threshold != b.Threshold {
		l.say(more(a.Threshold, b.Threshold), f.what+risesOrFalls(a.Threshold, b.Threshold, f.unit))
		a.Threshold = b.Threshold
	}
	f.period(&a, b)
	f.customers(&a, b)
	f.scope(&a, b)
	f.parts(&a, b)
	f.markets(&a, b)
	if a.Line != b.Line && b.Aggregate == Events {
		l.say(Unclear, "a deployment counts for "+l.name+" once it reaches "+FormatQuantity(b.Line, f.each)+" in a month. Before: "+FormatQuantity(a.Line, f.each)+".")
		a.Line = b.Line
	}
	if a.MinBaseline != b.MinBaseline && b.Growth == GrowthPercent {
		l.say(more(a.MinBaseline, b.MinBaseline), "the amount from which growth in "+l.name+" is measured"+risesOrFalls(a.MinBaseline, b.MinBaseline, f.each))
		a.MinBaseline = b.MinBaseline
	}
	if a.Indicator != b.Indicator {
		as := "a figure of performance"
		if b.Indicator {
			as = "a technology indicator"
		}
		l.say(Same, l.name+" is now filed as "+as+".")
		a.Indicator = b.Indicator
	}
	return &a
}

// metricName names the metric, or the leaf where several leaves are about it or where it is about a part of it.
func (l *leafDiffer) metricName(r *PerformanceRule) string {
	if len(r.Only) > 0 {
		return l.name
	}
	about := 0
	for _, n := range l.after.nodes {
		if n.Requirement != nil && n.Requirement.Performance != nil && n.Requirement.Performance.Metric == r.Metric {
			about++
		}
	}
	for i := range l.p.Metrics {
		if l.p.Metrics[i].Slug == r.Metric && about < 2 {
			return l.p.Metrics[i].Name
		}
	}
	return l.name
}

func (f figure) period(a, b *PerformanceRule) {
	was, is := a.windowInWords(), b.windowInWords()
	if was == is {
		return
	}
	effect := Unclear
	if a.Window == Trailing && b.Window == Trailing && b.plain() {
		effect = more(b.Months, a.Months) // a sum over more months is reached sooner
	}
	f.say(effect, f.what+" counts"+is+". Before:"+was+".")
	a.Window, a.Months = b.Window, b.Months
}

func (f figure) customers(a, b *PerformanceRule) {
	switch {
	case a.MinCustomers == b.MinCustomers:
	case a.MinCustomers == 0:
		f.say(Harder, f.what+" must come from at least "+FormatQuantity(float64(b.MinCustomers), Customers)+".")
	case b.MinCustomers == 0:
		f.say(Easier, f.what+" may come from any number of customers.")
	default:
		f.say(more(a.MinCustomers, b.MinCustomers), "the number of customers behind "+f.what+risesOrFalls(float64(a.MinCustomers), float64(b.MinCustomers), Customers))
	}
	a.MinCustomers = b.MinCustomers
	if a.MinPerCustomer != b.MinPerCustomer {
		from := func(v float64) string {
			if v == 0 {
				return "with any contribution"
			}
			return "from " + FormatQuantity(v, f.each)
		}
		f.say(more(a.MinPerCustomer, b.MinPerCustomer), "a customer counts for "+f.name+" "+from(b.MinPerCustomer)+". Before: "+from(a.MinPerCustomer)+".")
		a.MinPerCustomer = b.MinPerCustomer
	}
}

// scope tells which products, links and offers count.
func (f figure) scope(a, b *PerformanceRule) {
	widens := Unclear
	if f.adds && len(a.Associations) < 2 && len(b.Associations) < 2 {
		widens = Easier
	}
	f.only("products", a.Only, b.Only, widens)
	f.without(a.Except, b.Except, widens)
	f.only("links", a.Associations, b.Associations, widens)
	f.without(a.ExceptOffers, b.ExceptOffers, widens)
	a.Only, a.Except, a.Associations, a.ExceptOffers = f.told(a.Only, b.Only), f.told(a.Except, b.Except), f.told(a.Associations, b.Associations), f.told(a.ExceptOffers, b.ExceptOffers)
}

// told takes a list over unless only its order or its names differ, of which nothing was said.
func (f figure) told(was, is []Named) []Named {
	if gained, lost := gainedAndLost(was, is, Named.slug); len(gained)+len(lost) == 0 {
		return was
	}
	kept := func(list, other []Named) []Named {
		return slices.DeleteFunc(slices.Clone(list), func(n Named) bool { return indexOf(other, n.Slug) < 0 })
	}
	if stored(kept(was, is)) != stored(kept(is, was)) {
		return was
	}
	return is
}

func (n Named) slug() string { return n.Slug }

// only tells what a list gained and lost of which an empty one lets everything count.
func (f figure) only(what string, was, is []Named, widens Effect) {
	gained, lost := gainedAndLost(was, is, Named.slug)
	switch {
	case len(gained)+len(lost) == 0:
	case len(was) == 0:
		f.say(reverse(widens), f.what+" counts only "+join(names(is), "and")+".")
	case len(is) == 0:
		f.say(widens, f.what+" counts all "+what+", no longer only "+join(names(was), "and")+".")
	default:
		f.counts(gained, widens, " counts ")
		f.counts(lost, reverse(widens), " no longer counts ")
	}
}

// without tells what a list gained and lost of things that do not count.
func (f figure) without(was, is []Named, widens Effect) {
	gained, lost := gainedAndLost(was, is, Named.slug)
	f.counts(gained, reverse(widens), " no longer counts ")
	f.counts(lost, widens, " counts ")
}

func (f figure) counts(list []Named, effect Effect, verb string) {
	if len(list) > 0 {
		f.say(effect, f.what+verb+join(names(list), "and")+".")
	}
}

// parts tells which part of the figure must come from some products.
func (f figure) parts(a, b *PerformanceRule) {
	key := func(w SubMinimum) string { return stored(w.Only) }
	part := func(w SubMinimum) string { return join(names(w.Only), "or") }
	gained, lost := gainedAndLost(a.Within, b.Within, key)
	for _, w := range gained {
		f.say(Harder, "of "+f.what+", at least "+FormatQuantity(w.Threshold, f.unit)+" must come from "+part(w)+".")
	}
	for _, w := range lost {
		f.say(Easier, "of "+f.what+", no fixed part must come from "+part(w)+" any more.")
	}
	for _, w := range b.Within {
		if i := slices.IndexFunc(a.Within, func(o SubMinimum) bool { return key(o) == key(w) }); i >= 0 && a.Within[i].Threshold != w.Threshold {
			f.say(more(a.Within[i].Threshold, w.Threshold), "the part of "+f.what+" that must come from "+part(w)+risesOrFalls(a.Within[i].Threshold, w.Threshold, f.unit))
		}
	}
	a.Within = b.Within
}

// markets tells what partners of one market class need instead.
func (f figure) markets(a, b *PerformanceRule) {
	key := func(m MarketThreshold) string { return stored(m.Market) }
	gained, lost := gainedAndLost(a.Markets, b.Markets, key)
	effect := func(was, is float64) Effect {
		if len(a.Markets) == 0 || len(b.Markets) == 0 {
			return Unclear // without markets nobody's class has to be known
		}
		return more(was, is)
	}
	for _, m := range gained {
		f.say(effect(b.Threshold, m.Threshold), "in "+m.Market.Name+", "+FormatQuantity(m.Threshold, f.unit)+" is enough for "+f.what+" instead of "+FormatQuantity(b.Threshold, f.unit)+".")
	}
	for _, m := range lost {
		f.say(effect(m.Threshold, b.Threshold), "in "+m.Market.Name+", "+f.what+" is "+FormatQuantity(b.Threshold, f.unit)+" as everywhere. Before: "+FormatQuantity(m.Threshold, f.unit)+".")
	}
	for _, m := range b.Markets {
		if i := slices.IndexFunc(a.Markets, func(o MarketThreshold) bool { return key(o) == key(m) }); i >= 0 && a.Markets[i].Threshold != m.Threshold {
			f.say(more(a.Markets[i].Threshold, m.Threshold), "in "+m.Market.Name+", "+f.what+risesOrFalls(a.Markets[i].Threshold, m.Threshold, f.unit))
		}
	}
	a.Markets = b.Markets
}
