package program

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// FieldError says what is wrong with one field of something an admin maintains, as a sentence. It is an [ErrInvalid].
type FieldError struct {
	Field string // as the programme names it: "title", "also"
	Text  string // "Give it a title."
}

func (e *FieldError) Error() string { return fmt.Sprintf("%v: %s: %s", ErrInvalid, e.Field, e.Text) }

// Unwrap lets errors.Is find ErrInvalid.
func (e *FieldError) Unwrap() error { return ErrInvalid }

// Bounds of what the vocabulary says, in characters.
const (
	MaxSlug    = 60
	MaxName    = 120
	MaxSummary = 300
	MaxMeaning = 4000
)

// CertificationTypes lists the types of certifications.
func CertificationTypes() []string { return []string{"exam", "certification", "assessment", "course"} }

// MetricUnits lists the units that a metric can have.
func MetricUnits() []Unit {
	return []Unit{USD, Users, Deployments, Devices, Customers, People, Percent, Points}
}

// problems collects what is wrong, field by field.
type problems []FieldError

func (l *problems) add(bad bool, field, text string) {
	if bad && !slices.ContainsFunc(*l, func(e FieldError) bool { return e.Field == field }) {
		*l = append(*l, FieldError{field, text})
	}
}

// text asks for one line of at most so many characters.
func (l *problems) text(field, value, missing string, most int) {
	l.add(strings.TrimSpace(value) == "", field, missing)
	l.add(utf8.RuneCountInString(value) > most, field, fmt.Sprintf("It is longer than %d characters.", most))
}

// slug asks for what stands in addresses.
func (l *problems) slug(value string) {
	good := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' }
	l.add(value == "", "slug", "Give it a name for addresses, such as data-platform.")
	l.add(strings.ContainsFunc(value, func(r rune) bool { return !good(r) }) || strings.Trim(value, "-") != value, "slug",
		"Only small letters, digits and hyphens between them can stand in an address.")
	l.add(value == "new", "slug", "This word has a meaning of its own in addresses. Choose another.")
	l.add(len(value) > MaxSlug, "slug", fmt.Sprintf("It is longer than %d characters.", MaxSlug))
}

// Problems returns what is wrong with the competency's own fields, one for each; its options are checked by Validate.
func (c *Competency) Problems() []FieldError {
	var l problems
	l.slug(c.Slug)
	l.text("name", c.Name, "Give it a name.", MaxName)
	l.add(!slices.Contains(Areas(), c.Area), "area", "Choose a solution area.")
	l.text("summary", c.Summary, "Say in one sentence what a holder does.", MaxSummary)
	l.text("meaning", c.Meaning, "Say what the level tells a customer.", MaxMeaning)
	l.add(len(c.Levels) == 0, "levels", "Choose at least one level.")
	l.add(slices.ContainsFunc(c.Levels, func(x Level) bool { return x != Silver && x != Gold }), "levels", "Choose among silver and gold.")
	return l
}

// Problems returns what is wrong with what a specialization is called, one for each field; its requirements are checked by Validate.
func (s *Specialization) Problems() []FieldError {
	var l problems
	l.slug(s.Slug)
	l.text("name", s.Name, "Give it a name.", MaxName)
	l.add(!slices.Contains(Areas(), s.Area), "area", "Choose a solution area.")
	l.text("summary", s.Summary, "Say in one sentence what a holder has proven.", MaxSummary)
	l.text("meaning", s.Meaning, "Say what the label tells a customer.", MaxMeaning)
	return l
}

// Problems returns what is wrong with a certification of the programme, one for each field.
func (c *Certification) Problems(p *Programme) []FieldError {
	var l problems
	l.add(c.Code == "", "code", "Give its code, such as AZ-104.")
	l.add(strings.ContainsFunc(c.Code, func(r rune) bool {
		return !(r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("-.+", r))
	}) || conjunction(c.Code) != "", "code", "A code has letters, digits, hyphens, dots and plus signs only.")
	l.add(c.Code == "new", "code", "This word has a meaning of its own in addresses. Choose another.")
	l.add(len(c.Code) > MaxSlug, "code", fmt.Sprintf("It is longer than %d characters.", MaxSlug))
	l.text("title", c.Title, "Give it a title.", MaxName)
	l.text("issuer", c.Issuer, "Say who issues it.", MaxName)
	l.add(!slices.Contains(CertificationTypes(), c.Type), "type", "Choose what it is.")
	l.add(c.AcceptedUntil != 0 && c.Retired == 0, "accepted", "Only a retired one has a last day on which it counts: say when it was retired.")
	l.add(c.AcceptedUntil != 0 && c.AcceptedUntil < c.Retired, "accepted", "It cannot stop counting before it is retired.")
	if c.Also != nil {
		nodes := 0
		v := validator{p: p}
		if problem := v.formula(c.Also, 1, &nodes); problem != "" {
			l.add(true, "also", "It "+problem+".")
		}
		l.add(c.Also.names(c.Code), "also", "It names itself.")
	}
	return l
}

