package portal

import (
	"slices"

	"partnerdirectory/program"
	views "partnerdirectory/views/portal"
)

// stepper joins a requirement tree's sentences and findings with what the partner handed in for each.
type stepper struct {
	d              *dossier
	home           string // address of the partner's pages
	specialization string
	edits          bool // the reader may hand things in
}

func (b *stepper) step(s program.Sentence, f *program.Finding) views.Step {
	out := views.Step{Sentence: s, Finding: *f}
	for i := range s.Children {
		out.Children = append(out.Children, b.step(s.Children[i], &f.Children[i]))
	}
	if r := s.Node.Requirement; r != nil {
		out.Items = b.items(r, f)
		if b.edits {
			out.Action = b.action(r, f.State != program.Met && f.State != program.Waived)
		}
	}
	return out
}

// action is the page on which something can be done about a requirement, open while it is not met.
func (b *stepper) action(r *program.Requirement, open bool) views.Action {
	about := "?for=" + b.specialization
	switch {
	case r.People != nil:
		return views.Action{Text: "Add a certification", URL: b.home + "/people/new" + about}
	case r.References != nil:
		return views.Action{Text: "Ask a customer", URL: b.home + "/references/new" + about}
	case r.CaseStudies != nil:
		return views.Action{Text: "Write a case study", URL: b.home + "/case-studies/new" + about}
	case r.Review != nil:
		if open {
			return views.Action{Text: "Book a review", URL: b.home + "/reviews/new" + about}
		}
		return views.Action{Text: "See your reviews", URL: b.home + "/reviews"}
	case r.Document != nil:
		return views.Action{Text: "Hand in the document", URL: b.home + "/documents/new" + about}
	case r.Performance != nil:
		return views.Action{Text: "See the figures", URL: b.home + "/metrics/" + r.Performance.Metric}
	}
	return views.Action{}
}

// shownItems bounds the list under one requirement; whoever has more finds them on the page of their kind.
const shownItems = 30

// items lists the evidence that bears on a requirement, what counted first.
func (b *stepper) items(r *program.Requirement, f *program.Finding) []views.HandedIn {
	l := &itemList{used: f.Evidence, today: b.d.today}
	switch {
	case r.Competency != nil:
		b.attainments(l, r.Competency)
	case r.People != nil:
		b.holdings(l, codesOf(r.People))
	case r.References != nil:
		b.references(l, r.References)
	case r.CaseStudies != nil:
		b.caseStudies(l)
	case r.Review != nil:
		b.reviews(l)
	case r.Document != nil:
		b.documents(l, r.Document)
	case r.Performance != nil:
		if item, some := b.figures(r.Performance, f); some {
			l.items = append(l.items, item)
		}
	}
	slices.SortStableFunc(l.items, func(x, y views.HandedIn) int {
		switch {
		case x.Used == y.Used:
			return 0
		case x.Used:
			return -1
		}
		return 1
	})
	return l.items[:min(len(l.items), shownItems)]
}

// itemList collects the evidence of one requirement.
type itemList struct {
	used  []program.EvidenceID // what counted
	today program.Day
	items []views.HandedIn
}

func (l *itemList) counted(id program.EvidenceID) bool { return slices.Contains(l.used, id) }

func (l *itemList) add(id program.EvidenceID, text string, v program.Verification) {
	state, note := DecisionOf(v, l.today)
	l.items = append(l.items, views.HandedIn{Text: text, State: state, Note: note, Used: l.counted(id)})
}

func (b *stepper) attainments(l *itemList, r *program.CompetencyRule) {
	for _, a := range b.d.facts.Attainments {
		if slices.Contains(r.Competencies, a.Competency) {
			l.add(a.ID, a.Level.Name()+" in "+b.competency(a.Competency)+", "+span(a.From, a.Until), a.Verification)
		}
	}
}

func (b *stepper) holdings(l *itemList, codes map[string]bool) {
	for _, h := range b.d.facts.Holdings {
		if codes[h.Code] || l.counted(h.ID) {
			l.add(h.ID, h.Name+": "+b.certification(h.Code)+", "+span(h.Earned, earlier(h.Expires, h.Left)), h.Verification)
		}
	}
}

