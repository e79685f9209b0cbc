package program

import (
	"slices"
	"strconv"
)

// ahead is what a label's next renewal would say by today's facts; it stands on days before next.
type ahead struct {
	set      *Set
	skip     bool
	state    State
	until    Day // the day on which it stops being met
	next     Day
	standing Standing // as of the day on which it was looked at
}

// look returns what the next renewal of a label would say, looking again only when something may have changed.
func (c *clock) look(l *Label, set *Set) *ahead {
	a := &c.ahead
	if skip := c.skipsSecond(l); a.set != set || a.skip != skip || c.day >= a.next {
		e := c.evaluation()
		e.silent = true
		*a = ahead{set: set, skip: skip, standing: e.standing(set)}
		a.next = e.next
		a.state, a.until = nextTest(&set.Root, &a.standing.Root, skip, true, c.day)
	}
	c.due(a.next)
	return a
}

// tellAhead tells the holder of a label what is to come: requirements that it would fail, what puts the label at risk, and
// its renewal.
func (c *clock) tellAhead(i int) {
	if c.still != 0 {
		return // a preview tells nobody
	}
	l := &c.out.Labels[i]
	c.tellChanges(i)
	c.tellRisk(i)
	for _, days := range c.p.Settings.ReminderOffsets {
		d := l.Until + Day(days)
		if c.due(d); d == c.day && d > l.Granted && l.Told.Reminded < d && l.Kept == 0 {
			l.Told.Reminded = d
			n := Notice{Until: l.Until, Days: days, Version: l.Version}
			if set := c.judging(l, l.Until); set != nil {
				n.Version = set.Version
				n.Missing = c.missing(&n, l, set)
			}
			c.tell(i, NoticeReminder, strconv.Itoa(days)+"/"+l.Until.String(), n)
		}
	}
}

// tellRisk says when a label comes at risk: today's facts would fail its next renewal, or something runs out before it and
// soon. Missing data neither put a label at risk nor save it.
func (c *clock) tellRisk(i int) {
	l := &c.out.Labels[i]
	if l.Until <= c.day || l.FailingSince != 0 || c.orders.achieved != nil {
		return
	}
	set := c.judging(l, l.Until)
	if set == nil || set.EffectiveFrom > c.day && slices.Contains(l.Told.Changes, set.Version) {
		return // what is to come has been told
	}
	a := c.look(l, set)
	soon := Day(c.p.Settings.AtRiskDays)
	risk := a.state == NotMet
	if a.state.holds() && a.until != 0 && a.until <= l.Until {
		c.due(a.until - soon)
		risk = a.until-soon <= c.day
	}
	switch {
	case risk && l.Told.AtRisk == 0:
		l.Told.AtRisk = c.day
		n := Notice{Until: l.Until, Version: set.Version}
		if a.state == NotMet {
			c.missing(&n, l, set)
		} else {
			c.expiring(&n, set, a)
		}
		c.tell(i, NoticeAtRisk, c.day.String(), n)
	case !risk && a.state.holds():
		l.Told.AtRisk = 0
	}
}

// tellChanges says from a set's publication until it is effective that today's facts would fail it.
func (c *clock) tellChanges(i int) {
	l := &c.out.Labels[i]
	for k := range c.p.Sets {
		set := &c.p.Sets[k]
		if set.Specialization != c.spec.Slug || set.Version <= l.Version || slices.Contains(l.Told.Changes, set.Version) {
			continue
		}
		c.due(set.Published)
		if set.Published > c.day || set.EffectiveFrom <= c.day {
			continue
		}
		n := Notice{Until: set.EffectiveFrom, Version: set.Version, Reason: set.AtOnce}
		if set.AtOnce == "" {
			n.Until = l.Until
			for n.Until < set.EffectiveFrom || set.spares(l, n.Until) {
				n.Until = c.term(n.Until)
			}
		}
		if c.missing(&n, l, set) {
			l.Told.Changes = append(l.Told.Changes[:len(l.Told.Changes):len(l.Told.Changes)], set.Version)
			c.tell(i, NoticeChange, strconv.Itoa(set.Version), n)
		}
	}
}

// missing reports whether today's facts would fail the renewal of a label on a set, and explains it by the first requirement
// that is not met. Missing data fail nothing.
func (c *clock) missing(n *Notice, l *Label, set *Set) bool {
	j, skip := c.judge(set), c.skipsSecond(l)
	fine := func(k int) bool {
		return skip && j.requirement(k).Tested == SecondRenewal || j.holds(k) || j.state(k) == Unknown
	}
	if j.met(fine) {
		return false
	}
	c.explain(n, j.blame(fine))
	return true
}

// explain names a requirement and what to do about it.
func (c *clock) explain(n *Notice, by *Node) {
	if by == nil || c.still != 0 {
		return
	}
	n.Requirement = c.p.Describe(*by).Text
	e := c.evaluation()
	f := e.leaf(by)
	n.Next = f.Next
}

// expiring names the first requirement that runs out with the whole.
func (c *clock) expiring(n *Notice, set *Set, a *ahead) {
	if by := endsOn(&set.Root, &a.standing.Root, a.until); by != nil {
		n.Requirement = c.p.Describe(*by).Text
		n.Next = "This runs out on " + a.until.Long() + " if nothing changes."
	}
}

func endsOn(n *Node, f *Finding, d Day) *Node {
	if n.Op == Leaf {
		if f.Until == d {
			return n
		}
		return nil
	}
	for i := range n.Children {
		if found := endsOn(&n.Children[i], &f.Children[i], d); found != nil {
			return found
		}
	}
	return nil
}

// happen notes an event and the notice of it.
func (c *clock) happen(label int, kind string, n Notice) {
	c.event(label, kind)
	once := c.day
	if kind == EventRenewed || kind == EventExtended {
		once = n.Until // after a long wait a label may pass two anniversaries in a day
	}
	c.tell(label, NoticeKind(kind), once.String(), n)
}

// tell adds a notice; once tells it from others of the same kind about the same label.
func (c *clock) tell(label int, kind NoticeKind, once string, n Notice) {
	l := &c.out.Labels[label]
	n.Kind, n.Specialization, n.Label, n.On = kind, c.spec.Slug, label, c.day
	n.Key = string(kind) + "/" + n.Specialization + "/" + l.Granted.String() + "/" + once
	c.out.Notices = append(c.out.Notices, n)
}
