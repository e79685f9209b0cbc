package badge

import "slices"

// glyph is one drawing on a 24 by 24 grid: a single path, stroked 1.75 wide with round caps and joins, never filled.
// The same path data become the SVG symbols and the PNG share pictures.
type glyph struct {
	slug string
	path string
}

// glyphWidth is the stroke of every glyph, in units of the 24 grid.
const glyphWidth = 1.75

// Glyphs lists the names of all glyphs that a specialization can wear, in the order the sprite holds them.
func Glyphs() []string {
	var names []string
	for _, g := range glyphs() {
		names = append(names, g.slug)
	}
	return names
}

// pathOf returns a glyph's path; a name without a drawing gets a small seal, so that a new specialization is never
// without a badge.
func pathOf(slug string) string {
	all := glyphs()
	if i := slices.IndexFunc(all, func(g glyph) bool { return g.slug == slug }); i >= 0 {
		return all[i].path
	}
	return blank
}

// blank is what an unknown specialization wears: a smaller seal within the seal.
const blank = "M12 5.5l5.6 3.25v6.5L12 18.5l-5.6-3.25v-6.5z"

// tick is the mark of everything verified.
const tick = "M7.2 12.4l3.3 3.3 6.4-7"

// boldTick is the same for the site's own seal, where it stands alone, with its stroke.
const (
	boldTick  = "M6.2 12.6l4.1 4.1 7.7-8.8"
	boldWidth = 2.75
)

