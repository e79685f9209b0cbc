package seed

import (
	"math/rand/v2"
	"slices"

	"partnerdirectory/program"
)

// outcome is how a partner's work on a specialization is meant to turn out. Labels are never written down: evidence is
// laid out so that evaluation comes to the outcome.
type outcome int

const (
	earned  outcome = iota // everything was met on aim.on and has been since
	lost                   // earned on aim.on; the part failed about aim.to
	short                  // the part is not met, everything else has been since aim.on
	waiting                // as short, but what is missing was handed in and waits for a decision
)

// part is a kind of requirement, for saying what is missing.
type part int

const (
	byCompetency part = iota
	byPeople
	byPerformance
	byReferences
	byReview
	byStories // never what fails: case studies come with the profile
)

// aim is what a partner has done about one specialization.
type aim struct {
	specialization string
	outcome        outcome
	part           part        // what failed, is short or waits
	on             program.Day // when the last requirement was met
	to             program.Day // when a lost one failed: the day gold lapsed, or the anniversary it was not renewed at
}

// evidence lays out the facts of one partner.
type evidence struct {
	p         *program.Programme
	lore      *lore
	pack      *pack // whose names the partner's people bear
	rng       *rand.Rand
	today     program.Day
	partner   program.PartnerID
	person    int64 // the last number given to a person
	facts     *program.Facts
	staff     []worker
	metrics   map[string]*meter
	customers []string
}

// newEvidence begins the facts of a partner, which go into its dossier.
func newEvidence(l *lore, names *pack, rng *rand.Rand, today program.Day, d *program.Dossier) *evidence {
	return &evidence{
		lore: l, pack: names, rng: rng, today: today, p: l.p, partner: d.Partner.ID, facts: &d.Facts, metrics: map[string]*meter{},
	}
}

// attain records an attainment that began in the past and is renewed each year: until is the next anniversary, or the
// day on which it lapsed.
func (e *evidence) attain(competency string, level program.Level, from, until program.Day) {
	e.facts.Attainments = append(e.facts.Attainments, program.Attainment{
		Competency: competency, Level: level, From: from, Until: until,
		Verification: accepted(program.ByVendor, program.Automatic, from, from),
	})
}

// anniversary returns the first anniversary of from that is later than at.
func anniversary(from, at program.Day) program.Day {
	for n := 12; ; n += 12 {
		if day := from.AddMonths(n); day > at {
			return day
		}
	}
}

func accepted(by program.Verifier, mode program.Mode, submitted, decided program.Day) program.Verification {
	return program.Verification{By: by, Mode: mode, Decision: program.Accepted, Submitted: submitted, Decided: decided}
}

// pursue adds the evidence of one specialization. Call finish after the last one.
func (e *evidence) pursue(a aim) {
	checks := e.checks(a)
	var last string // the leaf that was met last, on the very day
	var leaves []program.Node
	for _, check := range checks {
		if set, ok := e.p.InForce(a.specialization, check); ok {
			leaves = e.leaves(leaves, set.Root)
		}
	}
	for _, n := range leaves {
		if r := n.Requirement; r.Review != nil || r.References != nil || r.People != nil {
			last = n.ID
		}
	}
	if !slices.ContainsFunc(leaves, func(n program.Node) bool { return partOf(n.Requirement) == a.part }) {
		a.part = byPeople // every set asks for people
	}
	failed := false // only the first leaf of the part fails, but in every version
	for i, n := range leaves {
		fails := a.outcome != earned && partOf(n.Requirement) == a.part
		again := slices.ContainsFunc(leaves[:i], func(m program.Node) bool { return m.ID == n.ID })
		switch {
		case again && (n.Requirement.Performance == nil && n.Requirement.People == nil):
			continue // the same evidence serves for every version
		case again && fails && a.outcome != lost:
			continue // more for a later version would be enough for an earlier one
		}
		fails = fails && (!failed || n.Requirement.People != nil)
		failed = failed || fails
		met := a.on
		if n.ID != last {
			met -= program.Day(1 + e.rng.IntN(20))
		}
		e.lay(a, n.Requirement, checks, met, fails)
	}
}

