package portal

import (
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/program"
	"partnerdirectory/views"
)

// Crop says how a picture becomes a square.
type Crop string

// The ways to make a square.
const (
	CropNone   Crop = "whole"
	CropCentre Crop = "centre"
	CropStart  Crop = "start"
	CropEnd    Crop = "end"
)

// Known reports whether c is one of the ways.
func (c Crop) Known() bool {
	return slices.Contains([]Crop{CropNone, CropCentre, CropStart, CropEnd}, c)
}

func crops() []Choice {
	return []Choice{
		{Value: string(CropNone), Label: "Show all of it", Hint: "with margins where it is not square"},
		{Value: string(CropCentre), Label: "Cut a square out of the middle"},
		{Value: string(CropStart), Label: "Cut a square from the left, or the top", Hint: "for a sign with the name beside or below it"},
		{Value: string(CropEnd), Label: "Cut a square from the right, or the bottom"},
	}
}

// LogoForm is "/portal/{partner}/profile/logo".
type LogoForm struct {
	Frame
	Logo        string // of the draft; empty: none
	Name        string
	Version     int64 // of the draft
	Crop        Crop
	FileProblem string // a sentence
}

// ProfileEdit is "/portal/{partner}/profile".
type ProfileEdit struct {
	Frame
	Typed     ProfileTyped
	Version   int64             // of the draft that the form began with
	Problems  map[string]string // a sentence by field
	Towns     []views.Town      // that the typed name may mean: one is to be chosen
	Conflict  *ProfileConflict
	Draft     bool // a draft is kept that is not public
	Saved     string
	SavedBy   string
	Confirmed program.Day
	Stale     bool // customers are told that it was not confirmed for long
	Logo      string
	Waiting   *ProfileWaiting
	Refused   *ProfileWaiting
	Public    program.Partner
}

// ProfileTyped is what stands in the form.
type ProfileTyped struct {
	Name, Website, Summary, Description, Email, Founded, Staff string
	Industries, Services, Products, Sizes, Languages           []string
	Locations                                                  []program.Location
	Town                                                       string // typed to be added
}

// ProfileConflict is what somebody else made of the draft meanwhile.
type ProfileConflict struct {
	By, When string
	Theirs   []ProfileDifference
}

// ProfileDifference is one part of the profile that two editors have differently.
type ProfileDifference struct {
	Name          string
	Theirs, Yours string
}

// ProfileWaiting is a change that a reviewer looks at, or has refused.
type ProfileWaiting struct {
	Changes []string // "Name: Old → New"
	On      program.Day
	Reason  string
}

// may reports whether the reader edits the profile.
func (p ProfileEdit) may() bool { return p.Here.Role.Covers(program.Editor) }

func (p ProfileEdit) field(name program.ProfileField, label, value string) Field {
	return Field{Name: string(name), Label: label, Value: value, Error: p.Problems[string(name)]}
}

func (p ProfileEdit) nameField() Field {
	f := p.field(program.FieldName, "Company name", p.Typed.Name)
	f.Hint, f.Most = "A reviewer looks at a new name before customers see it.", program.ProfileNameMost
	f.Autocomplete = "organization"
	return f
}

func (p ProfileEdit) websiteField() Field {
	f := p.field(program.FieldWebsite, "Website", p.Typed.Website)
	f.Hint, f.Type, f.Autocomplete = "Begins with https://. A reviewer looks at a new address first.", "url", "url"
	return f
}

func (p ProfileEdit) summaryField() Field {
	f := p.field(program.FieldSummary, "Summary", p.Typed.Summary)
	f.Rows = 2
	f.Hint = "One line under your name: what customers come to you for. Up to " + strconv.Itoa(program.ProfileSummaryMost) + " characters."
	return f
}

func (p ProfileEdit) descriptionField() Field {
	f := p.field(program.FieldDescription, "Description", p.Typed.Description)
	f.Rows = 12
	f.Hint = "What you do, for whom, and what sets you apart. Leave an empty line between paragraphs. Up to " +
		program.FormatNumber(program.ProfileDescriptionMost) + " characters, without links, addresses or telephone numbers."
	return f
}

