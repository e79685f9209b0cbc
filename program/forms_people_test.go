package program

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// crewOf is people by what each holds, the first for all of the first letter and so on.
func crewOf(people ...[]string) Facts {
	var f Facts
	for person, codes := range people {
		for _, code := range codes {
			f.Holdings = append(f.Holdings, Holding{
				ID: EvidenceID(len(f.Holdings) + 1), Person: int64(person), Code: code, Earned: today - 9, Joined: today - 9,
				Verification: accepted(today - 9),
			})
		}
	}
	return f
}

func TestFormsOfPeople(t *testing.T) {
	t.Parallel()
	one, two, old, exam := "C-ONE", "C-TWO", "C-OLD", "E-ONE"
	group := func(n int, code string) PeopleGroup { return PeopleGroup{N: n, Hold: Formula{Code: code}} }
	pair := func(rule OverlapRule) Requirement {
		return Requirement{People: &PeopleRule{
			Groups: []PeopleGroup{group(2, one), group(1, two)}, Overlaps: []Overlap{{Group: 1, With: 0, Rule: rule}},
		}}
	}
	start := "2 people who each hold the Cloud Architect certification, and 1 person who holds the Platform Engineer certification; "
	both, apart := crewOf([]string{one, two}, []string{one}), crewOf([]string{one}, []string{one}, []string{two})
	runForms(t, []form{
		{"7 distinct", pair(Distinct), start + "nobody counts for both the second and the first group.", []formRow{{"three", apart, Met}, {"two", both, NotMet}}},
		{"7 shared", pair(Shared), start + "one person can count for both the second and the first group.", []formRow{{"two", both, Met}, {"three", apart, Met}, {"one", crewOf([]string{one, two}), NotMet}}},
		{"7 subset", pair(Subset), "2 people who each hold the Cloud Architect certification; 1 of them holds the Platform Engineer certification.", []formRow{{"two", both, Met}, {"three", apart, NotMet}}},
		{
			"7 unspecified", pair(Unspecified), start + "it is not decided whether one person can count for both the second and the first group.",
			[]formRow{{"three", apart, Met}, {"two", both, Unknown}, {"one", crewOf([]string{one, two}), NotMet}},
		},
		{
			"7 head-count",
			Requirement{People: &PeopleRule{Groups: []PeopleGroup{group(2, one), group(1, two)}, Total: 4}},
			start + "one person can count for several of these; at least 4 different people in all.",
			[]formRow{{"four", crewOf([]string{one}, []string{one}, []string{one}, []string{two}), Met}, {"three", apart, NotMet}},
		},
		{
			"8 each held once",
			Requirement{People: &PeopleRule{
				Groups: []PeopleGroup{{N: 3, Hold: Formula{Op: Any, Of: []Formula{{Code: one}, {Code: two}, {Code: exam}}}}}, Each: []string{one, two, exam},
			}},
			"3 people who each have either the Cloud Architect or Platform Engineer certification, or the Container Basics exam; " +
				"among them they have the Cloud Architect and Platform Engineer certifications, and the Container Basics exam.",
			[]formRow{
				{"all", crewOf([]string{one}, []string{two, exam}, []string{one}), Met},
				{"exam missing", crewOf([]string{one}, []string{two}, []string{one}), NotMet},
				{"too few", crewOf([]string{one, two, exam}, []string{one}), NotMet},
			},
		},
		{
			"5 nested",
			Requirement{People: &PeopleRule{Groups: []PeopleGroup{{N: 2, Hold: Formula{Op: Any, Of: []Formula{
				{Code: one}, {Op: All, Of: []Formula{{Code: two}, {Code: exam}}},
			}}}}}},
			"2 people who each have either the Cloud Architect certification, or the Platform Engineer certification together with the Container Basics exam.",
			[]formRow{{"both ways", crewOf([]string{one}, []string{two, exam}), Met}, {"half", crewOf([]string{one}, []string{two}, []string{old}), NotMet}},
		},
	})
}

