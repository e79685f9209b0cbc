package search

import (
	"cmp"
	"math/bits"
	"slices"
)

// What counting costs, in about half a nanosecond: to add one word of a document's row, to test a document of a list,
// and for each word of a bitmap.
const (
	costRowWord = 7
	costProbe   = 4
	costWord    = 2
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
	if f.addReady(totals) {
		return
	}
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

// countRange counts the values from ≤ v < to of the documents of a set of n; nearly all documents are counted by those
// that are missing.
func (f *found) countRange(set bitmap, n, from, to int, totals []uint32) {
	if n == 0 || from == to {
		return
	}
	rest := f.len() - n
	if rest >= n {
		f.countSet(set, n, from, to, totals)
		return
	}
	missing := make([]uint32, len(totals))
	if rest > 0 {
		others := f.mem.get()
		others.fill(f.len())
		others.andNot(set)
		f.countSet(others, rest, from, to, missing)
	}
	for v := from; v < to; v++ {
		totals[v] += uint32(f.values.size(uint32(v))) - missing[v]
	}
}

// countSet counts 64 values at a time, one word of the rows: by the rows of few documents, by asking each value about
// many. Words full of common values are worth more rows than those with rare ones.
func (f *found) countSet(set bitmap, n, from, to int, totals []uint32) {
	var byRows []int
	for w := from / 64; w <= (to-1)/64; w++ {
		lo, hi := max(from, w*64), min(to, (w+1)*64)
		asking := 0
		for v := lo; v < hi; v++ {
			asking += f.askCost(v)
		}
		if n*costRowWord < asking {
			byRows = append(byRows, w)
			continue
		}
		for v := lo; v < hi; v++ {
			totals[v] += uint32(f.values.countIn(set, uint32(v)))
		}
	}
	if len(byRows) > 0 {
		f.countRows(set, byRows, from, to, totals)
	}
}

func (f *found) askCost(v int) int {
	size := f.values.size(uint32(v))
	if isDense(uint32(size), f.len(), valuesDense) {
		return costWord * len(f.live)
	}
	return costProbe * size
}

// countRows adds up some words of the rows of a set, 64 documents at a time.
func (f *found) countRows(set bitmap, words []int, from, to int, totals []uint32) {
	width := f.vocab.rowWords()
	sums := make([]rowSum, len(words))
	var docs [64]int // where their rows begin
	n := 0
	for i, w := range set {
		for ; w != 0; w &= w - 1 {
			docs[n] = (i<<6 + bits.TrailingZeros64(w)) * width
			if n++; n < len(docs) {
				continue
			}
			n = 0
			for k := range sums {
				sums[k].add(f.rows[words[k]:], &docs)
			}
		}
	}
	for k := range sums {
		first := words[k] * 64
		for _, d := range docs[:n] {
			addBits(totals, first, f.rows[d+words[k]], 1, from, to)
		}
		for p, plane := range sums[k] {
			addBits(totals, first, plane, 1<<p, from, to)
		}
	}
}

// rowSum holds 64 counts that stand upright: a bit of each count in each word, the lowest bits first. Adding to all 64
// then takes a few operations, however many of them change.
type rowSum [32]uint64

// add adds 64 rows, eight at a time, and then the eight carries in the same way.
func (s *rowSum) add(rows []uint64, docs *[64]int) {
	var carries [8]uint64
	for i := range carries {
		d := docs[8*i : 8*i+8 : 8*i+8]
		carries[i] = addEight((*[3]uint64)(s[0:3]), &[8]uint64{
			rows[d[0]], rows[d[1]], rows[d[2]], rows[d[3]], rows[d[4]], rows[d[5]], rows[d[6]], rows[d[7]],
		})
	}
	carry := addEight((*[3]uint64)(s[3:6]), &carries)
	for p := 6; carry != 0; p++ {
		s[p], carry = s[p]^carry, s[p]&carry
	}
}

// addEight adds eight bits to each of 64 counts below eight and returns which went over, once at most each.
func addEight(s *[3]uint64, r *[8]uint64) (carry uint64) {
	ones, a := adder(s[0], r[0], r[1])
	ones, b := adder(ones, r[2], r[3])
	twos, c := adder(s[1], a, b)
	ones, a = adder(ones, r[4], r[5])
	ones, b = adder(ones, r[6], r[7])
	twos, d := adder(twos, a, b)
	s[0], s[1] = ones, twos
	s[2], carry = adder(s[2], c, d)
	return carry
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
