package seed

import (
	"time"

	"partnerdirectory/program"
)

// plain is a requirement tree of an attainment option: verified by the vendor, tested once a year.
func plain(children ...program.Node) program.Node {
	for i := range children {
		if r := children[i].Requirement; r != nil {
			r.Tested, r.OnLapse = program.AtRenewal, program.EndsTerm
		}
	}
	return all(children...)
}

// option is one way to attain a competency.
func option(slug, name string, silver, gold program.Node) program.Option {
	return program.Option{Slug: slug, Name: name, Silver: silver, Gold: gold}
}

// scores is the day from which contribution scores take the place of revenue and head-counts in the business competencies.
func scores() program.Day { return program.Date(2025, time.April, 1) }

// from makes an option one for attainments from a day on.
func from(o program.Option, day program.Day) program.Option {
	o.From = day
	return o
}

// until makes an option one for attainments before a day.
func until(o program.Option, day program.Day) program.Option {
	o.Until = day
	return o
}

// holders is an option that asks for people alone: so many for silver, so many for gold.
func holders(slug, name string, silver, gold int, silverHold, goldHold program.Formula) program.Option {
	ask := func(n int, hold program.Formula) program.Node {
		return plain(who(n, hold))
	}
	return option(slug, name, ask(silver, silverHold), ask(gold, goldHold))
}

// who asks for n people who hold something.
func who(n int, hold program.Formula) program.Node {
	return certified("Certified people", program.PeopleRule{Groups: []program.PeopleGroup{of("", n, hold)}})
}

// pair asks for two groups of people and says who may count for both.
func pair(n int, hold program.Formula, name string, some int, also program.Formula, rule program.OverlapRule) program.Node {
	return certified("Certified people", program.PeopleRule{
		Groups:   []program.PeopleGroup{of("", n, hold), of(name, some, also)},
		Overlaps: []program.Overlap{between(rule)},
	})
}

// between says how two groups overlap: the second may be part of the first.
func between(rule program.OverlapRule) program.Overlap {
	if rule == program.Subset {
		return program.Overlap{Group: 1, With: 0, Rule: rule}
	}
	return program.Overlap{Group: 0, With: 1, Rule: rule}
}

// measured asks for a figure that customers of the partner bring about.
func measured(id, title string, rule program.PerformanceRule) program.Node {
	return figure(id, title,
		"Figures come from the vendor's own records of customers that are linked to you, once a month. A link brings credit from its month on, not before.", rule)
}

// delegated are the links through which use of the suite and of device management counts.
func delegated() []program.Named {
	return []program.Named{
		named("delegation", "delegated administration"), transaction(), ofRecord(), named("onboarding", "the onboarding programme"),
	}
}

// active asks for people who used a product in the last complete month.
func active(id, title, metric string, n float64) program.Node {
	return measured(id, title, program.PerformanceRule{
		Metric: metric, Threshold: n, Months: 1, Aggregate: program.Snapshot, Indicator: true,
		Associations: delegated(), ExceptOffers: []program.Named{named("trial", "trials"), named("free", "free seats")},
	})
}

// won asks for customers who used a product for the first time.
func won(id, metric string, n float64) program.Node {
	return measured(id, "New customers", program.PerformanceRule{
		Metric: metric, Threshold: n, Months: 12, Aggregate: program.NewCustomers, Indicator: true,
		Associations: delegated()[:3], ExceptOffers: []program.Named{named("trial", "trials"), named("free", "free seats")},
	})
}

// revenue asks for revenue of the last twelve complete months, less of it in developing markets.
func revenue(id, title, metric string, threshold, developing float64) program.Node {
	return inDeveloping(measured(id, title, program.PerformanceRule{
		Metric: metric, Threshold: threshold, Months: 12, Associations: []program.Named{ofRecord()},
	}), developing)
}

func competencies() []program.Competency {
	out := append(applicationCompetencies(), platformCompetencies()...)
	out = append(out, dataCompetencies()...)
	out = append(out, workCompetencies()...)
	out = append(out, protectionCompetencies()...)
	out = append(out, businessCompetencies()...)
	for i := range out {
		out[i].Levels = []program.Level{program.Silver, program.Gold}
	}
	for i := range out {
		if out[i].Slug == "enterprise-resource-planning" {
			out[i].Levels = []program.Level{program.Gold}
		}
	}
	return out
}

