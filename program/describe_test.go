package program

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSentences(t *testing.T) {
	t.Parallel()
	code := func(c string) Formula { return Formula{Code: c} }
	of := func(op Op, f ...Formula) Formula { return Formula{Op: op, Of: f} }
	people := func(distinct bool, g ...PeopleGroup) Requirement {
		return Requirement{People: &PeopleRule{Groups: g, Distinct: distinct}}
	}
	competency := func(match Op, level Level, slugs ...string) Requirement {
		return Requirement{Competency: &CompetencyRule{Competencies: slugs, Match: match, Level: level}}
	}
	tests := []struct {
		r    Requirement
		want string
	}{
		{competency(Any, Gold, "cloud"), "Gold in Cloud platform, active."},
		{competency(Any, Gold, "cloud", "ops"), "Gold in Cloud platform or DevOps, active."},
		{competency(All, Gold, "cloud", "ops"), "Gold in both Cloud platform and DevOps, active."},
		{competency(All, Silver, "cloud", "ops", "apps"), "Silver or gold in each of Cloud platform, DevOps and Applications, active."},
		{
			Requirement{Performance: &PerformanceRule{Metric: "m-linux", Threshold: 15000, Months: 3, MinCustomers: 3}},
			"At least US$15\u202f000 of Linux virtual machine consumption over the last 3 complete months, from at least 3 customers.",
		},
		{
			Requirement{Performance: &PerformanceRule{Metric: "m-users", Threshold: 1000, Months: 1, MinCustomers: 1}},
			"At least 1\u202f000 active users of meeting rooms in the last complete month, from at least 1 customer.",
		},
		{
			Requirement{Performance: &PerformanceRule{Metric: "m-sap", Threshold: 2500.5, Months: 12}},
			"At least US$2\u202f500.50 in consumption of virtual machines for SAP over the last 12 complete months.",
		},
		{
			Requirement{Performance: &PerformanceRule{Metric: "m-phones", Threshold: 52, Months: 12}},
			"At least 52 meeting room phones brought into service over the last 12 complete months.",
		},
		{
			Requirement{Performance: &PerformanceRule{Metric: "m-growth", Threshold: 1000, Months: 12}},
			"Growth of at least 1\u202f000 monthly active users of calling over the last 12 complete months.",
		},
		{
			Requirement{Performance: &PerformanceRule{Metric: "m-users", Threshold: 1000, Months: 1, Aggregate: Snapshot, Growth: GrowthBy}},
			"Growth of at least 1\u202f000 active users of meeting rooms in the last complete month, compared with the same month of the year before.",
		},
		{
			Requirement{
				Performance: &PerformanceRule{Metric: "m-phones", Threshold: 52, Months: 12, MinCustomers: 3, ExceptOffers: []Named{{"trial", "trials"}}},
				Relaxed: &Relaxation{
					From: Date(2022, 7, 1), Held: RecognitionRule{Memberships: []Named{{"x", "the Expert programme"}}, Match: Any},
					Instead: Requirement{Performance: &PerformanceRule{
						Metric: "m-phones", Threshold: 52, Months: 12, MinCustomers: 1, ExceptOffers: []Named{{"trial", "trials"}},
					}},
				},
			},
			"At least 52 meeting room phones brought into service over the last 12 complete months, from at least 3 customers. Leaves out trials. " +
				"From 1 Jul 2022, one customer is enough where you hold membership of the Expert programme.",
		},
		{
			Requirement{Performance: &PerformanceRule{Metric: "m-more", Threshold: 1000, Months: 12}},
			"Growth of at least US$1\u202f000 in consumption of analytics over the last 12 complete months.",
		},
		{
			people(true, PeopleGroup{N: 1, Hold: of(All, code("T-ONE"), code("T-TWO"))}, PeopleGroup{N: 1, Hold: code("T-ONE")}),
			"1 person who has completed the Selling the Cloud course, and also the Cloud Networking Course, and 1 other person who has completed the Selling the Cloud course.",
		},
		{people(false, PeopleGroup{N: 1, Hold: code("C-ONE")}), "1 person who holds the Cloud Architect certification."},
		{
			people(true, PeopleGroup{N: 2, Hold: code("C-ONE")}, PeopleGroup{N: 3, Hold: of(Any, code("C-TWO"), code("C-OLD"))}),
			"2 people who each hold the Cloud Architect certification, and 3 other people who each hold the Platform Engineer or Server Administrator certification.",
		},
		{
			people(false, PeopleGroup{N: 2, Hold: code("E-ONE")}, PeopleGroup{N: 1, Hold: of(All, code("C-TWO"), code("C-OLD"))}),
			"2 people who have each passed the Container Basics exam, and 1 person who holds the Platform Engineer and Server Administrator certifications; one person can count for several of these.",
		},
		{
			people(false, PeopleGroup{N: 4, Hold: of(All, code("E-ONE"), of(Any, code("C-ONE"), code("C-TWO")))}),
			"4 people who each have the Container Basics exam, and also the Cloud Architect or Platform Engineer certification.",
		},
		{
			people(false, PeopleGroup{N: 1, Hold: of(Any, code("C-OLD"), of(All, code("C-ONE"), code("C-TWO")))}),
			"1 person who holds either the Server Administrator certification, or the Cloud Architect and Platform Engineer certifications.",
		},
		{
			people(false, PeopleGroup{N: 2, Hold: of(All, of(Any, code("C-ONE"), code("E-ONE")), code("C-TWO"))}),
			"2 people who each have the Platform Engineer certification, and also either the Cloud Architect certification, or the Container Basics exam.",
		},
		{
			people(false, PeopleGroup{N: 2, Hold: of(Any, of(All, code("T-TWO"), code("C-TWO")), code("C-ONE"))}),
			"2 people who each have either the Cloud Architect certification, or the Cloud Networking Course together with the Platform Engineer certification.",
		},
		{
			people(false, PeopleGroup{N: 2, Hold: of(Any, code("C-ONE"), code("C-COMMA"), code("C-TWO"))}),
			"2 people who each hold the Cloud Architect; Cluster Operator, level 2; or Platform Engineer certification.",
		},
		{Requirement{References: &ReferencesRule{N: 1}}, "A confirmed customer reference."},
		{
			Requirement{References: &ReferencesRule{N: 3, Scenario: "x", ScenarioInWords: "a migration of at least 50 servers", MaxAgeMonths: 24}},
			"3 confirmed references from different customers, each for a migration of at least 50 servers, finished in the last 24 months.",
		},
		{Requirement{CaseStudies: &CaseStudiesRule{N: 1, MaxAgeMonths: 1}}, "A public case study for this specialization, published in the last month."},
		{Requirement{CaseStudies: &CaseStudiesRule{N: 2}}, "2 public case studies for this specialization."},
		{
			Requirement{VerifiedBy: ByThirdParty, Review: &ReviewRule{ValidMonths: 24, Modules: []ReviewModule{{"a", "Foundation"}, {"b", "Workload"}}}},
			"An architecture review by an independent auditor, passed in Foundation and in Workload in the last 24 months.",
		},
	}
	for _, tt := range tests {
		if got := sampleProgramme().Describe(Node{Op: Leaf, Requirement: &tt.r}).Text; got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

func TestHow(t *testing.T) {
	t.Parallel()
	figures := &PerformanceRule{Metric: "m-linux", Threshold: 1, Months: 3}
	for _, tt := range []struct {
		r    Requirement
		want string
	}{
		{
			Requirement{Performance: figures, VerifiedBy: ByVendor, Mode: Automatic, Tested: Continuously, OnLapse: EndsGrace},
			"Verified by the vendor from its own figures, automatically. Tested all the time; if it is no longer met, the label ends after 30 days.",
		},
		{
			Requirement{CaseStudies: &CaseStudiesRule{N: 1}, VerifiedBy: ByVendor, Mode: Manual, Tested: AtRenewal},
			"Verified by the vendor, by hand. Tested at every renewal.",
		},
		{
			Requirement{Review: &ReviewRule{}, VerifiedBy: ByThirdParty, Mode: Manual, Tested: SecondRenewal},
			"Verified by an independent auditor, by hand. Tested at every second renewal.",
		},
		{
			Requirement{People: &PeopleRule{}, VerifiedBy: ByVendor, Mode: Automatic, Tested: Continuously, OnLapse: EndsGrace, GraceDays: 1},
			"Verified by the vendor, automatically. Tested all the time; if it is no longer met, the label ends after 1 day.",
		},
		{
			Requirement{People: &PeopleRule{}, VerifiedBy: ByVendor, Mode: Automatic, Tested: Continuously, OnLapse: EndsAtOnce},
			"Verified by the vendor, automatically. Tested all the time; if it is no longer met, the label ends at once.",
		},
		{
			Requirement{People: &PeopleRule{}, VerifiedBy: ByVendor, Mode: Automatic, Tested: Continuously, OnLapse: EndsTerm},
			"Verified by the vendor, automatically. Tested all the time; if it is no longer met, the label stays until the end of its term.",
		},
	} {
		tt.r.Guidance = "Ask your manager."
		got := sampleProgramme().Describe(Node{Op: Leaf, Requirement: &tt.r})
		if got.How != tt.want || got.Guidance != tt.r.Guidance {
			t.Errorf("got  %s\nwant %s", got.How, tt.want)
		}
	}
}

func TestConnectives(t *testing.T) {
	t.Parallel()
	leaf := leafOf(Requirement{References: &ReferencesRule{N: 1}})
	for want, n := range map[string]Node{
		"All of these":        {Op: All, Children: []Node{leaf, leaf, leaf}},
		"Any one of these":    {Op: Any, Children: []Node{leaf, leaf}},
		"At least 2 of these": {Op: AtLeast, K: 2, Children: []Node{leaf, leaf, leaf}},
	} {
		s := sampleProgramme().Describe(n)
		if s.Text != want || len(s.Children) != len(n.Children) || s.Children[1].Text != "A confirmed customer reference." {
			t.Errorf("got %+v, want %q", s, want)
		}
	}
}

// TestSentencesArePlain: no generated requirement has an empty sentence, an identifier or a bracket.
func TestSentencesArePlain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory(rapid.Uint64().Draw(t, "seed"))
		var check func(s Sentence)
		check = func(s Sentence) {
			if s.Text == "" || s.Node.Op == Leaf && (s.How == "" || !strings.HasSuffix(s.Text, ".")) {
				t.Fatalf("%+v", s)
			}
			checkProse(t, s.Text)
			checkProse(t, s.How)
			for _, c := range s.Children {
				check(c)
			}
		}
		for _, set := range h.programme.Sets {
			check(h.programme.Describe(set.Root))
		}
	})
}

func TestQuantities(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		v    float64
		u    Unit
		want string
	}{
		{9400, USD, "US$9\u202f400"},
		{0, USD, "US$0"},
		{1234567.5, USD, "US$1\u202f234\u202f567.50"},
		{-1000, USD, "-US$1\u202f000"},
		{999.999, USD, "US$1\u202f000"},
		{1, Customers, "1 customer"},
		{3, Customers, "3 customers"},
		{1, People, "1 person"},
		{0, People, "0 people"},
		{2, CaseStudies, "2 case studies"},
		{12, "", "12"},
	} {
		if got := FormatQuantity(tt.v, tt.u); got != tt.want {
			t.Errorf("%v %s = %q, want %q", tt.v, tt.u, got, tt.want)
		}
	}
	for _, u := range []Unit{Users, Deployments, Devices, Customers, People, References, CaseStudies, Modules, Competencies, Conditions} {
		if u.Name(1) == "" || u.Name(2) == "" || u.Name(1) == u.Name(2) {
			t.Errorf("unit %q is called %q and %q", u, u.Name(1), u.Name(2))
		}
	}
}
