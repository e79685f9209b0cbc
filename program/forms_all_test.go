package program

import (
	"strings"
	"testing"
)

// formRows are the facts with which one form of requirement is met, is not, and cannot be said. Where the last cannot occur,
// never says why.
type formRows struct {
	form    int
	name    string
	met     func() State
	notMet  func() State
	unknown func() State
	never   string
}

// TestForms has a row for each of the 31 forms of requirement that were met in real programmes.
func TestForms(t *testing.T) {
	t.Parallel()
	seen := map[int]bool{}
	for _, row := range allForms() {
		seen[row.form] = true
		t.Run(strings.Join([]string{FormatNumber(float64(row.form)), row.name}, " "), func(t *testing.T) {
			t.Parallel()
			if got := row.met(); got != Met {
				t.Errorf("met: %s", got)
			}
			if got := row.notMet(); got != NotMet {
				t.Errorf("not met: %s", got)
			}
			if (row.unknown == nil) == (row.never == "") {
				t.Fatal("a row says when it is unknown, or why never")
			}
			if row.unknown != nil {
				if got := row.unknown(); got != Unknown {
					t.Errorf("unknown: %s", got)
				}
			}
		})
	}
	for form := 1; form <= 31; form++ {
		if !seen[form] {
			t.Errorf("form %d has no row", form)
		}
	}
}

// says returns what facts mean for a requirement of the Kubernetes specialization today.
func says(r Requirement, f Facts) func() State {
	return func() State { return treeSays(leafOf(r), f)() }
}

func treeSays(root Node, f Facts) func() State {
	return func() State {
		p := sampleProgramme()
		set := Set{Specialization: "alpha", Version: 1, Root: root}
		if err := set.Validate(p); err != nil {
			return State(err.Error())
		}
		if p.Describe(root).Text == "" {
			return "no words"
		}
		return Evaluate(p, set, &f, today).Root.State
	}
}

// labelSays returns what a label is today when its clock ran from a day on: met while it is held, unknown while it waits.
func labelSays(p *Programme, f Facts, from Day) func() State {
	return func() State {
		labels := Advance(p, &f, nil, from, today).Labels
		if len(labels) == 0 {
			return NotMet
		}
		switch labels[len(labels)-1].State(today) {
		case Earned, InGrace:
			return Met
		case AwaitingRenewal:
			return Unknown
		}
		return NotMet
	}
}

func without(kinds ...Kind) Facts {
	var f Facts
	for _, k := range kinds {
		f.Outages = append(f.Outages, Outage{Kind: k, From: today - 1, Until: today + 1})
	}
	return f
}

func group(op Op, k int, of ...Requirement) Node {
	n := Node{ID: "root", Op: op, K: k}
	for i, r := range of {
		child := leafOf(r)
		child.ID = strings.Repeat("c", i+1)
		n.Children = append(n.Children, child)
	}
	return n
}

func attain(competency string, level Level) Facts {
	return Facts{Attainments: []Attainment{{ID: 1, Competency: competency, Level: level, From: today - 9, Verification: accepted(today - 9)}}}
}

func allForms() []formRows {
	rows := formsOfComposition()
	rows = append(rows, formsOfHolders()...)
	rows = append(rows, formsOfNumbers()...)
	rows = append(rows, formsOfEvidence()...)
	return append(rows, formsOfTime()...)
}

