package seed

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

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

// worker is a person of the partner who may hold certifications.
type worker struct {
	id     int64
	name   string
	joined program.Day
}

// meter gathers what is asked of one metric until all aims are known.
type meter struct {
	threshold float64
	months    int
	customers int
	checks    []program.Day // days on which the figure is looked at
	low       program.Day   // from here on the figure falls short; zero: never
	few       bool          // too few customers rather than too little
	stale     bool          // figures stop months ago
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
	failed := false // only the first leaf of the part fails
	for i, n := range leaves {
		if slices.ContainsFunc(leaves[:i], func(m program.Node) bool {
			return m.ID == n.ID && m.Requirement.Performance == nil && m.Requirement.People == nil
		}) {
			continue
		}
		fails := a.outcome != earned && partOf(n.Requirement) == a.part && (!failed || n.Requirement.People != nil)
		failed = failed || fails
		met := a.on
		if n.ID != last {
			met -= program.Day(1 + e.rng.IntN(20))
		}
		e.lay(a, n.Requirement, checks, met, fails)
	}
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
	}
	return byReview
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
		held.Until = e.today - program.Day(31+e.rng.IntN(120))
		held.From = min(held.From, held.Until.AddMonths(-12))
		held.Submitted, held.Decided = held.From, held.From
	default:
		held.Level = program.Silver
	}
}

