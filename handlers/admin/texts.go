package admin

import (
	"errors"
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

// longestText bounds a reusable text, in characters.
const longestText = 300

// textKinds are the kinds that are decided with a reason.
func textKinds() []store.WaitingKind {
	return slices.DeleteFunc(store.WaitingKinds(), func(k store.WaitingKind) bool { return k.IsItem() })
}

// Texts lists the sentences that are offered where something is decided.
func (a *Admin) Texts(c echo.Context, who *web.Identity) error {
	return a.texts(c, who, http.StatusOK, store.Text{Kind: store.WaitingKind(c.QueryParam("kind"))}, "")
}

// texts draws the list with the form for a new one, as it was sent.
func (a *Admin) texts(c echo.Context, who *web.Identity, status int, added store.Text, bad string) error {
	f, err := a.portal.StaffFrame(c, who, "Reusable texts", "texts")
	if err != nil {
		return err
	}
	list, err := a.Store.Texts(c.Request().Context())
	if err != nil {
		return err
	}
	page := adminviews.Texts{Frame: f, Form: textForm(added, bad)}
	for _, t := range list {
		kind := textKind(t.Kind)
		if n := len(page.Groups); n == 0 || page.Groups[n-1].Kind != kind {
			page.Groups = append(page.Groups, adminviews.TextGroup{Kind: kind})
		}
		group := &page.Groups[len(page.Groups)-1]
		group.Texts = append(group.Texts, adminviews.Text{URL: textURL(t.ID), Text: t.Text, By: t.ChangedBy, On: program.DayOf(t.Changed)})
	}
	return a.Render(c, status, adminviews.TextsPage(page))
}

func textURL(id int64) string { return "/admin/texts/" + strconv.FormatInt(id, 10) }

func textKind(k store.WaitingKind) string {
	if k == "" {
		return "Every kind"
	}
	return kindName(k)
}

func textForm(t store.Text, bad string) adminviews.TextForm {
	out := adminviews.TextForm{
		Text: portalviews.Field{
			Name: "text", Label: "Text", Hint: "A whole sentence, to the partner.", Value: t.Text, Error: bad, Most: longestText, Rows: 3, Focus: bad != "",
		},
		Kind:     portalviews.Field{Name: "kind", Label: "Offered for", Value: string(t.Kind)},
		Kinds:    []portalviews.Choice{{Label: textKind("")}},
		Revision: strconv.Itoa(t.Revision),
	}
	for _, k := range textKinds() {
		out.Kinds = append(out.Kinds, portalviews.Choice{Value: string(k), Label: kindName(k)})
	}
	return out
}

// typedText reads the form of a text and says what is wrong with it.
func typedText(c echo.Context) (t store.Text, bad string) {
	t = store.Text{Kind: store.WaitingKind(c.FormValue("kind")), Text: web.Line(typed(c, "text"))}
	t.Revision, _ = strconv.Atoi(c.FormValue("revision")) // anything else is no revision that is there
	switch {
	case t.Text == "":
		bad = "Write the text."
	case len([]rune(t.Text)) > longestText:
		bad = "Keep it to " + strconv.Itoa(longestText) + " characters."
	}
	if !slices.Contains(textKinds(), t.Kind) {
		t.Kind = ""
	}
	return t, bad
}

// twice is what is said of a text that is there already.
const twice = "This text is there already, for the same kind."

// AddText adds a reusable text.
func (a *Admin) AddText(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		t, bad := typedText(c)
		if bad == "" {
			_, err := a.Store.SaveText(c.Request().Context(), a.portal.Act(c, who), t)
			if err == nil {
				return "/admin/texts", a.Flash(c, "Added. It is offered from now on.")
			}
			if !errors.Is(err, program.ErrConflict) {
				return "", err
			}
			bad = twice
		}
		return "", a.texts(c, who, http.StatusUnprocessableEntity, t, bad)
	})
}

// Text shows one reusable text, to be changed or removed.
func (a *Admin) Text(c echo.Context, who *web.Identity) error {
	t, err := a.textOf(c)
	if err != nil {
		return err
	}
	return a.text(c, who, http.StatusOK, t, "")
}

func (a *Admin) textOf(c echo.Context) (store.Text, error) {
	id, err := strconv.ParseInt(c.Param("text"), 10, 64)
	if err != nil {
		return store.Text{}, program.ErrNotFound
	}
	return a.Store.Text(c.Request().Context(), id)
}

func (a *Admin) text(c echo.Context, who *web.Identity, status int, t store.Text, bad string) error {
	f, err := a.portal.StaffFrame(c, who, "A reusable text", "texts")
	if err != nil {
		return err
	}
	return a.Render(c, status, adminviews.TextPage(adminviews.OneText{Frame: f, Here: textURL(t.ID), Form: textForm(t, bad)}))
}

// SaveText changes or removes a reusable text.
func (a *Admin) SaveText(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		old, err := a.textOf(c)
		if err != nil {
			return "", err
		}
		ctx, act := c.Request().Context(), a.portal.Act(c, who)
		t, bad := typedText(c)
		t.ID = old.ID
		if c.FormValue("do") == "remove" {
			return "/admin/texts", errors.Join(a.Store.RemoveText(ctx, act, t), a.Flash(c, "Removed. It is not offered any more; what was decided with it keeps its words."))
		}
		if bad == "" {
			_, err := a.Store.SaveText(ctx, act, t)
			if err == nil {
				return "/admin/texts", a.Flash(c, "Saved. What was decided with the old words keeps them.")
			}
			if !errors.Is(err, program.ErrConflict) || t.Revision != old.Revision {
				return "", err
			}
			bad = twice
		}
		return "", a.text(c, who, http.StatusUnprocessableEntity, t, bad)
	})
}
