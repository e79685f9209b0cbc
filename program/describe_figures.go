package program

import (
	"reflect"
	"strings"
)

func (p *Programme) performanceInWords(r *PerformanceRule) string {
	unit := p.metricUnit(r.Metric)
	var s strings.Builder
	s.WriteString(p.amountInWords(r) + r.windowInWords())
	switch r.Growth {
	case GrowthBy:
		s.WriteString(", compared with the same " + r.monthsInWords() + " of the year before")
	case GrowthPercent:
		s.WriteString(", compared with the same " + r.monthsInWords() + " of the year before")
		if r.MinBaseline > 0 {
			s.WriteString(", starting from at least " + FormatQuantity(r.MinBaseline, unit))
		}
	case GrowthSince:
		s.WriteString(", above the stored baseline")
	}
	if len(r.Only) > 0 {
		s.WriteString(", counting only " + join(names(r.Only), "and"))
	}
	if len(r.Except) > 0 {
		s.WriteString(", not counting " + join(names(r.Except), "or"))
	}
	for i := range r.Within {
		w := &r.Within[i]
		s.WriteString(", of which at least " + FormatQuantity(w.Threshold, p.figureUnit(r)) + " from " + join(names(w.Only), "or"))
	}
	if r.MinCustomers > 0 {
		s.WriteString(", from at least " + FormatQuantity(float64(r.MinCustomers), Customers) + r.eachInWords(unit))
	}
	for i := range r.Markets {
		m := &r.Markets[i]
		s.WriteString("; in " + m.Market.Name + ", at least " + FormatQuantity(m.Threshold, p.figureUnit(r)) + " instead")
	}
	return s.String() + "." + r.creditInWords()
}

// creditInWords says which customers and offers count, as a sentence that follows another.
func (r *PerformanceRule) creditInWords() string {
	offers := join(names(r.ExceptOffers), "and")
	switch {
	case len(r.Associations) == 0 && offers == "":
		return ""
	case len(r.Associations) == 0:
		return " Leaves out " + offers + "."
	case offers == "":
		return " Counts customers who are linked to you by " + join(names(r.Associations), "or") + "."
	}
	return " Counts customers who are linked to you by " + join(names(r.Associations), "or") + "; leaves out " + offers + "."
}

// easierInWords says what is enough where something is held: the one thing that differs, or the whole of it.
func (p *Programme) easierInWords(r *Requirement) string {
	x, easier := r.Relaxed, r.Relaxed.Instead.Performance
	if r.Performance == nil || easier == nil || easier.MinCustomers == 0 {
		return p.relaxationInWords(x)
	}
	same := *r.Performance
	same.MinCustomers = easier.MinCustomers
	if !reflect.DeepEqual(same, *easier) {
		return p.relaxationInWords(x)
	}
	s := numeral(same.MinCustomers) + " " + Customers.Name(float64(same.MinCustomers)) + plural(same.MinCustomers, " is", " are") +
		" enough where you hold " + p.recognitionInWords(&x.Held) + "."
	if x.From != 0 {
		return "From " + x.From.Long() + ", " + s
	}
	return capital(s)
}

// moreInWords writes what is missing of a figure: "US$5 600 more of Linux consumption", "40 more active users of Teams".
func (p *Programme) moreInWords(r *PerformanceRule, gap float64) string {
	unit := p.figureUnit(r)
	name := ""
	for i := range p.Metrics {
		if p.Metrics[i].Slug == r.Metric {
			name = strings.TrimPrefix(p.Metrics[i].Name, "growth in ")
		}
	}
	switch {
	case name == "" || unit != p.metricUnit(r.Metric):
		return FormatQuantity(gap, unit) + " more"
	case unit != USD:
		return FormatNumber(gap) + " more " + name
	case strings.Contains(name, " of "):
		return FormatQuantity(gap, unit) + " more in " + name
	}
	return FormatQuantity(gap, unit) + " more of " + name
}

// monthsInWords writes "month" where the rule looks at a single one, else "months".
func (r *PerformanceRule) monthsInWords() string {
	if r.Aggregate == Snapshot || r.Window == Trailing && r.Months == 1 {
		return "month"
	}
	return "months"
}

func (r *PerformanceRule) windowInWords() string {
	every := r.Aggregate == EveryMonth
	switch {
	case r.Window == CalendarYear && every:
		return " in every month of the last complete calendar year"
	case r.Window == CalendarYear:
		return " in the last complete calendar year"
	case r.Window == FiscalYear && every:
		return " in every month of the vendor's last complete fiscal year"
	case r.Window == FiscalYear:
		return " in the vendor's last complete fiscal year"
	case r.Window == AnniversaryYear && every:
		return " in every month since the anniversary"
	case r.Window == AnniversaryYear:
		return " since the anniversary"
	case r.Months == 1 || r.Aggregate == Snapshot:
		return " in the last complete month"
	case every:
		return " in each of the last " + FormatNumber(float64(r.Months)) + " complete months"
	}
	return " over the last " + FormatNumber(float64(r.Months)) + " complete months"
}

// amountInWords writes "At least US$15 000 of Linux virtual machine consumption", "At least 1 000 active users of Teams" or
// "Growth of at least 1 000 active users of Teams", as the metric's name and the rule ask.
func (p *Programme) amountInWords(r *PerformanceRule) string {
	name, unit := "what is measured", Unit("")
	for i := range p.Metrics {
		if p.Metrics[i].Slug == r.Metric {
			name, unit = p.Metrics[i].Name, p.Metrics[i].Unit
		}
	}
	rest, growth := strings.CutPrefix(name, "growth in ")
	amount := FormatNumber(r.Threshold)
	if unit == USD {
		amount = FormatQuantity(r.Threshold, unit)
	}
	switch {
	case r.Aggregate == Events:
		return "At least " + FormatQuantity(r.Threshold, Deployments) + " that first reached " + amountOf(r.Line, rest, unit) + " in a month,"
	case r.Aggregate == NewCustomers:
		return "At least " + FormatNumber(r.Threshold) + " new " + Customers.Name(r.Threshold) + ", counted by " + rest + ","
	case r.Aggregate == NetAdds:
		return "A net gain of at least " + FormatQuantity(r.Threshold, Customers) + ", counted by " + rest + ","
	case r.Growth == GrowthPercent:
		return "Growth of at least " + FormatQuantity(r.Threshold, Percent) + " in " + rest + r.averageInWords()
	case (growth || r.Growth != NoGrowth) && unit == USD:
		return "Growth of at least " + amount + " in " + rest + r.averageInWords()
	case growth || r.Growth != NoGrowth:
		return "Growth of at least " + amount + " " + rest + r.averageInWords()
	}
	return "At least " + amountOf(r.Threshold, name, unit) + r.averageInWords()
}

func (r *PerformanceRule) averageInWords() string {
	if r.Aggregate == Average {
		return " a month on average"
	}
	return ""
}

// amountOf writes "US$15 000 in consumption of SAP", "US$15 000 of Linux consumption" or "1 000 active users of Teams".
func amountOf(v float64, name string, unit Unit) string {
	switch {
	case unit != USD:
		return FormatNumber(v) + " " + name
	case strings.Contains(name, " of "):
		return FormatQuantity(v, unit) + " in " + name
	}
	return FormatQuantity(v, unit) + " of " + name
}
