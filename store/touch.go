package store

import (
	"context"
	"math/bits"
	"slices"

	"partnerdirectory/program"
)

// partnerSet is a set of partners; all says that everybody is in it.
type partnerSet struct {
	all  bool
	bits []uint64
}

func (s *partnerSet) put(id program.PartnerID) {
	word := int(id) / 64
	if word >= len(s.bits) {
		s.bits = append(s.bits, make([]uint64, word+1-len(s.bits))...)
	}
	s.bits[word] |= 1 << (id % 64)
}

func (s *partnerSet) add(o partnerSet) {
	s.all = s.all || o.all
	if len(o.bits) > len(s.bits) {
		s.bits = append(s.bits, make([]uint64, len(o.bits)-len(s.bits))...)
	}
	for i, word := range o.bits {
		s.bits[i] |= word
	}
}

func (s *partnerSet) keep(o partnerSet) {
	switch {
	case o.all:
		return
	case s.all:
		*s = partnerSet{bits: slices.Clone(o.bits)}
		return
	}
	s.bits = s.bits[:min(len(s.bits), len(o.bits))]
	for i := range s.bits {
		s.bits[i] &= o.bits[i]
	}
}

func (s *partnerSet) size() int {
	n := 0
	for _, word := range s.bits {
		n += bits.OnesCount64(word)
	}
	return n
}

// ids returns the partners in order; a set of all must have been made definite by everybody.
func (s *partnerSet) ids() []program.PartnerID {
	out := make([]program.PartnerID, 0, s.size())
	for i, word := range s.bits {
		for ; word != 0; word &= word - 1 {
			out = append(out, program.PartnerID(i*64+bits.TrailingZeros64(word)))
		}
	}
	return out
}

// finder finds the partners whom requirements can touch, by what the tables tell cheaply.
type finder struct {
	ctx            context.Context
	q              querier
	specialization string
	deep           bool // read large tables too
}

// everybody returns all partners.
func (f finder) everybody() (partnerSet, error) { return f.ask(`SELECT partner FROM partner_clocks`) }

// ask returns the partners that a query yields.
func (f finder) ask(query string, args ...any) (partnerSet, error) {
	var out partnerSet
	err := each(f.ctx, f.q, query, args, func(scan scanner) error {
		var id int64
		err := scan(&id)
		out.put(program.PartnerID(id))
		return err
	})
	return out, err
}

// union asks several queries of one argument each.
func (f finder) union(query string, args []string) (partnerSet, error) {
	var out partnerSet
	for _, arg := range args {
		one, err := f.ask(query, arg)
		if err != nil {
			return out, err
		}
		out.add(one)
	}
	return out, nil
}

// mayMeet returns partners among whom are all that can meet a node by the facts that are there now, on any day.
func (f finder) mayMeet(n *program.Node) (partnerSet, error) {
	if n.Op == program.Leaf {
		out, err := f.mayMeetLeaf(n.Requirement)
		if err != nil || out.all {
			return out, err
		}
		for _, exception := range []string{
			`SELECT partner FROM waivers WHERE specialization = $1 AND superseded = 0`,
			`SELECT partner FROM allowances WHERE specialization = $1 AND superseded = 0`,
		} {
			one, err := f.ask(exception, f.specialization)
			if err != nil {
				return out, err
			}
			out.add(one)
		}
		return out, nil
	}
	out := partnerSet{all: n.Op == program.All}
	for i := range n.Children {
		child := &n.Children[i]
		if n.Op == program.All && (child.From != 0 || child.Until != 0) {
			continue // on some days it is not asked for
		}
		one, err := f.mayMeet(child)
		if err != nil {
			return out, err
		}
		if n.Op == program.All {
			out.keep(one)
		} else {
			out.add(one)
		}
	}
	return out, nil
}

func (f finder) mayMeetLeaf(r *program.Requirement) (partnerSet, error) {
	out, err := f.mayMeetRule(r)
	if err != nil || out.all || r.Relaxed == nil {
		return out, err
	}
	easier, err := f.mayMeetRule(&r.Relaxed.Instead)
	if err != nil {
		return out, err
	}
	held, err := f.recognized(&r.Relaxed.Held)
	easier.keep(held)
	out.add(easier)
	return out, err
}

