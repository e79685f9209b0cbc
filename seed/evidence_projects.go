package seed

import (
	"partnerdirectory/program"
)

func (e *evidence) layReferences(a aim, rule *program.ReferencesRule, met program.Day, fails bool) {
	for k := range rule.N {
		decided := met
		if k > 0 {
			decided -= program.Day(e.rng.IntN(30))
		}
		v := accepted(program.ByVendor, program.Manual, decided-6, decided)
		if fails && k == rule.N-1 && a.outcome != lost {
			if a.outcome == short && e.rng.IntN(2) == 0 {
				continue // never asked for
			}
			v = e.unconfirmed(a)
		}
		e.refer(rule.Scenario, k, met-program.Day(60+e.rng.IntN(300)), v)
	}
	if second := a.on.AddMonths(24); e.renews(a, second, fails) {
		for k := range rule.N {
			finished := second - program.Day(60+e.rng.IntN(300))
			e.refer(rule.Scenario, rule.N+k, finished, accepted(program.ByVendor, program.Manual, finished+10, finished+30))
		}
	}
}

// unconfirmed is a reference that the customer has not answered yet, or has denied.
func (e *evidence) unconfirmed(a aim) program.Verification {
	v := program.Verification{
		By: program.ByVendor, Mode: program.Manual, Decision: program.Submitted, Submitted: e.today - program.Day(2+e.rng.IntN(20)),
	}
	if a.outcome == short {
		v.Decision, v.Decided, v.Reason = program.Rejected, e.today-1, "The customer could not confirm the project as described."
	}
	return v
}

// renews reports whether what is tested at every second renewal was handed in again for that day.
func (e *evidence) renews(a aim, second program.Day, fails bool) bool {
	return a.outcome == earned && second <= e.today || a.outcome == lost && !fails && second <= a.to
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
	if second := a.on.AddMonths(24); e.renews(a, second, fails) {
		r.Held = second - program.Day(20+e.rng.IntN(60))
		r.Verification = accepted(program.ByThirdParty, program.Manual, r.Held+5, r.Held+12)
		e.facts.Reviews = append(e.facts.Reviews, r)
	}
}
