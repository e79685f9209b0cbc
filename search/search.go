package search

import "partnerdirectory/program"

// Search answers a query. It allocates in proportion to the page, not to the matches.
func (ix *Index) Search(q Query) Result {
	s, corrected := ix.searcher(q)
	defer s.release()
	q = s.q
	total := s.total()
	r := Result{Query: q, Total: total, Pages: max(1, (min(total, MaxPage*PageSize)+PageSize-1)/PageSize), Corrected: corrected, Revision: ix.revision}
	r.Query.Page = min(q.Page, r.Pages)
	r.Hits = s.page(r.Query.Page)
	r.Facets = s.facets()
	if total == 0 {
		r.Relax = s.relax()
	}
	return r
}

// Matches returns all partners that match, in the query's order: for lists that are narrowed further by what the index does
// not know. The query's page means nothing here.
func (ix *Index) Matches(q Query) []program.PartnerID {
	s, _ := ix.searcher(q)
	defer s.release()
	refs := s.refs(0, s.total())
	out := make([]program.PartnerID, len(refs))
	for i, r := range refs {
		out[i] = program.PartnerID(r.f.ids[r.doc])
	}
	return out
}

// searcher finds what matches a query; whoever asked for it releases it. It says what was searched instead of the text where
// typos were forgiven.
func (ix *Index) searcher(q Query) (s *searcher, corrected string) {
	q = q.bounded()
	s = &searcher{ix: ix, text: parseText(ix.vocab, q.Text)}
	corrected = ix.resolve(&s.text)
	if s.place = ix.around(q.Place, q.Radius); s.place == nil {
		page := q.Page
		q = q.WithoutPlace()
		q.Page = page
	}
	s.q = q
	for _, p := range ix.parts {
		s.finds = append(s.finds, s.find(p))
	}
	return s, corrected
}

// bounded returns the query with everything that a caller may leave out filled in, and nothing beyond its bounds.
func (q Query) bounded() Query {
	q.Text = bound(q.Text)
	q.Page = min(max(q.Page, 1), MaxPage)
	if q.Place == "" {
		q.Radius = 0
	} else if q.Radius <= 0 {
		q.Radius = DefaultRadius
	}
	switch q.Sort {
	case ByName, NewestLabel:
	case Nearest:
		if q.Place == "" {
			q.Sort = BestMatch
		}
	default:
		q.Sort = BestMatch
	}
	return q
}

// searcher is one query at work.
type searcher struct {
	ix    *Index
	q     Query
	text  queryText
	place *surroundings // nil without a place
	finds []*found
	tells [][]tellingValue // by clause, where asked for
	spelt spelt
}

// found is what one part has for the query.
type found struct {
	*matcher
	sets    []levelSets // by clause; negated ones empty
	clauses []clause
	placed  bitmap           // documents near the place; nil without one
	base    bitmap           // what text and place leave
	chosen  map[Facet]bitmap // documents with one of the values chosen in a facet
	matches bitmap           // base and all of chosen
	n       int              // matches
}

func (s *searcher) release() {
	for _, f := range s.finds {
		f.release()
	}
}

func (s *searcher) find(p part) *found {
	f := &found{matcher: p.matcher(), clauses: s.text.clauses, chosen: map[Facet]bitmap{}}
	f.base = f.mem.copyOf(p.live)
	if s.place != nil {
		f.placed = f.near(s.place)
		f.base.and(f.placed)
	}
	f.sets = make([]levelSets, len(f.clauses))
	f.narrow(false)
	f.narrow(true)
	for _, facet := range Facets() {
		if values := s.q.choices(facet); len(values) > 0 {
			f.chosen[facet] = f.withAny(facet, values)
		}
	}
	f.matches = f.without("")
	f.n = f.matches.count()
	return f
}

// narrow takes from base what does not meet the clauses, those without phrases first: phrases are then looked for in
// fewer texts.
func (f *found) narrow(phrases bool) {
	for i, c := range f.clauses {
		if c.hasPhrase() != phrases {
			continue
		}
		sets := f.clause(c, f.base)
		if c.not {
			f.base.andNot(f.any(&sets))
			continue
		}
		f.base.and(f.any(&sets))
		f.sets[i] = sets
	}
}

func (c clause) hasPhrase() bool {
	for _, alt := range c.alts {
		for _, a := range alt {
			if a.phrase != nil {
				return true
			}
		}
	}
	return false
}

// withAny returns the documents that have one of a facet's values.
func (m *matcher) withAny(f Facet, values []string) bitmap {
	out := m.mem.get()
	for _, slug := range values {
		if n, ok := m.vocab.number(f, slug); ok {
			m.values.addTo(out, uint32(n))
		}
	}
	return out
}

// without returns what matches when the choices in one facet are not made; "" leaves out none.
func (f *found) without(facet Facet) bitmap {
	out := f.mem.copyOf(f.base)
	for other, docs := range f.chosen {
		if other != facet {
			out.and(docs)
		}
	}
	return out
}
