// Package admin draws the pages of the programme's staff, in the frame of the portal.
package admin

import (
	"net/url"
	"strconv"
	"time"

	"partnerdirectory/program"
	"partnerdirectory/views/portal"
)

// Queue is "/admin/queue": what was handed in and is not decided, oldest first.
type Queue struct {
	portal.Frame
	Auditor bool // sees the reviews of a firm only
	Firm    string
	Total   int
	Oldest  program.Day // 0: nothing waits
	Chosen  Chosen

	Kinds           []portal.Choice // with counts; the first is all
	Specializations []portal.Choice
	Countries       []portal.Choice
	Firms           []portal.Choice

	Rows  []QueueRow
	Page  int
	Pages int
}

// Chosen is what the reader filters by; empty fields are all.
type Chosen struct {
	Kind           string
	Specialization string
	Country        string
	Firm           string
}

// Any reports whether anything is chosen.
func (c Chosen) Any() bool { return c != Chosen{} }

// Query writes the choice for an address, in one order; page 1 is left out.
func (c Chosen) Query(page int) string {
	v := url.Values{}
	for _, p := range [][2]string{{"kind", c.Kind}, {"specialization", c.Specialization}, {"country", c.Country}, {"firm", c.Firm}} {
		if p[1] != "" {
			v.Set(p[0], p[1])
		}
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// QueueRow is one thing that waits.
type QueueRow struct {
	Title   string
	Kind    string
	URL     string
	Partner string
	Since   program.Day
	Days    int
	By      string    // who works on it; empty: nobody
	Until   time.Time // of that
	Mine    bool
	First   string // who decided first, where it takes two people; empty: nobody yet
}

func (q Queue) pageURL(n int) string { return "/admin/queue" + q.Chosen.Query(n) }

// days writes an age.
func days(n int) string {
	switch n {
	case 0:
		return "today"
	case 1:
		return "1 day"
	}
	return program.FormatNumber(float64(n)) + " days"
}

// line says how much waits, and since when.
func (q Queue) line() string {
	s := program.FormatNumber(float64(q.Total)) + " wait for a decision"
	if q.Total == 1 {
		s = "1 waits for a decision"
	}
	if q.Chosen.Any() {
		s += " of what you chose"
	}
	if q.Oldest == 0 || q.Oldest == q.Today {
		return s + "."
	}
	return s + ", the oldest since " + q.Oldest.Long() + ": " + days(int(q.Today-q.Oldest)) + "."
}

// clock writes a moment of today.
func clock(t time.Time) string { return t.UTC().Format("15:04 UTC") }

// currentIf is the value of aria-current.
func currentIf(here bool) string {
	if here {
		return "true"
	}
	return "false"
}
