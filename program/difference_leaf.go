package program

import (
	"slices"
	"strings"
)

// leafDiffer compares two versions of one leaf. Each comparison tells of one field and takes it over into old; what is left
// of a difference in the end is told as a whole, so that nothing is passed over in silence.
type leafDiffer struct {
	*differ
	node *Node
	name string // “Customer references”
}

func (l *leafDiffer) say(effect Effect, text string) { l.differ.say(l.node, Altered, effect, text) }

func (d *differ) leaf(old, new *Node) {
	if old.Requirement == nil || new.Requirement == nil {
		return
	}
	a, b := old.Requirement, new.Requirement
	l := &leafDiffer{differ: d, node: new, name: d.name(new)}
	if was, is := titleOf(old), titleOf(new); was != is {
		if was == "" {
			was = strings.Trim(d.name(old), "“”")
		}
		l.say(Same, "“"+was+"” is now called "+l.name+".")
	}
	if !slices.Equal(a.Kinds(), b.Kinds()) {
		l.say(Unclear, l.name+" asks for something else. Now: "+uncapital(d.p.sentence(b))+" Before: "+uncapital(d.p.sentence(a)))
	} else {
		l.rule(a, b)
		l.location(a.AtLocation, b.AtLocation)
		l.relaxed(a, b)
	}
	l.checks(a, b)
	if a.Guidance != b.Guidance {
		l.say(Same, "the guidance for "+l.name+" is reworded.")
	}
	if a.Sample != b.Sample {
		mark := " is marked as a sample value."
		if a.Sample {
			mark = " is no longer marked as a sample value."
		}
		l.say(Same, "the figure in "+l.name+mark)
	}
}

// checks tells who verifies a leaf and how, when it is tested and what a lapse does.
func (l *leafDiffer) checks(a, b *Requirement) {
	if a.VerifiedBy != b.VerifiedBy {
		l.say(Unclear, l.name+" is verified by "+auditorInWords(b.VerifiedBy)+" instead of "+auditorInWords(a.VerifiedBy)+".")
	}
	if a.Mode != b.Mode {
		l.say(Unclear, l.name+" is verified "+modeInWords(b.Mode)+" instead of "+modeInWords(a.Mode)+".")
	}
	lapse := func(r *Requirement) string { return r.lapseInWords(&l.p.Settings) }
	switch {
	case a.Tested != b.Tested:
		text := l.name + " is tested " + testingInWords(b.Tested) + " instead of " + testingInWords(a.Tested)
		if b.Tested == Continuously {
			text += "; if it is no longer met, the label " + lapse(b)
		}
		l.say(Unclear, text+".")
	case b.Tested == Continuously && lapse(a) != lapse(b):
		effect := Easier
		if patience(b, &l.p.Settings) < patience(a, &l.p.Settings) {
			effect = Harder
		}
		l.say(effect, "when "+l.name+" is no longer met, the label "+lapse(b)+". Before: it "+lapse(a)+".")
	}
}

// location tells whether one location of the partner must meet a leaf by itself.
func (l *leafDiffer) location(was, is bool) {
	switch {
	case was == is:
	case is:
		l.say(Harder, "one location has to reach "+l.name+" by itself. Before: all locations together.")
	default:
		l.say(Easier, "all locations together can reach "+l.name+". Before: one by itself.")
	}
}

func modeInWords(m Mode) string {
	if m == Manual {
		return "by hand"
	}
	return "automatically"
}

func testingInWords(t Testing) string {
	switch t {
	case AtRenewal:
		return "at every renewal"
	case SecondRenewal:
		return "at every second renewal"
	}
	return "all the time"
}

// patience returns for how many days a label outlives the failure of a leaf.
func patience(r *Requirement, s *Settings) int {
	switch r.OnLapse {
	case EndsAtOnce:
		return 0
	case EndsTerm:
		return int(never)
	}
	return r.graceDays(s)
}

