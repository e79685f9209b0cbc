package search

import (
	"cmp"
	"math/bits"
	"slices"
)

// What counting costs, in about a nanosecond: to look up a document's row, for each word of it, to test a document of a
// list, and for each word of a bitmap.
const (
	costRow     = 40
	costRowWord = 10
	costProbe   = 2
	costWord    = 1
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

// countRange counts the values from ≤ v < to of the documents of a set of n: by the rows of few documents, by asking
// each value about many, and nearly all documents by those that are missing.
func (f *found) countRange(set bitmap, n, from, to int, totals []uint32) {
	if n == 0 || from == to {
		return
	}
	rest := f.len() - n
	byRows := costRow + costRowWord*((to-1)/64-from/64+1)
	asking := 0
	for v := from; v < to; v++ {
		asking += f.askCost(v)
	}
	switch {
	case rest == 0:
		for v := from; v < to; v++ {
			totals[v] += uint32(f.values.size(uint32(v)))
		}
	case rest < n && rest*byRows < asking:
		others := f.mem.get()
		others.fill(f.len())
		others.andNot(set)
		missing := make([]uint32, len(totals))
		f.countRows(others, from, to, missing)
		for v := from; v < to; v++ {
			totals[v] += uint32(f.values.size(uint32(v))) - missing[v]
		}
	case n*byRows < asking:
		f.countRows(set, from, to, totals)
	default:
		for v := from; v < to; v++ {
			totals[v] += uint32(f.values.countIn(set, uint32(v)))
		}
	}
}

func (f *found) askCost(v int) int {
	size := f.values.size(uint32(v))
	if isDense(uint32(size), f.len(), valuesDense) {
		return costWord * len(f.live)
	}
	return costProbe * size
}

// countRows adds up rows of bits. Eight rows at a time go through adders that work on 64 values at once: most values
// are counted by eights, and a bit is only looked at by itself once in eight documents that have it.
func (f *found) countRows(set bitmap, from, to int, totals []uint32) {
	lo, hi := from/64, (to-1)/64+1
	width := f.vocab.rowWords()
	sums := make([]rowSum, hi-lo)
	var docs [8]uint32
	n := 0
	set.each(func(d uint32) bool {
		docs[n] = d
		if n++; n < len(docs) {
			return true
		}
		n = 0
		for w := range sums {
			var rows [8]uint64
			for i, d := range docs {
				rows[i] = f.rows[int(d)*width+lo+w]
			}
			if eights := sums[w].add(&rows); eights != 0 {
				addBits(totals, (lo+w)*64, eights, 8, from, to)
			}
		}
		return true
	})
	for w, s := range sums {
		for _, d := range docs[:n] {
			addBits(totals, (lo+w)*64, f.rows[int(d)*width+lo+w], 1, from, to)
		}
		addBits(totals, (lo+w)*64, s.ones, 1, from, to)
		addBits(totals, (lo+w)*64, s.twos, 2, from, to)
		addBits(totals, (lo+w)*64, s.fours, 4, from, to)
	}
}

// rowSum holds 64 counts below eight, one bit of each count in each word.
type rowSum struct{ ones, twos, fours uint64 }

// add adds eight rows and returns which counts went over eight, once at most each.
func (s *rowSum) add(r *[8]uint64) (eights uint64) {
	ones, a := adder(s.ones, r[0], r[1])
	ones, b := adder(ones, r[2], r[3])
	twos, c := adder(s.twos, a, b)
	ones, a = adder(ones, r[4], r[5])
	ones, b = adder(ones, r[6], r[7])
	twos, d := adder(twos, a, b)
	s.ones, s.twos = ones, twos
	s.fours, eights = adder(s.fours, c, d)
	return eights
}

// adder adds three bits in each of 64 places.
func adder(a, b, c uint64) (sum, carry uint64) {
	u := a ^ b
	return u ^ c, a&b | u&c
}

// addBits adds n to the totals of the values whose bits are set, of those from ≤ v < to.
func addBits(totals []uint32, first int, set uint64, n uint32, from, to int) {
	for ; set != 0; set &= set - 1 {
		if v := first + bits.TrailingZeros64(set); v >= from && v < to {
			totals[v] += n
		}
	}
}
