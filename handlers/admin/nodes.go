package admin

import (
	"encoding/json"
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

// newNode stands in the address of the form for a requirement that is not there yet.
const newNode = "new"

// Node is the form of one node of a draft; of a new one, the choice of its kind first.
func (a *Admin) Node(c echo.Context, who *web.Identity) error {
	d, err := a.openDraft(c)
	if err != nil {
		return err
	}
	p := a.Site().Programme
	n := program.Node{Op: program.Leaf}
	if id := c.Param("node"); id != newNode {
		found, _ := d.Root.Find(id)
		if found == nil {
			return program.ErrNotFound
		}
		n = *found
	} else {
		if g, _ := d.Root.Find(c.QueryParam("in")); g == nil || g.Op == program.Leaf {
			return program.ErrNotFound
		}
		kind := program.Kind(c.QueryParam("kind"))
		if !slices.ContainsFunc(requirementKinds(), func(k portalviews.Choice) bool { return k.Value == string(kind) }) {
			return a.chooseKind(c, who, d)
		}
		r := newRequirement(kind, p)
		n.Requirement = &r
	}
	return a.drawNode(c, who, d, http.StatusOK, n, nodeForm(&n, p), "")
}

// chooseKind offers the kinds of a new requirement.
func (a *Admin) chooseKind(c echo.Context, who *web.Identity, d store.Draft) error {
	f, err := a.portal.StaffFrame(c, who, "Add a requirement", "specializations")
	if err != nil {
		return err
	}
	page := adminviews.ChooseKind{Frame: f, Back: draftURL(d), Here: draftURL(d) + "/node/" + newNode + "?in=" + c.QueryParam("in"), Kinds: requirementKinds()}
	return a.Render(c, http.StatusOK, adminviews.ChooseKindPage(page))
}

// nodeForm is the form of a node: of a group how it joins what is in it, of a leaf its requirement; of both the days on which it is
// asked for.
func nodeForm(n *program.Node, p *program.Programme) []portalviews.FormField {
	var out []portalviews.FormField
	if n.Op == program.Leaf {
		out = drawn(n.Requirement, p)
	} else {
		out = []portalviews.FormField{
			{Kind: portalviews.SelectField, Choices: []portalviews.Choice{
				{Value: string(program.All), Label: "All of them"}, {Value: string(program.Any), Label: "Any one of them"}, {Value: string(program.AtLeast), Label: "At least so many of them"},
			}, Field: portalviews.Field{Name: "op", Label: "How many of what is in it", Value: string(n.Op), Optional: true, Apart: chosen}},
			{Field: portalviews.Field{Name: "k", Label: "How many", Hint: "Only for “at least so many of them”.", InputMode: "numeric", Value: numberText(float64(n.K)), Optional: true}},
			{Field: portalviews.Field{Name: "group-title", Label: "Title", Hint: "Shown beside it.", Value: n.Title, Most: 120, Optional: true}},
		}
	}
	return append(out, daysForm(n)...)
}

// daysForm are the fields of the days on which a node is asked for.
func daysForm(n *program.Node) []portalviews.FormField {
	return []portalviews.FormField{
		{Field: portalviews.Field{Name: "node-from", Label: "Asked for from", Hint: "Empty: from the beginning.", Type: "date", Value: dayText(n.From), Optional: true}},
		{Field: portalviews.Field{Name: "node-until", Label: "Asked for until, not with", Hint: "Empty: without end.", Type: "date", Value: dayText(n.Until), Optional: true}},
	}
}

// drawNode draws the form of a node.
func (a *Admin) drawNode(c echo.Context, who *web.Identity, d store.Draft, status int, n program.Node, fields []portalviews.FormField, conflict string) error {
	p := a.Site().Programme
	title := "Edit: " + nodeName(&n)
	if c.Param("node") == newNode {
		title = "Add a requirement"
	}
	f, err := a.portal.StaffFrame(c, who, title, "specializations")
	if err != nil {
		return err
	}
	page := adminviews.NodeForm{
		Frame: f, Heading: title, Back: draftURL(d) + "#tree", Here: draftURL(d) + "/node/" + c.Param("node"), In: c.FormValue("in"), Kind: c.FormValue("kind"),
		Revision: strconv.Itoa(d.Revision), Fields: fields, Conflict: conflict, Group: n.Op != program.Leaf,
	}
	if n.Requirement != nil {
		page.Was = asJSON(n.Requirement)
		for _, k := range requirementKinds() {
			if k.Value == string(kindOf(n.Requirement)) {
				page.KindName = k.Label
			}
		}
		for _, cert := range p.Certifications {
			page.Codes = append(page.Codes, cert.Code+" "+cert.Title)
		}
	}
	if n.ID == "" {
		n.ID = newNode
	}
	if page.Problem = firstProblem(&n, p); page.Problem == "" || page.Group {
		page.Problem, page.Sentence = "", p.Describe(n)
	}
	return a.Render(c, status, adminviews.NodePage(page))
}

// SaveNode reads the form of a node: to draw it again with its sentence, or to keep it in the draft.
func (a *Admin) SaveNode(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		d, err := a.openDraft(c)
		if err != nil {
			return "", err
		}
		n, fields, wrong, err := a.readNode(c, &d)
		if err != nil {
			return "", err
		}
		if c.FormValue("do") != "save" {
			return "", a.drawNode(c, who, d, http.StatusOK, n, fields, "")
		}
		p := a.Site().Programme
		alone := n
		if alone.ID == "" {
			alone.ID = newNode
		}
		if n.Op == program.Leaf && !wrong {
			if n.Requirement.Title == "" {
				wrong, fields[0].Error = true, "Give it a title."
			} else if problem := firstProblem(&alone, p); problem != "" {
				wrong = true
				blame(fields, problem)
			}
		}
		if wrong {
			return "", a.drawNode(c, who, d, http.StatusUnprocessableEntity, n, fields, "")
		}
		root, what, err := a.placed(c, &d, n)
		if err != nil {
			return "", err
		}
		revision, _ := strconv.Atoi(c.FormValue("revision")) // anything else is no revision that is there
		_, err = a.Store.EditDraft(c.Request().Context(), a.portal.Act(c, who), d.ID, revision, root, what)
		if m := new(store.DraftMoved); errors.As(err, &m) && m.Current.State == store.DraftOpen {
			return "", a.drawNode(c, who, m.Current, http.StatusConflict, n, fields,
				m.Current.ChangedBy+" changed this draft while you were writing. Nothing of yours is lost: it is in the form below. Save again to put it into the draft as it is now.")
		}
		return draftURL(d) + "#tree", moved(err)
	})
}

