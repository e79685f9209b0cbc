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
	earned    outcome = iota // everything was met on aim.on and has been since
	lost                     // earned on aim.on; the part failed about aim.to
	pending                  // earned on aim.on; what the anniversary on aim.to asks for was handed in and waits for a decision
	shaky                    // earned on aim.on and held, but today the next anniversary would not be passed for want of the part
	suspended                // earned on aim.on; a hand took it off the directory on aim.to
	revoked                  // earned on aim.on; a hand ended it on aim.to
	spared                   // the part is not met, but a waiver takes its place from aim.on
	short                    // the part is not met, everything else has been since aim.on
	waiting                  // as short, but what is missing was handed in and waits for a decision
	achieved                 // as begun, but marked as achieved by hand from aim.on
	begun                    // only gold is there; of everything else there is a part
)

// aim is what a partner has done about one specialization.
type aim struct {
	specialization string
	outcome        outcome
	part           program.Kind // what failed, is short or waits
	on             program.Day  // when the last requirement was met
	to             program.Day  // when a lost one failed: the day gold lapsed, or the anniversary it was not renewed at
	steady         bool         // the same requirements have been in force all the time
}

// fails reports whether the part is missing at some time.
func (a *aim) fails() bool {
	return a.outcome != earned && a.outcome != suspended && a.outcome != revoked
}

// never reports whether the part was never met.
func (a *aim) never() bool { return a.outcome >= spared }

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
	customers []string
	needs     []need
	figures   map[cell]float64
	aims      []aim // so far
	market    string
	whole     bool // figures have no gaps: every month between the first and the last has some
}

