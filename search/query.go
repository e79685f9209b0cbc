package search

import (
	"net/url"

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

// ParseQuery reads a query from URL parameters: q, specialization, competency, country, industry, service, product,
// size, language, case-study=1, near (a place key, or a town's name as typed), radius, sort, page. Repeated
// parameters and commas both separate choices. It never fails: what cannot be used is left out and reported.
// Unknown facet values are reported too, so the index (for its vocabulary and atlas) is asked.
func (ix *Index) ParseQuery(v url.Values) (Query, []Problem) { panic("TODO") }

// Encode returns the canonical query string: fixed parameter order, sorted choices, defaults left out. Equal
// queries encode equally, so pages can be shared and cached.
func (q Query) Encode() string { panic("TODO") }

// With and Without helpers for links live here too: they return a copy with Page reset to 1.

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

// Toggle returns the query with one choice added to a facet, or removed if it was there, on page 1.
func (q Query) Toggle(f Facet, value string) Query { panic("TODO") }

// Has reports whether the query chose that value of the facet.
func (q Query) Has(f Facet, value string) bool { panic("TODO") }

// Clear returns the query without any choice in the facet, on page 1.
func (q Query) Clear(f Facet) Query { panic("TODO") }

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
