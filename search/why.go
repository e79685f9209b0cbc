package search

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// hit returns one result with the reasons for it.
func (s *searcher) hit(r ref) Hit {
	rec := r.f.record(r.doc)
	c := rec.card(s.ix.vocab)
	h := s.ix.hitOf(r.f.segment, r.doc, c)
	if s.place != nil {
		at := location{town: noTown}
		h.Distance = math.MaxFloat64
		for _, l := range c.locations {
			if l.town == noTown {
				continue
			}
			if d := s.ix.atlas.distance(s.place.center, l.town); d < h.Distance {
				h.Distance, at = d, l
			}
		}
		h.City, h.Country = s.ix.atlas.namesOf(at)
	}
	h.Why = s.why(r, c, h)
	return h
}

// reasons collects why a partner was found, one for each field's text, in the order of the query's words.
type reasons struct {
	why []Why
}

func (rs *reasons) add(field, text string, words ...string) {
	i := slices.IndexFunc(rs.why, func(w Why) bool { return w.Field == field && w.Text == text })
	if i < 0 {
		rs.why = append(rs.why, Why{Field: field, Text: text})
		i = len(rs.why) - 1
	}
	for _, w := range words {
		if !slices.Contains(rs.why[i].Words, w) {
			rs.why[i].Words = append(rs.why[i].Words, w)
		}
	}
}

func (s *searcher) why(r ref, c card, h Hit) []Why {
	var rs reasons
	for i := range s.text.clauses {
		if level, ok := r.f.best(i, r.doc); ok {
			s.explain(&rs, r, c, i, field(level%int(numFields)))
		}
		// A town is said even where the word counts elsewhere: who types one wants to know whether the partner is there.
		if r.f.inTown(i, r.doc) {
			s.explain(&rs, r, c, i, fieldPlace)
		}
	}
	for _, f := range []Facet{FacetSpecialization, FacetCompetency} {
		for _, slug := range s.q.choices(f) {
			if n, ok := s.ix.vocab.number(f, slug); ok && r.f.has(r.doc, uint32(n)) {
				rs.add(whyField(f), s.ix.vocab.values[n].name)
			}
		}
	}
	if s.place != nil {
		text := fmt.Sprintf("%s, %.0f km from %s", h.City, h.Distance, s.ix.atlas.towns[s.place.center].Name)
		if h.Distance < 1 {
			text = h.City
		}
		rs.add("place", text)
	}
	return rs.why
}

// best returns the level with the most points at which a clause was found in a document.
func (f *found) best(clause int, doc uint32) (level int, ok bool) {
	for _, level := range byPoints() {
		if docs := f.sets[clause][level]; docs != nil && docs.has(doc) {
			return level, true
		}
	}
	return 0, false
}

// inTown reports whether a clause was found in the name of a document's town.
func (f *found) inTown(clause int, doc uint32) bool {
	whole, beginning := f.sets[clause][fieldPlace.whole()], f.sets[clause][fieldPlace.beginning()]
	return whole != nil && whole.has(doc) || beginning != nil && beginning.has(doc)
}

// whyField names a facet as a reason.
func whyField(f Facet) string {
	if f == FacetSpecialization {
		return "label"
	}
	return string(f)
}

func (s *searcher) explain(rs *reasons, r ref, c card, clause int, f field) {
	cl := s.text.clauses[clause]
	switch f {
	case fieldLabel, fieldCompetency, fieldProfile:
		s.explainValue(rs, r, clause, f)
	case fieldPlace:
		for _, l := range c.locations {
			if l.town == noTown {
				continue
			}
			if words := cl.matching(s.ix.atlas.townWords(l.town)); len(words) > 0 {
				rs.add("place", s.ix.atlas.towns[l.town].Name, words...)
				return
			}
		}
	case fieldName:
		s.explainText(rs, r, cl, inName, "name")
	case fieldSummary:
		s.explainText(rs, r, cl, inSummary, "summary")
	case fieldCase:
		s.explainText(rs, r, cl, inCase, "case study")
	default:
		s.explainText(rs, r, cl, inDescription, "description")
	}
}

func (s *searcher) explainValue(rs *reasons, r ref, clause int, f field) {
	for _, t := range s.telling(clause) {
		val := &s.ix.vocab.values[t.value]
		if fieldOf(val.facet) == f && r.f.has(r.doc, t.value) {
			rs.add(whyField(val.facet), val.name, t.words...)
			return
		}
	}
}

// tellingValue is a facet value that meets a condition, with the words of it that do.
type tellingValue struct {
	value uint32
	words []string
}

