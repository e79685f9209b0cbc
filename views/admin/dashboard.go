package admin

import (
	"fmt"
	"net/url"
	"strconv"
	"time"

	"partnerdirectory/program"
	"partnerdirectory/views"
	"partnerdirectory/views/portal"
)

// Dashboard is "/admin".
type Dashboard struct {
	portal.Frame
	Admin bool // sees mails, drafts and imports too
	At    time.Time

	Held            int // labels, in any state
	States          []StateChoice
	Specializations []LabelTally
	Most            int      // labels of one specialization
	Months          []Month  // oldest first; the last is not over
	Ahead           []Expiry // earlier, the months from this one on, later

	Waiting int
	Oldest  program.Day // 0: nothing waits
	Kinds   []Tally
	Checks  int // changes of profiles
	Stale   int // profiles

	MailsNotSent, MailsWaiting int
	Upcoming                   []NextVersion
	Drafts                     []OpenDraft
	Import                     LastImport // zero: there was none
}

// StateChoice is a state of held labels.
type StateChoice struct{ Slug, Name string }

// LabelTally counts the labels of one specialization.
type LabelTally struct {
	Specialization program.Specialization
	Held           int
	States         map[string]int
}

// Month counts labels: granted and ended in it, and held when it was over.
type Month struct {
	First                program.Day
	Granted, Ended, Held int
}

// Expiry counts held labels by when their term is over.
type Expiry struct {
	Key   string // of the address
	First program.Day
	N     int
}

// Tally is one number with its list.
type Tally struct {
	Name string
	N    int
	URL  string
}

// NextVersion is a requirement set that is published and does not apply yet.
type NextVersion struct {
	Name, Slug string
	Number     int
	From       program.Day
}

// OpenDraft is a draft that somebody works on.
type OpenDraft struct {
	ID      int64
	Name    string // of the specialization
	Base    int
	By      string
	Changed time.Time
}

// LastImport is what was imported last.
type LastImport struct {
	Action, By string
	At         time.Time
}

// ChosenLabels is what a reader of the labels filters by; empty fields are all.
type ChosenLabels struct{ Specialization, State, Granted, Ended, Expires string }

// Any reports whether anything is chosen.
func (c ChosenLabels) Any() bool { return c != ChosenLabels{} }

