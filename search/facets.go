package search

import (
	"cmp"
	"slices"
)

// What counting costs, in units of about a nanosecond: to look a document up in the forward index, to count one of its
// values there, to test a document of a list, and for one word of a bitmap.
const (
	costDoc   = 12
	costValue = 2
	costProbe = 2
	costWord  = 1
)

// facets counts every value, each facet as if its own choices were not made.
func (s *searcher) facets() map[Facet][]Count {
	totals := make([]uint32, len(s.ix.vocab.values))
	for _, f := range s.finds {
		f.count(totals)
	}
	out := make(map[Facet][]Count, len(Facets()))
	for _, facet := range Facets() {
		out[facet] = s.counts(facet, totals)
	}
	return out
}

// counts turns the totals of one facet into what pages show.
func (s *searcher) counts(f Facet, totals []uint32) []Count {
	v := s.ix.vocab
	chosen := s.q.choices(f)
	numbers := make([]int, 0, 64)
	for n := v.first[f]; n < v.end[f]; n++ {
		if totals[n] > 0 || len(chosen) > 0 && slices.Contains(chosen, v.values[n].slug) {
			numbers = append(numbers, n)
		}
	}
	slices.SortFunc(numbers, func(a, b int) int {
		return cmp.Or(cmp.Compare(totals[b], totals[a]), cmp.Compare(v.values[a].order, v.values[b].order))
	})
	out := make([]Count, len(numbers))
	for i, n := range numbers {
		val := &v.values[n]
		out[i] = Count{val.slug, val.name, int(totals[n]), len(chosen) > 0 && slices.Contains(chosen, val.slug)}
	}
	return out
}

// count adds one part's numbers to the totals.
func (f *found) count(totals []uint32) {
	type choice struct{ from, to int }
	var own []choice
	for facet := range f.chosen {
		own = append(own, choice{f.vocab.first[facet], f.vocab.end[facet]})
		set := f.without(facet)
		f.countRange(set, set.count(), f.vocab.first[facet], f.vocab.end[facet], totals)
	}
	slices.SortFunc(own, func(a, b choice) int { return cmp.Compare(a.from, b.from) })
	from := 0
	for _, c := range own {
		f.countRange(f.matches, f.n, from, c.from, totals)
		from = c.to
	}
	f.countRange(f.matches, f.n, from, len(f.vocab.values), totals)
}

// countRange counts the values from ≤ v < to of the documents of a set of n. Values with lower numbers are rare ones,
// which the forward index counts best; the others are asked one by one. It picks the cheapest split.
func (f *found) countRange(set bitmap, n, from, to int, totals []uint32) {
	if n == 0 || from == to {
		return
	}
	if rest := f.len() - n; rest < n/16 {
		f.countRest(set, rest, from, to, totals)
		return
	}
	split := f.split(n, from, to)
	if split > from {
		f.countForward(set, from, split, totals)
	}
	for v := split; v < to; v++ {
		if f.values.size(uint32(v)) > 0 {
			totals[v] += uint32(f.values.countIn(set, uint32(v)))
		}
	}
}

// split returns up to which value the forward index is to count.
func (f *found) split(n, from, to int) int {
	asking := 0
	for v := from; v < to; v++ {
		asking += f.askCost(v)
	}
	best, at := asking, from
	walking, below := costDoc*n, float64(n)/float64(f.len())
	for v := from; v < to; v++ {
		asking -= f.askCost(v)
		walking += int(below * costValue * float64(f.values.size(uint32(v))))
		if cost := walking + asking; cost < best {
			best, at = cost, v+1
		}
	}
	return at
}

func (f *found) askCost(v int) int {
	size := f.values.size(uint32(v))
	if isDense(uint32(size), f.len(), valuesDense) {
		return costWord * len(f.live)
	}
	return costProbe * size
}

func (f *found) countForward(set bitmap, from, to int, totals []uint32) {
	set.each(func(d uint32) bool {
		for _, v := range f.valuesOf(d) {
			if int(v) >= to {
				break
			}
			if int(v) >= from {
				totals[v]++
			}
		}
		return true
	})
}

// countRest counts a set of nearly all documents by those it lacks.
func (f *found) countRest(set bitmap, rest, from, to int, totals []uint32) {
	for v := from; v < to; v++ {
		totals[v] += uint32(f.values.size(uint32(v)))
	}
	if rest == 0 {
		return
	}
	others := f.mem.get()
	others.fill(f.len())
	others.andNot(set)
	others.each(func(d uint32) bool {
		for _, v := range f.valuesOf(d) {
			if int(v) >= from && int(v) < to {
				totals[v]--
			}
		}
		return true
	})
}