// wantsStory reports whether any set that the aim is judged by asks for a case study.
func (e *evidence) wantsStory(a aim) bool {
	return slices.ContainsFunc(e.checks(a), func(check program.Day) bool {
		set, _ := e.p.InForce(a.specialization, check)
		return slices.ContainsFunc(e.leaves(nil, set.Root), func(n program.Node) bool {
			return n.Requirement != nil && n.Requirement.CaseStudies != nil
		})
	})
}

// checks returns the days on which the requirements are looked at: the grant, each anniversary and today.
func (e *evidence) checks(a aim) []program.Day {
	days := []program.Day{a.on}
	if a.outcome == short || a.outcome == waiting {
		return append(days, e.today)
	}
	for n := 12; ; n += 12 {
		day := a.on.AddMonths(n)
		if day > e.today || a.outcome == lost && day > a.to {
			break
		}
		days = append(days, day)
	}
	if a.outcome == lost {
		return days
	}
	return append(days, e.today)
}

// leaves appends the leaves that a partner goes for: of alternatives one, the same for all sets.
func (e *evidence) leaves(to []program.Node, n program.Node) []program.Node {
	if n.Op == program.Leaf {
		return append(to, n)
	}
	children := n.Children
	switch n.Op {
	case program.Any:
		at := int(e.partner) % len(children)
		children = children[at : at+1]
	case program.AtLeast:
		children = children[:n.K]
	}
	for _, c := range children {
		to = e.leaves(to, c)
	}
	return to
}

func partOf(r *program.Requirement) part {
	switch {
	case r.Competency != nil:
		return byCompetency
	case r.People != nil:
		return byPeople
	case r.Performance != nil:
		return byPerformance
	case r.References != nil:
		return byReferences
	case r.Review != nil:
		return byReview
	}
	return byStories
}

func (e *evidence) lay(a aim, r *program.Requirement, checks []program.Day, met program.Day, fails bool) {
	switch {
	case r.Competency != nil:
		e.layCompetency(a, r.Competency, met, fails)
	case r.People != nil:
		e.layPeople(a, r.People, met, fails)
	case r.Performance != nil:
		e.layPerformance(a, r.Performance, checks, fails)
	case r.References != nil:
		e.layReferences(a, r.References, met, fails)
	case r.Review != nil:
		e.layReview(a, r.Review, met, fails)
	}
}

func (e *evidence) layCompetency(a aim, rule *program.CompetencyRule, met program.Day, fails bool) {
	var held *program.Attainment
	for i := range e.facts.Attainments {
		t := &e.facts.Attainments[i]
		if slices.Contains(rule.Competencies, t.Competency) && (held == nil || t.Level == program.Gold) {
			held = t
		}
	}
	if held == nil {
		e.attain(rule.Competencies[int(e.partner)%len(rule.Competencies)], rule.Level, met, 0)
		held = &e.facts.Attainments[len(e.facts.Attainments)-1]
	}
	held.Level = rule.Level
	if held.From > met {
		held.From, held.Submitted, held.Decided = met, met, met
	}
	if held.Until == 0 || held.Until <= e.today {
		held.Until = anniversary(held.From, e.today)
	}
	if !fails {
		return
	}
	for i := range e.facts.Attainments { // no other one may stand in
		t := &e.facts.Attainments[i]
		if t == held || !slices.Contains(rule.Competencies, t.Competency) {
			continue
		}
		t.Level = program.Silver
	}
	switch {
	case a.outcome == lost:
		held.Until = max(held.From+1, a.to)
	case a.outcome == waiting:
		held.From = e.today - program.Day(3+e.rng.IntN(25))
		held.Verification = program.Verification{By: program.ByVendor, Mode: program.Automatic, Decision: program.Submitted, Submitted: held.From}
	case e.rng.IntN(3) == 0:
		held.Until = a.on - program.Day(270+e.rng.IntN(90)) // before anything else was met
		held.From = min(held.From, held.Until.AddMonths(-12))
		held.Submitted, held.Decided = held.From, held.From
	default:
		held.Level = program.Silver
	}
}
