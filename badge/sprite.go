package badge

import (
	"fmt"
	"strings"
)

// The medal family of competencies: a disc on two ribbon tails for gold, the same as a ring for silver.
const (
	medalDisc    = "M12 3.5a6 6 0 1 0 0 12a6 6 0 1 0 0-12z"
	medalRibbons = "M8.2 15v6l3.8-2.2 3.8 2.2v-6"
)

// mark is the site's own sign: a seal left open where the tick runs out of it.
const mark = "M19.5 11v5.2L12 20.6l-7.5-4.4V7.8L12 3.4l3.6 2.1M8.3 11.5l3.7 3.7 8.3-9"

// Sprite returns one SVG of symbols for <use href="…#id">:
//
//	<slug>        seal and glyph of a specialization, box 32; seal in --badge (else currentColor), glyph in --badge-ink (else white)
//	seal          the same for a specialization that has no drawing
//	g-<slug>      the glyph alone in currentColor, grid 24
//	ring          the term around a seal, box 40, in --badge; a dash array on the <use> of "n 100" leaves n percent of it
//	ended         outline and strike, box 32, in currentColor; the glyph goes beneath it, --badge-gap (the surface's colour) sets the strike off
//	area-<slug>   a solution area, grid 24, in currentColor
//	mark-gold, mark-silver, verified, mark   grid 24, in currentColor
//
// Custom properties and currentColor reach into a <use> of another file, so one sprite serves light, dark and forced colours.
func Sprite() []byte {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">`)
	outline := seal(sealBox/2, sealReach)
	for _, g := range append(glyphs(), glyph{"seal", blank}) {
		fmt.Fprintf(&b, `<symbol id="%s" viewBox="0 0 32 32"><path fill="var(--badge,currentColor)" d="%s"/>`, g.slug, outline)
		fmt.Fprintf(&b, `<path transform="translate(4 4)" stroke="var(--badge-ink,#fff)" %s d="%s"/></symbol>`, strokes, g.path)
	}
	for _, g := range glyphs() {
		line(&b, "g-"+g.slug, g.path)
	}
	for _, g := range areaGlyphs() {
		line(&b, "area-"+g.slug, g.path)
	}
	fmt.Fprintf(&b, `<symbol id="ring" viewBox="0 0 40 40"><path fill="none" stroke="var(--badge,currentColor)" stroke-width="%v" pathLength="100" d="%s"/></symbol>`,
		ringWidth, seal(ringBox/2, ringReach))
	fmt.Fprintf(&b, `<symbol id="ended" viewBox="0 0 32 32"><path stroke="currentColor" %s d="%s"/>`, strokes, seal(sealBox/2, sealReach-1))
	fmt.Fprintf(&b, `<path stroke="var(--badge-gap,none)" stroke-width="4.25" d="%s"/><path stroke="currentColor" %s d="%s"/></symbol>`, strike, strokes, strike)
	fmt.Fprintf(&b, `<symbol id="mark-gold" viewBox="0 0 24 24"><path fill="currentColor" d="%s"/><path stroke="currentColor" %s d="%s"/></symbol>`,
		medalDisc, strokes, medalDisc+medalRibbons)
	line(&b, "mark-silver", medalDisc+medalRibbons)
	fmt.Fprintf(&b, `<symbol id="verified" viewBox="0 0 24 24"><path fill="var(--badge,currentColor)" d="%s"/>`, seal(12, 10))
	fmt.Fprintf(&b, `<path stroke="var(--badge-ink,#fff)" %s d="%s"/></symbol>`, strokes, tick)
	line(&b, "mark", mark)
	b.WriteString(`</svg>`)
	return []byte(b.String())
}

// strike crosses out the seal of an ended label, in its box of 32.
const strike = "M7.5 26.5l17-21"

// strokes are the attributes that make a path a line of the family.
const strokes = `fill="none" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"`

func line(b *strings.Builder, id, path string) {
	fmt.Fprintf(b, `<symbol id="%s" viewBox="0 0 24 24"><path stroke="currentColor" %s d="%s"/></symbol>`, id, strokes, path)
}

// Icon returns the site's favicon as SVG. It follows the reader's light or dark theme.
func Icon() []byte {
	h := accent()
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><style>`+
		`.s{fill:%s}.t{stroke:%s}@media(prefers-color-scheme:dark){.s{fill:%s}.t{stroke:%s}}</style>`+
		`<path class="s" d="%s"/><path class="t" transform="translate(4 4)" fill="none" stroke-width="%v" stroke-linecap="round" stroke-linejoin="round" d="%s"/></svg>`,
		h.Light, h.LightInk, h.Dark, h.DarkInk, seal(sealBox/2, sealReach), boldWidth, boldTick)
}
