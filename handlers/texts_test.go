package handlers_test

import (
	"net/http"
	"strings"
	"testing"
)

// A reviewer keeps the sentences that the decision form offers.
func TestTextsAreOfferedWhereTheyAreKept(t *testing.T) {
	s := openSite(t)
	rita, editor := s.signedIn(t, "reviewer"), s.signedIn(t, "editor")
	if a := rita.post("/admin/texts", "text", "  ", "kind", "certification", "once", "a"); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Write the text.") {
		t.Errorf("an empty text: %d", a.StatusCode)
	}
	if a := rita.post("/admin/texts", "text", "The proof does not open.", "kind", "certification", "once", "b"); a.StatusCode != http.StatusUnprocessableEntity ||
		!strings.Contains(a.body, "there already") || a.doc(t).Find("#text").Text() != "The proof does not open." {
		t.Errorf("the same text twice: %d", a.StatusCode)
	}
	if a := rita.post("/admin/texts", "text", "The seal is missing.", "kind", "certification", "once", "c"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("added: %d", a.StatusCode)
	}
	queue, _ := s.nora(t, editor, "Nora North")
	offered := func(text string) bool {
		t.Helper()
		return rita.get(queue).doc(t).Find(`select[name="standard"] option[value="`+text+`"]`).Length() == 1
	}
	if !offered("The seal is missing.") || !offered("It cannot be verified.") || offered("A page is missing.") {
		t.Error("the form offers other texts than those of its kind and of every kind")
	}
	link := ""
	list := rita.get("/admin/texts")
	for _, a := range list.doc(t).Find("main table a").EachIter() {
		if a.Text() == "The seal is missing." {
			link = a.AttrOr("href", "")
		}
	}
	if a := rita.post(link, "do", "save", "revision", "9", "text", "The stamp is missing.", "kind", "", "once", "d"); a.StatusCode != http.StatusConflict {
		t.Errorf("a save over somebody else's: %d", a.StatusCode)
	}
	if a := rita.post(link, "do", "save", "revision", "1", "text", "The stamp is missing.", "kind", "certification", "once", "e"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("saved: %d", a.StatusCode)
	}
	if offered("The seal is missing.") || !offered("The stamp is missing.") {
		t.Error("the form does not follow")
	}
	if a := rita.post(link, "do", "remove", "revision", "2", "once", "f"); a.StatusCode != http.StatusSeeOther || offered("The stamp is missing.") {
		t.Errorf("removed: %d", a.StatusCode)
	}
	if a := rita.get(link); a.StatusCode != http.StatusNotFound {
		t.Errorf("a text that was removed: %d", a.StatusCode)
	}
}
