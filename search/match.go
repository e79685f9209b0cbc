package search

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// levelSets holds, for one condition of a query, the documents found at each level; nil where there are none. A
// document may be in several.
type levelSets [levels]bitmap

// matcher answers queries over one part with scratch space of its own.
type matcher struct {
	part
	mem *arena
}

func (p part) matcher() *matcher {
	mem, _ := p.pool.Get().(*arena)
	if mem == nil {
		mem = &arena{words: len(p.live)}
	}
	return &matcher{part: p, mem: mem}
}

func (m *matcher) release() {
	m.mem.reset()
	m.pool.Put(m.mem)
}

// level returns the set of a level, made when there is none yet.
func (m *matcher) level(sets *levelSets, level int) bitmap {
	if sets[level] == nil {
		sets[level] = m.mem.get()
	}
	return sets[level]
}

// clause finds the documents that meet a clause. Those outside within need not be found.
func (m *matcher) clause(c clause, within bitmap) levelSets {
	var sets levelSets
	for _, alt := range c.alts {
		if len(alt) == 1 {
			m.atom(alt[0], within, &sets)
			continue
		}
		m.all(alt, within, &sets)
	}
	return sets
}

// any returns the documents at any level.
func (m *matcher) any(sets *levelSets) bitmap {
	out := m.mem.get()
	for _, s := range sets {
		if s != nil {
			out.or(s)
		}
	}
	return out
}

// all finds documents that have every atom; each counts at the level of its weakest.
func (m *matcher) all(atoms []atom, within bitmap, out *levelSets) {
	var sum levelSets // by level: documents that have every atom so far at this level or a better one
	order := byPoints()
	for i, a := range atoms {
		var sets levelSets
		m.atom(a, within, &sets)
		upTo := m.mem.get()
		for _, level := range order {
			if sets[level] != nil {
				upTo.or(sets[level])
			}
			if i == 0 {
				sum[level] = m.mem.copyOf(upTo)
			} else {
				sum[level].and(upTo)
			}
		}
	}
	for _, level := range order {
		if !sum[level].empty() {
			m.level(out, level).or(sum[level])
		}
	}
}

// atom adds the documents that have an atom.
func (m *matcher) atom(a atom, within bitmap, sets *levelSets) {
	if a.phrase != nil {
		m.phrase(a.phrase, within, sets)
		return
	}
	m.wholeWord(a, sets)
	if a.prefix {
		m.beginning(a.word, sets)
	}
}

// textField returns how a text field counts.
func textField(f int) field {
	return [textFields]field{fieldName, fieldSummary, fieldDescription, fieldCase}[f]
}

// stemmed returns the words of the segment that have a stem.
func (s *segment) stemmed(st string) []uint32 {
	if i, ok := s.stems.find(st); ok {
		return s.ofStem.list(uint32(i))
	}
	return nil
}

func (m *matcher) wholeWord(a atom, sets *levelSets) {
	words := m.stemmed(a.stem)
	for f := range m.text {
		for _, w := range words {
			if m.text[f].size(w) > 0 {
				m.text[f].addTo(m.level(sets, textField(f).whole()), w)
			}
		}
	}
	if i, ok := m.vocab.stems.find(a.stem); ok {
		m.addValues(m.vocab.ofStem.list(uint32(i)), sets, false)
	}
	m.addTowns(a.word, false, sets)
}

func (m *matcher) beginning(word string, sets *levelSets) {
	if lo, hi := m.words.prefix(word); lo < hi {
		for f := range m.text {
			m.addPrefix(f, lo, hi, sets)
		}
	}
	if lo, hi := m.vocab.words.prefix(word); lo < hi {
		m.addValues(m.vocab.ofWord.between(lo, hi), sets, true)
	}
	m.addTowns(word, true, sets)
}

