package search

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"partnerdirectory/program"
)

func TestParseQuery(t *testing.T) {
	a, p := atlas(t), smallProgramme()
	ix := build(t, p, a, sampleListings(1, a, p, 30), 1)
	for _, c := range []struct{ raw, canonical, problem string }{
		{"", "", ""},
		{"q=++cloud+++lyon+", "q=cloud+lyon", ""},
		{"size=large,small&size=large", "size=large&size=small", ""},
		{"country=fr&competency=security:gold", "competency=security%3Agold&country=FR", ""},
		{"country=Atlantis", "", "“Atlantis” is not a country we know: shown without it."},
		{"near=London", "near=london-gb", ""},
		{"near=lyon-fr&radius=50&page=1&sort=best", "near=lyon-fr", ""},
		{"near=London,+Canada&radius=100", "near=london-ca&radius=100", ""},
		{"near=Gothenburg", "near=goteborg-se", ""},
		{"near=numenor", "", "“numenor” is not a town we know: shown without a place."},
		{"near=Lyon&radius=60", "near=lyon-fr&radius=100", "60 km is not among the distances to choose from: 100 km were used."},
		{"near=Lyon&radius=far", "near=lyon-fr", "“far” is not a distance: 50 km were used."},
		{"sort=nearest", "", "Nearest first needs a town: shown by best match."},
		{"near=Lyon&sort=nearest", "near=lyon-fr&sort=nearest", ""},
		{"sort=paid", "", "“paid” is not an order we know: shown by best match."},
		{"page=0", "", "“0” is not a page: the first one is shown."},
		{"page=99999", "page=20000", "Pages end at 20000."},
		{"case-study=1&page=2", "case-study=1&page=2", ""},
		{"q=a+b+c+d+e+f+g+h+i+j+k+l+m", "q=a+b+c+d+e+f+g+h+i+j+k+l", "The query has more than 12 words: only the first ones were searched."},
	} {
		v, err := url.ParseQuery(c.raw)
		if err != nil {
			t.Fatal(err)
		}
		q, problems := ix.ParseQuery(v)
		said := ""
		if len(problems) > 0 {
			said = problems[0].Message
		}
		if q.Encode() != c.canonical || said != c.problem || len(problems) > 1 {
			t.Errorf("%q: %q, problems %v; want %q, %q", c.raw, q.Encode(), problems, c.canonical, c.problem)
		}
	}
}

func TestChoicesAreTakenAndGivenBack(t *testing.T) {
	q := Query{Page: 3, Place: "lyon-fr", Radius: 25, Sort: Nearest}
	chosen := q.Toggle(FacetCountry, "FR").Toggle(FacetCountry, "DE").Toggle(FacetCaseStudy, "1")
	if got, want := chosen.Encode(), "country=DE&country=FR&case-study=1&near=lyon-fr&radius=25&sort=nearest"; got != want {
		t.Errorf("chosen %q, want %q", got, want)
	}
	if !chosen.Has(FacetCountry, "DE") || !chosen.Has(FacetCaseStudy, "1") || chosen.Has(FacetSize, "large") {
		t.Error("choices are not there")
	}
	back := chosen.Toggle(FacetCountry, "FR").Clear(FacetCaseStudy).Clear(FacetCountry).WithoutPlace()
	if got := back.Encode(); got != "" {
		t.Errorf("given back %q, want nothing", got)
	}
}

func TestAnEmptyResultSaysWhatToDrop(t *testing.T) {
	a, p := atlas(t), smallProgramme()
	lyon, _ := a.Place("lyon-fr")
	ix := build(t, p, a, []*program.Listing{{
		ID: 1, Slug: "one", Name: "One", Description: "mainframe", Sizes: []string{"small"},
		Locations: []program.Location{{Place: lyon.ID, City: lyon.Name, Country: "FR", Headquarters: true}},
	}}, 1)
	for raw, want := range map[string]string{
		"q=mainframe+cobol":                  "the word “cobol” (1)",
		"q=mainframe&country=DE":             "the country Germany (1)",
		"q=mainframe&near=paris-fr":          "the place Paris (1), the radius of 50 km: look within 500 km (1)",
		"q=one+-mainframe":                   "the exclusion of “mainframe” (1)",
		"q=mainframe&country=DE&size=large":  "all filters (1)",
		"q=%22old+mainframe%22&size=small":   "the phrase “old mainframe” (1)",
		"q=cobol&country=DE&size=small":      "",
		"q=cobol+abap&size=small&country=FR": "all words (1)",
	} {
		v, _ := url.ParseQuery(raw)
		q, _ := ix.ParseQuery(v)
		var said []string
		for _, way := range ix.Search(q).Relax {
			said = append(said, way.Drop+" ("+strings.Repeat("1", way.N)+")")
		}
		if got := strings.Join(said, ", "); got != want {
			t.Errorf("%s: %q, want %q", raw, got, want)
		}
	}
}

