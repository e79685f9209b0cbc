package program

import "slices"

// atLocation evaluates a rule for each location alone and keeps what the best one says.
func (e *evaluation) atLocation(r *Requirement, f *Finding) {
	places := e.locations(r)
	if len(places) == 0 {
		places = []string{""}
	}
	var best Finding
	for i := range places {
		g := Finding{Node: f.Node}
		e.location = &places[i]
		e.rule(r, &g)
		if i == 0 || better(&g, &best) {
			best = g
		}
	}
	e.location = nil
	*f = best
	if e.words() {
		f.Formula = "Counted for each of your locations by itself; this is the one that is furthest. " + f.Formula
	}
}

// better reports whether one finding of the same rule is nearer to being met than another.
func better(a, b *Finding) bool {
	if a.State != b.State {
		return rank(a.State) > rank(b.State)
	}
	if a.State.holds() {
		return endOf(a.Until) > endOf(b.Until)
	}
	return a.Have > b.Have
}

func rank(s State) int {
	switch s {
	case Met, Waived:
		return 3
	case Awaiting:
		return 2
	case Unknown:
		return 1
	}
	return 0
}

// locations returns the locations of which a rule's facts tell, in order.
func (e *evaluation) locations(r *Requirement) []string {
	var places []string
	switch {
	case r.Performance != nil:
		for i := range e.facts.Metrics {
			if v := &e.facts.Metrics[i]; v.Metric == r.Performance.Metric && !slices.Contains(places, v.Location) {
				places = append(places, v.Location)
			}
		}
	case r.People != nil:
		for i := range e.facts.Holdings {
			if h := &e.facts.Holdings[i]; !slices.Contains(places, h.Location) {
				places = append(places, h.Location)
			}
		}
	}
	slices.Sort(places)
	return places
}
