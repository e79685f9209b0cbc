package seed

import (
	"slices"

	"partnerdirectory/program"
)

// worker is a person of the partner who may hold certifications.
type worker struct {
	id     int64
	name   string
	joined program.Day
}

// layPeople lets people of the partner hold what the groups ask for; where it fails, one is missing.
func (e *evidence) layPeople(a aim, rule *program.PeopleRule, met program.Day, fails bool) {
	next := 0
	for g, group := range rule.Groups {
		if !rule.Distinct {
			next = 0
		}
		n := group.N
		if !fails && met != a.on && e.rng.IntN(3) == 0 {
			n++ // one to spare, but not where people are what the grant waits for
		}
		for k := range n {
			person := e.worker(next)
			next++
			missing := fails && g == 0 && k == n-1
			decided := met
			if k > 0 {
				decided -= program.Day(e.rng.IntN(240))
			}
			for _, code := range e.choose(group.Hold) {
				e.certify(a, person, code, decided, missing)
			}
		}
	}
}

// certify records one certification, unless the person has it. A missing one has lapsed, waits or never was.
func (e *evidence) certify(a aim, person worker, code string, decided program.Day, missing bool) {
	for i := range e.facts.Holdings {
		h := &e.facts.Holdings[i]
		if h.Person == person.id && h.Code == code {
			if !missing && h.Decision == program.Accepted && h.Decided > decided {
				h.Earned, h.Submitted, h.Decided = decided-10, decided-4, decided
				h.Joined = min(h.Joined, h.Earned)
			}
			return
		}
	}
	h := program.Holding{
		Person: person.id, Name: person.name, Code: code, Earned: decided - 10, Joined: min(person.joined, decided-10),
		Verification: accepted(program.ByVendor, program.Automatic, decided-4, decided),
	}
	if e.rng.IntN(6) == 0 {
		h.Expires = e.today + program.Day(20+e.rng.IntN(500))
	}
	if missing {
		switch {
		case a.outcome == lost:
			h.Left = a.to - 45
		case a.outcome == waiting:
			h.Earned = e.today - 12
			h.Verification = program.Verification{By: program.ByVendor, Mode: program.Manual, Decision: program.Submitted, Submitted: e.today - 5}
		case e.rng.IntN(2) == 0:
			h.Expires = a.on - program.Day(5+e.rng.IntN(90))
			h.Earned = h.Expires - 730
			h.Joined = min(h.Joined, h.Earned)
			h.Verification = accepted(program.ByVendor, program.Automatic, h.Earned+6, h.Earned+10)
		default:
			return
		}
	}
	e.facts.Holdings = append(e.facts.Holdings, h)
}

// worker returns the partner's n-th person, hiring as needed.
func (e *evidence) worker(n int) worker {
	for len(e.staff) <= n {
		e.person++
		e.staff = append(e.staff, worker{
			id:     int64(e.partner)<<10 | e.person,
			name:   e.pack.person(e.rng),
			joined: e.today - program.Day(1200+e.rng.IntN(2400)), // before anything that people are asked for
		})
	}
	return e.staff[n]
}

// choose picks certifications that satisfy a formula and can still be earned.
func (e *evidence) choose(f program.Formula) []string {
	if f.Code != "" {
		return []string{f.Code}
	}
	if f.Op == program.All {
		var out []string
		for _, g := range f.Of {
			out = append(out, e.choose(g)...)
		}
		return out
	}
	start := e.rng.IntN(len(f.Of))
	for i := range f.Of {
		codes := e.choose(f.Of[(start+i)%len(f.Of)])
		if !slices.ContainsFunc(codes, e.lore.closed) {
			return codes
		}
	}
	return e.choose(f.Of[start])
}
