package program

import "slices"

// clock decides the labels of one partner in one specialization, one day after the other.
type clock struct {
	p      *Programme
	facts  *Facts
	spec   *Specialization
	out    *Outcome
	judges []*judge
	day    Day
	next   Day // the next day on which anything may change
	orders ordered
	ahead  ahead
	still  Day // leaves say all along what they say on this day; zero: what they say on each
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
	c.orders = c.facts.orders(c.spec.Slug, d)
	c.due(c.orders.next)
	i := c.held()
	if i < 0 {
		i = c.reinstate()
	}
	if i >= 0 {
		c.obey(i)
		for _, decide := range []func(int){c.override, c.renew, c.test, c.tellAhead} {
			if c.out.Labels[i].Ended == 0 {
				decide(i)
			}
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

// mayGrant reports whether nothing stands in the way of a new label. One that was revoked by hand does for good: only a hand
// may give the label back.
func (c *clock) mayGrant() bool {
	if c.orders.revoked != nil || c.orders.suspended != nil {
		return false
	}
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
	byHand := c.orders.achieved
	j := c.judge(set)
	if j.met(j.holds) {
		byHand = nil
	} else if byHand == nil {
		return
	}
	l := Label{
		Specialization: c.spec.Slug, Version: set.Version, Granted: c.day, Until: c.term(c.day), Verified: c.verified(set, nil),
	}
	n := Notice{Until: l.Until, Version: l.Version}
	if byHand != nil {
		l.Override = byHand.Until
		n.Until, n.Reason = byHand.Until, byHand.Reason
	}
	c.out.Labels = append(c.out.Labels, l)
	i := len(c.out.Labels) - 1
	c.happen(i, EventGranted, n)
	c.due(l.Until)
	c.test(i) // finds the day on which the new label may next change
	if c.out.Labels[i].Ended == 0 {
		c.tellAhead(i)
	}
}

// renew tests a label whose anniversary has come against the set that was in force that day, until it is met or the window
// closes. Renewing on the last day of the window is in time. Past it the label is kept while only evidence that was handed in
// before, or figures that the vendor owes, are undecided; it is renewed on the day on which they turn out well.
func (c *clock) renew(i int) {
	l := &c.out.Labels[i]
	for l.Until <= c.day {
		if c.extend(i) {
			continue
		}
		closes := l.Until + Day(c.p.Settings.RenewalClosesDays)
		c.due(closes)
		set := c.judging(l, l.Until)
		if set == nil {
			if c.day >= closes {
				c.end(i, EndNotRenewed, nil)
			}
			return
		}
		j, skip := c.judge(set), c.skipsSecond(l)
		met := func(k int) bool { return skip && j.requirement(k).Tested == SecondRenewal || j.holds(k) }
		switch {
		case c.orders.achieved != nil || j.met(met):
			l.Verified = c.verified(set, l.Verified)
			l.Version, l.Renewed = set.Version, c.day
			c.nextTerm(l)
			c.happen(i, EventRenewed, Notice{Until: l.Until, Version: l.Version})
			continue
		case c.day < closes:
		case !j.met(func(k int) bool { return met(k) || !j.unheard(k) && (j.state(k) == Unknown || j.hoped(k, closes)) }):
			c.end(i, EndNotRenewed, j.blame(met))
		case l.Kept == 0:
			l.Kept = c.day
			c.happen(i, EventAwaiting, Notice{Until: closes})
		}
		return
	}
	c.due(l.Until)
}

// nextTerm moves a label to its next anniversary, for which its holder has been told nothing.
func (c *clock) nextTerm(l *Label) {
	l.Until, l.Kept, l.Told.AtRisk = c.term(l.Until), 0, 0
	l.Told.Changes = slices.DeleteFunc(slices.Clone(l.Told.Changes), func(v int) bool { return v <= l.Version })
	if len(l.Told.Changes) == 0 {
		l.Told.Changes = nil
	}
}

// extend moves a label to its next anniversary without a test where the programme says so.
func (c *clock) extend(i int) bool {
	l := &c.out.Labels[i]
	for k := range c.p.Settings.Extensions {
		x := &c.p.Settings.Extensions[k]
		if l.Until < x.From || l.Until > x.Until || slices.Contains(x.Except, c.spec.Slug) {
			continue
		}
		if c.due(x.Published); x.Published <= c.day {
			c.nextTerm(l)
			c.happen(i, EventExtended, Notice{Until: l.Until, Reason: x.Reason})
			return true
		}
	}
	return false
}

// skipsSecond reports whether the label's next renewal is an odd one, which leaves out what is tested at every second.
func (c *clock) skipsSecond(l *Label) bool {
	terms := 1
	for d := c.term(l.Granted); d < l.Until; d = c.term(d) {
		terms++
	}
	return terms%2 == 1
}

// test looks at the continuously tested leaves of the set that the label was last granted or renewed on, or at all of a newer
// one that judges holders at once. Missing data are no failure. A failure lasts from FailingSince until none is left, and the
// label ends when it has outlasted the grace of the leaves without which the set would not be met.
func (c *clock) test(i int) {
	l := &c.out.Labels[i]
	if c.orders.achieved != nil {
		c.recover(i)
		return
	}
	set, moving := c.tested(i)
	if set == nil {
		return
	}
	j := c.judge(set)
	skip := moving && c.skipsSecond(l)
	keeps := func(k int) bool {
		if skip && j.requirement(k).Tested == SecondRenewal {
			return true
		}
		return j.keeps(k, moving)
	}
	if j.met(func(k int) bool { return c.graceEnd(j.requirement(k), c.day) == never || keeps(k) }) {
		c.recover(i)
		return
	}
	since := l.FailingSince
	if since == 0 {
		since = c.day
	}
	patient := func(day Day) func(int) bool {
		return func(k int) bool { return day < c.graceEnd(j.requirement(k), since) || keeps(k) }
	}
	if !j.met(patient(c.day)) {
		c.end(i, EndLapsed, j.blame(patient(c.day)))
		return
	}
	ends := never
	for k := range j.leaves {
		d := c.graceEnd(j.requirement(k), since)
		c.due(d)
		if l.FailingSince == 0 && d < ends && !j.met(patient(d)) {
			ends = d
		}
	}
	if l.FailingSince == 0 {
		l.FailingSince = c.day
		n := Notice{Until: known(ends)}
		c.explain(&n, j.blame(patient(ends)))
		c.happen(i, EventFailing, n)
	}
}

// recover ends a failure.
func (c *clock) recover(i int) {
	if l := &c.out.Labels[i]; l.FailingSince != 0 {
		l.FailingSince = 0
		c.happen(i, EventRecovered, Notice{Until: l.Until})
	}
}

// tested returns the set that a label is tested against all the time. A newer one that judges holders at once takes the
// place of its own, and becomes its own on the day on which all of it is met.
func (c *clock) tested(i int) (set *Set, moving bool) {
	l := &c.out.Labels[i]
	for k := range c.p.Sets {
		s := &c.p.Sets[k]
		if s.Specialization != c.spec.Slug || s.AtOnce == "" || s.Version <= l.Version {
			continue
		}
		if c.due(s.EffectiveFrom); s.EffectiveFrom <= c.day && s.Published <= c.day {
			set = s
		}
	}
	if set == nil {
		return c.version(l.Version), false
	}
	j, skip := c.judge(set), c.skipsSecond(l)
	if !j.met(func(k int) bool { return skip && j.requirement(k).Tested == SecondRenewal || j.holds(k) }) {
		return set, true
	}
	l.Verified, l.Version = c.verified(set, l.Verified), set.Version
	c.happen(i, EventMoved, Notice{Version: set.Version})
	return set, false
}

// graceEnd returns the day on which the failure of a requirement since that day ends the label. What is tested at renewals
// only fails where a set judges holders at once, and then has the programme's grace.
func (c *clock) graceEnd(r *Requirement, since Day) Day {
	switch {
	case r.Tested != Continuously:
		return since + Day(c.p.Settings.DefaultGraceDays)
	case r.OnLapse == EndsAtOnce:
		return since
	case r.OnLapse == EndsTerm:
		return never
	}
	return since + Day(r.graceDays(&c.p.Settings))
}

// end ends a label by the requirement that failed, if one can be named.
func (c *clock) end(i int, why EndReason, by *Node) {
	l := &c.out.Labels[i]
	l.Ended, l.Reason, l.EndedBy = c.day, why, ""
	n := Notice{Version: l.Version}
	if by != nil {
		l.EndedBy = c.p.Describe(*by).Text
		c.explain(&n, by)
	}
	if c.orders.revoked != nil && why == EndRevoked {
		n.Reason = c.orders.revoked.Reason
		c.happen(i, EventRevoked, n)
		return
	}
	c.happen(i, EventEnded, n)
}

// inForce returns the newest set that is effective on day d, and notes when a newer one becomes so.
func (c *clock) inForce(d Day) *Set {
	var newest *Set
	for i := range c.p.Sets {
		s := &c.p.Sets[i]
		if s.Specialization != c.spec.Slug {
			continue
		}
		c.due(s.Published)
		c.due(s.EffectiveFrom)
		if s.EffectiveFrom <= d && s.Published <= c.day {
			newest = s
		}
	}
	return newest
}

// judging returns the set that a label's renewal on an anniversary is judged on, of those that are known on the day.
func (c *clock) judging(l *Label, anniversary Day) *Set {
	var newest *Set
	for i := range c.p.Sets {
		s := &c.p.Sets[i]
		if s.Specialization != c.spec.Slug {
			continue
		}
		c.due(s.Published)
		c.due(s.EffectiveFrom)
		if s.EffectiveFrom <= anniversary && s.Published <= c.day && !s.spares(l, anniversary) {
			newest = s
		}
	}
	return newest
}

// spares reports whether a label is too old to be judged on the set on an anniversary.
func (s *Set) spares(l *Label, anniversary Day) bool {
	return anniversary < s.SparedUntil && l.Granted < s.EffectiveFrom
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
	if c.still != 0 {
		return nil // a preview shows no trace
	}
	e := c.evaluation()
	e.silent = true
	root := e.node(&set.Root)
	return c.trace(nil, &set.Root, &root, earlier)
}

// evaluation returns one of the clock's day, or of the day on which its facts stand still.
func (c *clock) evaluation() evaluation {
	e := evaluation{p: c.p, facts: c.facts, specialization: c.spec.Slug, at: c.day, next: never, labels: c.out.Labels}
	if c.still != 0 {
		e.at = c.still
	}
	return e
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
