package store

import (
	"slices"
	"testing"

	"partnerdirectory/program"
)

func noticesOf(tb testing.TB, s *Store, id program.PartnerID) []Notice {
	tb.Helper()
	list, err := s.Notices(tb.Context(), id, 0, 100)
	if err != nil {
		tb.Fatal(err)
	}
	return list
}

func kindsOf(list []Notice) (out []program.NoticeKind) {
	for _, n := range list {
		out = append(out, n.Kind)
	}
	return out
}

func TestPartnersAreToldOnce(t *testing.T) {
	s := open(t)
	d, old := goldIn(1, "data"), goldIn(2, "data")
	d.Facts.Attainments[0].Decided = today - 5
	load(t, s, plain(0), d, old)
	list := noticesOf(t, s, d.Partner.ID)
	if len(list) != 1 || list[0].Kind != program.NoticeGranted || list[0].On != today-5 || list[0].LabelID == "" || list[0].Link != "/labels/"+list[0].LabelID {
		t.Fatalf("%+v", list)
	}
	if list := noticesOf(t, s, old.Partner.ID); slices.Contains(kindsOf(list), program.NoticeGranted) {
		t.Errorf("a partner is told of what happened 100 days before it was imported: %+v", list)
	}
	if pending, err := s.PendingNotices(t.Context(), 10); err != nil || len(pending) != 0 {
		t.Errorf("mail for an imported history: %+v, %v", pending, err)
	}
	gold := d.Facts.Attainments[0]
	id := gold.ID
	gold.Until = today + 1
	if err := s.Supersede(t.Context(), ada, d.Partner.ID, []program.EvidenceID{id}, &program.Facts{Attainments: []program.Attainment{gold}}, today+1); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Reevaluate(t.Context(), []program.PartnerID{d.Partner.ID}, today+1); err != nil {
			t.Fatal(err)
		}
	}
	list = noticesOf(t, s, d.Partner.ID)
	if len(list) != 2 || list[0].Kind != program.NoticeEnded || list[0].Link != "/portal/progress/analytics" || list[0].Requirement == "" {
		t.Fatalf("%+v", list)
	}
	if older, err := s.Notices(t.Context(), d.Partner.ID, list[0].ID, 100); err != nil || len(older) != 1 || older[0].ID != list[1].ID {
		t.Errorf("the page after: %+v, %v", older, err)
	}
	pending, err := s.PendingNotices(t.Context(), 10)
	if err != nil || len(pending) != 1 || pending[0].ID != list[0].ID {
		t.Fatalf("to be mailed: %+v, %v", pending, err)
	}
	if err := s.MailedNotices(t.Context(), []int64{pending[0].ID}); err != nil {
		t.Fatal(err)
	}
	if pending, err := s.PendingNotices(t.Context(), 10); err != nil || len(pending) != 0 {
		t.Errorf("mailed twice: %+v, %v", pending, err)
	}
	for _, want := range []int{2, 0} {
		if n, err := s.UnreadNotices(t.Context(), d.Partner.ID); err != nil || n != want {
			t.Errorf("%d unread, %v, want %d", n, err, want)
		}
		if err := s.ReadNotices(t.Context(), d.Partner.ID, list[0].ID); err != nil {
			t.Fatal(err)
		}
	}
}

// Whoever a new version hits knows it when the publication returns.
func TestPublishingTellsThoseItHits(t *testing.T) {
	s := open(t)
	hit, fine := goldIn(0, "data"), goldIn(1, "data", "cloud")
	load(t, s, hit, fine)
	publish(t, s, draft(t, s, "analytics", 60, asks("data", "cloud")))
	list := noticesOf(t, s, hit.Partner.ID)
	if len(list) == 0 || list[0].Kind != program.NoticeChange || list[0].Version != 2 || list[0].Requirement != "Gold in Cloud platform, active." {
		t.Fatalf("%+v", list)
	}
	if slices.Contains(kindsOf(noticesOf(t, s, fine.Partner.ID)), program.NoticeChange) {
		t.Error("a partner that meets the new version is told that it does not")
	}
	standings, err := s.Standings(t.Context(), hit.Partner.ID)
	if err != nil || len(standings) != 1 || !standings[0].AtRisk {
		t.Errorf("%+v, %v, want at risk", standings, err)
	}
}
