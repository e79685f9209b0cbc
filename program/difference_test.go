package program

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDifferenceInWords(t *testing.T) {
	t.Parallel()
	leaf := func(id string, r Requirement) Node {
		if r.Title == "" {
			r.Title = id
		}
		if r.VerifiedBy == "" {
			r.VerifiedBy, r.Mode, r.Tested, r.OnLapse = ByVendor, Automatic, AtRenewal, EndsTerm
		}
		return Node{ID: id, Op: Leaf, Title: r.Title, Requirement: &r}
	}
	group := func(id string, op Op, title string, children ...Node) Node {
		n := Node{ID: id, Op: op, Title: title, Children: children}
		if op == AtLeast {
			n.K = 2
		}
		return n
	}
	all := func(children ...Node) Node { return group("root", All, "", children...) }
	linux := func(threshold float64, months, customers int) Node {
		return leaf("Linux use", Requirement{Performance: &PerformanceRule{Metric: "m-linux", Threshold: threshold, Months: months, MinCustomers: customers}})
	}
	people := func(n int, codes ...string) Node {
		f := Formula{Op: Any}
		for _, c := range codes {
			f.Of = append(f.Of, Formula{Code: c})
		}
		return leaf("Certified people", Requirement{People: &PeopleRule{Groups: []PeopleGroup{{N: n, Hold: f}}}})
	}
	references := func(n int) Node { return leaf("References", Requirement{References: &ReferencesRule{N: n}}) }
	gold := leaf("Gold", Requirement{Competency: &CompetencyRule{Competencies: []string{"cloud"}, Match: Any, Level: Gold}})
	with := func(n Node, change func(*Requirement)) Node {
		r := *n.Requirement
		change(&r)
		n.Requirement = &r
		return n
	}
	for name, tt := range map[string]struct {
		old, new Node
		want     []string // effect: text
	}{
		"the figure": {
			all(linux(10000, 3, 3)), all(linux(15000, 3, 3)),
			[]string{"harder: The figure for Linux virtual machine consumption rises from US$10\u202f000 to US$15\u202f000."},
		},
		"the period and the customers": {
			all(linux(10000, 3, 3)), all(linux(10000, 12, 5)),
			[]string{
				"easier: The figure for Linux virtual machine consumption counts over the last 12 complete months. Before: over the last 3 complete months.",
				"harder: The number of customers behind the figure for Linux virtual machine consumption rises from 3 to 5 customers.",
			},
		},
		"people": {
			all(people(4, "C-ONE", "C-TWO")), all(people(6, "C-ONE", "C-COMMA")),
			[]string{
				"harder: The number of people in “Certified people” rises from 4 to 6 people.",
				"easier: The Cluster Operator, level 2 certification counts for “Certified people” as well.",
				"harder: The Platform Engineer certification no longer counts for “Certified people”.",
			},
		},
		"the formula": {
			all(leaf("Certified people", Requirement{People: &PeopleRule{Groups: []PeopleGroup{{N: 1, Hold: Formula{Code: "C-ONE"}}}}})),
			all(leaf("Certified people", Requirement{People: &PeopleRule{Groups: []PeopleGroup{{N: 1, Hold: Formula{Op: All, Of: []Formula{{Code: "C-ONE"}, {Code: "E-ONE"}}}}}}})),
			[]string{"harder: For “Certified people”, each person needs the Container Basics exam as well."},
		},
		"another group of people": {
			all(people(4, "C-ONE")),
			all(with(people(4, "C-ONE"), func(r *Requirement) {
				r.People = &PeopleRule{Groups: append(slices.Clone(r.People.Groups), PeopleGroup{Name: "engineers", N: 2, Hold: Formula{Code: "C-TWO"}})}
			})),
			[]string{"harder: “Certified people” asks as well for 2 people who each hold the Platform Engineer certification."},
		},
		"added": {
			all(gold), all(gold, leaf("Stories", Requirement{CaseStudies: &CaseStudiesRule{N: 1}})),
			[]string{"harder: New requirement: a public case study for this specialization."},
		},
		"removed": {
			all(gold, references(3)), all(gold),
			[]string{"easier: No longer asked for: 3 confirmed references from different customers."},
		},
		"another way": {
			all(gold, group("g", Any, "Proof", references(3), people(1, "C-ONE"))),
			all(gold, group("g", Any, "Proof", references(3), people(1, "C-ONE"), leaf("Stories", Requirement{CaseStudies: &CaseStudiesRule{N: 2}}))),
			[]string{"easier: One more way in “Proof”: 2 public case studies for this specialization."},
		},
		"an alternative to what stood alone": {
			all(gold, references(3)),
			all(gold, group("g", Any, "", references(3), leaf("Stories", Requirement{CaseStudies: &CaseStudiesRule{N: 2}}))),
			[]string{"easier: “References” is no longer the only way. Now it is enough to meet any one of these: 3 confirmed references from different customers; 2 public case studies for this specialization."},
		},
		"connective": {
			all(group("g", Any, "Proof", references(3), people(1, "C-ONE"), gold)),
			all(group("g", AtLeast, "Proof", references(3), people(1, "C-ONE"), gold)),
			[]string{"harder: In “Proof”, at least 2 of the conditions must be met instead of any one of the conditions."},
		},
		"moved": {
			all(gold, group("g", Any, "Proof", references(3), people(1, "C-ONE"))),
			all(gold, group("g", Any, "Proof", people(1, "C-ONE")), references(3)),
			[]string{"harder: “References” is asked for on its own. It was a part of “Proof”."},
		},
		"matched by what it asks for": {
			all(gold, references(3)),
			func() Node { n := references(4); n.ID = "other"; return all(gold, n) }(),
			[]string{"harder: The number of references in “References” rises from 3 to 4 references."},
		},
		"verifier, testing and lapse": {
			all(references(1)),
			all(with(references(1), func(r *Requirement) {
				r.VerifiedBy, r.Mode, r.Tested, r.OnLapse, r.GraceDays = ByThirdParty, Manual, Continuously, EndsGrace, 30
			})),
			[]string{
				": “References” is verified by an independent auditor instead of the vendor.",
				": “References” is verified by hand instead of automatically.",
				": “References” is tested all the time instead of at every renewal; if it is no longer met, the label ends after 30 days.",
			},
		},
		"grace": {
			all(with(references(1), func(r *Requirement) { r.Tested, r.OnLapse = Continuously, EndsGrace })),
			all(with(references(1), func(r *Requirement) { r.Tested, r.OnLapse = Continuously, EndsAtOnce })),
			[]string{"harder: When “References” is no longer met, the label ends at once. Before: it ends after 30 days."},
		},
		"relaxation": {
			all(references(3)),
			all(with(references(3), func(r *Requirement) {
				r.Relaxed = &Relaxation{Held: RecognitionRule{Specializations: []string{"beta"}, Match: Any}, Instead: Requirement{References: &ReferencesRule{N: 1}}}
			})),
			[]string{"easier: New for “References”: this is enough where you hold the Linux migration specialization: a confirmed customer reference."},
		},
		"asked for later": {
			all(gold, references(3)),
			func() Node { n := references(3); n.From = Date(2027, 1, 1); return all(gold, n) }(),
			[]string{"easier: “References” is asked for from 1 Jan 2027."},
		},
		"another kind": {
			all(leaf("Proof", Requirement{References: &ReferencesRule{N: 1}})), all(leaf("Proof", Requirement{CaseStudies: &CaseStudiesRule{N: 1}})),
			[]string{": “Proof” asks for something else. Now: a public case study for this specialization. Before: a confirmed customer reference."},
		},
		"words only": {
			all(with(references(1), func(r *Requirement) { r.Sample = true })),
			all(with(references(1), func(r *Requirement) { r.Guidance = "Ask." })),
			[]string{"same: The guidance for “References” is reworded.", "same: The figure in “References” is no longer marked as a sample value."},
		},
		"scorecard": {
			all(leaf("Score", Requirement{Scorecard: &ScorecardRule{Pass: 60, Indicators: []Indicator{
				{ID: "use", Name: "use", Points: 60, Linear: true, Rule: Requirement{Performance: &PerformanceRule{Metric: "m-linux", Threshold: 1000, Months: 12}}},
			}}})),
			all(leaf("Score", Requirement{Scorecard: &ScorecardRule{Pass: 70, Indicators: []Indicator{
				{ID: "use", Name: "use", Points: 60, Linear: true, Minimum: 10, Rule: Requirement{Performance: &PerformanceRule{Metric: "m-linux", Threshold: 2000, Months: 12}}},
				{ID: "people", Name: "certified people", Points: 40, Rule: Requirement{People: &PeopleRule{Groups: []PeopleGroup{{N: 2, Hold: Formula{Code: "C-ONE"}}}}}},
			}}})),
			[]string{
				"harder: The sum that “Score” asks for rises from 60 to 70 points.",
				"easier: “Score” gives points for certified people as well: 40 points for 2 people who each hold the Cloud Architect certification.",
				"harder: The share that must come from use in “Score” rises from 0 to 10 points.",
				": Points for use in “Score” come from at least US$2\u202f000 of Linux virtual machine consumption over the last 12 complete months. Before: at least US$1\u202f000 of Linux virtual machine consumption over the last 12 complete months.",
			},
		},
		"at one location": {
			all(linux(1000, 3, 1)), all(with(linux(1000, 3, 1), func(r *Requirement) { r.AtLocation = true })),
			[]string{"harder: One location has to reach “Linux use” by itself. Before: all locations together."},
		},
		"order only": {
			all(gold, references(1)), all(references(1), gold),
			[]string{"same: The order of the requirements changes, or how they are filed. What they ask for stays the same."},
		},
	} {
		var got []string
		for _, c := range Difference(sampleProgramme(), Set{Root: tt.old}, Set{Root: tt.new}) {
			got = append(got, string(c.Effect)+": "+c.Text)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s:\ngot  %s\nwant %s", name, strings.Join(got, "\n     "), strings.Join(tt.want, "\n     "))
		}
	}
}

