package program

// obey does to a held label what was ordered by hand.
func (c *clock) obey(i int) {
	l := &c.out.Labels[i]
	if c.orders.revoked != nil {
		c.end(i, EndRevoked, nil)
		return
	}
	var open *Absence
	for k := range l.Absences {
		if a := &l.Absences[k]; a.State == Suspended && a.Until == 0 {
			open = a
		}
	}
	switch order := c.orders.suspended; {
	case order != nil && open == nil:
		l.Absences = append(l.Absences[:len(l.Absences):len(l.Absences)], Absence{State: Suspended, From: c.day, Reason: order.Reason})
		c.happen(i, EventSuspended, Notice{Until: order.Until, Reason: order.Reason})
	case order == nil && open != nil:
		c.cover(l, open)
		c.happen(i, EventLifted, Notice{Until: l.Until, Reason: c.orders.lifted})
	}
}

// cover lets an absence end today. The labels that were given are not written to.
func (c *clock) cover(l *Label, open *Absence) {
	all := append([]Absence(nil), l.Absences...)
	for k := range all {
		if &l.Absences[k] == open {
			all[k].Until = c.day
		}
	}
	l.Absences = all
}

// reinstate gives back the label that was revoked last, if that is ordered; it returns its index, or -1.
func (c *clock) reinstate() int {
	if c.orders.revoked != nil || c.orders.given == 0 {
		return -1
	}
	last := -1
	for i := range c.out.Labels {
		l := &c.out.Labels[i]
		if l.Specialization != c.spec.Slug || l.Ended == 0 || l.Ended > c.day {
			continue
		}
		if last < 0 || l.Ended >= c.out.Labels[last].Ended {
			last = i
		}
	}
	if last < 0 || c.out.Labels[last].Reason != EndRevoked || c.out.Labels[last].Ended > c.orders.given {
		return -1
	}
	l := &c.out.Labels[last]
	if l.Ended < c.day {
		l.Absences = append(l.Absences[:len(l.Absences):len(l.Absences)], Absence{State: Revoked, From: l.Ended, Until: c.day})
	}
	l.Ended, l.Reason = 0, ""
	c.happen(last, EventReinstated, Notice{Until: l.Until, Reason: c.orders.why})
	return last
}

// override lets a label that was granted by hand last as long as that was ordered. After it the rules decide: a label whose
// set is met stays, as one that was earned.
func (c *clock) override(i int) {
	l := &c.out.Labels[i]
	if order := c.orders.achieved; order != nil {
		if l.Override != 0 {
			l.Override = order.Until
		}
		return
	}
	if l.Override == 0 {
		return
	}
	set := c.inForce(c.day)
	if set == nil {
		c.end(i, EndOverride, nil)
		return
	}
	j := c.judge(set)
	if !j.met(j.holds) {
		c.end(i, EndOverride, j.blame(j.holds))
		return
	}
	l.Override, l.Version, l.Verified = 0, set.Version, c.verified(set, nil)
}
