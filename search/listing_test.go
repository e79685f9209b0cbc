package search

import (
	"fmt"
	"iter"
	"testing"

	"partnerdirectory/program"
	"partnerdirectory/seed"
)

// today is the day on which the sample partners are looked at.
const today = program.Day(20780) // 2026-11-23

// seedListings derives listings from the sample partners, their labels from their evidence.
func seedListings(t testing.TB, p *program.Programme, a *Atlas, n int) iter.Seq[*program.Listing] {
	t.Helper()
	dossiers, err := seed.Generate(p, a.Places(), n, 1, today)
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(*program.Listing) bool) {
		id := program.PartnerID(0)
		for d := range dossiers {
			id++
			if !yield(listingOf(p, d, id)) {
				return
			}
		}
	}
}

func listingOf(p *program.Programme, d *program.Dossier, id program.PartnerID) *program.Listing {
	d.Partner.ID = id
	facts := d.Facts
	for _, c := range d.CaseStudies {
		facts.Cases = append(facts.Cases, program.CaseEvidence{
			Slug: c.Slug, Specializations: c.Specializations, Published: c.Published, Verification: c.Verification,
		})
	}
	var labels []program.Label
	if len(facts.References) > 0 { // without one no label is earned: do not look at every day
		labels = program.Advance(p, &facts, nil, today-1200, today).Labels
		for i := range labels {
			labels[i].ID = fmt.Sprintf("%x", scramble(uint64(id)<<8+uint64(i)))
		}
	}
	l := program.ListingOf(p, &d.Partner, &facts, d.CaseStudies, labels, today)
	return &l
}
