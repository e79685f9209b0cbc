package program

import (
	"math"
	"slices"
)

// never is later than any day: the end of what has none.
const never Day = math.MaxInt32

// evaluation looks at one partner's facts for one specialization on one day.
type evaluation struct {
	p              *Programme
	facts          *Facts
	specialization string
	at             Day
	labels         []Label
	brief          bool // only states are wanted: no words, evidence or ends
	silent         bool // no words are wanted
	leafID         string
	location       *string // only what this location brings counts; nil: all together
	hope           Day     // what was handed in by then and waits counts as if it were accepted; zero: it does not
	known          Day     // decisions after this day are not known yet; zero: all of the day are
	next           Day     // the first day after at on which what was looked at may say something else
}

// Evaluate says what the facts known on day at mean for every node of a set. It neither keeps nor changes facts.
// The standing's State is what the facts alone say; [Advance] knows the labels too.
func Evaluate(p *Programme, set Set, facts *Facts, at Day) Standing {
	e := evaluation{p: p, facts: facts, specialization: set.Specialization, at: at, next: never, labels: facts.Labels}
	return e.standing(&set)
}

// words reports whether findings are to explain themselves.
func (e *evaluation) words() bool { return !e.brief && !e.silent }

// standing evaluates a set and notes the first day on which anything in the result may be otherwise.
func (e *evaluation) standing(set *Set) Standing {
	s := Standing{Specialization: set.Specialization, Version: set.Version, At: e.at, Root: e.node(&set.Root)}
	if e.words() {
		bookable(&set.Root, &s.Root, withoutReviews(&set.Root, &s.Root, e.at))
	}
	started := s.tally(&s.Root)
	switch {
	case s.Root.State == Met:
		s.State = Earned
	case started:
		s.State = InProgress
	default:
		s.State = NotStarted
	}
	return s
}

// nextStep returns the first day after at on which something begins to wait for a decision, and the very next day while
// anything waits: what waits may run out in many ways, and little does.
func nextStep(facts *Facts, at Day) Day {
	next := never
	note := func(v *Verification) {
		switch {
		case v.Submitted > at:
			next = min(next, v.Submitted)
		case v.waits(at):
			next = at + 1
		}
	}
	for i := range facts.Attainments {
		note(&facts.Attainments[i].Verification)
	}
	for i := range facts.Holdings {
		note(&facts.Holdings[i].Verification)
	}
	for i := range facts.References {
		note(&facts.References[i].Verification)
	}
	for i := range facts.Cases {
		note(&facts.Cases[i].Verification)
	}
	for i := range facts.Reviews {
		note(&facts.Reviews[i].Verification)
	}
	for i := range facts.Recognitions {
		note(&facts.Recognitions[i].Verification)
	}
	for i := range facts.Documents {
		note(&facts.Documents[i].Verification)
	}
	return next
}

// tally counts the leaves under f and reports whether any of them has begun.
func (s *Standing) tally(f *Finding) (started bool) {
	if len(f.Children) == 0 {
		s.Of++
		if f.State.holds() {
			s.Met++
		}
		return f.Have > 0 || f.State.holds() || f.State == Awaiting
	}
	for i := range f.Children {
		started = s.tally(&f.Children[i]) || started
	}
	return started
}

// holds reports whether a requirement in this state is as good as met.
func (s State) holds() bool { return s == Met || s == Waived }

func (e *evaluation) node(n *Node) Finding {
	if n.Op == Leaf {
		return e.leaf(n)
	}
	f := Finding{Node: n.ID, Unit: Conditions, Need: float64(n.needs()), Children: make([]Finding, len(n.Children))}
	for i := range n.Children {
		child := &n.Children[i]
		f.Children[i] = e.node(child)
		e.later(child.From)
		e.later(child.Until)
		if !child.asked(e.at) {
			e.unasked(n.Op, child, &f.Children[i])
		}
		f.AsOf = max(f.AsOf, f.Children[i].AsOf)
	}
	f.Have, f.State, f.Until = joined(f.Children, n.needs())
	f.Gap = max(0, f.Need-f.Have)
	if e.words() {
		f.Formula = "The number of these conditions that are met."
		if !f.State.holds() {
			f.Next = nextOfGroup(n, &f)
		}
	}
	return f
}

// needs returns how many of a group's children must be met.
func (n *Node) needs() int {
	switch n.Op {
	case Any:
		return 1
	case AtLeast:
		return n.K
	}
	return len(n.Children)
}

