package views

import (
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/search"
)

// countryLink leads to a country's partners.
func countryLink(c search.Count) string { return choose(search.FacetCountry, c.Value) }

// mostHeld returns the n specializations with most holders.
func mostHeld(counts []search.Count, n int) []search.Count {
	sorted := slices.Clone(counts)
	slices.SortStableFunc(sorted, func(a, b search.Count) int { return b.N - a.N })
	return sorted[:min(n, len(sorted))]
}

// radiusOf is the radius that the form shows: the query's, or the one a town would get.
func radiusOf(q search.Query) int {
	if q.Radius == 0 {
		return search.DefaultRadius
	}
	return q.Radius
}

// chosenValue is one choice of a query, with the way to drop it.
type chosenValue struct {
	Name string
	URL  string
}

// chosen lists what a query chose, in the order of the page.
func (p Results) chosen() []chosenValue {
	q := p.Result.Query
	var out []chosenValue
	if q.Text != "" {
		out = append(out, chosenValue{"“" + q.Text + "”", partnersURL(withoutText(q))})
	}
	if q.Place != "" {
		out = append(out, chosenValue{
			"Within " + strconv.Itoa(radiusOf(q)) + " km of " + p.Place.Name, partnersURL(withoutPlace(q)),
		})
	}
	for _, f := range search.Facets() {
		for _, c := range p.Result.Facets[f] {
			if !q.Has(f, c.Value) {
				continue
			}
			name := c.Name
			if f == search.FacetCaseStudy {
				name = "Has a case study"
			}
			out = append(out, chosenValue{name, partnersURL(q.Toggle(f, c.Value))})
		}
	}
	return out
}

// choices is how many facet values a query chose: what the folded facets of a phone say.
func (p Results) choices() int {
	n := 0
	for _, f := range search.Facets() {
		for _, c := range p.Result.Facets[f] {
			if p.Result.Query.Has(f, c.Value) {
				n++
			}
		}
	}
	return n
}

func withoutText(q search.Query) search.Query {
	q.Text, q.Page = "", 1
	return q
}

func withoutPlace(q search.Query) search.Query {
	q.Place, q.Radius, q.Page = "", 0, 1
	if q.Sort == search.Nearest {
		q.Sort = search.BestMatch
	}
	return q
}

// heading says what was found: 214 partners for “kubernetes” near Lyon.
func (p Results) heading() string {
	q := p.Result.Query
	s := plural(p.Result.Total, "partner", "partners")
	if p.Result.Total == 0 {
		s = "No partners"
	}
	if q.Text != "" {
		s += " for “" + q.Text + "”"
	}
	if q.Place != "" {
		s += " near " + p.Place.Name
	}
	return s
}

// extent says which hits this page shows: 21 to 40 of 214.
func (p Results) extent() string {
	first := (p.Result.Query.Page-1)*search.PageSize + 1
	return number(first) + " to " + number(first+len(p.Result.Hits)-1) + " of " + number(p.Result.Total)
}

// toggleCountry leads to the same query with a country added or dropped.
func (p Results) toggleCountry(c search.Count) string {
	return mapURL(partnersURL(p.Result.Query.Toggle(search.FacetCountry, c.Value)))
}

// mapURL adds the map to the address of results. The map is no part of the query: it is drawn only for who asks, since
// it is as large as all else on the page.
func mapURL(results string) string {
	if strings.Contains(results, "?") {
		return results + "&map=1"
	}
	return results + "?map=1"
}

// pageURL leads to another page of the same query.
func (p Results) pageURL(n int) string {
	to := partnersURL(onPage(p.Result.Query, n))
	if p.Map {
		return mapURL(to)
	}
	return to
}

// sortChoice is one order on offer.
type sortChoice struct {
	Value search.Sort
	Name  string
}

// sorts lists the orders that make sense for a query.
func sorts(q search.Query) []sortChoice {
	out := []sortChoice{{search.BestMatch, "Best match"}, {search.NewestLabel, "Newest label"}, {search.ByName, "Name"}}
	if q.Place != "" {
		out = slices.Insert(out, 1, sortChoice{search.Nearest, "Nearest"})
	}
	return out
}

// shownValues is how many values of a facet show at once; the rest folds.
const shownValues = 8

// facetValues splits a facet into the values that show and those that fold into a list by name. Chosen ones always show;
// those that would find nobody are left out.
func facetValues(counts []search.Count) (shown, folded []search.Count) {
	for _, c := range counts {
		switch {
		case c.Chosen:
			shown = append(shown, c)
		case c.N == 0:
		case len(shown) < shownValues:
			shown = append(shown, c)
		default:
			folded = append(folded, c)
		}
	}
	slices.SortFunc(folded, func(a, b search.Count) int { return strings.Compare(a.Name, b.Name) })
	return shown, folded
}

// facetOpen says whether a facet shows unfolded: the three that most people use, and each with a choice.
func facetOpen(f search.Facet, counts []search.Count) bool {
	return f == search.FacetSpecialization || f == search.FacetCountry || f == search.FacetCaseStudy ||
		slices.ContainsFunc(counts, func(c search.Count) bool { return c.Chosen })
}

// facetChosen counts a facet's choices.
func facetChosen(counts []search.Count) int {
	n := 0
	for _, c := range counts {
		if c.Chosen {
			n++
		}
	}
	return n
}

// faceted reports whether the page has filters to offer.
func (p Results) faceted() bool {
	for _, counts := range p.Result.Facets {
		if len(counts) > 0 {
			return true
		}
	}
	return false
}

// unknownWord reports whether only words were asked for and nobody has them: dropping them would leave the whole
// directory, which is no answer.
func (p Results) unknownWord() bool {
	for _, r := range p.Result.Relax {
		if r.N < p.World {
			return false
		}
	}
	return len(p.Result.Relax) > 0
}

// wayOut words one way out of an empty result.
func (p Results) wayOut(r search.Relax) string {
	q := p.Result.Query
	if r.Query.Place != "" && r.Query.Place == q.Place && radiusOf(r.Query) > radiusOf(q) {
		return "Within " + strconv.Itoa(radiusOf(r.Query)) + " km of " + p.Place.Name
	}
	return "Without " + r.Drop
}

// placeText is how the chosen town stands in its field, in a form that a search takes back.
func placeText(p Results) string {
	if p.Result.Query.Place == "" {
		return ""
	}
	return place(p.Site, p.Place.Name, p.Place.Country)
}
