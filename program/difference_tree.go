package program

import (
	"cmp"
	"slices"
	"strings"
)

// compare tells of every node: first those of the new tree in its order, then what is gone.
//
// Effects are those of single steps, one after the other: groups first ask for another number of their conditions, then
// conditions leave, then others come, then leaves change. Each step is one that a tree of "all", "any" and "at least" passes on
// from a node to its root, so that steps of one direction add up to a set of that direction.
func (d *differ) compare() {
	d.told = map[*Node]bool{}
	for _, n := range d.after.nodes[1:] {
		old := d.was[n]
		switch {
		case d.told[n]:
		case old == nil:
			d.added(n)
		default:
			d.moved(old, n)
		}
		if old == nil {
			continue
		}
		if n.Op == Leaf {
			d.leaf(old, n)
		} else {
			d.group(old, n)
		}
		d.dates(old, n)
	}
	for _, n := range d.before.nodes[1:] {
		if d.now[n] == nil && !d.told[n] {
			d.removed(n)
		}
	}
}

// added tells of a node, and of all in it, that the old tree does not have.
func (d *differ) added(n *Node) {
	parent := d.after.parent[n]
	stayed := slices.DeleteFunc(below(n), func(c *Node) bool { return d.was[c] == nil })
	d.tell(n, func(c *Node) bool { return d.was[c] == nil })
	if len(stayed) == 0 {
		effect := Unclear
		if d.was[parent] != nil {
			effect = coming(parent)
		}
		if choice(parent) {
			d.say(n, Added, effect, "one more way in "+d.groupName(parent)+": "+d.inWords(n))
		} else {
			d.say(n, Added, effect, "new requirement: "+d.inWords(n))
		}
		return
	}
	// What stayed is told of here, so that it is not said to have moved as well.
	for _, c := range stayed {
		d.told[c] = true
	}
	x := stayed[0]
	if len(stayed) == 1 && n.Op == Any && x.Op == Leaf && d.after.parent[x] == n {
		effect := Unclear
		if from := d.before.parent[d.was[x]]; d.now[from] == parent && parent.Op == All && from.Op == All && !dated(n) && !dated(d.was[x]) {
			effect = Easier
		}
		d.say(n, Added, effect, d.name(x)+" is no longer the only way. Now it is enough to meet "+d.inWords(n))
		return
	}
	d.say(n, Added, Unclear, "some requirements stand together now: "+d.inWords(n))
}

// removed tells of a node, and of all in it, that the new tree does not have any more.
func (d *differ) removed(n *Node) {
	parent := d.before.parent[n]
	stayed := slices.DeleteFunc(below(n), func(c *Node) bool { return d.now[c] == nil })
	d.tell(n, func(c *Node) bool { return d.now[c] == nil })
	switch {
	case len(stayed) > 0:
		x := stayed[0]
		effect := Unclear
		if to := d.after.parent[d.now[x]]; len(stayed) == 1 && n.Op == Any && x.Op == Leaf && d.before.parent[x] == n &&
			d.now[parent] == to && parent.Op == All && to.Op == All && !dated(n) && !dated(d.now[x]) {
			effect = Harder
		}
		d.say(n, Removed, effect, "these no longer stand together: "+d.inWords(n))
	case choice(parent) && d.now[parent] != nil && choice(d.now[parent]):
		d.say(n, Removed, reverse(coming(d.now[parent])), "no longer a way in "+d.groupName(d.now[parent])+": "+d.inWords(n))
	case d.now[parent] != nil:
		d.say(n, Removed, reverse(coming(d.now[parent])), "no longer asked for: "+d.inWords(n))
	default:
		d.say(n, Removed, Unclear, "no longer asked for: "+d.inWords(n))
	}
}

// tell marks the nodes under n that are told of by what is said of n.
func (d *differ) tell(n *Node, which func(*Node) bool) {
	for _, c := range below(n) {
		if which(c) {
			d.told[c] = true
		}
	}
}

// coming is what one more condition does to a group.
func coming(group *Node) Effect {
	if group.Op == All {
		return Harder
	}
	return Easier
}

// choice reports whether a group can do without some of its conditions.
func choice(group *Node) bool { return group.Op == Any || group.Op == AtLeast }

