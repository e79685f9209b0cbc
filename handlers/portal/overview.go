package portal

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	views "partnerdirectory/views/portal"
)

// How much of each list the overview shows.
const (
	closestShown = 3
	datesShown   = 8
	waitingShown = 10
	datesAhead   = 150 // days
)

// Overview is a partner's first page.
func (p *Portal) Overview(c echo.Context, who *web.Identity) error {
	ctx := c.Request().Context()
	f, err := p.frame(c, who, who.Partner.Name, "")
	if err != nil {
		return err
	}
	profile, err := p.Store.Profile(ctx, who.Partner.Slug, p.Today())
	if err != nil {
		return err
	}
	d, err := p.dossierOf(ctx, who)
	if err != nil {
		return err
	}
	lines, err := p.progressLines(ctx, who)
	if err != nil {
		return err
	}
	page := views.Overview{
		Frame: f, Confirmed: profile.Partner.Confirmed,
		Stale: d.today > profile.Partner.Confirmed.AddMonths(d.programme.Settings.ProfileStaleMonths),
	}
	for _, l := range lines {
		switch {
		case l.Label != nil:
			page.Labels = append(page.Labels, l)
		case begun(l.Set.Root, &l.Standing.Root):
			page.Closest = append(page.Closest, l)
		}
	}
	slices.SortStableFunc(page.Labels, func(a, b views.ProgressLine) int { return cmp.Compare(a.Label.Until, b.Label.Until) })
	slices.SortStableFunc(page.Closest, func(a, b views.ProgressLine) int {
		return cmp.Compare(a.Standing.Of-a.Standing.Met, b.Standing.Of-b.Standing.Met)
	})
	page.Changes = d.announced(f, slices.Concat(page.Labels, page.Closest))
	page.Closest = page.Closest[:min(len(page.Closest), closestShown)]
	page.Waiting = d.waiting(f.Here.Home())
	page.Dates = d.dates(f, page.Labels)
	return p.Render(c, http.StatusOK, views.OverviewPage(page))
}

// announced lists what is to change of the specializations that concern the partner, soonest first.
func (d *dossier) announced(f views.Frame, lines []views.ProgressLine) []views.Announced {
	var out []views.Announced
	for _, l := range lines {
		for _, set := range d.programme.Upcoming(l.Specialization.Slug, d.today) {
			s := program.Evaluate(d.programme, set, d.facts, d.today)
			out = append(out, views.Announced{
				Name: l.Specialization.Name, On: set.EffectiveFrom, Note: set.Note,
				Missing: len(missing(nil, d.programme.Describe(set.Root), &s.Root)),
				URL:     f.Here.Home() + "/progress/" + l.Specialization.Slug,
			})
		}
	}
	slices.SortStableFunc(out, func(a, b views.Announced) int { return cmp.Compare(a.On, b.On) })
	return out
}

// waiting lists what was handed in and is undecided, and which customers were asked and have not answered, longest first.
func (d *dossier) waiting(home string) []views.Waiting {
	var out []views.Waiting
	b := stepper{d: d}
	add := func(v program.Verification, what, section string) {
		if state, _ := DecisionOf(v, d.today); state == views.Awaiting {
			out = append(out, views.Waiting{What: what, For: "a reviewer", From: v.Submitted, URL: home + section})
		}
	}
	for _, a := range d.facts.Attainments {
		add(a.Verification, a.Level.Name()+" in "+b.competency(a.Competency), "/progress")
	}
	for _, h := range d.facts.Holdings {
		add(h.Verification, h.Name+": "+b.certification(h.Code), "/people")
	}
	for _, r := range d.facts.References {
		if r.State(d.today) == program.ReferenceSent {
			out = append(out, views.Waiting{What: "Reference of " + r.Customer, For: "the customer", From: r.Sent, URL: home + "/references"})
			continue
		}
		add(r.Verification, "Reference of "+r.Customer, "/references")
	}
	for _, x := range d.facts.Cases {
		add(x.Verification, "A case study", "/case-studies")
	}
	for _, x := range d.facts.Reviews {
		add(x.Verification, "Review by "+x.Firm, "/reviews")
	}
	for _, x := range d.facts.Documents {
		add(x.Verification, "A document", "/documents")
	}
	slices.SortStableFunc(out, func(a, b views.Waiting) int { return cmp.Compare(a.From, b.From) })
	return out[:min(len(out), waitingShown)]
}

// dates lists what comes in the next months: days of the clocks of held labels, and what runs out before.
func (d *dossier) dates(f views.Frame, held []views.ProgressLine) []views.Date {
	var out []views.Date
	add := func(on program.Day, text, url string, bad bool) {
		if on >= d.today && on <= d.today+datesAhead {
			out = append(out, views.Date{On: on, Text: text, URL: url, Bad: bad})
		}
	}
	s := &d.programme.Settings
	for _, l := range held {
		url, name := f.Here.Home()+"/progress/"+l.Specialization.Slug, l.Specialization.Name
		add(l.Label.Until-program.Day(s.RenewalOpensDays), name+": the renewal window opens", url, false)
		add(l.Label.Until, name+": anniversary, the requirements are tested", url, l.Standing.AtRisk)
		add(l.Label.Until+program.Day(s.RenewalClosesDays), name+": last day to renew", url, true)
	}
	b := stepper{d: d}
	for _, h := range d.facts.Holdings {
		if h.Decision == program.Accepted && h.Left == 0 {
			add(h.Expires, h.Name+": "+b.certification(h.Code)+" runs out", f.Here.Home()+"/people", true)
		}
	}
	for _, a := range d.facts.Attainments {
		if a.Decision == program.Accepted {
			add(a.Until, a.Level.Name()+" in "+b.competency(a.Competency)+": anniversary, renew it", "", false)
		}
	}
	slices.SortStableFunc(out, func(a, b views.Date) int { return cmp.Compare(a.On, b.On) })
	return out[:min(len(out), datesShown)]
}
