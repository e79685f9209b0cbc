// Package badge proves a label as a picture: one family of seals, a hue for each solution area and a glyph for each
// specialization, as a sprite for pages, as a picture that stands alone, and as a share picture for link previews. All are drawn
// from the same paths.
package badge

import (
	"encoding/xml"
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"partnerdirectory/program"
)

// Theme is what a picture is made to stand on.
type Theme string

// The themes. Light and Dark bring their own surface, so they read on any page. Mono is one colour without a surface: currentColor
// where the picture is part of a page, black elsewhere.
const (
	Light Theme = "light"
	Dark  Theme = "dark"
	Mono  Theme = "mono"
)

// Badge is one label as a picture shows it.
type Badge struct {
	Name    string // of the specialization
	Area    program.Area
	Glyph   string // as in program.Specialization; an unknown one is drawn as a plain seal
	Partner string
	Granted program.Day
	Renewed program.Day // start of the current term; zero: Granted
	Until   program.Day
	Ended   program.Day // the day an ended label ended
	At      program.Day // the day the picture is drawn for
	State   program.StandingState
	Size    int   // height in CSS pixels, at least 16; zero: 64
	Theme   Theme // empty: Light
}

// Bounds of a picture's height. From namedSize on the name stands beside the seal; from tallSize on the partner has its own line.
const (
	minSize     = 16
	maxSize     = 1024
	defaultSize = 64
	namedSize   = 64
	tallSize    = 120
)

// maxWords is how many letters of a name are drawn; the description keeps it whole.
const maxWords = 60

// SVG draws a label as a picture that stands alone: the seal with its term and state, from 64 pixels of height on with
// name, partner and validity beside it. Title and description say the same in words.
func SVG(b Badge) []byte {
	size := float64(min(max(b.Size, minSize), maxSize))
	if b.Size == 0 {
		size = defaultSize
	}
	p := b.palette()
	var body strings.Builder
	width := size
	if size < namedSize {
		b.chip(&body, p, size)
		b.seal(&body, p, 0, size)
	} else {
		width = b.spread(&body, p, size)
	}
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]s" height="%[2]s" viewBox="0 0 %[1]s %[2]s" role="img" aria-labelledby="t d">`,
		short(width), short(size))
	fmt.Fprintf(&out, `<title id="t">%s</title><desc id="d">%s</desc>`, escape(b.title()), escape(b.words()))
	out.WriteString(body.String())
	out.WriteString(`</svg>`)
	return []byte(out.String())
}

// palette is the colours of one picture, as attribute values.
type palette struct {
	seal, glyph string
	surface
}

func (b Badge) palette() palette {
	hue := HueOf(b.Area)
	p := palette{hue.Light, hue.LightInk, lightSurface()}
	switch b.Theme {
	case Dark:
		p = palette{hue.Dark, hue.DarkInk, darkSurface()}
	case Mono:
		return palette{"currentColor", "currentColor", surface{ink: "currentColor", muted: "currentColor"}}
	}
	if !b.held() {
		p.seal, p.glyph = p.muted, p.muted
	}
	return p
}

// chipReach lets the surface of a small seal touch the picture's top and bottom.
const chipReach = 18.4

// chip lays the surface under a small seal, in the seal's own shape.
func (b Badge) chip(out *strings.Builder, p palette, size float64) {
	if p.paper != "" {
		fmt.Fprintf(out, `<path fill="%s" transform="scale(%s)" d="%s"/>`, p.paper, ratio(size/ringBox), seal(ringBox/2, chipReach))
	}
}

