package views

import (
	"hash/fnv"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"partnerdirectory/program"
	"partnerdirectory/search"
)

// number writes a count for people: 12 345 with a thin space.
func number(n int) string { return program.FormatNumber(float64(n)) }

// plural writes a count with its noun: 1 partner, 214 partners.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// distance writes kilometres: to one decimal below ten, whole above.
func distance(km float64) string {
	switch {
	case km < 1:
		return "under 1 km"
	case km < 10:
		return strconv.FormatFloat(math.Round(km*10)/10, 'f', -1, 64) + " km"
	}
	return number(int(math.Round(km))) + " km"
}

// ago says how long before today a day was, in the largest unit that fits. It stands beside the exact date, never
// instead of it.
func ago(day, today program.Day) string {
	days := int(today - day)
	switch {
	case days <= 0:
		return "today"
	case days == 1:
		return "yesterday"
	case days < 14:
		return plural(days, "day", "days") + " ago"
	case days < 61:
		return plural(days/7, "week", "weeks") + " ago"
	case days < 730:
		return plural(days/30, "month", "months") + " ago"
	}
	return plural(days/365, "year", "years") + " ago"
}

// paragraphs splits a text at blank lines.
func paragraphs(text string) []string {
	var out []string
	for p := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// initials takes the letters of a monogram: of the first two words that begin with a letter or digit.
func initials(name string) string {
	var out []rune
	for word := range strings.FieldsSeq(name) {
		first, _ := utf8.DecodeRuneInString(word)
		if unicode.IsLetter(first) || unicode.IsDigit(first) {
			out = append(out, unicode.ToUpper(first))
		}
		if len(out) == 2 {
			break
		}
	}
	return string(out)
}

// tones is how many colours monogram tiles come in.
const tones = 8

// tone picks a partner's colour by its slug, the same on every page and day.
func tone(slug string) string {
	h := fnv.New32a()
	h.Write([]byte(slug))
	return "tone-" + strconv.Itoa(int(h.Sum32()%tones))
}

// termName returns the name of a facet term, or its slug when the programme no longer has it.
func termName(terms []program.Term, slug string) string {
	if i := slices.IndexFunc(terms, func(t program.Term) bool { return t.Slug == slug }); i >= 0 {
		return terms[i].Name
	}
	return slug
}

// termNames returns the names of several terms in the programme's order.
func termNames(terms []program.Term, slugs []string) []string {
	var out []string
	for _, t := range terms {
		if slices.Contains(slugs, t.Slug) {
			out = append(out, t.Name)
		}
	}
	return out
}

// termLeft is how much of a label's current term is left on a day, in percent, for the ring round a badge.
func termLeft(l program.Label, today program.Day) int {
	start := max(l.Granted, l.Renewed)
	whole := int(l.Until - start)
	if whole <= 0 {
		return 0
	}
	return min(100, max(0, int(l.Until-today)*100/whole))
}

// place writes "Lyon, France"; either part may be missing, and a city state is named once.
func place(site *Site, city, country string) string {
	if country == "" {
		return city
	}
	name := site.Atlas.Country(country)
	if city == "" || city == name {
		return name
	}
	return city + ", " + name
}

// span is a piece of text that matched a query or did not.
type span struct {
	text  string
	match bool
}

// marked cuts a text into matching and other pieces. Words are matched as search gives them: without regard to case, at the start of a word.
func marked(text string, words []string) []span {
	var out []span
	rest := 0
	for i := 0; i < len(text); {
		n := matchAt(text, i, words)
		if n == 0 {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			continue
		}
		if i > rest {
			out = append(out, span{text: text[rest:i]})
		}
		out = append(out, span{text: text[i : i+n], match: true})
		i += n
		rest = i
	}
	if rest < len(text) {
		out = append(out, span{text: text[rest:]})
	}
	return out
}

// matchAt returns the length of the longest word that the text has at i, or 0.
func matchAt(text string, i int, words []string) int {
	if before, _ := utf8.DecodeLastRuneInString(text[:i]); i > 0 && (unicode.IsLetter(before) || unicode.IsDigit(before)) {
		return 0
	}
	longest := 0
	for _, w := range words {
		if n := len(w); n > longest && i+n <= len(text) && strings.EqualFold(text[i:i+n], w) {
			longest = n
		}
	}
	return longest
}

// facetTitle is a facet's heading.
func facetTitle(f search.Facet) string {
	switch f {
	case search.FacetSpecialization:
		return "Specialization"
	case search.FacetCompetency:
		return "Competency"
	case search.FacetCountry:
		return "Country"
	case search.FacetIndustry:
		return "Industry"
	case search.FacetService:
		return "Service"
	case search.FacetProduct:
		return "Product"
	case search.FacetSize:
		return "Customer size"
	case search.FacetLanguage:
		return "Language"
	case search.FacetCaseStudy:
		return "Case studies"
	}
	return string(f)
}

// whyTitle names the field that matched, for people.
func whyTitle(field string) string {
	switch field {
	case "name":
		return "Name"
	case "label":
		return "Label"
	case "competency":
		return "Competency"
	case "case study":
		return "Case study"
	case "summary":
		return "Summary"
	case "description":
		return "Description"
	}
	return field
}

// verifier names who checked a requirement.
func verifier(p *program.Programme, by program.Verifier, mode program.Mode) string {
	who := p.Vendor
	if by == program.ByThirdParty {
		who = "an independent auditor"
	}
	if mode == program.Automatic {
		return who + ", from measured data"
	}
	return who + ", by review"
}
