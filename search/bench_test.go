package search

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"partnerdirectory/program"
	"partnerdirectory/seed"
)

// benchPartners is the size at which the benchmarks run: 400,000, or what DIRECTORY_BENCH_PARTNERS says.
func benchPartners() int {
	if n, err := strconv.Atoi(os.Getenv("DIRECTORY_BENCH_PARTNERS")); err == nil && n > 0 {
		return n
	}
	return 400_000
}

// bench is an index at full size with the listings that queries are made of.
type bench struct {
	p       *program.Programme
	atlas   *Atlas
	ix      *Index
	samples []*program.Listing
	built   time.Duration
	waited  time.Duration // of built: for the generator
}

func newBench(b *testing.B) *bench {
	b.Helper()
	p, err := seed.Programme()
	if err != nil {
		b.Fatal(err)
	}
	bn := &bench{p: p, atlas: atlas(b)}
	n := benchPartners()
	start := time.Now()
	bn.ix, err = Build(p, bn.atlas, bn.sampling(seedListings(b, p, bn.atlas, n), max(1, n/5000)), 1, nil)
	if err != nil {
		b.Fatal(err)
	}
	bn.built = time.Since(start)
	runtime.GC()
	return bn
}

// sampling passes listings on, keeps one in so many, and measures how long it waits for them.
func (bn *bench) sampling(seq iter.Seq[*program.Listing], every int) iter.Seq[*program.Listing] {
	return func(yield func(*program.Listing) bool) {
		i, start := 0, time.Now()
		for l := range seq {
			bn.waited += time.Since(start)
			if i++; i%every == 0 {
				bn.samples = append(bn.samples, l)
			}
			if !yield(l) {
				return
			}
			start = time.Now()
		}
	}
}

type benchQuery struct {
	class string
	q     Query
}

const perClass = 25

// queries makes distinct queries of every class, the same each time.
func (bn *bench) queries() []benchQuery {
	r := rand.New(rand.NewPCG(1, 9))
	seen := map[string]bool{}
	var out []benchQuery
	add := func(class string, make func() Query) {
		for n, tries := 0, 0; n < perClass && tries < 10_000; tries++ {
			q := make()
			if key := q.Encode(); key != "" && !seen[key] {
				seen[key] = true
				out = append(out, benchQuery{class, q})
				n++
			}
		}
	}
	common := bn.commonWords(120)
	word := func() string { return common[r.IntN(len(common))] }
	sample := func() *program.Listing { return bn.samples[r.IntN(len(bn.samples))] }
	inText := func() []string { return strings.Fields(sample().Description) }
	clean := func(w string) string { return strings.Join(tokens(w), "") }
	longWord := func() string {
		for {
			if w := clean(inText()[r.IntN(20)]); len(w) >= 6 {
				return w
			}
		}
	}
	place := func(q Query) Query {
		l := sample().Locations[0]
		q.Place, q.Radius = bn.atlas.Key(l.Place), Radii()[r.IntN(6)]
		return q
	}
	facets := func(q Query, n int) Query {
		for range n {
			l := sample()
			switch r.IntN(5) {
			case 0:
				q.Countries = []string{l.Locations[0].Country}
			case 1:
				q.Industries = l.Industries
			case 2:
				q.Services = l.Services[:1]
			case 3:
				if len(l.Competencies) > 0 {
					q.Competencies = []string{l.Competencies[0].Competency}
				}
			default:
				q.Specializations = []string{bn.p.Specializations[r.IntN(len(bn.p.Specializations))].Slug}
			}
		}
		return q
	}
	add("facets only", func() Query { return facets(Query{}, 1+r.IntN(3)) })
	add("one common word", func() Query { return Query{Text: word()} })
	add("two words", func() Query { return Query{Text: word() + " " + word()} })
	add("phrase", func() Query {
		words := inText()
		i := r.IntN(len(words) - 4)
		return Query{Text: `"` + strings.Join(words[i:i+2+r.IntN(2)], " ") + `"`}
	})
	add("prefix", func() Query { return Query{Text: longWord()[:3+r.IntN(3)]} })
	add("typo", func() Query { return Query{Text: mistype(r, longWord()) + " " + word()} })
	add("place, radius", func() Query { return place(Query{Sort: []Sort{BestMatch, Nearest}[r.IntN(2)]}) })
	add("combination", func() Query { return place(facets(Query{Text: word(), Sort: Nearest}, 1+r.IntN(2))) })
	add("deep page", func() Query {
		return Query{Text: word(), Page: 20 + r.IntN(400), Sort: []Sort{BestMatch, ByName, NewestLabel}[r.IntN(3)]}
	})
	add("name", func() Query { return Query{Text: sample().Name} })
	return out
}

// commonWords returns the words of descriptions that most partners have, of four letters and more.
func (bn *bench) commonWords(n int) []string {
	s := bn.ix.parts[0].segment
	p := &s.text[inDescription]
	order := sequence(s.words.len())
	slices.SortFunc(order, func(a, b uint32) int { return p.size(b) - p.size(a) })
	var out []string
	for _, w := range order {
		if len(s.words.at(int(w))) >= 4 {
			out = append(out, s.words.at(int(w)))
		}
		if len(out) == n {
			break
		}
	}
	return out
}

// latencies are the times of queries by class.
type latencies map[string][]time.Duration

const allClasses = "all"

