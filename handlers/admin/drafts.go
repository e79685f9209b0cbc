package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
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

// draftOf reads the draft of the address. One that is open no longer is gone: the page of its specialization says what became of it.
func (a *Admin) draftOf(c echo.Context) (store.Draft, error) {
	id, err := strconv.ParseInt(c.Param("draft"), 10, 64)
	if err != nil {
		return store.Draft{}, program.ErrNotFound
	}
	return a.Store.Draft(c.Request().Context(), id)
}

func draftURL(d store.Draft) string { return "/admin/drafts/" + strconv.FormatInt(d.ID, 10) }

func specializationURL(slug string) string { return "/admin/specializations/" + slug }

// closed is the page for whoever works on a draft that is open no longer.
func closed(d store.Draft) error {
	what := "was discarded"
	if d.State == store.DraftPublished {
		what = "was published as version " + strconv.Itoa(d.Version)
	}
	return web.Refusal{
		Status: http.StatusConflict, Heading: "This draft is closed",
		Text: fmt.Sprintf("It %s by %s on %s. Nothing of yours was saved. Begin a new draft on the page of the specialization.", what, d.ChangedBy, program.DayOf(d.Changed).Long()),
	}
}

// moved turns a draft that somebody else saved meanwhile into the page that says so.
func moved(err error) error {
	var m *store.DraftMoved
	if !errors.As(err, &m) {
		return err
	}
	if m.Current.State != store.DraftOpen {
		return closed(m.Current)
	}
	return web.Refusal{
		Status: http.StatusConflict, Heading: m.Current.ChangedBy + " changed this draft meanwhile",
		Text: "Nothing of yours was saved, and nothing of theirs is lost. Open the draft again to see it as it is now, and repeat your change.",
	}
}

// Draft shows a draft as a tree that can be edited.
func (a *Admin) Draft(c echo.Context, who *web.Identity) error {
	d, err := a.draftOf(c)
	if err != nil {
		return err
	}
	return a.drawDraft(c, who, d, http.StatusOK, nil)
}

// drawDraft draws the page; about is the form about the version as it was sent, with what is wrong in it.
func (a *Admin) drawDraft(c echo.Context, who *web.Identity, d store.Draft, status int, about []portalviews.FormField) error {
	if d.State != store.DraftOpen {
		return closed(d)
	}
	ctx, p := c.Request().Context(), a.Site().Programme
	s, ok := p.Specialization(d.Specialization)
	if !ok {
		return program.ErrNotFound
	}
	f, err := a.portal.StaffFrame(c, who, s.Name+": draft", "specializations")
	if err != nil {
		return err
	}
	steps, err := a.Store.DraftSteps(ctx, d.ID)
	if err != nil {
		return err
	}
	page := adminviews.Draft{
		Frame: f, Specialization: s, Here: draftURL(d), Back: specializationURL(s.Slug), Revision: strconv.Itoa(d.Revision), Base: d.Base,
		By: d.ChangedBy, On: d.Changed, Undo: steps.Undo, Redo: steps.Redo, About: about,
	}
	if about == nil {
		page.About = aboutFields(d)
	}
	base, err := a.versionOf(ctx, d.Specialization, d.Base)
	if err != nil {
		return err
	}
	page.Changes = program.Difference(p, base, program.Set{Specialization: d.Specialization, Root: d.Root})
	page.Root = a.editNode(p, &d.Root, &d.Root, nil, 0)
	if len(d.Root.Children) == 0 && d.Root.Op != program.Leaf {
		page.Problem = "It asks for nothing yet. Add the first requirement below."
	} else {
		page.Problem = firstProblem(&d.Root, p)
	}
	return a.Render(c, status, adminviews.DraftPage(page))
}

// versionOf returns a published set of a specialization; the empty set for version 0.
func (a *Admin) versionOf(ctx context.Context, specialization string, version int) (program.Set, error) {
	empty := program.Set{Specialization: specialization, Root: program.Node{ID: "root", Op: program.All}}
	if version == 0 {
		return empty, nil
	}
	list, err := a.Store.SetHistory(ctx, specialization, a.Today())
	if errors.Is(err, program.ErrNotFound) {
		return empty, nil
	}
	if err != nil {
		return empty, err
	}
	for _, r := range list {
		if r.Version == version {
			return r.Set, nil
		}
	}
	return empty, nil
}

// firstProblem says of a tree what stands in the way of publishing it first, by the name of the node; empty: nothing does.
func firstProblem(root *program.Node, p *program.Programme) string {
	list := root.Problems(p)
	if len(list) == 0 {
		return ""
	}
	if n, _ := root.Find(list[0].Node); n != nil {
		return nodeName(n) + ": " + list[0].Text + "."
	}
	return views.Capital(list[0].Text) + "."
}

