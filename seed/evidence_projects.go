package seed

import (
	"slices"

	"partnerdirectory/program"
)

func (e *evidence) layReferences(a *aim, rule *program.ReferencesRule, met program.Day, fails bool) {
	for k := range rule.N {
		decided := met
		if k > 0 {
			decided -= program.Day(e.rng.IntN(30))
		}
		v := accepted(program.ByVendor, program.Manual, decided-6, decided)
		if fails && k == rule.N-1 && a.never() {
			if (a.outcome == short || a.outcome == spared) && e.rng.IntN(2) == 0 {
				continue // never asked for
			}
			v = e.unconfirmed(a)
		}
		e.refer(a, rule, k, met-program.Day(60+e.rng.IntN(300)), v)
	}
	if a.outcome >= achieved {
		e.attempt(a, rule, met)
	}
	if second := a.on.AddMonths(24); e.renews(a, second, fails) {
		for k := range rule.N {
			finished := second - program.Day(60+e.rng.IntN(300))
			v := accepted(program.ByVendor, program.Manual, finished+10, finished+30)
			if fails && a.outcome == pending && k == 0 {
				v = handedIn(program.ByVendor, program.Manual, min(second-2, e.today))
			}
			e.refer(a, rule, rule.N+k, finished, v)
		}
	}
}

// unconfirmed is a reference that the customer has not answered yet, or has denied.
func (e *evidence) unconfirmed(a *aim) program.Verification {
	v := handedIn(program.ByVendor, program.Manual, e.today-program.Day(2+e.rng.IntN(20)))
	if a.outcome == short || a.outcome == spared {
		v.Decision, v.Decided, v.Reason = program.Rejected, e.today-1, denied()
	}
	return v
}

func denied() string { return "The customer could not confirm the project as described." }

// renews reports whether what is tested at every second renewal was handed in again for that day.
func (e *evidence) renews(a *aim, second program.Day, fails bool) bool {
	return !a.never() && a.outcome != lost && second <= e.today || a.outcome == lost && !fails && second <= a.to
}

// refer adds a reference whose customer was asked some days before it was handed in.
func (e *evidence) refer(a *aim, rule *program.ReferencesRule, customer int, finished program.Day, v program.Verification) {
	r := program.Reference{
		Customer: e.customer(customer), Scenario: rule.Scenario, Finished: finished, Sent: max(finished, v.Submitted-5), Verification: v,
	}
	if rule.Assigned && v.Decision != program.Rejected {
		r.AssignedTo, r.Assigned = a.specialization, max(v.Submitted, v.Decided)
	}
	e.facts.References = append(e.facts.References, r)
}

// attempt adds a reference that the customer denied, one that a customer has been asked for, and one that is not sent yet.
func (e *evidence) attempt(a *aim, rule *program.ReferencesRule, met program.Day) {
	v := accepted(program.ByVendor, program.Manual, e.today-40, e.today-33)
	v.Decision, v.Reason = program.Rejected, denied()
	e.refer(a, rule, rule.N, met-90, v)
	for k, sent := range []program.Day{e.today - 9, 0} {
		e.facts.References = append(e.facts.References, program.Reference{
			Customer: e.customer(rule.N + 1 + k), Scenario: rule.Scenario, Finished: met - 120, Sent: sent,
			Verification: program.Verification{By: program.ByVendor, Mode: program.Manual, Decision: program.Draft},
		})
	}
}

func (e *evidence) layReview(a *aim, rule *program.ReviewRule, met program.Day, fails bool) {
	var modules []string
	for _, m := range rule.Modules {
		modules = append(modules, m.Slug)
	}
	r := program.Review{
		Specialization: a.specialization, Firm: pick(e.rng, e.lore.firms), Modules: modules, Passed: true, Held: met - program.Day(4+e.rng.IntN(10)),
		Verification: accepted(program.ByThirdParty, program.Manual, met-3, met),
	}
	if !fails && len(modules) > 1 {
		r.Modules = e.uncredited(a, rule, r.Held, met)
	}
	if a.outcome >= achieved {
		return // it comes last
	}
	missing := fails && a.never()
	if missing && a.outcome == waiting {
		r.Held = e.today - 9
		r.Verification = handedIn(program.ByThirdParty, program.Manual, e.today-4)
	}
	if missing && a.outcome != waiting {
		switch int(e.partner) % 3 {
		case 0:
			return
		case 1:
			r.Passed, r.Reason = false, "Backups had not been restored in a test within the last year."
		default:
			r.Modules = modules[:1]
		}
	}
	e.hold(rule, r)
	if second := a.on.AddMonths(24); e.renews(a, second, fails) {
		r.Modules, r.Held = modules, second-program.Day(20+e.rng.IntN(60))
		r.Verification = accepted(program.ByThirdParty, program.Manual, r.Held+5, r.Held+12)
		if fails && a.outcome == pending {
			r.Verification = handedIn(program.ByThirdParty, program.Manual, min(second-2, e.today))
		}
		e.hold(rule, r)
	}
}

