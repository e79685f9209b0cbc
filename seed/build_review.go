package seed

import (
	"time"

	"partnerdirectory/program"
)

// Days on which something about reviews changed. Before there were modules, one checklist covered the projects alone; the
// foundation module of an earlier review counts since it exists.
func modular() program.Day      { return program.Date(2023, time.July, 1) }
func modularLater() program.Day { return program.Date(2023, time.October, 1) }

// operators is a programme of the vendor whose members have had their cloud operations audited.
func operators() program.Named { return named("expert-operators", "the Expert Operators programme") }

// checklists are the versions of what reviews look at. Each counts for reviews of its half of a year or longer.
func checklists(since program.Day) []program.Checklist {
	return []program.Checklist{
		{Version: "2.0", From: since, Until: program.Date(2024, time.July, 1)},
		{Version: "2.1", From: program.Date(2024, time.July, 1), Until: program.Date(2025, time.July, 1)},
		{Version: "2.2", From: program.Date(2025, time.July, 1), Until: program.Date(2026, time.July, 1)},
		{Version: "2.3", From: program.Date(2026, time.July, 1)},
	}
}

// nextChecklist adds the version that takes over on a day.
func nextChecklist(n program.Node, version string, from program.Day) program.Node {
	return with(n, func(r *program.Requirement) {
		rule := *r.Review
		list := append([]program.Checklist(nil), rule.Checklists...)
		list[len(list)-1].Until = from
		rule.Checklists = append(list, program.Checklist{Version: version, From: from})
		r.Review = &rule
	})
}

// review asks for a valid pass of the architecture review, foundation and workload.
func review(workload string) program.Node { return reviewSince(modular(), workload) }

func reviewSince(since program.Day, workload string) program.Node {
	held := program.RecognitionRule{Memberships: []program.Named{operators()}, Match: program.Any}
	return leaf("review", program.Requirement{
		Title:      "Architecture review",
		Guidance:   "Book the review with an independent firm once the other requirements are met. Bring work for at least three customers that was finished in the last twelve months; the same customer may serve for several points. The foundation module covers how you plan, govern and secure a cloud environment; the workload module covers the projects themselves. Both together cost US$3,000, the workload module alone US$2,000.",
		VerifiedBy: program.ByThirdParty, Mode: program.Manual,
		Tested: program.SecondRenewal, OnLapse: program.EndsTerm,
		Review: &program.ReviewRule{
			Modules: []program.ReviewModule{
				{Slug: "foundation", Name: "Cloud foundation"},
				{Slug: "workload", Name: workload},
			},
			ValidMonths: 24,
			Credits:     []program.ModuleCredit{{Module: "foundation", Since: modular()}, {Module: "foundation", Held: &held}},
			Checklists:  checklists(since), BookedLast: true,
		},
	})
}

// reviewBefore is the review as it was before it had modules.
func reviewBefore(until program.Day, workload string) program.Node {
	return leaf("review", program.Requirement{
		Title:      "Architecture review",
		Guidance:   "Book the review with an independent firm once the other requirements are met. Bring work for at least three customers that was finished in the last twelve months. A pass is valid for two years.",
		VerifiedBy: program.ByThirdParty, Mode: program.Manual,
		Tested: program.SecondRenewal, OnLapse: program.EndsTerm,
		Review: &program.ReviewRule{
			Modules:     []program.ReviewModule{{Slug: "workload", Name: workload}},
			ValidMonths: 24, BookedLast: true,
			Checklists: []program.Checklist{{Version: "1.0", From: program.Date(2022, time.January, 1), Until: until}},
		},
	})
}