func applicationCompetencies() []program.Competency {
	app := anyOf("70-480", "70-483", "70-486", "70-357", "70-354", "70-355", "70-532", "70-487", "70-533")
	integration := anyOf("70-412", "70-740", "70-741", "70-742", "70-462", "70-464", "70-762", "70-764", "70-483", "70-487", "70-532")
	integrator := func(n int) program.Node {
		return plain(pair(n, integration, "integration assessed", n, code("ASSESS-INTEGRATION"), program.Shared))
	}
	lifecycle := func(n, of int) program.Node {
		return plain(pair(n, allOf("70-496", "70-498"), "testing or agile practice as well", of,
			anyOf("70-497", "PMI-ACP", "PSM-I", "CSM"), program.Subset))
	}
	return []program.Competency{
		{
			Slug: "application-development", Name: "Application development", Area: program.Infrastructure,
			Summary: "Builds web, mobile and cloud applications to order.",
			Meaning: "Holders employ developers who have passed the vendor's examinations in building applications. Silver asks for two of them, gold for four with the full builder certification.\n\nIt says that the people are there. Whether they have built something like yours is a question for references.",
			Options: []program.Option{holders("builder", "Application builder", 2, 4, app, code("MSD-APP-BUILDER"))},
		},
		{
			Slug: "application-integration", Name: "Application integration", Area: program.Infrastructure,
			Summary: "Connects separate systems into processes that run from end to end.",
			Meaning: "Holders have people examined both in a server or development subject and in integration itself. The same people may cover both.\n\nAsk which systems they have joined before: adapters and message formats are learnt one system at a time.",
			Options: []program.Option{option("integrator", "Application integrator", integrator(2), integrator(4))},
		},
		{
			Slug: "application-lifecycle", Name: "Application lifecycle", Area: program.Infrastructure,
			Summary: "Runs the whole life of software, from backlog to release and back.",
			Meaning: "Holders are examined in administering the vendor's tools for source, builds and work items and in delivering with them; some of them in testing or an agile method as well.\n\nThe competency is about tooling and practice. It does not judge the software that comes out.",
			Options: []program.Option{option("lifecycle", "Application lifecycle partner", lifecycle(2, 1), lifecycle(4, 2))},
		},
	}
}

func platformCompetencies() []program.Competency {
	cloud := anyOf("ASSESS-CLOUD-PLATFORM", "ASSESS-CLOUD-DATA", "ASSESS-CLOUD-APPS", "ASSESS-CLOUD-IOT", "ASSESS-CLOUD-DESKTOP",
		"70-532", "70-533", "70-534", "70-535", "70-473", "70-475", "MSA-LINUX")
	use := func(threshold float64) program.Node {
		return measured("usage", "Cloud consumption", program.PerformanceRule{
			Metric: "consumption", Threshold: threshold, Months: 12, Associations: []program.Named{ofRecord(), transaction()}, ExceptOffers: unpaid(),
		})
	}
	servers := anyOf("70-246", "70-247", "74-409", "70-410", "70-411", "70-412", "70-413", "70-414", "70-417",
		"70-740", "70-741", "70-742", "70-743", "70-744")
	return []program.Competency{
		{
			Slug: "cloud-platform", Name: "Cloud platform", Area: program.Infrastructure,
			Summary: "Sells, deploys and runs infrastructure and services on Meridian Cloud.",
			Meaning: "Holders have customers whose yearly use of the cloud passes a set amount, US$15,000 for silver (US$10,000 in developing markets) and US$100,000 for gold, and people assessed in the platform.\n\nGold is the door to most specializations in infrastructure and data. It shows volume and basic knowledge, not depth in any one kind of project.",
			Options: []program.Option{option("consumption", "Cloud consumption",
				plain(inDeveloping(use(15000), 10000), who(1, cloud)),
				plain(use(100000), who(2, cloud)))},
		},
		{
			Slug: "datacenter", Name: "Datacenter", Area: program.Infrastructure,
			Summary: "Modernises server rooms: virtualisation, private clouds and server platforms.",
			Meaning: "Holders employ administrators examined in Windows Server and virtualisation: two for silver, four with the associate certification for gold.\n\nIt suits organisations that keep servers of their own and want them run well.",
			Options: []program.Option{holders("solutions", "Datacenter solutions", 2, 4, servers, anyOf("MSA-WS2012", "MSA-WS2016"))},
		},
	}
}

