package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// confirmed returns the fields of the form on a draft's publication page.
func confirmed(t *testing.T, doc *goquery.Document) []string {
	t.Helper()
	var out []string
	doc.Find(`main form[action$="/publish"] input[type="hidden"]`).Each(func(_ int, i *goquery.Selection) {
		out = append(out, i.AttrOr("name", ""), i.AttrOr("value", ""))
	})
	if len(out) == 0 {
		t.Fatal("the page has no form that publishes")
	}
	return out
}

func TestPublishIsConfirmedOnceAndDoneOnce(t *testing.T) {
	s := openSite(t)
	d := s.narrowed(t, "kubernetes")
	at, ada := draftPath(d.ID), s.signedIn(t, "admin")
	before := s.live.Current().Programme
	doc := ada.get(at.at("/publish")).doc(t)
	text := doc.Find("main").Text()
	for _, want := range []string{"Customers asked for proof.", d.EffectiveFrom.Long(), "told now, in the portal and by mail", "first renewal", "40 "} {
		if !strings.Contains(text, want) {
			t.Errorf("the confirmation does not say %q", want)
		}
	}
	if got, want := doc.Find(".impact-counts").Text(), ada.get(at.at("/impact")).doc(t).Find(".impact-counts").Text(); got != want {
		t.Errorf("the confirmation counts %q, the impact %q", got, want)
	}
	fields := confirmed(t, doc)
	var both sync.WaitGroup
	for range 2 {
		again := &visitor{t: t, s: s, cookies: map[string]string{"session": ada.cookies["session"]}}
		both.Go(func() {
			if a := again.post(at.at("/publish"), fields...); a.StatusCode != http.StatusSeeOther {
				t.Errorf("a double click: %d", a.StatusCode)
			}
		})
	}
	both.Wait()
	if after := s.live.Current().Programme; len(after.Sets) != len(before.Sets)+1 {
		t.Errorf("%d sets more", len(after.Sets)-len(before.Sets))
	}
	if page := s.get(t, "/specializations/kubernetes").body; !strings.Contains(page, "New requirements from "+d.EffectiveFrom.Long()) {
		t.Error("the public page does not announce it")
	}
	if a := ada.get(at.at("/publish")); a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "This draft is closed") {
		t.Errorf("published again: %d", a.StatusCode)
	}
}

func TestNumbersThatChangedAreConfirmedAgain(t *testing.T) {
	s := openSite(t)
	d := s.narrowed(t, "kubernetes")
	at, ada, today := draftPath(d.ID), s.signedIn(t, "admin"), program.DayOf(sampleDay())
	fields := confirmed(t, ada.get(at.at("/publish")).doc(t))
	impact, err := s.store.Impact(t.Context(), d, today)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.Order(t.Context(), store.Act{By: "Ada Admin", Why: "It cheated."}, impact.Loses[0].Partner, program.Order{
		Kind: program.Revoke, Specialization: "kubernetes", From: today, Reason: "It cheated.", By: "Ada Admin",
	}, today); err != nil {
		t.Fatal(err)
	}
	a := ada.post(at.at("/publish"), fields...)
	if a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "The numbers have changed") {
		t.Fatalf("%d", a.StatusCode)
	}
	if got, _ := s.store.Draft(t.Context(), d.ID); got.State != store.DraftOpen {
		t.Error("it was published all the same")
	}
	if a := ada.post(at.at("/publish"), confirmed(t, a.doc(t))...); a.StatusCode != http.StatusSeeOther {
		t.Errorf("confirmed again: %d", a.StatusCode)
	}
}

