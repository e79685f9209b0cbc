package program

import "slices"

// concerns reports whether the partner has done anything that points to the specialization.
func (c *clock) concerns() bool {
	slug := c.spec.Slug
	if slices.ContainsFunc(c.out.Labels, func(l Label) bool { return l.Specialization == slug }) {
		return true
	}
	for i := range c.facts.Attainments {
		if slices.Contains(c.spec.AlignedTo, c.facts.Attainments[i].Competency) {
			return true
		}
	}
	for i := range c.facts.Cases {
		if slices.Contains(c.facts.Cases[i].Specializations, slug) {
			return true
		}
	}
	return slices.ContainsFunc(c.facts.Reviews, func(r Review) bool { return r.Specialization == slug })
}

// standing says where the partner stands on day at; false if it has not started or there is no set.
func (c *clock) standing(at Day) (Standing, bool) {
	c.day = at
	held := c.held()
	set := c.inForce(at)
	if held >= 0 {
		if at := c.out.Labels[held].Until; c.inForce(at) != nil {
			set = c.inForce(at)
		}
	}
	if set == nil {
		return Standing{}, false
	}
	e := evaluation{p: c.p, facts: c.facts, specialization: c.spec.Slug, at: at, next: never, silent: true, labels: c.out.Labels}
	s := e.standing(set)
	c.due(e.next)
	switch {
	case held >= 0:
		l := &c.out.Labels[held]
		s.State = Earned
		if l.FailingSince != 0 {
			s.State = InGrace
		}
		s.AtRisk = c.atRisk(l, set, &s)
	case slices.ContainsFunc(c.out.Labels, func(l Label) bool { return l.Specialization == c.spec.Slug }):
		s.State = Ended
	}
	return s, s.State != NotStarted
}

// atRisk reports whether today's facts would fail the label's next renewal, or run out before it. What that renewal does
// not test puts nothing at risk.
func (c *clock) atRisk(l *Label, set *Set, s *Standing) bool {
	skip := c.skipsSecond(l)
	state, until := nextTest(&set.Root, &s.Root, skip, s.At)
	return !state.holds() || until != 0 && until <= l.Until
}

func nextTest(n *Node, f *Finding, skip bool, at Day) (State, Day) {
	if n.Op == Leaf {
		if skip && n.Requirement.Tested == SecondRenewal {
			return Met, 0
		}
		return f.State, f.Until
	}
	children := make([]Finding, len(n.Children))
	for i := range n.Children {
		child := &n.Children[i]
		if !child.asked(at) {
			children[i].State, children[i].Until = unaskedState(n.Op, child, at)
			continue
		}
		children[i].State, children[i].Until = nextTest(child, &f.Children[i], skip, at)
	}
	_, state, until := joined(children, n.needs())
	return state, until
}
