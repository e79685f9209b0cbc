package program

import (
	"encoding/json"
	"slices"
)

// ChangeKind is what happened to a node from one set to another.
type ChangeKind string

// What happens to nodes.
const (
	Added     ChangeKind = "added"
	Removed   ChangeKind = "removed"
	Altered   ChangeKind = "altered"   // something about a leaf: its figure, its verifier, its words
	Moved     ChangeKind = "moved"     // into another group
	Regrouped ChangeKind = "regrouped" // a group asks for another number of its conditions
)

// Effect is what a change does to whoever has to meet the set.
type Effect string

// Effects. Unclear is said where it depends on the partner. If no change of a difference is anything but harder or the same,
// whoever meets the new set meets the old one, and the other way round.
const (
	Harder  Effect = "harder"
	Easier  Effect = "easier"
	Same    Effect = "same"
	Unclear Effect = ""
)

// Change is one difference between two sets, as a sentence for partners.
type Change struct {
	Node   string // the node's ID: in the new set, or in the old one where it was removed
	Kind   ChangeKind
	Effect Effect
	Text   string
}

// Difference says in plain English how the requirement tree of new differs from that of old. Nodes are the same where their
// identifier is, else where what they ask for is. It is empty only if both trees are stored as the same text.
func Difference(p *Programme, old, new Set) []Change {
	if stored(old.Root) == stored(new.Root) {
		return nil
	}
	// Both trees stand under one node, so that a root can move like any other.
	before, after := Node{Op: All, Children: []Node{old.Root}}, Node{Op: All, Children: []Node{new.Root}}
	d := &differ{p: p, before: spread(&before), after: spread(&after), now: map[*Node]*Node{}, was: map[*Node]*Node{}}
	d.match(&before, &after)
	d.compare()
	if len(d.out) == 0 {
		d.say(&new.Root, Altered, Same, "The order of the requirements changes, or how they are filed. What they ask for stays the same.")
	}
	return d.out
}

// OverallEffect sums up a difference: harder or easier where no change says otherwise.
func OverallEffect(changes []Change) Effect {
	overall := Same
	for _, c := range changes {
		overall = both(overall, c.Effect)
	}
	return overall
}

// both returns what two steps do together.
func both(a, b Effect) Effect {
	switch {
	case a == b || b == Same:
		return a
	case a == Same:
		return b
	}
	return Unclear
}

func reverse(e Effect) Effect {
	switch e {
	case Harder:
		return Easier
	case Easier:
		return Harder
	}
	return e
}

// stored returns a value as the text it is stored as.
func stored[T any](v T) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error() // a figure that is no number: no valid tree has one
	}
	return string(b)
}

// spreadTree is a tree as a list, parents first.
type spreadTree struct {
	nodes  []*Node
	parent map[*Node]*Node
}

func spread(root *Node) spreadTree {
	s := spreadTree{parent: map[*Node]*Node{}}
	var walk func(n *Node)
	walk = func(n *Node) {
		s.nodes = append(s.nodes, n)
		for i := range n.Children {
			s.parent[&n.Children[i]] = n
			walk(&n.Children[i])
		}
	}
	walk(root)
	return s
}

// below returns all nodes under n, n left out.
func below(n *Node) []*Node { return spread(n).nodes[1:] }

type differ struct {
	p             *Programme
	before, after spreadTree
	now           map[*Node]*Node // from nodes of the old tree to those of the new
	was           map[*Node]*Node // and back
	out           []Change
	told          map[*Node]bool // nodes that a sentence on their group has told of
}

func (d *differ) say(n *Node, kind ChangeKind, effect Effect, text string) {
	c := Change{Node: n.ID, Kind: kind, Effect: effect, Text: capital(text)}
	if !slices.Contains(d.out, c) { // two groups of people may ask for the same and change alike
		d.out = append(d.out, c)
	}
}

func (d *differ) pair(old, new *Node) { d.now[old], d.was[new] = new, old }

// match pairs nodes of both trees: by identifier, then leaves that ask for the same, then leaves on the same matter, then
// groups with a child in common.
func (d *differ) match(before, after *Node) {
	d.pair(before, after)
	for _, same := range []func(old, new *Node) bool{
		func(old, new *Node) bool {
			return old.ID != "" && old.ID == new.ID && (old.Op == Leaf) == (new.Op == Leaf)
		},
		func(old, new *Node) bool {
			return leaves(old, new) && stored(old.Requirement) == stored(new.Requirement)
		},
		func(old, new *Node) bool { return leaves(old, new) && topic(old.Requirement) == topic(new.Requirement) },
		func(old, new *Node) bool {
			return old.Op != Leaf && new.Op != Leaf && (d.before.parent[old] == before && d.after.parent[new] == after ||
				slices.ContainsFunc(pointers(old.Children), func(c *Node) bool { return d.now[c] != nil && d.after.parent[d.now[c]] == new }))
		},
	} {
		for _, old := range d.before.nodes {
			if d.now[old] != nil {
				continue
			}
			for _, new := range d.after.nodes {
				if d.was[new] == nil && same(old, new) {
					d.pair(old, new)
					break
				}
			}
		}
	}
}

func leaves(a, b *Node) bool {
	return a.Op == Leaf && b.Op == Leaf && a.Requirement != nil && b.Requirement != nil
}

// topic is what a leaf is about, whatever it asks of it.
func topic(r *Requirement) string {
	if r.Performance != nil {
		return "figure " + r.Performance.Metric
	}
	return stored(r.Kinds()) + r.Title
}

func pointers(list []Node) []*Node {
	out := make([]*Node, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}