// spread draws the seal with the words beside it on one surface and returns the width.
func (b Badge) spread(out *strings.Builder, p palette, size float64) float64 {
	lines := b.lines(size)
	pad := size / 8
	x, wide, tall := size, 0.0, 0.0
	for _, l := range lines {
		wide = max(wide, l.width())
		tall += l.size * leading
	}
	width := math.Ceil(x + wide + 1.5*pad)
	if p.paper != "" {
		fmt.Fprintf(out, `<rect x=".5" y=".5" width="%s" height="%s" rx="%s" fill="%s" stroke="%s"/>`,
			short(width-1), short(size-1), short(size/6), p.paper, p.line)
	}
	b.seal(out, p, pad/2, size-pad)
	out.WriteString(`<g font-family="system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif">`)
	y := (size - tall) / 2
	for _, l := range lines {
		fill, weight := p.muted, "400"
		if l.strong {
			fill, weight = p.ink, "600"
		}
		fmt.Fprintf(out, `<text x="%s" y="%s" font-size="%s" font-weight="%s" fill="%s" textLength="%s" lengthAdjust="spacingAndGlyphs">%s</text>`,
			short(x), short(y+l.size*(leading+0.7)/2), short(l.size), weight, fill, short(l.width()), escape(l.text))
		y += l.size * leading
	}
	out.WriteString(`</g>`)
	return width
}

// leading is the height of a line as a multiple of its letters' size.
const leading = 1.35

// wording is one line of words on a picture.
type wording struct {
	text   string
	size   float64
	strong bool
}

func (b Badge) lines(size float64) []wording {
	first := min(size*0.27, 42)
	second := max(min(size*0.19, 24), 11)
	name := wording{clip(b.Name), first, true}
	if size < tallSize {
		return []wording{name, {clip(b.Partner) + " · " + b.validity(), second, false}}
	}
	return []wording{name, {clip(b.Partner), second, false}, {b.validity(), second, false}}
}

// width is how wide the line is set, by the letter widths of Helvetica. The text carries it as its length, so it fits its
// surface in whatever font the reader has.
func (w wording) width() float64 {
	var em float64
	for _, r := range w.text {
		switch {
		case strings.ContainsRune("ijl'|", r):
			em += 0.22
		case strings.ContainsRune(" tfrI.,:;!()·-", r):
			em += 0.3
		case strings.ContainsRune("ckJsvxyz", r):
			em += 0.5
		case strings.ContainsRune("mwMW%@—", r):
			em += 0.85
		case unicode.IsUpper(r):
			em += 0.7
		case r < 0x1100:
			em += 0.556
		default:
			em++ // scripts that fill the square
		}
	}
	if w.strong {
		em *= 1.07
	}
	return em * w.size
}

func (b Badge) title() string {
	return b.Name + " · " + b.Partner
}

// held reports whether the label is shown as held: neither ended nor taken away by hand.
func (b Badge) held() bool {
	return b.State != program.Ended && b.State != program.Suspended && b.State != program.Revoked
}

// validity says the state in the words that always follow a badge.
func (b Badge) validity() string {
	switch b.State {
	case program.Ended:
		return "ended " + b.Ended.Long()
	case program.Suspended:
		return "suspended"
	case program.Revoked:
		return "revoked"
	case program.AwaitingRenewal:
		return "verified · renewal is being decided"
	case program.InGrace:
		return "verified · in grace · valid until " + b.Until.Long()
	}
	return "verified · valid until " + b.Until.Long()
}

func (b Badge) words() string {
	switch b.State {
	case program.Suspended, program.Revoked:
		return fmt.Sprintf("%s was granted the specialization %s on %s. The label is %s and not valid today.", b.Partner, b.Name, b.Granted.Long(), b.validity())
	case program.Ended:
		return fmt.Sprintf("%s held the specialization %s from %s. The label ended %s.", b.Partner, b.Name, b.Granted.Long(), b.Ended.Long())
	}
	return fmt.Sprintf("%s holds the specialization %s since %s: %s.", b.Partner, b.Name, b.Granted.Long(), b.validity())
}

// clip shortens a text that would make the picture too wide.
func clip(s string) string {
	if utf8.RuneCountInString(s) <= maxWords {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:maxWords-1])) + "…"
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder does not fail
	return b.String()
}
