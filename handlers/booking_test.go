package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// booked books a review of Kubernetes with a firm and returns its page in the queue.
func (s *site) booked(t *testing.T, firm string) (page string, item int64) {
	t.Helper()
	it, err := s.store.HandIn(t.Context(), store.Act{By: "Edgar Ebner"}, store.Item{
		Partner: s.partnerID(t, oursSlug), Kind: store.ItemReview, Title: "Review Kubernetes",
		Fields: map[string]string{"specialization": "kubernetes", "firm": firm, "wanted": "2026-12-01", "projects": "A", "contact": "Olive"},
	}, store.Handed{}, store.ItemSubmitted, program.DayOf(sampleDay()))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("/admin/queue/booking/%s/%d", oursSlug, it.ID), it.ID
}

const (
	theirFirm = "Northmark Assurance" // of the sample's auditor
	otherFirm = "Corvid Audit Partners"
)

func TestBookingsAreAssignedAndCancelled(t *testing.T) {
	s := openSite(t)
	ada, aud := s.signedIn(t, "admin"), s.signedIn(t, "auditor")
	page, _ := s.booked(t, theirFirm)

	// The firm moves the day and nothing else.
	if a := aud.post(page+"/booking", "do", "change", "wanted", "2026-12-09", "firm", otherFirm, "why", "Our auditor is ill.", "once", "a"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("the firm moves the day: %d", a.StatusCode)
	}
	if a := aud.get(page); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "9 Dec 2026") {
		t.Errorf("after the move: %d", a.StatusCode)
	}
	if a := aud.post(page+"/booking", "do", "cancel", "why", "No.", "wanted", "2026-12-09", "once", "b"); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("the firm cancels: %d", a.StatusCode)
	}
	// An admin gives it to another firm, with a reason, to one that has auditors.
	for _, bad := range []struct{ says, firm, wanted, why string }{
		{"Say why", theirFirm, "2026-12-20", ""},
		{"is past", theirFirm, "2026-11-02", "Later."},
		{"year-month-day", theirFirm, "soon", "Later."},
		{"Nothing is changed yet", theirFirm, "2026-12-09", "Later."},
		{"No auditor of this firm", "Nobody Ltd", "2026-12-20", "Later."},
	} {
		a := ada.post(page+"/booking", "do", "change", "firm", bad.firm, "wanted", bad.wanted, "why", bad.why, "once", "bad "+bad.says)
		if a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, bad.says) || a.doc(t).Find("#wanted").AttrOr("value", "") != bad.wanted {
			t.Errorf("%s: %d", bad.says, a.StatusCode)
		}
	}
	if _, err := s.store.AddAccount(t.Context(), store.Act{}, store.Account{Email: "c@corvid.example", Name: "Cora", Staff: program.Auditor, Firm: otherFirm}); err != nil {
		t.Fatal(err)
	}
	if a := ada.post(page+"/booking", "do", "change", "firm", otherFirm, "wanted", "2026-12-20", "why", "Northmark has no time.", "once", "c"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("another firm: %d", a.StatusCode)
	}
	if a := aud.get(page); a.StatusCode != http.StatusNotFound {
		t.Errorf("the firm that lost it still sees it: %d", a.StatusCode)
	}
	if a := ada.get("/admin/queue?kind=booking&firm=Corvid+Audit+Partners"); a.doc(t).Find(".queue tbody tr").Length() != 1 {
		t.Error("the queue does not find it by its firm")
	}
	if a := s.signedIn(t, "reviewer").post(page+"/booking", "do", "cancel", "why", "The partner left the programme.", "once", "d"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("cancelled: %d", a.StatusCode)
	}
	if a := ada.post(page+"/booking", "do", "cancel", "why", "Twice.", "once", "e"); a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "Rita Rossi cancelled it") {
		t.Errorf("cancelled twice: %d", a.StatusCode)
	}
	notices := s.signedIn(t, "viewer").get(ours + "/notices").body
	for _, want := range []string{"is with " + otherFirm + ", for 20 Dec 2026", "Northmark has no time.", "is cancelled. The reason: The partner left the programme."} {
		if !strings.Contains(notices, want) {
			t.Errorf("the partner does not read %q", want)
		}
	}
	for _, action := range []string{"change booking", "cancel booking"} {
		if e, err := s.store.Events(t.Context(), store.EventFilter{Action: action, Limit: 5}); err != nil || len(e) == 0 || e[0].Why == "" {
			t.Errorf("%s: %d events, %v", action, len(e), err)
		}
	}
}

