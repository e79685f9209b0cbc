package search

import (
	"cmp"
	"encoding/binary"
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

// phraseIn adds the documents with a phrase in one text field.
func (m *matcher) phraseIn(f int, words []uint32, within, out bitmap) {
	candidates := m.mem.get()
	m.text[f].addTo(candidates, words[0])
	candidates.and(within)
	if len(words) == 1 {
		out.or(candidates)
		return
	}
	// Where every pair stands one word behind the pair before, the phrase is there. That is known only of the first
	// place of each pair in a text; other texts with all the pairs are read.
	sure := m.mem.copyOf(candidates)
	for i, w := range words[1:] {
		next := m.mem.get()
		pairs, ok := m.pairs.fields[f].list(words[i], w)
		if !ok {
			m.text[f].addTo(next, w)
			candidates.and(next)
			clear(sure)
			continue
		}
		m.follow(pairs, next, sure, i == 0)
		candidates.and(next)
	}
	sure.and(candidates)
	out.or(sure)
	if len(words) == 2 && m.pairs.fields[f].knows(words[0], words[1]) {
		return
	}
	candidates.andNot(sure)
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

// follow adds the documents of a pair to next, and takes from sure those where the pair's first place is not one word
// behind that of the pair before. The places are kept where scores will be.
func (m *matcher) follow(pairs coded, next, sure bitmap, first bool) {
	places := m.mem.scoresFor(m.len())
	doc := uint32(0)
	for len(pairs) > 0 {
		var step, place uint32
		step, pairs = pairs.next()
		place, pairs = pairs.next()
		doc += step
		next.set(doc)
		if !first && (place == maxPlace || uint32(places[doc])+1 != place) && sure.has(doc) {
			sure.unset(doc)
		}
		places[doc] = uint16(place)
	}
	sure.and(next)
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
	lists  []byte   // varints: difference to the document before, first place in its text
}

const (
	pairsFrom   = 20_000 // documents; in smaller segments reading the texts is quick enough
	commonOneIn = 128
	maxCommon   = 2048
	maxPlace    = 1<<16 - 1 // places this far behind are not told apart
)

func (p *pairIndex) bytes() int {
	n := 0
	for _, f := range p.fields {
		n += 4*(len(f.common)+len(f.keys)+len(f.off)) + len(f.lists)
	}
	return n
}

// knows reports whether both words are common, so that the index has the pair if any text has.
func (f *fieldPairs) knows(a, b uint32) bool {
	_, ok1 := slices.BinarySearch(f.common, a)
	_, ok2 := slices.BinarySearch(f.common, b)
	return ok1 && ok2
}

// list returns the documents in which b follows a, each as the difference to the one before and the place of the
// first time among the words of its text. It returns false when the index does not know the pair's words.
func (f *fieldPairs) list(a, b uint32) (coded, bool) {
	i, ok1 := slices.BinarySearch(f.common, a)
	j, ok2 := slices.BinarySearch(f.common, b)
	if !ok1 || !ok2 {
		return nil, false
	}
	k, ok := slices.BinarySearch(f.keys, uint32(i*len(f.common)+j))
	if !ok {
		return nil, true
	}
	return f.lists[f.off[k]:f.off[k+1]], true
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
	if n == 0 {
		return fp
	}
	place := make([]int32, s.words.len())
	for i, w := range fp.common {
		place[w] = int32(i + 1)
	}
	size := make([]uint32, n*n)
	last := make([]uint32, n*n) // last document of a pair, + 1
	s.eachPair(f, place, func(pair int, doc, at uint32) {
		if last[pair] == doc+1 {
			return
		}
		size[pair] += uint32(uvarintLen(doc-max(last[pair], 1)+1) + uvarintLen(at))
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
	s.eachPair(f, place, func(pair int, doc, at uint32) {
		if last[pair] == doc+1 {
			return
		}
		next[pair] += uint32(binary.PutUvarint(fp.lists[next[pair]:], uint64(doc-max(last[pair], 1)+1)))
		next[pair] += uint32(binary.PutUvarint(fp.lists[next[pair]:], uint64(at)))
		last[pair] = doc + 1
	})
	fp.keys, fp.off = slices.Clip(fp.keys), slices.Clip(fp.off)
	return fp
}

// eachPair calls f for all neighbouring common words of a field, with the place of the first among the words of the
// field's texts. Between two texts one place is left free, so that no pair seems to follow one in another text.
func (s *segment) eachPair(field int, place []int32, f func(pair int, doc, at uint32)) {
	n := int(slices.Max(place))
	for doc := range uint32(s.len()) {
		rec := s.record(doc)
		at := uint32(0)
		rec.texts(field, func(c coded) bool {
			before := int32(0)
			for len(c) > 0 {
				var spelling uint32
				spelling, c = c.next()
				w := s.spelled[spelling]
				if w == notAWord {
					continue
				}
				this := place[w]
				if before > 0 && this > 0 {
					f(int(before-1)*n+int(this-1), doc, min(at, maxPlace))
				}
				before = this
				at++
			}
			at++
			return true
		})
	}
}
