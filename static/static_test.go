package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, f *Files, path, accept string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if accept != "" {
		r.Header.Set("Accept-Encoding", accept)
	}
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	return w
}

func TestFilesAreServedUnderTheirHash(t *testing.T) {
	icon := []byte("<svg>" + strings.Repeat("<path/>", 100) + "</svg>")
	f, err := New(map[string][]byte{"icon.svg": icon, "share.png": {0x89, 'P', 'N', 'G'}})
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]string{
		"app.css":   "text/css; charset=utf-8",
		"app.js":    "text/javascript; charset=utf-8",
		"world.svg": "image/svg+xml",
		"icon.svg":  "image/svg+xml",
		"share.png": "image/png",
	}
	hashed := regexp.MustCompile(`^/static/[a-z]+\.[0-9a-f]{12}\.[a-z]+$`)
	for name, want := range types {
		url := f.URL(name)
		if !hashed.MatchString(url) {
			t.Errorf("URL(%q) = %q, want a hashed address", name, url)
		}
		w := get(t, f, url, "")
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != want {
			t.Errorf("%s: %d %q, want 200 %q", url, w.Code, w.Header().Get("Content-Type"), want)
		}
		if w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", url, w.Header())
		}
		if w.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: encoded for a client that did not ask for it", url)
		}
	}
	zipped := get(t, f, f.URL("icon.svg"), "br, gzip;q=0.8")
	if zipped.Header().Get("Content-Encoding") != "gzip" || zipped.Header().Get("Vary") != "Accept-Encoding" {
		t.Fatalf("headers %v, want gzip", zipped.Header())
	}
	r, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(r); err != nil || !bytes.Equal(body, icon) {
		t.Errorf("unzipped to %d bytes (%v), want the %d given", len(body), err, len(icon))
	}
}

func TestAcceptEncoding(t *testing.T) {
	for header, want := range map[string]bool{
		"":                    false,
		"gzip":                true,
		"GZIP":                true,
		"gzip, deflate, br":   true,
		"br":                  false,
		"*":                   true,
		"*;q=0":               false,
		"gzip;q=0":            false,
		"gzip;q=0, *":         false,
		"identity, gzip; q=1": true,
		"gzip;q=x":            false,
	} {
		if got := takesGzip([]string{header}); got != want {
			t.Errorf("takesGzip(%q) = %v, want %v", header, got, want)
		}
	}
}

func TestOtherAddressesAreNotFound(t *testing.T) {
	f, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/static/", "/static/app.css", "/static/app.000000000000.css", "/static/files/app.css", "/static/../static.go", "/static/README.md"} {
		if w := get(t, f, path, "gzip"); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, w.Code)
		}
	}
	if got := f.URL("nothing.css"); got != "" {
		t.Errorf("URL of an unknown file = %q", got)
	}
}

func TestUnusableFilesAreRefused(t *testing.T) {
	if _, err := New(map[string][]byte{"app.css": nil}); err == nil {
		t.Error("an embedded file was replaced without a word")
	}
	if _, err := New(map[string][]byte{"app.unheard-of": nil}); err == nil {
		t.Error("a file of unknown type was taken")
	}
}

// The budget for a first load of any page is 60 KB, which the tests of handlers weigh as a whole; these are its fixed parts.
func TestFirstLoadStaysSmall(t *testing.T) {
	f, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, most := range map[string]int{"app.css": 14 << 10, "app.js": 8 << 10, "world.svg": 16 << 10} {
		if size := get(t, f, f.URL(name), "gzip").Body.Len(); size > most {
			t.Errorf("%s is %d bytes over the wire, want at most %d", name, size, most)
		}
	}
}
