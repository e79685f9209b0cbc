package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/portal"
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// desk is one thing that waits, with what its page and its decision look at.
type desk struct {
	x      store.Waiting
	folder *portal.Folder
	item   store.Item // zero where it has none
	steps  []store.ItemStep
	p      *program.Programme
	today  program.Day
	firsts []string // where two people disagreed, in words
}

// gone is the error of something that waits no longer.
type gone struct{ became store.Became }

// Error is for the log.
func (g gone) Error() string { return "it waits no longer: " + g.became.Step + " by " + g.became.By }

// waiting reads what the address names. What is none of the reader's business is ErrNotFound; what waited is gone.
func (a *Admin) waiting(c echo.Context, who *web.Identity) (store.Waiting, error) {
	ctx, kind := c.Request().Context(), store.WaitingKind(c.Param("kind"))
	id, err := strconv.ParseInt(c.Param("evidence"), 10, 64)
	if err != nil || !slices.Contains(store.WaitingKinds(), kind) {
		return store.Waiting{}, fmt.Errorf("%s %q: %w", kind, c.Param("evidence"), program.ErrNotFound)
	}
	partner, _, err := a.Store.PartnerBySlug(ctx, c.Param("partner"))
	if err != nil {
		return store.Waiting{}, err
	}
	x, err := a.Store.Waiting(ctx, kind, partner, id)
	if errors.Is(err, program.ErrNotFound) {
		became, lost := a.Store.WhatBecame(ctx, kind, partner, id)
		if lost != nil {
			return x, lost
		}
		x, err = store.Waiting{Kind: kind, Firm: became.Firm}, gone{became}
	}
	if err == nil || errors.As(err, new(gone)) {
		if !sees(who, x) {
			return x, fmt.Errorf("%s %d is another firm's: %w", kind, id, program.ErrNotFound)
		}
	}
	return x, err
}

func (a *Admin) desk(ctx context.Context, x store.Waiting) (*desk, error) {
	d := &desk{x: x, p: a.Site().Programme, today: a.Today()}
	var err error
	if d.folder, err = a.portal.FolderOf(ctx, x.Partner); err != nil {
		return nil, err
	}
	if x.Item != 0 {
		d.item, d.steps, err = a.Store.Item(ctx, x.Partner, x.Item)
	}
	if err == nil && d.two() {
		err = a.loadFirsts(ctx, d)
	}
	return d, err
}

// Item shows one thing that waits. One that waits no longer leads back to the queue, which says what became of it.
func (a *Admin) Item(c echo.Context, who *web.Identity) error {
	x, err := a.waiting(c, who)
	var g gone
	if errors.As(err, &g) {
		if err := a.FlashProblem(c, "That does not wait any more. "+becameInWords(g.became)); err != nil {
			return err
		}
		return a.See(c, "/admin/queue"+a.chosen(c).Query(1))
	}
	if err != nil {
		return err
	}
	d, err := a.desk(c.Request().Context(), x)
	if err != nil {
		return err
	}
	return a.draw(c, who, d, http.StatusOK, form{})
}

// form is what was typed into a form that is drawn again, and what is wrong with it. The zero value is the empty form.
type form struct {
	typed   func(name string) string
	modules []string
	bad     map[string]string
	of      string // which form of the page: "booking", or the one that decides
	would   *adminviews.Outcome
}

func (f *form) value(name string) string {
	if f.typed == nil {
		return ""
	}
	return f.typed(name)
}

// draw shows the page of something that waits.
func (a *Admin) draw(c echo.Context, who *web.Identity, d *desk, status int, typed form) error {
	ctx, x := c.Request().Context(), &d.x
	name := title(d.p, x)
	f, err := a.portal.StaffFrame(c, who, name, "queue")
	if err != nil {
		return err
	}
	page := adminviews.Item{
		Frame: f, Chosen: a.chosen(c), Here: address(x), Title: name, Kind: kindName(x.Kind), Partner: x.PartnerName,
		PartnerURL: "/partners/" + x.PartnerSlug, Since: x.Since,
		Claim:  adminviews.Claim{By: x.Claim.By, Mine: x.Claim.Account == who.Account.ID, Until: x.Claim.Until},
		Locked: barred(who, *x), Others: d.others(),
	}
	page.OthersHeading = "More of this kind from " + x.PartnerName
	if x.Kind == store.WaitingDispute {
		page.OthersHeading = "The newest months of this figure"
	}
	page.Back = "/admin/queue" + page.Chosen.Query(1)
	if page.Locked == "" && page.Claim.By != "" && !page.Claim.Mine {
		page.TakesOver = true
		page.Locked = page.Claim.By + " works on this until " + page.Claim.Until.UTC().Format("15:04 UTC") + ". Take it over if that is agreed."
	}
	if err := a.evidence(ctx, d, &page); err != nil {
		return err
	}
	for _, s := range d.steps {
		page.Steps = append(page.Steps, portalviews.HistoryStep{When: s.Moment, By: s.By, What: portalviews.StepWord(s.Kind), Text: s.Text})
	}
	if err := a.foresee(ctx, d, &page); err != nil {
		return err
	}
	if page.Booking, err = a.bookingForm(ctx, who, d, &typed); err != nil {
		return err
	}
	page.Bearing, page.AlsoBearing = d.bearing(page.Accepts)
	switch x.Kind {
	case store.WaitingBooking:
		page.Review = d.reviewForm(&typed)
	case store.WaitingDispute:
		page.Dispute = d.disputeForm(&typed)
	default:
		if page.Decide, err = a.decideForm(ctx, d, &typed); err != nil {
			return err
		}
	}
	return a.Render(c, status, adminviews.ItemPage(page))
}