// nodeName is how a node is called on the pages of its draft.
func nodeName(n *program.Node) string {
	switch {
	case n.Requirement != nil && n.Requirement.Title != "":
		return n.Requirement.Title
	case n.Title != "":
		return n.Title
	case n.Op == program.Leaf:
		return "A requirement without a title"
	case n.Op == program.Any:
		return "Any of " + strconv.Itoa(len(n.Children))
	case n.Op == program.AtLeast:
		return "At least " + strconv.Itoa(n.K) + " of " + strconv.Itoa(len(n.Children))
	}
	return "All of " + strconv.Itoa(len(n.Children))
}

// editNode is a node as the page draws it, with where it can be moved to.
func (a *Admin) editNode(p *program.Programme, root, n, parent *program.Node, at int) adminviews.EditNode {
	out := adminviews.EditNode{ID: n.ID, Name: nodeName(n), Group: n.Op != program.Leaf, Top: parent == nil, Sentence: p.Describe(*n)}
	if parent != nil {
		out.First, out.Last = at == 0, at == len(parent.Children)-1
		root.Each(func(g *program.Node) {
			if below, _ := n.Find(g.ID); g.Op != program.Leaf && g.ID != parent.ID && below == nil {
				out.Targets = append(out.Targets, portalviews.Choice{Value: g.ID, Label: nodeName(g)})
			}
		})
	}
	below := 0
	n.Each(func(*program.Node) { below++ })
	out.Below = below - 1
	for i := range n.Children {
		out.Children = append(out.Children, a.editNode(p, root, &n.Children[i], n, i))
	}
	return out
}

// EditTree answers the buttons beside the nodes.
func (a *Admin) EditTree(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		d, err := a.draftOf(c)
		if err != nil {
			return "", err
		}
		base, err := a.versionOf(c.Request().Context(), d.Specialization, d.Base)
		if err != nil {
			return "", err
		}
		root := d.Root.Clone()
		what, ok := edit(&root, &base.Root, c.FormValue("do"), c.FormValue("node"), c.FormValue("to"))
		if !ok {
			return "", web.Refusal{
				Status: http.StatusConflict, Heading: "That cannot be done",
				Text: "The draft has changed, or there is no place to move it to. Nothing was saved. Open the draft again to see it as it is now.",
			}
		}
		revision, _ := strconv.Atoi(c.FormValue("revision")) // anything else is no revision that is there
		if _, err := a.Store.EditDraft(c.Request().Context(), a.portal.Act(c, who), d.ID, revision, root, what); err != nil {
			return "", moved(err)
		}
		return draftURL(d) + "#tree", nil
	})
}

// edit does one thing to a tree and says in words what.
func edit(root, base *program.Node, do, id, to string) (what string, ok bool) {
	n, _ := root.Find(id)
	if n == nil {
		return "", false
	}
	name := nodeName(n)
	switch do {
	case "up":
		return "moved up: " + name, root.Shift(id, -1)
	case "down":
		return "moved down: " + name, root.Shift(id, 1)
	case "move":
		return "moved: " + name, root.Move(id, to)
	case "duplicate":
		_, ok := root.Duplicate(id, base)
		return "duplicated: " + name, ok
	case "wrap-all", "wrap-any", "wrap-at-least":
		return "put into a group: " + name, root.Wrap(id, program.Op(strings.TrimPrefix(do, "wrap-")), program.FreshID(root, base))
	case "unwrap":
		return "dissolved: " + name, root.Unwrap(id)
	case "remove":
		_, ok := root.Remove(id)
		return "removed: " + name, ok
	case "group":
		return "added a group", root.Insert(id, 1<<30, program.Node{ID: program.FreshID(root, base), Op: program.Any})
	}
	return "", false
}

// UndoDraft takes back the newest step, or does it again.
func (a *Admin) UndoDraft(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		d, err := a.draftOf(c)
		if err != nil {
			return "", err
		}
		revision, _ := strconv.Atoi(c.FormValue("revision")) // anything else is no revision that is there
		_, err = a.Store.UndoDraft(c.Request().Context(), a.portal.Act(c, who), d.ID, revision, c.FormValue("do") == "redo")
		if errors.Is(err, program.ErrNotFound) {
			return draftURL(d), a.FlashProblem(c, "There is nothing to undo.")
		}
		return draftURL(d) + "#tree", moved(err)
	})
}

