package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"partnerdirectory/program"
)

// ErrLastOwner says that a partner would be left without an owner.
var ErrLastOwner = errors.New("the last owner stays")

// Member is one account's membership, seen from the partner.
type Member struct {
	Account Account
	Membership
}

// Memberships returns what an account may do for which partners, by the partner's name.
func (s *Store) Memberships(ctx context.Context, id AccountID) ([]Membership, error) {
	out, err := memberships(ctx, s.reader, id)
	return out, wrap(err, fmt.Sprintf("read memberships of account %d", id))
}

func memberships(ctx context.Context, q querier, id AccountID) ([]Membership, error) {
	var out []Membership
	err := each(ctx, q, `SELECT m.partner, p.slug, p.name, m.role, m.since FROM memberships m JOIN partners p ON p.id = m.partner
		WHERE m.account = $1 ORDER BY p.name, p.id`, []any{id}, func(scan scanner) error {
		var m Membership
		var since int64
		err := scan(&m.Partner, &m.Slug, &m.Name, &m.Role, &since)
		m.Since = unixTime(since)
		out = append(out, m)
		return err
	})
	return out, err
}

// Members returns who belongs to a partner, by name.
func (s *Store) Members(ctx context.Context, partner program.PartnerID) ([]Member, error) {
	var out []Member
	err := each(ctx, s.reader, `SELECT `+accountColumns+`, m.role, m.since FROM memberships m JOIN accounts a ON a.id = m.account
		WHERE m.partner = $1 ORDER BY a.name, a.email_key`, []any{partner}, func(scan scanner) error {
		m := Member{Membership: Membership{Partner: partner}}
		var since int64
		err := scanAccount(scan, &m.Account, &m.Role, &since)
		m.Since = unixTime(since)
		out = append(out, m)
		return err
	})
	return out, wrap(err, fmt.Sprintf("read members of partner %d", partner))
}

// AddMember makes an account a member of a partner; who is one already gets the role given.
func (s *Store) AddMember(ctx context.Context, act Act, partner program.PartnerID, id AccountID, role program.Role) error {
	return s.write(ctx, fmt.Sprintf("add member to partner %d", partner), func(w *work) error {
		return w.addMember(act, partner, id, role)
	})
}

func (w *work) addMember(act Act, partner program.PartnerID, id AccountID, role program.Role) error {
	a, err := w.account(id)
	if err != nil {
		return err
	}
	was, err := w.memberRole(partner, id)
	if err != nil {
		return err
	}
	if err := w.exec(`INSERT INTO memberships (account, partner, role, since) VALUES ($1, $2, $3, $4)
		ON CONFLICT (account, partner) DO UPDATE SET role = excluded.role`, id, partner, string(role), w.store.now().Unix()); err != nil {
		return err
	}
	return w.event(act, onPartner("add member", partner, membershipHeld(a.Email, was), membershipHeld(a.Email, role)))
}

// memberRole returns a member's role, "" for who is none.
func (w *work) memberRole(partner program.PartnerID, id AccountID) (program.Role, error) {
	var role program.Role
	err := w.tx.QueryRowContext(w.ctx, `SELECT role FROM memberships WHERE partner = $1 AND account = $2`, partner, id).Scan(&role)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return role, err
}

// membershipHeld is what the audit trail keeps of a membership; nothing of none.
func membershipHeld(email string, role program.Role) any {
	if role == "" {
		return nil
	}
	return map[string]any{"account": email, "role": role}
}

// ChangeMember gives a member another role: ErrNotFound when there is no such member, ErrLastOwner when nobody would
// be left to decide who is one.
func (s *Store) ChangeMember(ctx context.Context, act Act, partner program.PartnerID, id AccountID, role program.Role) error {
	return s.write(ctx, fmt.Sprintf("change member of partner %d", partner), func(w *work) error {
		a, was, err := w.member(partner, id)
		if err != nil {
			return err
		}
		if err := w.exactlyOne(`UPDATE memberships SET role = $3 WHERE partner = $1 AND account = $2`, partner, id, string(role)); err != nil {
			return err
		}
		if err := w.needOwner(partner); err != nil {
			return err
		}
		return w.event(act, onPartner("change member’s role", partner, membershipHeld(a.Email, was), membershipHeld(a.Email, role)))
	})
}

// RemoveMember ends a membership, with the errors of ChangeMember.
func (s *Store) RemoveMember(ctx context.Context, act Act, partner program.PartnerID, id AccountID) error {
	return s.write(ctx, fmt.Sprintf("remove member of partner %d", partner), func(w *work) error {
		a, was, err := w.member(partner, id)
		if err != nil {
			return err
		}
		if err := w.exactlyOne(`DELETE FROM memberships WHERE partner = $1 AND account = $2`, partner, id); err != nil {
			return err
		}
		if err := w.needOwner(partner); err != nil {
			return err
		}
		return w.event(act, onPartner("remove member", partner, membershipHeld(a.Email, was), nil))
	})
}

// member returns a member's account and role, or ErrNotFound.
func (w *work) member(partner program.PartnerID, id AccountID) (Account, program.Role, error) {
	role, err := w.memberRole(partner, id)
	if err == nil && role == "" {
		err = program.ErrNotFound
	}
	if err != nil {
		return Account{}, "", err
	}
	a, err := w.account(id)
	return a, role, err
}

func (w *work) needOwner(partner program.PartnerID) error {
	n := 0
	err := w.tx.QueryRowContext(w.ctx, `SELECT COUNT(*) FROM memberships m JOIN accounts a ON a.id = m.account
		WHERE m.partner = $1 AND m.role = $2 AND a.disabled = 0`, partner, string(program.Owner)).Scan(&n)
	if err == nil && n == 0 {
		return ErrLastOwner
	}
	return err
}

// PartnerBySlug returns a partner's number and name, or ErrNotFound.
func (s *Store) PartnerBySlug(ctx context.Context, slug string) (program.PartnerID, string, error) {
	var id program.PartnerID
	name := ""
	err := s.reader.QueryRowContext(ctx, `SELECT id, name FROM partners WHERE slug = $1`, slug).Scan(&id, &name)
	return id, name, wrap(err, "find partner "+slug)
}

// PartnerName returns a partner's name and slug, or ErrNotFound.
func (s *Store) PartnerName(ctx context.Context, id program.PartnerID) (name, slug string, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT name, slug FROM partners WHERE id = $1`, id).Scan(&name, &slug)
	return name, slug, wrap(err, fmt.Sprintf("read name of partner %d", id))
}
