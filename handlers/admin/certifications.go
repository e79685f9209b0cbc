package admin

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	"partnerdirectory/views"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// certificationsPage is how many certifications one page lists.
const certificationsPage = 50

func certificationURL(code string) string { return "/admin/certifications/" + url.PathEscape(code) }

// Certifications lists the certifications that the address chooses.
func (a *Admin) Certifications(c echo.Context, who *web.Identity) error {
	f, err := a.portal.StaffFrame(c, who, "Certifications", "certifications")
	if err != nil {
		return err
	}
	held, err := a.Store.Held(c.Request().Context())
	if err != nil {
		return err
	}
	p := f.Site.Programme
	q, kind, state := web.Line(c.QueryParam("q")), c.QueryParam("type"), c.QueryParam("state")
	var found []program.Certification
	for _, x := range p.Certifications {
		if chosenCertification(&x, q, kind, state, f.Today) {
			found = append(found, x)
		}
	}
	page := adminviews.Listing{
		Frame: f, Heading: "Certifications", Line: fmt.Sprintf("%s of %s certifications.", views.Count(len(found)), views.Count(len(p.Certifications))),
		Add: "Add a certification", AddURL: "/admin/certifications/new", Columns: []string{"Certification", "Issuer", "Type", "State", "Held by", "Asked for by"},
		Empty: "No certification is as you chose.", Search: certificationSearch(q, kind, state),
	}
	page.Pages = max(1, (len(found)+certificationsPage-1)/certificationsPage)
	page.Page, _ = strconv.Atoi(c.QueryParam("page")) // anything else is the first
	page.Page = min(max(1, page.Page), page.Pages)
	page.PageURL = func(n int) string {
		v := url.Values{}
		for _, x := range [][2]string{{"q", q}, {"type", kind}, {"state", state}} {
			if x[1] != "" {
				v.Set(x[0], x[1])
			}
		}
		if n > 1 {
			v.Set("page", strconv.Itoa(n))
		}
		return strings.TrimSuffix("/admin/certifications?"+v.Encode(), "?")
	}
	from := (page.Page - 1) * certificationsPage
	for _, x := range found[from:min(from+certificationsPage, len(found))] {
		page.Rows = append(page.Rows, adminviews.ListingRow{
			URL: certificationURL(x.Code), Name: x.Code, Note: x.Title,
			Cells: []string{x.Issuer, x.Type, retiredWord(x.Retired, f.Today, "can be earned"), withUnit(held[x.Code], "person", "people"), askedBy(p, x.Code, f.Today)},
		})
	}
	return a.Render(c, http.StatusOK, adminviews.ListingPage(page))
}

