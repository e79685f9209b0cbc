package program

import (
	"strings"
	"testing"
)

// form is one form of requirement that a real programme has, named by its number, with its sentence and what it says of facts.
type form struct {
	name string
	rule Requirement
	says string // the sentence
	rows []formRow
}

type formRow struct {
	name  string
	facts Facts
	state State
}

func runForms(t *testing.T, forms []form) {
	t.Helper()
	for _, f := range forms {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			set := Set{Specialization: "alpha", Version: 1, Root: leafOf(f.rule)}
			if err := set.Validate(sampleProgramme()); err != nil {
				t.Fatal(err)
			}
			if got := strings.ReplaceAll(sampleProgramme().Describe(set.Root).Text, thinSpace, " "); got != f.says {
				t.Errorf("says  %s\nwant  %s", got, f.says)
			}
			for _, row := range f.rows {
				got := evaluateLeaf(f.rule, row.facts)
				if got.State != row.state {
					t.Errorf("%s: %s, have %v of %v, %s; want %s", row.name, got.State, got.Have, got.Need, got.Detail, row.state)
				}
				if (got.Next == "") != got.State.holds() || got.Formula == "" {
					t.Errorf("%s: %s by %q, next %q", row.name, got.State, got.Formula, got.Next)
				}
			}
		})
	}
}

// month is one figure of Linux consumption, so many months before the newest complete one, which is October 2026.
func month(back int, customer string, v float64, change ...func(*MetricValue)) MetricValue {
	m := Date(2026, 10, 1).AddMonths(-back)
	value := MetricValue{ID: 1, Metric: "m-linux", Month: m, Customer: customer, Value: v, Recorded: m.AddMonths(1)}
	for _, c := range change {
		c(&value)
	}
	return value
}

func figures(v ...MetricValue) Facts { return Facts{Metrics: v} }

// yearly is the same figure in each of n months.
func yearly(n int, v float64) Facts {
	var f Facts
	for i := range n {
		f.Metrics = append(f.Metrics, month(i, "a", v))
	}
	return f
}

func product(slug string) func(*MetricValue) {
	return func(v *MetricValue) { v.Product = slug }
}

func linked(by string, on Day) func(*MetricValue) {
	return func(v *MetricValue) { v.Association, v.Linked = by, on }
}

func offer(slug string) func(*MetricValue) {
	return func(v *MetricValue) { v.Offer = slug }
}

