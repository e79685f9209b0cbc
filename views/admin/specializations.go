package admin

import (
	"strconv"

	"partnerdirectory/program"
	"partnerdirectory/views/portal"
)

// Specializations lists them for who maintains them.
type Specializations struct {
	portal.Frame
	Rows []SpecializationRow
}

// SpecializationRow is one of them.
type SpecializationRow struct {
	Specialization program.Specialization
	Holders        int
	Version        int // in force; 0: none
	Since          program.Day
	Upcoming       int // the last version that is to come; 0: none
	From           program.Day
	Drafts         int
	Draft          string // address of one of them
}

// Specialization is the page of one: what it is called, its badge, its versions and its drafts.
type Specialization struct {
	portal.Frame
	Specialization program.Specialization
	Heading        string
	New            bool
	Here           string // to which its form is sent
	Was            string // tells what the form was drawn from
	Fields         []portal.FormField
	Aligned        []Ticked
	AlignedBad     string
	GlyphBad       string
	Glyphs         []Ticked
	Pictures       []Picture
	Versions       []VersionRow
	Drafts         []DraftRow
	Origins        []portal.Choice // what a new draft can begin from
}

// Ticked is one of several that can be chosen.
type Ticked struct {
	Slug string
	Name string
	On   bool
}

// Picture is the badge in one state and theme, at 24, 48 and 240 pixels.
type Picture struct {
	State string
	Dark  bool
	SVGs  []string
}

func (p Picture) caption() string {
	if p.Dark {
		return p.State + ", on dark"
	}
	return p.State + ", on light"
}

// VersionRow is one published version of the requirements.
type VersionRow struct {
	Version   int
	State     string
	From      program.Day
	Published program.Day
	By        string
	Note      string
}

// DraftRow is one open draft.
type DraftRow struct {
	URL  string
	Base int
	By   string
	On   program.Day
	From program.Day // 0: not decided
}

func adminURL(slug string) string { return "/admin/specializations/" + slug }

func versionURL(slug string, version int) string {
	return adminURL(slug) + "/versions/" + strconv.Itoa(version)
}

func stateWord(state string) string {
	switch state {
	case "in-force":
		return "In force"
	case "scheduled":
		return "To come"
	case "withdrawn":
		return "Withdrawn"
	}
	return "Superseded"
}

func (s Specialization) errors() []portal.Field {
	var out []portal.Field
	for _, f := range s.Fields {
		if f.Error != "" {
			out = append(out, f.Field)
		}
	}
	if s.AlignedBad != "" {
		out = append(out, portal.Field{Name: "aligned", Label: "Competencies", Error: s.AlignedBad})
	}
	if s.GlyphBad != "" {
		out = append(out, portal.Field{Name: "glyphs", Label: "Glyph", Error: s.GlyphBad})
	}
	return out
}
