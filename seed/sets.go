package seed

import (
	"time"

	"partnerdirectory/program"
)

// version is one published requirement set, by the day it takes effect. Sets are published a quarter ahead.
func version(specialization string, number int, effective program.Day, note string, root program.Node) program.Set {
	return program.Set{
		Specialization: specialization, Version: number, Published: effective.AddMonths(-3), EffectiveFrom: effective,
		Note: note, Root: root,
	}
}

// first is the oldest set of a specialization.
func first(specialization string, root program.Node) program.Set {
	return version(specialization, 1, program.Date(2023, time.January, 1), "First edition.", root)
}

// sets returns every published set in order of version.
func sets() []program.Set {
	var out []program.Set
	out = append(out, migrationSets()...)
	out = append(out, cloudSets()...)
	out = append(out, hybridSets()...)
	out = append(out, dataSets()...)
	out = append(out, workSets()...)
	out = append(out, deviceSets()...)
	out = append(out, securitySets()...)
	return append(out, businessSets()...)
}

func migrationSets() []program.Set {
	const windows, linux = "windows-server-and-sql-server-migration", "linux-and-open-source-database-migration"
	servers := func(n int, more ...program.Node) program.Node {
		return all(append([]program.Node{
			gold("cloud-platform"),
			usage("usage-windows", "Windows Server in the cloud", "windows-vm-consumption", 30000, 3, 3),
			usage("usage-sql", "SQL Server in the cloud", "sql-consumption", 9000, 3, 3),
			sample(people(n, "CLOUD-ARCHITECT", "AZ-104", "DP-300")),
			review("Windows Server and SQL Server workloads"),
		}, more...)...)
	}
	managed := usage("usage-managed", "Managed databases among them", "managed-sql-consumption", 3000, 3, 1)
	return []program.Set{
		first(windows, servers(4)),
		version(windows, 2, program.Date(2025, time.July, 1),
			"A part of the database work must end in a managed service, because customers asked who can take them there.",
			servers(4, managed)),
		version(windows, 3, program.Date(2027, time.January, 15),
			"Two more certified people, as projects have grown.", servers(6, managed)),
		first(linux, all(
			gold("cloud-platform"),
			usage("usage-linux", "Linux in the cloud", "linux-vm-consumption", 15000, 3, 3),
			usage("usage-databases", "Open-source databases in the cloud", "open-database-consumption", 4500, 3, 3),
			sample(people(4, "LFCS", "LPIC-1", "RHCSA", "RHCE", "SUSE-SCA", "AZ-104")),
			review("Linux and open-source database workloads"),
		)),
		first("data-warehouse-migration", all(
			gold("cloud-platform"),
			sample(usage("usage", "Cloud data warehouse", "warehouse-consumption", 12000, 3, 3)),
			sample(people(3, "DP-200", "DP-201", "DP-203")),
			review("Data warehouse workloads"),
		)),
		first("vmware-on-cloud", all(
			gold("cloud-platform"),
			sample(usage("usage", "VMware in the cloud", "vmware-consumption", 45000, 3, 3)),
			sample(people(4, "AZ-104", "CLOUD-ARCHITECT", "VCP-DCV")),
			review("VMware workloads"),
		)),
		first("sap-on-cloud", all(
			gold("cloud-platform"),
			sample(usage("usage", "SAP in the cloud", "sap-consumption", 30000, 3, 2)),
			sample(people(3, "AZ-120")),
			sample(references(2, "sap-deployment", "an SAP system in production in the cloud")),
		)),
	}
}

