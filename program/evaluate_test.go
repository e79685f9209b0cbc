package program

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var today = Date(2026, 11, 23)

func accepted(d Day) Verification {
	return Verification{Decision: Accepted, Submitted: d - 5, Decided: d}
}

func waiting(d Day) Verification { return Verification{Decision: Submitted, Submitted: d} }

func leafOf(r Requirement) Node {
	r.VerifiedBy, r.Mode, r.Tested, r.OnLapse = ByVendor, Automatic, Continuously, EndsGrace
	return Node{ID: "leaf", Op: Leaf, Requirement: &r}
}

func evaluateLeaf(r Requirement, f Facts) Finding {
	return Evaluate(sampleProgramme(), Set{Specialization: "alpha", Version: 1, Root: leafOf(r)}, &f, today).Root
}

// ruleTest is one row of the tables of rules: facts against one requirement.
type ruleTest struct {
	name   string
	facts  Facts
	state  State
	have   float64
	gap    float64
	until  Day
	next   string
	detail string
}

func runRules(t *testing.T, r Requirement, need float64, unit Unit, tests []ruleTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := evaluateLeaf(r, tt.facts)
			if got.State != tt.state || got.Have != tt.have || got.Gap != tt.gap || got.Need != need || got.Unit != unit {
				t.Errorf("got %s, have %v of %v, gap %v %s; want %s, have %v of %v, gap %v %s",
					got.State, got.Have, got.Need, got.Gap, got.Unit, tt.state, tt.have, need, tt.gap, unit)
			}
			if got.Until != tt.until {
				t.Errorf("until %q, want %q", got.Until, tt.until)
			}
			if got.Next != tt.next {
				t.Errorf("next %q, want %q", got.Next, tt.next)
			}
			if got.Detail != tt.detail {
				t.Errorf("detail %q, want %q", got.Detail, tt.detail)
			}
			if got.Formula == "" {
				t.Error("no formula")
			}
			if got.State == Met && (len(got.Evidence) == 0 || got.AsOf == 0) {
				t.Errorf("met by evidence %v as of %q", got.Evidence, got.AsOf)
			}
		})
	}
}

const waits = "You have nothing to do: what you handed in waits for a decision."

func TestCompetency(t *testing.T) {
	t.Parallel()
	attain := func(slug string, l Level, from, until Day, v Verification) Attainment {
		return Attainment{ID: 1, Competency: slug, Level: l, From: from, Until: until, Verification: v}
	}
	facts := func(a ...Attainment) Facts { return Facts{Attainments: a} }
	past, soon := today-100, today+40
	need := "You need gold in Cloud platform or DevOps."
	runRules(t, Requirement{Competency: &CompetencyRule{Competencies: []string{"cloud", "ops"}, Match: Any, Level: Gold}}, 1, Competencies, []ruleTest{
		{name: "gold in one", facts: facts(attain("ops", Gold, past, soon, accepted(past))), state: Met, have: 1, until: soon},
		{name: "open end", facts: facts(attain("ops", Gold, past, 0, accepted(past))), state: Met, have: 1},
		{
			name:  "renewal already decided",
			facts: facts(attain("ops", Gold, past, soon, accepted(past)), attain("ops", Gold, soon, soon+365, accepted(past))),
			state: Met, have: 1, until: soon + 365,
		},
		{
			name:  "the longer of two",
			facts: facts(attain("ops", Gold, past, soon, accepted(past)), attain("cloud", Gold, past, soon+9, accepted(past))),
			state: Met, have: 2, until: soon + 9,
		},
		{name: "none", state: NotMet, gap: 1, next: need},
		{
			name: "only silver", facts: facts(attain("cloud", Silver, past, soon, accepted(past))),
			state: NotMet, gap: 1, next: need, detail: "silver in Cloud platform",
		},
		{name: "another competency", facts: facts(attain("apps", Gold, past, soon, accepted(past))), state: NotMet, gap: 1, next: need},
		{name: "ends today", facts: facts(attain("ops", Gold, past, today, accepted(past))), state: NotMet, gap: 1, next: need},
		{name: "begins tomorrow", facts: facts(attain("ops", Gold, today+1, 0, accepted(past))), state: NotMet, gap: 1, next: need},
		{name: "decided tomorrow", facts: facts(attain("ops", Gold, past, soon, Verification{Decision: Accepted, Submitted: today, Decided: today + 1})), state: Awaiting, gap: 1, next: waits},
		{name: "handed in", facts: facts(attain("ops", Gold, past, soon, waiting(past))), state: Awaiting, gap: 1, next: waits},
		{name: "rejected", facts: facts(attain("ops", Gold, past, soon, Verification{Decision: Rejected, Submitted: past, Decided: past})), state: NotMet, gap: 1, next: need},
	})
	runRules(t, Requirement{Competency: &CompetencyRule{Competencies: []string{"cloud", "ops"}, Match: All, Level: Silver}}, 2, Competencies, []ruleTest{
		{
			name:  "gold counts as silver",
			facts: facts(attain("ops", Gold, past, soon, accepted(past)), attain("cloud", Silver, past, soon+9, accepted(past))),
			state: Met, have: 2, until: soon,
		},
		{
			name: "one of both", facts: facts(attain("ops", Gold, past, soon, accepted(past))),
			state: NotMet, have: 1, gap: 1, next: "You need silver or gold in both Cloud platform and DevOps.",
		},
	})
}

