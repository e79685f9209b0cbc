package search

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ParseQuery reads a query from URL parameters: q, specialization, competency, country, industry, service, product,
// size, language, case-study=1, near (a place key, or a town's name as typed), radius, sort, page. Repeated
// parameters and commas both separate choices. It never fails: what cannot be used is left out and reported.
func (ix *Index) ParseQuery(v url.Values) (Query, []Problem) {
	p := parser{ix: ix, v: v, q: Query{Page: 1, Sort: BestMatch}}
	p.text()
	for _, f := range Facets() {
		p.choices(f)
	}
	p.place()
	p.radius()
	p.sort()
	p.page()
	return p.q, p.problems
}

type parser struct {
	ix       *Index
	v        url.Values
	q        Query
	problems []Problem
}

func (p *parser) report(field, format string, args ...any) {
	p.problems = append(p.problems, Problem{field, fmt.Sprintf(format, args...)})
}

// clip shortens what was typed for a message.
func clip(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if utf8.RuneCountInString(s) > 40 {
		return string([]rune(s)[:40]) + "…"
	}
	return s
}

// bound returns a text without superfluous spaces and within MaxText bytes.
func bound(text string) string {
	if len(text) > MaxText {
		text = text[:MaxText]
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
}

func (p *parser) text() {
	typed := p.v.Get("q")
	p.q.Text = bound(typed)
	if len(typed) > MaxText && len(strings.Join(strings.Fields(typed), " ")) > MaxText {
		p.report("q", "The query is longer than %d letters: only its beginning was searched.", MaxText)
	}
	if qt := parseText(p.ix.vocab, p.q.Text); qt.tooLong {
		p.q.Text = strings.Join(qt.chunks, " ")
		p.report("q", "The query has more than %d words: only the first ones were searched.", MaxWords)
	}
}

func (p *parser) choices(f Facet) {
	var values []string
	for _, given := range p.v[string(f)] {
		for typed := range strings.SplitSeq(given, ",") {
			if typed = strings.TrimSpace(typed); typed == "" || f == FacetCaseStudy && typed == "0" {
				continue
			}
			value, ok := p.ix.vocab.nearSlug(f, typed)
			if !ok {
				p.report(string(f), "“%s” is not a %s we know: shown without it.", clip(typed), f.noun())
				if len(p.problems) > MaxChoices {
					return
				}
				continue
			}
			values = append(values, value)
		}
	}
	slices.Sort(values)
	values = slices.Compact(values)
	if len(values) > MaxChoices {
		values = values[:MaxChoices]
		p.report(string(f), "More than %d choices: only the first ones count.", MaxChoices)
	}
	if f == FacetCaseStudy {
		p.q.CaseStudy = len(values) > 0
	} else if len(values) > 0 {
		*p.q.list(f) = values
	}
}

// noun names a facet in a sentence.
func (f Facet) noun() string {
	switch f {
	case FacetSize:
		return "customer size"
	case FacetCaseStudy:
		return "choice for case studies"
	}
	return string(f)
}

func (p *parser) place() {
	typed := strings.TrimSpace(p.v.Get("near"))
	if typed == "" {
		return
	}
	if key, ok := p.ix.atlas.resolve(typed); ok {
		p.q.Place, p.q.Radius = key, DefaultRadius
		return
	}
	p.report("near", "“%s” is not a town we know: shown without a place.", clip(typed))
}

// resolve returns the key of a town given by key or by name as typed, perhaps with its country behind a comma: the
// most populous one of that name, else of those whose name begins with it.
func (a *Atlas) resolve(typed string) (string, bool) {
	if len(typed) > MaxText {
		return "", false
	}
	if _, ok := a.byKey[strings.ToLower(typed)]; ok {
		return strings.ToLower(typed), true
	}
	if town, ok := a.named(nameKey(typed)); ok {
		return a.keys[town], true
	}
	if i := strings.LastIndexByte(typed, ','); i >= 0 {
		if key, ok := a.inCountry(nameKey(typed[:i]), nameKey(typed[i+1:])); ok {
			return key, true
		}
	}
	if towns := a.find(nameKey(typed)); len(towns) > 0 {
		return a.keys[towns[0]], true
	}
	return "", false
}

func (a *Atlas) inCountry(town, country string) (string, bool) {
	for _, t := range a.find(town) {
		code := a.towns[t].Country
		if country == strings.ToLower(code) || country == nameKey(a.Country(code)) {
			return a.keys[t], true
		}
	}
	return "", false
}

func (p *parser) radius() {
	typed := strings.TrimSpace(p.v.Get("radius"))
	if typed == "" || p.q.Place == "" {
		return
	}
	r, err := strconv.Atoi(typed)
	if err != nil || r <= 0 {
		p.report("radius", "“%s” is not a distance: %d km were used.", clip(typed), DefaultRadius)
		return
	}
	p.q.Radius = nearestRadius(r)
	if p.q.Radius != r {
		p.report("radius", "%d km is not among the distances to choose from: %d km were used.", r, p.q.Radius)
	}
}

// nearestRadius returns the least choice that reaches as far, else the largest.
func nearestRadius(r int) int {
	radii := Radii()
	for _, choice := range radii {
		if choice >= r {
			return choice
		}
	}
	return radii[len(radii)-1]
}

func (p *parser) sort() {
	switch typed := Sort(strings.TrimSpace(p.v.Get("sort"))); typed {
	case "", BestMatch:
	case ByName, NewestLabel:
		p.q.Sort = typed
	case Nearest:
		if p.q.Place == "" {
			p.report("sort", "Nearest first needs a town: shown by best match.")
			return
		}
		p.q.Sort = typed
	default:
		p.report("sort", "“%s” is not an order we know: shown by best match.", clip(string(typed)))
	}
}

func (p *parser) page() {
	typed := strings.TrimSpace(p.v.Get("page"))
	if typed == "" {
		return
	}
	n, err := strconv.Atoi(typed)
	switch {
	case err != nil || n < 1:
		p.report("page", "“%s” is not a page: the first one is shown.", clip(typed))
	case n > MaxPage:
		p.q.Page = MaxPage
		p.report("page", "Pages end at %d.", MaxPage)
	default:
		p.q.Page = n
	}
}
