package web

import (
	"context"
	"slices"
	"strings"

	"partnerdirectory/notify"
	"partnerdirectory/program"
	"partnerdirectory/store"
)

// tellBatch is how many notices one transaction turns into mails.
const tellBatch = 100

// Tell turns the notices that wait into mails for the members who want them.
func (m *Mailer) Tell(ctx context.Context) error {
	for ctx.Err() == nil {
		waiting, err := m.Store.PendingNotices(ctx, tellBatch)
		if err != nil || len(waiting) == 0 {
			return err
		}
		p, err := m.Store.Programme(ctx)
		if err != nil {
			return err
		}
		var ids []int64
		var mails []store.Mail
		for _, n := range waiting {
			told, err := m.told(ctx, p, n)
			if err != nil {
				return err
			}
			ids, mails = append(ids, n.ID), append(mails, told...)
		}
		if err := m.Store.MailedNotices(ctx, ids, mails...); err != nil {
			return err
		}
	}
	return nil
}

// told is a notice as mails to the members of its partner. Addresses of the sample are nobody's: a real server gets no mail for them.
func (m *Mailer) told(ctx context.Context, p *program.Programme, n store.Notice) ([]store.Mail, error) {
	members, err := m.Store.Members(ctx, n.Partner)
	if err != nil || len(members) == 0 {
		return nil, err
	}
	name, slug, err := m.Store.PartnerName(ctx, n.Partner)
	if err != nil {
		return nil, err
	}
	var out []store.Mail
	for _, member := range members {
		a := member.Account
		if a.Disabled || a.Sample && m.Post != nil || slices.Contains(a.MailOff, notify.TopicOf(n.Kind)) {
			continue
		}
		l := notify.Told{
			Programme: p.Name, Name: a.Name, Partner: name, Text: p.DescribeNotice(n.Notice),
			Link: m.Base + PartnerPath(n.Link, slug), Choose: m.Base + "/account",
		}.Letter()
		out = append(out, store.Mail{Recipient: a.Email, Subject: l.Subject, Plain: l.Plain(), HTML: l.HTML()})
	}
	return out, nil
}

// PartnerPath puts the partner into a link of the portal: somebody may be a member of several.
func PartnerPath(link, slug string) string {
	if rest, ok := strings.CutPrefix(link, "/portal/"); ok {
		return "/portal/" + slug + "/" + rest
	}
	return link
}
