package store

import (
	"errors"
	"math"
	"path/filepath"
	"reflect"
	"testing"

	"partnerdirectory/program"
)

func TestProgrammeReadsBackAsSaved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "directory.db")
	s := openAt(t, path)
	if _, err := s.Programme(t.Context()); !errors.Is(err, program.ErrNotFound) {
		t.Fatalf("before the first save: %v", err)
	}
	want := testProgramme()
	if err := s.SaveProgramme(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	// A second store has to read what the first one wrote.
	got, err := openAt(t, path).Programme(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestProgrammeFollowsItsChanges(t *testing.T) {
	s := open(t)
	var told []Change
	s.OnChange(func(c Change) { told = append(told, c) })
	p := testProgramme()
	p.Name = "Another name"
	p.Specializations[0].Summary = "Runs clusters."
	if err := s.SaveProgramme(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	got, err := s.Programme(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != p.Name || got.Specializations[0].Summary != "Runs clusters." {
		t.Errorf("the change is not there: %q", got.Name)
	}
	if len(told) != 1 || !told[0].Programme {
		t.Errorf("told of %+v, want one change of the programme", told)
	}
}

func TestPublishedSetsNeverChange(t *testing.T) {
	s := open(t)
	p := testProgramme()
	p.Sets[1].Root.Children[0].Requirement.Competency.Level = program.Silver
	p.Name = "Another name"
	if err := s.SaveProgramme(t.Context(), p); !errors.Is(err, program.ErrConflict) {
		t.Fatalf("got %v, want ErrConflict", err)
	}
	got, err := s.Programme(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, testProgramme()) {
		t.Error("a refused save left something behind")
	}
	p = testProgramme()
	next := p.Sets[1]
	next.Version, next.Published, next.EffectiveFrom = 2, today, today+60
	p.Sets = append(p.Sets, next)
	if err := s.SaveProgramme(t.Context(), p); err != nil {
		t.Errorf("a new version: %v", err)
	}
	p.Sets = append(p.Sets, program.Set{Specialization: "analytics", Version: 3, Published: today, EffectiveFrom: today})
	if err := s.SaveProgramme(t.Context(), p); !errors.Is(err, program.ErrInvalid) {
		t.Errorf("an empty set: got %v, want ErrInvalid", err)
	}
	p = testProgramme()
	p.Competencies[0].Options = []program.Option{{Slug: "sum", Gold: leaf("sum", program.Requirement{
		Performance: &program.PerformanceRule{Metric: "containers", Threshold: math.NaN(), Months: 1},
	})}}
	if err := s.SaveProgramme(t.Context(), p); !errors.Is(err, program.ErrInvalid) {
		t.Errorf("a threshold that is no number: got %v, want ErrInvalid", err)
	}
}
