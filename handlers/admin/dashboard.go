package admin

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
)

// How far the dashboard looks.
const (
	monthsBack  = 24 // the current one included
	monthsAhead = 12 // likewise
)

// Dashboard is the staff's first page: how the programme stands. Every number leads to the list of what it counts.
func (a *Admin) Dashboard(c echo.Context, who *web.Identity) error {
	f, err := a.portal.StaffFrame(c, who, "Dashboard", "dashboard")
	if err != nil {
		return err
	}
	ctx, p := c.Request().Context(), f.Site.Programme
	d, err := a.Store.Dashboard(ctx, f.Today.AddMonths(-p.Settings.ProfileStaleMonths))
	if err != nil {
		return err
	}
	q, err := a.Store.Queue(ctx, store.WaitingFilter{}, f.Today, 1, 0)
	if err != nil {
		return err
	}
	page := adminviews.Dashboard{
		Frame: f, Admin: who.Account.Staff == program.Admin, At: d.At, Waiting: q.Total, Oldest: q.Oldest, Checks: d.Checks, Stale: d.Stale,
		MailsNotSent: d.MailsNotSent, MailsWaiting: d.MailsWaiting, Held: d.Held(),
	}
	for _, k := range store.WaitingKinds() {
		if n := q.Kinds[k]; n > 0 {
			page.Kinds = append(page.Kinds, adminviews.Tally{Name: kindName(k), N: n, URL: "/admin/queue?kind=" + string(k)})
		}
	}
	for _, s := range p.Specializations {
		row := adminviews.LabelTally{Specialization: s, States: map[string]int{}}
		for state, n := range d.Labels[s.Slug] {
			row.States[string(state)] = n
			row.Held += n
		}
		page.Most = max(page.Most, row.Held)
		page.Specializations = append(page.Specializations, row)
	}
	for _, s := range store.HeldStates() {
		page.States = append(page.States, adminviews.StateChoice{Slug: string(s), Name: labelStateName(s)})
	}
	page.Months, page.Ahead = monthsOf(&d, f.Today), aheadOf(&d, f.Today)
	for _, s := range p.Specializations {
		for _, set := range p.Upcoming(s.Slug, f.Today) {
			page.Upcoming = append(page.Upcoming, adminviews.NextVersion{Name: s.Name, Slug: s.Slug, Number: set.Version, From: set.EffectiveFrom})
		}
	}
	for _, x := range d.Drafts {
		s, _ := p.Specialization(x.Specialization)
		page.Drafts = append(page.Drafts, adminviews.OpenDraft{ID: x.ID, Name: s.Name, Base: x.Base, By: x.ChangedBy, Changed: x.Changed})
	}
	if d.Import.ID != 0 {
		page.Import = adminviews.LastImport{Action: d.Import.Action, By: d.Import.By, At: d.Import.Moment}
	}
	return a.Render(c, http.StatusOK, adminviews.DashboardPage(page))
}

// monthsOf lists the months behind, oldest first, with how many labels were held at the end of each.
func monthsOf(d *store.Dashboard, today program.Day) []adminviews.Month {
	out := make([]adminviews.Month, monthsBack)
	held := d.Held()
	for i := range out {
		first := today.MonthStart().AddMonths(-i)
		out[monthsBack-1-i] = adminviews.Month{First: first, Granted: d.Granted[first], Ended: d.Ended[first], Held: held}
		held += d.Ended[first] - d.Granted[first]
	}
	return out
}

// aheadOf sorts what is held by the month in which its term is over: first what is past its anniversary since last month or
// longer, last what comes after the months that are shown.
func aheadOf(d *store.Dashboard, today program.Day) []adminviews.Expiry {
	from := today.MonthStart()
	out := []adminviews.Expiry{{Key: expiresEarlier}}
	for i := range monthsAhead {
		first := from.AddMonths(i)
		out = append(out, adminviews.Expiry{Key: monthKey(first), First: first, N: d.Expiring[first]})
	}
	out = append(out, adminviews.Expiry{Key: expiresLater})
	for first, n := range d.Expiring {
		switch {
		case first < from:
			out[0].N += n
		case first >= from.AddMonths(monthsAhead):
			out[len(out)-1].N += n
		}
	}
	return out
}
