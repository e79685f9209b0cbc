// Package search finds: an immutable in-memory index of public listings, with facets, places and suggestions.
// Pure: listings in, results out.
package search

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"runtime"
	"slices"
	"sync"

	"partnerdirectory/program"
)

// Index is an immutable snapshot. All methods are safe for concurrent use without locks.
//
// It is made of a few segments: a large base, one that gathered changes, runs of later changes, and a small tail that holds
// the latest. A change rebuilds only the tail; a full tail is merged into the last run; Compact merges the rest.
type Index struct {
	vocab    *vocabulary
	atlas    *Atlas
	parts    []part // the base, then what was changed later
	revision uint64
	n        int
	recount  bool // the base lost its ready counts by a change of words
}

const (
	chunkSize  = 20_000 // listings that one builder takes: bounds what Build holds in memory
	tailSize   = 64     // partners in the tail before it is merged into the last run
	runSize    = 512    // partners in a run before a new one begins: bounds how long one change can take
	maxParts   = 8      // before compaction is worth its time
	middleSize = 4096   // partners on top of a small base before compaction merges them into it
)

// ErrVocabulary says that a programme has more facet values than an index can number.
var ErrVocabulary = errors.New("too many facet values")

// Build indexes all listings. progress, when not nil, is called now and then with the number done. A listing must not
// change until Build returns, and no two may have the same id.
func Build(p *program.Programme, atlas *Atlas, listings iter.Seq[*program.Listing], revision uint64, progress func(int)) (*Index, error) {
	vocab := newVocabulary(p, atlas)
	if len(vocab.values) > math.MaxUint16 {
		return nil, fmt.Errorf("build index: %d: %w", len(vocab.values), ErrVocabulary)
	}
	parts := buildChunks(vocab, atlas, listings, progress)
	base := parts[0].segment
	if len(parts) > 1 {
		base = merge(parts)
	}
	base.seal()
	for i := 1; i < base.len(); i++ {
		if id := base.ids[base.byID[i]]; id == base.ids[base.byID[i-1]] {
			return nil, fmt.Errorf("build index: two listings of partner %d: %w", id, program.ErrConflict)
		}
	}
	return newIndex(vocab, atlas, []part{wholePart(base)}, revision), nil
}

func newIndex(v *vocabulary, atlas *Atlas, parts []part, revision uint64) *Index {
	ix := &Index{vocab: v, atlas: atlas, parts: parts, revision: revision}
	for _, p := range parts {
		ix.n += p.live.count()
	}
	return ix
}

// buildChunks makes one segment for each so many listings, on all processors. There is at least one.
func buildChunks(v *vocabulary, atlas *Atlas, listings iter.Seq[*program.Listing], progress func(int)) []part {
	var (
		chunks []*part
		wg     sync.WaitGroup
		busy   = make(chan struct{}, runtime.GOMAXPROCS(0))
		done   int
	)
	start := func(chunk []*program.Listing) {
		to := new(part)
		chunks = append(chunks, to)
		done += len(chunk)
		busy <- struct{}{}
		wg.Go(func() {
			*to = wholePart(newSegment(v, atlas, chunk))
			<-busy
		})
		if progress != nil {
			progress(done)
		}
	}
	var chunk []*program.Listing
	for l := range listings {
		chunk = append(chunk, l)
		if len(chunk) == chunkSize {
			start(chunk)
			chunk = nil
		}
	}
	if len(chunk) > 0 || len(chunks) == 0 {
		start(chunk)
	}
	wg.Wait()
	parts := make([]part, len(chunks))
	for i, c := range chunks {
		parts[i] = *c
	}
	return parts
}

// With returns a new snapshot in which the changed listings replace or join those with the same id and the removed
// ones are gone. It costs in proportion to the change, not the index; the receiver stays valid.
func (ix *Index) With(changed []*program.Listing, removed []program.PartnerID, revision uint64) *Index {
	last := map[program.PartnerID]*program.Listing{}
	for _, l := range changed {
		last[l.ID] = l
	}
	var fresh []*program.Listing
	for _, l := range changed {
		if last[l.ID] == l {
			fresh = append(fresh, l)
		}
		removed = append(slices.Clip(removed), l.ID)
	}
	parts := slices.Clone(ix.parts)
	for i := range parts {
		parts[i].live = without(parts[i], removed)
	}
	if len(fresh) > 0 {
		parts = appendTail(parts, wholePart(newSegment(ix.vocab, ix.atlas, fresh)))
	}
	out := newIndex(ix.vocab, ix.atlas, parts, revision)
	out.recount = ix.recount
	return out
}

