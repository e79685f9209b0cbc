package seed

import (
	"time"

	"partnerdirectory/program"
)

func migrationSets() []program.Set {
	const windows, linux = "windows-server-and-sql-server-migration", "linux-and-open-source-database-migration"
	const workloads = "Windows Server and SQL Server workloads"
	database, instance := named("managed-sql-database", "managed SQL databases"), named("managed-sql-instance", "managed SQL instances")
	sql := consumption("usage-sql", "SQL Server in the cloud", 9000, 3, database, instance, named("sql-server-vm", "SQL Server on virtual machines"))
	servers := func(n int, sql, review program.Node) program.Node {
		return all(
			gold("cloud-platform"),
			consumption("usage-windows", "Windows Server in the cloud", 30000, 3, named("windows-server-vm", "Windows Server virtual machines")),
			sql,
			sample(people(n, "CLOUD-ARCHITECT", "AZ-104", "DP-300")),
			review,
		)
	}
	managed := partly(sql, 3000, database, instance)
	out := audited(windows, workloads, func(review program.Node) program.Node { return servers(4, sql, review) })
	out = append(out,
		version(windows, 3, program.Date(2025, time.July, 1),
			"A part of the database work must end in a managed service, because customers asked who can take them there.",
			servers(4, managed, review(workloads))),
		version(windows, 4, program.Date(2027, time.January, 15),
			"Two more certified people, as projects have grown.", servers(6, managed, review(workloads))))
	return append(out, audited(linux, "Linux and open-source database workloads", func(review program.Node) program.Node {
		return all(
			gold("cloud-platform"),
			consumption("usage-linux", "Linux in the cloud", 15000, 3, named("linux-vm", "Linux virtual machines")),
			consumption("usage-databases", "Open-source databases in the cloud", 4500, 3,
				named("managed-postgresql", "managed PostgreSQL"), named("managed-mysql", "managed MySQL"),
				named("managed-mariadb", "managed MariaDB"), named("document-database", "the document database")),
			sample(inTheReview(people(4, "LFCS", "LPIC-1", "RHCSA", "RHCE", "SUSE-SCA", "AZ-104"))),
			review,
		)
	})...)
}

func warehouseSets() []program.Set {
	return audited("data-warehouse-migration", "Data warehouse workloads", func(review program.Node) program.Node {
		return all(
			gold("cloud-platform"),
			sample(consumption("usage", "Cloud data warehouse", 12000, 3, named("warehouse", "the cloud data warehouse"))),
			sample(people(3, "DP-203", "DP-200", "DP-201")),
			review,
		)
	})
}

func sapSets() []program.Set {
	const sap = "sap-on-cloud"
	systems := func(proof ...program.Node) program.Node {
		return all(append([]program.Node{
			gold("cloud-platform"),
			sample(consumption("usage", "SAP in the cloud", 30000, 2,
				named("sap-compute", "SAP-certified virtual machines"), named("sap-large-instance", "large SAP hosts"))),
			sample(people(3, "AZ-120")),
		}, proof...)...)
	}
	projects := sample(references(2, "sap-deployment", "an SAP system in production in the cloud"))
	next := version(sap, 3, program.Date(2027, time.February, 15),
		"The review stands alone, as in the other specializations that build on the cloud platform.",
		systems(review("SAP workloads")))
	next.Published = next.EffectiveFrom.AddMonths(-4)
	return []program.Set{
		first(sap, early(), systems(projects)),
		version(sap, 2, program.Date(2026, time.May, 1),
			"An independent review joins the references. In a later version it will take their place; until then both are asked for.",
			systems(projects, review("SAP workloads"))),
		next,
	}
}

func kubernetesSets() []program.Set {
	const kubernetes, workloads = "kubernetes", "Kubernetes workloads"
	containers := []string{"AZ-204", "DEVOPS-EXPERT", "CKA", "CKAD"}
	clusters := func(threshold float64, who, review program.Node) program.Node {
		return all(
			gold("cloud-platform"),
			sample(consumption("usage", "Kubernetes in the cloud", threshold, 3,
				named("managed-kubernetes", "managed Kubernetes"), named("own-kubernetes", "Kubernetes on virtual machines"),
				named("openshift", "OpenShift"))),
			sample(who),
			review,
		)
	}
	admins := func(n, some int) program.Node {
		return certified("Certified people, some of them in Kubernetes itself", program.PeopleRule{
			Groups: []program.PeopleGroup{
				of("", n, anyOf(containers...)),
				of("Kubernetes administrators or developers", some, anyOf("CKA", "CKAD")),
			},
			Overlaps: []program.Overlap{between(program.Subset)},
		})
	}
	next := review(workloads)
	return append(
		audited(kubernetes, workloads, func(review program.Node) program.Node { return clusters(10000, people(4, containers...), review) }),
		version(kubernetes, 3, program.Date(2025, time.April, 1),
			"Consumption follows the growth of the platform, and two people must be certified in Kubernetes itself.",
			clusters(15000, admins(5, 2), next)),
		version(kubernetes, 4, program.Date(2027, time.February, 1),
			"A third person certified in Kubernetes itself, so that holidays and leavers do not stop a project; and the next checklist.",
			clusters(15000, admins(5, 3), nextChecklist(next, "2.4", program.Date(2027, time.February, 1)))))
}

