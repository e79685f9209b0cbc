package search

import (
	"cmp"
	"slices"
	"strings"

	"partnerdirectory/program"
)

// builder turns listings into a segment. It is used once.
type builder struct {
	vocab *vocabulary
	atlas *Atlas
	doc   uint32

	wordOf     map[string]uint32 // by folded word
	words      []string
	spellingOf map[string]uint32
	spellings  []string
	spelled    []uint32
	spelledN   []uint32

	lastDoc [textFields][]uint32 // by word: last document + 1, so that a word counts once
	pairs   [textFields][]wordDoc
	values  []wordDoc
	towns   []wordDoc
	seg     *segment
	buf     []uint32
}

// newSegment indexes listings. It does not seal the segment.
func newSegment(v *vocabulary, atlas *Atlas, listings []*program.Listing) *segment {
	b := &builder{
		vocab: v, atlas: atlas, wordOf: map[string]uint32{}, spellingOf: map[string]uint32{},
		seg: &segment{vocab: v, atlas: atlas, recordOff: []uint64{0}},
	}
	type ranked struct {
		standing uint64
		listing  *program.Listing
	}
	order := make([]ranked, len(listings))
	for i, l := range listings {
		order[i] = ranked{standingOf(l), l}
	}
	slices.SortFunc(order, func(x, y ranked) int {
		return cmp.Or(cmp.Compare(x.standing, y.standing), cmp.Compare(x.listing.ID, y.listing.ID))
	})
	for i, o := range order {
		b.doc = uint32(i)
		b.seg.ids = append(b.seg.ids, int64(o.listing.ID))
		b.seg.standing = append(b.seg.standing, o.standing)
		b.add(o.listing)
	}
	return b.finish()
}

// add writes one listing's record and remembers its words, values and towns.
func (b *builder) add(l *program.Listing) {
	w := recordWriter{b.seg.records}
	if slug := l.Slug; slug != slugOf(nameKey(l.Name)) {
		w.text(slug)
	} else {
		w.text("")
	}
	w.coded(b.code(inName, l.Name))
	w.coded(b.code(inSummary, l.Summary))
	vals := b.labels(&w, l.Labels)
	vals = append(vals, b.competencies(&w, l.Competencies)...)
	vals = append(vals, b.locations(&w, l.Locations)...)
	w.int(int64(l.Confirmed))
	w.coded(b.code(inDescription, l.Description))
	w.uint(uint64(len(l.CaseStudies)))
	for _, c := range l.CaseStudies {
		w.coded(b.code(inCase, c.Title))
		w.coded(b.code(inCase, c.Customer))
		w.coded(b.code(inCase, c.Text))
	}
	b.seg.records = w.b
	b.seg.recordOff = append(b.seg.recordOff, uint64(len(w.b)))
	vals = b.appendValues(vals, FacetIndustry, l.Industries)
	vals = b.appendValues(vals, FacetService, l.Services)
	vals = b.appendValues(vals, FacetProduct, l.Products)
	vals = b.appendValues(vals, FacetSize, l.Sizes)
	vals = b.appendValues(vals, FacetLanguage, l.Languages)
	if len(l.CaseStudies) > 0 {
		vals = b.appendValues(vals, FacetCaseStudy, []string{"1"})
	}
	slices.Sort(vals)
	vals = slices.Compact(vals)
	for _, v := range vals {
		b.values = append(b.values, wordDoc{uint32(v), b.doc})
	}
}

func (b *builder) appendValues(vals []uint16, f Facet, slugs []string) []uint16 {
	for _, slug := range slugs {
		if n, ok := b.vocab.number(f, slug); ok {
			vals = append(vals, n)
		}
	}
	return vals
}

func (b *builder) labels(w *recordWriter, labels []program.ListedLabel) []uint16 {
	var vals []uint16
	known := slices.DeleteFunc(slices.Clone(labels), func(l program.ListedLabel) bool {
		_, ok := b.vocab.number(FacetSpecialization, l.Specialization)
		return !ok
	})
	w.uint(uint64(len(known)))
	for _, l := range known {
		n, _ := b.vocab.number(FacetSpecialization, l.Specialization)
		vals = append(vals, n)
		w.uint(uint64(n))
		w.text(l.ID)
		w.int(int64(l.Granted))
		w.int(int64(l.Until))
	}
	return vals
}

func (b *builder) competencies(w *recordWriter, held []program.ListedCompetency) []uint16 {
	var vals []uint16
	var codes []uint64
	for _, c := range held {
		n, ok := b.vocab.number(FacetCompetency, c.Competency)
		level, ok2 := b.vocab.number(FacetCompetency, c.Competency+":"+string(c.Level))
		if !ok || !ok2 {
			continue
		}
		vals = append(vals, n, level)
		code := uint64(n) << 1
		if c.Level == program.Gold {
			code |= 1
		}
		codes = append(codes, code)
	}
	slices.SortFunc(codes, func(x, y uint64) int { return cmp.Or(cmp.Compare(y&1, x&1), cmp.Compare(x, y)) })
	w.uint(uint64(len(codes)))
	for _, c := range codes {
		w.uint(c)
	}
	return vals
}