func dataCompetencies() []program.Competency {
	foundation := code("ASSESS-DA-FOUNDATION")
	track := either(
		both(foundation, allOf("70-767", "70-768")),
		both(foundation, allOf("70-773", "70-774")),
		both(foundation, allOf("70-475", "70-775")))
	beginner := both(foundation, anyOf("ASSESS-DA-BI", "ASSESS-DA-ADVANCED", "ASSESS-DA-BIGDATA"))
	seats := func(threshold float64, n int) program.Node {
		return plain(
			measured("usage", "Deployed seats", program.PerformanceRule{
				Metric: "insight-seats", Threshold: threshold, Months: 1, Aggregate: program.Snapshot, Indicator: true,
				Associations: []program.Named{ofRecord()},
			}),
			who(n, code("ASSESS-DA-BI")))
	}
	base := code("ASSESS-DP-FOUNDATION")
	big := both(base, anyOf("ASSESS-DP-SQL", "ASSESS-DP-DW", "ASSESS-DP-DATASERVICES"))
	sql := either(both(base, allOf("70-764", "70-765")), both(base, allOf("70-762", "70-761", "70-473")))
	return []program.Competency{
		{
			Slug: "data-analytics", Name: "Data analytics", Area: program.DataAI,
			Summary: "Turns business data into reports, forecasts and recommendations.",
			Meaning: "There are three ways in: a few people with every examination of one field, more people with the assessments, or a number of deployed reporting seats with people to match.\n\nAsk which way the partner took. A firm with many seats knows roll-outs; one with examined specialists knows modelling.",
			Options: []program.Option{
				holders("specialist", "Analytics specialist", 1, 2, track, track),
				holders("beginner", "Analytics beginner", 2, 4, beginner, beginner),
				option("reporting", "Reporting", seats(250, 1), seats(1000, 2)),
			},
		},
		{
			Slug: "data-platform", Name: "Data platform", Area: program.DataAI,
			Summary: "Designs and builds database platforms, in the server room and in the cloud.",
			Meaning: "Holders have people assessed in the foundation of the data platform and in databases, warehouses or data services on top of it.\n\nIt covers building and running databases. Making sense of what is in them belongs to data analytics.",
			Options: []program.Option{
				holders("big-data", "Big data", 2, 4, big, big),
				holders("database", "Database specialist", 1, 2, sql, sql),
			},
		},
	}
}

func workCompetencies() []program.Competency {
	content := either(allOf("70-347", "70-339"), code("MSE-PRODUCTIVITY"), code("MSD-APP-BUILDER"))
	voice := either(allOf("70-334", "70-333"), code("MSE-PRODUCTIVITY"))
	integrator := func(n, of int) program.Node {
		return plain(pair(n, voice, "voice assessed as well", of, code("ASSESS-VOICE"), program.Subset))
	}
	suite := either(allOf("70-346", "70-347"), code("MSA-WORKPLACE"))
	seats := func(n float64) program.Node { return active("usage", "Active users", "workplace-users", n) }
	_, _, smallScore := contributions()
	mail := either(allOf("70-347", "70-345"), code("MSE-PRODUCTIVITY"))
	return []program.Competency{
		{
			Slug: "collaboration-and-content", Name: "Collaboration and content", Area: program.ModernWork,
			Summary: "Delivers intranets, document management and places to work together.",
			Meaning: "Holders employ people examined in the content platform and the suite around it, two for silver and four for gold.\n\nGood intranets depend on editors as much as on technology: ask who will help yours after launch.",
			Options: []program.Option{holders("content", "Content services", 2, 4, content, content)},
		},
		{
			Slug: "communications", Name: "Communications", Area: program.ModernWork,
			Summary: "Delivers calling, meetings and unified communication.",
			Meaning: "Holders have voice specialists, some of whom passed a practical assessment in planning a telephone system.\n\nIt covers design and roll-out. Contracts with telephone carriers are usually yours to sign.",
			Options: []program.Option{option("integrator", "Systems integrator", integrator(2, 1), integrator(4, 2))},
		},
		{
			Slug: "cloud-productivity", Name: "Cloud productivity", Area: program.ModernWork,
			Summary: "Rolls out Meridian Workplace in larger organisations and keeps it in use.",
			Meaning: "Holders look after thousands of active users of the suite, 2,000 for silver and 4,000 for gold, with people certified to administer it.\n\nThe count is of people who use it, not of licences sold.",
			Options: []program.Option{option("managed", "Managed service partner",
				plain(inDeveloping(seats(2000), 1000), who(1, suite)),
				plain(seats(4000), who(2, suite)))},
		},
		{
			Slug: "messaging", Name: "Messaging", Area: program.ModernWork,
			Summary: "Plans and migrates mail and calendars.",
			Meaning: "Holders employ people examined in mail servers and in the cloud suite, and so can run the two side by side while a migration lasts.\n\nAsk how they handle archives, shared mailboxes and delegates, which is where migrations go wrong.",
			Options: []program.Option{holders("hybrid", "Hybrid services", 2, 4, mail, mail)},
		},
		{
			Slug: "small-and-midmarket-cloud", Name: "Small and midmarket cloud", Area: program.ModernWork,
			Summary: "Sells, sets up and supports cloud suites for small and midsize businesses.",
			Meaning: "There are two ways in: new customers for the suite every year, 4 for silver and 25 for gold, or a contribution score in business applications for small firms.\n\nThese are firms used to customers without an IT department.",
			Options: []program.Option{
				option("suite", "Suite services",
					plain(won("usage", "workplace-users", 4)),
					plain(won("usage", "workplace-users", 25), who(2, code("70-347")))),
				from(option("business-score", "Contribution score, small businesses", smallScore.score(60), smallScore.score(80)), scores()),
			},
		},
		{
			Slug: "endpoints-and-devices", Name: "Endpoints and devices", Area: program.ModernWork,
			Summary: "Deploys and manages client devices, or builds for them.",
			Meaning: "Three kinds of partner meet here: those who deploy and manage devices, those who build them, and resellers of interactive meeting boards.\n\nThe profile of the partner tells which kind it is.",
			Options: deviceOptions(),
		},
	}
}

