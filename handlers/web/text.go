package web

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"
)

// emailMost bounds an e-mail address (RFC 5321).
const emailMost = 254

// IsEmail accepts one address that mail can be sent to, as typed.
func IsEmail(text string) bool {
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text || len(text) > emailMost {
		return false
	}
	_, domain, _ := strings.Cut(text, "@")
	return strings.Contains(strings.Trim(domain, "."), ".") && !strings.HasPrefix(domain, "[")
}

// Line makes typed text a single line without anything that cannot be seen.
func Line(text string) string {
	return strings.Join(strings.Fields(printable(text, "")), " ")
}

// Lines keeps line breaks and nothing else that cannot be seen.
func Lines(text string) string {
	return strings.TrimSpace(printable(strings.ReplaceAll(text, "\r\n", "\n"), "\n\t"))
}

// printable drops control and formatting characters, except those to keep, and what is no text at all.
func printable(text, keep string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(keep, r):
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cc, r), r == utf8.RuneError, bidirectional(r):
			return -1
		}
		return r
	}, text)
}

// bidirectional reports whether a character turns the direction of the text round it, which can make a text look like
// another.
func bidirectional(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}
