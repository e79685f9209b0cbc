package program

// attained is what is known of one competency of a rule.
type attained struct {
	end   Day // the day on which it stops being active; zero: not active
	on    Day // the day it was decided
	id    EvidenceID
	waits bool // handed in, and would be active if accepted
}

func (e *evaluation) competency(rule *CompetencyRule, f *Finding) {
	need := 1
	if rule.Match == All {
		need = len(rule.Competencies)
	}
	ends := make([]Day, 0, 8)
	waiting := 0
	for _, slug := range rule.Competencies {
		a := e.attained(slug, rule.Level)
		if a.end == 0 {
			if a.waits {
				waiting++
			}
			continue
		}
		ends = append(ends, a.end)
		if !e.brief {
			f.Evidence = append(f.Evidence, a.id)
			f.AsOf = max(f.AsOf, a.on)
		}
	}
	f.Have, f.Need, f.Unit = float64(len(ends)), float64(need), Competencies
	f.State = stateOf(len(ends), waiting, need)
	if e.brief {
		return
	}
	if f.State == Met {
		f.Until = known(kthLargest(ends, need))
	}
	if e.silent {
		return
	}
	f.Formula = "Competencies that are active on the day at " + levelInWords(rule.Level) + " level."
	if f.State == Met {
		return
	}
	f.Next = "You need " + e.p.attainmentInWords(rule) + "."
	if rule.Level == Gold {
		f.Detail = e.silverHeld(rule)
	}
}

// stateOf says what have of need things means when some more wait for a decision.
func stateOf(have, waiting, need int) State {
	switch {
	case have >= need:
		return Met
	case have+waiting >= need:
		return Awaiting
	}
	return NotMet
}

// attained finds the active attainment of a competency that lasts longest, and follows renewals that are already
// decided and begin before it ends.
func (e *evaluation) attained(slug string, level Level) attained {
	var a attained
	all := e.facts.Attainments
	for i := range all {
		t := &all[i]
		if t.Competency != slug || !t.Level.Satisfies(level) {
			continue
		}
		counts := e.decided(&t.Verification)
		e.later(t.From)
		e.later(t.Until)
		if t.From > e.at || endOf(t.Until) <= e.at {
			continue
		}
		if !counts {
			a.waits = a.waits || t.waits(e.at)
		} else if end := endOf(t.Until); end > a.end {
			a.end, a.on, a.id = end, t.Decided, t.ID
		}
	}
	for grew := a.end > 0; grew; {
		grew = false
		for i := range all {
			t := &all[i]
			if t.From <= a.end && endOf(t.Until) > a.end &&
				t.Competency == slug && t.Level.Satisfies(level) && e.decided(&t.Verification) {
				a.end, grew = endOf(t.Until), true
			}
		}
	}
	return a
}

// silverHeld says which of the competencies are held at silver level where gold is asked for.
func (e *evaluation) silverHeld(rule *CompetencyRule) string {
	var names []string
	for _, slug := range rule.Competencies {
		if e.attained(slug, Gold).end == 0 && e.attained(slug, Silver).end != 0 {
			names = append(names, e.p.competencyName(slug))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "silver in " + join(names, "and")
}
