package badge

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"partnerdirectory/program"
)

// specializations are the names that the programme's specializations wear; a page must never meet a missing one.
const specializations = `kubernetes sap-on-cloud virtual-desktop devops linux-and-open-source-database-migration
windows-server-and-sql-server-migration data-warehouse-migration web-app-modernization analytics ai-and-machine-learning
hybrid-infrastructure hybrid-operations vmware-on-cloud networking low-code-applications small-business-management
adoption-and-change-management calling meetings-and-rooms teamwork-deployment custom-collaboration-solutions
modern-endpoints identity-and-access-management threat-protection information-protection cloud-security intelligent-automation`

func TestEverySpecializationHasItsOwnGlyph(t *testing.T) {
	want := strings.Fields(specializations)
	if len(want) != 27 {
		t.Fatalf("the list holds %d names", len(want))
	}
	if got := Glyphs(); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))) {
		t.Errorf("glyphs are %q, want %q", got, want)
	}
	seen := map[string]string{}
	for _, name := range want {
		path := pathOf(name)
		if other := seen[path]; other != "" {
			t.Errorf("%s looks like %s", name, other)
		}
		seen[path] = name
		if path == blank {
			t.Errorf("%s is drawn as an unknown one", name)
		}
	}
}

// TestGlyphsFitTheSeal also holds the path reader to every drawing: what it cannot read would end early or run astray.
func TestGlyphsFitTheSeal(t *testing.T) {
	for _, g := range slices.Concat(glyphs(), areaGlyphs(), []glyph{{"blank", blank}, {"tick", tick}, {"boldTick", boldTick}}) {
		lines := flatten(g.path)
		if want := strings.Count(strings.ToLower(g.path), "m"); len(lines) != want {
			t.Errorf("%s: read %d strokes of %d", g.slug, len(lines), want)
		}
		for _, p := range slices.Concat(lines...) {
			if r := math.Hypot(p.x-12, p.y-12); r > 12 || p.x < 2 || p.x > 22 || p.y < 2 || p.y > 22 {
				t.Errorf("%s leaves its grid at %.1f %.1f", g.slug, p.x, p.y)
				break
			}
		}
	}
}

func TestFlatten(t *testing.T) {
	tests := map[string]struct {
		path string
		last point
		far  point // a point that the line must pass
	}{
		"lines":             {"M1 2L3 4H10V7", point{10, 7}, point{10, 4}},
		"relative":          {"m1 2l3 4h10v-7", point{14, -1}, point{14, 6}},
		"repeated":          {"M1 1 2 2 3 3", point{3, 3}, point{2, 2}},
		"numbers run on":    {"M1 1l.5.5.5-2", point{2, -.5}, point{1.5, 1.5}},
		"closed":            {"M1 1h4v4z", point{1, 1}, point{5, 5}},
		"cubic":             {"M0 0C0 4 8 4 8 0", point{8, 0}, point{4, 3}},
		"smooth":            {"M0 0C0 4 8 4 8 0S16-4 16 0", point{16, 0}, point{12, -3}},
		"half circle":       {"M0 0a5 5 0 0 1 10 0", point{10, 0}, point{5, -5}},
		"the other half":    {"M0 0a5 5 0 0 0 10 0", point{10, 0}, point{5, 5}},
		"long way round":    {"M5 0a5 5 0 1 1-5 5", point{0, 5}, point{10, 5}},
		"flags run on":      {"M0 0a5 5 0 0110 0", point{10, 0}, point{5, -5}},
		"radius too small":  {"M0 0a1 1 0 0 1 10 0", point{10, 0}, point{5, -5}},
		"unreadable number": {"M1 1L2 2Lx", point{2, 2}, point{1, 1}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			line := slices.Concat(flatten(tt.path)...)
			near := func(p point) func(point) bool {
				return func(q point) bool { return math.Hypot(p.x-q.x, p.y-q.y) < 0.05 }
			}
			if !near(tt.last)(line[len(line)-1]) && name != "unreadable number" {
				t.Errorf("ends at %v, want %v", line[len(line)-1], tt.last)
			}
			if !slices.ContainsFunc(line, near(tt.far)) {
				t.Errorf("does not pass %v: %v", tt.far, line)
			}
		})
	}
}

func TestFlattenEndsOnAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		flatten(rapid.StringMatching(`[MmLlHhVvCcSsAaZz0-9., x-]{0,60}`).Draw(t, "path"))
	})
}

func TestSpriteHoldsEverySymbolOnce(t *testing.T) {
	counts := map[string]int{}
	for _, e := range elements(t, Sprite()) {
		if e.Name.Local == "symbol" {
			counts[attr(e, "id")]++
			if attr(e, "viewBox") == "" {
				t.Errorf("symbol %s has no viewBox", attr(e, "id"))
			}
		} else if attr(e, "id") != "" {
			t.Errorf("%s carries an id", e.Name.Local)
		}
	}
	want := []string{"seal", "ring", "ended", "mark-gold", "mark-silver", "verified", "mark"}
	for name := range strings.FieldsSeq(specializations) {
		want = append(want, name, "g-"+name)
	}
	for _, a := range program.Areas() {
		want = append(want, "area-"+string(a))
	}
	for _, id := range want {
		if counts[id] != 1 {
			t.Errorf("symbol %s occurs %d times", id, counts[id])
		}
	}
	if len(counts) != len(want) {
		t.Errorf("%d symbols, want %d", len(counts), len(want))
	}
}

// TestPicturesObeyTheContentPolicy: no script, no style attribute, nothing fetched from elsewhere.
func TestPicturesObeyTheContentPolicy(t *testing.T) {
	pictures := map[string][]byte{"sprite": Sprite(), "icon": Icon()}
	for _, theme := range []Theme{Light, Dark, Mono} {
		for _, state := range []program.StandingState{program.Earned, program.InGrace, program.AwaitingRenewal, program.Suspended, program.Revoked, program.Ended} {
			for _, size := range []int{24, 48, 64, 240} {
				b := example()
				b.Theme, b.State, b.Size = theme, state, size
				pictures[string(theme)+" "+string(state)+" "+strconv.Itoa(size)] = SVG(b)
			}
		}
	}
	for name, picture := range pictures {
		for _, e := range elements(t, picture) {
			if e.Name.Local == "script" || e.Name.Local == "style" && name != "icon" {
				t.Errorf("%s holds a %s element", name, e.Name.Local)
			}
			for _, a := range e.Attr {
				if a.Name.Local == "style" || a.Name.Local == "href" || strings.HasPrefix(a.Name.Local, "on") {
					t.Errorf("%s has the attribute %s", name, a.Name.Local)
				}
			}
		}
	}
}

func example() Badge {
	return Badge{
		Name: "Kubernetes", Area: program.Infrastructure, Glyph: "kubernetes", Partner: "Northwind",
		Granted: program.Date(2024, 3, 14), Renewed: program.Date(2026, 3, 14), Until: program.Date(2027, 3, 14),
		Ended: program.Date(2026, 9, 1), At: program.Date(2026, 9, 12), State: program.Earned,
	}
}

