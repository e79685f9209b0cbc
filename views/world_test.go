package views

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"partnerdirectory/program"
	"partnerdirectory/search"
)

// Towns must lie inside the outlines that static/files/world.svg draws: these are read off the drawing.
func TestProjectPutsTownsWhereTheyBelong(t *testing.T) {
	for _, c := range []struct {
		town     string
		lat, lon float64
		x, y     float64
	}{
		{"Greenwich meridian, equator", 0, 0, 938.9, 504.2},
		{"the middle", 0, 11, 1000, 504.2},
		{"Auckland", -36.85, 174.76, 1850, 742},
		{"Honolulu", 21.31, -157.86, 89, 367},
		{"Anadyr, east of 180°", 64.73, 177.5, 1735, 97},
	} {
		x, y := Project(c.lat, c.lon)
		if x < c.x-12 || x > c.x+12 || y < c.y-12 || y > c.y+12 {
			t.Errorf("%s: %.1f %.1f, want about %.1f %.1f", c.town, x, y, c.x, c.y)
		}
	}
}

func TestProjectionStaysOnTheMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lat := rapid.Float64Range(-56, worldTop).Draw(t, "lat")
		lon := rapid.Float64Range(-180, 180).Draw(t, "lon")
		x, y := Project(lat, lon)
		if x < -1 || x > worldUnits+4 || y < -1 || y > 863 {
			t.Fatalf("%v %v lands at %v %v", lat, lon, x, y)
		}
		north, _ := Project(lat, 11)
		if north != worldUnits/2 {
			t.Fatalf("the middle meridian bends at %v", lat)
		}
	})
}

func TestShadesGrowWithCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.IntRange(1, 4_000_000).Draw(t, "most")
		a := rapid.IntRange(1, most).Draw(t, "a")
		b := rapid.IntRange(1, most).Draw(t, "b")
		sa, sb := shade(a, most), shade(b, most)
		if sa < 1 || sa > shades || (a <= b && sa > sb) {
			t.Fatalf("of %d: %d is shade %d, %d is shade %d", most, a, sa, b, sb)
		}
	})
	if got := shade(1000, 1000); got != shades {
		t.Errorf("the most partners have shade %d, want %d", got, shades)
	}
}

func TestLegendAgreesWithShades(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.IntRange(1, 4_000_000).Draw(t, "most")
		list := legend([]search.Count{{N: most}})
		for _, l := range list {
			if shade(l.from, most) != l.step || (l.from > 1 && shade(l.from-1, most) >= l.step) {
				t.Fatalf("of %d: shade %d is said to begin at %d", most, l.step, l.from)
			}
		}
		if n := rapid.IntRange(1, most).Draw(t, "n"); !slices.ContainsFunc(list, func(l shadeFrom) bool { return l.step == shade(n, most) }) {
			t.Fatalf("of %d: the shade of %d is not in %v", most, n, list)
		}
	})
}

func TestFrameShowsEveryLocation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		locations := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) program.Location {
			return program.Location{Lat: rapid.Float64Range(-55, 75).Draw(t, "lat"), Lon: rapid.Float64Range(-180, 180).Draw(t, "lon")}
		}), 1, 6).Draw(t, "locations")
		f := frameOf(locations)
		for _, l := range locations {
			x, y := Project(l.Lat, l.Lon)
			if x < f.x || x > f.x+f.width || y < f.y || y > f.y+f.height {
				t.Fatalf("%v lies outside %v", l, f)
			}
		}
		if f.width < smallest {
			t.Fatalf("zoomed to %v", f.width)
		}
	})
}

func TestChoroplethLeavesOutEmptyCountries(t *testing.T) {
	counts := []search.Count{{Value: "FR", N: 10}, {Value: "DE"}, {Value: "IT", Chosen: true}, {Value: "MT", N: 1}}
	got := choropleth(counts, func(c search.Count) string { return "/" + c.Value })
	if len(got) != 3 || got[0].step != shades || got[1].class() != "m1 chosen" || !got[2].dot || got[2].x == 0 {
		t.Errorf("%+v", got)
	}
}