// WithProgramme returns the same partners under the names, words and synonyms of another programme; the receiver stays
// valid. It is quick: nothing is indexed again. It fails with ErrVocabulary when the programme has too many new facet values:
// the caller then builds anew.
func (ix *Index) WithProgramme(p *program.Programme) (*Index, error) {
	vocab, err := ix.vocab.renumbered(p, ix.atlas, func(number int) bool {
		return slices.ContainsFunc(ix.parts, func(p part) bool { return p.values.size(uint32(number)) > 0 })
	})
	if err != nil || vocab.print == ix.vocab.print {
		return ix, err
	}
	parts := make([]part, len(ix.parts))
	for i, p := range ix.parts {
		parts[i] = part{p.segment.speaking(vocab), p.live}
	}
	out := newIndex(vocab, ix.atlas, parts, ix.revision)
	out.recount = true
	return out, nil
}

// without returns which documents of a part are left when some partners go.
func without(p part, removed []program.PartnerID) bitmap {
	live, copied := p.live, false
	for _, id := range removed {
		d, ok := p.docOfID(id)
		if !ok || !live.has(d) {
			continue
		}
		if !copied {
			live, copied = slices.Clone(live), true
		}
		live.unset(d)
	}
	return live
}

// appendTail adds a segment behind the others: merged with the tail, and once that is full with the run before, as long as
// the run does not become so large that the merge would take long.
func appendTail(parts []part, tail part) []part {
	small := []part{tail}
	size := tail.live.count()
	for len(parts) > 1 {
		last := parts[len(parts)-1]
		n := last.live.count()
		if size+n > runSize || n > tailSize && size <= tailSize {
			break
		}
		small, size = append(small, last), size+n
		parts = parts[:len(parts)-1]
	}
	merged := tail.segment
	if len(small) > 1 {
		merged = merge(small)
	}
	merged.seal()
	return append(parts, wholePart(merged))
}

// NeedsCompaction reports whether so many changes were put on top that Compact is worth its time.
func (ix *Index) NeedsCompaction() bool {
	return len(ix.parts) > maxParts || ix.hollow() || ix.recount
}

// hollow reports whether much of the base no longer counts.
func (ix *Index) hollow() bool {
	base := ix.parts[0]
	return base.len()-base.live.count() > max(middleSize, base.len()/8)
}

// Compact returns an equal index of fewer parts: all changes merged into one, or, when they have become many, into the base.
// Slow; call it in the background.
func (ix *Index) Compact() (*Index, error) {
	onTop := 0
	for _, p := range ix.parts[1:] {
		onTop += p.len()
	}
	from := 1
	if onTop > max(middleSize, ix.parts[0].len()/16) || ix.hollow() {
		from = 0
	}
	if ix.recount && from > 0 {
		base := part{ix.parts[0].speaking(ix.vocab), ix.parts[0].live}
		base.sealReady()
		parts := slices.Clone(ix.parts)
		parts[0] = base
		ix = newIndex(ix.vocab, ix.atlas, parts, ix.revision)
	}
	if len(ix.parts)-from < 2 && !ix.hollow() {
		return ix, nil
	}
	merged := merge(ix.parts[from:])
	merged.seal()
	return newIndex(ix.vocab, ix.atlas, append(slices.Clone(ix.parts[:from]), wholePart(merged)), ix.revision), nil
}

// Revision returns the store's revision that the snapshot reflects.
func (ix *Index) Revision() uint64 { return ix.revision }

// Len returns the number of partners.
func (ix *Index) Len() int { return ix.n }

// Bytes returns the memory that the index holds, in bytes, as counted from its slices.
func (ix *Index) Bytes() int {
	n := 0
	for _, p := range ix.parts {
		n += p.bytes() + 8*len(p.live)
	}
	return n
}

// Card returns one partner's hit by slug, without Why, for compare, shortlist and holder lists.
func (ix *Index) Card(slug string) (Hit, bool) {
	for _, p := range ix.parts {
		if d, ok := p.docOfSlug(slug, p.live); ok {
			return ix.hit(p, d), true
		}
	}
	return Hit{}, false
}

// Towns returns, for a set of countries or all, the towns with most partners, for browsing by place.
func (ix *Index) Towns(countries []string, n int) []TownCount {
	count := map[uint32]int{}
	for _, p := range ix.parts {
		for key, town := range p.towns {
			if len(countries) == 0 || slices.Contains(countries, ix.atlas.towns[town].Country) {
				count[town] += p.atTown.countIn(p.live, uint32(key))
			}
		}
	}
	out := make([]TownCount, 0, len(count))
	for town, c := range count {
		if c > 0 {
			out = append(out, TownCount{Place: ix.atlas.towns[town], Key: ix.atlas.keys[town], N: c})
		}
	}
	slices.SortFunc(out, func(a, b TownCount) int {
		if a.N != b.N {
			return b.N - a.N
		}
		return int(ix.atlas.byID[a.Place.ID]) - int(ix.atlas.byID[b.Place.ID])
	})
	return out[:min(n, len(out))]
}

// TownCount is a town with the number of partners that have a location there.
type TownCount struct {
	Place program.Place
	Key   string
	N     int
}
