package admin

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// settingsForm is the form of the settings: every field as text, by name.
type settingsForm struct {
	head    program.Head
	text    map[string]string
	rows    int // extensions
	seen    string
	problem string
	stamp   string
	effect  *adminviews.Reform
}

// Settings shows the programme's names and dials.
func (a *Admin) Settings(c echo.Context, who *web.Identity) error {
	p, err := a.Store.Programme(c.Request().Context())
	if err != nil {
		return err
	}
	return a.drawSettings(c, who, http.StatusOK, settingsOf(p), wrong{})
}

func settingsOf(p *program.Programme) settingsForm {
	h := p.Head()
	f := settingsForm{head: h, stamp: store.Stamp(h), rows: len(h.Settings.Extensions), text: map[string]string{
		"name": h.Name, "vendor": h.Vendor, "reminders": program.DaysText(h.Settings.ReminderOffsets),
	}}
	for _, d := range program.Dials() {
		f.text[d.Name] = strconv.Itoa(d.Value(&h.Settings))
	}
	for i, x := range h.Settings.Extensions {
		at := extensionField(i)
		f.text[at+"from"], f.text[at+"until"], f.text[at+"reason"] = dayText(x.From), dayText(x.Until), x.Reason
		f.text[at+"except"] = strings.Join(x.Except, ", ")
	}
	return f
}

func extensionField(i int) string { return "extension-" + strconv.Itoa(i) + "-" }

// mostExtensions bounds how many extensions the form takes.
const mostExtensions = 50

func (a *Admin) drawSettings(c echo.Context, who *web.Identity, status int, f settingsForm, bad wrong) error {
	e := adminviews.Entry{
		Heading: "Settings", Line: "The programme's names and dials. What a change would do to labels is shown before it is saved.", Here: "/admin/settings",
		Stamp: f.stamp, Seen: f.seen, Check: true, Effect: f.effect,
	}
	e.Problem = f.problem
	e.Fields = append(e.Fields,
		box("name", "Name of the directory", "It stands in the header, in titles and in mails.", f.text["name"], program.MaxName, 0),
		box("vendor", "Vendor", "Who runs the programme and verifies.", f.text["vendor"], program.MaxName, 0))
	initial := program.DefaultSettings()
	for i, d := range program.Dials() {
		x := box(d.Name, d.Label+", "+d.Unit, d.Says+" Default: "+strconv.Itoa(d.Value(&initial))+".", f.text[d.Name], 6, 0)
		x.InputMode = "numeric"
		if i == 0 {
			x.Head = "Dials"
		}
		e.Fields = append(e.Fields, x)
	}
	reminders := box("reminders", "Reminders, days from the anniversary", "When holders are reminded of their renewal; a minus is before. Default: "+
		program.DaysText(initial.ReminderOffsets)+".", f.text["reminders"], 200, 0)
	reminders.Optional = true
	e.Fields = append(e.Fields, reminders, fourEyesBox(f.head.Settings.FourEyes))
	for i := range min(f.rows+1, mostExtensions) {
		e.Fields = append(e.Fields, f.extension(i)...)
	}
	e.Fields = append(e.Fields, whyBox(f.text["why"], false))
	e.Fields[len(e.Fields)-1].Head = "The change"
	for name, text := range bad {
		if name == "extensions" {
			bad[extensionField(0)+"from"] = text
		}
	}
	return a.drawEntry(c, who, status, "settings", e, bad)
}

// fourEyesBox chooses the kinds of evidence that two people decide.
func fourEyesBox(chosen []string) adminviews.EntryField {
	x := box("four-eyes", "Two people decide", "Kinds of evidence that wait until a second person confirms what the first decided.", "", 0, 0)
	x.Boxes, x.Chosen, x.Optional = true, chosen, true
	for _, kind := range program.EvidenceKinds() {
		x.Choices = append(x.Choices, portalviews.Choice{Value: kind, Label: kindName(store.WaitingKind(kind))})
	}
	return x
}

// extension is the fields of one extension.
func (f *settingsForm) extension(i int) []adminviews.EntryField {
	at := extensionField(i)
	from := dayBox(at+"from", "First anniversary", "", f.text[at+"from"])
	switch {
	case i == f.rows:
		from.Head = "Another extension"
	default:
		from.Head = "Extension " + strconv.Itoa(i+1)
	}
	from.Hint = "Labels whose anniversary falls into the span pass to their next one without a test. Empty it to take the extension away."
	except := box(at+"except", "Except", "Specializations that it leaves out, by their names for addresses, with commas between.", f.text[at+"except"], longest, 0)
	reason := box(at+"reason", "Reason", "Holders read it.", f.text[at+"reason"], 300, 0)
	except.Optional, reason.Optional = true, true
	return []adminviews.EntryField{from, dayBox(at+"until", "Last anniversary", "", f.text[at+"until"]), except, reason}
}

