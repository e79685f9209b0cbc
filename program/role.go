package program

import "slices"

// Role is what a person may do for one partner. Each role may do all that the ones before it may.
type Role string

// The roles of a partner's members, least first.
const (
	Viewer Role = "viewer"
	Editor Role = "editor"
	Owner  Role = "owner"
)

// Roles returns every role of a partner's members, least first.
func Roles() []Role { return []Role{Viewer, Editor, Owner} }

// Covers reports whether r may do what needs role want. No role covers an unknown one, and an unknown one covers none.
func (r Role) Covers(want Role) bool {
	mine, needed := slices.Index(Roles(), r), slices.Index(Roles(), want)
	return mine >= 0 && needed >= 0 && mine >= needed
}

// Name returns the role as pages show it.
func (r Role) Name() string {
	switch r {
	case Viewer:
		return "Viewer"
	case Editor:
		return "Editor"
	case Owner:
		return "Owner"
	}
	return string(r)
}

// Meaning says in a sentence what the role may do.
func (r Role) Meaning() string {
	switch r {
	case Viewer:
		return "Sees everything of this partner, changes nothing."
	case Editor:
		return "Edits the profile and hands in evidence."
	case Owner:
		return "Does what an editor does, and decides who is a member."
	}
	return ""
}

// Staff is what a person does for the programme itself; most people do nothing for it, which is "".
type Staff string

// The staff of a programme.
const (
	NoStaff  Staff = ""
	Reviewer Staff = "reviewer" // decides evidence
	Auditor  Staff = "auditor"  // of a firm; decides the reviews that were assigned to that firm
	Admin    Staff = "admin"    // maintains the programme
)

// Name returns the kind of staff as pages show it.
func (s Staff) Name() string {
	switch s {
	case Reviewer:
		return "Reviewer"
	case Auditor:
		return "Auditor"
	case Admin:
		return "Programme admin"
	}
	return ""
}
