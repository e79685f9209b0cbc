package program

import (
	"math/bits"
	"slices"
)

// maxOverlapping is how many groups a rule with overlaps may have: each of their combinations is looked at.
const maxOverlapping = 8

// layout is what the overlaps of a rule say of its groups, each named by its bit.
type layout struct {
	apart [maxOverlapping]uint32 // groups for which a person of this one must not count
	above [maxOverlapping]uint32 // groups for which a person of this one must count too
}

func (r *PeopleRule) layout(lax bool) layout {
	var l layout
	n := len(r.Groups)
	link := func(a, b int, apart bool) {
		l.apart[a] &^= 1 << b
		l.apart[b] &^= 1 << a
		if apart {
			l.apart[a] |= 1 << b
			l.apart[b] |= 1 << a
		}
	}
	for a := range n {
		for b := range a {
			link(a, b, r.Distinct)
		}
	}
	for _, o := range r.Overlaps {
		link(o.Group, o.With, o.Rule == Distinct || o.Rule == Unspecified && !lax)
		if o.Rule == Subset {
			l.above[o.Group] |= 1 << o.With
		}
	}
	for range n {
		for a := range n {
			for b := range n {
				if l.above[a]>>b&1 == 1 {
					l.above[a] |= l.above[b]
				}
			}
		}
	}
	return l
}

// allows reports whether one person may count for exactly these groups.
func (l *layout) allows(groups uint32) bool {
	for rest := groups; rest != 0; rest &= rest - 1 {
		g := bits.TrailingZeros32(rest)
		if groups&l.apart[g] != 0 || l.above[g]&^groups != 0 {
			return false
		}
	}
	return true
}

// options returns the largest combinations of groups that somebody who fits these may count for.
func (l *layout) options(fits uint32) []uint32 {
	var out []uint32
	for groups := fits; groups != 0; groups = (groups - 1) & fits { // supersets come before their subsets
		if l.allows(groups) && !slices.ContainsFunc(out, func(o uint32) bool { return groups&^o == 0 }) {
			out = append(out, groups)
		}
	}
	return out
}

// kindOf is people who fit the same groups.
type kindOf struct {
	fits    uint32
	people  int
	options []uint32
	given   []int // how many take each option
}

// packing looks for the most places that people can fill where groups overlap by rule. It looks for a packing that fills as
// many as the bound allows, and for one fewer while there is none; a branch that cannot reach that is left. That is exact, and
// as people are many and groups few the bound mostly is reached, so that hardly any branch is tried in vain.
type packing struct {
	kinds []kindOf
	reach [][]int // for each kind on: for each combination of groups, how many of its places these and later kinds can fill at most
	seen  map[packed]bool
	most  int // no packing fills more
	best  int
	given [][]int
}

// packed is a state of the search: the places that are left before a kind takes its own.
type packed struct {
	kind int
	left [maxOverlapping]int
}

func (c *crew) fillOverlapping(d Day) int {
	l := c.rule.layout(c.lax)
	var count [1 << maxOverlapping]int
	fits := make([]uint32, len(c.people))
	for i := range c.people {
		for g := range c.groups {
			if c.ends[i*c.groups+g] > d {
				fits[i] |= 1 << g
			}
		}
		count[fits[i]]++
	}
	p := packing{seen: make(map[packed]bool), best: -1}
	for groups := range uint32(1) << c.groups {
		if n := count[groups]; n > 0 {
			if options := l.options(groups); len(options) > 0 {
				p.kinds = append(p.kinds, kindOf{fits: groups, people: n, options: options, given: make([]int, len(options))})
			}
		}
	}
	// Those without a choice first, then those with the fewest.
	slices.SortStableFunc(p.kinds, func(a, b kindOf) int { return len(a.options) - len(b.options) })
	var start packed
	for g := range c.groups {
		start.left[g] = c.rule.Groups[g].N
	}
	c.load = slices.Repeat([]uint32{0}, len(c.people))
	if len(p.kinds) == 0 {
		return 0
	}
	p.measure(c.groups)
	for p.most = p.bound(&start, 0, p.kinds[0].people); p.best < 0; p.most-- {
		clear(p.seen)
		p.try(start, 0)
	}
	for k := range p.kinds {
		c.share(&p.kinds[k], p.given[k], fits)
	}
	return p.best
}

// share gives the people of one kind the options that the packing gave their kind, as many of each as it said.
func (c *crew) share(kind *kindOf, given []int, fits []uint32) {
	option, used := 0, 0
	for i := range c.people {
		if fits[i] != kind.fits {
			continue
		}
		for option < len(given) && used == given[option] {
			option, used = option+1, 0
		}
		if option < len(given) {
			c.load[i], used = kind.options[option], used+1
		}
	}
}

// measure fills reach from the last kind to the first.
func (p *packing) measure(groups int) {
	p.reach = make([][]int, len(p.kinds)+1)
	p.reach[len(p.kinds)] = make([]int, 1<<groups)
	for k, kind := range slices.Backward(p.kinds) {
		p.reach[k] = make([]int, 1<<groups)
		for of := range p.reach[k] {
			most := 0
			for _, o := range kind.options {
				most = max(most, bits.OnesCount32(o&uint32(of)))
			}
			p.reach[k][of] = p.reach[k+1][of] + most*kind.people
		}
	}
}

// bound returns how many places no continuation can exceed, in which so many people of a kind are left to its options from
// one on and later kinds to all of theirs: for every combination of groups, all places outside it and what people can reach
// of those inside.
func (p *packing) bound(s *packed, option, people int) int {
	var outside [1 << maxOverlapping]int
	all := 0
	for _, left := range s.left {
		all += left
	}
	least := 1 << 30
	for of, reach := range p.reach[s.kind+1] {
		if of > 0 {
			first := of & -of
			outside[of] = outside[of&^first] - s.left[bits.TrailingZeros(uint(of))]
		}
		most := 0
		for _, o := range p.kinds[s.kind].options[option:] {
			most = max(most, bits.OnesCount32(o&uint32(of)))
		}
		least = min(least, all+outside[of]+reach+most*people)
	}
	return least
}

// try continues from a state in which so many places are filled.
func (p *packing) try(s packed, filled int) {
	if p.best == p.most || p.seen[s] {
		return
	}
	p.seen[s] = true
	if s.kind == len(p.kinds) {
		if filled < p.most {
			return
		}
		p.best, p.given = filled, make([][]int, len(p.kinds))
		for k := range p.kinds {
			p.given[k] = slices.Clone(p.kinds[k].given)
		}
		return
	}
	p.share(s, filled, 0, p.kinds[s.kind].people)
}

// share gives the people of a kind that are left to its options from one on.
func (p *packing) share(s packed, filled, option, people int) {
	k := &p.kinds[s.kind]
	if filled+p.bound(&s, option, people) < p.most {
		return
	}
	if option == len(k.options) {
		s.kind++
		p.try(s, filled)
		return
	}
	wanted := 0
	for g, left := range s.left {
		if k.options[option]>>g&1 == 1 {
			wanted = max(wanted, left)
		}
	}
	for n := min(people, wanted); n >= 0 && p.best < p.most; n-- {
		next, more := s, 0
		for g := range next.left {
			if k.options[option]>>g&1 == 1 {
				took := min(n, next.left[g])
				next.left[g] -= took
				more += took
			}
		}
		k.given[option] = n
		p.share(next, filled+more, option+1, people-n)
	}
	k.given[option] = 0
}
