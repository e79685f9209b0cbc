package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/store"
)

// writer is a customer who writes to one partner.
type writer struct {
	*site
	now     time.Time
	partner search.Hit
}

func openWriter(t *testing.T) *writer {
	t.Helper()
	w := &writer{now: sampleDay()}
	w.site = openSiteAt(t, func() time.Time { return w.now })
	w.partner = w.holder(t)
	return w
}

func (w *writer) path() string { return "/partners/" + w.partner.Slug + "/enquiry" }

// draw opens the form and fills it in; a minute passes meanwhile.
func (w *writer) draw(t *testing.T) url.Values {
	t.Helper()
	key, ok := w.page(t, w.path()).Find("form.form input[name=key]").Attr("value")
	if !ok {
		t.Fatal("the form has no key")
	}
	w.now = w.now.Add(time.Minute)
	return url.Values{
		"key": {key}, "name": {"Ada Lovelace"}, "company": {"Engines Ltd"}, "email": {"ada@engines.example"},
		"about": {"specialization:kubernetes"}, "message": {"We want to move forty services.\r\n\r\nBy spring."}, "website": {""},
	}
}

func (w *writer) send(t *testing.T, form url.Values) answerTo {
	t.Helper()
	return w.do(t, http.MethodPost, w.path(), map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, form.Encode())
}

func (w *writer) stored(t *testing.T) []store.Enquiry {
	t.Helper()
	list, err := w.store.Enquiries(t.Context(), w.partner.ID, store.EnquiryFilter{Limit: 50}, program.DayOf(w.now))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestAnEnquiryReachesThePartner(t *testing.T) {
	w := openWriter(t)
	if w.page(t, "/partners/"+w.partner.Slug).Find(`a[href="`+w.path()+`"]`).Length() == 0 {
		t.Error("the profile does not lead to the form")
	}
	if w.page(t, "/compare?p="+w.partner.Slug).Find(`a[href="`+w.path()+`"]`).Length() == 0 {
		t.Error("the comparison does not lead to the form")
	}
	form := w.draw(t)
	for range 2 { // sent twice, it is one enquiry
		a := w.send(t, form)
		if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != w.path()+"/sent" {
			t.Fatalf("status %d to %q", a.StatusCode, a.Header.Get("Location"))
		}
	}
	list := w.stored(t)
	if len(list) != 1 {
		t.Fatalf("%d enquiries are stored, want 1", len(list))
	}
	e := list[0]
	if e.Name != "Ada Lovelace" || e.Company != "Engines Ltd" || e.Email != "ada@engines.example" ||
		e.Specialization != "kubernetes" || e.Message != "We want to move forty services.\n\nBy spring." || e.State != program.EnquiryNew {
		t.Errorf("stored %+v", e)
	}
	if text := w.page(t, w.path()+"/sent").Find("main").Text(); !strings.Contains(text, "14 days") || !strings.Contains(text, w.partner.Name) {
		t.Errorf("the thanks do not say what happens next: %q", text)
	}
	for _, path := range []string{"/partners/" + w.partner.Slug, w.path(), w.path() + "/sent"} {
		if strings.Contains(w.get(t, path).body, "engines.example") {
			t.Errorf("%s shows the enquirer's address", path)
		}
	}
}

func TestAnEnquiryWithMistakesIsKeptAndExplained(t *testing.T) {
	w := openWriter(t)
	for field, bad := range map[string]string{
		"name": "", "email": "ada at engines", "message": strings.Repeat("é", 4001), "about": "service:plumbing", "company": strings.Repeat("c", 101),
	} {
		form := w.draw(t)
		form.Set(field, bad)
		a := w.send(t, form)
		if a.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s %.20q: status %d, want 422", field, bad, a.StatusCode)
			continue
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
		if err != nil {
			t.Fatal(err)
		}
		if doc.Find("#"+field+"-problem").Text() == "" || doc.Find(".problems a[href='#"+field+"']").Length() != 1 {
			t.Errorf("%s: nothing says what is wrong", field)
		}
		if by, _ := doc.Find("#" + field).Attr("aria-describedby"); !strings.Contains(by, field+"-problem") {
			t.Errorf("%s: the sentence is not tied to the field", field)
		}
		if got, _ := doc.Find("#company").Attr("value"); got != form.Get("company") {
			t.Errorf("%s: the company is now %q", field, got)
		}
		if field != "message" && !strings.Contains(doc.Find("#message").Text(), "forty services") {
			t.Errorf("%s: the message is lost", field)
		}
		if field != "name" && doc.Find("#name").AttrOr("value", "") != "Ada Lovelace" {
			t.Errorf("%s: the name is lost", field)
		}
		form.Set(field, map[string]string{"name": "Ada", "email": "ada@engines.example", "message": "Shorter."}[field])
		w.now = w.now.Add(15 * time.Minute)
		if a := w.send(t, form); a.StatusCode != http.StatusSeeOther {
			t.Errorf("%s, corrected: status %d", field, a.StatusCode)
		}
	}
}

func TestProgramsDoNotGetTheirEnquiriesThrough(t *testing.T) {
	w := openWriter(t)
	refused := func(what string, form url.Values) {
		t.Helper()
		a := w.send(t, form)
		if a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "forty services") {
			t.Errorf("%s: status %d, want 422 with the message kept", what, a.StatusCode)
		}
	}
	trapped := w.draw(t)
	trapped.Set("website", "https://spam.example")
	refused("the field nobody sees", trapped)
	quick := w.draw(t)
	w.now = w.now.Add(-59 * time.Second)
	refused("after a second", quick)
	forged := w.draw(t)
	forged.Set("key", "0-AAAA-00112233445566778899aabbccddeeff")
	refused("a made-up key", forged)
	old := w.draw(t)
	w.now = w.now.Add(25 * time.Hour)
	refused("a day later", old)
	if n := len(w.stored(t)); n != 0 {
		t.Errorf("%d enquiries are stored", n)
	}
	trapped.Set("website", "")
	trapped.Set("key", w.draw(t).Get("key"))
	if a := w.send(t, trapped); a.StatusCode != http.StatusSeeOther {
		t.Errorf("a person who sends it again: status %d", a.StatusCode)
	}
}

