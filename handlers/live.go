package handlers

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/store"
)

// Snapshot is everything the public pages show of one moment. It is immutable.
type Snapshot struct {
	Revision  uint64
	Day       program.Day
	Programme *program.Programme
	Index     *search.Index
	Cases     *caseShelf
	Recent    []store.RecentLabel
	Labelled  int // partners with at least one label
}

func (s *Snapshot) version() version {
	return version{revision: s.Revision, day: int32(s.Day)}
}

// Live holds the current snapshot and is the one road from "these partners changed" to a new one. Readers take
// Current and never wait.
type Live struct {
	store   *store.Store
	atlas   *search.Atlas
	file    string // where the index is kept between runs; empty: nowhere
	now     func() time.Time
	log     *slog.Logger
	current atomic.Pointer[Snapshot]
	logos   atomic.Pointer[logoShelf]

	mu         sync.Mutex    // one refresh at a time
	saved      atomic.Uint64 // revision of the index in file
	compacting atomic.Bool
	background sync.WaitGroup
}

// LiveOptions say where a Live gets its data.
type LiveOptions struct {
	Store     *store.Store
	Atlas     *search.Atlas
	IndexFile string
	Now       func() time.Time
	Log       *slog.Logger
	Progress  func(done int) // called while an index is built from scratch; may be nil
}

// recentLabels is how many newly earned labels a snapshot carries.
const recentLabels = 12

// pollEvery is how often changes made by another process are looked for.
const pollEvery = 2 * time.Second

// OpenLive makes the first snapshot: from the saved index and what changed since, or from scratch. What is due today must
// have been swept before.
func OpenLive(ctx context.Context, o LiveOptions) (*Live, error) {
	l := &Live{store: o.Store, atlas: o.Atlas, file: o.IndexFile, now: o.Now, log: o.Log}
	p, err := o.Store.Programme(ctx)
	if err != nil {
		return nil, err
	}
	today := program.DayOf(o.Now())
	ix := l.load(p)
	if ix == nil {
		if ix, err = l.build(ctx, p, today, o.Progress); err != nil {
			return nil, err
		}
		l.save(ix)
	} else {
		l.saved.Store(ix.Revision())
	}
	cases, err := loadCases(ctx, o.Store, today)
	if err != nil {
		return nil, err
	}
	if err := l.loadLogos(ctx); err != nil {
		return nil, err
	}
	first := &Snapshot{Revision: ix.Revision(), Day: today, Programme: p, Index: ix, Cases: cases}
	if err := l.publish(ctx, first); err != nil {
		return nil, err
	}
	if err := l.refresh(ctx); err != nil {
		return nil, err
	}
	o.Store.OnChange(func(store.Change) { l.follow(context.WithoutCancel(ctx)) })
	return l, nil
}

// Current returns the newest snapshot.
func (l *Live) Current() *Snapshot { return l.current.Load() }

// follow refreshes before a write returns to its caller, so that whoever wrote sees the change on the next page.
func (l *Live) follow(ctx context.Context) {
	if err := l.refresh(ctx); err != nil && ctx.Err() == nil {
		l.log.Error("refresh search index", "error", err)
	}
	l.compact(ctx)
}

// Run keeps the snapshot fresh until ctx ends: with what other processes commit, and when a new day begins, within
// seconds. Commits of this process, its daily sweep among them, come in by themselves. On the way out Run saves the index
// for the next start.
func (l *Live) Run(ctx context.Context) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			l.background.Wait()
			if ix := l.Current().Index; ix.Revision() != l.saved.Load() {
				l.save(ix)
			}
			return
		case <-tick.C:
			l.follow(ctx)
		}
	}
}

// refresh brings the snapshot up to the store's revision.
func (l *Live) refresh(ctx context.Context) error { return l.advance(ctx, nil) }

