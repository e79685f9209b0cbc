package store

import (
	"reflect"
	"slices"
	"testing"

	"partnerdirectory/program"
)

func TestCatchingUpGoesThroughTheDaysInOrder(t *testing.T) {
	s := open(t)
	var crowd []*program.Dossier
	for i, lasts := range []program.Day{30, 10, 20} {
		d := plain(i)
		d.Facts.Attainments = []program.Attainment{attained("data", program.Gold, today-5, today+lasts)}
		crowd = append(crowd, d)
	}
	load(t, s, crowd...)
	var days []program.Day
	if err := s.CatchUp(t.Context(), today+40, func(day program.Day, done, of int) { days = append(days, day) }); err != nil {
		t.Fatal(err)
	}
	if !slices.IsSorted(days) || len(slices.Compact(days)) < 3 || days[len(days)-1] > today+40 {
		t.Errorf("swept %v, want each day on which a label ends, in order", days)
	}
	for i, lasts := range []program.Day{30, 10, 20} {
		earlier := profile(t, s, plain(i).Partner.Slug, today+40).Earlier
		if len(earlier) != 1 || earlier[0].Ended != today+lasts {
			t.Errorf("partner %d: %+v, want a label that ended on %s", i, earlier, today+lasts)
		}
	}
	steps := trailOf(t, s)
	if len(steps) != 3 {
		t.Fatalf("%d events of labels in the trail, want one for each day: %v", len(steps), steps)
	}
	again := 0
	if err := s.CatchUp(t.Context(), today+40, func(program.Day, int, int) { again++ }); err != nil || again != 0 {
		t.Errorf("swept %d times more, %v", again, err)
	}
}

// trailOf returns the events by which sweeps decided labels, oldest first.
func trailOf(t *testing.T, s *Store) (out []string) {
	events, err := s.Events(t.Context(), EventFilter{Action: "decide labels", Kind: aboutPartner, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range slices.Backward(events) {
		out = append(out, e.After)
	}
	return out
}

func TestADryRunSaysWhatEvaluatingDoesAndChangesNothing(t *testing.T) {
	s := open(t)
	const from, n = today - 120, 60
	if err := s.Import(t.Context(), crowd(n), from, nil); err != nil {
		t.Fatal(err)
	}
	gather := func(run func(e Evaluation) error) (steps []Step) {
		done := 0
		if err := run(Evaluation{Progress: func(d, of int) { done = d }, Step: func(x Step) { steps = append(steps, x) }}); err != nil {
			t.Fatal(err)
		}
		if done != n {
			t.Errorf("%d partners evaluated, want %d", done, n)
		}
		return steps
	}
	before := counts(t, s)
	said := gather(func(e Evaluation) error { return s.DryRun(t.Context(), today, e) })
	if after := counts(t, s); !reflect.DeepEqual(after, before) {
		t.Errorf("a dry run changed %v, was %v", after, before)
	}
	did := gather(func(e Evaluation) error { return s.Evaluate(t.Context(), today, e) })
	if len(said) == 0 {
		t.Fatal("nothing happens in this test")
	}
	for i := range did {
		if did[i].Label == "" {
			t.Errorf("%+v names no label", did[i])
		}
		did[i].Label = ""
	}
	for i := range said {
		said[i].Label = ""
	}
	if !reflect.DeepEqual(said, did) {
		t.Errorf("said %+v\ndid  %+v", said, did)
	}
	if more := gather(func(e Evaluation) error { return s.Evaluate(t.Context(), today, e) }); len(more) != 0 {
		t.Errorf("evaluating again took %+v", more)
	}
}
