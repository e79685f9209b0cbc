package program

import (
	"slices"
	"strconv"
)

// piece is one accepted or waiting item of evidence that counts once for its key: a customer, a case study, a module.
type piece struct {
	key   string
	id    EvidenceID
	end   Day // the day on which it stops counting
	on    Day // the day it was decided
	waits bool

	unchecked bool // it would count if its address answers, which nobody knows
}

func (e *evaluation) references(rule *ReferencesRule, f *Finding) {
	pieces := make([]piece, 0, 16)
	free := 0
	for i := range e.facts.References {
		r := &e.facts.References[i]
		if rule.Scenario != "" && r.Scenario != rule.Scenario {
			continue
		}
		e.later(r.Expires)
		if r.Expires != 0 && r.Expires <= e.at {
			continue
		}
		first := len(pieces)
		pieces = e.piece(pieces, rule.key(r), r.ID, r.Finished, rule.MaxAgeMonths, &r.Verification)
		for k := first; k < len(pieces); k++ {
			pieces[k].end = min(pieces[k].end, endOf(r.Expires))
		}
		if rule.Assigned && !e.assigned(r) {
			if len(pieces) > first && !pieces[first].waits && r.AssignedTo == "" {
				free++
			}
			pieces = pieces[:first]
		}
	}
	missing := e.count(pieces, rule.N, f)
	f.Unit = References
	if !e.words() {
		return
	}
	f.Formula = "Confirmed references" + rule.oneEachInWords() + ageInWords(rule.MaxAgeMonths) + "."
	if f.State == Met {
		return
	}
	f.Next = "You need " + numeral(missing) + " more " + plural(missing, "reference", "references") + "."
	if free > 0 {
		f.Detail = numeral(free) + " more confirmed, but not assigned"
		f.Next = "You can assign " + numeral(min(free, missing)) + " of your confirmed references to this; it then counts for nothing else. " + f.Next
	}
}

// key tells apart references that count one by one.
func (r *ReferencesRule) key(v *Reference) string {
	if r.AnyCustomer {
		return v.Customer + "\x00" + strconv.FormatInt(int64(v.ID), 10)
	}
	return v.Customer
}

func (r *ReferencesRule) oneEachInWords() string {
	s := ", one for each customer"
	if r.AnyCustomer {
		s = ""
	}
	if r.Assigned {
		s += ", assigned to this"
	}
	return s
}

// assigned reports whether a reference is used for what is evaluated.
func (e *evaluation) assigned(r *Reference) bool {
	if r.AssignedTo != e.specialization || r.AssignedNode != "" && r.AssignedNode != e.leafID {
		return false
	}
	e.later(r.Assigned)
	return r.Assigned <= e.at
}

func (e *evaluation) caseStudies(rule *CaseStudiesRule, f *Finding) {
	pieces := make([]piece, 0, 16)
	unreachable := 0
	for i := range e.facts.Cases {
		c := &e.facts.Cases[i]
		if !slices.Contains(c.Specializations, e.specialization) || rule.Scenario != "" && c.Scenario != rule.Scenario {
			continue
		}
		first := len(pieces)
		pieces = e.piece(pieces, c.Slug, c.ID, c.Published, rule.MaxAgeMonths, &c.Verification)
		if rule.Reachable { // what waits hides that nobody looked, so its days matter too
			e.later(c.Submitted)
			e.later(c.Decided)
			e.later(endAfter(c.Published, rule.MaxAgeMonths))
		}
		if rule.Reachable && len(pieces) > first {
			if checked, reachable := e.reachable(c); !checked {
				pieces[first].unchecked = true
			} else if !reachable {
				pieces, unreachable = pieces[:first], unreachable+1
			}
		}
	}
	missing := e.count(pieces, rule.N, f)
	f.Unit = CaseStudies
	if !e.words() {
		return
	}
	f.Formula = "Accepted case studies that are published" + ageInWords(rule.MaxAgeMonths) + "."
	switch f.State {
	case Met:
		return
	case Unknown:
		f.Detail = "the public address was not looked at yet"
		f.Next = "You have nothing to do until the vendor has looked at the public address."
		return
	}
	f.Next = "You need " + numeral(missing) + " more published case " + plural(missing, "study", "studies") + "."
	if unreachable > 0 {
		f.Detail = numeral(unreachable) + " more whose public address did not answer"
		f.Next = "You can put the public address of your case " + plural(unreachable, "study", "studies") + " in order. " + f.Next
	}
}

