package program

import (
	"fmt"
	"syscall"
	"testing"
	"time"
)

// processor reports the time that processors spent on an operation, which other work on the machine does not lengthen.
func processor(b *testing.B) {
	spent := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	before := spent()
	b.Cleanup(func() {
		b.ReportMetric(float64((spent()-before).Microseconds())/float64(b.N), "cpu-µs/op")
	})
}

// typical is a partner near the middle of the directory's lively part: six requirements, three years of figures.
func typical() (*Programme, *Facts, Day) {
	p := sampleProgramme()
	at := Date(2026, 11, 23)
	for i := range 25 {
		p.Specializations = append(p.Specializations, Specialization{Slug: fmt.Sprint("other-", i), AlignedTo: []string{"apps"}})
	}
	for i := range 170 {
		p.Certifications = append(p.Certifications, Certification{Code: fmt.Sprint("X-", i), Title: "Other"})
	}
	req := func(tested Testing, set func(*Requirement)) Node {
		r := &Requirement{VerifiedBy: ByVendor, Mode: Automatic, Tested: tested, OnLapse: EndsGrace}
		set(r)
		return Node{ID: string(tested), Op: Leaf, Requirement: r}
	}
	for i := range p.Specializations {
		s := &p.Specializations[i]
		root := Node{ID: "root", Op: All, Children: []Node{
			req(Continuously, func(r *Requirement) {
				r.Competency = &CompetencyRule{Competencies: s.AlignedTo, Match: Any, Level: Gold}
			}),
			req(Continuously, func(r *Requirement) {
				r.Performance = &PerformanceRule{Metric: "m-linux", Threshold: 15000, Months: 3, MinCustomers: 3}
			}),
			req(Continuously, func(r *Requirement) {
				r.People = &PeopleRule{Distinct: true, Groups: []PeopleGroup{
					{N: 2, Hold: Formula{Code: "C-ONE"}},
					{N: 3, Hold: Formula{Op: Any, Of: []Formula{{Code: "C-TWO"}, {Code: "E-ONE"}, {Code: "X-160"}}}},
				}}
			}),
			req(AtRenewal, func(r *Requirement) { r.References = &ReferencesRule{N: 3, MaxAgeMonths: 24} }),
			req(AtRenewal, func(r *Requirement) { r.CaseStudies = &CaseStudiesRule{N: 1, MaxAgeMonths: 36} }),
			req(SecondRenewal, func(r *Requirement) {
				r.Review = &ReviewRule{ValidMonths: 24, Modules: []ReviewModule{{"a", "Foundation"}, {"b", "Workload"}}}
			}),
		}}
		p.Sets = append(p.Sets, Set{Specialization: s.Slug, Version: 1, EffectiveFrom: at - 1200, Root: root})
	}
	f := &Facts{}
	ok := func(d Day) Verification { return Verification{Decision: Accepted, Submitted: d, Decided: d} }
	for year := range 4 {
		from := (at - 1200).AddMonths(12 * year)
		for _, c := range []string{"cloud", "apps"} {
			level := Gold
			if c == "apps" {
				level = Silver
			}
			f.Attainments = append(f.Attainments, Attainment{
				ID: 1, Competency: c, Level: level, From: from, Until: from.AddMonths(12), Verification: ok(from),
			})
		}
	}
	for i := range 40 {
		earned := at - 1200 + Day(i*20)
		f.Holdings = append(f.Holdings, Holding{
			ID: 2, Person: int64(i / 3), Code: []string{"C-ONE", "C-TWO", "X-160", "X-9"}[i%4], Earned: earned, Joined: earned,
			Expires: earned.AddMonths(24), Verification: ok(earned),
		})
	}
	for m := range 36 {
		month := at.MonthStart().AddMonths(-36 + m)
		for c := range 5 {
			for _, metric := range []string{"m-linux", "m-users"} {
				f.Metrics = append(f.Metrics, MetricValue{
					ID: 3, Metric: metric, Month: month, Customer: fmt.Sprint("customer-", c), Value: 1500, Recorded: month.AddMonths(1),
				})
			}
		}
	}
	for i := range 8 {
		d := at - 1200 + Day(i*150)
		f.References = append(f.References, Reference{ID: 4, Customer: fmt.Sprint(i), Finished: d, Verification: ok(d)})
		f.Cases = append(f.Cases, CaseEvidence{ID: 5, Slug: fmt.Sprint(i), Specializations: []string{"alpha"}, Published: d, Verification: ok(d)})
		f.Reviews = append(f.Reviews, Review{ID: 6, Specialization: "alpha", Modules: []string{"a", "b"}, Passed: true, Held: d, Verification: ok(d)})
	}
	return p, f, at
}

func BenchmarkEvaluate(b *testing.B) {
	p, f, at := typical()
	processor(b)
	for b.Loop() {
		Evaluate(p, p.Sets[0], f, at)
	}
}

// BenchmarkAdvanceDay brings a partner from one day to the next, as the daily sweep does.
func BenchmarkAdvanceDay(b *testing.B) {
	p, f, at := typical()
	labels := Advance(p, f, nil, at-1200, at-1).Labels
	b.ReportMetric(float64(len(labels)), "labels")
	processor(b)
	for b.Loop() {
		Advance(p, f, labels, at, at)
	}
}

// BenchmarkAdvanceHistory replays more than three years, as filling a new directory does.
func BenchmarkAdvanceHistory(b *testing.B) {
	p, f, at := typical()
	processor(b)
	for b.Loop() {
		Advance(p, f, nil, at-1200, at)
	}
}

// BenchmarkAdvanceNewcomer replays the same years for a partner without attainments, as most are.
func BenchmarkAdvanceNewcomer(b *testing.B) {
	p, f, at := typical()
	f.Attainments, f.Cases, f.Reviews = nil, nil, nil
	processor(b)
	for b.Loop() {
		Advance(p, f, nil, at-1200, at)
	}
}

func BenchmarkDescribe(b *testing.B) {
	p, _, _ := typical()
	processor(b)
	for b.Loop() {
		p.Describe(p.Sets[0].Root)
	}
}
