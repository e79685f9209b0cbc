package search

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// phrase adds the documents in which words stand one behind the other, exactly as they are written but for case and
// accents. Documents outside within need not be found.
func (m *matcher) phrase(phrase []string, within bitmap, sets *levelSets) {
	for v, val := range m.vocab.values {
		if m.values.size(uint32(v)) > 0 && slices.ContainsFunc(val.texts, func(t []string) bool { return containsRun(t, phrase) }) {
			m.values.addTo(m.level(sets, fieldOf(val.facet).whole()), uint32(v))
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

// phraseIn adds the documents with a phrase in one text field.
func (m *matcher) phraseIn(f int, words []uint32, within, out bitmap) {
	candidates := m.mem.get()
	m.text[f].addTo(candidates, words[0])
	candidates.and(within)
	if len(words) == 1 {
		out.or(candidates)
		return
	}
	exact := len(words) == 2
	for i, w := range words[1:] {
		next := m.mem.get()
		if !m.pairs.addTo(next, f, words[i], w) {
			exact = false
			m.text[f].addTo(next, w)
		}
		candidates.and(next)
	}
	if exact {
		out.or(candidates)
		return
	}
	var buf []uint32
	candidates.each(func(d uint32) bool {
		rec := m.record(d)
		rec.texts(f, func(c coded) bool {
			buf = m.wordsOf(c, buf[:0])
			if !containsRun(buf, words) {
				return true
			}
			out.set(d)
			return false
		})
		return true
	})
}

// wordsOf appends the words of a coded text.
func (s *segment) wordsOf(c coded, buf []uint32) []uint32 {
	for len(c) > 0 {
		var n uint32
		n, c = c.next()
		if w := s.spelled[n]; w != notAWord {
			buf = append(buf, w)
		}
	}
	return buf
}

// pairIndex says in which documents one common word follows another at once. Without it a phrase of common words
// would have to be looked for in too many texts. Words are common when more than one document in so many has them.
type pairIndex struct {
	fields [textFields]fieldPairs
}

type fieldPairs struct {
	common []uint32 // sorted words
	keys   []uint32 // sorted: place of the first word in common × len(common) + that of the second
	off    []uint32 // len(keys)+1 offsets into lists
	lists  []byte   // differences between documents, as varints
}

const (
	pairsFrom   = 20_000 // documents; in smaller segments reading the texts is quick enough
	commonOneIn = 128
	maxCommon   = 2048
)

func (p *pairIndex) bytes() int {
	n := 0
	for _, f := range p.fields {
		n += 4*(len(f.common)+len(f.keys)+len(f.off)) + len(f.lists)
	}
	return n
}

// addTo adds the documents in which b follows a. It returns false when the index does not know the pair's words.
func (p *pairIndex) addTo(set bitmap, field int, a, b uint32) bool {
	f := &p.fields[field]
	i, ok1 := slices.BinarySearch(f.common, a)
	j, ok2 := slices.BinarySearch(f.common, b)
	if !ok1 || !ok2 {
		return false
	}
	k, ok := slices.BinarySearch(f.keys, uint32(i*len(f.common)+j))
	if !ok {
		return true
	}
	doc := uint32(0)
	for c := coded(f.lists[f.off[k]:f.off[k+1]]); len(c) > 0; {
		var step uint32
		step, c = c.next()
		doc += step
		set.set(doc)
	}
	return true
}

func (s *segment) sealPairs() {
	if s.len() < pairsFrom {
		return
	}
	for f := range s.text {
		s.pairs.fields[f] = s.pairField(f)
	}
}

// commonWords returns the most frequent words of a field, sorted by number.
func (s *segment) commonWords(f int) []uint32 {
	var out []uint32
	p := &s.text[f]
	for w := range uint32(s.words.len()) {
		if p.size(w)*commonOneIn > s.len() {
			out = append(out, w)
		}
	}
	if len(out) > maxCommon {
		slices.SortFunc(out, func(a, b uint32) int { return cmp.Or(cmp.Compare(p.size(b), p.size(a)), cmp.Compare(a, b)) })
		out = out[:maxCommon]
		slices.Sort(out)
	}
	return slices.Clip(out)
}

// pairField makes the pairs of one field in two rounds over its texts: the first measures, the second writes.
func (s *segment) pairField(f int) fieldPairs {
	fp := fieldPairs{common: s.commonWords(f)}
	n := len(fp.common)
	place := make([]int32, s.words.len())
	for i, w := range fp.common {
		place[w] = int32(i + 1)
	}
	size := make([]uint32, n*n)
	last := make([]uint32, n*n) // last document of a pair, + 1
	s.eachPair(f, place, func(pair int, doc uint32) {
		if last[pair] == doc+1 {
			return
		}
		size[pair] += uint32(uvarintLen(doc - max(last[pair], 1) + 1))
		last[pair] = doc + 1
	})
	fp.off = []uint32{0}
	at := uint32(0)
	next := size // from here on where to write
	for pair, bytes := range size {
		if bytes == 0 {
			continue
		}
		fp.keys = append(fp.keys, uint32(pair))
		next[pair] = at
		at += bytes
		fp.off = append(fp.off, at)
	}
	fp.lists = make([]byte, at)
	clear(last)
	s.eachPair(f, place, func(pair int, doc uint32) {
		if last[pair] == doc+1 {
			return
		}
		next[pair] += uint32(binary.PutUvarint(fp.lists[next[pair]:], uint64(doc-max(last[pair], 1)+1)))
		last[pair] = doc + 1
	})
	fp.keys, fp.off = slices.Clip(fp.keys), slices.Clip(fp.off)
	return fp
}

// eachPair calls f for all neighbouring common words of a field.
func (s *segment) eachPair(field int, place []int32, f func(pair int, doc uint32)) {
	n := 0
	for _, p := range place {
		n = max(n, int(p))
	}
	for doc := range uint32(s.len()) {
		rec := s.record(doc)
		rec.texts(field, func(c coded) bool {
			before := int32(0)
			for len(c) > 0 {
				var spelling uint32
				spelling, c = c.next()
				w := s.spelled[spelling]
				if w == notAWord {
					continue
				}
				at := place[w]
				if before > 0 && at > 0 {
					f(int(before-1)*n+int(at-1), doc)
				}
				before = at
			}
			return true
		})
	}
}
