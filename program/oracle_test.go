package program

import (
	"fmt"
	"slices"
)

// oracle decides labels the slow and plain way: it walks every day and looks at every fact anew. It shares no code with
// the rules that it checks beyond the calendar.
type oracle struct {
	*history
	day  Day
	spec string
	by   Day // what waits is hoped for only if it was handed in by then; zero: whenever

	blind bool // addresses that nobody looked at answer

	brought map[brought]float64 // what indicators brought on earlier days
}

type brought struct {
	in  *Indicator
	day Day
}

func (o oracle) counts(v Verification) bool {
	return v.Decision == Accepted && v.Decided <= o.day && o.before(v.Superseded)
}

func (o oracle) waits(v Verification) bool {
	return v.Decision != Draft && v.Submitted <= o.day && (v.Decision == Submitted || v.Decided > o.day) && o.before(v.Superseded)
}

// usable reports whether evidence counts, or would if everything that waits were accepted.
func (o oracle) usable(v Verification, hopeful bool) bool {
	return o.counts(v) || hopeful && o.waits(v) && (o.by == 0 || v.Submitted <= o.by)
}

func (o oracle) before(d Day) bool { return d == 0 || o.day < d }

func (o oracle) young(d Day, months int) bool {
	return d <= o.day && (months == 0 || o.day < d.AddMonths(months))
}

func (o oracle) state(n *Node) State {
	if n.Op != Leaf {
		return o.group(n, o.state)
	}
	if n.Requirement.Scorecard != nil {
		return o.scored(n.Requirement.Scorecard)
	}
	return o.ruled(n.Requirement)
}

func (o oracle) ruled(r *Requirement) State {
	if r.Performance != nil {
		state, _ := o.performance(r.Performance)
		return state
	}
	blind := o
	blind.blind = true
	switch {
	case o.enough(r, false):
		return Met
	case o.enough(r, true):
		return Awaiting
	case blind.enough(r, true):
		return Unknown
	}
	return NotMet
}

// worth is what an indicator brings on a day: what is sure, or hoped for, and what it would bring if missing data were good.
func (o oracle) worth(in *Indicator, hopeful bool) (points, best float64) {
	r := &in.Rule
	switch {
	case r.Performance != nil:
		state, have := o.performance(r.Performance)
		switch {
		case state == Unknown:
			return 0, in.Points
		case state == Met:
			return in.Points, in.Points
		case in.Linear:
			points = in.Points * min(1, max(0, have/r.Performance.Threshold))
		}
		return points, points
	case o.enough(r, hopeful):
		return in.Points, in.Points
	case in.Linear:
		have, of := o.share(r, hopeful)
		points = in.Points * min(1, float64(have)/float64(of))
	}
	blind := o
	blind.blind = true
	// Whether an address answers is not known: only what is not hoped for hides behind that.
	best = points
	if o.ruled(r) == Unknown || o.by != 0 && blind.enough(r, hopeful) {
		best = in.Points
	}
	return points, best
}

// share counts how many of the things that a rule needs are there: the most that still would be enough.
func (o oracle) share(r *Requirement, hopeful bool) (have, of int) {
	try := *r
	switch {
	case r.Competency != nil:
		if of = 1; r.Competency.Match == All {
			of = len(r.Competency.Competencies)
		}
		for _, slug := range r.Competency.Competencies {
			try.Competency = &CompetencyRule{Competencies: []string{slug}, Match: Any, Level: r.Competency.Level}
			if o.enough(&try, hopeful) {
				have++
			}
		}
	case r.People != nil:
		for _, g := range r.People.Groups {
			of += g.N
		}
		have = o.places(r.People, hopeful)
	case r.References != nil:
		of = r.References.N
		for n := 1; n <= of; n++ {
			rule := *r.References
			if rule.N = n; o.enough(&Requirement{References: &rule}, hopeful) {
				have = n
			}
		}
	case r.CaseStudies != nil:
		of = r.CaseStudies.N
		for n := 1; n <= of; n++ {
			rule := *r.CaseStudies
			if rule.N = n; o.enough(&Requirement{CaseStudies: &rule}, hopeful) {
				have = n
			}
		}
	case r.Review != nil:
		of = len(r.Review.Modules)
		for _, m := range r.Review.Modules {
			rule := *r.Review
			if rule.Modules = []ReviewModule{m}; o.enough(&Requirement{Review: &rule}, hopeful) {
				have++
			}
		}
	}
	return have, of
}

