package admin

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	"partnerdirectory/views"
	adminviews "partnerdirectory/views/admin"
)

// ConfirmPublish asks once more before a draft becomes a version.
func (a *Admin) ConfirmPublish(c echo.Context, who *web.Identity) error {
	d, err := a.openDraft(c)
	if err != nil {
		return err
	}
	if newest, _ := a.Site().Programme.Newest(d.Specialization); newest.Version != d.Base {
		return a.See(c, draftURL(d)+"/rebase")
	}
	return a.drawPublish(c, who, d, http.StatusOK, nil)
}

// drawPublish draws the confirmation; was are the numbers that somebody confirmed and that are true no more.
func (a *Admin) drawPublish(c echo.Context, who *web.Identity, d store.Draft, status int, was *adminviews.ImpactCounts) error {
	h, err := a.draftHead(c, who, d, "Publication")
	if err != nil {
		return err
	}
	p := a.Site().Programme
	newest, _ := p.Newest(d.Specialization)
	view := adminviews.Publish{DraftHead: h, Note: d.Note, ShortNotice: d.ShortNotice, AtOnce: d.AtOnce, Spared: d.SparedUntil, Was: was, Newest: newest.Version}
	if len(h.Problems) > 0 {
		return a.Render(c, status, adminviews.PublishPage(view))
	}
	impact, err := a.impactOf(c.Request().Context(), d, h.Today)
	if err != nil {
		return err
	}
	view.Counts, view.Told = countsOf(impact), toldOf(impact, h.Today)
	if newest.Version > 0 {
		view.Changes = program.Difference(p, newest, impact.Set)
	}
	return a.Render(c, status, adminviews.PublishPage(view))
}

// toldOf counts the holders who are told of a version on the day of its publication: those who would fail it.
func toldOf(impact *store.Impact, today program.Day) int {
	if impact.Set.EffectiveFrom <= today {
		return 0
	}
	n := 0
	for i := range impact.Loses {
		if len(impact.Loses[i].Fails) > 0 {
			n++
		}
	}
	return n
}

// Publish makes of a draft the next version, if the numbers are still those that were confirmed. Sending it twice publishes once.
func (a *Admin) Publish(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		d, err := a.openDraft(c)
		if err != nil {
			return "", err
		}
		revision, err := strconv.Atoi(c.FormValue("revision"))
		if err != nil {
			return "", program.ErrInvalid
		}
		if revision != d.Revision {
			return "", moved(&store.DraftMoved{Current: d})
		}
		if was, changed, err := a.outdated(c, d); err != nil || changed {
			if err != nil && !errors.Is(err, program.ErrInvalid) {
				return "", err
			}
			return "", a.drawPublish(c, who, d, http.StatusConflict, was)
		}
		act := a.portal.Act(c, who)
		act.Why = d.Note
		// Whoever began also finishes, though the browser has left meanwhile.
		set, err := a.Store.Publish(context.WithoutCancel(c.Request().Context()), act, d.ID, revision, a.Today())
		var stale *store.StaleBase
		switch {
		case errors.As(err, &stale):
			return "", a.drawRebase(c, who, d, stale.Base, stale.Newest, http.StatusConflict)
		case errors.Is(err, program.ErrInvalid):
			return "", a.drawPublish(c, who, d, http.StatusUnprocessableEntity, nil)
		case err != nil:
			return "", moved(err)
		}
		s, _ := a.Site().Programme.Specialization(d.Specialization)
		done := "Version " + strconv.Itoa(set.Version) + " of " + s.Name + " is published. It is in force from " + set.EffectiveFrom.Long() + "."
		return specializationURL(d.Specialization), a.Flash(c, done)
	})
}