func TestPerformance(t *testing.T) {
	t.Parallel()
	value := func(month Day, customer string, v float64) MetricValue {
		return MetricValue{ID: 1, Metric: "m-linux", Month: month, Customer: customer, Value: v, Recorded: month.AddMonths(1)}
	}
	aug, sep, oct, nov := Date(2026, 8, 1), Date(2026, 9, 1), Date(2026, 10, 1), Date(2026, 11, 1)
	early := value(nov, "a", 9000)
	early.Recorded = today - 1
	facts := func(m ...MetricValue) Facts { return Facts{Metrics: m} }
	corrected := value(oct, "a", 100)
	corrected.Recorded += 3
	tomorrow := value(oct, "c", 5000)
	tomorrow.Recorded = today + 1
	runRules(t, Requirement{Performance: &PerformanceRule{Metric: "m-linux", Threshold: 15000, Months: 3, MinCustomers: 2}}, 15000, USD, []ruleTest{
		{name: "enough", facts: facts(value(aug, "a", 8000), value(oct, "b", 7000)), state: Met, have: 15000, detail: "from 2 of 2 customers"},
		{
			name: "more customers than asked for", facts: facts(value(aug, "a", 8000), value(oct, "b", 7000), value(oct, "c", 1)), state: Met, have: 15001,
			detail: "from 3 customers, 2 asked for",
		},
		{
			name: "short", facts: facts(value(aug, "a", 4000), value(oct, "b", 5400)), state: NotMet, have: 9400, gap: 5600,
			next: "You need US$5\u202f600 more of Linux virtual machine consumption.", detail: "from 2 of 2 customers",
		},
		{
			name: "one customer", facts: facts(value(aug, "a", 8000), value(oct, "a", 7000), value(oct, "b", 0)), state: NotMet, have: 15000,
			next: "You need one more customer that contributes.", detail: "from 1 of 2 customers",
		},
		{
			name: "this month and the fourth last do not count", facts: facts(value(Date(2026, 7, 1), "b", 9000), value(sep, "a", 1000), value(oct, "a", 1000), early), state: NotMet, have: 2000, gap: 13000,
			next: "You need US$13\u202f000 more of Linux virtual machine consumption and one more customer that contributes.", detail: "from 1 of 2 customers",
		},
		{
			name: "a correction supersedes", facts: facts(value(oct, "a", 14999), corrected, value(oct, "b", 1)), state: NotMet, have: 101, gap: 14899,
			next: "You need US$14\u202f899 more of Linux virtual machine consumption.", detail: "from 2 of 2 customers",
		},
		{
			name: "known tomorrow", facts: facts(value(oct, "a", 10000), tomorrow), state: NotMet, have: 10000, gap: 5000,
			next: "You need US$5\u202f000 more of Linux virtual machine consumption and one more customer that contributes.", detail: "from 1 of 2 customers",
		},
		{
			name: "last month has not arrived", facts: facts(value(Date(2026, 7, 1), "a", 8000), value(sep, "b", 8000)), state: Met, have: 16000,
			detail: "from 2 of 2 customers",
		},
		{
			name: "no figures", state: Unknown, gap: 15000, detail: "no figures yet",
			next: "No figures of yours are known yet. You need customers that are linked to you; their figures follow month by month.",
		},
		{
			name: "stale", facts: facts(value(Date(2026, 7, 1), "a", 20000), value(aug, "b", 20000)), state: Unknown, have: 40000,
			next:   "The newest figures are of 31 Aug 2026, which is too old to decide. You have nothing to do until newer ones arrive.",
			detail: "from 2 of 2 customers",
		},
	})
}

