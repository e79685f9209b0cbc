package admin

import (
	"net/url"
	"strconv"

	"partnerdirectory/program"
	"partnerdirectory/views"
	"partnerdirectory/views/portal"
)

// Firms lists the firms that hold architecture reviews.
type Firms struct {
	portal.Frame
	Heading string
	Auditor bool // the reader is one, and sees the own firm
	Admin   bool // the reader manages accounts
	Desks   []FirmDesk
	Chosen  string // the firm whose reviews are listed; empty: none
	Held    []HeldRow
}

// FirmDesk is what one firm holds.
type FirmDesk struct {
	Firm      string
	Auditors  []string
	Booked    int
	Oldest    program.Day
	Passed    int
	NotPassed int
	Last      program.Day
}

// HeldRow is one review that a firm held.
type HeldRow struct {
	Partner   string
	Of        string // specialization
	URL       string // of what was recorded; empty: it came from elsewhere
	On        program.Day
	Passed    bool
	Checklist string
	Remark    string
}

// Reviewed is what a firm recorded of one review.
type Reviewed struct {
	portal.Frame
	Heading   string
	Firm      string
	Corrected bool // the record was corrected since; what follows of it is not known here
	Modules   string
	Passed    bool
	On        program.Day
	Checklist string
	Remark    string
	Report    string // address of the report; empty: there is none
	Controls  []program.Control
}

func firmURL(firm string) string { return "/admin/firms?firm=" + url.QueryEscape(firm) }

func bookedURL(firm string) string {
	return "/admin/queue?firm=" + url.QueryEscape(firm) + "&kind=booking"
}

// rate writes "12 of 14 passed".
func (d FirmDesk) rate() string {
	if d.Passed+d.NotPassed == 0 {
		return "none yet"
	}
	return views.Count(d.Passed) + " of " + strconv.Itoa(d.Passed+d.NotPassed) + " passed"
}

func resultState(passed bool) portal.State {
	if passed {
		return portal.Met
	}
	return portal.NotMet
}

func resultWord(passed bool) string {
	if passed {
		return "Passed"
	}
	return "Not passed"
}
