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
func (e *evidence) layPeople(a *aim, rule *program.PeopleRule, met program.Day, fails bool) {
	poor := 0 // the group in which somebody is missing
	if len(rule.Groups) > 1 && a.outcome == short && a.steady {
		poor = int(e.partner) % len(rule.Groups)
	}
	next, spare := 0, !fails && met != a.on && e.rng.IntN(3) == 0 // not where people are what the grant waits for
	for g := range rule.Groups {
		group := &rule.Groups[g]
		at := next
		if g > 0 && !apart(rule, g) {
			at = 0
		}
		n := group.N
		if g == 0 {
			n = max(n, len(rule.Each))
			if spare {
				n++
			}
		}
		var avoid []string
		if fails && poor > g {
			avoid = codesOf(nil, &rule.Groups[poor].Hold)
		}
		for k := range n {
			missing := fails && a.never() && g == poor && k == group.N-1
			e.layPerson(a, rule, place{group: g, k: k, worker: at + k}, met, avoid, fails, missing)
		}
		next = max(next, at+n)
	}
}

// place is the k-th place of a group, and the worker who fills it.
type place struct{ group, k, worker int }

// layPerson lets one person hold what a place asks for; one who is missing lacks it.
func (e *evidence) layPerson(a *aim, rule *program.PeopleRule, p place, decided program.Day, avoid []string, fails, missing bool) {
	if p.k > 0 {
		decided -= program.Day(e.rng.IntN(240))
	}
	codes := e.choose(rule.Groups[p.group].Hold, avoid)
	if p.group == 0 && p.k < len(rule.Each) {
		codes = rule.Each[p.k : p.k+1]
	}
	if p.group > 0 && missing && !apart(rule, p.group) {
		return // the person is there, but lacks what this group asks for
	}
	if !fails || a.never() {
		codes = e.ways(codes, decided) // who is to leave holds just what is asked for
	}
	for _, code := range codes {
		e.certify(a, e.worker(p.worker), code, decided, missing)
	}
}

// apart reports whether nobody of a group may count for an earlier one, or it is not decided.
func apart(r *program.PeopleRule, group int) bool {
	for _, o := range r.Overlaps {
		if o.Group == group || o.With == group {
			return o.Rule == program.Distinct || o.Rule == program.Unspecified
		}
	}
	return r.Distinct
}

func codesOf(to []string, f *program.Formula) []string {
	if f.Code != "" {
		return append(to, f.Code)
	}
	for i := range f.Of {
		to = codesOf(to, &f.Of[i])
	}
	return to
}

// ways replaces a certification now and then by the examinations that lead to it, old ones included while they count.
func (e *evidence) ways(codes []string, decided program.Day) []string {
	if e.rng.IntN(5) != 0 {
		return codes
	}
	var out []string
	for _, c := range codes {
		also := e.lore.certifications[c].Also
		if also == nil {
			out = append(out, c)
			continue
		}
		parts := codesOf(nil, also)
		if also.Op == program.Any {
			parts = codesOf(nil, &also.Of[e.rng.IntN(len(also.Of))])
		}
		if slices.ContainsFunc(parts, func(c string) bool { return !e.open(c, decided) }) {
			parts = []string{c}
		}
		out = append(out, parts...)
	}
	return out
}

// open reports whether a certification that was decided on a day could be earned before and still counts today.
func (e *evidence) open(code string, decided program.Day) bool {
	c := e.lore.certifications[code]
	return c.Retired == 0 || decided-10 < c.Retired && (c.AcceptedUntil == 0 || c.AcceptedUntil > e.today)
}

// certify records one certification, unless the person has it. A missing one has lapsed, waits or never was.
func (e *evidence) certify(a *aim, person worker, code string, decided program.Day, missing bool) {
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
	by, mode := program.ByVendor, program.Automatic
	if e.lore.certifications[code].Issuer != e.p.Vendor {
		by, mode = program.ByThirdParty, program.Manual
	}
	h := program.Holding{
		Person: person.id, Name: person.name, Code: code, Earned: decided - 10, Joined: min(person.joined, decided-10),
		Verification: accepted(by, mode, decided-4, decided),
	}
	if e.rng.IntN(6) == 0 {
		h.Expires = e.today + program.Day(20+e.rng.IntN(500))
	}
	if missing && !e.miss(a, &h) {
		return
	}
	e.facts.Holdings = append(e.facts.Holdings, h)
}

// miss lets a certification not count; false: it never was.
func (e *evidence) miss(a *aim, h *program.Holding) bool {
	switch {
	case a.outcome == waiting:
		h.Earned = e.today - 12
		h.Verification = handedIn(h.By, program.Manual, e.today-5)
	case e.rng.IntN(2) == 0:
		h.Expires = a.on - program.Day(5+e.rng.IntN(90))
		h.Earned = h.Expires - 730
		h.Joined = min(h.Joined, h.Earned)
		h.Verification = accepted(h.By, h.Mode, h.Earned+6, h.Earned+10)
	default:
		return false
	}
	return true
}

// depart lets so many people leave before the anniversary that one is missing; where the aim is pending somebody came
// instead, whose certificates wait.
func (e *evidence) depart(a *aim, rule *program.PeopleRule) {
	var codes []string
	for i := range rule.Groups {
		codes = codesOf(codes, &rule.Groups[i].Hold)
	}
	var stay []int64
	var gone int64
	var newcomers []program.Holding
	for i := range e.facts.Holdings {
		h := &e.facts.Holdings[i]
		switch {
		case !slices.Contains(codes, h.Code) || slices.Contains(stay, h.Person):
			continue
		case len(stay) < rule.Groups[0].N-1 && h.Person != gone:
			stay = append(stay, h.Person)
			continue
		}
		h.Left = min(a.to-45, e.today-6)
		if gone == 0 {
			gone = h.Person
			e.person++
		}
		if gone == h.Person && a.outcome == pending {
			newcomers = append(newcomers, program.Holding{
				Person: int64(e.partner)<<10 | e.person, Name: e.pack.person(e.rng), Code: h.Code,
				Earned: a.to - 20, Joined: a.to - 40, Verification: handedIn(h.By, program.Manual, min(a.to-3, e.today)),
			})
		}
	}
	for i := range newcomers {
		newcomers[i].Name = newcomers[0].Name
	}
	e.facts.Holdings = append(e.facts.Holdings, newcomers...)
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

// choose picks certifications that satisfy a formula and can still be earned, without those to avoid where it can.
func (e *evidence) choose(f program.Formula, avoid []string) []string {
	if f.Code != "" {
		return []string{f.Code}
	}
	if f.Op == program.All {
		var out []string
		for _, g := range f.Of {
			out = append(out, e.choose(g, avoid)...)
		}
		return out
	}
	start := e.rng.IntN(len(f.Of))
	for i := range f.Of {
		codes := e.choose(f.Of[(start+i)%len(f.Of)], avoid)
		if !slices.ContainsFunc(codes, func(c string) bool { return e.lore.certifications[c].Retired != 0 || slices.Contains(avoid, c) }) {
			return codes
		}
	}
	return e.choose(f.Of[start], avoid)
}
