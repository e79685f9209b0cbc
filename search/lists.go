package search

import "slices"

// lists holds a list of numbers for each key, all in one piece.
type lists struct {
	off []uint32 // len(keys)+1 offsets into of
	of  []uint32
}

// wordDoc is one occurrence of a key on the way into lists.
type wordDoc struct{ word, doc uint32 }

// listsOf sorts occurrences by key; those of one key stay in order.
func listsOf(pairs []wordDoc, keys int) lists {
	l := lists{make([]uint32, keys+1), make([]uint32, len(pairs))}
	for _, p := range pairs {
		l.off[p.word+1]++
	}
	for key := range keys {
		l.off[key+1] += l.off[key]
	}
	next := slices.Clone(l.off)
	for _, p := range pairs {
		l.of[next[p.word]] = p.doc
		next[p.word]++
	}
	return l
}

func (l *lists) len() int { return max(0, len(l.off)-1) }

func (l *lists) list(key uint32) []uint32 { return l.of[l.off[key]:l.off[key+1]] }

// between returns the lists of the keys lo ≤ key < hi, one behind the other.
func (l *lists) between(lo, hi int) []uint32 { return l.of[l.off[lo]:l.off[hi]] }
