package admin

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"partnerdirectory/program"
	portalviews "partnerdirectory/views/portal"
)

// formulaProblem is what is wrong with a typed formula, for whoever typed it.
func formulaProblem(err error) string {
	var f *program.FormulaError
	if errors.As(err, &f) {
		return f.Sentence()
	}
	return "This is no formula of certifications."
}

func reviewFields(p *program.Programme) []ruleField {
	type R = program.Requirement
	of := func(r *R) *program.ReviewRule { return r.Review }
	return []ruleField{
		lines("modules", "Modules", "One on each line.", func(r *R) []string {
			var out []string
			for _, m := range of(r).Modules {
				out = append(out, namedText(program.Named(m)))
			}
			return out
		}, func(r *R, list []string) string {
			var out []program.ReviewModule
			for _, l := range list {
				m, ok := readNamed(l)
				if !ok {
					return fmt.Sprintf("“%s” is no name of a module.", l)
				}
				out = append(out, program.ReviewModule(m))
			}
			of(r).Modules = out
			return ""
		}),
		whole("valid", "A pass is valid for months", "", func(r *R) *int { return &of(r).ValidMonths }),
		lines("checklists", "Checklists", "A version on each line with the days of the reviews that go by it: “2.3 from 2026-07-01 until 2027-01-01”. None: any will do.", checklistsText, readChecklists),
		lines("credits", "Modules taken as passed", "One on each line: “identity since 2026-01-01” by a pass in another specialization's review, “identity where held any: Kubernetes; DevOps” by a recognition.",
			func(r *R) []string { return creditsText(r, p) }, func(r *R, list []string) string { return readCredits(r, list, p) }),
		tick("booked-last", "It may be booked only when everything else is met", "", func(r *R) *bool { return &of(r).BookedLast }),
	}
}

func spanText(from, until program.Day) string {
	s := ""
	if from != 0 {
		s += " from " + from.String()
	}
	if until != 0 {
		s += " until " + until.String()
	}
	return s
}

func checklistsText(r *program.Requirement) []string {
	var out []string
	for _, c := range r.Review.Checklists {
		out = append(out, c.Version+spanText(c.From, c.Until))
	}
	return out
}

func readChecklists(r *program.Requirement, list []string) string {
	var out []program.Checklist
	for _, l := range list {
		c := program.Checklist{Version: l}
		for _, part := range []struct {
			word string
			day  *program.Day
		}{{" until ", &c.Until}, {" from ", &c.From}} {
			if before, after, found := strings.Cut(c.Version, part.word); found {
				day, err := program.ParseDay(strings.TrimSpace(after))
				if err != nil {
					return fmt.Sprintf("In “%s” there is a day that cannot be read. Write it as 2026-07-01.", l)
				}
				c.Version, *part.day = strings.TrimSpace(before), day
			}
		}
		out = append(out, c)
	}
	r.Review.Checklists = out
	return ""
}

// heldText writes a recognition on one line: "any: Kubernetes; DevOps; member of Edge alliance [edge]".
func heldText(h *program.RecognitionRule, p *program.Programme) string {
	var parts []string
	for _, slug := range h.Specializations {
		parts = append(parts, termName(specializationTerms(p), slug))
	}
	for _, m := range h.Memberships {
		parts = append(parts, "member of "+namedText(m))
	}
	return string(h.Match) + ": " + strings.Join(parts, "; ")
}

func readHeld(text string, p *program.Programme) (*program.RecognitionRule, string) {
	how, rest, found := strings.Cut(text, ":")
	h := &program.RecognitionRule{Match: program.Op(strings.TrimSpace(how))}
	if !found || h.Match != program.Any && h.Match != program.All {
		return nil, fmt.Sprintf("“%s” does not begin with “any:” or “all:”.", text)
	}
	terms := specializationTerms(p)
	for _, part := range strings.Split(rest, ";") {
		part = strings.TrimSpace(part)
		if name, is := strings.CutPrefix(part, "member of "); is {
			m, ok := readNamed(name)
			if !ok {
				return nil, fmt.Sprintf("“%s” is no name of a membership.", name)
			}
			h.Memberships = append(h.Memberships, m)
			continue
		}
		slug := ""
		for _, t := range terms {
			if strings.EqualFold(t.Name, part) || t.Slug == part {
				slug = t.Slug
			}
		}
		if slug == "" {
			return nil, fmt.Sprintf("There is no specialization “%s”.", part)
		}
		h.Specializations = append(h.Specializations, slug)
	}
	return h, ""
}

func creditsText(r *program.Requirement, p *program.Programme) []string {
	var out []string
	for _, c := range r.Review.Credits {
		s := c.Module
		if c.Since != 0 {
			s += " since " + c.Since.String()
		}
		if c.Held != nil {
			s += " where held " + heldText(c.Held, p)
		}
		out = append(out, s)
	}
	return out
}

func readCredits(r *program.Requirement, list []string, p *program.Programme) string {
	var out []program.ModuleCredit
	for _, l := range list {
		c, rest := program.ModuleCredit{}, l
		if before, held, found := strings.Cut(rest, " where held "); found {
			h, problem := readHeld(held, p)
			if problem != "" {
				return problem
			}
			c.Held, rest = h, before
		}
		if before, day, found := strings.Cut(rest, " since "); found {
			d, err := program.ParseDay(strings.TrimSpace(day))
			if err != nil {
				return fmt.Sprintf("In “%s” there is a day that cannot be read. Write it as 2026-07-01.", l)
			}
			c.Since, rest = d, before
		}
		c.Module = strings.TrimSpace(rest)
		for _, m := range r.Review.Modules {
			if strings.EqualFold(m.Name, c.Module) {
				c.Module = m.Slug
			}
		}
		out = append(out, c)
	}
	r.Review.Credits = out
	return ""
}

