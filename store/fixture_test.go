package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partnerdirectory/program"
)

// today is the day on which the tests play.
const today = program.Day(20780) // 2026-11-23

// ids returns a source of label ids that is the same in every run.
func ids() func() string {
	var n atomic.Int64
	return func() string { return fmt.Sprintf("LABEL%07d", n.Add(1)) }
}

func openAt(tb testing.TB, path string) *Store {
	tb.Helper()
	s, err := Open(tb.Context(), path, Options{
		NewID: ids(), Now: func() time.Time { return today.Time().Add(9 * time.Hour) }, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// fresh is the file of a new store with the test programme in it: making it once is quicker than migrating for each test.
var fresh = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "store")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "fresh.db")
	s, err := Open(context.Background(), path, Options{NewID: ids(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.SaveProgramme(context.Background(), testProgramme()), s.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// open returns a new store with the test programme in it.
func open(tb testing.TB) *Store {
	tb.Helper()
	file, err := fresh()
	if err != nil {
		tb.Fatal(err)
	}
	path := filepath.Join(tb.TempDir(), "directory.db")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		tb.Fatal(err)
	}
	return openAt(tb, path)
}

func leaf(id string, r program.Requirement) program.Node {
	r.Title, r.VerifiedBy, r.Mode = id, program.ByVendor, program.Automatic
	if r.Tested == "" {
		r.Tested = program.AtRenewal
	}
	if r.OnLapse == "" {
		r.OnLapse = program.EndsTerm
	}
	return program.Node{ID: id, Op: program.Leaf, Requirement: &r}
}

// testProgramme has two specializations: kubernetes asks for one thing of every kind, analytics for a competency only.
func testProgramme() *program.Programme {
	gold := func(id, competency string, lapse program.Lapse) program.Node {
		return leaf(id, program.Requirement{
			Tested: program.Continuously, OnLapse: lapse,
			Competency: &program.CompetencyRule{Competencies: []string{competency}, Match: program.Any, Level: program.Gold},
		})
	}
	p := &program.Programme{
		Name: "Test Directory", Vendor: "Vendor",
		Competencies: []program.Competency{
			{Slug: "cloud", Name: "Cloud platform", Area: program.Infrastructure, Levels: []program.Level{program.Silver, program.Gold}},
			{Slug: "data", Name: "Data platform", Area: program.DataAI, Levels: []program.Level{program.Silver, program.Gold}},
		},
		Specializations: []program.Specialization{
			{Slug: "kubernetes", Name: "Kubernetes", Area: program.Infrastructure, AlignedTo: []string{"cloud"}, Glyph: "kubernetes", Synonyms: []string{"k8s"}},
			{Slug: "analytics", Name: "Analytics", Area: program.DataAI, AlignedTo: []string{"data"}, Glyph: "analytics"},
		},
		Certifications: []program.Certification{
			{Code: "K-1", Title: "Kubernetes engineer", Issuer: "Vendor", Type: "exam", Also: &program.Formula{Code: "K-2"}},
			{Code: "K-2", Title: "Kubernetes architect", Issuer: "Vendor", Type: "exam", InReview: true},
		},
		Metrics:    []program.Metric{{Slug: "containers", Name: "consumption of containers", Unit: program.USD}},
		Industries: []program.Term{{Slug: "retail", Name: "Retail"}, {Slug: "health", Name: "Health"}},
		Services:   []program.Term{{Slug: "migration", Name: "Migration"}},
		Products:   []program.Term{{Slug: "containers", Name: "Containers"}},
		Sizes:      []program.Term{{Slug: "small", Name: "Up to 50"}},
		Languages:  []program.Term{{Slug: "en", Name: "English"}, {Slug: "fr", Name: "French"}},
		Synonyms:   [][]string{{"kubernetes", "k8s"}},
		Settings:   program.DefaultSettings(),
	}
	p.Sets = []program.Set{
		{Specialization: "kubernetes", Version: 1, Published: today - 900, EffectiveFrom: today - 900, Root: program.Node{
			ID: "root", Op: program.All, Children: []program.Node{
				gold("gold", "cloud", program.EndsAtOnce),
				leaf("performance", program.Requirement{Performance: &program.PerformanceRule{Metric: "containers", Threshold: 1000, Months: 3, MinCustomers: 2}}),
				leaf("people", program.Requirement{People: &program.PeopleRule{Groups: []program.PeopleGroup{{Name: "engineers", N: 2, Hold: program.Formula{Code: "K-1"}}}}}),
				leaf("references", program.Requirement{References: &program.ReferencesRule{N: 1}}),
				leaf("cases", program.Requirement{CaseStudies: &program.CaseStudiesRule{N: 1}}),
				leaf("review", program.Requirement{Review: &program.ReviewRule{Modules: []program.ReviewModule{{Slug: "core", Name: "Core"}}, ValidMonths: 24}}),
			},
		}},
		{Specialization: "analytics", Version: 1, Published: today - 900, EffectiveFrom: today - 900, Root: program.Node{
			ID: "root", Op: program.All, Children: []program.Node{gold("gold", "data", program.EndsAtOnce)},
		}},
	}
	return p
}

// accepted is a decision of the vendor on a day.
func accepted(on program.Day) program.Verification {
	return program.Verification{By: program.ByVendor, Mode: program.Automatic, Decision: program.Accepted, Submitted: on, Decided: on}
}

func attained(competency string, level program.Level, from, until program.Day) program.Attainment {
	return program.Attainment{Competency: competency, Level: level, From: from, Until: until, Verification: accepted(from)}
}

// plain returns a partner without facts.
func plain(i int) *program.Dossier {
	slug := "partner-" + strconv.Itoa(i)
	return &program.Dossier{Partner: program.Partner{
		Slug: slug, Name: "Partner " + strconv.Itoa(i), Summary: "We move shops to containers.",
		Description: "A first paragraph.\n\nA second one, with an é and a “quote”.", Website: "https://" + slug + ".example",
		Email: "hello@" + slug + ".example", Founded: 1999, Staff: 12,
		Locations: []program.Location{
			{Place: 2996944, City: "Lyon", Country: "FR", Lat: 45.74846, Lon: 4.84671, Street: "1 rue de la Paix", Postcode: "69001", Headquarters: true},
			{Place: 2988507, City: "Paris", Country: "FR", Lat: 48.85341, Lon: 2.3488},
		},
		Industries: []string{"retail", "health"}, Services: []string{"migration"}, Products: []string{"containers"},
		Sizes: []string{"small"}, Languages: []string{"en", "fr"}, Joined: today - 1000, Confirmed: today - 10,
	}}
}

// complete returns a partner that meets all of kubernetes from 60 days ago.
func complete(i int) *program.Dossier {
	d := plain(i)
	day := today - 60
	d.Facts = program.Facts{
		Attainments: []program.Attainment{attained("cloud", program.Gold, day, day.AddMonths(24))},
		Holdings: []program.Holding{
			{Person: 1, Name: "Ada", Code: "K-1", Earned: day, Joined: day, Verification: accepted(day)},
			{Person: 2, Name: "Grace", Code: "K-1", Earned: day, Joined: day, Verification: accepted(day)},
		},
		References: []program.Reference{{Customer: "Shop", Scenario: "migration", Finished: day - 10, Verification: accepted(day)}},
		Reviews:    []program.Review{{Specialization: "kubernetes", Firm: "Auditors", Modules: []string{"core"}, Passed: true, Held: day, Verification: accepted(day)}},
	}
	for m := 1; m <= 14; m++ {
		month := today.AddMonths(-m).MonthStart()
		for c := range 3 {
			d.Facts.Metrics = append(d.Facts.Metrics, program.MetricValue{
				Metric: "containers", Month: month, Customer: "Customer " + strconv.Itoa(c), Value: 500, Recorded: month.AddMonths(1) + 2,
			})
		}
	}
	d.CaseStudies = []program.CaseStudy{caseStudy("story-"+strconv.Itoa(i), day)}
	return d
}

func caseStudy(slug string, day program.Day) program.CaseStudy {
	return program.CaseStudy{
		Slug: slug, Title: "Faster tills", Customer: "A Nordic retailer", Anonymous: true, Industry: "retail", Country: "SE", Place: "Malmö",
		Specializations: []string{"kubernetes"}, Products: []string{"containers"}, Challenge: "Slow tills.", Approach: "Containers.",
		Outcome: "Fast tills.", Quote: "Good.", QuoteBy: "CTO", Figures: []program.Figure{{Value: "41 %", Label: "lower cost"}},
		Published: day, Verification: accepted(day),
	}
}

// crowd is as many partners as asked for, shaped like a real directory: most with a competency or two, one in seven
// with evidence, one in ten with all of it.
func crowd(n int) iter.Seq2[*program.Dossier, error] {
	return func(yield func(*program.Dossier, error) bool) {
		for i := range n {
			r := rand.New(rand.NewPCG(1, uint64(i)))
			d := plain(i)
			if i%7 == 0 {
				d = complete(i)
				if i%21 == 0 {
					d.Facts.Reviews = nil
				}
			} else if r.IntN(3) > 0 {
				day := today - program.Day(r.IntN(700))
				d.Facts.Attainments = []program.Attainment{attained("cloud", program.Silver, day, day.AddMonths(12))}
			}
			if !yield(d, nil) {
				return
			}
		}
	}
}

func list(dossiers ...*program.Dossier) iter.Seq2[*program.Dossier, error] {
	return func(yield func(*program.Dossier, error) bool) {
		for _, d := range dossiers {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func load(tb testing.TB, s *Store, dossiers ...*program.Dossier) {
	tb.Helper()
	if err := s.Import(context.WithoutCancel(tb.Context()), list(dossiers...), today, nil); err != nil {
		tb.Fatal(err)
	}
}

func profile(tb testing.TB, s *Store, slug string, at program.Day) Profile {
	tb.Helper()
	p, err := s.Profile(tb.Context(), slug, at)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}
