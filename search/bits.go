package search

import "math/bits"

// bitmap is a set of document numbers, one bit each. Bits past the last document are zero.
type bitmap []uint64

func newBitmap(n int) bitmap { return make(bitmap, (n+63)/64) }

func (b bitmap) has(i uint32) bool { return b[i>>6]&(1<<(i&63)) != 0 }

func (b bitmap) set(i uint32) { b[i>>6] |= 1 << (i & 63) }

func (b bitmap) unset(i uint32) { b[i>>6] &^= 1 << (i & 63) }

// fill sets the first n bits.
func (b bitmap) fill(n int) {
	for i := range b {
		b[i] = ^uint64(0)
	}
	if n&63 != 0 {
		b[len(b)-1] = 1<<(n&63) - 1
	}
}

func (b bitmap) or(o bitmap) {
	o = o[:len(b)]
	for i := range b {
		b[i] |= o[i]
	}
}

func (b bitmap) and(o bitmap) {
	o = o[:len(b)]
	for i := range b {
		b[i] &= o[i]
	}
}

func (b bitmap) andNot(o bitmap) {
	o = o[:len(b)]
	for i := range b {
		b[i] &^= o[i]
	}
}

func (b bitmap) count() int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

func (b bitmap) empty() bool {
	for _, w := range b {
		if w != 0 {
			return false
		}
	}
	return true
}

// andCount returns the size of the intersection without writing it. Four sums run side by side, since this loop is
// most of what counting facets costs.
func andCount(a, b bitmap) int {
	b = b[:len(a)]
	var n0, n1, n2, n3 int
	i := 0
	for ; i+4 <= len(a); i += 4 {
		x, y := a[i:i+4:i+4], b[i:i+4:i+4]
		n0 += bits.OnesCount64(x[0] & y[0])
		n1 += bits.OnesCount64(x[1] & y[1])
		n2 += bits.OnesCount64(x[2] & y[2])
		n3 += bits.OnesCount64(x[3] & y[3])
	}
	for ; i < len(a); i++ {
		n0 += bits.OnesCount64(a[i] & b[i])
	}
	return n0 + n1 + n2 + n3
}

// nth returns the k-th member, counted from 0. There must be one.
func (b bitmap) nth(k int) uint32 {
	for i, w := range b {
		c := bits.OnesCount64(w)
		if k >= c {
			k -= c
			continue
		}
		for range k {
			w &= w - 1
		}
		return uint32(i<<6 + bits.TrailingZeros64(w))
	}
	panic("search: fewer members than asked for")
}

// each calls f with every member in order until f returns false.
func (b bitmap) each(f func(uint32) bool) {
	for i, w := range b {
		for w != 0 {
			if !f(uint32(i<<6 + bits.TrailingZeros64(w))) {
				return
			}
			w &= w - 1
		}
	}
}

// arena hands out zeroed bitmaps for one query and takes all of them back at once, so that a search does not
// allocate in proportion to the index.
type arena struct {
	words int
	all   []bitmap
	used  int

	scores []uint16
	runs   []uint64
}

// scoresFor returns room for a score of each document; what was in it before is still there.
func (a *arena) scoresFor(n int) []uint16 {
	if a.scores == nil {
		a.scores = make([]uint16, n)
	}
	return a.scores
}

func (a *arena) get() bitmap {
	if a.used == len(a.all) {
		a.all = append(a.all, make(bitmap, a.words))
		a.used++
		return a.all[a.used-1]
	}
	b := a.all[a.used]
	a.used++
	clear(b)
	return b
}

func (a *arena) copyOf(b bitmap) bitmap {
	if a.used == len(a.all) {
		a.all = append(a.all, make(bitmap, a.words))
	}
	c := a.all[a.used]
	a.used++
	copy(c, b)
	return c
}

func (a *arena) reset() { a.used = 0 }