// evidence fills in what was handed in: the form where there is one, else what the fact says.
func (a *Admin) evidence(ctx context.Context, d *desk, page *adminviews.Item) error {
	if d.x.Item != 0 {
		page.Facts = d.folder.FilledIn(d.item)
	} else {
		page.Facts = d.stated()
	}
	if d.x.Kind == store.WaitingCaseStudy {
		story, err := a.Store.CaseOf(ctx, d.x.Partner, d.x.Evidence())
		if err != nil {
			return err
		}
		page.Story = portal.Story(story)
		page.Facts = slices.DeleteFunc(page.Facts, func(f portalviews.Fact) bool {
			return slices.ContainsFunc(page.Story, func(b portalviews.Block) bool { return b.Heading == f.Label })
		})
		if d.x.Item == 0 {
			page.Facts = append(page.Facts, storyFacts(d.p, &story)...)
		}
	}
	if d.item.Fields["file"] != "" {
		page.File = page.Here + "/file"
	}
	return nil
}

// foresee fills in what a decision does.
func (a *Admin) foresee(ctx context.Context, d *desk, page *adminviews.Item) error {
	x := d.x
	switch x.Kind {
	case store.WaitingDispute:
		return nil
	case store.WaitingBooking:
		r := program.Review{Specialization: x.About.Of[0], Firm: x.Firm, Held: d.today, Passed: true}
		rules := d.reviewRules()
		for _, m := range rules.Modules {
			r.Modules = append(r.Modules, m.Slug)
		}
		if len(rules.Checklists) > 0 {
			r.Checklist = rules.Checklists[len(rules.Checklists)-1].Version
		}
		list, err := a.Store.ForeseeReview(ctx, x.Partner, r, d.today)
		page.Accepts = outcome(d.p, x.PartnerName, "What a pass of all modules does", "Nothing changes today: what asks for these modules has them already, or would not count a review of today.", list)
		return err
	}
	also := ""
	accepts, err := a.Store.ForeseeDecision(ctx, x, program.Accepted, d.today)
	if err != nil {
		return err
	}
	if x.Kind == store.WaitingCaseStudy {
		also = "It appears on the public profile of " + x.PartnerName + " at once."
	}
	rejects, err := a.Store.ForeseeDecision(ctx, x, program.Rejected, d.today)
	page.Accepts = outcome(d.p, x.PartnerName, "What accepting it does", "It does not bring the partner any further today: what asks for such evidence is met without it, or does not count it as it is.", accepts)
	page.Accepts.Also = also
	page.Rejects = outcome(d.p, x.PartnerName, "Rejecting it does this", "", onlyLabels(rejects))
	return err
}

// bearing lists the requirements that look at such evidence, by specialization: first those that it names or changes and those
// that the partner is on its way to, then the others.
func (d *desk) bearing(accepts adminviews.Outcome) (now, other []adminviews.Bearing) {
	first := 0
	for _, s := range d.p.Specializations {
		set, ok := d.folder.JudgedOn(s.Slug)
		if !ok {
			continue
		}
		b := adminviews.Bearing{Specialization: s}
		for _, n := range d.p.Bearing(&set, d.x.About) {
			b.Sentences = append(b.Sentences, d.p.Describe(n).Text)
		}
		if len(b.Sentences) == 0 {
			continue
		}
		changes := slices.ContainsFunc(accepts.Effects, func(e adminviews.Effect) bool { return e.Specialization.Slug == s.Slug })
		named := slices.Contains(d.x.About.Of, s.Slug) || len(d.x.About.Of) == 0 && d.folder.Concerned(s.Slug)
		switch {
		case changes:
			now = slices.Insert(now, first, b)
			first++
		case named:
			now = append(now, b)
		default:
			other = append(other, b)
		}
	}
	if len(now) > shownBearings {
		now, other = now[:shownBearings], slices.Concat(now[shownBearings:], other)
	}
	return now, other
}

// shownBearings is for how many specializations requirements are shown without being asked for.
const shownBearings = 4

// File sends the document of something that waits.
func (a *Admin) File(c echo.Context, who *web.Identity) error {
	x, err := a.waiting(c, who)
	if errors.As(err, new(gone)) {
		return program.ErrNotFound
	}
	if err != nil {
		return err
	}
	return a.portal.SendFile(c, x.Partner, x.Item)
}
