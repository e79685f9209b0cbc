package store

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"partnerdirectory/program"
)

func TestImportReadsBackWhole(t *testing.T) {
	s := open(t)
	d := complete(1)
	load(t, s, plain(0), d)
	if empty, err := s.Empty(t.Context()); err != nil || empty {
		t.Errorf("empty %v, %v", empty, err)
	}
	got := profile(t, s, "partner-1", today)
	if !reflect.DeepEqual(got.Partner, d.Partner) {
		t.Errorf("got  %+v\nwant %+v", got.Partner, d.Partner)
	}
	if !reflect.DeepEqual(got.CaseStudies, d.CaseStudies) {
		t.Errorf("got  %+v\nwant %+v", got.CaseStudies, d.CaseStudies)
	}
	facts, err := s.Facts(t.Context(), d.Partner.ID)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(facts, &d.Facts) {
		t.Errorf("got  %+v\nwant %+v", facts, &d.Facts)
	}
	if got, want := len(facts.Cases), 1; got != want {
		t.Errorf("%d case studies as evidence, want %d", got, want)
	}
	bare := profile(t, s, "partner-0", today)
	if len(bare.Labels)+len(bare.Attainments)+len(bare.CaseStudies) > 0 {
		t.Errorf("a partner without facts shows %+v", bare)
	}
}

func TestImportEvaluates(t *testing.T) {
	s := open(t)
	d := complete(1)
	load(t, s, d)
	labels := profile(t, s, "partner-1", today).Labels
	if len(labels) != 1 || labels[0].Specialization != "kubernetes" || labels[0].ID == "" {
		t.Fatalf("got %+v, want the label that the facts earn", labels)
	}
	if labels[0].Granted != today-60 {
		t.Errorf("granted on %v, want the day on which all was met", labels[0].Granted)
	}
	if len(labels[0].Verified) != 6 {
		t.Errorf("%d verified requirements, want 6", len(labels[0].Verified))
	}
	want := program.Advance(testProgramme(), &d.Facts, nil, today-200, today).Labels[0]
	want.ID = labels[0].ID
	if !reflect.DeepEqual(labels[0], want) {
		t.Errorf("stored %+v\ndecided %+v", labels[0], want)
	}
	standings, err := s.Standings(t.Context(), d.Partner.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(standings) != 1 || standings[0].State != program.Earned || standings[0].Met != 6 || standings[0].Of != 6 {
		t.Errorf("standings %+v", standings)
	}
}

func TestImportRefuses(t *testing.T) {
	broken := errors.New("broken source")
	spaced := plain(7)
	spaced.Partner.Industries = []string{"two words"}
	unnamed := plain(7)
	unnamed.Partner.Name = ""
	tabbed := plain(7)
	tabbed.Partner.Locations[0].Street = "a\tb"
	nowhere := plain(7)
	nowhere.Partner.Locations[0].Lat = 91
	unknown := plain(7)
	unknown.Facts.Attainments = []program.Attainment{attained("alchemy", program.Gold, today, today+1)}
	untitled := complete(7)
	untitled.CaseStudies[0].Title = ""
	doubled := complete(7)
	doubled.Facts.Cases = []program.CaseEvidence{{Slug: "story-7"}}
	sameStory := complete(7)
	sameStory.CaseStudies[0].Slug = "story-1"
	for _, c := range []struct {
		name string
		seq  iter.Seq2[*program.Dossier, error]
		want error
	}{
		{"a slug that is there", list(plain(8), plain(0)), program.ErrConflict},
		{"a slug twice", list(plain(8), plain(8)), program.ErrConflict},
		{"a term with a space", list(plain(8), spaced), program.ErrInvalid},
		{"no name", list(plain(8), unnamed), program.ErrInvalid},
		{"a tab in an address", list(plain(8), tabbed), program.ErrInvalid},
		{"a place off the earth", list(plain(8), nowhere), program.ErrInvalid},
		{"an unknown competency", list(plain(8), unknown), program.ErrInvalid},
		{"a case study without a title", list(plain(8), untitled), program.ErrInvalid},
		{"case studies as evidence", list(plain(8), doubled), program.ErrInvalid},
		{"a case study's slug that is there", list(plain(8), sameStory), program.ErrConflict},
		{"a source that fails", func(yield func(*program.Dossier, error) bool) { yield(nil, broken) }, broken},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			load(t, s, plain(0), complete(1))
			before := counts(t, s)
			err := s.Import(t.Context(), c.seq, today, nil)
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if c.want == program.ErrConflict && !regexp.MustCompile(`slug (partner-[08]|story-1) is taken`).MatchString(err.Error()) {
				t.Errorf("%v does not name the slug", err)
			}
			if after := counts(t, s); !reflect.DeepEqual(before, after) {
				t.Errorf("left behind: %v, was %v", after, before)
			}
		})
	}
}

