package admin

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"partnerdirectory/program"
	"partnerdirectory/views"
	"partnerdirectory/views/portal"
)

// DraftHead is what all pages about a draft have in common.
type DraftHead struct {
	portal.Frame
	Draft          int64
	Here           string // the draft's own address
	Specialization program.Specialization
	Base           int // the version that it follows; zero: it is the first
	Revision       int
	From           program.Day // in force from; zero: not decided
	FullNotice     program.Day // the first day that needs no reason
	NoticeDays     int
	Problems       []DraftProblem
}

// DraftProblem is something that stands in the way of publishing a draft.
type DraftProblem struct {
	URL   string // of where it is put right
	Where string
	Text  string
}

// on says what a draft follows.
func (h DraftHead) on() string {
	if h.Base == 0 {
		return "the first version"
	}
	return "based on version " + strconv.Itoa(h.Base)
}

// Impact is "/admin/drafts/{draft}/impact".
type Impact struct {
	DraftHead
	Saved   program.Day // the draft's own day; zero: not decided
	Preview bool        // the numbers are of another day
	Day     portal.Field
	Reason  portal.Field

	Known  bool // the tree can be evaluated; otherwise nothing below is there
	Counts ImpactCounts
	Months []ImpactMonth
	Costs  []LeafCount // by those who lose
	Frees  []LeafCount // by those who gain

	Choice ImpactChoice
	Listed int
	Rows   []ImpactRow
	Page   int
	Pages  int
}

// ImpactCounts is whom a draft hits, in numbers.
type ImpactCounts struct {
	Keeps, Gains, Loses, Unchanged int
	Anyway                         int // of Loses: without the change too
}

// ImpactMonth is what happens in one month.
type ImpactMonth struct {
	First                program.Day
	Loses, Gains, Judged int
}

// LeafCount is how many partners one requirement stands between and a label.
type LeafCount struct {
	Node     string
	Sentence string
	N        int
	Alone    int // who fail nothing else
}

// ImpactRow is one partner.
type ImpactRow struct {
	Partner, URL string
	Kind         program.FateKind
	On           program.Day
	Anyway       bool
	Sentences    []string
}

// ImpactChoice is what the list is filtered by; empty fields are all.
type ImpactChoice struct {
	Fate, Requirement, Name string
	From                    string // the day that is looked at, where it is not the draft's
}

