// Package portal draws what is behind the sign-in: accounts and the partner portal. Every page is one typed struct that
// embeds Frame and is drawn inside Layout.
package portal

import (
	"partnerdirectory/program"
	"partnerdirectory/views"
)

// Frame is the base of every page behind the sign-in.
type Frame struct {
	views.Page
	Person  Person
	Here    Partner   // the partner whose pages these are; zero on pages that belong to none
	Mine    []Partner // all that the person is a member of
	Nav     []Item
	Done    string // what the step before has done
	Problem string // what the step before could not do
	Once    string // key of the forms on this page: see FormKey
	Viewing bool   // staff look at the partner's pages, and change nothing
}

// Person is who is signed in.
type Person struct {
	Name  string
	Email string
	Staff program.Staff
}

// Partner is one that the person is a member of.
type Partner struct {
	Slug string
	Name string
	Role program.Role
}

// Home is the address of the partner's first page.
func (p Partner) Home() string { return "/portal/" + p.Slug }

// Item is one entry of the navigation on the left.
type Item struct {
	Name    string
	URL     string
	Current bool
	Count   int // what waits there; 0 shows nothing
}

// called returns how the person is addressed in the header.
func (p Person) called() string {
	if p.Name != "" {
		return p.Name
	}
	return p.Email
}