func formsOfComposition() []formRows {
	gold := Requirement{Competency: &CompetencyRule{Competencies: []string{"cloud", "ops"}, Match: Any, Level: Gold}}
	both := Requirement{Competency: &CompetencyRule{Competencies: []string{"cloud", "ops"}, Match: All, Level: Silver}}
	two := attain("cloud", Silver)
	two.Attainments = append(two.Attainments, attain("ops", Gold).Attainments...)
	story := Requirement{CaseStudies: &CaseStudiesRule{N: 1}}
	figure := Requirement{Performance: &PerformanceRule{Metric: "m-linux", Threshold: 9000, Months: 3}}
	full := yearly(3, 3000)
	full.Attainments = attain("ops", Gold).Attainments
	option := func(f Facts, silver bool) func() State {
		return func() State {
			p := sampleProgramme()
			old := leafOf(story)
			old.Until = today
			p.Competencies[2].Options = []Option{
				{Slug: "closed", Silver: old}, {Slug: "gold-only", Gold: leafOf(figure)}, {Slug: "people", Silver: leafOf(gold), Gold: leafOf(both)},
			}
			if err := p.Competencies[2].Validate(p); err != nil {
				return State(err.Error())
			}
			s, err := EvaluateCompetency(p, "apps", &f, today)
			if err != nil {
				return State(err.Error())
			}
			if silver {
				return s.Options[s.Silver].Finding.State
			}
			return s.Options[s.Gold].Finding.State
		}
	}
	member := Facts{Recognitions: []Recognition{{ID: 1, Slug: "expert", From: today, Verification: accepted(today)}}}
	either := Requirement{Recognition: &RecognitionRule{Specializations: []string{"beta"}, Memberships: []Named{{"expert", "the Expert programme"}}, Match: Any}}
	return []formRows{
		{1, "any of a list", says(gold, attain("ops", Gold)), says(gold, attain("ops", Silver)), says(gold, without(OfCompetency)), ""},
		{1, "all of a list, gold counts as silver", says(both, two), says(both, attain("ops", Gold)), says(both, without(OfCompetency)), ""},
		{2, "options of silver", option(attain("ops", Gold), true), option(attain("ops", Silver), true), option(without(OfCompetency), true), ""},
		{2, "an option of gold only", option(yearly(3, 3000), false), option(yearly(3, 2999), false), option(Facts{Metrics: yearly(3, 2999).Metrics[:0]}, false), ""},
		{
			3, "two of three", treeSays(group(AtLeast, 2, gold, figure, story), full), treeSays(group(AtLeast, 2, gold, figure, story), yearly(3, 3000)),
			treeSays(group(AtLeast, 2, gold, figure, story), attain("ops", Gold)), "",
		},
		{4, "membership or specialization", says(either, member), says(either, Facts{}), says(either, without(OfRecognition)), ""},
		{
			15, "either unit", treeSays(group(Any, 0, figure, Requirement{Performance: &PerformanceRule{Metric: "m-users", Threshold: 9, Months: 1}}), yearly(3, 3000)),
			treeSays(group(Any, 0, figure, story), yearly(3, 2999)), treeSays(group(Any, 0, figure, Requirement{Performance: &PerformanceRule{Metric: "m-users", Threshold: 9, Months: 1}}), yearly(3, 2999)), "",
		},
	}
}

