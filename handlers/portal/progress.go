package portal

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	views "partnerdirectory/views/portal"
)

// dossier is what the pages about a partner's standing look at.
type dossier struct {
	programme *program.Programme
	facts     *program.Facts
	labels    []program.Label
	firms     []string // that hold architecture reviews
	today     program.Day
}

// dossierOf reads a partner's facts and labels of today.
func (p *Portal) dossierOf(ctx context.Context, who *web.Identity) (dossier, error) {
	return p.dossier(ctx, who.Partner.Partner)
}

func (p *Portal) dossier(ctx context.Context, partner program.PartnerID) (dossier, error) {
	d := dossier{programme: p.Site().Programme, today: p.Today()}
	var err error
	if d.facts, err = p.Store.Facts(ctx, partner); err != nil {
		return d, err
	}
	if d.labels, err = p.Store.LabelsOf(ctx, partner); err != nil {
		return d, err
	}
	d.facts.Labels = d.labels
	d.firms, err = p.Store.Firms(ctx)
	return d, err
}

// held returns the label of a specialization whose clock runs, nil when there is none.
func (d *dossier) held(specialization string) *program.Label {
	for i := range d.labels {
		if l := &d.labels[i]; l.Specialization == specialization && l.Ended == 0 {
			return l
		}
	}
	return nil
}

// set returns what the partner is judged on: a holder on the set in force at its anniversary, anybody else on today's.
func (d *dossier) set(specialization string) (program.Set, bool) {
	return d.programme.JudgedOn(specialization, d.labels, d.today)
}

// standing evaluates a specialization today, with a label's own state where one is held.
func (d *dossier) standing(ctx context.Context, p *Portal, who *web.Identity) (map[string]program.Standing, error) {
	kept, err := p.Store.Standings(ctx, who.Partner.Partner)
	out := make(map[string]program.Standing, len(kept))
	for _, s := range kept {
		out[s.Specialization] = s
	}
	return out, err
}

// ProgressList is "/portal/{partner}/progress".
func (p *Portal) ProgressList(c echo.Context, who *web.Identity) error {
	ctx := c.Request().Context()
	f, err := p.frame(c, who, "Progress", "progress")
	if err != nil {
		return err
	}
	lines, err := p.progressLines(ctx, who)
	if err != nil {
		return err
	}
	page := views.ProgressList{Frame: f}
	for _, l := range lines {
		switch {
		case l.Label != nil:
			page.Held = append(page.Held, l)
		case begun(l.Set.Root, &l.Standing.Root):
			page.Begun = append(page.Begun, l)
		case l.Standing.State != program.NotStarted:
			page.Open = append(page.Open, l)
		default:
			page.Others = inArea(page.Others, l)
		}
	}
	slices.SortStableFunc(page.Held, func(a, b views.ProgressLine) int { return int(a.Label.Until - b.Label.Until) })
	slices.SortStableFunc(page.Begun, func(a, b views.ProgressLine) int {
		return (a.Standing.Of - a.Standing.Met) - (b.Standing.Of - b.Standing.Met)
	})
	return p.Render(c, http.StatusOK, views.ProgressListPage(page))
}

// begun reports whether anything was done about a set besides attaining the competency that it builds on.
func begun(n program.Node, f *program.Finding) bool {
	if r := n.Requirement; r != nil {
		return r.Competency == nil && (f.Have > 0 || f.State == program.Met || f.State == program.Awaiting)
	}
	for i := range n.Children {
		if begun(n.Children[i], &f.Children[i]) {
			return true
		}
	}
	return false
}

func inArea(areas []views.ProgressArea, l views.ProgressLine) []views.ProgressArea {
	i := slices.IndexFunc(areas, func(a views.ProgressArea) bool { return a.Area == l.Specialization.Area })
	if i < 0 {
		areas = append(areas, views.ProgressArea{Area: l.Specialization.Area})
		i = len(areas) - 1
	}
	areas[i].Lines = append(areas[i].Lines, l)
	return areas
}

// progressLines evaluates every specialization that has requirements, in the programme's order.
func (p *Portal) progressLines(ctx context.Context, who *web.Identity) ([]views.ProgressLine, error) {
	d, err := p.dossierOf(ctx, who)
	if err != nil {
		return nil, err
	}
	kept, err := d.standing(ctx, p, who)
	if err != nil {
		return nil, err
	}
	var out []views.ProgressLine
	for _, s := range d.programme.Specializations {
		set, ok := d.set(s.Slug)
		if !ok {
			continue
		}
		l := views.ProgressLine{Specialization: s, Set: set, Standing: d.evaluate(set, kept), Label: d.held(s.Slug)}
		l.Next = l.Standing.Root.Next
		out = append(out, l)
	}
	return out, nil
}

// evaluate looks at a set today; what the clock alone knows of a label comes from the standing that the store keeps.
func (d *dossier) evaluate(set program.Set, kept map[string]program.Standing) program.Standing {
	s := program.Evaluate(d.programme, set, d.facts, d.today)
	if k, ok := kept[set.Specialization]; ok && d.held(set.Specialization) != nil {
		s.State, s.AtRisk = k.State, k.AtRisk
	}
	return s
}

