package admin

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// labelsPage is how many labels one page lists.
const labelsPage = 50

// What is not in one of the months that the dashboard shows.
const (
	expiresEarlier = "earlier" // than this month
	expiresLater   = "later"
)

func labelStateName(s store.LabelState) string {
	switch s {
	case store.LabelHeld:
		return "Held, in any state"
	case store.LabelEarned:
		return "Earned"
	case store.LabelAtRisk:
		return "At risk"
	case store.LabelInGrace:
		return "In grace"
	case store.LabelAwaiting:
		return "Awaiting renewal"
	case store.LabelSuspended:
		return "Suspended"
	case store.LabelEnded:
		return "Ended"
	}
	return "Held and ended"
}

// Labels lists labels, held and ended, as they are filtered.
func (a *Admin) Labels(c echo.Context, who *web.Identity) error {
	f, err := a.portal.StaffFrame(c, who, "Labels", "dashboard")
	if err != nil {
		return err
	}
	page := adminviews.Labels{Frame: f, Chosen: a.chosenLabels(c), Size: labelsPage}
	page.Page, _ = strconv.Atoi(c.QueryParam("page")) // anything else is the first
	page.Page = max(1, page.Page)
	total, list, err := a.Store.DeskLabels(c.Request().Context(), labelFilter(page.Chosen, f.Today), page.Page, labelsPage)
	if err != nil {
		return err
	}
	page.Total = total
	for _, l := range list {
		row := adminviews.LabelRow{
			ID: l.ID, Label: names(f.Site.Programme, []string{l.Specialization}), Partner: l.Partner, PartnerURL: "/admin/partners/" + l.PartnerSlug,
			Granted: l.Granted, Until: l.Until, Ended: l.Ended, Word: labelStateName(l.State), State: stateMark(l.State),
		}
		if l.Ended != 0 {
			row.Reason = whyEnded(l.Reason)
		}
		page.Rows = append(page.Rows, row)
	}
	page.Specializations = specializationChoices(f.Site.Programme)
	for _, s := range labelStates() {
		page.States = append(page.States, portalviews.Choice{Value: string(s), Label: labelStateName(s)})
	}
	today := f.Today.MonthStart()
	page.Back = monthChoices(today.AddMonths(1-monthsBack), monthsBack, page.Chosen.Granted, page.Chosen.Ended)
	page.Ahead = monthChoices(today, monthsAhead, page.Chosen.Expires)
	page.Ahead = append(page.Ahead, portalviews.Choice{Value: expiresEarlier, Label: "Before this month"}, portalviews.Choice{Value: expiresLater, Label: "Later"})
	return a.Render(c, http.StatusOK, adminviews.LabelsPage(page))
}

// LabelsCSV sends all labels of the filter as a table.
func (a *Admin) LabelsCSV(c echo.Context, _ *web.Identity) error {
	p := a.Site().Programme
	table := [][]string{{"label", "specialization", "partner", "partner address", "state", "granted", "valid until", "ended", "why"}}
	err := a.Store.EachDeskLabel(c.Request().Context(), labelFilter(a.chosenLabels(c), a.Today()), func(l store.DeskLabel) error {
		ended, why := "", ""
		if l.Ended != 0 {
			ended, why = l.Ended.String(), whyEnded(l.Reason)
		}
		table = append(table, []string{
			l.ID, names(p, []string{l.Specialization}), l.Partner, a.Base + "/partners/" + l.PartnerSlug, labelStateName(l.State),
			l.Granted.String(), l.Until.String(), ended, why,
		})
		return nil
	})
	if err != nil {
		return err
	}
	return web.CSV(c, "labels.csv", table)
}

func labelStates() []store.LabelState {
	return slices.Concat([]store.LabelState{"", store.LabelHeld}, store.HeldStates(), []store.LabelState{store.LabelEnded})
}

// chosenLabels reads the filter of the address; what it does not know it ignores.
func (a *Admin) chosenLabels(c echo.Context) adminviews.ChosenLabels {
	var out adminviews.ChosenLabels
	if s, ok := a.Site().Programme.Specialization(c.QueryParam("specialization")); ok {
		out.Specialization = s.Slug
	}
	if s := store.LabelState(c.QueryParam("state")); slices.Contains(labelStates(), s) {
		out.State = string(s)
	}
	for name, into := range map[string]*string{"granted": &out.Granted, "ended": &out.Ended, "expires": &out.Expires} {
		key := c.QueryParam(name)
		if _, ok := monthOf(key); ok || name == "expires" && (key == expiresEarlier || key == expiresLater) {
			*into = key
		}
	}
	return out
}

func labelFilter(c adminviews.ChosenLabels, today program.Day) store.LabelFilter {
	f := store.LabelFilter{Specialization: c.Specialization, State: store.LabelState(c.State), Granted: monthSpan(c.Granted), Ended: monthSpan(c.Ended)}
	switch c.Expires {
	case expiresEarlier:
		f.Expires = store.DaySpan{Until: today.MonthStart()}
	case expiresLater:
		f.Expires = store.DaySpan{From: today.MonthStart().AddMonths(monthsAhead)}
	default:
		f.Expires = monthSpan(c.Expires)
	}
	return f
}

// monthKey names a month in an address: "2026-03".
func monthKey(first program.Day) string { return first.Time().Format("2006-01") }

func monthOf(key string) (program.Day, bool) {
	t, err := time.Parse("2006-01", key)
	return program.DayOf(t), err == nil
}

func monthSpan(key string) store.DaySpan {
	first, ok := monthOf(key)
	if !ok {
		return store.DaySpan{}
	}
	return store.DaySpan{From: first, Until: first.AddMonths(1)}
}

// monthChoices offers n months from one on, and those that are chosen though they are further away.
func monthChoices(first program.Day, n int, chosen ...string) []portalviews.Choice {
	out := []portalviews.Choice{{Label: "Any month"}}
	add := func(m program.Day) {
		out = append(out, portalviews.Choice{Value: monthKey(m), Label: m.Time().Format("January 2006")})
	}
	for _, key := range chosen {
		if m, ok := monthOf(key); ok && (m < first || m >= first.AddMonths(n)) {
			add(m)
		}
	}
	for i := range n {
		add(first.AddMonths(i))
	}
	return out
}

func stateMark(s store.LabelState) portalviews.State {
	switch s {
	case store.LabelEarned:
		return portalviews.Met
	case store.LabelEnded:
		return portalviews.Ended
	case store.LabelSuspended:
		return portalviews.NotMet
	}
	return portalviews.Awaiting
}

// whyEnded says why a label has ended.
func whyEnded(r program.EndReason) string {
	switch r {
	case program.EndLapsed:
		return "A requirement is no longer met"
	case program.EndNotRenewed:
		return "It was not renewed"
	case program.EndRevoked:
		return "It was revoked"
	case program.EndOverride:
		return "It was granted by hand until that day"
	case program.EndMerged:
		return "Two accounts became one"
	}
	return string(r)
}
