package web

import (
	"bytes"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
)

// Markdown turns what a partner wrote into HTML that is safe to show: paragraphs, lists, emphasis, headings below the
// page's own, and links that say that they are somebody else's. Raw HTML and pictures are dropped.
func Markdown(text string) string {
	var out bytes.Buffer
	if err := goldmark.Convert([]byte(text), &out); err != nil {
		return "" // a buffer takes everything
	}
	policy := bluemonday.NewPolicy()
	policy.AllowElements("p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "h4", "h5")
	policy.AllowAttrs("href").OnElements("a")
	policy.AllowURLSchemes("https")
	policy.RequireNoFollowOnLinks(true)
	policy.AllowStandardURLs()
	return policy.Sanitize(out.String())
}
