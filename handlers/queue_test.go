package handlers_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/chromedp"

	"partnerdirectory/handlers"
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
)

// The partner that the sample's members belong to.
const (
	oursSlug = "osterhout-and-lindqvist"
	oursName = "Osterhout &amp; Lindqvist" // as HTML has it
)

// nora hands in a certification of somebody new and returns its page in the queue, and in the portal.
func (s *site) nora(t *testing.T, editor *visitor, name string) (queue, page string) {
	t.Helper()
	p := s.live.Current().Programme
	page = editor.post(ours+"/people", "person", "new", "name", name, "joined", "2026-01-02", "code", p.Certifications[0].Code,
		"earned", "2026-02-03", "proof", "https://example.com/1", "do", "hand-in", "once", "nora "+name).Header.Get("Location")
	facts := s.facts(t, s.partnerID(t, oursSlug))
	i := slices.IndexFunc(facts.Holdings, func(h program.Holding) bool { return h.Name == name })
	if i < 0 {
		t.Fatalf("the certification is not there; sent to %q", page)
	}
	return fmt.Sprintf("/admin/queue/certification/osterhout-and-lindqvist/%d", facts.Holdings[i].ID), page
}

// key returns the key of the forms on a page.
func (a answerTo) key(t *testing.T) string {
	t.Helper()
	key := a.doc(t).Find(`main input[name="once"]`).First().AttrOr("value", "")
	if key == "" {
		t.Fatal("the form has no key")
	}
	return key
}

func TestQueueListsFiltersAndClaims(t *testing.T) {
	s := openSite(t)
	editor, rita, ada := s.signedIn(t, "editor"), s.signedIn(t, "reviewer"), s.signedIn(t, "admin")
	item, _ := s.nora(t, editor, "Nora Neu")
	a := rita.get("/admin/queue")
	if a.StatusCode != http.StatusOK || a.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("the queue: %d, %q", a.StatusCode, a.Header.Get("Cache-Control"))
	}
	rows := a.doc(t).Find(".queue tbody tr")
	var ages []string
	rows.Each(func(_ int, r *goquery.Selection) { ages = append(ages, r.Find("time").AttrOr("datetime", "")) })
	if rows.Length() < 3 || !slices.IsSorted(ages) || rows.Last().Find("a").AttrOr("href", "") != item {
		t.Errorf("%d rows, since %v, the last %q", rows.Length(), ages, rows.Last().Find("a").AttrOr("href", ""))
	}
	if line := a.doc(t).Find(".queue-line").Text(); !strings.HasPrefix(line, strconv.Itoa(rows.Length())+" wait") || !strings.Contains(line, " days.") {
		t.Errorf("the line says %q", line)
	}
	only := rita.get("/admin/queue?kind=certification&country=NL").doc(t)
	if only.Find(`.queue a[href="`+item+`?country=NL&kind=certification"]`).Length() != 1 || only.Find(`.queue a[href*="/reference/"]`).Length() != 0 {
		t.Error("the filter shows others, or the way back forgets it")
	}
	if a := rita.get("/admin/queue?kind=recognition"); !strings.Contains(a.body, "Nothing that you chose waits") {
		t.Error("an empty choice does not say so")
	}

	key := rita.get(item).key(t)
	if a := rita.post(item+"/claim", "do", "claim", "once", key); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("claim: %d", a.StatusCode)
	}
	if a := ada.get("/admin/queue"); !strings.Contains(a.doc(t).Find(".queue tbody tr").Last().Text(), "Rita Rossi") {
		t.Error("others do not see who works on it")
	}
	if a := ada.get(item); !strings.Contains(a.body, "Take it over") || strings.Contains(a.body, `value="accept"`) {
		t.Error("somebody else’s work can be decided, or not taken over")
	}
	if a := ada.post(item, "do", "accept", "once", "x"); a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "Rita Rossi works on this") {
		t.Errorf("decided what somebody else works on: %d", a.StatusCode)
	}
	if a := ada.post(item+"/claim", "do", "claim"); a.StatusCode != http.StatusConflict {
		t.Errorf("claimed twice: %d", a.StatusCode)
	}
	ada.post(item+"/claim", "do", "take-over")
	if a := rita.post(item, "do", "accept", "once", "y"); a.StatusCode != http.StatusConflict {
		t.Errorf("taken over, but decided: %d", a.StatusCode)
	}
	ada.post(item+"/claim", "do", "release")
	if a := rita.post(item, "do", "accept", "once", "z"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("released: %d", a.StatusCode)
	}
}

