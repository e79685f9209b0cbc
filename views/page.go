package views

import (
	"html"
	"strings"
)

// longestTitle is what search engines and tabs show of a title.
const longestTitle = 70

// fullTitle is the document's title: the page's, then the programme's name where both fit.
func (p Page) fullTitle() string {
	name := p.Site.Programme.Name
	switch {
	case p.Title == "" || p.Title == name:
		return name
	case len([]rune(p.Title)) > longestTitle:
		return strings.TrimSpace(string([]rune(p.Title)[:longestTitle-1])) + "…"
	case len([]rune(p.Title+" · "+name)) > longestTitle:
		return p.Title
	}
	return p.Title + " · " + name
}

// shareImage is the absolute address of the picture for link previews.
func (p Page) shareImage() string {
	if p.Share != "" {
		return p.Share
	}
	return p.Site.Base + p.Site.Assets.Share
}

// current says how a navigation item relates to the page: it is the page, or the section that holds it.
func (p Page) current(url string) string {
	if p.Path == url {
		return "page"
	}
	return "true"
}

// embedCode is the HTML that shows a label on another website.
func (p LabelPage) embedCode() string {
	alt := p.Specialization.Name + ", verified by " + p.Site.Programme.Vendor
	return `<a href="` + p.Site.Base + "/labels/" + p.Label.ID + `">` + "\n  " +
		`<img src="` + p.Site.Base + p.SVG + `" alt="` + html.EscapeString(alt) + `" height="120">` + "\n</a>"
}

// logo returns the hash of a partner's public logo, or "".
func (s *Site) logo(slug string) string {
	if s.Logo == nil {
		return ""
	}
	return s.Logo(slug)
}
