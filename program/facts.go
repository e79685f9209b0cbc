package program

// EvidenceID names one piece of evidence across all kinds, as the store numbers it.
type EvidenceID int64

// Decision is where a piece of evidence stands.
type Decision string

// Decisions on evidence. A Draft is not handed in yet, Submitted waits for a reviewer; only Accepted counts.
const (
	Draft     Decision = "draft"
	Submitted Decision = "submitted"
	Accepted  Decision = "accepted"
	Rejected  Decision = "rejected"
)

// Verification is who checked a fact, how, with what result and when.
type Verification struct {
	By        Verifier
	Mode      Mode
	Decision  Decision
	Reason    string
	Submitted Day // the day it was handed in
	Decided   Day // the day from which the decision counts; zero while it waits

	// Superseded is the day from which the fact no longer counts because a correction took its place; zero: it stands.
	// Whoever keeps superseded facts among the others can evaluate any past day as it was then.
	Superseded Day
}

// uncorrected reports whether something was not yet corrected on day at.
func uncorrected(superseded, at Day) bool { return superseded == 0 || at < superseded }

// counts reports whether the fact was accepted and known on day at, so that any past day evaluates as it did then.
func (v Verification) counts(at Day) bool {
	return v.Decision == Accepted && v.Decided <= at && uncorrected(v.Superseded, at)
}

// waits reports whether the fact was handed in and undecided on day at.
func (v Verification) waits(at Day) bool {
	return v.Decision != Draft && v.Submitted <= at && (v.Decision == Submitted || v.Decided > at) && uncorrected(v.Superseded, at)
}

// Attainment is one partner's silver or gold in a competency from a day on. It is active on days From ≤ d < Until.
type Attainment struct {
	ID         EvidenceID
	Competency string
	Level      Level
	From       Day
	Until      Day // the anniversary, when it must have been renewed; zero: open
	Verification
}

// Holding is one certification of one person who counts for the partner on days Joined ≤ d < Left.
type Holding struct {
	ID      EvidenceID
	Person  int64
	Name    string // the person's name; never public
	Code    string
	Earned  Day
	Expires Day // zero: does not expire
	Joined  Day
	Left    Day // zero: still with the partner

	Location string // the partner's location that the person works for; empty: not told apart
	Verification
}

// Association is a person's link to a partner from a day on. A person counts for one partner at a time: a later association
// ends the one before. Of persons without any, only Joined and Left of their holdings are known.
type Association struct {
	ID         EvidenceID
	Person     int64
	Here       bool // with this partner; false: with another
	From       Day
	Until      Day // the person left; zero: not until another association begins
	Recorded   Day // the day it became known, if later than From
	Superseded Day // as of [Verification]
}

// MetricValue is what one customer contributed to a metric in one month.
type MetricValue struct {
	ID       EvidenceID
	Metric   string
	Month    Day    // first day of the month
	Customer string // never public
	Value    float64
	Recorded Day // the day the figure became known; a month is complete once its figures are

	Product     string // empty: not told apart
	Association string // how the partner is linked to the customer
	Linked      Day    // the day of the link: earlier months bring no credit; zero: always
	Offer       string // the kind of offer it was bought under
	Location    string // the partner's location that earned it; empty: not told apart
	Superseded  Day    // withdrawn from this day on; a newer figure for the same month needs no such mark
}

// Baseline is a figure that was stored once, to measure growth from it.
type Baseline struct {
	ID       EvidenceID
	Metric   string
	Value    float64
	Taken    Day
	Recorded Day
}

// Circumstance is what the vendor keeps of the partner itself from a day on; the newest one counts.
type Circumstance struct {
	ID          EvidenceID
	From        Day
	Market      string // market class
	Anniversary Day    // any day of the year on which the partner's programme year begins
}