// placed puts a node into the tree of a draft.
func (a *Admin) placed(c echo.Context, d *store.Draft, n program.Node) (root program.Node, what string, err error) {
	root = d.Root.Clone()
	if c.Param("node") != newNode {
		found, _ := root.Find(n.ID)
		if found == nil {
			return root, "", program.ErrNotFound
		}
		n.Children = found.Children
		*found = n
		return root, "changed: " + nodeName(&n), nil
	}
	base, err := a.versionOf(c.Request().Context(), d.Specialization, d.Base)
	if err != nil {
		return root, "", err
	}
	n.ID = program.FreshID(&root, &base.Root)
	if !root.Insert(c.FormValue("in"), 1<<30, n) {
		return root, "", program.ErrNotFound
	}
	return root, "added: " + nodeName(&n), nil
}

// readNode reads the form of a node on top of the node that it was drawn from.
func (a *Admin) readNode(c echo.Context, d *store.Draft) (n program.Node, fields []portalviews.FormField, wrong bool, err error) {
	p, value := a.Site().Programme, formValue(c)
	n = program.Node{Op: program.Leaf}
	if id := c.Param("node"); id != newNode {
		found, _ := d.Root.Find(id)
		if found == nil {
			return n, nil, false, program.ErrNotFound
		}
		n = *found
	}
	problems := map[string]string{}
	n.From, problems["node-from"] = readDay(value("node-from"))
	n.Until, problems["node-until"] = readDay(value("node-until"))
	if n.Until != 0 && n.Until <= n.From {
		problems["node-until"] = "Choose a day after the one from which it is asked for."
	}
	if n.Op == program.Leaf {
		var was program.Requirement
		if text := c.FormValue("was"); len(text) > program.MaxStored || json.Unmarshal([]byte(text), &was) != nil || kindOf(&was) == "" {
			return n, nil, false, program.ErrInvalid
		}
		r, typed, bad, err := read(&was, p, value)
		if err != nil {
			return n, nil, false, err
		}
		n.Requirement, wrong = &r, bad
		fields = append(typed, daysForm(&n)...)
	} else {
		k, ok := typedNumber(value("k"))
		n.Op, n.K, n.Title = program.Op(value("op")), int(k), value("group-title")
		if n.Op != program.AtLeast {
			n.K = 0
		}
		switch {
		case n.Op != program.All && n.Op != program.Any && n.Op != program.AtLeast:
			problems["op"] = "Choose one of these."
		case n.Op == program.AtLeast && (!ok || n.K < 1 || float64(n.K) != k || len(n.Children) > 0 && n.K > len(n.Children)):
			problems["k"] = "Write a number from 1 to " + strconv.Itoa(max(1, len(n.Children))) + ", as many as there are in the group."
		}
		fields = nodeForm(&n, p)
	}
	for i := range fields {
		if problem := problems[fields[i].Name]; problem != "" {
			fields[i].Error, fields[i].Value, wrong = problem, value(fields[i].Name), true
		}
	}
	return n, fields, wrong, nil
}
