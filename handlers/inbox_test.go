package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/store"
)

// sampleHome is the portal of the partner that the sample's owner, editor and viewer belong to.
const sampleHome = "/portal/osterhout-and-lindqvist"

// docOf parses an answer that must have a status.
func (a answerTo) docOf(t *testing.T, status int) *goquery.Document {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("%s: status %d, want %d", a.Request.URL, a.StatusCode, status)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// inbox is a partner that got an enquiry of the form's usual kind.
func inbox(t *testing.T) (*writer, string) {
	t.Helper()
	w := openWriter(t)
	card, ok := w.live.Current().Index.Card("osterhout-and-lindqvist")
	if !ok {
		t.Fatal("the sample has no Osterhout & Lindqvist")
	}
	w.partner = search.Hit{ID: card.ID, Slug: card.Slug, Name: card.Name}
	form := w.draw(t)
	form.Set("about", "")
	if a := w.send(t, form); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("send: status %d", a.StatusCode)
	}
	return w, fmt.Sprintf("%s/enquiries/%d", sampleHome, w.stored(t)[0].ID)
}

func TestAnEnquiryIsWorkedOnInTheInbox(t *testing.T) {
	w, path := inbox(t)
	v := w.signedIn(t, "editor")
	list := v.get(sampleHome+"/enquiries").docOf(t, http.StatusOK)
	if got := list.Find(".side a[href$='/enquiries'] .badge-count").Text(); got != "1" {
		t.Errorf("the navigation counts %q new enquiries, want 1", got)
	}
	if row := list.Find("table tbody tr").Text(); !strings.Contains(row, "Ada Lovelace") || !strings.Contains(row, "New") {
		t.Errorf("the inbox lists %q", row)
	}
	one := v.get(path).docOf(t, http.StatusOK)
	if text := one.Find(".typed").First().Text(); !strings.Contains(text, "forty services") {
		t.Errorf("the message reads %q", text)
	}
	mail := one.Find(`a[href^="mailto:"]`).AttrOr("href", "")
	if !strings.HasPrefix(mail, "mailto:ada@engines.example?subject=") || strings.Contains(mail, "+") {
		t.Errorf("the answer goes to %q", mail)
	}
	step := func(fields ...string) {
		t.Helper()
		if a := v.post(path, fields...); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != path {
			t.Fatalf("%v: status %d to %q", fields, a.StatusCode, a.Header.Get("Location"))
		}
	}
	step("step", "taken")
	step("step", "noted", "note", "Called them.\r\nNice people.")
	step("step", "answered", "note", "Sent an offer.")
	step("step", "closed", "outcome", "won", "note", "")
	done := v.get(path).docOf(t, http.StatusOK)
	if got := strings.Join(strings.Fields(done.Find(".history").Text()), " "); !strings.Contains(got, "Taken Edgar Ebner") ||
		!strings.Contains(got, "Nice people.") || !strings.Contains(got, "Closed: won") {
		t.Errorf("the history reads %q", got)
	}
	if a := v.post(path, "step", "taken"); a.StatusCode != http.StatusConflict {
		t.Errorf("taking a closed one: status %d", a.StatusCode)
	}
	step("step", "reopened")
	if got := v.get(sampleHome+"/enquiries?state=active").docOf(t, http.StatusOK).Find("tbody tr").Length(); got != 1 {
		t.Errorf("%d active enquiries, want 1", got)
	}
	if got := v.get(sampleHome+"/enquiries?state=closed").docOf(t, http.StatusOK).Find("tbody tr").Length(); got != 0 {
		t.Errorf("%d closed enquiries, want none", got)
	}
}

func TestMistakesInTheInboxAreExplained(t *testing.T) {
	w, path := inbox(t)
	v := w.signedIn(t, "owner")
	empty := v.post(path, "step", "noted", "note", " ").docOf(t, http.StatusUnprocessableEntity)
	if empty.Find("#noted-note-error").Text() == "" {
		t.Error("an empty note is not explained")
	}
	open := v.post(path, "step", "closed", "outcome", "", "note", "They are gone.").docOf(t, http.StatusUnprocessableEntity)
	if open.Find("#outcome-error").Text() == "" || open.Find("#closed-note").Text() != "They are gone." {
		t.Errorf("closing without an outcome: %q, the note is now %q", open.Find("#outcome-error").Text(), open.Find("#closed-note").Text())
	}
	long := v.post(path, "step", "answered", "note", strings.Repeat("é", 2001)).docOf(t, http.StatusUnprocessableEntity)
	if len([]rune(long.Find("#answered-note").Text())) != 2001 {
		t.Error("a note that is too long is lost")
	}
	if a := v.post(path, "step", "burnt"); a.StatusCode != http.StatusBadRequest {
		t.Errorf("a step that does not exist: status %d", a.StatusCode)
	}
}

