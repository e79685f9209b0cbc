package program

import (
	"fmt"
	"slices"
	"strings"
)

// slack absorbs what adding fractions of points loses.
const slack = 1e-9

// score is what one indicator brings on a day: what is sure, what it would be if all that waits were accepted, and if missing
// data turned out well too.
type score struct {
	sure, hoped, best float64
}

// scorecard adds up the points of the indicators.
func (e *evaluation) scorecard(rule *ScorecardRule, f *Finding) {
	scores := make([]score, len(rule.Indicators))
	for i := range rule.Indicators {
		part := Finding{Node: rule.Indicators[i].ID}
		scores[i] = e.indicator(&rule.Indicators[i], &part)
		if !e.brief {
			f.Parts = append(f.Parts, part)
			f.AsOf = max(f.AsOf, part.AsOf)
			f.Evidence = append(f.Evidence, part.Evidence...)
		}
		f.Have += scores[i].sure
	}
	f.Need, f.Unit = rule.Pass, Points
	f.State = rule.state(scores)
	if e.brief {
		return
	}
	slices.Sort(f.Evidence)
	f.Evidence = slices.Compact(f.Evidence)
	if f.State == Met {
		f.Until = e.scoredUntil(rule)
	}
	if e.words() {
		f.Formula = "The sum of the points of " + numeral(len(rule.Indicators)) + " " + plural(len(rule.Indicators), "indicator", "indicators") + "."
		if f.State != Met {
			e.scorecardNext(rule, f)
		}
	}
}

// state says what the scores mean.
func (r *ScorecardRule) state(scores []score) State {
	passes := func(of func(score) float64) bool {
		sum := 0.0
		for i, s := range scores {
			if of(s) < r.Indicators[i].Minimum-slack {
				return false
			}
			sum += of(s)
		}
		return sum >= r.Pass-slack
	}
	switch {
	case passes(func(s score) float64 { return s.sure }):
		return Met
	case passes(func(s score) float64 { return s.hoped }):
		return Awaiting
	case passes(func(s score) float64 { return s.best }):
		return Unknown
	}
	return NotMet
}

// indicator returns what an indicator brings and writes its part of the finding, in points.
func (e *evaluation) indicator(in *Indicator, part *Finding) score {
	inner := Finding{Node: in.ID}
	e.rule(&in.Rule, &inner)
	if !inner.State.holds() && len(e.facts.Outages) > 0 && e.outage(&in.Rule) {
		inner.State = Unknown
	}
	s := score{sure: in.points(&inner)}
	given := e.given(in)
	kept := e.kept(in, s.sure)
	s.sure = max(s.sure, given, kept)
	s.hoped = s.sure
	if e.hope == 0 && inner.State != Met && s.sure < in.Points {
		hopeful := *e
		hopeful.hope, hopeful.brief = never, true
		of := Finding{}
		hopeful.rule(&in.Rule, &of)
		e.later(hopeful.next)
		s.hoped = max(s.hoped, in.points(&of))
	}
	s.best = s.hoped
	if inner.State == Unknown {
		s.best = in.Points
	}
	if e.brief {
		return s
	}
	*part = Finding{
		Node: in.ID, State: inner.State, Have: s.sure, Need: in.Points, Gap: max(0, in.Points-s.sure), Unit: Points,
		AsOf: inner.AsOf, Formula: inner.Formula, Evidence: inner.Evidence, Next: inner.Next, Until: inner.Until,
	}
	switch {
	case s.sure >= in.Points-slack:
		part.State, part.Next = Met, ""
	case inner.State == NotMet && s.hoped > s.sure+slack:
		part.State = Awaiting
	}
	if e.words() {
		part.Detail = in.detail(&inner, s.sure, given, kept)
		if part.Formula == "" {
			part.Formula = "All points if the condition is met."
		}
	}
	return s
}

// detail says how the indicator's own rule stands, and why it brings more than that.
func (in *Indicator) detail(inner *Finding, sure, given, kept float64) string {
	parts := []string{}
	if inner.Need > 0 {
		parts = append(parts, FormatNumber(inner.Have)+" of "+FormatQuantity(inner.Need, inner.Unit))
	}
	if inner.Detail != "" {
		parts = append(parts, inner.Detail)
	}
	switch {
	case sure == 0 || in.points(inner) >= sure:
	case given >= sure:
		parts = append(parts, "points given by the vendor")
	case kept >= sure:
		parts = append(parts, "points kept from earlier")
	}
	return strings.Join(parts, "; ")
}

