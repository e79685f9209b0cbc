package handlers_test

import (
	"bytes"
	"log/slog"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"partnerdirectory/handlers/portal"
	"partnerdirectory/program"
	"partnerdirectory/store"
)

const ours = "/portal/osterhout-and-lindqvist"

// upload sends a form with a file.
func (v *visitor) upload(path, name, filename string, content []byte, fields ...string) answerTo {
	v.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			v.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile(name, filename)
	if err != nil {
		v.t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		v.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		v.t.Fatal(err)
	}
	var cookies []string
	for name, value := range v.cookies {
		cookies = append(cookies, name+"="+value)
	}
	return v.s.do(v.t, http.MethodPost, path, map[string]string{
		"Cookie": strings.Join(cookies, "; "), "Content-Type": form.FormDataContentType(),
	}, body.String())
}

// partnerID returns the number of the partner with that slug.
func (s *site) partnerID(t *testing.T, slug string) program.PartnerID {
	t.Helper()
	p, err := s.store.Profile(t.Context(), slug, program.DayOf(sampleDay()))
	if err != nil {
		t.Fatal(err)
	}
	return p.Partner.ID
}

func (s *site) facts(t *testing.T, id program.PartnerID) *program.Facts {
	t.Helper()
	f, err := s.store.Facts(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// letterTo returns the newest mail to somebody, with the link in it.
func (s *site) letterTo(t *testing.T, address string) store.QueuedMail {
	t.Helper()
	mails, err := s.store.ClaimMail(t.Context(), 100, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range slices.Backward(mails) {
		if m.Recipient == address {
			return m
		}
	}
	t.Fatalf("no mail to %s", address)
	return store.QueuedMail{}
}

func referenceForm(more ...string) []string {
	form := []string{
		"customer", "Fabrikam", "scenario", "adoption", "project", "The move of the SAP system into the cloud.",
		"finished", "2026-06-30", "contact", "Carla Conti",
	}
	if !slices.Contains(more, "email") {
		more = append(more, "email", "carla@fabrikam.example")
	}
	return append(form, more...)
}

// A reference that is asked for waits for the customer, then for a reviewer, and then counts. Sending the form twice asks once.
func TestReferenceFromTheQuestionToTheFinding(t *testing.T) {
	s := openSite(t)
	v, id := s.signedIn(t, "editor"), s.partnerID(t, "osterhout-and-lindqvist")
	form := referenceForm("do", "hand-in", "once", "key-one")
	first, second := v.post(ours+"/references", form...), v.post(ours+"/references", form...)
	page := first.Header.Get("Location")
	if first.StatusCode != http.StatusSeeOther || second.Header.Get("Location") != page {
		t.Fatalf("asked: %d to %q, then %d to %q", first.StatusCode, page, second.StatusCode, second.Header.Get("Location"))
	}
	items, err := s.store.Items(t.Context(), id, store.ItemReference)
	if err != nil || len(items) != 1 || items[0].State != store.ItemAsked {
		t.Fatalf("%d items, %v", len(items), err)
	}
	if a := v.get(page); !strings.Contains(a.body, "Waits for the customer") || strings.Contains(a.body, "Ask again") {
		t.Error("the page does not say that it waits for the customer, or asks again too soon")
	}

	letter := s.letterTo(t, "carla@fabrikam.example")
	link := regexp.MustCompile(`/confirm/[a-z0-9]+`).FindString(letter.Plain)
	customer := s.visitor(t)
	if a := customer.get(link); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "The move of the SAP system") {
		t.Fatalf("the customer's page: %d", a.StatusCode)
	}
	if a := customer.post(link, "answer", "confirm", "name", "", "finished", "2026-06-15"); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "2026-06-15") {
		t.Errorf("an answer without a name: %d, or what was typed is lost", a.StatusCode)
	}
	for range 2 { // a double click
		if a := customer.post(link, "answer", "confirm", "name", "Carla Conti", "finished", "2026-06-15", "text", "Two weeks earlier."); a.StatusCode != http.StatusSeeOther {
			t.Fatalf("the answer: %d", a.StatusCode)
		}
	}
	if a := customer.get(link); !strings.Contains(a.body, "Thank you") {
		t.Error("the customer is not thanked")
	}
	asked := slices.IndexFunc(s.facts(t, id).References, func(r program.Reference) bool { return r.Customer == "Fabrikam" })
	r := s.facts(t, id).References[asked]
	if r.Decision != program.Submitted || r.Finished.String() != "2026-06-15" {
		t.Errorf("after the answer: %+v", r)
	}
	err = s.store.Decide(t.Context(), store.Act{By: "reviewer"}, id, r.ID, program.Accepted, program.DayOf(sampleDay()))
	if err != nil {
		t.Fatal(err)
	}
	a := v.get(page)
	for _, want := range []string{"Accepted", "Customer asked", "Confirmed with a correction", "Two weeks earlier."} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the history does not say %q", want)
		}
	}
	if a := v.get(ours + "/progress/adoption-and-change-management"); !strings.Contains(a.body, "Reference of Fabrikam") {
		t.Error("the finding does not show the reference")
	}
	notices, err := s.store.Notices(t.Context(), id, 0, 5)
	if err != nil || len(notices) == 0 || notices[0].Kind != program.NoticeDecision {
		t.Errorf("the partner is not told of the decision: %+v, %v", notices, err)
	}
}