// mutated changes a tree here and there, as an admin does: other numbers and words, nodes that come, go, move and are wrapped.
func (r dice) mutated(root Node) Node {
	root = copyOf(root)
	for range 1 + r.IntN(3) {
		nodes := spread(&root)
		n := nodes.nodes[r.IntN(len(nodes.nodes))]
		fresh := Node{ID: "fresh-" + string(rune('a'+r.IntN(26))) + string(rune('a'+r.IntN(26))), Op: Leaf, Requirement: r.wideRequirement()}
		switch {
		case n.Op != Leaf && r.chance(30):
			n.Children = append(n.Children, fresh)
		case n.Op != Leaf && r.chance(40) && len(n.Children) > 1:
			i := r.IntN(len(n.Children))
			n.Children = slices.Delete(n.Children, i, i+1)
			n.K = min(n.K, len(n.Children))
		case n.Op != Leaf && r.chance(50):
			n.Op, n.K = pick(r, All, Any), 0
		case n.Op != Leaf && r.chance(50):
			i, k := r.IntN(len(n.Children)), r.IntN(len(nodes.nodes))
			if to := nodes.nodes[k]; to.Op != Leaf && len(n.Children) > 1 && to != n && !slices.Contains(below(&n.Children[i]), to) && to != &n.Children[i] {
				moved := n.Children[i]
				if n.K = min(n.K, len(n.Children)-1); slices.Contains(below(to), n) {
					n.Children = slices.Delete(n.Children, i, i+1)
					to.Children = append(to.Children, moved)
				}
			}
		case n.Op == Leaf && r.chance(20):
			*n = Node{ID: "wrap-" + n.ID, Op: pick(r, Any, All), Children: []Node{*n, fresh}}
		case n.Op == Leaf && r.chance(20):
			n.Requirement = r.wideRequirement()
		case n.Op == Leaf:
			r.nudge(n.Requirement)
		}
	}
	return root
}