func TestSVGSaysTheLabelInWords(t *testing.T) {
	tests := map[string]struct {
		change func(*Badge)
		want   []string
		not    []string
	}{
		"earned": {
			func(*Badge) {},
			[]string{">Kubernetes</text>", "Northwind · verified · valid until 14 Mar 2027", "since 14 Mar 2024", `role="img"`},
			[]string{"grace", "ended"},
		},
		"grace": {
			func(b *Badge) { b.State = program.InGrace },
			[]string{"in grace", "valid until 14 Mar 2027", `stroke-dasharray="3 3.25"`},
			nil,
		},
		"ended": {
			func(b *Badge) { b.State = program.Ended },
			[]string{"Northwind · ended 1 Sep 2026", "held the specialization", strike},
			[]string{"valid until", "verified", HueOf(program.Infrastructure).Light, "pathLength"},
		},
		"suspended": {
			func(b *Badge) { b.State = program.Suspended },
			[]string{"Northwind · suspended", "not valid today", strike},
			[]string{"valid until", "verified", "holds", HueOf(program.Infrastructure).Light, "pathLength"},
		},
		"revoked": {
			func(b *Badge) { b.State = program.Revoked },
			[]string{"Northwind · revoked", "not valid today", strike},
			[]string{"valid until", "verified", "holds"},
		},
		"past its window": {
			func(b *Badge) { b.State, b.Until = program.AwaitingRenewal, b.At-40 },
			[]string{"Northwind · verified · renewal is being decided"},
			[]string{"valid until", strike},
		},
		"small: the name stays in the title": {
			func(b *Badge) { b.Size = 48 },
			[]string{`<title id="t">Kubernetes · Northwind</title>`, "valid until 14 Mar 2027", `width="48" height="48"`},
			[]string{"<text"},
		},
		"at 24 the ring makes room for the glyph": {
			func(b *Badge) { b.Size = 24 },
			nil,
			[]string{"pathLength"},
		},
		"at 24 grace keeps its ring": {
			func(b *Badge) { b.Size, b.State = 24, program.InGrace },
			[]string{"stroke-dasharray"},
			nil,
		},
		"tall: the partner has a line": {
			func(b *Badge) { b.Size = 240 },
			[]string{">Northwind</text>", ">verified · valid until 14 Mar 2027</text>"},
			nil,
		},
		"unknown glyph": {
			func(b *Badge) { b.Glyph = "quantum" },
			[]string{blank},
			nil,
		},
		"one colour": {
			func(b *Badge) { b.Theme = Mono },
			[]string{"currentColor", "<mask"},
			[]string{HueOf(program.Infrastructure).Light, "<rect"},
		},
		"half of the term left": {
			func(*Badge) {},
			[]string{`stroke-dasharray="50.14 100"`},
			nil,
		},
		"term over": {
			func(b *Badge) { b.At = b.Until + 3 },
			nil,
			[]string{"stroke-dasharray"},
		},
		"not renewed yet": {
			func(b *Badge) { b.Renewed, b.Until, b.At = 0, program.Date(2025, 3, 14), b.Granted },
			[]string{`stroke-dasharray="100 100"`},
			nil,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := example()
			tt.change(&b)
			got := string(SVG(b))
			for _, s := range tt.want {
				if !strings.Contains(got, s) {
					t.Errorf("%q is missing in %s", s, got)
				}
			}
			for _, s := range tt.not {
				if strings.Contains(got, s) {
					t.Errorf("%q should not be in %s", s, got)
				}
			}
		})
	}
}

func TestSVGIsWellFormedWhateverTheNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := example()
		b.Name = rapid.String().Draw(t, "name")
		b.Partner = rapid.OneOf(rapid.String(), rapid.Just(`"><script>alert(1)</script>`)).Draw(t, "partner")
		b.Glyph = rapid.String().Draw(t, "glyph")
		b.Size = rapid.IntRange(-10, 5000).Draw(t, "size")
		b.State = rapid.SampledFrom([]program.StandingState{program.Earned, program.InGrace, program.Ended}).Draw(t, "state")
		b.Theme = rapid.SampledFrom([]Theme{Light, Dark, Mono, "", "other"}).Draw(t, "theme")
		for _, e := range elements(t, SVG(b)) {
			if e.Name.Local == "script" {
				t.Fatalf("a name became markup")
			}
		}
	})
}

