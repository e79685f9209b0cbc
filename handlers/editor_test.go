package handlers_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// formOf returns what a browser would send of the form on a page that a button belongs to, with some fields typed differently.
func (a answerTo) formOf(t *testing.T, button string, typed ...string) []string {
	t.Helper()
	var form *goquery.Selection
	a.doc(t).Find("main form").EachWithBreak(func(_ int, f *goquery.Selection) bool {
		f.Find("button").EachWithBreak(func(_ int, b *goquery.Selection) bool {
			if strings.HasPrefix(strings.TrimSpace(b.Text()), button) {
				form = f
			}
			return form == nil
		})
		return form == nil
	})
	if form == nil {
		t.Fatalf("no button %q on the page", button)
	}
	values := map[string][]string{}
	form.Find("input, textarea, select").Each(func(_ int, x *goquery.Selection) {
		name := x.AttrOr("name", "")
		switch goquery.NodeName(x) {
		case "textarea":
			values[name] = []string{x.Text()}
		case "select":
			chosen := x.Find("option[selected]")
			if chosen.Length() == 0 {
				chosen = x.Find("option").First()
			}
			values[name] = []string{chosen.AttrOr("value", "")}
		default:
			kind := x.AttrOr("type", "")
			if _, on := x.Attr("checked"); (kind == "checkbox" || kind == "radio") && !on {
				return
			}
			values[name] = append(values[name], x.AttrOr("value", ""))
		}
	})
	for i := 0; i+1 < len(typed); i += 2 {
		values[typed[i]] = []string{typed[i+1]}
	}
	var out []string
	for name, list := range values {
		for _, v := range list {
			out = append(out, name, v)
		}
	}
	return out
}

// begun begins a draft of a specialization and returns its address.
func (v *visitor) begun(t *testing.T, slug, from string) string {
	t.Helper()
	a := v.post("/admin/specializations/"+slug+"/drafts", "from", from)
	at := a.Header.Get("Location")
	if !strings.HasPrefix(at, "/admin/drafts/") {
		t.Fatalf("no draft begun: %d, %q", a.StatusCode, at)
	}
	return at
}

// sentences lists the requirements that a draft's page shows.
func sentencesOn(t *testing.T, a answerTo) []string {
	t.Helper()
	var out []string
	a.doc(t).Find(".edit-tree .req-title").Each(func(_ int, x *goquery.Selection) { out = append(out, x.Text()) })
	return out
}

func TestATreeIsEditedWithoutScript(t *testing.T) {
	s := openSite(t)
	ada := s.signedIn(t, "admin")
	draft := ada.begun(t, "kubernetes", "kubernetes")
	first := sentencesOn(t, ada.get(draft))
	if len(first) < 3 {
		t.Fatalf("the draft begins with %q", first)
	}
	if !strings.Contains(ada.get(draft).body, "Nothing yet") {
		t.Error("a new draft says that something changes")
	}
	// Add one in the root group.
	root := ada.get(draft).doc(t).Find(".edit-tree > li").AttrOr("id", "")
	root = strings.TrimPrefix(root, "node-")
	add := draft + "/node/new?in=" + root
	if a := ada.get(add); !strings.Contains(a.body, "Certified people") || !strings.Contains(a.body, "Scorecard") {
		t.Error("the kinds are not offered")
	}
	form := ada.get(add + "&kind=references")
	bad := ada.post(draft+"/node/new", form.formOf(t, "Save it", "title", "", "n", "many", "do", "save", "once", "a")...)
	if bad.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(bad.body, "Write a whole number") || bad.doc(t).Find("#n").AttrOr("value", "") != "many" {
		t.Errorf("bad input: %d", bad.StatusCode)
	}
	preview := ada.post(draft+"/node/new", form.formOf(t, "Save it", "title", "Edge", "n", "2", "scenario", "a roll-out to 20 sites", "do", "update", "once", "b")...)
	if preview.StatusCode != http.StatusOK || !strings.Contains(preview.doc(t).Find(".reads").Text(), "a roll-out to 20 sites") {
		t.Errorf("the sentence is not shown: %d", preview.StatusCode)
	}
	if a := ada.post(draft+"/node/new", preview.formOf(t, "Save it", "do", "save", "once", "c")...); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("saved: %d", a.StatusCode)
	}
	page := ada.get(draft)
	if got := sentencesOn(t, page); len(got) != len(first)+1 || got[len(got)-1] != "Edge" {
		t.Errorf("after adding: %q", got)
	}
	if !strings.Contains(page.doc(t).Find("#difference").Parent().Text(), "20 sites") {
		t.Error("the difference does not name the new requirement")
	}
	edge := strings.TrimPrefix(page.doc(t).Find(".edit-tree li.leaf").Last().AttrOr("id", ""), "node-")
	// A stale page changes nothing.
	stale := page.doc(t).Find(`input[name="revision"]`).First().AttrOr("value", "")
	act := func(do, node, to string) answerTo {
		revision := ada.get(draft).doc(t).Find(`input[name="revision"]`).First().AttrOr("value", "")
		return ada.post(draft+"/tree", "do", do, "node", node, "to", to, "revision", revision, "once", do+node+to+revision)
	}
	if a := act("up", edge, ""); a.StatusCode != http.StatusSeeOther {
		t.Errorf("moved up: %d", a.StatusCode)
	}
	if a := ada.post(draft+"/tree", "do", "remove", "node", edge, "revision", stale, "once", "stale"); a.StatusCode != http.StatusConflict {
		t.Errorf("a stale page: %d", a.StatusCode)
	}
	if a := act("wrap-any", edge, ""); a.StatusCode != http.StatusSeeOther {
		t.Errorf("grouped: %d", a.StatusCode)
	}
	if a := act("duplicate", edge, ""); a.StatusCode != http.StatusSeeOther || len(sentencesOn(t, ada.get(draft))) != len(first)+2 {
		t.Errorf("duplicated: %d", a.StatusCode)
	}
	if a := act("up", root, ""); a.StatusCode != http.StatusConflict {
		t.Errorf("the root is moved: %d", a.StatusCode)
	}
	// Undone step by step, down to where it began, and done again.
	for range 4 {
		page = ada.get(draft)
		if a := ada.post(draft+"/undo", page.formOf(t, "Undo", "do", "undo")...); a.StatusCode != http.StatusSeeOther {
			t.Fatalf("undone: %d", a.StatusCode)
		}
	}
	page = ada.get(draft)
	if got := sentencesOn(t, page); strings.Join(got, "|") != strings.Join(first, "|") || !strings.Contains(page.body, "Nothing yet") {
		t.Errorf("after undoing all: %q", got)
	}
	ada.post(draft+"/undo", page.formOf(t, "Do again", "do", "redo")...)
	if got := sentencesOn(t, ada.get(draft)); len(got) != len(first)+1 {
		t.Errorf("done again: %q", got)
	}
	// What somebody else saved meanwhile keeps what was typed.
	form = ada.get(draft + "/node/" + edge)
	act("up", edge, "")
	late := ada.post(draft+"/node/"+edge, form.formOf(t, "Save it", "title", "Edge computing", "do", "save", "once", "late")...)
	if late.StatusCode != http.StatusConflict || late.doc(t).Find("#title").AttrOr("value", "") != "Edge computing" {
		t.Errorf("saved over somebody: %d", late.StatusCode)
	}
	if a := ada.post(draft+"/node/"+edge, late.formOf(t, "Save it", "do", "save", "once", "late 2")...); a.StatusCode != http.StatusSeeOther {
		t.Errorf("and again: %d", a.StatusCode)
	}
	// About the version; discarded at the end.
	if a := ada.post(draft, ada.get(draft).formOf(t, "Save", "effective", "2026-01-01", "note", "Edge", "do", "save", "once", "v")...); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "is past") {
		t.Errorf("a past day: %d", a.StatusCode)
	}
	if a := ada.post(draft, ada.get(draft).formOf(t, "Save", "effective", "2027-03-01", "note", "Edge", "do", "save", "once", "w")...); a.StatusCode != http.StatusSeeOther {
		t.Errorf("about the version: %d", a.StatusCode)
	}
	if a := ada.post(draft+"/discard", ada.get(draft).formOf(t, "Discard", "once", "x")...); a.StatusCode != http.StatusSeeOther {
		t.Errorf("discarded: %d", a.StatusCode)
	}
	if a := ada.get(draft); a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "was discarded by Ada Adler") {
		t.Errorf("a discarded draft: %d", a.StatusCode)
	}
}

