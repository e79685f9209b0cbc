// Package program holds the rules of the partner programme: what a requirement is, what a partner's facts say of
// it on a given day, and when a label is granted, renewed or ended. It is pure: no I/O, no clock, standard
// library only. The same inputs give the same answer on any day asked for.
package program

import "slices"

// Area is a solution area: the coarse grouping of competencies and specializations, one colour each.
type Area string

// The five solution areas.
const (
	Infrastructure       Area = "infrastructure"
	DataAI               Area = "data-ai"
	ModernWork           Area = "modern-work"
	Security             Area = "security"
	BusinessApplications Area = "business-applications"
)

// Areas lists the solution areas in the order pages show them.
func Areas() []Area {
	return []Area{Infrastructure, DataAI, ModernWork, Security, BusinessApplications}
}

// Name returns the area's name for people.
func (a Area) Name() string {
	switch a {
	case Infrastructure:
		return "Infrastructure"
	case DataAI:
		return "Data and AI"
	case ModernWork:
		return "Modern work"
	case Security:
		return "Security"
	case BusinessApplications:
		return "Business applications"
	}
	return string(a)
}

// Level is how far a competency was attained.
type Level string

// The levels of a competency. Gold counts as silver wherever silver is asked for.
const (
	Silver Level = "silver"
	Gold   Level = "gold"
)

// Satisfies reports whether holding l is enough where want is asked for.
func (l Level) Satisfies(want Level) bool { return l == want || l == Gold }

// Name returns the level's name for people.
func (l Level) Name() string {
	if l == Gold {
		return "Gold"
	}
	return "Silver"
}

// Competency is a broad capability that a partner attains at silver or gold level.
type Competency struct {
	Slug    string
	Name    string
	Area    Area
	Summary string // one sentence: what a holder does
	Meaning string // what the level tells a customer; paragraphs divided by a blank line
	Levels  []Level
	Retired Day // no new attainments from this day; zero while it is open
	Options []Option
}

// Option is one way to attain a competency: any one option with all of its requirements at the wanted level. A level
// that the option does not lead to has no Requirement and no children.
type Option struct {
	Slug   string
	Name   string
	Silver Node
	Gold   Node
	From   Day // attainments from this day on may go by it; zero: always
	Until  Day // attainments on this day and later may not; zero: no end
}

// InWords says for which attainments the option is, as a sentence; empty where it is for all.
func (o *Option) InWords() string {
	switch {
	case o.From != 0 && o.Until != 0:
		return "For attainments from " + o.From.Long() + " to " + (o.Until - 1).Long() + "."
	case o.From != 0:
		return "For attainments from " + o.From.Long() + "."
	case o.Until != 0:
		return "For attainments until " + (o.Until - 1).Long() + "."
	}
	return ""
}

// Specialization is an advanced specialization: depth in one solution area on top of an active gold competency.
// Holding it is what a label says.
type Specialization struct {
	Slug        string
	Name        string
	Area        Area
	Summary     string   // one sentence: what a holder has proven
	Meaning     string   // what the label tells a customer; paragraphs divided by a blank line
	AlignedTo   []string // competency slugs
	Glyph       string   // name of the badge's glyph
	Synonyms    []string // words customers use for it: k8s, avd
	FirstListed Day
}

// Certification is an exam, certificate, assessment or course that a person can hold.
type Certification struct {
	Code          string
	Title         string
	Issuer        string
	Type          string   // exam, certification, assessment or course
	Retired       Day      // the last day it could be earned was the day before; zero while it can be
	Also          *Formula // who fulfils it counts as a holder: another path, a replacement, another code
	AcceptedUntil Day      // last day a retired one counts if earned before retirement; zero: no end
	InReview      bool     // it counts only once an independent auditor has verified it by hand, in a review
}

// Term is one value of a directory facet: an industry, a service, a product, a customer size or a language.
type Term struct {
	Slug string
	Name string
}

// Metric is a figure that the vendor measures each month: consumption, active users, deployments. Where it is counted rather
// than paid, the name is a plural that a number can stand before: "new deployments", "growth in active users of calling".
type Metric struct {
	Slug string
	Name string // as it stands in a sentence: "consumption of Linux virtual machines"
	Unit Unit
}