// Deciding once: a double click, a second reviewer, and a partner who withdrew.
func TestDecidedOnce(t *testing.T) {
	s := openSite(t)
	editor, rita, ada := s.signedIn(t, "editor"), s.signedIn(t, "reviewer"), s.signedIn(t, "admin")
	item, page := s.nora(t, editor, "Nora Neu")
	a := rita.get(item)
	for _, want := range []string{"What was handed in", "Nora Neu", "https://example.com/1", "What accepting it does", "More of this kind from " + oursName, "Handed in"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if a := rita.post(item, "do", "reject", "once", "r"); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Say why") {
		t.Errorf("rejected without a reason: %d", a.StatusCode)
	}
	key := a.key(t)
	var both sync.WaitGroup
	for range 2 {
		again := &visitor{t: t, s: s, cookies: map[string]string{"session": rita.cookies["session"]}}
		both.Go(func() {
			if a := again.post(item, "do", "reject", "standard", "The proof does not open.", "reason", "We tried twice.", "once", key); a.StatusCode != http.StatusSeeOther {
				t.Errorf("a double click: %d", a.StatusCode)
			}
		})
	}
	both.Wait()
	if a := rita.get("/admin/queue"); !strings.Contains(a.body, "Not accepted: Nora Neu") {
		t.Error("the queue does not say what was done")
	}
	late := ada.post(item, "do", "accept", "once", "late")
	if late.StatusCode != http.StatusConflict || !strings.Contains(late.body, "Rita Rossi did not accept it on 23 Nov 2026") || !strings.Contains(late.body, "The proof does not open. We tried twice.") {
		t.Errorf("the second reviewer: %d", late.StatusCode)
	}
	if a := ada.get(item); a.StatusCode != http.StatusSeeOther || !strings.Contains(ada.get("/admin/queue").body, "Rita Rossi did not accept it") {
		t.Errorf("what is decided: %d", a.StatusCode)
	}
	events, err := s.store.Events(t.Context(), store.EventFilter{Action: "decide evidence", Limit: 9})
	if err != nil || len(events) != 1 || events[0].By != "reviewer@sample.example" {
		t.Errorf("%d decisions, %v", len(events), err)
	}
	if a := editor.get(page); !strings.Contains(a.body, "The proof does not open. We tried twice.") {
		t.Error("the partner does not read why")
	}

	item, page = s.nora(t, editor, "Nils Neu")
	editor.post(page+"/withdraw", "once", "w")
	if a := rita.post(item, "do", "accept", "once", "n"); a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "Edgar Ebner withdrew it") {
		t.Errorf("withdrawn: %d", a.StatusCode)
	}
	if a := rita.get("/admin/queue/certification/osterhout-and-lindqvist/99999999"); a.StatusCode != http.StatusNotFound {
		t.Errorf("what never was: %d", a.StatusCode)
	}
	if a := rita.get("/admin/queue/anything/osterhout-and-lindqvist/1"); a.StatusCode != http.StatusNotFound {
		t.Errorf("a kind that is none: %d", a.StatusCode)
	}
}

func TestAskedForMore(t *testing.T) {
	s := openSite(t)
	editor, rita := s.signedIn(t, "editor"), s.signedIn(t, "reviewer")
	item, page := s.nora(t, editor, "Nora Neu")
	if a := rita.post(item, "do", "more", "reason", "Name the issuer.", "once", "m"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("asked: %d", a.StatusCode)
	}
	if a := editor.get(page + "/edit"); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "Nora Neu") {
		t.Errorf("the draft: %d", a.StatusCode)
	}
	a := editor.get(ours + "/notices")
	link := a.doc(t).Find(`.notices a[href$="/edit"]`).AttrOr("href", "")
	if !strings.Contains(a.body, "more is needed") || !strings.Contains(a.body, "Name the issuer.") || link != page+"/edit" {
		t.Errorf("the notice leads to %q, want %s/edit", link, page)
	}
	if a := rita.post(item, "do", "accept", "once", "n"); a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "asked the partner for more") {
		t.Errorf("decided after: %d", a.StatusCode)
	}
}