// places tries smaller and smaller groups until people can fill them all.
func (o oracle) places(r *PeopleRule, hopeful bool) int {
	best := 0
	var try func(g int, groups []PeopleGroup, sum int)
	try = func(g int, groups []PeopleGroup, sum int) {
		if g == len(groups) {
			if sum > best && o.staffed(&PeopleRule{Groups: groups, Distinct: r.Distinct}, hopeful) {
				best = sum
			}
			return
		}
		for n := range r.Groups[g].N + 1 {
			smaller := slices.Clone(groups)
			smaller[g].N = n
			try(g+1, smaller, sum+n)
		}
	}
	try(0, r.Groups, 0)
	return best
}

func (o oracle) passes(r *ScorecardRule, of func(*Indicator) float64) bool {
	sum, enough := 0.0, true
	for i := range r.Indicators {
		in := &r.Indicators[i]
		points := of(in)
		sum += points
		enough = enough && points >= in.Minimum-1e-9
	}
	return enough && sum >= r.Pass-1e-9
}

// sure is what an indicator brings, brought within the months for which it is kept, or was given.
func (o oracle) sure(in *Indicator) float64 {
	most, _ := o.worth(in, o.by != 0)
	for _, a := range o.facts.Allowances {
		if a.Specialization == o.spec && a.Indicator == in.ID && max(a.From, a.Given) <= o.day && o.before(a.Until) && o.before(a.Superseded) {
			most = max(most, min(a.Points, in.Points))
		}
	}
	if in.KeptMonths > 0 {
		past := o
		for past.by, past.day = 0, o.day-1; past.day.AddMonths(in.KeptMonths) > o.day; past.day-- {
			points, ok := o.brought[brought{in, past.day}]
			if !ok {
				points, _ = past.worth(in, false)
				o.brought[brought{in, past.day}] = points
			}
			most = max(most, points)
		}
	}
	return most
}

func (o oracle) scored(r *ScorecardRule) State {
	sure := map[string]float64{}
	for i := range r.Indicators {
		sure[r.Indicators[i].ID] = o.sure(&r.Indicators[i])
	}
	switch {
	case o.passes(r, func(in *Indicator) float64 { return sure[in.ID] }):
		return Met
	case o.passes(r, func(in *Indicator) float64 {
		points, _ := o.worth(in, true)
		return max(sure[in.ID], points)
	}):
		return Awaiting
	case o.passes(r, func(in *Indicator) float64 {
		hoped, _ := o.worth(in, true)
		_, best := o.worth(in, false)
		return max(sure[in.ID], hoped, best)
	}):
		return Unknown
	}
	return NotMet
}

// group tries what the group would say if awaiting and unknown children turned out well.
func (o oracle) group(n *Node, state func(*Node) State) State {
	var states []State
	for i := range n.Children {
		s := state(&n.Children[i])
		if n.Op == All && s == NotMet {
			return NotMet
		}
		states = append(states, s)
	}
	good := func(fine ...State) bool {
		met := 0
		for _, s := range states {
			if slices.Contains(fine, s) {
				met++
			}
		}
		switch n.Op {
		case All:
			return met == len(n.Children)
		case Any:
			return met > 0
		}
		return met >= n.K
	}
	switch {
	case good(Met):
		return Met
	case good(Met, Awaiting):
		return Awaiting
	case good(Met, Awaiting, Unknown):
		return Unknown
	}
	return NotMet
}

