package handlers_test

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// narrowed begins a draft that asks for more case studies than anybody has, besides what the newest version asks for.
func (s *site) narrowed(t *testing.T, specialization string) store.Draft {
	t.Helper()
	act := store.Act{By: "Ada Admin"}
	d, err := s.store.BeginDraft(t.Context(), act, specialization)
	if err != nil {
		t.Fatal(err)
	}
	d.Root = program.Node{ID: "narrow-root", Op: program.All, Children: []program.Node{d.Root, {
		ID: "narrow", Op: program.Leaf, Requirement: &program.Requirement{
			Title: "Two case studies", VerifiedBy: program.ByVendor, Mode: program.Manual, Tested: program.AtRenewal,
			CaseStudies: &program.CaseStudiesRule{N: 40},
		},
	}}}
	d.Note, d.EffectiveFrom = "Customers asked for proof.", program.DayOf(sampleDay())+90
	if d, err = s.store.SaveDraft(t.Context(), act, d); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d draftPath) at(page string) string {
	return "/admin/drafts/" + strconv.FormatInt(int64(d), 10) + page
}

type draftPath int64

func TestImpactSaysWhoLosesWhenAndByWhat(t *testing.T) {
	s := openSite(t)
	d := s.narrowed(t, "kubernetes")
	at := draftPath(d.ID)
	want, err := s.store.Impact(t.Context(), d, program.DayOf(sampleDay()))
	if err != nil || len(want.Loses) == 0 {
		t.Fatalf("nobody loses: %v", err)
	}
	ada := s.signedIn(t, "admin")
	doc := ada.get(at.at("/impact")).doc(t)
	if got := strings.TrimSpace(doc.Find(".impact-counts .is-loses dd a").Text()); got != strconv.Itoa(len(want.Loses)) {
		t.Errorf("%q lose, want %d", got, len(want.Loses))
	}
	if doc.Find(`figure svg[role="img"][aria-label^="Labels gained and lost by month"] rect.loses`).Length() == 0 {
		t.Error("no chart of what is lost when")
	}
	if leaf := doc.Find(".impact-leaves li").First().Text(); !strings.Contains(leaf, "40 ") || !strings.Contains(leaf, strconv.Itoa(len(want.Loses))+" of "+strconv.Itoa(len(want.Loses))) {
		t.Errorf("by requirement: %q", leaf)
	}
	list := ada.get(at.at("/impact?fate=loses&requirement=narrow")).doc(t).Find("table.queue tbody tr")
	if list.Length() != min(50, len(want.Loses)) || !strings.HasPrefix(list.First().Find("th a").AttrOr("href", ""), "/admin/partners/") {
		t.Errorf("%d rows, the first leads to %q", list.Length(), list.First().Find("th a").AttrOr("href", ""))
	}
	if a := ada.get(at.at("/impact?q=nobody+is+called+so")); !strings.Contains(a.body, "Nobody fits") {
		t.Error("an empty list does not say so")
	}

	file := ada.get(at.at("/impact.csv?fate=loses"))
	table, err := csv.NewReader(strings.NewReader(file.body)).ReadAll()
	if err != nil || len(table) != len(want.Loses)+1 || file.Header.Get("Content-Type") != "text/csv; charset=utf-8" || table[1][2] != "loses" {
		t.Errorf("%d lines, %v", len(table), err)
	}
}

func TestImpactOfAnotherDayIsSavedOnlyOnDemand(t *testing.T) {
	s := openSite(t)
	d := s.narrowed(t, "kubernetes")
	at, ada := draftPath(d.ID), s.signedIn(t, "admin")
	soon := program.DayOf(sampleDay()) + 10
	a := ada.get(at.at("/impact?from=" + soon.String()))
	if a.StatusCode != http.StatusOK || !strings.Contains(a.body, "needs a reason") || !strings.Contains(a.body, "in force from "+soon.Long()) {
		t.Errorf("preview: %d", a.StatusCode)
	}
	if now, _ := s.store.Draft(t.Context(), d.ID); now.EffectiveFrom != d.EffectiveFrom {
		t.Error("looking saved something")
	}
	if a := ada.get(at.at("/impact?from=2020-01-01")); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "That day is past") {
		t.Errorf("a past day: %d", a.StatusCode)
	}
	use := func(key, reason string, revision int) answerTo {
		return ada.post(at.at("/impact?revision="+strconv.Itoa(revision)), "from", soon.String(), "short-notice", reason, "once", key)
	}
	if a := use("a", "", d.Revision); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Say why partners get less than") {
		t.Errorf("short notice without a reason: %d", a.StatusCode)
	}
	if a := use("b", "A law changed.", d.Revision); a.StatusCode != http.StatusSeeOther {
		t.Errorf("use: %d", a.StatusCode)
	}
	now, err := s.store.Draft(t.Context(), d.ID)
	if err != nil || now.EffectiveFrom != soon || now.ShortNotice != "A law changed." {
		t.Errorf("saved %+v, %v", now, err)
	}
	if a := use("c", "Late.", d.Revision); a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "changed this draft meanwhile") {
		t.Errorf("somebody else was faster: %d", a.StatusCode)
	}
}

func TestDraftThatCannotBePublishedLeadsToWhatIsWrong(t *testing.T) {
	s := openSite(t)
	d := s.narrowed(t, "kubernetes")
	d.Root.Children[1].Requirement.CaseStudies.N, d.Note = 0, ""
	d, err := s.store.SaveDraft(t.Context(), store.Act{By: "Ada Admin"}, d)
	if err != nil {
		t.Fatal(err)
	}
	at := draftPath(d.ID)
	a := s.signedIn(t, "admin").get(at.at("/impact"))
	doc := a.doc(t)
	if a.StatusCode != http.StatusOK || doc.Find(`.callout.warn a[href="`+at.at("/node/narrow")+`"]`).Text() != "Two case studies" ||
		!strings.Contains(doc.Find(".callout.warn").Text(), "say in the note") || doc.Find(".impact-counts").Length() != 0 {
		t.Errorf("%d: %q", a.StatusCode, doc.Find(".callout.warn").Text())
	}
}

// The slider and the day say the same, and the page that it leads to is of that day.
func TestSlidingTheDay(t *testing.T) {
	s := openSite(t)
	d := s.narrowed(t, "kubernetes")
	b := openBrowser(t, s)
	b.staffIn("admin", draftPath(d.ID).at("/impact"))
	const slider = "document.querySelector('form[data-slide] input[type=range]')"
	b.until("document.readyState === 'complete' && " + slider + "?.value === '90'")
	b.do(run(slider + ".value = 200, " + slider + ".dispatchEvent(new Event('input'))"))
	later := program.DayOf(sampleDay()) + 200
	if got := b.text("document.querySelector('#from').value"); got != later.String() {
		t.Errorf("the day is %s, want %s", got, later)
	}
	b.push("See the impact on that day")
	b.until("document.readyState === 'complete' && document.querySelector('.impact-line').textContent.includes(" + quote(later.Long()) + ")")
}