// Nobody decides what their own company handed in.
func TestOwnEvidenceIsNotDecided(t *testing.T) {
	s := openSite(t)
	editor, rita := s.signedIn(t, "editor"), s.signedIn(t, "reviewer")
	item, _ := s.nora(t, editor, "Nora Neu")
	account, err := s.store.AccountByEmail(t.Context(), "reviewer@sample.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.AddMember(t.Context(), store.Act{}, s.partnerID(t, oursSlug), account.ID, program.Viewer); err != nil {
		t.Fatal(err)
	}
	if a := rita.get(item); a.StatusCode != http.StatusOK || strings.Contains(a.body, `value="accept"`) || !strings.Contains(a.body, "You are a member of "+oursName) ||
		!strings.Contains(a.doc(t).Find("nav").Text(), "Review queue") {
		t.Errorf("the page offers a decision, or does not say why not: %d", a.StatusCode)
	}
	for _, path := range []string{item, item + "/claim"} {
		if a := rita.post(path, "do", "accept", "once", path); a.StatusCode != http.StatusForbidden || !strings.Contains(a.body, "You are a member of "+oursName) {
			t.Errorf("POST %s: %d", path, a.StatusCode)
		}
	}
}

func TestDocumentsAreReadByReviewers(t *testing.T) {
	s := openSite(t)
	editor, rita := s.signedIn(t, "editor"), s.signedIn(t, "reviewer")
	kind := editor.get(ours+"/documents/new").doc(t).Find(`select[name="document"] option[value!=""]`).AttrOr("value", "")
	content := []byte("%PDF-1.7\nThe plan.\n")
	if a := editor.upload(ours+"/documents", "file", "plan.pdf", content, "document", kind, "issued", "2026-05-04", "do", "hand-in", "once", "d"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("handed in: %d", a.StatusCode)
	}
	item := rita.get("/admin/queue?kind=document&country=NL").doc(t).Find(`.queue a[href*="osterhout-and-lindqvist"]`).AttrOr("href", "")
	item, _, _ = strings.Cut(item, "?")
	a := rita.get(item)
	if !strings.Contains(a.body, "plan.pdf") {
		t.Error("the page does not name the file")
	}
	file := a.doc(t).Find("main a[download]").AttrOr("href", "")
	got := rita.get(file)
	if got.StatusCode != http.StatusOK || got.body != string(content) || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%s: %d, %q", file, got.StatusCode, got.Header.Get("Content-Disposition"))
	}
	for _, who := range []string{"auditor", "other", "editor"} {
		if a := s.signedIn(t, who).get(file); a.StatusCode < 400 {
			t.Errorf("%s reads the document: %d", who, a.StatusCode)
		}
	}
}

