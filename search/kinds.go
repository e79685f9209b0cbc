package search

import (
	"math/bits"
	"slices"
)

// kinds say which facet values each document has. Values that lie side by side form a group, and the documents that
// have the same values of a group are of one kind: a document takes two bytes a group, and to count the values of many
// documents is to count their kinds first, a step for each group instead of one for each value.
type kinds struct {
	groups []kindGroup
	of     []uint16 // by document: its kind in each group
}

// kindGroup is some neighbouring values of one facet.
type kindGroup struct {
	first, end int
	off        []uint32 // kinds+1 offsets into values
	values     []uint16 // of the kinds, one behind the other
}

// maxKinds bounds the kinds of a group, so that the counts of all groups fit into the nearest cache.
const maxKinds = 1024

func (g *kindGroup) valuesOf(kind uint16) []uint16 { return g.values[g.off[kind]:g.off[kind+1]] }

func (g *kindGroup) within(from, to int) bool { return from <= g.first && g.end <= to }

// row returns a document's kinds by group.
func (k *kinds) row(doc uint32) []uint16 {
	n := len(k.groups)
	return k.of[int(doc)*n : int(doc+1)*n]
}

// has reports whether a document has a value.
func (k *kinds) has(doc uint32, value uint16) bool {
	i, found := slices.BinarySearchFunc(k.groups, int(value), func(g kindGroup, v int) int {
		switch {
		case g.end <= v:
			return -1
		case g.first > v:
			return 1
		}
		return 0
	})
	return found && slices.Contains(k.groups[i].valuesOf(k.row(doc)[i]), value)
}

// each calls f with every value of a document in order until f returns false.
func (k *kinds) each(doc uint32, f func(value uint16) bool) {
	for i, kind := range k.row(doc) {
		for _, v := range k.groups[i].valuesOf(kind) {
			if !f(v) {
				return
			}
		}
	}
}

// kindCounts are how many documents are of each kind of a group. The odd length keeps the counts of different groups from
// falling on the same lines of a cache.
type kindCounts [maxKinds + 48]uint32

// add counts the values of the documents of a set, for some of the groups. It leaves the counts it works with at zero.
func (k *kinds) add(set bitmap, groups []int, counts []kindCounts, totals []uint32) {
	for i, w := range set {
		for ; w != 0; w &= w - 1 {
			row := k.row(uint32(i<<6 + bits.TrailingZeros64(w)))
			for at, g := range groups {
				counts[at][row[g]%maxKinds]++
			}
		}
	}
	for at, g := range groups {
		group, n := &k.groups[g], &counts[at]
		for kind := range len(group.off) - 1 {
			if n[kind] == 0 {
				continue
			}
			for _, v := range group.valuesOf(uint16(kind)) {
				totals[v] += n[kind]
			}
			n[kind] = 0
		}
	}
}

func (k *kinds) bytes() int {
	n := 2 * len(k.of)
	for _, g := range k.groups {
		n += 64 + 4*len(g.off) + 2*len(g.values)
	}
	return n
}

// sealKinds finds the kinds. Groups grow value by value for as long as their kinds are not too many.
func (s *segment) sealKinds() {
	var columns [][]uint16
	for _, f := range storedFacets() {
		sorter := newKindSorter(s.len(), s.vocab.first[f])
		for v := s.vocab.first[f]; v < s.vocab.end[f]; v++ {
			if !sorter.split(&s.values, v) {
				s.kinds.groups = append(s.kinds.groups, sorter.group(v))
				columns = append(columns, sorter.kindOf)
				sorter = newKindSorter(s.len(), v)
				sorter.split(&s.values, v)
			}
		}
		s.kinds.groups = append(s.kinds.groups, sorter.group(s.vocab.end[f]))
		columns = append(columns, sorter.kindOf)
	}
	s.kinds.of = make([]uint16, 0, len(columns)*s.len())
	for d := range s.len() {
		for _, c := range columns {
			s.kinds.of = append(s.kinds.of, c[d])
		}
	}
}

// kindSorter splits the documents of a segment into kinds by one value after the other.
type kindSorter struct {
	first  int
	kindOf []uint16   // by document
	values [][]uint16 // by kind
	sizes  []int      // by kind: documents
}

func newKindSorter(docs, first int) *kindSorter {
	return &kindSorter{first: first, kindOf: make([]uint16, docs), values: [][]uint16{nil}, sizes: []int{docs}}
}

// split tells documents that have a value from those that do not. When that would take too many kinds it does nothing
// and returns false.
func (ks *kindSorter) split(p *postings, value int) bool {
	have := make([]int, len(ks.sizes))
	p.each(uint32(value), func(d uint32) { have[ks.kindOf[d]]++ })
	next := len(ks.sizes)
	to := make([]uint16, len(have))
	for kind, n := range have {
		to[kind] = uint16(kind)
		if n > 0 && n < ks.sizes[kind] {
			to[kind] = uint16(next)
			next++
		}
	}
	if next > maxKinds {
		return false
	}
	for kind, n := range have {
		with := append(slices.Clip(ks.values[kind]), uint16(value))
		switch {
		case n == 0:
		case n == ks.sizes[kind]:
			ks.values[kind] = with
		default:
			ks.values = append(ks.values, with)
			ks.sizes = append(ks.sizes, n)
			ks.sizes[kind] -= n
		}
	}
	p.each(uint32(value), func(d uint32) { ks.kindOf[d] = to[ks.kindOf[d]] })
	return true
}

func (ks *kindSorter) group(end int) kindGroup {
	g := kindGroup{first: ks.first, end: end, off: []uint32{0}}
	for _, values := range ks.values {
		g.values = append(g.values, values...)
		g.off = append(g.off, uint32(len(g.values)))
	}
	return g
}