func glyphs() []glyph {
	return []glyph{
		// A ship's helm: hub, rim and seven spokes that reach past the rim.
		{"kubernetes", "M12 6a6 6 0 1 0 0 12a6 6 0 1 0 0-12M12 10.9a1.1 1.1 0 1 0 0 2.2a1.1 1.1 0 1 0 0-2.2M12 12V2.7M12 12l7.3-5.8M12 12l9.1 2.1M12 12l4 8.4M12 12l-4 8.4M12 12l-9.1 2.1M12 12L4.7 6.2"},
		// An application layer above its database.
		{"sap-on-cloud", "M12 2.8l7 3.3-7 3.3-7-3.3zM5 10.6v6.9c0 2 3.1 3.5 7 3.5s7-1.5 7-3.5v-6.9M5 10.6c0 1.9 3.1 3.4 7 3.4s7-1.5 7-3.4"},
		// A screen whose desktop is a cloud.
		{"virtual-desktop", "M5 4h14a2 2 0 0 1 2 2v8.5a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM8.5 20.5h7M12 16.5v4M9.8 13h4.6a1.8 1.8 0 0 0 .2-3.6a2.8 2.8 0 0 0-5.3-.1A1.9 1.9 0 0 0 9.8 13z"},
		// The endless loop of build and run, with a commit in either half.
		{"devops", "M12 12c-2-3.1-3.4-4.7-5.3-4.7a4.7 4.7 0 0 0 0 9.4c1.9 0 3.3-1.6 5.3-4.7s3.4-4.7 5.3-4.7a4.7 4.7 0 0 1 0 9.4c-1.9 0-3.3-1.6-5.3-4.7M6.7 6.4a.9.9 0 1 0 0 1.8a.9.9 0 1 0 0-1.8M17.3 15.8a.9.9 0 1 0 0 1.8a.9.9 0 1 0 0-1.8"},
		// A shell prompt beside a database.
		{"linux-and-open-source-database-migration", "M3.8 12.3l3.7 3.7-3.7 3.7M10.3 19.7H15M10.7 6.2c0-1.3 2-2.2 4.4-2.2s4.4.9 4.4 2.2-2 2.2-4.4 2.2-4.4-.9-4.4-2.2zM10.7 6.2v5.4c0 1.3 2 2.2 4.4 2.2s4.4-.9 4.4-2.2v-5.4"},
		// A window beside a database.
		{"windows-server-and-sql-server-migration", "M3.6 3.9h7.8v7.8H3.6zM3.6 7.8h7.8M7.5 3.9v7.8M11.6 13.3c0-1.3 2-2.2 4.4-2.2s4.4.9 4.4 2.2-2 2.2-4.4 2.2-4.4-.9-4.4-2.2zM11.6 13.3v5.4c0 1.3 2 2.2 4.4 2.2s4.4-.9 4.4-2.2v-5.4"},
		// A database that rises into the cloud.
		{"data-warehouse-migration", "M8.2 10.95H8a3.4 3.4 0 0 1-.4-6.7a5.2 5.2 0 0 1 8.9.8a3 3 0 0 1-.2 5.9h-.5M12 12.5V7.7M10 9.5l2-2 2 2M6.5 15.2v3.5c0 1.3 2.5 2.3 5.5 2.3s5.5-1 5.5-2.3v-3.5M6.5 15.2c0 1.3 2.5 2.3 5.5 2.3s5.5-1 5.5-2.3"},
		// A browser window with an arrow up.
		{"web-app-modernization", "M5 4.5h14a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2zM3 8.8h18M12 16.8v-5M9.7 13.9l2.3-2.3 2.3 2.3"},
		// Bars under a rising line.
		{"analytics", "M5 20v-4M12 20v-6.5M19 20v-9M4 11l5.2-4.3 4 2.6L20 3.8"},
		// Sparks of an idea.
		{"ai-and-machine-learning", "M10.5 4.5c.9 5 2.6 7.1 7.5 8-4.9.9-6.6 3-7.5 8-.9-5-2.6-7.1-7.5-8 4.9-.9 6.6-3 7.5-8zM18.5 3v5M16 5.5h5"},
		// A cloud that stands on a rack.
		{"hybrid-infrastructure", "M8 11a3.5 3.5 0 0 1-.4-6.9a5.2 5.2 0 0 1 8.8.8a3.1 3.1 0 0 1-.4 6.1zM5.8 14h12.4a1 1 0 0 1 1 1v4.5a1 1 0 0 1-1 1H5.8a1 1 0 0 1-1-1V15a1 1 0 0 1 1-1zM8.2 17.25h.01M12 17.25h3.8"},
		// One gauge for everything that runs.
		{"hybrid-operations", "M5.3 19a9 9 0 1 1 13.4 0M12 13.2l4.2-4.4M12 7v.01M7 13.2h.01M17 13.2h.01M9.5 19.5h5"},
		// A machine as a box that floats on its host.
		{"vmware-on-cloud", "M12 2.7l5.5 3.2v6.4L12 15.5l-5.5-3.2V5.9zM6.5 5.9L12 9.1l5.5-3.2M12 9.1v6.4M4 15.4l8 4.7 8-4.7"},
		// A hub and its nodes.
		{"networking", "M12 10.1a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 1 0 0-4.4M12 2.8a2 2 0 1 0 0 4a2 2 0 1 0 0-4M5.4 15.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4M18.6 15.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4M12 6.8v3.3M10.1 13.4l-3 2.9M13.9 13.4l3 2.9"},
		// Blocks and the next one to add.
		{"low-code-applications", "M5 4h4.5a1 1 0 0 1 1 1v4.5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM5 13.5h4.5a1 1 0 0 1 1 1V19a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-4.5a1 1 0 0 1 1-1zM14.5 13.5H19a1 1 0 0 1 1 1V19a1 1 0 0 1-1 1h-4.5a1 1 0 0 1-1-1v-4.5a1 1 0 0 1 1-1zM16.8 3.8v6.5M13.5 7h6.5"},
		// A shop with its awning.
		{"small-business-management", "M5.5 4h13l1.7 5.2a2.73 2.73 0 0 1-5.467 0a2.73 2.73 0 0 1-5.467 0a2.73 2.73 0 0 1-5.467 0zM5.5 13v7h13v-7M10 20v-4.5h4V20"},
		// A person on the way up.
		{"adoption-and-change-management", "M9 4.2a3.3 3.3 0 1 0 0 6.6a3.3 3.3 0 1 0 0-6.6M3.4 19.5c0-3.3 2.4-5.3 5.6-5.3s5.6 2 5.6 5.3M18.3 15.5V5M15.5 7.8L18.3 5l2.8 2.8"},
		// A handset that rings.
		{"calling", "M6.3 4h2.5l1.8 4.5-2.2 1.6a11.5 11.5 0 0 0 5.5 5.5l1.6-2.2 4.5 1.8v2.5a2 2 0 0 1-2 2A14 14 0 0 1 4.3 6a2 2 0 0 1 2-2zM14.5 7.3a3.2 3.2 0 0 1 2.2 2.2M15 3.5A7 7 0 0 1 20.5 9"},
		// A camera for the room.
		{"meetings-and-rooms", "M5 6.5h8.5a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zM15.5 10.5L21 7.5v9l-5.5-3"},
		// Three people close together.
		{"teamwork-deployment", "M12 5a2.9 2.9 0 1 0 0 5.8a2.9 2.9 0 1 0 0-5.8M6.8 19c0-3 2.2-5 5.2-5s5.2 2 5.2 5M6.3 6.8a2.2 2.2 0 0 0-.8 4.2M2.8 16.5c.2-1.7 1-2.8 2.4-3.4M17.7 6.8a2.2 2.2 0 0 1 .8 4.2M21.2 16.5c-.2-1.7-1-2.8-2.4-3.4"},
		// A conversation with code in it.
		{"custom-collaboration-solutions", "M6 4h12a2.5 2.5 0 0 1 2.5 2.5v7A2.5 2.5 0 0 1 18 16h-4.5L9 20v-4H6a2.5 2.5 0 0 1-2.5-2.5v-7A2.5 2.5 0 0 1 6 4zM9.8 7.5L7.3 10l2.5 2.5M14.2 7.5l2.5 2.5-2.5 2.5"},
		// A laptop and a phone.
		{"modern-endpoints", "M4.5 15V7a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2M2.8 18.5H11M15.5 10h3.8a1.5 1.5 0 0 1 1.5 1.5v6.8a1.5 1.5 0 0 1-1.5 1.5h-3.8a1.5 1.5 0 0 1-1.5-1.5v-6.8a1.5 1.5 0 0 1 1.5-1.5zM17.4 17h.01"},
		// A key.
		{"identity-and-access-management", "M8.2 11a4.7 4.7 0 1 0 0 9.4a4.7 4.7 0 1 0 0-9.4M11.5 12.4l8.7-8.7M15.5 8.4l3 3M18.3 5.6l2 2"},
		// A shield that strikes back.
		{"threat-protection", "M12 2.8l7.5 2.7v5.6c0 4.7-3 8.2-7.5 10.1-4.5-1.9-7.5-5.4-7.5-10.1V5.5zM13 7.3l-3.3 4.9h4.6L11 17"},
		// A document under lock.
		{"information-protection", "M18.5 8.5V20H5.5V4h8.5zM14 4v4.5h4.5M9.7 13h4.6a.7.7 0 0 1 .7.7v2.3a.7.7 0 0 1-.7.7H9.7a.7.7 0 0 1-.7-.7v-2.3a.7.7 0 0 1 .7-.7zM10.2 13v-1a1.8 1.8 0 0 1 3.6 0v1"},
		// A cloud with a keyhole.
		{"cloud-security", "M7.5 18.3a4.8 4.8 0 0 1-.7-9.5a6.3 6.3 0 0 1 11.8 1.4a4.1 4.1 0 0 1-.6 8.1zM12.2 9.9a1.5 1.5 0 1 0 0 3a1.5 1.5 0 1 0 0-3M12.2 12.9v2.4"},
		// A machine that looks back at you.
		{"intelligent-automation", "M7 8h10a2.5 2.5 0 0 1 2.5 2.5V17a2.5 2.5 0 0 1-2.5 2.5H7A2.5 2.5 0 0 1 4.5 17v-6.5A2.5 2.5 0 0 1 7 8zM12 8V4.2M9.2 12.3v1.2M14.8 12.3v1.2M2.3 12.5v3M21.7 12.5v3M10 4h4"},
	}
}

