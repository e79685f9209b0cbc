package views

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/program"
	"partnerdirectory/search"
)

// partnersURL is the address of a query's results.
func partnersURL(q search.Query) string {
	if s := q.Encode(); s != "" {
		return "/partners?" + s
	}
	return "/partners"
}

// choose is the address of all partners with one facet value.
func choose(f search.Facet, value string) string {
	return partnersURL(search.Query{}.Toggle(f, value))
}

// enquiryURL is where a customer writes to a partner.
func enquiryURL(slug string) string { return "/partners/" + slug + "/enquiry" }

// LogoURL is the address of a logo for a size in CSS pixels, sharp on screens that have two for one.
func LogoURL(logo string, size int) string {
	pixels := 256
	if size <= 32 {
		pixels = 64
	} else if size <= 64 {
		pixels = 128
	}
	return "/logos/" + logo + "-" + strconv.Itoa(pixels) + ".png"
}

// onPage returns the query at another page.
func onPage(q search.Query, n int) search.Query {
	q.Page = n
	return q
}

// near is the address of all partners near a town.
func near(key string) string {
	return partnersURL(search.Query{Place: key, Radius: search.DefaultRadius})
}

// compareURL is the address that compares partners, with the ending of another form: ".csv".
func compareURL(ending string, slugs []string) string {
	v := url.Values{"p": slugs}
	return "/compare" + ending + "?" + v.Encode()
}

// without returns the list less one value.
func without(list []string, value string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == value })
}

// casesURL is the address of a page of case studies as filtered.
func casesURL(p CaseStudies, n int) string {
	v := url.Values{}
	for _, param := range [][2]string{
		{"q", p.Text}, {"specialization", p.Specialization}, {"industry", p.Industry}, {"country", p.Country},
	} {
		if param[1] != "" {
			v.Set(param[0], param[1])
		}
	}
	if n > 1 {
		v.Set("page", strconv.Itoa(n))
	}
	if len(v) == 0 {
		return "/case-studies"
	}
	return "/case-studies?" + v.Encode()
}

// crumb is one step of the way from the home page.
type crumb struct{ Name, URL string }

// pageNumbers lists the pages that paging offers: the first, the last, and those round the current one; 0 stands for a gap.
func pageNumbers(current, pages int) []int {
	var out []int
	for n := 1; n <= pages; n++ {
		if n == 1 || n == pages || (n >= current-1 && n <= current+1) || (pages <= 7) {
			out = append(out, n)
			continue
		}
		if out[len(out)-1] != 0 {
			out = append(out, 0)
		}
		n = max(n, min(current-2, pages-1))
	}
	return out
}

// ofArea returns an area's specializations in the programme's order.
func ofArea(p *program.Programme, a program.Area) []program.Specialization {
	return slices.DeleteFunc(slices.Clone(p.Specializations), func(s program.Specialization) bool { return s.Area != a })
}

// competenciesOf returns an area's competencies in the programme's order.
func competenciesOf(p *program.Programme, a program.Area) []program.Competency {
	return slices.DeleteFunc(slices.Clone(p.Competencies), func(c program.Competency) bool { return c.Area != a })
}

// countOf returns the count of one value, 0 when there is none.
func countOf(counts []search.Count, value string) int {
	for _, c := range counts {
		if c.Value == value {
			return c.N
		}
	}
	return 0
}

// areaClass is the class that sets an area's colour.
func areaClass(a program.Area) string { return "area-" + string(a) }

// hitLabels is how many labels a hit shows; its profile shows all.
const hitLabels = 4

// firstLabels returns at most n labels, those of the given specializations first.
func firstLabels(labels []program.ListedLabel, first []string, n int) []program.ListedLabel {
	sorted := slices.Clone(labels)
	slices.SortStableFunc(sorted, func(a, b program.ListedLabel) int {
		return rank(first, a.Specialization) - rank(first, b.Specialization)
	})
	return sorted[:min(n, len(sorted))]
}

// asked returns the specializations that a query chose or that its words matched.
func asked(p *program.Programme, h search.Hit, chosen []string) []string {
	out := slices.Clone(chosen)
	for _, w := range h.Why {
		i := slices.IndexFunc(p.Specializations, func(s program.Specialization) bool { return s.Name == w.Text })
		if w.Field == "label" && i >= 0 {
			out = append(out, p.Specializations[i].Slug)
		}
	}
	return out
}

// reasons are what a hit says of why it matched: at most three, without the place, which its head names already.
func reasons(h search.Hit) []search.Why {
	list := slices.DeleteFunc(slices.Clone(h.Why), func(w search.Why) bool { return w.Field == "place" })
	return list[:min(3, len(list))]
}

// dots joins the parts that are there; a line never begins with a dot.
func dots(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\u00a0· ")
}

// rank is 0 for a value that comes first and 1 for any other.
func rank(first []string, value string) int {
	if slices.Contains(first, value) {
		return 0
	}
	return 1
}

// share is a count in percent of the largest, for a bar that never vanishes.
func share(n int, counts []search.Count) string {
	most := 1
	for _, c := range counts {
		most = max(most, c.N)
	}
	return strconv.Itoa(max(1, n*100/most))
}

// guessURL is where a suggestion leads.
func guessURL(s search.Suggestion) string {
	switch s.Kind {
	case "partner":
		return "/partners/" + s.Slug
	case "specialization":
		return choose(search.FacetSpecialization, s.Slug)
	case "competency":
		return choose(search.FacetCompetency, s.Slug)
	}
	return partnersURL(s.Query)
}
