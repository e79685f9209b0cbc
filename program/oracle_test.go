package program

import "slices"

// oracle decides labels the slow and plain way: it walks every day and looks at every fact anew. It shares no code with
// the rules that it checks beyond the calendar.
type oracle struct {
	*history
	day  Day
	spec string
	by   Day // what waits is hoped for only if it was handed in by then; zero: whenever
}

func (o oracle) counts(v Verification) bool { return v.Decision == Accepted && v.Decided <= o.day }

func (o oracle) waits(v Verification) bool {
	return v.Submitted <= o.day && (v.Decision == Submitted || v.Decided > o.day)
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
	if n.Requirement.Performance != nil {
		return o.performance(n.Requirement.Performance)
	}
	switch {
	case o.enough(n.Requirement, false):
		return Met
	case o.enough(n.Requirement, true):
		return Awaiting
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
			if o.usable(f.Verification, hopeful) && (r.References.Scenario == "" || r.References.Scenario == f.Scenario) &&
				o.young(f.Finished, r.References.MaxAgeMonths) {
				distinct[f.Customer] = true
			}
		}
		return len(distinct) >= r.References.N
	case r.CaseStudies != nil:
		for _, f := range o.facts.Cases {
			if o.usable(f.Verification, hopeful) && o.young(f.Published, r.CaseStudies.MaxAgeMonths) &&
				slices.Contains(f.Specializations, o.spec) {
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
	return !slices.ContainsFunc(r.Review.Modules, func(m ReviewModule) bool { return !distinct[m.Slug] })
}

func (o oracle) performance(r *PerformanceRule) State {
	var newest Day
	this := o.day.MonthStart()
	for _, v := range o.facts.Metrics {
		if v.Metric == r.Metric && v.Recorded <= o.day && v.Month < this {
			newest = max(newest, v.Month)
		}
	}
	if newest == 0 || int(o.day-newest.AddMonths(1)+1) > o.programme.Settings.StaleFiguresDays {
		return Unknown
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
				if v.Month == month && v.Metric == r.Metric && v.Customer == customer && v.Recorded <= o.day && v.Recorded >= recorded {
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
		return Met
	}
	return NotMet
}

func (o oracle) staffed(r *PeopleRule, hopeful bool) bool {
	held := map[int64]map[string]bool{}
	for _, h := range o.facts.Holdings {
		i := slices.IndexFunc(o.programme.Certifications, func(c Certification) bool { return c.Code == h.Code })
		cert := o.programme.Certifications[i]
		retired := cert.Retired != 0 && (h.Earned >= cert.Retired || cert.AcceptedUntil != 0 && o.day > cert.AcceptedUntil)
		if h.Earned <= o.day && o.before(h.Expires) && h.Joined <= o.day && o.before(h.Left) && !retired &&
			o.usable(h.Verification, hopeful) {
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

// labels walks the days one by one.
func (h *history) naiveLabels() []Label {
	var labels []Label
	for day := h.from; day <= h.at; day++ {
		for _, spec := range h.programme.Specializations {
			labels = oracle{history: h, day: day, spec: spec.Slug}.step(labels)
		}
	}
	return labels
}

func (o oracle) set(at Day) *Set {
	s, ok := o.programme.InForce(o.spec, at)
	if !ok {
		return nil
	}
	return &s
}

func (o oracle) step(labels []Label) []Label {
	for i := range labels {
		if l := &labels[i]; l.Specialization == o.spec && l.Ended == 0 {
			o.renew(l)
			if l.Ended == 0 {
				o.test(l)
			}
			if l.Ended == 0 {
				return labels
			}
		}
	}
	if set := o.set(o.day); set != nil && o.state(&set.Root) == Met {
		labels = append(labels, Label{
			Specialization: o.spec, Version: set.Version, Granted: o.day, Until: o.day.AddMonths(o.programme.Settings.TermMonths),
		})
	}
	return labels
}

func (o oracle) renew(l *Label) {
	if o.day < l.Until {
		return
	}
	set := o.set(l.Until)
	renewals := 1
	for d := l.Granted.AddMonths(o.programme.Settings.TermMonths); d < l.Until; renewals++ {
		d = d.AddMonths(o.programme.Settings.TermMonths)
	}
	var state func(n *Node) State
	state = func(n *Node) State {
		if n.Op == Leaf && n.Requirement.Tested == SecondRenewal && renewals%2 == 1 {
			return Met
		}
		if n.Op == Leaf {
			return o.state(n)
		}
		return o.group(n, state)
	}
	if set != nil && state(&set.Root) == Met {
		l.Version, l.Renewed, l.Until, l.Kept = set.Version, o.day, l.Until.AddMonths(o.programme.Settings.TermMonths), 0
		o.renew(l)
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
		if s := state(n); s == Met || s == Unknown || n.Requirement.Performance == nil && inTime.enough(n.Requirement, true) {
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

func (o oracle) test(l *Label) {
	var set Set
	for _, s := range o.programme.Sets {
		if s.Specialization == o.spec && s.Version == l.Version {
			set = s
		}
	}
	// fails reports whether the label's set breaks by failures that had patience for fewer days than given.
	fails := func(days int) bool {
		var state func(n *Node) State
		state = func(n *Node) State {
			if n.Op != Leaf {
				return o.group(n, state)
			}
			r := n.Requirement
			if r.Tested != Continuously || r.OnLapse == EndsTerm {
				return Met
			}
			patience := 0
			if r.OnLapse == EndsGrace {
				if patience = r.GraceDays; patience == 0 {
					patience = o.programme.Settings.DefaultGraceDays
				}
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
