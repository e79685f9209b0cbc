package program

import (
	"fmt"
	"math/rand/v2"
)

// history is one random life of a partner: facts that arrive, are decided late, expire and come back, under
// requirement sets that change. Spans are short so that a few hundred days hold several terms.
type history struct {
	programme *Programme
	facts     *Facts
	from, at  Day
}

const (
	epoch Day = 20000 // 4 Oct 2024
	span  Day = 220
)

type dice struct{ *rand.Rand }

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 7)) }

func (r dice) chance(n int) bool { return r.IntN(100) < n }

// maybe returns a later day, or none.
func (r dice) maybe(after Day, percent int) Day {
	if !r.chance(percent) {
		return 0
	}
	return after + Day(r.IntN(120))
}

func pick[T any](r dice, from ...T) T { return from[r.IntN(len(from))] }

func newHistory(seed uint64) *history {
	r := dice{newRand(seed)}
	h := &history{programme: sampleProgramme(), from: epoch, at: epoch + span}
	h.programme.Settings = Settings{
		TermMonths: 1 + r.IntN(3), RenewalOpensDays: 20, RenewalClosesDays: r.IntN(15),
		DefaultGraceDays: 1 + r.IntN(12), StaleFiguresDays: 20 + r.IntN(40),
		ReminderOffsets: []int{-20, -7, -1, 3}, AtRiskDays: 20,
	}
	h.programme.Certifications[2].Retired = epoch + Day(r.IntN(100))
	h.programme.Certifications[2].AcceptedUntil = r.maybe(h.programme.Certifications[2].Retired, 70)
	h.programme.Certifications[3].InReview = r.chance(30)
	h.programme.Settings.AssociationsPerYear, h.programme.Settings.AssociationGapDays = 2+r.IntN(2), r.IntN(30)
	for range r.IntN(3) {
		from := epoch + Day(r.IntN(int(span)))
		h.programme.Settings.Extensions = append(h.programme.Settings.Extensions, Extension{
			From: from, Until: from + Day(r.IntN(40)), Except: pick(r, nil, nil, []string{"alpha"}), Reason: "A hard year",
			Published: from - 10 + Day(r.IntN(40)),
		})
	}
	for _, slug := range []string{"alpha", "beta"} {
		effective := epoch - 50
		for v := range 1 + r.IntN(3) {
			s := Set{
				Specialization: slug, Version: v + 1, Published: effective - Day(r.IntN(40)), EffectiveFrom: effective,
				Root: r.tree(slug, v),
			}
			switch {
			case v > 0 && r.chance(30):
				s.AtOnce = "A flaw in the old requirements"
			case v > 0 && r.chance(30):
				s.SparedUntil = effective + 1 + Day(r.IntN(120))
			}
			h.programme.Sets = append(h.programme.Sets, s)
			effective = max(effective+1, epoch) + Day(r.IntN(150))
		}
	}
	h.facts = r.facts()
	if r.chance(40) {
		r.orders(h.facts)
	}
	return h
}

// orders lets hands decide.
func (r dice) orders(f *Facts) {
	day := func() Day { return epoch + Day(r.IntN(int(span))) }
	for i := range 1 + r.IntN(5) {
		o := Order{
			ID: EvidenceID(700 + i), Kind: pick(r, Suspend, Suspend, Lift, Revoke, Reinstate, Reinstate, Achieve),
			Specialization: pick(r, "alpha", "beta"), From: day(), By: "an admin", Reason: "a hand decided",
		}
		if r.chance(20) {
			o.Given = o.From + Day(r.IntN(20))
		}
		if o.Kind == Achieve || o.Kind == Suspend && r.chance(50) {
			o.Until = max(o.From, o.Given) + 1 + Day(r.IntN(60))
		}
		if r.chance(15) {
			o.Superseded = o.From + Day(r.IntN(40))
		}
		f.Orders = append(f.Orders, o)
	}
	for i := range r.IntN(3) {
		from := day()
		f.Allowances = append(f.Allowances, Allowance{
			ID: EvidenceID(750 + i), Specialization: pick(r, "alpha", "beta"), Module: pick(r, "a", "b"), From: from,
			Until: r.maybe(from+1, 60), Given: from - 5 + Day(r.IntN(10)), Superseded: r.maybe(from, 15),
		}, Allowance{
			ID: EvidenceID(760 + i), Specialization: pick(r, "alpha", "beta"), Indicator: pick(r, "i-0", "i-1"), Points: float64(5 * r.IntN(10)),
			From: from, Until: r.maybe(from+1, 60), Superseded: r.maybe(from, 15),
		})
	}
	for i := range r.IntN(8) {
		from := day() - 60
		f.Associations = append(f.Associations, Association{
			ID: EvidenceID(770 + i), Person: int64(r.IntN(4)), Here: r.chance(70), From: from, Until: r.maybe(from+1, 30),
			Recorded: r.maybe(from, 20), Superseded: r.maybe(from, 10),
		})
	}
}

