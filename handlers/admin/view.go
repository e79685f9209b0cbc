package admin

import (
	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
)

// View begins to show a partner's pages to an admin as the partner's viewers see them. Nothing can be changed there; that it was
// done stands in the audit trail.
func (a *Admin) View(c echo.Context, who *web.Identity) error {
	slug := c.Param("partner")
	id, _, err := a.Store.PartnerBySlug(c.Request().Context(), slug)
	if err != nil {
		return err
	}
	if who.Partner.Role != "" { // a member sees them anyway
		return a.See(c, "/portal/"+slug)
	}
	if err := a.Store.NoteView(c.Request().Context(), a.portal.Act(c, who), id); err != nil {
		return err
	}
	if err := a.BeginView(c, slug); err != nil {
		return err
	}
	return a.See(c, "/portal/"+slug)
}

// StopView leads back from a partner's pages.
func (a *Admin) StopView(c echo.Context, _ *web.Identity) error {
	if err := a.EndView(c); err != nil {
		return err
	}
	return a.See(c, "/admin/partners/"+c.Param("partner"))
}