func chosenCertification(x *program.Certification, q, kind, state string, today program.Day) bool {
	retired := x.Retired != 0 && x.Retired <= today
	if kind != "" && x.Type != kind || state == "retired" && !retired || state == "open" && retired {
		return false
	}
	text := strings.ToLower(x.Code + " " + x.Title + " " + x.Issuer)
	for w := range strings.FieldsSeq(strings.ToLower(q)) {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func certificationSearch(q, kind, state string) *adminviews.Search {
	kinds := []portalviews.Choice{{Label: "All types"}}
	for _, t := range program.CertificationTypes() {
		kinds = append(kinds, portalviews.Choice{Value: t, Label: t})
	}
	return &adminviews.Search{
		Here: "/admin/certifications", Any: q != "" || kind != "" || state != "",
		Text: portalviews.Field{Name: "q", Label: "Code, title or issuer", Value: q},
		Filters: []adminviews.EntryField{
			choose("type", "Type", kind, kinds),
			choose("state", "State", state, []portalviews.Choice{{Label: "All"}, {Value: "open", Label: "Can be earned"}, {Value: "retired", Label: "Retired"}}),
		},
	}
}

// askedBy counts the specializations whose requirements in force look at a certification.
func askedBy(p *program.Programme, code string, today program.Day) string {
	n := 0
	for _, s := range p.Specializations {
		if set, ok := p.InForce(s.Slug, today); ok && p.Asks(s.Slug, &set.Root, program.Subject{Kind: program.OfPeople, Slug: code}) {
			n++
		}
	}
	switch n {
	case 0:
		return "none"
	case 1:
		return "1 specialization"
	}
	return views.Count(n) + " specializations"
}

// certificationForm is the form of a certification as it was sent, or as it stands.
type certificationForm struct {
	x       program.Certification
	also    string
	why     string
	stamp   string // of what is stored; empty: it is new
	seen    string
	retired string
	until   string
	problem string
	effect  *adminviews.Reform
}

// Certification is the page of one certification, or of a new one.
func (a *Admin) Certification(c echo.Context, who *web.Identity) error {
	f, err := a.certificationOf(c)
	if err != nil {
		return err
	}
	return a.drawCertification(c, who, http.StatusOK, f, wrong{})
}

func (a *Admin) certificationOf(c echo.Context) (certificationForm, error) {
	code := c.Param("code")
	if code == "" {
		return certificationForm{}, nil
	}
	p, err := a.Store.Programme(c.Request().Context())
	if err != nil {
		return certificationForm{}, err
	}
	x, ok := p.CertificationOf(code)
	if !ok {
		return certificationForm{}, fmt.Errorf("certification %q: %w", code, program.ErrNotFound)
	}
	f := certificationForm{x: x, stamp: store.Stamp(x), retired: dayText(x.Retired), until: dayText(x.AcceptedUntil)}
	if x.Also != nil {
		f.also = x.Also.Text()
	}
	return f, nil
}

func (a *Admin) drawCertification(c echo.Context, who *web.Identity, status int, f certificationForm, bad wrong) error {
	x := f.x
	e := adminviews.Entry{
		Back: "/admin/certifications", BackName: "All certifications", Heading: x.Code, Line: x.Title, Here: certificationURL(x.Code), Stamp: f.stamp,
		Check: f.stamp != "", Effect: f.effect, Seen: f.seen,
	}
	e.Problem = f.problem
	if f.stamp == "" {
		e.Heading, e.Line, e.Here = "Add a certification", "", "/admin/certifications/new"
		e.Fields = append(e.Fields, box("code", "Code", "Such as AZ-104. People hand it in by this, and it stays.", x.Code, program.MaxSlug, 0))
	} else {
		uses, err := a.Store.UsesOf(c.Request().Context(), program.Subject{Kind: program.OfPeople, Slug: x.Code})
		if err != nil {
			return err
		}
		e.Uses, e.Unused = usesInWords(a.Site().Programme, uses, "have or had people with it"), "Nothing uses it: no requirement asks for it and nobody holds it. It can be removed."
		e.Remove = !uses.Any()
	}
	kinds := []portalviews.Choice{{Label: "Choose"}}
	for _, t := range program.CertificationTypes() {
		kinds = append(kinds, portalviews.Choice{Value: t, Label: t})
	}
	also := box("also", "Counts also for whoever holds", "Codes with and, or, and brackets: AZ-104 and (AZ-400 or MS-700). Whoever fulfils it counts as a holder.", f.also, longest, 2)
	also.Optional = true
	review := adminviews.EntryField{Field: portalviews.Field{Name: "review", Label: "Verification"}, Boxes: true, Choices: []portalviews.Choice{
		{Value: "yes", Label: "Counts only once an auditor has verified it by hand, in a review"},
	}}
	if x.InReview {
		review.Chosen = []string{"yes"}
	}
	e.Fields = append(e.Fields,
		box("title", "Title", "", x.Title, program.MaxName, 0),
		box("issuer", "Issuer", "", x.Issuer, program.MaxName, 0),
		choose("type", "Type", x.Type, kinds),
		dayBox("retired", "Retired from", "From this day on it cannot be earned any more.", f.retired),
		dayBox("accepted", "Accepted until", "The last day on which a retired one counts that was earned before. Empty: there is no end.", f.until),
		also, review, whyBox(f.why, f.stamp == ""))
	return a.drawEntry(c, who, status, "certifications", e, bad)
}

// readCertification reads the form on top of what is stored.
func (a *Admin) readCertification(c echo.Context, f *certificationForm, bad wrong) {
	x, p := &f.x, a.Site().Programme
	if f.stamp == "" {
		x.Code = typed(c, "code")
	}
	x.Title, x.Issuer, x.Type = web.Line(typed(c, "title")), web.Line(typed(c, "issuer")), c.FormValue("type")
	f.retired, f.until, f.also, f.why, f.seen = typed(c, "retired"), typed(c, "accepted"), typed(c, "also"), web.Line(typed(c, "why")), c.FormValue("seen")
	x.Retired, x.AcceptedUntil = typedDay(c, "retired", bad), typedDay(c, "accepted", bad)
	x.InReview, x.Also = c.FormValue("review") == "yes", nil
	if f.also != "" {
		also, err := p.ReadFormula(f.also)
		var at *program.FormulaError
		if errors.As(err, &at) {
			bad.add(program.FieldError{Field: "also", Text: at.Sentence()})
		} else {
			x.Also = &also
		}
	}
	bad.add(x.Problems(p)...)
	if f.stamp != "" && f.why == "" {
		bad.add(program.FieldError{Field: "why", Text: "Say why: it stays in the audit trail."})
	}
}

// SaveCertification answers the form of a certification. A change is saved once its effect was shown.
func (a *Admin) SaveCertification(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		f, err := a.certificationOf(c)
		if err != nil {
			return "", err
		}
		ctx, bad, act, stamp := c.Request().Context(), wrong{}, a.portal.Act(c, who), c.FormValue("stamp")
		if c.FormValue("do") == "remove" {
			act.Why = web.Line(typed(c, "why"))
			return a.removeCertification(c, who, act, f, stamp)
		}
		a.readCertification(c, &f, bad)
		now := f.stamp
		if len(bad) > 0 {
			f.stamp = kept(now, stamp)
			return "", a.drawCertification(c, who, http.StatusUnprocessableEntity, f, bad)
		}
		if typedStamp := store.Stamp(f.x); f.stamp != "" && (c.FormValue("do") != "save" || f.seen != typedStamp) {
			r, err := a.Store.ReformCertification(ctx, f.x, a.Today())
			if err != nil {
				return "", err
			}
			f.effect, f.seen = effectInWords(a.Site().Programme, &r), typedStamp
			later, err := a.lastDay(c, f.x)
			if err != nil {
				return "", err
			}
			f.effect.Lines = append(f.effect.Lines, later...)
			f.stamp = kept(now, stamp)
			return "", a.drawCertification(c, who, http.StatusOK, f, bad)
		}
		act.Why = f.why
		reach, err := a.Store.SaveCertification(ctx, act, kept(now, stamp), f.x, a.Today())
		status, problem := unsaved(err, bad)
		switch {
		case err != nil && status == 0:
			return "", err
		case err != nil:
			f.problem = problem
			return "", a.drawCertification(c, who, status, f, bad)
		}
		return certificationURL(f.x.Code), a.Flash(c, f.x.Code+" is saved."+reached(reach))
	})
}