// outdated compares the numbers that were confirmed with those of now.
func (a *Admin) outdated(c echo.Context, d store.Draft) (*adminviews.ImpactCounts, bool, error) {
	if newest, _ := a.Site().Programme.Newest(d.Specialization); newest.Version != d.Base {
		return nil, false, nil // Store.Publish says more of that
	}
	impact, err := a.impactOf(c.Request().Context(), d, a.Today())
	if err != nil {
		return nil, true, err
	}
	number := func(name string) int {
		n, err := strconv.Atoi(c.FormValue(name))
		if err != nil {
			return -1 // never a count: it is asked again
		}
		return n
	}
	was := &adminviews.ImpactCounts{Keeps: number("keeps"), Gains: number("gains"), Loses: number("loses"), Anyway: number("anyway")}
	now := countsOf(impact)
	return was, was.Keeps != now.Keeps || was.Gains != now.Gains || was.Loses != now.Loses || was.Anyway != now.Anyway, nil
}

// Rebase is the page of a draft whose base is not the newest version any more.
func (a *Admin) Rebase(c echo.Context, who *web.Identity) error {
	d, base, newest, err := a.staleDraft(c)
	if err != nil {
		return err
	}
	if newest.Version == d.Base {
		return a.See(c, draftURL(d)+"/impact")
	}
	return a.drawRebase(c, who, d, base, newest, http.StatusOK)
}

func (a *Admin) staleDraft(c echo.Context) (d store.Draft, base, newest program.Set, err error) {
	if d, err = a.openDraft(c); err != nil {
		return d, base, newest, err
	}
	newest, _ = a.Site().Programme.Newest(d.Specialization)
	if d.Base == 0 {
		return d, base, newest, nil
	}
	history, err := a.Store.SetHistory(c.Request().Context(), d.Specialization, a.Today())
	for _, r := range history {
		if r.Version == d.Base {
			base = r.Set
		}
	}
	return d, base, newest, err
}

func (a *Admin) drawRebase(c echo.Context, who *web.Identity, d store.Draft, base, newest program.Set, status int) error {
	h, err := a.draftHead(c, who, d, "Base")
	if err != nil {
		return err
	}
	p := a.Site().Programme
	draft := program.Set{Specialization: d.Specialization, Root: d.Root}
	difference := func(from, to program.Set) []program.Change {
		if from.Version == 0 || len(from.Root.Children) == 0 && from.Root.Op != program.Leaf {
			return nil
		}
		return program.Difference(p, from, to)
	}
	return a.Render(c, status, adminviews.RebasePage(adminviews.Rebase{
		DraftHead: h, Newest: newest, BaseSet: base,
		Theirs: difference(base, newest), Ours: difference(base, draft), Result: difference(newest, draft),
	}))
}

// TakeBase gives a draft the newest version as its base, or gives the draft up.
func (a *Admin) TakeBase(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		d, _, newest, err := a.staleDraft(c)
		if err != nil {
			return "", err
		}
		if d.Revision, err = strconv.Atoi(c.FormValue("revision")); err != nil {
			return "", program.ErrInvalid
		}
		ctx, act := c.Request().Context(), a.portal.Act(c, who)
		switch c.FormValue("do") {
		case "take":
			if c.FormValue("newest") != strconv.Itoa(newest.Version) {
				return draftURL(d) + "/rebase", a.FlashProblem(c, "Another version was published meanwhile. Look at the differences again.")
			}
			d.Base = newest.Version
			if _, err := a.Store.SaveDraft(ctx, act, d); err != nil {
				return "", moved(err)
			}
			return draftURL(d) + "/impact", a.Flash(c, "The draft now follows "+version(newest.Version)+".")
		case "discard":
			if err := a.Store.DiscardDraft(ctx, act, d.ID, d.Revision); err != nil {
				return "", moved(err)
			}
			return specializationURL(d.Specialization), a.Flash(c, "The draft is discarded. "+views.Capital(version(newest.Version))+" stays as it is.")
		}
		return "", program.ErrInvalid
	})
}

func version(n int) string { return "version " + strconv.Itoa(n) }
