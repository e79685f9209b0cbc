package badge

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"partnerdirectory/program"
)

// Size of a share picture, as link previews ask for it.
const (
	ShareWidth  = 1200
	ShareHeight = 630
)

// Preview is what a share picture shows.
type Preview struct {
	Programme string // the directory's name
	Title     string // a specialization, a partner, a page
	Line      string // one line beneath; may be empty
	Area      program.Area
	Glyph     string // empty: the site's own seal in its accent
}

// Share draws the picture for link previews, a PNG of 1200 by 630: the seal, and beside it programme, title and line.
func Share(p Preview) ([]byte, error) {
	bold, err := opentype.Parse(gobold.TTF)
	if err != nil {
		return nil, fmt.Errorf("read bold font: %w", err)
	}
	regular, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, fmt.Errorf("read regular font: %w", err)
	}
	c := newCanvas("#fcfcfa")
	c.sign(p)
	on := lightSurface()
	ink, muted := on.ink, on.muted
	const column, room = 500, ShareWidth - 500 - 72
	var lines []textLine
	for _, part := range []paragraph{
		{p.Programme, regular, muted, []float64{30, 26}, 1},
		{p.Title, bold, ink, []float64{84, 72, 60, 50}, 3},
		{p.Line, regular, muted, []float64{32, 28, 24}, 1},
	} {
		set, err := part.set(room)
		if err != nil {
			return nil, err
		}
		lines = append(lines, set...)
	}
	c.block(lines, column)
	var out bytes.Buffer
	if err := png.Encode(&out, c.img); err != nil {
		return nil, fmt.Errorf("encode share picture: %w", err)
	}
	return out.Bytes(), nil
}

type canvas struct{ img *image.RGBA }

func newCanvas(paper string) canvas {
	img := image.NewRGBA(image.Rect(0, 0, ShareWidth, ShareHeight))
	draw.Draw(img, img.Bounds(), image.NewUniform(rgb(paper)), image.Point{}, draw.Src)
	return canvas{img}
}

// sign draws the seal with a whole ring in the left third.
func (c canvas) sign(p Preview) {
	hue, path, width := HueOf(p.Area), pathOf(p.Glyph), glyphWidth
	if p.Glyph == "" {
		hue, path, width = accent(), boldTick, boldWidth
	}
	const scale, x, y = 9.25, 76, (ShareHeight - 9.25*ringBox) / 2
	c.fill(seal(ringBox/2, sealReach), scale, x, y, hue.Light)
	c.stroke(seal(ringBox/2, ringReach), scale, x, y, ringWidth, hue.Light)
	inset := float64(ringBox-glyphBox) / 2 * scale
	c.stroke(path, scale, x+inset, y+inset, width, hue.LightInk)
}

// fill paints the inside of a path that was scaled and then moved.
func (c canvas) fill(path string, scale, x, y float64, hex string) {
	z := vector.NewRasterizer(ShareWidth, ShareHeight)
	for _, line := range flatten(path) {
		for i, p := range line {
			px, py := float32(p.x*scale+x), float32(p.y*scale+y)
			if i == 0 {
				z.MoveTo(px, py)
			} else {
				z.LineTo(px, py)
			}
		}
		z.ClosePath()
	}
	z.Draw(c.img, c.img.Bounds(), image.NewUniform(rgb(hex)), image.Point{})
}

// stroke paints a path with round caps and joins. Coverage comes from the distance to the nearest piece of the path,
// so crossings do not add up.
func (c canvas) stroke(path string, scale, x, y, width float64, hex string) {
	mask := image.NewAlpha(c.img.Bounds())
	radius := width * scale / 2
	for _, line := range flatten(path) {
		for i := range len(line) - 1 {
			a := point{line[i].x*scale + x, line[i].y*scale + y}
			b := point{line[i+1].x*scale + x, line[i+1].y*scale + y}
			capsule(mask, a, b, radius)
		}
	}
	draw.DrawMask(c.img, c.img.Bounds(), image.NewUniform(rgb(hex)), image.Point{}, mask, image.Point{}, draw.Over)
}

