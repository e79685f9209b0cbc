package portal

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	"partnerdirectory/views"
	desk "partnerdirectory/views/portal"
)

// profileSection is the profile's address below the partner's.
const profileSection = "profile"

// profileTries is one drawing of the form: what stands in it and what is to be said about it.
type profileDrawing struct {
	typed    *desk.ProfileTyped // nil: the draft
	version  int64              // with typed: the draft that it began with
	problems map[string]string
	towns    []views.Town
	conflict *desk.ProfileConflict
}

// Profile is where a partner edits what customers see.
func (p *Portal) Profile(c echo.Context, who *web.Identity) error {
	return p.drawProfile(c, who, http.StatusOK, profileDrawing{})
}

func (p *Portal) drawProfile(c echo.Context, who *web.Identity, status int, x profileDrawing) error {
	ctx, id := c.Request().Context(), who.Partner.Partner
	d, err := p.Store.ProfileDraft(ctx, id)
	if err != nil {
		return err
	}
	public, err := p.Store.Profile(ctx, who.Partner.Slug, p.Today())
	if err != nil {
		return err
	}
	f, err := p.frame(c, who, "Public profile of "+who.Partner.Name, profileSection)
	if err != nil {
		return err
	}
	confirmed := public.Partner.Confirmed
	view := desk.ProfileEdit{
		Frame: f, Typed: typedOf(d.Partner), Version: d.Version, Problems: x.problems, Towns: x.towns, Conflict: x.conflict,
		Draft: d.Exists, Saved: d.Saved.Format(moments), SavedBy: d.SavedBy, Confirmed: confirmed, Logo: d.Partner.Logo, Public: public.Partner,
		Stale: confirmed.AddMonths(f.Site.Programme.Settings.ProfileStaleMonths) <= p.Today(),
	}
	if x.typed != nil {
		view.Typed, view.Version = *x.typed, x.version
	}
	if err := p.lastCheck(c, id, &view); err != nil {
		return err
	}
	return p.Render(c, status, desk.ProfilePage(view))
}

// refusedShown is for how many days a refusal stands on the page.
const refusedShown = 30