func formsOfHolders() []formRows {
	one, two, old, exam := "C-ONE", "C-TWO", "C-OLD", "E-ONE"
	people := func(r PeopleRule) Requirement { return Requirement{People: &r} }
	hold := func(n int, f Formula) PeopleGroup { return PeopleGroup{N: n, Hold: f} }
	out := without(OfPeople)
	nested := people(PeopleRule{Groups: []PeopleGroup{hold(2, Formula{Op: Any, Of: []Formula{{Code: one}, {Op: All, Of: []Formula{{Code: two}, {Code: exam}}}}})}})
	pair := func(rule OverlapRule) Requirement {
		return people(PeopleRule{Groups: []PeopleGroup{hold(2, Formula{Code: one}), hold(1, Formula{Code: two})}, Overlaps: []Overlap{{1, 0, rule}}})
	}
	each := people(PeopleRule{Groups: []PeopleGroup{hold(2, Formula{Op: Any, Of: []Formula{{Code: one}, {Code: exam}}})}, Each: []string{one, exam}})
	single := people(PeopleRule{Groups: []PeopleGroup{hold(1, Formula{Code: one})}})
	paths := func(f Facts) func() State {
		return func() State {
			p := sampleProgramme()
			p.Certifications[0].Also = &Formula{Op: All, Of: []Formula{{Code: old}, {Code: exam}}}
			return Evaluate(p, Set{Specialization: "alpha", Root: leafOf(single)}, &f, today).Root.State
		}
	}
	moved := func(a ...Association) Facts {
		f := crewOf([]string{one})
		for i := range a {
			a[i].ID = EvidenceID(i + 1)
		}
		f.Associations = a
		return f
	}
	retired := func(earned Day, f Facts) func() State {
		return func() State {
			p := sampleProgramme()
			p.Certifications[0].Retired, p.Certifications[0].AcceptedUntil = today-50, today+10
			for i := range f.Holdings {
				f.Holdings[i].Earned = earned
			}
			return Evaluate(p, Set{Specialization: "alpha", Root: leafOf(single)}, &f, today).Root.State
		}
	}
	inReview := func(by Verifier, f Facts) func() State {
		return func() State {
			p := sampleProgramme()
			p.Certifications[0].InReview = true
			for i := range f.Holdings {
				f.Holdings[i].By, f.Holdings[i].Mode = by, Manual
			}
			return Evaluate(p, Set{Specialization: "alpha", Root: leafOf(single)}, &f, today).Root.State
		}
	}
	return []formRows{
		{5, "nested", says(nested, crewOf([]string{one}, []string{two, exam})), says(nested, crewOf([]string{one}, []string{two})), says(nested, out), ""},
		{6, "a formula of exams for a certification", paths(crewOf([]string{old, exam})), paths(crewOf([]string{old}, []string{exam})), paths(out), ""},
		{7, "distinct", says(pair(Distinct), crewOf([]string{one}, []string{one}, []string{two})), says(pair(Distinct), crewOf([]string{one, two}, []string{one})), says(pair(Distinct), out), ""},
		{7, "undecided", says(pair(Unspecified), crewOf([]string{one}, []string{one}, []string{two})), says(pair(Unspecified), crewOf([]string{one, two})), says(pair(Unspecified), crewOf([]string{one, two}, []string{one})), ""},
		{7, "part of another", says(pair(Subset), crewOf([]string{one, two}, []string{one})), says(pair(Subset), crewOf([]string{one}, []string{one}, []string{two})), says(pair(Subset), out), ""},
		{8, "each held once", says(each, crewOf([]string{one}, []string{exam})), says(each, crewOf([]string{one}, []string{one})), says(each, out), ""},
		{
			9, "one partner at a time", says(single, moved(Association{Here: true, From: today - 90})),
			says(single, moved(Association{Here: true, From: today - 90}, Association{From: today - 50})), says(single, out), "",
		},
		{
			9, "30 days between two", says(single, moved(Association{Here: true, From: today - 90}, Association{From: today - 61})),
			says(single, moved(Association{Here: true, From: today - 90}, Association{From: today - 60})), says(single, out), "",
		},
		{
			9, "three a year",
			says(single, moved(Association{From: today - 200}, Association{From: today - 150}, Association{Here: true, From: today - 100}, Association{From: today - 50})),
			says(single, moved(Association{From: today - 450}, Association{From: today - 150}, Association{Here: true, From: today - 100}, Association{From: today - 50})),
			says(single, out), "",
		},
		{10, "retired", retired(today-51, crewOf([]string{one})), retired(today-50, crewOf([]string{one})), retired(today, out), ""},
		{11, "verified in a review", inReview(ByThirdParty, crewOf([]string{one})), inReview(ByThirdParty, crewOf([]string{two})), inReview(ByVendor, out), ""},
	}
}

