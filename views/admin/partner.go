package admin

import (
	"strconv"
	"time"

	"partnerdirectory/program"
	"partnerdirectory/views/portal"
)

// Partner is "/admin/partners/{partner}": everything about one.
type Partner struct {
	portal.Frame
	PartnerHead
	Address   string // of the public profile
	Confirmed program.Day
	Joined    program.Day

	Held   []PartnerStanding
	Begun  []PartnerStanding
	Others []PartnerStanding

	Labels      []LabelLife
	Hands       []Hand
	HandsBefore []Hand // over, or taken back
	Evidence    []EvidenceList
	Notices     []portal.Notice
	People      int // with a certification that counts or waits
	Members     []PartnerMember
	Invitations []PartnerInvitation
	Enquiries   []Counted // by state
	Overdue     int       // of them
	Events      []PartnerEvent
	MoreEvents  string // address of all of them; empty: the reader may not read them
}

// PartnerHead is the head of every page about one partner.
type PartnerHead struct {
	Name     string
	Slug     string
	Place    string
	IntoName string // the partner that it went into; empty: it is there
	IntoSlug string
	On       program.Day // what is shown is of the end of that day
	Past     bool        // that day is over
	OnBad    string      // what is wrong with the day that was asked for
	Locked   string      // why the reader changes nothing; empty: they may
	Acts     bool        // the reader is one of those who act on partners
	Actions  []portal.Action
}

// Here is the address of the partner's page.
func (h PartnerHead) address() string { return "/admin/partners/" + h.Slug }

// dated adds the day that is shown to an address.
func (h PartnerHead) dated(address string) string {
	if h.Past {
		return address + "?on=" + h.On.String()
	}
	return address
}

func (h PartnerHead) mayAct() bool { return h.Acts && h.Locked == "" && h.IntoName == "" && !h.Past }

// PartnerStanding is where the partner stands in one specialization.
type PartnerStanding struct {
	Specialization program.Specialization
	URL            string
	Word           string
	State          portal.State
	Met            string // "4 of 6 requirements met"
	Until          program.Day
	Why            []string // what it is that way by: what is not met, or what a hand decided
}

// LabelLife is one label with all its steps.
type LabelLife struct {
	Name    string
	Proof   string
	Word    string
	State   portal.State
	Version int
	Until   program.Day // of the term; zero: it has ended
	Why     string      // it ended, or is not shown
	Steps   []LabelStep
}

// LabelStep is one step of a label's life.
type LabelStep struct {
	On   program.Day
	Text string
}

// Hand is one thing that was decided by hand.
type Hand struct {
	ID     program.EvidenceID
	Text   string
	State  portal.State
	Note   string // who, when, until when
	Reason string
	Undo   portal.Action // empty: it cannot be undone
}

// EvidenceList is the facts of one kind.
type EvidenceList struct {
	Heading string
	Slug    string
	Rows    []EvidenceRow // the newest
	Total   int
	URL     string // of all of them
}

// More is how many the list leaves out.
func (l EvidenceList) More() int { return l.Total - len(l.Rows) }

// EvidenceRow is one fact with its verification.
type EvidenceRow struct {
	Title    string
	Line     string // what it says
	State    portal.State
	Word     string // "accepted 3 Mar 2026 by hand, verified by the vendor"
	By       string // who decided
	Reason   string
	Over     string // it counts no longer, and since when
	Correct  string // address
	TakeBack string // address
	Override string // address
	Queue    string // address where it waits
}

// PartnerMember is one member.
type PartnerMember struct {
	Name     string
	Email    string
	Role     program.Role
	Since    time.Time
	Disabled bool
}

// PartnerInvitation is one that is open.
type PartnerInvitation struct {
	Email   string
	Role    program.Role
	By      string
	Expires time.Time
}

// Counted is a number with its name.
type Counted struct {
	Name string
	N    int
}

// PartnerEvent is one line of the audit trail.
type PartnerEvent struct {
	ID     int64
	Moment time.Time
	By     string
	Action string
	Why    string
	Undo   string // address; empty: it cannot be undone
}

// section is one entry of the table of contents.
type section struct {
	id, name string
	n        int
}

func (p Partner) contents() []section {
	evidence := 0
	for _, e := range p.Evidence {
		evidence += e.Total
	}
	enquiries := 0
	for _, e := range p.Enquiries {
		enquiries += e.N
	}
	out := []section{
		{"standing", "Standing", len(p.Held) + len(p.Begun)}, {"labels", "Labels", len(p.Labels)}, {"by-hand", "Decided by hand", len(p.Hands)},
		{"evidence", "Evidence", evidence},
	}
	if !p.Past {
		out = append(out, section{"notices", "Notices", len(p.Notices)}, section{"members", "Members", len(p.Members)},
			section{"enquiries", "Enquiries", enquiries}, section{"history", "History", len(p.Events)})
	}
	return out
}

func (s section) count() string {
	if s.n == 0 {
		return ""
	}
	return strconv.Itoa(s.n)
}

func day(t time.Time) string { return program.DayOf(t).Long() }

// moment writes a moment to the minute.
func moment(t time.Time) string { return program.DayOf(t).Long() + ", " + t.UTC().Format("15:04 UTC") }

// PartnerStandingPage is "/admin/partners/{partner}/standing/{specialization}".
type PartnerStandingPage struct {
	portal.Frame
	PartnerHead
	Line     PartnerStanding
	Version  int
	Root     portal.Step
	Standing program.Standing
	Clock    []portal.ClockDay
	Spans    []StandingSpan
}

// StandingSpan is how the standing was from one day to another.
type StandingSpan struct {
	From, Until program.Day // Until zero: still
	Word        string
	State       portal.State
	Met         string
	Version     int
}

// PartnerEvidence is "/admin/partners/{partner}/evidence/{kind}": every fact of one kind.
type PartnerEvidence struct {
	portal.Frame
	PartnerHead
	List  EvidenceList
	Page  int
	Pages int
}

func (p PartnerEvidence) pageURL(n int) string {
	address := p.address() + "/evidence/" + p.List.Slug
	if n > 1 {
		return address + "?page=" + strconv.Itoa(n)
	}
	return address
}

// Deed is "/admin/partners/{partner}/acts/{act}": something that is done by hand, with what it would do before it is done.
type Deed struct {
	portal.Frame
	PartnerHead
	Heading string
	Line    string
	Button  string
	Danger  bool
	Facts   []portal.Fact // what stands there now
	Compare *Comparison
	Fields  []portal.FormField
	Action  string      // address that the form is sent to
	Effect  *DeedEffect // nil: not asked yet
}

// DeedEffect is what a deed would do.
type DeedEffect struct {
	Outcome Outcome
	Also    string // besides
	Notices []portal.Notice
	Digest  string // tells this effect from another
	Changed string // why nothing was done though it was confirmed; empty: it was not
}

// Comparison is what two partners have, side by side.
type Comparison struct {
	Left, Right string // their names
	Rows        []ComparedRow
}

// ComparedRow is one line of a comparison.
type ComparedRow struct {
	Name, Left, Right string
	Becomes           string // of the one that stays
}

func (d Deed) errors() []portal.FormField {
	var out []portal.FormField
	for _, f := range d.Fields {
		if f.Error != "" {
			out = append(out, f)
		}
	}
	return out
}