// names reports whether a formula names a certification.
func (f *Formula) names(code string) bool {
	return f.Code != "" && strings.EqualFold(f.Code, code) || slices.ContainsFunc(f.Of, func(part Formula) bool { return part.names(code) })
}

// Names reports whether a formula names a certification.
func (f *Formula) Names(code string) bool { return f != nil && f.names(code) }

// Problems returns what is wrong with a metric, one for each field.
func (m *Metric) Problems() []FieldError {
	var l problems
	l.slug(m.Slug)
	l.text("name", m.Name, "Give its name as it stands in a sentence, such as: consumption of Linux virtual machines.", MaxName)
	l.add(!slices.Contains(MetricUnits(), m.Unit), "unit", "Choose its unit.")
	return l
}

// Problems returns what is wrong with a term of a facet, one for each field.
func (t *Term) Problems() []FieldError {
	var l problems
	l.slug(t.Slug)
	l.text("name", t.Name, "Give it a name.", MaxName)
	return l
}

// Bounds of the groups of words that search treats as one.
const (
	maxSynonymGroups = 500
	maxSynonyms      = 20
)

// SynonymProblem returns what is wrong with groups of words that search treats as one; empty: nothing.
func SynonymProblem(groups [][]string) string {
	if len(groups) > maxSynonymGroups {
		return fmt.Sprintf("There are more than %d groups.", maxSynonymGroups)
	}
	line := map[string]int{}
	for i, g := range groups {
		switch {
		case len(g) < 2:
			return fmt.Sprintf("Group %d has one word only: %s. Write at least two, with a comma between.", i+1, strings.Join(g, ""))
		case len(g) > maxSynonyms:
			return fmt.Sprintf("Group %d has more than %d words.", i+1, maxSynonyms)
		}
		for _, w := range g {
			key := strings.ToLower(w)
			switch first, twice := line[key]; {
			case utf8.RuneCountInString(w) > MaxSlug:
				return fmt.Sprintf("Group %d has a word longer than %d characters.", i+1, MaxSlug)
			case twice && first == i:
				return fmt.Sprintf("Group %d names %q twice.", i+1, w)
			case twice:
				return fmt.Sprintf("%q stands in group %d and in group %d: write them as one group.", w, first+1, i+1)
			}
			line[key] = i
		}
	}
	return ""
}

// Asks reports whether a tree looks at evidence of a subject anywhere.
func (p *Programme) Asks(specialization string, n *Node, s Subject) bool {
	if n.Requirement != nil && p.looksAt(specialization, n.Requirement, s) {
		return true
	}
	return slices.ContainsFunc(n.Children, func(c Node) bool { return p.Asks(specialization, &c, s) })
}

// Codes returns the certifications that a formula names, in order; none of no formula.
func (f *Formula) Codes() []string {
	if f == nil {
		return nil
	}
	if f.Code != "" {
		return []string{f.Code}
	}
	var out []string
	for i := range f.Of {
		out = append(out, f.Of[i].Codes()...)
	}
	return out
}

// CertificationOf returns the certification with that code.
func (p *Programme) CertificationOf(code string) (Certification, bool) {
	if c := p.certification(code); c != nil {
		return *c, true
	}
	return Certification{}, false
}

// WithCertification returns the programme with a certification changed or added; p stays as it is.
func (p *Programme) WithCertification(c Certification) *Programme {
	out := *p
	out.Certifications = slices.Clone(p.Certifications)
	if old := out.certification(c.Code); old != nil {
		*old = c
	} else {
		out.Certifications = append(out.Certifications, c)
	}
	return &out
}