// reachable says what the newest look at a case study's address found.
func (e *evaluation) reachable(c *CaseEvidence) (checked, reachable bool) {
	var newest Day
	for _, l := range c.Links {
		e.later(l.Checked)
		if l.Checked <= e.at && (!checked || l.Checked >= newest) {
			checked, reachable, newest = true, l.Reachable, l.Checked
		}
	}
	return checked, reachable
}

func (e *evaluation) review(rule *ReviewRule, f *Finding) {
	pieces := make([]piece, 0, 16)
	for i := range e.facts.Reviews {
		r := &e.facts.Reviews[i]
		if !r.Passed || !rule.uses(r) {
			continue
		}
		for _, m := range rule.Modules {
			if slices.Contains(r.Modules, m.Slug) && (r.Specialization == e.specialization || rule.credits(m.Slug, r)) {
				pieces = e.piece(pieces, m.Slug, r.ID, r.Held, rule.ValidMonths, &r.Verification)
			}
		}
	}
	pieces = e.credited(pieces, rule)
	pieces = e.allowed(pieces, rule)
	e.count(pieces, len(rule.Modules), f)
	f.Unit = Modules
	slices.Sort(f.Evidence)
	f.Evidence = slices.Compact(f.Evidence)                                                 // one review may pass several modules
	f.Evidence = slices.DeleteFunc(f.Evidence, func(id EvidenceID) bool { return id == 0 }) // a label that credits one
	if !e.words() {
		return
	}
	f.Formula = "Modules with a valid pass" + ageInWords(rule.ValidMonths) + "."
	if f.State != Met {
		f.Next = "You need a passed review of " + missingModules(rule, pieces) + "."
	}
}

// uses reports whether a review was held by a checklist of its day.
func (r *ReviewRule) uses(v *Review) bool {
	return len(r.Checklists) == 0 || slices.ContainsFunc(r.Checklists, func(c Checklist) bool {
		return c.Version == v.Checklist && c.From <= v.Held && v.Held < endOf(c.Until)
	})
}

// credits reports whether a pass in the review of another specialization counts for a module.
func (r *ReviewRule) credits(module string, v *Review) bool {
	return slices.ContainsFunc(r.Credits, func(c ModuleCredit) bool {
		return c.Module == module && c.Held == nil && v.Held >= c.Since
	})
}

// credited adds the modules that a recognition stands for.
func (e *evaluation) credited(to []piece, rule *ReviewRule) []piece {
	for _, c := range rule.Credits {
		if c.Held == nil {
			continue
		}
		held := Finding{}
		e.recognition(c.Held, &held)
		if held.State == Met {
			p := piece{key: c.Module, end: endOf(held.Until), on: held.AsOf}
			if len(held.Evidence) > 0 {
				p.id = held.Evidence[0]
			}
			to = append(to, p)
		}
	}
	return to
}

// allowed adds the modules that were given by hand.
func (e *evaluation) allowed(to []piece, rule *ReviewRule) []piece {
	for i := range e.facts.Allowances {
		a := &e.facts.Allowances[i]
		if a.Specialization != e.specialization || a.Module == "" || !e.allowance(a) {
			continue
		}
		if slices.ContainsFunc(rule.Modules, func(m ReviewModule) bool { return m.Slug == a.Module }) {
			to = append(to, piece{key: a.Module, id: a.ID, end: min(endOf(a.Until), endOf(a.Superseded)), on: max(a.From, a.Given)})
		}
	}
	return to
}

