package portal

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	views "partnerdirectory/views/portal"
)

// figureWeeks is how many weeks the figures go back.
const figureWeeks = 26

// Figures shows how often the partner was seen and written to, week by week.
func (p *Portal) Figures(c echo.Context, who *web.Identity) error {
	weeks, err := p.Store.WeeklyFigures(c.Request().Context(), who.Partner.Partner, figureWeeks, p.Today())
	if err != nil {
		return err
	}
	f, err := p.frame(c, who, "Views and enquiries of "+who.Partner.Name, "figures")
	if err != nil {
		return err
	}
	view := views.Figures{Frame: f}
	for _, w := range weeks {
		view.Weeks = append(view.Weeks, views.Week{
			Monday: w.Week, Views: w.Views, Appearances: w.Appearances, Proofs: w.Proofs, Enquiries: w.Enquiries,
		})
	}
	return p.Render(c, http.StatusOK, views.FiguresPage(view))
}
