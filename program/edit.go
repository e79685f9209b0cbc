package program

import (
	"slices"
	"strconv"
)

// Editing a requirement tree. Each function leaves the tree as it was when it returns false: the node is not there, or the change
// would make no tree.

// Find returns the node with an identifier and the group that it stands in, which is nil for the root. It returns nil when
// there is none.
func (n *Node) Find(id string) (node, parent *Node) {
	if n.ID == id {
		return n, nil
	}
	for i := range n.Children {
		if found, in := n.Children[i].Find(id); found != nil {
			if in == nil {
				in = n
			}
			return found, in
		}
	}
	return nil, nil
}

// Each calls f for the node and for all below it, groups before what is in them.
func (n *Node) Each(f func(*Node)) {
	f(n)
	for i := range n.Children {
		n.Children[i].Each(f)
	}
}

// FreshID returns an identifier that none of the trees uses: a new node of the first must not pass for an old one of another.
func FreshID(trees ...*Node) string {
	used := map[string]bool{}
	for _, t := range trees {
		t.Each(func(n *Node) { used[n.ID] = true })
	}
	for i := len(used) + 1; ; i++ {
		if id := "n" + strconv.Itoa(i); !used[id] {
			return id
		}
	}
}

// Insert puts a node into a group, before its child of that number; at the end for a number beyond.
func (n *Node) Insert(group string, at int, what Node) bool {
	g, _ := n.Find(group)
	if g == nil || g.Op == Leaf {
		return false
	}
	g.Children = slices.Insert(g.Children, min(max(at, 0), len(g.Children)), what)
	return true
}

// Remove takes a node and all below it out of the tree. The root stays.
func (n *Node) Remove(id string) (Node, bool) {
	node, parent := n.Find(id)
	if node == nil || parent == nil {
		return Node{}, false
	}
	i := slices.IndexFunc(parent.Children, func(c Node) bool { return c.ID == id })
	gone := parent.Children[i]
	parent.Children = slices.Delete(parent.Children, i, i+1)
	parent.fit()
	return gone, true
}

// fit keeps "at least k of n" possible when n shrinks.
func (n *Node) fit() {
	if n.Op == AtLeast {
		n.K = max(1, min(n.K, len(n.Children)))
	}
}

// Shift moves a node by some places among its neighbours, as far as there are any.
func (n *Node) Shift(id string, by int) bool {
	node, parent := n.Find(id)
	if node == nil || parent == nil {
		return false
	}
	i := slices.IndexFunc(parent.Children, func(c Node) bool { return c.ID == id })
	to := min(max(i+by, 0), len(parent.Children)-1)
	if to == i {
		return false
	}
	moved := parent.Children[i]
	parent.Children = slices.Insert(slices.Delete(parent.Children, i, i+1), to, moved)
	return true
}

// Move puts a node with all below it at the end of another group, which must not be below it.
func (n *Node) Move(id, group string) bool {
	node, parent := n.Find(id)
	to, _ := n.Find(group)
	if node == nil || parent == nil || to == nil || to.Op == Leaf || to == parent {
		return false
	}
	if below, _ := node.Find(group); below != nil {
		return false
	}
	moved, _ := n.Remove(id)
	return n.Insert(group, 1<<30, moved)
}

// Wrap puts a new group in the place of a node and the node into it. The root's place is taken by the group likewise.
func (n *Node) Wrap(id string, op Op, fresh string) bool {
	node, _ := n.Find(id)
	if node == nil || op == Leaf {
		return false
	}
	inner := *node
	*node = Node{ID: fresh, Op: op, Children: []Node{inner}}
	if op == AtLeast {
		node.K = 1
	}
	return true
}

// Unwrap dissolves a group: what is in it stands in its place. A root is dissolved only around a single group.
func (n *Node) Unwrap(id string) bool {
	node, parent := n.Find(id)
	switch {
	case node == nil || node.Op == Leaf || len(node.Children) == 0:
		return false
	case parent == nil:
		if len(node.Children) != 1 || node.Children[0].Op == Leaf {
			return false
		}
		*node = node.Children[0]
		return true
	}
	i := slices.IndexFunc(parent.Children, func(c Node) bool { return c.ID == id })
	parent.Children = slices.Replace(parent.Children, i, i+1, slices.Clone(node.Children)...)
	return true
}

// Duplicate puts a copy of a node with all below it behind it; each copied node gets an identifier that none of the trees
// uses. It returns the copy's.
func (n *Node) Duplicate(id string, also ...*Node) (string, bool) {
	node, parent := n.Find(id)
	if node == nil || parent == nil {
		return "", false
	}
	twin := node.Clone()
	all := append([]*Node{n}, also...)
	taken := Node{ID: "taken"}
	twin.Each(func(c *Node) {
		c.ID = FreshID(append(all, &taken)...)
		taken.Children = append(taken.Children, Node{ID: c.ID})
	})
	i := slices.IndexFunc(parent.Children, func(c Node) bool { return c.ID == id })
	parent.Children = slices.Insert(parent.Children, i+1, twin)
	return twin.ID, true
}

// Clone copies a node with all below it. Requirements are shared: they are replaced, never changed in place.
func (n *Node) Clone() Node {
	out := *n
	out.Children = nil
	for i := range n.Children {
		out.Children = append(out.Children, n.Children[i].Clone())
	}
	return out
}
