package program

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestWhatIsNotLookedAtChangesNothing: without the figures and certifications that its set does not look at, a life is the same.
func TestWhatIsNotLookedAtChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newWideHistory(rapid.Uint64().Draw(t, "seed"))
		for _, set := range h.programme.Sets {
			looks := h.programme.LooksOf(set)
			few := *h.facts
			few.Metrics = slices.DeleteFunc(slices.Clone(few.Metrics), func(v MetricValue) bool { return !slices.Contains(looks.Metrics, v.Metric) })
			few.Holdings = slices.DeleteFunc(slices.Clone(few.Holdings), func(x Holding) bool { return !slices.Contains(looks.Certifications, x.Code) })
			at := epoch + Day(rapid.IntRange(0, int(span)).Draw(t, "day"))
			all, some := Evaluate(h.programme, set, h.facts, at).Root, Evaluate(h.programme, set, &few, at).Root
			if all.State != some.State || all.Have != some.Have || all.Until != some.Until {
				t.Fatalf("%s on %s: %s with all facts, %s with those it looks at", set.Specialization, at, all.State, some.State)
			}
		}
	})
}