// DiscardDraft gives a draft up.
func (a *Admin) DiscardDraft(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		d, err := a.draftOf(c)
		if err != nil {
			return "", err
		}
		revision, _ := strconv.Atoi(c.FormValue("revision")) // anything else is no revision that is there
		if err := a.Store.DiscardDraft(c.Request().Context(), a.portal.Act(c, who), d.ID, revision); err != nil {
			return "", moved(err)
		}
		return specializationURL(d.Specialization), a.Flash(c, "The draft is discarded. The requirements in force are as they were.")
	})
}

// aboutFields is the form about the version that a draft is to become.
func aboutFields(d store.Draft) []portalviews.FormField {
	return []portalviews.FormField{
		{Kind: portalviews.AreaField, Field: portalviews.Field{Name: "note", Label: "Why this version exists", Hint: "Public, in the history of the requirements.", Value: d.Note, Rows: 2, Most: 1000}},
		{Field: portalviews.Field{Name: "effective", Label: "In force from", Type: "date", Value: dayText(d.EffectiveFrom)}},
		{Kind: portalviews.AreaField, Field: portalviews.Field{
			Name: "at-once", Label: "Holders are judged on it at once, because", Hint: "Empty: at their next renewal, as is usual.", Value: d.AtOnce, Rows: 2, Most: 1000, Optional: true,
		}},
		{Field: portalviews.Field{Name: "spared", Label: "Labels older than it are spared until", Hint: "Empty: nobody is spared.", Type: "date", Value: dayText(d.SparedUntil), Optional: true}},
		{Kind: portalviews.AreaField, Field: portalviews.Field{
			Name: "short-notice", Label: "The notice is shorter than usual, because", Hint: "Needed only where partners get less than the programme's notice.", Value: d.ShortNotice, Rows: 2, Most: 1000, Optional: true,
		}},
	}
}

// SaveDraft keeps what is said about the version.
func (a *Admin) SaveDraft(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		d, err := a.draftOf(c)
		if err != nil {
			return "", err
		}
		value := formValue(c)
		wrong := map[string]string{}
		d.Note, d.AtOnce, d.ShortNotice = value("note"), value("at-once"), value("short-notice")
		d.EffectiveFrom, wrong["effective"] = readDay(value("effective"))
		d.SparedUntil, wrong["spared"] = readDay(value("spared"))
		if d.EffectiveFrom != 0 && d.EffectiveFrom < a.Today() {
			wrong["effective"] = "This day is past; today is " + a.Today().Long() + "."
		}
		if d.SparedUntil != 0 && d.SparedUntil <= d.EffectiveFrom {
			wrong["spared"] = "Choose a day after the one from which it is in force."
		} else if d.SparedUntil != 0 && d.AtOnce != "" {
			wrong["spared"] = "Holders cannot be judged at once and be spared. Empty one of the two."
		}
		fields, bad := aboutFields(d), false
		for i := range fields {
			if fields[i].Error = wrong[fields[i].Name]; fields[i].Error != "" {
				fields[i].Value, bad = value(fields[i].Name), true
			}
		}
		if bad {
			return "", a.drawDraft(c, who, d, http.StatusUnprocessableEntity, fields)
		}
		d.Revision, _ = strconv.Atoi(value("revision")) // anything else is no revision that is there
		if _, err := a.Store.SaveDraft(c.Request().Context(), a.portal.Act(c, who), d); err != nil {
			return "", moved(err)
		}
		if value("do") == "impact" {
			return draftURL(d) + "/impact", nil
		}
		return draftURL(d), a.Flash(c, "The draft is saved.")
	})
}

// BeginDraft begins a draft for a specialization: on the newest version, from another specialization's, or empty.
func (a *Admin) BeginDraft(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		slug, from := c.Param("specialization"), c.FormValue("from")
		if _, ok := a.Site().Programme.Specialization(slug); !ok {
			return "", program.ErrNotFound
		}
		if from == fromNothing {
			from = ""
		}
		var d store.Draft
		var err error
		if from == slug {
			d, err = a.Store.BeginDraft(c.Request().Context(), a.portal.Act(c, who), slug)
		} else {
			d, err = a.Store.BeginDraftFrom(c.Request().Context(), a.portal.Act(c, who), slug, from)
		}
		if err != nil {
			return "", err
		}
		return draftURL(d), nil
	})
}

// asJSON keeps a requirement in its form between two drawings.
func asJSON(r *program.Requirement) string {
	b, err := json.Marshal(r)
	if err != nil {
		return "" // a requirement always can be written
	}
	return string(b)
}
