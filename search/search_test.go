package search

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"partnerdirectory/program"
)

func TestSearchAgreesWithBruteForce(t *testing.T) {
	a, p := atlas(t), smallProgramme()
	for round := range 10 {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			t.Parallel()
			listings := sampleListings(uint64(round), a, p, 40+30*round)
			ix, o := build(t, p, a, listings, 1), newOracle(p, a, listings)
			r := rand.New(rand.NewPCG(uint64(round), 2))
			for range 1000 {
				q := sampleQuery(r, p)
				if d := diff(answerOf(ix.Search(q)), o.search(q)); d != "" {
					t.Fatalf("%q sort %s: %s", q.Encode(), q.Sort, d)
				}
			}
		})
	}
}

func TestLevelsAreInOrderOfTheirPoints(t *testing.T) {
	order := byPoints()
	if !slices.IsSortedFunc(order[:], func(x, y int) int { return points(y) - points(x) }) {
		t.Errorf("levels %v are not in order", order)
	}
	sorted := slices.Sorted(slices.Values(order[:]))
	if len(slices.Compact(sorted)) != levels {
		t.Errorf("levels %v are not all", order)
	}
}

func TestChangesGiveWhatAFreshBuildGives(t *testing.T) {
	a, p := atlas(t), smallProgramme()
	r := rand.New(rand.NewPCG(7, 7))
	current := map[program.PartnerID]*program.Listing{}
	for _, l := range sampleListings(3, a, p, 200) {
		current[l.ID] = l
	}
	values := func() []*program.Listing {
		var out []*program.Listing
		for id := range program.PartnerID(1000) {
			if l := current[id]; l != nil {
				out = append(out, l)
			}
		}
		return out
	}
	ix := build(t, p, a, values(), 0)
	for step := range uint64(120) {
		var changed []*program.Listing
		var removed []program.PartnerID
		for range r.IntN(4) {
			l := sampleListing(r, a, p, 1+r.IntN(260))
			changed = append(changed, l)
			current[l.ID] = l
		}
		if id := program.PartnerID(1 + r.IntN(260)); r.IntN(3) == 0 && !slices.ContainsFunc(changed, func(l *program.Listing) bool { return l.ID == id }) {
			removed = append(removed, id)
			delete(current, id)
		}
		ix = ix.With(changed, removed, step)
		if step%40 == 39 {
			compacted, err := ix.Compact()
			if err != nil {
				t.Fatal(err)
			}
			ix = compacted
		}
		if ix.Len() != len(current) {
			t.Fatalf("step %d: %d partners, want %d", step, ix.Len(), len(current))
		}
		if step%8 == 7 {
			fresh := build(t, p, a, values(), step)
			for range 60 {
				q := sampleQuery(r, p)
				if got, want := ix.Search(q), fresh.Search(q); !reflect.DeepEqual(got, want) {
					t.Fatalf("step %d, %q: %s\n got %+v\nwant %+v", step, q.Encode(), diff(answerOf(got), answerOf(want)), got, want)
				}
			}
		}
	}
}

func TestSaveAndLoadGiveTheSameIndex(t *testing.T) {
	a, p := atlas(t), smallProgramme()
	ix := build(t, p, a, sampleListings(5, a, p, 300), 41)
	ix = ix.With(sampleListings(6, a, p, 20), []program.PartnerID{30}, 42)
	var file bytes.Buffer
	if err := ix.Save(&file); err != nil {
		t.Fatal(err)
	}
	loaded, err := Load(bytes.NewReader(file.Bytes()), p, a)
	if err != nil {
		t.Fatal(err)
	}
	if loaded.Revision() != 42 || loaded.Len() != ix.Len() || loaded.Bytes() != ix.Bytes() {
		t.Fatalf("loaded revision %d, %d partners, %d bytes", loaded.Revision(), loaded.Len(), loaded.Bytes())
	}
	r := rand.New(rand.NewPCG(8, 8))
	for range 300 {
		q := sampleQuery(r, p)
		if got, want := loaded.Search(q), ix.Search(q); !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %s", q.Encode(), diff(answerOf(got), answerOf(want)))
		}
	}
	other := smallProgramme()
	other.Industries[0].Name = "Shops"
	damaged := slices.Clone(file.Bytes())
	damaged[len(damaged)/2] ^= 1
	for name, load := range map[string]func() (*Index, error){
		"other vocabulary": func() (*Index, error) { return Load(bytes.NewReader(file.Bytes()), other, a) },
		"damaged":          func() (*Index, error) { return Load(bytes.NewReader(damaged), p, a) },
		"cut short":        func() (*Index, error) { return Load(bytes.NewReader(file.Bytes()[:file.Len()/2]), p, a) },
		"empty":            func() (*Index, error) { return Load(bytes.NewReader(nil), p, a) },
	} {
		if _, err := load(); !errors.Is(err, ErrStale) {
			t.Errorf("%s: error %v, want ErrStale", name, err)
		}
	}
}