// scored is a scorecard over two random rules.
func (r dice) scored() Node {
	q := r.requirement()
	card := &ScorecardRule{Pass: pick(r, 5.0, 10, 20)}
	for _, id := range []string{"one", "two"} {
		card.Indicators = append(card.Indicators, Indicator{ID: id, Name: id, Points: 20, Linear: r.chance(50), Rule: onlyRule(r.requirement())})
	}
	return Node{ID: "scored", Op: Leaf, Requirement: &Requirement{
		Title: "Score", VerifiedBy: q.VerifiedBy, Mode: q.Mode, Tested: q.Tested, OnLapse: q.OnLapse, Scorecard: card,
	}}
}

func copyOf(n Node) Node {
	b, err := json.Marshal(n)
	if err != nil {
		panic(err)
	}
	var c Node
	if err := json.Unmarshal(b, &c); err != nil {
		panic(err)
	}
	return c
}

func (r dice) nudge(q *Requirement) {
	switch {
	case r.chance(10):
		q.VerifiedBy, q.Mode = pick(r, ByVendor, ByThirdParty), pick(r, Automatic, Manual)
	case r.chance(10):
		q.Title = pick(r, "Title", "Other")
	case q.Performance != nil:
		p := q.Performance
		p.Threshold, p.MinCustomers = pick(r, p.Threshold, p.Threshold*2, p.Threshold/2), pick(r, p.MinCustomers, r.IntN(4))
		p.MinPerCustomer = pick(r, p.MinPerCustomer, 0, 20)
		p.Only = pick(r, p.Only, nil, []Named{{"disks", "disks"}})
		if p.Window == Trailing && r.chance(30) {
			p.Months = 1 + r.IntN(3)
		}
	case q.People != nil:
		p := q.People
		p.Distinct = pick(r, p.Distinct, r.chance(50))
		p.Groups[0].N = 1 + r.IntN(3)
		p.Groups[0].Hold = pick(r, p.Groups[0].Hold, r.formula(1))
	case q.Competency != nil:
		q.Competency.Match, q.Competency.Level = pick(r, Any, All), pick(r, Silver, Gold)
		q.Competency.Competencies = pick(r, q.Competency.Competencies, []string{"ops"}, []string{"cloud", "apps"})
	case q.Scorecard != nil:
		in := &q.Scorecard.Indicators[0]
		in.Points, in.Linear = pick(r, in.Points, 10, 30), r.chance(50)
		q.Scorecard.Pass = pick(r, q.Scorecard.Pass, 5, 10)
		in.Minimum = min(in.Points, pick(r, in.Minimum, 0, 5))
		in.KeptMonths = pick(r, in.KeptMonths, 0, 2)
	case q.References != nil:
		q.References.AnyCustomer = r.chance(50)
		q.References.N, q.References.MaxAgeMonths = 1+r.IntN(3), r.IntN(4)
	case q.Review != nil:
		q.Review.ValidMonths = r.IntN(4)
	}
}

