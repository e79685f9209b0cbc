package program

import "strings"

// peopleInWords writes "2 people who each hold the A certification, and 3 other people who each hold the B certification."
func (p *Programme) peopleInWords(r *PeopleRule) string {
	parts := make([]string, len(r.Groups))
	for i := range r.Groups {
		g := &r.Groups[i]
		other := ""
		if i > 0 && r.Distinct {
			other = "other "
		}
		parts[i] = FormatNumber(float64(g.N)) + " " + other + People.Name(float64(g.N)) + " " + p.holdersInWords(g.N, &g.Hold)
	}
	s := strings.Join(parts, ", and ")
	if len(parts) > 1 && !r.Distinct {
		s += "; one person can count for several of these"
	}
	return s + "."
}

// holdersInWords writes the clause after "person" or "people": "who each hold the Cloud Architect certification".
func (p *Programme) holdersInWords(n int, f *Formula) string {
	one, many := p.verbs(f)
	if n == 1 {
		return "who " + one + " " + p.formulaInWords(f)
	}
	return "who " + many + " " + p.formulaInWords(f)
}

// verbs returns how one person and how several have what the formula names: exams are passed, courses completed.
func (p *Programme) verbs(f *Formula) (one, many string) {
	switch p.sharedNoun(f) {
	case "exam", "assessment":
		return "has passed", "have each passed"
	case "course":
		return "has completed", "have each completed"
	case "certification":
		return "holds", "each hold"
	}
	return "has", "each have"
}

// formulaInWords writes a formula without brackets: names of one kind share their noun, nested parts are set off by commas.
func (p *Programme) formulaInWords(f *Formula) string {
	if f.Code != "" {
		return p.certificationInWords(f.Code)
	}
	if names, ok := p.flat(f); ok {
		noun := p.sharedNoun(f)
		if f.Op == All {
			return "the " + join(names, "and") + " " + noun + plural(len(names), "", "s")
		}
		return "the " + join(names, "or") + " " + noun
	}
	parts := make([]string, len(f.Of))
	for i := range f.Of {
		parts[i] = p.formulaInWords(&f.Of[i])
	}
	if f.Op == All {
		return strings.Join(parts, ", and also ")
	}
	return "either " + strings.Join(parts, ", or ")
}

// flat returns the names of a formula's certifications if it is a plain list of one kind.
func (p *Programme) flat(f *Formula) ([]string, bool) {
	if p.sharedNoun(f) == "" {
		return nil, false
	}
	names := make([]string, len(f.Of))
	for i := range f.Of {
		if f.Of[i].Code == "" {
			return nil, false
		}
		c := p.certification(f.Of[i].Code)
		if strings.HasSuffix(strings.ToLower(c.Title), c.noun()) {
			return nil, false
		}
		names[i] = c.Title
	}
	return names, true
}

func (p *Programme) certificationInWords(code string) string {
	c := p.certification(code)
	if c == nil {
		return "a certification"
	}
	if strings.HasSuffix(strings.ToLower(c.Title), c.noun()) {
		return "the " + c.Title
	}
	return "the " + c.Title + " " + c.noun()
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
func (p *Programme) sharedNoun(f *Formula) string {
	if f.Code != "" {
		if c := p.certification(f.Code); c != nil {
			return c.noun()
		}
		return ""
	}
	shared := ""
	for i := range f.Of {
		noun := p.sharedNoun(&f.Of[i])
		if noun == "" || shared != "" && shared != noun {
			return ""
		}
		shared = noun
	}
	return shared
}
