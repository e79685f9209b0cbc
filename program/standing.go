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
	return slices.ContainsFunc(c.facts.Reviews, func(r Review) bool { return r.Specialization == slug }) ||
		slices.ContainsFunc(c.facts.References, func(r Reference) bool { return r.AssignedTo == slug })
}

// standing says where the partner stands on day at; false if it has not started or there is no set.
func (c *clock) standing(at Day) (Standing, bool) {
	c.day = at
	held := c.held()
	set := c.inForce(at)
	if held >= 0 {
		l := &c.out.Labels[held]
		if judging := c.judging(l, l.Until); judging != nil {
			set = judging
		}
	}
	if set == nil {
		return Standing{}, false
	}
	var s Standing
	if a := &c.ahead; held >= 0 && a.set == set && a.standing.At == at && at < a.next {
		s = a.standing
		c.due(a.next)
	} else {
		e := c.evaluation()
		e.silent = true
		s = e.standing(set)
		c.due(e.next)
	}
	if held >= 0 {
		l := &c.out.Labels[held]
		s.State = l.State(at)
		s.AtRisk = c.atRisk(l, set, &s)
		return s, true
	}
	last := -1
	for i := range c.out.Labels {
		if l := &c.out.Labels[i]; l.Specialization == c.spec.Slug && (last < 0 || l.Ended >= c.out.Labels[last].Ended) {
			last = i
		}
	}
	if last >= 0 {
		s.State = c.out.Labels[last].State(at)
	}
	switch {
	case c.orders.revoked != nil:
		s.State = Revoked
	case c.orders.suspended != nil:
		s.State = Suspended
	}
	return s, s.State != NotStarted
}

// atRisk reports whether today's facts would fail the label's next renewal, or run out before it and soon: what is renewed
// every year anyway is no risk months ahead. What that renewal does not test puts nothing at risk.
func (c *clock) atRisk(l *Label, set *Set, s *Standing) bool {
	skip := c.skipsSecond(l)
	state, until := nextTest(&set.Root, &s.Root, skip, false, s.At)
	if !state.holds() || until == 0 || until > l.Until {
		return !state.holds()
	}
	soon := until - Day(c.p.Settings.AtRiskDays)
	c.due(soon)
	return soon <= s.At
}

// nextTest says what a renewal would find; strict, it does not count on decisions that are to come.
func nextTest(n *Node, f *Finding, skip, strict bool, at Day) (State, Day) {
	if n.Op == Leaf {
		if skip && n.Requirement.Tested == SecondRenewal {
			return Met, 0
		}
		if strict && f.State == Awaiting {
			return NotMet, 0
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
		children[i].State, children[i].Until = nextTest(child, &f.Children[i], skip, strict, at)
	}
	_, state, until := joined(children, n.needs())
	return state, until
}