// counts returns the number of rows of every table.
func counts(tb testing.TB, s *Store) map[string]int {
	tb.Helper()
	out := map[string]int{}
	for _, table := range append(factTables(), "partners", "partner_clocks", "labels", "label_events", "standings", "requirement_sets") {
		n := 0
		if err := s.reader.QueryRowContext(tb.Context(), `SELECT COUNT(*) FROM `+table).Scan(&n); err != nil {
			tb.Fatal(err)
		}
		out[table] = n
	}
	revision, err := s.Revision(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	out["revision"] = int(revision)
	return out
}

func TestImportInBatches(t *testing.T) {
	s := open(t)
	const n = 2*batch + 10
	var done []int
	var told []program.PartnerID
	s.OnChange(func(c Change) { told = append(told, c.Partners...) })
	if err := s.Import(t.Context(), crowd(n), today, func(d int) { done = append(done, d) }); err != nil {
		t.Fatal(err)
	}
	if want := []int{batch, 2 * batch, n}; !slices.Equal(done, want) {
		t.Errorf("progress %v, want %v", done, want)
	}
	slices.Sort(told)
	if len(slices.Compact(told)) != n {
		t.Errorf("told of %d partners, want %d", len(told), n)
	}
	seen := program.PartnerID(0)
	for l, err := range s.Listings(t.Context(), today) {
		if err != nil {
			t.Fatal(err)
		}
		if l.ID != seen+1 {
			t.Fatalf("listing %d follows %d", l.ID, seen)
		}
		seen = l.ID
	}
	if seen != n {
		t.Errorf("%d listings, want %d", seen, n)
	}
	pages := 0
	for page, err := range s.PartnerPages(t.Context()) {
		if err != nil || page.Slug == "" || page.Changed != today {
			t.Fatalf("%+v, %v", page, err)
		}
		pages++
	}
	if pages != n {
		t.Errorf("%d pages, want %d", pages, n)
	}
}

func TestImportStopsWhenToldTo(t *testing.T) {
	s := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Import(ctx, crowd(5*batch), today, func(int) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if n := counts(t, s)["partners"]; n != batch {
		t.Errorf("%d partners, want the one batch that was reported", n)
	}
}

func TestListingsAreWhatTheProgrammeSays(t *testing.T) {
	s := open(t)
	d := complete(1)
	load(t, s, plain(0), d)
	p := profile(t, s, "partner-1", today)
	want := program.ListingOf(testProgramme(), &d.Partner, &d.Facts, d.CaseStudies, p.Labels, today)
	some, err := s.ListingsOf(t.Context(), []program.PartnerID{d.Partner.ID, 999}, today)
	if err != nil || len(some) != 1 {
		t.Fatalf("%d listings, %v", len(some), err)
	}
	if !reflect.DeepEqual(*some[0], want) {
		t.Errorf("got  %+v\nwant %+v", *some[0], want)
	}
	for l, err := range s.Listings(t.Context(), today) {
		if err != nil {
			t.Fatal(err)
		}
		if l.ID == d.Partner.ID && !reflect.DeepEqual(*l, want) {
			t.Errorf("streamed %+v\nwant     %+v", *l, want)
		}
	}
}
