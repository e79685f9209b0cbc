package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"partnerdirectory/program"
)

// Enquiry is a customer's message to a partner.
type Enquiry struct {
	ID             int64
	Partner        program.PartnerID
	Form           string // key of the form that sends it
	Specialization string // what it is about: slugs; both may be empty
	Service        string
	Name           string
	Company        string
	Email          string // for the partner's members only
	Message        string
	State          program.EnquiryState
	Outcome        program.EnquiryOutcome // of a closed one
	TakenBy        string                 // a member's name; empty: nobody yet
	Sent           time.Time
	Answered       time.Time // first answer; zero: none yet
	Touched        time.Time // the last step
}

// Overdue reports whether the partner should have answered by now.
func (e Enquiry) Overdue(today program.Day) bool {
	var answered program.Day
	if !e.Answered.IsZero() {
		answered = program.DayOf(e.Answered)
	}
	return program.EnquiryOverdue(e.State, program.DayOf(e.Sent), answered, today)
}

// EnquiryLimits bound how many enquiries are taken; zero means no limit.
type EnquiryLimits struct {
	PerAddress int // in an hour, from one network address
	PerPartner int // in a day, to one partner
}

// Errors of SendEnquiry.
var (
	ErrSenderLimit  = errors.New("too many enquiries from one address")
	ErrPartnerLimit = errors.New("too many enquiries to one partner")
)

// SendEnquiry stores a new enquiry and counts it in the week's figures. sender is where it came from, in a form that
// tells senders apart and nothing more. A form that was sent before changes nothing and is no error. Past the limits
// it is ErrSenderLimit or ErrPartnerLimit. letters makes the mails that tell of it, by its number; nil: none.
func (s *Store) SendEnquiry(ctx context.Context, act Act, e Enquiry, sender string, limits EnquiryLimits, letters func(id int64) []Mail) error {
	return s.write(ctx, fmt.Sprintf("send enquiry to partner %d", e.Partner), func(w *work) error {
		known := 0
		if err := w.tx.QueryRowContext(w.ctx, `SELECT COUNT(*) FROM enquiries WHERE form = $1`, e.Form).Scan(&known); err != nil || known > 0 {
			return err
		}
		if err := w.limitEnquiries(e.Partner, sender, limits); err != nil {
			return err
		}
		id, err := w.insertEnquiry(e)
		if err != nil {
			return err
		}
		// What the customer wrote is forgotten in time, the audit trail is not: it keeps the number.
		if err := w.event(act, onPartner("send enquiry", e.Partner, nil, map[string]int64{"enquiry": id})); err != nil || letters == nil {
			return err
		}
		return w.queueMail(letters(id)...)
	})
}

func (w *work) limitEnquiries(partner program.PartnerID, sender string, limits EnquiryLimits) error {
	now := w.store.now()
	day, hour := now.Add(-24*time.Hour).Unix(), now.Add(-time.Hour).Unix()
	if err := w.exec(`DELETE FROM enquiry_senders WHERE moment <= $1`, day); err != nil {
		return err
	}
	var from, to int
	if err := w.tx.QueryRowContext(w.ctx, `SELECT COUNT(*) FROM enquiry_senders WHERE address = $1 AND moment > $2`,
		sender, hour).Scan(&from); err != nil {
		return err
	}
	if err := w.tx.QueryRowContext(w.ctx, `SELECT COUNT(*) FROM enquiries WHERE partner = $1 AND sent > $2`,
		partner, day).Scan(&to); err != nil {
		return err
	}
	switch {
	case limits.PerAddress > 0 && from >= limits.PerAddress:
		return ErrSenderLimit
	case limits.PerPartner > 0 && to >= limits.PerPartner:
		return ErrPartnerLimit
	}
	return w.exec(`INSERT INTO enquiry_senders (address, moment) VALUES ($1, $2)`, sender, now.Unix())
}

func (w *work) insertEnquiry(e Enquiry) (int64, error) {
	now := w.store.now()
	if err := w.tx.QueryRowContext(w.ctx, `INSERT INTO enquiries (partner, form, specialization, service, name, company, email, message,
		state, outcome, taken_by, sent, answered, touched) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', $10, 0, $10) RETURNING id`,
		e.Partner, e.Form, e.Specialization, e.Service, e.Name, e.Company, e.Email, e.Message, string(program.EnquiryNew), now.Unix()).
		Scan(&e.ID); err != nil {
		return 0, err
	}
	if err := w.addStep(e.ID, EnquiryStep{Kind: EnquirySent}); err != nil {
		return 0, err
	}
	return e.ID, w.addFigures(program.DayOf(now), []Figures{{Partner: e.Partner, Enquiries: 1}})
}

// EnquiryCounts are how many enquiries of a partner are in each state.
type EnquiryCounts struct {
	New, Active, Closed, Overdue int
}

// EnquiryFilter chooses enquiries of one partner.
type EnquiryFilter struct {
	State   program.EnquiryState // empty: those that are not closed
	Overdue bool                 // only overdue ones, whatever the state
	Limit   int
	Offset  int
}

