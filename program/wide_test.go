package program

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// newWideHistory is a random life under every kind of requirement, also those that the oracle of labels does not know.
func newWideHistory(seed uint64) *history {
	h := newHistory(seed)
	r := dice{newRand(seed + 1)}
	for i := range h.programme.Sets {
		root := &h.programme.Sets[i].Root
		for k := range r.IntN(3) {
			n := Node{ID: fmt.Sprint("wide-", k), Op: Leaf, Requirement: r.wideRequirement(), From: r.maybe(epoch, 30)}
			n.Until = r.maybe(max(n.From, epoch)+1, 30)
			root.Children = append(root.Children, n)
		}
	}
	day := func() Day { return epoch + Day(r.IntN(int(span))) }
	for range r.IntN(4) {
		from := day()
		h.facts.Waivers = append(h.facts.Waivers, Waiver{
			ID: 900, Specialization: pick(r, "alpha", "beta"), Node: pick(r, "wide-0", "wide-1"), From: from, Until: from + 1 + Day(r.IntN(60)), Given: day(),
		})
		h.facts.Recognitions = append(h.facts.Recognitions, Recognition{ID: 901, Slug: "expert", From: from, Until: r.maybe(from+1, 60), Verification: r.verification(from)})
		h.facts.Documents = append(h.facts.Documents, Document{ID: 902, Slug: "access", Issued: from, Until: r.maybe(from+1, 60), Verification: r.verification(from)})
		h.facts.Outages = append(h.facts.Outages, Outage{Kind: pick(r, OfPeople, OfDocument, OfReferences), From: from, Until: r.maybe(from+1, 80)})
		h.facts.Baselines = append(h.facts.Baselines, Baseline{ID: 903, Metric: "m-linux", Value: float64(r.IntN(200)), Taken: from, Recorded: from + Day(r.IntN(9))})
		h.facts.Circumstances = append(h.facts.Circumstances, Circumstance{ID: EvidenceID(904 + r.IntN(9)), From: from, Market: pick(r, "", "far", "near"), Anniversary: day()})
	}
	for i := range h.facts.Metrics {
		v := &h.facts.Metrics[i]
		v.Product, v.Association, v.Offer, v.Linked = pick(r, "", "disks", "nets"), pick(r, "claim", "admin"), pick(r, "", "trial"), r.maybe(epoch, 20)
	}
	return h
}

func (r dice) wideRequirement() *Requirement {
	q := r.requirement()
	recognition := &RecognitionRule{Specializations: pick(r, []string{"alpha"}, []string{"beta"}, nil), Memberships: []Named{{"expert", "the Expert programme"}}, Match: pick(r, Any, All)}
	if r.chance(30) {
		q.Relaxed = &Relaxation{From: r.maybe(epoch, 50), Held: *recognition, Instead: Requirement{Document: &DocumentRule{Document: Named{"access", "a statement"}}}}
	}
	switch {
	case q.People != nil && len(q.People.Groups) > 1:
		q.People.Overlaps = []Overlap{{0, 1, pick(r, Distinct, Shared, Unspecified)}}
		q.People.Total = r.IntN(3)
	case q.Performance != nil:
		p := q.Performance
		p.Aggregate, p.Line, p.Threshold = pick(r, Average, EveryMonth, Snapshot, Events, NewCustomers, NetAdds), 50, pick(r, 1.0, 2, 60)
		if p.Window = pick(r, Trailing, CalendarYear, FiscalYear, AnniversaryYear); p.Window != Trailing {
			p.Months = 0
		}
		if p.Aggregate == Average || p.Aggregate == Snapshot {
			p.Growth, p.MinBaseline = pick(r, NoGrowth, GrowthBy, GrowthSince, GrowthPercent), 10
		}
		p.Except, p.ExceptOffers = []Named{{"nets", "networks"}}, []Named{{"trial", "trials"}}
		p.Markets = []MarketThreshold{{Named{"far", "far markets"}, 20}}[:r.IntN(2)]
	case q.Competency != nil && r.chance(60):
		q.Competency, q.Recognition = nil, recognition
	case q.CaseStudies != nil:
		q.CaseStudies, q.Document = nil, &DocumentRule{Document: Named{"access", "a statement"}, ValidMonths: r.IntN(4)}
	}
	return q
}

// TestWideHistories: under every kind of requirement sets are valid and read back the same, sweeping in any steps gives the
// same labels, nothing changes before the day that is named, and what is said is said in plain words.
func TestWideHistories(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newWideHistory(rapid.Uint64().Draw(t, "seed"))
		for _, set := range h.programme.Sets {
			if err := set.Validate(h.programme); err != nil {
				t.Fatal(err)
			}
			for _, c := range h.programme.Describe(set.Root).Children {
				checkProse(t, c.Text)
			}
			f := Evaluate(h.programme, set, h.facts, h.at).Root
			for _, c := range f.Children {
				checkProse(t, c.Formula)
				checkProse(t, c.Next)
				checkProse(t, c.Detail)
			}
		}
		labels, _, notices := h.sweep(h.at)
		got, _, daily := h.sweep(1)
		if !reflect.DeepEqual(got, labels) {
			t.Fatalf("by day:\n%+v\nat once:\n%+v", got, labels)
		}
		if !reflect.DeepEqual(daily, notices) {
			t.Fatalf("by day:\n%+v\nat once:\n%+v", daily, notices)
		}
		last := Advance(h.programme, h.facts, nil, h.from, h.from)
		for day := h.from + 1; day <= h.at; day++ {
			if last.Next != 0 && day >= last.Next {
				last = Advance(h.programme, h.facts, last.Labels, day, day)
				continue
			}
			if now := Advance(h.programme, h.facts, last.Labels, day, day); len(now.Events)+len(now.Notices) > 0 || !slices.EqualFunc(last.Standings, now.Standings, sameButDay) {
				t.Fatalf("%s: %+v before %s\n%+v\n%+v", day, now.Events, last.Next, last.Standings, now.Standings)
			}
		}
	})
}
