package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"partnerdirectory/program"
)

// What is decided by hand is a fact like any other: dated, never overwritten, judged by the one re-evaluation. Each needs
// somebody and a reason, both in its Act.

func (act Act) complete() error {
	if strings.TrimSpace(act.By) == "" || strings.TrimSpace(act.Why) == "" {
		return fmt.Errorf("%w: what is decided by hand needs somebody and a reason", program.ErrInvalid)
	}
	return nil
}

// Order suspends a partner's label until a day or until that is lifted, lifts a suspension, revokes a label, reinstates it,
// or marks the specialization as achieved until a day; from day at, or from o.From if that comes later. It returns the
// order as it was kept.
func (s *Store) Order(ctx context.Context, act Act, partner program.PartnerID, o program.Order, at program.Day) (program.Order, error) {
	o.By, o.Reason, o.Given, o.From = act.By, act.Why, at, max(o.From, at)
	facts := &program.Facts{Orders: []program.Order{o}}
	err := s.byHand(ctx, act, string(o.Kind)+" "+o.Specialization, partner, facts, at, func(p *program.Programme) error { return o.Validate(p) })
	return facts.Orders[0], err
}

// Waive spares a partner one requirement of a specialization from day at until another, exclusive.
func (s *Store) Waive(ctx context.Context, act Act, partner program.PartnerID, specialization, node string, until, at program.Day) (program.Waiver, error) {
	facts := &program.Facts{Waivers: []program.Waiver{{
		Specialization: specialization, Node: node, From: at, Until: until, Reason: act.Why, By: act.By, Given: at,
	}}}
	err := s.byHand(ctx, act, "waive "+specialization, partner, facts, at, func(p *program.Programme) error {
		if until <= at {
			return fmt.Errorf("%w: a waiver needs a day in the future on which it is over", program.ErrInvalid)
		}
		for i := range p.Sets {
			if p.Sets[i].Specialization == specialization && hasLeaf(&p.Sets[i].Root, node) {
				return nil
			}
		}
		return fmt.Errorf("%w: %s has no requirement %q", program.ErrInvalid, specialization, node)
	})
	return facts.Waivers[0], err
}

func hasLeaf(n *program.Node, id string) bool {
	if n.Op == program.Leaf {
		return n.ID == id
	}
	return slices.ContainsFunc(n.Children, func(c program.Node) bool { return hasLeaf(&c, id) })
}

// Allow gives a partner points or a module by hand, from day at or from a.From if that comes later.
func (s *Store) Allow(ctx context.Context, act Act, partner program.PartnerID, a program.Allowance, at program.Day) (program.Allowance, error) {
	a.By, a.Reason, a.Given, a.From = act.By, act.Why, at, max(a.From, at)
	facts := &program.Facts{Allowances: []program.Allowance{a}}
	err := s.byHand(ctx, act, "allow "+a.Specialization, partner, facts, at, func(p *program.Programme) error { return a.Validate(p) })
	return facts.Allowances[0], err
}

// byHand records facts that somebody decides, once they are found valid.
func (s *Store) byHand(ctx context.Context, act Act, action string, partner program.PartnerID, facts *program.Facts, at program.Day, valid func(*program.Programme) error) error {
	return s.write(ctx, fmt.Sprintf("%s for partner %d", action, partner), func(w *work) error {
		if err := act.complete(); err != nil {
			return err
		}
		p, err := w.programme()
		if err != nil {
			return err
		}
		if err := valid(p); err != nil {
			return err
		}
		return w.replace(act, action, nil, owned{partner: partner, facts: facts}, at)
	})
}

// TakeBack ends waivers, orders, allowances or any other facts of a partner: from day at on they no longer count.
func (s *Store) TakeBack(ctx context.Context, act Act, partner program.PartnerID, ids []program.EvidenceID, at program.Day) error {
	return s.Correct(ctx, act, partner, ids, &program.Facts{}, at)
}

// Correct puts right facts in the place of wrong ones, as Supersede does, and insists on somebody and a reason.
func (s *Store) Correct(ctx context.Context, act Act, partner program.PartnerID, old []program.EvidenceID, facts *program.Facts, at program.Day) error {
	return s.correct(ctx, act, old, owned{partner: partner, facts: facts}, at)
}

// CorrectCase puts a case study in the place of one that is wrong, as Correct does.
func (s *Store) CorrectCase(ctx context.Context, act Act, partner program.PartnerID, old program.EvidenceID, c program.CaseStudy, at program.Day) error {
	cases := []program.CaseStudy{c}
	return s.correct(ctx, act, []program.EvidenceID{old}, owned{partner: partner, facts: &program.Facts{Cases: evidenceOf(cases)}, cases: cases}, at)
}

func (s *Store) correct(ctx context.Context, act Act, old []program.EvidenceID, o owned, at program.Day) error {
	if err := act.complete(); err != nil {
		return err
	}
	if len(o.facts.Cases) != len(o.cases) {
		return fmt.Errorf("correct facts of partner %d: %w: a case study is evidence by itself", o.partner, program.ErrInvalid)
	}
	return s.write(ctx, fmt.Sprintf("correct facts of partner %d", o.partner), func(w *work) error {
		if err := w.replace(act, "correct facts", old, o, at); err != nil {
			return err
		}
		if now := evidenceIDs(o.facts); len(now) == len(old) {
			return w.follow(o.partner, old, now)
		}
		return nil
	})
}