func formsOfNumbers() []formRows {
	rule := func(change func(*PerformanceRule)) Requirement {
		r := &PerformanceRule{Metric: "m-linux", Threshold: 9000, Months: 3}
		change(r)
		return Requirement{Performance: r}
	}
	row := func(form int, name string, change func(*PerformanceRule), met, not Facts) formRows {
		stale := figures(month(5, "a", 1e6))
		return formRows{form, name, says(rule(change), met), says(rule(change), not), says(rule(change), stale), ""}
	}
	market := func(f Facts, slug string) Facts {
		f.Circumstances = []Circumstance{{ID: 1, From: today - 900, Market: slug, Anniversary: today}}
		return f
	}
	nets := []Named{{"nets", "private networks"}}
	people := Requirement{People: &PeopleRule{Groups: []PeopleGroup{{N: 4, Hold: Formula{Code: "C-ONE"}}}}}
	card := func(pass, minimum float64) Requirement {
		return Requirement{Scorecard: &ScorecardRule{Pass: pass, Indicators: []Indicator{
			{ID: "people", Name: "architects", Points: 40, Linear: true, Minimum: minimum, Rule: people},
			{ID: "figure", Name: "consumption", Points: 60, Rule: rule(func(*PerformanceRule) {})},
		}}}
	}
	scored := func(architects int, f Facts) Facts {
		for range architects {
			f.Holdings = append(f.Holdings, Holding{
				ID: EvidenceID(len(f.Holdings) + 1), Person: int64(len(f.Holdings)), Code: "C-ONE", Earned: today - 9, Joined: today - 9, Verification: accepted(today - 9),
			})
		}
		return f
	}
	kept := card(60, 0)
	kept.Scorecard.Indicators[1].KeptMonths = 24
	given := scored(1, yearly(3, 1))
	given.Allowances = []Allowance{{ID: 5, Specialization: "alpha", Indicator: "figure", Points: 50, From: today - 5, By: "an admin", Reason: "growth before the account moved"}}
	return []formRows{
		row(12, "sum", func(*PerformanceRule) {}, yearly(3, 3000), yearly(9, 2999)),
		row(12, "monthly average", func(r *PerformanceRule) { r.Aggregate = Average }, yearly(3, 9000), yearly(3, 3000)),
		row(12, "every month", func(r *PerformanceRule) { r.Aggregate = EveryMonth }, yearly(3, 9000), yearly(2, 1e6)),
		row(12, "calendar year", func(r *PerformanceRule) { r.Window, r.Months = CalendarYear, 0 }, figures(month(0, "a", 0), month(10, "a", 9000)), yearly(9, 9000)),
		row(12, "anniversary year", func(r *PerformanceRule) { r.Window, r.Months = AnniversaryYear, 0 }, market(yearly(20, 1000), ""), market(yearly(9, 900), "")),
		row(13, "customers", func(r *PerformanceRule) { r.MinCustomers, r.MinPerCustomer = 2, 1000 },
			figures(month(0, "a", 8000), month(1, "b", 1000)), figures(month(0, "a", 9000), month(1, "b", 999))),
		row(14, "part of the figure", func(r *PerformanceRule) { r.Within = []SubMinimum{{nets, 3000}} },
			figures(month(0, "a", 6000), month(0, "a", 3000, product("nets"))), figures(month(0, "a", 9000))),
		row(14, "some products", func(r *PerformanceRule) { r.Only = nets }, figures(month(0, "a", 9000, product("nets"))), figures(month(0, "a", 9000))),
		row(16, "growth in percent", func(r *PerformanceRule) { r.Growth, r.Threshold, r.MinBaseline = GrowthPercent, 20, 1000 },
			figures(month(0, "a", 1200), month(12, "a", 1000)), figures(month(0, "a", 9000), month(12, "a", 999))),
		row(17, "net gain", func(r *PerformanceRule) { r.Aggregate, r.Threshold = NetAdds, 1 }, figures(month(0, "a", 1)), figures(month(3, "a", 1), month(0, "b", 1))),
		row(18, "market class", func(r *PerformanceRule) {
			r.Markets = []MarketThreshold{{Named{"developing", "developing markets"}, 3000}}
		}, market(yearly(3, 1000), "developing"), market(yearly(3, 1000), "developed")),
		row(19, "accepted associations", func(r *PerformanceRule) { r.Associations = []Named{{"claim", "a claim"}} },
			figures(month(0, "a", 9000, linked("claim", 0))), figures(month(0, "a", 9000, linked("resale", 0)))),
		{20, "points in proportion", says(card(80, 0), scored(2, yearly(3, 3000))), says(card(80, 0), scored(1, yearly(3, 3000))), says(card(80, 0), scored(2, Facts{})), ""},
		{20, "a minimum of one indicator", says(card(60, 20), scored(2, yearly(3, 3000))), says(card(60, 20), scored(1, yearly(3, 3000))), says(card(60, 20), scored(4, Facts{})), ""},
		{20, "points kept", says(kept, scored(0, figures(month(15, "a", 9000), month(0, "a", 1)))), says(kept, scored(0, figures(month(30, "a", 9000), month(0, "a", 1)))), says(kept, Facts{}), ""},
		{28, "points given by hand", says(card(60, 0), given), says(card(61, 0), given), says(card(60, 0), scored(1, Facts{})), ""},
	}
}