func (d *differ) moved(old, new *Node) {
	from, to := d.before.parent[old], d.after.parent[new]
	if d.now[from] == to || d.told[new] {
		return
	}
	if d.was[to] == nil || d.now[from] == nil {
		if d.now[from] == nil && d.was[to] != nil && !choice(from) && !choice(to) {
			return // it stood in a group of "all of these", which is told to be gone
		}
		d.say(new, Moved, Unclear, d.name(new)+" now belongs to "+d.groupName(to)+".")
		return
	}
	effect := Unclear
	if old.Op == Leaf && new.Op == Leaf {
		effect = both(reverse(coming(d.now[from])), coming(to))
	}
	text := d.name(new) + " moves from " + d.groupName(from) + " to " + d.groupName(to) + "."
	switch {
	case from.ID == "" || d.before.parent[from] != nil && d.before.parent[d.before.parent[from]] == nil:
		text = d.name(new) + " becomes a part of " + d.groupName(to) + "."
	case d.after.parent[to] == nil || d.after.parent[d.after.parent[to]] == nil:
		text = d.name(new) + " is asked for on its own. It was a part of " + d.groupName(from) + "."
	}
	d.say(new, Moved, effect, text)
}

// group tells of a group's own words and of how many of its conditions it asks for.
func (d *differ) group(old, new *Node) {
	if old.Title != new.Title && new.Title != "" && old.Title != "" {
		d.say(new, Altered, Same, "the group “"+old.Title+"” is now called “"+new.Title+"”.")
	}
	if old.Op == new.Op && (old.Op != AtLeast || old.K == new.K) {
		return
	}
	effect := Same
	switch was, is := needOf(old, len(old.Children)), needOf(new, len(old.Children)); {
	case slices.ContainsFunc(append(pointers(old.Children), pointers(new.Children)...), dated):
		effect = Unclear
	case is > was:
		effect = Harder
	case is < was:
		effect = Easier
	}
	d.say(new, Regrouped, effect, "in "+d.groupName(new)+", "+share(new)+" must be met instead of "+share(old)+".")
}

// needOf returns how many of so many children a group would ask for.
func needOf(n *Node, children int) int {
	if n.Op == All {
		return children
	}
	return n.needs()
}

func share(n *Node) string {
	switch n.Op {
	case Any:
		return "any one of the conditions"
	case AtLeast:
		return "at least " + FormatNumber(float64(n.K)) + " of the conditions"
	}
	return "all conditions"
}

func dated(n *Node) bool { return n.From != 0 || n.Until != 0 }

// dates tells from when to when a node is asked for. A root is always asked for, whatever it says.
func (d *differ) dates(old, new *Node) {
	if old.From == new.From && old.Until == new.Until {
		return
	}
	was, is := d.before.parent[old], d.after.parent[new]
	effect := Unclear
	if d.now[was] == is && (was.Op == All) == (is.Op == All) {
		switch {
		case d.after.parent[is] == nil:
			return
		case !dated(old):
			effect = reverse(coming(is))
		case !dated(new):
			effect = coming(is)
		}
	}
	text := d.name(new) + " is asked for on all days."
	if dated(new) {
		text = d.name(new) + " is " + uncapital(strings.TrimSpace(new.datesInWords()))
	}
	if dated(old) {
		text += " Before: " + uncapital(strings.TrimSpace(old.datesInWords()))
	}
	d.say(new, Altered, effect, text)
}

// name is how a sentence speaks of a node: by its title, or by what it asks for.
func (d *differ) name(n *Node) string {
	if n.Op != Leaf {
		return d.groupName(n)
	}
	if title := titleOf(n); title != "" {
		return "“" + title + "”"
	}
	return "“" + strings.TrimSuffix(d.p.ruleInWords(n.Requirement), ".") + "”"
}

func titleOf(n *Node) string {
	if n.Requirement != nil {
		return cmp.Or(n.Requirement.Title, n.Title)
	}
	return n.Title
}

// groupName is how a sentence speaks of a group: by its title, or by what it holds.
func (d *differ) groupName(n *Node) string {
	if n.Title != "" {
		return "“" + n.Title + "”"
	}
	if d.after.parent[n] == nil && d.before.parent[n] == nil {
		return "what is asked for"
	}
	if parent := cmp.Or(d.after.parent[n], d.before.parent[n]); d.after.parent[parent] == nil && d.before.parent[parent] == nil {
		return "the requirements as a whole"
	}
	const most = 3
	var parts []string
	for _, c := range pointers(n.Children) {
		if len(parts) == most {
			parts = append(parts, "more")
			break
		}
		parts = append(parts, d.name(c))
	}
	return "the group of " + join(parts, "and")
}

// inWords writes a node, and all in it, as one sentence.
func (d *differ) inWords(n *Node) string {
	if n.Op == Leaf && n.Requirement != nil {
		return uncapital(d.p.sentence(n.Requirement) + n.datesInWords())
	}
	parts := make([]string, len(n.Children))
	for i := range n.Children {
		parts[i] = strings.TrimSuffix(d.inWords(&n.Children[i]), ".")
	}
	return uncapital(connective(n)) + ": " + strings.Join(parts, "; ") + "." + n.datesInWords()
}