// lastCheck says what a reviewer looks at, or refused lately.
func (p *Portal) lastCheck(c echo.Context, id program.PartnerID, view *desk.ProfileEdit) error {
	check, err := p.Store.LastCheck(c.Request().Context(), id)
	if errors.Is(err, program.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	waiting := &desk.ProfileWaiting{On: program.DayOf(check.Submitted), Reason: check.Reason}
	for _, f := range check.Fields() {
		switch f {
		case program.FieldName:
			waiting.Changes = append(waiting.Changes, "Name: "+check.WasName+" becomes "+check.Name)
		case program.FieldWebsite:
			waiting.Changes = append(waiting.Changes, "Website: "+check.WasWebsite+" becomes "+check.Website)
		case program.FieldLogo:
			waiting.Changes = append(waiting.Changes, logoChange(check.WasLogo, check.Logo))
		}
	}
	switch {
	case check.State == store.CheckWaiting:
		view.Waiting = waiting
	case check.State == store.CheckRefused && program.DayOf(check.Decided)+refusedShown > p.Today():
		waiting.On = program.DayOf(check.Decided)
		view.Refused = waiting
	}
	return nil
}

func logoChange(was, is string) string {
	switch {
	case is == "":
		return "The logo goes"
	case was == "":
		return "A logo is added"
	}
	return "The logo is another one"
}

// SaveProfile does what one of the form's buttons asks for.
func (p *Portal) SaveProfile(c echo.Context, who *web.Identity) error {
	return p.Once(c, who, func() (string, error) {
		form, err := p.readProfile(c, who)
		if err != nil {
			return "", err
		}
		do := c.FormValue("do")
		switch {
		case do == "add", form.typed.Town != "" && !strings.HasPrefix(do, "remove-"):
			// Enter in the town's field sends the form by its first button: what was typed there is not lost.
			return "", p.addTown(c, who, form)
		case strings.HasPrefix(do, "remove-"):
			form.remove(strings.TrimPrefix(do, "remove-"))
			return "", p.redraw(c, who, http.StatusOK, form)
		case do == "publish":
			return p.publishProfile(c, who, form)
		}
		return p.keepProfile(c, who, form, do == "preview")
	})
}

// redraw draws the form with what was typed.
func (p *Portal) redraw(c echo.Context, who *web.Identity, status int, form profileForm) error {
	return p.drawProfile(c, who, status, profileDrawing{typed: &form.typed, version: form.version, problems: form.problems, towns: form.towns})
}

// draftRoom is how many times the published length a text may have in a draft.
const draftRoom = 4

// keepProfile saves the draft, however unfinished it is.
func (p *Portal) keepProfile(c echo.Context, who *web.Identity, form profileForm, preview bool) (string, error) {
	if n := len([]rune(form.typed.Description)); n > draftRoom*program.ProfileDescriptionMost {
		form.problems[string(program.FieldDescription)] = fmt.Sprintf("This is too long even for a draft: %d characters, where %d will fit.", n, program.ProfileDescriptionMost)
	}
	if len(form.problems) > 0 {
		return "", p.redraw(c, who, http.StatusUnprocessableEntity, form)
	}
	_, err := p.Store.SaveProfileDraft(c.Request().Context(), p.Act(c, who), form.partner, form.version)
	if errors.Is(err, program.ErrConflict) {
		return "", p.showConflict(c, who, form)
	}
	if err != nil {
		return "", err
	}
	home := partnerOf(who.Partner).Home() + "/" + profileSection
	if preview {
		return home + "/preview", nil
	}
	return home, p.Flash(c, "Your draft is kept. It is not public yet.")
}

// publishProfile makes the draft public when it keeps the rules of the listing.
func (p *Portal) publishProfile(c echo.Context, who *web.Identity, form profileForm) (string, error) {
	for _, problem := range p.Site().Programme.CheckProfile(&form.partner, p.Today()) {
		if _, known := form.problems[string(problem.Field)]; !known {
			form.problems[string(problem.Field)] = problem.Text
		}
	}
	if !web.IsEmail(form.partner.Email) {
		form.problems[string(program.FieldEmail)] = "Enter the e-mail address that enquiries go to. It looks like name@company.com."
	}
	if len(form.problems) > 0 {
		return "", p.redraw(c, who, http.StatusUnprocessableEntity, form)
	}
	waits, err := p.Store.PublishProfile(c.Request().Context(), web.Act(c, who, ""), form.partner, form.version, p.Today(),
		store.Submitter{Name: called(who), Email: who.Account.Email})
	if errors.Is(err, program.ErrConflict) {
		return "", p.showConflict(c, who, form)
	}
	if err != nil {
		return "", err
	}
	done := "Your profile is public as you see it here."
	if len(waits) > 0 {
		done = "Published, except for what a reviewer looks at first: " + inWords(waits) + ". Until then customers see it as it was."
	}
	return partnerOf(who.Partner).Home() + "/" + profileSection, p.Flash(c, done)
}

// inWords lists parts of a profile: name, website and logo.
func inWords(fields []program.ProfileField) string {
	words := make([]string, len(fields))
	for i, f := range fields {
		words[i] = string(f)
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return words[0]
}

// showConflict draws the form with what was typed beside what somebody else made of the draft meanwhile.
func (p *Portal) showConflict(c echo.Context, who *web.Identity, form profileForm) error {
	d, err := p.Store.ProfileDraft(c.Request().Context(), who.Partner.Partner)
	if err != nil {
		return err
	}
	conflict := &desk.ProfileConflict{By: d.SavedBy, When: d.Saved.Format(moments), Theirs: p.differences(d.Partner, form.partner)}
	if !d.Exists { // published or discarded meanwhile
		conflict.When = "public now"
	}
	if conflict.By == "" {
		conflict.By = "Somebody"
	}
	// Whoever has seen both sides may save over the other one.
	return p.drawProfile(c, who, http.StatusConflict, profileDrawing{
		typed: &form.typed, version: d.Version, problems: form.problems, conflict: conflict,
	})
}

// differences lists what two profiles have differently, as text.
func (p *Portal) differences(theirs, yours program.Partner) []desk.ProfileDifference {
	site := p.Site()
	g := site.Programme
	var out []desk.ProfileDifference
	add := func(name, a, b string) {
		if a != b {
			out = append(out, desk.ProfileDifference{Name: name, Theirs: a, Yours: b})
		}
	}
	terms := func(name string, all []program.Term, a, b []string) { add(name, termList(all, a), termList(all, b)) }
	add("Company name", theirs.Name, yours.Name)
	add("Summary", theirs.Summary, yours.Summary)
	add("Description", theirs.Description, yours.Description)
	add("Website", theirs.Website, yours.Website)
	add("Address for enquiries", theirs.Email, yours.Email)
	add("Founded in", countText(theirs.Founded), countText(yours.Founded))
	add("People", countText(theirs.Staff), countText(yours.Staff))
	add("Places", placeList(site, theirs.Locations), placeList(site, yours.Locations))
	terms("Services", g.Services, theirs.Services, yours.Services)
	terms("Industries", g.Industries, theirs.Industries, yours.Industries)
	terms("Products", g.Products, theirs.Products, yours.Products)
	terms("Customers you serve", g.Sizes, theirs.Sizes, yours.Sizes)
	terms("Languages", g.Languages, theirs.Languages, yours.Languages)
	return out
}

// DiscardProfile drops the draft.
func (p *Portal) DiscardProfile(c echo.Context, who *web.Identity) error {
	version, err := formNumber(c, "version")
	if err != nil {
		return err
	}
	if err := p.Store.DropProfileDraft(c.Request().Context(), p.Act(c, who), who.Partner.Partner, version); err != nil {
		return err
	}
	return p.toProfile(c, who, "The draft is dropped. What is public stays as it was.")
}

// ConfirmProfile notes that the public profile is still right.
func (p *Portal) ConfirmProfile(c echo.Context, who *web.Identity) error {
	if err := p.Store.ConfirmProfile(c.Request().Context(), web.Act(c, who, ""), who.Partner.Partner, p.Today()); err != nil {
		return err
	}
	return p.toProfile(c, who, "Confirmed: customers see that your profile was right today.")
}

// WithdrawProfileCheck takes back what waits for a reviewer.
func (p *Portal) WithdrawProfileCheck(c echo.Context, who *web.Identity) error {
	if err := p.Store.WithdrawCheck(c.Request().Context(), web.Act(c, who, ""), who.Partner.Partner, called(who)); err != nil {
		return err
	}
	return p.toProfile(c, who, "The change is taken back. What is public stays as it is.")
}

func (p *Portal) toProfile(c echo.Context, who *web.Identity, done string) error {
	if err := p.Flash(c, done); err != nil {
		return err
	}
	return p.See(c, partnerOf(who.Partner).Home()+"/"+profileSection)
}
