package seed

import (
	"time"

	"partnerdirectory/program"
)

func analyticsSets() []program.Set {
	const analytics, workloads = "analytics", "Analytics workloads"
	insight := func(n int, review program.Node, codes ...string) program.Node {
		return all(
			gold("cloud-platform"),
			sample(consumption("usage", "Analytics services", 15000, 3,
				named("warehouse", "the cloud data warehouse"), named("data-lake", "data lakes"), named("databricks", "Databricks"),
				named("data-factory", "data pipelines"))),
			sample(people(n, codes...)),
			review,
		)
	}
	return []program.Set{
		first(analytics, early(), insight(4, reviewBefore(modularLater(), workloads), "DP-203", "DP-200", "DP-201", "DA-100")),
		version(analytics, 2, modularLater(), modules(),
			insight(4, reviewSince(modularLater(), workloads), "DP-203", "DP-200", "DP-201", "DA-100")),
		version(analytics, 3, program.Date(2026, time.March, 1),
			"The second edition of the data analyst certification counts beside the first.",
			insight(5, reviewSince(modularLater(), workloads), "DP-203", "DP-200", "DP-201", "DA-100", "PL-300")),
	}
}

func aiSets() []program.Set {
	return audited("ai-and-machine-learning", "AI workloads", func(review program.Node) program.Node {
		return all(
			gold("cloud-platform"),
			with(consumption("usage", "AI services", 2000, 3,
				named("machine-learning", "machine learning"), named("ai-services", "ready-made AI services"),
				named("ai-search", "AI search"), named("bots", "bots")),
				func(r *program.Requirement) { r.Performance.Aggregate = program.Average }),
			certified("Certified people, both fields covered", program.PeopleRule{
				Groups: []program.PeopleGroup{of("", 3, anyOf("DP-100", "AI-102"))}, Each: []string{"DP-100", "AI-102"},
			}),
			review,
		)
	})
}