func formsOfEvidence() []formRows {
	reference := func(n int, change ...func(*Reference)) Facts {
		var f Facts
		for i := range n {
			r := Reference{ID: EvidenceID(i + 1), Customer: strings.Repeat("c", i+1), Scenario: "move", Finished: today - 9, Verification: accepted(today - 5)}
			for _, c := range change {
				c(&r)
			}
			f.References = append(f.References, r)
		}
		return f
	}
	to := func(of string) func(*Reference) {
		return func(r *Reference) { r.AssignedTo, r.Assigned = of, today-1 }
	}
	old := func(r *Reference) { r.Finished = today.AddMonths(-12) }
	over := func(r *Reference) { r.Expires = today }
	two := Requirement{References: &ReferencesRule{N: 2, Scenario: "move", MaxAgeMonths: 12}}
	once := Requirement{References: &ReferencesRule{N: 2, Assigned: true}}
	story := func(change func(*CaseEvidence)) Facts {
		c := CaseEvidence{
			ID: 1, Slug: "x", Specializations: []string{"alpha"}, Scenario: "move", Published: today - 9, Verification: accepted(today - 9),
			Links: []LinkCheck{{today - 8, true}},
		}
		change(&c)
		return Facts{Cases: []CaseEvidence{c}}
	}
	public := Requirement{CaseStudies: &CaseStudiesRule{N: 1, Scenario: "move", Reachable: true, MaxAgeMonths: 24}}
	modules := []ReviewModule{{"a", "Foundation"}, {"b", "Workload"}}
	review := Requirement{Review: &ReviewRule{Modules: modules, ValidMonths: 24, Credits: []ModuleCredit{{Module: "a", Since: today - 100}}}}
	passed := func(specialization string, held Day, modules ...string) Review {
		return Review{ID: 1, Specialization: specialization, Modules: modules, Passed: true, Held: held, Verification: accepted(held)}
	}
	reviews := func(r ...Review) Facts { return Facts{Reviews: r} }
	given := reviews(passed("alpha", today-9, "b"))
	given.Allowances = []Allowance{{ID: 5, Specialization: "alpha", Module: "a", From: today - 5, By: "an admin", Reason: "passed before the account moved"}}
	relaxed := Requirement{References: &ReferencesRule{N: 3}, Relaxed: &Relaxation{
		From: today - 10, Held: RecognitionRule{Specializations: []string{"beta"}, Match: Any}, Instead: Requirement{References: &ReferencesRule{N: 1}},
	}}
	holder := reference(1)
	holder.Labels = []Label{{Specialization: "beta", Granted: today - 1, Until: today + 100}}
	document := Requirement{Document: &DocumentRule{Document: Named{"access", "a statement of accessibility"}, ValidMonths: 12}}
	handed := func(v Verification) Facts {
		return Facts{Documents: []Document{{ID: 1, Slug: "access", Issued: today - 9, Verification: v}}}
	}
	control := func(n int) Requirement { return Requirement{References: &ReferencesRule{N: n, MaxAgeMonths: 12}} }
	return []formRows{
		{21, "customers, scenario and age", says(two, reference(2)), says(two, reference(3, old)), says(two, without(OfReferences)), ""},
		{21, "one reference for one requirement", says(once, reference(2, to("alpha"))), says(once, reference(3, to("beta"))), says(once, without(OfReferences)), ""},
		{21, "not assigned yet", says(once, reference(2, to("alpha"))), says(once, reference(2)), says(once, without(OfReferences)), ""},
		{21, "expired", says(two, reference(2)), says(two, reference(2, over)), says(two, without(OfReferences)), ""},
		{
			22, "a public address that answers", says(public, story(func(*CaseEvidence) {})),
			says(public, story(func(c *CaseEvidence) { c.Links = append(c.Links, LinkCheck{today, false}) })),
			says(public, story(func(c *CaseEvidence) { c.Links = []LinkCheck{{today + 1, true}} })), "",
		},
		{22, "a scenario", says(public, story(func(*CaseEvidence) {})), says(public, story(func(c *CaseEvidence) { c.Scenario = "other" })), says(public, without(OfCaseStudies)), ""},
		{
			23, "credited module", says(review, reviews(passed("beta", today-99, "a"), passed("alpha", today-9, "b"))),
			says(review, reviews(passed("beta", today-101, "a"), passed("alpha", today-9, "b"))), says(review, without(OfReview)), "",
		},
		{
			24, "the same customers for every control", treeSays(group(All, 0, control(2), control(3)), reference(3)), treeSays(group(All, 0, control(2), control(3)), reference(2)),
			treeSays(group(All, 0, control(2), control(3)), without(OfReferences)), "",
		},
		{25, "easier for holders", says(relaxed, holder), says(relaxed, reference(1)), says(relaxed, without(OfReferences)), ""},
		{26, "decided by hand", says(document, handed(accepted(today-5))), says(document, handed(Verification{Decision: Rejected, Submitted: today - 5, Decided: today - 4})), says(document, without(OfDocument)), ""},
		{28, "module given by hand", says(review, given), says(review, reviews(passed("alpha", today-9, "b"))), says(review, without(OfReview)), ""},
	}
}

