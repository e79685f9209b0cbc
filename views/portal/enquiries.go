package portal

import (
	"net/url"
	"strconv"
	"time"

	"partnerdirectory/program"
)

// Enquiries is "/portal/{partner}/enquiries".
type Enquiries struct {
	Frame
	Chosen string // a state, OverdueEnquiries, or "" for all that are open
	Counts EnquiryCounts
	List   []Enquiry
	PageNo int
	More   bool // there is a next page
}

// OverdueEnquiries is the filter that is no state.
const OverdueEnquiries = "overdue"

// EnquiryCounts are how many there are in each state.
type EnquiryCounts struct {
	New, Active, Closed, Overdue int
}

// Enquiry is one enquiry.
type Enquiry struct {
	ID       int64
	Name     string
	Company  string
	Email    string
	About    string // empty: nothing was chosen
	Message  string
	State    program.EnquiryState
	Outcome  program.EnquiryOutcome
	TakenBy  string
	Sent     program.Day
	Until    program.Day // the day by which to answer
	Answered program.Day
	Overdue  bool
}

// EnquiryView is "/portal/{partner}/enquiries/{id}".
type EnquiryView struct {
	Frame
	Enquiry  Enquiry
	Steps    []EnquiryStep // oldest first
	Mail     string        // opens an answer in the reader's mail program
	Form     EnquiryForm
	NoteMost int // characters
}

// EnquiryStep is one row of the history.
type EnquiryStep struct {
	When   string
	Moment time.Time
	What   string
	By     string // empty: the customer
	Note   string
}

// EnquiryForm is what was typed into one of the forms of an enquiry's page, and what is wrong with it.
type EnquiryForm struct {
	Step         string // which form it was
	Note         string
	NoteError    string
	Outcome      program.EnquiryOutcome
	OutcomeError string
}

// enquiryTab is one filter of the inbox.
type enquiryTab struct {
	Value, Name string
	Count       int
}

func (p Enquiries) tabs() []enquiryTab {
	return []enquiryTab{
		{"", "Open", p.Counts.New + p.Counts.Active},
		{string(program.EnquiryNew), "New", p.Counts.New},
		{string(program.EnquiryActive), "Active", p.Counts.Active},
		{OverdueEnquiries, "Overdue", p.Counts.Overdue},
		{string(program.EnquiryClosed), "Closed", p.Counts.Closed},
	}
}

// url is the address of a page of the inbox.
func (p Enquiries) url(state string, page int) string {
	v := url.Values{}
	if state != "" {
		v.Set("state", state)
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	address := p.Here.Home() + "/enquiries"
	if len(v) > 0 {
		address += "?" + v.Encode()
	}
	return address
}

// all is how many there are in whatever state.
func (p Enquiries) all() int { return p.Counts.New + p.Counts.Active + p.Counts.Closed }

func (f Frame) enquiryURL(e Enquiry) string {
	return f.Here.Home() + "/enquiries/" + strconv.FormatInt(e.ID, 10)
}

// may reports whether the reader works on enquiries.
func (p EnquiryView) may() bool { return p.Here.Role.Covers(program.Editor) }

// note is the text area of one of the page's forms; what was typed into another form does not belong in it.
func (p EnquiryView) note(step, label, hint string, optional bool) Field {
	f := Field{Name: "note", ID: step + "-note", Label: label, Hint: hint, Optional: optional, Rows: 3, Most: p.NoteMost}
	if p.Form.Step == step {
		f.Value, f.Error = p.Form.Note, p.Form.NoteError
	}
	return f
}

// outcomes are the ways in which an enquiry ends.
func outcomes() []Choice {
	var out []Choice
	for _, o := range program.EnquiryOutcomes() {
		out = append(out, Choice{Value: string(o), Label: o.Name(), Hint: o.Meaning()})
	}
	return out
}
