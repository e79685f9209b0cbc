package search

import (
	"cmp"
	"slices"
)

// phrase adds the documents in which words stand one behind the other, exactly as they are written but for case and
// accents. Documents outside within need not be found.
func (m *matcher) phrase(phrase []string, within bitmap, sets *levelSets) {
	for _, v := range m.vocab.valuesSaying(phrase) {
		if m.values.size(v) > 0 {
			m.values.addTo(m.level(sets, fieldOf(m.vocab.values[v].facet).whole()), v)
		}
	}
	m.atlas.eachTown(phrase[0], false, func(town uint32) {
		if key, ok := m.townKey(town); ok && containsRun(tokens(m.atlas.towns[town].Name), phrase) {
			m.atTown.addTo(m.level(sets, fieldPlace.whole()), key)
		}
	})
	words, ok := m.numbers(phrase)
	if !ok {
		return
	}
	for f := range m.text {
		if m.hasAll(f, words) {
			m.phraseIn(f, words, within, m.level(sets, textField(f).whole()))
		}
	}
}

// containsRun reports whether part stands in whole in one piece.
func containsRun[T comparable](whole, part []T) bool {
	for i := 0; i+len(part) <= len(whole); i++ {
		if slices.Equal(whole[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

func (s *segment) numbers(words []string) ([]uint32, bool) {
	out := make([]uint32, len(words))
	for i, w := range words {
		n, ok := s.words.find(w)
		if !ok {
			return nil, false
		}
		out[i] = uint32(n)
	}
	return out, true
}

func (s *segment) hasAll(f int, words []uint32) bool {
	return !slices.ContainsFunc(words, func(w uint32) bool { return s.text[f].size(w) == 0 })
}

// phraseIn adds the documents with a phrase in one text field. Documents outside within may be among them.
func (m *matcher) phraseIn(f int, words []uint32, within, out bitmap) {
	candidates := m.mem.get()
	m.text[f].addTo(candidates, words[0])
	if len(words) == 1 {
		out.or(candidates)
		return
	}
	var lists []placedPair
	unknown := false
	for i, w := range words[1:] {
		pair, ok := m.pairs.fields[f].find(words[i], w)
		if !ok {
			unknown = true
			next := m.mem.get()
			m.text[f].addTo(next, w)
			candidates.and(next)
			continue
		}
		lists = append(lists, placedPair{pair, i})
	}
	if len(lists) > 0 {
		runs := m.runs(lists)
		if !unknown {
			for _, r := range runs {
				out.set(uint32(r >> placeBits))
			}
			return
		}
		next := m.mem.get()
		for _, r := range runs {
			next.set(uint32(r >> placeBits))
		}
		candidates.and(next)
	}
	candidates.and(within)
	candidates.each(func(d uint32) bool {
		rec := m.record(d)
		rec.texts(f, func(c coded) bool {
			if !m.hasRun(c, words) {
				return true
			}
			out.set(d)
			return false
		})
		return true
	})
}

// placedPair is a pair of a phrase with the place of its first word in the phrase.
type placedPair struct {
	pairList
	at int
}

// runs returns where all pairs stand as they do in the phrase: documents and the place of the phrase's first word, packed as
// the lists pack them, in order. The shortest list is read first, the others against what is left of it.
func (m *matcher) runs(lists []placedPair) []uint64 {
	slices.SortFunc(lists, func(a, b placedPair) int { return cmp.Compare(a.n, b.n) })
	runs := slices.Grow(m.mem.runs[:0], lists[0].n)[:lists[0].n]
	m.mem.runs = runs
	first := lists[0].reader()
	first.read(runs)
	kept := 0
	for _, place := range runs {
		if back := uint64(lists[0].at); place&(1<<placeBits-1) >= back {
			runs[kept] = place - back
			kept++
		}
	}
	runs = runs[:kept]
	for _, l := range lists[1:] {
		runs = l.keep(runs)
	}
	return runs
}

// keep returns those of the runs in which the pair stands, in the memory of runs.
func (l placedPair) keep(runs []uint64) []uint64 {
	var block [256]uint64
	r, back := l.reader(), uint64(l.at)
	kept, from := 0, 0
	for left := l.n; left > 0 && from < len(runs); {
		places := block[:min(left, len(block))]
		r.read(places)
		left -= len(places)
		for _, place := range places {
			if place&(1<<placeBits-1) < back {
				continue
			}
			place -= back
			for from < len(runs) && runs[from] < place {
				from++
			}
			if from == len(runs) {
				break
			}
			if runs[from] == place {
				runs[kept] = place
				kept++
				from++
			}
		}
	}
	return runs[:kept]
}

// hasRun reports whether words stand one behind the other in a coded text.
func (s *segment) hasRun(c coded, words []uint32) bool {
	matched := 0
	var again coded // where to go on when a beginning turns out not to be the phrase
	for len(c) > 0 {
		var n uint32
		n, c = c.next()
		switch w := s.spelled[n]; {
		case w == notAWord:
		case w == words[matched]:
			if matched == 0 {
				again = c
			}
			if matched++; matched == len(words) {
				return true
			}
		case matched > 0:
			matched, c = 0, again
		}
	}
	return false
}
