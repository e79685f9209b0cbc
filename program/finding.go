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
	return l.Granted <= at && (l.Ended == 0 || at < l.Ended)
}

// State returns what a label is on day at: earned, in grace or ended.
func (l Label) State(at Day) StandingState {
	switch {
	case !l.Shown(at):
		return Ended
	case l.FailingSince != 0 && l.FailingSince <= at:
		return InGrace
	}
	return Earned
}