// mayMeetRule says "all" where the tables cannot tell without reading everything.
func (f finder) mayMeetRule(r *program.Requirement) (partnerSet, error) {
	switch {
	case r.Competency != nil:
		return f.attained(r.Competency)
	case r.Review != nil:
		return f.reviewed(r.Review)
	case r.CaseStudies != nil:
		return f.ask(`SELECT partner FROM case_studies WHERE superseded = 0 AND decision = 'accepted' AND ' ' || specializations || ' ' LIKE '% ' || $1 || ' %'`,
			f.specialization)
	case r.References != nil:
		return f.ask(`SELECT DISTINCT partner FROM customer_references WHERE superseded = 0 AND decision = 'accepted'`)
	case r.Recognition != nil:
		return f.recognized(r.Recognition)
	case r.Document != nil:
		return f.ask(`SELECT partner FROM documents WHERE slug = $1 AND superseded = 0`, r.Document.Document.Slug)
	case r.People != nil && f.deep:
		return f.ask(`SELECT DISTINCT partner FROM holdings WHERE superseded = 0`)
	case r.Performance != nil && r.Performance.Threshold > 0 && f.deep:
		return f.ask(`SELECT DISTINCT partner FROM metric_values WHERE metric = $1 AND superseded = 0`, r.Performance.Metric)
	}
	return partnerSet{all: true}, nil
}

func (f finder) attained(r *program.CompetencyRule) (partnerSet, error) {
	out := partnerSet{all: r.Match == program.All}
	for _, slug := range r.Competencies {
		one, err := f.ask(`SELECT partner FROM attainments WHERE competency = $1 AND superseded = 0 AND decision = 'accepted' AND (level = $2 OR level = $3)`,
			slug, r.Level, program.Gold)
		if err != nil {
			return out, err
		}
		if r.Match == program.All {
			out.keep(one)
		} else {
			out.add(one)
		}
	}
	return out, nil
}

func (f finder) reviewed(r *program.ReviewRule) (partnerSet, error) {
	// A module that nothing else is taken for was passed in a review of this specialization, or not at all.
	own := slices.ContainsFunc(r.Modules, func(m program.ReviewModule) bool {
		return !slices.ContainsFunc(r.Credits, func(c program.ModuleCredit) bool { return c.Module == m.Slug })
	})
	if own {
		return f.ask(`SELECT partner FROM reviews WHERE specialization = $1 AND superseded = 0 AND decision = 'accepted' AND passed = 1`, f.specialization)
	}
	out, err := f.ask(`SELECT partner FROM reviews WHERE superseded = 0 AND decision = 'accepted' AND passed = 1`)
	if err != nil {
		return out, err
	}
	for _, c := range r.Credits {
		if c.Held != nil {
			held, err := f.recognized(c.Held)
			if err != nil {
				return out, err
			}
			out.add(held)
		}
	}
	return out, nil
}

func (f finder) recognized(r *program.RecognitionRule) (partnerSet, error) {
	out, err := f.union(`SELECT partner FROM labels WHERE specialization = $1`, r.Specializations)
	if err != nil {
		return out, err
	}
	slugs := make([]string, len(r.Memberships))
	for i := range r.Memberships {
		slugs[i] = r.Memberships[i].Slug
	}
	members, err := f.union(`SELECT partner FROM recognitions WHERE slug = $1 AND superseded = 0`, slugs)
	out.add(members)
	return out, err
}

// holders are the partners that hold the specialization's label, or have an order by hand on it.
func (f finder) holders() (partnerSet, error) {
	out, err := f.ask(`SELECT partner FROM labels WHERE specialization = $1 AND ended = 0`, f.specialization)
	if err != nil {
		return out, err
	}
	ordered, err := f.ask(`SELECT partner FROM orders WHERE specialization = $1 AND superseded = 0`, f.specialization)
	out.add(ordered)
	return out, err
}

// touched returns the partners of whom a set says something else as soon as it is announced, and those of whom it may
// from its effective day on.
func touched(ctx context.Context, q querier, p *program.Programme, set program.Set) (now, later partnerSet, err error) {
	f := finder{ctx: ctx, q: q, specialization: set.Specialization}
	if now, err = f.holders(); err != nil {
		return now, later, err
	}
	if later, err = f.mayMeet(&set.Root); err != nil {
		return now, later, err
	}
	if later.all {
		later, err = f.everybody()
		return now, later, err
	}
	specialization, _ := p.Specialization(set.Specialization)
	aligned, err := f.union(`SELECT partner FROM attainments WHERE competency = $1 AND superseded = 0`, specialization.AlignedTo)
	if err != nil {
		return now, later, err
	}
	later.add(aligned)
	for _, query := range []string{
		`SELECT partner FROM labels WHERE specialization = $1`,
		`SELECT partner FROM reviews WHERE specialization = $1 AND superseded = 0`,
		`SELECT partner FROM case_studies WHERE superseded = 0 AND ' ' || specializations || ' ' LIKE '% ' || $1 || ' %'`,
	} {
		one, err := f.ask(query, set.Specialization)
		if err != nil {
			return now, later, err
		}
		later.add(one)
	}
	return now, later, nil
}