func (b *builder) locations(w *recordWriter, locations []program.Location) []uint16 {
	var vals []uint16
	var towns []uint32
	order := slices.Clone(locations)
	slices.SortStableFunc(order, func(x, y program.Location) int {
		return cmp.Compare(boolInt(y.Headquarters), boolInt(x.Headquarters))
	})
	w.uint(uint64(len(order)))
	for _, l := range order {
		town, ok := b.atlas.byID[l.Place]
		if !ok {
			town = noTown
		} else {
			towns = append(towns, town)
		}
		w.location(location{town, l.City, l.Country})
		country := l.Country
		if ok {
			country = b.atlas.towns[town].Country
		}
		vals = b.appendValues(vals, FacetCountry, []string{country})
	}
	slices.Sort(towns)
	for _, t := range slices.Compact(towns) {
		b.towns = append(b.towns, wordDoc{t, b.doc})
	}
	return vals
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// code turns a text into spellings and remembers its words as found in a field. Words that hyphens join are
// remembered in one piece too. The result is valid until the next call.
func (b *builder) code(field int, text string) []uint32 {
	out := b.buf[:0]
	end, joined, parts := 0, "", 0
	flush := func() {
		if parts > 1 {
			b.found(field, b.word(cut(joined)))
		}
		joined, parts = "", 0
	}
	for {
		sp, ok := nextWord(text, end)
		if !ok {
			break
		}
		between := text[end:sp.from]
		if between != " " && (end > 0 || between != "") || between == " " && end == 0 {
			out = append(out, b.spelling(between, false))
		}
		n := b.spelling(text[sp.from:sp.to], true)
		out = append(out, n)
		if end == 0 || !joins(between) {
			flush()
		}
		b.found(field, b.spelled[n])
		joined += b.words[b.spelled[n]]
		parts++
		end = sp.to
	}
	flush()
	if rest := text[end:]; rest != "" {
		out = append(out, b.spelling(rest, false))
	}
	b.buf = out
	return out
}

// spelling returns the number of a word as written, or of what stands between words.
func (b *builder) spelling(s string, word bool) uint32 {
	n, ok := b.spellingOf[s]
	if !ok {
		s = strings.Clone(s)
		n = uint32(len(b.spellings))
		b.spellingOf[s] = n
		b.spellings = append(b.spellings, s)
		folded := notAWord
		if word {
			folded = b.word(foldWord(s))
		}
		b.spelled = append(b.spelled, folded)
		b.spelledN = append(b.spelledN, 0)
	}
	b.spelledN[n]++
	return n
}

func (b *builder) word(folded string) uint32 {
	n, ok := b.wordOf[folded]
	if !ok {
		n = uint32(len(b.words))
		b.wordOf[folded] = n
		b.words = append(b.words, folded)
		for f := range b.lastDoc {
			b.lastDoc[f] = append(b.lastDoc[f], 0)
		}
	}
	return n
}

func (b *builder) found(field int, word uint32) {
	if b.lastDoc[field][word] != b.doc+1 {
		b.lastDoc[field][word] = b.doc + 1
		b.pairs[field] = append(b.pairs[field], wordDoc{word, b.doc})
	}
}

// finish sorts what was remembered into the segment.
func (b *builder) finish() *segment {
	s, n := b.seg, len(b.seg.ids)
	var renumbered []uint32
	s.words, renumbered = sortedLexicon(b.words)
	s.indexStems(func(i int) string { return stem(s.words.at(i)) })
	s.spellings, s.spelled, s.spelledN = newLexicon(b.spellings), b.spelled, b.spelledN
	for i, w := range s.spelled {
		if w != notAWord {
			s.spelled[i] = renumbered[w]
		}
	}
	for f, pairs := range b.pairs {
		for i := range pairs {
			pairs[i].word = renumbered[pairs[i].word]
		}
		s.text[f] = postingsOf(listsOf(pairs, len(b.words)), n, wordsDense)
	}
	s.values = postingsOf(listsOf(b.values, len(b.vocab.values)), n, valuesDense)
	for _, p := range b.towns {
		s.towns = append(s.towns, p.word)
	}
	slices.Sort(s.towns)
	s.towns = slices.Clip(slices.Compact(s.towns))
	for i := range b.towns {
		b.towns[i].word, _ = s.townKey(b.towns[i].word)
	}
	s.atTown = postingsOf(listsOf(b.towns, len(s.towns)), n, alwaysLists)
	return s
}

// indexStems groups the words of a segment by stem.
func (s *segment) indexStems(stemOf func(word int) string) {
	numbers := map[string]uint32{}
	var stems []string
	pairs := make([]wordDoc, s.words.len())
	for i := range pairs {
		st := stemOf(i)
		n, ok := numbers[st]
		if !ok {
			n = uint32(len(stems))
			numbers[st] = n
			stems = append(stems, st)
		}
		pairs[i] = wordDoc{n, uint32(i)}
	}
	var renumbered []uint32
	s.stems, renumbered = sortedLexicon(stems)
	for i := range pairs {
		pairs[i].word = renumbered[pairs[i].word]
	}
	s.ofStem = listsOf(pairs, len(stems))
}