// joined says what k of the findings together mean. A group that waiting evidence alone would meet is awaiting; one
// that could be met if missing data turned out well is unknown.
func joined(children []Finding, k int) (have float64, state State, until Day) {
	var met, awaiting, unknown int
	ends := make([]Day, 0, 16)
	for i := range children {
		switch children[i].State {
		case Met, Waived:
			met++
			ends = append(ends, endOf(children[i].Until))
		case Awaiting:
			awaiting++
		case Unknown:
			unknown++
		}
	}
	switch {
	case met >= k:
		return float64(met), Met, known(kthLargest(ends, k))
	case met+awaiting >= k:
		return float64(met), Awaiting, 0
	case met+awaiting+unknown >= k:
		return float64(met), Unknown, 0
	}
	return float64(met), NotMet, 0
}

func nextOfGroup(n *Node, f *Finding) string {
	if n.Op == All {
		for i := range f.Children {
			if c := &f.Children[i]; !c.State.holds() {
				return c.Next
			}
		}
	}
	missing := int(f.Gap)
	nearest := nearestNext(f.Children)
	if n.Op == Any {
		return "Any one of " + numeral(len(n.Children)) + " conditions is enough." + nearest
	}
	return "You need " + numeral(missing) + " more of " + numeral(len(n.Children)) + " conditions." + nearest
}

// nearestNext is what to do about the condition of which the largest part is there, as a sentence that follows another.
func nearestNext(children []Finding) string {
	best, part := "", -1.0
	for i := range children {
		c := &children[i]
		if c.State.holds() || c.Next == "" || c.Need <= 0 {
			continue
		}
		if x := c.Have / c.Need; x > part {
			best, part = c.Next, x
		}
	}
	if best == "" {
		return ""
	}
	return " The nearest: " + uncapital(best)
}

func (e *evaluation) leaf(n *Node) Finding {
	f := Finding{Node: n.ID}
	r := n.Requirement
	e.leafID = n.ID
	e.rule(r, &f)
	if r.Relaxed != nil || len(e.facts.Waivers) > 0 || len(e.facts.Outages) > 0 {
		e.except(n, &f)
	}
	if e.brief {
		return f
	}
	f.By, f.Mode, f.On = r.VerifiedBy, r.Mode, f.AsOf
	if r.Performance != nil && len(f.Evidence) > 0 && f.State != Waived {
		f.On = e.at // the vendor's own figures are verified by being looked at
	}
	return f
}

func (e *evaluation) rule(r *Requirement, f *Finding) {
	if r.AtLocation && e.location == nil {
		e.atLocation(r, f)
		return
	}
	switch {
	case r.Competency != nil:
		e.competency(r.Competency, f)
	case r.Performance != nil:
		e.performance(r.Performance, f)
	case r.People != nil:
		e.people(r.People, f)
	case r.References != nil:
		e.references(r.References, f)
	case r.CaseStudies != nil:
		e.caseStudies(r.CaseStudies, f)
	case r.Review != nil:
		e.review(r.Review, f)
	case r.Recognition != nil:
		e.recognition(r.Recognition, f)
	case r.Document != nil:
		e.document(r.Document, f)
	case r.Scorecard != nil:
		e.scorecard(r.Scorecard, f)
	default:
		f.State = Unknown
	}
	f.Gap = max(0, f.Need-f.Have)
	if f.State == Awaiting && e.words() {
		f.Next = "You have nothing to do: what you handed in waits for a decision."
	}
}

// later notes that what was looked at may say something else from day d on.
func (e *evaluation) later(d Day) {
	if d > e.at && d < e.next {
		e.next = d
	}
}

// decided notes when a verification begins or stops to count and reports whether it counts on the day, or would by what the
// evaluation hopes for.
func (e *evaluation) decided(v *Verification) bool {
	if v.Superseded != 0 {
		if v.Superseded <= e.at {
			return false
		}
		e.later(v.Superseded)
	}
	if v.Decision == Accepted {
		e.later(v.Decided)
		if v.Decided <= e.at {
			return e.known == 0 || v.Decided <= e.known
		}
	}
	if e.hope == 0 || v.Submitted > e.hope || v.Decision == Draft {
		return false
	}
	e.later(v.Submitted)
	e.later(v.Decided)
	return v.waits(e.at)
}

// endOf reads a stored end: no day means that there is none.
func endOf(d Day) Day {
	if d == 0 {
		return never
	}
	return d
}

// known writes an end as findings store it: zero where there is none.
func known(d Day) Day {
	if d == never {
		return 0
	}
	return d
}

// endAfter returns the day on which something of day d is too old; months 0 means that it never is.
func endAfter(d Day, months int) Day {
	if months <= 0 {
		return never
	}
	return d.AddMonths(months)
}

// kthLargest returns the day until which k of the things with these ends last; it reorders ends.
func kthLargest(ends []Day, k int) Day {
	if k <= 0 {
		return never
	}
	slices.Sort(ends)
	return ends[len(ends)-k]
}