// What a firm records is a report with a result for each control; the partner, the firm and reviewers read it, and no other firm.
func TestReportOfAReview(t *testing.T) {
	s := openSite(t)
	aud, rita, editor := s.signedIn(t, "auditor"), s.signedIn(t, "reviewer"), s.signedIn(t, "editor")
	page, item := s.booked(t, theirFirm)
	fields := []string{"do", "record", "result", "no-pass", "held", "2026-11-20", "remark", "Backups."}
	aud.get(page).doc(t).Find(`select[name="checklist"] option`).Last().Each(func(_ int, o *goquery.Selection) {
		fields = append(fields, "checklist", o.AttrOr("value", ""))
	})
	pdf := []byte("%PDF-1.4\nreport")
	bad := aud.upload(page, "file", "report.pdf", pdf, append(fields, "controls", "4.1 met\n4.2 perhaps", "once", "a")...)
	if bad.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(bad.body, "Line 2, “4.2 perhaps”") && !strings.Contains(bad.body, "Line 2, &#34;4.2 perhaps&#34;") ||
		!strings.Contains(bad.doc(t).Find("#controls").Text(), "4.2 perhaps") {
		t.Errorf("a control that cannot be read: %d", bad.StatusCode)
	}
	if a := aud.upload(page, "file", "report.txt", []byte("text"), append(fields, "once", "b")...); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "not a PDF") {
		t.Errorf("a file that is no report: %d", a.StatusCode)
	}
	if a := aud.upload(page, "file", "report.pdf", pdf, append(fields, "controls", "4.1 met\n4.2 not met: never tried", "once", "c")...); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("recorded: %d", a.StatusCode)
	}
	theirs := fmt.Sprintf("%s/reviews/%d", ours, item)
	if a := editor.get(theirs); !strings.Contains(a.body, "1 of 2 controls met, 1 not met.") || !strings.Contains(a.body, "never tried") {
		t.Error("the partner does not read the results")
	}
	if a := editor.get(theirs + "/report"); a.body != string(pdf) || a.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("the partner's report: %d, %s", a.StatusCode, a.Header.Get("Content-Type"))
	}
	recorded := fmt.Sprintf("/admin/firms/reviews/%s/%d", oursSlug, item)
	for _, v := range []*visitor{aud, rita} {
		if a := v.get("/admin/firms?firm=Northmark+Assurance"); !strings.Contains(a.body, recorded) {
			t.Error("the firm's page does not lead to what it recorded")
		}
		if a := v.get(recorded); !strings.Contains(a.body, "never tried") || !strings.Contains(a.body, "Not passed") {
			t.Errorf("what was recorded: %d", a.StatusCode)
		}
		if a := v.get(recorded + "/report"); a.body != string(pdf) {
			t.Errorf("the report: %d", a.StatusCode)
		}
	}
	rival, err := s.store.AccountByEmail(t.Context(), "auditor@sample.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.SetStaff(t.Context(), store.Act{}, rival.ID, program.Auditor, otherFirm); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{recorded, recorded + "/report"} {
		if a := aud.get(path); a.StatusCode != http.StatusNotFound {
			t.Errorf("another firm at %s: %d", path, a.StatusCode)
		}
	}
	if a := aud.get("/admin/firms?firm=Northmark+Assurance"); strings.Contains(a.body, "Northmark") {
		t.Error("an auditor sees another firm")
	}
}
