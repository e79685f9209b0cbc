package handlers_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"partnerdirectory/store"
)

// Another system sends figures with a token, and nothing else.
func TestFiguresAreSentWithAToken(t *testing.T) {
	s := openSite(t)
	ada := s.signedIn(t, "admin")
	page := ada.get("/admin/tokens")
	if a := ada.post("/admin/tokens", page.formOf(t, "Make it", "name", "")...); a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Write a name.") || !strings.Contains(a.body, "Choose what it may do.") {
		t.Errorf("a token without anything: %d", a.StatusCode)
	}
	form := page.formOf(t, "Make it", "name", "Billing", "scope", "metrics")
	made := ada.post("/admin/tokens", form...)
	secret := made.doc(t).Find("#secret").Text()
	if made.StatusCode != http.StatusOK || !strings.HasPrefix(secret, "mpd_") {
		t.Fatalf("made: %d, %q", made.StatusCode, secret)
	}
	if a := ada.post("/admin/tokens", form...); a.StatusCode != http.StatusSeeOther {
		t.Errorf("a double click: %d", a.StatusCode)
	}
	if a := ada.get("/admin/tokens"); strings.Contains(a.body, secret) || a.doc(t).Find("main table tbody tr").Length() != 1 {
		t.Error("the secret is shown again, or a second token was made")
	}
	id := s.partnerID(t, oursSlug)
	metric := s.facts(t, id).Metrics[0].Metric
	row := func(customer, month string) string {
		return `{"partner":"` + oursSlug + `","metric":"` + metric + `","month":"` + month + `","customer":"` + customer + `","value":7}` + "\n"
	}
	send := func(path, token, media, body string) answerTo {
		header := map[string]string{"Content-Type": media}
		if token != "" {
			header["Authorization"] = "Bearer " + token
		}
		return s.do(t, http.MethodPost, path, header, body)
	}
	const jsonl, feed = "application/jsonl", "/api/v1/metrics"
	for name, c := range map[string]struct {
		answer answerTo
		status int
		says   string
	}{
		"no token":        {send(feed, "", jsonl, row("A", "2026-10-01")), http.StatusUnauthorized, "A token is needed"},
		"a wrong one":     {send(feed, "mpd_guess", jsonl, row("A", "2026-10-01")), http.StatusUnauthorized, "not valid"},
		"another scope":   {send("/api/v1/certifications", secret, jsonl, row("A", "2026-10-01")), http.StatusForbidden, "lacks the scope"},
		"another type":    {send(feed, secret, "application/json", row("A", "2026-10-01")), http.StatusUnsupportedMediaType, "text/csv"},
		"a bad last line": {send(feed, secret, jsonl, row("A", "2026-10-01")+row("B", "2026-13-01")), http.StatusUnprocessableEntity, `"line":2`},
		"a dry run":       {send(feed+"?dry_run=1", secret, jsonl, row("A", "2026-10-01")), http.StatusOK, `"new":1`},
	} {
		if c.answer.StatusCode != c.status || !strings.Contains(c.answer.body, c.says) || !strings.HasPrefix(c.answer.Header.Get("Content-Type"), "application/json") {
			t.Errorf("%s: %d %s", name, c.answer.StatusCode, c.answer.body)
		}
		if c.status == http.StatusUnauthorized && !strings.HasPrefix(c.answer.Header.Get("WWW-Authenticate"), "Bearer") {
			t.Errorf("%s: the answer does not say how to come in", name)
		}
	}
	count := func() (n int) {
		for _, m := range s.facts(t, id).Metrics {
			if m.Customer == "A" || m.Customer == "B" {
				n++
			}
		}
		return n
	}
	if count() != 0 {
		t.Error("something was imported that should not have been")
	}
	var report store.RowReport
	for i, want := range []store.RowReport{{New: 1}, {Unchanged: 1}} { // sent again, nothing changes
		a := send(feed, secret, jsonl, row("A", "2026-10-01"))
		if err := json.Unmarshal([]byte(a.body), &report); err != nil || a.StatusCode != http.StatusOK || report.New != want.New || report.Unchanged != want.Unchanged {
			t.Errorf("sent %d times: %d %s", i+1, a.StatusCode, a.body)
		}
	}
	if count() != 1 {
		t.Errorf("%d rows, want 1", count())
	}
	// A token opens no page, and a session no feed.
	if a := s.do(t, http.MethodGet, "/admin/tokens", map[string]string{"Authorization": "Bearer " + secret}, ""); a.StatusCode != http.StatusSeeOther {
		t.Errorf("a page by a token: %d", a.StatusCode)
	}
	if a := ada.send(http.MethodPost, feed, "x=1"); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("the feed by a session: %d", a.StatusCode)
	}
	list := ada.get("/admin/tokens")
	if !strings.Contains(list.body, "23 Nov 2026, 09:00 UTC") {
		t.Error("the page does not say when the token was used")
	}
	if a := ada.post(list.doc(t).Find(`form[action$="/revoke"]`).AttrOr("action", ""), "once", "r"); a.StatusCode != http.StatusSeeOther {
		t.Errorf("revoked: %d", a.StatusCode)
	}
	if a := send(feed, secret, jsonl, row("B", "2026-10-01")); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("a revoked token: %d", a.StatusCode)
	}
	for _, action := range []string{"add token", "revoke token"} {
		if e, err := s.store.Events(t.Context(), store.EventFilter{Action: action, Limit: 5}); err != nil || len(e) != 1 || strings.Contains(e[0].After, secret) {
			t.Errorf("%s: %d events, %v", action, len(e), err)
		}
	}
}
