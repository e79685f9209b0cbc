package badge

import (
	"math"
	"strconv"
)

type point struct{ x, y float64 }

func mid(a, b point) point { return point{(a.x + b.x) / 2, (a.y + b.y) / 2} }

// flatten turns path data into polylines, one for each M. It reads the commands that the drawings of this package
// use: M L H V C S A Z, absolute and relative. Anything else ends the reading.
func flatten(d string) [][]point {
	r := pathReader{text: d}
	for r.command() {
	}
	return r.lines
}

type pathReader struct {
	text   string
	lines  [][]point
	verb   byte
	pen    point
	start  point
	handle point // second handle of the last curve, for S to mirror
}

// command reads one command with its first arguments, or the next arguments of a command that repeats.
func (r *pathReader) command() bool {
	r.skip()
	if r.text == "" {
		return false
	}
	repeated := true
	if c := r.text[0]; c >= 'A' && c <= 'z' {
		r.verb, r.text, repeated = c, r.text[1:], false
	}
	base := point{}
	verb := r.verb
	if verb >= 'a' {
		base, verb = r.pen, verb-'a'+'A'
	}
	if verb == 'M' && repeated {
		verb = 'L'
	}
	if verb == 'Z' && repeated {
		return false // Z takes no numbers, so none may follow it
	}
	smooth := false
	switch verb {
	case 'M':
		r.pen = r.point(base)
		r.start = r.pen
		r.lines = append(r.lines, []point{r.pen})
	case 'L':
		r.lineTo(r.point(base))
	case 'H':
		r.lineTo(point{base.x + r.number(), r.pen.y})
	case 'V':
		r.lineTo(point{r.pen.x, base.y + r.number()})
	case 'C':
		r.curveTo(r.point(base), r.point(base), r.point(base))
		smooth = true
	case 'S':
		first := point{2*r.pen.x - r.handle.x, 2*r.pen.y - r.handle.y}
		r.curveTo(first, r.point(base), r.point(base))
		smooth = true
	case 'A':
		radius, _, _ := r.number(), r.number(), r.number()
		large, sweep := r.flag(), r.flag()
		r.arcTo(radius, large, sweep, r.point(base))
	case 'Z':
		r.lineTo(r.start)
	default:
		return false
	}
	if !smooth {
		r.handle = r.pen
	}
	return true
}

func (r *pathReader) skip() {
	for r.text != "" && (r.text[0] == ' ' || r.text[0] == ',') {
		r.text = r.text[1:]
	}
}

// number reads a number; in path data the next one may follow without a blank: "4.5.5-3" holds three.
func (r *pathReader) number() float64 {
	r.skip()
	end, dot := 0, false
	for end < len(r.text) {
		c := r.text[end]
		if !(c >= '0' && c <= '9') && !(c == '-' && end == 0) && !(c == '.' && !dot) {
			break
		}
		dot = dot || c == '.'
		end++
	}
	v, err := strconv.ParseFloat(r.text[:end], 64)
	if err != nil {
		r.text = "" // nothing readable may follow
		return 0
	}
	r.text = r.text[end:]
	return v
}

// flag reads one digit, which need not be divided from what follows.
func (r *pathReader) flag() bool {
	r.skip()
	if r.text == "" {
		return false
	}
	set := r.text[0] == '1'
	r.text = r.text[1:]
	return set
}

func (r *pathReader) point(base point) point {
	x := r.number()
	return point{base.x + x, base.y + r.number()}
}

func (r *pathReader) lineTo(p point) {
	if len(r.lines) == 0 {
		return
	}
	last := len(r.lines) - 1
	r.lines[last] = append(r.lines[last], p)
	r.pen = p
}

// curveSteps divides a cubic finely enough for a drawing twenty times the size of its grid.
const curveSteps = 24

func (r *pathReader) curveTo(a, b, end point) {
	from := r.pen
	for i := 1; i <= curveSteps; i++ {
		t := float64(i) / curveSteps
		u := 1 - t
		r.lineTo(point{
			u*u*u*from.x + 3*u*u*t*a.x + 3*u*t*t*b.x + t*t*t*end.x,
			u*u*u*from.y + 3*u*u*t*a.y + 3*u*t*t*b.y + t*t*t*end.y,
		})
	}
	r.handle = b
}

// arcTo draws a circular arc; a radius too small for the distance grows to reach, as SVG asks.
func (r *pathReader) arcTo(radius float64, large, sweep bool, end point) {
	from, half := r.pen, mid(r.pen, end)
	dx, dy := end.x-from.x, end.y-from.y
	chord := math.Hypot(dx, dy)
	if chord == 0 {
		return
	}
	radius = max(radius, chord/2)
	height := math.Sqrt(radius*radius - chord*chord/4)
	if large == sweep {
		height = -height
	}
	centre := point{half.x - dy/chord*height, half.y + dx/chord*height}
	first := math.Atan2(from.y-centre.y, from.x-centre.x)
	turn := math.Atan2(end.y-centre.y, end.x-centre.x) - first
	if sweep && turn < 0 {
		turn += 2 * math.Pi
	} else if !sweep && turn > 0 {
		turn -= 2 * math.Pi
	}
	for i := 1; i <= curveSteps; i++ {
		sin, cos := math.Sincos(first + turn*float64(i)/curveSteps)
		r.lineTo(point{centre.x + radius*cos, centre.y + radius*sin})
	}
}
