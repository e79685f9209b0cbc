package program

import (
	"os"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// bare leaves out of labels what the oracle does not write.
func bare(labels []Label) []Label {
	out := make([]Label, len(labels))
	for i, l := range labels {
		l.Verified, l.EndedBy, l.Told = nil, "", Told{}
		out[i] = l
	}
	return out
}

// sweep advances in steps of so many days.
func (h *history) sweep(step Day) (labels []Label, events []LabelEvent, notices []Notice) {
	for day := h.from; day <= h.at; day += step {
		out := Advance(h.programme, h.facts, labels, day, min(h.at, day+step-1))
		labels = out.Labels
		events = append(events, out.Events...)
		notices = append(notices, out.Notices...)
	}
	return labels, events, notices
}

// TestLabelsEqualOracle: a label is shown on a day exactly when walking every day by the plain rules says so.
// PROGRAM_HISTORIES sets the number of random histories.
func TestLabelsEqualOracle(t *testing.T) {
	t.Parallel()
	n := 20000
	if s := os.Getenv("PROGRAM_HISTORIES"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	held, renewed, lapsed, expired := 0, 0, 0, 0
	for seed := range n {
		h := newHistory(uint64(seed))
		want := h.naiveLabels()
		got, _, _ := h.sweep(h.at)
		if !reflect.DeepEqual(bare(got), bare(want)) {
			t.Fatalf("history %d:\ngot  %+v\nwant %+v", seed, bare(got), bare(want))
		}
		for _, l := range got {
			held++
			if l.Renewed != 0 {
				renewed++
			}
			switch l.Reason {
			case EndLapsed:
				lapsed++
			case EndNotRenewed:
				expired++
			}
			if l.Ended != 0 && l.EndedBy == "" {
				t.Fatalf("history %d: ended by nothing: %+v", seed, l)
			}
			if len(l.Verified) == 0 && l.Renewed == 0 {
				t.Fatalf("history %d: nothing verified: %+v", seed, l)
			}
		}
	}
	t.Logf("%d histories: %d labels, %d renewed, %d lapsed, %d not renewed", n, held, renewed, lapsed, expired)
	if min(held, renewed, lapsed, expired) < n/100 {
		t.Error("the histories hardly reach some state of the clock")
	}
}

// TestStepsDoNotMatter: sweeping daily, weekly or once gives the same labels and events, and no event twice.
func TestStepsDoNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory(rapid.Uint64().Draw(t, "seed"))
		labels, events, notices := h.sweep(h.at)
		for _, step := range []Day{1, 7, Day(rapid.IntRange(2, 90).Draw(t, "step"))} {
			gotLabels, gotEvents, gotNotices := h.sweep(step)
			if !reflect.DeepEqual(gotNotices, notices) {
				t.Fatalf("by %d days:\n%+v\nat once:\n%+v", step, gotNotices, notices)
			}
			if !reflect.DeepEqual(gotLabels, labels) || !reflect.DeepEqual(gotEvents, events) {
				t.Fatalf("by %d days:\n%+v\n%+v\nat once:\n%+v\n%+v", step, gotLabels, gotEvents, labels, events)
			}
		}
		again := Advance(h.programme, h.facts, labels, h.at, h.at)
		if len(again.Events) > 0 || len(again.Notices) > 0 || !reflect.DeepEqual(again.Labels, labels) {
			t.Fatalf("the last day again: %+v", again.Events)
		}
	})
}

// TestStandingsFollowLabels: the standings of the last day agree with the labels.
func TestStandingsFollowLabels(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory(rapid.Uint64().Draw(t, "seed"))
		out := Advance(h.programme, h.facts, nil, h.from, h.at)
		for _, s := range out.Standings {
			shown, failing, any := false, false, false
			for _, l := range out.Labels {
				if l.Specialization == s.Specialization {
					any = true
					shown = shown || l.Shown(h.at)
					failing = failing || l.Ended == 0 && l.FailingSince != 0
				}
			}
			holds := s.State == Earned || s.State == InGrace || s.State == AwaitingRenewal
			if holds != shown || s.State == InGrace && !failing || (s.State == Ended) != (any && !shown) {
				t.Fatalf("standing %q, labels %+v", s.State, out.Labels)
			}
			if s.At != h.at || s.Of == 0 || s.Met > s.Of || s.AtRisk && !holds {
				t.Fatalf("standing %+v", s)
			}
		}
		for _, l := range out.Labels {
			found := false
			for _, s := range out.Standings {
				found = found || s.Specialization == l.Specialization
			}
			if !found {
				t.Fatalf("no standing for the label %+v", l)
			}
		}
	})
}

// A sweep looks at a partner only on the days that Advance names; in between nothing may change.
func TestNothingChangesBeforeNext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory(rapid.Uint64().Draw(t, "seed"))
		last := Advance(h.programme, h.facts, nil, h.from, h.from)
		for day := h.from + 1; day <= h.at; day++ {
			now := Advance(h.programme, h.facts, last.Labels, day, day)
			if last.Next == 0 || day < last.Next {
				if len(now.Events)+len(now.Notices) > 0 || !slices.EqualFunc(last.Standings, now.Standings, sameButDay) {
					t.Fatalf("%s: something changed before %s:\n%+v\n%+v", day, last.Next, last.Standings, now.Standings)
				}
				continue
			}
			last = now
		}
	})
}

func sameButDay(a, b Standing) bool {
	return a.Specialization == b.Specialization && a.Version == b.Version && a.State == b.State && a.AtRisk == b.AtRisk &&
		a.Met == b.Met && a.Of == b.Of
}
