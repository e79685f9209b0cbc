package admin

import (
	"encoding/json"
	"strings"
	"testing"

	"partnerdirectory/program"
	"partnerdirectory/seed"
	portalviews "partnerdirectory/views/portal"
)

func stored(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// typedBack is what a browser sends of a form that nobody changed.
func typedBack(fields []portalviews.FormField) func(string) string {
	values := map[string]string{}
	for _, f := range fields {
		values[f.Name] = f.Value
		if f.Kind == portalviews.CheckField && f.On {
			values[f.Name] = "yes"
		}
	}
	return func(name string) string { return strings.TrimSpace(values[name]) }
}

// Opening a requirement and saving it changes nothing, whatever it asks for.
func TestEveryRequirementSurvivesItsForm(t *testing.T) {
	p, err := seed.Programme()
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[program.Kind]int{}
	try := func(where string, r *program.Requirement) {
		kinds[kindOf(r)]++
		fields := drawn(r, p)
		names := map[string]bool{}
		for _, f := range fields {
			if names[f.Name] {
				t.Errorf("%s: two fields are named %s", where, f.Name)
			}
			names[f.Name] = true
		}
		got, again, wrong, err := read(r, p, typedBack(fields))
		if err != nil || wrong {
			for _, f := range again {
				if f.Error != "" {
					t.Errorf("%s: %s: %s", where, f.Name, f.Error)
				}
			}
		}
		if a, b := stored(t, r), stored(t, got); a != b {
			t.Errorf("%s changed:\n%s\n%s", where, a, b)
		}
	}
	walk := func(where string, n *program.Node) {
		n.Each(func(x *program.Node) {
			if x.Requirement != nil {
				try(where+"/"+x.ID, x.Requirement)
			}
		})
	}
	for _, s := range p.Sets {
		walk(s.Specialization, &s.Root)
	}
	for _, c := range p.Competencies {
		for i := range c.Options {
			walk(c.Slug, &c.Options[i].Silver)
			walk(c.Slug, &c.Options[i].Gold)
		}
	}
	for _, k := range requirementKinds() {
		if kinds[program.Kind(k.Value)] == 0 {
			t.Errorf("the sample has no requirement of kind %s", k.Value)
		}
		r := newRequirement(program.Kind(k.Value), p)
		if r.Document == nil { // an unnamed document is no document
			try("new "+k.Value, &r)
		}
	}
	// Forms that the sample does not use.
	for name, r := range unusual(p) {
		try(name, &r)
	}
}

func unusual(p *program.Programme) map[string]program.Requirement {
	day, err := program.ParseDay("2026-07-01")
	if err != nil {
		panic(err)
	}
	base := func() program.Requirement {
		return program.Requirement{
			Title: "T", Guidance: "G\nsecond line", VerifiedBy: program.ByThirdParty, Mode: program.Manual, Tested: program.Continuously,
			OnLapse: program.EndsGrace, GraceDays: 45, Sample: true, AtLocation: true,
		}
	}
	held := program.RecognitionRule{
		Specializations: []string{p.Specializations[1].Slug, p.Specializations[0].Slug}, Memberships: []program.Named{{Slug: "edge", Name: "Edge alliance"}}, Match: program.All,
	}
	codes := p.Certifications
	all := map[string]program.Requirement{}
	r := base()
	r.Performance = &program.PerformanceRule{
		Metric: p.Metrics[0].Slug, Threshold: 1234.5, Months: 3, MinCustomers: 4, Indicator: true, Aggregate: program.Events, Line: 0.25,
		Window: program.FiscalYear, Growth: program.GrowthPercent, MinBaseline: 7, MinPerCustomer: 3,
		Only: []program.Named{{Slug: "edge", Name: "Edge"}, {Slug: "x1", Name: "Backup in two places"}}, Except: []program.Named{{Slug: "a-b", Name: "A from B"}},
		Within:       []program.SubMinimum{{Only: []program.Named{{Slug: "edge", Name: "Edge"}, {Slug: "q", Name: "Queue"}}, Threshold: 500}},
		Markets:      []program.MarketThreshold{{Market: program.Named{Slug: "dev", Name: "developing markets in Asia"}, Threshold: 0.5}},
		Associations: []program.Named{{Slug: "partner-of-record", Name: "partner of record"}}, ExceptOffers: []program.Named{{Slug: "trial", Name: "trials"}},
	}
	all["every figure"] = r
	r = base()
	r.People = &program.PeopleRule{
		Groups: []program.PeopleGroup{
			{Name: "architects", N: 2, Hold: program.Formula{Op: program.All, Of: []program.Formula{{Code: codes[0].Code}, {Op: program.Any, Of: []program.Formula{{Code: codes[1].Code}, {Code: codes[2].Code}}}}}},
			{N: 3, Hold: program.Formula{Code: codes[3].Code}}, {N: 1, Hold: program.Formula{Code: codes[4].Code}},
		},
		Distinct: true, Total: 5, Each: []string{codes[0].Code},
		Overlaps: []program.Overlap{{Group: 0, With: 1, Rule: program.Shared}, {Group: 2, With: 0, Rule: program.Subset}, {Group: 1, With: 2, Rule: program.Unspecified}},
	}
	r.Relaxed = &program.Relaxation{From: day, Held: held, Instead: program.Requirement{References: &program.ReferencesRule{N: 1, Scenario: "old", ScenarioInWords: "a move"}}}
	all["people, easier for some"] = r
	r = base()
	r.AtLocation = false
	r.Review = &program.ReviewRule{
		Modules: []program.ReviewModule{{Slug: "core", Name: "Core"}, {Slug: "id", Name: "Identity"}}, ValidMonths: 24, BookedLast: true,
		Credits:    []program.ModuleCredit{{Module: "id", Since: day}, {Module: "core", Held: &held}},
		Checklists: []program.Checklist{{Version: "2.2", Until: day}, {Version: "2.3", From: day, Until: day + 9}, {Version: "3"}},
	}
	all["review"] = r
	r = base()
	r.AtLocation = false
	r.Scorecard = &program.ScorecardRule{Pass: 60, Indicators: []program.Indicator{
		{ID: "a", Name: "growth", Points: 40, Linear: true, Minimum: 5, KeptMonths: 12, Rule: program.Requirement{CaseStudies: &program.CaseStudiesRule{N: 2, Reachable: true, Scenario: "s"}}},
		{ID: "b", Name: "people", Points: 60, Rule: program.Requirement{People: &program.PeopleRule{Groups: []program.PeopleGroup{{N: 1, Hold: program.Formula{Code: codes[0].Code}}}}}},
	}}
	all["scorecard"] = r
	return all
}
