package program

// judge keeps what one set's leaves say from day to day, so that a leaf is evaluated anew only on a day on which one of
// its facts changes.
type judge struct {
	clock  *clock
	set    *Set
	leaves []judged
	dates  []Day // on which a part of the tree begins or stops to be asked for
	labels bool  // what it says depends on the partner's labels
}

// judged is one leaf's state, which stands on days before until.
type judged struct {
	node  *Node
	state State
	until Day
}

// keeps reports whether leaf i does nothing to a held label: it is not tested, or it has not failed. A set that judges
// holders at once tests all of it.
func (j *judge) keeps(i int, all bool) bool {
	if !all && j.requirement(i).Tested != Continuously {
		return true
	}
	state := j.state(i)
	return state.holds() || state == Unknown
}

// holds reports whether leaf i is as good as met.
func (j *judge) holds(i int) bool { return j.state(i).holds() }

// hoped reports whether leaf i would hold, or be unknown, if what was handed in by a day and waits were accepted.
func (j *judge) hoped(i int, by Day) bool {
	e := j.clock.evaluation()
	e.brief, e.hope = true, by
	state := e.leaf(j.leaves[i].node).State
	j.clock.due(e.next)
	return state.holds() || state == Unknown
}

func (j *judge) requirement(i int) *Requirement { return j.leaves[i].node.Requirement }

// judge returns the judge of a set.
func (c *clock) judge(set *Set) *judge {
	for _, j := range c.judges {
		if j.set == set {
			return j
		}
	}
	j := &judge{clock: c, set: set, leaves: appendLeaves(make([]judged, 0, set.Root.leaves()), &set.Root)}
	j.dates = appendDates(nil, &set.Root)
	for i := range j.leaves {
		j.labels = j.labels || j.requirement(i).usesLabels()
	}
	c.judges = append(c.judges, j)
	return j
}

func appendDates(to []Day, n *Node) []Day {
	for i := range n.Children {
		c := &n.Children[i]
		if c.From != 0 {
			to = append(to, c.From)
		}
		if c.Until != 0 {
			to = append(to, c.Until)
		}
		to = appendDates(to, c)
	}
	return to
}

// relook makes leaves that ask for labels look again on the day after: the partner's labels have changed.
func (c *clock) relook(day Day) {
	for _, j := range c.judges {
		if !j.labels {
			continue
		}
		c.next = min(c.next, day+1)
		if c.ahead.set == j.set {
			c.ahead.next = min(c.ahead.next, day+1)
		}
		for i := range j.leaves {
			if j.requirement(i).usesLabels() {
				j.leaves[i].until = min(j.leaves[i].until, day+1)
			}
		}
	}
}

func appendLeaves(to []judged, n *Node) []judged {
	if n.Op == Leaf {
		return append(to, judged{node: n})
	}
	for i := range n.Children {
		to = appendLeaves(to, &n.Children[i])
	}
	return to
}

// met reports whether the set's tree is met when a leaf is met if ok says so. Leaves are asked in order and only as
// far as they matter, and the clock learns when the answers may change.
func (j *judge) met(ok func(leaf int) bool) bool {
	leaf := 0
	for _, d := range j.dates {
		j.clock.due(d)
	}
	return met(&j.set.Root, &leaf, j.clock.day, ok)
}

func met(n *Node, leaf *int, day Day, ok func(leaf int) bool) bool {
	if n.Op == Leaf {
		*leaf++
		return ok(*leaf - 1)
	}
	need, left := n.needs(), len(n.Children)
	for i := range n.Children {
		child := &n.Children[i]
		if need <= 0 || left < need {
			*leaf += child.leaves()
			continue
		}
		left--
		if !child.asked(day) {
			*leaf += child.leaves()
			if n.Op == All {
				need--
			}
			continue
		}
		if met(child, leaf, day, ok) {
			need--
		}
	}
	return need <= 0
}

func (n *Node) leaves() int {
	if n.Op == Leaf {
		return 1
	}
	sum := 0
	for i := range n.Children {
		sum += n.Children[i].leaves()
	}
	return sum
}

// state returns leaf i's state on the clock's day.
func (j *judge) state(i int) State {
	l := &j.leaves[i]
	c := j.clock
	if c.day >= l.until {
		e := c.evaluation()
		e.brief = true
		l.state = e.leaf(l.node).State
		l.until = e.next
		if c.still != 0 {
			l.until = never
		}
	}
	c.due(l.until)
	return l.state
}

// blame returns the first leaf that is not met in a part of the tree that is not.
func (j *judge) blame(ok func(leaf int) bool) *Node {
	return blame(&j.set.Root, 0, j.clock.day, ok)
}

func blame(n *Node, first int, day Day, ok func(leaf int) bool) *Node {
	leaf := first
	if met(n, &leaf, day, ok) {
		return nil
	}
	if n.Op == Leaf {
		return n
	}
	for i := range n.Children {
		if child := &n.Children[i]; n.Op != All || child.asked(day) {
			if found := blame(child, first, day, ok); found != nil {
				return found
			}
		}
		first += n.Children[i].leaves()
	}
	return nil
}

// unheard reports whether a leaf asks for a figure of which none was ever known by the clock's day: figures that are late may
// turn out well, those that never came may not.
func (j *judge) unheard(i int) bool {
	r := j.requirement(i).Performance
	if r == nil {
		return false
	}
	for k := range j.clock.facts.Metrics {
		if v := &j.clock.facts.Metrics[k]; v.Metric == r.Metric && v.Recorded <= j.clock.day {
			return false
		}
	}
	return true
}
