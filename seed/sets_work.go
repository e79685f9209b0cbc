package seed

import (
	"time"

	"partnerdirectory/program"
)

// Products of the suite whose users are counted.
func meet() program.Named  { return named("meet", "Meridian Meet") }
func sites() program.Named { return named("sites", "Meridian Sites") }
func files() program.Named { return named("files", "shared files") }

func adoptionSets() []program.Set {
	const adoption = "adoption-and-change-management"
	change := func(more ...program.Node) program.Node {
		return all(append([]program.Node{
			gold("cloud-productivity", "collaboration-and-content", "communications", "small-and-midmarket-cloud", "endpoints-and-devices"),
			sample(growth("usage", "Use after the project", 800, 3, meet(), sites(), files(), named("communities", "communities"))),
			sample(people(2, "SERVICE-ADOPTION", "PROSCI", "MS-700")),
			sample(references(3, "adoption", "a change that people took up: planned, supported and measured")),
		}, more...)...)
	}
	plan := sample(document("change-plan", "A change plan",
		"Hand in the plan of one of your projects: who was affected, how they were won over, and what was measured. Take the customer's name out.",
		24, "a change plan of a finished project"))
	return []program.Set{
		first(adoption, early(), change()),
		version(adoption, 2, program.Date(2025, time.November, 1),
			"A plan of one project is read by a reviewer, because growth in use alone does not show who brought it about.",
			change(plan)),
		version(adoption, 3, program.Date(2027, time.January, 1),
			"A published case study joins the plan, because customers want to read how the change was led.",
			change(plan, sample(stories(1, 36)))),
	}
}

// meetSets are those of calling and meetings.
func meetSets() []program.Set {
	const calling = "calling"
	voice := func(who program.Node) program.Node {
		return all(
			gold("communications", "cloud-productivity"),
			sample(growth("usage", "People who call", 1000, 3, named("calling", "cloud calling"))),
			sample(who),
			sample(references(3, "calling", "a telephone system moved to the cloud")),
		)
	}
	engineers := certified("Certified people, a voice engineer among them", program.PeopleRule{
		Groups:   []program.PeopleGroup{of("", 3, anyOf("MS-700", "MS-720")), of("voice engineers", 1, code("MS-720"))},
		Overlaps: []program.Overlap{between(program.Subset)},
	})
	return []program.Set{
		first(calling, early(), voice(people(3, "MS-700", "MS-720"))),
		version(calling, 2, program.Date(2026, time.April, 1),
			"One of the three must be a voice engineer: most failed projects failed at the line, not at the desk.", voice(engineers)),
		first("meetings-and-rooms", early(), all(
			gold("communications", "cloud-productivity"),
			group("use", program.Any, "Meetings or rooms",
				sample(growth("usage-meetings", "People who meet", 1500, 3, named("meetings", "meetings"))),
				sample(figure("usage-rooms", "Rooms in service",
					"Register each room system with the customer's name when it is put into service. Only systems that were used in the month count.",
					program.PerformanceRule{
						Metric: "room-systems", Threshold: 60, Months: 1, MinCustomers: 3, Indicator: true,
						Aggregate: program.Snapshot, Associations: []program.Named{claim()},
					}))),
			sample(people(3, "MS-700")),
			references(3, "meeting-rooms", "meeting rooms deployed and managed"),
		)),
	}
}

func teamworkSets() []program.Set {
	return []program.Set{
		first("teamwork-deployment", early(), all(
			gold("cloud-productivity", "collaboration-and-content", "small-and-midmarket-cloud"),
			sample(growth("usage", "People who work together", 2000, 3, meet(), sites(), files())),
			sample(people(4, "MS-700", "WORKPLACE-EXPERT")),
			sample(references(3, "teamwork", "a roll-out of files, sites and team spaces")),
		)),
		first("custom-collaboration-solutions", later(), all(
			gold("application-development", "cloud-productivity", "collaboration-and-content"),
			sample(growth("usage", "People who use the apps", 500, 2, named("meet-apps", "custom apps in Meridian Meet"))),
			sample(people(2, "MS-600")),
			sample(references(3, "collaboration-apps", "an application built into the place where people work together")),
		)),
	}
}

func deviceSets() []program.Set {
	return []program.Set{
		first("modern-endpoints", later(), all(
			gold("endpoints-and-devices", "enterprise-mobility"),
			sample(figure("usage", "Devices under management",
				"Claim device management at each customer and have the customer confirm it. Devices count in every month in which they report in. The newest complete month is compared with the same month a year earlier.",
				program.PerformanceRule{
					Metric: "managed-devices", Threshold: 1000, Months: 1, MinCustomers: 3, Indicator: true,
					Aggregate: program.Snapshot, Growth: program.GrowthBy, Associations: []program.Named{claim()},
				})),
			sample(people(4, "MD-100", "MD-101")),
			sample(references(3, "endpoints", "devices brought under cloud management")),
		)),
	}
}
