package store

import (
	"os"
	"strconv"
	"testing"

	"partnerdirectory/program"
)

// size is the number of partners for the benchmarks that read or write all: BENCH_PARTNERS, else 20,000.
func size(b *testing.B) int {
	b.Helper()
	text := os.Getenv("BENCH_PARTNERS")
	if text == "" {
		return 20_000
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func perPartner(b *testing.B, n int) {
	b.Helper()
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "partners/s")
}

// BenchmarkImport reports partners a second, evaluation included.
func BenchmarkImport(b *testing.B) {
	n := size(b)
	for b.Loop() {
		b.StopTimer()
		s := open(b)
		b.StartTimer()
		if err := s.Import(b.Context(), crowd(n), today, nil); err != nil {
			b.Fatal(err)
		}
	}
	perPartner(b, n)
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
	n := size(b)
	s := benchStore(b, n)
	for b.Loop() {
		for _, err := range s.Listings(b.Context(), today) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	perPartner(b, n)
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
	n := size(b)
	s := benchStore(b, n)
	day := today
	for b.Loop() {
		day++
		if err := s.Sweep(b.Context(), day, nil); err != nil {
			b.Fatal(err)
		}
	}
	perPartner(b, n)
}

// BenchmarkDryRun evaluates everybody and writes nothing.
func BenchmarkDryRun(b *testing.B) {
	n := size(b)
	s := benchStore(b, n)
	for b.Loop() {
		if err := s.DryRun(b.Context(), today+30, Evaluation{}); err != nil {
			b.Fatal(err)
		}
	}
	perPartner(b, n)
}

// BenchmarkImpact asks whom a draft of a specialization that one partner in ten holds would touch.
func BenchmarkImpact(b *testing.B) {
	s := benchStore(b, size(b))
	d := Draft{Specialization: "kubernetes", Root: testProgramme().Sets[0].Root}
	for b.Loop() {
		if _, err := s.Impact(b.Context(), d, today); err != nil {
			b.Fatal(err)
		}
	}
}
