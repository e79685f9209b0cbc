package store

import (
	"context"
	"fmt"
	"time"

	"partnerdirectory/program"
)

// EnquiryStepKind is one thing that happens to an enquiry.
type EnquiryStepKind string

// What happens to enquiries.
const (
	EnquirySent     EnquiryStepKind = "sent" // by the customer
	EnquiryTaken    EnquiryStepKind = "taken"
	EnquiryAnswered EnquiryStepKind = "answered"
	EnquiryNoted    EnquiryStepKind = "noted"
	EnquiryEnded    EnquiryStepKind = "closed"
	EnquiryReopened EnquiryStepKind = "reopened"
)

// EnquiryStep is one row of an enquiry's history.
type EnquiryStep struct {
	Moment  time.Time
	By      string // a member's name; empty: the customer
	Kind    EnquiryStepKind
	Note    string
	Outcome program.EnquiryOutcome // of EnquiryEnded
}

// TakeEnquiryStep does one step on an enquiry of a partner, now. It is ErrNotFound for an enquiry of another partner
// and ErrConflict when the step does not fit any more: somebody else closed or reopened it meanwhile.
func (s *Store) TakeEnquiryStep(ctx context.Context, act Act, partner program.PartnerID, id int64, step EnquiryStep) error {
	return s.write(ctx, fmt.Sprintf("%s: enquiry %d of partner %d", step.Kind, id, partner), func(w *work) error {
		var e Enquiry
		row := w.tx.QueryRowContext(w.ctx, `SELECT `+enquiryColumns+` FROM enquiries WHERE partner = $1 AND id = $2`, partner, id)
		if err := scanEnquiry(row.Scan, &e); err != nil {
			return err
		}
		was := enquiryHeld(e)
		if err := e.apply(step, w.store.now()); err != nil {
			return err
		}
		answered := int64(0)
		if !e.Answered.IsZero() {
			answered = e.Answered.Unix()
		}
		if err := w.exec(`UPDATE enquiries SET state = $2, outcome = $3, taken_by = $4, answered = $5, touched = $6 WHERE id = $1`,
			id, string(e.State), string(e.Outcome), e.TakenBy, answered, w.store.now().Unix()); err != nil {
			return err
		}
		if err := w.event(act, onPartner("enquiry "+string(step.Kind), partner, was, enquiryHeld(e))); err != nil {
			return err
		}
		return w.addStep(id, step)
	})
}

// enquiryHeld is what the audit trail keeps of an enquiry: nothing that the customer or the partner wrote.
func enquiryHeld(e Enquiry) any {
	return map[string]any{"enquiry": e.ID, "state": e.State, "outcome": e.Outcome, "takenBy": e.TakenBy}
}

// apply changes an enquiry as a step says.
func (e *Enquiry) apply(step EnquiryStep, now time.Time) error {
	closed := e.State == program.EnquiryClosed
	switch step.Kind {
	case EnquiryTaken, EnquiryAnswered:
		if closed {
			return fmt.Errorf("it is closed: %w", program.ErrConflict)
		}
		e.State = program.EnquiryActive
		if step.Kind == EnquiryTaken || e.TakenBy == "" {
			e.TakenBy = step.By
		}
		if step.Kind == EnquiryAnswered && e.Answered.IsZero() {
			e.Answered = now
		}
	case EnquiryEnded:
		if closed {
			return fmt.Errorf("it is closed already: %w", program.ErrConflict)
		}
		e.State, e.Outcome = program.EnquiryClosed, step.Outcome
	case EnquiryReopened:
		if !closed {
			return fmt.Errorf("it is open: %w", program.ErrConflict)
		}
		e.State, e.Outcome = program.EnquiryActive, ""
	case EnquiryNoted:
	default:
		return fmt.Errorf("step %q: %w", step.Kind, program.ErrInvalid)
	}
	return nil
}

func (w *work) addStep(enquiry int64, step EnquiryStep) error {
	return w.exec(`INSERT INTO enquiry_steps (enquiry, moment, by_whom, kind, outcome, note) VALUES ($1, $2, $3, $4, $5, $6)`,
		enquiry, w.store.now().Unix(), step.By, string(step.Kind), string(step.Outcome), step.Note)
}
