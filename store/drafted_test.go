package store

import (
	"errors"
	"slices"
	"testing"

	"partnerdirectory/program"
)

func drafted(t *testing.T, s *Store) ProfileDraft {
	t.Helper()
	d, err := s.ProfileDraft(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestADraftIsKeptApartFromWhatIsPublic(t *testing.T) {
	s := open(t)
	load(t, s, plain(0))
	began := drafted(t, s)
	if began.Exists || began.Version != 0 {
		t.Fatalf("a draft before anybody began: %+v", began)
	}
	p := began.Partner
	p.Summary, p.Slug, p.Confirmed = "New words.", "stolen", 1
	version, err := s.SaveProfileDraft(t.Context(), Act{By: "Ann"}, p, began.Version)
	if err != nil {
		t.Fatal(err)
	}
	kept := drafted(t, s)
	if !kept.Exists || kept.Version != version || kept.Partner.Summary != "New words." || kept.SavedBy != "Ann" {
		t.Errorf("kept %+v", kept)
	}
	if kept.Partner.Slug != began.Partner.Slug || kept.Partner.Confirmed != began.Partner.Confirmed {
		t.Errorf("the draft changed what is no part of it: %+v", kept.Partner)
	}
	if got := profile(t, s, "partner-0", today).Partner.Summary; got == "New words." {
		t.Error("the draft is public")
	}
}

// Of two who began with the same draft the second is told, and nothing of the first is lost.
func TestTheSecondOfTwoEditorsIsTold(t *testing.T) {
	s := open(t)
	load(t, s, plain(0))
	began := drafted(t, s)
	first, second := began.Partner, began.Partner
	first.Summary, second.Summary = "First.", "Second."
	version, err := s.SaveProfileDraft(t.Context(), Act{By: "Ann"}, first, began.Version)
	if err != nil {
		t.Fatal(err)
	}
	for name, late := range map[string]func() error{
		"save": func() error {
			_, err := s.SaveProfileDraft(t.Context(), Act{By: "Ben"}, second, began.Version)
			return err
		},
		"drop": func() error { return s.DropProfileDraft(t.Context(), Act{By: "Ben"}, 1, began.Version) },
		"publish": func() error {
			_, err := s.PublishProfile(t.Context(), Act{}, second, began.Version, today, Submitter{})
			return err
		},
		"logo": func() error {
			_, err := s.KeepLogo(t.Context(), Act{By: "Ben"}, 1, Logo{Hash: "h", PNG: map[int][]byte{64: {1}}}, began.Version)
			return err
		},
	} {
		if err := late(); !errors.Is(err, program.ErrConflict) {
			t.Errorf("%s: %v, want ErrConflict", name, err)
		}
	}
	if got := drafted(t, s); got.Partner.Summary != "First." || got.Version != version {
		t.Errorf("the first one's draft is now %+v", got)
	}
	// Who dropped a draft also counts as somebody who was faster.
	if err := s.DropProfileDraft(t.Context(), Act{By: "Ann"}, 1, version); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SaveProfileDraft(t.Context(), Act{By: "Ben"}, second, version); !errors.Is(err, program.ErrConflict) {
		t.Errorf("after it was dropped: %v", err)
	}
}

func TestPublishingHoldsBackWhatIsChecked(t *testing.T) {
	s := open(t)
	load(t, s, plain(0))
	var told []Change
	s.OnChange(func(c Change) { told = append(told, c) })
	d := drafted(t, s)
	old := d.Partner
	p := d.Partner
	p.Name, p.Website, p.Summary = "Other name", "https://other.example", "New words."
	waits, err := s.PublishProfile(t.Context(), Act{By: "Ann"}, p, d.Version, today+1, Submitter{Name: "Ann", Email: "ann@x.example"})
	if err != nil || !slices.Equal(waits, []program.ProfileField{program.FieldName, program.FieldWebsite}) {
		t.Fatalf("waits %v, %v", waits, err)
	}
	got := profile(t, s, "partner-0", today).Partner
	if got.Name != old.Name || got.Website != old.Website || got.Summary != "New words." || got.Confirmed != today+1 || len(told) != 1 {
		t.Errorf("public is %+v, told %v", got, told)
	}
	if drafted(t, s).Exists {
		t.Error("the published draft is still there")
	}
	// A second change takes along what waits.
	again := got
	again.Logo = "pic"
	if _, err := s.PublishProfile(t.Context(), Act{By: "Ann"}, again, drafted(t, s).Version, today+1, Submitter{Name: "Ann"}); err != nil {
		t.Fatal(err)
	}
	list, err := s.WaitingChecks(t.Context(), 10)
	if err != nil || len(list) != 1 || list[0].Name != "Other name" || list[0].Logo != "pic" || len(list[0].Fields()) != 3 {
		t.Fatalf("waiting: %+v, %v", list, err)
	}
	if err := s.DecideCheck(t.Context(), Act{By: "Rita"}, list[0].ID, true, "Rita", Mail{Recipient: "ann@x.example"}); err != nil {
		t.Fatal(err)
	}
	if got := profile(t, s, "partner-0", today).Partner; got.Name != "Other name" || got.Website != "https://other.example" || got.Logo != "pic" || got.Summary != "New words." {
		t.Errorf("after the check: %+v", got)
	}
	if err := s.DecideCheck(t.Context(), Act{}, list[0].ID, false, "Ron"); !errors.Is(err, program.ErrConflict) {
		t.Errorf("deciding twice: %v", err)
	}
	if _, mails, err := s.Outbox(t.Context(), "", 5, 0); err != nil || len(mails) != 1 {
		t.Errorf("%d mails, %v", len(mails), err)
	}
	if _, err := s.VerifyEvents(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestARefusedChangeLeavesWhatIsPublic(t *testing.T) {
	s := open(t)
	load(t, s, plain(0))
	p := drafted(t, s).Partner
	old := p.Name
	p.Name = "Other name"
	if _, err := s.PublishProfile(t.Context(), Act{}, p, 0, today, Submitter{Name: "Ann"}); err != nil {
		t.Fatal(err)
	}
	c, err := s.LastCheck(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.DecideCheck(t.Context(), Act{By: "Rita", Why: "It is no registered name."}, c.ID, false, "Rita"); err != nil {
		t.Fatal(err)
	}
	c, err = s.LastCheck(t.Context(), 1)
	if err != nil || c.State != CheckRefused || c.Reason != "It is no registered name." {
		t.Errorf("%+v, %v", c, err)
	}
	if got := profile(t, s, "partner-0", today).Partner.Name; got != old {
		t.Errorf("the name is %q", got)
	}
	if err := s.WithdrawCheck(t.Context(), Act{}, 1, "Ann"); !errors.Is(err, program.ErrConflict) {
		t.Errorf("withdrawing what was decided: %v", err)
	}
}

func TestLogosAreKeptWhileSomethingNeedsThem(t *testing.T) {
	s := open(t)
	load(t, s, plain(0))
	version := int64(0)
	for _, hash := range []string{"one", "two", "three"} {
		var err error
		if version, err = s.KeepLogo(t.Context(), Act{By: "Ann"}, 1, Logo{Hash: hash, PNG: map[int][]byte{64: []byte(hash)}}, version); err != nil {
			t.Fatal(err)
		}
		if hash == "two" {
			d := drafted(t, s)
			if _, err := s.PublishProfile(t.Context(), Act{}, d.Partner, version, today, Submitter{}); err != nil {
				t.Fatal(err)
			}
			version++
		}
	}
	for hash, there := range map[string]bool{"one": false, "two": true, "three": true} {
		png, err := s.LogoPNG(t.Context(), hash, 64)
		if there && string(png) != hash || !there && !errors.Is(err, program.ErrNotFound) {
			t.Errorf("%s: %q, %v", hash, png, err)
		}
	}
	if logos, err := s.Logos(t.Context()); err != nil || len(logos) != 0 {
		t.Errorf("public logos %v, %v, want none before the check", logos, err)
	}
}
