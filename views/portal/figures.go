package portal

import (
	"fmt"
	"strconv"

	"partnerdirectory/program"
)

// Figures is "/portal/{partner}/figures".
type Figures struct {
	Frame
	Weeks []Week // oldest first; the last is not over yet
}

// Week is how often the partner was seen in one ISO week.
type Week struct {
	Monday                                program.Day
	Views, Appearances, Proofs, Enquiries int64
}

// series is one figure over the weeks.
type series struct {
	ID, Title, Meaning string
	One, Many          string // what is counted
	Of                 func(Week) int64
}

func allSeries() []series {
	return []series{
		{"views", "Profile views", "Your profile was opened.", "view", "views", func(w Week) int64 { return w.Views }},
		{"appearances", "Search results", "You were on a page of results that somebody looked at.", "appearance", "appearances", func(w Week) int64 { return w.Appearances }},
		{"proofs", "Label pages", "The page that proves one of your labels was opened.", "view", "views", func(w Week) int64 { return w.Proofs }},
		{"enquiries", "Enquiries", "A customer wrote to you.", "enquiry", "enquiries", func(w Week) int64 { return w.Enquiries }},
	}
}

// most is the largest week of a series.
func (p Figures) most(s series) int64 {
	var most int64
	for _, w := range p.Weeks {
		most = max(most, s.Of(w))
	}
	return most
}

// nothing reports whether nothing was counted in any week.
func (p Figures) nothing() bool {
	for _, s := range allSeries() {
		if p.most(s) > 0 {
			return false
		}
	}
	return true
}

// Geometry of a chart, in units of its view box.
const (
	chartBar    = 10 // from one bar to the next
	chartGap    = 3
	chartHeight = 100
)

// bar is one week in a chart.
type bar struct {
	X, Y, Width, Height string
	Text                string
	Now                 bool // the week is not over
}

func (p Figures) bars(s series) []bar {
	most := max(p.most(s), 1)
	out := make([]bar, len(p.Weeks))
	for i, w := range p.Weeks {
		n := s.Of(w)
		height := int(n * chartHeight / most)
		if n > 0 {
			height = max(height, 1)
		}
		out[i] = bar{
			X: strconv.Itoa(i * chartBar), Y: strconv.Itoa(chartHeight - height), Width: strconv.Itoa(chartBar - chartGap), Height: strconv.Itoa(height),
			Text: fmt.Sprintf("Week from %s: %s", w.Monday.Long(), counted(n, s)), Now: i == len(p.Weeks)-1,
		}
	}
	return out
}

func (p Figures) viewBox() string {
	return fmt.Sprintf("0 0 %d %d", len(p.Weeks)*chartBar-chartGap, chartHeight)
}

// summary says in words what a chart shows.
func (p Figures) summary(s series) string {
	n := len(p.Weeks)
	text := fmt.Sprintf("%s so far this week", counted(s.Of(p.Weeks[n-1]), s))
	if n > 1 {
		text += fmt.Sprintf(", %s last week", program.FormatNumber(float64(s.Of(p.Weeks[n-2]))))
	}
	return text + "."
}

// described is the chart's text alternative.
func (p Figures) described(s series) string {
	best := p.Weeks[0]
	for _, w := range p.Weeks {
		if s.Of(w) > s.Of(best) {
			best = w
		}
	}
	if s.Of(best) == 0 {
		return fmt.Sprintf("%s by week, %d weeks: none yet.", s.Title, len(p.Weeks))
	}
	return fmt.Sprintf("%s by week, %d weeks. Most in the week from %s: %s. The table below has every week.",
		s.Title, len(p.Weeks), best.Monday.Long(), program.FormatNumber(float64(s.Of(best))))
}

func counted(n int64, s series) string {
	if n == 1 {
		return "1 " + s.One
	}
	return program.FormatNumber(float64(n)) + " " + s.Many
}

func count(n int64) string { return program.FormatNumber(float64(n)) }
