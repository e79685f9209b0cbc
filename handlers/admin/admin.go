// Package admin answers the pages of the programme's staff: what reviewers and auditors decide.
package admin

import (
	"fmt"
	"net/http"

	"partnerdirectory/handlers/portal"
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/store"
)

// Admin answers requests of the programme's staff.
type Admin struct {
	*web.Kit
	portal *portal.Portal
	index  func() *search.Index // of the current snapshot

	impacts *impacts
	uploads uploads
}

// New makes the staff's pages. They read what partners filled in by the portal's own forms, and find partners by the index of
// the public search.
func New(p *portal.Portal, index func() *search.Index) *Admin {
	return &Admin{Kit: p.Kit, portal: p, index: index, impacts: newImpacts()}
}

// sees reports whether something that waits is any of the reader's business: an auditor's are the reviews of the own firm.
func sees(who *web.Identity, x store.Waiting) bool {
	if who.Account.Staff != program.Auditor {
		return true
	}
	return who.Account.Firm != "" && x.Firm == who.Account.Firm && (x.Kind == store.WaitingBooking || x.Kind == store.WaitingReview)
}

// barred returns why a reader who sees something does not decide it; empty: they may. Nobody decides for a partner that
// they are a member of, and what a review found is its firm's to say.
func barred(who *web.Identity, x store.Waiting) string {
	switch {
	case who.Partner.Role != "":
		return "You are a member of " + who.Partner.Name + ". Nobody decides what their own company handed in; a colleague does."
	case x.Kind == store.WaitingBooking && who.Account.Staff != program.Auditor:
		return x.Firm + " holds this review and records here what it finds."
	case x.First != nil && x.First.Account == who.Account.ID:
		return "You decided this first. It takes a second person, who confirms your decision or disagrees."
	}
	return ""
}

// refuse turns a reason why somebody does not decide into the page that says so.
func refuse(reason string) error {
	return web.Refusal{Status: http.StatusForbidden, Heading: "This is not yours to decide", Text: reason + " Nothing was saved."}
}

// workedOn says that somebody else works on something.
func workedOn(c *store.Claimed) error {
	return web.Refusal{
		Status: http.StatusConflict, Heading: c.By + " works on this",
		Text: fmt.Sprintf("%s began before you and has it until %s. Nothing of yours was saved. Open it again to see what came of it, or to take it over.",
			c.By, c.Until.UTC().Format("15:04 UTC")),
	}
}