func cloudSets() []program.Set {
	const kubernetes, desktop, devops = "kubernetes", "virtual-desktop", "devops"
	containers := []string{"AZ-204", "DEVOPS-EXPERT", "CKA", "CKAD"}
	clusters := func(threshold float64, who program.Node) program.Node {
		return all(
			gold("cloud-platform"),
			sample(usage("usage", "Managed Kubernetes", "kubernetes-consumption", threshold, 3, 3)),
			sample(who),
			review("Kubernetes workloads"),
		)
	}
	admins := func(n, of int) program.Node {
		return certified("Certified people, some of them in Kubernetes itself", false,
			program.PeopleGroup{N: n, Hold: anyOf(containers...)},
			program.PeopleGroup{Name: "Kubernetes administrators or developers", N: of, Hold: anyOf("CKA", "CKAD")})
	}
	desktops := func(n int) program.Node {
		return all(
			gold("cloud-platform"),
			sample(usage("usage", "Virtual desktops", "virtual-desktop-consumption", 12000, 3, 3)),
			sample(people(n, "AZ-140", "AZ-104", "MD-100", "MD-101")),
			review("Virtual desktop workloads"),
		)
	}
	return []program.Set{
		first(kubernetes, clusters(10000, people(4, containers...))),
		version(kubernetes, 2, program.Date(2025, time.April, 1),
			"Consumption follows the growth of the platform, and two people must be certified in Kubernetes itself.",
			clusters(15000, admins(5, 2))),
		version(kubernetes, 3, program.Date(2027, time.February, 1),
			"A third person certified in Kubernetes itself, so that holidays and leavers do not stop a project.",
			clusters(15000, admins(5, 3))),
		first(desktop, desktops(3)),
		version(desktop, 2, program.Date(2026, time.January, 1),
			"One more certified person; the usage figure stays.", desktops(4)),
		first(devops, all(
			gold("cloud-platform"),
			sample(usage("usage", "Cloud use through pipelines", "devops-consumption", 9000, 3, 3)),
			sample(people(3, "GH-ACTIONS", "GH-ADVSEC", "GH-ADMIN")),
			review("Delivery pipelines"),
		)),
		first("web-app-modernization", all(
			gold("cloud-platform"),
			sample(usage("usage", "Application hosting", "web-app-consumption", 12000, 3, 3)),
			sample(people(4, "AZ-204", "DEVOPS-EXPERT")),
			review("Web application workloads"),
		)),
		first("networking", all(
			gold("cloud-platform"),
			sample(usage("usage", "Networking services", "network-consumption", 9000, 3, 3)),
			sample(people(4, "AZ-700", "AZ-104")),
			review("Network designs"),
		)),
	}
}

func hybridSets() []program.Set {
	return []program.Set{
		first("hybrid-infrastructure", all(
			gold("cloud-platform"),
			sample(usage("usage", "Meridian Edge clusters", "edge-consumption", 9000, 3, 3)),
			sample(people(4, "AZ-104", "CLOUD-ARCHITECT", "AZ-800", "AZ-801")),
			review("Hybrid infrastructure"),
		)),
		first("hybrid-operations", all(
			gold("cloud-platform"),
			sample(usage("usage", "Hybrid management", "hybrid-management-consumption", 4500, 3, 3)),
			sample(people(4, "AZ-104", "CLOUD-ARCHITECT")),
			review("Hybrid operations"),
		)),
	}
}

func dataSets() []program.Set {
	const analytics = "analytics"
	insight := func(n int, codes ...string) program.Node {
		return all(
			gold("cloud-platform"),
			sample(usage("usage", "Analytics services", "analytics-consumption", 15000, 3, 3)),
			sample(people(n, codes...)),
			review("Analytics workloads"),
		)
	}
	return []program.Set{
		first(analytics, insight(4, "DP-203", "DP-200", "DP-201", "DA-100")),
		version(analytics, 2, program.Date(2026, time.March, 1),
			"The second edition of the data analyst certification counts beside the first.",
			insight(5, "DP-203", "DP-200", "DP-201", "DA-100", "PL-300")),
		first("ai-and-machine-learning", all(
			gold("cloud-platform"),
			usage("usage", "AI services", "ai-consumption", 6000, 3, 3),
			certified("Certified people, both fields covered", false,
				program.PeopleGroup{N: 3, Hold: anyOf("DP-100", "AI-102")},
				program.PeopleGroup{Name: "data scientists", N: 1, Hold: code("DP-100")},
				program.PeopleGroup{Name: "AI engineers", N: 1, Hold: code("AI-102")}),
			review("AI workloads"),
		)),
	}
}

