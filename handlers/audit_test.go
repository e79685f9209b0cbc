package handlers_test

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"partnerdirectory/handlers"
)

// What happens at the sign-in stands in the audit trail, can be filtered, downloaded and verified; a secret does not.
func TestAuditTrailPage(t *testing.T) {
	o := openOffice(t, handlers.Accounts{})
	o.visitor(t).post("/signin", "email", "my-secret-password", "password", "whatever it is")
	o.visitor(t).post("/signin", "email", "viewer@sample.example", "password", "wrong")
	o.signedIn(t, "owner").post("/account/name", "name", "Olive <b>New</b>")
	admin := o.signedIn(t, "admin")
	if a := o.signedIn(t, "reviewer").get("/admin/audit"); a.StatusCode != http.StatusForbidden {
		t.Errorf("a reviewer reads the trail: %d", a.StatusCode)
	}
	all := admin.get("/admin/audit")
	if all.StatusCode != http.StatusOK || strings.Contains(all.body, "my-secret-password") || strings.Contains(all.body, "<b>New") {
		t.Fatalf("the trail: %d", all.StatusCode)
	}
	for query, want := range map[string]string{
		"?action=refuse+sign-in":                                 "The password is wrong.",
		"?who=owner@sample.example&action=rename+account":        "Olive Owens → Olive &lt;b&gt;New",
		"?kind=account&subject=viewer@sample.example":            "refuse sign-in",
		"?from=2001-01-01&until=2001-01-02":                      "No event is as you chose",
		"?why=100%25_nothing":                                    "No event is as you chose",
		"?who=admin@sample.example&kind=account&action=sign+in":  "admin@sample.example",
		"?kind=partner&subject=osterhout-and-lindqvist&before=1": "No event is as you chose",
		"?request=none-of-that-id":                               "No event is as you chose",
	} {
		if a := admin.get("/admin/audit" + query); a.StatusCode != http.StatusOK || !strings.Contains(a.body, want) {
			t.Errorf("%s: %d, without %q", query, a.StatusCode, want)
		}
	}
	if a := admin.get("/admin/audit?from=yesterday"); a.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a day that is none: %d", a.StatusCode)
	}
	if a := admin.post("/admin/audit/verify"); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("verify: %d", a.StatusCode)
	}
	trail, err := o.store.VerifyEvents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if a := admin.get("/admin/audit"); !strings.Contains(a.body, trail.Head[:12]) {
		t.Error("the page does not say what was verified")
	}
	export := admin.get("/admin/audit/export?format=csv")
	rows, err := csv.NewReader(strings.NewReader(export.body)).ReadAll()
	if err != nil || int64(len(rows)) != trail.Events+1 || rows[1][0] != strconv.FormatInt(trail.Events, 10) || rows[1][11] != trail.Head {
		t.Errorf("the download has %d rows for %d events, %v", len(rows), trail.Events, err)
	}
	if a := admin.get("/admin/audit/export?format=jsonl&action=sign+in&who=owner@sample.example"); strings.Count(a.body, "\n") != 1 || !strings.Contains(a.body, `"previous":"`) {
		t.Errorf("JSON Lines: %q", a.body)
	}
}