// A firm records what it found; nobody else does, and the auditor sees nothing else.
func TestAuditorRecordsTheFirmsReviews(t *testing.T) {
	s := openSite(t)
	id := s.partnerID(t, oursSlug)
	book := func(firm string) string {
		t.Helper()
		it, err := s.store.HandIn(t.Context(), store.Act{By: "Edgar Ebner"}, store.Item{
			Partner: id, Kind: store.ItemReview, Title: "Review Kubernetes",
			Fields: map[string]string{"specialization": "kubernetes", "firm": firm, "wanted": "2026-12-01", "projects": "A", "contact": "Olive"},
		}, store.Handed{}, store.ItemSubmitted, program.DayOf(sampleDay()))
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("/admin/queue/booking/osterhout-and-lindqvist/%d", it.ID)
	}
	mine, theirs := book("Northmark Assurance"), book("Corvid Audit Partners")
	aud, rita := s.signedIn(t, "auditor"), s.signedIn(t, "reviewer")
	list := aud.get("/admin/queue").doc(t).Find(".queue tbody tr")
	if list.Length() != 1 || list.Find("a").AttrOr("href", "") != mine {
		t.Errorf("the auditor sees %d rows: %q", list.Length(), list.Find("a").AttrOr("href", ""))
	}
	for _, path := range []string{theirs, theirs + "/file", "/admin/queue/certification/osterhout-and-lindqvist/1"} {
		if a := aud.get(path); a.StatusCode != http.StatusNotFound {
			t.Errorf("the auditor at %s: %d", path, a.StatusCode)
		}
	}
	if a := aud.post(theirs, "do", "record", "result", "pass", "once", "x"); a.StatusCode != http.StatusNotFound {
		t.Errorf("the auditor records another firm's review: %d", a.StatusCode)
	}
	if a := rita.get(mine); !strings.Contains(a.body, "Northmark Assurance holds this review") || strings.Contains(a.body, `value="record"`) {
		t.Error("a reviewer is offered to record the review")
	}
	if a := rita.post(mine, "do", "record", "result", "pass", "once", "x"); a.StatusCode != http.StatusForbidden {
		t.Errorf("a reviewer records a review: %d", a.StatusCode)
	}

	doc := aud.get(mine).doc(t)
	checklist := doc.Find(`select[name="checklist"] option`).Last().AttrOr("value", "")
	if a := aud.post(mine, "do", "record", "result", "pass", "held", "2026-11-20", "checklist", checklist, "remark", "Well run.", "once", "a"); a.StatusCode != http.StatusUnprocessableEntity ||
		a.doc(t).Find("#remark").Text() != "Well run." || !strings.Contains(a.body, "at least one module") {
		t.Errorf("a pass without modules: %d", a.StatusCode)
	}
	if a := aud.post(mine, "do", "record", "result", "no-pass", "held", "2026-11-20", "checklist", checklist, "once", "b"); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Say what was missing") {
		t.Errorf("no pass without a remark: %d", a.StatusCode)
	}
	if a := aud.post(mine, "do", "record", "result", "pass", "module", "x", "held", "2027-01-01", "checklist", "old", "once", "c"); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "still to come") {
		t.Errorf("a day to come: %d", a.StatusCode)
	}
	fields := []string{"do", "record", "result", "pass", "held", "2026-11-20", "checklist", checklist, "remark", "Well run.", "once", "d"}
	doc.Find(`input[name="module"]`).Each(func(_ int, m *goquery.Selection) { fields = append(fields, "module", m.AttrOr("value", "")) })
	if a := aud.post(mine, fields...); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("recorded: %d", a.StatusCode)
	}
	reviews := s.facts(t, id).Reviews
	r := reviews[len(reviews)-1]
	if r.Firm != "Northmark Assurance" || r.By != program.ByThirdParty || !r.Passed || r.Held.String() != "2026-11-20" || r.Checklist != checklist || len(r.Modules) == 0 {
		t.Errorf("%+v", r)
	}
	if a := s.signedIn(t, "editor").get(ours + "/notices"); !strings.Contains(a.body, "Review of Kubernetes: passed") || !strings.Contains(a.body, "Well run.") {
		t.Error("the partner is not told")
	}
	if a := aud.get("/admin/queue"); !strings.Contains(a.body, "Recorded as passed") || !strings.Contains(a.body, "No review is booked with Northmark Assurance") {
		t.Error("the queue does not say what was done")
	}
}