func workSets() []program.Set {
	const adoption = "adoption-and-change-management"
	change := func(more ...program.Node) program.Node {
		return all(append([]program.Node{
			gold("cloud-productivity", "collaboration-and-content", "communications", "small-and-midmarket-cloud", "endpoints-and-devices"),
			sample(indicator("usage", "Use after the project", "adoption-users", 800, 12, 3)),
			sample(people(2, "SERVICE-ADOPTION", "PROSCI", "MS-700")),
			sample(references(3, "adoption", "a change that people took up: planned, supported and measured")),
		}, more...)...)
	}
	return []program.Set{
		first(adoption, change()),
		version(adoption, 2, program.Date(2027, time.January, 1),
			"A published case study joins the references, because customers want to read how the change was led.",
			change(sample(stories(1, 36)))),
		first("calling", all(
			gold("communications", "cloud-productivity"),
			sample(indicator("usage", "People who call", "calling-users", 1000, 12, 3)),
			sample(people(3, "MS-700", "MS-720")),
			sample(references(3, "calling", "a telephone system moved to the cloud")),
		)),
		first("meetings-and-rooms", all(
			gold("communications", "cloud-productivity"),
			group("use", program.Any, "Meetings or rooms",
				sample(indicator("usage-meetings", "People who meet", "meeting-users", 1500, 12, 3)),
				sample(indicator("usage-rooms", "Rooms in service", "room-devices", 60, 12, 3))),
			sample(people(3, "MS-700")),
			references(3, "meeting-rooms", "meeting rooms deployed and managed"),
		)),
		first("teamwork-deployment", all(
			gold("cloud-productivity", "collaboration-and-content", "small-and-midmarket-cloud"),
			sample(indicator("usage", "People who work together", "collaboration-users", 2000, 12, 3)),
			sample(people(4, "MS-700", "WORKPLACE-EXPERT")),
			sample(references(3, "teamwork", "a roll-out of files, sites and team spaces")),
		)),
		first("custom-collaboration-solutions", all(
			gold("application-development", "cloud-productivity", "collaboration-and-content"),
			sample(indicator("usage", "People who use the apps", "collaboration-app-users", 500, 12, 2)),
			sample(people(2, "MS-600")),
			sample(references(3, "collaboration-apps", "an application built into the place where people work together")),
		)),
	}
}

func deviceSets() []program.Set {
	return []program.Set{
		first("modern-endpoints", all(
			gold("endpoints-and-devices", "enterprise-mobility"),
			sample(indicator("usage", "Devices under management", "managed-devices", 1000, 12, 3)),
			sample(people(4, "MD-100", "MD-101")),
			sample(references(3, "endpoints", "devices brought under cloud management")),
		)),
	}
}

func securitySets() []program.Set {
	const threat = "threat-protection"
	aligned := []string{"security", "enterprise-mobility"}
	defence := func(revenue float64) program.Node {
		return all(
			gold(aligned...),
			group("use", program.Any, "Protected users or security operations",
				indicator("usage-users", "People under threat protection", "threat-users", 1000, 12, 1),
				usage("usage-operations", "Security operations service", "security-operations-consumption", revenue, 12, 1)),
			people(6, "SC-200"),
			references(3, "threat-protection", "protection against threats brought into daily operation"),
		)
	}
	return []program.Set{
		first("identity-and-access-management", all(
			gold(aligned...),
			indicator("usage", "People with premium identity features", "identity-users", 2000, 12, 1),
			people(6, "SC-300"),
			references(3, "identity", "sign-in and access brought under one directory"),
		)),
		first(threat, defence(60000)),
		version(threat, 2, program.Date(2025, time.October, 1),
			"The figure for the security operations service rises from US$60,000 to US$100,000; users are unchanged.",
			defence(100000)),
		first("information-protection", all(
			gold(aligned...),
			indicator("usage", "People with information protection", "information-users", 1000, 12, 1),
			people(6, "SC-400"),
			references(3, "information-protection", "documents classified and protected"),
		)),
		first("cloud-security", all(
			gold("security", "enterprise-mobility", "cloud-platform"),
			usage("usage", "Cloud security services", "security-consumption", 200000, 12, 1),
			certified("Security engineers and analysts", false,
				program.PeopleGroup{Name: "security engineers", N: 6, Hold: code("AZ-500")},
				program.PeopleGroup{Name: "security analysts", N: 4, Hold: code("SC-200")}),
			references(3, "cloud-security", "a cloud environment defended: posture, network and workloads"),
		)),
	}
}

func businessSets() []program.Set {
	return []program.Set{
		first("low-code-applications", all(
			gold("application-development", "application-integration", "cloud-business-applications"),
			sample(indicator("usage", "People who use the apps", "low-code-users", 1000, 12, 2)),
			sample(people(4, "PL-100", "PL-200", "PL-400", "PL-600")),
		)),
		first("small-business-management", all(
			gold("small-and-midmarket-cloud"),
			indicator("usage-deployments", "New deployments", "business-deployments", 10, 12, 5),
			sample(indicator("usage-users", "People who work with it", "business-users", 150, 12, 3)),
			sample(people(3, "MB-SB-FC", "MB-CE-FC", "MB-FO-FC")),
		)),
		first("intelligent-automation", all(
			gold("application-development", "cloud-business-applications"),
			sample(indicator("usage", "People who use the workflows", "automation-users", 500, 12, 2)),
			sample(people(3, "PL-200", "PL-400", "PL-500")),
		)),
	}
}
