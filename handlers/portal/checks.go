package portal

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/notify"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// checksShown is how many changes a reviewer sees at once.
const checksShown = 50

// ProfileChecks is where reviewers decide on new names, websites and logos.
func (p *Portal) ProfileChecks(c echo.Context, who *web.Identity) error {
	return p.drawChecks(c, who, http.StatusOK, 0, "")
}

func (p *Portal) drawChecks(c echo.Context, who *web.Identity, status int, wrong int64, typed string) error {
	list, err := p.Store.WaitingChecks(c.Request().Context(), checksShown)
	if err != nil {
		return err
	}
	f, err := p.frame(c, who, "Profile changes", checksSection)
	if err != nil {
		return err
	}
	view := views.ProfileChecks{Frame: f, Wrong: wrong, Typed: typed}
	for _, x := range list {
		view.Waiting = append(view.Waiting, checkView(x))
	}
	return p.Render(c, status, views.ProfileChecksPage(view))
}

// checksSection marks the page in the navigation of the staff.
const checksSection = "profiles"

func checkView(x store.ProfileCheck) views.ProfileCheck {
	out := views.ProfileCheck{
		ID: x.ID, Partner: x.PartnerName, Slug: x.PartnerSlug, By: x.SubmittedBy.Name, On: program.DayOf(x.Submitted),
	}
	for _, f := range x.Fields() {
		switch f {
		case program.FieldName:
			out.Changes = append(out.Changes, views.ProfileChange{What: "Name", Was: x.WasName, Is: x.Name})
		case program.FieldWebsite:
			out.Changes = append(out.Changes, views.ProfileChange{What: "Website", Was: x.WasWebsite, Is: x.Website, Link: true})
		case program.FieldLogo:
			out.Changes = append(out.Changes, views.ProfileChange{What: "Logo", WasImage: x.WasLogo, IsImage: x.Logo, Picture: true})
		}
	}
	return out
}

// DecideProfileCheck accepts or refuses one change and tells who handed it in.
func (p *Portal) DecideProfileCheck(c echo.Context, who *web.Identity) error {
	return p.Once(c, who, func() (string, error) {
		id, err := number(c, "id")
		if err != nil {
			return "", err
		}
		accept, reason := c.FormValue("decision") == "accept", web.Lines(c.FormValue("reason"))
		if !accept && reason == "" {
			return "", p.drawChecks(c, who, http.StatusUnprocessableEntity, id, reason)
		}
		check, err := p.Store.ProfileCheck(c.Request().Context(), id)
		if err != nil {
			return "", err
		}
		letter := notify.ProfileDecision{
			Programme: p.Site().Programme.Name, Name: check.SubmittedBy.Name, Partner: check.PartnerName, Parts: inWords(check.Fields()),
			Accepted: accept, Reason: reason, Link: p.Base + "/portal/" + check.PartnerSlug + "/" + profileSection,
		}.Letter()
		if err := p.Store.DecideCheck(c.Request().Context(), web.Act(c, who, reason), id, accept, called(who), Mail(check.SubmittedBy.Email, letter, "")); err != nil {
			return "", err
		}
		done := "Accepted: the change of " + check.PartnerName + " is public."
		if !accept {
			done = "Refused: " + check.PartnerName + " is told why."
		}
		return "/review/profiles", p.Flash(c, done)
	})
}
