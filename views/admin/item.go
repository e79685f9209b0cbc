package admin

import (
	"strconv"
	"strings"
	"time"

	"partnerdirectory/program"
	"partnerdirectory/views/portal"
)

// Item is one thing that waits, with all that a decision rests on.
type Item struct {
	portal.Frame
	Back       string // address of the queue as it was filtered
	Here       string // address of this page, to which forms are sent
	Title      string
	Kind       string
	Partner    string
	PartnerURL string
	Since      program.Day

	Chosen Chosen // the filter of the queue, kept on the way through
	Claim  Claim
	// TakesOver says that the reader may take over what somebody else works on.
	TakesOver bool
	Locked    string // why the reader does not decide; empty: they may
	Facts     []portal.Fact
	File      string // address of the document; empty: there is none
	Story     []portal.Block
	Bearing   []Bearing
	// AlsoBearing are those to which the evidence could matter, but does not now.
	AlsoBearing []Bearing
	Accepts     Outcome
	Rejects     Outcome // what a rejection does to labels

	Decide  *Decide
	Review  *Review
	Dispute *Dispute
	Booking *Booking // what the reader may change of a booking; nil: nothing

	Steps         []portal.HistoryStep
	Others        []portal.PaperRow
	OthersHeading string
}

// Claim is who works on it.
type Claim struct {
	By    string // empty: nobody
	Mine  bool
	Until time.Time
}

// Bearing is the requirements of one specialization that look at such evidence.
type Bearing struct {
	Specialization program.Specialization
	Sentences      []string
}

// Outcome is what a decision does, before it is made.
type Outcome struct {
	Heading string
	Effects []Effect
	None    string // what to say where it does nothing
	Also    string // what it does besides
}

// Effect is what a decision does in one specialization.
type Effect struct {
	Specialization program.Specialization
	Labels         []string // "Grants Kubernetes to Northwind"
	Line           string   // "4 of 6 requirements met instead of 3"
	Leaves         []string
	State          portal.State
}

// Decide is the form that accepts, rejects or asks for more.
type Decide struct {
	Standard []portal.Choice // reasons that are used often
	Chosen   string
	Reason   portal.Field
	More     bool // there is a form to give back

	Two    bool     // it takes two people
	First  *First   // the first decision, which waits for a second person; nil: there is none
	Firsts []string // where two people disagreed before
}

// First is what somebody decided where it takes two people.
type First struct {
	By      string
	Accepts bool
	Line    string
	Reason  string
}

// button says what a decision does: the second person's confirms or disagrees.
func (d *Decide) button(accept bool) string {
	word := "Reject"
	if accept {
		word = "Accept"
	}
	switch {
	case d.First == nil:
		return word
	case d.First.Accepts == accept:
		return "Confirm: " + strings.ToLower(word)
	}
	return "Disagree: do not " + map[bool]string{true: "reject", false: "accept"}[accept]
}

// Review is the form in which a firm records what it found.
type Review struct {
	Held       portal.Field
	Modules    []Module
	ModulesBad string // what is wrong with the choice of modules
	Checklist  portal.Field
	Checklists []portal.Choice
	Result     portal.Field
	Remark     portal.Field
	Controls   portal.Field
	Report     portal.FormField
}

// Booking is the form that changes or cancels a booked review.
type Booking struct {
	Firm    portal.Field
	Firms   []portal.Choice // empty: the reader does not choose the firm
	Wanted  portal.Field
	Reason  portal.Field
	Cancels bool
	Open    bool // something is wrong in it
}

// Module is one part of a review.
type Module struct {
	Slug string
	Name string
	On   bool
}

// Dispute is the form that answers a dispute.
type Dispute struct {
	Metric  string
	Month   string
	Figures []Figure
	Verdict portal.Field
	Reason  portal.Field
	Would   *Outcome // what the values typed would do; nil: not asked yet
}

// Figure is one value that may be wrong.
type Figure struct {
	Customer string
	Product  string // empty: not told apart
	Value    string // with its unit
	Right    portal.Field
	Disputed bool
}

func (i Item) query() string { return i.Chosen.Query(1) }

// age says for how long it has waited, after the day since which it does.
func (i Item) age() string {
	if i.Since >= i.Today {
		return ""
	}
	return ", for " + days(int(i.Today-i.Since))
}

// errors lists the fields that something is wrong with.
func (i Item) errors() []portal.Field {
	var all []portal.Field
	if i.Decide != nil {
		all = append(all, i.Decide.Reason)
	}
	if r := i.Review; r != nil {
		all = append(all, r.Held, portal.Field{Name: "modules", Label: "Modules passed", Error: r.ModulesBad}, r.Checklist, r.Result, r.Remark, r.Controls, r.Report.Field)
	}
	if b := i.Booking; b != nil {
		all = append(all, b.Firm, b.Wanted, b.Reason)
	}
	if d := i.Dispute; d != nil {
		all = append(all, d.Verdict, d.Reason)
		for _, f := range d.Figures {
			all = append(all, f.Right)
		}
	}
	var out []portal.Field
	for _, f := range all {
		if f.Error != "" {
			out = append(out, f)
		}
	}
	return out
}

// MetOf writes "4 of 6 requirements met instead of 3".
func MetOf(before, after program.Standing) string {
	of := strconv.Itoa(after.Met) + " of " + strconv.Itoa(after.Of) + " requirements met"
	if before.Met == after.Met {
		return of + ", as before"
	}
	return of + " instead of " + strconv.Itoa(before.Met)
}
