package search

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// Words shorter than this are not corrected; longer ones may hold one wrong letter, long ones two.
const (
	oneTypo  = 4
	twoTypos = 8
)

// resolve decides what the words of a query stand for in this snapshot: whether a short last word is a beginning, and
// what was meant by words that nothing matches. It returns the text searched instead, or "".
func (ix *Index) resolve(qt *queryText) string {
	corrected := false
	for i := range qt.clauses {
		c := &qt.clauses[i]
		if c.not {
			continue
		}
		found := false
		for _, alt := range c.alts {
			for j := range alt {
				found = ix.settle(&alt[j]) || found
			}
		}
		if a := &c.alts[0][0]; !found && len(c.alts) == 1 && c.plain != "" {
			if meant, ok := ix.correct(a.word); ok {
				qt.chunks[c.chunk] = strings.Replace(qt.chunks[c.chunk], c.typed, meant, 1)
				*a = wordAtom(meant)
				corrected = true
			}
		}
	}
	if !corrected {
		return ""
	}
	qt.name = ""
	return strings.Join(qt.chunks, " ")
}

// settle reports whether an atom can match at all, phrases always. A short word that matches as it is is no longer
// taken for a beginning.
func (ix *Index) settle(a *atom) bool {
	if a.phrase != nil {
		return true
	}
	whole := ix.exists(a.word, a.stem, false)
	if whole && utf8.RuneCountInString(a.word) <= shortWord {
		a.prefix = false
	}
	return whole || a.prefix && ix.exists(a.word, a.stem, true)
}

// exists reports whether any partner has a word, or one that begins with it.
func (ix *Index) exists(word, stem string, prefix bool) bool {
	for _, p := range ix.parts {
		if p.hasWord(word, stem, prefix) {
			return true
		}
	}
	return false
}

func (p part) hasWord(word, stem string, prefix bool) bool {
	if prefix {
		lo, hi := p.words.prefix(word)
		if p.anyText(lo, hi) {
			return true
		}
		lo, hi = p.vocab.words.prefix(word)
		if p.anyValue(p.vocab.ofWord.between(lo, hi)) {
			return true
		}
		return p.anyTown(word, true)
	}
	for _, w := range p.stemmed(stem) {
		if p.anyText(int(w), int(w)+1) {
			return true
		}
	}
	if i, ok := p.vocab.stems.find(stem); ok && p.anyValue(p.vocab.ofStem.list(uint32(i))) {
		return true
	}
	return p.anyTown(word, false)
}

func (p part) anyText(lo, hi int) bool {
	if lo == hi {
		return false
	}
	for f := range p.text {
		if p.text[f].anyIn(p.live, lo, hi) {
			return true
		}
	}
	return false
}

func (p part) anyValue(values []uint32) bool {
	for _, v := range values {
		if p.values.anyIn(p.live, int(v), int(v)+1) {
			return true
		}
	}
	return false
}

func (p part) anyTown(word string, prefix bool) bool {
	found := false
	p.atlas.eachTown(word, prefix, func(town uint32) {
		if key, ok := p.townKey(town); ok && !found {
			found = p.atTown.anyIn(p.live, int(key), int(key)+1)
		}
	})
	return found
}

// candidate is a word that may have been meant.
type candidate struct {
	word  string
	edits int
	n     int // partners that have it, counted by field
}

// correct returns the word that was most likely meant: the fewest letters wrong, the first letter right, then the
// most partners.
func (ix *Index) correct(word string) (string, bool) {
	letters := utf8.RuneCountInString(word)
	if letters < oneTypo {
		return "", false
	}
	best := ix.nearest(fuzzy{want: word, edits: 1})
	if best.n == 0 && letters >= twoTypos {
		best = ix.nearest(fuzzy{want: word, edits: 2, first: true})
	}
	return best.word, best.n > 0
}

// nearest returns the best candidate of all word lists; its n is 0 when there is none.
func (ix *Index) nearest(f fuzzy) candidate {
	found := map[string]candidate{}
	collect := func(l lexicon, count func(i int) int) {
		f.lexicon = l
		f.found = func(i, edits int) {
			w := l.at(i)
			c := found[w]
			found[w] = candidate{w, edits, c.n + count(i)}
		}
		f.run()
	}
	for _, p := range ix.parts {
		collect(p.words, func(i int) int { return p.countText(uint32(i)) })
		collect(p.vocab.words, func(i int) int { return p.countValues(p.vocab.ofWord.list(uint32(i))) })
		collect(p.atlas.words, func(i int) int { return p.countTowns(p.atlas.wordTowns.list(uint32(i))) })
	}
	best := candidate{edits: f.edits + 1}
	for _, c := range found {
		if c.n > 0 && compareCandidates(f.want, c, best) < 0 {
			best = c
		}
	}
	return best
}

func compareCandidates(want string, a, b candidate) int {
	if b.n == 0 {
		return -1
	}
	wrongFirst := func(c candidate) int { return boolInt(c.word[0] != want[0]) }
	return cmp.Or(
		cmp.Compare(a.edits, b.edits), cmp.Compare(wrongFirst(a), wrongFirst(b)),
		cmp.Compare(b.n, a.n), cmp.Compare(a.word, b.word),
	)
}

func (p part) countText(word uint32) int {
	n := 0
	for f := range p.text {
		n += p.text[f].countIn(p.live, word)
	}
	return n
}

func (p part) countValues(values []uint32) int {
	n := 0
	for _, v := range values {
		n += p.values.countIn(p.live, v)
	}
	return n
}

func (p part) countTowns(towns []uint32) int {
	n := 0
	for _, t := range towns {
		if key, ok := p.townKey(t); ok {
			n += p.atTown.countIn(p.live, key)
		}
	}
	return n
}
