package admin

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

func versionURL(set program.Set) string {
	return specializationURL(set.Specialization) + "/versions/" + strconv.Itoa(set.Version)
}

// Version shows one published version of the requirements.
func (a *Admin) Version(c echo.Context, who *web.Identity) error {
	return a.drawVersion(c, who, http.StatusOK, "", "")
}

func (a *Admin) drawVersion(c echo.Context, who *web.Identity, status int, why, bad string) error {
	ctx, p := c.Request().Context(), a.Site().Programme
	s, ok := p.Specialization(c.Param("specialization"))
	number, err := strconv.Atoi(c.Param("version"))
	if !ok || err != nil {
		return program.ErrNotFound
	}
	list, err := a.Store.SetHistory(ctx, s.Slug, a.Today())
	if err != nil {
		return err
	}
	f, err := a.portal.StaffFrame(c, who, s.Name+": version "+strconv.Itoa(number), "specializations")
	if err != nil {
		return err
	}
	for i, r := range list {
		if r.Version != number {
			continue
		}
		page := adminviews.Version{
			Frame: f, Specialization: s, Back: specializationURL(s.Slug), Here: versionURL(r.Set), Set: r.Set, State: string(r.State), By: r.By, ShortNotice: r.ShortNotice,
			Withdrawn: r.Withdrawn, WithdrawnBy: r.WithdrawnBy, WithdrawnWhy: r.WithdrawnWhy, Sentence: p.Describe(r.Root),
			Withdraws: r.State == store.SetScheduled && !slices.ContainsFunc(list[:i], func(x store.SetRecord) bool { return x.State != store.SetWithdrawn }),
			Why:       portalviews.Field{Name: "why", Label: "Why it is withdrawn", Value: why, Error: bad, Rows: 3, Most: longest},
		}
		for _, before := range list[i+1:] {
			if before.State != store.SetWithdrawn {
				page.Before, page.Changes = before.Version, program.Difference(p, before.Set, r.Set)
				break
			}
		}
		if r.State != store.SetWithdrawn {
			if err := a.judgedOn(ctx, &page, p, r.Set); err != nil {
				return err
			}
		}
		return a.Render(c, status, adminviews.VersionPage(page))
	}
	return program.ErrNotFound
}

// toldShown is how many of those who were told of a version its page names.
const toldShown = 50

// judgedOn counts the holders who were judged on a version, those who will be, by month, and those who were told that they
// would fail it.
func (a *Admin) judgedOn(ctx context.Context, page *adminviews.Version, p *program.Programme, set program.Set) error {
	holders, err := a.Store.LabelHolders(ctx, set.Specialization)
	if err != nil {
		return err
	}
	months := map[program.Day]int{}
	for i := range holders {
		h := &holders[i]
		on, by := p.JudgedFirst(&set, &h.Label)
		switch {
		case h.Label.Version == set.Version:
			page.Holds++
		case on == 0:
		case by == set.Version:
			months[on.MonthStart()]++
			page.ToJudge++
		default:
			page.Newer++
		}
		if h.WasTold(set.Version) {
			if page.Told++; len(page.ToldTo) < toldShown {
				page.ToldTo = append(page.ToldTo, adminviews.Link{Text: h.Name, URL: "/admin/partners/" + h.Slug})
			}
		}
	}
	if len(months) == 0 {
		return nil
	}
	days := slices.Sorted(maps.Keys(months))
	for m := days[0]; m <= days[len(days)-1]; m = m.AddMonths(1) {
		page.Months = append(page.Months, adminviews.ImpactMonth{First: m, Judged: months[m]})
	}
	return nil
}

// Withdraw takes back a version before its day.
func (a *Admin) Withdraw(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		slug := c.Param("specialization")
		number, err := strconv.Atoi(c.Param("version"))
		if err != nil {
			return "", program.ErrNotFound
		}
		act := a.portal.Act(c, who)
		if act.Why = typed(c, "why"); act.Why == "" {
			return "", a.drawVersion(c, who, http.StatusUnprocessableEntity, "", "Say why it is withdrawn.")
		}
		err = a.Store.Withdraw(c.Request().Context(), act, slug, number, a.Today())
		if errors.Is(err, program.ErrConflict) {
			return specializationURL(slug), a.FlashProblem(c, "Nothing was withdrawn: the version is in force, was withdrawn before, or another follows it.")
		}
		return specializationURL(slug), errors.Join(err, a.Flash(c, "Version "+strconv.Itoa(number)+" is withdrawn."))
	})
}
