package program

import (
	"fmt"
	"slices"
)

// positive reports whether v is an amount that a rule can ask for; NaN is none.
func positive(v float64) bool { return v > 0 && v < 1e15 }

func (v *validator) performance(r *PerformanceRule) string {
	switch {
	case !slices.ContainsFunc(v.p.Metrics, func(m Metric) bool { return m.Slug == r.Metric }):
		return fmt.Sprintf("unknown metric %q", r.Metric)
	case !positive(r.Threshold):
		return "the threshold is not a positive amount"
	case r.Window == Trailing && (r.Months < 1 || r.Months > 60):
		return "counts fewer than 1 or more than 60 months"
	case r.MinCustomers < 0:
		return "fewer than no customers"
	case r.MinPerCustomer != 0 && !positive(r.MinPerCustomer):
		return "the minimum of a customer is not a positive amount"
	case r.Aggregate == Events && !positive(r.Line):
		return "an event has no line to reach"
	}
	for _, problem := range []string{windowProblem(r), growthProblem(r), scopeProblem(r)} {
		if problem != "" {
			return problem
		}
	}
	return ""
}

func windowProblem(r *PerformanceRule) string {
	switch r.Aggregate {
	case Sum, Average, EveryMonth, Snapshot, Events, NewCustomers, NetAdds:
	default:
		return fmt.Sprintf("unknown aggregate %q", r.Aggregate)
	}
	switch r.Window {
	case Trailing:
	case CalendarYear, FiscalYear, AnniversaryYear:
		if r.Months != 0 {
			return "counts a year and a number of months"
		}
	default:
		return fmt.Sprintf("unknown window %q", r.Window)
	}
	return ""
}

func growthProblem(r *PerformanceRule) string {
	counts := r.Aggregate == Events || r.Aggregate == NewCustomers || r.Aggregate == NetAdds
	switch {
	case !slices.Contains([]Growth{NoGrowth, GrowthBy, GrowthPercent, GrowthSince}, r.Growth):
		return fmt.Sprintf("unknown growth %q", r.Growth)
	case r.Growth != NoGrowth && (counts || len(r.Within) > 0 || r.Months > 12):
		return "growth is of sums, averages or single months of a year at most, without a part of it"
	case r.Growth == GrowthPercent && !positive(r.MinBaseline):
		return "growth in percent has no minimum to start from"
	}
	return ""
}

func scopeProblem(r *PerformanceRule) string {
	lists := [][]Named{r.Only, r.Except, r.Associations, r.ExceptOffers}
	for i := range r.Within {
		if len(r.Within[i].Only) == 0 || !positive(r.Within[i].Threshold) {
			return "a part of the figure has no products or no positive amount"
		}
		lists = append(lists, r.Within[i].Only)
	}
	markets := make([]Named, len(r.Markets))
	for i := range r.Markets {
		markets[i] = r.Markets[i].Market
		if !positive(r.Markets[i].Threshold) {
			return "the threshold of a market class is not a positive amount"
		}
	}
	for _, list := range append(lists, markets) {
		if problem := namedProblem(list); problem != "" {
			return problem
		}
	}
	return ""
}

// namedProblem wants every entry to have an identifier and a name, and none twice.
func namedProblem(list []Named) string {
	for i, n := range list {
		switch {
		case n.Slug == "" || n.Name == "":
			return "something has no identifier or no name"
		case indexOf(list[:i], n.Slug) >= 0:
			return fmt.Sprintf("names %q twice", n.Slug)
		case len(list) > MaxNodes:
			return fmt.Sprintf("names more than %d things", MaxNodes)
		}
	}
	return ""
}