func TestDisputeIsAnsweredWithTheRightValue(t *testing.T) {
	s := openSite(t)
	editor, rita := s.signedIn(t, "editor"), s.signedIn(t, "reviewer")
	id := s.partnerID(t, oursSlug)
	wrong := s.facts(t, id).Metrics[0]
	send := func(key string) string {
		t.Helper()
		page := editor.post(ours+"/disputes", "metric", wrong.Metric, "month", wrong.Month.String(), "customer", wrong.Customer,
			"right", "1 234.5", "reason", "Booked twice.", "do", "hand-in", "once", key).Header.Get("Location")
		return "/admin/queue/dispute/osterhout-and-lindqvist/" + page[strings.LastIndexByte(page, '/')+1:]
	}
	item, right := send("a"), fmt.Sprintf("right-%d", wrong.ID)
	if a := rita.get(item); a.StatusCode != http.StatusOK || a.doc(t).Find("#"+right).Length() != 1 || !strings.Contains(a.body, "Booked twice.") {
		t.Fatalf("the dispute: %d", a.StatusCode)
	}
	for _, row := range []struct {
		name, want string
		fields     []string
	}{
		{"nothing chosen", "Choose what the source shows", []string{"reason", "x"}},
		{"wrong without a value", "right value of at least one", []string{"verdict", "wrong", "reason", "x"}},
		{"right with a value", "write another", []string{"verdict", "right", "reason", "x", right, "5"}},
		{"no number", "Write a number such as", []string{"verdict", "wrong", "reason", "x", right, "about 5"}},
		{"no reason", "Say what the source shows", []string{"verdict", "wrong", right, "5"}},
	} {
		a := rita.post(item, append(row.fields, "do", "answer", "once", row.name)...)
		if a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, row.want) {
			t.Errorf("%s: %d", row.name, a.StatusCode)
		}
	}
	if a := rita.post(item, "do", "foresee", "verdict", "wrong", right, "1 234.5", "once", "f"); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "What the new values would do") ||
		a.doc(t).Find("#"+right).AttrOr("value", "") != "1 234.5" {
		t.Errorf("foreseen: %d", a.StatusCode)
	}
	if s.facts(t, id).Metrics[0].ID != wrong.ID {
		t.Fatal("foreseeing it corrected it")
	}
	if a := rita.post(item, "do", "answer", "verdict", "wrong", right, "1 234.5", "reason", "The source agrees.", "once", "g"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("answered: %d", a.StatusCode)
	}
	if !slices.ContainsFunc(s.facts(t, id).Metrics, func(m program.MetricValue) bool {
		return m.Value == 1234.5 && m.Customer == wrong.Customer && m.Month == wrong.Month && m.Product == wrong.Product
	}) {
		t.Error("the right figure is not there")
	}
	item = send("b")
	if a := rita.post(item, "do", "answer", "verdict", "right", "reason", "It is right now.", "once", "h"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("upheld: %d", a.StatusCode)
	}
	a := editor.get(ours + "/notices")
	for _, want := range []string{"corrected", "The source agrees.", "stays as it is", "It is right now."} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the notices do not say %q", want)
		}
	}
}

// Every page of what waits in the sample opens, for those who may see it.
func TestEveryWaitingPageOpens(t *testing.T) {
	s := openSite(t)
	rita := s.signedIn(t, "reviewer")
	n := 0
	rita.get("/admin/queue").doc(t).Find(".queue tbody a").Each(func(_ int, a *goquery.Selection) {
		n++
		page := rita.get(a.AttrOr("href", ""))
		if page.StatusCode != http.StatusOK || !strings.Contains(page.body, "What accepting it does") {
			t.Errorf("%s: %d", a.AttrOr("href", ""), page.StatusCode)
		}
	})
	if n == 0 {
		t.Error("nothing waits in the sample")
	}
	for who, first := range map[string]string{"reviewer": "/admin", "auditor": "/admin/queue", "admin": "/admin"} {
		if a := s.signedIn(t, who).get("/portal"); a.Header.Get("Location") != first {
			t.Errorf("the %s begins at %q", who, a.Header.Get("Location"))
		}
	}
}

// The reviewer is told what the last missing piece does, accepts it, and the label is on the public profile.
func TestReviewerGrantsTheLabelInTheBrowser(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	today := program.DayOf(sampleDay())
	q, err := o.store.Queue(t.Context(), store.WaitingFilter{}, today, 1, 100)
	if err != nil {
		t.Fatal(err)
	}
	var last store.Waiting
	label := ""
	for _, x := range q.Page {
		if x.Kind.IsItem() {
			continue
		}
		foreseen, err := o.store.ForeseeDecision(t.Context(), x, program.Accepted, today)
		if err != nil {
			t.Fatal(err)
		}
		if i := slices.IndexFunc(foreseen, func(c program.Consequence) bool { return slices.Contains(c.Events, program.EventGranted) }); i >= 0 {
			last, label = x, foreseen[i].Specialization
			break
		}
	}
	if label == "" {
		t.Fatal("nobody in the sample misses only what waits")
	}
	s, _ := o.live.Current().Programme.Specialization(label)
	path := fmt.Sprintf("/admin/queue/%s/%s/%d", last.Kind, last.PartnerSlug, last.ID)
	held := "Boolean(document.querySelector('#labels')?.textContent.includes(" + quote(s.Name) + "))"

	b := openBrowser(t, o.site)
	b.open("/partners/" + last.PartnerSlug)
	if b.text(held) == "true" {
		t.Fatal("the label is shown before")
	}
	b.open("/signin?next=/admin/queue")
	b.enter("#email", "reviewer@sample.example")
	b.enter("#password", web.SamplePassword)
	b.click(".gate .primary")
	b.until("location.pathname === '/admin/queue' && document.querySelector('.queue')")
	b.click(".queue a[href=\"" + path + "\"]")
	b.until("location.pathname === " + quote(path))
	b.click(".claim button[value=claim]")
	b.until("document.querySelector('.claim')?.textContent.includes('You work on this')")
	b.until("document.querySelector('.effects')?.textContent.includes(" + quote("Grants "+s.Name+" to "+last.PartnerName) + ")")
	b.click("button[value=accept]")
	b.until("location.pathname === '/admin/queue' && document.querySelector('.flash')?.textContent.includes(" + quote(s.Name+" is granted to "+last.PartnerName) + ")")
	b.open("/partners/" + last.PartnerSlug)
	b.until(held)
}

