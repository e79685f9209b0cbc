package store

import (
	"strings"
	"testing"

	"partnerdirectory/program"
)

func TestUnconfirmedProfilesAreRemindedOf(t *testing.T) {
	s := open(t)
	load(t, s, plain(0), plain(1))
	id, err := s.AddAccount(t.Context(), Act{}, Account{Email: "ann@x.example"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AddMember(t.Context(), Act{}, 1, id, program.Owner); err != nil {
		t.Fatal(err)
	}
	const since = today - 400
	for _, partner := range []program.PartnerID{1, 2} { // nobody could read what is said to the second
		if err := s.ConfirmProfile(t.Context(), Act{}, partner, since); err != nil {
			t.Fatal(err)
		}
	}
	at := func(days program.Day, want int) {
		t.Helper()
		if n, err := s.RemindUnconfirmed(t.Context(), since+days); err != nil || n != want {
			t.Errorf("after %d days %d are told, %v, want %d", days, n, err, want)
		}
	}
	at(179, 0)
	at(180, 1)
	at(180, 0)
	at(269, 0)
	at(275, 1)
	if err := s.ConfirmProfile(t.Context(), Act{}, 1, since+280); err != nil {
		t.Fatal(err)
	}
	at(290, 0)
	at(280+400, 1) // of the three that were due only the last: the others are no news any more
	at(280+400, 0)
	list, err := s.Notices(t.Context(), 1, 0, 10)
	if err != nil || len(list) != 3 {
		t.Fatalf("%d notices, %v, want 3", len(list), err)
	}
	p, err := s.Programme(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"for 360 days", "for 270 days", "for 180 days"} {
		text := p.DescribeNotice(list[i].Notice)
		if got := text.Body; !strings.Contains(got, want) || list[i].Link != "/portal/profile" || !list[i].Mailed.IsZero() {
			t.Errorf("notice %d: %q, link %q", i, got, list[i].Link)
		}
	}
}
