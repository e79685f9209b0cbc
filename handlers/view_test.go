package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"partnerdirectory/store"
)

// An admin sees a partner's pages as its viewers do, of this partner only, and changes nothing.
func TestViewAsPartnerChangesNothing(t *testing.T) {
	s := openSite(t)
	ada := s.signedIn(t, "admin")
	if a := ada.get(ours + "/progress"); a.StatusCode != http.StatusForbidden {
		t.Errorf("before it is begun: %d", a.StatusCode)
	}
	if a := ada.post("/admin/partners/"+oursSlug+"/view", "x", ""); a.Header.Get("Location") != ours {
		t.Fatalf("begun: %d", a.StatusCode)
	}
	for _, page := range []string{"", "/progress", "/people", "/notices", "/profile", "/members", "/metrics", "/enquiries", "/references"} {
		a := ada.get(ours + page)
		if a.StatusCode != http.StatusOK || !strings.Contains(a.body, "Nothing can be changed here.") {
			t.Errorf("%s: %d", page, a.StatusCode)
		}
	}
	for _, page := range []string{"/people/new", "/people/import"} {
		if a := ada.get(ours + page); a.StatusCode != http.StatusForbidden {
			t.Errorf("the form at %s: %d", page, a.StatusCode)
		}
	}
	for _, page := range []string{"/notices/read", "/profile/confirm", "/members", "/people"} {
		if a := ada.post(ours+page, "newest", "1"); a.StatusCode != http.StatusForbidden {
			t.Errorf("a write to %s: %d", page, a.StatusCode)
		}
	}
	if a := ada.get("/portal/quebracho-cloud"); a.StatusCode != http.StatusForbidden {
		t.Errorf("another partner: %d", a.StatusCode)
	}
	if a := s.signedIn(t, "reviewer").post("/admin/partners/"+oursSlug+"/view", "x", ""); a.StatusCode != http.StatusForbidden {
		t.Errorf("a reviewer: %d", a.StatusCode)
	}
	if a := ada.post("/admin/partners/"+oursSlug+"/view/stop", "x", ""); a.Header.Get("Location") != "/admin/partners/"+oursSlug {
		t.Errorf("stopped: %d", a.StatusCode)
	}
	if a := ada.get(ours); a.StatusCode != http.StatusForbidden {
		t.Errorf("after it is stopped: %d", a.StatusCode)
	}
	if e, err := s.store.Events(t.Context(), store.EventFilter{Action: "view as partner", Limit: 5}); err != nil || len(e) != 1 {
		t.Errorf("%d events, %v", len(e), err)
	}
}
