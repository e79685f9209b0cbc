package program

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func sampleTree() Node {
	leaf := func(id string) Node { return Node{ID: id, Op: Leaf} }
	return Node{ID: "root", Op: All, Children: []Node{
		leaf("a"), {ID: "g", Op: AtLeast, K: 2, Children: []Node{leaf("b"), leaf("c")}}, leaf("d"),
	}}
}

func order(n *Node) []string {
	var out []string
	n.Each(func(x *Node) { out = append(out, x.ID) })
	return out
}

func TestEditingATree(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(n *Node) bool
		want []string
		k    int // of group g
	}{
		"up":                      {func(n *Node) bool { return n.Shift("g", -1) }, []string{"root", "g", "b", "c", "a", "d"}, 2},
		"the last cannot go down": {func(n *Node) bool { return !n.Shift("d", 1) }, []string{"root", "a", "g", "b", "c", "d"}, 2},
		"into a group":            {func(n *Node) bool { return n.Move("a", "g") }, []string{"root", "g", "b", "c", "a", "d"}, 2},
		"out of a group":          {func(n *Node) bool { return n.Move("b", "root") }, []string{"root", "a", "g", "c", "d", "b"}, 1},
		"not into itself":         {func(n *Node) bool { return !n.Move("g", "g") }, []string{"root", "a", "g", "b", "c", "d"}, 2},
		"not into a leaf":         {func(n *Node) bool { return !n.Move("a", "d") }, []string{"root", "a", "g", "b", "c", "d"}, 2},
		"the root stays":          {func(n *Node) bool { _, ok := n.Remove("root"); return !ok }, []string{"root", "a", "g", "b", "c", "d"}, 2},
		"removed, k follows":      {func(n *Node) bool { _, ok := n.Remove("c"); return ok }, []string{"root", "a", "g", "b", "d"}, 1},
		"wrapped":                 {func(n *Node) bool { return n.Wrap("a", Any, "w") }, []string{"root", "w", "a", "g", "b", "c", "d"}, 2},
		"the root wrapped":        {func(n *Node) bool { return n.Wrap("root", Any, "w") }, []string{"w", "root", "a", "g", "b", "c", "d"}, 2},
		"dissolved":               {func(n *Node) bool { return n.Unwrap("g") }, []string{"root", "a", "b", "c", "d"}, 0},
		"copied": {func(n *Node) bool { id, ok := n.Duplicate("g"); return ok && id == "n8" },
			[]string{"root", "a", "g", "b", "c", "n8", "n9", "n10", "d"}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			n := sampleTree()
			if !c.do(&n) {
				t.Error("the answer is wrong")
			}
			if got := order(&n); !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
			if g, _ := n.Find("g"); g != nil && g.K != c.k {
				t.Errorf("at least %d, want %d", g.K, c.k)
			}
		})
	}
}

// Whatever is clicked in whatever order, no node is lost or doubled unless that was asked for, and a clone notices nothing.
func TestEditsKeepEveryNode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := sampleTree()
		before := n.Clone()
		kept := before.Clone()
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			ids := order(&n)
			id, other := rapid.SampledFrom(ids).Draw(t, "node"), rapid.SampledFrom(ids).Draw(t, "other")
			was := len(ids)
			grows := 0
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				n.Shift(id, rapid.IntRange(-2, 2).Draw(t, "by"))
			case 1:
				n.Move(id, other)
			case 2:
				if n.Wrap(id, Any, FreshID(&n)) {
					grows = 1
				}
			case 3:
				x, _ := n.Find(id)
				size := len(order(x))
				if _, ok := n.Duplicate(id); ok {
					grows = size
				}
			}
			now := order(&n)
			if len(now) != was+grows {
				t.Fatalf("%d nodes, had %d and %d more", len(now), was, grows)
			}
			slices.Sort(now)
			if len(slices.Compact(now)) != was+grows {
				t.Fatalf("an identifier stands twice: %q", now)
			}
		}
		if !reflect.DeepEqual(before, kept) {
			t.Fatal("editing changed a copy")
		}
	})
}
