package program

import "slices"

// Turn is what becomes of one label, or of a partner without one, when the programme itself changes: its settings, or what
// counts for a certification. Days of zero: it does not happen before the label's next test is over.
type Turn struct {
	Specialization string
	Label          string // empty: the partner holds none
	Gained         bool   // granted on the day of the question, by the changed programme alone
	EndedBefore    Day    // the day on which the label ends as things are
	Ended          Day    // and with the change
	By             string // the requirement that ends it then, as its sentence
	UntilBefore    Day    // the anniversary after the next test as things are
	Until          Day    // and with the change
	WaitsBefore    bool   // past its window and not renewed, as figures or decisions are missing: as things are
	Waits          bool   // and with the change
	RiskBefore     bool   // at risk today as things are
	Risk           bool   // and with the change
}

// Same reports whether the change does nothing.
func (t *Turn) Same() bool {
	return !t.Gained && t.EndedBefore == t.Ended && t.UntilBefore == t.Until &&
		t.WaitsBefore == t.Waits && t.RiskBefore == t.Risk
}

// Turns compares two states of a programme for a partner with these facts and labels, in some specializations: by the clock that
// decides labels, each run until the label's next test is over, with the facts standing still on day at. What stays the same
// is left out.
func Turns(before, after *Programme, specializations []string, facts *Facts, labels []Label, at Day) []Turn {
	var out []Turn
	for i := range after.Specializations {
		spec := &after.Specializations[i]
		if !slices.Contains(specializations, spec.Slug) {
			continue
		}
		if t := turnOf(before, after, spec, facts, labels, at); !t.Same() {
			out = append(out, t)
		}
	}
	return out
}

func turnOf(before, after *Programme, spec *Specialization, facts *Facts, labels []Label, at Day) Turn {
	t := Turn{Specialization: spec.Slug}
	held := slices.IndexFunc(labels, func(l Label) bool {
		return l.Specialization == spec.Slug && l.Granted <= at && (l.Ended == 0 || l.Ended > at)
	})
	if held < 0 {
		c := clock{p: after, facts: facts, spec: spec, out: &Outcome{Labels: labels}, day: at}
		if c.concerns() {
			now := stillLife(after, spec, facts, labels, held, at, at)
			t.Gained = now.Granted != 0 && stillLife(before, spec, facts, labels, held, at, at).Granted == 0
		}
		return t
	}
	l := &labels[held]
	t.Label = l.ID
	to := max(at, l.Until) + Day(max(before.Settings.RenewalClosesDays, after.Settings.RenewalClosesDays))
	to = max(to, at+Day(max(before.Settings.DefaultGraceDays, after.Settings.DefaultGraceDays)))
	was, is := stillLife(before, spec, facts, labels, held, at, to), stillLife(after, spec, facts, labels, held, at, to)
	t.EndedBefore, t.Ended, t.By = was.Ended, is.Ended, is.EndedBy
	if was.Ended == 0 && is.Ended == 0 {
		t.UntilBefore, t.Until = was.Until, is.Until
		t.WaitsBefore, t.Waits = was.Kept != 0, is.Kept != 0
	}
	t.RiskBefore, t.Risk = riskOf(before, spec, facts, labels, at), riskOf(after, spec, facts, labels, at)
	return t
}

// stillLife returns what becomes of the held label, or the one that is granted, up to a day, by facts that stand still on day at.
func stillLife(p *Programme, spec *Specialization, facts *Facts, labels []Label, held int, at, to Day) Label {
	out := Outcome{Labels: append(make([]Label, 0, len(labels)+2), labels...)}
	c := clock{p: p, facts: facts, spec: spec, out: &out, next: at, still: at}
	for c.next <= to {
		c.step(c.next)
	}
	switch {
	case held >= 0:
		return out.Labels[held]
	case len(out.Labels) > len(labels):
		return out.Labels[len(labels)]
	}
	return Label{}
}

// riskOf reports whether a held label is at risk on a day.
func riskOf(p *Programme, spec *Specialization, facts *Facts, labels []Label, at Day) bool {
	c := clock{p: p, facts: facts, spec: spec, out: &Outcome{Labels: labels}, next: at, still: at}
	c.orders = facts.orders(spec.Slug, at)
	s, ok := c.standing(at)
	return ok && s.AtRisk
}