// URL writes the choice behind an address, in one order; page 1 is left out.
func (c ChosenLabels) URL(path string, page int) string {
	v := url.Values{}
	for _, p := range [][2]string{{"specialization", c.Specialization}, {"state", c.State}, {"granted", c.Granted}, {"ended", c.Ended}, {"expires", c.Expires}} {
		if p[1] != "" {
			v.Set(p[0], p[1])
		}
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

func labelsURL(c ChosenLabels) string { return c.URL("/admin/labels", 1) }

// total sums up a state over all specializations.
func (d Dashboard) total(state string) int {
	n := 0
	for _, s := range d.Specializations {
		n += s.States[state]
	}
	return n
}

// tiles are the numbers that one looks at first.
func (d Dashboard) tiles() []Tally {
	out := []Tally{{"Labels held", d.Held, labelsURL(ChosenLabels{State: "held"})}}
	for _, s := range d.States[1:] { // simply earned is the rest
		out = append(out, Tally{s.Name, d.total(s.Slug), labelsURL(ChosenLabels{State: s.Slug})})
	}
	out = append(out, Tally{"Wait for a decision", d.Waiting, "/admin/queue"}, Tally{"Profile changes", d.Checks, "/review/profiles"},
		Tally{"Stale profiles", d.Stale, "/admin/partners?profile=stale"})
	if d.Admin {
		out = append(out, Tally{"Mails not sent", d.MailsNotSent, "/admin/outbox?state=not-sent"}, Tally{"Mails waiting", d.MailsWaiting, "/admin/outbox?state=waiting"})
	}
	return out
}

func number(n int) string { return views.Count(n) }

func shortMonth(first program.Day) string { return first.Time().Format("Jan 2006") }

func monthKey(first program.Day) string { return first.Time().Format("2006-01") }

// name writes when a term is over.
func (e Expiry) name() string {
	switch {
	case e.First != 0:
		return shortMonth(e.First)
	case e.Key == "earlier":
		return "Before this month"
	}
	return "Later"
}

// Geometry of a chart, in units of its view box.
const (
	barStep, barWidth = 10, 7
	chartHeight       = 100
)

// column is one bar of a chart.
type column struct {
	X, Y, Height string
	Text, Class  string
}

func columnOf(i, base, n, most int, text, class string) column {
	height := 0
	if n > 0 {
		height = max(1, n*base/max(most, 1))
	}
	return column{strconv.Itoa(i * barStep), strconv.Itoa(base - height), strconv.Itoa(height), text, class}
}

func chartBox(n int) string {
	return fmt.Sprintf("0 0 %d %d", n*barStep-(barStep-barWidth), chartHeight)
}

// most is the largest of a figure over the months.
func (d Dashboard) most(of func(Month) int) int {
	most := 0
	for _, m := range d.Months {
		most = max(most, of(m))
	}
	return most
}

func heldOf(m Month) int  { return m.Held }
func movedOf(m Month) int { return max(m.Granted, m.Ended) }

func (d Dashboard) heldColumns() []column {
	var out []column
	for i, m := range d.Months {
		class := ""
		if i == len(d.Months)-1 {
			class = "now"
		}
		out = append(out, columnOf(i, chartHeight, m.Held, d.most(heldOf), shortMonth(m.First)+": "+number(m.Held), class))
	}
	return out
}

// movedColumns are what was granted above a middle line, and what ended below it.
func (d Dashboard) movedColumns() []column {
	var out []column
	most := d.most(movedOf)
	for i, m := range d.Months {
		out = append(out, columnOf(i, chartHeight/2, m.Granted, most, shortMonth(m.First)+": "+number(m.Granted)+" granted", ""))
		down := columnOf(i, chartHeight/2, m.Ended, most, shortMonth(m.First)+": "+number(m.Ended)+" ended", "down")
		down.Y = strconv.Itoa(chartHeight / 2)
		out = append(out, down)
	}
	return out
}

// months are the expiries that have a month.
func (d Dashboard) months() []Expiry { return d.Ahead[1 : len(d.Ahead)-1] }

func (d Dashboard) mostAhead() int {
	most := 0
	for _, e := range d.months() {
		most = max(most, e.N)
	}
	return most
}

func (d Dashboard) aheadColumns() []column {
	var out []column
	for i, e := range d.months() {
		out = append(out, columnOf(i, chartHeight, e.N, d.mostAhead(), e.name()+": "+number(e.N), ""))
	}
	return out
}

// now is the current month.
func (d Dashboard) now() Month { return d.Months[len(d.Months)-1] }

// share is the length of a specialization's bar, in percent of the longest.
func (d Dashboard) share(n int) string {
	if n == 0 {
		return "0"
	}
	return strconv.Itoa(max(1, n*100/max(d.Most, 1)))
}

// Labels is "/admin/labels".
type Labels struct {
	portal.Frame
	Chosen          ChosenLabels
	Total           int
	Rows            []LabelRow
	Page, Size      int
	Specializations []portal.Choice
	States          []portal.Choice
	Back            []portal.Choice // months behind
	Ahead           []portal.Choice // and those to come
}

// LabelRow is one label.
type LabelRow struct {
	ID, Label           string
	Partner, PartnerURL string
	Granted             program.Day
	Until               program.Day
	Ended               program.Day // 0: held
	State               portal.State
	Word                string
	Reason              string // why it has ended
}

func (l Labels) pageURL(n int) string { return l.Chosen.URL("/admin/labels", n) }

func (l Labels) pages() int { return (l.Total + l.Size - 1) / l.Size }

func (l Labels) line() string {
	s := number(l.Total) + " labels"
	if l.Total == 1 {
		s = "1 label"
	}
	if l.Chosen.Any() {
		s += " of what you chose"
	}
	return s
}