// TestDifferencesHold: a set does not differ from itself; one that is stored otherwise always does; what is said is plain
// and said once; and where every change is of one direction, so is the set, whatever the partner's facts are.
func TestDifferencesHold(t *testing.T) {
	t.Parallel()
	plain := regexp.MustCompile(`[()\[\]{}<>_]|\b[mC]-|[a-z]-[0-9]|%!`)
	told := 0
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		h := newWideHistory(seed)
		h.facts.Waivers = nil // given for a node by its identifier, whatever it asks for
		r := dice{newRand(seed + 2)}
		old := h.programme.Sets[0]
		if r.chance(40) {
			old.Root.Children = append(slices.Clone(old.Root.Children), r.scored())
		}
		new := old
		new.Root = r.mutated(old.Root)
		if err := new.Validate(h.programme); err != nil {
			return
		}
		if d := Difference(h.programme, old, old); len(d) != 0 {
			t.Fatalf("a set differs from itself: %v", d)
		}
		changes := Difference(h.programme, old, new)
		if (stored(old.Root) == stored(new.Root)) != (len(changes) == 0) {
			t.Fatalf("%d changes between\n%s\n%s", len(changes), stored(old.Root), stored(new.Root))
		}
		for i, c := range changes {
			if !strings.HasSuffix(c.Text, ".") || strings.Contains(c.Text, "..") || plain.MatchString(c.Text) || c.Node == "" {
				t.Fatalf("not a plain sentence: %+v", c)
			}
			if slices.Contains(changes[:i], c) {
				t.Fatalf("said twice: %+v", c)
			}
		}
		overall := OverallEffect(changes)
		for day := epoch; day < epoch+span; day += 13 {
			was, is := Evaluate(h.programme, old, h.facts, day).Root.State.holds(), Evaluate(h.programme, new, h.facts, day).Root.State.holds()
			if (overall == Harder || overall == Same) && is && !was || (overall == Easier || overall == Same) && was && !is {
				t.Fatalf("%s on %s: met before: %v, after: %v\n%v\n%s\n%s", overall, day, was, is, changes, stored(old.Root), stored(new.Root))
			}
		}
		if overall != Unclear {
			told++
		}
	})
	if told == 0 {
		t.Error("no difference said which way it goes")
	}
}
