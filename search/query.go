package search

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/program"
)

// Sort is the order of hits.
type Sort string

// The four orders. Nearest needs a place; without one it falls back to BestMatch.
const (
	BestMatch   Sort = "best"
	ByName      Sort = "name"
	Nearest     Sort = "nearest"
	NewestLabel Sort = "newest"
)

// Bounds of what a query may ask for; ParseQuery reports what it cut.
const (
	MaxText    = 200   // bytes of query text
	MaxWords   = 12    // words of a query
	MaxChoices = 50    // choices within one facet
	MaxPage    = 20000 // pages
	PageSize   = 20    // hits on a page
)

// Query is what a customer asks for. Choices within a facet widen (or), facets narrow (and).
type Query struct {
	Text            string
	Specializations []string
	Competencies    []string // "slug" for any level, "slug:gold" or "slug:silver"
	Countries       []string // ISO 3166-1 alpha-2, upper case
	Industries      []string
	Services        []string
	Products        []string
	Sizes           []string
	Languages       []string
	CaseStudy       bool
	Place           string // a place key of the Atlas: "lyon-fr"
	Radius          int    // kilometres: one of Radii; 0 without a place
	Sort            Sort
	Page            int // from 1
}

// Radii are the choices of distance in kilometres; DefaultRadius is used when a place comes without one.
func Radii() []int { return []int{10, 25, 50, 100, 250, 500} }

// DefaultRadius in kilometres.
const DefaultRadius = 50

// Problem is one thing in a URL that could not be used, said for people.
type Problem struct {
	Field   string // the URL parameter
	Message string
}

// Facet names a facet, spelled as its URL parameter.
type Facet string

// The facets.
const (
	FacetSpecialization Facet = "specialization"
	FacetCompetency     Facet = "competency"
	FacetCountry        Facet = "country"
	FacetIndustry       Facet = "industry"
	FacetService        Facet = "service"
	FacetProduct        Facet = "product"
	FacetSize           Facet = "size"
	FacetLanguage       Facet = "language"
	FacetCaseStudy      Facet = "case-study"
)

// Facets lists all facets in the order pages show them.
func Facets() []Facet {
	return []Facet{
		FacetSpecialization, FacetCompetency, FacetCountry, FacetIndustry, FacetService, FacetProduct,
		FacetSize, FacetLanguage, FacetCaseStudy,
	}
}

// choices returns the values chosen in a facet.
func (q Query) choices(f Facet) []string {
	switch f {
	case FacetCaseStudy:
		if q.CaseStudy {
			return []string{"1"}
		}
		return nil
	default:
		if list := q.list(f); list != nil {
			return *list
		}
		return nil
	}
}

// list returns where the choices of a facet are kept, or nil for one that is only on or off.
func (q *Query) list(f Facet) *[]string {
	switch f {
	case FacetSpecialization:
		return &q.Specializations
	case FacetCompetency:
		return &q.Competencies
	case FacetCountry:
		return &q.Countries
	case FacetIndustry:
		return &q.Industries
	case FacetService:
		return &q.Services
	case FacetProduct:
		return &q.Products
	case FacetSize:
		return &q.Sizes
	case FacetLanguage:
		return &q.Languages
	}
	return nil
}

// Toggle returns the query with one choice added to a facet, or removed if it was there, on page 1.
func (q Query) Toggle(f Facet, value string) Query {
	q.Page = 1
	if f == FacetCaseStudy {
		q.CaseStudy = !q.CaseStudy
		return q
	}
	list := q.list(f)
	if list == nil {
		return q
	}
	if i := slices.Index(*list, value); i >= 0 {
		*list = slices.Delete(slices.Clone(*list), i, i+1)
	} else {
		*list = append(slices.Clone(*list), value)
		slices.Sort(*list)
	}
	return q
}

// Has reports whether the query chose that value of the facet.
func (q Query) Has(f Facet, value string) bool {
	return slices.Contains(q.choices(f), value)
}

// Clear returns the query without any choice in the facet, on page 1.
func (q Query) Clear(f Facet) Query {
	q.Page = 1
	if f == FacetCaseStudy {
		q.CaseStudy = false
	} else if list := q.list(f); list != nil {
		*list = nil
	}
	return q
}

// WithoutPlace returns the query without place and radius, on page 1.
func (q Query) WithoutPlace() Query {
	q.Page, q.Place, q.Radius = 1, "", 0
	if q.Sort == Nearest {
		q.Sort = BestMatch
	}
	return q
}

// Encode returns the canonical query string: fixed parameter order, sorted choices, defaults left out. Equal
// queries encode equally, so pages can be shared and cached.
func (q Query) Encode() string {
	var b strings.Builder
	add := func(name, value string) {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(name)
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(value))
	}
	if text := bound(q.Text); text != "" {
		add("q", text)
	}
	for _, f := range Facets() {
		values := slices.Clone(q.choices(f))
		slices.Sort(values)
		for _, v := range slices.Compact(values) {
			add(string(f), v)
		}
	}
	if q.Place != "" {
		add("near", q.Place)
		if q.Radius != 0 && q.Radius != DefaultRadius {
			add("radius", strconv.Itoa(q.Radius))
		}
	}
	if q.Sort != "" && q.Sort != BestMatch && (q.Sort != Nearest || q.Place != "") {
		add("sort", string(q.Sort))
	}
	if q.Page > 1 {
		add("page", strconv.Itoa(q.Page))
	}
	return b.String()
}

// Count is one facet value with the number of partners one would get by choosing it, given everything else
// in the query but the facet's own choices.
type Count struct {
	Value  string // as in the URL
	Name   string
	N      int
	Chosen bool
}

// Why is one reason for a hit, for people: Field "label", Text "Kubernetes". The words that matched are in Words.
type Why struct {
	Field string // name, label, competency, case study, summary, description, place
	Text  string // the field's text or the piece of it that matched, trimmed to about 120 letters
	Words []string
}

// Hit is one partner on a page of results, with all that a result shows.
type Hit struct {
	ID           program.PartnerID
	Slug         string
	Name         string
	Summary      string
	City         string  // the nearest location when a place was asked for, else the headquarters
	Country      string  // alpha-2 of that location
	OtherPlaces  int     // further locations
	Distance     float64 // kilometres; -1 when no place was asked for
	Labels       []program.ListedLabel
	Competencies []program.ListedCompetency // gold first
	CaseStudies  int
	Confirmed    program.Day
	Why          []Why
}

// Result is the answer to one query, all from one snapshot.
type Result struct {
	Query     Query // as answered: page clamped
	Total     int
	Pages     int
	Hits      []Hit
	Facets    map[Facet][]Count // each sorted by N descending, then Name; chosen values are present even at 0
	Corrected string            // the text searched instead when nothing matched exactly: typos forgiven; else ""
	Relax     []Relax           // only when Total is 0: which single thing to drop and what one would get, best first
	Revision  uint64
}

// Relax is one way out of an empty result.
type Relax struct {
	Query Query  // with that thing dropped
	Drop  string // "the country France", "the word “mainframe”", "the radius of 50 km"
	N     int
}

// Suggestion is one line offered while typing.
type Suggestion struct {
	Kind  string // partner, specialization, competency, place
	Text  string
	Note  string // "Lyon, France", "Label · 214 partners"
	Slug  string // of a partner, specialization or competency; the key of a place
	Query Query  // for a place: the query that searches near it
}