// TestCertificationPaths: other paths, replacements and codes that stand for each other count, in the direction they say.
func TestCertificationPaths(t *testing.T) {
	t.Parallel()
	p := sampleProgramme()
	p.Certifications[0].Also = &Formula{Op: Any, Of: []Formula{{Code: "C-TWO"}, {Op: All, Of: []Formula{{Code: "C-OLD"}, {Code: "E-ONE"}}}}}
	p.Certifications[1].Also = &Formula{Code: "C-ONE"}
	for i, tt := range []struct {
		asked string
		held  []string
		want  State
	}{
		{"C-ONE", []string{"C-TWO"}, Met},
		{"C-TWO", []string{"C-ONE"}, Met},
		{"C-ONE", []string{"C-OLD"}, NotMet},
		{"C-ONE", []string{"C-OLD", "E-ONE"}, Met},
		{"C-TWO", []string{"C-OLD", "E-ONE"}, Met},
		{"C-OLD", []string{"C-ONE"}, NotMet},
	} {
		f := crewOf(tt.held)
		set := Set{Specialization: "alpha", Root: leafOf(Requirement{People: &PeopleRule{Groups: []PeopleGroup{{N: 1, Hold: Formula{Code: tt.asked}}}}})}
		if got := Evaluate(p, set, &f, today).Root; got.State != tt.want || got.State == Met && len(got.Evidence) != len(tt.held) {
			t.Errorf("6, 10: row %d: %s by %v, want %s", i, got.State, got.Evidence, tt.want)
		}
	}
}

// naiveOverlap tries every combination of groups for each person.
func naiveOverlap(r *PeopleRule, people []uint32) int {
	left := make([]int, len(r.Groups))
	for g := range left {
		left[g] = r.Groups[g].N
	}
	var try func(i int) int
	try = func(i int) int {
		if i == len(people) {
			return 0
		}
		best := 0
		for groups := range uint32(1) << len(left) {
			if groups&^people[i] != 0 || !mayCount(r, groups) {
				continue
			}
			took := 0
			for g := range left {
				if groups>>g&1 == 1 {
					if left[g]--; left[g] >= 0 {
						took++
					}
				}
			}
			best = max(best, took+try(i+1))
			for g := range left {
				left[g] += int(groups >> g & 1)
			}
		}
		return best
	}
	return try(0)
}

func mayCount(r *PeopleRule, groups uint32) bool {
	for a := range r.Groups {
		for b := range a {
			rule := Shared
			if r.Distinct {
				rule = Distinct
			}
			lower, upper := a, b
			for _, o := range r.Overlaps {
				if o.Group == a && o.With == b || o.Group == b && o.With == a {
					rule, lower, upper = o.Rule, o.Group, o.With
				}
			}
			both := groups>>a&1 == 1 && groups>>b&1 == 1
			if both && rule == Distinct || rule == Subset && groups>>lower&1 == 1 && groups>>upper&1 == 0 {
				return false
			}
		}
	}
	return true
}

// TestOverlapsEqualBruteForce: people fill as many places as any way of counting them can.
func TestOverlapsEqualBruteForce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := dice{newRand(rapid.Uint64().Draw(t, "seed"))}
		rule := &PeopleRule{Distinct: r.chance(50)}
		n := 2 + r.IntN(3)
		for a := range n {
			rule.Groups = append(rule.Groups, PeopleGroup{N: 1 + r.IntN(3)})
			for b := range a {
				if r.chance(60) {
					rule.Overlaps = append(rule.Overlaps, Overlap{a, b, pick(r, Distinct, Shared, Subset)})
				}
			}
		}
		if len(rule.Overlaps) == 0 {
			return
		}
		c := &crew{rule: rule, groups: n}
		var people []uint32
		for i := range r.IntN(6) {
			people = append(people, uint32(r.IntN(1<<n)))
			c.people = append(c.people, int64(i))
			for g := range n {
				c.ends = append(c.ends, Day(people[i]>>g&1)*(today+1))
			}
		}
		if got, want := c.fill(today), naiveOverlap(rule, people); got != want {
			t.Fatalf("%d places, want %d: %+v with %v", got, want, rule, people)
		}
		filled := 0
		for g := range n {
			filled += c.filled(g)
		}
		if want := naiveOverlap(rule, people); filled != want {
			t.Fatalf("groups have %d places, want %d", filled, want)
		}
	})
}

// BenchmarkPeople assigns 200 people to six groups: where all can be filled, and where a few places stay empty.
func BenchmarkPeople(b *testing.B) {
	for _, need := range []int{5, 20, 50, 60} {
		r := dice{newRand(7)}
		rule := &PeopleRule{Distinct: true}
		for range 6 {
			rule.Groups = append(rule.Groups, PeopleGroup{N: need})
		}
		rule.Overlaps = []Overlap{{0, 1, Shared}, {2, 3, Shared}, {4, 5, Subset}, {0, 3, Shared}, {1, 4, Distinct}}
		c := &crew{rule: rule, groups: 6}
		for i := range 200 {
			c.people = append(c.people, int64(i))
			for range 6 {
				c.ends = append(c.ends, Day(r.IntN(2))*(today+1))
			}
		}
		b.Run(fmt.Sprint(need), func(b *testing.B) {
			processor(b)
			for b.Loop() {
				c.fill(today)
			}
		})
	}
}