func TestPeople(t *testing.T) {
	t.Parallel()
	past, soon := today-100, today+40
	hold := func(person int64, code string, expires Day) Holding {
		return Holding{ID: EvidenceID(person), Person: person, Code: code, Earned: past, Joined: past, Expires: expires, Verification: accepted(past)}
	}
	facts := func(h ...Holding) Facts { return Facts{Holdings: h} }
	left, waits2, late, joins := hold(3, "C-ONE", 0), hold(3, "C-ONE", 0), hold(3, "C-ONE", 0), hold(3, "C-ONE", 0)
	left.Left = today
	waits2.Verification = waiting(past)
	late.Earned = today + 1
	joins.Joined = today + 1
	one := PeopleGroup{N: 2, Hold: Formula{Code: "C-ONE"}}
	needOne := "You need one more person who holds the Cloud Architect certification."
	runRules(t, Requirement{People: &PeopleRule{Groups: []PeopleGroup{one}}}, 2, People, []ruleTest{
		{name: "three", facts: facts(hold(1, "C-ONE", soon), hold(2, "C-ONE", soon+5), hold(3, "C-ONE", 0)), state: Met, have: 3, until: soon + 5},
		{name: "two certificates of one person", facts: facts(hold(1, "C-ONE", soon), hold(1, "C-ONE", 0)), state: NotMet, have: 1, gap: 1, next: needOne},
		{name: "one left", facts: facts(hold(1, "C-ONE", soon), left), state: NotMet, have: 1, gap: 1, next: needOne},
		{name: "earned tomorrow", facts: facts(hold(1, "C-ONE", soon), late), state: NotMet, have: 1, gap: 1, next: needOne},
		{name: "joins tomorrow", facts: facts(hold(1, "C-ONE", soon), joins), state: NotMet, have: 1, gap: 1, next: needOne},
		{name: "expires today", facts: facts(hold(1, "C-ONE", soon), hold(2, "C-ONE", today)), state: NotMet, have: 1, gap: 1, next: needOne},
		{name: "one waits", facts: facts(hold(1, "C-ONE", soon), waits2), state: Awaiting, have: 1, gap: 1, next: waits},
	})
	two := &PeopleRule{Distinct: true, Groups: []PeopleGroup{
		{N: 1, Hold: Formula{Op: Any, Of: []Formula{{Code: "C-ONE"}, {Code: "C-TWO"}}}},
		{N: 1, Hold: Formula{Code: "C-ONE"}},
	}}
	runRules(t, Requirement{People: two}, 2, People, []ruleTest{
		{name: "the flexible person makes room", facts: facts(hold(1, "C-ONE", soon), hold(2, "C-TWO", 0)), state: Met, have: 2, until: soon},
		{
			name: "nobody counts twice", facts: facts(hold(1, "C-ONE", 0), hold(1, "C-TWO", 0)), state: NotMet, have: 1, gap: 1,
			next: needOne, detail: "1 of 1 in the first group and 0 of 1 in the second group",
		},
	})
	shared := *two
	shared.Distinct = false
	runRules(t, Requirement{People: &shared}, 2, People, []ruleTest{
		{name: "one person in both", facts: facts(hold(1, "C-ONE", soon)), state: Met, have: 2, until: soon},
	})
	both := &PeopleRule{Groups: []PeopleGroup{{N: 1, Hold: Formula{Op: All, Of: []Formula{{Code: "C-ONE"}, {Code: "E-ONE"}}}}}}
	runRules(t, Requirement{People: both}, 1, People, []ruleTest{
		{name: "both held by one", facts: facts(hold(1, "C-ONE", soon), hold(1, "E-ONE", 0)), state: Met, have: 1, until: soon},
		{
			name: "held by two", facts: facts(hold(1, "C-ONE", soon), hold(2, "E-ONE", 0)), state: NotMet, gap: 1,
			next: "You need one more person who has the Cloud Architect certification, and also the Container Basics exam.",
		},
	})
}

