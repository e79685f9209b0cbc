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
	}
	for _, f := range []Facet{FacetSpecialization, FacetCompetency} {
		for _, slug := range s.q.choices(f) {
			if n, ok := s.ix.vocab.number(f, slug); ok && slices.Contains(r.f.valuesOf(r.doc), n) {
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
	for _, n := range r.f.valuesOf(r.doc) {
		val := &s.ix.vocab.values[n]
		if fieldOf(val.facet) != f || val.facet == FacetCaseStudy {
			continue
		}
		words := cl.matching(val.words)
		if len(words) == 0 {
			for _, text := range val.texts {
				words = append(words, cl.matching(text)...)
			}
		}
		if len(words) > 0 {
			rs.add(whyField(val.facet), val.name, words...)
			return
		}
	}
}

// matching returns those folded words that meet an atom of the clause, as they are written in the text.
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
	}
	return out
}

// townWords returns the folded words of a town's name.
func (a *Atlas) townWords(town uint32) []string { return tokens(a.towns[town].Name) }

// snippetLength is about how many letters of a long text a reason shows.
const snippetLength = 120

// explainText finds the first text of a field that meets the clause and shows the piece around it.
func (s *searcher) explainText(rs *reasons, r ref, cl clause, f int, name string) {
	rec := r.f.record(r.doc)
	rec.texts(f, func(c coded) bool {
		text := r.f.spell(c)
		from, to, words := cl.locate(text)
		if len(words) == 0 {
			return true
		}
		rs.add(name, snippet(text, from, to), words...)
		return false
	})
}

// locate returns the bytes of the first match in a text, and the words there as written.
func (c clause) locate(text string) (from, to int, words []string) {
	var spans []span
	var folded []string
	for end := 0; ; {
		sp, ok := nextWord(text, end)
		if !ok {
			break
		}
		spans = append(spans, sp)
		folded = append(folded, foldWord(text[sp.from:sp.to]))
		end = sp.to
	}
	for _, alt := range c.alts {
		for _, a := range alt {
			i, n := a.indexIn(folded, spans, text)
			if n == 0 {
				continue
			}
			if len(words) == 0 {
				from, to = spans[i].from, spans[i+n-1].to
			}
			for _, sp := range spans[i : i+n] {
				words = append(words, text[sp.from:sp.to])
			}
		}
		if len(words) > 0 {
			return from, to, words
		}
	}
	return 0, 0, nil
}

// indexIn returns where the words of an atom begin among folded words, and how many they are.
func (a atom) indexIn(folded []string, spans []span, text string) (at, n int) {
	if a.phrase != nil {
		for i := 0; i+len(a.phrase) <= len(folded); i++ {
			if slices.Equal(folded[i:i+len(a.phrase)], a.phrase) {
				return i, len(a.phrase)
			}
		}
		return 0, 0
	}
	for i, w := range folded {
		if stem(w) == a.stem || a.prefix && strings.HasPrefix(w, a.word) {
			return i, 1
		}
	}
	for i := range folded { // words that a hyphen joins
		joined := folded[i]
		for j := i + 1; j < len(folded) && joins(text[spans[j-1].to:spans[j].from]); j++ {
			joined += folded[j]
			if stem(joined) == a.stem || a.prefix && strings.HasPrefix(joined, a.word) {
				return i, j - i + 1
			}
		}
	}
	return 0, 0
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
