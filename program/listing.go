package program

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
	Joined      Day // entered the programme
	Confirmed   Day // the partner last said that the profile is right
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