func TestRetiredCertification(t *testing.T) {
	t.Parallel()
	p := sampleProgramme()
	p.Certifications[2].Retired, p.Certifications[2].AcceptedUntil = today-50, today+10
	set := Set{Specialization: "alpha", Version: 1, Root: leafOf(Requirement{People: &PeopleRule{
		Groups: []PeopleGroup{{N: 1, Hold: Formula{Code: "C-OLD"}}},
	}})}
	earned := func(d Day) *Facts {
		return &Facts{Holdings: []Holding{{ID: 1, Person: 1, Code: "C-OLD", Earned: d, Joined: d, Verification: accepted(d)}}}
	}
	for _, tt := range []struct {
		name   string
		earned Day
		at     Day
		want   State
	}{
		{"before retirement", today - 51, today, Met},
		{"on the last accepted day", today - 51, today + 10, Met},
		{"a day later", today - 51, today + 11, NotMet},
		{"earned after retirement", today - 50, today, NotMet},
	} {
		if got := Evaluate(p, set, earned(tt.earned), tt.at).Root; got.State != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got.State, tt.want)
		} else if got.State == Met && got.Until != today+11 {
			t.Errorf("%s: until %s", tt.name, got.Until)
		}
	}
}

func TestReferences(t *testing.T) {
	t.Parallel()
	ref := func(id EvidenceID, customer, scenario string, finished Day, v Verification) Reference {
		return Reference{ID: id, Customer: customer, Scenario: scenario, Finished: finished, Verification: v}
	}
	facts := func(r ...Reference) Facts { return Facts{References: r} }
	past := today - 100
	good := ref(1, "a", "move", past, accepted(past))
	runRules(t, Requirement{References: &ReferencesRule{N: 2, Scenario: "move", MaxAgeMonths: 12}}, 2, References, []ruleTest{
		{name: "two customers", facts: facts(good, ref(2, "b", "move", past-10, accepted(past))), state: Met, have: 2, until: (past - 10).AddMonths(12)},
		{name: "one customer twice", facts: facts(good, ref(2, "a", "move", past-10, accepted(past))), state: NotMet, have: 1, gap: 1, next: "You need one more reference."},
		{name: "another scenario", facts: facts(good, ref(2, "b", "build", past, accepted(past))), state: NotMet, have: 1, gap: 1, next: "You need one more reference."},
		{name: "too old", facts: facts(ref(2, "b", "move", today.AddMonths(-12), accepted(past))), state: NotMet, gap: 2, next: "You need two more references."},
		{name: "one waits", facts: facts(good, ref(2, "b", "move", past, waiting(past))), state: Awaiting, have: 1, gap: 1, next: waits},
		{name: "waiting for the same customer", facts: facts(good, ref(2, "a", "move", past, waiting(past))), state: NotMet, have: 1, gap: 1, next: "You need one more reference."},
	})
}

func TestCaseStudies(t *testing.T) {
	t.Parallel()
	past := today - 100
	story := func(slug, specialization string, v Verification) CaseEvidence {
		return CaseEvidence{ID: 1, Slug: slug, Specializations: []string{specialization}, Published: past, Verification: v}
	}
	facts := func(c ...CaseEvidence) Facts { return Facts{Cases: c} }
	next := "You need one more published case study."
	runRules(t, Requirement{CaseStudies: &CaseStudiesRule{N: 1, MaxAgeMonths: 24}}, 1, CaseStudies, []ruleTest{
		{name: "one", facts: facts(story("x", "alpha", accepted(past))), state: Met, have: 1, until: past.AddMonths(24)},
		{name: "for another specialization", facts: facts(story("x", "beta", accepted(past))), state: NotMet, gap: 1, next: next},
		{name: "waits", facts: facts(story("x", "alpha", waiting(past))), state: Awaiting, gap: 1, next: waits},
		{name: "none", state: NotMet, gap: 1, next: next},
	})
}