func formsOfTime() []formRows {
	gold := gold(AtRenewal, "", 0)
	year := today.AddMonths(-12)
	// A label granted thirteen months ago, whose window has just closed.
	granted := today.AddMonths(-12) - 35
	clocked := func(change func(*Programme)) *Programme {
		p := sampleProgramme()
		p.Sets = []Set{{Specialization: "alpha", Version: 1, EffectiveFrom: today - 900, Root: leafOf(gold)}}
		p.Sets[0].Root.Requirement.Tested = AtRenewal
		change(p)
		return p
	}
	as := func(Day) func(*Programme) { return func(*Programme) {} }(0)
	until := func(d Day) Facts { return Facts{Attainments: []Attainment{active(granted, d)}} }
	figure := func(p *Programme) {
		r := Requirement{VerifiedBy: ByVendor, Mode: Automatic, Tested: AtRenewal, Performance: &PerformanceRule{Metric: "m-linux", Threshold: 10, Months: 1}}
		p.Sets[0].Root = Node{ID: "leaf", Op: Leaf, Requirement: &r}
	}
	measured := func(months int, newest float64) Facts {
		f := Facts{}
		for i := range months {
			m := granted.MonthStart().AddMonths(i - 1)
			f.Metrics = append(f.Metrics, MetricValue{ID: EvidenceID(i + 1), Metric: "m-linux", Month: m, Customer: "a", Value: newest, Recorded: m.AddMonths(1)})
		}
		if months > 0 {
			f.Metrics[0].Value, f.Metrics[1].Value = 10, 10
		}
		return f
	}
	stricter := func(change func(*Set)) func(*Programme) {
		return func(p *Programme) {
			s := Set{Specialization: "alpha", Version: 2, Published: year - 100, EffectiveFrom: year - 40, Root: leafOf(Requirement{References: &ReferencesRule{N: 1}})}
			change(&s)
			p.Sets = append(p.Sets, s)
		}
	}
	ordered := func(f Facts, orders ...Order) Facts {
		for i := range orders {
			orders[i].ID, orders[i].Specialization, orders[i].By, orders[i].Reason = EvidenceID(i+1), "alpha", "an admin", "a hand decided"
		}
		f.Orders = orders
		return f
	}
	extended := func(p *Programme) {
		p.Settings.Extensions = []Extension{{From: today - 40, Until: today - 30, Reason: "A hard year", Published: today - 60}}
	}
	exempt := func(p *Programme) {
		extended(p)
		p.Settings.Extensions[0].Except = []string{"alpha"}
	}
	evaluated := func(p *Programme, f Facts, at Day) func() State {
		return func() State {
			set, ok := p.InForce("alpha", at)
			if !ok {
				return ""
			}
			return Evaluate(p, set, &f, at).Root.State
		}
	}
	place := func(location string, v float64) MetricValue {
		m := month(0, "a"+location, v)
		m.Location = location
		return m
	}
	total := Requirement{Performance: &PerformanceRule{Metric: "m-linux", Threshold: 9000, Months: 1}}
	lateFigures := until(0)
	lateFigures.Metrics = []MetricValue{month(6, "a", 9000)}
	alone := total
	alone.AtLocation = true
	merged := func(a, b Facts) func() State {
		return func() State {
			out := Merge(Account{Facts: a}, Account{Facts: b}, "the other", today-1)
			return says(total, out.Facts)()
		}
	}
	old := Facts{Attainments: []Attainment{active(today-900, 0)}}
	noUnknown := "orders and settings are the vendor's own decisions, which it cannot lack"
	return []formRows{
		{
			27, "the set of the day", evaluated(clocked(stricter(func(*Set) {})), old, year-41), evaluated(clocked(stricter(func(*Set) {})), old, year-40),
			evaluated(clocked(stricter(func(*Set) {})), without(OfReferences), today), "",
		},
		{
			27, "holders at their renewal", labelSays(clocked(stricter(func(s *Set) { s.EffectiveFrom = today - 34 })), until(0), granted),
			labelSays(clocked(stricter(func(s *Set) { s.EffectiveFrom = today - 35 })), until(0), granted),
			labelSays(clocked(func(p *Programme) {
				stricter(func(s *Set) { s.EffectiveFrom, s.Root = today-35, leafOf(total) })(p)
			}), lateFigures, granted), "",
		},
		{
			27, "holders at once", labelSays(clocked(stricter(func(s *Set) { s.EffectiveFrom, s.AtOnce = today-29, "a flaw" })), until(0), granted),
			labelSays(clocked(stricter(func(s *Set) { s.EffectiveFrom, s.AtOnce = today-30, "a flaw" })), until(0), granted), nil,
			"what a set that judges at once lacks data for does not end a label: see the row of missing data",
		},
		{
			28, "grandfathered", labelSays(clocked(stricter(func(s *Set) { s.EffectiveFrom, s.SparedUntil = today-90, today })), until(0), granted),
			labelSays(clocked(stricter(func(s *Set) { s.EffectiveFrom, s.SparedUntil = today-90, today-36 })), until(0), granted), nil, noUnknown,
		},
		{
			28, "marked as achieved", labelSays(clocked(as), ordered(Facts{}, Order{Kind: Achieve, From: today - 50, Until: today + 1}), granted),
			labelSays(clocked(as), ordered(Facts{}, Order{Kind: Achieve, From: today - 50, Until: today}), granted), nil, noUnknown,
		},
		{28, "extended", labelSays(clocked(extended), until(granted+9), granted), labelSays(clocked(exempt), until(granted+9), granted), nil, noUnknown},
		{
			28, "suspended", labelSays(clocked(as), ordered(until(0), Order{Kind: Suspend, From: today - 9, Until: today}), granted),
			labelSays(clocked(as), ordered(until(0), Order{Kind: Suspend, From: today - 9}), granted), nil, noUnknown,
		},
		{
			28, "revoked", labelSays(clocked(as), ordered(until(0), Order{Kind: Revoke, From: today - 9}, Order{Kind: Reinstate, From: today}), granted),
			labelSays(clocked(as), ordered(until(0), Order{Kind: Revoke, From: today - 9}, Order{Kind: Lift, From: today}), granted), nil, noUnknown,
		},
		{
			29, "the window", labelSays(clocked(as), Facts{Attainments: []Attainment{active(granted, granted+9), active(today-5, 0)}}, granted),
			labelSays(clocked(as), until(granted+9), granted),
			labelSays(clocked(as), Facts{Attainments: []Attainment{active(granted, granted+9), {ID: 2, Competency: "cloud", Level: Gold, From: today - 9, Verification: waiting(today - 9)}}}, granted), "",
		},
		{30, "missing data keep a label", labelSays(clocked(figure), measured(14, 10), granted), labelSays(clocked(figure), measured(14, 9), granted), labelSays(clocked(figure), measured(9, 10), granted), ""},
		{
			30, "three values of a group", treeSays(group(All, 0, gold, total), Facts{Attainments: until(0).Attainments, Metrics: yearly(1, 9000).Metrics}),
			treeSays(group(All, 0, gold, total), yearly(1, 9000)), treeSays(group(All, 0, gold, total), until(0)), "",
		},
		{31, "all locations together", says(total, figures(place("lyon", 5000), place("rome", 4000))), says(total, figures(place("lyon", 5000), place("rome", 3999))), says(total, Facts{}), ""},
		{31, "one location alone", says(alone, figures(place("lyon", 9000), place("rome", 1))), says(alone, figures(place("lyon", 8999), place("rome", 8999))), says(alone, Facts{}), ""},
		{31, "two accounts become one", merged(figures(place("", 5000)), figures(place("rome", 4000))), merged(figures(place("", 5000)), figures(place("rome", 3999))), merged(Facts{}, Facts{}), ""},
	}
}