// points returns what the rule's finding is worth.
func (in *Indicator) points(inner *Finding) float64 {
	switch {
	case inner.State.holds():
		return in.Points
	case !in.Linear || inner.Need <= 0, inner.State == Unknown && in.Rule.Performance != nil: // stale figures are not sure
		return 0
	}
	return in.Points * min(1, max(0, inner.Have/inner.Need))
}

// given returns the points that were given by hand.
func (e *evaluation) given(in *Indicator) float64 {
	most := 0.0
	for i := range e.facts.Allowances {
		a := &e.facts.Allowances[i]
		if a.Specialization == e.specialization && a.Indicator == in.ID && e.allowance(a) {
			most = max(most, min(a.Points, in.Points))
		}
	}
	return most
}

// kept returns the most points that the rule brought on a day from which they are kept to this one. It looks only at days on
// which the rule may have begun to say something else.
func (e *evaluation) kept(in *Indicator, now float64) float64 {
	if in.KeptMonths == 0 || now >= in.Points {
		return now
	}
	day := e.at.AddMonths(-in.KeptMonths)
	for day.AddMonths(in.KeptMonths) <= e.at {
		day++
	}
	past := *e
	past.brief, past.silent, past.hope = true, true, 0
	most, last := now, e.at
	for day < e.at {
		past.at, past.next = day, never
		inner := Finding{}
		past.rule(&in.Rule, &inner)
		if !inner.State.holds() && len(e.facts.Outages) > 0 && past.outage(&in.Rule) {
			inner.State = Unknown
		}
		end := min(past.next, e.at)
		if brought := in.points(&inner); brought > most || brought == most && most > now {
			most, last = brought, end-1
		}
		day = end
	}
	if most > now {
		e.later(last.AddMonths(in.KeptMonths))
	}
	return most
}

// scoredUntil returns the first later day on which the score no longer passes if nothing more is decided. It looks a bounded
// number of changes ahead; past them no end is known.
func (e *evaluation) scoredUntil(rule *ScorecardRule) Day {
	const changes = 40
	ahead := *e
	ahead.brief, ahead.silent = true, true
	if ahead.known == 0 {
		ahead.known = e.at
	}
	// What runs out within the scorecard, not the day on which the rest of the set changes.
	ahead.next = never
	f := Finding{}
	ahead.scorecard(rule, &f)
	for range changes {
		if ahead.next == never {
			return 0
		}
		ahead.at, ahead.next = ahead.next, never
		f = Finding{}
		switch ahead.scorecard(rule, &f); f.State {
		case Met:
		case Unknown:
			return 0
		default:
			return ahead.at
		}
	}
	return 0
}

// scorecardNext says what is missing: points in all, or of an indicator that has too few by itself.
func (e *evaluation) scorecardNext(rule *ScorecardRule, f *Finding) {
	var short, steps []string
	for i := range rule.Indicators {
		in, part := &rule.Indicators[i], &f.Parts[i]
		if gap := in.Minimum - part.Have; gap > slack {
			short = append(short, FormatQuantity(gap, Points)+" more from "+in.Name)
		}
		if part.Gap > slack && part.Next != "" {
			steps = append(steps, in.Name)
		}
	}
	f.Detail = join(short, "and")
	switch gap := f.Need - f.Have; {
	case f.State == Unknown:
		f.Next = "Some figures that bring points are missing. You have nothing to do until they arrive."
	case len(short) > 0:
		f.Next = "You need " + join(short, "and") + "."
	case len(steps) == 0:
		f.Next = "You need " + FormatQuantity(gap, Points) + " more."
	default:
		f.Next = "You need " + FormatQuantity(gap, Points) + " more. You can gain points from " + join(steps, "or") + "."
	}
}

// ScoredPoints is one indicator of a scorecard in words: what it is worth, what for, and what brings it.
type ScoredPoints struct {
	Name  string // "functional consultants"
	Worth string // "Up to 20 points, in proportion,"
	Most  float64
	Rule  string // a sentence
}

