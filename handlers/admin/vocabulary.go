package admin

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	"partnerdirectory/views"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// wrong is what is wrong with a form, by field.
type wrong map[string]string

func (w wrong) add(problems ...program.FieldError) {
	for _, p := range problems {
		if w[p.Field] == "" {
			w[p.Field] = p.Text
		}
	}
}

// box is a line of text among the fields of an entry; long, it is an area of several rows.
func box(name, label, hint, value string, most, rows int) adminviews.EntryField {
	return adminviews.EntryField{Field: portalviews.Field{Name: name, Label: label, Hint: hint, Value: value, Most: most, Rows: rows}}
}

// choose is a choice among the fields of an entry.
func choose(name, label, value string, choices []portalviews.Choice) adminviews.EntryField {
	return adminviews.EntryField{Field: portalviews.Field{Name: name, Label: label, Value: value}, Choices: choices}
}

// dayBox asks for a day that may be missing.
func dayBox(name, label, hint, value string) adminviews.EntryField {
	f := box(name, label, hint, value, 0, 0)
	f.Type, f.Optional = "date", true
	return f
}

// whyBox asks why something is changed.
func whyBox(value string, optional bool) adminviews.EntryField {
	f := box("why", "Why", "It stays in the audit trail.", value, 300, 2)
	f.Optional = optional
	return f
}

// fixed shows what cannot be changed.
func fixed(label, value string) adminviews.EntryField {
	return adminviews.EntryField{Field: portalviews.Field{Label: label, Value: value}, Fixed: true}
}

// typedDay reads a day that may be missing.
func typedDay(c echo.Context, name string, bad wrong) program.Day {
	text := typed(c, name)
	if text == "" {
		return 0
	}
	d, err := program.ParseDay(text)
	if err != nil {
		bad.add(program.FieldError{Field: name, Text: "Write the day as year, month and day, such as 2027-03-14."})
	}
	return d
}

func dayText(d program.Day) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// kept returns the stamp that a form was sent with, by which its next sending is judged: empty only of what is new.
func kept(now, sent string) string {
	if now != "" && sent == "" {
		return "none"
	}
	if now == "" {
		return ""
	}
	return sent
}

// drawEntry draws an entry with what is wrong beside its fields.
func (a *Admin) drawEntry(c echo.Context, who *web.Identity, status int, section string, e adminviews.Entry, bad wrong) error {
	f, err := a.portal.StaffFrame(c, who, e.Heading, section)
	if err != nil {
		return err
	}
	if e.Problem != "" {
		f.Problem = e.Problem
	}
	e.Frame = f
	if e.Stamp != "" {
		if e.History, err = a.past(c, section, strings.TrimPrefix(e.Here, "/admin/"+section+"/")); err != nil {
			return err
		}
	}
	for i := range e.Fields {
		e.Fields[i].Error = bad[e.Fields[i].Name]
	}
	return a.Render(c, status, adminviews.EntryPage(e))
}

// mostPast is how many changes the page of an entry lists.
const mostPast = 10

// past lists the latest changes of an entry, known by the section of its page and what its address says.
func (a *Admin) past(c echo.Context, section, subject string) ([]adminviews.Past, error) {
	kind := map[string]string{"competencies": "competency", "certifications": "certification", "metrics": "metric", "settings": "settings"}[section]
	if section == "settings" {
		subject = ""
	}
	subject, err := url.PathUnescape(subject)
	if err != nil {
		return nil, err
	}
	events, err := a.Store.Events(c.Request().Context(), store.EventFilter{Kind: kind, Subject: subject, Limit: mostPast})
	if err != nil {
		return nil, err
	}
	var out []adminviews.Past
	for _, e := range events {
		out = append(out, adminviews.Past{When: program.DayOf(e.Moment).Long() + ", " + e.Moment.Format("15:04 UTC"), By: e.By, What: whatChanged(&e), Why: e.Why})
	}
	return out, nil
}

