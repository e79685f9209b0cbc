package handlers

import (
	"net/http"
	"strings"
)

// contentPolicy allows what the pages need and nothing else: own scripts, styles, pictures and requests. It also keeps
// every page out of frames.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secureHeaders are on every answer. HSTS is only promised when the public address is https.
func secureHeaders(base string) []headerLine {
	h := []headerLine{
		line("Content-Security-Policy", contentPolicy),
		line("Referrer-Policy", "strict-origin-when-cross-origin"),
		line("X-Content-Type-Options", "nosniff"),
		// A page may always be kept, never be shown again without asking: a label must not outlive its facts.
		line("Cache-Control", "no-cache"),
	}
	if strings.HasPrefix(base, "https://") {
		h = append(h, line("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
	}
	return h
}

// ownWindow are on every answer that may be about the visitor, so on all that do not come from the page cache. A page
// that is the same for everybody has nothing that another window could spy out.
func ownWindow() []headerLine {
	return []headerLine{
		line("Cross-Origin-Opener-Policy", "same-origin"),
		line("Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()"),
	}
}

func set(h http.Header, lines []headerLine) {
	for _, l := range lines {
		h[l.name] = l.value
	}
}

func unset(h http.Header, lines []headerLine) {
	for _, l := range lines {
		delete(h, l.name)
	}
}
