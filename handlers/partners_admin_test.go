package handlers_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

const deskOurs = "/admin/partners/" + oursSlug

// foundNames are the partners that a list shows.
func foundNames(doc *goquery.Document) []string {
	return doc.Find(".queue tbody th a").Map(func(_ int, a *goquery.Selection) string { return a.Text() })
}

// Any partner is found by what people have at hand: its name, its town, a member's address, a label's id.
func TestStaffFindAnyPartner(t *testing.T) {
	s := openSite(t)
	ada := s.signedIn(t, "admin")
	labels, err := s.store.LabelsOf(t.Context(), s.partnerID(t, oursSlug))
	if err != nil || len(labels) == 0 {
		t.Fatalf("%d labels, %v", len(labels), err)
	}
	for _, q := range []string{"osterhout", oursSlug, "owner@sample.example", "viewer@", labels[0].ID, "rotterdam lindqvist"} {
		got := foundNames(ada.get("/admin/partners?q=" + strings.ReplaceAll(q, " ", "+")).doc(t))
		if !slices.Contains(got[:min(len(got), 2)], "Osterhout & Lindqvist") {
			t.Errorf("%q finds %v", q, got)
		}
	}
	all := ada.get("/admin/partners").doc(t)
	if n := len(foundNames(all)); n != 50 || !strings.Contains(all.Find(".queue-line").Text(), "400 partners") || all.Find("a[href='/admin/partners?page=2']").Length() == 0 {
		t.Errorf("%d on the first page: %q", n, all.Find(".queue-line").Text())
	}
	if a := ada.get("/admin/partners?q=zzzzqqq"); !strings.Contains(a.body, "No partner is what you look for") {
		t.Error("an empty list does not say so")
	}
	if a := ada.get("/admin/partners?q=osterhout&country=JP"); !strings.Contains(a.body, "No partner is what you look for") {
		t.Error("the country is not asked for")
	}
}

// Filters agree with what each partner's standing says.
func TestStaffFilterPartnersByStanding(t *testing.T) {
	s := openSite(t)
	ada := s.signedIn(t, "admin")
	holders := map[string]bool{}
	for _, name := range foundNames(ada.get("/admin/partners?specialization=kubernetes&state=earned").doc(t)) {
		holders[name] = true
	}
	if len(holders) == 0 {
		t.Fatal("nobody earned Kubernetes")
	}
	for _, name := range foundNames(ada.get("/admin/partners?specialization=kubernetes&state=at-risk").doc(t)) {
		if !holders[name] {
			t.Errorf("%s is at risk and has not earned it", name)
		}
	}
	if got := foundNames(ada.get("/admin/partners?state=suspended&specialization=kubernetes").doc(t)); len(got) != 0 {
		t.Errorf("suspended before: %v", got)
	}
	id := s.partnerID(t, oursSlug)
	act := store.Act{By: "Ada", Why: "A complaint."}
	if _, err := s.store.Order(t.Context(), act, id, program.Order{Kind: program.Suspend, Specialization: "kubernetes"}, program.DayOf(sampleDay())); err != nil {
		t.Fatal(err)
	}
	if got := foundNames(ada.get("/admin/partners?state=suspended&specialization=kubernetes").doc(t)); len(got) != 1 || got[0] != "Osterhout & Lindqvist" {
		t.Errorf("suspended: %v", got)
	}
	stale := ada.get("/admin/partners?profile=stale").doc(t)
	if rows := stale.Find(".queue tbody tr"); rows.Length() == 0 || rows.Length() != stale.Find(".queue tbody tr:contains('stale')").Length() {
		t.Errorf("%d stale", rows.Length())
	}
}

// Everything about one partner is on its page, and every past day can be asked for.
func TestStaffSeeEverythingOfAPartner(t *testing.T) {
	s := openSite(t)
	ada, rita := s.signedIn(t, "admin"), s.signedIn(t, "reviewer")
	a := ada.get(deskOurs)
	if a.StatusCode != http.StatusOK {
		t.Fatalf("status %d", a.StatusCode)
	}
	doc := a.doc(t)
	for _, id := range []string{"standing", "labels", "by-hand", "evidence", "notices", "members", "enquiries", "history"} {
		if doc.Find("h2#"+id).Length() != 1 || doc.Find(".on-page a[href='#"+id+"']").Length() != 1 {
			t.Errorf("no section %s, or it is not in the table of contents", id)
		}
	}
	for _, want := range []string{"owner@sample.example", "Olive Owens", "Kubernetes", "of Figures", "Public proof of Kubernetes"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if a := rita.get(deskOurs); a.StatusCode != http.StatusOK || strings.Contains(a.body, "/admin/audit") {
		t.Errorf("a reviewer: %d", a.StatusCode)
	}
	past := ada.get(deskOurs + "?on=2026-06-30")
	if !strings.Contains(past.body, "This is 30 Jun 2026.") {
		t.Error("it does not say which day is shown")
	}
	if a := ada.get(deskOurs + "?on=2031-01-01"); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "still to come") {
		t.Errorf("a day to come: %d", a.StatusCode)
	}
	why := ada.get(deskOurs + "/standing/kubernetes")
	if !strings.Contains(why.body, "Why it has this label") || why.doc(t).Find(".findings .step").Length() < 3 {
		t.Error("the page of a standing has no findings")
	}
	if a := ada.get(deskOurs + "/standing/nothing"); a.StatusCode != http.StatusNotFound {
		t.Errorf("unknown specialization: %d", a.StatusCode)
	}
	if a := ada.get(deskOurs + "/evidence/figures?page=2"); a.StatusCode != http.StatusOK || a.doc(t).Find(".papers li").Length() == 0 {
		t.Errorf("figures: %d", a.StatusCode)
	}
	if a := s.signedIn(t, "owner").get(deskOurs); a.StatusCode != http.StatusForbidden {
		t.Errorf("a member: %d", a.StatusCode)
	}
}