// Query writes the choice for an address; page 1 is left out.
func (c ImpactChoice) Query(page int) string {
	v := url.Values{}
	for _, p := range [][2]string{{"from", c.From}, {"fate", c.Fate}, {"requirement", c.Requirement}, {"q", c.Name}} {
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

func (p Impact) pageURL(n int) string { return p.Here + "/impact" + p.Choice.Query(n) + "#list" }

// of is the address of the list of those with a fate, or who fail a requirement.
func (p Impact) of(fate, requirement string) string {
	return p.Here + "/impact" + ImpactChoice{Fate: fate, Requirement: requirement, From: p.Choice.From}.Query(1) + "#list"
}

func (p Impact) fates() []portal.Choice {
	n := p.Counts
	return []portal.Choice{
		{Label: counted("All", n.Loses+n.Gains+n.Keeps)}, {Value: "loses", Label: counted("Lose the label", n.Loses)},
		{Value: "gains", Label: counted("Gain the label", n.Gains)}, {Value: "keeps", Label: counted("Keep the label", n.Keeps)},
	}
}

func (p Impact) requirements() []portal.Choice {
	out := []portal.Choice{{Label: "Any requirement"}}
	for _, l := range append(append([]LeafCount{}, p.Costs...), p.Frees...) {
		out = append(out, portal.Choice{Value: l.Node, Label: counted(shortened(l.Sentence), l.N)})
	}
	return out
}

func counted(name string, n int) string { return name + " (" + views.Count(n) + ")" }

// shortened keeps a sentence's beginning.
func shortened(s string) string {
	if r := []rune(s); len(r) > 70 {
		return strings.TrimSpace(string(r[:69])) + "…"
	}
	return s
}

// asOf says of which day the numbers are.
func (p Impact) asOf() string {
	return "If the version were published today and in force from " + p.From.Long() + ", by the facts of today."
}

// anyway says how much of the loss is not the change's.
func (c ImpactCounts) anyway() string {
	switch {
	case c.Anyway == 0 && c.Loses == 0:
		return ""
	case c.Anyway == 0:
		return "all because of the change"
	case c.Anyway == c.Loses:
		return "all without the change too"
	}
	return views.Count(c.Anyway) + " without the change too"
}

// short reports whether the day gives less than the full notice.
func (h DraftHead) short() bool { return h.From != 0 && h.From < h.FullNotice }

// Geometry of the chart of months, in units of its view box.
const (
	monthBar  = 10
	monthGap  = 2
	monthHalf = 50 // gains above the middle, losses below
)

type monthBarOf struct {
	X, Y, Width, Height, Class, Text string
}

func (p Impact) monthBars() []monthBarOf {
	most := 1
	for _, m := range p.Months {
		most = max(most, m.Loses, m.Gains)
	}
	height := func(n int) int {
		if n == 0 {
			return 0
		}
		return max(1, n*monthHalf/most)
	}
	var out []monthBarOf
	for i, m := range p.Months {
		x, name := strconv.Itoa(i*monthBar), monthName(m.First)
		if h := height(m.Gains); h > 0 {
			out = append(out, monthBarOf{x, strconv.Itoa(monthHalf - h), strconv.Itoa(monthBar - monthGap), strconv.Itoa(h), "gains", name + ": " + views.Count(m.Gains) + " gained"})
		}
		if h := height(m.Loses); h > 0 {
			out = append(out, monthBarOf{x, strconv.Itoa(monthHalf + 1), strconv.Itoa(monthBar - monthGap), strconv.Itoa(h), "loses", name + ": " + views.Count(m.Loses) + " lost"})
		}
	}
	return out
}

func (p Impact) monthBox() string {
	top, height := 0, 2*monthHalf+1
	switch {
	case p.Counts.Gains == 0:
		top, height = monthHalf, monthHalf+1
	case p.Counts.Loses == 0:
		height = monthHalf + 1
	}
	return fmt.Sprintf("0 %d %d %d", top, max(1, len(p.Months))*monthBar-monthGap, height)
}

// monthHeight is the height of the chart of months in pixels: a half of it where nothing is gained, or nothing lost.
func (p Impact) monthHeight() string {
	if p.Counts.Gains == 0 || p.Counts.Loses == 0 {
		return "90"
	}
	return "170"
}

func (p Impact) monthCaption() string {
	switch {
	case p.Counts.Gains == 0 && p.Counts.Loses == 0:
		return "No label is lost or gained; the table has when holders are judged on it first."
	case p.Counts.Gains == 0:
		return "Labels that are lost, by month."
	case p.Counts.Loses == 0:
		return "Labels that are gained, by month."
	}
	return "Above the line labels that are gained, below it labels that are lost."
}

func monthName(first program.Day) string { return first.Long()[2:] }

// monthsInWords is the text alternative of the chart of months.
func (p Impact) monthsInWords() string {
	var most ImpactMonth
	for _, m := range p.Months {
		if m.Loses > most.Loses {
			most = m
		}
	}
	s := fmt.Sprintf("Labels gained and lost by month, from %s to %s.", monthName(p.Months[0].First), monthName(p.Months[len(p.Months)-1].First))
	if most.Loses > 0 {
		s += fmt.Sprintf(" Most are lost in %s: %s.", monthName(most.First), views.Count(most.Loses))
	}
	return s + " The table below has every month."
}

// word is a fate for people.
func (r ImpactRow) word() string {
	switch r.Kind {
	case program.Loses:
		return "Loses"
	case program.Gains:
		return "Gains"
	}
	return "Keeps"
}

func (r ImpactRow) state() portal.State {
	switch r.Kind {
	case program.Loses:
		return portal.NotMet
	case program.Gains:
		return portal.Met
	}
	return portal.Plain
}

// savedDay says which day is saved, after "the day that is saved".
func (p Impact) savedDay() string {
	if p.Saved == 0 {
		return ""
	}
	return ", " + p.Saved.Long()
}