func deviceOptions() []program.Option {
	service := anyOf("70-354", "70-355", "70-357", "ASSESS-CLIENT-DEPLOY")
	device := anyOf("70-735", "ASSESS-IOT-DEVICE")
	shipped := func(id, title string, n float64, aggregate program.Aggregate) program.Node {
		return figure(id, title, "Report each board that you ship with its serial number and the customer's name, by the fifth of the next month.",
			program.PerformanceRule{Metric: "board-devices", Threshold: n, Months: 12, Aggregate: aggregate})
	}
	boards := func(year float64, n int, hold program.Formula, more ...program.Node) program.Node {
		return plain(append([]program.Node{
			shipped("usage", "Boards shipped in a year", year, program.Sum),
			member("reseller", "Authorised reseller", "Apply for the board reseller programme; its membership is what lets you order boards.",
				named("board-resellers", "the board reseller programme")),
			who(n, hold),
		}, more...)...)
	}
	return []program.Option{
		holders("service", "Service partner", 2, 4, service, service),
		holders("device", "Device partner", 2, 4, device, device),
		option("boards", "Interactive boards",
			boards(12, 2, code("ASSESS-BOARD")),
			boards(52, 4, both(code("ASSESS-BOARD"), anyOf("70-347", "70-334", "70-398", "70-697")),
				shipped("usage-average", "Boards shipped in a month", 4, program.Average))),
	}
}

func protectionCompetencies() []program.Competency {
	mobility := both(code("ASSESS-MOB-OVERVIEW"),
		anyOf("ASSESS-MOB-DEVICES", "ASSESS-MOB-IDENTITY", "ASSESS-MOB-INFORMATION", "ASSESS-MOB-CLOUDAPPS"))
	enrol := func(customers, entitlements float64, n int) program.Node {
		return plain(
			won("usage-customers", "mobility-users", customers),
			active("usage-users", "Active users", "mobility-users", entitlements),
			who(n, mobility))
	}
	guards := func(n int) program.Node {
		return plain(sample(who(n, anyOf("SC-200", "SC-300", "SC-400", "AZ-500", "MS-500"))))
	}
	return []program.Competency{
		{
			Slug: "enterprise-mobility", Name: "Enterprise mobility", Area: program.Security,
			Summary: "Manages and protects the devices, identities and apps of larger organisations.",
			Meaning: "Holders bring new customers to device and identity management every year and keep their users active; their people are assessed in the overview and in one field.\n\nThere is a way in for partners of large organisations and one for those of small businesses.",
			Options: []program.Option{
				option("enterprise", "Large organisations", enrol(3, 500, 2), enrol(5, 4000, 4)),
				option("small-business", "Small businesses", enrol(20, 125, 2), enrol(5, 4000, 4)),
			},
		},
		{
			Slug: "security", Name: "Security", Area: program.Security,
			Summary: "Designs and runs the protection of identities, devices, data and cloud workloads.",
			Meaning: "Holders employ people certified in security operations, identity, information protection or cloud security: two for silver, four for gold.\n\nIt is broad. Where one field matters to you, look for the specialization in it.",
			Options: []program.Option{option("protection", "Security services", guards(2), guards(4))},
		},
	}
}