func (l *leafDiffer) relaxed(a, b *Requirement) {
	words := func(r *Requirement) string { return uncapital(l.p.easierInWords(r)) }
	switch {
	case stored(a.Relaxed) == stored(b.Relaxed):
	case a.Relaxed == nil:
		l.say(Easier, "new for "+l.name+": "+words(b))
	case b.Relaxed == nil:
		l.say(Harder, "no longer so for "+l.name+": "+words(a))
	case words(a) == words(b):
		l.detail()
	default:
		l.say(Unclear, "for "+l.name+", "+words(b)+" Before: "+words(a))
	}
}

// detail tells that something changed which no sentence shows.
func (l *leafDiffer) detail() {
	l.say(Unclear, "how "+l.name+" is counted changes in a detail that its sentence does not show.")
}

// rest tells of what is left of the difference between two rules: old as far as it was told of, was as it was.
func (l *leafDiffer) rest(old, was, new *Requirement) {
	switch {
	case stored(old) == stored(new):
	case l.p.ruleInWords(was) == l.p.ruleInWords(new):
		l.detail()
	default:
		l.say(Unclear, l.name+" reads: "+uncapital(l.p.ruleInWords(new))+" Before: "+uncapital(l.p.ruleInWords(was)))
	}
}

// rule compares two rules of one kind.
func (l *leafDiffer) rule(a, b *Requirement) {
	old := onlyRule(a)
	switch {
	case old.Competency != nil:
		old.Competency = l.competency(*old.Competency, b.Competency)
	case old.Performance != nil:
		old.Performance = l.performance(*old.Performance, b.Performance)
	case old.People != nil:
		old.People = l.people(*old.People, b.People)
	case old.References != nil:
		old.References = l.references(*old.References, b.References)
	case old.CaseStudies != nil:
		old.CaseStudies = l.caseStudies(*old.CaseStudies, b.CaseStudies)
	case old.Review != nil:
		old.Review = l.review(*old.Review, b.Review)
	case old.Recognition != nil:
		old.Recognition = l.recognition(*old.Recognition, b.Recognition)
	case old.Document != nil:
		old.Document = l.document(*old.Document, b.Document)
	case old.Scorecard != nil:
		old.Scorecard = l.scorecard(*old.Scorecard, b.Scorecard)
	}
	was, is := onlyRule(a), onlyRule(b)
	l.rest(&old, &was, &is)
}

// onlyRule returns a requirement with its rule and nothing else.
func onlyRule(r *Requirement) Requirement {
	only := *r
	only.Title, only.Guidance, only.Sample, only.Relaxed, only.AtLocation = "", "", false, nil, false
	only.VerifiedBy, only.Mode, only.Tested, only.OnLapse, only.GraceDays = "", "", "", "", 0
	return only
}

// risesOrFalls writes "rises from 2 to 3 people".
func risesOrFalls(was, is float64, unit Unit) string {
	verb := " rises from "
	if is < was {
		verb = " falls from "
	}
	from := FormatNumber(was)
	if unit == USD {
		from = FormatQuantity(was, unit)
	}
	return verb + from + " to " + FormatQuantity(is, unit) + "."
}

// more is the effect of asking for more.
func more[T int | float64](was, is T) Effect {
	switch {
	case is > was:
		return Harder
	case is < was:
		return Easier
	}
	return Same
}

// listed says what a list gained and lost, by the names that it gives to its parts.
func gainedAndLost[T any](was, is []T, key func(T) string) (gained, lost []T) {
	missing := func(from []T) func(T) bool {
		return func(x T) bool { return !slices.ContainsFunc(from, func(y T) bool { return key(x) == key(y) }) }
	}
	keep := func(list []T, which func(T) bool) (out []T) {
		for _, x := range list {
			if which(x) {
				out = append(out, x)
			}
		}
		return out
	}
	return keep(is, missing(was)), keep(was, missing(is))
}
