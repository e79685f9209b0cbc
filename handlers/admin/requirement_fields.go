package admin

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/handlers/portal"
	"partnerdirectory/program"
	portalviews "partnerdirectory/views/portal"
)

// ruleField is one field of a requirement's form: how it is drawn, what of the requirement stands in it, and how what was typed is
// read back. set returns what is wrong, as a sentence; it may change the requirement and what it points to.
type ruleField struct {
	portalviews.FormField
	get func(r *program.Requirement) string
	set func(r *program.Requirement, text string) string
}

// typedNumber reads a number as people type it: "15,000" and "15 000" are 15000.
func typedNumber(text string) (float64, bool) {
	text = strings.NewReplacer(",", "", " ", "", "\u2009", "", "\u202f", "", "\u00a0", "").Replace(text)
	if text == "" {
		return 0, true
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil
}

func numberText(n float64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// amount is a field of a number that may have decimals.
func amount(name, label, hint string, of func(r *program.Requirement) *float64) ruleField {
	return ruleField{
		FormField: portalviews.FormField{Field: portalviews.Field{Name: name, Label: label, Hint: hint, InputMode: "decimal", Most: 24, Optional: true}},
		get:       func(r *program.Requirement) string { return numberText(*of(r)) },
		set: func(r *program.Requirement, text string) string {
			n, ok := typedNumber(text)
			if !ok {
				return "Write a number, such as 15,000."
			}
			*of(r) = n
			return ""
		},
	}
}

// whole is a field of a whole number.
func whole(name, label, hint string, of func(r *program.Requirement) *int) ruleField {
	return ruleField{
		FormField: portalviews.FormField{Field: portalviews.Field{Name: name, Label: label, Hint: hint, InputMode: "numeric", Most: 9, Optional: true}},
		get:       func(r *program.Requirement) string { return numberText(float64(*of(r))) },
		set: func(r *program.Requirement, text string) string {
			n, ok := typedNumber(text)
			if !ok || n != float64(int(n)) || n < 0 {
				return "Write a whole number, such as 3."
			}
			*of(r) = int(n)
			return ""
		},
	}
}

// chosen is the class of a choice of which one is always made: it need not be required, and is not called optional.
const chosen = "chosen"

func line(name, label, hint string, most int, of func(r *program.Requirement) *string) ruleField {
	return ruleField{
		FormField: portalviews.FormField{Field: portalviews.Field{Name: name, Label: label, Hint: hint, Most: most, Optional: true}},
		get:       func(r *program.Requirement) string { return *of(r) },
		set:       func(r *program.Requirement, text string) string { *of(r) = text; return "" },
	}
}

// needed is a field that must not be left empty.
func needed(f ruleField) ruleField {
	f.Optional = false
	return f
}

func tick(name, label, hint string, of func(r *program.Requirement) *bool) ruleField {
	return ruleField{
		FormField: portalviews.FormField{Kind: portalviews.CheckField, Field: portalviews.Field{Name: name, Label: label, Hint: hint}},
		get: func(r *program.Requirement) string {
			if *of(r) {
				return "yes"
			}
			return ""
		},
		set: func(r *program.Requirement, text string) string { *of(r) = text == "yes"; return "" },
	}
}

// oneOf is a field of one of some values.
func oneOf[T ~string](name, label, hint string, choices []portalviews.Choice, of func(r *program.Requirement) *T) ruleField {
	f := portalviews.FormField{Kind: portalviews.SelectField, Field: portalviews.Field{Name: name, Label: label, Hint: hint}, Choices: choices}
	f.Optional, f.Apart = true, chosen
	return ruleField{
		FormField: f,
		get:       func(r *program.Requirement) string { return string(*of(r)) },
		set: func(r *program.Requirement, text string) string {
			if !slices.ContainsFunc(choices, func(c portalviews.Choice) bool { return c.Value == text }) {
				return "Choose one of these."
			}
			*of(r) = T(text)
			return ""
		},
	}
}

// lines is a field of a list, an entry on each line.
func lines(name, label, hint string, get func(r *program.Requirement) []string, set func(r *program.Requirement, list []string) string) ruleField {
	return ruleField{
		FormField: portalviews.FormField{Kind: portalviews.AreaField, Field: portalviews.Field{Name: name, Label: label, Hint: hint, Rows: 3, Most: longestLines, Optional: true}},
		get:       func(r *program.Requirement) string { return strings.Join(get(r), "\n") },
		set: func(r *program.Requirement, text string) string {
			var list []string
			for _, l := range strings.Split(text, "\n") {
				if l = strings.TrimSpace(l); l != "" {
					list = append(list, l)
				}
			}
			return set(r, list)
		},
	}
}

// namedText writes something that is named in facts and in sentences: its name, and its identifier in brackets where that does
// not follow from the name.
func namedText(n program.Named) string {
	if portal.SlugOf(n.Name) == n.Slug {
		return n.Name
	}
	return n.Name + " [" + n.Slug + "]"
}

// readNamed reads what namedText writes.
func readNamed(text string) (program.Named, bool) {
	text = strings.TrimSpace(text)
	if at := strings.LastIndex(text, "["); at >= 0 && strings.HasSuffix(text, "]") {
		n := program.Named{Slug: strings.TrimSpace(text[at+1 : len(text)-1]), Name: strings.TrimSpace(text[:at])}
		return n, n.Slug != "" && n.Name != "" && !strings.ContainsAny(n.Slug, " \t")
	}
	n := program.Named{Slug: portal.SlugOf(text), Name: text}
	return n, n.Slug != ""
}

// named is a field of a list of things that have a name and an identifier.
func named(name, label, hint string, of func(r *program.Requirement) *[]program.Named) ruleField {
	return lines(name, label, hint, func(r *program.Requirement) []string {
		var out []string
		for _, n := range *of(r) {
			out = append(out, namedText(n))
		}
		return out
	}, func(r *program.Requirement, list []string) string {
		var out []program.Named
		for _, l := range list {
			n, ok := readNamed(l)
			if !ok {
				return fmt.Sprintf("“%s” is no name. Write a name, and its identifier in square brackets if it has another: “Edge [edge-v2]”.", l)
			}
			out = append(out, n)
		}
		*of(r) = out
		return ""
	})
}

// slugList is a field of several things of the programme, each by its name.
func slugList(name, label, hint string, all []program.Term, of func(r *program.Requirement) *[]string) ruleField {
	f := lines(name, label, hint, func(r *program.Requirement) []string {
		var out []string
		for _, slug := range *of(r) {
			out = append(out, termName(all, slug))
		}
		return out
	}, func(r *program.Requirement, list []string) string {
		var out []string
		for _, l := range list {
			i := slices.IndexFunc(all, func(t program.Term) bool { return strings.EqualFold(t.Name, l) || t.Slug == l })
			if i < 0 {
				return fmt.Sprintf("“%s” is none of them. Write the names as they stand in the list below, one on each line.", l)
			}
			out = append(out, all[i].Slug)
		}
		*of(r) = out
		return ""
	})
	f.Choices = nil
	for _, t := range all {
		f.Choices = append(f.Choices, portalviews.Choice{Value: t.Name, Label: t.Name})
	}
	return f
}

func termName(all []program.Term, slug string) string {
	for _, t := range all {
		if t.Slug == slug {
			return t.Name
		}
	}
	return slug
}

// under gives fields a prefix and lets them work on a part of the requirement: the rule of an indicator, or what does instead.
func under(prefix, about string, fields []ruleField, part func(r *program.Requirement) *program.Requirement) []ruleField {
	out := make([]ruleField, len(fields))
	for i, f := range fields {
		f.Name, f.Label = prefix+f.Name, about+f.Label
		get, set := f.get, f.set
		f.get = func(r *program.Requirement) string { return get(part(r)) }
		f.set = func(r *program.Requirement, text string) string { return set(part(r), text) }
		out[i] = f
	}
	return out
}

// match offers whether any or all of a list are asked for.
func match() []portalviews.Choice {
	return []portalviews.Choice{{Value: string(program.Any), Label: "Any of them"}, {Value: string(program.All), Label: "All of them"}}
}

// readDay reads a date field that may be empty.
func readDay(text string) (program.Day, string) {
	if text == "" {
		return 0, ""
	}
	d, err := program.ParseDay(text)
	if err != nil {
		return 0, "Write the day as year-month-day, such as 2027-03-14, or leave it empty."
	}
	return d, ""
}
