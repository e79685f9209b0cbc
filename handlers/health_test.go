package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"partnerdirectory/store"
)

// What waits adds up to the queue, and decisions by week, kind and person each add up to those of the audit trail.
func TestQueueHealthReconciles(t *testing.T) {
	s := openSite(t)
	editor, rita, ada := s.signedIn(t, "editor"), s.signedIn(t, "reviewer"), s.signedIn(t, "admin")
	for i, name := range []string{"Nora Neu", "Nils Neu", "Nele Neu", "Nino Neu"} {
		item, _ := s.nora(t, editor, name)
		switch i {
		case 0:
			rita.post(item, "do", "accept", "once", name)
		case 1:
			ada.post(item, "do", "reject", "reason", "The proof does not open.", "once", name)
		case 2:
			ada.post(item, "do", "more", "reason", "Name the issuer.", "once", name)
		}
	}
	a := rita.get("/admin/queue/health")
	if a.StatusCode != http.StatusOK {
		t.Fatalf("status %d", a.StatusCode)
	}
	doc := a.doc(t)
	sum := func(id string) int {
		n := 0
		doc.Find("#" + id + " + table tbody tr").Each(func(_ int, r *goquery.Selection) { n += counted(r.Find("td").First().Text()) })
		return n
	}
	if waiting := listed(t, rita, "/admin/queue"); sum("ages") != waiting || counted(doc.Find("main a.figure").First().Text()) != waiting || waiting == 0 {
		t.Errorf("ages add up to %d, %d wait", sum("ages"), waiting)
	}
	trail := 0
	for _, action := range []string{"decide evidence", "ask for more", "record review", "uphold figure"} {
		events, err := s.store.Events(t.Context(), store.EventFilter{Action: action, Limit: 99})
		if err != nil {
			t.Fatal(err)
		}
		trail += len(events)
	}
	if trail != 3 || counted(doc.Find("#decided").Text()) != trail || sum("weeks") != trail || sum("kinds") != trail || sum("people") != trail {
		t.Errorf("the trail has %d; the page %s, by week %d, by kind %d, by person %d", trail, doc.Find("#decided").Text(), sum("weeks"), sum("kinds"), sum("people"))
	}
	if people := doc.Find("#people + table tbody").Text(); !strings.HasPrefix(strings.TrimSpace(people), "admin@sample.example") || !strings.Contains(people, "reviewer@sample.example") {
		t.Errorf("people: %q", people)
	}
}
