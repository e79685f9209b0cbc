package badge

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"partnerdirectory/program"
)

// The seal lives in a box of 32, the seal with its ring in a box of 40, a glyph on a grid of 24 in the middle.
const (
	sealBox  = 32
	ringBox  = 40
	glyphBox = 24

	sealReach = 14.3 // from the centre to the middle of a side
	ringReach = 17.2
	ringWidth = 1.6
)

// seal returns the path of the badge's outline, a hexagon standing on its point whose sides run into the corners without
// a straight edge. It starts at the top and runs clockwise, so that a dash along it reads like a clock. reach is
// the distance from the centre to the middle of a side.
func seal(centre, reach float64) string {
	at := func(degrees, r float64) point {
		sin, cos := math.Sincos(degrees * math.Pi / 180)
		return point{centre + r*sin, centre - r*cos}
	}
	corner := func(i int) point { return at(float64(i)*60, reach/math.Cos(math.Pi/6)) }
	side := func(i int) point { return at(float64(i)*60+30, reach) }

	// Each side's middle is tied to the next by a cubic with both handles in the corner; the first and last are
	// the two halves of the curve through the top.
	left, up, right := side(-1), corner(0), side(0)
	top := mid(mid(mid(left, up), up), mid(up, mid(up, right)))

	var b strings.Builder
	put := func(command string, points ...point) {
		b.WriteString(command)
		for i, p := range points {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(short(p.x) + " " + short(p.y))
		}
	}
	put("M", top)
	put("C", mid(up, mid(up, right)), mid(up, right), right)
	put("C", corner(1), corner(1), side(1))
	for i := 2; i <= 5; i++ {
		put("S", corner(i), side(i)) // the handle is mirrored into the next corner
	}
	put("C", mid(left, up), mid(mid(left, up), up), top)
	b.WriteByte('Z')
	return b.String()
}

// short writes a coordinate with at most two decimals.
func short(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}

// left returns the share of the term from start to until that is left on day at, between 0 and 1.
func left(start, until, at program.Day) float64 {
	if until <= start {
		return 0
	}
	return min(1, max(0, float64(until-at)/float64(until-start)))
}

// ratio writes a scale, which needs more digits than a coordinate.
func ratio(v float64) string { return strconv.FormatFloat(v, 'f', 4, 64) }

// seal draws the seal in its state into a square of the given size, inset from the picture's left and top edge.
func (b Badge) seal(out *strings.Builder, p palette, inset, size float64) {
	box := b.box(size)
	scale := size / box
	inset -= (ringBox - box) / 2 * scale
	fmt.Fprintf(out, `<g transform="translate(%s %s) scale(%s)" fill="none" stroke-linecap="round" stroke-linejoin="round">`,
		short(inset), short(inset), ratio(scale))
	switch {
	case !b.held():
		b.drawEnded(out, p)
	case b.Theme == Mono:
		b.drawCut(out, p)
	default:
		fmt.Fprintf(out, `<path fill="%s" d="%s"/>`, p.seal, seal(ringBox/2, sealReach))
		b.drawGlyph(out, p.glyph)
	}
	if b.held() && box == ringBox {
		b.drawRing(out, p, size)
	}
	out.WriteString(`</g>`)
}

// ringSize is the height from which a ring can be read; below it the seal needs the room.
const ringSize = 32

// box is the part of the ring's box that is shown. Grace keeps its ring at any size, because the ring is all that shows it.
func (b Badge) box(size float64) float64 {
	if size < ringSize && b.State != program.InGrace {
		return sealBox + 2
	}
	return ringBox
}

func (b Badge) drawGlyph(out *strings.Builder, colour string) {
	fmt.Fprintf(out, `<path transform="translate(8 8)" stroke="%s" stroke-width="%v" d="%s"/>`, colour, glyphWidth, pathOf(b.Glyph))
}

// drawEnded draws outline, glyph and strike, with a gap along the strike, so that the glyph stays readable.
func (b Badge) drawEnded(out *strings.Builder, p palette) {
	fmt.Fprintf(out, `<mask id="m"><path fill="#fff" d="M0 0H40V40H0z"/><path transform="translate(4 4)" stroke="#000" stroke-width="4.25" d="%s"/></mask>`, strike)
	fmt.Fprintf(out, `<g mask="url(#m)"><path stroke="%s" stroke-width="%v" d="%s"/>`, p.seal, glyphWidth, seal(ringBox/2, sealReach-1))
	b.drawGlyph(out, p.glyph)
	fmt.Fprintf(out, `</g><path transform="translate(4 4)" stroke="%s" stroke-width="%v" d="%s"/>`, p.seal, glyphWidth, strike)
}

// drawCut draws the seal in one colour with the glyph cut out of it.
func (b Badge) drawCut(out *strings.Builder, p palette) {
	outline := seal(ringBox/2, sealReach)
	fmt.Fprintf(out, `<mask id="m"><path fill="#fff" d="%s"/>`, outline)
	b.drawGlyph(out, "#000")
	fmt.Fprintf(out, `</mask><path fill="%s" mask="url(#m)" d="%s"/>`, p.seal, outline)
}

// Dashes divide the ring's 100 evenly, whatever is left of the term: sixteen, or eight that can be told apart when small.
const (
	graceDashes = "3 3.25"
	smallDashes = "5.5 7"
)

// drawRing draws what is left of the term over a faint whole, or dashes for a label in grace.
func (b Badge) drawRing(out *strings.Builder, p palette, size float64) {
	ring := seal(ringBox/2, ringReach)
	if b.State == program.InGrace {
		dashes, width := graceDashes, ringWidth
		if size < ringSize {
			dashes, width = smallDashes, 2*ringWidth
		}
		fmt.Fprintf(out, `<path stroke="%s" stroke-width="%s" pathLength="100" stroke-dasharray="%s" d="%s"/>`, p.seal, short(width), dashes, ring)
		return
	}
	fmt.Fprintf(out, `<path stroke="%s" stroke-opacity=".22" stroke-width="%v" d="%s"/>`, p.seal, ringWidth, ring)
	share := left(max(b.Granted, b.Renewed), b.Until, b.At)
	if share > 0 {
		fmt.Fprintf(out, `<path stroke="%s" stroke-width="%v" pathLength="100" stroke-dasharray="%s 100" d="%s"/>`,
			p.seal, ringWidth, short(share*100), ring)
	}
}
