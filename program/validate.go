package program

import (
	"fmt"
	"slices"
)

// Bounds of a requirement tree; a larger one is a mistake or an attack.
const (
	MaxDepth = 8   // of a tree, and of a formula
	MaxNodes = 200 // of a tree, and of a formula
)

// Validate reports the first thing that is wrong with the set's shape, wrapped in [ErrInvalid]: identifiers unique, each leaf
// with exactly one rule, every name known to the programme, numbers within bounds. A valid set can be evaluated and
// described.
func (s *Set) Validate(p *Programme) error {
	if _, ok := p.Specialization(s.Specialization); !ok {
		return fmt.Errorf("%w: unknown specialization %q", ErrInvalid, s.Specialization)
	}
	if s.Version < 1 {
		return fmt.Errorf("%w: version %d is not a positive number", ErrInvalid, s.Version)
	}
	if s.EffectiveFrom < s.Published {
		return fmt.Errorf("%w: effective from %s, before it was published on %s", ErrInvalid, s.EffectiveFrom, s.Published)
	}
	if s.SparedUntil != 0 && s.SparedUntil <= s.EffectiveFrom {
		return fmt.Errorf("%w: spares holders until %s, before it is effective", ErrInvalid, s.SparedUntil)
	}
	if s.SparedUntil != 0 && s.AtOnce != "" {
		return fmt.Errorf("%w: spares holders and judges them at once", ErrInvalid)
	}
	return s.Root.Validate(p)
}

// Validate checks a requirement tree that stands alone, as [Set.Validate] does.
func (n *Node) Validate(p *Programme) error {
	v := validator{p: p, ids: make(map[string]bool)}
	return v.node(n, 1)
}

type validator struct {
	p   *Programme
	ids map[string]bool
}

func (v *validator) node(n *Node, depth int) error {
	if problem := v.own(n, depth); problem != "" {
		return fmt.Errorf("%w: node %q: %s", ErrInvalid, n.ID, problem)
	}
	for i := range n.Children {
		if err := v.node(&n.Children[i], depth+1); err != nil {
			return err
		}
	}
	return nil
}

// own returns what is wrong with a node itself, whatever its children are like.
func (v *validator) own(n *Node, depth int) string {
	switch {
	case n.ID == "":
		return "has no identifier"
	case v.ids[n.ID]:
		return "its identifier is used twice"
	case depth > MaxDepth:
		return fmt.Sprintf("deeper than %d levels", MaxDepth)
	case n.Until != 0 && n.Until <= n.From:
		return fmt.Sprintf("is asked for until %s, before it begins", n.Until)
	case len(v.ids) == MaxNodes:
		return fmt.Sprintf("more than %d nodes", MaxNodes)
	}
	v.ids[n.ID] = true
	if n.Op != Leaf {
		return groupProblem(n)
	}
	if n.Requirement == nil || len(n.Children) > 0 {
		return "a leaf has a requirement and no children"
	}
	return v.requirement(n.Requirement)
}

// Problem is what is wrong with one node of a tree.
type Problem struct {
	Node string // its identifier
	Text string // follows the node's name: "asks for 3 of 2"
}

// Problems lists everything that is wrong with a tree, in its order, at most one thing of each node. It is empty exactly
// where [Node.Validate] finds nothing.
func (n *Node) Problems(p *Programme) []Problem {
	v := validator{p: p, ids: make(map[string]bool)}
	var out []Problem
	var walk func(n *Node, depth int)
	walk = func(n *Node, depth int) {
		if text := v.own(n, depth); text != "" {
			out = append(out, Problem{n.ID, text})
		}
		if depth > MaxDepth {
			return
		}
		for i := range n.Children {
			walk(&n.Children[i], depth+1)
		}
	}
	walk(n, 1)
	return out
}

func groupProblem(n *Node) string {
	switch {
	case n.Op != All && n.Op != Any && n.Op != AtLeast:
		return fmt.Sprintf("unknown operation %q", n.Op)
	case n.Requirement != nil || len(n.Children) == 0:
		return "a group has children and no requirement"
	case n.Op == AtLeast && (n.K < 1 || n.K > len(n.Children)):
		return fmt.Sprintf("asks for %d of %d", n.K, len(n.Children))
	}
	return ""
}