// areaGlyphs draws the five solution areas, named by their slugs.
func areaGlyphs() []glyph {
	return []glyph{
		{"infrastructure", "M5.5 4h13a1.5 1.5 0 0 1 1.5 1.5v4a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 9.5v-4A1.5 1.5 0 0 1 5.5 4zM5.5 13h13a1.5 1.5 0 0 1 1.5 1.5v4a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5v-4A1.5 1.5 0 0 1 5.5 13zM7.5 7.5h.01M7.5 16.5h.01M12 7.5h4.5M12 16.5h4.5"},
		{"data-ai", "M5 6.3c0-1.7 3.1-3 7-3s7 1.3 7 3-3.1 3-7 3-7-1.3-7-3zM5 6.3v11.4c0 1.7 3.1 3 7 3s7-1.3 7-3V6.3M5 12c0 1.7 3.1 3 7 3s7-1.3 7-3"},
		{"modern-work", "M5 4h9a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5H8.5L5.5 14.5V12H5a1.5 1.5 0 0 1-1.5-1.5v-5A1.5 1.5 0 0 1 5 4zM18.5 9.5h.5a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5h-.5V20l-3-2.5H10"},
		{"security", "M12 2.8l7.5 2.7v5.6c0 4.7-3 8.2-7.5 10.1-4.5-1.9-7.5-5.4-7.5-10.1V5.5zM8.5 11.7l2.6 2.6 4.6-5"},
		{"business-applications", "M5 8h14a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5H5a1.5 1.5 0 0 1-1.5-1.5v-9A1.5 1.5 0 0 1 5 8zM8.5 8V5.5A1.5 1.5 0 0 1 10 4h4a1.5 1.5 0 0 1 1.5 1.5V8M3.5 13.5H10M14 13.5h6.5M12 12.5v2"},
	}
}
