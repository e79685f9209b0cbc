package views

import (
	"math"
	"sort"
	"strconv"

	"partnerdirectory/program"
	"partnerdirectory/search"
)

// The grid of the world sprite: see static/files/README.md, which draws with the same figures.
const (
	worldUnits    = 2000.0 // for 360° of longitude
	worldMeridian = 11.0   // degrees east, the middle of the map
	worldTop      = 83.7   // degrees north, the upper edge
	worldBox      = "70 0 1860 850"
)

// Project places a point given in degrees (WGS 84) on the grid of the world sprite, by the Natural Earth projection.
func Project(lat, lon float64) (x, y float64) {
	lambda := lon - worldMeridian
	switch {
	case lambda <= -179.5:
		lambda += 360
	case lambda > 180:
		lambda -= 360
	}
	scale := worldUnits / (2 * math.Pi * 0.8707)
	fx, fy := naturalEarth(lat)
	_, top := naturalEarth(worldTop)
	return worldUnits/2 + scale*lambda*math.Pi/180*fx, scale * (top - fy)
}

// naturalEarth returns the stretch of longitudes at a latitude, and the latitude's height.
func naturalEarth(lat float64) (stretch, height float64) {
	p := lat * math.Pi / 180
	p2 := p * p
	p4 := p2 * p2
	stretch = 0.8707 - 0.131979*p2 + p4*(-0.013791+p4*(0.003971*p2-0.001529*p4))
	height = p * (1.007226 + p2*(0.015085+p4*(-0.044475+0.028874*p2-0.005916*p4)))
	return stretch, height
}

// country is one country on the choropleth.
type country struct {
	search.Count
	step int    // shade, 1 to shades
	href string // where it leads
	dot  bool   // too small for an outline
	x, y float64
}

// shades is the number of colour steps of the choropleth.
const shades = 5

// choropleth prepares the countries of a map. Shades go by the logarithm: a few countries hold most partners.
func choropleth(counts []search.Count, href func(search.Count) string) []country {
	most := 0
	for _, c := range counts {
		most = max(most, c.N)
	}
	var out []country
	for _, c := range counts {
		if c.N == 0 && !c.Chosen {
			continue
		}
		m := country{Count: c, step: shade(c.N, most), href: href(c)}
		if lat, lon, small := dotOf(c.Value); small {
			m.dot = true
			m.x, m.y = Project(lat, lon)
		}
		out = append(out, m)
	}
	return out
}

// shade returns the step of a count: 1 for the fewest, shades for the most.
func shade(n, most int) int {
	if n <= 1 || most <= 1 {
		return 1
	}
	return 1 + int(math.Floor(math.Log(float64(n))/math.Log(float64(most))*(shades-0.001)))
}

// shadeFrom is a shade with the smallest count that has it.
type shadeFrom struct{ step, from int }

// legend returns the shades that counts up to the largest may have, ascending.
func legend(counts []search.Count) []shadeFrom {
	most := 1
	for _, c := range counts {
		most = max(most, c.N)
	}
	var out []shadeFrom
	for step := 1; step <= shades; step++ {
		from := 1 + sort.Search(most, func(n int) bool { return shade(n+1, most) >= step })
		if from <= most && shade(from, most) == step {
			out = append(out, shadeFrom{step, from})
		}
	}
	return out
}

// smallest is the least width of a zoomed map in units: below it the outlines look coarse.
const smallest = 260

// frame is the part of the world that a zoomed map shows, in units of the sprite.
type frame struct{ x, y, width, height float64 }

// frameOf returns the frame that shows all locations with room round them.
func frameOf(locations []program.Location) frame {
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, l := range locations {
		x, y := Project(l.Lat, l.Lon)
		left, right = min(left, x), max(right, x)
		top, bottom = min(top, y), max(bottom, y)
	}
	width := max(smallest, (right-left)*1.4, (bottom-top)*2.4)
	height := width / 1.6
	return frame{x: (left + right - width) / 2, y: (top + bottom - height) / 2, width: width, height: height}
}

// viewBox writes the frame as SVG wants it.
func (f frame) viewBox() string {
	return fixed(f.x) + " " + fixed(f.y) + " " + fixed(f.width) + " " + fixed(f.height)
}

// pin is the radius of a pin: the same on screen, however far the map is zoomed.
func (f frame) pin() string { return fixed(f.width / 60) }

// fixed writes a coordinate with one decimal at most.
func fixed(f float64) string { return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64) }

// shadeClass is the class of a colour step.
func shadeClass(step int) string { return "m" + strconv.Itoa(step) }

// class is how a country is drawn: its shade, and whether it is chosen.
func (c country) class() string {
	if c.Chosen {
		return shadeClass(c.step) + " chosen"
	}
	return shadeClass(c.step)
}
