package admin

import (
	"strconv"
	"time"

	"partnerdirectory/program"
	"partnerdirectory/views/portal"
)

// Draft is a draft of a specialization's requirements, as a tree that can be edited.
type Draft struct {
	portal.Frame
	Specialization program.Specialization
	Here           string // address of this page
	Back           string // the specialization's
	Revision       string
	Base           int // version that it follows; 0: it is the first
	By             string
	On             time.Time
	Root           EditNode
	Problem        string // what stands in the way of publishing it; empty: nothing
	Changes        []program.Change
	Undo           string // what undoing takes back; empty: nothing
	Redo           string
	About          []portal.FormField
}

// EditNode is one node of the tree.
type EditNode struct {
	ID       string
	Name     string
	Sentence program.Sentence
	Group    bool
	Top      bool // the root
	First    bool
	Last     bool
	Below    int             // nodes below it
	Targets  []portal.Choice // groups that it can be moved to
	Children []EditNode
}

// NodeForm is the form of one node.
type NodeForm struct {
	portal.Frame
	Heading  string
	Back     string
	Here     string // to which the form is sent
	In       string // the group that a new one goes into
	Kind     string // of a new one, as the address has it
	KindName string
	Revision string
	Was      string // the requirement that the form was drawn from
	Group    bool
	Fields   []portal.FormField
	Codes    []string // certifications that a formula can name
	Sentence program.Sentence
	Problem  string // why there is no sentence
	Conflict string
}

// ChooseKind offers the kinds of a new requirement.
type ChooseKind struct {
	portal.Frame
	Back  string
	Here  string // to which the kind is added
	Kinds []portal.Choice
}

func (d Draft) follows() string {
	if d.Base == 0 {
		return "It is to be the first version."
	}
	return "It follows version " + strconv.Itoa(d.Base) + "."
}

func (n EditNode) removes() string {
	switch n.Below {
	case 0:
		return "It goes out of the draft. You can undo that."
	case 1:
		return "It goes out of the draft, with the one below it. You can undo that."
	}
	return "It goes out of the draft, with the " + strconv.Itoa(n.Below) + " below it. You can undo that."
}

func (n NodeForm) errors() []portal.FormField {
	var out []portal.FormField
	for _, f := range n.Fields {
		if f.Error != "" {
			out = append(out, f)
		}
	}
	return out
}

// choices lists what a field of several lines may name; other fields draw their choices themselves.
func choices(f portal.FormField) []portal.Choice {
	if f.Kind == portal.AreaField {
		return f.Choices
	}
	return nil
}