func (p ProfileEdit) emailField() Field {
	f := p.field(program.FieldEmail, "Address for enquiries", p.Typed.Email)
	f.Hint, f.Type, f.Autocomplete = "Enquiries are sent here and to your members. It is never public.", "email", "email"
	return f
}

func (p ProfileEdit) foundedField() Field {
	f := p.field(program.FieldFounded, "Founded in", p.Typed.Founded)
	f.Optional, f.InputMode, f.Most = true, "numeric", 4
	return f
}

func (p ProfileEdit) staffField() Field {
	f := p.field(program.FieldStaff, "People", p.Typed.Staff)
	f.Optional, f.InputMode, f.Most = true, "numeric", 9
	return f
}

// termField is a group of boxes to tick.
type termField struct {
	Name, Title, Hint, Error string
	Terms                    []program.Term
	Chosen                   []string
}

func (p ProfileEdit) termFields() []termField {
	g := p.Site.Programme
	of := func(f program.ProfileField, title, hint string, terms []program.Term, chosen []string) termField {
		return termField{string(f), title, hint, p.Problems[string(f)], terms, chosen}
	}
	return []termField{
		of(program.FieldServices, "Services", "", g.Services, p.Typed.Services),
		of(program.FieldIndustries, "Industries", "Where you have done this before.", g.Industries, p.Typed.Industries),
		of(program.FieldProducts, "Products", "", g.Products, p.Typed.Products),
		of(program.FieldSizes, "Customers you serve", "By their size.", g.Sizes, p.Typed.Sizes),
		of(program.FieldLanguages, "Languages", "In which you work with customers.", g.Languages, p.Typed.Languages),
	}
}

// placeName is how a place of the profile is called.
func (p ProfileEdit) placeName(l program.Location) string {
	return strings.TrimSuffix(l.City+", "+p.Site.Atlas.Country(l.Country), ", ")
}

// full reports whether no further place fits.
func (p ProfileEdit) full() bool { return len(p.Typed.Locations) >= program.ProfileLocationsMost }

// summaryOfProblems lists what is wrong, in the form's order.
func (p ProfileEdit) summaryOfProblems() []Field {
	var out []Field
	for _, f := range []program.ProfileField{
		program.FieldName, program.FieldSummary, program.FieldDescription, program.FieldWebsite, program.FieldEmail, program.FieldFounded,
		program.FieldStaff, program.FieldLocations, program.FieldServices, program.FieldIndustries, program.FieldProducts, program.FieldSizes,
		program.FieldLanguages,
	} {
		if text := p.Problems[string(f)]; text != "" {
			out = append(out, Field{Name: string(f), Error: text})
		}
	}
	return out
}

// ProfileChecks is "/review/profiles".
type ProfileChecks struct {
	Frame
	Waiting []ProfileCheck
	Wrong   int64 // the change whose form was sent without a reason
	Typed   string
}

// ProfileCheck is one change that waits.
type ProfileCheck struct {
	ID      int64
	Partner string
	Slug    string
	By      string
	On      program.Day
	Changes []ProfileChange
}

// ProfileChange is one part of it.
type ProfileChange struct {
	What     string
	Was, Is  string
	WasImage string // hashes of logos; empty: none
	IsImage  string
	Picture  bool
	Link     bool // the values are web addresses
}

// reasonField asks why a change is refused.
func (p ProfileChecks) reasonField(c ProfileCheck) Field {
	f := Field{
		Name: "reason", ID: "reason-" + strconv.FormatInt(c.ID, 10), Label: "Reason", Hint: "Needed to refuse; the partner reads it.", Optional: true, Rows: 2, Most: 500,
	}
	if p.Wrong == c.ID {
		f.Value, f.Error = p.Typed, "Say why you refuse it, so that the partner knows what to change."
	}
	return f
}
