package badge

import "partnerdirectory/program"

// Hue is a solution area's colour: the seal's fill and the colour of the glyph on it, for light and dark pages.
type Hue struct {
	Light, LightInk string
	Dark, DarkInk   string
}

// HueOf returns the colours of a solution area; an unknown one is drawn in the ink of the page.
func HueOf(a program.Area) Hue {
	switch a {
	case program.Infrastructure:
		return Hue{"#0f60ad", "#ffffff", "#7cbcf8", "#10161d"}
	case program.DataAI:
		return Hue{"#0b7470", "#ffffff", "#57d0c4", "#10161d"}
	case program.ModernWork:
		return Hue{"#6a3fbf", "#ffffff", "#bda2fa", "#10161d"}
	case program.Security:
		return Hue{"#b01e42", "#ffffff", "#ff93a8", "#10161d"}
	case program.BusinessApplications:
		return Hue{"#35751c", "#ffffff", "#97d47b", "#10161d"}
	}
	return Hue{"#3b424b", "#ffffff", "#c3cad3", "#10161d"}
}

// accent is the colour of the site's own mark: actions and links on its pages.
func accent() Hue { return Hue{"#1f4fd8", "#ffffff", "#8fb0ff", "#10161d"} }

// surface is what a picture stands on, with the colours of the text on it.
type surface struct {
	paper, line, ink, muted string
}

func lightSurface() surface { return surface{"#ffffff", "#dcdfe3", "#191c20", "#565d66"} }
func darkSurface() surface  { return surface{"#1a1e25", "#3a414c", "#eceef1", "#a7afb9"} }
