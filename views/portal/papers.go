package portal

import (
	"strconv"
	"time"

	"github.com/a-h/templ"

	"partnerdirectory/program"
	"partnerdirectory/views"
)

// FormField is one field of a form, of whatever kind.
type FormField struct {
	Field
	Kind    FieldKind
	Choices []Choice
	On      bool // of a box to tick
}

// FieldKind is how a field is filled in.
type FieldKind string

// Kinds of fields.
const (
	LineField   FieldKind = ""
	AreaField   FieldKind = "area"
	SelectField FieldKind = "select"
	CheckField  FieldKind = "check"
	FileField   FieldKind = "file"
)

// PaperForm is the form of one thing that a partner hands in.
type PaperForm struct {
	Frame
	Heading  string
	Line     string
	Back     string // address of the list
	Section  string // what the list is called
	Action   string // address that the form is sent to
	Fields   []FormField
	Revision int
	Conflict string // who saved what meanwhile; empty: nobody
	Hand     string // the button that hands it in
	HandNote string // what happens then
	Saves    bool   // it can be kept as a draft
	Draft    bool   // it is one already
	Preview  []Block
}

// Block is one piece of a preview: HTML that was made safe.
type Block struct {
	Heading string
	HTML    string
}

// errors lists the fields that something is wrong with, for the summary above the form.
func (p PaperForm) errors() []FormField {
	var out []FormField
	for _, f := range p.Fields {
		if f.Error != "" {
			out = append(out, f)
		}
	}
	return out
}

// encoding is how the form is sent.
func (p PaperForm) encoding() string {
	for _, f := range p.Fields {
		if f.Kind == FileField {
			return "multipart/form-data"
		}
	}
	return "application/x-www-form-urlencoded"
}

// PaperList is what a partner prepared and handed in of one kind.
type PaperList struct {
	Frame
	Heading string
	Line    string
	Empty   string
	New     Action // the way to a new one; empty: the reader may not
	Rows    []PaperRow
}

// PaperRow is one line of the list.
type PaperRow struct {
	Title string
	URL   string // empty: it has no page of its own
	State State
	Word  string
	Note  string
}

// Paper is one thing that was handed in, with its history.
type Paper struct {
	Frame
	Heading  string
	Back     string
	Section  string
	State    State
	Word     string
	Note     string
	Facts    []Fact
	Steps    []HistoryStep
	Resend   string // address that asks the customer again; empty: not possible
	ResendOn program.Day
	Withdraw string // address that takes it back; empty: not possible
	Again    Action // handing in a new one after this one was not accepted
	Report   string // address of the report of a review; empty: there is none to have
	Controls []program.Control
}

// Fact is one field as it was filled in.
type Fact struct {
	Label string
	Value string
	URL   string
}

// HistoryStep is one step in the history.
type HistoryStep struct {
	When time.Time
	By   string
	What string
	Text string
}

// sentence says what was done, by whom, and what was said with it.
func (s HistoryStep) sentence() string {
	out := s.What + " by " + s.By
	if s.Text != "" {
		out += ": " + s.Text
	}
	return out
}

func (s HistoryStep) when() string { return s.When.UTC().Format("2 Jan 2006, 15:04 UTC") }

// CapitalOf begins a phrase as a sentence does.
func CapitalOf(s string) string { return views.Capital(s) }

func (p PaperForm) revision() string { return strconv.Itoa(p.Revision) }

// fileAttributes are those of a file field, which keeps nothing of what was chosen before.
func (f FormField) fileAttributes() templ.Attributes {
	a := f.attributes()
	delete(a, "maxlength")
	return a
}

func controlState(r program.ControlResult) State {
	switch r {
	case program.ControlMet:
		return Met
	case program.ControlNotMet:
		return NotMet
	}
	return Unknown
}

// controlsInWords writes "41 of 44 controls met, 2 not met, 1 not applicable".
func controlsInWords(list []program.Control) string {
	n := program.CountControls(list)
	s := strconv.Itoa(n[program.ControlMet]) + " of " + strconv.Itoa(len(list)) + " controls met"
	for _, r := range []program.ControlResult{program.ControlNotMet, program.ControlNotApplicable} {
		if n[r] > 0 {
			s += ", " + strconv.Itoa(n[r]) + " " + string(r)
		}
	}
	return s + "."
}
