package search

import (
	"cmp"
	"hash/fnv"
	"slices"
	"sort"
	"strings"
	"sync"

	"partnerdirectory/program"
)

// The text fields that have postings of their own. What a partner's labels, competencies, services and towns are
// called is found through the vocabulary and the atlas instead.
const (
	inName = iota
	inSummary
	inDescription
	inCase
	textFields
)

// notAWord marks spellings that stand between words: commas, spaces, line ends.
const notAWord = ^uint32(0)

// segment is an immutable piece of the index. Its documents are numbered from the best standing down, so that the
// first documents of any set are the first of a result.
type segment struct {
	vocab *vocabulary
	atlas *Atlas

	ids      []int64  // partners by document
	standing []uint64 // by document, ascending: what best match falls back on

	words  lexicon // folded words
	stems  lexicon // stems of words
	ofStem lists   // words by stem

	spellings lexicon  // words and what stands between them, as written; not sorted
	spelled   []uint32 // by spelling: the folded word, or notAWord
	spelledN  []uint32 // by spelling: how often; frequent ones get small numbers when segments merge

	text   [textFields]postings // by word
	values postings             // by facet value
	towns  []uint32             // sorted towns that have a partner
	atTown postings             // by place in towns

	rows      rows // common facet values by document
	records   []byte
	recordOff []uint64

	bySlug   []slugEntry // sorted by hash
	byID     []uint32    // documents by ascending partner
	byName   []uint32    // documents by name
	nameRank []uint32    // inverse of byName
	newest   []uint32    // documents that hold a label, newest label first

	prefixes []prefixSet // unions of words by common beginnings, too large to make for each query
	pairs    pairIndex   // neighbouring common words, for phrases
	ready    readyCounts // facet counts of common words

	pool sync.Pool // of *arena
}

type slugEntry struct {
	hash uint32
	doc  uint32
}

// speaking returns the segment with the words of another vocabulary of the same numbers. Its ready counts, which depend on
// words, are to be made again.
func (s *segment) speaking(v *vocabulary) *segment {
	return &segment{
		vocab: v, atlas: s.atlas, ids: s.ids, standing: s.standing, words: s.words, stems: s.stems, ofStem: s.ofStem,
		spellings: s.spellings, spelled: s.spelled, spelledN: s.spelledN, text: s.text, values: s.values, towns: s.towns, atTown: s.atTown,
		rows: s.rows, records: s.records, recordOff: s.recordOff, bySlug: s.bySlug, byID: s.byID, byName: s.byName, nameRank: s.nameRank,
		newest: s.newest, prefixes: s.prefixes, pairs: s.pairs,
	}
}

func (s *segment) len() int { return len(s.ids) }

func (s *segment) record(doc uint32) record {
	return record{s.records[s.recordOff[doc]:s.recordOff[doc+1]]}
}

// compareStanding orders documents of any two segments as best match falls back on.
func compareStanding(a *segment, x uint32, b *segment, y uint32) int {
	return cmp.Or(cmp.Compare(a.standing[x], b.standing[y]), cmp.Compare(a.ids[x], b.ids[y]))
}

// compareName orders documents of any two segments by name.
func compareName(a *segment, x uint32, b *segment, y uint32) int {
	return cmp.Or(cmp.Compare(a.nameKey(x), b.nameKey(y)), compareStanding(a, x, b, y))
}

// newestGrant returns the day of a document's newest label, or 0 without one.
func (s *segment) newestGrant(doc uint32) int32 {
	rec := s.record(doc)
	rec.bytes()
	rec.bytes()
	rec.bytes()
	newest := int32(0)
	for n := rec.uint(); n > 0; n-- {
		newest = max(newest, int32(rec.label(s.vocab).Granted))
	}
	return newest
}

// seal completes a segment with what is derived from its other parts.
func (s *segment) seal() {
	n := s.len()
	s.byID = sequence(n)
	slices.SortFunc(s.byID, func(a, b uint32) int { return cmp.Compare(s.ids[a], s.ids[b]) })
	s.sealNames()
	s.bySlug = make([]slugEntry, n)
	for d := range uint32(n) {
		s.bySlug[d] = slugEntry{slugHash(s.slug(d)), d}
	}
	slices.SortFunc(s.bySlug, func(a, b slugEntry) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.doc, b.doc)) })
	s.sealNewest()
	s.sealRows()
	s.sealPrefixes()
	s.sealPairs()
	s.sealReady()
}

func sequence(n int) []uint32 {
	out := make([]uint32, n)
	for i := range out {
		out[i] = uint32(i)
	}
	return out
}