// hold adds a review by the checklist of its day.
func (e *evidence) hold(rule *program.ReviewRule, r program.Review) {
	for _, c := range rule.Checklists {
		if c.From <= r.Held && (c.Until == 0 || r.Held < c.Until) {
			r.Checklist = c.Version
		}
	}
	e.facts.Reviews = append(e.facts.Reviews, r)
}

// uncredited returns the modules that the partner has to pass: now and then the first is credited, by an earlier pass or by
// membership of another programme.
func (e *evidence) uncredited(a *aim, rule *program.ReviewRule, held, met program.Day) []string {
	modules := []string{rule.Modules[0].Slug, rule.Modules[1].Slug}
	passed := slices.ContainsFunc(e.facts.Reviews, func(r program.Review) bool {
		return r.Passed && r.Decision == program.Accepted && r.Decided < met && r.Held > held-600 && slices.Contains(r.Modules, modules[0]) &&
			r.Specialization != a.specialization
	})
	if passed && e.rng.IntN(2) == 0 {
		return modules[1:]
	}
	if e.rng.IntN(20) == 0 {
		for _, c := range rule.Credits {
			if c.Held != nil {
				e.join(c.Held.Memberships[0].Slug, met-program.Day(30+e.rng.IntN(200)), 0)
				return modules[1:]
			}
		}
	}
	return modules
}

// join makes the partner a member of another programme.
func (e *evidence) join(programme string, from, until program.Day) {
	e.facts.Recognitions = append(e.facts.Recognitions, program.Recognition{
		Slug: programme, From: from, Until: until, Verification: accepted(program.ByThirdParty, program.Manual, from, from+2),
	})
}

func (e *evidence) layMembership(a *aim, rule *program.RecognitionRule, met program.Day, fails bool) {
	slug := rule.Memberships[0].Slug
	switch {
	case !fails:
		e.join(slug, met-program.Day(30+e.rng.IntN(300)), 0)
	case a.outcome == lost:
		e.join(slug, met-program.Day(30+e.rng.IntN(300)), a.to-20)
	case a.outcome == waiting:
		e.facts.Recognitions = append(e.facts.Recognitions, program.Recognition{
			Slug: slug, From: e.today - 30, Verification: handedIn(program.ByThirdParty, program.Manual, e.today-6),
		})
	case e.rng.IntN(2) == 0:
		e.join(slug, a.on-700, a.on-300) // it lapsed long ago
	}
}

// layDocument hands in a document that is valid on a day, unless one is there that still is.
func (e *evidence) layDocument(a *aim, rule *program.DocumentRule, check program.Day, fails bool) {
	slug := rule.Document.Slug
	if slices.ContainsFunc(e.facts.Documents, func(d program.Document) bool {
		return d.Slug == slug && d.Decision != program.Rejected && d.Issued.AddMonths(rule.ValidMonths) > check
	}) {
		return
	}
	d := program.Document{Slug: slug, Issued: check - program.Day(35+e.rng.IntN(60))}
	d.Verification = accepted(program.ByVendor, program.Manual, d.Issued+5, d.Issued+14)
	if fails && (a.never() || (a.outcome == lost || a.outcome == pending) && check+60 > a.to) {
		switch {
		case a.outcome == waiting || a.outcome == pending:
			d.Verification = handedIn(program.ByVendor, program.Manual, min(check-3, e.today-3))
		case a.outcome == lost || int(e.partner)%2 == 1:
			return
		default:
			d.Decision, d.Decided, d.Reason = program.Rejected, d.Submitted+6, "The plan names no measure of success."
		}
	}
	e.facts.Documents = append(e.facts.Documents, d)
}
