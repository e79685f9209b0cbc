package search

import (
	"math/bits"
	"sort"
)

// scored is one part's matches by score: as a score for each document, or as a set for each score.
type scored struct {
	f      *found
	scores []uint16 // by document, of matches; nil when there are tiers
	tiers  []tier   // sets that share no document
	counts [maxScore + 1]int
}

// tier is the documents that have some points so far.
type tier struct {
	points int
	docs   bitmap
	n      int
}

// pageBest takes documents score by score, from the best down.
func (s *searcher) pageBest(p *pager) {
	if len(s.text.clauses) == 0 {
		p.take(s.total(), compareStanding, func() []run {
			runs := make([]run, len(s.finds))
			for i, f := range s.finds {
				runs[i] = run{f: f, set: f.matches, n: f.n}
			}
			return runs
		})
		return
	}
	parts := make([]*scored, len(s.finds))
	for i, f := range s.finds {
		parts[i] = f.scored(s.text)
	}
	for score := maxScore; score >= 0 && p.want > 0; score-- {
		n := 0
		for _, sc := range parts {
			n += sc.counts[score]
		}
		p.take(n, compareStanding, func() []run {
			runs := make([]run, len(parts))
			for i, sc := range parts {
				runs[i] = sc.at(score)
			}
			return runs
		})
	}
}

// at returns the matches with a score.
func (sc *scored) at(score int) run {
	r := run{f: sc.f, n: sc.counts[score]}
	if r.n == 0 {
		return r
	}
	for _, t := range sc.tiers {
		if t.points == score {
			r.set = t.docs
			return r
		}
	}
	r.set = sc.f.mem.get()
	left := r.n
	sc.f.matches.each(func(d uint32) bool {
		if int(sc.scores[d]) == score {
			r.set.set(d)
			left--
		}
		return left > 0
	})
	return r
}

// scored picks the cheaper of two ways to the same scores: document by document, or whole sets at a time where there
// are many matches and few levels.
func (f *found) scored(qt queryText) *scored {
	byDocument := 3 * f.n * (len(f.sets) + 2)
	bySet := 0
	products := 1
	for i := range f.sets {
		if qt.clauses[i].not {
			continue
		}
		products *= 2 * f.sets[i].len()
		bySet += 2 * products * len(f.matches)
	}
	if bySet < byDocument {
		return f.scoreSets(qt)
	}
	return f.scoreEach(qt)
}

func (s *levelSets) len() int {
	n := 0
	for _, docs := range s {
		n += boolInt(docs != nil)
	}
	return n
}

// scoreSets splits the matches clause by clause into sets of equal points.
func (f *found) scoreSets(qt queryText) *scored {
	sc := &scored{f: f, tiers: f.nameTiers(qt.name)}
	for i := range f.sets {
		if !qt.clauses[i].not {
			sc.tiers = f.splitTiers(sc.tiers, &f.sets[i])
		}
	}
	for _, t := range sc.tiers {
		sc.counts[t.points] += t.n
	}
	return sc
}

// nameTiers splits the matches by what the whole name earns.
func (f *found) nameTiers(name string) []tier {
	rest := f.mem.copyOf(f.matches)
	exact, start := f.mem.get(), f.mem.get()
	f.eachNamed(name, func(d uint32, points int) {
		rest.unset(d)
		if points == pointsExactName {
			exact.set(d)
		} else {
			start.set(d)
		}
	})
	var out []tier
	for _, t := range []tier{{pointsExactName, exact, exact.count()}, {pointsNameStart, start, start.count()}, {0, rest, rest.count()}} {
		if t.n > 0 {
			out = append(out, t)
		}
	}
	return out
}

// splitTiers splits every tier by the best level of one more clause. Sets with equal points become one.
func (f *found) splitTiers(tiers []tier, sets *levelSets) []tier {
	var out []tier
	at := map[int]int{}
	for _, level := range byPoints() {
		docs := sets[level]
		for i := range tiers {
			from := &tiers[i]
			if docs == nil || from.n == 0 {
				continue
			}
			both := f.mem.copyOf(docs)
			both.and(from.docs)
			n := both.count()
			if n == 0 {
				continue
			}
			from.docs.andNot(both)
			from.n -= n
			points := from.points + points(level)
			if k, ok := at[points]; ok {
				out[k].docs.or(both)
				out[k].n += n
				continue
			}
			at[points] = len(out)
			out = append(out, tier{points, both, n})
		}
	}
	return out
}

// scoreEach adds up the points of every match: for each clause the best level at which it was found, and for the name
// as a whole.
func (f *found) scoreEach(qt queryText) *scored {
	sc := &scored{f: f, scores: f.mem.scoresFor(f.len())}
	f.matches.each(func(d uint32) bool {
		sc.scores[d] = 0
		return true
	})
	order := byPoints()
	for i := range f.sets {
		left := f.mem.copyOf(f.matches)
		for _, level := range order {
			docs := f.sets[i][level]
			if docs == nil {
				continue
			}
			worth := uint16(points(level))
			for j, w := range docs {
				w &= left[j]
				left[j] &^= w
				for ; w != 0; w &= w - 1 {
					sc.scores[j<<6+bits.TrailingZeros64(w)] += worth
				}
			}
		}
	}
	f.eachNamed(qt.name, func(d uint32, points int) { sc.scores[d] += uint16(points) })
	f.matches.each(func(d uint32) bool {
		sc.counts[sc.scores[d]]++
		return true
	})
	return sc
}

// eachNamed calls found for every match whose name is the query or begins with it.
func (f *found) eachNamed(name string, found func(doc uint32, points int)) {
	if name == "" {
		return
	}
	from := f.firstName(name)
	// Words are letters and digits, so that all names of which name is the beginning up to a space come before "!".
	exact, to := f.firstName(name+" "), f.firstName(name+"!")
	for i, d := range f.byName[from:to] {
		if !f.matches.has(d) {
			continue
		}
		if i < exact-from {
			found(d, pointsExactName)
		} else {
			found(d, pointsNameStart)
		}
	}
}

// firstName returns the place of the first name that is not before key.
func (s *segment) firstName(key string) int {
	return sort.Search(len(s.byName), func(i int) bool { return s.nameKey(s.byName[i]) >= key })
}