func capsule(mask *image.Alpha, a, b point, radius float64) {
	reach := radius + 1
	box := image.Rect(
		int(min(a.x, b.x)-reach), int(min(a.y, b.y)-reach),
		int(max(a.x, b.x)+reach)+1, int(max(a.y, b.y)+reach)+1,
	).Intersect(mask.Rect)
	for py := box.Min.Y; py < box.Max.Y; py++ {
		for px := box.Min.X; px < box.Max.X; px++ {
			cover := radius + 0.5 - distance(point{float64(px) + 0.5, float64(py) + 0.5}, a, b)
			if cover <= 0 {
				continue
			}
			i := mask.PixOffset(px, py)
			mask.Pix[i] = max(mask.Pix[i], uint8(min(cover, 1)*255))
		}
	}
}

// distance returns how far p is from the piece of line between a and b.
func distance(p, a, b point) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	t := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		t = min(1, max(0, ((p.x-a.x)*dx+(p.y-a.y)*dy)/length))
	}
	return math.Hypot(p.x-a.x-t*dx, p.y-a.y-t*dy)
}

// paragraph is a text with the sizes in which it may be set and the lines it may take.
type paragraph struct {
	text  string
	font  *opentype.Font
	hex   string
	sizes []float64 // largest first
	most  int
}

type textLine struct {
	text string
	face font.Face
	size float64
	hex  string
	last bool // of its paragraph
}

// set breaks a paragraph into lines in the largest size in which it fits; what is too long for the smallest is cut.
func (p paragraph) set(room int) ([]textLine, error) {
	var out []textLine
	for _, size := range p.sizes {
		face, err := opentype.NewFace(p.font, &opentype.FaceOptions{Size: size, DPI: 72})
		if err != nil {
			return nil, fmt.Errorf("set font size: %w", err)
		}
		lines := wrap(face, p.text, room)
		fits := len(lines) <= p.most && widest(face, lines) <= room
		if len(lines) > p.most {
			lines = lines[:p.most]
			lines[p.most-1] += " …"
		}
		out = nil
		for i, l := range lines {
			out = append(out, textLine{cut(face, l, room), face, size, p.hex, i == len(lines)-1})
		}
		if fits {
			break
		}
	}
	return out, nil
}

func wrap(face font.Face, text string, room int) []string {
	var lines []string
	for word := range strings.FieldsSeq(text) {
		last := len(lines) - 1
		if last >= 0 && font.MeasureString(face, lines[last]+" "+word).Ceil() <= room {
			lines[last] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

// cut shortens a line until it fits: one long word, or a line that stands for more.
func cut(face font.Face, line string, room int) string {
	runes := []rune(line)
	for n := len(runes); n > 0; n-- {
		if font.MeasureString(face, line).Ceil() <= room {
			break
		}
		line = strings.TrimRight(string(runes[:n-1]), " …") + "…"
	}
	return line
}

func widest(face font.Face, lines []string) int {
	wide := 0
	for _, l := range lines {
		wide = max(wide, font.MeasureString(face, l).Ceil())
	}
	return wide
}

// block sets lines one under the other from the left edge x, centred on the picture's height.
func (c canvas) block(lines []textLine, x int) {
	tall := 0.0
	for _, l := range lines {
		tall += l.height()
	}
	y := (ShareHeight - tall) / 2
	for _, l := range lines {
		pen := font.Drawer{
			Dst: c.img, Src: image.NewUniform(rgb(l.hex)), Face: l.face,
			Dot: fixed.P(x, int(y+l.size*0.92)),
		}
		pen.DrawString(l.text)
		y += l.height()
	}
}

// height leaves the lines of a paragraph close together and paragraphs apart.
func (l textLine) height() float64 {
	if l.last {
		return l.size*1.15 + 18
	}
	return l.size * 1.15
}

// rgb reads a colour of this package's own tables: "#1f4fd8".
func rgb(hex string) color.RGBA {
	v, _ := strconv.ParseUint(hex[1:], 16, 32)
	return color.RGBA{R: uint8(v >> 16), G: uint8(v >> 8 & 0xff), B: uint8(v & 0xff), A: 255}
}