// telling returns the values that meet a condition, worked out once a query.
func (s *searcher) telling(clause int) []tellingValue {
	if s.tells == nil {
		s.tells = make([][]tellingValue, len(s.text.clauses))
	}
	if s.tells[clause] != nil {
		return s.tells[clause]
	}
	cl, out := s.text.clauses[clause], []tellingValue{}
	for _, v := range s.ix.vocab.valuesWith(cl) {
		val := &s.ix.vocab.values[v]
		words := cl.matching(val.words)
		for _, text := range val.texts {
			if len(words) == 0 {
				words = cl.matching(text)
			}
		}
		if len(words) > 0 && val.facet != FacetCaseStudy {
			out = append(out, tellingValue{v, words})
		}
	}
	s.tells[clause] = out
	return out
}

// valuesWith returns, in order, the values that an atom of a condition finds.
func (v *vocabulary) valuesWith(c clause) []uint32 {
	var out []uint32
	for _, alt := range c.alts {
		for _, a := range alt {
			if a.phrase != nil {
				out = append(out, v.valuesSaying(a.phrase)...)
				continue
			}
			if i, ok := v.stems.find(a.stem); ok {
				out = append(out, v.ofStem.list(uint32(i))...)
			}
			if a.prefix {
				lo, hi := v.words.prefix(a.word)
				out = append(out, v.ofWord.between(lo, hi)...)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// valuesSaying returns the values whose name or another word for them holds a phrase.
func (v *vocabulary) valuesSaying(phrase []string) []uint32 {
	var out []uint32
	for i, val := range v.values {
		if slices.ContainsFunc(val.texts, func(t []string) bool { return containsRun(t, phrase) }) {
			out = append(out, uint32(i))
		}
	}
	return out
}

// matching returns those folded words that meet the clause: by the first of its alternatives that any meet.
func (c clause) matching(words []string) []string {
	var out []string
	for _, alt := range c.alts {
		for _, a := range alt {
			if a.phrase != nil {
				if containsRun(words, a.phrase) {
					out = append(out, a.phrase...)
				}
				continue
			}
			for _, w := range words {
				if stem(w) == a.stem || a.prefix && strings.HasPrefix(w, a.word) {
					out = append(out, w)
				}
			}
		}
		if len(out) > 0 {
			break
		}
	}
	return out
}

// townWords returns the folded words of a town's name.
func (a *Atlas) townWords(town uint32) []string { return tokens(a.towns[town].Name) }

// snippetLength is about how many letters of a long text a reason shows.
const snippetLength = 120

// snippetReach is how far from its words a snippet may need to look, in bytes.
const snippetReach = snippetLength + 40

// explainText finds the first text of a field that meets the clause and shows the piece around it.
func (s *searcher) explainText(rs *reasons, r ref, cl clause, f int, name string) {
	targets := r.f.targets(cl)
	found := false
	rec := r.f.record(r.doc)
	rec.texts(f, func(c coded) bool {
		s.spelt.read(r.f.segment, c)
		at, n := locate(s.spelt.words, targets)
		if n == 0 {
			return true
		}
		text, spans := s.spelt.around(r.f.segment, at, n)
		rs.add(name, snippet(text, spans[0].from, spans[n-1].to), pieces(text, spans)...)
		found = true
		return false
	})
	if found {
		return
	}
	rec = r.f.record(r.doc)
	rec.texts(f, func(c coded) bool {
		at, n := r.f.locateJoined(c, targets)
		if n == 0 {
			return true
		}
		text, spans := r.f.spellSpans(c)
		spans = spans[at : at+n]
		rs.add(name, snippet(text, spans[0].from, spans[n-1].to), pieces(text, spans)...)
		return false
	})
}

func pieces(text string, spans []span) []string {
	out := make([]string, len(spans))
	for i, sp := range spans {
		out[i] = text[sp.from:sp.to]
	}
	return out
}

// spelt is a coded text taken apart.
type spelt struct {
	spellings []uint32
	words     []uint32
	at        []int // by word: its place in spellings
}

func (t *spelt) read(s *segment, c coded) {
	t.spellings, t.words, t.at = t.spellings[:0], t.words[:0], t.at[:0]
	for len(c) > 0 {
		var n uint32
		n, c = c.next()
		if w := s.spelled[n]; w != notAWord {
			t.words = append(t.words, w)
			t.at = append(t.at, len(t.spellings))
		}
		t.spellings = append(t.spellings, n)
	}
}

// around writes out n words from one on with as much on both sides as a snippet may show of it, and says where the words
// stand in that.
func (t *spelt) around(s *segment, word, n int) (string, []span) {
	from, to := t.at[word], t.at[word+n-1]+1
	for size := 0; from > 0 && size <= snippetReach; from-- {
		size += len(s.spellings.at(int(t.spellings[from-1])))
	}
	for size := 0; to < len(t.spellings) && size <= snippetReach; to++ {
		size += len(s.spellings.at(int(t.spellings[to])))
	}
	text, spans := s.spellAll(t.spellings[from:to])
	skipped, _ := slices.BinarySearch(t.at, from)
	return text, spans[word-skipped : word-skipped+n]
}

// target is an atom in the numbers of one segment.
type target struct {
	words  []uint32 // any of them, or for a phrase all in order
	lo, hi uint32   // or any in this range
	phrase bool
	atom   atom
}

// targets returns the atoms of a clause that can occur in the segment's texts.
func (s *segment) targets(c clause) []target {
	var out []target
	for _, alt := range c.alts {
		for _, a := range alt {
			t := target{atom: a, phrase: a.phrase != nil}
			if t.phrase {
				words, ok := s.numbers(a.phrase)
				if !ok {
					continue
				}
				t.words = words
			} else {
				t.words = s.stemmed(a.stem)
			}
			if a.prefix {
				lo, hi := s.words.prefix(a.word)
				t.lo, t.hi = uint32(lo), uint32(hi)
			}
			out = append(out, t)
		}
	}
	return out
}

// locate returns where the first target begins among the words of a text, and how many words it takes: whole words
// before beginnings.
func locate(words []uint32, targets []target) (at, n int) {
	for _, t := range targets {
		if t.phrase {
			for i := 0; i+len(t.words) <= len(words); i++ {
				if slices.Equal(words[i:i+len(t.words)], t.words) {
					return i, len(t.words)
				}
			}
			continue
		}
		if i := slices.IndexFunc(words, func(w uint32) bool { return slices.Contains(t.words, w) }); i >= 0 {
			return i, 1
		}
		if i := slices.IndexFunc(words, func(w uint32) bool { return t.lo <= w && w < t.hi }); i >= 0 {
			return i, 1
		}
	}
	return 0, 0
}

// locateJoined looks for words that a hyphen or the like joins.
func (s *segment) locateJoined(c coded, targets []target) (at, n int) {
	text, spans := s.spellSpans(c)
	for i := range spans {
		var joined strings.Builder
		joined.WriteString(foldWord(text[spans[i].from:spans[i].to]))
		for j := i + 1; j < len(spans) && joins(text[spans[j-1].to:spans[j].from]); j++ {
			joined.WriteString(foldWord(text[spans[j].from:spans[j].to]))
			for _, t := range targets {
				if !t.phrase && (stem(joined.String()) == t.atom.stem || t.atom.prefix && strings.HasPrefix(joined.String(), t.atom.word)) {
					return i, j - i + 1
				}
			}
		}
	}
	return 0, 0
}

// spellSpans writes a coded text out and says where its words stand.
func (s *segment) spellSpans(c coded) (string, []span) {
	var t spelt
	t.read(s, c)
	return s.spellAll(t.spellings)
}

func (s *segment) spellAll(spellings []uint32) (string, []span) {
	var b strings.Builder
	b.Grow(8 * len(spellings))
	spans := make([]span, 0, len(spellings))
	afterWord := false
	for _, n := range spellings {
		word := s.spelled[n] != notAWord
		if word && afterWord {
			b.WriteByte(' ')
		}
		from := b.Len()
		b.WriteString(s.spellings.at(int(n)))
		if word {
			spans = append(spans, span{from, b.Len()})
		}
		afterWord = word
	}
	return b.String(), spans
}

// snippet cuts a text to about snippetLength letters around a match, at spaces.
func snippet(text string, from, to int) string {
	text = strings.ReplaceAll(text, "\n", " ")
	if len(text) <= snippetLength+20 {
		return strings.TrimSpace(text)
	}
	lo := max(0, from-(snippetLength-(to-from))/2)
	hi := min(len(text), max(to, lo+snippetLength))
	lo = max(0, min(lo, hi-snippetLength))
	if lo > 0 {
		if i := strings.IndexByte(text[lo:from], ' '); i >= 0 {
			lo += i + 1
		}
	}
	if hi < len(text) {
		if i := strings.LastIndexByte(text[to:hi], ' '); i >= 0 {
			hi = to + i
		}
	}
	for lo > 0 && !utf8.RuneStart(text[lo]) {
		lo--
	}
	for hi < len(text) && !utf8.RuneStart(text[hi]) {
		hi++
	}
	out := strings.TrimSpace(text[lo:hi])
	if lo > 0 {
		out = "…" + out
	}
	if hi < len(text) {
		out += "…"
	}
	return out
}
