package program

import (
	"cmp"
	"slices"
)

// PartnerID numbers a partner for good.
type PartnerID int64

// Place is a town with coordinates in degrees (WGS 84).
type Place struct {
	ID         int64 // GeoNames
	Name       string
	Country    string // ISO 3166-1 alpha-2
	Region     string // GeoNames admin code
	Lat, Lon   float64
	Population int
}

// Location is one office of a partner.
type Location struct {
	Place        int64 // GeoNames id of the town
	City         string
	Country      string // ISO 3166-1 alpha-2
	Lat, Lon     float64
	Street       string
	Postcode     string
	Headquarters bool
}

// Partner is the public profile as the partner keeps it.
type Partner struct {
	ID          PartnerID
	Slug        string
	Name        string
	Summary     string // one line
	Description string // paragraphs divided by a blank line
	Website     string
	Email       string // where enquiries go; never public
	Founded     int    // year; 0 unknown
	Staff       int    // 0 unknown
	Locations   []Location
	Industries  []string // slugs of the programme's terms, as are the next four
	Services    []string
	Products    []string
	Sizes       []string
	Languages   []string
	Joined      Day    // entered the programme
	Confirmed   Day    // the partner last said that the profile is right
	Logo        string // hash of its picture; empty: none
}

// CaseStudy is a published story of one project.
type CaseStudy struct {
	Slug            string
	Title           string
	Customer        string // a name the customer agreed to, or "A Nordic retailer"
	Anonymous       bool
	Industry        string
	Country         string
	Place           string // town of the customer
	Specializations []string
	Products        []string
	Challenge       string
	Approach        string
	Outcome         string
	Quote           string
	QuoteBy         string
	Figures         []Figure // the first is the headline
	Published       Day
	Address         string // where it is published besides the directory; empty: nowhere
	Scenario        string
	Verification
}

// Figure is one result of a case study: "41 %" "lower run cost".
type Figure struct {
	Value string
	Label string
}

// Dossier is one partner whole: profile, case studies and facts, without anything that evaluation decides. It is
// the unit in which partners are imported.
type Dossier struct {
	Partner     Partner
	CaseStudies []CaseStudy // also evidence: the store derives Facts.Cases from them
	Facts       Facts       // Cases empty, evidence ids zero
}

// Listing is what the public may find of a partner: the unit that search indexes. It is derived from the
// profile, the attainments active that day and the labels shown that day.
type Listing struct {
	ID           PartnerID
	Slug         string
	Name         string
	Summary      string
	Description  string
	Locations    []Location // headquarters first
	Labels       []ListedLabel
	Competencies []ListedCompetency // active ones
	CaseStudies  []ListedCase
	Industries   []string
	Services     []string
	Products     []string
	Sizes        []string
	Languages    []string
	Confirmed    Day
}

// ListedLabel is a held label in a listing.
type ListedLabel struct {
	ID             string
	Specialization string
	Granted        Day
	Until          Day
}

// ListedCompetency is an active attainment in a listing.
type ListedCompetency struct {
	Competency string
	Level      Level
}

// ListedCase is a case study as search needs it.
type ListedCase struct {
	Slug     string
	Title    string
	Customer string
	Text     string // challenge, approach and outcome
}

// ListingOf derives what the public may find of a partner on day at: attainments active that day, each competency at its
// best level, labels shown that day with the newest grant first, and case studies that were accepted and published. Its
// slices of terms are the partner's own; callers must not change them.
func ListingOf(p *Programme, partner *Partner, facts *Facts, cases []CaseStudy, labels []Label, at Day) Listing {
	l := Listing{
		ID: partner.ID, Slug: partner.Slug, Name: partner.Name, Summary: partner.Summary,
		Description: partner.Description, Locations: slices.Clone(partner.Locations),
		Industries: partner.Industries, Services: partner.Services, Products: partner.Products,
		Sizes: partner.Sizes, Languages: partner.Languages, Confirmed: partner.Confirmed,
	}
	slices.SortStableFunc(l.Locations, func(a, b Location) int {
		switch {
		case a.Headquarters == b.Headquarters:
			return 0
		case a.Headquarters:
			return -1
		}
		return 1
	})
	l.Labels = shownLabels(labels, at)
	l.Competencies = p.activeCompetencies(facts, at)
	for i := range cases {
		if c := &cases[i]; c.counts(at) && c.Published <= at {
			l.CaseStudies = append(l.CaseStudies, ListedCase{
				Slug: c.Slug, Title: c.Title, Customer: c.Customer,
				Text: c.Challenge + "\n\n" + c.Approach + "\n\n" + c.Outcome,
			})
		}
	}
	return l
}

func shownLabels(labels []Label, at Day) []ListedLabel {
	var out []ListedLabel
	for i := range labels {
		if l := &labels[i]; l.Shown(at) {
			out = append(out, ListedLabel{ID: l.ID, Specialization: l.Specialization, Granted: l.Granted, Until: l.Until})
		}
	}
	slices.SortStableFunc(out, func(a, b ListedLabel) int {
		return cmp.Or(cmp.Compare(b.Granted, a.Granted), cmp.Compare(a.Specialization, b.Specialization))
	})
	return out
}

// activeCompetencies returns the best active level of each competency, in the programme's order.
func (p *Programme) activeCompetencies(facts *Facts, at Day) []ListedCompetency {
	var out []ListedCompetency
	e := evaluation{p: p, facts: facts, at: at, next: never}
	for i := range p.Competencies {
		slug := p.Competencies[i].Slug
		for _, level := range []Level{Gold, Silver} {
			if e.attained(slug, level).end != 0 {
				out = append(out, ListedCompetency{Competency: slug, Level: level})
				break
			}
		}
	}
	return out
}