// Decide decides one piece of evidence on day at, or decides it anew: the fact with the new decision takes the place of the
// one before. act.Why is the reason that the partner reads; a rejection needs one, and so does overriding a decision.
func (s *Store) Decide(ctx context.Context, act Act, partner program.PartnerID, id program.EvidenceID, decision program.Decision, at program.Day) error {
	return s.write(ctx, fmt.Sprintf("decide evidence %d of partner %d", id, partner), func(w *work) error {
		o, v, err := w.evidence(partner, id)
		if err != nil {
			return err
		}
		p, err := w.programme()
		if err != nil {
			return err
		}
		if v.Decision == program.Submitted && needsTwo(p, o.waitingKind()) {
			return fmt.Errorf("%w: two people decide this, in the review queue", program.ErrInvalid)
		}
		return w.decide(act, o, id, v, decision, at)
	})
}

// decide decides evidence that was read, with its verification.
func (w *work) decide(act Act, o owned, id program.EvidenceID, v *program.Verification, decision program.Decision, at program.Day) error {
	if decision != program.Accepted && decision != program.Rejected {
		return fmt.Errorf("%w: %q decides nothing", program.ErrInvalid, decision)
	}
	action := "decide evidence"
	if v.Decision == program.Accepted || v.Decision == program.Rejected {
		action = "override decision"
	}
	if action != "decide evidence" || decision == program.Rejected {
		if err := act.complete(); err != nil {
			return err
		}
	}
	on, err := w.settle([]program.PartnerID{o.partner}, at)
	if err != nil {
		return err
	}
	v.Decision, v.Reason, v.Decided, v.Mode = decision, act.Why, on, program.Manual
	if len(o.cases) > 0 {
		o.cases[0].Verification = *v
	}
	if err := w.replace(act, action, []program.EvidenceID{id}, o, at); err != nil {
		return err
	}
	return w.tellDecision(act, o.partner, id, firstEvidence(o.facts), v)
}

// evidence returns one piece of a partner's evidence by itself, and its verification.
func (w *work) evidence(partner program.PartnerID, id program.EvidenceID) (owned, *program.Verification, error) {
	all := &program.Facts{}
	if err := loadFacts(w.ctx, w.tx, these(partner), []owned{{partner: partner, facts: all}}); err != nil {
		return owned{}, nil, err
	}
	f := &program.Facts{}
	v := cmp.Or(
		single(all.Attainments, &f.Attainments, func(x *program.Attainment) (program.EvidenceID, *program.Verification) { return x.ID, &x.Verification }, id),
		single(all.Holdings, &f.Holdings, func(x *program.Holding) (program.EvidenceID, *program.Verification) { return x.ID, &x.Verification }, id),
		single(all.References, &f.References, func(x *program.Reference) (program.EvidenceID, *program.Verification) { return x.ID, &x.Verification }, id),
		single(all.Cases, &f.Cases, func(x *program.CaseEvidence) (program.EvidenceID, *program.Verification) {
			return x.ID, &x.Verification
		}, id),
		single(all.Reviews, &f.Reviews, func(x *program.Review) (program.EvidenceID, *program.Verification) { return x.ID, &x.Verification }, id),
		single(all.Recognitions, &f.Recognitions, func(x *program.Recognition) (program.EvidenceID, *program.Verification) { return x.ID, &x.Verification }, id),
		single(all.Documents, &f.Documents, func(x *program.Document) (program.EvidenceID, *program.Verification) { return x.ID, &x.Verification }, id),
	)
	if v == nil {
		return owned{}, nil, fmt.Errorf("evidence %d: %w", id, program.ErrNotFound)
	}
	o := owned{partner: partner, facts: f}
	if len(f.Cases) == 0 {
		return o, v, nil
	}
	err := loadCases(w.ctx, w.tx, these(partner), func(_ program.PartnerID, c program.CaseStudy) {
		if c.Slug == f.Cases[0].Slug {
			o.cases = []program.CaseStudy{c}
		}
	})
	return o, v, err
}

// waitingKind names the kind of a single piece of evidence as the review queue does.
func (o *owned) waitingKind() WaitingKind {
	f := o.facts
	switch {
	case len(f.Attainments) > 0:
		return WaitingAttainment
	case len(f.Holdings) > 0:
		return WaitingCertification
	case len(f.References) > 0:
		return WaitingReference
	case len(f.Cases) > 0:
		return WaitingCaseStudy
	case len(f.Reviews) > 0:
		return WaitingReview
	case len(f.Recognitions) > 0:
		return WaitingRecognition
	}
	return WaitingDocument
}

// single puts the fact with that id, if the list has it, into another list by itself.
func single[T any](list []T, into *[]T, of func(*T) (program.EvidenceID, *program.Verification), id program.EvidenceID) *program.Verification {
	for i := range list {
		if found, _ := of(&list[i]); found == id {
			*into = []T{list[i]}
			_, v := of(&(*into)[0])
			return v
		}
	}
	return nil
}
