package seed

import "partnerdirectory/program"

// The small words in which requirement trees are written down: one function per kind of requirement, each with the
// programme's usual choices, so that a tree reads as a list of conditions.

// group joins nodes under an operator; the id must be unique in the tree.
func group(id string, op program.Op, title string, children ...program.Node) program.Node {
	return program.Node{ID: id, Op: op, Title: title, Children: children}
}

// all is the root of a set: every condition must be met.
func all(children ...program.Node) program.Node {
	return group("root", program.All, "", children...)
}

// leaf wraps one requirement.
func leaf(id string, r program.Requirement) program.Node {
	return program.Node{ID: id, Op: program.Leaf, Title: r.Title, Requirement: &r}
}

// with returns the leaf with something about its requirement changed; the one given stays as it is.
func with(n program.Node, change func(r *program.Requirement)) program.Node {
	r := *n.Requirement
	if r.Performance != nil {
		rule := *r.Performance
		r.Performance = &rule
	}
	if r.People != nil {
		rule := *r.People
		r.People = &rule
	}
	change(&r)
	n.Requirement, n.Title = &r, r.Title
	return n
}

// sample marks a leaf whose figure is an invented one.
func sample(n program.Node) program.Node {
	return with(n, func(r *program.Requirement) { r.Sample = true })
}

// gold asks for active gold in any of the competencies. It is the one leaf that is tested all the time: losing the
// competency ends the label after thirty days.
func gold(competencies ...string) program.Node {
	return leaf("gold", program.Requirement{
		Title:      "Active gold competency",
		Guidance:   "Attain gold in a competency that this specialization builds on, and renew it before each anniversary. The label ends when gold has been missing for thirty days.",
		VerifiedBy: program.ByVendor, Mode: program.Automatic,
		Tested: program.Continuously, OnLapse: program.EndsGrace, GraceDays: 30,
		Competency: &program.CompetencyRule{Competencies: competencies, Match: program.Any, Level: program.Gold},
	})
}

// people asks for n people who each hold one of the certifications.
func people(n int, codes ...string) program.Node {
	return certified("Certified people", program.PeopleRule{Groups: []program.PeopleGroup{{N: n, Hold: anyOf(codes...)}}})
}

// certified asks for people in groups.
func certified(title string, rule program.PeopleRule) program.Node {
	return leaf("people", program.Requirement{
		Title:      title,
		Guidance:   "Each person links the own certification record to your company; nobody can do it for them. A person counts for one partner at a time, from the day of joining to the day of leaving. New results appear within three days.",
		VerifiedBy: program.ByVendor, Mode: program.Automatic,
		Tested: program.AtRenewal, OnLapse: program.EndsTerm,
		People: &rule,
	})
}

// of is a group of people.
func of(name string, n int, hold program.Formula) program.PeopleGroup {
	return program.PeopleGroup{Name: name, N: n, Hold: hold}
}

// inTheReview says that certificates of other issuers are looked at by the auditor.
func inTheReview(n program.Node) program.Node {
	return with(n, func(r *program.Requirement) {
		r.VerifiedBy, r.Mode = program.ByThirdParty, program.Manual
		r.Guidance = "These certificates come from other issuers. Hand in a copy of each; the auditor checks it with the issuer. A person counts for one partner at a time, from the day of joining to the day of leaving."
	})
}

// references asks for confirmed customer references that show the scenario.
func references(n int, scenario, inWords string) program.Node {
	return leaf("references", program.Requirement{
		Title:      "Customer references",
		Guidance:   "Name the customer, the project and a person there who can confirm it. We ask that person directly; a request without an answer can be sent again after seven days. Choose projects finished in the last two years.",
		VerifiedBy: program.ByVendor, Mode: program.Manual,
		Tested: program.SecondRenewal, OnLapse: program.EndsTerm,
		References: &program.ReferencesRule{N: n, Scenario: scenario, MaxAgeMonths: 24, ScenarioInWords: inWords},
	})
}

// assigned asks for references that are used for nothing else.
func assigned(n int, scenario, inWords string) program.Node {
	return with(references(n, scenario, inWords), func(r *program.Requirement) {
		rule := *r.References
		rule.Assigned = true
		r.References = &rule
		r.Guidance += " Assign each to this specialization once it is confirmed."
	})
}

// stories asks for published case studies.
func stories(n, maxAgeMonths int) program.Node {
	return leaf("stories", program.Requirement{
		Title:      "Published case studies",
		Guidance:   "Publish the story on your profile with the customer's consent and name this specialization in it. It counts from the day on which it was reviewed.",
		VerifiedBy: program.ByVendor, Mode: program.Manual,
		Tested: program.AtRenewal, OnLapse: program.EndsTerm,
		CaseStudies: &program.CaseStudiesRule{N: n, MaxAgeMonths: maxAgeMonths},
	})
}

// document asks for a document that a reviewer accepts.
func document(id, title, guidance string, validMonths int, name string) program.Node {
	return leaf(id, program.Requirement{
		Title: title, Guidance: guidance,
		VerifiedBy: program.ByVendor, Mode: program.Manual,
		Tested: program.AtRenewal, OnLapse: program.EndsTerm,
		Document: &program.DocumentRule{Document: program.Named{Slug: id, Name: name}, ValidMonths: validMonths},
	})
}

// member asks for membership of another programme.
func member(id, title, guidance string, of program.Named) program.Node {
	return leaf(id, program.Requirement{
		Title: title, Guidance: guidance,
		VerifiedBy: program.ByThirdParty, Mode: program.Manual,
		Tested: program.AtRenewal, OnLapse: program.EndsTerm,
		Recognition: &program.RecognitionRule{Memberships: []program.Named{of}, Match: program.Any},
	})
}

// code is the formula of a single certification.
func code(c string) program.Formula { return program.Formula{Code: c} }

// anyOf is the formula of one certification out of several.
func anyOf(codes ...string) program.Formula { return either(each(codes)...) }

// allOf is the formula of every one of several certifications.
func allOf(codes ...string) program.Formula { return both(each(codes)...) }

// either joins formulas of which one is enough.
func either(of ...program.Formula) program.Formula {
	if len(of) == 1 {
		return of[0]
	}
	return program.Formula{Op: program.Any, Of: of}
}

// both joins formulas that all must hold.
func both(of ...program.Formula) program.Formula {
	if len(of) == 1 {
		return of[0]
	}
	return program.Formula{Op: program.All, Of: of}
}

func each(codes []string) []program.Formula {
	out := make([]program.Formula, len(codes))
	for i, c := range codes {
		out[i] = code(c)
	}
	return out
}
