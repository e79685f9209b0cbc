// Package notify tells: it words each mail that the programme sends, and posts it.
package notify

import (
	"fmt"
	"html"
	"strings"
)

// Letter is one mail before it is addressed. Plain text and HTML are made of the same words.
type Letter struct {
	Subject string
	To      string   // how the reader is called; empty: nobody knows yet
	Body    []string // paragraphs
	Action  Action   // the one thing to do, if any
	After   []string // paragraphs below it
	Why     string   // why this mail came
	Sender  string   // the programme's name
}

// Action is a link that stands on a line of its own.
type Action struct {
	Text string
	URL  string
}

// Plain returns the letter as plain text.
func (l Letter) Plain() string {
	parts := []string{l.greeting()}
	parts = append(parts, l.Body...)
	if l.Action.URL != "" {
		parts = append(parts, l.Action.Text+":\n"+l.Action.URL)
	}
	parts = append(parts, l.After...)
	parts = append(parts, l.Sender, "-- \n"+l.Why)
	for i, p := range parts {
		parts[i] = wrap(p)
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// HTML returns the letter as a small HTML document that loads nothing.
func (l Letter) HTML() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>%s</title></head>`, html.EscapeString(l.Subject))
	b.WriteString(`<body style="margin:0;padding:24px;font:16px/1.55 system-ui,sans-serif"><div style="max-width:560px">`)
	paragraph := func(text, style string) {
		fmt.Fprintf(&b, `<p style="margin:0 0 16px%s">%s</p>`, style, strings.ReplaceAll(html.EscapeString(text), "\n", "<br>"))
	}
	paragraph(l.greeting(), "")
	for _, p := range l.Body {
		paragraph(p, "")
	}
	if l.Action.URL != "" {
		url := html.EscapeString(l.Action.URL)
		fmt.Fprintf(&b, `<p style="margin:24px 0 8px"><a href="%s" style="display:inline-block;padding:10px 18px;border-radius:10px;background:#1f4fd8;color:#ffffff;text-decoration:none;font-weight:600">%s</a></p>`, url, html.EscapeString(l.Action.Text))
		fmt.Fprintf(&b, `<p style="margin:0 0 24px;font-size:14px;overflow-wrap:anywhere"><a href="%s">%s</a></p>`, url, url)
	}
	for _, p := range l.After {
		paragraph(p, "")
	}
	paragraph(l.Sender, "")
	paragraph(l.Why, ";font-size:14px;opacity:.75")
	b.WriteString(`</div></body></html>`)
	return b.String()
}

func (l Letter) greeting() string {
	if l.To == "" {
		return "Hello,"
	}
	return "Hello " + l.To + ","
}

// lineLength is where plain text is broken, as mail readers expect.
const lineLength = 76

// wrap breaks lines between words; what is one word, such as an address, stays whole.
func wrap(text string) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line == "-- " {
			out = append(out, line)
			continue
		}
		now := ""
		for word := range strings.FieldsSeq(line) {
			if now != "" && len([]rune(now))+1+len([]rune(word)) > lineLength {
				out = append(out, now)
				now = ""
			}
			if now != "" {
				now += " "
			}
			now += word
		}
		out = append(out, now)
	}
	return strings.Join(out, "\n")
}
