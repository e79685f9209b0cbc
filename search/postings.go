package search

import (
	"slices"
	"sort"
)

// postings says for each key (a word, a facet value, a town) which documents have it: a sorted list, or a bitmap
// where a key has so many documents that the bitmap is no larger or is worth its speed.
type postings struct {
	off       []uint32 // len(keys)+1 offsets into docs
	docs      []uint32
	denseKeys []uint32 // sorted keys that have a bitmap instead
	denseN    []uint32 // members of each bitmap
	bits      []uint64 // the bitmaps, one after the other
	words     int      // words of one bitmap
}

// wordDoc is one occurrence on the way into postings.
type wordDoc struct{ word, doc uint32 }

// A key gets a bitmap when more than one document in so many has it. At 32 both forms take the same memory; facet
// values get bitmaps earlier, since counting with them is most of a search's time.
const (
	wordsDense  = 32
	valuesDense = 128
	alwaysLists = 0
)

func isDense(count uint32, docs, oneIn int) bool {
	return oneIn > 0 && int(count)*oneIn > docs
}

// postingsOf sorts occurrences into postings. Pairs of one key must come in ascending order of documents, without
// repetition, where lists are to be searched.
func postingsOf(pairs []wordDoc, keys, docs, oneIn int) postings {
	count := make([]uint32, keys)
	for _, p := range pairs {
		count[p.word]++
	}
	p := layOut(count, docs, oneIn)
	next := slices.Clone(p.off[:keys])
	for _, pair := range pairs {
		if b := p.bitmap(pair.word); b != nil {
			b.set(pair.doc)
			continue
		}
		p.docs[next[pair.word]] = pair.doc
		next[pair.word]++
	}
	return p
}

// layOut makes room for postings of known sizes.
func layOut(count []uint32, docs, oneIn int) postings {
	p := postings{off: make([]uint32, len(count)+1), words: (docs + 63) / 64}
	total := uint32(0)
	for key, n := range count {
		p.off[key] = total
		if isDense(n, docs, oneIn) {
			p.denseKeys = append(p.denseKeys, uint32(key))
			p.denseN = append(p.denseN, n)
			continue
		}
		total += n
	}
	p.off[len(count)] = total
	p.docs = make([]uint32, total)
	p.bits = make([]uint64, len(p.denseKeys)*p.words)
	return p
}

// list returns the documents of a key that has no bitmap.
func (p *postings) list(key uint32) []uint32 { return p.docs[p.off[key]:p.off[key+1]] }

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
	return int(p.off[key+1] - p.off[key])
}

// each calls f with every document of a key, in order.
func (p *postings) each(key uint32, f func(doc uint32)) {
	if b := p.bitmap(key); b != nil {
		b.each(func(d uint32) bool {
			f(d)
			return true
		})
		return
	}
	for _, d := range p.list(key) {
		f(d)
	}
}

// has reports whether a key has a document.
func (p *postings) has(key, doc uint32) bool {
	if b := p.bitmap(key); b != nil {
		return b.has(doc)
	}
	_, ok := slices.BinarySearch(p.list(key), doc)
	return ok
}

// addTo puts the documents of a key into a set.
func (p *postings) addTo(b bitmap, key uint32) {
	if dense := p.bitmap(key); dense != nil {
		b.or(dense)
		return
	}
	for _, d := range p.list(key) {
		b.set(d)
	}
}

// addRange puts the documents of all keys lo ≤ key < hi into a set.
func (p *postings) addRange(b bitmap, lo, hi int) {
	for _, d := range p.docs[p.off[lo]:p.off[hi]] {
		b.set(d)
	}
	from, to := p.denseRange(lo, hi)
	for i := from; i < to; i++ {
		b.or(p.bitmapAt(i))
	}
}

// anyIn reports whether one of the keys lo ≤ key < hi has a document that is in the set.
func (p *postings) anyIn(live bitmap, lo, hi int) bool {
	if slices.ContainsFunc(p.docs[p.off[lo]:p.off[hi]], live.has) {
		return true
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
	for _, d := range p.list(key) {
		n += set[d>>6] >> (d & 63) & 1
	}
	return int(n)
}

func (p *postings) bytes() int {
	return 4*(len(p.off)+len(p.docs)+len(p.denseKeys)+len(p.denseN)) + 8*len(p.bits)
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

// weight returns about how many documents would be touched to unite the keys lo ≤ key < hi.
func (p *postings) weight(lo, hi int) int {
	from, to := p.denseRange(lo, hi)
	return int(p.off[hi]-p.off[lo]) + (to-from)*p.words*64/bitmapOneIn
}
