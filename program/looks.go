package program

import "slices"

// Looks is what requirements look at among the facts that a partner has many of.
type Looks struct {
	Metrics        []string // slugs
	Certifications []string // codes, with those that count for them
}

// LooksOf returns what the requirements of sets look at. Figures and certifications that are not among it change nothing in
// what the sets say.
func (p *Programme) LooksOf(sets ...Set) Looks {
	var out Looks
	for i := range sets {
		out.node(p, &sets[i].Root)
	}
	return out
}

func (l *Looks) node(p *Programme, n *Node) {
	if n.Requirement != nil {
		l.requirement(p, n.Requirement)
	}
	for i := range n.Children {
		l.node(p, &n.Children[i])
	}
}

func (l *Looks) requirement(p *Programme, r *Requirement) {
	if r.Performance != nil && !slices.Contains(l.Metrics, r.Performance.Metric) {
		l.Metrics = append(l.Metrics, r.Performance.Metric)
	}
	if r.People != nil {
		for _, c := range p.codes(r.People) {
			if !slices.Contains(l.Certifications, c.code) {
				l.Certifications = append(l.Certifications, c.code)
			}
		}
	}
	if r.Scorecard != nil {
		for i := range r.Scorecard.Indicators {
			l.requirement(p, &r.Scorecard.Indicators[i].Rule)
		}
	}
	if r.Relaxed != nil {
		l.requirement(p, &r.Relaxed.Instead)
	}
}
