package handlers

import (
	"testing"

	"partnerdirectory/handlers/web"
)

func TestAcceptsGzip(t *testing.T) {
	for header, want := range map[string]bool{
		"":                          false,
		"gzip":                      true,
		"gzip, deflate, br, zstd":   true,
		"br;q=1.0, gzip;q=0.8, *":   true,
		"GZIP":                      true,
		"gzip;q=0":                  false,
		"gzip; q=0.000":             false,
		"*":                         true,
		"*;q=0":                     false,
		"identity":                  false,
		"*;q=0, gzip":               true,
		"gzip;q=0, *":               false,
		"deflate, gzip;q=0.5, br;q": true,
	} {
		if got := acceptsGzip(header); got != want {
			t.Errorf("acceptsGzip(%q) = %t, want %t", header, got, want)
		}
	}
}

func TestMatches(t *testing.T) {
	const tag = `"dev.1a.2b"`
	for header, want := range map[string]bool{
		"":                         false,
		tag:                        true,
		`W/` + tag:                 true,
		`"other", ` + tag:          true,
		`*`:                        true,
		`"dev.1a.2b.gz"`:           false,
		`dev.1a.2b`:                false,
		`"a" , W/"b","dev.1a.2b" `: true,
	} {
		if got := matches(header, tag); got != want {
			t.Errorf("matches(%q) = %t, want %t", header, got, want)
		}
	}
}

func TestLocalPath(t *testing.T) {
	for back, want := range map[string]string{
		"":                       "/compare",
		"/partners?q=a&page=2":   "/partners?q=a&page=2",
		"https://evil.example/":  "/compare",
		"//evil.example/":        "/compare",
		`/\evil.example`:         "/compare",
		`\\evil.example`:         "/compare",
		"partners":               "/compare",
		"javascript:alert(1)":    "/compare",
		"/partners/acme#anchor":  "/partners/acme",
		"/partners\nSet-Cookie:": "/compare",
	} {
		if got := localPath(back, "/compare"); got != want {
			t.Errorf("localPath(%q) = %q, want %q", back, got, want)
		}
	}
}

func TestHarmlessCells(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "Acme": "Acme", "=1+1": "'=1+1", "+49": "'+49", "-x": "'-x", "@SUM": "'@SUM", "\tx": "'\tx",
	} {
		if got := web.Harmless(cell); got != want {
			t.Errorf("Harmless(%q) = %q, want %q", cell, got, want)
		}
	}
}
