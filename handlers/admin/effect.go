package admin

import (
	"fmt"

	"partnerdirectory/program"
	"partnerdirectory/store"
	"partnerdirectory/views"
	adminviews "partnerdirectory/views/admin"
)

// mostTurns is how many rows of an effect are listed.
const mostTurns = 100

// effectInWords says what a change of the programme would do.
func effectInWords(p *program.Programme, r *store.Reform) *adminviews.Reform {
	e := &adminviews.Reform{}
	if r.Concerned == 0 {
		e.Lines = []string{"No label depends on what you changed."}
		return e
	}
	looked := fmt.Sprintf("%s partners may be concerned; all of them were looked at, with %s labels.", views.Count(r.Concerned), views.Count(r.Labels))
	if !r.Whole() {
		looked = fmt.Sprintf("%s partners may be concerned. In the time there is, %s of them were looked at, spread evenly, with %s labels; the numbers below are of those.",
			views.Count(r.Concerned), views.Count(r.Looked), views.Count(r.Labels))
	}
	e.Lines = []string{looked}
	var gained, lost, sooner, later, kept, waits, freed, moved, risk, safe int
	for i := range r.Turns {
		t := &r.Turns[i].Turn
		switch {
		case t.Gained:
			gained++
		case t.EndedBefore == 0 && t.Ended != 0:
			lost++
		case t.EndedBefore != 0 && t.Ended == 0:
			kept++
		case t.Ended < t.EndedBefore:
			sooner++
		case t.Ended > t.EndedBefore:
			later++
		case t.Waits && !t.WaitsBefore:
			waits++
		case t.WaitsBefore && !t.Waits:
			freed++
		case t.Until != t.UntilBefore:
			moved++
		}
		if t.Risk != t.RiskBefore {
			if t.Risk {
				risk++
			} else {
				safe++
			}
		}
		if len(e.Rows) < mostTurns {
			e.Rows = append(e.Rows, adminviews.ReformRow{
				Partner: r.Turns[i].Name, URL: "/admin/partners/" + r.Turns[i].Slug, Specialization: names(p, []string{t.Specialization}), Text: turnInWords(t),
			})
		}
	}
	e.More = len(r.Turns) - len(e.Rows)
	for _, x := range []struct {
		n         int
		one, many string
	}{
		{gained, "label would be granted at once", "labels would be granted at once"},
		{lost, "label would end that stays as things are", "labels would end that stay as things are"},
		{sooner, "label that ends anyway would end sooner", "labels that end anyway would end sooner"},
		{later, "label that ends anyway would end later", "labels that end anyway would end later"},
		{kept, "label would stay that ends as things are", "labels would stay that end as things are"},
		{waits, "label would not be renewed in its window but wait for figures or decisions", "labels would not be renewed in their window but wait for figures or decisions"},
		{freed, "label would be renewed that waits as things are", "labels would be renewed that wait as things are"},
		{moved, "label would get another anniversary at its next renewal", "labels would get another anniversary at their next renewal"},
		{risk, "label would come at risk", "labels would come at risk"},
		{safe, "label would be at risk no longer", "labels would be at risk no longer"},
	} {
		switch {
		case x.n == 1:
			e.Lines = append(e.Lines, "1 "+x.one+".")
		case x.n > 1:
			e.Lines = append(e.Lines, views.Count(x.n)+" "+x.many+".")
		}
	}
	if len(e.Lines) == 1 {
		e.Lines = append(e.Lines, "No label would change, by the facts as they stand today.")
	}
	if r.AtOnce() {
		e.Lines = append(e.Lines, "They are decided again in the moment in which you save.")
	} else {
		e.Lines = append(e.Lines, "They are decided again within minutes after you save, as they are many.")
	}
	return e
}

// turnInWords says what changes for one label.
func turnInWords(t *program.Turn) string {
	s := ""
	switch {
	case t.Gained:
		s = "Granted at once."
	case t.EndedBefore == 0 && t.Ended != 0:
		s = "Ends on " + t.Ended.Long() + "."
	case t.EndedBefore != 0 && t.Ended == 0:
		s = "Stays; as things are it ends on " + t.EndedBefore.Long() + "."
	case t.Ended != t.EndedBefore:
		s = "Ends on " + t.Ended.Long() + " instead of " + t.EndedBefore.Long() + "."
	case t.Waits && !t.WaitsBefore:
		s = "Not renewed in its window: waits for figures or decisions that are missing."
	case t.WaitsBefore && !t.Waits:
		s = "Renewed until " + t.Until.Long() + "; as things are it waits for figures or decisions."
	case t.Until != t.UntilBefore:
		s = "After its next renewal valid until " + t.Until.Long() + " instead of " + t.UntilBefore.Long() + "."
	}
	if t.Ended != 0 && t.By != "" {
		s += " By: " + t.By
	}
	switch {
	case t.Risk && !t.RiskBefore:
		s += " At risk from now on."
	case t.RiskBefore && !t.Risk:
		s += " At risk no longer."
	}
	return s
}