const enquiryColumns = `id, partner, form, specialization, service, name, company, email, message, state, outcome, taken_by, sent, answered, touched`

func scanEnquiry(scan scanner, e *Enquiry) error {
	var sent, answered, touched int64
	err := scan(&e.ID, &e.Partner, &e.Form, &e.Specialization, &e.Service, &e.Name, &e.Company, &e.Email, &e.Message,
		&e.State, &e.Outcome, &e.TakenBy, &sent, &answered, &touched)
	e.Sent, e.Touched = time.Unix(sent, 0).UTC(), time.Unix(touched, 0).UTC()
	if answered != 0 {
		e.Answered = time.Unix(answered, 0).UTC()
	}
	return err
}

// overdue is the condition that an enquiry is overdue when its last day to be answered ended at the moment of a
// parameter; it says what program.EnquiryOverdue says.
func overdue(parameter string) string {
	return `state <> 'closed' AND answered = 0 AND sent < ` + parameter
}

// answerBy returns the moment before which an enquiry must have come in to be overdue on a day.
func answerBy(today program.Day) int64 {
	return (today - program.EnquiryAnswerDays + 1).Time().Unix()
}

// Enquiries returns the enquiries of a partner that a filter chooses, newest first.
func (s *Store) Enquiries(ctx context.Context, partner program.PartnerID, f EnquiryFilter, today program.Day) ([]Enquiry, error) {
	var out []Enquiry
	err := each(ctx, s.reader, `SELECT `+enquiryColumns+` FROM enquiries WHERE partner = $1
		AND CASE WHEN $2 THEN `+overdue("$3")+` WHEN $4 = '' THEN state <> 'closed' ELSE state = $4 END
		ORDER BY sent DESC, id DESC LIMIT $5 OFFSET $6`,
		[]any{partner, f.Overdue, answerBy(today), string(f.State), f.Limit, f.Offset}, func(scan scanner) error {
			out = append(out, Enquiry{})
			return scanEnquiry(scan, &out[len(out)-1])
		})
	return out, wrap(err, fmt.Sprintf("read enquiries of partner %d", partner))
}

// EnquiryCounts counts a partner's enquiries.
func (s *Store) EnquiryCounts(ctx context.Context, partner program.PartnerID, today program.Day) (EnquiryCounts, error) {
	var c EnquiryCounts
	err := s.reader.QueryRowContext(ctx, `SELECT COALESCE(SUM(CASE WHEN state = 'new' THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN state = 'active' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN state = 'closed' THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN `+overdue("$2")+` THEN 1 ELSE 0 END), 0) FROM enquiries WHERE partner = $1`, partner, answerBy(today)).
		Scan(&c.New, &c.Active, &c.Closed, &c.Overdue)
	return c, wrap(err, fmt.Sprintf("count enquiries of partner %d", partner))
}

// Enquiry returns one enquiry of a partner with its history, oldest step first. An enquiry of another partner is
// ErrNotFound.
func (s *Store) Enquiry(ctx context.Context, partner program.PartnerID, id int64) (Enquiry, []EnquiryStep, error) {
	var e Enquiry
	var steps []EnquiryStep
	err := s.read(ctx, func(q querier) error {
		row := q.QueryRowContext(ctx, `SELECT `+enquiryColumns+` FROM enquiries WHERE partner = $1 AND id = $2`, partner, id)
		if err := scanEnquiry(row.Scan, &e); err != nil {
			return err
		}
		return each(ctx, q, `SELECT moment, by_whom, kind, outcome, note FROM enquiry_steps WHERE enquiry = $1 ORDER BY id`, []any{id}, func(scan scanner) error {
			var step EnquiryStep
			var moment int64
			err := scan(&moment, &step.By, &step.Kind, &step.Outcome, &step.Note)
			step.Moment = time.Unix(moment, 0).UTC()
			steps = append(steps, step)
			return err
		})
	})
	return e, steps, wrap(err, fmt.Sprintf("read enquiry %d of partner %d", id, partner))
}

// ForgetEnquiries deletes every enquiry that nothing has happened to for as long as enquiries are kept, and returns
// their number. The weekly figures stay.
func (s *Store) ForgetEnquiries(ctx context.Context, today program.Day) (int64, error) {
	limit := today.AddMonths(-program.EnquiryKeptMonths).Time().Unix()
	old := 0
	// Mostly there is none: that is found out without taking the writer.
	if err := s.reader.QueryRowContext(ctx, `SELECT COUNT(*) FROM enquiries WHERE touched < $1`, limit).Scan(&old); err != nil || old == 0 {
		return 0, wrap(err, "look for old enquiries")
	}
	var gone int64
	err := s.write(ctx, "delete old enquiries", func(w *work) error {
		result, err := w.tx.ExecContext(w.ctx, `DELETE FROM enquiries WHERE touched < $1`, limit)
		if err != nil {
			return err
		}
		if gone, err = result.RowsAffected(); err != nil {
			return err
		}
		return w.event(Act{}, happened{action: "delete old enquiries", kind: aboutProgramme, before: map[string]int64{"enquiries": gone}})
	})
	return gone, err
}