func TestASpecializationIsAddedAndRenamed(t *testing.T) {
	s := openSite(t)
	ada := s.signedIn(t, "admin")
	form := ada.get("/admin/specializations/new")
	if a := ada.post("/admin/specializations", form.formOf(t, "Add it", "name", "Kubernetes", "once", "a")...); a.StatusCode != http.StatusUnprocessableEntity ||
		!strings.Contains(a.body, "has this name") || !strings.Contains(a.body, "Choose a glyph") {
		t.Errorf("a name that is taken: %d", a.StatusCode)
	}
	fields := form.formOf(t, "Add it", "name", "Edge computing", "summary", "Runs at the edge.", "meaning", "It works.", "glyph", "kubernetes",
		"aligned", s.live.Current().Programme.Competencies[0].Slug, "once", "b")
	if a := ada.post("/admin/specializations", fields...); a.Header.Get("Location") != "/admin/specializations/edge-computing" {
		t.Fatalf("added: %d, %q", a.StatusCode, a.Header.Get("Location"))
	}
	if a := ada.get("/specializations/edge-computing"); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "Edge computing") {
		t.Errorf("its public page: %d", a.StatusCode)
	}
	page := ada.get("/admin/specializations/edge-computing")
	rename := page.formOf(t, "Save", "name", "Edge and fog", "once", "c")
	if a := ada.post("/admin/specializations/edge-computing", rename...); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("renamed: %d", a.StatusCode)
	}
	if a := ada.get("/specializations"); !strings.Contains(a.body, "Edge and fog") {
		t.Error("the public list keeps the old name")
	}
	if a := ada.post("/admin/specializations/edge-computing", page.formOf(t, "Save", "name", "Fog", "once", "d")...); a.StatusCode != http.StatusConflict {
		t.Errorf("saved over a newer state: %d", a.StatusCode)
	}
	draft := ada.begun(t, "edge-computing", "kubernetes")
	if got := sentencesOn(t, ada.get(draft)); len(got) < 3 {
		t.Errorf("taken from Kubernetes: %q", got)
	}
	if a := ada.get(ada.begun(t, "edge-computing", "")); !strings.Contains(a.body, "It asks for nothing yet") {
		t.Error("an empty draft is not empty")
	}
	events, err := s.store.Events(t.Context(), store.EventFilter{Subject: "edge-computing", Kind: "requirements", Limit: 20})
	if err != nil || len(events) < 4 {
		t.Errorf("%d events, %v", len(events), err)
	}
	if _, err := s.store.UndoDraft(t.Context(), store.Act{By: "Ada"}, 999, 1, false); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("undo in a draft that is none: %v", err)
	}
}
