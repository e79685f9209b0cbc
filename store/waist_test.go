package store

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"partnerdirectory/program"
)

func TestTheLastMissingFactGrantsTheLabel(t *testing.T) {
	s := open(t)
	d := complete(1)
	review := d.Facts.Reviews
	d.Facts.Reviews = nil
	load(t, s, d)
	if got := profile(t, s, "partner-1", today).Labels; len(got) != 0 {
		t.Fatalf("a label without a review: %+v", got)
	}
	review[0].Verification = accepted(today)
	facts, err := s.Record(t.Context(), Act{}, d.Partner.ID, program.Facts{Reviews: review}, today)
	if err != nil {
		t.Fatal(err)
	}
	if facts.Reviews[0].ID == 0 {
		t.Error("the review has no id")
	}
	labels := profile(t, s, "partner-1", today).Labels
	if len(labels) != 1 || labels[0].Granted != today {
		t.Fatalf("got %+v, want a label granted today", labels)
	}
	label, partner, err := s.Label(t.Context(), labels[0].ID)
	if err != nil || partner.Slug != "partner-1" || !reflect.DeepEqual(label, labels[0]) {
		t.Errorf("by its id: %+v of %s, %v", label, partner.Slug, err)
	}
	recent, err := s.RecentLabels(t.Context(), "", 5, today)
	if err != nil || len(recent) != 1 || recent[0].Partner.Name != "Partner 1" {
		t.Errorf("recent labels %+v, %v", recent, err)
	}
	if none, err := s.RecentLabels(t.Context(), "analytics", 5, today); err != nil || len(none) != 0 {
		t.Errorf("recent labels of another specialization %+v, %v", none, err)
	}
	history, err := s.StandingHistory(t.Context(), d.Partner.ID, "kubernetes")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(history); n == 0 || history[n-1].State != program.Earned || history[n-1].Until != 0 {
		t.Errorf("standing history %+v", history)
	}
}

func TestALapsedFactEndsTheLabel(t *testing.T) {
	s := open(t)
	d := complete(1)
	load(t, s, d)
	id := profile(t, s, "partner-1", today).Labels[0].ID
	gold := d.Facts.Attainments[0]
	gold.Until = today
	if err := s.Supersede(t.Context(), Act{}, d.Partner.ID, []program.EvidenceID{gold.ID},
		&program.Facts{Attainments: []program.Attainment{gold}}, today); err != nil {
		t.Fatal(err)
	}
	p := profile(t, s, "partner-1", today)
	if len(p.Labels) != 0 || len(p.Earlier) != 1 || p.Earlier[0].ID != id || p.Earlier[0].Ended != today {
		t.Fatalf("held %+v, earlier %+v", p.Labels, p.Earlier)
	}
	if len(p.Attainments) != 0 {
		t.Errorf("the attainment is still active: %+v", p.Attainments)
	}
	if yesterday := profile(t, s, "partner-1", today-1); len(yesterday.Labels) != 1 {
		t.Error("the label is no longer shown on the day before it ended")
	}
	steps, err := s.LabelHistory(t.Context(), id)
	if want := []LabelStep{{program.EventGranted, today - 60}, {program.EventEnded, today}}; err != nil || !slices.Equal(steps, want) {
		t.Errorf("history %v, %v, want %v", steps, err, want)
	}
	facts, err := s.Facts(t.Context(), d.Partner.ID)
	if err != nil || len(facts.Attainments) != 1 || facts.Attainments[0].Until != today {
		t.Errorf("facts %+v, %v", facts.Attainments, err)
	}
	if n := counts(t, s)["attainments"]; n != 2 {
		t.Errorf("%d rows: the earlier fact must stay", n)
	}
}