func TestReview(t *testing.T) {
	t.Parallel()
	past := today - 100
	review := func(passed bool, held Day, v Verification, modules ...string) Review {
		return Review{ID: 1, Specialization: "alpha", Modules: modules, Passed: passed, Held: held, Verification: v}
	}
	facts := func(r ...Review) Facts { return Facts{Reviews: r} }
	rule := &ReviewRule{ValidMonths: 24, Modules: []ReviewModule{{"a", "Foundation"}, {"b", "Workload"}}}
	runRules(t, Requirement{Review: rule}, 2, Modules, []ruleTest{
		{name: "both at once", facts: facts(review(true, past, accepted(past), "a", "b")), state: Met, have: 2, until: past.AddMonths(24)},
		{
			name:  "in two reviews",
			facts: facts(review(true, past, accepted(past), "a"), review(true, past-30, accepted(past), "b")),
			state: Met, have: 2, until: (past - 30).AddMonths(24),
		},
		{name: "one module", facts: facts(review(true, past, accepted(past), "a")), state: NotMet, have: 1, gap: 1, next: "You need a passed review of Workload."},
		{name: "failed", facts: facts(review(false, past, accepted(past), "a", "b")), state: NotMet, gap: 2, next: "You need a passed review of Foundation and Workload."},
		{name: "run out", facts: facts(review(true, today.AddMonths(-24), accepted(past), "a", "b")), state: NotMet, gap: 2, next: "You need a passed review of Foundation and Workload."},
		{name: "waits", facts: facts(review(true, past, waiting(past), "a", "b")), state: Awaiting, gap: 2, next: waits},
	})
}

// TestGroups: a group is met, awaiting or unknown as its children allow.
func TestGroups(t *testing.T) {
	t.Parallel()
	past := today - 100
	child := map[State]Requirement{
		Met:      {Competency: &CompetencyRule{Competencies: []string{"cloud"}, Match: Any, Level: Gold}},
		Awaiting: {Competency: &CompetencyRule{Competencies: []string{"ops"}, Match: Any, Level: Gold}},
		NotMet:   {Competency: &CompetencyRule{Competencies: []string{"apps"}, Match: Any, Level: Gold}},
		Unknown:  {Performance: &PerformanceRule{Metric: "m-linux", Threshold: 1, Months: 1}},
	}
	facts := &Facts{Attainments: []Attainment{
		{ID: 1, Competency: "cloud", Level: Gold, From: past, Until: today + 9, Verification: accepted(past)},
		{ID: 2, Competency: "ops", Level: Gold, From: past, Verification: waiting(past)},
	}}
	for _, tt := range []struct {
		op    Op
		k     int
		of    []State
		want  State
		need  float64
		until Day
		next  string
	}{
		{All, 0, []State{Met, Met}, Met, 2, today + 9, ""},
		{All, 0, []State{Met, Awaiting}, Awaiting, 2, 0, waits},
		{All, 0, []State{Unknown, Awaiting}, Unknown, 2, 0, ""},
		{All, 0, []State{Unknown, Awaiting, NotMet}, NotMet, 3, 0, ""},
		{Any, 0, []State{NotMet, Met}, Met, 1, today + 9, ""},
		{Any, 0, []State{NotMet, Unknown, Awaiting}, Awaiting, 1, 0, "Any one of three conditions is enough. The nearest: you need gold in Applications."},
		{Any, 0, []State{NotMet, Unknown}, Unknown, 1, 0, ""},
		{Any, 0, []State{NotMet, NotMet}, NotMet, 1, 0, "Any one of two conditions is enough. The nearest: you need gold in Applications."},
		{AtLeast, 2, []State{Met, NotMet, Met}, Met, 2, today + 9, ""},
		{AtLeast, 2, []State{Met, NotMet, Awaiting}, Awaiting, 2, 0, "You need one more of three conditions. The nearest: you need gold in Applications."},
		{AtLeast, 2, []State{Met, NotMet, Unknown}, Unknown, 2, 0, ""},
		{AtLeast, 2, []State{NotMet, NotMet, Awaiting}, NotMet, 2, 0, "You need two more of three conditions. The nearest: you need gold in Applications."},
	} {
		root := Node{ID: "root", Op: tt.op, K: tt.k}
		met := 0.0
		for _, s := range tt.of {
			root.Children = append(root.Children, leafOf(child[s]))
			if s == Met {
				met++
			}
		}
		s := Evaluate(sampleProgramme(), Set{Specialization: "alpha", Root: root}, facts, today)
		if s.Root.State != tt.want || s.Root.Have != met || s.Root.Need != tt.need || s.Root.Until != tt.until {
			t.Errorf("%s of %v: %s, %v of %v until %q", tt.op, tt.of, s.Root.State, s.Root.Have, s.Root.Need, s.Root.Until)
		}
		if tt.next != "" && s.Root.Next != tt.next || (s.Root.Next == "") != (tt.want == Met) {
			t.Errorf("%s of %v: next %q", tt.op, tt.of, s.Root.Next)
		}
		if s.Of != len(tt.of) || s.Met != int(met) {
			t.Errorf("%s of %v: %d of %d leaves", tt.op, tt.of, s.Met, s.Of)
		}
	}
}