func (v *validator) requirement(r *Requirement) string {
	rules := len(r.Kinds())
	switch {
	case rules != 1:
		return fmt.Sprintf("has %d rules, not one", rules)
	case r.VerifiedBy != ByVendor && r.VerifiedBy != ByThirdParty:
		return fmt.Sprintf("unknown verifier %q", r.VerifiedBy)
	case r.Mode != Automatic && r.Mode != Manual:
		return fmt.Sprintf("unknown mode %q", r.Mode)
	case r.Tested != Continuously && r.Tested != AtRenewal && r.Tested != SecondRenewal:
		return fmt.Sprintf("unknown time of testing %q", r.Tested)
	case r.Tested == Continuously && r.OnLapse != EndsAtOnce && r.OnLapse != EndsGrace && r.OnLapse != EndsTerm:
		return fmt.Sprintf("unknown lapse policy %q", r.OnLapse)
	case r.GraceDays < 0:
		return "days of grace below zero"
	case r.AtLocation && r.Performance == nil && r.People == nil:
		return "only figures and people can be asked of one location"
	}
	if r.Relaxed != nil {
		if problem := v.relaxation(r.Relaxed); problem != "" {
			return problem
		}
	}
	return v.rule(r)
}

func (v *validator) rule(r *Requirement) string {
	switch {
	case r.Competency != nil:
		return v.competency(r.Competency)
	case r.Performance != nil:
		return v.performance(r.Performance)
	case r.People != nil:
		return v.people(r.People)
	case r.Scorecard != nil:
		return v.scorecard(r.Scorecard)
	case r.References != nil:
		return counted(r.References.N, r.References.MaxAgeMonths)
	case r.CaseStudies != nil:
		return counted(r.CaseStudies.N, r.CaseStudies.MaxAgeMonths)
	case r.Recognition != nil:
		return v.recognition(r.Recognition)
	case r.Document != nil:
		return documentProblem(r.Document)
	}
	return v.review(r.Review)
}

func (v *validator) review(r *ReviewRule) string {
	for _, c := range r.Credits {
		if !slices.ContainsFunc(r.Modules, func(m ReviewModule) bool { return m.Slug == c.Module }) {
			return fmt.Sprintf("credits module %q, which it does not have", c.Module)
		}
		if c.Held != nil {
			if problem := v.recognition(c.Held); problem != "" {
				return problem
			}
		}
	}
	for _, c := range r.Checklists {
		if c.Version == "" || c.Until != 0 && c.Until <= c.From {
			return "a checklist has no version or no days"
		}
	}
	return reviewProblem(r)
}

func (v *validator) relaxation(r *Relaxation) string {
	if len(r.Instead.Kinds()) != 1 || r.Instead.Relaxed != nil {
		return "something easier has exactly one rule, and nothing easier itself"
	}
	if problem := v.recognition(&r.Held); problem != "" {
		return problem
	}
	return v.rule(&r.Instead)
}

func (v *validator) recognition(r *RecognitionRule) string {
	if len(r.Specializations)+len(r.Memberships) == 0 {
		return "names no specialization and no membership"
	}
	if r.Match != Any && r.Match != All {
		return fmt.Sprintf("matches %q, neither any nor all", r.Match)
	}
	for i, slug := range r.Specializations {
		if _, ok := v.p.Specialization(slug); !ok {
			return fmt.Sprintf("unknown specialization %q", slug)
		}
		if slices.Contains(r.Specializations[:i], slug) {
			return fmt.Sprintf("names specialization %q twice", slug)
		}
	}
	return namedProblem(r.Memberships)
}

func documentProblem(r *DocumentRule) string {
	if r.Document.Slug == "" || r.Document.Name == "" {
		return "a document has no identifier or no name"
	}
	return counted(1, r.ValidMonths)
}