// A word that counts in the name still says the town it was found in.
func TestTownIsAReasonBesideTheName(t *testing.T) {
	a, p := atlas(t), smallProgramme()
	lyon, _ := a.Place("lyon-fr")
	l := &program.Listing{ID: 1, Slug: "lyon-soft", Name: "Lyon Soft", Locations: []program.Location{{Place: lyon.ID, City: "Lyon", Country: "FR", Headquarters: true}}}
	got := build(t, p, a, []*program.Listing{l}, 1).Search(Query{Text: "lyon"}).Hits[0].Why
	want := []Why{{"name", "Lyon Soft", []string{"Lyon"}}, {"place", "Lyon", []string{"lyon"}}}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("reasons %v, want %v", got, want)
	}
}

// Large segments answer phrases and short beginnings from what was worked out beforehand; without that they read.
func TestShortcutsGiveWhatReadingGives(t *testing.T) {
	a, p := atlas(t), smallProgramme()
	ix := build(t, p, a, sampleListings(12, a, p, pairsFrom+100), 1)
	plain := *ix
	whole := ix.parts[0]
	copied := segment{
		vocab: whole.vocab, atlas: whole.atlas, ids: whole.ids, standing: whole.standing, words: whole.words, stems: whole.stems,
		ofStem: whole.ofStem, spellings: whole.spellings, spelled: whole.spelled,
		spelledN: whole.spelledN, text: whole.text, values: whole.values, towns: whole.towns, atTown: whole.atTown,
		rows: whole.rows, records: whole.records, recordOff: whole.recordOff, bySlug: whole.bySlug, byID: whole.byID,
		byName: whole.byName, nameRank: whole.nameRank, newest: whole.newest,
	}
	live := slices.Clone(whole.live)
	for d := uint32(0); d < uint32(whole.len()); d += 9 {
		live.unset(d)
	}
	ix.parts, plain.parts = []part{{whole.segment, live}}, []part{{&copied, live}}
	if whole.ready.keys.len() == 0 || len(whole.prefixes) == 0 || whole.pairs.bytes() == 0 {
		t.Fatal("nothing was worked out beforehand")
	}
	r := rand.New(rand.NewPCG(4, 4))
	words := sampleWords()
	for range 150 {
		var phrase strings.Builder
		phrase.WriteString(words[r.IntN(20)])
		for range 1 + r.IntN(3) {
			phrase.WriteString(" " + words[r.IntN(20)])
		}
		for _, text := range []string{`"` + phrase.String() + `"`, `-"` + phrase.String() + `"`, phrase.String()[:1+r.IntN(len(phrase.String())-1)]} {
			if got, want := ix.Search(Query{Text: text}), plain.Search(Query{Text: text}); !reflect.DeepEqual(got, want) {
				t.Fatalf("%s: %s", text, diff(answerOf(got), answerOf(want)))
			}
		}
	}
}

// A snippet is cut from a piece of the text that is written out around the words; it must be the one of the whole text.
func TestSnippetOfAPieceIsThatOfTheWhole(t *testing.T) {
	a, p := atlas(t), smallProgramme()
	r := rand.New(rand.NewPCG(6, 6))
	listings := sampleListings(13, a, p, 40)
	for _, l := range listings {
		l.Description = sampleText(r, 1+r.IntN(200))
	}
	s := build(t, p, a, listings, 1).parts[0].segment
	for d := range uint32(s.len()) {
		rec := s.record(d)
		rec.texts(inDescription, func(c coded) bool {
			whole, spans := s.spellSpans(c)
			var read spelt
			read.read(s, c)
			for i := range spans {
				n := 1 + r.IntN(min(3, len(spans)-i))
				piece, at := read.around(s, i, n)
				got := snippet(piece, at[0].from, at[n-1].to)
				if want := snippet(whole, spans[i].from, spans[i+n-1].to); got != want {
					t.Fatalf("words %d to %d of %q: %q, want %q", i, i+n-1, whole, got, want)
				}
			}
			return true
		})
	}
}