// sampleProgramme is a small vocabulary for tests.
func sampleProgramme() *Programme {
	return &Programme{
		Name: "Test directory", Vendor: "Meridian", Settings: DefaultSettings(),
		Competencies: []Competency{
			{Slug: "cloud", Name: "Cloud platform"}, {Slug: "ops", Name: "DevOps"}, {Slug: "apps", Name: "Applications"},
		},
		Specializations: []Specialization{
			{Slug: "alpha", Name: "Kubernetes", AlignedTo: []string{"cloud", "ops"}},
			{Slug: "beta", Name: "Linux migration", AlignedTo: []string{"cloud"}},
		},
		Certifications: []Certification{
			{Code: "C-ONE", Title: "Cloud Architect", Type: "certification"},
			{Code: "C-TWO", Title: "Platform Engineer", Type: "certification"},
			{Code: "C-OLD", Title: "Server Administrator", Type: "certification"},
			{Code: "E-ONE", Title: "Container Basics", Type: "exam"},
			{Code: "C-COMMA", Title: "Cluster Operator, level 2", Type: "certification"},
			{Code: "T-ONE", Title: "Selling the Cloud", Type: "course"},
			{Code: "T-TWO", Title: "Cloud Networking Course", Type: "course"},
		},
		Metrics: []Metric{
			{Slug: "m-linux", Name: "Linux virtual machine consumption", Unit: USD},
			{Slug: "m-users", Name: "active users of meeting rooms", Unit: Users},
			{Slug: "m-sap", Name: "consumption of virtual machines for SAP", Unit: USD},
			{Slug: "m-growth", Name: "growth in monthly active users of calling", Unit: Users},
			{Slug: "m-more", Name: "growth in consumption of analytics", Unit: USD},
			{Slug: "m-phones", Name: "meeting room phones brought into service", Unit: Devices},
		},
	}
}

func (r dice) tree(specialization string, version int) Node {
	n := 0
	id := func() string { n++; return fmt.Sprintf("%s-%d-%d", specialization, version, n) }
	leaf := func() Node {
		return Node{ID: id(), Op: Leaf, Requirement: r.requirement()}
	}
	root := Node{ID: id(), Op: All, Children: []Node{leaf()}}
	for range r.IntN(3) {
		if r.chance(60) {
			root.Children = append(root.Children, leaf())
			continue
		}
		group := Node{ID: id(), Op: pick(r, Any, AtLeast, All)}
		for range 2 + r.IntN(2) {
			group.Children = append(group.Children, leaf())
		}
		if group.Op == AtLeast {
			group.K = 1 + r.IntN(len(group.Children))
		}
		root.Children = append(root.Children, group)
	}
	return root
}

func (r dice) requirement() *Requirement {
	q := &Requirement{
		Title: "Title", VerifiedBy: pick(r, ByVendor, ByThirdParty), Mode: pick(r, Automatic, Manual),
		Tested:  pick(r, Continuously, Continuously, AtRenewal, SecondRenewal),
		OnLapse: pick(r, EndsAtOnce, EndsGrace, EndsGrace, EndsTerm), GraceDays: pick(r, 0, 5, 20),
	}
	if r.chance(12) {
		q.Scorecard = r.scorecard()
		return q
	}
	r.rule(q)
	return q
}

func (r dice) scorecard() *ScorecardRule {
	s := &ScorecardRule{}
	all := 0.0
	for i := range 1 + r.IntN(3) {
		in := Indicator{
			ID: fmt.Sprint("i-", i), Name: "indicator of something", Points: float64(10 + r.IntN(30)), Linear: r.chance(50),
			KeptMonths: pick(r, 0, 0, 1, 2),
		}
		in.Minimum = pick(r, 0, 0, float64(r.IntN(int(in.Points))))
		for r.rule(&in.Rule); in.Linear && !in.Rule.counts(); r.rule(&in.Rule) {
			in.Rule = Requirement{}
		}
		all += in.Points
		s.Indicators = append(s.Indicators, in)
	}
	s.Pass = float64(1 + r.IntN(int(all)))
	return s
}

