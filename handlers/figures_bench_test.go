package handlers

import (
	"net/http/httptest"
	"testing"
)

// BenchmarkCountLook is what counting adds to an answer from the page cache.
func BenchmarkCountLook(b *testing.B) {
	f := NewFigures(nil, nil)
	a := &audience{how: onProfile}
	r := httptest.NewRequest("GET", "/partners/x", nil)
	r.Header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36")
	for b.Loop() {
		f.count(a, r)
	}
}