func (o oracle) enough(r *Requirement, hopeful bool) bool {
	distinct := map[string]bool{}
	switch {
	case r.Competency != nil:
		for _, a := range o.facts.Attainments {
			level := a.Level == Gold || r.Competency.Level == Silver
			if level && a.From <= o.day && o.before(a.Until) && o.usable(a.Verification, hopeful) &&
				slices.Contains(r.Competency.Competencies, a.Competency) {
				distinct[a.Competency] = true
			}
		}
		if r.Competency.Match == Any {
			return len(distinct) > 0
		}
		return len(distinct) == len(r.Competency.Competencies)
	case r.People != nil:
		return o.staffed(r.People, hopeful)
	case r.References != nil:
		for _, f := range o.facts.References {
			mine := f.AssignedTo == o.spec && f.Assigned <= o.day || !r.References.Assigned
			if o.usable(f.Verification, hopeful) && (r.References.Scenario == "" || r.References.Scenario == f.Scenario) &&
				o.young(f.Finished, r.References.MaxAgeMonths) && o.before(f.Expires) && mine {
				if r.References.AnyCustomer {
					distinct[fmt.Sprint(f.ID)] = true
				} else {
					distinct[f.Customer] = true
				}
			}
		}
		return len(distinct) >= r.References.N
	case r.CaseStudies != nil:
		for _, f := range o.facts.Cases {
			if o.usable(f.Verification, hopeful) && o.young(f.Published, r.CaseStudies.MaxAgeMonths) &&
				slices.Contains(f.Specializations, o.spec) && (r.CaseStudies.Scenario == "" || r.CaseStudies.Scenario == f.Scenario) &&
				(!r.CaseStudies.Reachable || o.answers(f)) {
				distinct[f.Slug] = true
			}
		}
		return len(distinct) >= r.CaseStudies.N
	}
	for _, f := range o.facts.Reviews {
		if f.Passed && f.Specialization == o.spec && o.usable(f.Verification, hopeful) && o.young(f.Held, r.Review.ValidMonths) {
			for _, m := range f.Modules {
				distinct[m] = true
			}
		}
	}
	for _, a := range o.facts.Allowances {
		if a.Specialization == o.spec && max(a.From, a.Given) <= o.day && o.before(a.Until) && o.before(a.Superseded) {
			distinct[a.Module] = true
		}
	}
	return !slices.ContainsFunc(r.Review.Modules, func(m ReviewModule) bool { return !distinct[m.Slug] })
}

// answers looks at the newest look at an address.
func (o oracle) answers(f CaseEvidence) bool {
	answer, found := false, false
	for _, l := range f.Links {
		if l.Checked <= o.day {
			answer, found = l.Reachable, true
		}
	}
	return answer || !found && o.blind
}

func (o oracle) performance(r *PerformanceRule) (State, float64) {
	var newest Day
	this := o.day.MonthStart()
	for _, v := range o.facts.Metrics {
		if v.Metric == r.Metric && v.Recorded <= o.day && v.Month < this && o.before(v.Superseded) {
			newest = max(newest, v.Month)
		}
	}
	if newest == 0 || int(o.day-newest.AddMonths(1)+1) > o.programme.Settings.StaleFiguresDays {
		return Unknown, 0
	}
	total, customers := 0.0, 0
	months := make([]Day, r.Months)
	for back := range months {
		months[back] = newest.AddMonths(-back)
	}
	for _, customer := range []string{"x", "y", "z"} {
		sum := 0.0
		for _, month := range months {
			recorded := Day(0)
			value := 0.0
			for _, v := range o.facts.Metrics { // in order of ID
				if v.Month == month && v.Metric == r.Metric && v.Customer == customer && v.Recorded <= o.day && v.Recorded >= recorded && o.before(v.Superseded) {
					value, recorded = v.Value, v.Recorded
				}
			}
			sum += value
		}
		total += sum
		if sum > 0 {
			customers++
		}
	}
	if total >= r.Threshold && customers >= r.MinCustomers {
		return Met, total
	}
	return NotMet, total
}

