package admin

import (
	"fmt"
	"net/url"
	"strconv"

	"partnerdirectory/program"
	"partnerdirectory/views"
	"partnerdirectory/views/portal"
)

// Version is one published version of the requirements.
type Version struct {
	portal.Frame
	Specialization program.Specialization
	Back           string
	Here           string
	Set            program.Set
	State          string
	By             string
	ShortNotice    string
	Withdrawn      program.Day
	WithdrawnBy    string
	WithdrawnWhy   string
	Sentence       program.Sentence
	Before         int // the version before it; 0: it is the first
	Changes        []program.Change
	Withdraws      bool // it can be withdrawn
	Why            portal.Field

	Holds   int // holders whose label was granted or renewed on it
	ToJudge int // holders who will be judged on it first
	Newer   int // holders who will be judged on a newer version instead
	Told    int // holders who were told that they would fail it
	ToldTo  []Link
	Months  []ImpactMonth
}

// audit is where the audit trail tells of the specialization's requirements.
func (p Version) audit() string {
	return "/admin/audit?" + url.Values{"kind": {"requirements"}, "subject": {p.Set.Specialization}}.Encode()
}

func (p Version) bars() []monthBarOf {
	most := 1
	for _, m := range p.Months {
		most = max(most, m.Judged)
	}
	var out []monthBarOf
	for i, m := range p.Months {
		if m.Judged == 0 {
			continue
		}
		h := max(1, m.Judged*2*monthHalf/most)
		out = append(out, monthBarOf{
			X: strconv.Itoa(i * monthBar), Y: strconv.Itoa(2*monthHalf - h), Width: strconv.Itoa(monthBar - monthGap), Height: strconv.Itoa(h),
			Text: monthName(m.First) + ": " + views.Count(m.Judged) + " judged",
		})
	}
	return out
}

func (p Version) box() string {
	return fmt.Sprintf("0 0 %d %d", len(p.Months)*monthBar-monthGap, 2*monthHalf)
}

// monthsInWords is the text alternative of the chart.
func (p Version) monthsInWords() string {
	return fmt.Sprintf("Holders judged on it first by month, from %s to %s. The table below has every month.", monthName(p.Months[0].First), monthName(p.Months[len(p.Months)-1].First))
}

// told says who was told of the version before it is withdrawn.
func (p Version) told() string {
	switch p.Told {
	case 0:
		return "No holder was told that they would fail it."
	case 1:
		return "1 holder was told, in the portal and by mail, that they would fail it. They are not written to again."
	}
	return views.Count(p.Told) + " holders were told, in the portal and by mail, that they would fail it. They are not written to again."
}

// instead says what partners are judged on once it is withdrawn.
func (p Version) instead() string {
	if p.Before == 0 {
		return "nobody can earn the label until another is in force"
	}
	return "partners are judged on version " + strconv.Itoa(p.Before)
}
