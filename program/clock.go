package program

// clock decides the labels of one partner in one specialization, one day after the other.
type clock struct {
	p      *Programme
	facts  *Facts
	spec   *Specialization
	out    *Outcome
	judges []*judge
	day    Day
	next   Day // the next day on which anything may change
}

// due notes a day on which something may change.
func (c *clock) due(d Day) {
	if d > c.day {
		c.next = min(c.next, d)
	}
}

// step decides what happens on day d. Days must come in order; days before c.next may be left out.
func (c *clock) step(d Day) {
	c.day, c.next = d, never
	if i := c.held(); i >= 0 {
		c.renew(i)
		if c.out.Labels[i].Ended == 0 {
			c.test(i)
		}
		if c.out.Labels[i].Ended == 0 {
			return
		}
	}
	if c.mayGrant() {
		c.grant()
	}
}

// held returns the index of the label whose clock runs, or -1.
func (c *clock) held() int {
	for i := range c.out.Labels {
		l := &c.out.Labels[i]
		if l.Specialization == c.spec.Slug && l.Ended == 0 && l.Granted <= c.day {
			return i
		}
	}
	return -1
}

// mayGrant reports whether no label stands in the way of a new one. One that was revoked by hand does for good: only a
// hand may give the label back.
func (c *clock) mayGrant() bool {
	for i := range c.out.Labels {
		l := &c.out.Labels[i]
		if l.Specialization != c.spec.Slug {
			continue
		}
		if l.Reason == EndRevoked {
			return false
		}
		if l.Granted > c.day || l.Ended > c.day {
			c.due(max(l.Granted, l.Ended))
			return false
		}
	}
	return true
}

func (c *clock) event(label int, kind string) {
	c.out.Events = append(c.out.Events, LabelEvent{Label: label, Kind: kind, On: c.day})
}

// term returns the day on which a term that begins on d ends.
func (c *clock) term(d Day) Day { return d.AddMonths(max(1, c.p.Settings.TermMonths)) }

func (c *clock) grant() {
	set := c.inForce(c.day)
	if set == nil {
		return
	}
	j := c.judge(set)
	if !j.met(func(i int) bool { return j.state(i).holds() }) {
		return
	}
	c.out.Labels = append(c.out.Labels, Label{
		Specialization: c.spec.Slug, Version: set.Version, Granted: c.day, Until: c.term(c.day),
		Verified: c.verified(set, nil),
	})
	i := len(c.out.Labels) - 1
	c.event(i, EventGranted)
	c.due(c.out.Labels[i].Until)
	c.test(i) // finds the day on which the new label may next change
}

// renew tests a label whose anniversary has come against the set that was in force that day, until it is met or the
// window closes. Renewing on the last day of the window is in time.
func (c *clock) renew(i int) {
	l := &c.out.Labels[i]
	for l.Until <= c.day {
		closes := l.Until + Day(c.p.Settings.RenewalClosesDays)
		c.due(closes)
		set := c.inForce(l.Until)
		if set == nil {
			if c.day >= closes {
				c.end(i, EndNotRenewed, nil)
			}
			return
		}
		j, skip := c.judge(set), c.skipsSecond(l)
		met := func(i int) bool {
			return skip && j.requirement(i).Tested == SecondRenewal || j.state(i).holds()
		}
		if c.day > closes || !j.met(met) {
			if c.day >= closes {
				c.end(i, EndNotRenewed, j.blame(met))
			}
			return
		}
		l.Verified = c.verified(set, l.Verified)
		l.Version, l.Renewed, l.Until = set.Version, c.day, c.term(l.Until)
		c.event(i, EventRenewed)
	}
	c.due(l.Until)
}

// skipsSecond reports whether the label's next renewal is an odd one, which leaves out what is tested at every second.
func (c *clock) skipsSecond(l *Label) bool {
	terms := 1
	for d := c.term(l.Granted); d < l.Until; d = c.term(d) {
		terms++
	}
	return terms%2 == 1
}

