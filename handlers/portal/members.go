package portal

import (
	"errors"
	"fmt"
	"net/http"
	"net/mail"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/notify"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// invitationLife is how long an invitation can be accepted.
const invitationLife = 7 * 24 * time.Hour

// Members lists who belongs to a partner.
func (p *Portal) Members(c echo.Context, who *web.Identity) error {
	return p.members(c, who, http.StatusOK, views.Field{}, program.Editor)
}

// members draws the page; invite is the form as it was sent, with what is wrong in it.
func (p *Portal) members(c echo.Context, who *web.Identity, status int, invite views.Field, role program.Role) error {
	ctx := c.Request().Context()
	f, err := p.frame(c, who, "Members", "members")
	if err != nil {
		return err
	}
	members, err := p.Store.Members(ctx, who.Partner.Partner)
	if err != nil {
		return err
	}
	invitations, err := p.Store.Invitations(ctx, who.Partner.Partner)
	if err != nil {
		return err
	}
	invite.Name, invite.Label, invite.Type, invite.Most = "email", "E-mail address", "email", 254
	invite.Hint = "We send a link that opens once, within seven days."
	invite.Focus = invite.Error != ""
	page := views.Members{Frame: f, Invite: invite, Role: role}
	owners := 0
	for _, m := range members {
		if m.Role == program.Owner && !m.Account.Disabled {
			owners++
		}
	}
	for _, m := range members {
		page.Members = append(page.Members, views.Member{
			ID: int64(m.Account.ID), Name: m.Account.Name, Email: m.Account.Email, Role: m.Role, Since: program.DayOf(m.Since),
			You: m.Account.ID == who.Account.ID, Last: m.Role == program.Owner && owners == 1 && !m.Account.Disabled,
		})
	}
	for _, i := range invitations {
		page.Invited = append(page.Invited, views.Invited{
			ID: i.ID, Email: i.Email, Role: i.Role, By: i.Inviter, Until: program.DayOf(i.Expires), Over: !i.Expires.After(p.Now()),
		})
	}
	return p.Render(c, status, views.MembersPage(page))
}

// Invite sends an invitation.
func (p *Portal) Invite(c echo.Context, who *web.Identity) error {
	return p.Once(c, who, func() (string, error) {
		email, role := strings.TrimSpace(line(c, "email")), program.Role(c.FormValue("role"))
		field := views.Field{Value: email}
		switch address, err := mail.ParseAddress(email); {
		case err != nil || address.Address != email:
			field.Error = "Write one e-mail address, such as name@company.com."
		case !role.Covers(program.Viewer):
			field.Error = "Choose a role for this person."
		}
		if field.Error == "" {
			err := p.invite(c, who, email, role)
			if err == nil {
				return partnerOf(who.Partner).Home() + "/members", p.Flash(c, "The invitation is on its way to "+email+".")
			}
			if !errors.Is(err, program.ErrConflict) {
				return "", err
			}
			field.Error = email + " is a member already. Change the role in the list above."
		}
		return "", p.members(c, who, http.StatusUnprocessableEntity, field, role)
	})
}

func (p *Portal) invite(c echo.Context, who *web.Identity, email string, role program.Role) error {
	token, until := web.Token(), p.Now().Add(invitationLife)
	link := p.Base + "/invitation/" + token
	letter := notify.Invitation{
		Programme: p.Site().Programme.Name, Inviter: who.Account.Name, Partner: who.Partner.Name, Role: role, Link: link, Until: until,
	}.Letter()
	return p.Store.Invite(c.Request().Context(), p.Act(c, who), store.Invitation{
		Email: email, Partner: who.Partner.Partner, Role: role, InvitedBy: who.Account.ID, Expires: until,
	}, token, Mail(email, letter, link))
}

// Mail addresses a letter. secret is the one-time link in it, if it has one.
func Mail(to string, l notify.Letter, secret string) store.Mail {
	return store.Mail{Recipient: to, Subject: l.Subject, Plain: l.Plain(), HTML: l.HTML(), Secret: secret}
}

// WithdrawInvitation closes an invitation that nobody accepted yet.
func (p *Portal) WithdrawInvitation(c echo.Context, who *web.Identity) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	if err := p.Store.WithdrawInvitation(c.Request().Context(), p.Act(c, who), who.Partner.Partner, id); err != nil {
		return err
	}
	return p.back(c, who, "The invitation is withdrawn; its link opens nothing any more.")
}

// ChangeRole gives a member another role.
func (p *Portal) ChangeRole(c echo.Context, who *web.Identity) error {
	id, err := number(c, "member")
	if err != nil {
		return err
	}
	role := program.Role(c.FormValue("role"))
	if !role.Covers(program.Viewer) {
		return fmt.Errorf("role %q: %w", role, program.ErrInvalid)
	}
	err = p.Store.ChangeMember(c.Request().Context(), p.Act(c, who), who.Partner.Partner, store.AccountID(id), role)
	if err != nil {
		return p.lastOwner(c, who, err)
	}
	return p.back(c, who, "The role was changed.")
}

// RemoveMember ends a membership.
func (p *Portal) RemoveMember(c echo.Context, who *web.Identity) error {
	id, err := number(c, "member")
	if err != nil {
		return err
	}
	if err := p.Store.RemoveMember(c.Request().Context(), p.Act(c, who), who.Partner.Partner, store.AccountID(id)); err != nil {
		return p.lastOwner(c, who, err)
	}
	if store.AccountID(id) == who.Account.ID {
		return errors.Join(p.Flash(c, "You are no longer a member of "+who.Partner.Name+"."), p.See(c, home))
	}
	return p.back(c, who, "The member was removed.")
}

// lastOwner explains why nothing was changed, where that is the reason.
func (p *Portal) lastOwner(c echo.Context, who *web.Identity, err error) error {
	if !errors.Is(err, store.ErrLastOwner) {
		return err
	}
	if err := p.FlashProblem(c, "Nothing was changed: a partner needs at least one owner. Make somebody else an owner first."); err != nil {
		return err
	}
	return p.See(c, partnerOf(who.Partner).Home()+"/members")
}

func (p *Portal) back(c echo.Context, who *web.Identity, done string) error {
	if err := p.Flash(c, done); err != nil {
		return err
	}
	return p.See(c, partnerOf(who.Partner).Home()+"/members")
}

// number reads a number of the address; anything else is no page.
func number(c echo.Context, name string) (int64, error) {
	n, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%s %q: %w", name, c.Param(name), program.ErrNotFound)
	}
	return n, nil
}
