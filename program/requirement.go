package program

// Set is the whole requirement tree of one specialization: immutable once published, numbered.
type Set struct {
	Specialization string
	Version        int
	Published      Day
	EffectiveFrom  Day
	Note           string // why this version exists, for people

	// AtOnce is why holders are judged on the set from its effective day on, as applicants are; empty: they are at their next
	// renewal.
	AtOnce string
	// SparedUntil is the first day on which labels that are older than the set are judged on it; before, their renewals are
	// judged on the set before. Zero: nobody is spared.
	SparedUntil Day
	Root        Node
}

// Op says how a group joins its children.
type Op string

// A node is a leaf or a group of one of three kinds.
const (
	Leaf    Op = "leaf"
	All     Op = "all"
	Any     Op = "any"
	AtLeast Op = "at-least" // K of the children
)

// Node is one node of a requirement tree: a leaf with a Requirement, or a group with Children.
type Node struct {
	ID          string       `json:"id"` // unique in its set and stable from version to version
	Op          Op           `json:"op"`
	K           int          `json:"k,omitempty"`
	Title       string       `json:"title,omitempty"`
	Children    []Node       `json:"children,omitempty"`
	Requirement *Requirement `json:"requirement,omitempty"`

	// A child is asked for on days From ≤ d < Until, as far as they are given. On other days "all of" does without it, and
	// another group cannot count it. A root is always asked for.
	From  Day `json:"from,omitempty"`
	Until Day `json:"until,omitempty"`
}

// Verifier is who checks a requirement.
type Verifier string

// Who verifies.
const (
	ByVendor     Verifier = "vendor"
	ByThirdParty Verifier = "third-party"
)

// Mode is how a requirement is checked.
type Mode string

// How verification happens.
const (
	Automatic Mode = "automatic"
	Manual    Mode = "manual"
)

// Testing is when a requirement of a held label is tested.
type Testing string

// When a leaf is tested. An application tests every leaf.
const (
	Continuously  Testing = "continuously"
	AtRenewal     Testing = "at-renewal"
	SecondRenewal Testing = "second-renewal"
)

// Lapse is what follows when a continuously tested leaf of a held label stops being met.
type Lapse string

// What a lapse does to the label.
const (
	EndsAtOnce Lapse = "at-once"
	EndsGrace  Lapse = "grace"
	EndsTerm   Lapse = "end-of-term"
)

// Requirement is one condition. Exactly one of the rule pointers is set.
type Requirement struct {
	Title      string   `json:"title"`
	Guidance   string   `json:"guidance,omitempty"` // how to get there, for partners
	VerifiedBy Verifier `json:"verified_by"`
	Mode       Mode     `json:"mode"`
	Tested     Testing  `json:"tested"`
	OnLapse    Lapse    `json:"on_lapse"`
	GraceDays  int      `json:"grace_days,omitempty"`
	Sample     bool     `json:"sample,omitempty"` // a figure in it is an invented sample value

	Competency  *CompetencyRule  `json:"competency,omitempty"`
	Performance *PerformanceRule `json:"performance,omitempty"`
	People      *PeopleRule      `json:"people,omitempty"`
	References  *ReferencesRule  `json:"references,omitempty"`
	CaseStudies *CaseStudiesRule `json:"case_studies,omitempty"`
	Review      *ReviewRule      `json:"review,omitempty"`
	Recognition *RecognitionRule `json:"recognition,omitempty"`
	Document    *DocumentRule    `json:"document,omitempty"`
	Scorecard   *ScorecardRule   `json:"scorecard,omitempty"`

	// AtLocation asks that one location of the partner meets it alone; otherwise all locations count together. Only figures and
	// people know their location.
	AtLocation bool `json:"at_location,omitempty"`

	Relaxed *Relaxation `json:"relaxed,omitempty"`
}

// RecognitionRule asks for other specializations of the programme or memberships of other programmes, any or all of them.
// A specialization counts from the day after its grant to the day of its end.
type RecognitionRule struct {
	Specializations []string `json:"specializations,omitempty"`
	Memberships     []Named  `json:"memberships,omitempty"`
	Match           Op       `json:"match"` // Any or All
}

// DocumentRule asks for a document that a reviewer accepts: "a signed statement of accessibility".
type DocumentRule struct {
	Document    Named `json:"document"`
	ValidMonths int   `json:"valid_months,omitempty"` // from its issue; zero: no end
}

// Relaxation lets something easier do, from a day on, where a recognition is held.
type Relaxation struct {
	From    Day             `json:"from,omitempty"`
	Held    RecognitionRule `json:"held"`
	Instead Requirement     `json:"instead"` // only its rule counts
}

// CompetencyRule asks for an active attainment in any or all of a list of competencies.
type CompetencyRule struct {
	Competencies []string `json:"competencies"`
	Match        Op       `json:"match"` // Any or All
	Level        Level    `json:"level"`
}

// PeopleRule asks for people who hold certifications.
type PeopleRule struct {
	Groups   []PeopleGroup `json:"groups"`
	Distinct bool          `json:"distinct,omitempty"` // nobody counts for two groups, if Overlaps says nothing else of them
	Overlaps []Overlap     `json:"overlaps,omitempty"`
	Total    int           `json:"total,omitempty"` // different people in all groups together
	Each     []string      `json:"each,omitempty"`  // certifications that somebody of them must hold
}

