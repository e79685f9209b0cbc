package search

import (
	"os"
	"slices"
	"strings"
	"testing"

	"partnerdirectory/program"
	"partnerdirectory/seed"
)

// enough is the share of the quality list that must be right.
const enough = 0.97

func TestTheRightPartnerComesFirst(t *testing.T) {
	p, err := seed.Programme()
	if err != nil {
		t.Fatal(err)
	}
	a := atlas(t)
	ix := build(t, p, a, slices.Collect(seedListings(t, p, a, 2000)), 1)
	list, err := os.ReadFile("testdata/queries.txt")
	if err != nil {
		t.Fatal(err)
	}
	asked, right := 0, 0
	for line := range strings.Lines(string(list)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		text, want, ok := strings.Cut(line, " => ")
		if !ok {
			t.Fatalf("%q is not of the form query => result", line)
		}
		asked++
		r := ix.Search(Query{Text: text})
		switch {
		case len(r.Hits) == 0:
			t.Logf("%s: nothing found", line)
		case !meets(ix, r.Hits[0], want):
			t.Logf("%s: first is %s in %s", line, r.Hits[0].Slug, r.Hits[0].City)
		default:
			right++
		}
	}
	t.Logf("%d of %d right", right, asked)
	if asked < 150 || float64(right) < enough*float64(asked) {
		t.Errorf("%d of %d right, want %.0f %% of at least 150", right, asked, enough*100)
	}
}

// meets reports whether a hit is what a line of the list wants: a slug, or label:slug and town:key.
func meets(ix *Index, h Hit, want string) bool {
	for part := range strings.FieldsSeq(want) {
		label, isLabel := strings.CutPrefix(part, "label:")
		town, isTown := strings.CutPrefix(part, "town:")
		switch {
		case isLabel:
			if !slices.ContainsFunc(h.Labels, func(l program.ListedLabel) bool { return l.Specialization == label }) {
				return false
			}
		case isTown:
			r := ix.Search(Query{Place: town, Radius: 10, Text: `"` + h.Name + `"`})
			if !slices.ContainsFunc(r.Hits, func(x Hit) bool { return x.ID == h.ID && x.Distance == 0 }) {
				return false
			}
		case h.Slug != part:
			return false
		}
	}
	return true
}
