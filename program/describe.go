package program

// Sentence is a node of a requirement tree as plain English, for every page, mail and API answer.
type Sentence struct {
	Node     Node
	Text     string // the leaf's sentence, or the group's connective: "All of these"
	Guidance string
	How      string // "Verified by an independent auditor, by hand. Tested at every second renewal."
	Children []Sentence
}

// Describe turns a requirement tree into sentences. It is the only writer of requirement text, so that text and
// rule cannot drift apart; names come from the programme, never identifiers.
func (p *Programme) Describe(n Node) Sentence {
	s := Sentence{Node: n}
	if n.Op == Leaf && n.Requirement != nil {
		s.Text, s.Guidance = p.sentence(n.Requirement), n.Requirement.Guidance
		s.How = p.howInWords(n.Requirement)
		return s
	}
	s.Text = connective(&n)
	for i := range n.Children {
		s.Children = append(s.Children, p.Describe(n.Children[i]))
	}
	return s
}

func connective(n *Node) string {
	switch n.Op {
	case Any:
		return "Any one of these"
	case AtLeast:
		return "At least " + FormatNumber(float64(n.K)) + " of these"
	}
	return "All of these"
}

// sentence writes one leaf from its parameters.
func (p *Programme) sentence(r *Requirement) string {
	switch {
	case r.Competency != nil:
		return capital(p.attainmentInWords(r.Competency)) + ", active."
	case r.Performance != nil:
		return p.performanceInWords(r.Performance)
	case r.People != nil:
		return p.peopleInWords(r.People)
	case r.References != nil:
		return referencesInWords(r.References)
	case r.CaseStudies != nil:
		return casesInWords(r.CaseStudies)
	case r.Review != nil:
		return reviewInWords(r.Review, r.VerifiedBy)
	}
	return "A condition that is not described."
}

// attainmentInWords writes "gold in Cloud platform or DevOps", without a full stop.
func (p *Programme) attainmentInWords(r *CompetencyRule) string {
	names := make([]string, len(r.Competencies))
	for i, slug := range r.Competencies {
		names[i] = p.competencyName(slug)
	}
	level := levelInWords(r.Level)
	switch {
	case r.Match != All || len(names) < 2:
		return level + " in " + join(names, "or")
	case len(names) == 2:
		return level + " in both " + join(names, "and")
	}
	return level + " in each of " + join(names, "and")
}

func levelInWords(l Level) string {
	if l == Gold {
		return "gold"
	}
	return "silver or gold"
}

func (p *Programme) competencyName(slug string) string {
	for i := range p.Competencies {
		if p.Competencies[i].Slug == slug {
			return p.Competencies[i].Name
		}
	}
	return "a competency"
}

func referencesInWords(r *ReferencesRule) string {
	s := "A confirmed customer reference"
	each := ""
	if r.N != 1 {
		s = FormatNumber(float64(r.N)) + " confirmed references from different customers"
		each = ", each"
	}
	if r.ScenarioInWords != "" {
		s += each + " for " + r.ScenarioInWords
	}
	if r.MaxAgeMonths > 0 {
		s += ", finished in the last " + lastMonths(r.MaxAgeMonths)
	}
	return s + "."
}

func casesInWords(r *CaseStudiesRule) string {
	s := "A public case study"
	if r.N != 1 {
		s = FormatNumber(float64(r.N)) + " public case studies"
	}
	s += " for this specialization"
	if r.MaxAgeMonths > 0 {
		s += ", published in the last " + lastMonths(r.MaxAgeMonths)
	}
	return s + "."
}

func reviewInWords(r *ReviewRule, by Verifier) string {
	names := make([]string, len(r.Modules))
	for i, m := range r.Modules {
		names[i] = "in " + m.Name
	}
	s := "An architecture review by " + auditorInWords(by) + ", passed " + join(names, "and")
	if r.ValidMonths > 0 {
		s += " in the last " + lastMonths(r.ValidMonths)
	}
	return s + "."
}

func auditorInWords(by Verifier) string {
	if by == ByThirdParty {
		return "an independent auditor"
	}
	return "the vendor"
}

// howInWords says who verifies a leaf, how, when it is tested and what a lapse does.
func (p *Programme) howInWords(r *Requirement) string {
	s := "Verified by " + auditorInWords(r.VerifiedBy)
	switch {
	case r.Mode == Manual:
		s += ", by hand."
	case r.Performance != nil && r.VerifiedBy == ByVendor:
		s += " from its own figures, automatically."
	default:
		s += ", automatically."
	}
	switch r.Tested {
	case AtRenewal:
		return s + " Tested at every renewal."
	case SecondRenewal:
		return s + " Tested at every second renewal."
	}
	s += " Tested all the time; if it is no longer met, the label "
	switch r.OnLapse {
	case EndsAtOnce:
		return s + "ends at once."
	case EndsTerm:
		return s + "stays until the end of its term."
	}
	days := r.graceDays(&p.Settings)
	return s + "ends after " + FormatNumber(float64(days)) + " " + plural(days, "day", "days") + "."
}

// graceDays returns how long a label survives the failure of a leaf whose lapse policy is grace.
func (r *Requirement) graceDays(s *Settings) int {
	if r.GraceDays > 0 {
		return r.GraceDays
	}
	return s.DefaultGraceDays
}
