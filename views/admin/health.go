package admin

import (
	"strconv"

	"partnerdirectory/program"
	"partnerdirectory/views/portal"
)

// Health is "/admin/queue/health": how the review queue is worked off.
type Health struct {
	portal.Frame
	Waiting int
	Ages    []HealthRow
	Decided int          // in all weeks
	Median  int          // days from handing in to the decision; -1: not known
	Weeks   []HealthWeek // oldest first; the last is not over
	Kinds   []HealthRow
	People  []HealthRow
}

// HealthRow counts decisions, or what waits.
type HealthRow struct {
	Name   string
	N      int
	Median int // days; -1: not known
}

// HealthWeek counts the decisions of one week.
type HealthWeek struct {
	Monday program.Day
	N      int
}

func (h Health) mostWeek() int {
	most := 0
	for _, w := range h.Weeks {
		most = max(most, w.N)
	}
	return most
}

func (h Health) weekColumns() []column {
	var out []column
	for i, w := range h.Weeks {
		class := ""
		if i == len(h.Weeks)-1 {
			class = "now"
		}
		out = append(out, columnOf(i, chartHeight, w.N, h.mostWeek(), "Week from "+w.Monday.Long()+": "+number(w.N), class))
	}
	return out
}

func (h Health) mostAge() int {
	most := 0
	for _, r := range h.Ages {
		most = max(most, r.N)
	}
	return most
}

func (h Health) ageColumns() []column {
	var out []column
	for i, r := range h.Ages {
		out = append(out, columnOf(i, chartHeight, r.N, h.mostAge(), r.Name+": "+number(r.N), ""))
	}
	return out
}

// medianText writes a median age.
func medianText(days int) string {
	switch days {
	case -1:
		return "not known"
	case 1:
		return "1 day"
	}
	return strconv.Itoa(days) + " days"
}
