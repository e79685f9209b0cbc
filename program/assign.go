package program

import (
	"slices"
	"sort"
)

// valid is a certification that counts on the day, up to its end.
type valid struct {
	*Holding
	end Day
}

// crew is the people of one partner as a people rule sees them. Filling the rule's places with them so that nobody counts
// twice is an assignment problem, solved exactly by augmenting paths.
type crew struct {
	rule   *PeopleRule
	groups int
	held   []valid
	people []int64
	ends   []Day // for each person, for each group: the day on which it stops holding the formula; zero: does not hold it
	place  []int // for each person: the group whose place it fills, or -1; as the last fill left it
}

// add takes in one person with its valid certifications, if it holds the formula of any group.
func (c *crew) add(held []valid) {
	row := len(c.ends)
	fits := false
	for g := range c.groups {
		end := c.rule.Groups[g].Hold.end(held)
		c.ends = append(c.ends, end)
		fits = fits || end > 0
	}
	if !fits {
		c.ends = c.ends[:row]
		return
	}
	c.people = append(c.people, held[0].Person)
}

// end returns the day on which one person's certifications stop fulfilling the formula; zero: they do not.
func (f *Formula) end(held []valid) Day {
	var end Day
	if f.Code != "" {
		for i := range held {
			if held[i].Code == f.Code {
				end = max(end, held[i].end)
			}
		}
		return end
	}
	if f.Op == All {
		end = never
		for i := range f.Of {
			end = min(end, f.Of[i].end(held))
		}
		return end
	}
	for i := range f.Of {
		end = max(end, f.Of[i].end(held))
	}
	return end
}

// fill returns how many places those can fill who still hold their certifications after day d.
func (c *crew) fill(d Day) int {
	c.place = c.place[:0]
	for range c.people {
		c.place = append(c.place, -1)
	}
	total := 0
	if !c.rule.Distinct || c.groups == 1 {
		for g := range c.groups {
			total += min(c.rule.Groups[g].N, c.holders(g, d))
		}
		return total
	}
	seen := make([]bool, c.groups)
	for g := range c.groups {
		for range c.rule.Groups[g].N {
			clear(seen)
			if !c.augment(g, d, seen) {
				break
			}
			total++
		}
	}
	return total
}

// holders counts the people who hold group g's formula after day d.
func (c *crew) holders(g int, d Day) int {
	n := 0
	for i := range c.people {
		if c.ends[i*c.groups+g] > d {
			n++
		}
	}
	return n
}

// augment finds a person for one more place of group g, moving others to another group if that frees somebody.
func (c *crew) augment(g int, d Day, seen []bool) bool {
	seen[g] = true
	for i := range c.people {
		if c.place[i] < 0 && c.ends[i*c.groups+g] > d {
			c.place[i] = g
			return true
		}
	}
	for i := range c.people {
		other := c.place[i]
		if other < 0 || seen[other] || c.ends[i*c.groups+g] <= d {
			continue
		}
		if c.augment(other, d, seen) {
			c.place[i] = g
			return true
		}
	}
	return false
}

// until returns the first day on which fewer than need places can be filled if nobody new comes.
func (c *crew) until(need int) Day {
	days := slices.Clone(c.ends)
	slices.Sort(days)
	days = slices.Compact(days)
	placed := slices.Clone(c.place)
	i := sort.Search(len(days), func(i int) bool { return c.fill(days[i]) < need })
	c.place = placed
	if i == len(days) {
		return never
	}
	return days[i]
}

// filled returns how many places of group g are filled.
func (c *crew) filled(g int) int {
	if !c.rule.Distinct || c.groups == 1 {
		return min(c.rule.Groups[g].N, c.holders(g, 0))
	}
	n := 0
	for _, p := range c.place {
		if p == g {
			n++
		}
	}
	return n
}

// placed reports whether person i fills a place.
func (c *crew) placed(i int) bool {
	return !c.rule.Distinct || c.groups == 1 || c.place[i] >= 0
}