func TestEnquiriesAreLimitedByAddressAndPartner(t *testing.T) {
	w := openWriter(t)
	for i := range 5 {
		if a := w.send(t, w.draw(t)); a.StatusCode != http.StatusSeeOther {
			t.Fatalf("enquiry %d: status %d", i+1, a.StatusCode)
		}
	}
	a := w.send(t, w.draw(t))
	if a.StatusCode != http.StatusTooManyRequests || !strings.Contains(a.body, "forty services") || !strings.Contains(a.body, "in an hour") {
		t.Errorf("one too many from an address: status %d", a.StatusCode)
	}
	w.now = w.now.Add(2 * time.Hour)
	if a := w.send(t, w.draw(t)); a.StatusCode != http.StatusSeeOther {
		t.Errorf("two hours later: status %d", a.StatusCode)
	}
	if a := w.send(t, w.draw(t)); a.StatusCode != http.StatusTooManyRequests || !strings.Contains(a.body, "tomorrow") {
		t.Errorf("one too many to a partner: status %d", a.StatusCode)
	}
}

func TestMistakesWithoutEndAreStopped(t *testing.T) {
	w := openWriter(t)
	form := w.draw(t)
	form.Set("name", "")
	last := 0
	for range 40 {
		last = w.send(t, form).StatusCode
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("status %d after 40 tries", last)
	}
}

func TestHostileEnquiriesStayText(t *testing.T) {
	w := openWriter(t)
	form := w.draw(t)
	form.Set("name", "Eve\r\nBcc: all@shop.example\u202e")
	form.Set("message", `"><script>alert(1)</script>`)
	form.Set("email", `"><script>alert(1)</script>@x.example`)
	if a := w.send(t, form); strings.Contains(a.body, "<script>alert") || a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("status %d", a.StatusCode)
	}
	form.Set("email", "eve@x.example")
	if a := w.send(t, form); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("status %d", a.StatusCode)
	}
	if got := w.stored(t)[0].Name; got != "Eve Bcc: all@shop.example" {
		t.Errorf("the name is stored as %q", got)
	}
}
