package search

import (
	"math/rand/v2"
	"slices"
	"testing"

	"partnerdirectory/program"
)

// All matches are what the pages show one after the other.
func TestMatchesAreAllPages(t *testing.T) {
	a, p := atlas(t), smallProgramme()
	ix := build(t, p, a, sampleListings(4, a, p, 150), 1)
	r := rand.New(rand.NewPCG(4, 2))
	for range 300 {
		q := sampleQuery(r, p)
		var want []program.PartnerID
		for page := 1; ; page++ {
			q.Page = page
			result := ix.Search(q)
			for _, h := range result.Hits {
				want = append(want, h.ID)
			}
			if page >= result.Pages {
				break
			}
		}
		if got := ix.Matches(q); !slices.Equal(got, want) {
			t.Fatalf("%q sort %s: %v, by pages %v", q.Encode(), q.Sort, got, want)
		}
	}
}