// Overlap says for two groups, by their place in the rule, whether one person may count for both.
type Overlap struct {
	Group int         `json:"group"`
	With  int         `json:"with"`
	Rule  OverlapRule `json:"rule"`
}

// OverlapRule is what holds between two groups.
type OverlapRule string

// Overlap rules. Unspecified records that the programme has not decided: where the decision matters nobody knows.
const (
	Distinct    OverlapRule = "distinct"
	Shared      OverlapRule = "shared"
	Subset      OverlapRule = "subset" // all of Group are among those of With
	Unspecified OverlapRule = "unspecified"
)

// PeopleGroup asks for N people who each hold what Hold says.
type PeopleGroup struct {
	Name string  `json:"name,omitempty"` // "architects"
	N    int     `json:"n"`
	Hold Formula `json:"hold"`
}

// Formula is a condition over the certifications of one person: one code, or any/all of nested formulas.
type Formula struct {
	Code string    `json:"code,omitempty"`
	Op   Op        `json:"op,omitempty"` // Any or All when Code is empty
	Of   []Formula `json:"of,omitempty"`
}

// ReferencesRule asks for confirmed customer references.
type ReferencesRule struct {
	N               int    `json:"n"` // from distinct customers, if AnyCustomer does not say otherwise
	Scenario        string `json:"scenario,omitempty"`
	MaxAgeMonths    int    `json:"max_age_months,omitempty"`
	ScenarioInWords string `json:"scenario_in_words,omitempty"` // "a migration of at least 50 servers"
	AnyCustomer     bool   `json:"any_customer,omitempty"`      // several of one customer count
	Assigned        bool   `json:"assigned,omitempty"`          // only those count that are assigned to it, so that none counts twice
}

// CaseStudiesRule asks for published case studies.
type CaseStudiesRule struct {
	N               int    `json:"n"`
	MaxAgeMonths    int    `json:"max_age_months,omitempty"`
	Scenario        string `json:"scenario,omitempty"`
	ScenarioInWords string `json:"scenario_in_words,omitempty"` // "a migration of at least 50 servers"
	Reachable       bool   `json:"reachable,omitempty"`         // its public address answered when it was last looked at
}

// ScorecardRule asks for points over several indicators. A level with a band of its own is a leaf of its own: 60 points for
// silver, 80 for gold.
type ScorecardRule struct {
	Indicators []Indicator `json:"indicators"`
	Pass       float64     `json:"pass"` // points
}

// Indicator brings points by a rule of any other kind.
type Indicator struct {
	ID         string      `json:"id"`                    // unique in its scorecard
	Name       string      `json:"name"`                  // as it stands in a sentence: "growth in consultants"
	Points     float64     `json:"points"`                // the most it brings
	Linear     bool        `json:"linear,omitempty"`      // points in proportion to what is there; otherwise all or none
	Minimum    float64     `json:"minimum,omitempty"`     // points that it must bring by itself
	KeptMonths int         `json:"kept_months,omitempty"` // what it once brought counts for so long; zero: it does not
	Rule       Requirement `json:"rule"`                  // only its rule counts
}

// ReviewRule asks for a valid pass of an architecture review by an independent firm.
type ReviewRule struct {
	Modules     []ReviewModule `json:"modules"`
	ValidMonths int            `json:"valid_months"`
	Credits     []ModuleCredit `json:"credits,omitempty"`
	Checklists  []Checklist    `json:"checklists,omitempty"`  // none: any will do
	BookedLast  bool           `json:"booked_last,omitempty"` // it may be booked only when everything else is met
}

// ModuleCredit takes a module as passed: by a pass in the review of another specialization, or by a recognition.
type ModuleCredit struct {
	Module string           `json:"module"`
	Since  Day              `json:"since,omitempty"` // passes before this day give no credit
	Held   *RecognitionRule `json:"held,omitempty"`  // instead of a pass
}

// Checklist is one version of what a review looks at, for reviews held on days From ≤ d < Until.
type Checklist struct {
	Version string `json:"version"`
	From    Day    `json:"from,omitempty"`
	Until   Day    `json:"until,omitempty"`
}

// ReviewModule is one part of a review; modules may be passed in different reviews.
type ReviewModule struct {
	Slug string `json:"slug"`
	Name string `json:"name"`
}

// Unit is what a number of a finding counts.
type Unit string

// Units of findings and metrics.
const (
	USD          Unit = "usd"
	Users        Unit = "users"
	Deployments  Unit = "deployments"
	Devices      Unit = "devices"
	Customers    Unit = "customers"
	People       Unit = "people"
	References   Unit = "references"
	CaseStudies  Unit = "case-studies"
	Modules      Unit = "modules"
	Competencies Unit = "competencies"
	Conditions   Unit = "conditions" // children of a group
	Percent      Unit = "percent"
	Recognitions Unit = "recognitions"
	Documents    Unit = "documents"
	Points       Unit = "points"
)
