package program

// FateKind is what a new set does to one partner.
type FateKind string

// Fates. A label that the new set ends is lost; one that it alone brings is gained.
const (
	Untouched FateKind = "untouched" // no label before and none after
	Keeps     FateKind = "keeps"
	Gains     FateKind = "gains"
	Loses     FateKind = "loses"
)

// Fate is what a new set does to one partner, if what its facts say on the day of the question stays as it is.
type Fate struct {
	Kind   FateKind
	On     Day    // lost or gained on; kept: first judged by the new set on
	Label  string // the label that is kept or lost
	By     string // the requirement that ends the label, as its sentence; empty: none can be named
	Anyway bool   // lost without the new set too

	// Fails are the identifiers of the leaves that the partner's facts fail: of a label that is lost, leaves of the new set; of
	// one that is gained, leaves of the set before, which would stand in the way.
	Fails []string
}

// Preview asks for one set, not yet published, what it would do.
type Preview struct {
	before, after *Programme
	spec          *Specialization
	set           *Set
	at            Day
}

// PreviewOf prepares the question what a set would do if it were published on day at. The set must be of a
// specialization of the programme.
func PreviewOf(p *Programme, set Set, at Day) *Preview {
	after := *p
	after.Sets = append(append(make([]Set, 0, len(p.Sets)+1), p.Sets...), set)
	v := &Preview{before: p, after: &after, set: &after.Sets[len(p.Sets)], at: at}
	for i := range p.Specializations {
		if p.Specializations[i].Slug == set.Specialization {
			v.spec = &p.Specializations[i]
		}
	}
	return v
}

// Fate says what the set would do to the partner with these facts and labels. It lets the label's own clock run,
// with the facts standing still on the day of the question, until the new set has judged once.
func (v *Preview) Fate(facts *Facts, labels []Label) Fate {
	held := v.held(labels)
	to := max(v.at, v.set.EffectiveFrom)
	judged := to
	if held >= 0 {
		judged = v.judged(&labels[held])
		to = v.horizon(judged)
		if v.set.AtOnce != "" {
			judged = max(v.at, v.set.EffectiveFrom)
			to = max(to, judged+v.patience(&v.set.Root))
		}
	}
	after := v.life(v.after, facts, labels, held, to)
	switch {
	case held < 0 && after.Granted == 0:
		return Fate{Kind: Untouched}
	case held < 0 && v.life(v.before, facts, labels, held, to).Granted != 0:
		return Fate{Kind: Untouched} // it comes without the new set too
	case held < 0:
		f := Fate{Kind: Gains, On: after.Granted}
		if old, ok := v.before.InForce(v.spec.Slug, max(v.at, f.On)); ok {
			f.Fails = v.fails(&old, facts, labels, f.On)
		}
		return f
	case after.Ended == 0 || after.Ended > to:
		return Fate{Kind: Keeps, Label: after.ID, On: judged}
	}
	before := v.life(v.before, facts, labels, held, to)
	return Fate{
		Kind: Loses, Label: after.ID, On: after.Ended, By: after.EndedBy, Anyway: before.Ended != 0 && before.Ended <= after.Ended,
		Fails: v.fails(v.set, facts, labels, after.Ended),
	}
}

// fails lists the leaves of a set by which its tree is not met on a day, if what the facts say stays as it is.
func (v *Preview) fails(set *Set, facts *Facts, labels []Label, day Day) []string {
	c := clock{p: v.after, facts: facts, spec: v.spec, out: &Outcome{Labels: labels}, day: day, next: never, still: v.at}
	j := c.judge(set)
	var out []string
	unmet(&set.Root, 0, day, func(k int) bool { return j.holds(k) || j.state(k) == Unknown && !j.unheard(k) }, func(n *Node) { out = append(out, n.ID) })
	return out
}

// unmet calls f for each leaf that is not met in a part of the tree that is not.
func unmet(n *Node, first int, day Day, ok func(leaf int) bool, f func(n *Node)) {
	leaf := first
	if met(n, &leaf, day, ok) {
		return
	}
	if n.Op == Leaf {
		f(n)
		return
	}
	for i := range n.Children {
		if child := &n.Children[i]; child.asked(day) {
			unmet(child, first, day, ok, f)
		}
		first += n.Children[i].leaves()
	}
}

func (v *Preview) held(labels []Label) int {
	for i := range labels {
		if l := &labels[i]; l.Specialization == v.spec.Slug && l.Granted <= v.at && (l.Ended == 0 || l.Ended > v.at) {
			return i
		}
	}
	return -1
}

// judged returns the label's first anniversary that the new set decides.
func (v *Preview) judged(l *Label) Day { return v.before.firstJudged(v.set, l) }

func (p *Programme) firstJudged(set *Set, l *Label) Day {
	until := l.Until
	for until < set.EffectiveFrom || set.spares(l, until) {
		until = until.AddMonths(max(1, p.Settings.TermMonths))
	}
	return until
}

// JudgedFirst returns the day on which a held label is first judged on a published set of its specialization, and the version
// that it is judged on then: another where a newer one decides that day. A label that was granted or renewed on the set, or
// on a newer one, has been judged: zero.
func (p *Programme) JudgedFirst(set *Set, l *Label) (Day, int) {
	if l.Version >= set.Version {
		return 0, l.Version
	}
	on, by := p.firstJudged(set, l), set.Version
	if set.AtOnce != "" {
		on = set.EffectiveFrom
	}
	for i := range p.Sets {
		next := &p.Sets[i]
		if next.Specialization == set.Specialization && next.Version > by && next.EffectiveFrom <= on && !next.spares(l, on) {
			by = next.Version
		}
	}
	return on, by
}

func (v *Preview) term(d Day) Day { return d.AddMonths(max(1, v.before.Settings.TermMonths)) }

// horizon returns the day by which the new set has judged a label whose renewal it decides on an anniversary: the close of
// its window, a term later where something is tested at every second renewal or may be put off.
func (v *Preview) horizon(anniversary Day) Day {
	if v.set.Root.testsSecondRenewal() {
		anniversary = v.term(anniversary)
	}
	for range v.before.Settings.Extensions {
		anniversary = v.term(anniversary)
	}
	return anniversary + Day(v.before.Settings.RenewalClosesDays)
}

// patience returns the longest grace of a tree's leaves, in days.
func (v *Preview) patience(n *Node) Day {
	longest := Day(v.before.Settings.DefaultGraceDays)
	if n.Op == Leaf {
		return max(longest, Day(n.Requirement.graceDays(&v.before.Settings)))
	}
	for i := range n.Children {
		longest = max(longest, v.patience(&n.Children[i]))
	}
	return longest
}

// life returns what becomes of the held label, or the one that is granted, up to a day.
func (v *Preview) life(p *Programme, facts *Facts, labels []Label, held int, to Day) Label {
	return stillLife(p, v.spec, facts, labels, held, v.at, to)
}

func (n *Node) testsSecondRenewal() bool {
	if n.Op == Leaf {
		return n.Requirement.Tested == SecondRenewal
	}
	for i := range n.Children {
		if n.Children[i].testsSecondRenewal() {
			return true
		}
	}
	return false
}
