package search

import (
	"encoding/binary"
	"slices"
	"sort"
)

// postings says for each key (a word, a facet value, a town) which documents have it: a packed list, or a bitmap where a
// key has so many documents that the bitmap is worth its speed. A list is its length and then the steps from one document
// to the next, all as varints: most take one byte.
type postings struct {
	off       []uint32 // len(keys)+1 offsets into packed
	packed    []byte
	denseKeys []uint32 // sorted keys that have a bitmap instead
	denseN    []uint32 // members of each bitmap
	bits      []uint64 // the bitmaps, one after the other
	words     int      // words of one bitmap
}

// A key gets a bitmap when more than one document in so many has it. Facet values get bitmaps earlier, since counting with
// them is most of a search's time.
const (
	wordsDense  = 32
	valuesDense = 128
	alwaysLists = 0
)

func isDense(count uint32, docs, oneIn int) bool {
	return oneIn > 0 && int(count)*oneIn > docs
}

// newPostings returns postings without keys, over so many documents.
func newPostings(docs int) postings { return postings{off: []uint32{0}, words: (docs + 63) / 64} }

// add adds the next key with its documents, which it may sort. A key's documents must not repeat.
func (p *postings) add(members []uint32, docs, oneIn int) {
	n := uint32(len(members))
	switch {
	case n == 0:
	case isDense(n, docs, oneIn):
		p.denseKeys = append(p.denseKeys, uint32(len(p.off)-1))
		p.denseN = append(p.denseN, n)
		at := len(p.bits)
		p.bits = append(p.bits, make([]uint64, p.words)...)
		for _, d := range members {
			bitmap(p.bits[at:]).set(d)
		}
	default:
		if !slices.IsSorted(members) {
			slices.Sort(members)
		}
		p.packed = binary.AppendUvarint(p.packed, uint64(n))
		last := uint32(0)
		for _, d := range members {
			p.packed = binary.AppendUvarint(p.packed, uint64(d-last))
			last = d
		}
	}
	p.off = append(p.off, uint32(len(p.packed)))
}

// fit gives back what the slices have too much.
func (p *postings) fit() postings {
	p.packed, p.bits = slices.Clone(p.packed), slices.Clone(p.bits)
	return *p
}

// postingsOf packs lists.
func postingsOf(l lists, docs, oneIn int) postings {
	p := newPostings(docs)
	for key := range l.len() {
		p.add(l.list(uint32(key)), docs, oneIn)
	}
	return p.fit()
}

// packedList is the documents of a key that has no bitmap, on the way through them.
type packedList struct {
	b   []byte
	at  int
	doc uint32
}

// more reports whether there is another document.
func (l *packedList) more() bool { return l.at < len(l.b) }

// next returns the next document. There must be one.
func (l *packedList) next() uint32 {
	step := uint32(l.b[l.at])
	l.at++
	if step >= 0x80 {
		step = l.long(step)
	}
	l.doc += step
	return l.doc
}

// addTo puts the documents into a set.
func (l *packedList) addTo(set bitmap) {
	b, doc := l.b, l.doc
	for at := l.at; at < len(b); {
		step := uint32(b[at])
		at++
		if step >= 0x80 {
			l.at = at
			step = l.long(step)
			at = l.at
		}
		doc += step
		set.set(doc)
	}
}

// long returns a step of more than one byte.
func (l *packedList) long(step uint32) uint32 {
	step &= 0x7f
	for shift := 7; ; shift += 7 {
		c := l.b[l.at]
		l.at++
		step |= uint32(c&0x7f) << shift
		if c < 0x80 {
			return step
		}
	}
}

// list returns the documents of a key that has no bitmap.
func (p *postings) list(key uint32) packedList {
	l := packedList{b: p.packed[p.off[key]:p.off[key+1]]}
	for l.more() && l.b[l.at] >= 0x80 { // the length
		l.at++
	}
	l.at++
	return l
}

// bitmap returns the bitmap of a key, or nil when it has a list.
func (p *postings) bitmap(key uint32) bitmap {
	i, ok := slices.BinarySearch(p.denseKeys, key)
	if !ok {
		return nil
	}
	return p.bitmapAt(i)
}

func (p *postings) bitmapAt(i int) bitmap { return p.bits[i*p.words : (i+1)*p.words] }

// size returns the number of documents of a key, dead ones included.
func (p *postings) size(key uint32) int {
	if i, ok := slices.BinarySearch(p.denseKeys, key); ok {
		return int(p.denseN[i])
	}
	n, _ := binary.Uvarint(p.packed[p.off[key]:p.off[key+1]])
	return int(n)
}

// each calls f with every document of a key, in order, until f returns false.
func (p *postings) each(key uint32, f func(doc uint32) bool) {
	if b := p.bitmap(key); b != nil {
		b.each(f)
		return
	}
	for l := p.list(key); l.more(); {
		if !f(l.next()) {
			return
		}
	}
}

// addTo puts the documents of a key into a set.
func (p *postings) addTo(b bitmap, key uint32) {
	if dense := p.bitmap(key); dense != nil {
		b.or(dense)
		return
	}
	l := p.list(key)
	l.addTo(b)
}

// addRange puts the documents of all keys lo ≤ key < hi into a set.
func (p *postings) addRange(b bitmap, lo, hi int) {
	for key := lo; key < hi; key++ {
		l := p.list(uint32(key))
		l.addTo(b)
	}
	from, to := p.denseRange(lo, hi)
	for i := from; i < to; i++ {
		b.or(p.bitmapAt(i))
	}
}

// anyIn reports whether one of the keys lo ≤ key < hi has a document that is in the set.
func (p *postings) anyIn(live bitmap, lo, hi int) bool {
	for key := lo; key < hi; key++ {
		for l := p.list(uint32(key)); l.more(); {
			if live.has(l.next()) {
				return true
			}
		}
	}
	from, to := p.denseRange(lo, hi)
	for i := from; i < to; i++ {
		for j, w := range p.bitmapAt(i) {
			if w&live[j] != 0 {
				return true
			}
		}
	}
	return false
}

// countIn returns how many documents of a key are in the set.
func (p *postings) countIn(set bitmap, key uint32) int {
	if b := p.bitmap(key); b != nil {
		return andCount(b, set)
	}
	n := uint64(0)
	for l := p.list(key); l.more(); {
		d := l.next()
		n += set[d>>6] >> (d & 63) & 1
	}
	return int(n)
}

func (p *postings) bytes() int {
	return 4*(len(p.off)+len(p.denseKeys)+len(p.denseN)) + len(p.packed) + 8*len(p.bits)
}

// denseRange returns which bitmaps belong to the keys lo ≤ key < hi.
func (p *postings) denseRange(lo, hi int) (from, to int) {
	from = sort.Search(len(p.denseKeys), func(i int) bool { return int(p.denseKeys[i]) >= lo })
	to = from + sort.Search(len(p.denseKeys)-from, func(i int) bool { return int(p.denseKeys[from+i]) >= hi })
	return from, to
}

func (p *postings) emptyRange(lo, hi int) bool {
	from, to := p.denseRange(lo, hi)
	return p.off[lo] == p.off[hi] && from == to
}

// weight returns about how many documents would be touched to unite the keys lo ≤ key < hi: most take a byte.
func (p *postings) weight(lo, hi int) int {
	from, to := p.denseRange(lo, hi)
	return int(p.off[hi]-p.off[lo]) + (to-from)*p.words*64/bitmapOneIn
}