func (s *segment) sealNames() {
	keys := make([]string, s.len())
	for d := range keys {
		keys[d] = s.nameKey(uint32(d))
	}
	s.byName = sequence(s.len())
	slices.SortFunc(s.byName, func(a, b uint32) int { return cmp.Or(cmp.Compare(keys[a], keys[b]), cmp.Compare(a, b)) })
	s.nameRank = make([]uint32, s.len())
	for rank, d := range s.byName {
		s.nameRank[d] = uint32(rank)
	}
}

func (s *segment) sealNewest() {
	day := map[uint32]int32{}
	for d := range uint32(s.len()) {
		if on := s.newestGrant(d); on != 0 {
			day[d] = on
		}
	}
	s.newest = make([]uint32, 0, len(day))
	for d := range day {
		s.newest = append(s.newest, d)
	}
	slices.SortFunc(s.newest, func(a, b uint32) int { return cmp.Or(cmp.Compare(day[b], day[a]), cmp.Compare(a, b)) })
}

func slugHash(slug string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(slug))
	return h.Sum32()
}

// slugOf returns the slug that most names have, given as names are compared.
func slugOf(nameKey string) string { return strings.ReplaceAll(nameKey, " ", "-") }

// slug returns a document's slug.
func (s *segment) slug(doc uint32) string {
	rec := s.record(doc)
	if slug := rec.text(); slug != "" {
		return slug
	}
	return slugOf(s.nameKey(doc))
}

// docOfSlug returns the live document with that slug.
func (s *segment) docOfSlug(slug string, live bitmap) (uint32, bool) {
	h := slugHash(slug)
	i := sort.Search(len(s.bySlug), func(i int) bool { return s.bySlug[i].hash >= h })
	for ; i < len(s.bySlug) && s.bySlug[i].hash == h; i++ {
		if live.has(s.bySlug[i].doc) && s.slug(s.bySlug[i].doc) == slug {
			return s.bySlug[i].doc, true
		}
	}
	return 0, false
}

// docOfID returns the document of a partner.
func (s *segment) docOfID(id program.PartnerID) (uint32, bool) {
	i, ok := sort.Find(len(s.byID), func(i int) int { return cmp.Compare(int64(id), s.ids[s.byID[i]]) })
	if !ok {
		return 0, false
	}
	return s.byID[i], true
}

// spell writes a coded text out as it was.
func (s *segment) spell(c coded) string {
	var b strings.Builder
	b.Grow(4 * len(c))
	afterWord := false
	for len(c) > 0 {
		var n uint32
		n, c = c.next()
		word := s.spelled[n] != notAWord
		if word && afterWord {
			b.WriteByte(' ')
		}
		b.WriteString(s.spellings.at(int(n)))
		afterWord = word
	}
	return b.String()
}

// nameKey returns a document's name as names are compared: folded words, one space between them.
func (s *segment) nameKey(doc uint32) string {
	rec := s.record(doc)
	rec.bytes()
	c := rec.coded()
	buf := make([]byte, 0, 64)
	for len(c) > 0 {
		var n uint32
		n, c = c.next()
		w := s.spelled[n]
		if w == notAWord {
			continue
		}
		if len(buf) > 0 {
			buf = append(buf, ' ')
		}
		buf = append(buf, s.words.at(int(w))...)
	}
	return string(buf)
}

// townDocs returns the key of a town in atTown.
func (s *segment) townKey(town uint32) (uint32, bool) {
	i, ok := slices.BinarySearch(s.towns, town)
	return uint32(i), ok
}

// caseStudies counts a document's case studies.
func (s *segment) caseStudies(doc uint32) int {
	rec := s.record(doc)
	rec.bytes()
	rec.bytes()
	rec.bytes()
	rec.skipMiddle()
	rec.bytes()
	return int(rec.uint())
}

func (s *segment) bytes() int {
	n := 8*len(s.ids) + 8*len(s.standing) + 4*(len(s.ofStem.off)+len(s.ofStem.of)+len(s.spelled)+len(s.spelledN))
	for _, l := range []lexicon{s.words, s.stems, s.spellings} {
		n += len(l.blob) + 4*len(l.off)
	}
	for f := range s.text {
		n += s.text[f].bytes()
	}
	n += s.values.bytes() + s.atTown.bytes() + 4*len(s.towns)
	n += s.rows.bytes() + len(s.records) + 8*len(s.recordOff)
	n += 8*len(s.bySlug) + 4*(len(s.byID)+len(s.byName)+len(s.nameRank)+len(s.newest))
	for _, p := range s.prefixes {
		n += 24 + 8*len(p.docs)
	}
	return n + s.pairs.bytes() + s.ready.bytes()
}