// TestStatesEqualOracle: every root has the oracle's state on any day, awaiting and unknown included, and the same
// question has the same answer whatever the order of the facts.
func TestStatesEqualOracle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory(rapid.Uint64().Draw(t, "seed"))
		day := epoch + Day(rapid.IntRange(0, int(span)).Draw(t, "day"))
		for i := range h.programme.Sets {
			set := &h.programme.Sets[i]
			s := Evaluate(h.programme, *set, h.facts, day)
			if want := (oracle{history: h, day: day, spec: set.Specialization, brought: map[brought]float64{}}).state(&set.Root); s.Root.State != want {
				t.Fatalf("%s, want %s: %+v", s.Root.State, want, s.Root)
			}
			mixed := *h.facts
			mixed.Holdings, mixed.Metrics = slices.Clone(mixed.Holdings), slices.Clone(mixed.Metrics)
			slices.Reverse(mixed.Holdings)
			slices.Reverse(mixed.Metrics)
			if again := Evaluate(h.programme, *set, &mixed, day); !reflect.DeepEqual(again, s) {
				t.Fatalf("in another order:\n%+v\n%+v", again, s)
			}
		}
	})
}

// TestUntil: what is met stays met to the day that the finding names if nothing more is decided, and what depends on
// nothing but ends stops on that day.
func TestUntil(t *testing.T) {
	t.Parallel()
	checked := 0
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory(rapid.Uint64().Draw(t, "seed"))
		day := epoch + Day(rapid.IntRange(0, int(span)).Draw(t, "day"))
		var leaves []Node
		for i := range h.programme.Sets {
			for _, l := range appendLeaves(nil, &h.programme.Sets[i].Root) {
				leaves = append(leaves, *l.node)
			}
		}
		freeze(h.facts, day)
		for _, n := range leaves {
			set := Set{Specialization: "alpha", Root: n}
			now := Evaluate(h.programme, set, h.facts, day).Root
			if now.State != Met || n.Requirement.Performance != nil || n.Requirement.Scorecard != nil {
				continue
			}
			checked++
			last := day + 400
			if now.Until != 0 {
				last = now.Until - 1
				if s := Evaluate(h.programme, set, h.facts, now.Until).Root.State; s == Met {
					t.Fatalf("still met on %s: %+v", now.Until, now)
				}
			}
			if s := Evaluate(h.programme, set, h.facts, last).Root.State; s != Met {
				t.Fatalf("%s on %s: %+v", s, last, now)
			}
		}
	})
	if checked == 0 {
		t.Error("nothing was met")
	}
}

