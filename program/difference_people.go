package program

import (
	"slices"
	"strings"
)

// staff compares two rules on people.
type staff struct {
	*leafDiffer
	codes  codes // of both rules
	groups int   // in the new rule
}

func (l *leafDiffer) people(a PeopleRule, b *PeopleRule) *PeopleRule {
	a.Groups = slices.Clone(a.Groups)
	of := PeopleRule{Groups: append(slices.Clone(a.Groups), b.Groups...), Each: append(slices.Clone(a.Each), b.Each...)}
	s := staff{leafDiffer: l, codes: l.p.codes(&of), groups: len(b.Groups)}
	now := pairGroups(a.Groups, b.Groups)
	ordered := len(a.Groups) == len(b.Groups)
	for i, k := range now {
		ordered = ordered && i == k
		if k < 0 {
			s.say(Easier, s.name+" no longer asks for "+s.groupInWords(&a.Groups[i])+".")
			continue
		}
		s.group(&a.Groups[i], &b.Groups[k], k)
	}
	for k := range b.Groups {
		if !slices.Contains(now, k) {
			s.say(Harder, s.name+" asks as well for "+s.groupInWords(&b.Groups[k])+".")
		}
	}
	told := ordered || len(a.Overlaps)+len(b.Overlaps) == 0
	a.Groups = b.Groups
	s.overlaps(&a, b, told)
	s.total(&a, b)
	gained, lost := gainedAndLost(a.Each, b.Each, func(c string) string { return c })
	if len(gained) > 0 {
		s.say(Harder, "somebody among the people in "+s.name+" must hold "+s.certificates(gained)+" as well.")
	}
	if len(lost) > 0 {
		s.say(Easier, "nobody among the people in "+s.name+" needs to hold "+s.certificates(lost)+" any more.")
	}
	if len(gained)+len(lost) > 0 {
		a.Each = b.Each
	}
	return &a
}

// pairGroups finds for each old group the new one: the one that asks for the same, else the one of the same name, else the
// one in the same place; -1: none.
func pairGroups(old, new []PeopleGroup) []int {
	now := make([]int, len(old))
	for i := range now {
		now[i] = -1
	}
	for _, same := range []func(i, k int) bool{
		func(i, k int) bool { return stored(old[i].Hold) == stored(new[k].Hold) && old[i].Name == new[k].Name },
		func(i, k int) bool { return stored(old[i].Hold) == stored(new[k].Hold) },
		func(i, k int) bool { return old[i].Name != "" && old[i].Name == new[k].Name },
		func(i, k int) bool { return i == k },
	} {
		for i := range old {
			for k := range new {
				if now[i] < 0 && !slices.Contains(now, k) && same(i, k) {
					now[i] = k
				}
			}
		}
	}
	return now
}

func (s staff) groupInWords(g *PeopleGroup) string {
	return FormatQuantity(float64(g.N), People) + " " + s.codes.holdersInWords(g.N, &g.Hold)
}

func (s staff) group(a, b *PeopleGroup, place int) {
	if a.Name != b.Name && a.Name != "" && b.Name != "" {
		s.say(Same, "the "+a.Name+" in "+s.name+" are now called "+b.Name+".")
	}
	if a.N != b.N {
		who := "the number of people in " + s.name
		switch {
		case b.Name != "":
			who = "the number of " + b.Name + " in " + s.name
		case s.groups > 1:
			who += " " + s.codes.holdersInWords(2, &b.Hold)
		}
		s.say(more(a.N, b.N), who+risesOrFalls(float64(a.N), float64(b.N), People))
	}
	if stored(a.Hold) != stored(b.Hold) {
		s.hold(&a.Hold, &b.Hold, s.label(b, place))
	}
}

// label is how a sentence speaks of a group whose certifications change.
func (s staff) label(g *PeopleGroup, place int) string {
	switch {
	case g.Name != "":
		return "the " + g.Name + " in " + s.name
	case s.groups > 1:
		return "the " + ordinal(place) + " group of " + s.name
	}
	return s.name
}

// hold tells what somebody must hold to count.
func (s staff) hold(a, b *Formula, who string) {
	was, wasFlat := flat(a, b.Op)
	is, isFlat := flat(b, a.Op)
	gained, lost := gainedAndLost(was, is, func(c string) string { return c })
	op := b.Op
	if op == "" {
		op = a.Op
	}
	switch {
	case !wasFlat || !isFlat || a.Op != "" && b.Op != "" && a.Op != b.Op || a.Op == "" && b.Op == "" || len(gained)+len(lost) == 0:
		s.say(Unclear, "for "+who+", each person needs "+s.codes.formulaInWords(b)+". Before: "+s.codes.formulaInWords(a)+".")
	case op == All:
		if len(gained) > 0 {
			s.say(Harder, "for "+who+", each person needs "+s.certificates(gained)+" as well.")
		}
		if len(lost) > 0 {
			s.say(Easier, "for "+who+", nobody needs "+s.certificates(lost)+" any more.")
		}
	default:
		if len(gained) > 0 {
			s.say(Easier, s.certificates(gained)+plural(len(gained), " counts", " count")+" for "+who+" as well.")
		}
		if len(lost) > 0 {
			s.say(Harder, s.certificates(lost)+" no longer"+plural(len(lost), " counts", " count")+" for "+who+".")
		}
	}
}

// flat returns the certifications of a formula without nested ones. A single one is the same as any or all of itself.
func flat(f *Formula, other Op) ([]string, bool) {
	if f.Code != "" {
		return []string{f.Code}, other != ""
	}
	var out []string
	for i := range f.Of {
		if f.Of[i].Code == "" {
			return nil, false
		}
		out = append(out, f.Of[i].Code)
	}
	return out, true
}

func (s staff) certificates(list []string) string {
	of := make([]Formula, len(list))
	for i, c := range list {
		of[i].Code = c
	}
	return strings.Join(s.codes.kinds(of, "and"), " and ")
}

// overlaps tells who may count for several groups; groups keep their places unless told is false.
func (s staff) overlaps(a, b *PeopleRule, told bool) {
	if stored(a.Overlaps) != stored(b.Overlaps) || !told {
		words := strings.TrimPrefix(b.overlapsInWords(), "; ")
		if len(b.Overlaps) == 0 {
			words = "one person can count for several groups"
			if b.Distinct {
				words = "everybody counts once"
			}
		}
		s.say(Unclear, "who counts for which group in "+s.name+" changes: "+words+".")
		a.Overlaps, a.Distinct = b.Overlaps, b.Distinct
	}
	if a.Distinct != b.Distinct {
		switch {
		case s.groups < 2:
		case b.Distinct:
			s.say(Harder, "in "+s.name+", nobody counts for several groups any more.")
		default:
			s.say(Easier, "in "+s.name+", one person can count for several groups.")
		}
		a.Distinct = b.Distinct
	}
}

func (s staff) total(a, b *PeopleRule) {
	switch {
	case a.Total == b.Total:
		return
	case a.Total == 0:
		s.say(Harder, s.name+" needs at least "+FormatNumber(float64(b.Total))+" different people in all.")
	case b.Total == 0:
		s.say(Easier, s.name+" no longer needs a number of different people in all.")
	default:
		s.say(more(a.Total, b.Total), "the number of different people in "+s.name+risesOrFalls(float64(a.Total), float64(b.Total), People))
	}
	a.Total = b.Total
}
