package program

// PerformanceRule asks for a figure over complete months. Technology indicators are the same rule over product telemetry.
type PerformanceRule struct {
	Metric       string  `json:"metric"`
	Threshold    float64 `json:"threshold"`     // in the metric's unit, in percent, or in what the aggregate counts
	Months       int     `json:"months"`        // of a trailing window; other windows leave it out
	MinCustomers int     `json:"min_customers"` // distinct customers that contributed
	Indicator    bool    `json:"indicator,omitempty"`

	Aggregate      Aggregate         `json:"aggregate,omitempty"`
	Line           float64           `json:"line,omitempty"` // the monthly figure that makes an event
	Window         Window            `json:"window,omitempty"`
	Growth         Growth            `json:"growth,omitempty"`
	MinBaseline    float64           `json:"min_baseline,omitempty"`     // growth in percent starts from at least this much
	MinPerCustomer float64           `json:"min_per_customer,omitempty"` // less leaves a customer uncounted; zero: any contribution
	Only           []Named           `json:"only,omitempty"`             // products that count; none: all
	Except         []Named           `json:"except,omitempty"`           // products that do not count
	Within         []SubMinimum      `json:"within,omitempty"`
	Markets        []MarketThreshold `json:"markets,omitempty"`      // thresholds of single market classes
	Associations   []Named           `json:"associations,omitempty"` // those accepted; the first goes before the others
	ExceptOffers   []Named           `json:"except_offers,omitempty"`
}

// Aggregate is how the figures of a window become one.
type Aggregate string

// Aggregates. Events are deployments, one for each customer and product, whose monthly figure first reached the line.
const (
	Sum          Aggregate = ""
	Average      Aggregate = "monthly-average"
	EveryMonth   Aggregate = "every-month" // the lowest month
	Snapshot     Aggregate = "snapshot"    // the newest month
	Events       Aggregate = "events"
	NewCustomers Aggregate = "new-customers" // that contributed for the first time
	NetAdds      Aggregate = "net-adds"      // customers at the end less those before the window: a loss takes its gain back
)

// Window is which months count.
type Window string

// Windows. Calendar and fiscal years count when they are complete; the anniversary year counts as far as it has come.
const (
	Trailing        Window = ""
	CalendarYear    Window = "calendar-year"
	FiscalYear      Window = "fiscal-year"
	AnniversaryYear Window = "anniversary-year"
)

// Growth is what a figure is compared with.
type Growth string

// Growth compares with the same months of the year before, or with a stored baseline.
const (
	NoGrowth      Growth = ""
	GrowthBy      Growth = "absolute"
	GrowthPercent Growth = "percent"
	GrowthSince   Growth = "since-baseline"
)

// Named is something that facts name by its identifier and sentences by its name.
type Named struct {
	Slug string `json:"slug"`
	Name string `json:"name"`
}

// SubMinimum asks that part of the figure comes from some products.
type SubMinimum struct {
	Only      []Named `json:"only"`
	Threshold float64 `json:"threshold"`
}

// MarketThreshold is what partners of one market class need instead: "developing markets".
type MarketThreshold struct {
	Market    Named   `json:"market"`
	Threshold float64 `json:"threshold"`
}

// plain reports whether the rule only sums what all products and associations brought.
func (r *PerformanceRule) plain() bool {
	return r.Aggregate == Sum && r.Growth == NoGrowth && len(r.Within) == 0
}

func names(list []Named) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = list[i].Name
	}
	return out
}

// indexOf returns where the list has the slug, or -1.
func indexOf(list []Named, slug string) int {
	for i := range list {
		if list[i].Slug == slug {
			return i
		}
	}
	return -1
}
