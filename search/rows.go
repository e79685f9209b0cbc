package search

import (
	"cmp"
	"math/bits"
	"slices"
)

// rows say for each document which of the common facet values it has, a bit for each: the values of many documents are
// counted 64 at a time. The commonest values come first, so that the words of a row are full of what is worth counting so.
// The rare ones have no bit. Most documents have none of them, so they are listed both ways.
type rows struct {
	values  []uint16 // by place in a row
	bits    []uint64 // by document
	rare    lists    // rare values by document
	holders lists    // documents by value, of rare values
}

// words returns how many words a row takes.
func (r *rows) words() int { return (len(r.values) + 63) / 64 }

func (r *rows) bytes() int {
	n := 2*len(r.values) + 8*len(r.bits)
	return n + 4*(len(r.rare.off)+len(r.rare.of)+len(r.holders.off)+len(r.holders.of))
}

// of returns the values that stand in one word of a row.
func (r *rows) of(word int) []uint16 { return r.values[64*word : min(64*word+64, len(r.values))] }

// sealRows gives a bit to every value that has a bitmap.
func (s *segment) sealRows() {
	order := make([]uint16, len(s.vocab.values))
	for v := range order {
		order[v] = uint16(v)
	}
	size := func(v uint16) int { return s.values.size(uint32(v)) }
	slices.SortFunc(order, func(a, b uint16) int { return cmp.Or(cmp.Compare(size(b), size(a)), cmp.Compare(a, b)) })
	s.rows.values = slices.Clone(order[:len(s.values.denseKeys)])
	width := s.rows.words()
	s.rows.bits = make([]uint64, width*s.len())
	for i, v := range s.rows.values {
		s.values.each(uint32(v), func(d uint32) bool {
			s.rows.bits[int(d)*width+i/64] |= 1 << (i % 64)
			return true
		})
	}
	var held, holding []wordDoc
	for _, v := range order[len(s.rows.values):] {
		s.values.each(uint32(v), func(d uint32) bool {
			held = append(held, wordDoc{d, uint32(v)})
			holding = append(holding, wordDoc{uint32(v), d})
			return true
		})
	}
	s.rows.rare = listsOf(held, s.len())
	s.rows.holders = listsOf(holding, len(order))
}

// has reports whether a document has a value.
func (s *segment) has(doc, value uint32) bool {
	if b := s.values.bitmap(value); b != nil {
		return b.has(doc)
	}
	return slices.Contains(s.rows.rare.list(doc), value)
}

// addRare counts the rare values of the documents of a set.
func (r *rows) addRare(set bitmap, totals []uint32) {
	for i, w := range set {
		for ; w != 0; w &= w - 1 {
			for _, v := range r.rare.list(uint32(i<<6 + bits.TrailingZeros64(w))) {
				totals[v]++
			}
		}
	}
}

// countRare counts the documents of a set that have a rare value.
func (r *rows) countRare(set bitmap, value uint32) int {
	n := uint64(0)
	for _, d := range r.holders.list(value) {
		n += set[d>>6] >> (d & 63) & 1
	}
	return int(n)
}

// add counts the values that stand in some words of the rows of a set, 64 documents at a time.
func (r *rows) add(set bitmap, words []int, totals []uint32) {
	width := r.words()
	sums := make([]rowSum, len(words))
	var docs [64]int // where their rows begin
	n := 0
	for i, w := range set {
		for ; w != 0; w &= w - 1 {
			docs[n] = (i<<6 + bits.TrailingZeros64(w)) * width
			if n++; n < len(docs) {
				continue
			}
			n = 0
			for k := range sums {
				sums[k].add(r.bits[words[k]:], &docs)
			}
		}
	}
	for k, word := range words {
		for _, d := range docs[:n] {
			addBits(totals, r.of(word), r.bits[d+word], 1)
		}
		for p, plane := range sums[k] {
			addBits(totals, r.of(word), plane, 1<<p)
		}
	}
}

// rowSum holds 64 counts that stand upright: a bit of each count in each word, the lowest bits first. Adding to all 64
// then takes a few operations, however many of them change.
type rowSum [32]uint64

// add adds 64 rows, eight at a time, and then the eight carries in the same way.
func (s *rowSum) add(rows []uint64, docs *[64]int) {
	var carries [8]uint64
	for i := range carries {
		d := docs[8*i : 8*i+8 : 8*i+8]
		carries[i] = addEight((*[3]uint64)(s[0:3]), &[8]uint64{
			rows[d[0]], rows[d[1]], rows[d[2]], rows[d[3]], rows[d[4]], rows[d[5]], rows[d[6]], rows[d[7]],
		})
	}
	carry := addEight((*[3]uint64)(s[3:6]), &carries)
	for p := 6; carry != 0; p++ {
		s[p], carry = s[p]^carry, s[p]&carry
	}
}

// addEight adds eight bits to each of 64 counts below eight and returns which went over, once at most each.
func addEight(s *[3]uint64, r *[8]uint64) (carry uint64) {
	ones, a := adder(s[0], r[0], r[1])
	ones, b := adder(ones, r[2], r[3])
	twos, c := adder(s[1], a, b)
	ones, a = adder(ones, r[4], r[5])
	ones, b = adder(ones, r[6], r[7])
	twos, d := adder(twos, a, b)
	s[0], s[1] = ones, twos
	s[2], carry = adder(s[2], c, d)
	return carry
}

// adder adds three bits in each of 64 places.
func adder(a, b, c uint64) (sum, carry uint64) {
	u := a ^ b
	return u ^ c, a&b | u&c
}

// addBits adds n to the totals of the values whose bits are set.
func addBits(totals []uint32, values []uint16, set uint64, n uint32) {
	for ; set != 0; set &= set - 1 {
		totals[values[bits.TrailingZeros64(set)]] += n
	}
}