func TestDraftWhoseBaseMovedOn(t *testing.T) {
	s := openSite(t)
	first, second := s.narrowed(t, "kubernetes"), s.narrowed(t, "kubernetes")
	second.Root.Children[1].Requirement.CaseStudies.N = 30
	second, err := s.store.SaveDraft(t.Context(), store.Act{By: "Ada Admin"}, second)
	if err != nil {
		t.Fatal(err)
	}
	at, ada := draftPath(second.ID), s.signedIn(t, "admin")
	fields := confirmed(t, ada.get(at.at("/publish")).doc(t))
	if a := ada.get(at.at("/rebase")); a.Header.Get("Location") != at.at("/impact") {
		t.Errorf("nothing to rebase: to %q", a.Header.Get("Location"))
	}
	set, err := s.store.Publish(t.Context(), store.Act{By: "Ben"}, first.ID, first.Revision, program.DayOf(sampleDay()))
	if err != nil {
		t.Fatal(err)
	}
	a := ada.post(at.at("/publish"), fields...)
	if a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "Another version came first") {
		t.Fatalf("%d", a.StatusCode)
	}
	doc := a.doc(t)
	if theirs, ours := doc.Find("#theirs").Parent().Text(), doc.Find("#ours").Parent().Text(); !strings.Contains(theirs, "40 ") || !strings.Contains(ours, "30 ") {
		t.Errorf("theirs %q, ours %q", theirs, ours)
	}
	if a := ada.get(at.at("/publish")); a.Header.Get("Location") != at.at("/rebase") {
		t.Errorf("publish leads to %q", a.Header.Get("Location"))
	}
	take := []string{"do", "take", "revision", strconv.Itoa(second.Revision), "newest", strconv.Itoa(set.Version), "once", "take"}
	if a := ada.post(at.at("/rebase"), take...); a.Header.Get("Location") != at.at("/impact") {
		t.Errorf("taken: %d to %q", a.StatusCode, a.Header.Get("Location"))
	}
	if now, _ := s.store.Draft(t.Context(), second.ID); now.Base != set.Version || now.Root.Children[1].Requirement.CaseStudies.N != 30 {
		t.Errorf("the draft follows version %d", now.Base)
	}
	if a := ada.post(at.at("/publish"), confirmed(t, ada.get(at.at("/publish")).doc(t))...); a.StatusCode != http.StatusSeeOther {
		t.Errorf("published after: %d", a.StatusCode)
	}
}

func TestDraftSavedMeanwhileIsNotPublished(t *testing.T) {
	s := openSite(t)
	d := s.narrowed(t, "kubernetes")
	at, ada := draftPath(d.ID), s.signedIn(t, "admin")
	fields := confirmed(t, ada.get(at.at("/publish")).doc(t))
	d.Note = "Other words."
	if _, err := s.store.SaveDraft(t.Context(), store.Act{By: "Ben Other"}, d); err != nil {
		t.Fatal(err)
	}
	if a := ada.post(at.at("/publish"), fields...); a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "Ben Other changed this draft") {
		t.Errorf("%d", a.StatusCode)
	}
	for _, who := range []string{"reviewer", "auditor", "owner"} {
		for _, page := range []string{"/impact", "/impact.csv", "/publish", "/rebase"} {
			if a := s.signedIn(t, who).get(at.at(page)); a.StatusCode != http.StatusForbidden {
				t.Errorf("%s at %s: %d", who, page, a.StatusCode)
			}
		}
	}
}

func TestVersionToComeIsShownAndWithdrawn(t *testing.T) {
	s := openSite(t)
	d := s.narrowed(t, "kubernetes")
	today := program.DayOf(sampleDay())
	impact, err := s.store.Impact(t.Context(), d, today)
	if err != nil {
		t.Fatal(err)
	}
	set, err := s.store.Publish(t.Context(), store.Act{By: "Ada Admin"}, d.ID, d.Revision, today)
	if err != nil {
		t.Fatal(err)
	}
	ada, page := s.signedIn(t, "admin"), "/admin/specializations/kubernetes/versions/"+strconv.Itoa(set.Version)
	doc := ada.get(page).doc(t)
	text := doc.Find("main").Text()
	for _, want := range []string{"To come", "Ada Admin", "Customers asked for proof.", set.EffectiveFrom.Long(), "to be judged on it first" + strconv.Itoa(len(impact.Loses)+len(impact.Keeps))} {
		if !strings.Contains(text, want) {
			t.Errorf("the version's page does not say %q", want)
		}
	}
	if doc.Find("main figure svg rect").Length() == 0 || doc.Find(".change-list li").Length() == 0 || doc.Find(`a[href^="/admin/audit?"]`).Length() != 1 {
		t.Error("no chart, no difference or no way to the audit trail")
	}
	if told := doc.Find("#withdraw").Parent().Find("details a").Length(); told == 0 || !strings.Contains(text, "that they would fail it") {
		t.Errorf("%d are named who were told", told)
	}
	failing := 0
	for _, x := range impact.Loses {
		if len(x.Fails) > 0 {
			failing++
		}
	}
	if !strings.Contains(text, "Holders told that they would fail it"+strconv.Itoa(failing)) {
		t.Errorf("the confirmation says that %d are told, and others were", failing)
	}
	if a := ada.post(page+"/withdraw", "once", "a"); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Say why") {
		t.Errorf("without a reason: %d", a.StatusCode)
	}
	if a := ada.post(page+"/withdraw", "why", "Nobody was asked.", "once", "b"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("withdrawn: %d", a.StatusCode)
	}
	if a := ada.get(page); !strings.Contains(a.body, "Nobody was asked.") || strings.Contains(a.body, "Withdraw version") {
		t.Error("the page does not say that it was withdrawn, or why")
	}
	if a := ada.get("/admin/specializations/kubernetes/versions/99"); a.StatusCode != http.StatusNotFound {
		t.Errorf("no such version: %d", a.StatusCode)
	}
}