// fieldOf returns how a facet's values count when a word finds them.
func fieldOf(f Facet) field {
	switch f {
	case FacetSpecialization:
		return fieldLabel
	case FacetCompetency:
		return fieldCompetency
	}
	return fieldProfile
}

func (m *matcher) addValues(values []uint32, sets *levelSets, prefix bool) {
	for _, v := range values {
		if m.values.size(v) == 0 {
			continue
		}
		level := fieldOf(m.vocab.values[v].facet).whole()
		if prefix {
			level += int(numFields)
		}
		m.values.addTo(m.level(sets, level), v)
	}
}

func (m *matcher) addTowns(word string, prefix bool, sets *levelSets) {
	level := fieldPlace.whole()
	if prefix {
		level = fieldPlace.beginning()
	}
	m.atlas.eachTown(word, prefix, func(town uint32) {
		if key, ok := m.townKey(town); ok {
			m.atTown.addTo(m.level(sets, level), key)
		}
	})
}

// eachTown calls f for every town with a word in its name, or one that begins with it.
func (a *Atlas) eachTown(word string, prefix bool, f func(uint32)) {
	lo, hi := 0, 0
	if prefix {
		lo, hi = a.words.prefix(word)
	} else if i, ok := a.words.find(word); ok {
		lo, hi = i, i+1
	}
	for _, town := range a.wordTowns.between(lo, hi) {
		f(town)
	}
}

// prefixSet is the ready union of the documents of all words in a range, in one field.
type prefixSet struct {
	field  int
	lo, hi int
	docs   bitmap
}

func comparePrefix(p prefixSet, f, lo, hi int) int {
	return cmp.Or(cmp.Compare(p.field, f), cmp.Compare(p.lo, lo), cmp.Compare(p.hi, hi))
}

// addPrefix adds the documents of all words in a range.
func (m *matcher) addPrefix(f, lo, hi int, sets *levelSets) {
	p := &m.text[f]
	i, ready := sort.Find(len(m.prefixes), func(i int) int { return -comparePrefix(m.prefixes[i], f, lo, hi) })
	switch {
	case ready:
		m.level(sets, textField(f).beginning()).or(m.prefixes[i].docs)
	case !p.emptyRange(lo, hi):
		p.addRange(m.level(sets, textField(f).beginning()), lo, hi)
	}
}

// A union is made beforehand when making it for a query would touch more than one in so many documents; a bitmap
// counts as one in so many of them.
const (
	heavyOneIn   = 16
	bitmapOneIn  = 256
	heavyFrom    = 1000 // documents: in smaller segments no union takes long
	longestHeavy = 6    // bytes: beginnings longer than this are never that common
)

// sealPrefixes makes the unions of common beginnings beforehand.
func (s *segment) sealPrefixes() {
	if s.len() < heavyFrom {
		return
	}
	for f := range s.text {
		var last prefixSet
		for size := 1; size <= longestHeavy; size++ {
			for lo := 0; lo < s.words.len(); {
				w := s.words.at(lo)
				if len(w) < size {
					lo++
					continue
				}
				hi := s.prefixEnd(lo, w[:size])
				if s.text[f].weight(lo, hi) > s.len()/heavyOneIn && (last.lo != lo || last.hi != hi) {
					last = prefixSet{f, lo, hi, newBitmap(s.len())}
					s.text[f].addRange(last.docs, lo, hi)
					s.prefixes = append(s.prefixes, last)
				}
				lo = hi
			}
		}
	}
	slices.SortFunc(s.prefixes, func(a, b prefixSet) int { return comparePrefix(a, b.field, b.lo, b.hi) })
	s.prefixes = slices.CompactFunc(s.prefixes, func(a, b prefixSet) bool { return comparePrefix(a, b.field, b.lo, b.hi) == 0 })
}

func (s *segment) prefixEnd(lo int, p string) int {
	return lo + sort.Search(s.words.len()-lo, func(i int) bool { return !strings.HasPrefix(s.words.at(lo+i), p) })
}
