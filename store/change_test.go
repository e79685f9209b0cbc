package store

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"partnerdirectory/program"
)

func TestChangesAreToldInOrderAfterTheCommit(t *testing.T) {
	s := open(t)
	load(t, s, plain(0), plain(1), plain(2))
	base, err := s.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var told []Change
	s.OnChange(func(c Change) {
		told = append(told, c)
		// The hook already finds what was committed.
		list, err := s.ListingsOf(t.Context(), c.Partners, today)
		if err != nil || len(list) != 1 || list[0].Confirmed != today+program.Day(len(told)) {
			t.Errorf("change %d: hook reads %+v, %v", len(told), list, err)
		}
		if now, err := s.Revision(t.Context()); err != nil || now != c.Revision {
			t.Errorf("change %d: hook reads revision %d, %v", c.Revision, now, err)
		}
	})
	for i, id := range []program.PartnerID{2, 1, 2} {
		if err := s.ConfirmProfile(t.Context(), Act{}, id, today+program.Day(i)+1); err != nil {
			t.Fatal(err)
		}
	}
	want := []Change{
		{Revision: base + 1, Partners: []program.PartnerID{2}},
		{Revision: base + 2, Partners: []program.PartnerID{1}},
		{Revision: base + 3, Partners: []program.PartnerID{2}},
	}
	if !reflect.DeepEqual(told, want) {
		t.Errorf("told %+v\nwant %+v", told, want)
	}
	for since, want := range map[uint64][]program.PartnerID{base: {1, 2}, base + 1: {1, 2}, base + 2: {2}, base + 3: nil} {
		c, err := s.ChangedSince(t.Context(), since)
		if err != nil || c.Revision != base+3 || !slices.Equal(c.Partners, want) || c.Programme {
			t.Errorf("since %d: %+v, %v, want %v", since, c, err, want)
		}
	}
	if c, err := s.ChangedSince(t.Context(), 0); err != nil || !c.Programme {
		t.Errorf("since the beginning: %+v, %v, want the programme too", c, err)
	}
}

func TestPrivateFactsChangeNothingPublic(t *testing.T) {
	s := open(t)
	load(t, s, plain(0))
	s.OnChange(func(c Change) { t.Errorf("told of %+v", c) })
	if _, err := s.Record(t.Context(), Act{}, 1, program.Facts{
		References: []program.Reference{{Customer: "Shop", Finished: today - 3, Verification: accepted(today)}},
	}, today); err != nil {
		t.Fatal(err)
	}
}

func TestProfileIsReplaced(t *testing.T) {
	s := open(t)
	load(t, s, plain(0), plain(1))
	p := profile(t, s, "partner-1", today).Partner
	p.Name, p.Slug, p.Locations, p.Languages = "Renamed", "renamed", p.Locations[:1], nil
	if err := s.UpdateProfile(t.Context(), Act{}, p); err != nil {
		t.Fatal(err)
	}
	if got := profile(t, s, "renamed", today).Partner; !reflect.DeepEqual(got, p) {
		t.Errorf("got %+v, want %+v", got, p)
	}
	if _, err := s.Profile(t.Context(), "partner-1", today); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("the old address: %v", err)
	}
	p.Slug = "partner-0"
	if err := s.UpdateProfile(t.Context(), Act{}, p); !errors.Is(err, program.ErrConflict) {
		t.Errorf("another's slug: %v", err)
	}
	p.ID, p.Slug = 99, "nobody"
	if err := s.UpdateProfile(t.Context(), Act{}, p); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("nobody's profile: %v", err)
	}
	if err := s.UpdateProfile(t.Context(), Act{}, program.Partner{ID: 1}); !errors.Is(err, program.ErrInvalid) {
		t.Errorf("an empty profile: %v", err)
	}
}

