package seed

import "partnerdirectory/program"

// named is something that facts know by its slug and sentences by its name.
func named(slug, name string) program.Named { return program.Named{Slug: slug, Name: name} }

// How a partner can be linked to a customer. The first of those that a requirement accepts goes before the others.
func ofRecord() program.Named     { return named("partner-of-record", "a partner-of-record entry") }
func adminLink() program.Named    { return named("admin-link", "an admin link") }
func directResale() program.Named { return named("direct-resale", "direct resale") }
func indirectResale() program.Named {
	return named("indirect-resale", "indirect resale")
}
func claim() program.Named       { return named("claim", "an accepted claim") }
func transaction() program.Named { return named("transaction", "an order through you") }

// unpaid are offers whose use brings no credit.
func unpaid() []program.Named {
	return []program.Named{
		named("trial", "trials"), named("benefit", "programme benefits"), named("support", "support"), named("internal", "internal use"),
	}
}

// figure asks for a figure that the vendor measures.
func figure(id, title, guidance string, rule program.PerformanceRule) program.Node {
	return leaf(id, program.Requirement{
		Title: title, Guidance: guidance,
		VerifiedBy: program.ByVendor, Mode: program.Automatic,
		Tested: program.AtRenewal, OnLapse: program.EndsTerm,
		Performance: &rule,
	})
}

// consumption asks for paid use of some cloud services over the last three complete months from a number of customers.
func consumption(id, title string, threshold float64, customers int, only ...program.Named) program.Node {
	return figure(id, title,
		"Ask each customer to link you as the partner on the subscription. Credit starts in the month of the link, not before; trial, internal and support subscriptions do not count. Figures of a month are complete by the 20th of the next.",
		program.PerformanceRule{
			Metric: "consumption", Threshold: threshold, Months: 3, MinCustomers: customers, Only: only,
			Associations: []program.Named{ofRecord(), adminLink(), directResale(), indirectResale()}, ExceptOffers: unpaid(),
		})
}

// growth asks for more monthly users of something than a year before.
func growth(id, title string, threshold float64, customers int, only ...program.Named) program.Node {
	return figure(id, title,
		"Claim the workload at each customer and have the customer confirm it. Users count from the month of the confirmation, and only while they are active. The newest complete month is compared with the same month a year earlier.",
		program.PerformanceRule{
			Metric: "active-users", Threshold: threshold, Months: 1, MinCustomers: customers, Only: only, Indicator: true,
			Aggregate: program.Snapshot, Growth: program.GrowthBy, Associations: []program.Named{claim()},
		})
}

// byAdminLink lets only admin links count.
func byAdminLink(n program.Node) program.Node {
	return with(n, func(r *program.Requirement) {
		r.Performance.Associations = []program.Named{adminLink()}
		r.Guidance = "Ask each customer to add your admin link to the environment. Users count from the month of the link, and only while they are active. The newest complete month is compared with the same month a year earlier."
	})
}

// inDeveloping sets what partners of developing markets need instead.
func inDeveloping(n program.Node, threshold float64) program.Node {
	return with(n, func(r *program.Requirement) {
		r.Performance.Markets = []program.MarketThreshold{{Market: named("developing", "developing markets"), Threshold: threshold}}
	})
}

// partly asks that so much of a figure comes from some of its products.
func partly(n program.Node, threshold float64, only ...program.Named) program.Node {
	return with(n, func(r *program.Requirement) {
		r.Performance.Within = []program.SubMinimum{{Only: only, Threshold: threshold}}
	})
}

// eased lets fewer customers do, from a day on, where one of some specializations is held.
func eased(n program.Node, from program.Day, customers int, specializations ...string) program.Node {
	return with(n, func(r *program.Requirement) {
		easier := *r.Performance
		easier.MinCustomers = customers
		r.Relaxed = &program.Relaxation{
			From:    from,
			Held:    program.RecognitionRule{Specializations: specializations, Match: program.Any},
			Instead: program.Requirement{Performance: &easier},
		}
	})
}
