package program

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// stillTree draws a tree over facts that have no end, so that what a leaf says on one day it says on all later ones.
func stillTree(t *rapid.T, name string, depth int) Node {
	if depth == 0 || rapid.IntRange(0, 2).Draw(t, name+" is a leaf") == 0 {
		r := Requirement{
			Title: name, VerifiedBy: ByVendor, Mode: Automatic,
			Tested:    rapid.SampledFrom([]Testing{Continuously, AtRenewal, SecondRenewal}).Draw(t, "tested"),
			OnLapse:   rapid.SampledFrom([]Lapse{EndsAtOnce, EndsGrace, EndsTerm}).Draw(t, "lapse"),
			GraceDays: rapid.IntRange(0, 90).Draw(t, "grace"),
		}
		if rapid.Bool().Draw(t, "of a competency") {
			r.Competency = &CompetencyRule{Competencies: []string{rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "competency")}, Match: Any, Level: Gold}
		} else {
			r.References = &ReferencesRule{N: rapid.IntRange(1, 3).Draw(t, "n"), Scenario: rapid.SampledFrom([]string{"x", "y"}).Draw(t, "scenario")}
		}
		return Node{ID: name, Op: Leaf, Requirement: &r}
	}
	n := Node{ID: name, Op: rapid.SampledFrom([]Op{All, All, Any, AtLeast}).Draw(t, "op")}
	for i := range rapid.IntRange(1, 3).Draw(t, "children") {
		n.Children = append(n.Children, stillTree(t, fmt.Sprint(name, i), depth-1))
	}
	if n.Op == AtLeast {
		n.K = rapid.IntRange(1, len(n.Children)).Draw(t, "k")
	}
	return n
}

// What the preview says is what comes, if the facts stay the same: the day, the requirement, and whether it was the change.
func TestPublishingDoesWhatThePreviewSaid(t *testing.T) {
	seen := map[FateKind]int{}
	rapid.Check(t, func(t *rapid.T) {
		const begin = Day(20000)
		p := &Programme{
			Competencies:    []Competency{{Slug: "a", Name: "A"}, {Slug: "b", Name: "B"}, {Slug: "c", Name: "C"}},
			Specializations: []Specialization{{Slug: "s", Name: "S", AlignedTo: []string{"a"}}}, Settings: DefaultSettings(),
		}
		p.Sets = []Set{{Specialization: "s", Version: 1, Published: begin, EffectiveFrom: begin, Root: stillTree(t, "n", 2)}}
		at := begin + Day(rapid.IntRange(1, 900).Draw(t, "at"))
		facts := &Facts{}
		decided := func() Verification {
			d := at - Day(rapid.IntRange(0, 800).Draw(t, "decided"))
			return Verification{By: ByVendor, Mode: Automatic, Decision: Accepted, Submitted: d, Decided: d}
		}
		for _, c := range []string{"a", "b", "c"} {
			if rapid.IntRange(0, 3).Draw(t, "has "+c) > 0 {
				v := decided()
				a := Attainment{Competency: c, Level: Gold, From: v.Decided, Verification: v}
				if rapid.IntRange(0, 3).Draw(t, "lost") == 0 {
					a.Until = at - Day(rapid.IntRange(0, 60).Draw(t, "since")) // it ended before the question: it stays so
				}
				facts.Attainments = append(facts.Attainments, a)
			}
		}
		for i := range rapid.IntRange(0, 5).Draw(t, "references") {
			v := decided()
			facts.References = append(facts.References, Reference{
				ID: EvidenceID(i + 1), Customer: fmt.Sprint(i), Finished: v.Decided,
				Scenario: rapid.SampledFrom([]string{"x", "y"}).Draw(t, "scenario"), Verification: v,
			})
		}
		labels := Advance(p, facts, nil, begin, at).Labels
		for i := range labels {
			labels[i].ID = fmt.Sprint("label ", i)
		}
		set := Set{Specialization: "s", Version: 2, Published: at, EffectiveFrom: at + Day(rapid.IntRange(0, 500).Draw(t, "effective")), Root: stillTree(t, "m", 2)}
		switch rapid.IntRange(0, 3).Draw(t, "holders") {
		case 0:
			set.AtOnce = "A law changed."
		case 1:
			set.SparedUntil = set.EffectiveFrom + Day(rapid.IntRange(0, 500).Draw(t, "spared"))
		}
		effect := PreviewOf(p, set, at).Fate(facts, labels)
		seen[effect.Kind]++

		published := *p
		published.Sets = append(slices.Clone(p.Sets), set)
		held := slices.IndexFunc(labels, func(l Label) bool { return l.Shown(at) })
		far := at + 3000
		after, before := Advance(&published, facts, labels, at, far), Advance(p, facts, labels, at, far)
		switch effect.Kind {
		case Loses:
			l := after.Labels[held]
			if l.Ended != effect.On || l.EndedBy != effect.By || l.ID != effect.Label {
				t.Fatalf("said %+v, came %+v", effect, l)
			}
			if b := before.Labels[held]; effect.Anyway != (b.Ended != 0 && b.Ended <= l.Ended) {
				t.Fatalf("said %+v, without the change %+v", effect, b)
			}
			if !effect.Anyway && !slices.ContainsFunc(effect.Fails, func(id string) bool { return sentenceOf(p, &set.Root, id) == effect.By }) {
				t.Fatalf("said %+v, whose requirement is none of those that fail", effect)
			}
		case Keeps:
			if l := after.Labels[held]; l.Ended != 0 || l.ID != effect.Label {
				t.Fatalf("said %+v, came %+v", effect, l)
			}
		case Gains:
			if l := after.Labels[len(labels)]; held >= 0 || l.Granted != effect.On || len(before.Labels) > len(labels) {
				t.Fatalf("said %+v, came %+v, without the change %+v", effect, l, before.Labels)
			}
			for _, id := range effect.Fails {
				if sentenceOf(p, &p.Sets[0].Root, id) == "" {
					t.Fatalf("said %+v, which names no leaf of the set before", effect)
				}
			}
			if len(effect.Fails) == 0 {
				t.Fatalf("said %+v, and nothing stood in the way", effect)
			}
		case Untouched:
			if held >= 0 || len(after.Labels) != len(before.Labels) && len(before.Labels) == len(labels) {
				t.Fatalf("said %+v, came %+v, without the change %+v", effect, after.Labels, before.Labels)
			}
		}
	})
	for _, kind := range []FateKind{Untouched, Keeps, Gains, Loses} {
		if seen[kind] == 0 {
			t.Errorf("no draw %s", kind)
		}
	}
}

// sentenceOf returns the sentence of a tree's leaf, or "".
func sentenceOf(p *Programme, n *Node, id string) string {
	if n.Op == Leaf && n.ID == id {
		return p.Describe(*n).Text
	}
	for i := range n.Children {
		if s := sentenceOf(p, &n.Children[i], id); s != "" {
			return s
		}
	}
	return ""
}