// Many changes come to lie in several runs, of which none grows large; compaction takes them together, and into the base at
// last.
func TestRunsOfChangesStaySmall(t *testing.T) {
	a, p := atlas(t), smallProgramme()
	ix := build(t, p, a, sampleListings(14, a, p, 300), 0)
	current := map[program.PartnerID]*program.Listing{}
	for _, l := range sampleListings(14, a, p, 300) {
		current[l.ID] = l
	}
	r := rand.New(rand.NewPCG(8, 8))
	compacted := 0
	for step := range uint64(150) {
		var changed []*program.Listing
		for range 40 {
			l := sampleListing(r, a, p, 1+r.IntN(6000))
			changed = append(changed, l)
			current[l.ID] = l
		}
		ix = ix.With(changed, nil, step)
		for _, p := range ix.parts[1+min(1, compacted):] {
			if p.len() > runSize {
				t.Fatalf("step %d: a run of %d partners", step, p.len())
			}
		}
		if ix.NeedsCompaction() {
			var err error
			if ix, err = ix.Compact(); err != nil {
				t.Fatal(err)
			}
			if compacted++; ix.NeedsCompaction() || len(ix.parts) > 2 {
				t.Fatalf("step %d: compacted to %d parts", step, len(ix.parts))
			}
		}
	}
	if compacted == 0 || ix.Len() != len(current) {
		t.Fatalf("%d compactions, %d partners, want %d", compacted, ix.Len(), len(current))
	}
	var all []*program.Listing
	for _, l := range current {
		all = append(all, l)
	}
	fresh := build(t, p, a, all, ix.Revision())
	for range 300 {
		q := sampleQuery(r, p)
		if got, want := ix.Search(q), fresh.Search(q); !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %s", q.Encode(), diff(answerOf(got), answerOf(want)))
		}
	}
}

// An index that is told of another programme answers as one that was built with it: renamed, new, gone and reordered values,
// other synonyms.
func TestAnotherProgrammeGivesWhatAFreshBuildGives(t *testing.T) {
	a, p := atlas(t), smallProgramme()
	p.Industries = append(p.Industries, program.Term{Slug: "unused", Name: "Unused"})
	listings := sampleListings(5, a, smallProgramme(), 200)
	next := smallProgramme()
	next.Industries = append(next.Industries[1:2:2], next.Industries[0], next.Industries[3], next.Industries[2], program.Term{Slug: "space", Name: "Space travel"})
	next.Services[1].Name = "Looked after for you"
	next.Specializations[0].Name, next.Specializations[0].Synonyms = "Container fleets", []string{"mainframe"}
	next.Specializations = append(next.Specializations, program.Specialization{Slug: "quantum", Name: "Quantum"})
	next.Competencies = append(next.Competencies, program.Competency{Slug: "space", Name: "Space"})
	next.Synonyms = [][]string{{"retail", "kubernetes"}}

	ix, err := build(t, p, a, listings, 1).WithProgramme(next)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 { // what is new is used by somebody at once
		l := *listings[i]
		l.Industries = []string{"space"}
		l.Labels = []program.ListedLabel{{Specialization: "quantum", ID: "Q", Granted: 100, Until: 900}}
		l.Competencies = []program.ListedCompetency{{Competency: "space", Level: program.Gold}}
		listings[i] = &l
	}
	ix = ix.With(listings[:20], nil, 2)
	fresh := build(t, next, a, listings, 2)
	compare := func(what string) {
		t.Helper()
		r := rand.New(rand.NewPCG(5, 5))
		for range 1500 {
			q := sampleQuery(r, next)
			if d := diff(answerOf(ix.Search(q)), answerOf(fresh.Search(q))); d != "" {
				t.Fatalf("%s: %q sort %s: %s", what, q.Encode(), q.Sort, d)
			}
		}
	}
	compare("new names")
	if !ix.NeedsCompaction() {
		t.Error("nobody counts anew")
	}
	if ix, err = ix.Compact(); err != nil {
		t.Fatal(err)
	}
	compare("compacted")
	if ix.NeedsCompaction() {
		t.Error("counts anew for ever")
	}
	if same, err := ix.WithProgramme(next); err != nil || same != ix {
		t.Errorf("the same programme makes another index: %v", err)
	}
	for i := range spare(FacetIndustry) + 1 { // one has left its number
		next.Industries = append(next.Industries, program.Term{Slug: fmt.Sprint("more", i), Name: fmt.Sprint("More ", i)})
	}
	if _, err := ix.WithProgramme(next); !errors.Is(err, ErrVocabulary) {
		t.Errorf("more values than there is room for: %v", err)
	}
}
