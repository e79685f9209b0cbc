package seed

import (
	"math/rand/v2"
	"testing"

	"partnerdirectory/program"

	"pgregory.net/rapid"
)

// TestEvidenceTurnsOutAsMeant lays out evidence for any specialization, outcome and day, and lets evaluation decide.
func TestEvidenceTurnsOutAsMeant(t *testing.T) {
	g := sampleGenerator(t)
	rapid.Check(t, func(t *rapid.T) {
		today := sampleToday + program.Day(rapid.IntRange(-200, 400).Draw(t, "today"))
		a := aim{
			specialization: rapid.SampledFrom(g.lore.trades).Draw(t, "trade").specialization,
			outcome:        outcome(rapid.IntRange(0, 10).Draw(t, "outcome")),
			part: rapid.SampledFrom([]program.Kind{
				program.OfCompetency, program.OfPeople, program.OfPerformance, program.OfReferences, program.OfReview, program.OfDocument,
			}).Draw(t, "part"),
			on: today - program.Day(rapid.IntRange(0, 1040).Draw(t, "age")),
		}
		p, err := ProgrammeOn(today)
		if err != nil {
			t.Fatal(err)
		}
		lore := *g.lore
		lore.p, lore.certifications = p, certificationsByCode(p)
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		face := &portrait{l: &lore, rng: rng, today: today}
		switch a.outcome {
		case lost:
			face.lose(&a)
		case pending:
			face.renew(&a)
		case shaky:
			a.on = today - program.Day(100+rng.IntN(900))
		case suspended, revoked:
			a.on, a.to = today-program.Day(200+rng.IntN(800)), today-program.Day(3+rng.IntN(120))
		case achieved, spared:
			a.on = today - program.Day(rng.IntN(85))
		}
		d := &program.Dossier{Partner: program.Partner{ID: program.PartnerID(rapid.IntRange(1, 1<<22).Draw(t, "partner"))}}
		e := newEvidence(&lore, &g.lore.packs[0], rng, today, d)
		if e.wantsStory(a) {
			d.Facts.Cases = []program.CaseEvidence{{
				Slug: "story", Specializations: []string{a.specialization}, Published: today - 1060,
				Verification: accepted(program.ByVendor, program.Manual, today-1060, today-1060),
			}}
		}
		e.pursue(a)
		e.finish()
		checkDays(t, &d.Facts, today)
		labels := program.Advance(p, &d.Facts, nil, today-4000, today).Labels
		shown := false
		for _, l := range labels {
			shown = shown || l.Specialization == a.specialization && l.Shown(today)
		}
		switch a.outcome {
		case earned, pending, shaky, spared, achieved:
			if !shown {
				t.Fatalf("%+v: no label is shown: %+v", a, labels)
			}
		case suspended, revoked:
			if want := map[outcome]program.StandingState{suspended: program.Suspended, revoked: program.Revoked}[a.outcome]; shown || len(labels) != 1 || labels[0].State(today) != want {
				t.Fatalf("%+v: shown %v of %+v", a, shown, labels)
			}
		case lost:
			if grace := a.part == program.OfCompetency && a.to+30 > today; shown != grace || len(labels) == 0 {
				t.Fatalf("%+v: shown %v of %+v", a, shown, labels)
			}
		default:
			if len(labels) > 0 {
				t.Fatalf("%+v: a label came of it: %+v", a, labels)
			}
		}
	})
}

// checkDays holds that nothing was known before it happened, or is known of the future.
func checkDays(t *rapid.T, f *program.Facts, today program.Day) {
	known := func(happened program.Day, v program.Verification) {
		if v.Decision == program.Draft {
			return // not handed in yet
		}
		decided := v.Decided
		if v.Decision == program.Submitted {
			decided = v.Submitted
		}
		if happened > v.Submitted || v.Submitted > decided || decided > today {
			t.Fatalf("happened on %s, %+v", happened, v)
		}
	}
	for _, x := range f.Attainments {
		known(x.From, x.Verification)
	}
	for _, x := range f.Holdings {
		known(max(x.Earned, x.Joined), x.Verification)
	}
	for _, x := range f.References {
		known(x.Finished, x.Verification)
	}
	for _, x := range f.Reviews {
		known(x.Held, x.Verification)
	}
	for _, x := range f.Metrics {
		if x.Recorded > today || x.Month.MonthStart() != x.Month || x.Value <= 0 {
			t.Fatalf("figure %+v", x)
		}
	}
}
