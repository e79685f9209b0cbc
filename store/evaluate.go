package store

import (
	"context"
	"slices"

	"partnerdirectory/program"
)

// Step is one step in a label's life that an evaluation took, or would take.
type Step struct {
	Partner        program.PartnerID
	Specialization string
	Kind           string // program.EventGranted and the others
	On             program.Day
	Label          string // its id; empty: it would be new
	By             string // of an end: the requirement that failed, as its sentence
}

// Evaluation is told what an evaluation of everybody finds. Either function may be nil.
type Evaluation struct {
	Progress func(done, of int) // partners
	Step     func(Step)         // in order of partners
}

// DryRun evaluates every partner up to day at and changes nothing.
func (s *Store) DryRun(ctx context.Context, at program.Day, e Evaluation) error {
	p, err := s.Programme(ctx)
	if err != nil {
		return err
	}
	return s.everybody(ctx, e, func(ctx context.Context, c which) ([]*subject, error) {
		var subjects []*subject
		err := s.read(ctx, func(q querier) error {
			var err error
			subjects, err = loadSubjectsIn(ctx, q, c)
			return err
		})
		for _, x := range subjects {
			x.decide(p, at)
			x.facts = nil // decided: what was looked at may go
		}
		return subjects, err
	})
}

// Evaluate brings every partner to day at, whether it is due or not.
func (s *Store) Evaluate(ctx context.Context, at program.Day, e Evaluation) error {
	last, err := counter(ctx, s.reader, "partner")
	if err != nil {
		return err
	}
	for from := program.PartnerID(1); from <= program.PartnerID(last); from += sweepBatch {
		var subjects []*subject
		to := min(from+sweepBatch-1, program.PartnerID(last))
		if err := s.write(ctx, "evaluate partners", func(w *work) error {
			p, err := w.programme()
			if err != nil {
				return err
			}
			if subjects, err = loadSubjectsIn(w.ctx, w.tx, span(from, to)); err != nil {
				return err
			}
			return reevaluate(w, p, subjects, at)
		}); err != nil {
			return err
		}
		e.tell(subjects, int(to), int(last))
	}
	return nil
}

// everybody tells of all partners, as load finds them in spans.
func (s *Store) everybody(ctx context.Context, e Evaluation, load func(context.Context, which) ([]*subject, error)) error {
	last, err := counter(ctx, s.reader, "partner")
	if err != nil {
		return err
	}
	done := 0
	for subjects, err := range ahead(ctx, s, load) {
		if err != nil {
			return wrap(err, "evaluate partners")
		}
		done += len(subjects)
		e.tell(subjects, done, int(last))
	}
	return nil
}

func (e *Evaluation) tell(subjects []*subject, done, of int) {
	if e.Progress != nil {
		e.Progress(done, of)
	}
	if e.Step == nil {
		return
	}
	for _, x := range subjects {
		for _, event := range x.outcome.Events {
			l := &x.outcome.Labels[event.Label]
			step := Step{Partner: x.partner, Specialization: l.Specialization, Kind: event.Kind, On: event.On, Label: l.ID}
			if event.Kind == program.EventEnded {
				step.By = l.EndedBy
			}
			e.Step(step)
		}
	}
}

// PartnerSlugs returns the slugs of partners.
func (s *Store) PartnerSlugs(ctx context.Context, ids []program.PartnerID) (map[program.PartnerID]string, error) {
	out := make(map[program.PartnerID]string, len(ids))
	for part := range slices.Chunk(ids, batch) {
		c := these(part...)
		if err := each(ctx, s.reader, `SELECT id, slug FROM partners WHERE `+c.on("id"), c.arguments(), func(scan scanner) error {
			var id program.PartnerID
			var slug string
			err := scan(&id, &slug)
			out[id] = slug
			return err
		}); err != nil {
			return nil, wrap(err, "read addresses of partners")
		}
	}
	return out, nil
}
