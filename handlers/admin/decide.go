package admin

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/portal"
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// longest bounds what is read of one field, in characters.
const longest = 2000

func typed(c echo.Context, name string) string { return typedUpTo(c, name, longest) }

// typedUpTo reads a field with line ends as we have them, and without blanks around it.
func typedUpTo(c echo.Context, name string, most int) string {
	v := []rune(strings.TrimSpace(strings.ReplaceAll(c.FormValue(name), "\r\n", "\n")))
	return string(v[:min(len(v), most)])
}

// Claim lets a reader work on something, stop, or take it over from somebody else.
func (a *Admin) Claim(c echo.Context, who *web.Identity) error {
	x, err := a.waiting(c, who)
	if err := a.settle(err); err != nil {
		return err
	}
	if reason := barred(who, x); reason != "" {
		return refuse(reason)
	}
	ctx := c.Request().Context()
	switch do := c.FormValue("do"); do {
	case "claim", "take-over":
		err = a.Store.Claim(ctx, who.Account.ID, x.Kind, x.ID, do == "take-over")
	case "release":
		err = a.Store.Release(ctx, who.Account.ID, x.Kind, x.ID)
	default:
		return program.ErrInvalid
	}
	var claimed *store.Claimed
	if errors.As(err, &claimed) {
		return workedOn(claimed)
	}
	if err != nil {
		return err
	}
	return a.See(c, address(&x)+a.chosen(c).Query(1))
}

// settle turns what waits no longer into the page that says who decided what.
func (a *Admin) settle(err error) error {
	var g gone
	if errors.As(err, &g) {
		return web.Refusal{
			Status: http.StatusConflict, Heading: "That does not wait any more",
			Text: becameInWords(g.became) + " Nothing of yours was saved.",
		}
	}
	return err
}

// Decide answers the forms of an item's page. Sending one twice decides once.
func (a *Admin) Decide(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		x, err := a.waiting(c, who)
		if err := a.settle(err); err != nil {
			return "", err
		}
		if reason := barred(who, x); reason != "" {
			return "", refuse(reason)
		}
		d, err := a.desk(c.Request().Context(), x)
		if err != nil {
			return "", err
		}
		switch {
		case x.Kind == store.WaitingBooking:
			return a.record(c, who, d)
		case x.Kind == store.WaitingDispute:
			return a.answer(c, who, d)
		}
		return a.decide(c, who, d)
	})
}

func (a *Admin) decideForm(ctx context.Context, d *desk, f *form) (*adminviews.Decide, error) {
	standard, err := a.reasonChoices(ctx, d.x.Kind)
	return &adminviews.Decide{
		Standard: standard, Chosen: f.value("standard"), More: d.x.Item != 0 && d.x.First == nil, Two: d.two(), First: firstInWords(d.x.First),
		Firsts: d.firsts,
		Reason: portalviews.Field{
			Name: "reason", Label: "Reason", Hint: "The partner reads it. Needed unless you accept.", Value: f.value("reason"), Error: f.bad["reason"],
			Most: longest, Rows: 4, Optional: true,
		},
	}, err
}

// reason joins the sentence that was chosen and what was written besides. A sentence that was chosen counts as it was read,
// whatever became of it among the reusable texts meanwhile.
func reason(c echo.Context) string {
	return strings.TrimSpace(typed(c, "standard") + " " + typed(c, "reason"))
}

func (a *Admin) decide(c echo.Context, who *web.Identity, d *desk) (string, error) {
	ctx, x, act := c.Request().Context(), d.x, a.portal.Act(c, who)
	act.Why = reason(c)
	do := c.FormValue("do")
	disagrees := x.First != nil && (do == "accept" || do == "reject") && decisionOf(do) != x.First.Decision
	confirms := x.First != nil && decisionOf(do) == x.First.Decision
	if (do == "reject" && !confirms || do == "more" || disagrees) && act.Why == "" {
		return "", a.draw(c, who, d, http.StatusUnprocessableEntity, form{
			typed: func(name string) string { return typed(c, name) }, bad: map[string]string{"reason": "Say why: choose a reason or write one."},
		})
	}
	before, err := a.Store.LabelsOf(ctx, x.Partner)
	if err != nil {
		return "", err
	}
	done := title(d.p, &x)
	switch {
	case do == "accept":
		err, done = a.Store.DecideWaiting(ctx, act, who.Account.ID, x, program.Accepted, d.today), "Accepted: "+done+"."
	case do == "reject":
		err, done = a.Store.DecideWaiting(ctx, act, who.Account.ID, x, program.Rejected, d.today), "Not accepted: "+done+". The partner reads your reason."
	case do == "more" && x.Item != 0:
		err, done = a.Store.AskMore(ctx, act, who.Account.ID, x, portal.Edit(d.item), d.today), "With the partner again: "+done+"."
	default:
		return "", program.ErrInvalid
	}
	return a.decided(c, who, d, before, err, done)
}

// decided leads back to the queue, which says what was done and what came of it.
func (a *Admin) decided(c echo.Context, who *web.Identity, d *desk, before []program.Label, err error, done string) (string, error) {
	if err != nil {
		return "", a.tooLate(c, who, err)
	}
	if d.two() {
		first, err := a.firstOf(c.Request().Context(), d)
		if err != nil {
			return "", err
		}
		if first != "" {
			return "/admin/queue" + a.chosen(c).Query(1), a.Flash(c, first)
		}
	}
	came, err := a.cameOfIt(c.Request().Context(), d, before)
	if err != nil {
		return "", err
	}
	return "/admin/queue" + a.chosen(c).Query(1), a.Flash(c, done+came)
}

// tooLate says who was faster where somebody was.
func (a *Admin) tooLate(c echo.Context, who *web.Identity, err error) error {
	var claimed *store.Claimed
	switch {
	case errors.As(err, &claimed):
		return workedOn(claimed)
	case errors.Is(err, store.ErrSamePerson):
		return refuse("You decided this first. It takes a second person.")
	case errors.Is(err, program.ErrConflict):
		if _, now := a.waiting(c, who); errors.As(now, new(gone)) {
			return a.settle(now)
		}
	}
	return err
}

// cameOfIt names the labels that a decision granted or ended.
func (a *Admin) cameOfIt(ctx context.Context, d *desk, before []program.Label) (string, error) {
	after, err := a.Store.LabelsOf(ctx, d.x.Partner)
	if err != nil {
		return "", err
	}
	var s strings.Builder
	for _, l := range after {
		i := slices.IndexFunc(before, func(b program.Label) bool { return b.ID == l.ID })
		switch name := names(d.p, []string{l.Specialization}); {
		case i < 0 && l.Ended == 0:
			s.WriteString(" " + name + " is granted to " + d.x.PartnerName + ".")
		case i >= 0 && before[i].Ended == 0 && l.Ended != 0:
			s.WriteString(" " + name + " of " + d.x.PartnerName + " has ended.")
		case i >= 0 && before[i].Renewed != l.Renewed:
			s.WriteString(" " + name + " of " + d.x.PartnerName + " is renewed.")
		}
	}
	return s.String(), nil
}
