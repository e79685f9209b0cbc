package program

import (
	"cmp"
	"slices"
	"strconv"
)

// Addition is one single thing that a partner could add, and how far it would bring it.
type Addition struct {
	Node   string // the requirement that it helps
	Text   string // what is added: "Ada Byron earns Cloud administrator", "One more reference from a new customer"
	Person int64  // who earns a certification; zero: somebody new, or no person at all
	Code   string // the certification; empty for a reference
	Have   float64
	Need   float64
	Unit   Unit
	Met    bool // the requirement would be met
	Earned bool // with it the whole set would be met
}

// Bounds of what [WhatIf] tries: people whose certifications are alike stand for each other.
const (
	triedPeople = 60
	keptEach    = 3 // additions for one requirement
)

// WhatIf says which single additions of people's certifications and customer references would bring a partner closer to a
// set on day at, those that bring it furthest first. It tries each on a copy of the facts with the rules themselves, so
// that it cannot promise what evaluation would not give.
func WhatIf(p *Programme, set Set, facts *Facts, at Day) []Addition {
	var out []Addition
	standing := Evaluate(p, set, facts, at)
	t := trial{p: p, set: &set, facts: facts, at: at}
	t.walk(&set.Root, &standing.Root, func(n *Node, f *Finding) {
		found := t.additions(n, f)
		slices.SortStableFunc(found, further)
		out = append(out, found[:min(len(found), keptEach)]...)
	})
	slices.SortStableFunc(out, further)
	return out
}

// further orders additions by how far they bring the partner.
func further(a, b Addition) int {
	return cmp.Or(firstTrue(a.Earned, b.Earned), firstTrue(a.Met, b.Met), cmp.Compare(a.Need-a.Have, b.Need-b.Have))
}

func firstTrue(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// trial adds one thing at a time to a copy of a partner's facts.
type trial struct {
	p     *Programme
	set   *Set
	facts *Facts
	at    Day
}

// walk visits the leaves that are asked for and not met.
func (t *trial) walk(n *Node, f *Finding, visit func(*Node, *Finding)) {
	if f.State.holds() {
		return
	}
	if n.Op == Leaf {
		visit(n, f)
		return
	}
	for i := range n.Children {
		if n.Children[i].asked(t.at) {
			t.walk(&n.Children[i], &f.Children[i], visit)
		}
	}
}

func (t *trial) additions(n *Node, f *Finding) []Addition {
	switch r := n.Requirement; {
	case r.People != nil:
		return t.people(n, f)
	case r.References != nil:
		return t.reference(n, f)
	}
	return nil
}

// with says what becomes of a leaf when something is added; false when it helps nothing.
func (t *trial) with(n *Node, was *Finding, facts *Facts, a Addition) (Addition, bool) {
	e := evaluation{
		p: t.p, facts: facts, specialization: t.set.Specialization, at: t.at, next: never, silent: true, labels: facts.Labels,
	}
	f := e.leaf(n)
	a.Node, a.Have, a.Need, a.Unit, a.Met = n.ID, f.Have, f.Need, f.Unit, f.State.holds()
	if !a.Met && f.Have <= was.Have {
		return a, false
	}
	if a.Met {
		a.Earned = Evaluate(t.p, *t.set, facts, t.at).Root.State == Met
	}
	return a, true
}

// proven is the verification of what is tried: accepted that very day.
func (t *trial) proven(by Verifier, mode Mode) Verification {
	return Verification{By: by, Mode: mode, Decision: Accepted, Submitted: t.at, Decided: t.at}
}

func (t *trial) reference(n *Node, f *Finding) []Addition {
	rule := n.Requirement.References
	facts := *t.facts
	facts.References = append(slices.Clone(t.facts.References), Reference{
		ID: -1, Customer: "\x00", Scenario: rule.Scenario, Finished: t.at,
		Verification: t.proven(n.Requirement.VerifiedBy, n.Requirement.Mode),
	})
	a, helps := t.with(n, f, &facts, Addition{Text: "One more reference from a new customer"})
	if !helps {
		return nil
	}
	return []Addition{a}
}

// someone is a person to whom one more certification is given.
type someone struct {
	id   int64
	name string
}

func (t *trial) people(n *Node, f *Finding) []Addition {
	rule := n.Requirement.People
	cs := t.p.codes(rule)
	var out []Addition
	for _, who := range t.candidates(cs) {
		for i := range cs {
			c := &cs[i]
			if c.cert != nil && c.cert.Retired != 0 && c.cert.Retired <= t.at || t.holds(who.id, c.code) {
				continue
			}
			facts := *t.facts
			facts.Holdings = append(slices.Clone(t.facts.Holdings), Holding{
				ID: -1, Person: who.id, Name: who.name, Code: c.code, Earned: t.at, Joined: t.at,
				Verification: t.proven(ByThirdParty, Manual),
			})
			text := "Somebody new who holds " + t.title(c)
			if who.name != "" {
				text = who.name + " earns " + t.title(c)
			}
			a := Addition{Text: text, Code: c.code}
			if who.name != "" {
				a.Person = who.id
			}
			if a, helps := t.with(n, f, &facts, a); helps {
				out = append(out, a)
			}
		}
	}
	return out
}

func (t *trial) title(c *coded) string {
	if c.cert == nil {
		return c.code
	}
	return c.cert.Title
}

// holds reports whether a person has a certification that counts on the day.
func (t *trial) holds(person int64, code string) bool {
	return slices.ContainsFunc(t.facts.Holdings, func(h Holding) bool {
		return h.Person == person && h.Code == code && h.counts(t.at) && h.Earned <= t.at && t.at < endOf(h.Expires)
	})
}

// candidates are the partner's people, one of each kind as far as the rule can tell them apart, and somebody new.
func (t *trial) candidates(cs codes) []someone {
	out := []someone{{id: -1}}
	type person struct {
		someone
		kind string
	}
	var staff []person
	for i := range t.facts.Holdings {
		h := &t.facts.Holdings[i]
		if h.Joined > t.at || endOf(h.Left) <= t.at || h.Decision != Accepted {
			continue
		}
		k := slices.IndexFunc(staff, func(p person) bool { return p.id == h.Person })
		if k < 0 {
			staff = append(staff, person{someone: someone{id: h.Person, name: h.Name}})
			k = len(staff) - 1
		}
		for j := range cs {
			if cs[j].code == h.Code && h.counts(t.at) && t.at < endOf(h.Expires) {
				staff[k].kind += " " + strconv.Itoa(j)
			}
		}
	}
	seen := map[string]bool{}
	for _, p := range staff {
		if !seen[p.kind] && len(out) < triedPeople {
			seen[p.kind] = true
			out = append(out, p.someone)
		}
	}
	return out
}
