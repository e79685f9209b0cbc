package search

import (
	"slices"
	"sort"
)

// ref is one document of one part.
type ref struct {
	f   *found
	doc uint32
}

// run is one part's share of documents that are equal so far, in the order that decides among them: a set in order of
// standing, or a list.
type run struct {
	f    *found
	set  bitmap
	list []uint32 // at least the documents that the page can need, when set is nil
	n    int
}

// slice returns up to want documents from place from on.
func (r run) slice(from, want int) []uint32 {
	want = min(want, r.n-from)
	if want <= 0 {
		return nil
	}
	if r.set == nil {
		return r.list[from:min(from+want, len(r.list))]
	}
	out := make([]uint32, 0, want)
	at := r.set.nth(from)
	for i := int(at >> 6); len(out) < want; i++ {
		w := r.set[i]
		if i == int(at>>6) {
			w &^= 1<<(at&63) - 1
		}
		(bitmap{w}).each(func(d uint32) bool {
			out = append(out, uint32(i<<6)+d)
			return len(out) < want
		})
	}
	return out
}

// compare orders documents of any two parts.
type compare func(a *segment, x uint32, b *segment, y uint32) int

// pick returns want documents from place skip on of the runs put together in order. The base is large and its run is
// only asked for single places; the others are small and are merged first.
func pick(runs []run, order compare, skip, want int) []ref {
	base := runs[0]
	var small []ref
	for _, r := range runs[1:] {
		small = mergeRefs(small, r.refs(0, skip+want), order)
	}
	before := func(x ref, y ref) bool { return order(x.f.segment, x.doc, y.f.segment, y.doc) < 0 }
	// i is the number of small ones among the first skip: the least for which the next small one comes behind the base's.
	lo, hi := max(0, skip-base.n), min(skip, len(small))
	i := lo + sort.Search(hi-lo, func(k int) bool {
		k += lo
		last := base.slice(skip-k-1, 1)
		return before(ref{base.f, last[0]}, small[k])
	})
	out := mergeRefs(base.refs(skip-i, want), small[i:min(len(small), i+want)], order)
	return out[:min(want, len(out))]
}

func (r run) refs(from, want int) []ref {
	docs := r.slice(from, want)
	out := make([]ref, len(docs))
	for i, d := range docs {
		out[i] = ref{r.f, d}
	}
	return out
}

func mergeRefs(a, b []ref, order compare) []ref {
	if len(a) == 0 || len(b) == 0 {
		return append(a, b...)
	}
	out := make([]ref, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if order(a[0].f.segment, a[0].doc, b[0].f.segment, b[0].doc) <= 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// pager collects a page from groups of equal documents that come in order.
type pager struct {
	skip, want int
	out        []ref
}

// take adds a group of n documents; the runs are only made when the page needs some of them.
func (p *pager) take(n int, order compare, runs func() []run) {
	if p.want == 0 || n == 0 {
		return
	}
	if p.skip >= n {
		p.skip -= n
		return
	}
	got := pick(runs(), order, p.skip, p.want)
	p.out = append(p.out, got...)
	p.skip = 0
	p.want -= len(got)
}

// page returns the hits of a page.
func (s *searcher) page(number int) []Hit {
	refs := s.refs((number-1)*PageSize, PageSize)
	hits := make([]Hit, len(refs))
	for i, r := range refs {
		hits[i] = s.hit(r)
	}
	return hits
}

// refs returns up to want documents from place skip on, in the query's order.
func (s *searcher) refs(skip, want int) []ref {
	p := &pager{skip: skip, want: want}
	switch s.q.Sort {
	case ByName:
		s.pageByName(p)
	case NewestLabel:
		s.pageNewest(p)
	case Nearest:
		s.pageNearest(p)
	default:
		s.pageBest(p)
	}
	return p.out
}

func (s *searcher) total() int {
	n := 0
	for _, f := range s.finds {
		n += f.n
	}
	return n
}

// sortRanks is up to how many matches sorting their places by name beats walking all names.
const sortRanks = 4096

func (s *searcher) pageByName(p *pager) {
	need := p.skip + p.want
	p.take(s.total(), compareName, func() []run {
		runs := make([]run, len(s.finds))
		for i, f := range s.finds {
			runs[i] = run{f: f, list: f.namesFirst(need), n: f.n}
		}
		return runs
	})
}

// namesFirst returns the first matches by name, at least need of them where there are as many.
func (f *found) namesFirst(need int) []uint32 {
	if f.n <= sortRanks {
		out := make([]uint32, 0, f.n)
		f.matches.each(func(d uint32) bool {
			out = append(out, f.nameRank[d])
			return true
		})
		slices.Sort(out)
		for i, rank := range out {
			out[i] = f.byName[rank]
		}
		return out
	}
	out := make([]uint32, 0, min(need, f.n))
	for _, d := range f.byName {
		if f.matches.has(d) {
			out = append(out, d)
			if len(out) >= need {
				break
			}
		}
	}
	return out
}

// pageNewest takes label holders by the day of their newest label, then all others.
func (s *searcher) pageNewest(p *pager) {
	runs := make([]run, len(s.finds))
	others := make([]run, len(s.finds))
	n := 0
	for i, f := range s.finds {
		runs[i] = run{f: f, list: make([]uint32, 0, min(f.n, len(f.newest)))}
		rest := f.mem.copyOf(f.matches)
		for _, d := range f.newest {
			if f.matches.has(d) {
				runs[i].list = append(runs[i].list, d)
				rest.unset(d)
			}
		}
		runs[i].n = len(runs[i].list)
		n += runs[i].n
		others[i] = run{f: f, set: rest, n: f.n - runs[i].n}
	}
	p.take(n, s.compareNewest, func() []run { return runs })
	p.take(s.total()-n, compareStanding, func() []run { return others })
}

func (s *searcher) compareNewest(a *segment, x uint32, b *segment, y uint32) int {
	if c := b.newestGrant(y) - a.newestGrant(x); c != 0 {
		return int(c)
	}
	return compareStanding(a, x, b, y)
}

// pageNearest takes documents town by town.
func (s *searcher) pageNearest(p *pager) {
	seen := make([]bitmap, len(s.finds))
	for i, f := range s.finds {
		seen[i] = f.mem.get()
	}
	for from := 0; from < len(s.place.towns) && p.want > 0; {
		to := from + 1
		for to < len(s.place.towns) && s.place.towns[to].distance == s.place.towns[from].distance {
			to++
		}
		n := 0
		runs := make([]run, len(s.finds))
		for i, f := range s.finds {
			runs[i] = f.inTowns(s.place.towns[from:to], seen[i])
			n += runs[i].n
		}
		p.take(n, compareStanding, func() []run { return runs })
		from = to
	}
}

// inTowns returns the matches with a location in one of the towns that were not seen before.
func (f *found) inTowns(towns []townAt, seen bitmap) run {
	r := run{f: f}
	for _, t := range towns {
		key, ok := f.townKey(t.town)
		if !ok {
			continue
		}
		for l := f.atTown.list(key); l.more(); {
			d := l.next()
			if f.matches.has(d) && !seen.has(d) {
				seen.set(d)
				r.list = append(r.list, d)
			}
		}
	}
	if len(towns) > 1 {
		slices.Sort(r.list)
	}
	r.n = len(r.list)
	return r
}
