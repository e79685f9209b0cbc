package views

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"partnerdirectory/program"
	"partnerdirectory/search"
)

func TestAgo(t *testing.T) {
	for days, want := range map[int]string{
		-3: "today", 0: "today", 1: "yesterday", 2: "2 days ago", 13: "13 days ago", 14: "2 weeks ago", 60: "8 weeks ago",
		61: "2 months ago", 400: "13 months ago", 730: "2 years ago", 4000: "10 years ago",
	} {
		if got := ago(today-program.Day(days), today); got != want {
			t.Errorf("%d days: %q, want %q", days, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for km, want := range map[float64]string{0: "under 1 km", 0.99: "under 1 km", 1: "1 km", 3.94: "3.9 km", 9.97: "10 km", 42.4: "42 km", 12345: "12\u202f345 km"} {
		if got := distance(km); got != want {
			t.Errorf("%v km: %q, want %q", km, got, want)
		}
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{"Atelier Nord": "AN", "élan": "É", "& Sons Ltd": "SL", "3 Rivers Cloud": "3R", "": "", "—": ""} {
		if got := initials(name); got != want {
			t.Errorf("initials(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestMarkedWords(t *testing.T) {
	for _, c := range []struct {
		text, want string
		words      []string
	}{
		{"Kubernetes for shops", "[Kubernetes] for shops", []string{"kubernetes"}},
		{"Unkubernetes", "Unkubernetes", []string{"kubernetes"}},
		{"Kubernetes", "[Kube]rnetes", []string{"kube"}},
		{"data, database", "[data], [database]", []string{"data", "database"}},
		{"Café crème", "[Café] crème", []string{"café"}},
		{"nothing", "nothing", nil},
	} {
		var b strings.Builder
		for _, s := range marked(c.text, c.words) {
			if s.match {
				b.WriteString("[" + s.text + "]")
			} else {
				b.WriteString(s.text)
			}
		}
		if b.String() != c.want {
			t.Errorf("marked(%q, %q) = %q, want %q", c.text, c.words, b.String(), c.want)
		}
	}
}

func TestMarkingLosesNoText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		words := rapid.SliceOfN(rapid.StringN(1, 4, -1), 0, 4).Draw(t, "words")
		var b strings.Builder
		for _, s := range marked(text, words) {
			b.WriteString(s.text)
		}
		if b.String() != text {
			t.Fatalf("got %q back", b.String())
		}
	})
}

func TestTermLeft(t *testing.T) {
	for _, c := range []struct {
		label program.Label
		want  int
	}{
		{program.Label{Granted: today, Until: today + 365}, 100},
		{program.Label{Granted: today - 365, Until: today}, 0},
		{program.Label{Granted: today - 400, Renewed: today - 73, Until: today + 292}, 80},
		{program.Label{Granted: today - 400, Until: today - 10}, 0},
		{program.Label{Granted: today, Until: today}, 0},
	} {
		if got := termLeft(c.label, today); got != c.want {
			t.Errorf("%+v: %d, want %d", c.label, got, c.want)
		}
	}
}

func TestPageNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pages := rapid.IntRange(1, 20000).Draw(t, "pages")
		current := rapid.IntRange(1, pages).Draw(t, "current")
		seen := map[int]bool{}
		last := 0
		numbers := pageNumbers(current, pages)
		for i, n := range numbers {
			if n == 0 {
				if i == 0 || i == len(numbers)-1 || numbers[i-1] == 0 {
					t.Fatalf("%v: a gap in a wrong place", numbers)
				}
				continue
			}
			if n <= last || n > pages {
				t.Fatalf("%v: not ascending", numbers)
			}
			last = n
			seen[n] = true
		}
		if !seen[1] || !seen[pages] || !seen[current] || len(numbers) > 9 {
			t.Fatalf("page %d of %d: %v", current, pages, numbers)
		}
	})
}

func TestFullTitleFits(t *testing.T) {
	site := &Site{Programme: &program.Programme{Name: "Meridian Partner Directory"}}
	for title, want := range map[string]string{
		"":                           "Meridian Partner Directory",
		"Partners":                   "Partners · Meridian Partner Directory",
		strings.Repeat("long ", 12):  strings.Repeat("long ", 12),
		strings.Repeat("title ", 20): strings.TrimSpace(strings.Repeat("title ", 20)[:69]) + "…",
	} {
		if got := (Page{Site: site, Title: title}).fullTitle(); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}

func TestFacetValuesKeepChosenAndDropEmpty(t *testing.T) {
	counts := []search.Count{{Value: "a", N: 5}, {Value: "b"}, {Value: "c", Chosen: true}}
	for range 12 {
		counts = append(counts, search.Count{Value: "x", N: 1})
	}
	counts = append(counts, search.Count{Value: "z", N: 1, Chosen: true})
	shown, folded := facetValues(counts)
	if len(shown) != shownValues+1 || shown[len(shown)-1].Value != "z" || len(folded) != 6 {
		t.Errorf("shown %v, folded %v", shown, folded)
	}
}