// pointsInWords writes the indicators one by one, and what is the same for all of them as a sentence that follows.
func (p *Programme) pointsInWords(r *ScorecardRule) (list []ScoredPoints, credit string) {
	credit = r.creditInWords()
	for i := range r.Indicators {
		in := &r.Indicators[i]
		worth := FormatQuantity(in.Points, Points)
		if in.Linear {
			worth = "Up to " + worth + ", in proportion,"
		}
		s := strings.TrimSuffix(strings.TrimSuffix(p.ruleInWords(&in.Rule), credit), ".")
		if in.Rule.AtLocation {
			s += ", at one of your locations by itself"
		}
		if in.Minimum > 0 {
			s += "; it must bring at least " + FormatQuantity(in.Minimum, Points)
		}
		if in.KeptMonths > 0 {
			s += "; points once reached are kept for " + lastMonths(in.KeptMonths)
		}
		list = append(list, ScoredPoints{Name: in.Name, Worth: worth, Most: in.Points, Rule: s + "."})
	}
	return list, credit
}

// passInWords writes "At least 60 of 100 points."
func (r *ScorecardRule) passInWords() string {
	all := 0.0
	for i := range r.Indicators {
		all += r.Indicators[i].Points
	}
	return "At least " + FormatNumber(r.Pass) + " of " + FormatQuantity(all, Points) + "."
}

// scorecardInWords writes "At least 60 of 100 points. Up to 20 points, in proportion, for consultants: 10 people who …"
func (p *Programme) scorecardInWords(r *ScorecardRule) string {
	list, credit := p.pointsInWords(r)
	var s strings.Builder
	s.WriteString(r.passInWords())
	for _, x := range list {
		s.WriteString(" " + x.Worth + " for " + x.Name + ": " + uncapital(x.Rule))
	}
	return s.String() + credit
}

// creditInWords says which customers and offers count for all figures of the scorecard; empty where they differ.
func (r *ScorecardRule) creditInWords() string {
	credit, first := "", true
	for i := range r.Indicators {
		p := r.Indicators[i].Rule.Performance
		if p == nil || len(p.Associations) == 0 && len(p.ExceptOffers) == 0 {
			continue
		}
		if own := p.creditInWords(); first {
			credit, first = own, false
		} else if own != credit {
			return ""
		}
	}
	return credit
}

func (v *validator) scorecard(r *ScorecardRule) string {
	if len(r.Indicators) == 0 || len(r.Indicators) > 30 {
		return "has no indicators, or more than 30"
	}
	all := 0.0
	for i := range r.Indicators {
		in := &r.Indicators[i]
		if slices.ContainsFunc(r.Indicators[:i], func(o Indicator) bool { return o.ID == in.ID }) {
			return fmt.Sprintf("names indicator %q twice", in.ID)
		}
		if problem := v.indicator(in); problem != "" {
			return problem
		}
		all += in.Points
	}
	if !positive(r.Pass) || r.Pass > all+slack {
		return "asks for no positive number of points, or for more than there are"
	}
	return ""
}

func (v *validator) indicator(in *Indicator) string {
	switch {
	case in.ID == "" || in.Name == "":
		return "an indicator has no identifier or no name"
	case !positive(in.Points):
		return "the points of an indicator are no positive amount"
	case in.Minimum < 0 || in.Minimum > in.Points || in.Minimum != in.Minimum:
		return "an indicator must bring fewer than no points, or more than it can"
	case in.KeptMonths < 0 || in.KeptMonths > 120:
		return "points are kept for fewer than no months, or for more than 120"
	case len(in.Rule.Kinds()) != 1 || in.Rule.Scorecard != nil || in.Rule.Relaxed != nil:
		return "an indicator has exactly one rule, which is no scorecard, and nothing easier"
	case in.Rule.AtLocation && in.Rule.Performance == nil && in.Rule.People == nil:
		return "only figures and people can be asked of one location"
	case in.Linear && !in.Rule.counts():
		return "points in proportion need a rule with a single number"
	}
	return v.rule(&in.Rule)
}

// counts reports whether the rule asks for one number and nothing besides.
func (r *Requirement) counts() bool {
	switch {
	case r.Performance != nil:
		p := r.Performance
		return p.MinCustomers == 0 && len(p.Within) == 0 && p.Growth != GrowthPercent
	case r.People != nil:
		return r.People.Total == 0 && len(r.People.Each) == 0 && !r.People.undecided()
	}
	return true
}
