package admin

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/portal"
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
)

// shownReviews is how many of a firm's reviews its page lists.
const shownReviews = 100

// Firms lists the firms that hold reviews, and of one that is chosen what it held. An auditor sees the own firm.
func (a *Admin) Firms(c echo.Context, who *web.Identity) error {
	ctx, chosen := c.Request().Context(), c.QueryParam("firm")
	auditor := who.Account.Staff == program.Auditor
	heading := "Firms"
	if auditor {
		chosen, heading = who.Account.Firm, who.Account.Firm
	}
	f, err := a.portal.StaffFrame(c, who, heading, "firms")
	if err != nil {
		return err
	}
	desks, err := a.Store.FirmDesks(ctx)
	if err != nil {
		return err
	}
	if auditor {
		desks = slices.DeleteFunc(desks, func(d store.FirmDesk) bool { return d.Firm != chosen })
	}
	page := adminviews.Firms{Frame: f, Heading: heading, Auditor: auditor, Admin: who.Account.Staff == program.Admin, Chosen: chosen}
	for _, d := range desks {
		page.Desks = append(page.Desks, adminviews.FirmDesk(d))
	}
	if chosen != "" {
		if !slices.ContainsFunc(desks, func(d store.FirmDesk) bool { return d.Firm == chosen }) {
			return program.ErrNotFound
		}
		held, err := a.Store.HeldBy(ctx, chosen, shownReviews)
		if err != nil {
			return err
		}
		for _, h := range held {
			row := adminviews.HeldRow{Partner: h.PartnerName, Of: names(f.Site.Programme, []string{h.Specialization}), On: h.Held, Passed: h.Passed, Checklist: h.Checklist, Remark: h.Reason}
			if h.Item != 0 {
				row.URL = "/admin/firms/reviews/" + h.PartnerSlug + "/" + strconv.FormatInt(h.Item, 10)
			}
			page.Held = append(page.Held, row)
		}
	}
	return a.Render(c, http.StatusOK, adminviews.FirmsPage(page))
}

// reviewed reads the booking of a review that was recorded, if it is any of the reader's business.
func (a *Admin) reviewed(c echo.Context, who *web.Identity) (store.Item, string, error) {
	ctx := c.Request().Context()
	id, err := strconv.ParseInt(c.Param("item"), 10, 64)
	if err != nil {
		return store.Item{}, "", program.ErrNotFound
	}
	partner, _, err := a.Store.PartnerBySlug(ctx, c.Param("partner"))
	if err != nil {
		return store.Item{}, "", err
	}
	it, _, err := a.Store.Item(ctx, partner, id)
	if err != nil {
		return it, "", err
	}
	recorded := it.Kind == store.ItemReview && (it.State == store.ItemAccepted || it.State == store.ItemRejected)
	if !recorded || who.Account.Staff == program.Auditor && (who.Account.Firm == "" || it.Fields["firm"] != who.Account.Firm) {
		return it, "", program.ErrNotFound
	}
	p, err := a.Store.Partner(ctx, partner)
	return it, p.Name, err
}

// Reviewed shows what a firm recorded of one review.
func (a *Admin) Reviewed(c echo.Context, who *web.Identity) error {
	it, name, err := a.reviewed(c, who)
	if err != nil {
		return err
	}
	f, err := a.portal.StaffFrame(c, who, it.Title+" of "+name, "firms")
	if err != nil {
		return err
	}
	facts, err := a.Store.Facts(c.Request().Context(), it.Partner)
	if err != nil {
		return err
	}
	page := adminviews.Reviewed{Corrected: true, Frame: f, Heading: it.Title + " of " + name, Firm: it.Fields["firm"], Controls: portal.ControlsOf(it)}
	for _, r := range facts.Reviews {
		if r.ID == it.Evidence {
			d := desk{x: store.Waiting{About: program.Subject{Of: []string{r.Specialization}}}, p: f.Site.Programme, today: f.Today}
			if d.folder, err = a.portal.FolderOf(c.Request().Context(), it.Partner); err != nil {
				return err
			}
			page.Corrected, page.Modules, page.Passed, page.On, page.Checklist, page.Remark = false, d.moduleNames(r.Modules), r.Passed, r.Held, r.Checklist, r.Reason
		}
	}
	if it.Fields["file"] != "" {
		page.Report = c.Request().URL.Path + "/report"
	}
	return a.Render(c, http.StatusOK, adminviews.ReviewedPage(page))
}

// ReviewReport sends the report of a review that was recorded.
func (a *Admin) ReviewReport(c echo.Context, who *web.Identity) error {
	it, _, err := a.reviewed(c, who)
	if err != nil {
		return err
	}
	return a.portal.SendFile(c, it.Partner, it.ID)
}
