package store

import (
	"context"
	"fmt"
	"time"

	"partnerdirectory/program"
)

// Invitation asks somebody to become a member of a partner, by a one-time link.
type Invitation struct {
	ID          int64
	Email       string
	Partner     program.PartnerID
	PartnerSlug string
	PartnerName string
	Role        program.Role
	InvitedBy   AccountID
	Inviter     string // name
	Created     time.Time
	Expires     time.Time
}

// Invite stores an invitation whose link carries the token, and queues its mail. An open invitation of the same address
// to the same partner is withdrawn. ErrConflict: the address belongs to a member already.
func (s *Store) Invite(ctx context.Context, act Act, x Invitation, token string, mail Mail) error {
	return s.write(ctx, fmt.Sprintf("invite to partner %d", x.Partner), func(w *work) error {
		n, now, key := 0, w.store.now().Unix(), EmailKey(x.Email)
		if err := w.tx.QueryRowContext(w.ctx, `SELECT COUNT(*) FROM memberships m JOIN accounts a ON a.id = m.account
			WHERE m.partner = $1 AND a.email_key = $2`, x.Partner, key).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return fmt.Errorf("%w: a member already", program.ErrConflict)
		}
		if err := w.exec(`UPDATE invitations SET withdrawn = $3 WHERE partner = $1 AND email_key = $2 AND accepted = 0 AND withdrawn = 0`,
			x.Partner, key, now); err != nil {
			return err
		}
		if err := w.exec(`INSERT INTO invitations (token, email, email_key, partner, role, invited_by, created, expires, accepted, withdrawn)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0)`,
			Digest(token), x.Email, key, x.Partner, string(x.Role), x.InvitedBy, now, x.Expires.Unix()); err != nil {
			return err
		}
		if err := w.event(act, onPartner("invite member", x.Partner, nil, map[string]any{"email": x.Email, "role": x.Role})); err != nil {
			return err
		}
		return w.queueMail(mail)
	})
}

const invitationColumns = `i.id, i.email, i.partner, p.slug, p.name, i.role, i.invited_by, a.name, i.created, i.expires
	FROM invitations i JOIN partners p ON p.id = i.partner JOIN accounts a ON a.id = i.invited_by
	WHERE i.accepted = 0 AND i.withdrawn = 0`

func scanInvitation(scan scanner, x *Invitation) error {
	var created, expires int64
	err := scan(&x.ID, &x.Email, &x.Partner, &x.PartnerSlug, &x.PartnerName, &x.Role, &x.InvitedBy, &x.Inviter, &created, &expires)
	x.Created, x.Expires = unixTime(created), unixTime(expires)
	return err
}

// Invitations returns a partner's open invitations, newest first; those that ran out are among them.
func (s *Store) Invitations(ctx context.Context, partner program.PartnerID) ([]Invitation, error) {
	var out []Invitation
	err := each(ctx, s.reader, `SELECT `+invitationColumns+` AND i.partner = $1 ORDER BY i.id DESC`, []any{partner}, func(scan scanner) error {
		out = append(out, Invitation{})
		return scanInvitation(scan, &out[len(out)-1])
	})
	return out, wrap(err, fmt.Sprintf("read invitations of partner %d", partner))
}

// Invitation returns the open invitation that a token opens, or ErrNotFound: used, withdrawn, run out or never sent.
func (s *Store) Invitation(ctx context.Context, token string) (Invitation, error) {
	var x Invitation
	err := scanInvitation(s.reader.QueryRowContext(ctx, `SELECT `+invitationColumns+` AND i.token = $1 AND i.expires > $2`,
		Digest(token), s.now().Unix()).Scan, &x)
	return x, wrap(err, "read invitation")
}

// WithdrawInvitation closes an open invitation of a partner, or returns ErrNotFound.
func (s *Store) WithdrawInvitation(ctx context.Context, act Act, partner program.PartnerID, id int64) error {
	return s.write(ctx, fmt.Sprintf("withdraw invitation %d", id), func(w *work) error {
		var email string
		var role program.Role
		if err := w.tx.QueryRowContext(w.ctx, `UPDATE invitations SET withdrawn = $3 WHERE id = $1 AND partner = $2 AND accepted = 0 AND withdrawn = 0
			RETURNING email, role`, id, partner, w.store.now().Unix()).Scan(&email, &role); err != nil {
			return err
		}
		return w.event(act, onPartner("withdraw invitation", partner, map[string]any{"email": email, "role": role}, nil))
	})
}

// AcceptInvitation spends the token and makes a member: of the account given, or of a new one when its ID is 0. A
// membership with a stronger role is left as it is. It returns the account's number; ErrNotFound when the token opens
// nothing, ErrConflict when a new account's address is taken.
func (s *Store) AcceptInvitation(ctx context.Context, act Act, token string, a Account) (AccountID, error) {
	err := s.write(ctx, "accept invitation", func(w *work) error {
		var partner program.PartnerID
		var role program.Role
		now, invited := w.store.now().Unix(), ""
		err := w.tx.QueryRowContext(w.ctx, `UPDATE invitations SET accepted = $2 WHERE token = $1 AND accepted = 0 AND withdrawn = 0 AND expires > $2
			RETURNING partner, role, email`, Digest(token), now).Scan(&partner, &role, &invited)
		if err != nil {
			return err
		}
		if a.ID == 0 {
			a.Email, act.Account = invited, invited
			if a.ID, err = w.addAccount(act, a); err != nil {
				return err
			}
		}
		if err := w.event(act, onPartner("accept invitation", partner, nil, map[string]any{"invited": invited, "account": a.Email, "role": role})); err != nil {
			return err
		}
		of, err := memberships(w.ctx, w.tx, a.ID)
		if err != nil {
			return err
		}
		for _, m := range of {
			if m.Partner == partner && m.Role.Covers(role) {
				return nil
			}
		}
		return w.addMember(act, partner, a.ID, role)
	})
	return a.ID, err
}