// here reports whether a person counts for this partner by the associations that are known.
func (o oracle) here(person int64) bool {
	var admitted []Association
	list := slices.Clone(o.facts.Associations)
	slices.SortFunc(list, func(a, b Association) int { return int(a.From-b.From)*1000 + int(a.ID-b.ID) })
	for _, a := range list {
		if a.Person != person || max(a.From, a.Recorded) > o.day || !o.before(a.Superseded) {
			continue
		}
		year, soon := 0, false
		for _, b := range admitted {
			if b.From.AddMonths(12) > a.From {
				year++
			}
			soon = soon || int(a.From-b.From) < o.programme.Settings.AssociationGapDays
		}
		if !soon && year < o.programme.Settings.AssociationsPerYear {
			admitted = append(admitted, a)
		}
	}
	if len(admitted) == 0 {
		return true
	}
	last := admitted[len(admitted)-1]
	return last.Here && o.before(last.Until)
}

func (o oracle) staffed(r *PeopleRule, hopeful bool) bool {
	held := map[int64]map[string]bool{}
	for _, h := range o.facts.Holdings {
		i := slices.IndexFunc(o.programme.Certifications, func(c Certification) bool { return c.Code == h.Code })
		cert := o.programme.Certifications[i]
		retired := cert.Retired != 0 && (h.Earned >= cert.Retired || cert.AcceptedUntil != 0 && o.day > cert.AcceptedUntil)
		if h.Earned <= o.day && o.before(h.Expires) && h.Joined <= o.day && o.before(h.Left) && !retired && o.here(h.Person) &&
			o.shown(cert, h.Verification, hopeful) {
			if held[h.Person] == nil {
				held[h.Person] = map[string]bool{}
			}
			held[h.Person][h.Code] = true
		}
	}
	var people []map[string]bool
	for _, codes := range held {
		people = append(people, codes)
	}
	if r.Distinct {
		return bruteForce(r.Groups, people)
	}
	for _, g := range r.Groups {
		if !bruteForce([]PeopleGroup{g}, people) {
			return false
		}
	}
	return true
}

// shown reports whether a certification counts; one that a review has to verify waits for that.
func (o oracle) shown(c Certification, v Verification, hopeful bool) bool {
	if c.InReview && o.counts(v) && (v.By != ByThirdParty || v.Mode != Manual) {
		return hopeful && (o.by == 0 || v.Submitted <= o.by)
	}
	return o.usable(v, hopeful)
}

// bruteForce tries every way to give each person one place or none.
func bruteForce(groups []PeopleGroup, people []map[string]bool) bool {
	if !slices.ContainsFunc(groups, func(g PeopleGroup) bool { return g.N > 0 }) {
		return true
	}
	if len(people) == 0 {
		return false
	}
	for i, g := range groups {
		if g.N > 0 && fulfils(g.Hold, people[0]) {
			rest := slices.Clone(groups)
			rest[i].N--
			if bruteForce(rest, people[1:]) {
				return true
			}
		}
	}
	return bruteForce(groups, people[1:])
}

func fulfils(f Formula, held map[string]bool) bool {
	if f.Code != "" {
		return held[f.Code]
	}
	for _, part := range f.Of {
		if fulfils(part, held) != (f.Op == All) {
			return f.Op == Any
		}
	}
	return f.Op == All
}

// naiveLabels walks the days one by one; shown says for each day which labels the public saw on it.
func (h *history) naiveLabels() (labels []Label, shown map[Day]map[int]bool) {
	memory := map[brought]float64{}
	shown = map[Day]map[int]bool{}
	for day := h.from; day <= h.at; day++ {
		for _, spec := range h.programme.Specializations {
			labels = oracle{history: h, day: day, spec: spec.Slug, brought: memory}.step(labels)
		}
		shown[day] = map[int]bool{}
		for i, l := range labels {
			hidden := slices.ContainsFunc(l.Absences, func(a Absence) bool { return a.Until == 0 })
			shown[day][i] = l.Ended == 0 && !hidden
		}
	}
	return labels, shown
}

// hand is what was ordered by hand.
type hand struct {
	suspended, revoked, achieved bool
	override                     Day
	given                        Day // a revoked label was given back
}

