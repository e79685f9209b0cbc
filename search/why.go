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
	for i, cl := range s.text.clauses {
		if level, ok := r.f.best(i, r.doc); ok {
			s.explain(&rs, r, c, cl, field(level%int(numFields)))
		}
		// A town is said even where the word counts elsewhere: who types one wants to know whether the partner is there.
		if r.f.inTown(i, r.doc) {
			s.explain(&rs, r, c, cl, fieldPlace)
		}
	}
	for _, f := range []Facet{FacetSpecialization, FacetCompetency} {
		for _, slug := range s.q.choices(f) {
			if n, ok := s.ix.vocab.number(f, slug); ok && r.f.kinds.has(r.doc, n) {
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

func (s *searcher) explain(rs *reasons, r ref, c card, cl clause, f field) {
	switch f {
	case fieldLabel, fieldCompetency, fieldProfile:
		s.explainValue(rs, r, cl, f)
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

func (s *searcher) explainValue(rs *reasons, r ref, cl clause, f field) {
	r.f.kinds.each(r.doc, func(n uint16) bool {
		val := &s.ix.vocab.values[n]
		if fieldOf(val.facet) != f || val.facet == FacetCaseStudy {
			return true
		}
		words := cl.matching(val.words)
		for _, text := range val.texts {
			if len(words) == 0 {
				words = cl.matching(text)
			}
		}
		if len(words) > 0 {
			rs.add(whyField(val.facet), val.name, words...)
		}
		return len(words) == 0
	})
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

// explainText finds the first text of a field that meets the clause and shows the piece around it.
func (s *searcher) explainText(rs *reasons, r ref, cl clause, f int, name string) {
	targets := r.f.targets(cl)
	for _, locate := range []func(coded, []target) (int, int){r.f.locate, r.f.locateJoined} {
		found := false
		rec := r.f.record(r.doc)
		rec.texts(f, func(c coded) bool {
			at, n := locate(c, targets)
			if n == 0 {
				return true
			}
			text, spans := r.f.spellSpans(c)
			var words []string
			for _, sp := range spans[at : at+n] {
				words = append(words, text[sp.from:sp.to])
			}
			rs.add(name, snippet(text, spans[at].from, spans[at+n-1].to), words...)
			found = true
			return false
		})
		if found {
			return
		}
	}
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
func (s *segment) locate(c coded, targets []target) (at, n int) {
	words := s.wordsOf(c, make([]uint32, 0, len(c)))
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
	var b strings.Builder
	b.Grow(4 * len(c))
	spans := make([]span, 0, len(c))
	afterWord := false
	for len(c) > 0 {
		var n uint32
		n, c = c.next()
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
