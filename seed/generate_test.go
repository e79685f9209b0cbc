package seed

import (
	"hash/maphash"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"partnerdirectory/program"
)

const sampleToday = showcaseToday

func sampleGenerator(t testing.TB) *generator {
	t.Helper()
	g, err := newGenerator(sampleProgramme(t), showcasePlaces(t), 1, sampleToday)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func generate(t *testing.T, n int, seed uint64) []*program.Dossier {
	t.Helper()
	partners, err := Generate(sampleProgramme(t), showcasePlaces(t), n, seed, sampleToday)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(partners)
}

func TestPartnersAreTheSameForEveryNumber(t *testing.T) {
	long, short := generate(t, 300, 7), generate(t, 200, 7)
	if len(long) != 300 || len(short) != 200 {
		t.Fatalf("got %d and %d partners", len(long), len(short))
	}
	for i, d := range short {
		if !reflect.DeepEqual(d, long[i]) {
			t.Fatalf("partner %d differs between a short and a long run", i)
		}
	}
	other := generate(t, 200, 8)
	for i := 61; i < 200; i++ {
		if reflect.DeepEqual(other[i], short[i]) {
			t.Errorf("partner %d is the same for another seed", i)
		}
	}
}

func TestGenerateRefusesMoreThanItHasNamesFor(t *testing.T) {
	if _, err := Generate(sampleProgramme(t), showcasePlaces(t), MaxPartners+1, 1, sampleToday); err == nil {
		t.Error("no error")
	}
	if _, err := Generate(sampleProgramme(t), nil, 10, 1, sampleToday); err == nil {
		t.Error("no error without places")
	}
}

// TestNoTwoSlotsShareAName goes through every name that can ever be given, whatever the seed.
func TestNoTwoSlotsShareAName(t *testing.T) {
	l := sampleGenerator(t).lore
	seed := maphash.MakeSeed()
	hashes := make([]uint64, 0, 1<<slotBits+1<<frontBits)
	for i := range l.packs {
		p := &l.packs[i]
		for tier := range p.low {
			if n := p.slots[0][coined] + p.slots[1][coined]; n > p.forms[coined] {
				t.Errorf("%s: %d coined names for %d slots", p.name, p.forms[coined], n)
			}
			for n := range p.high[tier] - p.low[tier] {
				slug := slugOf(p.slotName(tier, n))
				if len(slug) > 63 {
					t.Fatalf("%q is too long for a host name", slug)
				}
				hashes = append(hashes, maphash.String(seed, slug))
			}
		}
	}
	for _, d := range generate(t, 61, 1) {
		hashes = append(hashes, maphash.String(seed, d.Partner.Slug))
	}
	if len(hashes) < MaxPartners {
		t.Fatalf("%d slots are too few", len(hashes))
	}
	slices.Sort(hashes)
	all := len(hashes)
	if n := all - len(slices.Compact(hashes)); n > 0 {
		t.Errorf("%d names are given twice", n)
	}
}

func TestScrambleIsOneToOne(t *testing.T) {
	for _, seed := range []uint64{0, 1, 1 << 63} {
		seen := make([]bool, 1<<frontBits)
		for n := range seen {
			slot := scramble(n, frontBits, seed)
			if seen[slot] {
				t.Fatalf("seed %d: slot %d is given twice", seed, slot)
			}
			seen[slot] = true
		}
	}
}

func TestPartnersAreWellFormed(t *testing.T) {
	p := sampleProgramme(t)
	known := map[string]bool{}
	for _, terms := range [][]program.Term{p.Industries, p.Services, p.Products, p.Sizes, p.Languages} {
		for _, term := range terms {
			known[term.Slug] = true
		}
	}
	slugs, stories := map[string]bool{}, map[string]bool{}
	for _, d := range generate(t, 5000, 3) {
		w := d.Partner
		if slugs[w.Slug] {
			t.Errorf("%s: slug given twice", w.Slug)
		}
		slugs[w.Slug] = true
		if w.Name == "" || w.Email == "" || w.Staff < 1 || w.Founded > w.Joined.Time().Year() || w.Joined > w.Confirmed+400 || w.Confirmed > sampleToday {
			t.Errorf("%s: not plausible: %+v", w.Slug, w)
		}
		if n := utf8.RuneCountInString(w.Summary); n < 20 || n > 140 {
			t.Errorf("%s: summary has %d characters: %s", w.Slug, n, w.Summary)
		}
		if n := len(w.Locations); n < 1 || n > 5 || !w.Locations[0].Headquarters {
			t.Errorf("%s: %d locations", w.Slug, n)
		}
		for _, l := range w.Locations {
			if l.Street == "" || strings.ContainsAny(l.Street+l.Postcode, "#%@") {
				t.Errorf("%s: address %q, %q", w.Slug, l.Street, l.Postcode)
			}
		}
		lists := [][]string{w.Industries, w.Services, w.Products, w.Sizes, w.Languages}
		for _, list := range lists {
			if len(list) == 0 {
				t.Errorf("%s: a facet is empty", w.Slug)
			}
			for _, slug := range list {
				if !known[slug] {
					t.Errorf("%s: unknown term %q", w.Slug, slug)
				}
			}
		}
		for _, text := range texts(d) {
			if strings.ContainsAny(text, "{}()|") || strings.Contains(text, "  ") || strings.Contains(text, " ,") || strings.Contains(text, "%!") {
				t.Errorf("%s: the grammar shows: %s", w.Slug, text)
			}
		}
		for _, c := range d.CaseStudies {
			if stories[c.Slug] || len(c.Figures) < 2 || c.Published > sampleToday {
				t.Errorf("case study %s is not well formed", c.Slug)
			}
			stories[c.Slug] = true
		}
	}
}

func texts(d *program.Dossier) []string {
	out := []string{d.Partner.Summary, d.Partner.Description}
	for _, c := range d.CaseStudies {
		out = append(out, c.Title, c.Customer, c.Challenge, c.Approach, c.Outcome, c.Quote, c.QuoteBy)
	}
	return out
}

func TestDescriptionsDiffer(t *testing.T) {
	const n = 2000
	whole, sentences := map[string]int{}, map[string]int{}
	total, words := 0, 0
	g := sampleGenerator(t)
	for i := range n {
		text := g.partner(i).Partner.Description
		whole[text]++
		if paragraphs := strings.Split(text, "\n\n"); len(paragraphs) != 2 {
			t.Fatalf("%d paragraphs: %s", len(paragraphs), text)
		}
		words += len(strings.Fields(text))
		for s := range strings.SplitSeq(strings.ReplaceAll(text, "\n\n", " "), ". ") {
			sentences[strings.TrimSuffix(s, ".")]++
			total++
		}
	}
	if len(whole) != n {
		t.Errorf("only %d of %d descriptions differ", len(whole), n)
	}
	if mean := words / n; mean < 90 || mean > 140 {
		t.Errorf("descriptions have %d words on average", mean)
	}
	shared := 0
	for s, k := range sentences {
		if k > n*3/100 {
			t.Errorf("%d of %d partners say %q", k, n, s)
		}
		if k > n/100 {
			shared += k
		}
	}
	if shared*100 > total*12 {
		t.Errorf("%d of %d sentences are said by more than one partner in a hundred", shared, total)
	}
}

// TestLabelsComeOutAsInLife lets evaluation decide over a directory of two thousand.
func TestLabelsComeOutAsInLife(t *testing.T) {
	p := sampleProgramme(t)
	const n = 2000
	holders, rows, stories, stale, silent := 0, 0, 0, 0, 0
	held, kinds, countries, gaps := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, d := range generate(t, n, 1) {
		f := &d.Facts
		rows += len(f.Attainments) + len(f.Holdings) + len(f.Metrics) + len(f.References) + len(f.Reviews)
		countries[d.Partner.Locations[0].Country]++
		stories += min(1, len(d.CaseStudies))
		if d.Partner.Confirmed.AddMonths(12) <= sampleToday {
			stale++
		}
		if len(f.Attainments) == 0 {
			silent++
		}
		out := program.Advance(p, f, nil, sampleToday-4000, sampleToday)
		shown := 0
		for _, l := range out.Labels {
			switch {
			case !l.Shown(sampleToday):
				kinds[string(l.Reason)]++
				continue
			case l.Granted > sampleToday-14:
				kinds["recent"]++
			case l.Renewed != 0:
				kinds["renewed"]++
			}
			shown++
			held[l.Specialization]++
		}
		holders += min(1, shown)
		if shown > 1 {
			kinds["several"]++
		}
		for _, s := range out.Standings {
			if s.AtRisk {
				kinds["at risk"]++
			}
			countGaps(gaps, s.Root)
		}
	}
	if holders < n*8/100 || holders > n*12/100 {
		t.Errorf("%d of %d partners hold a label", holders, n)
	}
	if len(held) != 27 {
		t.Errorf("only %d specializations are held", len(held))
	}
	for _, kind := range []string{string(program.EndLapsed), string(program.EndNotRenewed), "recent", "renewed", "several", "at risk"} {
		if kinds[kind] < 5 {
			t.Errorf("%s: %d labels", kind, kinds[kind])
		}
	}
	for _, state := range []program.State{program.NotMet, program.Unknown, program.Awaiting} {
		if gaps[string(state)] < 3 {
			t.Errorf("%d findings are %s", gaps[string(state)], state)
		}
	}
	if rows > 15*n {
		t.Errorf("%d facts on average", rows/n)
	}
	if stories < n*5/100 || stories > n*11/100 {
		t.Errorf("%d of %d partners have a case study", stories, n)
	}
	if stale < n/20 || silent < n/20 {
		t.Errorf("%d profiles are stale, %d partners are without competency", stale, silent)
	}
	top := slices.Sorted(maps.Values(countries))
	slices.Reverse(top)
	if five := top[0] + top[1] + top[2] + top[3] + top[4]; five < n*45/100 || len(countries) < 60 {
		t.Errorf("the first five of %d countries have %d of %d partners", len(countries), five, n)
	}
	t.Logf("%d holders, %v, gaps %v, %d facts a partner, %d with stories, held %v", holders, kinds, gaps, rows/n, stories, held)
}

func countGaps(gaps map[string]int, f program.Finding) {
	if len(f.Children) == 0 {
		gaps[string(f.State)]++
	}
	for _, c := range f.Children {
		countGaps(gaps, c)
	}
}

func BenchmarkPartner(b *testing.B) {
	g := sampleGenerator(b)
	number := 0
	for b.Loop() {
		g.partner(number)
		number++
	}
	b.ReportMetric(float64(number)/b.Elapsed().Seconds(), "partners/s")
}
