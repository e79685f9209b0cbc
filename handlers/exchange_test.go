package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"partnerdirectory/store"
)

// A file is tried out, then exactly that file is imported, once; what is wrong in one is told by line and column.
func TestRowsAreTriedOutAndThenImported(t *testing.T) {
	s := openSite(t)
	ada := s.signedIn(t, "admin")
	export := ada.get("/admin/export/metrics?format=csv")
	head, rest, _ := strings.Cut(export.body, "\n")
	first, _, _ := strings.Cut(rest, "\n")
	if export.Header.Get("Content-Type") != "text/csv; charset=utf-8" || first == "" {
		t.Fatalf("the export: %d, %.100q", export.StatusCode, export.body)
	}
	try := func(name, content string, more ...string) answerTo {
		return ada.upload("/admin/import", "file", name, []byte(content), append([]string{"kind", "metrics", "why", "A test"}, more...)...)
	}
	if a := try("m.csv", head+"\n"+first+"\n"); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "stored already") {
		t.Errorf("what is there already: %d", a.StatusCode)
	}
	if a := try("m.txt", head+"\n"+first+"\n"); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "neither .csv nor .jsonl") {
		t.Errorf("a file of another name: %d", a.StatusCode)
	}
	if a := ada.upload("/admin/import", "file", "m.csv", nil, "kind", "metrics"); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Choose a file") {
		t.Errorf("no file: %d", a.StatusCode)
	}
	bad := try("m.csv", head+"\n"+first+"\n"+strings.Replace(first, strings.Split(first, ",")[0], "nobody-at-all", 1)+"\n")
	if bad.StatusCode != http.StatusUnprocessableEntity || bad.doc(t).Find("#mistakes").Parent().Find("tbody th").First().Text() != "3" || !strings.Contains(bad.body, "nobody-at-all") {
		t.Errorf("a mistake in line 3: %d", bad.StatusCode)
	}
	id := s.partnerID(t, oursSlug)
	m := s.facts(t, id).Metrics[0]
	row := `{"partner":"` + oursSlug + `","metric":"` + m.Metric + `","month":"2026-10-01","customer":"Brand New Customer","value":123}`
	tried := try("m.jsonl", row+"\n")
	if tried.StatusCode != http.StatusOK || !strings.Contains(tried.body, "Import this row") {
		t.Fatalf("tried out: %d %s", tried.StatusCode, tried.doc(t).Find("main").Text())
	}
	for _, x := range s.facts(t, id).Metrics {
		if x.Customer == "Brand New Customer" {
			t.Error("trying it out changed something")
		}
	}
	form := tried.formOf(t, "Import this row")
	if a := s.signedIn(t, "admin").post("/admin/import/confirm", "key", "guessed", "once", "x"); a.StatusCode != http.StatusSeeOther || !strings.Contains(ada.get("/admin/import").body, "") {
		t.Errorf("a key that is none: %d", a.StatusCode)
	}
	for range 2 { // a double click
		if a := ada.post("/admin/import/confirm", form...); a.StatusCode != http.StatusSeeOther {
			t.Fatalf("imported: %d", a.StatusCode)
		}
	}
	n := 0
	for _, x := range s.facts(t, id).Metrics {
		if x.Customer == "Brand New Customer" && x.Value == 123 {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d rows were imported, want 1", n)
	}
	if a := ada.get("/admin/import"); !strings.Contains(a.body, "1 new, 0 changed, 0 unchanged") {
		t.Error("the page does not say what was done")
	}
	events, err := s.store.Events(t.Context(), store.EventFilter{Action: "import rows", Limit: 9})
	if err != nil || len(events) != 1 || events[0].Why != "A test" || events[0].By != "admin@sample.example" {
		t.Errorf("%d events, %v", len(events), err)
	}
	for _, k := range store.RowKinds() {
		if a := ada.get("/admin/import/" + k.Name); a.StatusCode != http.StatusOK || !strings.Contains(a.body, "Template as CSV") {
			t.Errorf("the format of %s: %d", k.Name, a.StatusCode)
		}
		if a := ada.get("/admin/import/" + k.Name + "/template?format=jsonl"); !strings.HasPrefix(a.body, "{") {
			t.Errorf("the template of %s: %.60q", k.Name, a.body)
		}
		if a := ada.get("/admin/export/" + k.Name + "?format=jsonl"); a.StatusCode != http.StatusOK {
			t.Errorf("the export of %s: %d", k.Name, a.StatusCode)
		}
	}
}
