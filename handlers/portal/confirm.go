package portal

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// ConfirmPage is what a customer sees who was asked for a reference.
func (p *Portal) ConfirmPage(c echo.Context) error {
	return p.confirm(c, http.StatusOK, nil, nil)
}

func (p *Portal) confirm(c echo.Context, status int, v values, bad problems) error {
	it, partner, err := p.Store.AskedReference(c.Request().Context(), hashOf(c.Param("token")))
	if errors.Is(err, program.ErrNotFound) {
		return web.Refusal{
			Status: http.StatusNotFound, Heading: "This link does not open anything",
			Text: "It may have run out, or a part of it is missing. The partner who asked can send you a new one.",
		}
	}
	if err != nil {
		return err
	}
	page := views.Confirm{
		Page: p.Page(c, "Confirm a project", ""), Partner: partner.Name, PartnerSlug: partner.Slug, State: string(it.State),
		Facts: []views.Fact{
			{Label: "Customer", Value: it.Fields["customer"]},
			{Label: "The project", Value: it.Fields["project"]},
		},
	}
	page.Title = "Confirm a project of " + partner.Name
	if v == nil {
		v = values{"name": it.Fields["contact"], "finished": it.Fields["finished"]}
	}
	page.Fields = []views.FormField{
		{Field: views.Field{Name: "name", Label: "Your name", Value: v["name"], Error: bad["name"], Most: 120, Autocomplete: "name"}},
		{Field: views.Field{Name: "finished", Label: "The project was finished on", Hint: "As the partner says. Correct it if it is wrong.", Type: "date", Value: v["finished"], Error: bad["finished"]}},
		{Kind: views.AreaField, Field: views.Field{Name: "text", Label: "Anything to add or to correct", Hint: "For the reviewers of the programme and the partner, never public.", Value: v["text"], Error: bad["text"], Most: 1000, Rows: 4, Optional: true}},
	}
	return p.Render(c, status, views.ConfirmPage(page))
}

// Confirm records a customer's answer.
func (p *Portal) Confirm(c echo.Context) error {
	ctx, token := c.Request().Context(), hashOf(c.Param("token"))
	it, _, err := p.Store.AskedReference(ctx, token)
	if err != nil {
		return p.confirm(c, http.StatusNotFound, nil, nil)
	}
	v := values{"name": longLine(c, "name"), "finished": longLine(c, "finished"), "text": longLine(c, "text")}
	bad := problems{}
	a := store.Answer{Confirmed: c.FormValue("answer") == "confirm", By: v["name"], Text: v["text"]}
	need(bad, v, "name", "Write your name, so that the reviewers know who answered.")
	if a.Confirmed {
		a.Finished = pastDay(bad, v, "finished", p.Today(), "Write the day the project was finished.")
		a.Corrected = a.Finished.String() != it.Fields["finished"]
	}
	if len(bad) > 0 {
		return p.confirm(c, http.StatusUnprocessableEntity, v, bad)
	}
	err = p.Store.AnswerReference(ctx, token, a, p.Today())
	if err != nil && !errors.Is(err, program.ErrConflict) { // a second click shows what came of the first
		return err
	}
	return p.See(c, "/confirm/"+c.Param("token"))
}