// freeze forgets what begins or is decided after a day.
func freeze(f *Facts, day Day) {
	late := func(v Verification, from ...Day) bool { return !v.counts(day) || slices.Max(from) > day }
	stand := func(superseded *Day) {
		if *superseded > day {
			*superseded = 0
		}
	}
	for i := range f.Attainments {
		stand(&f.Attainments[i].Superseded)
	}
	for i := range f.Holdings {
		stand(&f.Holdings[i].Superseded)
	}
	for i := range f.References {
		stand(&f.References[i].Superseded)
	}
	for i := range f.Cases {
		stand(&f.Cases[i].Superseded)
		f.Cases[i].Links = slices.DeleteFunc(f.Cases[i].Links, func(l LinkCheck) bool { return l.Checked > day })
	}
	for i := range f.Reviews {
		stand(&f.Reviews[i].Superseded)
	}
	for i := range f.Associations {
		stand(&f.Associations[i].Superseded)
	}
	for i := range f.Allowances {
		stand(&f.Allowances[i].Superseded)
	}
	f.Associations = slices.DeleteFunc(f.Associations, func(a Association) bool { return a.begins() > day })
	f.Allowances = slices.DeleteFunc(f.Allowances, func(a Allowance) bool { return max(a.From, a.Given) > day })
	f.Attainments = slices.DeleteFunc(f.Attainments, func(a Attainment) bool { return late(a.Verification, a.From) })
	f.Holdings = slices.DeleteFunc(f.Holdings, func(h Holding) bool { return late(h.Verification, h.Earned, h.Joined) })
	f.References = slices.DeleteFunc(f.References, func(r Reference) bool { return late(r.Verification, r.Finished, r.Assigned) })
	f.Cases = slices.DeleteFunc(f.Cases, func(c CaseEvidence) bool { return late(c.Verification, c.Published) })
	f.Reviews = slices.DeleteFunc(f.Reviews, func(r Review) bool { return late(r.Verification, r.Held) })
}

// TestFillEqualsBruteForce: the assignment of people to places is the best there is.
func TestFillEqualsBruteForce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := dice{newRand(rapid.Uint64().Draw(t, "seed"))}
		rule := &PeopleRule{Distinct: true}
		for range 1 + r.IntN(4) {
			rule.Groups = append(rule.Groups, PeopleGroup{N: 1 + r.IntN(3), Hold: r.formula(2)})
		}
		var facts Facts
		var people []map[string]bool
		for person := range r.IntN(7) {
			held := map[string]bool{}
			for _, code := range []string{"C-ONE", "C-TWO", "C-OLD", "E-ONE"} {
				if r.chance(35) {
					held[code] = true
					facts.Holdings = append(facts.Holdings, Holding{
						ID: 1, Person: int64(person), Code: code, Earned: today - 9, Joined: today - 9, Verification: accepted(today - 9),
					})
				}
			}
			people = append(people, held)
		}
		got := evaluateLeaf(Requirement{People: rule}, facts)
		if want := bruteForce(rule.Groups, people); (got.State == Met) != want {
			t.Fatalf("%s, want met %v: %+v", got.State, want, rule.Groups)
		}
	})
}

// TestFindingsSpeakToPeople: what findings say holds no identifier and no bracket.
func TestFindingsSpeakToPeople(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory(rapid.Uint64().Draw(t, "seed"))
		day := epoch + Day(rapid.IntRange(0, int(span)).Draw(t, "day"))
		var check func(f *Finding)
		check = func(f *Finding) {
			for _, text := range []string{f.Formula, f.Detail, f.Next} {
				checkProse(t, text)
			}
			if (f.Next == "") != (f.State == Met) || f.Formula == "" {
				t.Fatalf("%+v", f)
			}
			for i := range f.Children {
				check(&f.Children[i])
			}
		}
		for _, set := range h.programme.Sets {
			root := Evaluate(h.programme, set, h.facts, day).Root
			check(&root)
		}
	})
}

func checkProse(t *rapid.T, text string) {
	for _, bad := range []string{"C-ONE", "C-TWO", "C-OLD", "E-ONE", "m-", "alpha", "beta", "(", ")", "[", "]", "{", "}", "%!", "  ", " ,", " .", ".."} {
		if strings.Contains(text, bad) {
			t.Fatalf("%q holds %q", text, bad)
		}
	}
}
