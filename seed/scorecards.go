package seed

import "partnerdirectory/program"

// contribution is what a score asks for in one line of business. Pairs are for developed and developing markets; where both
// are the same there is no difference.
type contribution struct {
	product          program.Named
	metric           string // of revenue
	revenue, adds    [2]float64
	consultants      int
	consultantPoints float64
	growthPoints     float64 // of consultants; 0: not asked for
	certificates     []string
	developers       int
	developing       []string
	deployments      [2]float64
	line             float64 // active users that make a deployment
	growth           float64 // percent
	baseline         float64
}

// score is the tree of an option that asks for so many points of a hundred.
func (c *contribution) score(pass float64) program.Node {
	return plain(leaf("score", program.Requirement{
		Title:      "Contribution score",
		Guidance:   "The score is computed on the 20th of every month from the figures of the month before. Claims go before partner-of-record entries where both name the same customer. Look where the next points are cheapest: two certified people often bring more than a quarter of selling.",
		VerifiedBy: program.ByVendor, Mode: program.Automatic,
		Tested: program.AtRenewal, OnLapse: program.EndsTerm,
		Scorecard: &program.ScorecardRule{Indicators: c.indicators(), Pass: pass},
	}))
}

func (c *contribution) indicators() []program.Indicator {
	performance := func(p program.PerformanceRule, threshold [2]float64) program.Requirement {
		p.Threshold = threshold[0]
		if threshold[1] != threshold[0] {
			p.Markets = []program.MarketThreshold{{Market: named("developing", "developing markets"), Threshold: threshold[1]}}
		}
		if p.Window == program.Trailing && p.Months == 0 {
			p.Months = 12
		}
		p.Associations = []program.Named{claim(), ofRecord(), directResale()}
		return program.Requirement{Performance: &p}
	}
	holders := func(n int, codes []string) program.Requirement {
		return program.Requirement{People: &program.PeopleRule{Groups: []program.PeopleGroup{of("", n, anyOf(codes...))}}}
	}
	out := []program.Indicator{
		{ID: "revenue", Name: "new revenue", Points: 10, Linear: true, Rule: performance(program.PerformanceRule{Metric: c.metric}, c.revenue)},
		{ID: "customers", Name: "new customers", Points: 10, Linear: true, Rule: performance(
			program.PerformanceRule{Metric: c.metric, Aggregate: program.NetAdds}, c.adds)},
		{ID: "consultants", Name: "functional consultants", Points: c.consultantPoints, Linear: true, Rule: holders(c.consultants, c.certificates)},
	}
	if c.growthPoints > 0 {
		out = append(out, program.Indicator{
			ID: "consultant-growth", Name: "more functional consultants", Points: c.growthPoints, KeptMonths: 24,
			Rule: program.Requirement{Performance: &program.PerformanceRule{
				Metric: "consultants", Threshold: 35, Months: 1, Aggregate: program.Snapshot, Growth: program.GrowthPercent, MinBaseline: float64(c.consultants),
			}},
		})
	}
	return append(out,
		program.Indicator{ID: "developers", Name: "developers", Points: 5, Linear: true, Rule: holders(c.developers, c.developing)},
		program.Indicator{ID: "deployments", Name: "new deployments", Points: 20, Linear: true, Rule: performance(program.PerformanceRule{
			Metric: "active-users", Only: []program.Named{c.product}, Aggregate: program.Events, Line: c.line, Indicator: true,
		}, c.deployments)},
		program.Indicator{ID: "users", Name: "growth of use", Points: 25, Rule: performance(program.PerformanceRule{
			Metric: "active-users", Only: []program.Named{c.product}, Months: 1, Aggregate: program.Snapshot, Indicator: true,
			Growth: program.GrowthPercent, MinBaseline: c.baseline,
		}, [2]float64{c.growth, c.growth})})
}

// contributions are the scores of the business competencies: of customer engagement, of finance and operations, and of small
// businesses.
func contributions() (engagement, operations, small contribution) {
	engagement = contribution{
		product: named("engagement", "customer engagement"), metric: "business-revenue",
		revenue: [2]float64{300000, 150000}, adds: [2]float64{10, 5},
		consultants: 15, consultantPoints: 15, growthPoints: 15, certificates: []string{"MB-CE-FC"},
		developers: 5, developing: []string{"MB-CE-DEV"},
		deployments: [2]float64{5, 1}, line: 250, growth: 25, baseline: 250,
	}
	operations = engagement
	operations.product, operations.metric = named("operations", "finance and operations"), "operations-revenue"
	operations.adds, operations.certificates, operations.developing = [2]float64{3, 1}, []string{"MB-FO-FC"}, []string{"MB-FO-DEV"}
	operations.deployments, operations.line, operations.baseline = [2]float64{3, 1}, 100, 100
	small = contribution{
		product: named("business", "Meridian Business"), metric: "business-revenue",
		revenue: [2]float64{30000, 30000}, adds: [2]float64{10, 10},
		consultants: 5, consultantPoints: 30, certificates: []string{"MB-CE-FC", "MB-FO-FC", "MB-SB-FC"},
		developers: 2, developing: []string{"MB-CE-DEV", "MB-FO-DEV"},
		deployments: [2]float64{10, 10}, line: 5, growth: 35, baseline: 50,
	}
	return engagement, operations, small
}