func TestCaseStudies(t *testing.T) {
	s := open(t)
	d := complete(0)
	load(t, s, d, plain(1))
	story := caseStudy("story-new", today)
	story.Outcome = "Tills that took four seconds take one, and nobody has had to restart one since the spring. " +
		"The chain opened two shops with the same team, and the tills of both were ready in a morning. The next step is the depots, " +
		"where the same containers will run without a line to the outside world."
	if err := s.RecordCaseStudy(t.Context(), Act{}, 2, story, today); err != nil {
		t.Fatal(err)
	}
	got, err := s.CaseStudy(t.Context(), "story-new", today)
	if err != nil || got.PartnerSlug != "partner-1" || got.PartnerName != "Partner 1" || !reflect.DeepEqual(got.CaseStudy, story) {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := s.CaseStudy(t.Context(), "story-new", today-1); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("before it was published: %v", err)
	}
	story.Title = "Faster tills, again"
	if err := s.RecordCaseStudy(t.Context(), Act{}, 2, story, today); err != nil {
		t.Fatal(err)
	}
	if err := s.RecordCaseStudy(t.Context(), Act{}, 1, story, today); !errors.Is(err, program.ErrConflict) {
		t.Errorf("another partner's slug: %v", err)
	}
	rejected := caseStudy("story-rejected", today)
	rejected.Decision = program.Rejected
	if err := s.RecordCaseStudy(t.Context(), Act{}, 2, rejected, today); err != nil {
		t.Fatal(err)
	}
	var rows []*CaseRow
	for r, err := range s.AllCaseRows(t.Context(), today) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	if len(rows) != 2 || rows[0].Title != "Faster tills, again" || rows[1].Slug != "story-0" {
		t.Fatalf("rows %+v", rows)
	}
	if r := rows[0]; r.Headline.Value != "41 %" || len(r.Summary) > summaryLength+3 || r.PartnerSlug != "partner-1" || !slices.Equal(r.Specializations, story.Specializations) {
		t.Errorf("row %+v", r)
	}
	some, err := s.CaseRowsOf(t.Context(), []program.PartnerID{2, 99}, today)
	if err != nil || !reflect.DeepEqual(some, rows[:1]) {
		t.Errorf("of one partner: %+v, %v", some, err)
	}
	for range s.AllCaseRows(t.Context(), today) {
		break // stopping early is not an error
	}
}

func TestAFailedWriteLeavesNothing(t *testing.T) {
	s := open(t)
	d := complete(0)
	load(t, s, d)
	before := counts(t, s)
	s.OnChange(func(c Change) { t.Errorf("told of %+v", c) })
	attempts := map[string]func() error{
		"an unknown competency": func() error {
			_, err := s.Record(t.Context(), Act{}, 1, program.Facts{
				References:  []program.Reference{{Customer: "Shop", Verification: accepted(today)}},
				Attainments: []program.Attainment{attained("alchemy", program.Gold, today, 0)},
			}, today)
			return err
		},
		"a module with a space": func() error {
			_, err := s.Record(t.Context(), Act{}, 1, program.Facts{
				Holdings: d.Facts.Holdings, Reviews: []program.Review{{Specialization: "kubernetes", Modules: []string{"a b"}}},
			}, today)
			return err
		},
		"a case study as a bare fact": func() error {
			_, err := s.Record(t.Context(), Act{}, 1, program.Facts{Cases: d.Facts.Cases}, today)
			return err
		},
		"evidence that is not there": func() error {
			return s.Supersede(t.Context(), Act{}, 1, []program.EvidenceID{d.Facts.Holdings[0].ID, 99_999}, &program.Facts{}, today)
		},
		"a partner that is not there": func() error {
			_, err := s.Record(t.Context(), Act{}, 55, program.Facts{}, today)
			return err
		},
	}
	for name, try := range attempts {
		if err := try(); !errors.Is(err, program.ErrInvalid) && !errors.Is(err, program.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
		if after := counts(t, s); !reflect.DeepEqual(before, after) {
			t.Errorf("%s left %v, was %v", name, after, before)
		}
	}
	facts, err := s.Facts(t.Context(), 1)
	if err != nil || len(facts.Holdings) != 2 {
		t.Errorf("a fact was lost: %+v, %v", facts, err)
	}
}
