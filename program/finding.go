package program

// State is what evaluation says of one node on one day.
type State string

// States of a finding. Unknown means that data are missing or stale; Awaiting that evidence was handed in and that
// accepting it would meet the node.
const (
	Met      State = "met"
	NotMet   State = "not-met"
	Unknown  State = "unknown"
	Awaiting State = "awaiting"
	Waived   State = "waived"
)

// Finding is what evaluation says of one node of the tree for one partner on one day.
type Finding struct {
	Node     string // the node's ID
	State    State
	Have     float64
	Need     float64
	Gap      float64 // max(0, Need-Have)
	Unit     Unit
	AsOf     Day          // the day of the newest data used
	Formula  string       // how Have was counted, in words
	Detail   string       // a second bound that Have alone does not show: "from 2 of 3 customers"
	Evidence []EvidenceID // what counted
	Next     string       // what to do next, second person; empty when met
	By       Verifier     // who verified it
	Mode     Mode         // how
	On       Day          // when the newest of it was verified; zero: nothing counted
	Until    Day          // the day the node stops being met if nothing changes; zero: none known
	Children []Finding
	Parts    []Finding // of a scorecard: one for each indicator, in their order, in points
}

// StandingState is one partner's state in one specialization.
type StandingState string

// Where a partner stands in a specialization.
const (
	NotStarted StandingState = "not-started"
	InProgress StandingState = "in-progress"
	Earned     StandingState = "earned"
	InGrace    StandingState = "grace"
	Ended      StandingState = "ended"

	Suspended       StandingState = "suspended" // by hand: not shown, while the clock goes on
	Revoked         StandingState = "revoked"   // by hand: ended for good, unless reinstated
	AwaitingRenewal StandingState = "awaiting"  // past its window, kept while a timely renewal or the vendor's figures are undecided
)

// Standing is one partner's state in one specialization on one day, with its findings.
type Standing struct {
	Specialization string
	Version        int // of the set it was evaluated against
	At             Day
	State          StandingState
	AtRisk         bool // earned, but today's facts would fail the next test or something expires first
	Met            int  // leaves met
	Of             int  // leaves in all
	Root           Finding
}

// EndReason is why a label ended.
type EndReason string

// Reasons for a label's end.
const (
	EndLapsed     EndReason = "requirement-lapsed"
	EndNotRenewed EndReason = "not-renewed"
	EndRevoked    EndReason = "revoked"
	EndOverride   EndReason = "override-over" // it was granted by hand until a day, and the rules say otherwise
	EndMerged     EndReason = "merged"        // another label of the same specialization went on after two accounts became one
)

// Label is the grant of a specialization to a partner. It is shown on days Granted ≤ d while Ended is zero or later.
type Label struct {
	ID             string // public, unguessable, stable for the label's life
	Specialization string
	Version        int // of the set it was last granted or renewed on
	Granted        Day
	Renewed        Day // last renewal; zero: never
	Until          Day // end of the current term: the anniversary
	FailingSince   Day // a continuously tested leaf has failed since; zero: none
	Ended          Day // first day on which it is no longer shown; zero: held
	Reason         EndReason
	EndedBy        string // the requirement that ended it, as its sentence
	Verified       []VerifiedRequirement

	Kept     Day       // it is past its window and kept since that day, as a timely renewal is undecided; zero: it is not
	Override Day       // it was granted by hand until that day; zero: it was earned
	Absences []Absence // days on which it was not shown though it had not ended for good
	Told     Told
}

// Absence is a span of days From ≤ d < Until on which a label is not shown, by hand.
type Absence struct {
	State  StandingState // Suspended or Revoked
	From   Day
	Until  Day // zero: it lasts
	Reason string
}

// Told is what the holder of a label has been told, so that nobody is told twice.
type Told struct {
	AtRisk   Day   // at risk since that day; zero: not
	Changes  []int // versions of sets that are to come and that the holder's facts would fail
	Reminded Day   // the day of the last reminder
}

// VerifiedRequirement is the public trace of one requirement of a label: its sentence, who verified it, when.
// It never holds a partner's figures, people or customers.
type VerifiedRequirement struct {
	Sentence   string
	VerifiedBy Verifier
	Mode       Mode
	On         Day
	Until      Day // when its evidence runs out; zero: no end known
}

// Shown reports whether the public sees the label as held on day at.
func (l Label) Shown(at Day) bool {
	return l.Granted <= at && (l.Ended == 0 || at < l.Ended) && l.Absent(at) == nil
}

// Absent returns why the label is not shown on day at though it has not ended, or nil.
func (l *Label) Absent(at Day) *Absence {
	for i := range l.Absences {
		if a := &l.Absences[i]; a.From <= at && at < endOf(a.Until) {
			return a
		}
	}
	return nil
}

// State returns what a label is on day at: earned, in grace, awaiting its renewal, suspended, revoked or ended.
func (l Label) State(at Day) StandingState {
	absent := l.Absent(at)
	switch {
	case l.Granted > at:
		return Ended
	case l.Ended != 0 && l.Ended <= at && l.Reason == EndRevoked:
		return Revoked
	case l.Ended != 0 && l.Ended <= at:
		return Ended
	case absent != nil:
		return absent.State
	case l.Kept != 0 && l.Kept <= at:
		return AwaitingRenewal
	case l.FailingSince != 0 && l.FailingSince <= at:
		return InGrace
	}
	return Earned
}
