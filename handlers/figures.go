package handlers

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// flushEvery is how often figures go from memory to the database.
const flushEvery = time.Minute

// Figures counts how often partners are seen. Nobody is told apart: there is no cookie and no address in it, only how
// often a page was asked for by what looks like a person's browser. Counts are kept in memory and stored each minute and
// at shutdown, so a crash may lose a minute of them.
type Figures struct {
	store *store.Store
	log   *slog.Logger

	mu      sync.Mutex
	counted []*audience // with counts that were not taken yet

	storing sync.Mutex
	left    map[program.PartnerID]store.Figures // taken, not stored yet
}

// NewFigures starts at nothing counted.
func NewFigures(st *store.Store, log *slog.Logger) *Figures {
	return &Figures{store: st, log: log, left: map[program.PartnerID]store.Figures{}}
}

// sighting is how a partner is seen.
type sighting int

const (
	onProfile sighting = iota
	inResults
	onProof
)

// audience counts who looked at one page that shows partners. It belongs to the page's answer, so that a page from
// the cache is counted with one atomic addition.
type audience struct {
	how      sighting
	partners []program.PartnerID
	n        atomic.Int64
}

// count adds one look at a page, when a person asked for it. A browser that has the page and asks whether it still
// stands looks at it as well; a browser that fetches it in advance does not.
func (f *Figures) count(a *audience, r *http.Request) {
	if a == nil || !byPerson(r) {
		return
	}
	if a.n.Add(1) == 1 {
		f.mu.Lock()
		f.counted = append(f.counted, a)
		f.mu.Unlock()
	}
}

// byPerson reports whether a request looks like a person's who looks at the page: all browsers call themselves Mozilla,
// and robots that do so too give an address or say what they are. Every look is asked, so it looks for little.
func byPerson(r *http.Request) bool {
	agent := r.UserAgent()
	return r.Method == http.MethodGet && strings.HasPrefix(agent, "Mozilla/") && len(r.Header["Sec-Purpose"]) == 0 &&
		!strings.Contains(agent, "://") && !strings.Contains(agent, "bot") && !strings.Contains(agent, "Headless")
}

// Store writes what was counted since the last time, in one transaction. What it cannot write it keeps for the next
// time.
func (f *Figures) Store(ctx context.Context) error {
	f.storing.Lock()
	defer f.storing.Unlock()
	f.mu.Lock()
	counted := f.counted
	f.counted = nil
	f.mu.Unlock()
	for _, a := range counted {
		n := a.n.Swap(0) // who counts from here on puts the audience on the list again
		for _, id := range a.partners {
			sum := f.left[id]
			sum.Partner = id
			switch a.how {
			case onProfile:
				sum.Views += n
			case inResults:
				sum.Appearances += n
			case onProof:
				sum.Proofs += n
			}
			f.left[id] = sum
		}
	}
	list := slices.SortedFunc(maps.Values(f.left), func(a, b store.Figures) int { return cmp.Compare(a.Partner, b.Partner) })
	if err := f.store.AddFigures(ctx, program.DayOf(f.store.Now()), list); err != nil {
		return err
	}
	clear(f.left)
	return nil
}

// Run stores figures each minute until ctx ends, and once more then.
func (f *Figures) Run(ctx context.Context) {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			f.storeOrLog(context.WithoutCancel(ctx))
			return
		case <-tick.C:
			f.storeOrLog(context.WithoutCancel(ctx))
		}
	}
}

func (f *Figures) storeOrLog(ctx context.Context) {
	if err := f.Store(ctx); err != nil {
		f.log.Error("store figures; they are kept for the next minute", "error", err)
	}
}