func TestTheSweepEndsWhatLapsedByItself(t *testing.T) {
	s := open(t)
	d := complete(1)
	d.Facts.Attainments[0].Until = today + 10
	silver := plain(2)
	silver.Facts.Attainments = []program.Attainment{attained("data", program.Silver, today-5, today+10)}
	load(t, s, plain(0), d, silver)
	var told []Change
	s.OnChange(func(c Change) { told = append(told, c) })
	if err := s.Sweep(t.Context(), today+9, nil); err != nil {
		t.Fatal(err)
	}
	if len(told) != 0 {
		t.Errorf("told of %+v before anything public changed", told)
	}
	seen := 0
	if err := s.Sweep(t.Context(), today+12, func(done, of int) { seen = done }); err != nil {
		t.Fatal(err)
	}
	if seen != 2 {
		t.Errorf("swept %d partners, want the two that anything can happen to", seen)
	}
	if len(told) != 1 || !slices.Equal(told[0].Partners, []program.PartnerID{d.Partner.ID, silver.Partner.ID}) {
		t.Errorf("told of %+v, want both partners", told)
	}
	earlier := profile(t, s, "partner-1", today+12).Earlier
	if len(earlier) != 1 || earlier[0].Ended != today+10 {
		t.Errorf("got %+v, want the label ended on the day of the lapse, though the sweep came later", earlier)
	}
}

func TestReevaluatingAgainChangesNothing(t *testing.T) {
	s := open(t)
	d := complete(1)
	load(t, s, d)
	before := counts(t, s)
	var told []Change
	s.OnChange(func(c Change) { told = append(told, c) })
	for range 3 {
		if err := s.Reevaluate(t.Context(), []program.PartnerID{d.Partner.ID}, today); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Reevaluate(t.Context(), []program.PartnerID{d.Partner.ID}, today-30); err != nil {
		t.Errorf("a clock that went back: %v", err)
	}
	if after := counts(t, s); !reflect.DeepEqual(before, after) || len(told) != 0 {
		t.Errorf("got %v, told %v; was %v", after, told, before)
	}
	if err := s.Reevaluate(t.Context(), []program.PartnerID{77}, today); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("no such partner: %v", err)
	}
}

// The facts alone decide, not how often somebody looked.
func TestSweepingDailyOrOnceGivesTheSame(t *testing.T) {
	const from, n = today - 100, 60
	outcome := func(step program.Day) (out []program.Label) {
		s := open(t)
		if err := s.Import(t.Context(), crowd(n), from, nil); err != nil {
			t.Fatal(err)
		}
		for day := from + step; day < today; day += step {
			if err := s.Sweep(t.Context(), day, nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Sweep(t.Context(), today, nil); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			p := profile(t, s, plain(i).Partner.Slug, today)
			for _, l := range append(p.Labels, p.Earlier...) {
				l.ID = plain(i).Partner.Slug
				out = append(out, l)
			}
		}
		return out
	}
	daily := outcome(1)
	if len(daily) == 0 {
		t.Fatal("nobody earned a label")
	}
	for _, step := range []program.Day{7, 100} {
		if got := outcome(step); !reflect.DeepEqual(got, daily) {
			t.Errorf("every %d days: %+v\ndaily: %+v", step, got, daily)
		}
	}
}

// What a sweep leaves out needed no look: evaluating everybody after it changes nothing.
func TestTheSweepMissesNobody(t *testing.T) {
	s := open(t)
	const from, n = today - 60, 120
	if err := s.Import(t.Context(), crowd(n), from, nil); err != nil {
		t.Fatal(err)
	}
	everybody := make([]program.PartnerID, n)
	for i := range everybody {
		everybody[i] = program.PartnerID(i + 1)
	}
	swept := 0
	for day := from + 1; day <= today; day += 6 {
		done := 0
		if err := s.Sweep(t.Context(), day, func(d, _ int) { done = d }); err != nil {
			t.Fatal(err)
		}
		swept += done
		before := counts(t, s)
		if err := s.Reevaluate(t.Context(), everybody, day); err != nil {
			t.Fatal(err)
		}
		if after := counts(t, s); !reflect.DeepEqual(before, after) {
			t.Fatalf("%v: the sweep left %v, evaluating all gives %v", day, before, after)
		}
	}
	if swept == 0 || swept > 5*n {
		t.Errorf("swept %d partners in ten sweeps of %d: it should find work, and not always for all", swept, n)
	}
}

func TestOnlyOneFileWritesLabelsAndStandings(t *testing.T) {
	written := regexp.MustCompile(`(?i)(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO) +(labels|label_events|standings)\b|into\(.(labels|label_events|standings).,`)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case strings.HasSuffix(file, "_test.go") || !written.Match(text):
		case file == "waist.go":
			found = true
		default:
			t.Errorf("%s writes labels or standings", file)
		}
	}
	if !found {
		t.Error("the pattern finds no writer at all")
	}
}
