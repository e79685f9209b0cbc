package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"partnerdirectory/program"
)

// A small invented world for tests: few words, so that random queries hit, and every trap that texts hold.

func atlas(t testing.TB) *Atlas {
	t.Helper()
	a, err := LoadAtlas()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func smallProgramme() *program.Programme {
	terms := func(names ...string) []program.Term {
		var out []program.Term
		for _, n := range names {
			out = append(out, program.Term{Slug: strings.Join(tokens(n), "-"), Name: n})
		}
		return out
	}
	p := &program.Programme{
		Industries: terms("Retail", "Health care", "Public sector", "Énergie"),
		Services:   terms("Consulting", "Managed services", "Migration", "Training"),
		Products:   terms("Data Lake", "Virtual Desktop", "C++ tools", "Directory"),
		Sizes:      terms("Small", "Medium", "Large"),
		Languages:  terms("English", "French", "German", "Polish", "Japanese"),
		Synonyms:   [][]string{{"kubernetes", "k8s"}, {"virtual desktop", "avd", "remote desktop"}, {"migration", "move"}},
	}
	for _, n := range []string{"Kubernetes", "Data Lake Migration", "Identity Protection", "Virtual Desktop"} {
		s := program.Specialization{Slug: strings.Join(tokens(n), "-"), Name: n}
		if n == "Kubernetes" {
			s.Synonyms = []string{"k8s", "container platform"}
		}
		p.Specializations = append(p.Specializations, s)
	}
	for _, n := range []string{"Cloud Platform", "Data Analytics", "Security"} {
		p.Competencies = append(p.Competencies, program.Competency{Slug: strings.Join(tokens(n), "-"), Name: n})
	}
	return p
}

func sampleWords() []string {
	return []string{
		"kubernetes", "k8s", "Kubernetes", "cloud", "Cloud", "clouds", "data", "lake", "Łódź", "Zürich", "café", "Straße",
		"strasse", "managed", "services", "service", "migration", "migrating", "front-end", "frontend", "node.js", "C++",
		"C#", ".NET", "O'Neill", "東京", "virtual", "desktop", "avd", "remote", "security", "secure", "the", "of", "and",
		"gold", "retail", "analytics", "Lyon", "Paris", "platform", "platforms", "partner", "large", "in", "identity",
		"consulting", "consultants", "a", "it", "ai", "x", "mainframe", "mainframes", "directory",
	}
}

func sampleSeparators() []string {
	return []string{" ", " ", " ", " ", " ", ", ", ". ", "-", "/", "\n\n", " – "}
}

func sampleText(r *rand.Rand, n int) string {
	var b strings.Builder
	words, seps := sampleWords(), sampleSeparators()
	for i := range n {
		if i > 0 {
			b.WriteString(seps[r.IntN(len(seps))])
		}
		// Squaring makes the first words common and the last ones rare.
		f := r.Float64()
		b.WriteString(words[int(f*f*float64(len(words)))])
	}
	return b.String()
}

func sampleTowns() []string {
	return []string{"lyon-fr", "villeurbanne-fr", "paris-fr", "london-gb", "london-ca", "lodz-pl", "zurich-ch", "tokyo-jp", "new-york-city-us", "saint-etienne-fr", "munich-de"}
}

func sampleListing(r *rand.Rand, a *Atlas, p *program.Programme, id int) *program.Listing {
	pick := func(terms []program.Term, most int) []string {
		var out []string
		for range r.IntN(most + 1) {
			out = append(out, terms[r.IntN(len(terms))].Slug)
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	l := &program.Listing{
		ID: program.PartnerID(id), Name: sampleText(r, 1+r.IntN(3)), Summary: sampleText(r, r.IntN(6)),
		Description: sampleText(r, r.IntN(30)), Industries: pick(p.Industries, 3), Services: pick(p.Services, 3),
		Products: pick(p.Products, 2), Sizes: pick(p.Sizes, 2), Languages: pick(p.Languages, 2),
		Confirmed: program.Date(2025, 1, 1) + program.Day(r.IntN(600)),
	}
	l.Slug = fmt.Sprintf("%s-%d", strings.ReplaceAll(nameKey(l.Name), " ", "-"), id)
	towns := sampleTowns()
	for i := range 1 + r.IntN(3) {
		t, ok := a.Place(towns[min(r.IntN(len(towns)), r.IntN(len(towns)))])
		if !ok {
			panic("no such town")
		}
		l.Locations = append(l.Locations, program.Location{Place: t.ID, City: t.Name, Country: t.Country, Headquarters: i == 0})
	}
	if r.IntN(20) == 0 {
		l.Locations = []program.Location{{City: "Nowhere", Country: "NO", Headquarters: true}}
	}
	for _, s := range p.Specializations {
		if r.IntN(6) == 0 {
			l.Labels = append(l.Labels, program.ListedLabel{ID: fmt.Sprint("l", id, s.Slug), Specialization: s.Slug, Granted: program.Date(2026, 1, 1) + program.Day(r.IntN(50))})
		}
	}
	for _, c := range p.Competencies {
		if level := r.IntN(4); level < 2 {
			l.Competencies = append(l.Competencies, program.ListedCompetency{Competency: c.Slug, Level: []program.Level{program.Silver, program.Gold}[level]})
		}
	}
	for range max(0, r.IntN(5)-2) {
		l.CaseStudies = append(l.CaseStudies, program.ListedCase{Title: sampleText(r, 3), Customer: sampleText(r, 2), Text: sampleText(r, 12)})
	}
	return l
}

func sampleListings(seed uint64, a *Atlas, p *program.Programme, n int) []*program.Listing {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]*program.Listing, n)
	for i := range out {
		out[i] = sampleListing(r, a, p, i+1)
	}
	return out
}

func build(t testing.TB, p *program.Programme, a *Atlas, listings []*program.Listing, revision uint64) *Index {
	t.Helper()
	ix, err := Build(p, a, slices.Values(listings), revision, nil)
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

// sampleQuery is a random query, mostly one that finds something.
func sampleQuery(r *rand.Rand, p *program.Programme) Query {
	q := Query{Page: 1 + r.IntN(3)/2, Sort: []Sort{BestMatch, BestMatch, ByName, Nearest, NewestLabel}[r.IntN(5)]}
	q.Text = sampleQueryText(r)
	choose := func(f Facet, values []string) {
		for range max(0, r.IntN(9)-6) {
			if v := values[r.IntN(len(values))]; !q.Has(f, v) {
				q = q.Toggle(f, v)
			}
		}
	}
	page := q.Page
	slugs := func(terms []program.Term) (out []string) {
		for _, t := range terms {
			out = append(out, t.Slug)
		}
		return out
	}
	choose(FacetSpecialization, []string{p.Specializations[0].Slug, p.Specializations[1].Slug, p.Specializations[2].Slug})
	choose(FacetCompetency, []string{"security", "security:gold", "cloud-platform:silver", "data-analytics"})
	choose(FacetCountry, []string{"FR", "GB", "CA", "PL", "NO"})
	choose(FacetIndustry, slugs(p.Industries))
	choose(FacetService, slugs(p.Services))
	choose(FacetProduct, slugs(p.Products))
	choose(FacetSize, slugs(p.Sizes))
	choose(FacetLanguage, slugs(p.Languages))
	q.CaseStudy = r.IntN(8) == 0
	if r.IntN(3) == 0 {
		towns := sampleTowns()
		q.Place, q.Radius = towns[r.IntN(len(towns))], Radii()[r.IntN(6)]
	}
	q.Page = page
	return q
}

func sampleQueryText(r *rand.Rand) string {
	words := sampleWords()
	var parts []string
	for range r.IntN(4) {
		w := words[r.IntN(len(words))]
		switch r.IntN(12) {
		case 0:
			w = `"` + w + " " + words[r.IntN(12)] + `"`
		case 1:
			w = "-" + w
		case 2:
			w = `-"` + w + " " + words[r.IntN(12)] + `"`
		case 3:
			runes := []rune(w)
			w = string(runes[:1+r.IntN(len(runes))])
		case 4, 5:
			w = mistype(r, w)
		}
		parts = append(parts, w)
	}
	return strings.Join(parts, " ")
}

// mistype makes one wrong letter.
func mistype(r *rand.Rand, w string) string {
	runes := []rune(w)
	i := r.IntN(len(runes))
	switch r.IntN(4) {
	case 0:
		return string(slices.Delete(runes, i, i+1))
	case 1:
		return string(slices.Insert(runes, i, 'q'))
	case 2:
		runes[i] = 'z'
	default:
		if i > 0 {
			runes[i], runes[i-1] = runes[i-1], runes[i]
		}
	}
	return string(runes)
}
