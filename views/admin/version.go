package admin

import (
	"partnerdirectory/program"
	"partnerdirectory/views/portal"
)

// Version is one published version of the requirements.
type Version struct {
	portal.Frame
	Specialization program.Specialization
	Back           string
	Here           string
	Set            program.Set
	State          string
	By             string
	ShortNotice    string
	Withdrawn      program.Day
	WithdrawnBy    string
	WithdrawnWhy   string
	Sentence       program.Sentence
	Before         int // the version before it; 0: it is the first
	Changes        []program.Change
	Withdraws      bool // it can be withdrawn
	Effect         string
	Why            portal.Field
}
