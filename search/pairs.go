package search

import (
	"cmp"
	"math/bits"
	"slices"
)

// pairIndex says where one common word follows another at once. Without it a phrase of common words would have to be looked
// for in too many texts. Words are common when more than one document in so many has them.
type pairIndex struct {
	fields [textFields]fieldPairs
}

// fieldPairs holds a list for each pair of common words that stand side by side somewhere in a field: every document and
// place where they do.
type fieldPairs struct {
	common []uint32 // sorted words
	keys   []uint32 // sorted: place of the first word in common × len(common) + that of the second
	off    []uint64 // by key: where its list begins, in bits
	n      []uint32 // by key: entries
	shape  []uint16 // by key: how its entries are written, as pairShape packs it
	bits   []uint64
}

const (
	pairsFrom   = 20_000 // documents; in smaller segments reading the texts is quick enough
	commonOneIn = 512
	maxCommon   = 2048
)

// placeBits is how many bits a place takes beside its document: more than any text has words.
const placeBits = 24

func (p *pairIndex) bytes() int {
	n := 0
	for _, f := range p.fields {
		n += 4*(len(f.common)+len(f.keys)+len(f.n)) + 8*(len(f.off)+len(f.bits)) + 2*len(f.shape)
	}
	return n
}

// pairList is the list of one pair.
type pairList struct {
	field *fieldPairs
	key   int
	n     int
}

// find returns the list of the places where b follows a. It returns false when the index does not know the words.
func (f *fieldPairs) find(a, b uint32) (pairList, bool) {
	i, ok1 := slices.BinarySearch(f.common, a)
	j, ok2 := slices.BinarySearch(f.common, b)
	if !ok1 || !ok2 {
		return pairList{}, false
	}
	k, ok := slices.BinarySearch(f.keys, uint32(i*len(f.common)+j))
	if !ok {
		return pairList{}, true
	}
	return pairList{f, k, int(f.n[k])}, true
}

// pairShape says how the entries of a list are written: the step from the document before as its high part in ones ended by a
// zero, then its low bits (a Rice code, which suits steps of random length), then the place in so many bits. A step whose
// high part would be long is written whole behind a row of ones.
type pairShape struct {
	low   int
	place int
}

const longStep = 20 // ones: what is longer is written whole

func shapeOf(docs, entries, maxPlace uint32) pairShape {
	mean := docs / max(1, entries)
	return pairShape{low: max(0, bits.Len32(mean)-1), place: bits.Len32(maxPlace)}
}

func (p pairShape) pack() uint16 { return uint16(p.low<<8 | p.place) }

func unpackShape(v uint16) pairShape { return pairShape{int(v >> 8), int(v & 0xff)} }

// size returns the bits of an entry.
func (p pairShape) size(step uint32) int {
	if high := int(step >> p.low); high < longStep {
		return high + 1 + p.low + p.place
	}
	return longStep + 32 + p.place
}

// pairReader reads a list front to back.
type pairReader struct {
	pairShape
	words []uint64
	at    uint64
	doc   uint64
}

func (l pairList) reader() pairReader {
	if l.n == 0 {
		return pairReader{}
	}
	return pairReader{pairShape: unpackShape(l.field.shape[l.key]), words: l.field.bits, at: l.field.off[l.key]}
}

// read reads as many entries as there is room for: each is the document, and in the lower placeBits the place of the pair's
// first word in its text.
func (r *pairReader) read(to []uint64) {
	words, at, doc := r.words, r.at, r.doc
	low, place := uint64(r.low), uint64(r.place)
	for i := range to {
		v := peek(words, at)
		high := uint64(bits.TrailingZeros64(^v))
		used := high + 1 + low
		if high >= longStep {
			doc += peek(words, at+longStep) & (1<<32 - 1)
			used = longStep + 32
		} else {
			doc += high<<low | v>>(high+1)&(1<<low-1)
		}
		if used+place > 64 {
			v, at, used = peek(words, at+used), at+used, 0
		}
		to[i] = doc<<placeBits | v>>used&(1<<place-1)
		at += used + place
	}
	r.at, r.doc = at, doc
}

// peek returns 64 bits from a bit on. There must be a word behind the last that is asked for.
func peek(words []uint64, at uint64) uint64 {
	w, shift := at>>6, at&63
	return words[w]>>shift | words[w+1]<<(64-shift)
}

// write writes an entry and returns where the next begins.
func (p pairShape) write(words []uint64, at uint64, step, place uint32) uint64 {
	put := func(v uint64, n int) {
		words[at>>6] |= v << (at & 63)
		if at&63 != 0 {
			words[at>>6+1] |= v >> (64 - at&63)
		}
		at += uint64(n)
	}
	if high := int(step >> p.low); high < longStep {
		put(1<<high-1, high+1)
		put(uint64(step)&(1<<p.low-1), p.low)
	} else {
		put(1<<longStep-1, longStep)
		put(uint64(step), 32)
	}
	put(uint64(place), p.place)
	return at
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

// pairField makes the pairs of one field in three rounds over its texts: the first counts, the second measures, the third
// writes.
func (s *segment) pairField(f int) fieldPairs {
	fp := fieldPairs{common: s.commonWords(f)}
	n := len(fp.common)
	if n == 0 {
		return fp
	}
	word := make([]int32, s.words.len())
	for i, w := range fp.common {
		word[w] = int32(i + 1)
	}
	entries, farthest := make([]uint32, n*n), make([]uint32, n*n)
	s.eachPair(f, word, func(pair int, doc, at uint32) {
		entries[pair]++
		farthest[pair] = max(farthest[pair], at)
	})
	keyOf := make([]int32, n*n)
	for pair, count := range entries {
		if count > 0 {
			keyOf[pair] = int32(len(fp.keys))
			fp.keys = append(fp.keys, uint32(pair))
			fp.n = append(fp.n, count)
			fp.shape = append(fp.shape, shapeOf(uint32(s.len()), count, farthest[pair]).pack())
		}
	}
	fp.off = make([]uint64, len(fp.keys))
	last := make([]uint32, len(fp.keys)) // last document
	s.eachPair(f, word, func(pair int, doc, at uint32) {
		key := keyOf[pair]
		fp.off[key] += uint64(unpackShape(fp.shape[key]).size(doc - last[key]))
		last[key] = doc
	})
	total := uint64(0)
	for key, size := range fp.off {
		fp.off[key] = total
		total += size
	}
	fp.bits = make([]uint64, total/64+3)
	next := slices.Clone(fp.off)
	clear(last)
	s.eachPair(f, word, func(pair int, doc, at uint32) {
		key := keyOf[pair]
		next[key] = unpackShape(fp.shape[key]).write(fp.bits, next[key], doc-last[key], at)
		last[key] = doc
	})
	fp.keys, fp.n, fp.shape = slices.Clip(fp.keys), slices.Clip(fp.n), slices.Clip(fp.shape)
	return fp
}

// eachPair calls f for all neighbouring common words of a field, with the place of the first among the words of the
// field's texts. Between two texts one place is left free, so that no pair seems to follow one in another text.
func (s *segment) eachPair(field int, common []int32, f func(pair int, doc, at uint32)) {
	n := int(slices.Max(common))
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
				this := common[w]
				if before > 0 && this > 0 {
					f(int(before-1)*n+int(this-1), doc, at-1)
				}
				before = this
				at++
			}
			at++
			return true
		})
	}
}
