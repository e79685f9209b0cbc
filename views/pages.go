// Package views draws: templ components, one typed struct a page. A view never sees HTTP, Echo or SQL.
package views

import (
	"partnerdirectory/program"
	"partnerdirectory/search"
)

// Site is what every page of one running server shares. It does not change while the server runs, except that
// Programme follows the store.
type Site struct {
	Base      string // absolute base URL without a trailing slash: https://partners.example.com
	Programme *program.Programme
	Atlas     *search.Atlas
	Assets    Assets
	Logo      func(slug string) string // hash of a partner's public logo, empty: none; nil: there are no logos
}

// Assets are the content-hashed addresses of static files.
type Assets struct {
	CSS    string
	JS     string
	Badges string // sprite of badges: Badges + "#" + glyph name
	World  string // sprite of countries: World + "#" + alpha-2
	Icon   string // favicon, SVG
	Share  string // picture for link previews, PNG 1200×630
}

// Page is the base of every page.
type Page struct {
	Site        *Site
	Title       string // without the programme's name, which the layout adds
	Description string // one sentence for search engines and link previews
	Path        string // canonical path with canonical query: "/partners?country=FR"
	Section     string // the navigation item that is current: partners, specializations, competencies, case-studies, about
	NoIndex     bool
	Today       program.Day
	Text        string // what stands in the header's search box
	Structured  []any  // schema.org objects, drawn as JSON-LD
	Share       string // absolute address of a picture for this page; empty: Assets.Share
	Feed        string // address of an Atom feed that follows the page; empty: none
}

// Home is "/".
type Home struct {
	Page
	Partners        int
	Labelled        int // partners that hold at least one label
	Countries       int
	Specializations []search.Count // all, with holders; in the programme's order
	Competencies    []search.Count
	ByCountry       []search.Count // all countries with partners, most first
	Towns           []search.TownCount
	Recent          []Earned
}

// Earned is one recently earned label.
type Earned struct {
	Label          program.ListedLabel
	Specialization program.Specialization
	Partner        string
	PartnerSlug    string
	City, Country  string
}

// Results is "/partners".
type Results struct {
	Page
	Result   search.Result
	Problems []search.Problem
	Place    program.Place // of Result.Query.Place; zero without one
	World    int           // partners in the whole directory
	Map      bool          // the map was asked for
}

// Profile is "/partners/{slug}".
type Profile struct {
	Page
	Partner      program.Partner
	Labels       []ProfileLabel // held
	Earlier      []ProfileLabel // ended, newest end first
	Competencies []ProfileCompetency
	CaseStudies  []program.CaseStudy
	Similar      []search.Hit // partners with the same label near by; may be empty
	Preview      bool         // a draft, shown to its editors only
	Stale        bool         // unconfirmed for longer than the programme allows
}

// ProfileLabel is a label with its specialization.
type ProfileLabel struct {
	Label          program.Label
	Specialization program.Specialization
}

// ProfileCompetency is an active attainment with its competency.
type ProfileCompetency struct {
	Competency program.Competency
	Level      program.Level
	Since      program.Day
}

// LabelPage is "/labels/{id}": the public proof of one label, held or ended.
type LabelPage struct {
	Page
	ProfileLabel
	Partner program.Partner
	SVG     string // address of the badge picture
	JSON    string // address of the signed credential
	Issuer  string // identifier of who signed it
	Steps   []LabelStep
	Shown   bool // held today
	State   program.StandingState
}

// Specializations is "/specializations": by area, with holders.
type Specializations struct {
	Page
	Counts map[string]int // holders by slug
}

// SpecializationPage is "/specializations/{slug}".
type SpecializationPage struct {
	Page
	Specialization program.Specialization
	InForce        program.Set
	Requirements   program.Sentence // InForce as sentences
	Upcoming       []SetVersion     // soonest first
	Versions       []SetVersion     // all, newest first
	Competencies   []program.Competency
	Holders        []search.Hit // the first page, best match
	HolderCount    int
	ByCountry      []search.Count // holders by country
	CaseStudies    []CaseRow
	Newest         []Earned
}

// SetVersion is one published requirement set in the history of its specialization.
type SetVersion struct {
	Set     program.Set
	InForce bool
	Until   program.Day      // the first day on which the next one applies; zero: none is published
	From    int              // number of the set before it; 0 for the first
	Changes []program.Change // from the set before it

	Withdrawn    program.Day // before it applied; zero: it was not
	WithdrawnWhy string
}

// Competencies is "/competencies".
type Competencies struct {
	Page
	Gold   map[string]int // holders by slug
	Silver map[string]int
}

// CompetencyPage is "/competencies/{slug}".
type CompetencyPage struct {
	Page
	Competency      program.Competency
	Options         []OptionSentences
	Specializations []program.Specialization // aligned to it
	Gold, Silver    int
	Holders         []search.Hit
	ByCountry       []search.Count
}

// OptionSentences is one way to attain a competency, as text; a level that it does not lead to has an empty Text.
type OptionSentences struct {
	Option program.Option
	Silver program.Sentence
	Gold   program.Sentence
}

// CaseRow is one case study in a list.
type CaseRow struct {
	Slug        string
	Title       string
	Customer    string
	Partner     string
	PartnerSlug string
	Industry    string // slug
	Country     string // alpha-2 of the customer
	Labels      []string
	Headline    program.Figure
	Summary     string // two lines
	Published   program.Day
}

// CaseStudies is "/case-studies".
type CaseStudies struct {
	Page
	Text                                  string
	Specialization, Industry, Country     string // chosen; "" for all
	BySpecialization, ByIndustry, ByPlace []search.Count
	Rows                                  []CaseRow
	Total, PageNo, Pages                  int
}

// CaseStudyPage is "/case-studies/{slug}".
type CaseStudyPage struct {
	Page
	CaseStudy program.CaseStudy
	Chapters  []Chapter // of the story, those that it has
	Partner   search.Hit
	More      []CaseRow // others of the same specialization or industry
}

// Chapter is one part of a story. HTML is what its Markdown became, made safe.
type Chapter struct {
	Heading string
	HTML    string
}

// Compare is "/compare".
type Compare struct {
	Page
	Partners []ComparePartner // 0 to 4
	Missing  []string         // slugs asked for that are not in the directory
	TooMany  bool             // more than four were asked for
}

// ComparePartner is one column.
type ComparePartner struct {
	Profile
	Hit search.Hit
}

// About is "/about/labels".
type About struct {
	Page
	Settings program.Settings
	Example  *ProfileLabel     // a real held label to draw as an example
	Ranking  []search.RankStep // the rule of best match, first step first
}

// Problem is a 400, 404, 405 or 500 page.
type Problem struct {
	Page
	Status    int
	Heading   string
	Text      string // what happened and what to do
	RequestID string // shown on a 500, to quote
	SignIn    bool   // signing in may help
	Guess     []search.Suggestion
}

// SuggestList is the fragment of "/suggest".
type SuggestList struct {
	Site        *Site
	Suggestions []search.Suggestion
}
