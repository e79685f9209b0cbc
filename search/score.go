package search

import (
	"math/bits"
	"slices"
	"sort"
)

// scored hands out one part's matches by score, from the best down: worked out for each document where they are few, or
// for whole sets at a time, and then only as far as the page needs, where they are many.
type scored struct {
	f     *found
	steps [][]step           // by condition that asks for something
	able  [maxScore + 1]bool // scores that a match may have
	named []namedMatch       // matches whose name earns points as a whole, in order of documents

	scores []uint16 // by document, of matches; nil when sets are used
	left   bitmap   // with sets: matches not handed out yet, but for the named ones
}

// step is the documents that earn so many points by one condition, and perhaps more by a step before.
type step struct {
	points int
	docs   bitmap
}

// namedMatch is a match with its score.
type namedMatch struct {
	doc   uint32
	score int
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
	runs := make([]run, len(parts))
	for score := maxScore; score >= 0 && p.want > 0; score-- {
		n := 0
		for i, sc := range parts {
			runs[i] = sc.at(score, p.skip+p.want)
			n += runs[i].n
		}
		p.take(n, compareStanding, func() []run { return runs })
	}
}

// scored prepares the scores of the matches by the cheaper of the two ways.
func (f *found) scored(qt queryText) *scored {
	sc := &scored{f: f}
	products := 1
	for i := range f.sets {
		if !qt.clauses[i].not {
			sc.steps = append(sc.steps, f.steps(&f.sets[i]))
			products *= len(sc.steps[len(sc.steps)-1])
		}
		if products > maxProducts {
			products = maxProducts
		}
	}
	if f.n == 0 {
		return sc
	}
	sc.able = reachable(sc.steps)
	sc.addNamed(qt.name)
	const costStep, costSet = 40, 1 // to find a document's best step; for a word of a set
	if products < maxProducts && products*(len(sc.steps)+1)*len(f.matches)*costSet < f.n*len(sc.steps)*costStep {
		sc.left = f.mem.copyOf(f.matches)
		for _, m := range sc.named {
			sc.left.unset(m.doc)
		}
		return sc
	}
	sc.scoreEach()
	return sc
}

// maxProducts is how many combinations of steps are never worth a look at each of them.
const maxProducts = 1 << 12

// steps returns the documents found for a condition by points, most points first.
func (f *found) steps(sets *levelSets) []step {
	var out []step
	for _, level := range byPoints() {
		docs := sets[level]
		switch {
		case docs == nil:
		case len(out) > 0 && out[len(out)-1].points == points(level):
			both := f.mem.copyOf(docs)
			both.or(out[len(out)-1].docs)
			out[len(out)-1].docs = both
		default:
			out = append(out, step{points(level), docs})
		}
	}
	return out
}

// reachable marks the sums of one step for each condition.
func reachable(steps [][]step) [maxScore + 1]bool {
	var able [maxScore + 1]bool
	able[0] = true
	for _, of := range steps {
		var next [maxScore + 1]bool
		for sum, ok := range able {
			for _, st := range of {
				if ok && sum+st.points <= maxScore {
					next[sum+st.points] = true
				}
			}
		}
		able = next
	}
	return able
}

// points adds up a match's best steps.
func (sc *scored) points(doc uint32) int {
	sum := 0
	for _, of := range sc.steps {
		for _, st := range of {
			if st.docs.has(doc) {
				sum += st.points
				break
			}
		}
	}
	return sum
}

// addNamed scores the matches whose name is the query or begins with it.
func (sc *scored) addNamed(name string) {
	sc.f.eachNamed(name, func(d uint32, points int) {
		m := namedMatch{d, points + sc.points(d)}
		sc.able[m.score] = true
		sc.named = append(sc.named, m)
	})
	slices.SortFunc(sc.named, func(a, b namedMatch) int { return int(a.doc) - int(b.doc) })
}

// scoreEach works out the score of every match.
func (sc *scored) scoreEach() {
	sc.scores = sc.f.mem.scoresFor(sc.f.len())
	sc.f.matches.each(func(d uint32) bool {
		sc.scores[d] = uint16(sc.points(d))
		return true
	})
	for _, m := range sc.named {
		sc.scores[m.doc] = uint16(m.score)
	}
}

// at returns the first matches with a score, at most need of them. Scores must be asked for from the best down.
func (sc *scored) at(score, need int) run {
	r := run{f: sc.f}
	if !sc.able[score] {
		return r
	}
	if sc.scores != nil {
		sc.f.matches.each(func(d uint32) bool {
			if int(sc.scores[d]) == score {
				r.list = append(r.list, d)
			}
			return len(r.list) < need
		})
	} else {
		r.list = sc.fromSets(score, need)
	}
	r.n = len(r.list)
	return r
}

// fromSets finds the matches with a score among those left: a match in any combination of steps with that sum, since what
// is in a better one has been handed out before.
func (sc *scored) fromSets(score, need int) []uint32 {
	var list []uint32
	sums := sc.combinations(score)
	for from := 0; from < len(sc.left) && len(list) < need && len(sums) > 0; from += blockWords {
		var sum bitmapBlock
		left := sc.left[from:min(from+blockWords, len(sc.left))]
		for _, steps := range sums {
			sum.addProduct(left, steps, from)
		}
		for i, w := range sum {
			for ; w != 0; w &= w - 1 {
				list = append(list, uint32((from+i)<<6+bits.TrailingZeros64(w)))
			}
		}
	}
	if len(list) < need {
		for _, d := range list {
			sc.left.unset(d)
		}
	}
	for _, m := range sc.named {
		if m.score == score {
			i, _ := slices.BinarySearch(list, m.doc)
			list = slices.Insert(list, i, m.doc)
		}
	}
	return list[:min(need, len(list))]
}

// combinations returns all ways to take one step for each condition whose points add up to a score.
func (sc *scored) combinations(score int) [][]bitmap {
	var out [][]bitmap
	taken := make([]bitmap, 0, len(sc.steps))
	var take func(i, left int)
	take = func(i, left int) {
		if i == len(sc.steps) {
			if left == 0 {
				out = append(out, slices.Clone(taken))
			}
			return
		}
		for _, st := range sc.steps[i] {
			if st.points <= left {
				taken = append(taken, st.docs)
				take(i+1, left-st.points)
				taken = taken[:i]
			}
		}
	}
	take(0, score)
	return out
}

// blockWords is how much of a set is worked on at a time: little enough to stop early, enough to be quick.
const blockWords = 64

// bitmapBlock is a piece of a set.
type bitmapBlock [blockWords]uint64

// addProduct adds what is in a piece of a set and in all the factors from a word on.
func (b *bitmapBlock) addProduct(set bitmap, factors []bitmap, from int) {
	var product bitmapBlock
	copy(product[:], set)
	for _, factor := range factors {
		for i, w := range factor[from : from+len(set)] {
			product[i] &= w
		}
	}
	for i, w := range product {
		b[i] |= w
	}
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
