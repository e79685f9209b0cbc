package program

import (
	"os"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// bare leaves out of labels what the oracle does not write.
func bare(labels []Label) []Label {
	out := make([]Label, len(labels))
	for i, l := range labels {
		l.Verified, l.EndedBy, l.Told = nil, "", Told{}
		l.Absences = slices.Clone(l.Absences)
		for k := range l.Absences {
			l.Absences[k].Reason = ""
		}
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

// TestHistories: over random lives of partners, a label is shown on a day exactly when walking every day by the plain rules
// says so; sweeping daily, weekly or at once gives the same labels, events and notices; and nobody is told the same twice.
// DIRECTORY_TEST_HISTORIES sets the number of lives.
func TestHistories(t *testing.T) {
	t.Parallel()
	n := 3000
	if s := os.Getenv("DIRECTORY_TEST_HISTORIES"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	const parts = 4
	var mu sync.Mutex
	seen := map[string]int{}
	t.Run("lives", func(t *testing.T) {
		for part := range parts {
			t.Run(strconv.Itoa(part), func(t *testing.T) {
				t.Parallel()
				for seed := part; seed < n; seed += parts {
					counts := checkHistory(t, uint64(seed))
					mu.Lock()
					for k, v := range counts {
						seen[k] += v
					}
					mu.Unlock()
					if t.Failed() {
						return
					}
				}
			})
		}
	})
	t.Logf("%d histories: %v", n, seen)
	for _, what := range []NoticeKind{
		NoticeGranted, NoticeRenewed, NoticeExtended, NoticeMoved, NoticeAtRisk, NoticeChange, NoticeReminder, NoticeAwaiting, NoticeEnded,
		NoticeFailing, NoticeRecovered, NoticeSuspended, NoticeLifted, NoticeRevoked, NoticeReinstated,
	} {
		if seen[string(what)] < n/1000 {
			t.Errorf("%d histories hardly reach %q", n, what)
		}
	}
	for _, why := range []EndReason{EndLapsed, EndNotRenewed, EndRevoked, EndOverride} {
		if seen["ended: "+string(why)] < n/1000 {
			t.Errorf("%d histories hardly end labels by %q", n, why)
		}
	}
}

// checkHistory compares one life with the oracle, and its sweeps with each other; it counts what happened.
func checkHistory(t *testing.T, seed uint64) map[string]int {
	h := newHistory(seed)
	got, events, notices := h.sweep(span + 1)
	want, shown := h.naiveLabels()
	if !reflect.DeepEqual(bare(got), bare(want)) {
		t.Errorf("history %d:\ngot  %+v\nwant %+v", seed, bare(got), bare(want))
		return nil
	}
	for day := h.from; day <= h.at; day++ {
		for i, l := range got {
			if l.Shown(day) != shown[day][i] {
				t.Errorf("history %d: on %s shown is %v: %+v", seed, day, l.Shown(day), l)
			}
		}
	}
	for _, step := range []Day{1, 7} {
		l, e, n := h.sweep(step)
		if !reflect.DeepEqual(l, got) || !reflect.DeepEqual(e, events) || !reflect.DeepEqual(n, notices) {
			t.Errorf("history %d by %d days:\n%+v\n%+v\n%+v\nat once:\n%+v\n%+v\n%+v", seed, step, l, e, n, got, events, notices)
			return nil
		}
	}
	seen := map[string]int{}
	keys := map[string]bool{}
	for _, n := range notices {
		if keys[n.Key] {
			t.Errorf("history %d: told twice: %+v", seed, n)
		}
		keys[n.Key] = true
		seen[string(n.Kind)]++
	}
	for _, l := range got {
		seen["labels"]++
		seen["ended: "+string(l.Reason)]++
		if l.Ended != 0 && l.EndedBy == "" && l.Reason != EndRevoked {
			t.Errorf("history %d: ended by nothing: %+v", seed, l)
		}
		if l.Granted == h.at && l.Override == 0 && len(l.Verified) == 0 {
			t.Errorf("history %d: nothing verified: %+v", seed, l)
		}
	}
	return seen
}

// TestSameDayAgain: advancing over the last day once more changes and tells nothing.
func TestSameDayAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory(rapid.Uint64().Draw(t, "seed"))
		step := Day(rapid.IntRange(2, 90).Draw(t, "step"))
		labels, events, notices := h.sweep(step)
		wantLabels, wantEvents, wantNotices := h.sweep(span + 1)
		if !reflect.DeepEqual(labels, wantLabels) || !reflect.DeepEqual(events, wantEvents) || !reflect.DeepEqual(notices, wantNotices) {
			t.Fatalf("by %d days:\n%+v\n%+v\nat once:\n%+v\n%+v", step, events, notices, wantEvents, wantNotices)
		}
		again := Advance(h.programme, h.facts, labels, h.at, h.at)
		if len(again.Events) > 0 || len(again.Notices) > 0 || !reflect.DeepEqual(again.Labels, labels) {
			t.Fatalf("the last day again: %+v %+v", again.Events, again.Notices)
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
			byHand := s.State == Suspended || s.State == Revoked
			if holds != shown || s.State == InGrace && !failing || (s.State == Ended || byHand) != (any && !shown) && !byHand || byHand && shown {
				t.Fatalf("standing %q, labels %+v", s.State, out.Labels)
			}
			if s.At != h.at || s.Of == 0 || s.Met > s.Of || s.AtRisk && !holds && !byHand {
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
