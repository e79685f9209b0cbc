package search

import (
	"cmp"
	"slices"
)

// What counting costs, in about a third of a nanosecond: to add one word of a document's row, to ask for a document's rare
// values, to test a document of a list, and for each word of a bitmap.
const (
	costRow   = 8
	costRare  = 6
	costProbe = 1
	costWord  = 2
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

// countSet counts the common values 64 at a time, one word of the rows: by the rows of few documents, by asking each value
// about many. In the same way rare values are counted by document or by value.
func (f *found) countSet(set bitmap, n, from, to int, totals []uint32) {
	within := func(v uint16) bool { return from <= int(v) && int(v) < to }
	sums := make([]uint32, len(totals))
	byRows := make([]int, 0, 8)
	for word := range f.rows.words() {
		asking := 0
		for _, v := range f.rows.of(word) {
			asking += boolInt(within(v)) * costWord * len(set)
		}
		if n*costRow < asking {
			byRows = append(byRows, word)
			continue
		}
		for _, v := range f.rows.of(word) {
			if within(v) {
				sums[v] = uint32(f.values.countIn(set, uint32(v)))
			}
		}
	}
	if len(byRows) > 0 {
		f.rows.add(set, byRows, sums)
	}
	if n*costRare < len(f.rows.holders.of)*costProbe {
		f.rows.addRare(set, sums)
	} else {
		for v := from; v < to; v++ {
			sums[v] += uint32(f.rows.countRare(set, uint32(v)))
		}
	}
	for v := from; v < to; v++ {
		totals[v] += sums[v]
	}
}
