package search

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// relax says which one thing to drop from a query that found nothing, and what one would then get. When no single
// thing helps, it tries all filters at once and all words at once.
func (s *searcher) relax() []Relax {
	drops := s.drops()
	counts := make([]int, len(drops))
	for _, f := range s.finds {
		for i, n := range f.leaveOneOut(drops) {
			counts[i] += n
		}
	}
	var out []Relax
	for i, d := range drops {
		if counts[i] > 0 {
			out = append(out, Relax{d.query, d.text, counts[i]})
		}
	}
	if wider, ok := s.wider(); ok {
		out = append(out, wider)
	}
	if len(out) == 0 && len(drops) > 1 {
		out = s.relaxAll()
	}
	slices.SortStableFunc(out, func(a, b Relax) int { return cmp.Compare(b.N, a.N) })
	return out
}

// drop is one condition of the query: a clause of the text, a facet, or the place.
type drop struct {
	query  Query
	text   string
	clause int // -1 for the others
	facet  Facet
	place  bool
}

func (s *searcher) drops() []drop {
	var out []drop
	for i, c := range s.text.clauses {
		q := s.q
		q.Page = 1
		q.Text = s.text.without(i)
		out = append(out, drop{query: q, text: c.describe(), clause: i})
	}
	for _, f := range Facets() {
		if values := s.q.choices(f); len(values) > 0 {
			out = append(out, drop{query: s.q.Clear(f), text: s.describeChoice(f, values), clause: -1, facet: f})
		}
	}
	if s.place != nil {
		name := s.ix.atlas.towns[s.place.center].Name
		out = append(out, drop{query: s.q.WithoutPlace(), text: "the place " + name, clause: -1, place: true})
	}
	return out
}

// without returns the text without the chunk of a clause.
func (qt queryText) without(clause int) string {
	c := qt.clauses[clause]
	var left []string
	for i, chunk := range qt.chunks {
		if i < c.chunk || i >= c.chunk+c.chunks {
			left = append(left, chunk)
		}
	}
	return strings.Join(left, " ")
}

func (c clause) describe() string {
	switch {
	case c.not:
		return "the exclusion of “" + c.typed + "”"
	case c.hasPhrase() && len(c.alts) == 1:
		return "the phrase “" + c.typed + "”"
	case c.chunks > 1:
		return "the words “" + c.typed + "”"
	}
	return "the word “" + c.typed + "”"
}

func (s *searcher) describeChoice(f Facet, values []string) string {
	if f == FacetCaseStudy {
		return "the wish for a case study"
	}
	if len(values) > 1 {
		return fmt.Sprintf("the %d choices of %s", len(values), f.noun())
	}
	name := values[0]
	if n, ok := s.ix.vocab.number(f, name); ok {
		name = s.ix.vocab.values[n].name
	}
	return "the " + f.noun() + " " + name
}

// leaveOneOut counts, for each condition, what matches all others. Products from the left and from the right make that
// a matter of a few bitmaps a condition.
func (f *found) leaveOneOut(drops []drop) []int {
	sets := make([]bitmap, len(drops))
	for i, d := range drops {
		sets[i] = f.meeting(d)
	}
	right := make([]bitmap, len(drops)+1)
	right[len(drops)] = f.mem.copyOf(f.live)
	for i := len(drops) - 1; i >= 0; i-- {
		right[i] = f.mem.copyOf(right[i+1])
		right[i].and(sets[i])
	}
	counts := make([]int, len(drops))
	left := f.mem.copyOf(f.live)
	for i := range drops {
		counts[i] = andCount(left, right[i+1])
		left.and(sets[i])
	}
	return counts
}

// meeting returns the live documents that meet one condition by itself.
func (f *found) meeting(d drop) bitmap {
	switch {
	case d.place:
		return f.placed
	case d.clause < 0:
		return f.chosen[d.facet]
	}
	c := f.clauses[d.clause]
	sets := f.clause(c, f.live)
	docs := f.any(&sets)
	if c.not {
		out := f.mem.copyOf(f.live)
		out.andNot(docs)
		return out
	}
	return docs
}

// wider offers the least larger radius that finds something.
func (s *searcher) wider() (Relax, bool) {
	if s.place == nil {
		return Relax{}, false
	}
	for _, r := range Radii() {
		if r <= s.q.Radius {
			continue
		}
		q := s.q
		q.Radius, q.Page = r, 1
		if n := s.ix.count(q, s.text); n > 0 {
			return Relax{q, fmt.Sprintf("the radius of %d km: look within %d km", s.q.Radius, r), n}, true
		}
	}
	return Relax{}, false
}

// relaxAll tries without any filter, and without any word.
func (s *searcher) relaxAll() []Relax {
	var out []Relax
	words := Query{Text: s.q.Text, Page: 1, Sort: BestMatch}
	if n := s.ix.count(words, s.text); n > 0 {
		out = append(out, Relax{words, "all filters", n})
	}
	filters := s.q
	filters.Text, filters.Page = "", 1
	if n := s.ix.count(filters, queryText{}); n > 0 {
		out = append(out, Relax{filters, "all words", n})
	}
	return out
}

// count returns how many partners a query finds.
func (ix *Index) count(q Query, text queryText) int {
	s := &searcher{ix: ix, q: q, text: text, place: ix.around(q.Place, q.Radius)}
	for _, p := range ix.parts {
		s.finds = append(s.finds, s.find(p))
	}
	defer s.release()
	return s.total()
}