func (l latencies) add(class string, d time.Duration) {
	l[class] = append(l[class], d)
	l[allClasses] = append(l[allClasses], d)
}

func (l latencies) at(class string, share float64) time.Duration {
	all := slices.Sorted(slices.Values(l[class]))
	return all[min(len(all)-1, int(share*float64(len(all))))]
}

// run asks every query so many times over, in scrambled order, and measures the time on the wall and that of the thread,
// which is the time on the wall of a machine that does nothing else.
func (bn *bench) run(ix func() *Index, queries []benchQuery, rounds int) (wall, thread latencies) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	wall, thread = latencies{}, latencies{}
	r := rand.New(rand.NewPCG(2, 2))
	for range rounds {
		for _, i := range r.Perm(len(queries)) {
			start, computed := time.Now(), threadTime()
			ix().Search(queries[i].q)
			thread.add(queries[i].class, threadTime()-computed)
			wall.add(queries[i].class, time.Since(start))
		}
	}
	return wall, thread
}

// BenchmarkSearch builds the index once and prints the latencies of every class of queries on one core.
func BenchmarkSearch(b *testing.B) {
	bn := newBench(b)
	queries := bn.queries()
	fmt.Printf("\n%d partners built in %.1f s (of which %.1f s waiting for the generator), %d bytes a partner\n",
		bn.ix.Len(), bn.built.Seconds(), bn.waited.Seconds(), bn.ix.Bytes()/bn.ix.Len())
	b.Run("quiet", func(b *testing.B) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		for b.Loop() {
			wall, thread := bn.run(func() *Index { return bn.ix }, queries, 5)
			fmt.Println("computing time:")
			thread.print(queries)
			fmt.Println("time on the wall:")
			wall.print(queries)
			b.ReportMetric(float64(thread.at(allClasses, 0.5).Microseconds()), "p50-µs")
			b.ReportMetric(float64(thread.at(allClasses, 0.99).Microseconds()), "p99-µs")
		}
		b.ReportMetric(float64(bn.ix.Bytes()/bn.ix.Len()), "B/partner")
	})
	b.Run("changes", func(b *testing.B) { bn.changes(b, queries) })
	b.Run("suggest", func(b *testing.B) {
		i := 0
		for b.Loop() {
			text := bn.samples[i%len(bn.samples)].Name
			bn.ix.Suggest(text[:min(len(text), 1+i%8)], 8)
			i++
		}
	})
	b.Run("save and load", bn.saveAndLoad)
	b.Run("fts5", bn.fts5)
}

func (l latencies) print(queries []benchQuery) {
	fmt.Printf("%-18s %8s %10s %10s %10s\n", "class", "queries", "p50", "p99", "max")
	classes := []string{}
	for _, q := range queries {
		if !slices.Contains(classes, q.class) {
			classes = append(classes, q.class)
		}
	}
	for _, c := range append(classes, allClasses) {
		fmt.Printf("%-18s %8d %10v %10v %10v\n", c, len(l[c]), l.at(c, 0.5).Round(time.Microsecond),
			l.at(c, 0.99).Round(time.Microsecond), l.at(c, 1).Round(time.Microsecond))
	}
}

// changes compares searches on a quiet index with searches during 20 changes a second.
func (bn *bench) changes(b *testing.B, queries []benchQuery) {
	for b.Loop() {
		_, quiet := bn.run(func() *Index { return bn.ix }, queries, 3)
		var current atomic.Pointer[Index]
		current.Store(bn.ix)
		stop, done := make(chan struct{}), make(chan []time.Duration)
		go func() {
			var took []time.Duration
			tick := time.NewTicker(time.Second / 20)
			defer tick.Stop()
			for i := 0; ; i++ {
				select {
				case <-stop:
					done <- took
					return
				case <-tick.C:
					l := *bn.samples[i%len(bn.samples)]
					l.Labels = nil
					start := time.Now()
					current.Store(current.Load().With([]*program.Listing{&l}, nil, uint64(i+2)))
					took = append(took, time.Since(start))
				}
			}
		}()
		busy := latencies{}
		for start := time.Now(); time.Since(start) < 6*time.Second; {
			_, round := bn.run(current.Load, queries, 1)
			for class, times := range round {
				busy[class] = append(busy[class], times...)
			}
		}
		close(stop)
		took := slices.Sorted(slices.Values(<-done))
		fmt.Printf("changes: p99 quiet %v, during changes %v; With p50 %v, max %v over %d\n", quiet.at(allClasses, 0.99),
			busy.at(allClasses, 0.99), took[len(took)/2], took[len(took)-1], len(took))
		b.ReportMetric(float64(busy.at(allClasses, 0.99))/float64(quiet.at(allClasses, 0.99)), "p99-busy/quiet")
		b.ReportMetric(float64(took[len(took)-1].Microseconds()), "With-max-µs")
	}
}

func (bn *bench) saveAndLoad(b *testing.B) {
	path := b.TempDir() + "/index"
	for b.Loop() {
		f, err := os.Create(path)
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		if err := bn.ix.Save(f); err != nil {
			b.Fatal(err)
		}
		saved := time.Since(start)
		if _, err := f.Seek(0, 0); err != nil {
			b.Fatal(err)
		}
		start = time.Now()
		if _, err := Load(f, bn.p, bn.atlas); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(saved.Seconds(), "s-save")
		b.ReportMetric(time.Since(start).Seconds(), "s-load")
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
