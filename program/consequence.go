package program

import "slices"

// Consequence is what a change of a partner's facts does in one specialization on the day of the change.
type Consequence struct {
	Specialization string
	Events         []string // what happens to the label because of it: EventGranted and the others
	Before         Standing // both against the set that the partner is judged on before
	After          Standing
	Leaves         []Shift // the requirements that find something else
}

// Shift is one requirement that finds something else after a change.
type Shift struct {
	Node   Node
	Before Finding
	After  Finding
}

// Consequences compares what happens to a partner up to day at with what would happen if its facts were others, by the same steps
// that decide labels. labels and from are as [Advance] takes them. Specializations in which nothing changes are left out.
func Consequences(p *Programme, before, after *Facts, labels []Label, from, at Day) []Consequence {
	stays := Advance(p, before, slices.Clone(labels), from, at)
	becomes := Advance(p, after, slices.Clone(labels), from, at)
	return Compare(p, before, after, &stays, &becomes, at)
}

// Compare says what differs on day at between what was decided of a partner's facts and what was decided of others in their place.
// Specializations in which nothing differs are left out.
func Compare(p *Programme, before, after *Facts, stays, becomes *Outcome, at Day) []Consequence {
	was, is := *before, *after
	was.Labels, is.Labels = stays.Labels, becomes.Labels
	var out []Consequence
	for i := range p.Specializations {
		slug := p.Specializations[i].Slug
		e := Consequence{Specialization: slug, Events: newEvents(stays, becomes, slug)}
		if set, ok := p.JudgedOn(slug, stays.Labels, at); ok {
			e.Before, e.After = Evaluate(p, set, &was, at), Evaluate(p, set, &is, at)
			e.Leaves = shifts(nil, &set.Root, &e.Before.Root, &e.After.Root)
		}
		if len(e.Events) > 0 || len(e.Leaves) > 0 {
			out = append(out, e)
		}
	}
	return out
}

// JudgedOn returns the set by which a partner with these labels is judged next: a holder on its anniversary by the set in
// force then, anybody else by that of day at.
func (p *Programme) JudgedOn(specialization string, labels []Label, at Day) (Set, bool) {
	for i := range labels {
		if l := &labels[i]; l.Specialization == specialization && l.Ended == 0 {
			return p.InForce(specialization, max(l.Until, at))
		}
	}
	return p.InForce(specialization, at)
}

// newEvents returns the kinds of events of a specialization that one outcome has more than another.
func newEvents(was, is *Outcome, specialization string) []string {
	of := func(o *Outcome) []string {
		var kinds []string
		for _, e := range o.Events {
			if o.Labels[e.Label].Specialization == specialization {
				kinds = append(kinds, e.Kind)
			}
		}
		return kinds
	}
	had := of(was)
	var out []string
	for _, kind := range of(is) {
		if i := slices.Index(had, kind); i >= 0 {
			had = slices.Delete(had, i, i+1)
			continue
		}
		out = append(out, kind)
	}
	return out
}

func shifts(to []Shift, n *Node, was, is *Finding) []Shift {
	if n.Op == Leaf {
		if was.State != is.State || was.Have != is.Have {
			to = append(to, Shift{Node: *n, Before: *was, After: *is})
		}
		return to
	}
	for i := range n.Children {
		to = shifts(to, &n.Children[i], &was.Children[i], &is.Children[i])
	}
	return to
}