// lastDay says what comes of it when the last day of a certification, still ahead, has passed; nothing where that does not change.
func (a *Admin) lastDay(c echo.Context, x program.Certification) ([]string, error) {
	last, today := x.AcceptedUntil, a.Today()
	if old, _ := a.Site().Programme.CertificationOf(x.Code); last < today || old.AcceptedUntil == last {
		return nil, nil
	}
	x.AcceptedUntil = today - 1
	r, err := a.Store.ReformCertification(c.Request().Context(), x, today)
	if err != nil {
		return nil, err
	}
	n := 0
	for i := range r.Turns {
		if t := &r.Turns[i].Turn; t.Ended != 0 && t.EndedBefore == 0 || t.Risk && !t.RiskBefore {
			n++
		}
	}
	return []string{fmt.Sprintf("Once its last day, %s, has passed: %s of the %s looked at would fail, if no other certifications come until then.",
		last.Long(), withUnit(n, "label", "labels"), views.Count(r.Labels))}, nil
}

func (a *Admin) removeCertification(c echo.Context, who *web.Identity, act store.Act, f certificationForm, stamp string) (string, error) {
	err := a.Store.RemoveCertification(c.Request().Context(), act, stamp, f.x.Code)
	status, problem := unsaved(err, wrong{})
	switch {
	case err != nil && status == 0:
		return "", err
	case err != nil:
		f.problem = problem
		return "", a.drawCertification(c, who, status, f, wrong{})
	}
	return "/admin/certifications", a.Flash(c, f.x.Code+" is removed.")
}
