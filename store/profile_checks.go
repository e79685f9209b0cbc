package store

import (
	"context"
	"fmt"
	"time"

	"partnerdirectory/program"
)

// Submitter is who hands something in, and where to tell them what came of it.
type Submitter struct {
	Name  string
	Email string
}

// CheckState is how far a profile change has come that a reviewer looks at first.
type CheckState string

// The states of such a change.
const (
	CheckWaiting   CheckState = "waiting"
	CheckAccepted  CheckState = "accepted"
	CheckRefused   CheckState = "refused"
	CheckWithdrawn CheckState = "withdrawn"
)

// ProfileCheck is a change of name, website or logo that a reviewer decides on.
type ProfileCheck struct {
	ID          int64
	Partner     program.PartnerID
	PartnerSlug string
	PartnerName string // as published now
	Name        string // as it is to be
	Website     string
	Logo        string
	WasName     string // as it was when this was handed in
	WasWebsite  string
	WasLogo     string
	Submitted   time.Time
	SubmittedBy Submitter
	State       CheckState
	Decided     time.Time
	DecidedBy   string
	Reason      string
}

// Fields returns the parts that the change is about.
func (c ProfileCheck) Fields() []program.ProfileField {
	return program.CheckedFields(&program.Partner{Name: c.WasName, Website: c.WasWebsite, Logo: c.WasLogo},
		&program.Partner{Name: c.Name, Website: c.Website, Logo: c.Logo})
}

// submitCheck hands in a change; one that waits already is withdrawn, and what it was about goes along unless it was
// changed again.
func (w *work) submitCheck(act Act, was, is program.Partner, by Submitter) error {
	now := w.store.now().Unix()
	if err := each(w.ctx, w.tx, `UPDATE profile_checks SET state = $2, decided = $3, decided_by = $4 WHERE partner = $1 AND state = $5
		RETURNING name, website, logo, was_name, was_website, was_logo`,
		[]any{was.ID, string(CheckWithdrawn), now, by.Name, string(CheckWaiting)}, func(scan scanner) error {
			var old ProfileCheck
			if err := scan(&old.Name, &old.Website, &old.Logo, &old.WasName, &old.WasWebsite, &old.WasLogo); err != nil {
				return err
			}
			keep := func(field *string, published, asked, before string) {
				if *field == published && asked != before {
					*field = asked
				}
			}
			keep(&is.Name, was.Name, old.Name, old.WasName)
			keep(&is.Website, was.Website, old.Website, old.WasWebsite)
			keep(&is.Logo, was.Logo, old.Logo, old.WasLogo)
			return nil
		}); err != nil {
		return err
	}
	if err := w.exec(`INSERT INTO profile_checks (partner, name, website, logo, was_name, was_website, was_logo, submitted, submitted_by, address,
		state, decided, decided_by, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, '', '')`,
		was.ID, is.Name, is.Website, is.Logo, was.Name, was.Website, was.Logo, now, by.Name, by.Email, string(CheckWaiting)); err != nil {
		return err
	}
	return w.event(act, happened{
		"submit profile change", aboutPartner, partnerSubject(was.ID),
		checkedValues(was), checkedValues(is),
	})
}

// checkedValues are the parts of a profile that a reviewer looks at, for the audit trail.
func checkedValues(p program.Partner) map[string]string {
	return map[string]string{"name": p.Name, "website": p.Website, "logo": p.Logo}
}

const checkColumns = `c.id, c.partner, p.slug, p.name, c.name, c.website, c.logo, c.was_name, c.was_website, c.was_logo, c.submitted, c.submitted_by,
	c.address, c.state, c.decided, c.decided_by, c.reason`

func (s *Store) profileChecks(ctx context.Context, q querier, where string, args ...any) ([]ProfileCheck, error) {
	var out []ProfileCheck
	err := each(ctx, q, `SELECT `+checkColumns+` FROM profile_checks c JOIN partners p ON p.id = c.partner WHERE `+where, args, func(scan scanner) error {
		var c ProfileCheck
		var submitted, decided int64
		err := scan(&c.ID, &c.Partner, &c.PartnerSlug, &c.PartnerName, &c.Name, &c.Website, &c.Logo, &c.WasName, &c.WasWebsite, &c.WasLogo,
			&submitted, &c.SubmittedBy.Name, &c.SubmittedBy.Email, &c.State, &decided, &c.DecidedBy, &c.Reason)
		c.Submitted, c.Decided = moment(submitted), moment(decided)
		out = append(out, c)
		return err
	})
	return out, wrap(err, "read profile changes")
}

