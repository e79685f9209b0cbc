package seed

import (
	"time"

	"partnerdirectory/program"
)

func infrastructureSpecializations() []program.Specialization {
	return []program.Specialization{
		{
			Slug: "kubernetes", Name: "Kubernetes", Area: program.Infrastructure, Glyph: "kubernetes",
			Summary: "Plans, builds and runs container platforms on managed Kubernetes.",
			Meaning: "A holder runs container workloads for at least three customers whose use of managed Kubernetes passes a set amount every quarter, employs people certified in Kubernetes and cloud development, and has shown finished clusters to an independent reviewer.\n\n" +
				"The review looks at how clusters are laid out, upgraded, watched and secured, how images are built and checked, and what happens when a node or a region fails. Good questions for a first talk: who upgrades the cluster after handover, how often, and what did the last upgrade break?\n\n" +
				"The label does not say that your applications belong in containers. A good partner will tell you which do not.",
			AlignedTo:   []string{"cloud-platform"},
			Synonyms:    []string{"k8s", "managed kubernetes", "container platform", "openshift"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "sap-on-cloud", Name: "SAP on cloud", Area: program.Infrastructure, Glyph: "sap-on-cloud",
			Summary: "Moves SAP systems to the cloud and keeps them running in production.",
			Meaning: "A holder has SAP systems in production on Meridian Cloud for several customers, measured by their use of SAP-certified machines, has people certified for exactly this, customers who confirmed their projects to us by name, and a passed independent review.\n\n" +
				"Ask about the size of the largest database moved, the hours of downtime it took, and who patches the operating system, the database and SAP itself afterwards. These are often three parties, and the gaps between them are yours to close.\n\n" +
				"It says nothing of functional consulting: a partner may be excellent at moving SAP and have no one who knows your pricing procedures.",
			AlignedTo:   []string{"cloud-platform"},
			Synonyms:    []string{"sap", "sap hana", "s4hana", "s/4hana", "netweaver"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "virtual-desktop", Name: "Virtual desktop", Area: program.Infrastructure, Glyph: "virtual-desktop",
			Summary: "Delivers desktops and applications from the cloud to any device.",
			Meaning: "A holder provides virtual desktops to at least three customers in daily use, has people certified in virtual desktops and client devices, and passed an independent review of the environments it built.\n\n" +
				"The reviewer looks at images and their upkeep, profiles, sizing, printing, sign-in and cost control. Ask to see a month of figures from another customer: how long sign-in takes at nine o'clock, and what a user costs when the office is closed.\n\n" +
				"The label does not cover the applications themselves. Old software that misbehaves on a shared machine stays your problem unless the contract says otherwise.",
			AlignedTo:   []string{"cloud-platform"},
			Synonyms:    []string{"avd", "vdi", "virtual desktops", "desktop as a service", "daas", "remote desktop"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "devops", Name: "DevOps", Area: program.Infrastructure, Glyph: "devops",
			Summary: "Helps teams to release software safely and often, on GitHub and Meridian Cloud.",
			Meaning: "A holder has taken development teams from manual releases to automated ones, with customers whose pipelines deploy to the cloud every month, people certified in GitHub automation, security and administration, and a passed independent review.\n\n" +
				"The review covers branching, builds, tests, secrets, dependencies and the way back when a release goes wrong. Ask what the partner measured before and after: lead time, failed changes, time to recover.\n\n" +
				"Tools change quickly and habits slowly. The label says that the partner knows both from finished projects; it cannot say how ready your own teams are.",
			AlignedTo:   []string{"cloud-platform"},
			Synonyms:    []string{"ci/cd", "continuous delivery", "github", "pipelines", "devsecops"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "web-app-modernization", Name: "Web app modernization", Area: program.Infrastructure, Glyph: "web-app-modernization",
			Summary: "Brings ageing web applications onto managed hosting in the cloud.",
			Meaning: "A holder has moved web applications of at least three customers to managed hosting, has certified developers, and passed an independent review of finished migrations.\n\n" +
				"Ask how the partner decides between moving an application as it is, changing parts of it and rewriting it, and who pays when an estimate turns out wrong. Holders have shown the reviewer how they handle sessions, certificates, databases and rollback.\n\n" +
				"It does not promise that old code becomes good code. Expect a plan that leaves some of it alone.",
			AlignedTo:   []string{"cloud-platform"},
			Synonyms:    []string{"application modernization", "app service", "web applications", "spring", "replatforming"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "networking", Name: "Networking", Area: program.Infrastructure, Glyph: "networking",
			Summary: "Designs and runs networks that join offices, server rooms and the cloud.",
			Meaning: "A holder has built cloud networks for at least three customers, employs certified network engineers, and passed an independent review of address plans, routing, name resolution, private access and protection at the edge.\n\n" +
				"Ask for a drawing of a network of your size that the partner runs today, and what it costs each month in traffic alone. Ask too who answers when the fault lies with the carrier.\n\n" +
				"The label covers design and operation in the cloud. Cabling and wireless in your buildings are a different trade.",
			AlignedTo:   []string{"cloud-platform"},
			Synonyms:    []string{"network", "sd-wan", "vpn", "load balancing", "dns", "firewall"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "windows-server-and-sql-server-migration", Name: "Windows Server and SQL Server migration", Area: program.Infrastructure, Glyph: "windows-server-and-sql-server-migration",
			Summary: "Moves Windows Server and SQL Server workloads to the cloud.",
			Meaning: "A holder has moved servers and databases for at least three customers, whose machines and databases now run in the cloud in a measured amount, part of them as managed databases. Its people are certified in architecture, administration or databases, and an independent reviewer has seen the work.\n\n" +
				"Ask how an inventory is made, how the partner finds out what depends on what, and how a weekend of moving is rehearsed. Ask which servers should be switched off instead: there are always some.\n\n" +
				"The label does not cover the licences you hold. Have those counted before you sign.",
			AlignedTo:   []string{"cloud-platform"},
			Synonyms:    []string{"windows server", "sql server", "server migration", "lift and shift", "mssql"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "linux-and-open-source-database-migration", Name: "Linux and open-source database migration", Area: program.Infrastructure, Glyph: "linux-and-open-source-database-migration",
			Summary: "Moves Linux servers and open-source databases to the cloud.",
			Meaning: "A holder runs Linux machines and PostgreSQL, MySQL or MariaDB databases in the cloud for at least three customers, has people with Linux or cloud certifications, and passed an independent review of finished migrations.\n\n" +
				"Ask how long replication runs before the switch, how the partner tests that nothing was lost, and who tunes the database in the weeks after. Versions and extensions decide more than size does.\n\n" +
				"Commercial Linux subscriptions can often move with you. The label does not say that the partner sells them.",
			AlignedTo:   []string{"cloud-platform"},
			Synonyms:    []string{"linux", "postgresql", "mysql", "mariadb", "open source", "red hat", "suse"},
			FirstListed: program.Date(2023, time.January, 1),
		},
		{
			Slug: "vmware-on-cloud", Name: "VMware on cloud", Area: program.Infrastructure, Glyph: "vmware-on-cloud",
			Summary: "Moves VMware estates to hosts in the cloud without rebuilding them.",
			Meaning: "A holder has moved virtual machines of at least three customers to dedicated VMware hosts in the cloud, employs people certified in VMware or cloud architecture, and passed an independent review.\n\n" +
				"This is the way to leave a server room by a date. Ask how the network is stretched in the meantime, how many machines move in a night, and what the plan is for the years after: hosts are rented whole, and half-empty ones are expensive.\n\n" +
				"The label does not include renewing your VMware licences, whose terms change often.",
			AlignedTo:   []string{"cloud-platform"},
			Synonyms:    []string{"vmware", "vsphere", "virtual machines", "datacenter exit"},
			FirstListed: program.Date(2023, time.July, 1),
		},
		{
			Slug: "hybrid-infrastructure", Name: "Hybrid infrastructure", Area: program.Infrastructure, Glyph: "hybrid-infrastructure",
			Summary: "Builds Meridian Edge clusters that bring cloud services to your own premises.",
			Meaning: "A holder has put Meridian Edge clusters into service at the sites of at least three customers, employs people certified in hybrid servers or cloud architecture, and passed an independent review of the finished sites.\n\n" +
				"It fits factories, shops, hospitals and ships: places where machines must go on when the line is down. Ask about spare parts, about who stands at the rack at night, and about the smallest cluster the partner would put its name to.\n\n" +
				"The label covers design and operation. The price of the hardware is between you and its maker.",
			AlignedTo:   []string{"cloud-platform"},
			Synonyms:    []string{"hci", "hyperconverged", "edge", "meridian edge", "on-premises"},
			FirstListed: program.Date(2023, time.July, 1),
		},
		{
			Slug: "hybrid-operations", Name: "Hybrid operations", Area: program.Infrastructure, Glyph: "hybrid-operations",
			Summary: "Manages servers and clusters in many places from one control plane.",
			Meaning: "A holder manages machines in server rooms and other clouds for at least three customers through Meridian's hybrid management, employs certified administrators or architects, and passed an independent review.\n\n" +
				"What you should get is one inventory, one set of policies and one place to patch from. Ask what share of machines report in on an average day, and what happens to those that do not.\n\n" +
				"The label is about management. It does not mean that the partner runs the applications on those machines.",
			AlignedTo:   []string{"cloud-platform"},
			Synonyms:    []string{"multicloud", "hybrid management", "hybrid cloud", "policy", "inventory"},
			FirstListed: program.Date(2023, time.July, 1),
		},
	}
}
