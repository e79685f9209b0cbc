package search

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxNear bounds how many words a mistyped beginning may stand for.
const maxNear = 8

// Suggest answers while typing: partners, specializations, competencies, places; at most n lines in all. When nothing
// begins with the text, one wrong letter is forgiven.
func (ix *Index) Suggest(text string, n int) []Suggestion {
	words := tokens(bound(text))
	if len(words) == 0 || n <= 0 || len(words) > MaxWords {
		return nil
	}
	out := ix.suggest(words, n)
	if len(out) > 0 {
		return out
	}
	for _, near := range ix.nearBeginnings(words[len(words)-1]) {
		again := append(slices.Clone(words[:len(words)-1]), near)
		if out = ix.suggest(again, n); len(out) > 0 {
			return out
		}
	}
	return nil
}

// suggest shares the lines among the kinds: each gets its part, and what one leaves goes to partners.
func (ix *Index) suggest(words []string, n int) []Suggestion {
	share := max(1, n/4)
	labels := ix.suggestValues(FacetSpecialization, words, share)
	competencies := ix.suggestValues(FacetCompetency, words, share)
	places := ix.suggestPlaces(words, share)
	partners := ix.suggestPartners(words, max(0, n-len(labels)-len(competencies)-len(places)))
	out := slices.Concat(labels, competencies, places, partners)
	return out[:min(n, len(out))]
}

// startsIn reports whether every word begins a word of the text; all but the last must be whole.
func startsIn(words, text []string) bool {
	for i, w := range words {
		last := i == len(words)-1
		if !slices.ContainsFunc(text, func(t string) bool { return t == w || last && strings.HasPrefix(t, w) }) {
			return false
		}
	}
	return true
}

func (ix *Index) suggestValues(f Facet, words []string, n int) []Suggestion {
	kind, note := "specialization", "Label"
	if f == FacetCompetency {
		kind, note = "competency", "Competency"
	}
	var out []Suggestion
	for v := ix.vocab.first[f]; v < ix.vocab.end[f] && len(out) < n; v++ {
		val := &ix.vocab.values[v]
		if val.slug == "" || strings.Contains(val.slug, ":") || !startsIn(words, val.words) {
			continue
		}
		count := 0
		for _, p := range ix.parts {
			count += p.values.countIn(p.live, uint32(v))
		}
		out = append(out, Suggestion{
			Kind: kind, Text: val.name, Note: fmt.Sprintf("%s · %s", note, partners(count)), Slug: val.slug,
			Query: Query{Sort: BestMatch, Page: 1}.Toggle(f, val.slug),
		})
	}
	return out
}

func partners(n int) string {
	if n == 1 {
		return "1 partner"
	}
	return fmt.Sprintf("%d partners", n)
}

// suggestPlaces offers towns that have partners, most people first.
func (ix *Index) suggestPlaces(words []string, n int) []Suggestion {
	var out []Suggestion
	for _, town := range ix.atlas.find(strings.Join(words, " ")) {
		if len(out) == n {
			break
		}
		count := 0
		for _, p := range ix.parts {
			count += p.countTowns([]uint32{town})
		}
		if count == 0 {
			continue
		}
		t := ix.atlas.towns[town]
		out = append(out, Suggestion{
			Kind: "place", Text: t.Name, Note: fmt.Sprintf("%s · %s", ix.atlas.Country(t.Country), partners(count)),
			Slug: ix.atlas.keys[town], Query: Query{Place: ix.atlas.keys[town], Radius: DefaultRadius, Sort: BestMatch, Page: 1},
		})
	}
	return out
}

// suggestPartners offers partners with the words in their names, best standing first.
func (ix *Index) suggestPartners(words []string, n int) []Suggestion {
	var runs []run
	for _, p := range ix.parts {
		f := &found{matcher: p.matcher()}
		defer f.release()
		f.matches = f.named(words)
		runs = append(runs, run{f: f, set: f.matches, n: f.matches.count()})
	}
	var out []Suggestion
	for _, r := range pick(runs, compareStanding, 0, n) {
		h := ix.hit(r.f.part, r.doc)
		note := h.City
		if h.Country != "" {
			note = strings.TrimPrefix(note+", "+ix.atlas.Country(h.Country), ", ")
		}
		out = append(out, Suggestion{
			Kind: "partner", Text: h.Name, Note: note, Slug: h.Slug, Query: Query{Text: h.Name, Sort: BestMatch, Page: 1},
		})
	}
	return out
}

// named returns the live documents with all words in their names, the last perhaps as a beginning.
func (m *matcher) named(words []string) bitmap {
	out := m.mem.copyOf(m.live)
	for i, w := range words {
		lo, hi := 0, 0
		if i == len(words)-1 {
			lo, hi = m.words.prefix(w)
		} else if k, ok := m.words.find(w); ok {
			lo, hi = k, k+1
		}
		docs := m.mem.get()
		if lo < hi {
			m.text[inName].addRange(docs, lo, hi)
		}
		out.and(docs)
	}
	return out
}

// nearBeginnings returns words that begin almost as typed: of labels and competencies, then of towns, then of names.
func (ix *Index) nearBeginnings(word string) []string {
	if utf8.RuneCountInString(word) < oneTypo {
		return nil
	}
	out := near(ix.vocab.words, word, func(int) bool { return true })
	out = append(out, near(ix.atlas.words, word, func(int) bool { return true })...)
	for _, p := range ix.parts {
		out = append(out, near(p.words, word, func(i int) bool { return p.text[inName].size(uint32(i)) > 0 })...)
	}
	return out
}

func near(l lexicon, word string, ok func(i int) bool) []string {
	var out []string
	f := fuzzy{lexicon: l, want: word, edits: 1, prefix: true}
	f.found = func(i, _ int) {
		if len(out) < maxNear && ok(i) {
			out = append(out, l.at(i))
		}
	}
	f.run()
	return out
}
