package portal

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// outboxPage is how many mails one page lists.
const outboxPage = 50

// Outbox shows the programme's admins what mails were queued and what became of them.
func (p *Portal) Outbox(c echo.Context, who *web.Identity) error {
	before := int64(0)
	if text := c.QueryParam("before"); text != "" {
		var err error
		if before, err = strconv.ParseInt(text, 10, 64); err != nil {
			return fmt.Errorf("mails before %q: %w", text, program.ErrInvalid)
		}
	}
	state := store.MailState(c.QueryParam("state"))
	if !slices.Contains(mailStates(), state) {
		state = ""
	}
	total, mails, err := p.Store.Outbox(c.Request().Context(), state, outboxPage+1, before)
	if err != nil {
		return err
	}
	f, err := p.frame(c, who, "Outbox", "outbox")
	if err != nil {
		return err
	}
	page := views.Outbox{Frame: f, Total: total, State: string(state)}
	for _, s := range mailStates() {
		page.States = append(page.States, views.Choice{Value: string(s), Label: mailStateName(s)})
	}
	if len(mails) > outboxPage {
		mails = mails[:outboxPage]
		older := url.Values{"before": {strconv.FormatInt(mails[outboxPage-1].ID, 10)}}
		if state != "" {
			older.Set("state", string(state))
		}
		page.Older = "/admin/outbox?" + older.Encode()
	}
	for _, m := range mails {
		state, says := mailState(m)
		page.Mails = append(page.Mails, views.OutboxMail{
			ID: m.ID, Recipient: m.Recipient, Subject: m.Subject, Plain: m.Plain, Queued: m.Created.Format(moments),
			State: state, Says: says, Error: m.Error,
		})
	}
	return p.Render(c, http.StatusOK, views.OutboxPage(page))
}

// mailStates are the choices of the filter; the first is all.
func mailStates() []store.MailState {
	return []store.MailState{"", store.MailsWaiting, store.MailsNotSent, store.MailsSent}
}

func mailStateName(s store.MailState) string {
	switch s {
	case store.MailsWaiting:
		return "Waits to be sent"
	case store.MailsNotSent:
		return "Not sent, given up"
	case store.MailsSent:
		return "Sent"
	}
	return "All mails"
}

func mailState(m store.QueuedMail) (views.State, string) {
	switch {
	case !m.Sent.IsZero():
		return views.Met, "Sent " + m.Sent.Format(moments)
	case !m.GivenUp.IsZero():
		return views.Ended, "Not sent"
	case m.Attempts > 0:
		return views.Awaiting, "Tried " + strconv.Itoa(m.Attempts) + " times, again " + m.NextTry.Format(moments)
	}
	return views.Awaiting, "Waits to be sent"
}
