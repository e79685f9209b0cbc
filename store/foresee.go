package store

import (
	"context"
	"fmt"
	"slices"

	"partnerdirectory/program"
)

// ForeseeDecision says what deciding evidence on day at would do to the partner, by the rules that decide it then. Nothing is
// written. ErrNotFound: the partner has no such current evidence.
func (s *Store) ForeseeDecision(ctx context.Context, x Waiting, decision program.Decision, at program.Day) ([]program.Consequence, error) {
	return s.foresee(ctx, x.Partner, at, func(f *program.Facts, on program.Day) error {
		v := verificationIn(f, x.Evidence())
		if v == nil {
			return fmt.Errorf("evidence %d: %w", x.ID, program.ErrNotFound)
		}
		v.Decision, v.Decided, v.Mode = decision, on, program.Manual
		return nil
	})
}

// ForeseeReview says what recording a review would do.
func (s *Store) ForeseeReview(ctx context.Context, partner program.PartnerID, r program.Review, at program.Day) ([]program.Consequence, error) {
	return s.foresee(ctx, partner, at, func(f *program.Facts, on program.Day) error {
		r.Verification = program.Verification{By: program.ByThirdParty, Mode: program.Manual, Decision: program.Accepted, Submitted: on, Decided: on}
		f.Reviews = append(f.Reviews, r)
		return nil
	})
}

// ForeseeFigures says what putting right values in the place of wrong ones would do.
func (s *Store) ForeseeFigures(ctx context.Context, partner program.PartnerID, right map[program.EvidenceID]float64, at program.Day) ([]program.Consequence, error) {
	return s.foresee(ctx, partner, at, func(f *program.Facts, on program.Day) error {
		old, facts := corrected(f.Metrics, right, on)
		f.Metrics = slices.DeleteFunc(f.Metrics, func(m program.MetricValue) bool { return slices.Contains(old, m.ID) })
		f.Metrics = append(f.Metrics, facts.Metrics...)
		return nil
	})
}

// foresee compares what becomes of a partner with what becomes of it when its facts are changed, as replace would do.
func (s *Store) foresee(ctx context.Context, partner program.PartnerID, at program.Day, change func(f *program.Facts, on program.Day) error) ([]program.Consequence, error) {
	var out []program.Consequence
	err := s.read(ctx, func(q querier) error {
		known, err := s.programmeIn(ctx, q)
		if err != nil {
			return err
		}
		subjects, err := loadSubjects(ctx, q, []program.PartnerID{partner})
		if err != nil {
			return err
		}
		x := subjects[0]
		on, labels := max(at, x.evaluated), x.labels
		from := on
		switch {
		case x.evaluated == 0:
			from = firstDay(x.facts, on)
		case x.evaluated < on-1: // what is due until then is decided by what was known until then
			labels = program.Advance(known.programme, x.facts, slices.Clone(labels), x.evaluated+1, on-1).Labels
		}
		after := copied(x.facts)
		if err := change(&after, on); err != nil {
			return err
		}
		out = program.Consequences(known.programme, x.facts, &after, labels, from, on)
		return nil
	})
	return out, wrap(err, fmt.Sprintf("foresee what a change does to partner %d", partner))
}

// copied returns facts whose evidence and figures can be changed without changing the ones they come from.
func copied(f *program.Facts) program.Facts {
	out := *f
	out.Attainments, out.Holdings, out.Metrics = slices.Clone(f.Attainments), slices.Clone(f.Holdings), slices.Clone(f.Metrics)
	out.References, out.Cases, out.Reviews = slices.Clone(f.References), slices.Clone(f.Cases), slices.Clone(f.Reviews)
	out.Recognitions, out.Documents = slices.Clone(f.Recognitions), slices.Clone(f.Documents)
	return out
}

// verificationIn returns the verification of one piece of evidence where it stands among the facts, nil when it is not there.
func verificationIn(f *program.Facts, id program.EvidenceID) *program.Verification {
	for i := range f.Attainments {
		if x := &f.Attainments[i]; x.ID == id {
			return &x.Verification
		}
	}
	for i := range f.Holdings {
		if x := &f.Holdings[i]; x.ID == id {
			return &x.Verification
		}
	}
	for i := range f.References {
		if x := &f.References[i]; x.ID == id {
			return &x.Verification
		}
	}
	for i := range f.Cases {
		if x := &f.Cases[i]; x.ID == id {
			return &x.Verification
		}
	}
	for i := range f.Reviews {
		if x := &f.Reviews[i]; x.ID == id {
			return &x.Verification
		}
	}
	for i := range f.Recognitions {
		if x := &f.Recognitions[i]; x.ID == id {
			return &x.Verification
		}
	}
	for i := range f.Documents {
		if x := &f.Documents[i]; x.ID == id {
			return &x.Verification
		}
	}
	return nil
}
