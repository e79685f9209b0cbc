package store

import (
	"testing"

	"partnerdirectory/program"
)

// One page of a queue with some thousands waiting, which is what 400,000 partners of the sample have.
func BenchmarkQueue(b *testing.B) {
	s := open(b)
	var all []*program.Dossier
	for i := range 4000 {
		d := plain(i)
		d.Facts.References = []program.Reference{{Customer: "Shop", Scenario: "migration", Finished: today - 50, Verification: undecided(i % 90)}}
		all = append(all, d)
	}
	load(b, s, all...)
	b.ResetTimer()
	for b.Loop() {
		if q, err := s.Queue(b.Context(), WaitingFilter{Country: "FR"}, today, 1, 50); err != nil || q.Total != 4000 {
			b.Fatalf("%d wait, %v", q.Total, err)
		}
	}
}