func businessCompetencies() []program.Competency {
	engagement := func(threshold, developing float64, n int) program.Node {
		return plain(
			revenue("usage", "Net new revenue", "business-revenue", threshold, developing),
			pair(n, allOf("MB2-715", "MB2-716"), "functional consultants", n, anyOf("MB2-717", "MB2-718", "MB2-877"), program.Shared))
	}
	operations := func(threshold, developing, cloud, cloudDeveloping float64, n int) program.Node {
		return plain(
			revenue("usage", "Revenue", "operations-revenue", threshold, developing),
			revenue("usage-cloud", "Of which net new in the cloud", "operations-cloud-revenue", cloud, cloudDeveloping),
			pair(n, allOf("MB6-894", "70-535"), "functional consultants", n, anyOf("MB6-895", "MB6-896", "MB6-897"), program.Shared))
	}
	engagementScore, operationsScore, _ := contributions()
	projects := allOf("74-343", "70-348")
	crm := func(threshold, developing float64, n int) program.Node {
		return plain(
			revenue("usage", "Net new revenue", "crm-revenue", threshold, developing),
			certified("Certified people, all different", program.PeopleRule{
				Groups: []program.PeopleGroup{
					of("consultants", n, both(
						anyOf("MB2-714", "MB2-713", "MB2-709", "MB2-717", "MB2-718", "MB2-877"), anyOf("MB2-710", "MB2-706", "MB2-715"))),
					of("customisers", n, anyOf("MB2-712", "MB2-707", "MB2-716")),
				},
				Distinct: true, Total: 2 * n,
			}))
	}
	licences := inDeveloping(measured("usage", "Licence revenue", program.PerformanceRule{
		Metric: "erp-licence-revenue", Threshold: 175000, Window: program.FiscalYear,
	}), 75000)
	return []program.Competency{
		{
			Slug: "cloud-business-applications", Name: "Cloud business applications", Area: program.BusinessApplications,
			Summary: "Deploys and runs Meridian Business for sales, service, finance and operations.",
			Meaning: "Holders reach 60 of 100 points for silver and 80 for gold, for revenue, new customers, certified consultants, deployments and growth of use. Those who attained it earlier were asked for revenue and head-counts.\n\nThere is a score for customer engagement and one for finance and operations; ask which is the partner's home.",
			Options: []program.Option{
				from(option("engagement-score", "Contribution score, customer engagement", engagementScore.score(60), engagementScore.score(80)), scores()),
				from(option("operations-score", "Contribution score, finance and operations", operationsScore.score(60), operationsScore.score(80)), scores()),
				until(option("engagement", "Customer engagement", engagement(100000, 50000, 5), engagement(300000, 150000, 15)), scores()),
				until(option("operations", "Finance and operations", operations(100000, 50000, 25000, 12000, 5), operations(300000, 150000, 75000, 37000, 15)), scores()),
			},
		},
		{
			Slug: "enterprise-resource-planning", Name: "Enterprise resource planning", Area: program.BusinessApplications,
			Summary: "Resells and implements the vendor's finance and supply products.",
			Meaning: "There is only a gold level, reached by licence revenue of US$175,000 in a year.\n\nIt is a measure of sales. Judge the quality of an implementation by case studies and references.",
			Options: []program.Option{option("reseller", "ERP reseller", program.Node{},
				plain(licences))},
		},
		{
			Slug: "project-and-portfolio-management", Name: "Project and portfolio management", Area: program.BusinessApplications,
			Summary: "Brings company-wide planning of projects, people and portfolios.",
			Meaning: "Holders employ people with both examinations in project tools, for gold with some who know the content platform below them.\n\nTools are half of it: ask how the partner helps a project office to keep its plans honest.",
			Options: []program.Option{option("portfolio", "Project and portfolio partner",
				plain(who(2, projects)),
				plain(pair(4, projects, "content platform as well", 2, code("70-339"), program.Subset)))},
		},
		{
			Slug: "cloud-crm", Name: "Cloud CRM", Area: program.BusinessApplications,
			Summary: "Sold and deployed customer relationship management in the cloud.",
			Meaning: "A former competency. It was folded into cloud business applications and takes no new partners; those who still show it keep it until their anniversary.",
			Retired: program.Date(2026, time.March, 1),
			Options: []program.Option{option("reseller", "Cloud CRM reseller", crm(100000, 50000, 1), crm(300000, 150000, 2))},
		},
	}
}