func TestCustomerDeclines(t *testing.T) {
	s := openSite(t)
	v, id := s.signedIn(t, "editor"), s.partnerID(t, "osterhout-and-lindqvist")
	before := len(s.facts(t, id).References)
	page := v.post(ours+"/references", referenceForm("do", "hand-in", "once", "k")...).Header.Get("Location")
	link := regexp.MustCompile(`/confirm/[a-z0-9]+`).FindString(s.letterTo(t, "carla@fabrikam.example").Plain)
	if a := s.visitor(t).post(link, "answer", "decline", "name", "Carla Conti", "text", "We do not give references."); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("declined: %d", a.StatusCode)
	}
	if a := v.get(page); !strings.Contains(a.body, "Declined by the customer") || !strings.Contains(a.body, "We do not give references.") {
		t.Error("the partner does not see that the customer declined")
	}
	if got := len(s.facts(t, id).References); got != before {
		t.Errorf("%d references count or wait, want %d", got, before)
	}
	if a := s.get(t, "/confirm/never-was"); a.StatusCode != http.StatusNotFound {
		t.Errorf("a link that never was: %d", a.StatusCode)
	}
}

// A customer who does not answer is asked once more after seven days, by hand or by the program, and not before.
func TestUnansweredCustomerIsAskedAgain(t *testing.T) {
	now := sampleDay()
	s := openSiteAt(t, func() time.Time { return now })
	v := s.signedIn(t, "editor")
	page := v.post(ours+"/references", referenceForm("do", "hand-in", "once", "k")...).Header.Get("Location")
	v.post(page+"/remind", "once", "k2")
	if mails, err := s.store.ClaimMail(t.Context(), 10, time.Minute); err != nil || len(mails) != 1 {
		t.Fatalf("%d mails before seven days have passed, %v", len(mails), err)
	}
	now = now.Add(8 * 24 * time.Hour)
	if err := s.store.Sweep(t.Context(), program.DayOf(now), nil); err != nil {
		t.Fatal(err)
	}
	v = s.signedIn(t, "editor")
	if a := v.get(page); !strings.Contains(a.body, "Ask again") {
		t.Error("the customer cannot be asked again after seven days")
	}
	v.post(page+"/remind", "once", "k3")
	if letter := s.letterTo(t, "carla@fabrikam.example"); !strings.HasPrefix(letter.Subject, "Reminder:") {
		t.Errorf("subject %q", letter.Subject)
	}
	if a := v.get(page); strings.Contains(a.body, "Ask again") {
		t.Error("the customer could be asked a third time at once")
	}
	again := portal.Reminders{Store: s.store, Base: s.url, Log: slog.New(slog.DiscardHandler)}
	v.post(ours+"/references", referenceForm("do", "hand-in", "once", "k4", "email", "dora@fabrikam.example")...)
	if n, err := again.Remind(t.Context()); err != nil || n != 0 {
		t.Errorf("%d customers reminded on the day they were asked, %v", n, err)
	}
	now = now.Add(8 * 24 * time.Hour)
	for i, want := range []int{1, 0} { // each once
		if n, err := again.Remind(t.Context()); err != nil || n != want {
			t.Errorf("round %d: %d customers reminded, want %d, %v", i, n, want, err)
		}
	}
}

