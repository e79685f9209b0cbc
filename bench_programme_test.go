package main

import (
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// BenchmarkProgramme measures the programme's engine at full size: what a day or a draft would bring, and what one change
// costs. It prints one table. DIRECTORY_BENCH_PARTNERS sets the size; DIRECTORY_BENCH_DB names a sample database of that size
// to use instead of seeding one; it is copied, not changed.
func BenchmarkProgramme(b *testing.B) {
	if testing.Short() {
		b.Skip("takes minutes")
	}
	n := benchPartners(b)
	dir := b.TempDir()
	binary, db := filepath.Join(dir, "partnerdirectory"), filepath.Join(dir, "big.db")
	command(b, "go", "build", "-o", binary, ".")
	if seeded := os.Getenv("DIRECTORY_BENCH_DB"); seeded != "" {
		command(b, "cp", seeded, db)
	} else {
		command(b, binary, "seed", "--db", db, "--partners", strconv.Itoa(n))
	}
	for b.Loop() {
		table := &figures{}
		table.add("partners", float64(n), "", "")
		in := (program.DayOf(time.Now()) + 30).String()
		wall, cpu := timed(b, binary, "evaluate", "--db", db, "--dry-run", "--at", in)
		table.add("dry run of everybody, all specializations", wall, "s", "≤ 60 at 400,000")
		table.add("dry run, processor time", cpu, "s", "")
		wall, _ = timed(b, binary, "evaluate", "--db", db, "--verify-audit")
		table.add("verify the audit trail", wall, "s", "")
		programmeFigures(b, table, db)
		table.print(b)
	}
}

// timed runs a command and returns the seconds that passed and those that the processors worked.
func timed(b *testing.B, name string, args ...string) (wall, cpu float64) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), name, args...)
	start := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return time.Since(start).Seconds(), (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
}

func programmeFigures(b *testing.B, table *figures, db string) {
	b.Helper()
	st, err := store.Open(b.Context(), db, store.Options{NewID: newLabelID, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	p, err := st.Programme(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	act := store.Act{By: "benchmark", Why: "To see how long it takes."}
	today := program.DayOf(time.Now())
	since := func(f func() error) time.Duration {
		start := time.Now()
		if err := f(); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}

	most, impact := mostHeld(b, st, p, today)
	var asked []time.Duration
	for range 5 {
		asked = append(asked, since(func() error {
			_, err := st.Impact(b.Context(), draftOn(p, most, today), today)
			return err
		}))
	}
	table.add("holders of the most held specialization", float64(len(impact.Keeps)+len(impact.Loses)), "", "")
	table.add("impact of a draft for it: p50", ms(asked, 0.50), "ms", "≤ 2000 at 400,000")
	table.add("impact of a draft for it: max", ms(asked, 1), "ms", "")

	holders := append(impact.Keeps, impact.Loses...)
	var one []time.Duration
	for i := range min(200, len(holders)) {
		one = append(one, since(func() error {
			return st.Reevaluate(b.Context(), []program.PartnerID{holders[i].Partner}, today)
		}))
	}
	table.add("re-evaluate one holder, transaction included: p50", ms(one, 0.50), "ms", "≤ 5")
	table.add("re-evaluate one holder, transaction included: p90", ms(one, 0.90), "ms", "")

	d, err := st.BeginDraft(b.Context(), act, most)
	if err != nil {
		b.Fatal(err)
	}
	d.Note, d.EffectiveFrom = "To see how long it takes.", draftOn(p, most, today).EffectiveFrom
	if d, err = st.SaveDraft(b.Context(), act, d); err != nil {
		b.Fatal(err)
	}
	table.add("publish it, holders told in the same transaction", since(func() error {
		_, err := st.Publish(b.Context(), act, d.ID, d.Revision, today)
		return err
	}).Seconds(), "s", "")
	swept := 0
	table.add("sweep of the next day", since(func() error {
		return st.CatchUp(b.Context(), today+1, func(_ program.Day, _, of int) { swept = of })
	}).Seconds(), "s", "")
	table.add("partners due that day", float64(swept), "", "")
}

// draftOn is a draft that repeats the newest version of a specialization, in force as soon as it may be.
func draftOn(p *program.Programme, specialization string, today program.Day) store.Draft {
	d := store.Draft{Specialization: specialization, EffectiveFrom: today + program.Day(p.Settings.MinimumNoticeDays)}
	for _, set := range p.Sets {
		if set.Specialization == specialization {
			d.Base, d.Root, d.EffectiveFrom = set.Version, set.Root, max(d.EffectiveFrom, set.EffectiveFrom)
		}
	}
	return d
}

// mostHeld returns the specialization with the most holders, and the impact of a draft for it.
func mostHeld(b *testing.B, st *store.Store, p *program.Programme, today program.Day) (string, store.Impact) {
	b.Helper()
	var most string
	var found store.Impact
	for _, s := range p.Specializations {
		impact, err := st.Impact(b.Context(), draftOn(p, s.Slug, today), today)
		if err != nil {
			b.Fatal(err)
		}
		if len(impact.Keeps)+len(impact.Loses) > len(found.Keeps)+len(found.Loses) {
			most, found = s.Slug, impact
		}
	}
	return most, found
}