// newEvidence begins the facts of a partner, which go into its dossier.
func newEvidence(l *lore, names *pack, rng *rand.Rand, today program.Day, d *program.Dossier) *evidence {
	e := &evidence{lore: l, pack: names, rng: rng, today: today, p: l.p, partner: d.Partner.ID, facts: &d.Facts, market: "developed"}
	if at := d.Partner.Locations; len(at) > 0 && !developed(at[0].Country) {
		e.market = "developing"
	}
	return e
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

// handedIn is evidence that waits for a decision.
func handedIn(by program.Verifier, mode program.Mode, submitted program.Day) program.Verification {
	return program.Verification{By: by, Mode: mode, Decision: program.Submitted, Submitted: submitted}
}

// asked is a leaf that a partner goes for, and the day on which it is looked at.
type asked struct {
	leaf  program.Node
	check program.Day
}

// pursue adds the evidence of one specialization. Call finish after the last one.
func (e *evidence) pursue(a aim) {
	if a.never() && a.outcome < achieved && e.version(&a, a.on) != e.version(&a, a.on-45) {
		a.on -= 60 // what was met a little earlier might have been enough for what was asked then
	}
	all := e.asked(a)
	if a.outcome == shaky {
		a.to = anniversary(a.on, e.today)
	}
	a.steady = e.version(&a, a.on) == e.version(&a, e.today)
	e.settle(&a, all)
	last, failing := metLast(all, a.on), e.failing(&a, all)
	for i, x := range all {
		id, kind := x.leaf.ID, kindOf(x.leaf.Requirement)
		first := !slices.ContainsFunc(all[:i], func(o asked) bool { return o.leaf.ID == id })
		if kind == program.OfPeople && a.never() && (id == failing || a.outcome >= achieved) {
			if !first {
				continue // more for one version would be enough for another
			}
			x = fewest(all, id)
		}
		met := a.on
		if id != last {
			met -= program.Day(1 + e.rng.IntN(20))
		}
		e.lay(&a, x, met, id == failing || a.outcome >= achieved && kind != program.OfCompetency, first)
	}
	e.lose(&a, all, failing)
	e.order(&a)
	if a.outcome == spared {
		e.facts.Waivers = append(e.facts.Waivers, program.Waiver{
			Specialization: a.specialization, Node: failing, From: a.on, Until: a.on.AddMonths(3), Given: a.on,
			Reason: pick(e.rng, e.lore.reasons), By: "Programme office",
		})
	}
	e.aims = append(e.aims, a)
}

// asked lists what is looked at on the days that matter to an aim.
func (e *evidence) asked(a aim) []asked {
	var all []asked
	for _, check := range e.checks(a) {
		if set, ok := e.p.InForce(a.specialization, check); ok {
			for _, leaf := range e.leaves(nil, set.Root) {
				all = append(all, asked{leaf, check})
			}
		}
	}
	return all
}

// metLast returns the leaf that is met last, on the very day.
func metLast(all []asked, on program.Day) string {
	last := ""
	for _, x := range all {
		if k := kindOf(x.leaf.Requirement); x.check == on && (k == program.OfReview || k == program.OfReferences || k == program.OfPeople) {
			last = x.leaf.ID
		}
	}
	return last
}

// lose lets what was met fail again: figures that stay low, people who leave.
func (e *evidence) lose(a *aim, all []asked, failing string) {
	if a.part == program.OfPerformance && a.outcome == lost {
		set, _ := e.p.InForce(a.specialization, a.to)
		for _, leaf := range e.others(nil, set.Root) { // where nothing is known of them, nothing could be decided
			e.require(a, leaf.Requirement, a.to, true)
		}
	}
	if a.part == program.OfPeople && (a.outcome == lost || a.outcome == pending || a.outcome == shaky) {
		for _, x := range all {
			if x.leaf.ID == failing && x.check == min(a.to, e.today) {
				e.depart(a, x.leaf.Requirement.People)
			}
		}
	}
}

// failing chooses the one leaf that fails, in every version: the first of its kind, or one that asks for a part of a figure.
func (e *evidence) failing(a *aim, all []asked) string {
	id := ""
	for _, x := range all {
		if !a.fails() || kindOf(x.leaf.Requirement) != a.part {
			continue
		}
		if id == "" {
			id = x.leaf.ID
		}
		if r := x.leaf.Requirement.Performance; r != nil && len(r.Within) > 0 && e.way() < 4 {
			return x.leaf.ID
		}
	}
	return id
}

// version returns the number of the set in force on a day.
func (e *evidence) version(a *aim, day program.Day) int {
	set, _ := e.p.InForce(a.specialization, day)
	return set.Version
}

// order writes down what a hand decided.
func (e *evidence) order(a *aim) {
	o := program.Order{Specialization: a.specialization, By: "Programme office"}
	switch a.outcome {
	case suspended:
		o.Kind, o.From, o.Reason = program.Suspend, a.to, "A customer's complaint is being looked into."
	case revoked:
		o.Kind, o.From, o.Reason = program.Revoke, a.to, "Two of the references turned out to be of another company's projects."
	case achieved:
		o.Kind, o.From, o.Until, o.Reason = program.Achieve, a.on, a.on.AddMonths(3), "Figures of three customers are being moved from another partner."
	default:
		return
	}
	e.facts.Orders = append(e.facts.Orders, o)
}

// fewest returns the version of a leaf that asks for the fewest people.
func fewest(all []asked, id string) asked {
	var least asked
	for _, x := range all {
		if x.leaf.ID == id && (least.check == 0 || x.leaf.Requirement.People.Groups[0].N < least.leaf.Requirement.People.Groups[0].N) {
			least = x
		}
	}
	return least
}

// settle makes the aim's part one that is asked for on the day on which it matters.
func (e *evidence) settle(a *aim, all []asked) {
	matters, kinds := a.on, []program.Kind{}
	if a.outcome == lost || a.outcome == pending || a.outcome == shaky {
		matters = min(a.to, e.today)
	}
	for _, x := range all {
		k := kindOf(x.leaf.Requirement)
		switch {
		case k == program.OfCaseStudies: // they come with the profile
		case k == program.OfCompetency && a.part == k && (a.outcome == lost || a.outcome == short || a.outcome == waiting):
			return
		case k == program.OfCompetency, x.check != matters:
		case k == program.OfPerformance && (a.outcome == waiting || a.outcome == pending): // nobody hands figures in
		case k == program.OfRecognition && !a.steady: // earlier requirements did without
		case k == a.part:
			return
		default:
			kinds = append(kinds, k)
		}
	}
	if a.part = program.OfPeople; a.outcome == short && len(kinds) > 0 {
		a.part = pick(e.rng, kinds)
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
	if a.never() {
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
	if a.outcome == pending { // kept as long as nothing else is missing
		for day := a.to + 10; day < e.today; day += 10 {
			days = append(days, day)
		}
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

// others appends the figures among the alternatives that leaves leaves out.
func (e *evidence) others(to []program.Node, n program.Node) []program.Node {
	for i, c := range n.Children {
		if n.Op == program.Any && i != int(e.partner)%len(n.Children) && c.Op == program.Leaf && c.Requirement.Performance != nil {
			to = append(to, c)
		}
		to = e.others(to, c)
	}
	return to
}

// kindOf returns what a requirement asks for.
func kindOf(r *program.Requirement) program.Kind { return r.Kinds()[0] }

// lay adds what one leaf asks for on one day. first says that the leaf has not been laid for an earlier day.
func (e *evidence) lay(a *aim, x asked, met program.Day, fails, first bool) {
	switch r := x.leaf.Requirement; {
	case r.Performance != nil:
		e.require(a, r, x.check, fails)
	case r.People != nil:
		e.layPeople(a, r.People, met, fails)
	case r.Document != nil:
		e.layDocument(a, r.Document, x.check, fails)
	case !first:
		return // the same evidence serves for every day
	case r.Competency != nil:
		e.layCompetency(a, r.Competency, met, fails)
	case r.References != nil:
		e.layReferences(a, r.References, met, fails)
	case r.Review != nil:
		e.layReview(a, r.Review, met, fails)
	case r.Recognition != nil:
		e.layMembership(a, r.Recognition, met, fails)
	}
}

func (e *evidence) layCompetency(a *aim, rule *program.CompetencyRule, met program.Day, fails bool) {
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
		held.Verification = handedIn(program.ByVendor, program.Automatic, held.From)
	case e.rng.IntN(3) == 0:
		held.Until = a.on - program.Day(270+e.rng.IntN(90)) // before anything else was met
		held.From = min(held.From, held.Until.AddMonths(-12))
		held.Submitted, held.Decided = held.From, held.From
	default:
		held.Level = program.Silver
	}
}