// Nothing of the queue scrolls sideways.
func TestQueueFitsEveryWidth(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	item, _ := o.nora(t, o.signedIn(t, "editor"), "Nora Neu")
	wrong := o.facts(t, o.partnerID(t, oursSlug)).Metrics[0]
	page := o.signedIn(t, "editor").post(ours+"/disputes", "metric", wrong.Metric, "month", wrong.Month.String(), "right", "1", "reason", "Booked twice.",
		"do", "hand-in", "once", "k").Header.Get("Location")
	b := openBrowser(t, o.site)
	b.open("/signin?next=/admin/queue")
	b.enter("#email", "reviewer@sample.example")
	b.enter("#password", web.SamplePassword)
	b.click(".gate .primary")
	b.until("location.pathname === '/admin/queue'")
	for _, width := range []int64{320, 768, 1280} {
		b.do(chromedp.EmulateViewport(width, 800))
		for _, path := range []string{"/admin/queue", item, "/admin/queue/dispute/osterhout-and-lindqvist/" + page[strings.LastIndexByte(page, '/')+1:]} {
			b.open(path)
			if over := b.text("document.documentElement.scrollWidth - document.documentElement.clientWidth"); over != "0" {
				t.Errorf("%s at %d px: %s px too wide", path, width, over)
			}
		}
	}
}

// The queue is worked through by keys; nothing is decided by a single one, and all of it can be turned off.
func TestQueueByKeys(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	o.nora(t, o.signedIn(t, "editor"), "Nora Neu")
	b := openBrowser(t, o.site)
	b.open("/signin?next=/admin/queue")
	b.enter("#email", "reviewer@sample.example")
	b.enter("#password", web.SamplePassword)
	b.click(".gate .primary")
	ready := " && document.querySelector('[data-keys]:not([hidden])')" // its script has run
	b.until("location.pathname === '/admin/queue'" + ready)
	key := b.press
	key("j")
	key("j")
	key("k")
	b.until("document.activeElement === document.querySelectorAll('.queue tbody a')[0]")
	b.open("/admin/queue?kind=certification")
	key("j")
	key("\r")
	b.until("location.pathname.startsWith('/admin/queue/certification/')" + ready)
	key("r")
	b.until("document.activeElement.value === 'reject'")
	key("a")
	b.until("document.activeElement.value === 'accept'")
	key("?")
	b.until("document.querySelector('dialog.keys').open && document.querySelector('dialog.keys').textContent.includes('Accept')")
	b.click("dialog.keys input")
	b.click("dialog.keys form button")
	b.until("!document.querySelector('dialog.keys').open")
	b.text("document.activeElement.blur()")
	key("r")
	if got := b.text("document.activeElement.value ?? ''"); got == "reject" {
		t.Error("keys work though they are off")
	}
	b.click("[data-keys]")
	b.click("dialog.keys input")
	b.click("dialog.keys form button")
	b.text("document.activeElement.blur()")
	key("u")
	b.until("location.pathname === '/admin/queue'")
	if q, err := o.store.Queue(t.Context(), store.WaitingFilter{Kind: store.WaitingCertification}, program.DayOf(sampleDay()), 1, 10); err != nil || q.Total == 0 {
		t.Errorf("%d certifications wait, %v: keys decided something", q.Total, err)
	}
}