func desktopSets() []program.Set {
	const desktop, workloads = "virtual-desktop", "Virtual desktop workloads"
	desktops := func(n int, review program.Node) program.Node {
		return all(
			gold("cloud-platform"),
			sample(consumption("usage", "Virtual desktops", 12000, 3, named("virtual-desktop", "the virtual desktop service"))),
			sample(people(n, "AZ-140", "AZ-104", "MD-100", "MD-101")),
			review,
		)
	}
	return append(
		audited(desktop, workloads, func(review program.Node) program.Node { return desktops(3, review) }),
		version(desktop, 3, program.Date(2026, time.January, 1),
			"One more certified person; the usage figure stays.", desktops(4, review(workloads))))
}

// deliverySets are those of building and delivering applications.
func deliverySets() []program.Set {
	const devops, pipelines = "devops", "Delivery pipelines"
	codes := []string{"GH-ACTIONS", "GH-ADVSEC", "GH-ADMIN"}
	delivery := func(who, review program.Node) program.Node {
		return all(
			gold("cloud-platform"),
			eased(sample(consumption("usage", "Cloud use through pipelines", 9000, 3, named("pipelines", "what pipelines deploy"))),
				program.Date(2022, time.July, 1), 1, "kubernetes", "web-app-modernization"),
			inTheReview(sample(who)),
			review,
		)
	}
	three := certified("Certified people, all fields covered", program.PeopleRule{
		Groups: []program.PeopleGroup{of("", 3, anyOf(codes...))}, Each: codes,
	})
	out := audited(devops, pipelines, func(review program.Node) program.Node { return delivery(people(5, codes...), review) })
	out = append(out, version(devops, 3, program.Date(2025, time.January, 1),
		"Three people instead of five, but every field must be covered by one of them.", delivery(three, review(pipelines))))
	return append(out, audited("web-app-modernization", "Web application workloads", func(review program.Node) program.Node {
		return all(
			gold("cloud-platform"),
			sample(consumption("usage", "Application hosting", 12000, 3,
				named("app-hosting", "application hosting"), named("spring-hosting", "hosting of Spring applications"))),
			sample(people(4, "AZ-204", "DEVOPS-EXPERT")),
			review,
		)
	})...)
}

func networkSets() []program.Set {
	return audited("networking", "Network designs", func(review program.Node) program.Node {
		return all(
			gold("cloud-platform"),
			sample(consumption("usage", "Networking services", 9000, 3,
				named("private-line", "private lines"), named("wide-area", "the wide-area network"), named("firewall", "firewalls"),
				named("traffic", "traffic management"))),
			sample(people(4, "AZ-700", "AZ-104")),
			review,
		)
	})
}

func hybridSets() []program.Set {
	return []program.Set{
		first("hybrid-infrastructure", later(), all(
			gold("cloud-platform"),
			sample(consumption("usage", "Meridian Edge clusters", 9000, 3, named("edge-cluster", "Meridian Edge clusters"))),
			sample(people(4, "AZ-104", "CLOUD-ARCHITECT", "AZ-800", "AZ-801")),
			review("Hybrid infrastructure"),
		)),
		first("hybrid-operations", later(), all(
			gold("cloud-platform"),
			sample(consumption("usage", "Hybrid management", 4500, 3,
				named("managed-servers", "servers under hybrid management"), named("managed-clusters", "Kubernetes under hybrid management"))),
			sample(people(4, "AZ-104", "CLOUD-ARCHITECT")),
			review("Hybrid operations"),
		)),
	}
}

func vmwareSets() []program.Set {
	const vmware, workloads = "vmware-on-cloud", "VMware workloads"
	hosts := func(who ...program.Node) program.Node {
		return all(append(append([]program.Node{
			gold("cloud-platform"),
			sample(consumption("usage", "VMware in the cloud", 45000, 3, named("vmware-hosts", "VMware hosts"))),
		}, who...), review(workloads))...)
	}
	specialists := inTheReview(people(1, "VCP-DCV"))
	specialists.ID = "specialists"
	return []program.Set{
		first(vmware, later(), hosts(sample(people(4, "AZ-104", "CLOUD-ARCHITECT", "VCP-DCV")))),
		version(vmware, 2, program.Date(2025, time.October, 1),
			"At least one person, or the company, must be known to the maker of the platform that is moved.",
			hosts(sample(people(4, "AZ-104", "CLOUD-ARCHITECT")),
				group("platform", program.Any, "Known to the platform's maker",
					sample(specialists),
					sample(member("membership", "Partner of the platform's maker",
						"Join VMware's partner programme and hand in the confirmation of your membership.",
						named("vmware-partners", "VMware's partner programme")))))),
	}
}