func (v *validator) competency(r *CompetencyRule) string {
	if len(r.Competencies) == 0 {
		return "names no competency"
	}
	for i, slug := range r.Competencies {
		if _, ok := v.p.Competency(slug); !ok {
			return fmt.Sprintf("unknown competency %q", slug)
		}
		if slices.Contains(r.Competencies[:i], slug) {
			return fmt.Sprintf("names competency %q twice", slug)
		}
	}
	if r.Match != Any && r.Match != All {
		return fmt.Sprintf("matches %q, neither any nor all", r.Match)
	}
	if r.Level != Silver && r.Level != Gold {
		return fmt.Sprintf("unknown level %q", r.Level)
	}
	return ""
}

func (v *validator) people(r *PeopleRule) string {
	if len(r.Groups) == 0 || len(r.Groups) > 20 {
		return "has no groups of people, or more than 20"
	}
	for i := range r.Groups {
		g := &r.Groups[i]
		if g.N < 1 || g.N > 1000 {
			return "asks for fewer than 1 or more than 1000 people"
		}
		nodes := 0
		if problem := v.formula(&g.Hold, 1, &nodes); problem != "" {
			return problem
		}
	}
	for _, code := range r.Each {
		if v.p.certification(code) == nil {
			return fmt.Sprintf("unknown certification %q", code)
		}
	}
	if r.Total < 0 || r.Total > 1000 || len(r.Each) > MaxNodes {
		return "asks for fewer than 0 or more than 1000 people in all, or for too many certifications"
	}
	return overlapProblem(r)
}

func overlapProblem(r *PeopleRule) string {
	n := len(r.Groups)
	if len(r.Overlaps) > 0 && n > maxOverlapping {
		return fmt.Sprintf("more than %d groups that overlap by rule", maxOverlapping)
	}
	for i, o := range r.Overlaps {
		switch {
		case o.Group < 0 || o.With < 0 || o.Group >= n || o.With >= n || o.Group == o.With:
			return "an overlap is not of two groups"
		case !slices.Contains([]OverlapRule{Distinct, Shared, Subset, Unspecified}, o.Rule):
			return fmt.Sprintf("unknown overlap %q", o.Rule)
		case o.Rule == Subset && r.Groups[o.Group].N > r.Groups[o.With].N:
			return "a group is larger than the one it is part of"
		case slices.ContainsFunc(r.Overlaps[:i], func(p Overlap) bool {
			return p.Group == o.Group && p.With == o.With || p.Group == o.With && p.With == o.Group
		}):
			return "says twice how two groups overlap"
		}
	}
	return ""
}

func (v *validator) formula(f *Formula, depth int, nodes *int) string {
	if *nodes++; depth > MaxDepth || *nodes > MaxNodes {
		return "a formula of certifications is too deep or too long"
	}
	if f.Code != "" {
		switch {
		case len(f.Of) > 0 || f.Op != "":
			return "a formula has a certification or parts, not both"
		case v.p.certification(f.Code) == nil:
			return fmt.Sprintf("unknown certification %q", f.Code)
		}
		return ""
	}
	if len(f.Of) == 0 || f.Op != Any && f.Op != All {
		return "a formula without certification has parts and any or all"
	}
	for i := range f.Of {
		if problem := v.formula(&f.Of[i], depth+1, nodes); problem != "" {
			return problem
		}
	}
	return ""
}

func counted(n, months int) string {
	switch {
	case n < 1 || n > 1000:
		return "asks for fewer than 1 or more than 1000"
	case months < 0 || months > 1200:
		return "a greatest age below zero or above 1200 months"
	}
	return ""
}

func reviewProblem(r *ReviewRule) string {
	if len(r.Modules) == 0 {
		return "names no module"
	}
	for i, m := range r.Modules {
		switch {
		case m.Slug == "" || m.Name == "":
			return "a module has no identifier or no name"
		case slices.ContainsFunc(r.Modules[:i], func(o ReviewModule) bool { return o.Slug == m.Slug }):
			return fmt.Sprintf("names module %q twice", m.Slug)
		}
	}
	return counted(len(r.Modules), r.ValidMonths)
}