// hands replays all orders up to the day.
func (o oracle) hands() hand {
	var h hand
	list := slices.Clone(o.facts.Orders)
	slices.SortFunc(list, func(a, b Order) int {
		return int(max(a.From, a.Given)-max(b.From, b.Given))*1000 + int(a.ID-b.ID)
	})
	for _, order := range list {
		begins := max(order.From, order.Given)
		if order.Specialization != o.spec || begins > o.day {
			continue
		}
		if !o.before(order.Superseded) {
			if order.Kind == Revoke {
				h.given = max(h.given, order.Superseded)
			}
			continue
		}
		switch order.Kind {
		case Suspend:
			h.suspended = o.before(order.Until)
		case Lift:
			h.suspended = false
		case Revoke:
			h.revoked = true
		case Reinstate:
			h.revoked, h.given = false, max(h.given, begins)
		case Achieve:
			h.achieved, h.override = o.before(order.Until), order.Until
		}
	}
	return h
}

// set is the newest set that is known and effective.
func (o oracle) set(at Day, but func(Set) bool) *Set {
	var newest *Set
	for i, s := range o.programme.Sets {
		if s.Specialization == o.spec && s.EffectiveFrom <= at && s.Published <= o.day && (but == nil || !but(s)) {
			newest = &o.programme.Sets[i]
		}
	}
	return newest
}

func (o oracle) term(d Day) Day { return d.AddMonths(o.programme.Settings.TermMonths) }

func (o oracle) step(labels []Label) []Label {
	h := o.hands()
	held, last := -1, -1
	for i, l := range labels {
		switch {
		case l.Specialization != o.spec:
		case l.Ended == 0:
			held = i
		default:
			last = i // they end in the order of their grant
		}
	}
	if held < 0 && last >= 0 && labels[last].Reason == EndRevoked && !h.revoked && h.given >= labels[last].Ended {
		l := &labels[last]
		if l.Ended < o.day {
			l.Absences = append(l.Absences, Absence{State: Revoked, From: l.Ended, Until: o.day})
		}
		l.Ended, l.Reason, held = 0, "", last
	}
	if held >= 0 {
		l := &labels[held]
		for _, decide := range []func(*Label, hand){o.obey, o.override, o.renew, o.test} {
			if l.Ended == 0 {
				decide(l, h)
			}
		}
		if l.Ended == 0 {
			return labels
		}
	}
	set := o.set(o.day, nil)
	if h.revoked || h.suspended || set == nil || slices.ContainsFunc(labels, func(l Label) bool { return l.Specialization == o.spec && l.Reason == EndRevoked }) {
		return labels
	}
	l := Label{Specialization: o.spec, Version: set.Version, Granted: o.day, Until: o.term(o.day)}
	switch {
	case o.state(&set.Root) == Met:
	case h.achieved:
		l.Override = h.override
	default:
		return labels
	}
	return append(labels, l)
}

func (o oracle) obey(l *Label, h hand) {
	if h.revoked {
		l.Ended, l.Reason = o.day, EndRevoked
		return
	}
	for i := range l.Absences {
		if a := &l.Absences[i]; a.State == Suspended && a.Until == 0 {
			if !h.suspended {
				a.Until = o.day
			}
			return
		}
	}
	if h.suspended {
		l.Absences = append(l.Absences, Absence{State: Suspended, From: o.day})
	}
}

func (o oracle) override(l *Label, h hand) {
	switch {
	case l.Override == 0:
	case h.achieved:
		l.Override = h.override
	default:
		set := o.set(o.day, nil)
		if set != nil && o.state(&set.Root) == Met {
			l.Override, l.Version = 0, set.Version
			return
		}
		l.Ended, l.Reason = o.day, EndOverride
	}
}

// odd reports whether the next renewal leaves out what is tested at every second.
func (o oracle) odd(l *Label) bool {
	renewals := 1
	for d := o.term(l.Granted); d < l.Until; renewals++ {
		d = o.term(d)
	}
	return renewals%2 == 1
}