// readSettings reads the form on top of what is stored.
func (a *Admin) readSettings(c echo.Context, p *program.Programme, bad wrong) settingsForm {
	f := settingsOf(p)
	for name := range f.text {
		f.text[name] = typed(c, name)
	}
	f.text["why"], f.seen = web.Line(typed(c, "why")), c.FormValue("seen")
	h := &f.head
	h.Name, h.Vendor = web.Line(f.text["name"]), web.Line(f.text["vendor"])
	for _, d := range program.Dials() {
		n, err := strconv.Atoi(f.text[d.Name])
		if err != nil {
			bad.add(program.FieldError{Field: d.Name, Text: "Write a whole number."})
			continue
		}
		d.Turn(&h.Settings, n)
	}
	days, ok := program.ParseDays(f.text["reminders"])
	if !ok {
		bad.add(program.FieldError{Field: "reminders", Text: "Write whole numbers with commas between, such as -60, -30, 23."})
	}
	h.Settings.ReminderOffsets = days
	h.Settings.FourEyes = c.Request().Form["four-eyes"]
	a.readExtensions(c, p, &f, bad)
	bad.add(h.Problems()...)
	if f.text["why"] == "" {
		bad.add(program.FieldError{Field: "why", Text: "Say why: it stays in the audit trail."})
	}
	return f
}

// readExtensions reads the rows of extensions; an empty one is none. One that stays as it was keeps the day on which it became known.
func (a *Admin) readExtensions(c echo.Context, p *program.Programme, f *settingsForm, bad wrong) {
	f.head.Settings.Extensions, f.rows = nil, 0
	for i := range mostExtensions {
		at := extensionField(i)
		for _, name := range []string{"from", "until", "except", "reason"} {
			f.text[at+name] = typed(c, at+name)
		}
		if f.text[at+"from"] == "" && f.text[at+"until"] == "" && f.text[at+"reason"] == "" {
			continue
		}
		f.rows = i + 1
		x := program.Extension{
			From: typedDay(c, at+"from", bad), Until: typedDay(c, at+"until", bad), Reason: web.Line(f.text[at+"reason"]), Published: a.Today(),
			Except: strings.FieldsFunc(f.text[at+"except"], func(r rune) bool { return r == ',' || r == ' ' }),
		}
		one := program.Settings{Extensions: []program.Extension{x}}
		for _, problem := range one.Problems() {
			if problem.Field == "extensions" {
				bad.add(program.FieldError{Field: at + "from", Text: problem.Text})
			}
		}
		for _, slug := range x.Except {
			if _, ok := p.Specialization(slug); !ok {
				bad.add(program.FieldError{Field: at + "except", Text: "There is no specialization " + slug + "."})
			}
		}
		for _, old := range p.Settings.Extensions {
			if old.From == x.From && old.Until == x.Until && old.Reason == x.Reason && slices.Equal(old.Except, x.Except) {
				x = old
			}
		}
		f.head.Settings.Extensions = append(f.head.Settings.Extensions, x)
	}
}

// SaveSettings answers the form of the settings. They are saved once their effect was shown.
func (a *Admin) SaveSettings(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		ctx, bad, act := c.Request().Context(), wrong{}, a.portal.Act(c, who)
		p, err := a.Store.Programme(ctx)
		if err != nil {
			return "", err
		}
		f := a.readSettings(c, p, bad)
		now, stamp := f.stamp, kept(f.stamp, c.FormValue("stamp"))
		if f.stamp = stamp; len(bad) > 0 {
			return "", a.drawSettings(c, who, http.StatusUnprocessableEntity, f, bad)
		}
		if typedStamp := store.Stamp(f.head); c.FormValue("do") != "save" || f.seen != typedStamp {
			r, err := a.Store.ReformSettings(ctx, f.head.Settings, a.Today())
			if err != nil {
				return "", err
			}
			f.effect, f.seen = effectInWords(p, &r), typedStamp
			return "", a.drawSettings(c, who, http.StatusOK, f, bad)
		}
		act.Why = f.text["why"]
		reach, err := a.Store.SaveSettings(ctx, act, stamp, f.head, a.Today())
		status, problem := unsaved(err, bad)
		switch {
		case err != nil && status == 0:
			return "", err
		case err != nil:
			f.problem = problem
			if status == http.StatusConflict {
				f.stamp = now
			}
			return "", a.drawSettings(c, who, status, f, bad)
		}
		return "/admin/settings", a.Flash(c, "The settings are saved."+reached(reach))
	})
}