// test looks at the continuously tested leaves of the set that the label was last granted or renewed on. Missing data
// are no failure. A failure lasts from FailingSince until none is left, and the label ends when it has outlasted the
// grace of the leaves without which the set would not be met.
func (c *clock) test(i int) {
	l := &c.out.Labels[i]
	set := c.version(l.Version)
	if set == nil {
		return
	}
	j := c.judge(set)
	if j.met(func(i int) bool { return j.requirement(i).OnLapse == EndsTerm || j.keeps(i) }) {
		if l.FailingSince != 0 {
			l.FailingSince = 0
			c.event(i, EventRecovered)
		}
		return
	}
	since := l.FailingSince
	if since == 0 {
		since = c.day
	}
	patient := func(i int) bool { return c.day < c.graceEnd(j.requirement(i), since) || j.keeps(i) }
	if !j.met(patient) {
		c.end(i, EndLapsed, j.blame(patient))
		return
	}
	if l.FailingSince == 0 {
		l.FailingSince = c.day
		c.event(i, EventFailing)
	}
	for k := range j.leaves {
		c.due(c.graceEnd(j.requirement(k), since))
	}
}

// graceEnd returns the day on which the failure of a requirement since that day ends the label.
func (c *clock) graceEnd(r *Requirement, since Day) Day {
	switch r.OnLapse {
	case EndsAtOnce:
		return since
	case EndsTerm:
		return never
	default:
		return since + Day(r.graceDays(&c.p.Settings))
	}
}

// end ends a label by the requirement that failed, if one can be named.
func (c *clock) end(i int, why EndReason, by *Node) {
	l := &c.out.Labels[i]
	l.Ended, l.Reason, l.EndedBy = c.day, why, ""
	if by != nil {
		l.EndedBy = c.p.Describe(*by).Text
	}
	c.event(i, EventEnded)
}

// inForce returns the newest set that is effective on day d and notes when a newer one becomes so.
func (c *clock) inForce(d Day) *Set {
	var newest *Set
	for i := range c.p.Sets {
		s := &c.p.Sets[i]
		if s.Specialization != c.spec.Slug {
			continue
		}
		c.due(s.EffectiveFrom)
		if s.EffectiveFrom <= d {
			newest = s
		}
	}
	return newest
}

// version returns a set by its number.
func (c *clock) version(v int) *Set {
	for i := range c.p.Sets {
		if s := &c.p.Sets[i]; s.Version == v && s.Specialization == c.spec.Slug {
			return s
		}
	}
	return nil
}

// verified writes the public trace of what a set's evaluation found met. What this renewal did not test keeps its earlier
// trace.
func (c *clock) verified(set *Set, earlier []VerifiedRequirement) []VerifiedRequirement {
	e := evaluation{p: c.p, facts: c.facts, specialization: c.spec.Slug, at: c.day, next: never, silent: true, labels: c.out.Labels}
	root := e.node(&set.Root)
	return c.trace(nil, &set.Root, &root, earlier)
}

func (c *clock) trace(to []VerifiedRequirement, n *Node, f *Finding, earlier []VerifiedRequirement) []VerifiedRequirement {
	for i := range n.Children {
		to = c.trace(to, &n.Children[i], &f.Children[i], earlier)
	}
	if n.Op != Leaf {
		return to
	}
	r := n.Requirement
	v := VerifiedRequirement{
		Sentence: c.p.sentence(r), VerifiedBy: r.VerifiedBy, Mode: r.Mode, On: f.AsOf, Until: f.Until,
	}
	if r.Performance != nil || v.On == 0 {
		v.On = c.day // the vendor's own figures are verified by being looked at
	}
	if f.State.holds() {
		return append(to, v)
	}
	for _, old := range earlier {
		if r.Tested == SecondRenewal && old.Sentence == v.Sentence {
			return append(to, old)
		}
	}
	return to
}
