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

// sample marks a leaf whose figure is an invented one.
func sample(n program.Node) program.Node {
	r := *n.Requirement
	r.Sample = true
	n.Requirement = &r
	return n
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

// usage asks for consumption over trailing complete months from a number of customers.
func usage(id, title, metric string, threshold float64, months, customers int) program.Node {
	return leaf(id, program.Requirement{
		Title:      title,
		Guidance:   "Ask each customer to link you as the partner on the subscription. Credit starts in the month of the link, not before; trial, internal and support subscriptions do not count. Figures of a month are complete by the 20th of the next.",
		VerifiedBy: program.ByVendor, Mode: program.Automatic,
		Tested: program.AtRenewal, OnLapse: program.EndsTerm,
		Performance: &program.PerformanceRule{Metric: metric, Threshold: threshold, Months: months, MinCustomers: customers},
	})
}

// indicator asks for a figure of product telemetry over trailing complete months.
func indicator(id, title, metric string, threshold float64, months, customers int) program.Node {
	n := usage(id, title, metric, threshold, months, customers)
	n.Requirement.Guidance = "Have the customer confirm you as the partner who claims the workload. Users and devices count from the month of the confirmation, and only while they are active. Figures of a month are complete by the 20th of the next."
	n.Requirement.Performance.Indicator = true
	return n
}

// people asks for n people who each hold one of the certifications.
func people(n int, codes ...string) program.Node {
	return certified("Certified people", false, program.PeopleGroup{N: n, Hold: anyOf(codes...)})
}

// certified asks for people in groups; with distinct, nobody counts twice.
func certified(title string, distinct bool, groups ...program.PeopleGroup) program.Node {
	return leaf("people", program.Requirement{
		Title:      title,
		Guidance:   "Each person links the own certification record to your company; nobody can do it for them. A person counts for one partner at a time, from the day of joining to the day of leaving. New results appear within three days.",
		VerifiedBy: program.ByVendor, Mode: program.Automatic,
		Tested: program.AtRenewal, OnLapse: program.EndsTerm,
		People: &program.PeopleRule{Groups: groups, Distinct: distinct},
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

// review asks for a valid pass of the architecture review, foundation and workload.
func review(workload string) program.Node {
	return leaf("review", program.Requirement{
		Title:      "Architecture review",
		Guidance:   "Book the review with an independent firm once the other requirements are met. Bring finished work for at least three customers. The foundation module covers how you plan, govern and secure a cloud environment; the workload module covers the projects themselves. A pass is valid for two years.",
		VerifiedBy: program.ByThirdParty, Mode: program.Manual,
		Tested: program.SecondRenewal, OnLapse: program.EndsTerm,
		Review: &program.ReviewRule{
			Modules: []program.ReviewModule{
				{Slug: "foundation", Name: "Cloud foundation"},
				{Slug: "workload", Name: workload},
			},
			ValidMonths: 24,
		},
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
