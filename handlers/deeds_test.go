package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"partnerdirectory/store"
)

// foreseen fills in the form of a deed, sees what it would do and returns the digest and the key for the confirmation.
func (v *visitor) foreseen(t *testing.T, path string, fields ...string) (page answerTo, confirm []string) {
	t.Helper()
	a := v.post(path, append(fields, "do", "foresee")...)
	if a.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d: %s", path, a.StatusCode, a.doc(t).Find(".flash.bad").Text())
	}
	digest := a.doc(t).Find("input[name=effect]").AttrOr("value", "")
	if digest == "" {
		t.Fatalf("%s shows no effect", path)
	}
	return a, append(fields, "do", "confirm", "effect", digest, "once", a.key(t))
}

func (v *visitor) confirmed(t *testing.T, path string, fields ...string) {
	t.Helper()
	_, confirm := v.foreseen(t, path, fields...)
	if a := v.post(path, confirm...); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("%s: status %d: %s", path, a.StatusCode, a.doc(t).Find(".flash.bad").Text())
	}
}

// A label is suspended once its effect was seen: not without a reason, once for two clicks, not by what was shown before
// something else happened; the public page follows, and it is lifted again.
func TestSuspendAndLift(t *testing.T) {
	s := openSite(t)
	ada := s.signedIn(t, "admin")
	path := deskOurs + "/acts/suspend?specialization=kubernetes"
	if a := ada.get(deskOurs + "/standing/kubernetes"); !strings.Contains(a.body, "acts/suspend?specialization=kubernetes") {
		t.Fatal("the page of the standing does not lead there")
	}
	if a := ada.post(path, "do", "foresee"); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Say why.") {
		t.Errorf("without a reason: %d", a.StatusCode)
	}
	before := s.get(t, "/partners/"+oursSlug).body
	page, confirm := ada.foreseen(t, path, "reason", "A complaint is looked into.")
	if !strings.Contains(page.body, "Kubernetes suspended") || s.get(t, "/partners/"+oursSlug).body != before {
		t.Error("the effect does not say what the partner is told, or it was done already")
	}
	if a := ada.post(path, append(confirm[:len(confirm)-3:len(confirm)-3], "another", "once", "z")...); a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "not what you were shown") {
		t.Errorf("another effect was shown: %d", a.StatusCode)
	}
	for range 2 {
		if a := ada.post(path, confirm...); a.StatusCode != http.StatusSeeOther {
			t.Fatalf("confirmed: %d", a.StatusCode)
		}
	}
	events, err := s.store.Events(t.Context(), store.EventFilter{Action: "suspend kubernetes", Limit: 9})
	if err != nil || len(events) != 1 || events[0].By != "admin@sample.example" || events[0].Why != "A complaint is looked into." {
		t.Errorf("%+v, %v", events, err)
	}
	if s.get(t, "/partners/"+oursSlug).body == before {
		t.Error("the public page does not follow")
	}
	ada.confirmed(t, deskOurs+"/acts/lift?specialization=kubernetes", "reason", "Nothing came of it.")
	if got := s.page(t, "/partners/"+oursSlug).Find("a[href^='/labels/']").Length(); got == 0 {
		t.Error("it is not shown again")
	}
}

// What was done by hand is undone from the history, once.
func TestWaiveAndUndo(t *testing.T) {
	s := openSite(t)
	ada := s.signedIn(t, "admin")
	id := s.partnerID(t, oursSlug)
	path := deskOurs + "/acts/waive?specialization=kubernetes"
	node := ada.get(path).doc(t).Find("select[name=requirement] option").Last().AttrOr("value", "")
	ada.confirmed(t, path, "requirement", node, "until", "2027-02-01", "reason", "They merge two teams.")
	if got := s.facts(t, id).Waivers; len(got) != 1 || got[0].Node != node {
		t.Fatalf("%+v", got)
	}
	undo, ok := ada.get(deskOurs).doc(t).Find("#history").Parent().Find("a:contains('Undo')").First().Attr("href")
	if !ok {
		t.Fatal("the history offers no way to undo it")
	}
	ada.confirmed(t, undo, "reason", "The teams are one.")
	if got := s.facts(t, id).Waivers; len(got) != 0 {
		t.Errorf("after undoing it: %+v", got)
	}
	if a := ada.get(undo); a.StatusCode != http.StatusNotFound {
		t.Errorf("undone twice: %d", a.StatusCode)
	}
}

