package admin

import (
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/program"
	portalviews "partnerdirectory/views/portal"
)

// deedForm is one form on its way to the reader and back. Each of its methods names a field and the variable behind it: when the
// form is drawn first it shows what the variable holds, when it was sent it reads what was typed into the variable and says
// what is wrong with it.
type deedForm struct {
	typed  func(name string) string // nil: the form is drawn first
	fields []portalviews.FormField
	bad    map[string]string
}

func (e *deedForm) wrong(name, why string) {
	if e.bad == nil {
		e.bad = map[string]string{}
	}
	if e.bad[name] == "" {
		e.bad[name] = why
	}
}

// drawn returns the fields with what is wrong with each.
func (e *deedForm) drawn() []portalviews.FormField {
	for i := range e.fields {
		e.fields[i].Error = e.bad[e.fields[i].Name]
	}
	return e.fields
}

// field adds a field that shows a value, or what was typed, and returns what was typed.
func (e *deedForm) field(f portalviews.FormField, value string) (typed string, sent bool) {
	f.Value = value
	if e.typed != nil {
		f.Value = e.typed(f.Name)
	}
	e.fields = append(e.fields, f)
	return f.Value, e.typed != nil
}

func (e *deedForm) day(name, label, hint string, v *program.Day, optional bool) {
	value := ""
	if *v != 0 {
		value = v.String()
	}
	text, sent := e.field(portalviews.FormField{Field: portalviews.Field{Name: name, Label: label, Hint: hint, Type: "date", Optional: optional}}, value)
	if !sent {
		return
	}
	if text == "" {
		if *v = 0; !optional {
			e.wrong(name, "Write a day such as 2027-03-14.")
		}
		return
	}
	d, err := program.ParseDay(text)
	if err != nil {
		e.wrong(name, "Write a day such as 2027-03-14.")
		return
	}
	*v = d
}

func (e *deedForm) text(name, label, hint string, v *string, optional bool) {
	text, sent := e.field(portalviews.FormField{Field: portalviews.Field{Name: name, Label: label, Hint: hint, Most: 300, Optional: optional}}, *v)
	if !sent {
		return
	}
	if *v = text; text == "" && !optional {
		e.wrong(name, "Fill this in.")
	}
}

func (e *deedForm) choice(name, label, hint string, v *string, choices []portalviews.Choice) {
	text, sent := e.field(portalviews.FormField{Field: portalviews.Field{Name: name, Label: label, Hint: hint}, Kind: portalviews.SelectField, Choices: choices}, *v)
	if !sent {
		return
	}
	if !slices.ContainsFunc(choices, func(c portalviews.Choice) bool { return c.Value == text }) || text == "" {
		e.wrong(name, "Choose one.")
		return
	}
	*v = text
}

func (e *deedForm) number(name, label, hint string, v *float64) {
	text, sent := e.field(portalviews.FormField{Field: portalviews.Field{Name: name, Label: label, Hint: hint, InputMode: "decimal", Most: 24}}, strconv.FormatFloat(*v, 'f', -1, 64))
	if !sent {
		return
	}
	n, ok := number(text)
	if !ok {
		e.wrong(name, "Write a number such as 12345.67, without its unit.")
		return
	}
	*v = n
}

// yes is a choice of two.
func (e *deedForm) yes(name, label string, v *bool, is, isNot string) {
	value := "no"
	if *v {
		value = "yes"
	}
	e.choice(name, label, "", &value, []portalviews.Choice{{Value: "yes", Label: is}, {Value: "no", Label: isNot}})
	*v = value == "yes"
}

// list reads slugs that are divided by spaces or commas; each must be one of those known.
func (e *deedForm) list(name, label, hint string, v *[]string, known func(slug string) bool) {
	text, sent := e.field(portalviews.FormField{Field: portalviews.Field{Name: name, Label: label, Hint: hint, Most: 300}}, strings.Join(*v, ", "))
	if !sent {
		return
	}
	*v = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' })
	for _, slug := range *v {
		if !known(slug) {
			e.wrong(name, "“"+slug+"” is not known here.")
		}
	}
	if len(*v) == 0 {
		e.wrong(name, "Fill this in.")
	}
}

// reason asks why; whoever acts by hand says it.
func (e *deedForm) reason() string {
	text, sent := e.field(portalviews.FormField{
		Field: portalviews.Field{Name: "reason", Label: "Reason", Hint: "It is kept in the audit trail, and the partner reads it where it is told.", Most: longest, Rows: 3}, Kind: portalviews.AreaField,
	}, "")
	if sent && text == "" {
		e.wrong("reason", "Say why.")
	}
	return text
}