// Settings are the programme's dials.
type Settings struct {
	TermMonths         int // how long a label is valid from its grant or renewal
	RenewalOpensDays   int // days before the anniversary on which the renewal window opens
	RenewalClosesDays  int // days after the anniversary on which it closes
	DefaultGraceDays   int // for a leaf whose lapse policy is grace and that names no number of days
	StaleFiguresDays   int // a figure older than this leaves the requirement unknown
	MinimumNoticeDays  int // between a set's publication and its effective day
	FiscalYearStarts   int // the month, 1 to 12, in which the vendor's year begins; zero: January
	ProfileStaleMonths int // a profile unconfirmed for longer says so in public

	ReminderOffsets     []int       // days from the anniversary on which a holder is reminded; negative: before
	AtRiskDays          int         // a holder is told of what runs out before the anniversary so many days ahead
	ResendAfterDays     int         // a customer who has not confirmed a reference may be asked again
	AssociationsPerYear int         // of one person with any partners; zero: no bound
	AssociationGapDays  int         // between the beginnings of two associations of one person
	Extensions          []Extension // spans of anniversaries that pass without a test

	FourEyes []string // kinds of evidence, of [EvidenceKinds], that two different people decide
}

// EvidenceKinds returns the kinds of evidence that staff decide, as the review queue names them.
func EvidenceKinds() []string {
	return []string{"certification", "reference", "case-study", "document", "review", "attainment", "recognition"}
}

// Extension moves labels whose anniversary falls on From ≤ d ≤ Until to the next anniversary, without the test of a renewal.
// What is tested all the time still is.
type Extension struct {
	From      Day
	Until     Day
	Except    []string // specializations that it leaves out
	Reason    string
	Published Day // the day it became known
}

// DefaultSettings returns the dials of design §5: a term of a year, a window from 60 days before to 30 days after.
func DefaultSettings() Settings {
	return Settings{
		TermMonths: 12, RenewalOpensDays: 60, RenewalClosesDays: 30, DefaultGraceDays: 30,
		StaleFiguresDays: 62, MinimumNoticeDays: 60, ProfileStaleMonths: 12,
		ReminderOffsets: []int{-60, -30, -15, -1, 23}, AtRiskDays: 60, ResendAfterDays: 7,
		AssociationsPerYear: 3, AssociationGapDays: 30,
	}
}

// Programme is everything an admin maintains: the vocabulary, the labels and their requirement sets.
type Programme struct {
	Name            string // "Meridian Partner Directory"
	Vendor          string // "Meridian"
	Competencies    []Competency
	Specializations []Specialization
	Certifications  []Certification
	Metrics         []Metric
	Industries      []Term
	Services        []Term
	Products        []Term
	Sizes           []Term
	Languages       []Term
	Synonyms        [][]string // groups of words that search treats as one: {"kubernetes", "k8s"}
	Sets            []Set      // every published set of every specialization, in order of version
	Settings        Settings
}

// Competency returns the competency with that slug.
func (p *Programme) Competency(slug string) (Competency, bool) {
	i := slices.IndexFunc(p.Competencies, func(c Competency) bool { return c.Slug == slug })
	if i < 0 {
		return Competency{}, false
	}
	return p.Competencies[i], true
}

// Specialization returns the specialization with that slug.
func (p *Programme) Specialization(slug string) (Specialization, bool) {
	i := slices.IndexFunc(p.Specializations, func(s Specialization) bool { return s.Slug == slug })
	if i < 0 {
		return Specialization{}, false
	}
	return p.Specializations[i], true
}

// InForce returns the newest set of a specialization that is effective on day at.
func (p *Programme) InForce(specialization string, at Day) (Set, bool) {
	for _, s := range slices.Backward(p.Sets) {
		if s.Specialization == specialization && s.EffectiveFrom <= at {
			return s, true
		}
	}
	return Set{}, false
}

// Newest returns the published set of a specialization with the highest number, in force or still to come.
func (p *Programme) Newest(specialization string) (Set, bool) {
	var found Set
	for _, s := range p.Sets {
		if s.Specialization == specialization && s.Version > found.Version {
			found = s
		}
	}
	return found, found.Version > 0
}

// Upcoming returns the sets of a specialization that are published but not yet effective on day at, soonest first.
func (p *Programme) Upcoming(specialization string, at Day) []Set {
	var out []Set
	for _, s := range p.Sets {
		if s.Specialization == specialization && s.EffectiveFrom > at {
			out = append(out, s)
		}
	}
	return out
}
