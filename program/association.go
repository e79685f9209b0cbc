package program

import (
	"cmp"
	"slices"
)

// begins returns the first day on which an association is known and counts.
func (a *Association) begins() Day { return max(a.From, a.Recorded) }

// Associated returns those associations of one person, known on day at, that the programme's bounds admit, in order: one that
// comes too soon after another, or is one too many within a year, has no effect.
func (s *Settings) Associated(all []Association, person int64, at Day) []Association {
	var list []Association
	for i := range all {
		if a := &all[i]; a.Person == person && a.begins() <= at && uncorrected(a.Superseded, at) {
			list = append(list, *a)
		}
	}
	slices.SortStableFunc(list, func(a, b Association) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID))
	})
	admitted := list[:0]
	for _, a := range list {
		if s.admits(admitted, a.From) {
			admitted = append(admitted, a)
		}
	}
	return admitted
}

// admits reports whether another association may begin on a day after these.
func (s *Settings) admits(before []Association, from Day) bool {
	n := len(before)
	if n > 0 && from < before[n-1].From+Day(s.AssociationGapDays) {
		return false
	}
	most := s.AssociationsPerYear
	return most <= 0 || n < most || before[n-most].From.AddMonths(12) <= from
}

// associated reports whether a person counts for the partner on the day, and lets the certifications end with the association.
func (e *evaluation) associated(held []valid) bool {
	if len(e.facts.Associations) == 0 {
		return true
	}
	for i := range e.facts.Associations {
		if a := &e.facts.Associations[i]; a.Person == held[0].Person {
			e.later(a.begins())
			e.later(a.Until)
			e.later(a.Superseded)
		}
	}
	list := e.p.Settings.Associated(e.facts.Associations, held[0].Person, e.at)
	if len(list) == 0 {
		return true // only what the holdings say of it is known
	}
	last := &list[len(list)-1]
	end := endOf(last.Until)
	if !last.Here || end <= e.at {
		return false
	}
	for i := range held {
		held[i].end = min(held[i].end, end)
	}
	return true
}
