package admin

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// bookingForm is what a reader may change of a booked review: the programme's staff its firm and day, the firm the day. nil: nothing.
func (a *Admin) bookingForm(ctx context.Context, who *web.Identity, d *desk, f *form) (*adminviews.Booking, error) {
	if d.x.Kind != store.WaitingBooking || who.Partner.Role != "" {
		return nil, nil
	}
	out := &adminviews.Booking{
		Cancels: who.Account.Staff != program.Auditor, Open: f.of == "booking",
		Firm:   portalviews.Field{Name: "firm", Label: "Firm", Value: d.x.Firm, Error: f.bad["firm"]},
		Wanted: portalviews.Field{Name: "wanted", Label: "Day of the review", Type: "date", Value: d.item.Fields["wanted"], Error: f.bad["wanted"]},
		Reason: portalviews.Field{Name: "why", Label: "Reason for the change", Hint: "The partner reads it.", Value: f.value("why"), Error: f.bad["why"], Most: longest, Rows: 3},
	}
	if out.Open {
		out.Wanted.Value = f.value("wanted")
		if firm := f.value("firm"); firm != "" {
			out.Firm.Value = firm
		}
	}
	if !out.Cancels {
		return out, nil
	}
	firms, err := a.Store.Firms(ctx)
	for _, firm := range firms {
		out.Firms = append(out.Firms, portalviews.Choice{Value: firm, Label: firm})
	}
	return out, err
}

// Booking changes or cancels a booked review.
func (a *Admin) Booking(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		x, err := a.waiting(c, who)
		if err := a.settle(err); err != nil {
			return "", err
		}
		ctx := c.Request().Context()
		d, err := a.desk(ctx, x)
		if err != nil {
			return "", err
		}
		may, err := a.bookingForm(ctx, who, d, &form{})
		if err != nil {
			return "", err
		}
		if x.Kind != store.WaitingBooking {
			return "", program.ErrNotFound
		}
		if may == nil {
			return "", refuse(barred(who, x))
		}
		act := a.portal.Act(c, who)
		act.Why = typed(c, "why")
		bad := map[string]string{}
		if act.Why == "" {
			bad["why"] = "Say why: the partner reads it."
		}
		queue := "/admin/queue" + a.chosen(c).Query(1)
		if c.FormValue("do") == "cancel" && may.Cancels && len(bad) == 0 {
			if err := a.Store.CancelBooking(ctx, act, who.Account.ID, x, d.today); err != nil {
				return "", a.tooLate(c, who, err)
			}
			return queue, a.Flash(c, "Cancelled: "+title(d.p, &x)+" of "+x.PartnerName+". The partner reads your reason.")
		}
		firm := x.Firm
		if may.Cancels && typed(c, "firm") != "" {
			firm = typed(c, "firm")
		}
		day, err := program.ParseDay(typed(c, "wanted"))
		if err != nil {
			bad["wanted"] = "Write the day as year-month-day, such as 2027-03-14."
		} else if day < d.today {
			bad["wanted"] = "This day is past; today is " + d.today.Long() + "."
		}
		if len(bad) == 0 && firm == x.Firm && day.String() == d.item.Fields["wanted"] {
			bad["wanted"] = "Nothing is changed yet: choose another day" + orFirm(may) + "."
		}
		if len(bad) == 0 {
			switch err := a.Store.ChangeBooking(ctx, act, who.Account.ID, x, firm, day, d.today); {
			case errors.Is(err, program.ErrInvalid):
				bad["firm"] = "No auditor of this firm can sign in. Choose another firm."
			case err != nil:
				return "", a.tooLate(c, who, err)
			default:
				return queue, a.Flash(c, "Changed: "+title(d.p, &x)+" of "+x.PartnerName+" is with "+firm+", for "+day.Long()+".")
			}
		}
		return "", a.draw(c, who, d, http.StatusUnprocessableEntity, form{
			of: "booking", typed: func(name string) string { return typed(c, name) }, bad: bad,
		})
	})
}

func orFirm(may *adminviews.Booking) string {
	if may.Cancels {
		return " or firm"
	}
	return ""
}