// TestContrast: the glyph reads on its seal as text must (4.5 to 1), the seal on its page as a mark must (3 to 1).
func TestContrast(t *testing.T) {
	for _, a := range append(program.Areas(), "unknown") {
		h := HueOf(a)
		for _, tt := range []struct {
			on, ink string
			least   float64
		}{
			{h.Light, h.LightInk, 4.5},
			{h.Dark, h.DarkInk, 4.5},
			{"#fcfcfa", h.Light, 4.5},
			{lightSurface().paper, h.Light, 4.5},
			{"#12151a", h.Dark, 4.5},
			{darkSurface().paper, h.Dark, 4.5},
		} {
			if got := contrast(tt.on, tt.ink); got < tt.least {
				t.Errorf("%s: %s on %s has %.2f to 1", a, tt.ink, tt.on, got)
			}
		}
	}
	for _, s := range []surface{lightSurface(), darkSurface()} {
		for _, ink := range []string{s.ink, s.muted} {
			if got := contrast(s.paper, ink); got < 4.5 {
				t.Errorf("%s on %s has %.2f to 1", ink, s.paper, got)
			}
		}
	}
}

func TestAreasDifferInHue(t *testing.T) {
	seen := map[string]bool{accent().Light: true, accent().Dark: true}
	for _, a := range program.Areas() {
		h := HueOf(a)
		if seen[h.Light] || seen[h.Dark] {
			t.Errorf("%s shares its colour", a)
		}
		seen[h.Light], seen[h.Dark] = true, true
	}
}

func TestShare(t *testing.T) {
	for name, p := range map[string]Preview{
		"site":      {Programme: "Meridian Partner Directory", Title: "Find partners by verified capability"},
		"label":     {"Meridian Partner Directory", "Kubernetes", "Northwind · verified · valid until 14 Mar 2027", program.Infrastructure, "kubernetes"},
		"very long": {"M", strings.Repeat("Capability", 12), strings.Repeat("words and ", 40), program.Security, "threat-protection"},
		"nothing":   {},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := Share(p)
			if err != nil {
				t.Fatal(err)
			}
			img, err := png.Decode(bytes.NewReader(b))
			if err != nil {
				t.Fatal(err)
			}
			if got := img.Bounds(); got != image.Rect(0, 0, ShareWidth, ShareHeight) {
				t.Errorf("picture is %v", got)
			}
			hue := HueOf(p.Area)
			if p.Glyph == "" {
				hue = accent()
			}
			if !holds(img, rgb(hue.Light)) || !holds(img, rgb(hue.LightInk)) {
				t.Errorf("the seal is missing its colours")
			}
			paper := img.At(0, 0)
			for y := range ShareHeight {
				if img.At(ShareWidth-40, y) != paper {
					t.Fatalf("the words run off the picture at line %d", y)
				}
			}
		})
	}
}

func BenchmarkSVG(b *testing.B) {
	for b.Loop() {
		SVG(example())
	}
}

func BenchmarkShare(b *testing.B) {
	p := Preview{"Meridian Partner Directory", "Kubernetes", "Northwind", program.Infrastructure, "kubernetes"}
	for b.Loop() {
		if _, err := Share(p); err != nil {
			b.Fatal(err)
		}
	}
}

func holds(img image.Image, c color.RGBA) bool {
	for y := range ShareHeight {
		for x := range ShareWidth {
			if color.RGBAModel.Convert(img.At(x, y)) == c {
				return true
			}
		}
	}
	return false
}

// contrast is the ratio of WCAG 2.2.
func contrast(a, b string) float64 {
	la, lb := luminance(rgb(a)), luminance(rgb(b))
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.RGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// elements reads a picture strictly and returns its elements.
func elements(t rapid.TB, picture []byte) []xml.StartElement {
	t.Helper()
	var found []xml.StartElement
	d := xml.NewDecoder(bytes.NewReader(picture))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatalf("%v in %s", err, picture)
		}
		if e, ok := token.(xml.StartElement); ok {
			found = append(found, e.Copy())
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