// bookable turns the next step of reviews that may be booked only when everything else is met.
func bookable(n *Node, f *Finding, state State) {
	if n.Op != Leaf {
		for i := range n.Children {
			bookable(&n.Children[i], &f.Children[i], state)
		}
		return
	}
	if r := n.Requirement.Review; r == nil || !r.BookedLast || f.State != NotMet {
		return
	}
	if state == Met {
		f.Next += " It can be booked now."
	} else {
		f.Next += " It can be booked when everything else is met."
	}
}

// withoutReviews says what a tree would be if its reviews were passed.
func withoutReviews(n *Node, f *Finding, at Day) State {
	if n.Op == Leaf {
		if n.Requirement.Review != nil {
			return Met
		}
		return f.State
	}
	children := make([]Finding, len(n.Children))
	for i := range n.Children {
		child := &n.Children[i]
		if children[i].State, _ = unaskedState(n.Op, child, at); child.asked(at) {
			children[i].State = withoutReviews(child, &f.Children[i], at)
		}
	}
	_, state, _ := joined(children, n.needs())
	return state
}

func missingModules(rule *ReviewRule, pieces []piece) string {
	var names []string
	for _, m := range rule.Modules {
		if !slices.ContainsFunc(pieces, func(p piece) bool { return p.key == m.Slug && !p.waits }) {
			names = append(names, m.Name)
		}
	}
	return join(names, "and")
}

// piece adds evidence of a given day if it counts or waits on the evaluation's day.
func (e *evaluation) piece(to []piece, key string, id EvidenceID, of Day, months int, v *Verification) []piece {
	counts := e.decided(v)
	if of > e.at {
		e.later(of)
		return to
	}
	end := endAfter(of, months)
	if end <= e.at {
		return to
	}
	if !counts && !v.waits(e.at) {
		return to
	}
	if counts {
		e.later(end)
	}
	return append(to, piece{key: key, id: id, end: end, on: v.Decided, waits: !counts})
}

// count fills in how many distinct keys the pieces have and what that means where need are asked for; it returns how many
// are missing. Where a key has several pieces the accepted one that lasts longest stands for it.
func (e *evaluation) count(pieces []piece, need int, f *Finding) (missing int) {
	ends := make([]Day, 0, 16)
	have, waiting, unchecked := 0, 0, 0
	for i := range pieces {
		switch {
		case !stands(pieces, i):
		case pieces[i].unchecked:
			unchecked++
		case pieces[i].waits:
			waiting++
		default:
			have++
			ends = append(ends, pieces[i].end)
			if !e.brief {
				f.Evidence = append(f.Evidence, pieces[i].id)
				f.AsOf = max(f.AsOf, pieces[i].on)
			}
		}
	}
	f.Have, f.Need = float64(have), float64(need)
	f.State = stateOf(have, waiting, need)
	if f.State == NotMet && have+waiting+unchecked >= need {
		f.State = Unknown
	}
	if f.State == Met && !e.brief {
		f.Until = known(kthLargest(ends, need))
	}
	return max(0, need-have)
}

// stands reports whether no other piece of the same key goes before piece i.
func stands(pieces []piece, i int) bool {
	p := &pieces[i]
	for j := range pieces {
		q := &pieces[j]
		if i == j || q.key != p.key {
			continue
		}
		if p.unchecked != q.unchecked {
			if p.unchecked {
				return false
			}
			continue
		}
		if p.waits != q.waits {
			if p.waits {
				return false
			}
			continue
		}
		if q.end > p.end || q.end == p.end && j < i {
			return false
		}
	}
	return true
}

func ageInWords(months int) string {
	if months <= 0 {
		return ""
	}
	return ", from the last " + lastMonths(months)
}