func (r dice) rule(q *Requirement) {
	*q = Requirement{Title: q.Title, VerifiedBy: q.VerifiedBy, Mode: q.Mode, Tested: q.Tested, OnLapse: q.OnLapse, GraceDays: q.GraceDays}
	switch r.IntN(7) {
	case 0, 1:
		q.Competency = &CompetencyRule{
			Competencies: pick(r, []string{"cloud"}, []string{"cloud", "ops"}, []string{"cloud", "ops", "apps"}),
			Match:        pick(r, Any, Any, All), Level: pick(r, Silver, Gold),
		}
	case 2:
		q.Performance = &PerformanceRule{
			Metric: pick(r, "m-linux", "m-users"), Threshold: float64(100 * (1 + r.IntN(8))), Months: 1 + r.IntN(3),
			MinCustomers: r.IntN(3),
		}
	case 3:
		q.People = &PeopleRule{Distinct: r.chance(60)}
		for range 1 + r.IntN(2) {
			q.People.Groups = append(q.People.Groups, PeopleGroup{N: 1 + r.IntN(2), Hold: r.formula(2)})
		}
	case 4:
		q.References = &ReferencesRule{
			N: 1 + r.IntN(3), Scenario: pick(r, "", "migration"), ScenarioInWords: "a migration of servers",
			MaxAgeMonths: r.IntN(5), AnyCustomer: r.chance(20), Assigned: r.chance(30),
		}
	case 5:
		q.CaseStudies = &CaseStudiesRule{N: 1 + r.IntN(2), MaxAgeMonths: r.IntN(5), Scenario: pick(r, "", "", "migration"), Reachable: r.chance(40)}
	default:
		q.Review = &ReviewRule{
			ValidMonths: r.IntN(6),
			Modules:     []ReviewModule{{"a", "Foundation"}, {"b", "Workload"}}[:1+r.IntN(2)],
		}
	}
}

func (r dice) formula(depth int) Formula {
	if depth == 0 || r.chance(50) {
		return Formula{Code: pick(r, "C-ONE", "C-TWO", "C-OLD", "E-ONE")}
	}
	f := Formula{Op: pick(r, Any, All)}
	for range 2 {
		f.Of = append(f.Of, r.formula(depth-1))
	}
	return f
}

func (r dice) verification(from Day) Verification {
	v := Verification{
		Submitted: from, Decision: pick(r, Accepted, Accepted, Accepted, Accepted, Accepted, Submitted, Rejected, Draft),
		By: pick(r, ByVendor, ByThirdParty), Mode: pick(r, Automatic, Manual), Superseded: r.maybe(from, 10),
	}
	if v.Decision == Accepted || v.Decision == Rejected {
		v.Decided = from + Day(pick(r, 0, 0, 3, 25))
	}
	return v
}

func (r dice) links(from Day) []LinkCheck {
	var links []LinkCheck
	for range r.IntN(4) {
		from += Day(1 + r.IntN(30))
		links = append(links, LinkCheck{Checked: from, Reachable: r.chance(70)})
	}
	return links
}

func (r dice) facts() *Facts {
	f := &Facts{}
	var id EvidenceID
	next := func() EvidenceID { id++; return id }
	early := func() Day { return epoch - 20 + Day(r.IntN(int(span))) }
	for range r.IntN(7) {
		from := early()
		f.Attainments = append(f.Attainments, Attainment{
			ID: next(), Competency: pick(r, "cloud", "ops", "apps"), Level: pick(r, Silver, Gold, Gold), From: from,
			Until: r.maybe(from+1, 80), Verification: r.verification(from),
		})
	}
	for range r.IntN(10) {
		earned, joined := early(), epoch-10+Day(r.IntN(60))
		f.Holdings = append(f.Holdings, Holding{
			ID: next(), Person: int64(r.IntN(4)), Code: pick(r, "C-ONE", "C-TWO", "C-OLD", "E-ONE"), Earned: earned,
			Expires: r.maybe(earned+30, 50), Joined: joined, Left: r.maybe(joined+20, 30),
			Verification: r.verification(earned),
		})
	}
	for _, metric := range []string{"m-linux", "m-users"} {
		month := (epoch - 70).MonthStart()
		for range 10 {
			for range r.IntN(3) {
				f.Metrics = append(f.Metrics, MetricValue{
					ID: next(), Metric: metric, Month: month, Customer: pick(r, "x", "y", "z"),
					Value: float64(r.IntN(400)), Recorded: month.AddMonths(1) + Day(pick(r, -3, 0, 0, 4, 45)),
					Superseded: r.maybe(month.AddMonths(1), 5),
				})
			}
			month = month.AddMonths(1)
		}
	}
	for range r.IntN(5) {
		finished := early()
		f.References = append(f.References, Reference{
			ID: next(), Customer: pick(r, "x", "y", "z"), Scenario: pick(r, "migration", "other"), Finished: finished,
			AssignedTo: pick(r, "", "alpha", "beta"), Assigned: finished + Day(r.IntN(30)), Expires: r.maybe(finished+20, 20),
			Verification: r.verification(finished + Day(pick(r, -5, 0, 10))),
		})
	}
	for range r.IntN(4) {
		published := early()
		f.Cases = append(f.Cases, CaseEvidence{
			ID: next(), Slug: pick(r, "one", "two", "three"), Published: published,
			Specializations: pick(r, []string{"alpha"}, []string{"beta", "alpha"}), Verification: r.verification(published),
			Scenario: pick(r, "migration", "other"), Links: r.links(published),
		})
	}
	for range r.IntN(5) {
		held := early()
		f.Reviews = append(f.Reviews, Review{
			ID: next(), Specialization: pick(r, "alpha", "beta"), Modules: pick(r, []string{"a"}, []string{"b"}, []string{"a", "b"}),
			Passed: r.chance(80), Held: held, Verification: r.verification(held),
		})
	}
	return f
}