func TestSuggestMixesKinds(t *testing.T) {
	a, p := atlas(t), smallProgramme()
	listings := sampleListings(1, a, p, 200)
	listings[0].Name = "Kubernetes Lyonnais"
	ix := build(t, p, a, listings, 1).With([]*program.Listing{{ID: 900, Slug: "kubrick", Name: "Kubrick Data"}}, nil, 2)
	kinds := func(text string) string {
		var out []string
		for _, s := range ix.Suggest(text, 6) {
			if !slices.Contains(out, s.Kind) {
				out = append(out, s.Kind)
			}
		}
		return strings.Join(out, " ")
	}
	for text, want := range map[string]string{
		"kub": "specialization partner", "k8s": "specialization partner", "lyo": "place partner", "secur": "competency partner",
		"kubrick": "partner", "kubrcik": "partner", "lyn": "", "": "", "zzzz": "", "munch": "place",
	} {
		if got := kinds(text); got != want {
			t.Errorf("%q suggests %q, want %q", text, got, want)
		}
	}
}

func TestCardsAndTownsFollowChanges(t *testing.T) {
	a, p := atlas(t), smallProgramme()
	lyon, _ := a.Place("lyon-fr")
	listing := func(id program.PartnerID, slug string) *program.Listing {
		return &program.Listing{ID: id, Slug: slug, Name: slug, Locations: []program.Location{{Place: lyon.ID, City: "Lyon", Country: "FR"}}}
	}
	ix := build(t, p, a, []*program.Listing{listing(1, "one"), listing(2, "two")}, 1)
	ix = ix.With([]*program.Listing{listing(2, "deux")}, []program.PartnerID{1}, 2)
	if _, ok := ix.Card("one"); ok {
		t.Error("a removed partner still has a card")
	}
	if _, ok := ix.Card("two"); ok {
		t.Error("a renamed partner still has its old card")
	}
	if h, ok := ix.Card("deux"); !ok || h.ID != 2 || h.City != "Lyon" || h.Distance != -1 {
		t.Errorf("card %+v", h)
	}
	if towns := ix.Towns(nil, 5); len(towns) != 1 || towns[0].N != 1 || towns[0].Key != "lyon-fr" {
		t.Errorf("towns %+v", towns)
	}
	if towns := ix.Towns([]string{"DE"}, 5); len(towns) != 0 {
		t.Errorf("towns in Germany %+v", towns)
	}
	if ix.NeedsCompaction() {
		t.Error("one change asks for compaction")
	}
}

func TestTheRuleSaysWhatTheCodeCounts(t *testing.T) {
	rule := RankingRule()
	if rule[0].Points != pointsExactName || rule[2].Title != "Name" || rule[2].Points != points(fieldName.whole()) {
		t.Errorf("rule begins %+v", rule[:3])
	}
	if last := rule[len(rule)-1]; last.Title != "Neutral order" || last.Points != 0 {
		t.Errorf("rule ends %+v", last)
	}
}

func TestAtlasFindsTowns(t *testing.T) {
	a := atlas(t)
	if towns := a.Find("munch", 3); len(towns) == 0 || towns[0].Name != "Munich" {
		t.Errorf("munch finds %v", towns)
	}
	if towns := a.Find("São Pau", 1); len(towns) != 1 || a.Key(towns[0].ID) != "sao-paulo-br" {
		t.Errorf("são pau finds %v", towns)
	}
	springfield, ok := a.Place("springfield-us")
	if !ok || springfield.Region != "MO" {
		t.Errorf("the short key is not the largest Springfield's: %v", springfield)
	}
	if _, ok := a.Place("springfield-us-il"); !ok {
		t.Error("no key for Springfield, Illinois")
	}
	if a.Country("FR") != "France" || a.Country("??") != "??" || len(a.Countries()) < 200 {
		t.Error("countries are not named")
	}
}
