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
	codes  codes
	each   []Day    // for each person, for each certification of Each: the day on which it stops holding it
	load   []uint32 // for each person: the groups whose places it fills, where the rule has overlaps; as the last fill left it
	lax    bool     // what is not specified is shared
	place  []int    // for each person: the group whose place it fills, or -1; as the last fill left it
}

// add takes in one person with its valid certifications, if it holds the formula of any group.
func (c *crew) add(held []valid) {
	row := len(c.ends)
	fits := false
	for g := range c.groups {
		end := c.rule.Groups[g].Hold.end(held, c.codes)
		c.ends = append(c.ends, end)
		fits = fits || end > 0
	}
	if !fits {
		c.ends = c.ends[:row]
		return
	}
	c.people = append(c.people, held[0].Person)
	for _, code := range c.rule.Each {
		of := Formula{Code: code}
		c.each = append(c.each, of.end(held, c.codes))
	}
}

// end returns the day on which one person's certifications stop fulfilling the formula; zero: they do not.
func (f *Formula) end(held []valid, cs codes) Day {
	var end Day
	if f.Code != "" {
		for i := range held {
			if held[i].Code == f.Code {
				end = max(end, held[i].end)
			}
		}
		if c := cs.find(f.Code); c != nil && c.cert != nil && c.cert.Also != nil && !c.open {
			c.open = true // codes that stand for each other lead back here
			end = max(end, c.cert.Also.end(held, cs))
			c.open = false
		}
		return end
	}
	if f.Op == All {
		end = never
		for i := range f.Of {
			end = min(end, f.Of[i].end(held, cs))
		}
		return end
	}
	for i := range f.Of {
		end = max(end, f.Of[i].end(held, cs))
	}
	return end
}

// fill returns how many places those can fill who still hold their certifications after day d.
func (c *crew) fill(d Day) int {
	if len(c.rule.Overlaps) > 0 {
		return c.fillOverlapping(d)
	}
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

// until returns the first day on which the rule is no longer met if nobody new comes.
func (c *crew) until(need int) Day {
	days := slices.Concat(c.ends, c.each)
	slices.Sort(days)
	days = slices.Compact(days)
	placed, load := slices.Clone(c.place), slices.Clone(c.load)
	i := sort.Search(len(days), func(i int) bool { return !c.enough(days[i], need) })
	c.place, c.load = placed, load
	if i == len(days) {
		return never
	}
	return days[i]
}

// enough reports whether those who still hold their certifications after day d meet the rule.
func (c *crew) enough(d Day, need int) bool {
	return c.fill(d) >= need && (c.rule.Total == 0 || c.heads(d) >= c.rule.Total) && len(c.uncovered(d)) == 0
}

// heads counts the people who hold the formula of any group after day d.
func (c *crew) heads(d Day) int {
	n := 0
	for i := range c.people {
		if c.fits(i, d) {
			n++
		}
	}
	return n
}

func (c *crew) fits(i int, d Day) bool {
	return slices.Max(c.ends[i*c.groups:(i+1)*c.groups]) > d
}

// uncovered returns the certifications of Each that nobody of the crew holds after day d.
func (c *crew) uncovered(d Day) []string {
	var missing []string
	for k, code := range c.rule.Each {
		held := false
		for i := range c.people {
			held = held || c.each[i*len(c.rule.Each)+k] > d && c.fits(i, d)
		}
		if !held {
			missing = append(missing, code)
		}
	}
	return missing
}

// filled returns how many places of group g are filled.
func (c *crew) filled(g int) int {
	if len(c.rule.Overlaps) > 0 {
		n := 0
		for _, groups := range c.load {
			n += int(groups >> g & 1)
		}
		return min(n, c.rule.Groups[g].N)
	}
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
	if len(c.rule.Overlaps) > 0 && c.rule.Total == 0 && len(c.rule.Each) == 0 {
		return c.load[i] != 0
	}
	return !c.rule.Distinct || c.groups == 1 || c.rule.Total > 0 || len(c.rule.Each) > 0 || c.place[i] >= 0
}