// layPeople lets people of the partner hold what the groups ask for; where it fails, one is missing.
func (e *evidence) layPeople(a aim, rule *program.PeopleRule, met program.Day, fails bool) {
	next := 0
	for g, group := range rule.Groups {
		if !rule.Distinct {
			next = 0
		}
		n := group.N
		if !fails && e.rng.IntN(3) == 0 {
			n++
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
			h.Expires = e.today - program.Day(5+e.rng.IntN(90))
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

func (e *evidence) layPerformance(a aim, rule *program.PerformanceRule, checks []program.Day, fails bool) {
	m := e.metrics[rule.Metric]
	if m == nil {
		m = &meter{}
		e.metrics[rule.Metric] = m
	}
	m.threshold = max(m.threshold, rule.Threshold)
	m.months = max(m.months, rule.Months)
	m.customers = max(m.customers, rule.MinCustomers, 1)
	for _, c := range checks {
		if !slices.Contains(m.checks, c) {
			m.checks = append(m.checks, c)
		}
	}
	if !fails {
		return
	}
	switch {
	case a.outcome == lost && len(checks) > 1:
		m.low = max(newestMonth(checks[len(checks)-2])+1, newestMonth(a.to).AddMonths(-rule.Months-1))
	case rule.MinCustomers > 1 && e.rng.IntN(3) == 0:
		m.few, m.low = true, 1
	case a.outcome == waiting || e.rng.IntN(4) == 0:
		m.stale = true
	default:
		m.low = 1
	}
}

// finish writes the figures of all metrics that any aim asked for.
func (e *evidence) finish() {
	slugs := make([]string, 0, len(e.metrics))
	for slug := range e.metrics {
		slugs = append(slugs, slug)
	}
	slices.Sort(slugs)
	for _, slug := range slugs {
		e.measure(slug, e.metrics[slug])
	}
}

// measure writes a metric's figures for the months that any check looks at.
func (e *evidence) measure(slug string, m *meter) {
	var months []program.Day
	for _, check := range m.checks {
		newest := newestMonth(check)
		if m.stale {
			newest = newestMonth(e.today).AddMonths(-4)
		}
		for k := range m.months + 1 {
			if month := newest.AddMonths(-k); !slices.Contains(months, month) {
				months = append(months, month)
			}
		}
	}
	slices.Sort(months)
	customers := m.customers + e.rng.IntN(3)
	if m.few {
		customers = m.customers - 1
	}
	each := (customers + m.months - 1) / m.months
	if m.months < 12 {
		each = max(each, 2)
	}
	each = min(each, customers)
	margin := 1.25 + e.rng.Float64()
	for i, month := range months {
		total := m.threshold * margin / float64(m.months)
		if m.low != 0 && month >= m.low && !m.few {
			total *= 0.3 + 0.25*float64(int(e.partner)%3)/2
		}
		for k := range each {
			value := math.Ceil(total / float64(each) * (0.9 + 0.2*e.rng.Float64()))
			e.facts.Metrics = append(e.facts.Metrics, program.MetricValue{
				Metric: slug, Month: month, Customer: e.customer((i*each + k) % customers),
				Value: value, Recorded: month.AddMonths(1) + 19,
			})
		}
	}
}

// newestMonth returns the newest month whose figures are complete on a day: they arrive on the 20th of the next.
func newestMonth(at program.Day) program.Day {
	start := at.MonthStart()
	if at >= start+19 {
		return start.AddMonths(-1)
	}
	return start.AddMonths(-2)
}

// customer returns the partner's n-th customer; the name is known to the vendor only.
func (e *evidence) customer(n int) string {
	for len(e.customers) <= n {
		name := e.pack.customer(e.rng)
		if slices.Contains(e.customers, name) {
			name += " " + strconv.Itoa(len(e.customers)+1)
		}
		e.customers = append(e.customers, name)
	}
	return e.customers[n]
}

func (e *evidence) layReferences(a aim, rule *program.ReferencesRule, met program.Day, fails bool) {
	n := rule.N
	for k := range n {
		finished := met - program.Day(60+e.rng.IntN(300))
		decided := met
		if k > 0 {
			decided -= program.Day(e.rng.IntN(30))
		}
		v := accepted(program.ByVendor, program.Manual, decided-6, decided)
		if fails && k == n-1 && a.outcome != lost {
			if a.outcome == short && e.rng.IntN(2) == 0 {
				continue
			}
			v = program.Verification{By: program.ByVendor, Mode: program.Manual, Decision: program.Submitted, Submitted: e.today - program.Day(1+e.rng.IntN(20))}
			if a.outcome == short {
				v.Decision, v.Decided, v.Reason = program.Rejected, e.today-1, "The customer could not confirm the project as described."
			}
		}
		e.refer(rule.Scenario, k, finished, v)
	}
	second := a.on.AddMonths(24)
	if a.outcome == earned && second <= e.today || a.outcome == lost && !fails && second <= a.to {
		for k := range n {
			finished := second - program.Day(60+e.rng.IntN(300))
			e.refer(rule.Scenario, n+k, finished, accepted(program.ByVendor, program.Manual, finished+10, finished+30))
		}
	}
}

func (e *evidence) refer(scenario string, customer int, finished program.Day, v program.Verification) {
	e.facts.References = append(e.facts.References, program.Reference{
		Customer: e.customer(customer), Scenario: scenario, Finished: finished, Verification: v,
	})
}

func (e *evidence) layReview(a aim, rule *program.ReviewRule, met program.Day, fails bool) {
	var modules []string
	for _, m := range rule.Modules {
		modules = append(modules, m.Slug)
	}
	r := program.Review{
		Specialization: a.specialization, Firm: pick(e.rng, e.lore.firms), Modules: modules, Passed: true, Held: met - program.Day(4+e.rng.IntN(10)),
		Verification: accepted(program.ByThirdParty, program.Manual, met-3, met),
	}
	if fails && a.outcome == waiting {
		r.Held = e.today - 9
		r.Verification = program.Verification{By: program.ByThirdParty, Mode: program.Manual, Decision: program.Submitted, Submitted: e.today - 4}
	}
	if fails && a.outcome == short {
		switch e.rng.IntN(3) {
		case 0:
			return
		case 1:
			r.Passed, r.Reason = false, "Backups had not been restored in a test within the last year."
		default:
			r.Modules = modules[:1]
		}
	}
	e.facts.Reviews = append(e.facts.Reviews, r)
	second := a.on.AddMonths(24)
	if a.outcome == earned && second <= e.today || a.outcome == lost && !fails && second <= a.to {
		r.Held = second - program.Day(20+e.rng.IntN(60))
		r.Verification = accepted(program.ByThirdParty, program.Manual, r.Held+5, r.Held+12)
		e.facts.Reviews = append(e.facts.Reviews, r)
	}
}
