package search

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// lexicon is a sorted list of distinct strings, kept in one piece so that the garbage collector has nothing to scan.
type lexicon struct {
	blob string
	off  []uint32 // len+1 offsets into blob
}

// newLexicon takes strings as they are, in order.
func newLexicon(words []string) lexicon {
	size := 0
	for _, w := range words {
		size += len(w)
	}
	var b strings.Builder
	b.Grow(size)
	off := make([]uint32, 1, len(words)+1)
	for _, w := range words {
		b.WriteString(w)
		off = append(off, uint32(b.Len()))
	}
	return lexicon{b.String(), off}
}

// sortedLexicon sorts distinct words and returns, for each old position, the new one.
func sortedLexicon(words []string) (lexicon, []uint32) {
	order := make([]uint32, len(words))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(words[a], words[b]) })
	sorted := make([]string, len(words))
	renumbered := make([]uint32, len(words))
	for to, from := range order {
		sorted[to] = words[from]
		renumbered[from] = uint32(to)
	}
	return newLexicon(sorted), renumbered
}

func (l lexicon) len() int { return max(0, len(l.off)-1) }

func (l lexicon) at(i int) string { return l.blob[l.off[i]:l.off[i+1]] }

// find returns the position of a word.
func (l lexicon) find(w string) (int, bool) {
	return sort.Find(l.len(), func(i int) int { return cmp.Compare(w, l.at(i)) })
}

// prefix returns the range of words that begin with p.
func (l lexicon) prefix(p string) (lo, hi int) {
	n := l.len()
	lo = sort.Search(n, func(i int) bool { return l.at(i) >= p })
	hi = lo + sort.Search(n-lo, func(i int) bool { return !strings.HasPrefix(l.at(lo+i), p) })
	return lo, hi
}

// fuzzy finds words within a number of edits of a wanted one; letters inserted, left out, changed, or two
// neighbours swapped count as one edit each. It walks the sorted words as a tree and leaves a branch as soon as no
// word below can be near enough.
type fuzzy struct {
	lexicon
	want   string
	edits  int
	prefix bool // the beginning of a word may match instead of all of it
	first  bool // the first letter must be right
	found  func(i, edits int)

	path [maxWord + 1]byte
	rows [maxWord + 2][maxWord + 1]uint8
}

func (f *fuzzy) run() {
	if f.len() == 0 || len(f.want) > maxWord {
		return
	}
	for j := range len(f.want) + 1 {
		f.rows[0][j] = uint8(j)
	}
	f.walk(0, f.len(), 0)
}

func (f *fuzzy) walk(lo, hi, depth int) {
	if d := int(f.rows[depth][len(f.want)]); d <= f.edits && f.prefix && depth > 0 {
		for i := lo; i < hi; i++ {
			f.found(i, d)
		}
		return
	}
	if len(f.at(lo)) == depth {
		if d := int(f.rows[depth][len(f.want)]); d <= f.edits && !f.prefix {
			f.found(lo, d)
		}
		lo++
	}
	for lo < hi {
		c := f.at(lo)[depth]
		end := f.groupEnd(lo, hi, depth, c)
		if (depth > 0 || !f.first || c == f.want[0]) && depth < maxWord {
			f.path[depth] = c
			if f.nextRow(depth, c) <= f.edits {
				f.walk(lo, end, depth+1)
			}
		}
		lo = end
	}
}

// groupEnd returns where words with byte c at depth end, by doubling steps: most groups are small.
func (f *fuzzy) groupEnd(lo, hi, depth int, c byte) int {
	step := 1
	for lo+step < hi && f.at(lo + step)[depth] == c {
		step *= 2
	}
	from, to := lo+step/2, min(lo+step, hi)
	return from + sort.Search(to-from, func(i int) bool { return f.at(from + i)[depth] != c })
}

// nextRow fills the row of edit distances for one more letter and returns its least.
func (f *fuzzy) nextRow(depth int, c byte) int {
	prev, row := &f.rows[depth], &f.rows[depth+1]
	row[0] = uint8(depth + 1)
	least := row[0]
	for j := 1; j <= len(f.want); j++ {
		cost := uint8(1)
		if f.want[j-1] == c {
			cost = 0
		}
		d := min(prev[j-1]+cost, prev[j]+1, row[j-1]+1)
		if depth > 0 && j > 1 && f.want[j-2] == c && f.path[depth-1] == f.want[j-1] {
			d = min(d, f.rows[depth-1][j-2]+1)
		}
		row[j] = d
		least = min(least, d)
	}
	return int(least)
}
