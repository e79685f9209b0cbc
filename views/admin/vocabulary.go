package admin

import (
	"partnerdirectory/views"
	"partnerdirectory/views/portal"
)

// Listing is one list of the vocabulary: competencies, certifications, metrics.
type Listing struct {
	portal.Frame
	Heading string
	Line    string
	Add     string // what adding one is called
	AddURL  string
	Search  *Search // nil: the list is short
	Columns []string
	Rows    []ListingRow
	Empty   string // why there is nothing
	Page    int
	Pages   int
	PageURL func(int) string
}

// Search chooses among a long list.
type Search struct {
	Here    string
	Text    portal.Field
	Filters []EntryField
	Any     bool // something is chosen
}

// ListingRow is one row; its first cell is the link.
type ListingRow struct {
	URL   string
	Name  string
	Note  string
	Cells []string
}

// Entry is the page on which one thing of the vocabulary is written.
type Entry struct {
	portal.Frame
	Back     string // address of the list
	BackName string
	Heading  string
	Line     string
	Here     string // to which the form is sent
	Stamp    string // as it was read
	Seen     string // what the effect below was shown for
	Fields   []EntryField
	Check    bool // the effect is shown before it can be saved
	Effect   *Reform
	Uses     []Use
	Unused   string // says that nothing uses it
	Remove   bool   // nothing does, so it can go
	Links    []Link
	Options  []string // of a competency, each in words
	History  []Past   // newest first
}

// Past is one change of an entry that was made.
type Past struct {
	When string
	By   string
	What string
	Why  string
}

// EntryField is one field of an entry.
type EntryField struct {
	portal.Field
	Head    string // stands over it and what follows
	Choices []portal.Choice
	Boxes   bool     // several of the choices
	Chosen  []string // of them
	Fixed   bool     // it can only be read
}

// Link is a way to another page.
type Link struct{ Text, URL string }

// Use is one kind of what rests on a thing.
type Use struct {
	Text  string
	Links []Link
}

// Reform says what a change would do.
type Reform struct {
	Lines []string
	Rows  []ReformRow
	More  int // not listed
}

// ReformRow is one label for which something changes.
type ReformRow struct {
	Partner, URL, Specialization, Text string
}

// bad returns the fields with an error.
func (e Entry) bad() []portal.Field {
	var out []portal.Field
	for _, f := range e.Fields {
		if f.Error != "" {
			out = append(out, f.Field)
		}
	}
	return out
}

// chosen reports whether a box is ticked.
func (f EntryField) chosen(value string) bool {
	for _, c := range f.Chosen {
		if c == value {
			return true
		}
	}
	return false
}

// Facet is "/admin/directory/:facet": the terms of one facet.
type Facet struct {
	portal.Frame
	Heading string
	Here    string
	Tabs    []portal.Item
	Terms   []FacetTerm
	Name    portal.Field // of a new one
	Slug    portal.Field
}

// FacetTerm is one term.
type FacetTerm struct {
	Slug     string
	Name     string
	Stamp    string
	Partners int
	URL      string // of the public results
	Rename   portal.Field
	First    bool
	Last     bool
}

func partnersNamed(n int) string {
	if n == 1 {
		return "1 partner"
	}
	return views.Count(n) + " partners"
}
