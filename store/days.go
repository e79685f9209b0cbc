package store

import (
	"slices"

	"partnerdirectory/program"
)

// decisionDays returns the days on which facts began to count.
func decisionDays(f *program.Facts) []program.Day {
	days := make([]program.Day, 0, len(f.Attainments)+len(f.Holdings)+len(f.Metrics)+len(f.References)+len(f.Cases)+len(f.Reviews))
	for i := range f.Attainments {
		days = append(days, f.Attainments[i].Decided)
	}
	for i := range f.Holdings {
		days = append(days, f.Holdings[i].Decided)
	}
	for i := range f.Metrics {
		days = append(days, f.Metrics[i].Recorded)
	}
	for i := range f.References {
		days = append(days, f.References[i].Decided)
	}
	for i := range f.Cases {
		days = append(days, f.Cases[i].Decided)
	}
	for i := range f.Reviews {
		days = append(days, f.Reviews[i].Decided)
	}
	return days
}

// publicDays returns the days on which what the public sees of a partner changes by itself: an attainment begins or
// ends, a case study appears.
func publicDays(f *program.Facts) []program.Day {
	days := make([]program.Day, 0, 3*len(f.Attainments)+2*len(f.Cases))
	for i := range f.Attainments {
		days = append(days, f.Attainments[i].From, f.Attainments[i].Until, f.Attainments[i].Decided)
	}
	for i := range f.Cases {
		days = append(days, f.Cases[i].Published, f.Cases[i].Decided)
	}
	return days
}

// firstDay returns the first day on which any of the facts counted, or at when none did before.
func firstDay(f *program.Facts, at program.Day) program.Day {
	first := at
	for _, d := range decisionDays(f) {
		if d > 0 {
			first = min(first, d)
		}
	}
	return first
}

// publicBetween reports whether what the public sees changed by itself after a day and up to another.
func publicBetween(f *program.Facts, after, to program.Day) bool {
	return slices.ContainsFunc(publicDays(f), func(d program.Day) bool { return after < d && d <= to })
}

// due returns the first day after at on which a partner must be looked at again: the rules may say something else, or
// the public sees something else; 0: none known.
func due(f *program.Facts, o program.Outcome, at program.Day) program.Day {
	next := o.Next
	for _, d := range publicDays(f) {
		if d > at && (next == 0 || d < next) {
			next = d
		}
	}
	return next
}
