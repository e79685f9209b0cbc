package program

import "slices"

// except turns what a leaf says by what spares it: something easier that does, a waiver, or facts that could not be had.
func (e *evaluation) except(n *Node, f *Finding) {
	if r := n.Requirement.Relaxed; r != nil {
		e.relax(r, f)
	}
	e.waive(n, f)
	if f.State == NotMet && len(e.facts.Outages) > 0 && e.outage(n.Requirement) {
		f.State = Unknown
		if e.words() {
			f.Detail = "these facts cannot be had at the moment"
			f.Next = "You have nothing to do until the vendor can read these facts again."
		}
	}
}

func (e *evaluation) relax(r *Relaxation, f *Finding) {
	e.later(r.From)
	if r.From > e.at || e.brief && f.State.holds() {
		return
	}
	held := Finding{}
	e.recognition(&r.Held, &held)
	if held.State != Met {
		return
	}
	easier := Finding{Node: f.Node}
	e.rule(&r.Instead, &easier)
	until := known(min(endOf(held.Until), endOf(easier.Until)))
	switch {
	case f.State.holds():
		if easier.State.holds() {
			f.Until = known(max(endOf(f.Until), endOf(until)))
		}
		return
	case easier.State == Met:
		easier.Until = until
	}
	easier.Evidence = slices.Concat(easier.Evidence, held.Evidence)
	*f = easier
	if e.words() && f.Detail == "" {
		f.Detail = "the easier condition for holders of " + e.p.recognitionInWords(&r.Held) + " is asked for"
	}
}

// waive spares a leaf while a waiver lasts, and lets what is met last as long.
func (e *evaluation) waive(n *Node, f *Finding) {
	for i := range e.facts.Waivers {
		w := &e.facts.Waivers[i]
		if w.Specialization != e.specialization || w.Node != n.ID {
			continue
		}
		e.later(w.Given)
		e.later(w.From)
		e.later(w.Until)
		e.later(w.Superseded)
		if w.Given > e.at || !uncorrected(w.Superseded, e.at) {
			continue
		}
		if f.State.holds() && f.Until != 0 && w.From <= f.Until && w.Until > f.Until {
			f.Until = w.Until
		}
		if f.State.holds() || w.From > e.at || w.Until <= e.at {
			continue
		}
		f.State, f.Until, f.AsOf, f.Evidence = Waived, w.Until, w.Given, []EvidenceID{w.ID}
		if e.words() {
			f.Next, f.Detail = "", "waived until "+w.Until.Long()
			if w.Reason != "" {
				f.Detail += ": " + w.Reason
			}
		}
	}
}

func (e *evaluation) outage(r *Requirement) bool {
	out := false
	for _, o := range e.facts.Outages {
		if !slices.Contains(r.Kinds(), o.Kind) {
			continue
		}
		e.later(o.From)
		e.later(o.Until)
		out = out || o.From <= e.at && e.at < endOf(o.Until)
	}
	return out
}

// asked reports whether a child is asked for on day d.
func (n *Node) asked(d Day) bool { return n.From <= d && d < endOf(n.Until) }

// unasked turns what a child says that its group does not ask for on the day.
func (e *evaluation) unasked(group Op, n *Node, f *Finding) {
	f.State, f.Until = unaskedState(group, n, e.at)
	if !e.words() {
		return
	}
	if n.From > e.at {
		f.Detail = "asked for from " + n.From.Long()
		f.Next = "You can choose this from " + n.From.Long() + "."
	} else {
		f.Detail = "asked for until " + (n.Until - 1).Long()
		f.Next = "You can no longer choose this; it was asked for until " + (n.Until - 1).Long() + "."
	}
	if f.State.holds() {
		f.Next = ""
	}
}

func unaskedState(group Op, n *Node, at Day) (State, Day) {
	switch {
	case group != All:
		return NotMet, 0
	case n.From > at:
		return Waived, n.From
	}
	return Waived, 0
}

func (e *evaluation) recognition(rule *RecognitionRule, f *Finding) {
	pieces := make([]piece, 0, 8)
	for _, slug := range rule.Specializations {
		pieces = e.held(pieces, slug)
	}
	for i := range e.facts.Recognitions {
		r := &e.facts.Recognitions[i]
		if indexOf(rule.Memberships, r.Slug) < 0 {
			continue
		}
		e.later(r.Until)
		if first := len(pieces); endOf(r.Until) > e.at {
			pieces = e.piece(pieces, "member "+r.Slug, r.ID, r.From, 0, &r.Verification)
			for i := range pieces[first:] {
				pieces[first+i].end = endOf(r.Until)
			}
		}
	}
	need := 1
	if rule.Match == All {
		need = len(rule.Specializations) + len(rule.Memberships)
	}
	e.count(pieces, need, f)
	f.Evidence = slices.DeleteFunc(f.Evidence, func(id EvidenceID) bool { return id == 0 }) // labels have no evidence of their own
	f.Unit = Recognitions
	if e.words() {
		f.Formula = "Specializations held on the day before and memberships that are active on the day."
		if f.State != Met {
			f.Next = "You need " + e.p.recognitionInWords(rule) + "."
		}
	}
}

// held adds a label that was held at the end of the day before: what another specialization decides on the day itself
// must not depend on which is decided first.
func (e *evaluation) held(to []piece, specialization string) []piece {
	for i := range e.labels {
		l := &e.labels[i]
		if l.Specialization != specialization {
			continue
		}
		e.later(l.Granted + 1)
		if l.Ended != 0 {
			e.later(l.Ended + 1)
		}
		for _, a := range l.Absences {
			e.later(a.From + 1)
			if a.Until != 0 {
				e.later(a.Until + 1)
			}
		}
		if l.Shown(e.at - 1) {
			end := endOf(l.Until)
			if l.Ended != 0 {
				end = l.Ended + 1
			}
			to = append(to, piece{key: specialization, end: max(end, e.at+1), on: max(l.Granted, l.Renewed)})
		}
	}
	return to
}

func (e *evaluation) document(rule *DocumentRule, f *Finding) {
	pieces := make([]piece, 0, 4)
	for i := range e.facts.Documents {
		d := &e.facts.Documents[i]
		if d.Slug != rule.Document.Slug {
			continue
		}
		e.later(d.Until)
		if first := len(pieces); endOf(d.Until) > e.at {
			pieces = e.piece(pieces, d.Slug, d.ID, d.Issued, rule.ValidMonths, &d.Verification)
			for i := range pieces[first:] {
				pieces[first+i].end = min(pieces[first+i].end, endOf(d.Until))
			}
		}
	}
	e.count(pieces, 1, f)
	f.Unit = Documents
	if e.words() {
		f.Formula = "Accepted documents that are valid on the day" + ageInWords(rule.ValidMonths) + "."
		if f.State != Met {
			f.Next = "You need to hand in " + rule.Document.Name + "."
		}
	}
}
