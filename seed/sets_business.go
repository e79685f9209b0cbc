package seed

import (
	"time"

	"partnerdirectory/program"
)

func lowCodeSets() []program.Set {
	return []program.Set{
		first("low-code-applications", early(), all(
			gold("application-development", "application-integration", "cloud-business-applications"),
			sample(inDeveloping(byAdminLink(growth("usage", "People who use the apps", 1000, 2, named("low-code-apps", "low-code apps"))), 500)),
			sample(people(4, "PL-100", "PL-200", "PL-400", "PL-600")),
		)),
	}
}

func smallBusinessSets() []program.Set {
	const small = "small-business-management"
	suite := named("business", "Meridian Business")
	asIs := func(n program.Node) program.Node { return n }
	run := func(percent, deployments float64, mark func(program.Node) program.Node) program.Node {
		rise := growth("usage-growth", "Growth of use in percent", percent, 0, suite)
		return all(
			gold("small-and-midmarket-cloud"),
			mark(figure("usage-deployments", "New deployments",
				"A deployment counts in the first month in which five people work with it, once for each customer. Claim it and have the customer confirm it.",
				program.PerformanceRule{
					Metric: "active-users", Threshold: deployments, Months: 12, Only: []program.Named{suite}, Indicator: true,
					Aggregate: program.Events, Line: 5, Associations: []program.Named{claim()},
				})),
			group("use", program.Any, "Growth of use",
				mark(with(rise, func(r *program.Requirement) {
					r.Performance.Growth, r.Performance.MinBaseline = program.GrowthPercent, 50
				})),
				sample(growth("usage-users", "Growth of use in people", 150, 0, suite))),
			sample(people(3, "MB-SB-FC", "MB-CE-FC", "MB-FO-FC")),
		)
	}
	return []program.Set{
		first(small, early(), run(35, 10, asIs)),
		version(small, 2, program.Date(2026, time.March, 1),
			"Growth slows as the suite spreads: 25 percent is enough where 35 percent was asked for, but it takes twelve deployments instead of ten.", run(25, 12, sample)),
	}
}

func automationSets() []program.Set {
	return []program.Set{
		first("intelligent-automation", later(), all(
			gold("application-development", "cloud-business-applications"),
			sample(byAdminLink(growth("usage", "People who use the workflows", 500, 2, named("workflows", "automated workflows")))),
			sample(people(3, "PL-200", "PL-400", "PL-500")),
		)),
	}
}
