package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"partnerdirectory/program"
)

// Impact is what a draft would do if it were published on a day and the facts stayed as they are.
type Impact struct {
	Set       program.Set // as it would be published
	Keeps     []Affected
	Gains     []Affected
	Loses     []Affected
	Unchanged int // partners on their way to the label, or with one that ended, who are no nearer and no further
}

// Affected is one partner to whom a draft does something.
type Affected struct {
	Partner program.PartnerID
	Slug    string
	Name    string
	program.Fate
}

// Impact says whom a draft would touch if it were published on day at, and how: by the same clock that decides labels,
// each partner in order of its id. It changes nothing, and the draft need not be saved. A draft without a day is taken to
// be in force from the first that gives full notice. ErrInvalid: its tree cannot be evaluated.
func (s *Store) Impact(ctx context.Context, d Draft, at program.Day) (Impact, error) {
	var out Impact
	err := s.read(ctx, func(q querier) error {
		known, err := s.programmeIn(ctx, q)
		if err != nil {
			return err
		}
		p := known.programme
		if d.EffectiveFrom == 0 {
			d.EffectiveFrom = at + program.Day(p.Settings.MinimumNoticeDays)
		}
		out.Set = setOf(d, at)
		if last, ok := p.Newest(d.Specialization); ok {
			out.Set.Version = last.Version + 1
		}
		if err := out.Set.Validate(p); err != nil {
			return err
		}
		candidates, standing, err := candidatesOf(ctx, q, &out.Set)
		if err != nil {
			return err
		}
		looks := p.LooksOf(setsWith(p, out.Set)...)
		list, err := s.fates(ctx, program.PreviewOf(p, out.Set, at), candidates.ids(), &looks)
		if err != nil {
			return err
		}
		out.sort(list, standing, candidates)
		return nil
	})
	return out, wrap(err, "ask for the impact of a draft for "+d.Specialization)
}

// DataRevision returns numbers that both stay the same while no impact of any draft can come out otherwise on the same day: of the
// last change of the programme, and of the last event that is not of a draft or an account.
func (s *Store) DataRevision(ctx context.Context) (programme, facts uint64, err error) {
	err = s.read(ctx, func(q querier) error {
		if programme, err = counter(ctx, q, "programme"); err != nil {
			return err
		}
		err := q.QueryRowContext(ctx, `SELECT id FROM events WHERE kind NOT IN ($1, 'account') ORDER BY id DESC LIMIT 1`, aboutRequirements).Scan(&facts)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return programme, facts, wrap(err, "read the revision of the data")
}

// setsWith returns the sets of a specialization, and one that is to come.
func setsWith(p *program.Programme, next program.Set) []program.Set {
	out := []program.Set{next}
	for _, set := range p.Sets {
		if set.Specialization == next.Specialization {
			out = append(out, set)
		}
	}
	return out
}

// candidatesOf returns the partners to whom a set may do anything, and those who stand somewhere in its specialization.
func candidatesOf(ctx context.Context, q querier, set *program.Set) (candidates, standing partnerSet, err error) {
	f := finder{ctx: ctx, q: q, specialization: set.Specialization}
	if candidates, err = f.mayMeet(&set.Root); err != nil {
		return candidates, standing, err
	}
	if candidates.all {
		f.deep = true
		if candidates, err = f.mayMeet(&set.Root); err != nil {
			return candidates, standing, err
		}
	}
	if candidates.all {
		if candidates, err = f.everybody(); err != nil {
			return candidates, standing, err
		}
	}
	holders, err := f.holders()
	if err != nil {
		return candidates, standing, err
	}
	candidates.add(holders)
	standing, err = f.ask(`SELECT partner FROM standings WHERE specialization = $1 AND until_day = 0`, set.Specialization)
	return candidates, standing, err
}

// sort puts each partner where it belongs.
func (i *Impact) sort(list []Affected, standing, candidates partnerSet) {
	standing.add(candidates)
	i.Unchanged = standing.size() - len(list)
	for _, a := range list {
		switch a.Kind {
		case program.Keeps:
			i.Keeps = append(i.Keeps, a)
		case program.Gains:
			i.Gains = append(i.Gains, a)
		case program.Loses:
			i.Loses = append(i.Loses, a)
		}
	}
}

// fates asks for each partner what happens to it, on all processors, and returns those to whom something does.
func (s *Store) fates(ctx context.Context, preview *program.Preview, ids []program.PartnerID, looks *program.Looks) ([]Affected, error) {
	const width = 256
	parts := slices.Collect(slices.Chunk(ids, width))
	found := make([][]Affected, len(parts))
	if err := inParallel(ctx, len(parts), func(ctx context.Context, i int) error {
		var err error
		c := these(parts[i]...)
		c.looks = looks
		found[i], err = s.fatesOf(ctx, preview, c)
		return err
	}); err != nil {
		return nil, err
	}
	return slices.Concat(found...), nil
}

func (s *Store) fatesOf(ctx context.Context, preview *program.Preview, c which) ([]Affected, error) {
	var out []Affected
	err := s.read(ctx, func(q querier) error {
		facts := make([]owned, len(c.ids))
		for i, id := range c.ids {
			facts[i] = owned{partner: id, facts: &program.Facts{}}
		}
		if err := loadFacts(ctx, q, c, facts); err != nil {
			return err
		}
		labels := map[program.PartnerID][]program.Label{}
		if err := loadClocks(ctx, q, c, func(id program.PartnerID, l program.Label) { labels[id] = append(labels[id], l) }); err != nil {
			return err
		}
		var hit []program.PartnerID
		for _, x := range facts {
			if f := preview.Fate(x.facts, labels[x.partner]); f.Kind != program.Untouched {
				out = append(out, Affected{Partner: x.partner, Fate: f})
				hit = append(hit, x.partner)
			}
		}
		if len(hit) == 0 {
			return nil
		}
		c, i := these(hit...), 0
		return each(ctx, q, `SELECT slug, name FROM partners WHERE `+c.on("id")+` ORDER BY id`, c.arguments(), func(scan scanner) error {
			i++
			return scan(&out[i-1].Slug, &out[i-1].Name)
		})
	})
	return out, err
}

// inParallel calls f for 0 ≤ i < n, on all processors, until one fails.
func inParallel(ctx context.Context, n int, f func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	work := make(chan int)
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)+1) {
		wait.Go(func() {
			for i := range work {
				if err := f(ctx, i); err != nil {
					cancel(fmt.Errorf("part %d of %d: %w", i+1, n, err))
				}
			}
		})
	}
	for i := 0; i < n && ctx.Err() == nil; i++ {
		select {
		case work <- i:
		case <-ctx.Done():
		}
	}
	close(work)
	wait.Wait()
	return context.Cause(ctx)
}
