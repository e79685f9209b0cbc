package handlers

import (
	"net/http"
	"strings"
)

// contentPolicy allows what the pages need and nothing else: own scripts, styles, pictures and requests.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secureHeaders are the same for every answer. HSTS is only promised when the public address is https.
func secureHeaders(base string) http.Header {
	h := http.Header{
		"Content-Security-Policy":    {contentPolicy},
		"Cross-Origin-Opener-Policy": {"same-origin"},
		"Permissions-Policy":         {"camera=(), geolocation=(), microphone=(), browsing-topics=()"},
		"Referrer-Policy":            {"strict-origin-when-cross-origin"},
		"X-Content-Type-Options":     {"nosniff"},
		// A page may always be kept, never be shown again without asking: a label must not outlive its facts.
		"Cache-Control": {"no-cache"},
	}
	if strings.HasPrefix(base, "https://") {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
	return h
}