// indicatorKinds are the kinds that a rule inside another can have.
func indicatorKinds(none string) []portalviews.Choice {
	out := []portalviews.Choice{{Label: none}}
	for _, c := range requirementKinds() {
		if c.Value != string(program.OfScorecard) {
			c.Hint = ""
			out = append(out, c)
		}
	}
	return out
}

// scorecardFields are the points to reach, and for every indicator its own fields and those of its rule. One indicator more can be
// chosen by its kind; its fields come with the next drawing.
func scorecardFields(r *program.Requirement, p *program.Programme) []ruleField {
	type R = program.Requirement
	out := []ruleField{amount("pass", "Points to reach", "", func(r *R) *float64 { return &r.Scorecard.Pass })}
	for i := range r.Scorecard.Indicators {
		at := func(r *R) *program.Indicator { return &r.Scorecard.Indicators[i] }
		id, about := "i"+strconv.Itoa(i+1)+"-", "Indicator "+strconv.Itoa(i+1)+": "
		out = append(out,
			line(id+"name", about+"name", "As it stands in a sentence: “growth in consultants”. Empty it to take the indicator away.", 120, func(r *R) *string { return &at(r).Name }),
			amount(id+"points", about+"points at most", "", func(r *R) *float64 { return &at(r).Points }),
			tick(id+"linear", about+"points in proportion", "Otherwise all or none.", func(r *R) *bool { return &at(r).Linear }),
			amount(id+"minimum", about+"points that it must bring by itself", "", func(r *R) *float64 { return &at(r).Minimum }),
			whole(id+"kept", about+"what it brought counts for months", "Empty: only as long as it is there.", func(r *R) *int { return &at(r).KeptMonths }),
		)
		out = append(out, under(id, about, ruleFields(&r.Scorecard.Indicators[i].Rule, p), func(r *R) *R { return &at(r).Rule })...)
	}
	return append(out, ruleField{
		FormField: portalviews.FormField{
			Kind: portalviews.SelectField, Choices: indicatorKinds("None"),
			Field: portalviews.Field{Name: "add-indicator", Label: "Another indicator", Hint: "Choose its kind and update the form: its fields follow.", Optional: true, Apart: chosen},
		},
		get: func(*R) string { return "" },
		set: func(r *R, text string) string {
			if text == "" {
				return ""
			}
			x := program.Indicator{ID: freshIndicator(r.Scorecard.Indicators)}
			setKind(&x.Rule, program.Kind(text), p)
			if kindOf(&x.Rule) == "" {
				return "Choose one of these."
			}
			r.Scorecard.Indicators = append(r.Scorecard.Indicators, x)
			return ""
		},
	})
}

func freshIndicator(list []program.Indicator) string {
	for i := len(list) + 1; ; i++ {
		id, taken := "i"+strconv.Itoa(i), false
		for _, x := range list {
			taken = taken || x.ID == id
		}
		if !taken {
			return id
		}
	}
}

// easierFields are those of what does instead where a recognition is held.
func easierFields(r *program.Requirement, p *program.Programme) []ruleField {
	type R = program.Requirement
	kind := ""
	if r.Relaxed != nil {
		kind = string(kindOf(&r.Relaxed.Instead))
	}
	out := []ruleField{{
		FormField: portalviews.FormField{
			Kind: portalviews.SelectField, Choices: indicatorKinds("No: it asks the same of everybody"),
			Field: portalviews.Field{Name: "easier", Label: "Something easier for some", Hint: "Choose its kind and update the form: its fields follow.", Optional: true, Apart: chosen},
		},
		get: func(*R) string { return kind },
		set: func(r *R, text string) string {
			switch {
			case text == kind:
			case text == "":
				r.Relaxed = nil
			default:
				x := &program.Relaxation{Held: program.RecognitionRule{Match: program.Any}}
				if r.Relaxed != nil {
					x.From, x.Held = r.Relaxed.From, r.Relaxed.Held
				}
				setKind(&x.Instead, program.Kind(text), p)
				if kindOf(&x.Instead) == "" {
					return "Choose one of these."
				}
				r.Relaxed = x
			}
			return ""
		},
	}}
	if r.Relaxed == nil {
		return out
	}
	from := ruleField{
		FormField: portalviews.FormField{Field: portalviews.Field{Name: "easier-from", Label: "Easier: from", Hint: "Empty: at all times.", Type: "date", Optional: true}},
		get:       func(r *R) string { return dayText(r.Relaxed.From) },
		set:       func(r *R, text string) (problem string) { r.Relaxed.From, problem = readDay(text); return problem },
	}
	out = append(out, from)
	for _, f := range recognitionFields("easier-held-", p, func(r *R) *program.RecognitionRule { return &r.Relaxed.Held }) {
		f.Label = "Easier, where held: " + strings.ToLower(f.Label[:1]) + f.Label[1:]
		out = append(out, f)
	}
	return append(out, under("easier-", "Easier: ", ruleFields(&r.Relaxed.Instead, p), func(r *R) *R { return &r.Relaxed.Instead })...)
}

// requirementFields are all fields of a requirement, in the order in which they are drawn and read.
func requirementFields(r *program.Requirement, p *program.Programme) []ruleField {
	out := commonFields()
	if r.Performance != nil || r.People != nil {
		out = append(out, tick("at-location", "One location must meet it alone", "Otherwise all locations count together.", func(r *program.Requirement) *bool { return &r.AtLocation }))
	}
	return append(append(out, ruleFields(r, p)...), easierFields(r, p)...)
}