// A fact is corrected, and the correction taken back; every kind has a form.
func TestCorrectAndTakeBack(t *testing.T) {
	s := openSite(t)
	ada := s.signedIn(t, "admin")
	id := s.partnerID(t, oursSlug)
	h := s.facts(t, id).Holdings[0]
	path := deskOurs + "/acts/correct?fact=" + strconv.FormatInt(int64(h.ID), 10) + "&kind=certifications"
	fields := []string{"name", h.Name, "code", h.Code, "earned", "2026-01-05", "joined", h.Joined.String(), "reason", "The certificate says so."}
	ada.confirmed(t, path, fields...)
	found := false
	for _, x := range s.facts(t, id).Holdings {
		found = found || x.Person == h.Person && x.Earned.String() == "2026-01-05"
		if x.ID == h.ID {
			t.Error("the wrong fact still counts")
		}
	}
	if !found {
		t.Error("the right fact does not count")
	}
	undo := ada.get(deskOurs).doc(t).Find("#history").Parent().Find("a:contains('Undo')").First().AttrOr("href", "")
	ada.confirmed(t, undo, "reason", "The certificate was misread.")
	back := false
	for _, x := range s.facts(t, id).Holdings {
		back = back || x.Person == h.Person && x.Code == h.Code && x.Earned == h.Earned
	}
	if !back {
		t.Error("the fact as it was does not count again")
	}
	for _, kind := range []string{"attainments", "certifications", "references", "case-studies", "reviews", "documents", "figures"} {
		link, ok := ada.get(deskOurs + "/evidence/" + kind).doc(t).Find("a[href*='/acts/correct']").First().Attr("href")
		if !ok {
			t.Logf("the sample has no %s", kind)
			continue
		}
		if a := ada.get(link); a.StatusCode != http.StatusOK || a.doc(t).Find("main form .row").Length() < 2 {
			t.Errorf("correct %s: %d", kind, a.StatusCode)
		}
	}
}

// Two partners become one; the other's address leads to the survivor.
func TestMergeOnThePage(t *testing.T) {
	s := openSite(t)
	ada := s.signedIn(t, "admin")
	path := deskOurs + "/acts/merge"
	if a := ada.post(path, "other", "nobody-here", "reason", "x", "do", "foresee"); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an unknown partner: %d", a.StatusCode)
	}
	page, confirm := ada.foreseen(t, path, "other", "quebracho-cloud", "reason", "They were bought.")
	if page.doc(t).Find("form table tbody tr").Length() < 3 {
		t.Error("they do not stand side by side")
	}
	if a := ada.post(path, confirm...); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("merged: %d", a.StatusCode)
	}
	if a := s.get(t, "/partners/quebracho-cloud"); !strings.Contains(a.Header.Get("Location"), oursSlug) {
		t.Errorf("its address: %d, to %q", a.StatusCode, a.Header.Get("Location"))
	}
	if a := ada.get("/admin/partners?state=merged"); !strings.Contains(a.body, "went into Osterhout") {
		t.Error("the list of those that went into others does not have it")
	}
	if a := ada.get("/admin/partners/quebracho-cloud/acts/merge"); a.StatusCode != http.StatusConflict {
		t.Errorf("an act on a partner that is gone: %d", a.StatusCode)
	}
}

// Everything else that is done by hand is seen, done and kept; others than admins do none of it.
func TestOtherDeeds(t *testing.T) {
	s := openSite(t)
	ada := s.signedIn(t, "admin")
	about := "?specialization=kubernetes"
	ada.confirmed(t, deskOurs+"/acts/revoke"+about, "reason", "Forged evidence.")
	ada.confirmed(t, deskOurs+"/acts/reinstate"+about, "reason", "It was not forged.")
	ada.confirmed(t, deskOurs+"/acts/achieve"+about, "until", "2027-03-01", "reason", "They are reorganised.")
	ada.confirmed(t, deskOurs+"/acts/outage", "kind", "performance", "reason", "The feed is down.")
	ada.confirmed(t, deskOurs+"/acts/outage-over?kind=performance", "reason", "It is back.")
	if a := ada.get(deskOurs); !strings.Contains(a.body, "Granted by hand") || !strings.Contains(a.body, "Outage of figures") {
		t.Error("the page does not show what was decided")
	}
	for _, who := range []string{"reviewer", "owner", "auditor"} {
		if a := s.signedIn(t, who).post(deskOurs+"/acts/revoke"+about, "reason", "x", "do", "foresee"); a.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %d", who, a.StatusCode)
		}
	}
}
