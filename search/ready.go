package search

import (
	"maps"
	"slices"
	"strings"
)

// readyCounts holds, for conditions that very many documents meet, how many documents of the segment have each facet
// value. A query of one such word would otherwise spend most of its time on counting.
type readyCounts struct {
	keys   lexicon
	counts []uint32 // by key: one for each value
}

// readyFrom is the number of documents from which counts are made beforehand.
const readyFrom = 20_000

// key spells a condition out: what it finds depends on nothing else.
func (c clause) key() string {
	var b strings.Builder
	for _, alt := range c.alts {
		for _, a := range alt {
			b.WriteString(a.word + strings.Join(a.phrase, "\""))
			if a.prefix {
				b.WriteByte('*')
			}
			b.WriteByte(' ')
		}
		b.WriteByte('|')
	}
	return b.String()
}

func (r *readyCounts) bytes() int {
	return len(r.keys.blob) + 4*(len(r.keys.off)+len(r.counts))
}

// addReady adds the counts of a query that is one condition and nothing else, where they are ready. It returns false
// when they are not. Documents that no longer count are taken off by their rows.
func (f *found) addReady(totals []uint32) bool {
	if len(f.clauses) != 1 || f.clauses[0].not || f.placed != nil || len(f.chosen) > 0 || f.ready.keys.len() == 0 {
		return false
	}
	k, ok := f.ready.keys.find(f.clauses[0].key())
	if !ok {
		return false
	}
	dead := f.mem.get()
	dead.fill(f.len())
	dead.andNot(f.live)
	missing := make([]uint32, len(totals))
	if !dead.empty() {
		if f.clauses[0].hasPhrase() {
			return false // phrases are not looked for in documents that no longer count
		}
		dead.and(f.any(&f.sets[0]))
		f.countSet(dead, dead.count(), 0, len(totals), missing)
	}
	for v := range totals {
		totals[v] += f.ready.counts[k*len(totals)+v] - missing[v]
	}
	return true
}

// sealReady counts beforehand for the words and beginnings that many documents have.
func (s *segment) sealReady() {
	if s.len() < readyFrom {
		return
	}
	counts := map[string][]uint32{}
	live := wholePart(s)
	for _, text := range s.commonTexts() {
		qt := parseText(s.vocab, text)
		if len(qt.clauses) != 1 {
			continue
		}
		f := &found{matcher: live.matcher(), clauses: qt.clauses}
		sets := f.clause(qt.clauses[0], live.live)
		f.matches = f.any(&sets)
		if f.n = f.matches.count(); f.n*heavyOneIn > s.len() {
			totals := make([]uint32, len(s.vocab.values))
			f.countRange(f.matches, f.n, 0, len(totals), totals)
			counts[qt.clauses[0].key()] = totals
		}
		f.release()
	}
	keys := slices.Sorted(maps.Keys(counts))
	s.ready.keys = newLexicon(keys)
	for _, key := range keys {
		s.ready.counts = append(s.ready.counts, counts[key]...)
	}
}

// commonTexts returns words and beginnings of words that may be found in more than one document in heavyOneIn.
func (s *segment) commonTexts() []string {
	weight := map[string]int{}
	add := func(w string, n int) {
		for size := range min(len(w), longestHeavy+1) {
			weight[w[:size]] += n
		}
		if len(w) > longestHeavy || n*heavyOneIn > s.len() {
			weight[w] += n
		}
	}
	for i := range s.words.len() {
		n := 0
		for f := range s.text {
			n += s.text[f].size(uint32(i))
		}
		add(s.words.at(i), n)
	}
	for v, val := range s.vocab.values {
		for _, w := range val.words {
			add(w, s.values.size(uint32(v)))
		}
	}
	var out []string
	for text, n := range weight {
		if text != "" && n*heavyOneIn > s.len() {
			out = append(out, text)
		}
	}
	slices.Sort(out)
	return out
}
