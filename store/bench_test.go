package store

import (
	"testing"

	"partnerdirectory/program"
)

// BenchmarkImport reports partners a second, evaluation included.
func BenchmarkImport(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s := open(b)
		b.StartTimer()
		const n = 20_000
		if err := s.Import(b.Context(), crowd(n), today, nil); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "partners/s")
	}
}

func benchStore(b *testing.B, n int) *Store {
	b.Helper()
	s := open(b)
	if err := s.Import(b.Context(), crowd(n), today, nil); err != nil {
		b.Fatal(err)
	}
	return s
}

func BenchmarkListings(b *testing.B) {
	const n = 20_000
	s := benchStore(b, n)
	for b.Loop() {
		for _, err := range s.Listings(b.Context(), today) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "partners/s")
}

// BenchmarkReevaluate is one partner with all its facts, transaction and flush to disk included.
func BenchmarkReevaluate(b *testing.B) {
	s := benchStore(b, 500)
	for b.Loop() {
		if err := s.Reevaluate(b.Context(), []program.PartnerID{1}, today); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProfile(b *testing.B) {
	s := benchStore(b, 500)
	for b.Loop() {
		if _, err := s.Profile(b.Context(), "partner-0", today); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSweep(b *testing.B) {
	const n = 20_000
	s := benchStore(b, n)
	day := today
	for b.Loop() {
		day++
		if err := s.Sweep(b.Context(), day, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "partners/s")
}
