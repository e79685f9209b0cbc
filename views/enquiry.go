package views

import (
	"slices"
	"strings"

	"partnerdirectory/program"
)

// EnquiryForm is "/partners/{slug}/enquiry".
type EnquiryForm struct {
	Page
	Name            string // the partner's
	Slug            string
	Specializations []program.Term // what it holds labels of
	Services        []program.Term // what it offers
	Key             string         // makes sending the form twice one enquiry
	Typed           EnquiryTyped
	Problems        map[string]string // a sentence by field
	Problem         string            // what is wrong with the form as a whole
	NameMost        int               // characters
	MessageMost     int
}

// EnquiryTyped is what stands in the form.
type EnquiryTyped struct {
	Name, Company, Email, About, Message string
}

// Kinds of what an enquiry may be about; the slug follows behind a colon.
const (
	AboutSpecialization = "specialization"
	AboutService        = "service"
)

// Offers reports whether the form's list holds a value.
func (p EnquiryForm) Offers(about string) bool {
	kind, slug, _ := strings.Cut(about, ":")
	has := func(terms []program.Term) bool {
		return slices.ContainsFunc(terms, func(t program.Term) bool { return t.Slug == slug })
	}
	return kind == AboutSpecialization && has(p.Specializations) || kind == AboutService && has(p.Services)
}

// EnquirySent is "/partners/{slug}/enquiry/sent".
type EnquirySent struct {
	Page
	Name string // the partner's
	Slug string
}

// field is one field of a form.
type field struct {
	ID       string // also its name
	Label    string
	Hint     string
	Problem  string // a sentence; empty: none
	Value    string
	Type     string // of an input; empty: text
	Complete string // what browsers may fill in: name, email
	Optional bool
	Most     int // characters; 0: as many as one likes
	Rows     int // of a text area
}

// describedBy names the texts that explain a field.
func (f field) describedBy() string {
	var ids []string
	if f.Problem != "" {
		ids = append(ids, f.ID+"-problem")
	}
	if f.Hint != "" {
		ids = append(ids, f.ID+"-hint")
	}
	return strings.Join(ids, " ")
}

// inputType is the kind of input, text when nothing else is said.
func (f field) inputType() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func anyProblem(fields []field) bool {
	return slices.ContainsFunc(fields, func(f field) bool { return f.Problem != "" })
}

func (p EnquiryForm) nameField() field {
	return field{ID: "name", Label: "Your name", Value: p.Typed.Name, Problem: p.Problems["name"], Complete: "name", Most: p.NameMost}
}

func (p EnquiryForm) companyField() field {
	return field{
		ID: "company", Label: "Company", Value: p.Typed.Company, Problem: p.Problems["company"], Complete: "organization",
		Most: p.NameMost, Optional: true,
	}
}

func (p EnquiryForm) emailField() field {
	return field{
		ID: "email", Label: "E-mail address", Hint: p.Name + " answers here.", Type: "email",
		Value: p.Typed.Email, Problem: p.Problems["email"], Complete: "email",
	}
}

func (p EnquiryForm) aboutField() field {
	return field{ID: "about", Label: "What is it about?", Value: p.Typed.About, Problem: p.Problems["about"], Optional: true}
}

func (p EnquiryForm) messageField() field {
	return field{
		ID: "message", Label: "What do you need?", Rows: 8, Value: p.Typed.Message, Problem: p.Problems["message"],
		Hint: "What you want to reach, by when, and what is there already. Up to " + number(p.MessageMost) + " characters.",
	}
}
