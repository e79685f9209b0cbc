package program

import "slices"

// Subject is what a piece of evidence is about, in the words by which requirements look for it.
type Subject struct {
	Kind Kind     // of the requirements that look at such evidence
	Slug string   // competency, certification, scenario, membership, document or metric; empty for a review
	Of   []string // the specializations that a case study or a review names
}

// Bearing returns the leaves of a set that look at evidence of a subject, whether or not it would be enough for them.
func (p *Programme) Bearing(set *Set, s Subject) []Node {
	var out []Node
	var walk func(n *Node)
	walk = func(n *Node) {
		if n.Op == Leaf && n.Requirement != nil && p.looksAt(set.Specialization, n.Requirement, s) {
			out = append(out, *n)
		}
		for i := range n.Children {
			walk(&n.Children[i])
		}
	}
	walk(&set.Root)
	return out
}

// looksAt reports whether a requirement of a specialization looks at evidence of a subject.
func (p *Programme) looksAt(specialization string, r *Requirement, s Subject) bool {
	if x := r.Relaxed; x != nil && (x.Held.names(s) || p.looksAt(specialization, &x.Instead, s)) {
		return true
	}
	switch {
	case r.Scorecard != nil:
		return slices.ContainsFunc(r.Scorecard.Indicators, func(i Indicator) bool { return p.looksAt(specialization, &i.Rule, s) })
	case r.Recognition != nil:
		return r.Recognition.names(s)
	case r.Review != nil:
		return r.Review.looksAt(specialization, s)
	case !slices.Contains(r.Kinds(), s.Kind):
		return false
	case r.Competency != nil:
		return slices.Contains(r.Competency.Competencies, s.Slug)
	case r.Performance != nil:
		return r.Performance.Metric == s.Slug
	case r.People != nil:
		return p.codes(r.People).find(s.Slug) != nil
	case r.References != nil:
		return r.References.Scenario == "" || r.References.Scenario == s.Slug
	case r.CaseStudies != nil:
		return slices.Contains(s.Of, specialization) && (r.CaseStudies.Scenario == "" || r.CaseStudies.Scenario == s.Slug)
	case r.Document != nil:
		return r.Document.Document.Slug == s.Slug
	}
	return false
}

// names reports whether a subject is one of the memberships.
func (r *RecognitionRule) names(s Subject) bool {
	return s.Kind == OfRecognition && slices.ContainsFunc(r.Memberships, func(m Named) bool { return m.Slug == s.Slug })
}

// looksAt reports whether a review counts here, or could by a credit, or a membership stands for one of the modules.
func (r *ReviewRule) looksAt(specialization string, s Subject) bool {
	if s.Kind == OfReview {
		return slices.Contains(s.Of, specialization) || slices.ContainsFunc(r.Credits, func(c ModuleCredit) bool { return c.Held == nil })
	}
	return slices.ContainsFunc(r.Credits, func(c ModuleCredit) bool { return c.Held != nil && c.Held.names(s) })
}