// The last missing piece that is accepted brings the label onto the public profile, with the commit.
func TestLastAcceptedItemGrantsTheLabel(t *testing.T) {
	s := openSite(t)
	today := program.DayOf(sampleDay())
	p := s.live.Current().Programme
	for id := program.PartnerID(1); id <= samplePartners; id++ {
		facts := s.facts(t, id)
		labels, err := s.store.LabelsOf(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		facts.Labels = labels
		for _, sp := range p.Specializations {
			set, ok := p.InForce(sp.Slug, today)
			if !ok || slices.ContainsFunc(labels, func(l program.Label) bool { return l.Specialization == sp.Slug }) {
				continue
			}
			waits := func(v program.Verification) bool { return v.Decision == program.Submitted && v.Submitted <= today }
			if program.Evaluate(p, set, facts, today).Root.State != program.Awaiting {
				continue
			}
			partner, err := s.store.Partner(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(s.get(t, "/partners/"+partner.Slug).body, `data-label="`+sp.Slug) {
				t.Fatal("the label is shown before")
			}
			decide := func(e program.EvidenceID, v program.Verification) {
				if waits(v) {
					if err := s.store.Decide(t.Context(), store.Act{By: "reviewer"}, id, e, program.Accepted, today); err != nil {
						t.Fatal(err)
					}
				}
			}
			for _, x := range facts.Attainments {
				decide(x.ID, x.Verification)
			}
			for _, x := range facts.Holdings {
				decide(x.ID, x.Verification)
			}
			for _, x := range facts.References {
				decide(x.ID, x.Verification)
			}
			for _, x := range facts.Reviews {
				decide(x.ID, x.Verification)
			}
			for _, x := range facts.Documents {
				decide(x.ID, x.Verification)
			}
			for _, x := range facts.Cases {
				decide(x.ID, x.Verification)
			}
			labels, err = s.store.LabelsOf(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(labels, func(l program.Label) bool { return l.Specialization == sp.Slug && l.Shown(today) })
			if i < 0 {
				t.Fatalf("%s has no %s label after all was accepted", partner.Slug, sp.Slug)
			}
			if body := s.get(t, "/partners/"+partner.Slug).body; !strings.Contains(body, "/labels/"+labels[i].ID) {
				t.Error("the profile does not show the label right after the decision")
			}
			return
		}
	}
	t.Fatal("nobody in the sample waits for the last decision")
}

// Two editors of one draft: the second is told, and nothing is lost.
func TestTwoEditorsOfOneDraft(t *testing.T) {
	s := openSite(t)
	one, two := s.signedIn(t, "editor"), s.signedIn(t, "owner")
	page := one.post(ours+"/references", "customer", "Fabrikam", "do", "save", "once", "a").Header.Get("Location")
	item := strings.TrimSuffix(page, "/edit")
	if !strings.HasSuffix(page, "/edit") {
		t.Fatalf("saved: to %q", page)
	}
	if a := two.post(item, "customer", "Fabrikam Europe", "revision", "1", "do", "save", "once", "b"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("the first to save: %d", a.StatusCode)
	}
	a := one.post(item, "customer", "Fabrikam Ltd", "project", "A long text.", "revision", "1", "do", "save", "once", "c")
	if a.StatusCode != http.StatusConflict {
		t.Fatalf("the second to save: %d", a.StatusCode)
	}
	for _, want := range []string{"Olive Owens saved this draft", "Fabrikam Europe", `value="Fabrikam Ltd"`, "A long text.", `name="revision" value="2"`} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	if a := one.post(item, "customer", "Fabrikam Ltd", "revision", "2", "do", "save", "once", "d"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("sent again: %d", a.StatusCode)
	}
	if a := one.post(item, "revision", "3", "do", "drop", "once", "e"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("dropped: %d", a.StatusCode)
	}
	if a := one.get(page); a.StatusCode != http.StatusNotFound {
		t.Errorf("a dropped draft is still there: %d", a.StatusCode)
	}
}

// What is handed in can be taken back until it is decided.
func TestWithdraw(t *testing.T) {
	s := openSite(t)
	v, id := s.signedIn(t, "editor"), s.partnerID(t, "osterhout-and-lindqvist")
	p := s.live.Current().Programme
	page := v.post(ours+"/people", "person", "new", "name", "Nora Neu", "joined", "2026-01-02", "code", p.Certifications[0].Code,
		"earned", "2026-02-03", "proof", "https://example.com/1", "do", "hand-in", "once", "k").Header.Get("Location")
	find := func() int {
		return slices.IndexFunc(s.facts(t, id).Holdings, func(h program.Holding) bool { return h.Name == "Nora Neu" })
	}
	i := find()
	if i < 0 {
		t.Fatalf("the certification is not there; sent to %q", page)
	}
	evidence := s.facts(t, id).Holdings[i].ID
	if a := v.post(page+"/withdraw", "once", "w"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("withdrawn: %d", a.StatusCode)
	}
	if find() >= 0 {
		t.Error("it still counts")
	}
	err := s.store.Decide(t.Context(), store.Act{By: "reviewer"}, id, evidence, program.Accepted, program.DayOf(sampleDay()))
	if err == nil {
		t.Error("a withdrawn item was decided")
	}
	if a := v.get(page); !strings.Contains(a.body, "Withdrawn") {
		t.Error("the page does not say so")
	}
}

// Hostile and mistaken files are refused with a sentence, and what was typed stays.
func TestRefusedDocuments(t *testing.T) {
	s := openSite(t)
	v := s.signedIn(t, "editor")
	pdf := append([]byte("%PDF-1.7\n"), make([]byte, 21<<20)...)
	for _, tt := range []struct {
		name    string
		file    string
		content []byte
		want    string
	}{
		{"21 MB", "scan.pdf", pdf, "the most is 20 MB"},
		{"HTML named PDF", "statement.pdf", []byte("<!doctype html><script>alert(1)</script>"), "not a PDF, PNG or JPEG"},
		{"empty", "statement.pdf", nil, "not a PDF, PNG or JPEG"},
	} {
		a := v.upload(ours+"/documents", "file", tt.file, tt.content, "issued", "2026-05-04", "do", "hand-in")
		if a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, tt.want) || !strings.Contains(a.body, `value="2026-05-04"`) {
			t.Errorf("%s: status %d, or no sentence, or the day was lost", tt.name, a.StatusCode)
		}
	}
}

func TestImportOfPeople(t *testing.T) {
	s := openSite(t)
	v, id := s.signedIn(t, "editor"), s.partnerID(t, "osterhout-and-lindqvist")
	p := s.live.Current().Programme
	code := p.Certifications[0].Title
	head := "name,certification,earned,expires,joined,proof\n"
	bad := head + "Nora Neu," + code + ",2026-02-03,,2026-01-02,https://example.com/1\nNils Neu,Juggling,2036-02-03,,2026-01-02,ftp://x\n"
	a := v.post(ours+"/people/import", "list", bad, "do", "hand-in")
	if a.StatusCode != http.StatusUnprocessableEntity {
		t.Fatalf("a list with mistakes: %d", a.StatusCode)
	}
	for _, want := range []string{"Line 3, certification", "Juggling", "Line 3, earned", "Line 3, proof", "Nora Neu"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	good := head + "Nora Neu," + code + ",2026-02-03,,2026-01-02,https://example.com/1\n"
	before := len(s.facts(t, id).Holdings)
	if a := v.post(ours+"/people/import", "list", good, "do", "check"); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "1 certification would be handed in") {
		t.Errorf("checked: %d", a.StatusCode)
	}
	if got := len(s.facts(t, id).Holdings); got != before {
		t.Error("checking wrote something")
	}
	for range 2 { // the second time everything is here already
		v.post(ours+"/people/import", "list", good, "do", "hand-in")
	}
	if got := len(s.facts(t, id).Holdings); got != before+1 {
		t.Errorf("%d certifications, want %d", got, before+1)
	}
}

// A leaver counts until the day before.
func TestPersonLeaves(t *testing.T) {
	s := openSite(t)
	v, id := s.signedIn(t, "editor"), s.partnerID(t, "osterhout-and-lindqvist")
	person := s.facts(t, id).Holdings[0].Person
	if a := v.post(ours+"/people/"+strconv.FormatInt(person, 10)+"/leave", "once", "k"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("left: %d", a.StatusCode)
	}
	for _, h := range s.facts(t, id).Holdings {
		if h.Person == person && h.Left != program.DayOf(sampleDay()) {
			t.Errorf("%s of the leaver counts on, until %s", h.Code, h.Left)
		}
	}
}

// Every page of the portal that shows a partner's evidence opens, and none is another partner's.
func TestEvidencePagesOpen(t *testing.T) {
	s := openSite(t)
	v, stranger := s.signedIn(t, "editor"), s.signedIn(t, "other")
	metric := s.facts(t, s.partnerID(t, "osterhout-and-lindqvist")).Metrics[0].Metric
	for _, path := range []string{
		"", "/progress", "/progress/kubernetes", "/people", "/people/new?for=kubernetes", "/people/import", "/references", "/references/new?for=sap-on-cloud",
		"/case-studies", "/case-studies/new?for=kubernetes", "/reviews", "/reviews/new?for=kubernetes", "/documents", "/documents/new",
		"/metrics", "/metrics/" + metric, "/disputes", "/disputes/new?for=" + metric,
	} {
		if a := v.get(ours + path); a.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
		if a := stranger.get(ours + path); a.StatusCode != http.StatusForbidden {
			t.Errorf("%s as a stranger: %d", path, a.StatusCode)
		}
	}
}