// whatChanged names the fields that an event changed.
func whatChanged(e *store.Event) string {
	what := capital(e.Action)
	if e.Before == "" || e.After == "" {
		return what + "."
	}
	var is map[string]json.RawMessage
	if json.Unmarshal([]byte(e.After), &is) != nil {
		return what + "."
	}
	var fields []string
	for _, name := range slices.Sorted(maps.Keys(is)) {
		fields = append(fields, wordsOf(name))
	}
	return what + ": " + strings.Join(fields, ", ") + "."
}

// wordsOf writes a field's name as words: AcceptedUntil becomes "accepted until".
func wordsOf(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// unsaved turns why a write was refused into the status and the words of the form that is drawn again; a status of zero: it
// is nothing that the form can say.
func unsaved(err error, bad wrong) (status int, problem string) {
	var field *program.FieldError
	var outdated *store.Outdated
	var used *store.InUse
	switch {
	case errors.As(err, &field):
		bad.add(*field)
		return http.StatusUnprocessableEntity, ""
	case errors.As(err, &outdated):
		by, at := "Somebody", ""
		if outdated.By != "" {
			by = outdated.By
		}
		if !outdated.At.IsZero() {
			at = " at " + outdated.At.Format("15:04 UTC") + " on " + program.DayOf(outdated.At).Long()
		}
		return http.StatusConflict, fmt.Sprintf("%s changed this%s, after you opened it. Nothing of yours was saved. What you typed is below: saving again puts it over that change.", by, at)
	case errors.As(err, &used):
		return http.StatusConflict, "It is used, so it cannot be removed. What uses it stands at the end of this page."
	}
	return 0, ""
}

// reached says whom a change has reached, for the page after it.
func reached(r store.Reach) string {
	switch {
	case r.Now > 0:
		return " " + partnersCounted(r.Now) + " decided again with it at once."
	case r.Later > 0:
		return " " + partnersCounted(r.Later) + " decided again with it within the next minutes."
	}
	return ""
}

func partnersCounted(n int) string {
	if n == 1 {
		return "1 partner was"
	}
	return views.Count(n) + " partners are"
}

// usesInWords lists what rests on something.
func usesInWords(p *program.Programme, u store.Uses, people string) []adminviews.Use {
	var out []adminviews.Use
	add := func(text string, links ...adminviews.Link) {
		out = append(out, adminviews.Use{Text: text, Links: links})
	}
	if len(u.Specializations) > 0 {
		var links []adminviews.Link
		for _, slug := range u.Specializations {
			links = append(links, adminviews.Link{Text: names(p, []string{slug}), URL: "/admin/specializations/" + slug})
		}
		add("Specializations:", links...)
	}
	if len(u.Drafts) > 0 {
		var links []adminviews.Link
		for _, d := range u.Drafts {
			links = append(links, adminviews.Link{Text: names(p, []string{d.Specialization}) + ", draft " + strconv.FormatInt(d.ID, 10), URL: "/admin/drafts/" + strconv.FormatInt(d.ID, 10)})
		}
		add("Drafts:", links...)
	}
	if len(u.Options) > 0 {
		var links []adminviews.Link
		for _, slug := range u.Options {
			c, _ := p.Competency(slug)
			links = append(links, adminviews.Link{Text: c.Name, URL: "/admin/competencies/" + slug})
		}
		add("Options of competencies:", links...)
	}
	if len(u.Also) > 0 {
		var links []adminviews.Link
		for _, code := range u.Also {
			links = append(links, adminviews.Link{Text: code, URL: certificationURL(code)})
		}
		add("Counts for:", links...)
	}
	if u.People > 0 {
		add(views.Count(u.People) + " people of partners hold it.")
	}
	if u.Partners > 0 {
		add(fmt.Sprintf("%s partners %s.", views.Count(u.Partners), people))
	}
	return out
}

// withUnit writes a count with its noun.
func withUnit(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return views.Count(n) + " " + many
}