// WaitingChecks returns the changes that wait for a reviewer, oldest first, at most limit.
func (s *Store) WaitingChecks(ctx context.Context, limit int) ([]ProfileCheck, error) {
	return s.profileChecks(ctx, s.reader, `c.state = $1 AND p.merged_into IS NULL ORDER BY c.submitted, c.id LIMIT $2`, string(CheckWaiting), limit)
}

// LastCheck returns the newest change that a partner handed in, or ErrNotFound.
func (s *Store) LastCheck(ctx context.Context, partner program.PartnerID) (ProfileCheck, error) {
	list, err := s.profileChecks(ctx, s.reader, `c.partner = $1 ORDER BY c.id DESC LIMIT 1`, partner)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("profile change of partner %d: %w", partner, program.ErrNotFound)
	}
	if err != nil {
		return ProfileCheck{}, err
	}
	return list[0], nil
}

// ProfileCheck returns one change, or ErrNotFound.
func (s *Store) ProfileCheck(ctx context.Context, id int64) (ProfileCheck, error) {
	list, err := s.profileChecks(ctx, s.reader, `c.id = $1`, id)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("profile change %d: %w", id, program.ErrNotFound)
	}
	if err != nil {
		return ProfileCheck{}, err
	}
	return list[0], nil
}

// WithdrawCheck takes back the change that waits, or fails with ErrConflict when none does any more.
func (s *Store) WithdrawCheck(ctx context.Context, act Act, partner program.PartnerID, by string) error {
	return s.write(ctx, fmt.Sprintf("withdraw profile change of partner %d", partner), func(w *work) error {
		result, err := w.tx.ExecContext(w.ctx, `UPDATE profile_checks SET state = $2, decided = $3, decided_by = $4 WHERE partner = $1 AND state = $5`,
			partner, string(CheckWithdrawn), w.store.now().Unix(), by, string(CheckWaiting))
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return fmt.Errorf("nothing waits: %w", program.ErrConflict)
		}
		return w.event(act, happened{action: "withdraw profile change", kind: aboutPartner, subject: partnerSubject(partner)})
	})
}

// DecideCheck accepts a change, which makes it public, or refuses it with a reason, and queues the mails that tell of it.
// ErrConflict says that it waits no more.
func (s *Store) DecideCheck(ctx context.Context, act Act, id int64, accept bool, by string, mails ...Mail) error {
	return s.write(ctx, fmt.Sprintf("decide profile change %d", id), func(w *work) error {
		list, err := s.profileChecks(w.ctx, w.tx, `c.id = $1`, id)
		switch {
		case err != nil:
			return err
		case len(list) == 0:
			return program.ErrNotFound
		case list[0].State != CheckWaiting:
			return fmt.Errorf("it is %s already: %w", list[0].State, program.ErrConflict)
		}
		c, state, action := list[0], CheckRefused, "refuse profile change"
		if accept {
			state, action = CheckAccepted, "accept profile change"
		}
		if err := w.exec(`UPDATE profile_checks SET state = $2, decided = $3, decided_by = $4, reason = $5 WHERE id = $1`,
			id, string(state), w.store.now().Unix(), by, act.Why); err != nil {
			return err
		}
		if err := w.queueMail(mails...); err != nil {
			return err
		}
		if !accept {
			return w.event(act, happened{action, aboutPartner, partnerSubject(c.Partner), nil, c.ID})
		}
		was, err := publishedProfile(w.ctx, w.tx, c.Partner)
		if err != nil {
			return err
		}
		is := was
		for _, f := range c.Fields() {
			switch f {
			case program.FieldName:
				is.Name = c.Name
			case program.FieldWebsite:
				is.Website = c.Website
			case program.FieldLogo:
				is.Logo = c.Logo
			}
		}
		return w.replaceProfile(act, action, was, is)
	})
}