// advance publishes a snapshot of the store's newest revision. The index is base with everything on top that changed
// since base's revision; a nil base is the current index.
func (l *Live) advance(ctx context.Context, base *search.Index) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	old := l.Current()
	if base == nil {
		base = old.Index
	}
	change, err := l.store.ChangedSince(ctx, base.Revision())
	if err != nil {
		return err
	}
	next := *old
	next.Revision, next.Day = change.Revision, program.DayOf(l.now())
	if next.Revision != old.Revision {
		if next.Programme, err = l.store.Programme(ctx); err != nil {
			return err
		}
	}
	if next.Programme != old.Programme || base != old.Index {
		if base, err = l.speaking(ctx, base, next.Programme, next.Day); err != nil {
			return err
		}
	}
	next.Index = base
	if change.Revision != base.Revision() {
		listings, err := l.store.ListingsOf(ctx, change.Partners, next.Day)
		if err != nil {
			return err
		}
		if err := l.refreshLogos(ctx, change.Partners); err != nil {
			return err
		}
		next.Index = base.With(listings, missing(change.Partners, listings), change.Revision)
	}
	if next.Revision != old.Revision {
		if next.Cases, err = old.Cases.with(ctx, l.store, change.Partners, next.Day); err != nil {
			return err
		}
	}
	if next.Revision == old.Revision && next.Day == old.Day && next.Index == old.Index {
		return nil
	}
	return l.publish(ctx, &next)
}

// speaking returns an index with the names and words of a programme: anew only where it has no room for new facet values.
func (l *Live) speaking(ctx context.Context, base *search.Index, p *program.Programme, day program.Day) (*search.Index, error) {
	ix, err := base.WithProgramme(p)
	if errors.Is(err, search.ErrVocabulary) {
		return l.build(ctx, p, day, nil)
	}
	return ix, err
}

// publish completes a snapshot with what is read besides the index, and makes it the current one.
func (l *Live) publish(ctx context.Context, s *Snapshot) error {
	var err error
	if s.Recent, err = l.store.RecentLabels(ctx, "", recentLabels, s.Day); err != nil {
		return err
	}
	var all search.Query
	for _, sp := range s.Programme.Specializations {
		all.Specializations = append(all.Specializations, sp.Slug)
	}
	s.Labelled = s.Index.Search(all).Total
	l.current.Store(s)
	return nil
}

// missing returns the ids that have no listing any more.
func missing(ids []program.PartnerID, found []*program.Listing) []program.PartnerID {
	have := make(map[program.PartnerID]bool, len(found))
	for _, f := range found {
		have[f.ID] = true
	}
	var gone []program.PartnerID
	for _, id := range ids {
		if !have[id] {
			gone = append(gone, id)
		}
	}
	return gone
}

// compact merges the changes on top of the index into its base, in the background and one at a time. Searches and
// changes go on meanwhile: what changed during the merge is put on top of the merged index before it is shown.
func (l *Live) compact(ctx context.Context) {
	base := l.Current().Index
	if !base.NeedsCompaction() || !l.compacting.CompareAndSwap(false, true) {
		return
	}
	l.background.Go(func() {
		defer l.compacting.Store(false)
		merged, err := base.Compact()
		if err == nil {
			l.save(merged)
			err = l.advance(ctx, merged)
		}
		if err != nil && ctx.Err() == nil {
			l.log.Error("compact search index", "error", err)
		}
	})
}

func (l *Live) build(ctx context.Context, p *program.Programme, day program.Day, progress func(int)) (*search.Index, error) {
	revision, err := l.store.Revision(ctx)
	if err != nil {
		return nil, err
	}
	var failed error
	seq := func(yield func(*program.Listing) bool) {
		for listing, err := range l.store.Listings(ctx, day) {
			if err != nil {
				failed = err
				return
			}
			if !yield(listing) {
				return
			}
		}
	}
	ix, err := search.Build(p, l.atlas, seq, revision, progress)
	if err := errors.Join(failed, err); err != nil {
		return nil, fmt.Errorf("build search index: %w", err)
	}
	return ix, nil
}

// load returns the saved index, or nil when there is none that can be used.
func (l *Live) load(p *program.Programme) *search.Index {
	if l.file == "" {
		return nil
	}
	f, err := os.Open(l.file)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			l.log.Warn("saved search index cannot be read; building it anew", "error", err)
		}
		return nil
	}
	defer f.Close()
	ix, err := search.Load(f, p, l.atlas)
	if err != nil {
		l.log.Info("saved search index is out of date; building it anew", "reason", err)
		return nil
	}
	return ix
}

// save keeps the index for the next start. Losing it costs time, not data, so a failure is logged and no more.
func (l *Live) save(ix *search.Index) {
	if l.file == "" {
		return
	}
	if err := writeFile(l.file, ix.Save); err != nil {
		l.log.Warn("search index not saved; the next start builds it anew", "error", err)
		return
	}
	l.saved.Store(ix.Revision())
}