func (b *stepper) references(l *itemList, r *program.ReferencesRule) {
	for _, x := range b.d.facts.References {
		if r.Scenario == "" || x.Scenario == r.Scenario {
			state, note := referenceState(&x, l.today)
			l.items = append(l.items, views.HandedIn{
				Text: "Reference of " + x.Customer + ", project finished " + x.Finished.Long(), State: state, Note: note, Used: l.counted(x.ID),
			})
		}
	}
}

func (b *stepper) caseStudies(l *itemList) {
	for _, x := range b.d.facts.Cases {
		if slices.Contains(x.Specializations, b.specialization) {
			l.add(x.ID, "Case study published "+x.Published.Long(), x.Verification)
		}
	}
}

func (b *stepper) reviews(l *itemList) {
	for _, x := range b.d.facts.Reviews {
		if x.Specialization != b.specialization && !l.counted(x.ID) {
			continue
		}
		result := "not passed"
		if x.Passed {
			result = "passed"
		}
		l.add(x.ID, "Review by "+x.Firm+" on "+x.Held.Long()+": "+result, x.Verification)
	}
}

func (b *stepper) documents(l *itemList, r *program.DocumentRule) {
	for _, x := range b.d.facts.Documents {
		if x.Slug == r.Document.Slug {
			l.add(x.ID, "Document issued "+x.Issued.Long(), x.Verification)
		}
	}
}

// figures sums up the monthly figures of a metric, which are too many to list here.
func (b *stepper) figures(r *program.PerformanceRule, f *program.Finding) (views.HandedIn, bool) {
	customers := map[string]bool{}
	values := 0
	for _, v := range b.d.facts.Metrics {
		if v.Metric == r.Metric && slices.Contains(f.Evidence, v.ID) {
			customers[v.Customer] = true
			values++
		}
	}
	if values == 0 {
		return views.HandedIn{}, false
	}
	text := count(values, "monthly figure", "monthly figures") + " of " + count(len(customers), "customer", "customers")
	return views.HandedIn{Text: text, State: views.Met, Used: true}, true
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return program.FormatNumber(float64(n)) + " " + many
}

// DecisionOf says where a piece of evidence stands on a day, as a mark and a few words.
func DecisionOf(v program.Verification, today program.Day) (views.State, string) {
	switch {
	case v.Decision == program.Accepted && v.Decided <= today:
		return views.Met, "accepted " + v.Decided.Long()
	case v.Decision == program.Rejected && v.Decided <= today:
		note := "not accepted " + v.Decided.Long()
		if v.Reason != "" {
			note += ": " + v.Reason
		}
		return views.NotMet, note
	case v.Submitted != 0 && v.Submitted <= today:
		return views.Awaiting, "waits for a decision " + sinceDay(v.Submitted, today)
	}
	return views.Unknown, "draft"
}

// referenceState is DecisionOf for a reference, whose customer may not have answered yet.
func referenceState(r *program.Reference, today program.Day) (views.State, string) {
	if r.State(today) == program.ReferenceSent {
		return views.Awaiting, "waits for the customer " + sinceDay(r.Sent, today)
	}
	return DecisionOf(r.Verification, today)
}

// sinceDay writes "since 3 Nov 2026, 22 days".
func sinceDay(from, today program.Day) string {
	if from >= today {
		return "since today"
	}
	return "since " + from.Long() + ", " + count(int(today-from), "day", "days")
}

func span(from, until program.Day) string {
	if until == 0 {
		return "since " + from.Long()
	}
	return from.Long() + " to " + until.Long()
}

// earlier returns the first of two ends, of which zero is none.
func earlier(a, b program.Day) program.Day {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

func (b *stepper) competency(slug string) string {
	if c, ok := b.d.programme.Competency(slug); ok {
		return c.Name
	}
	return slug
}

func (b *stepper) certification(code string) string { return CertificationName(b.d.programme, code) }

// codesOf returns the certifications that a rule names.
func codesOf(r *program.PeopleRule) map[string]bool {
	out := map[string]bool{}
	var walk func(f *program.Formula)
	walk = func(f *program.Formula) {
		if f.Code != "" {
			out[f.Code] = true
		}
		for i := range f.Of {
			walk(&f.Of[i])
		}
	}
	for i := range r.Groups {
		walk(&r.Groups[i].Hold)
	}
	for _, code := range r.Each {
		out[code] = true
	}
	return out
}
