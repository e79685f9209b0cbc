package seed

import (
	"time"

	"partnerdirectory/program"
)

func identitySets() []program.Set {
	const identity = "identity-and-access-management"
	access := func(who program.Node) program.Node {
		return all(
			gold("security", "enterprise-mobility"),
			growth("usage", "People with premium identity features", 2000, 0, named("premium-identity", "premium identity features")),
			who,
			assigned(3, "identity", "sign-in and access brought under one directory"),
		)
	}
	return []program.Set{
		first(identity, early(), access(sample(people(4, "SC-300", "MS-500", "AZ-500")))),
		version(identity, 2, program.Date(2025, time.October, 1),
			"There is a certification for identity now, and six people hold it in the firms whose projects hold.", access(people(6, "SC-300"))),
	}
}

func threatSets() []program.Set {
	const threat = "threat-protection"
	defence := func(revenue float64, who program.Node, more ...program.Node) program.Node {
		return all(append([]program.Node{
			gold("security", "enterprise-mobility"),
			group("use", program.Any, "Protected users or security operations",
				growth("usage-users", "People under threat protection", 1000, 0,
					named("identity-defence", "defence of identities"), named("app-defence", "defence of cloud apps")),
				with(consumption("usage-operations", "Security operations service", revenue, 0, named("security-operations", "the security operations service")),
					func(r *program.Requirement) { r.Performance.Months = 12 })),
			who,
			assigned(3, "threat-protection", "protection against threats brought into daily operation"),
		}, more...)...)
	}
	return []program.Set{
		first(threat, early(), defence(60000, sample(people(4, "MS-500", "AZ-500", "SC-200")))),
		version(threat, 2, program.Date(2025, time.October, 1),
			"Six analysts with the certification made for them; the figure for the security operations service rises from US$60,000 to US$100,000.",
			defence(100000, people(6, "SC-200"))),
		atOnce(version(threat, 3, program.Date(2027, time.January, 11),
			"A report of an exercise shows that alarms are not only raised but answered.",
			defence(100000, people(6, "SC-200"), sample(document("exercise-report", "Report of an attack exercise",
				"Hand in the report of an exercise at a customer's: what was attacked, what was noticed, by whom and after how many minutes. Take the customer's name out.",
				12, "a report of an attack exercise at a customer's")))),
			"Attacks of a new kind are under way, and customers who rely on the label cannot wait for a renewal."),
	}
}

func protectionSets() []program.Set {
	return []program.Set{
		first("information-protection", early(), all(
			gold("security", "enterprise-mobility"),
			growth("usage", "People with information protection", 1000, 0, named("information-protection", "information protection")),
			people(6, "SC-400"),
			assigned(3, "information-protection", "documents classified and protected"),
		)),
	}
}

func cloudSecuritySets() []program.Set {
	const security = "cloud-security"
	guarded := func(overlap program.OverlapRule) program.Node {
		return all(
			gold("security", "enterprise-mobility", "cloud-platform"),
			sample(with(consumption("usage", "Cloud security services", 200000, 2,
				named("posture", "posture management"), named("workload-defence", "defence of workloads"), named("firewall", "firewalls"),
				named("web-firewall", "web application firewalls"), named("bastion", "bastion hosts"), named("keys", "key management"),
				named("ddos", "protection against floods of requests"), named("security-operations", "the security operations service")),
				func(r *program.Requirement) { r.Performance.Months = 12 })),
			certified("Security engineers and analysts", program.PeopleRule{
				Groups: []program.PeopleGroup{
					of("security engineers", 6, code("AZ-500")),
					of("security analysts", 4, code("SC-200")),
				},
				Overlaps: []program.Overlap{{Group: 0, With: 1, Rule: overlap}},
			}),
			assigned(3, "cloud-security", "a cloud environment defended: posture, network and workloads"),
		)
	}
	return []program.Set{
		first(security, early(), guarded(program.Unspecified)),
		version(security, 2, program.Date(2026, time.February, 1),
			"Decides what the first edition left open: one person can count as an engineer and as an analyst.", guarded(program.Shared)),
	}
}
