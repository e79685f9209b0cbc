package program

import (
	"slices"
	"strings"
)

// peopleInWords writes "2 people who each hold the A certification, and 3 other people who each hold the B certification."
func (p *Programme) peopleInWords(r *PeopleRule) string {
	cs := p.codes(r)
	parts := make([]string, len(r.Groups))
	for i := range r.Groups {
		g := &r.Groups[i]
		other := ""
		if i > 0 && r.Distinct && len(r.Overlaps) == 0 {
			other = "other "
		}
		parts[i] = FormatNumber(float64(g.N)) + " " + other + People.Name(float64(g.N)) + " " + cs.holdersInWords(g.N, &g.Hold)
	}
	s := strings.Join(parts, ", and ")
	switch {
	case r.partOfFirst():
		g := &r.Groups[1]
		s = parts[0] + "; " + FormatNumber(float64(g.N)) + " of them " + strings.TrimPrefix(cs.holdersInWords(g.N, &g.Hold), "who ")
	case len(r.Overlaps) > 0:
		s += r.overlapsInWords()
	case len(parts) > 1 && !r.Distinct:
		s += "; one person can count for several of these"
	}
	if r.Total > 0 {
		s += "; at least " + FormatNumber(float64(r.Total)) + " different people in all"
	}
	if len(r.Each) > 0 {
		each := Formula{Op: All}
		for _, code := range r.Each {
			each.Of = append(each.Of, Formula{Code: code})
		}
		s += "; among them they have " + strings.Join(cs.kinds(each.Of, "and"), ", and ")
	}
	return s + "."
}

// partOfFirst reports whether the rule is of two groups, the second among the first.
func (r *PeopleRule) partOfFirst() bool {
	return len(r.Groups) == 2 && len(r.Overlaps) == 1 && r.Overlaps[0] == Overlap{Group: 1, With: 0, Rule: Subset}
}

// overlapsInWords says who may count twice, for each pair of groups of which the rule speaks and for the others.
func (r *PeopleRule) overlapsInWords() string {
	var s strings.Builder
	for _, o := range r.Overlaps {
		a, b := ordinal(o.Group), ordinal(o.With)
		switch o.Rule {
		case Distinct:
			s.WriteString("; nobody counts for both the " + a + " and the " + b + " group")
		case Shared:
			s.WriteString("; one person can count for both the " + a + " and the " + b + " group")
		case Subset:
			s.WriteString("; the " + a + " group is part of the " + b)
		case Unspecified:
			s.WriteString("; it is not decided whether one person can count for both the " + a + " and the " + b + " group")
		}
	}
	n := len(r.Groups)
	switch {
	case len(r.Overlaps) == n*(n-1)/2:
		return s.String()
	case r.Distinct:
		return s.String() + "; otherwise everybody counts once"
	}
	return s.String() + "; otherwise one person can count for several groups"
}

// ordinal names a group by its place.
func ordinal(i int) string {
	words := [...]string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"}
	if i < len(words) {
		return words[i]
	}
	return FormatNumber(float64(i+1)) + "th"
}

// holdersInWords writes the clause after "person" or "people": "who each hold the Cloud Architect certification".
func (cs codes) holdersInWords(n int, f *Formula) string {
	one, many := cs.verbs(f)
	if n == 1 {
		return "who " + one + " " + cs.formulaInWords(f)
	}
	return "who " + many + " " + cs.formulaInWords(f)
}

// verbs returns how one person and how several have what the formula names: exams are passed, courses completed.
func (cs codes) verbs(f *Formula) (one, many string) {
	switch cs.sharedNoun(f) {
	case "exam", "assessment":
		return "has passed", "have each passed"
	case "course":
		return "has completed", "have each completed"
	case "certification":
		return "holds", "each hold"
	}
	return "has", "each have"
}

// formulaInWords writes a formula without brackets: names of one kind share their noun, and what nests is set off by
// "either", "or", "and also" and "together with".
func (cs codes) formulaInWords(f *Formula) string { return cs.phrase(f, false) }

func (cs codes) phrase(f *Formula, nested bool) string {
	if f.Code != "" {
		return cs.kinds([]Formula{*f}, "or")[0]
	}
	conjunction := "or"
	if f.Op == All {
		conjunction = "and"
	}
	parts := cs.kinds(f.Of, conjunction)
	for i := range f.Of {
		if f.Of[i].Code == "" {
			parts = append(parts, cs.phrase(&f.Of[i], true))
		}
	}
	switch {
	case len(parts) == 1:
		return parts[0]
	case f.Op != All:
		return "either " + strings.Join(parts, ", or ")
	}
	// A choice comes last, or what follows it would seem to belong to its last part.
	choice := func(part string) bool { return strings.Contains(part, "either ") }
	first := slices.DeleteFunc(slices.Clone(parts), choice)
	parts = append(first, slices.DeleteFunc(parts, func(part string) bool { return !choice(part) })...)
	if nested {
		return strings.Join(parts, " together with ")
	}
	return strings.Join(parts, ", and also ")
}

// kinds writes the certifications among the parts of a formula, those of one kind together: "the A, B or C exam".
func (cs codes) kinds(of []Formula, conjunction string) []string {
	var nouns []string
	titles := map[string][]string{}
	for i := range of {
		if of[i].Code == "" {
			continue
		}
		title, noun := "certification of another programme", ""
		if c := cs.certification(of[i].Code); c != nil {
			title, noun = c.Title, c.noun()
		}
		if strings.Contains(strings.ToLower(title), noun) {
			noun = ""
		}
		if len(titles[noun]) == 0 {
			nouns = append(nouns, noun)
		}
		titles[noun] = append(titles[noun], title)
	}
	parts := make([]string, len(nouns))
	for i, noun := range nouns {
		parts[i] = "the " + joinTitles(titles[noun], conjunction)
		if noun != "" {
			parts[i] += " " + noun
			if conjunction == "and" {
				parts[i] += plural(len(titles[noun]), "", "s")
			}
		}
	}
	return parts
}

// joinTitles joins as join does, by semicolons where a title has a comma of its own.
func joinTitles(titles []string, conjunction string) string {
	if len(titles) < 2 || !slices.ContainsFunc(titles, func(t string) bool { return strings.Contains(t, ", ") }) {
		return join(titles, conjunction)
	}
	last := len(titles) - 1
	return strings.Join(titles[:last], "; ") + "; " + conjunction + " " + titles[last]
}

// noun returns what kind of proof it is, for people.
func (c *Certification) noun() string {
	switch c.Type {
	case "exam", "assessment", "course":
		return c.Type
	}
	return "certification"
}

// sharedNoun returns the noun of all certifications that a formula names, or "" if they are of several kinds.
func (cs codes) sharedNoun(f *Formula) string {
	if f.Code != "" {
		if c := cs.certification(f.Code); c != nil {
			return c.noun()
		}
		return ""
	}
	shared := ""
	for i := range f.Of {
		noun := cs.sharedNoun(&f.Of[i])
		if noun == "" || shared != "" && shared != noun {
			return ""
		}
		shared = noun
	}
	return shared
}
