package admin

import (
	"encoding/json"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/program"
	portalviews "partnerdirectory/views/portal"
)

// drawn fills a requirement's form with what the requirement says.
func drawn(r *program.Requirement, p *program.Programme) []portalviews.FormField {
	var out []portalviews.FormField
	for _, f := range requirementFields(r, p) {
		x := f.FormField
		if v := f.get(r); x.Kind == portalviews.CheckField {
			x.On = v == "yes"
		} else {
			x.Value = v
		}
		out = append(out, x)
	}
	return out
}

// read reads a requirement's form on top of the requirement that it was drawn from: what the form does not show stays. It returns
// the form again with what was typed and what is wrong with it, and whether something is.
func read(old *program.Requirement, p *program.Programme, value func(name string) string) (program.Requirement, []portalviews.FormField, bool, error) {
	r, err := copied(old)
	if err != nil {
		return r, nil, false, err
	}
	wrong := map[string]string{}
	for _, f := range requirementFields(old, p) {
		if problem := f.set(&r, value(f.Name)); problem != "" {
			wrong[f.Name] = problem
		}
	}
	tidy(&r)
	if r.Scorecard != nil { // an indicator whose name was emptied goes
		kept := r.Scorecard.Indicators[:0]
		for i, x := range r.Scorecard.Indicators {
			if x.Name != "" || i >= len(old.Scorecard.Indicators) || old.Scorecard.Indicators[i].Name == "" {
				kept = append(kept, x)
			}
		}
		r.Scorecard.Indicators = kept
	}
	fields := drawn(&r, p)
	for i := range fields {
		x := &fields[i]
		if x.Error = wrong[x.Name]; x.Error != "" {
			x.Value = value(x.Name)
		}
	}
	return r, fields, len(wrong) > 0, nil
}

// tidy takes away the rows that were emptied.
func tidy(r *program.Requirement) {
	if r.People != nil {
		kept := r.People.Groups[:0]
		for _, g := range r.People.Groups {
			if g.N != 0 || g.Name != "" || g.Hold.Code != "" || len(g.Hold.Of) > 0 {
				kept = append(kept, g)
			}
		}
		if len(kept) == 0 {
			kept = nil
		}
		r.People.Groups = kept
	}
	if r.Scorecard != nil {
		for i := range r.Scorecard.Indicators {
			tidy(&r.Scorecard.Indicators[i].Rule)
		}
	}
	if r.Relaxed != nil {
		tidy(&r.Relaxed.Instead)
	}
}

// copied copies a requirement with all that it points to.
func copied(r *program.Requirement) (program.Requirement, error) {
	var out program.Requirement
	text, err := json.Marshal(r)
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	return out, err
}

// longestLines bounds a field of a list, in characters.
const longestLines = 4 * longest

// formValue reads the fields of a form.
func formValue(c echo.Context) func(name string) string {
	return func(name string) string { return typedUpTo(c, name, longestLines) }
}

// blame finds the field that a problem of the whole requirement is about, by the words that it is told in.
func blame(fields []portalviews.FormField, problem string) {
	for _, b := range []struct{ word, field string }{
		{"lapse", "lapse"}, {"competenc", "competencies"}, {"specialization", "specializations"}, {"metric", "metric"}, {"threshold", "threshold"},
		{"window", "months"}, {"month", "months"}, {"line", "line"}, {"overlap", "overlaps"}, {"group", "g1-n"}, {"certification", "g1-hold"},
		{"module", "modules"}, {"checklist", "checklists"}, {"document", "document"}, {"indicator", "add-indicator"}, {"points", "pass"}, {"customer", "customers"},
	} {
		if !strings.Contains(problem, b.word) {
			continue
		}
		for i := range fields {
			if fields[i].Name == b.field && fields[i].Error == "" {
				fields[i].Error = problem
				return
			}
		}
	}
	if len(fields) > 0 && fields[0].Error == "" {
		fields[0].Error = problem
	}
}