// Reference is a customer's confirmation of a delivered project.
type Reference struct {
	ID       EvidenceID
	Customer string // never public
	Scenario string
	Finished Day // when the project was finished: what a maximum age is counted from

	Sent         Day    // the day the customer was asked to confirm; zero: not yet
	AssignedTo   string // the specialization or competency that it is used for; empty: none yet
	AssignedNode string // the one requirement of it that it is used for; empty: any
	Assigned     Day    // the day of the assignment
	Expires      Day    // the customer's word ends; zero: it does not
	Verification
}

// ReferenceState is where a reference stands on a day.
type ReferenceState string

// The states of a reference. Only approved and assigned ones count.
const (
	ReferenceDraft    ReferenceState = "draft"
	ReferenceSent     ReferenceState = "sent"     // the customer has been asked
	ReferenceAwaiting ReferenceState = "awaiting" // confirmed by the customer, not yet decided
	ReferenceRejected ReferenceState = "rejected"
	ReferenceApproved ReferenceState = "approved"
	ReferenceAssigned ReferenceState = "assigned" // approved and used for a specialization
	ReferenceExpired  ReferenceState = "expired"
)

// State returns where the reference stands on day at.
func (r *Reference) State(at Day) ReferenceState {
	switch {
	case r.Expires != 0 && r.Expires <= at:
		return ReferenceExpired
	case r.counts(at) && r.AssignedTo != "" && r.Assigned <= at:
		return ReferenceAssigned
	case r.counts(at):
		return ReferenceApproved
	case r.Decision == Rejected && r.Decided <= at:
		return ReferenceRejected
	case r.waits(at):
		return ReferenceAwaiting
	case r.Sent != 0 && r.Sent <= at:
		return ReferenceSent
	}
	return ReferenceDraft
}

// ResendFrom returns the first day on which a customer who has not answered may be asked again; zero: not asked yet.
func (r *Reference) ResendFrom(s *Settings) Day {
	if r.Sent == 0 {
		return 0
	}
	return r.Sent + Day(s.ResendAfterDays)
}

// CaseEvidence is a published case study as evidence for a specialization.
type CaseEvidence struct {
	ID              EvidenceID
	Slug            string
	Specializations []string
	Published       Day
	Scenario        string
	Links           []LinkCheck // whether its public address answered, on the days it was looked at
	Verification
}

// LinkCheck is what was found at the public address of a case study on a day.
type LinkCheck struct {
	Checked   Day
	Reachable bool
}

// Review is one architecture review of modules by an auditing firm.
type Review struct {
	ID             EvidenceID
	Specialization string
	Firm           string
	Modules        []string
	Passed         bool
	Held           Day
	Checklist      string // its version
	Verification
}

// Recognition is a membership of another programme, on days From ≤ d < Until.
type Recognition struct {
	ID    EvidenceID
	Slug  string
	From  Day
	Until Day // zero: open
	Verification
}

// Document is an upload that a reviewer decides.
type Document struct {
	ID     EvidenceID
	Slug   string // which document it is
	Issued Day
	Until  Day // the day it stops being valid; zero: it says none
	Verification
}

// Waiver spares the partner one requirement on days From ≤ d < Until.
type Waiver struct {
	ID             EvidenceID
	Specialization string
	Node           string // the leaf's ID
	From           Day
	Until          Day
	Reason         string
	By             string
	Given          Day // the day it became known
	Superseded     Day // taken back from this day on; zero: it stands
}

// Outage is when facts of one kind could not be had: nobody may be said to have failed by their absence.
type Outage struct {
	Kind  Kind
	From  Day
	Until Day // zero: it lasts
}

// Facts is everything known of one partner that rules look at. Facts are superseded, never overwritten.
type Facts struct {
	Attainments []Attainment
	Holdings    []Holding
	Metrics     []MetricValue
	References  []Reference
	Cases       []CaseEvidence
	Reviews     []Review

	Baselines     []Baseline
	Circumstances []Circumstance
	Recognitions  []Recognition
	Documents     []Document
	Waivers       []Waiver
	Outages       []Outage
	Associations  []Association
	Orders        []Order
	Allowances    []Allowance
	Labels        []Label // of the partner, for rules that ask for another specialization; [Advance] knows its own
}