// Progress is "/portal/{partner}/progress/{specialization}".
func (p *Portal) Progress(c echo.Context, who *web.Identity) error {
	ctx := c.Request().Context()
	d, err := p.dossierOf(ctx, who)
	if err != nil {
		return err
	}
	slug := c.Param("specialization")
	s, known := d.programme.Specialization(slug)
	set, judged := d.set(slug)
	if !known || !judged {
		return fmt.Errorf("progress in %q: %w", slug, program.ErrNotFound)
	}
	kept, err := d.standing(ctx, p, who)
	if err != nil {
		return err
	}
	f, err := p.frame(c, who, s.Name+" · progress", "progress")
	if err != nil {
		return err
	}
	page := views.Progress{
		Frame: f, Specialization: s, Set: set, Standing: d.evaluate(set, kept), Label: d.held(slug),
	}
	b := stepper{d: &d, home: f.Here.Home(), specialization: slug, edits: who.Partner.Role.Covers(program.Editor)}
	page.Root = b.step(d.programme.Describe(set.Root), &page.Standing.Root)
	page.Additions = additions(program.WhatIf(d.programme, set, d.facts, d.today), page.Label != nil)
	page.Upcoming = d.upcoming(set)
	if page.Label != nil {
		page.Clock = clockDays(page.Label, &d.programme.Settings, d.today)
	}
	return p.Render(c, http.StatusOK, views.ProgressPage(page))
}

// shownAdditions is how many of the single additions the page lists.
const shownAdditions = 5

func additions(found []program.Addition, held bool) []views.Addition {
	var out []views.Addition
	for _, a := range found[:min(len(found), shownAdditions)] {
		what := program.FormatQuantity(a.Have, a.Unit) + " of " + program.FormatQuantity(a.Need, a.Unit) + " would be there."
		switch {
		case a.Earned && held:
			what = "Every requirement would be met, and the label renewed on its day."
		case a.Earned:
			what = "Every requirement would be met, and the label granted."
		case a.Met:
			what = "This requirement would be met."
		}
		out = append(out, views.Addition{Text: a.Text, What: what, Met: a.Met})
	}
	return out
}

// upcoming says of every published set that is to come what the partner would miss of it with today's facts.
func (d *dossier) upcoming(judgedOn program.Set) []views.UpcomingSet {
	var out []views.UpcomingSet
	before, _ := d.programme.InForce(judgedOn.Specialization, d.today)
	for _, set := range d.programme.Upcoming(judgedOn.Specialization, d.today) {
		s := program.Evaluate(d.programme, set, d.facts, d.today)
		u := views.UpcomingSet{
			Set: set, Changes: program.Difference(d.programme, before, set), Met: s.Met, Of: s.Of,
			Judged: d.judgedWhen(set), Shown: set.Version == judgedOn.Version,
		}
		u.Missing = missing(nil, d.programme.Describe(set.Root), &s.Root)
		out = append(out, u)
		before = set
	}
	return out
}

// judgedWhen says when this partner is judged on a set that is to come.
func (d *dossier) judgedWhen(set program.Set) string {
	l := d.held(set.Specialization)
	switch {
	case l == nil:
		return "You need to meet it if your label is not granted before that day."
	case set.AtOnce != "":
		return "You are judged on it from that day: " + set.AtOnce
	case l.Until >= set.EffectiveFrom:
		return "You are judged on it at your next renewal, on " + l.Until.Long() + "."
	}
	return "You are judged on it at the renewal after your next, as your anniversary on " + l.Until.Long() + " comes before that day."
}

// missing lists the sentences of the leaves without which a tree is not met.
func missing(to []string, s program.Sentence, f *program.Finding) []string {
	if f.State == program.Met || f.State == program.Waived {
		return to
	}
	if len(s.Children) == 0 {
		return append(to, s.Text)
	}
	if s.Node.Op != program.All {
		var parts []string
		for i := range s.Children {
			parts = missing(parts, s.Children[i], &f.Children[i])
		}
		for i, part := range parts {
			if i == 0 {
				part = s.Text + ": " + part
			}
			to = append(to, part)
		}
		return to
	}
	for i := range s.Children {
		to = missing(to, s.Children[i], &f.Children[i])
	}
	return to
}

// clockDays lists the days of a label's clock in order; the next one to come is marked.
func clockDays(l *program.Label, s *program.Settings, today program.Day) []views.ClockDay {
	days := []views.ClockDay{{On: l.Granted, Text: "granted"}}
	if l.Renewed != 0 {
		days = append(days, views.ClockDay{On: l.Renewed, Text: "renewed"})
	}
	if l.FailingSince != 0 {
		days = append(days, views.ClockDay{On: l.FailingSince, Text: "a requirement that is tested all the time stopped being met: grace began"})
	}
	days = append(days,
		views.ClockDay{On: l.Until - program.Day(s.RenewalOpensDays), Text: "the renewal window opens"},
		views.ClockDay{On: l.Until, Text: "anniversary: the requirements are tested, and the label renews on its own when they are met"},
		views.ClockDay{On: l.Until + program.Day(s.RenewalClosesDays), Text: "last day to renew; without it the label ends"},
	)
	slices.SortStableFunc(days, func(a, b views.ClockDay) int { return int(a.On - b.On) })
	next := false
	for i := range days {
		days[i].Past = days[i].On < today
		if !days[i].Past && !next {
			days[i].Next, next = true, true
		}
	}
	return days
}
