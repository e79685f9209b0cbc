package admin

import (
	"partnerdirectory/program"
	"partnerdirectory/views/portal"
)

// Texts lists the sentences that are offered where something is decided.
type Texts struct {
	portal.Frame
	Groups []TextGroup
	Form   TextForm // of a new one
}

// TextGroup is the texts of one kind.
type TextGroup struct {
	Kind  string
	Texts []Text
}

// Text is one row of the list.
type Text struct {
	URL  string
	Text string
	By   string // who changed it last; empty: it came with the product
	On   program.Day
}

// OneText is the page of one text.
type OneText struct {
	portal.Frame
	Here string // to which the form is sent
	Form TextForm
}

// TextForm is the form of a text.
type TextForm struct {
	Text     portal.Field
	Kind     portal.Field
	Kinds    []portal.Choice
	Revision string
}