func TestFormsOfFigures(t *testing.T) {
	t.Parallel()
	rule := func(change func(*PerformanceRule)) Requirement {
		r := &PerformanceRule{Metric: "m-linux", Threshold: 9000, Months: 3}
		change(r)
		return Requirement{Performance: r}
	}
	none := formRow{"no figures", Facts{}, Unknown}
	stale := formRow{"stale figures", figures(month(5, "a", 1e6)), Unknown}
	disks, nets := Named{"disks", "managed disks"}, Named{"nets", "private networks"}
	in := func(market string, anniversary Day, f Facts) Facts {
		f.Circumstances = []Circumstance{
			{ID: 1, From: today - 900, Market: "other", Anniversary: today},
			{ID: 2, From: today - 400, Market: market, Anniversary: anniversary},
			{ID: 3, From: today + 1, Market: "later", Anniversary: today},
		}
		return f
	}
	based := func(v float64, f Facts) Facts {
		f.Baselines = []Baseline{
			{ID: 1, Metric: "m-linux", Value: v, Taken: today - 100, Recorded: today - 90},
			{ID: 2, Metric: "m-linux", Value: 1e9, Taken: today - 50, Recorded: today + 1},
		}
		return f
	}
	runForms(t, []form{
		{
			"12 sum", rule(func(*PerformanceRule) {}), "At least US$9 000 of Linux virtual machine consumption over the last 3 complete months.",
			[]formRow{{"enough", yearly(3, 3000), Met}, {"short", yearly(9, 2999), NotMet}, none, stale},
		},
		{
			"12 monthly average", rule(func(r *PerformanceRule) { r.Aggregate = Average }),
			"At least US$9 000 of Linux virtual machine consumption a month on average over the last 3 complete months.",
			[]formRow{{"uneven", figures(month(0, "a", 27000)), Met}, {"sum only", yearly(3, 3000), NotMet}, none, stale},
		},
		{
			"12 every month", rule(func(r *PerformanceRule) { r.Aggregate = EveryMonth }),
			"At least US$9 000 of Linux virtual machine consumption in each of the last 3 complete months.",
			[]formRow{{"each", yearly(3, 9000), Met}, {"one month short", figures(month(0, "a", 99000), month(1, "a", 8000), month(2, "a", 9000)), NotMet}, none, stale},
		},
		{
			"12 snapshot", rule(func(r *PerformanceRule) { r.Aggregate, r.Months = Snapshot, 1 }),
			"At least US$9 000 of Linux virtual machine consumption in the last complete month.",
			[]formRow{{"newest", figures(month(0, "a", 9000)), Met}, {"earlier", figures(month(0, "a", 1), month(1, "a", 99000)), NotMet}, none, stale},
		},
		{
			"12 calendar year", rule(func(r *PerformanceRule) { r.Window, r.Months = CalendarYear, 0 }),
			"At least US$9 000 of Linux virtual machine consumption in the last complete calendar year.",
			[]formRow{
				{"in 2025", figures(month(0, "a", 0), month(10, "a", 9000)), Met}, {"in 2026", yearly(9, 9000), NotMet}, none, stale,
			},
		},
		{
			"12 fiscal year", rule(func(r *PerformanceRule) { r.Window, r.Months, r.Aggregate = FiscalYear, 0, EveryMonth }),
			"At least US$9 000 of Linux virtual machine consumption in every month of the vendor's last complete fiscal year.",
			[]formRow{{"all of 2025", yearly(30, 9000), Met}, {"half of 2025", yearly(16, 9000), NotMet}, none, stale},
		},
		{
			"12 anniversary year", rule(func(r *PerformanceRule) { r.Window, r.Months = AnniversaryYear, 0 }),
			"At least US$9 000 of Linux virtual machine consumption since the anniversary.",
			[]formRow{
				{"since September", in("x", Date(2020, 9, 14), yearly(2, 4500)), Met},
				{"since October", in("x", Date(2020, 10, 14), yearly(2, 4500)), NotMet},
				{"no anniversary", yearly(2, 9000), Unknown},
				none, stale,
			},
		},
		{
			"13 minimum of each customer", rule(func(r *PerformanceRule) { r.MinCustomers, r.MinPerCustomer = 2, 1000 }),
			"At least US$9 000 of Linux virtual machine consumption over the last 3 complete months, from at least 2 customers with at least US$1 000 each.",
			[]formRow{
				{"two", figures(month(0, "a", 8000), month(1, "b", 1000)), Met}, {"one too small", figures(month(0, "a", 9000), month(1, "b", 999)), NotMet}, none, stale,
			},
		},
		{
			"14 scope and part", rule(func(r *PerformanceRule) {
				r.Except, r.Within = []Named{{"disks", "managed disks"}}, []SubMinimum{{[]Named{nets}, 3000}}
			}),
			"At least US$9 000 of Linux virtual machine consumption over the last 3 complete months, not counting managed disks, of which at least US$3 000 from private networks.",
			[]formRow{
				{"both", figures(month(0, "a", 6000), month(0, "a", 3000, product("nets"))), Met},
				{"part missing", figures(month(0, "a", 9000), month(0, "a", 2999, product("nets"))), NotMet},
				{"left out", figures(month(0, "a", 6000, product("disks")), month(0, "a", 3000, product("nets"))), NotMet},
				none, stale,
			},
		},
		{
			"14 some products", rule(func(r *PerformanceRule) { r.Only = []Named{disks, nets} }),
			"At least US$9 000 of Linux virtual machine consumption over the last 3 complete months, counting only managed disks and private networks.",
			[]formRow{
				{"mixed", figures(month(0, "a", 4500, product("disks")), month(0, "a", 4500, product("nets"))), Met},
				{"others", figures(month(0, "a", 4500, product("disks")), month(0, "a", 4500)), NotMet},
				none, stale,
			},
		},
		{
			"16 growth", rule(func(r *PerformanceRule) { r.Growth = GrowthBy }),
			"Growth of at least US$9 000 in Linux virtual machine consumption over the last 3 complete months, compared with the same months of the year before.",
			[]formRow{
				{"from nothing", yearly(3, 3000), Met},
				{"grown", figures(month(0, "a", 19000), month(13, "b", 10000)), Met},
				{"as before", yearly(24, 9000), NotMet},
				none, stale,
			},
		},
		{
			"16 growth in percent", rule(func(r *PerformanceRule) { r.Growth, r.Threshold, r.MinBaseline = GrowthPercent, 20, 1000 }),
			"Growth of at least 20 percent in Linux virtual machine consumption over the last 3 complete months, compared with the same months of the year before, starting from at least US$1 000.",
			[]formRow{
				{"a fifth", figures(month(0, "a", 1200), month(12, "a", 1000)), Met},
				{"less", figures(month(0, "a", 1199), month(12, "a", 1000)), NotMet},
				{"from too little", figures(month(0, "a", 9000), month(12, "a", 999)), NotMet},
				{"from nothing", yearly(3, 9000), NotMet},
				none, stale,
			},
		},
		{
			"16 growth since a baseline", rule(func(r *PerformanceRule) { r.Growth, r.Aggregate, r.Months = GrowthSince, Snapshot, 1 }),
			"Growth of at least US$9 000 in Linux virtual machine consumption in the last complete month, above the stored baseline.",
			[]formRow{
				{"grown", based(1000, yearly(1, 10000)), Met}, {"less", based(1001, yearly(1, 10000)), NotMet}, {"no baseline", yearly(1, 1e6), Unknown}, none,
			},
		},
		{
			"17 deployments", rule(func(r *PerformanceRule) { r.Aggregate, r.Threshold, r.Line = Events, 2, 500 }),
			"At least 2 deployments that first reached US$500 of Linux virtual machine consumption in a month, over the last 3 complete months.",
			[]formRow{
				{"two products", figures(month(9, "a", 499, product("disks")), month(0, "a", 500, product("disks")), month(1, "a", 500, product("nets"))), Met},
				{"one was there before", figures(month(9, "a", 500), month(0, "a", 900), month(1, "b", 500)), NotMet},
				none, stale,
			},
		},
		{
			"17 new customers", rule(func(r *PerformanceRule) { r.Aggregate, r.Threshold = NewCustomers, 1 }),
			"At least 1 new customer, counted by Linux virtual machine consumption, over the last 3 complete months.",
			[]formRow{{"one", figures(month(2, "a", 1), month(0, "a", 0)), Met}, {"old", figures(month(3, "a", 1), month(0, "a", 1)), NotMet}, none, stale},
		},
		{
			"17 net adds", rule(func(r *PerformanceRule) { r.Aggregate, r.Threshold = NetAdds, 1 }),
			"A net gain of at least 1 customer, counted by Linux virtual machine consumption, over the last 3 complete months.",
			[]formRow{
				{"one", figures(month(0, "a", 1)), Met},
				{"won and lost again", figures(month(1, "a", 1), month(0, "a", 0)), NotMet},
				{"one for one", figures(month(3, "a", 1), month(0, "b", 1)), NotMet},
				none, stale,
			},
		},
		{
			"18 market class", rule(func(r *PerformanceRule) {
				r.Markets = []MarketThreshold{{Named{"developing", "developing markets"}, 3000}}
			}),
			"At least US$9 000 of Linux virtual machine consumption over the last 3 complete months; in developing markets, at least US$3 000 instead.",
			[]formRow{
				{"developing", in("developing", today, yearly(3, 1000)), Met},
				{"developed", in("developed", today, yearly(3, 1000)), NotMet},
				{"no class", yearly(3, 1e6), Unknown},
				none, stale,
			},
		},
		{
			"19 associations and offers", rule(func(r *PerformanceRule) {
				r.Associations = []Named{{"claim", "a claim of the project"}, {"admin", "an administrator's link"}}
				r.ExceptOffers = []Named{{"trial", "trials"}, {"internal", "internal use"}}
			}),
			"At least US$9 000 of Linux virtual machine consumption over the last 3 complete months. Counts customers who are linked to you by a claim of the project or an administrator's link; leaves out trials and internal use.",
			[]formRow{
				{"accepted", figures(month(0, "a", 9000, linked("claim", 0)), month(0, "b", 1, linked("admin", Date(2026, 10, 30)))), Met},
				{"first goes before", figures(month(0, "a", 4500, linked("claim", 0)), month(0, "a", 4500, linked("admin", 0))), NotMet},
				{"not accepted", figures(month(0, "a", 9000, linked("resale", 0))), NotMet},
				{"before the link", figures(month(1, "a", 9000, linked("claim", Date(2026, 10, 1))), month(0, "a", 1, linked("claim", 0))), NotMet},
				{"trial", figures(month(0, "a", 9000, linked("claim", 0), offer("trial")), month(0, "a", 1, linked("claim", 0))), NotMet},
				none, stale,
			},
		},
	})
}
