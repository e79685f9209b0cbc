package seed

import (
	"time"

	"partnerdirectory/program"
)

// written is the day for which the sample programme is written down. On other days its dates are moved by whole months, so
// that there are always requirements in force, superseded ones and some to come.
func written() program.Day { return program.Date(2026, time.November, 23) }

// move moves every date of the programme.
func move(p *program.Programme, months int) {
	shift := func(days ...*program.Day) {
		for _, d := range days {
			if *d != 0 {
				*d = d.AddMonths(months)
			}
		}
	}
	for i := range p.Competencies {
		c := &p.Competencies[i]
		shift(&c.Retired)
		for j := range c.Options {
			shift(&c.Options[j].From, &c.Options[j].Until)
			moveTree(&c.Options[j].Silver, shift)
			moveTree(&c.Options[j].Gold, shift)
		}
	}
	for i := range p.Specializations {
		shift(&p.Specializations[i].FirstListed)
	}
	for i := range p.Certifications {
		shift(&p.Certifications[i].Retired, &p.Certifications[i].AcceptedUntil)
	}
	for i := range p.Settings.Extensions {
		x := &p.Settings.Extensions[i]
		shift(&x.From, &x.Until, &x.Published)
	}
	for i := range p.Sets {
		s := &p.Sets[i]
		shift(&s.Published, &s.EffectiveFrom, &s.SparedUntil)
		moveTree(&s.Root, shift)
	}
}

// moveTree moves the dates of a tree and gives it requirements of its own, as several trees share them.
func moveTree(n *program.Node, shift func(days ...*program.Day)) {
	shift(&n.From, &n.Until)
	for i := range n.Children {
		moveTree(&n.Children[i], shift)
	}
	if n.Requirement == nil {
		return
	}
	r := *n.Requirement
	n.Requirement = &r
	if r.Relaxed != nil {
		x := *r.Relaxed
		shift(&x.From)
		r.Relaxed = &x
	}
	if r.Review == nil {
		return
	}
	review := *r.Review
	review.Credits = append([]program.ModuleCredit(nil), review.Credits...)
	review.Checklists = append([]program.Checklist(nil), review.Checklists...)
	for i := range review.Credits {
		shift(&review.Credits[i].Since)
	}
	for i := range review.Checklists {
		shift(&review.Checklists[i].From, &review.Checklists[i].Until)
	}
	r.Review = &review
}
