package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// sweepEvery bounds how late a new day is noticed after the machine slept or its clock was set.
const sweepEvery = time.Minute

// sweepDaily sweeps just after each midnight UTC until ctx ends. Readers and writers go on meanwhile.
func sweepDaily(ctx context.Context, w world, st *store.Store) {
	w.ctx = ctx
	swept := program.DayOf(w.now())
	for {
		wait := min(sweepEvery, (swept + 1).Time().Sub(w.now()))
		select {
		case <-ctx.Done():
			return
		case <-time.After(max(wait, time.Second)):
		}
		today := program.DayOf(w.now())
		if today <= swept {
			// What an admin changed may have made partners due on a day that was swept already.
			if err := st.CatchUp(ctx, today, nil); err != nil && ctx.Err() == nil {
				w.log.Error("evaluation of what became due today, to be tried again", "error", err)
			}
			continue
		}
		if err := sweep(w, st, today); err != nil {
			if ctx.Err() == nil {
				w.log.Error("daily sweep, to be tried again", "day", today.String(), "error", err)
			}
			continue
		}
		swept = today
	}
}

// sweepReport is how often a long sweep says how far it is.
const sweepReport = 5 * time.Second

// sweep brings the directory to today, day by day where days were missed.
func sweep(w world, st *store.Store, today program.Day) error {
	began := w.now()
	told := began
	partners, days := 0, 0
	err := st.CatchUp(w.ctx, today, func(day program.Day, done, of int) {
		if done == of {
			partners, days = partners+of, days+1
		}
		if now := w.now(); now.Sub(told) >= sweepReport {
			told = now
			w.log.Info("sweep under way", "day", day.String(), "done", done, "of", of)
		}
	})
	if err != nil {
		return fmt.Errorf("bring labels up to %s: %w", today, err)
	}
	reminded, err := st.RemindUnconfirmed(w.ctx, today)
	if err != nil {
		return fmt.Errorf("remind partners of their profiles: %w", err)
	}
	forgotten, err := st.ForgetEnquiries(w.ctx, today)
	if err != nil {
		return fmt.Errorf("delete old enquiries: %w", err)
	}
	w.log.Info("sweep done", "day", today.String(), "days", days, "partners", partners, "reminded", reminded, "enquiries deleted", forgotten,
		"took", w.now().Sub(began).Round(time.Millisecond).String())
	return nil
}

type evaluateCommand struct {
	database
	At          string `help:"Day to evaluate up to; today when empty. A later day needs --dry-run." placeholder:"YYYY-MM-DD"`
	DryRun      bool   `help:"Show what would change and change nothing."`
	Verbose     bool   `help:"List every label that changes."`
	VerifyAudit bool   `help:"Only check that the audit trail was not changed; fails if it was."`
}

// Validate refuses days that cannot be read.
func (c evaluateCommand) Validate() error {
	if c.At == "" {
		return nil
	}
	_, err := program.ParseDay(c.At)
	return err
}

// Run evaluates everybody and prints what changes.
func (c evaluateCommand) Run(w world) error {
	if _, err := os.Stat(c.DB); err != nil {
		return fmt.Errorf("no database: %w", err)
	}
	st, err := c.open(w)
	if err != nil {
		return err
	}
	defer st.Close()
	if c.VerifyAudit {
		return verifyAudit(w, st)
	}
	today := program.DayOf(w.now())
	at := today
	if c.At != "" {
		if at, err = program.ParseDay(c.At); err != nil {
			return err
		}
	}
	if at > today && !c.DryRun {
		return fmt.Errorf("%s is still to come: what it brings can only be shown, with --dry-run", at)
	}
	run := st.Evaluate
	if c.DryRun {
		run = st.DryRun
	}
	bar := newProgress(w.stderr, -1, "Evaluating partners")
	var steps []store.Step
	partners := 0
	err = run(w.ctx, at, store.Evaluation{
		Progress: func(done, of int) { bar.of(of); bar.set(done); partners = done },
		Step:     func(s store.Step) { steps = append(steps, s) },
	})
	bar.done()
	if err != nil {
		return err
	}
	return c.print(w, st, at, partners, steps)
}

func verifyAudit(w world, st *store.Store) error {
	trail, err := st.VerifyEvents(w.ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.stdout, "The audit trail is whole: %d events. Hash of the newest: %s\n", trail.Events, trail.Head)
	return err
}

// print writes a table of what changes by specialization, after every single change if that was asked for.
func (c evaluateCommand) print(w world, st *store.Store, at program.Day, partners int, steps []store.Step) error {
	kinds := []string{program.EventGranted, program.EventRenewed, program.EventFailing, program.EventRecovered, program.EventEnded}
	out := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	if c.Verbose {
		if err := listSteps(w, st, out, steps); err != nil {
			return err
		}
	}
	counts := map[string]map[string]int{}
	for _, s := range steps {
		if counts[s.Specialization] == nil {
			counts[s.Specialization] = map[string]int{}
		}
		counts[s.Specialization][s.Kind]++
		if !slices.Contains(kinds, s.Kind) {
			kinds = append(kinds, s.Kind)
		}
	}
	what := "changed"
	if c.DryRun {
		what = "would change"
	}
	fmt.Fprintf(out, "%d partners evaluated up to %s; what %s:\n", partners, at, what)
	fmt.Fprintf(out, "specialization\t%s\n", strings.Join(kinds, "\t"))
	for _, specialization := range append(slices.Sorted(maps.Keys(counts)), "all") {
		fmt.Fprint(out, specialization)
		for _, kind := range kinds {
			n := counts[specialization][kind]
			if specialization == "all" {
				for _, by := range counts {
					n += by[kind]
				}
			}
			fmt.Fprintf(out, "\t%d", n)
		}
		fmt.Fprintln(out)
	}
	return out.Flush()
}

func listSteps(w world, st *store.Store, out io.Writer, steps []store.Step) error {
	var ids []program.PartnerID
	for _, s := range steps {
		ids = append(ids, s.Partner)
	}
	addresses, err := st.PartnerSlugs(w.ctx, slices.Compact(ids))
	if err != nil {
		return err
	}
	for _, s := range steps {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", s.On, s.Kind, s.Specialization, addresses[s.Partner], s.By)
	}
	return nil
}
