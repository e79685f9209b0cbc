package main

import (
	"context"
	"database/sql"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// ran runs the program and returns its exit code with what it printed.
func ran(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e strings.Builder
	code = run(t.Context(), args, nil, &o, &e)
	return code, o.String(), e.String()
}

func TestEvaluateShowsWhatTheFutureBrings(t *testing.T) {
	db := filepath.Join(t.TempDir(), "directory.db")
	if code, _, errs := ran(t, "evaluate", "--db", db); code != exitFailed {
		t.Errorf("no database: exit code %d: %s", code, errs)
	}
	if code, _, errs := ran(t, "seed", "--db", db, "--partners", "300"); code != 0 {
		t.Fatal(errs)
	}
	if code, _, _ := ran(t, "evaluate", "--db", db, "--at", "soon"); code != exitUsage {
		t.Errorf("a day that is none: exit code %d", code)
	}
	later := (program.DayOf(time.Now()) + 400).String()
	if code, _, errs := ran(t, "evaluate", "--db", db, "--at", later); code != exitFailed || !strings.Contains(errs, "--dry-run") {
		t.Errorf("the future for good: exit code %d: %s", code, errs)
	}
	code, out, errs := ran(t, "evaluate", "--db", db, "--at", later, "--dry-run", "--verbose")
	if code != 0 || !strings.Contains(out, "300 partners evaluated up to "+later+"; what would change:") || !strings.Contains(out, "  ended ") {
		t.Errorf("exit code %d: %s\n%s", code, errs, out)
	}
	if code, out, errs = ran(t, "evaluate", "--db", db); code != 0 || !strings.Contains(out, "\nall             0") {
		t.Errorf("today, which seeding brought: exit code %d: %s\n%s", code, errs, out)
	}
}

func TestEvaluateVerifiesTheAuditTrail(t *testing.T) {
	db := filepath.Join(t.TempDir(), "directory.db")
	if code, _, errs := ran(t, "seed", "--db", db, "--partners", "20"); code != 0 {
		t.Fatal(errs)
	}
	if code, out, errs := ran(t, "evaluate", "--db", db, "--verify-audit"); code != 0 || !strings.Contains(out, "The audit trail is whole") {
		t.Errorf("exit code %d: %s%s", code, out, errs)
	}
	raw, err := sql.Open("sqlite", db)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if _, err := raw.ExecContext(t.Context(), `DROP TRIGGER events_stay; UPDATE events SET by_whom = 'nobody' WHERE id = 1`); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := ran(t, "evaluate", "--db", db, "--verify-audit"); code != exitFailed || !strings.Contains(errs, "event 1 ") {
		t.Errorf("a changed trail: exit code %d: %s", code, errs)
	}
}

// The server sweeps when the day changes, without anybody asking.
func TestANewDayIsSwept(t *testing.T) {
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "directory.db"), store.Options{NewID: newLabelID, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	w := world{ctx: t.Context(), stdout: io.Discard, stderr: io.Discard, log: slog.New(slog.DiscardHandler), now: time.Now}
	lapses := program.DayOf(time.Now()) + 1
	p := &program.Programme{
		Name: "Test", Vendor: "Vendor", Settings: program.DefaultSettings(),
		Competencies:    []program.Competency{{Slug: "data", Name: "Data", Levels: []program.Level{program.Gold}}},
		Specializations: []program.Specialization{{Slug: "analytics", Name: "Analytics", AlignedTo: []string{"data"}}},
	}
	p.Sets = []program.Set{{Specialization: "analytics", Version: 1, Published: 1, EffectiveFrom: 1, Root: program.Node{
		ID: "gold", Op: program.Leaf, Requirement: &program.Requirement{
			Title: "Gold", VerifiedBy: program.ByVendor, Mode: program.Automatic, Tested: program.Continuously, OnLapse: program.EndsAtOnce,
			Competency: &program.CompetencyRule{Competencies: []string{"data"}, Match: program.Any, Level: program.Gold},
		},
	}}}
	if err := st.SaveProgramme(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	d := &program.Dossier{Partner: program.Partner{Slug: "one", Name: "One"}}
	d.Facts.Attainments = []program.Attainment{{Competency: "data", Level: program.Gold, From: lapses - 9, Until: lapses, Verification: program.Verification{
		By: program.ByVendor, Mode: program.Automatic, Decision: program.Accepted, Submitted: lapses - 9, Decided: lapses - 9,
	}}}
	if err := st.Import(t.Context(), func(yield func(*program.Dossier, error) bool) { yield(d, nil) }, lapses-1, nil); err != nil {
		t.Fatal(err)
	}
	if got, err := st.Profile(t.Context(), "one", lapses-1); err != nil || len(got.Labels) != 1 {
		t.Fatalf("%+v, %v", got.Labels, err)
	}
	changed := make(chan store.Change, 8)
	st.OnChange(func(c store.Change) { changed <- c })
	// A clock that stands a moment before midnight: the next look at it is in the new day.
	midnight := lapses.Time()
	start := time.Now()
	w.now = func() time.Time { return midnight.Add(time.Since(start) - 50*time.Millisecond) }
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); sweepDaily(ctx, w, st) }()
	select {
	case <-changed:
	case <-time.After(30 * time.Second):
		t.Error("the new day was not swept")
	}
	stop()
	<-done
	if got, err := st.Profile(t.Context(), "one", lapses); err != nil || len(got.Labels) != 0 || len(got.Earlier) != 1 {
		t.Errorf("the label outlives its facts: %+v, %v", got.Labels, err)
	}
}
