package handlers_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// firstLoad is what the first load of any public page may take over the wire, everything included.
const firstLoad = 60 << 10

// The promise itself: the page and all that it makes a browser fetch, compressed as it travels.
func TestFirstLoadOfAnyPublicPage(t *testing.T) {
	s := openSite(t)
	sizes := map[string]int{}
	weigh := func(path string) int {
		path, _, _ = strings.Cut(path, "#")
		if _, known := sizes[path]; !known {
			a := s.do(t, "GET", path, map[string]string{"Accept-Encoding": "gzip"}, "")
			sizes[path] = len(a.body)
		}
		return sizes[path]
	}
	for _, path := range publicPages(t, s) {
		parts := map[string]bool{path: true}
		s.page(t, path).Find("link[rel=stylesheet], link[rel=icon], script[src], img[src], use[href]").Each(func(_ int, e *goquery.Selection) {
			url, ok := e.Attr("href")
			if !ok {
				url, _ = e.Attr("src")
			}
			url, _, _ = strings.Cut(url, "#")
			parts[url] = true
		})
		total := 0
		for part := range parts {
			total += weigh(part)
		}
		if total > firstLoad {
			t.Errorf("%s: %d bytes over the wire, want at most %d", path, total, firstLoad)
		}
	}
}