func TestEnquiriesAreForThePartnersMembersOnly(t *testing.T) {
	w, path := inbox(t)
	for _, who := range []string{"other", "reviewer", "auditor", "admin"} {
		v := w.signedIn(t, who)
		for _, p := range []string{sampleHome + "/enquiries", path} {
			if a := v.get(p); a.StatusCode != http.StatusForbidden || strings.Contains(a.body, "engines.example") {
				t.Errorf("%s reads %s: status %d", who, p, a.StatusCode)
			}
		}
	}
	// The number of another partner's enquiry under one's own address opens nothing.
	other := w.signedIn(t, "other")
	if a := other.get(strings.Replace(path, "osterhout-and-lindqvist", "quebracho-cloud", 1)); a.StatusCode != http.StatusNotFound {
		t.Errorf("another partner's enquiry: status %d", a.StatusCode)
	}
	if a := other.post(strings.Replace(path, "osterhout-and-lindqvist", "quebracho-cloud", 1), "step", "taken"); a.StatusCode != http.StatusNotFound {
		t.Errorf("taking another partner's enquiry: status %d", a.StatusCode)
	}
	viewer := w.signedIn(t, "viewer")
	if doc := viewer.get(path).docOf(t, http.StatusOK); doc.Find("main form").Length() != 0 {
		t.Error("a viewer is offered forms")
	}
	if a := viewer.post(path, "step", "taken"); a.StatusCode != http.StatusForbidden {
		t.Errorf("a viewer takes it: status %d", a.StatusCode)
	}
}

func TestAnEnquiryIsMailedOnceToEverybodyWhoWantsIt(t *testing.T) {
	w := openWriter(t)
	card, _ := w.live.Current().Index.Card("osterhout-and-lindqvist")
	w.partner = search.Hit{ID: card.ID, Slug: card.Slug, Name: card.Name}
	members, err := w.store.Members(t.Context(), card.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		if m.Account.Email == "viewer@sample.example" {
			if err := w.store.SetMailOff(t.Context(), store.Act{}, m.Account.ID, []string{"enquiries"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	form := w.draw(t)
	form.Set("about", "")
	for range 2 {
		w.send(t, form)
	}
	_, mails, err := w.store.Outbox(t.Context(), "", 20, 0)
	if err != nil {
		t.Fatal(err)
	}
	to := map[string]int{}
	for _, m := range mails {
		to[m.Recipient]++
		if !strings.Contains(m.Plain, "forty services") || !strings.Contains(m.Plain, "/portal/osterhout-and-lindqvist/enquiries/") || m.Subject != "Enquiry from Ada Lovelace, Engines Ltd" {
			t.Errorf("mail to %s: %q\n%s", m.Recipient, m.Subject, m.Plain)
		}
	}
	if to["owner@sample.example"] != 1 || to["editor@sample.example"] != 1 || to["viewer@sample.example"] != 0 || len(mails) != 3 {
		t.Errorf("mails to %v, want one to owner, editor and the partner's address", to)
	}
}

func TestOverdueEnquiriesStandOut(t *testing.T) {
	w, _ := inbox(t)
	w.now = w.now.AddDate(0, 0, 14)
	if err := w.store.CatchUp(t.Context(), program.DayOf(w.now), nil); err != nil {
		t.Fatal(err)
	}
	// A change brings the snapshot to the new day.
	if err := w.store.ConfirmProfile(t.Context(), store.Act{}, w.partner.ID, program.DayOf(w.now)); err != nil {
		t.Fatal(err)
	}
	v := w.signedIn(t, "viewer")
	doc := v.get(sampleHome+"/enquiries?state=overdue").docOf(t, http.StatusOK)
	if !strings.Contains(doc.Find("tbody tr").Text(), "overdue") {
		t.Errorf("the list of overdue ones reads %q", doc.Find("tbody").Text())
	}
}

func TestFiguresPageShowsEveryWeek(t *testing.T) {
	s := openSite(t)
	card, _ := s.live.Current().Index.Card("osterhout-and-lindqvist")
	if err := s.store.AddFigures(t.Context(), program.DayOf(sampleDay()), []store.Figures{{Partner: card.ID, Views: 1234, Appearances: 7, Proofs: 1, Enquiries: 2}}); err != nil {
		t.Fatal(err)
	}
	if err := s.store.AddFigures(t.Context(), program.DayOf(sampleDay().Add(-7*24*time.Hour)), []store.Figures{{Partner: card.ID, Views: 617}}); err != nil {
		t.Fatal(err)
	}
	v := s.signedIn(t, "viewer")
	doc := v.get(sampleHome+"/figures").docOf(t, http.StatusOK)
	if n := doc.Find(".chart svg[role=img][aria-label]").Length(); n != 4 {
		t.Errorf("%d charts with a text alternative, want 4", n)
	}
	if n := doc.Find("table tbody tr").Length(); n != 26 {
		t.Errorf("%d weeks, want 26", n)
	}
	if first := doc.Find("table tbody tr").First().Text(); !strings.Contains(first, "23 Nov 2026") || !strings.Contains(first, program.FormatNumber(1234)) {
		t.Errorf("the first row reads %q", first)
	}
	if half := doc.Find(".chart rect").Eq(24).AttrOr("height", ""); half != "50" {
		t.Errorf("half as many are drawn %q high, want 50", half)
	}
	other := s.signedIn(t, "other")
	if a := other.get(sampleHome + "/figures"); a.StatusCode != http.StatusForbidden {
		t.Errorf("a member of another partner: status %d", a.StatusCode)
	}
}
