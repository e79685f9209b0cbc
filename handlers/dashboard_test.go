package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// counted reads a number as pages write it, with spaces between thousands, from the start of a text; 0 where there is none.
func counted(text string) int {
	digits := ""
	for _, r := range strings.TrimSpace(text) {
		switch {
		case r >= '0' && r <= '9':
			digits += string(r)
		case r != ' ' && r != '\u00a0' && r != '\u2009' && r != '\u202f':
			n, _ := strconv.Atoi(digits)
			return n
		}
	}
	n, _ := strconv.Atoi(digits)
	return n
}

// listed returns how many the list at an address says it has.
func listed(t *testing.T, v *visitor, path string) int {
	t.Helper()
	a := v.get(path)
	if a.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: status %d", path, a.StatusCode)
	}
	doc := a.doc(t)
	if strings.HasPrefix(path, "/review/profiles") {
		return doc.Find(`main form[action^="/review/profiles/"]`).Length()
	}
	return counted(doc.Find(".list-total, .queue-line").First().Text())
}

// Every number on the dashboard is the total of the list that it leads to, and what is broken down adds up.
func TestDashboardReconciles(t *testing.T) {
	s := openSite(t)
	editor, ada := s.signedIn(t, "editor"), s.signedIn(t, "admin")
	s.nora(t, editor, "Nora Neu")
	id := s.holder(t).ID
	suspend := program.Order{Kind: program.Suspend, Specialization: "kubernetes"}
	if _, err := s.store.Order(t.Context(), store.Act{By: "Ada", Why: "A complaint is looked into."}, program.PartnerID(id), suspend, program.DayOf(sampleDay())); err != nil {
		t.Fatal(err)
	}
	if err := s.store.QueueMail(t.Context(), store.Mail{Recipient: "a@example.com", Subject: "One", Plain: "One"}); err != nil {
		t.Fatal(err)
	}
	doc := ada.get("/admin").doc(t)
	totals := map[string]int{}
	numbers := map[string]int{}
	doc.Find("main a.figure").Each(func(_ int, a *goquery.Selection) {
		url, n := a.AttrOr("href", ""), counted(a.Contents().First().Text())
		if was, seen := numbers[url]; seen && was != n {
			t.Errorf("%s stands for %d and for %d", url, was, n)
		}
		numbers[url] = n
	})
	if len(numbers) < 200 {
		t.Fatalf("%d numbers", len(numbers))
	}
	// Lists of nothing are alike: one in ten is opened.
	empty := 0
	for url, n := range numbers {
		if n == 0 {
			if empty++; empty%10 != 1 {
				continue
			}
		}
		if got := listed(t, ada, url); got != n {
			t.Errorf("%s: the dashboard says %d, the list has %d", url, n, got)
		}
	}
	for _, needed := range []string{"/admin/labels?state=suspended", "/admin/labels?state=held", "/admin/queue", "/admin/outbox?state=waiting"} {
		if numbers[needed] == 0 {
			t.Errorf("%s counts nothing, which proves nothing", needed)
		}
	}
	for url, n := range numbers {
		switch {
		case strings.Contains(url, "specialization=") && strings.HasSuffix(url, "state=held"):
			totals["specializations"] += n
		case strings.HasPrefix(url, "/admin/labels?state=") && !strings.HasSuffix(url, "=held"):
			totals["states"] += n
		case strings.HasPrefix(url, "/admin/labels?expires="):
			totals["terms"] += n
		case strings.HasPrefix(url, "/admin/queue?kind="):
			totals["kinds"] += n
		}
	}
	held := numbers["/admin/labels?state=held"]
	for _, of := range []string{"specializations", "states", "terms"} {
		if totals[of] != held {
			t.Errorf("%s add up to %d, %d labels are held", of, totals[of], held)
		}
	}
	if totals["kinds"] != numbers["/admin/queue"] {
		t.Errorf("kinds add up to %d, %d wait", totals["kinds"], numbers["/admin/queue"])
	}
	months := doc.Find("#by-month + table tbody tr")
	var before int
	for i := months.Length() - 1; i >= 0; i-- { // newest first
		cells := months.Eq(i).Find("td")
		granted, ended, after := counted(cells.Eq(0).Text()), counted(cells.Eq(1).Text()), counted(cells.Eq(2).Text())
		if i < months.Length()-1 && after != before+granted-ended {
			t.Errorf("row %d: %d held, %d before, %d granted, %d ended", i, after, before, granted, ended)
		}
		before = after
	}
	if before != held {
		t.Errorf("%d held at the end of the newest month, %d now", before, held)
	}
}

// The list of labels pages through all it counts, and its table has the same rows.
func TestLabelsListIsWhole(t *testing.T) {
	s := openSite(t)
	rita := s.signedIn(t, "reviewer")
	total := listed(t, rita, "/admin/labels")
	seen := map[string]bool{}
	for page := 1; page <= (total+49)/50; page++ {
		rita.get("/admin/labels?page=" + strconv.Itoa(page)).doc(t).Find("table.queue tbody th a").Each(func(_ int, a *goquery.Selection) {
			seen[a.AttrOr("href", "")] = true
		})
	}
	lines := strings.Count(strings.TrimSpace(rita.get("/admin/labels.csv").body), "\n")
	if len(seen) != total || lines != total || total < 60 {
		t.Errorf("%d labels are counted, %d listed, %d in the table", total, len(seen), lines)
	}
	if a := rita.get("/admin/labels?state=ended&specialization=kubernetes&expires=2099-01"); !strings.Contains(a.body, "No label is what you chose") {
		t.Error("an empty choice does not say so")
	}
	if strings.Contains(rita.get("/admin").body, "/admin/outbox") {
		t.Error("a reviewer is offered the outbox, which is not open to them")
	}
}

func BenchmarkDashboard(b *testing.B) {
	s := openSite(b)
	for b.Loop() {
		if _, err := s.store.Dashboard(b.Context(), program.DayOf(sampleDay())-365); err != nil {
			b.Fatal(err)
		}
	}
}
