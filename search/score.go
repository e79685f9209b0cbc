package search

import (
	"sort"
)

// scored is one part's matches with their scores.
type scored struct {
	f      *found
	scores []uint16 // by document, of matches
	counts [maxScore + 1]int
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
		parts[i] = f.score(s.text)
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

// score adds up the points of every match: for each clause the best level at which it was found, and for the name
// as a whole.
func (f *found) score(qt queryText) *scored {
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
				(bitmap{w}).each(func(d uint32) bool {
					sc.scores[uint32(j<<6)+d] += worth
					return true
				})
			}
		}
	}
	f.scoreNames(qt.name, sc.scores)
	f.matches.each(func(d uint32) bool {
		sc.counts[sc.scores[d]]++
		return true
	})
	return sc
}

// scoreNames adds the points of names that are the query or begin with it.
func (f *found) scoreNames(name string, scores []uint16) {
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
			scores[d] += pointsExactName
		} else {
			scores[d] += pointsNameStart
		}
	}
}

// firstName returns the place of the first name that is not before key.
func (s *segment) firstName(key string) int {
	return sort.Search(len(s.byName), func(i int) bool { return s.nameKey(s.byName[i]) >= key })
}
