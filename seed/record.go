package seed

import (
	"math/rand/v2"
	"slices"

	"partnerdirectory/program"
)

// qualify gives the partner its competencies and what it has done about specializations.
func (p *portrait) qualify() {
	// Texts do not change with what evidence needs, so it has numbers of its own.
	e := newEvidence(p.l, p.pack, rand.New(rand.NewPCG(p.rng.Uint64(), 0)), p.today, p.d)
	if p.chance(14) {
		return // new to the programme
	}
	p.compete(e)
	e.place()
	if p.pursues() {
		n := 1
		for n < len(p.trades) && n < 5 && p.chance(48) {
			n++
		}
		for _, t := range p.trades[:n] {
			p.join(p.today - 1250)
			a := p.aim(t.specialization)
			if e.wantsStory(a) {
				p.owed = append(p.owed, t)
			}
			e.pursue(a)
		}
		e.finish()
	} else if p.size() > small && p.chance(14) {
		p.study(e)
	}
	p.held = p.held[:0]
	for _, a := range p.d.Facts.Attainments {
		c, _ := p.l.p.Competency(a.Competency)
		p.held = append(p.held, heldCompetency{
			name: c.Name, level: a.Level, from: a.From,
			active: a.Decision == program.Accepted && (a.Until == 0 || a.Until > p.today),
		})
	}
}

// join makes sure that the partner joined before the day.
func (p *portrait) join(day program.Day) {
	w := &p.d.Partner
	w.Joined = min(w.Joined, day)
	w.Founded = min(w.Founded, w.Joined.Time().Year())
}

// compete attains the competencies behind the partner's trades and now and then one beside them.
func (p *portrait) compete(e *evidence) {
	for _, t := range p.trades {
		s, _ := p.l.p.Specialization(t.specialization)
		c := s.AlignedTo[p.rng.IntN(min(2, len(s.AlignedTo)))]
		if p.chance(25) {
			c = pick(p.rng, s.AlignedTo)
		}
		p.attain(e, c)
		if p.chance(22) {
			p.attain(e, pick(p.rng, neighbours(c)))
		}
	}
}

// attain adds one attainment: silver or gold by size, a few of them lapsed.
func (p *portrait) attain(e *evidence, slug string) {
	if slices.ContainsFunc(p.d.Facts.Attainments, func(a program.Attainment) bool { return a.Competency == slug }) {
		return
	}
	c, _ := p.l.p.Competency(slug)
	level := program.Silver
	if p.chance([]int{4, 20, 42, 66}[p.size()]) || !slices.Contains(c.Levels, program.Silver) {
		level = program.Gold
	}
	from := min(p.d.Partner.Joined+program.Day(30+p.rng.IntN(600)), p.today-program.Day(p.rng.IntN(360)))
	if c.Retired != 0 {
		from = min(from, c.Retired-program.Day(1+p.rng.IntN(330)))
	}
	until := anniversary(from, p.today)
	if c.Retired != 0 {
		until = anniversary(from, c.Retired)
	}
	if p.chance(8) {
		until = max(from+200, p.today-program.Day(1+min(p.rng.IntN(900), p.rng.IntN(500))))
	}
	e.attain(slug, level, from, until)
}

// pursues decides whether the partner works on specializations at all.
func (p *portrait) pursues() bool {
	return p.rng.IntN(1000) < []int{5, 54, 145, 278}[p.size()]
}

// aim decides how the work on one specialization turned out.
func (p *portrait) aim(specialization string) aim {
	a := aim{specialization: specialization, part: pick(p.rng, []program.Kind{
		program.OfCompetency, program.OfPeople, program.OfPerformance, program.OfReferences, program.OfReview, program.OfDocument,
	})}
	switch r := p.rng.IntN(100); {
	case r < 66:
		a.on = p.today - program.Day(25+p.rng.IntN(1000))
		if p.chance(7) {
			a.on = p.today - program.Day(p.rng.IntN(12))
		}
	case r < 68:
		a.outcome = spared
		a.on = p.today - program.Day(1+p.rng.IntN(85))
	case r < 70:
		p.renew(&a)
	case r < 77:
		a.outcome = shaky
		a.part = pick(p.rng, []program.Kind{program.OfPeople, program.OfPerformance})
		a.on = p.today - program.Day(100+p.rng.IntN(900))
	case r < 79:
		a.outcome = pick(p.rng, []outcome{suspended, revoked})
		a.on = p.today - program.Day(200+p.rng.IntN(800))
		a.to = p.today - program.Day(3+p.rng.IntN(120))
	case r < 80:
		a.outcome = achieved
		a.on = p.today - program.Day(1+p.rng.IntN(85))
	case r < 84:
		a.outcome = begun
		a.on = p.today - program.Day(30+p.rng.IntN(240))
	case r < 87:
		a.outcome = short
		a.on = p.today - program.Day(30+p.rng.IntN(240))
	case r < 92:
		a.outcome = waiting
		a.on = p.today - program.Day(30+p.rng.IntN(240))
	default:
		p.lose(&a)
	}
	return a
}

// renew lays out a label whose anniversary has come while what it asks for waits for a decision.
func (p *portrait) renew(a *aim) {
	a.outcome, a.part = pending, program.OfPeople
	years := 1 + p.rng.IntN(2)
	if years == 2 {
		a.part = pick(p.rng, []program.Kind{program.OfReferences, program.OfReview})
	}
	a.on = (p.today - program.Day(1+p.rng.IntN(45))).AddMonths(-12 * years)
	a.to = a.on.AddMonths(12 * years)
}

// lose lays out a label that was earned and ended: gold lapsed, or it was not renewed.
func (p *portrait) lose(a *aim) {
	a.outcome = lost
	a.on = p.today - program.Day(430+p.rng.IntN(640))
	switch p.rng.IntN(3) {
	case 0:
		a.part = program.OfCompetency
		a.to = a.on + 90 + program.Day(p.rng.IntN(int(p.today-a.on)-140))
		if p.chance(35) {
			a.to = p.today - program.Day(1+p.rng.IntN(44)) // in grace, or just ended
		}
		return
	case 1:
		a.part = program.OfPeople
	default:
		a.part = program.OfPerformance
	}
	a.to = a.on.AddMonths(12)
	if next := a.on.AddMonths(24); next < p.today-35 && p.chance(50) {
		a.to = next
	}
	if p.extended(a.to) { // nobody fails who is not tested
		p.lose(a)
	}
}

// extended reports whether anniversaries on a day pass without a test.
func (p *portrait) extended(day program.Day) bool {
	return slices.ContainsFunc(p.l.p.Settings.Extensions, func(x program.Extension) bool { return x.From <= day && day <= x.Until })
}

// study lets a few people earn certifications for a trade without going further.
func (p *portrait) study(e *evidence) {
	set, ok := p.l.p.InForce(p.trades[0].specialization, p.today)
	if !ok {
		return
	}
	for _, n := range e.leaves(nil, set.Root) {
		if rule := n.Requirement.People; rule != nil {
			few := *rule
			few.Groups, few.Each = slices.Clone(rule.Groups[:1]), nil
			few.Groups[0].N = 1 + p.rng.IntN(max(1, rule.Groups[0].N-1))
			e.layPeople(&aim{}, &few, p.today-program.Day(20+p.rng.IntN(500)), false)
		}
	}
}