// whole is what all of a tree says at a renewal.
func (o oracle) whole(n *Node, odd bool) State {
	if n.Op != Leaf {
		return o.group(n, func(n *Node) State { return o.whole(n, odd) })
	}
	if odd && n.Requirement.Tested == SecondRenewal {
		return Met
	}
	return o.state(n)
}

func (o oracle) renew(l *Label, h hand) {
	if o.day < l.Until {
		return
	}
	for _, x := range o.programme.Settings.Extensions {
		if x.From <= l.Until && l.Until <= x.Until && x.Published <= o.day && !slices.Contains(x.Except, o.spec) {
			l.Until, l.Kept = o.term(l.Until), 0
			o.renew(l, h)
			return
		}
	}
	set := o.set(l.Until, func(s Set) bool { return l.Until < s.SparedUntil && l.Granted < s.EffectiveFrom })
	odd := o.odd(l)
	if set != nil && (h.achieved || o.whole(&set.Root, odd) == Met) {
		l.Version, l.Renewed, l.Until, l.Kept = set.Version, o.day, o.term(l.Until), 0
		o.renew(l, h)
		return
	}
	closes := l.Until + Day(o.programme.Settings.RenewalClosesDays)
	if o.day < closes {
		return
	}
	inTime := o
	inTime.by = closes
	var could func(n *Node) State
	could = func(n *Node) State {
		if n.Op != Leaf {
			return o.group(n, could)
		}
		heard := n.Requirement.Performance == nil
		for _, v := range o.facts.Metrics {
			heard = heard || v.Metric == n.Requirement.Performance.Metric && v.Recorded <= o.day
		}
		if s := o.whole(n, odd); s == Met || heard && (s == Unknown || inTime.hopes(n.Requirement)) {
			return Met
		}
		return NotMet
	}
	switch {
	case set == nil || could(&set.Root) != Met:
		l.Ended, l.Reason = o.day, EndNotRenewed
	case l.Kept == 0:
		l.Kept = o.day
	}
}

// hopes reports whether a leaf may turn out well by what was handed in in time and by missing data.
func (o oracle) hopes(r *Requirement) bool {
	if r.Scorecard != nil {
		return o.passes(r.Scorecard, func(in *Indicator) float64 {
			_, best := o.worth(in, true)
			return max(o.sure(in), best)
		})
	}
	blind := o
	blind.blind = true
	return r.Performance == nil && blind.enough(r, true)
}

func (o oracle) test(l *Label, h hand) {
	if h.achieved {
		l.FailingSince = 0
		return
	}
	var set *Set
	moving := false
	for i, s := range o.programme.Sets {
		if s.Specialization != o.spec {
			continue
		}
		if s.Version == l.Version && !moving || s.AtOnce != "" && s.Version > l.Version && s.EffectiveFrom <= o.day {
			set, moving = &o.programme.Sets[i], s.Version > l.Version
		}
	}
	odd := o.odd(l)
	if moving && o.whole(&set.Root, odd) == Met {
		l.Version, moving = set.Version, false
	}
	// fails reports whether the label's set breaks by failures that had patience for fewer days than given.
	fails := func(days int) bool {
		var state func(n *Node) State
		state = func(n *Node) State {
			if n.Op != Leaf {
				return o.group(n, state)
			}
			r := n.Requirement
			patience := o.programme.Settings.DefaultGraceDays
			switch {
			case r.Tested != Continuously && !moving, r.Tested == Continuously && r.OnLapse == EndsTerm, moving && odd && r.Tested == SecondRenewal:
				return Met
			case r.Tested == Continuously && r.OnLapse == EndsAtOnce:
				patience = 0
			case r.Tested == Continuously && r.GraceDays > 0:
				patience = r.GraceDays
			}
			if s := o.state(n); s == Met || s == Unknown || patience > days {
				return Met
			}
			return NotMet
		}
		return state(&set.Root) != Met
	}
	if !fails(1 << 20) {
		l.FailingSince = 0
		return
	}
	since := l.FailingSince
	if since == 0 {
		since = o.day
	}
	if fails(int(o.day - since)) {
		l.Ended, l.Reason = o.day, EndLapsed
		return
	}
	l.FailingSince = since
}
