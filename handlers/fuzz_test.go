package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

// FuzzNoQueryFails: whatever the address, the answer is a page, never a failure of ours.
func FuzzNoQueryFails(f *testing.F) {
	for _, q := range []string{
		"", "q=kubernetes", "q=%22cloud+platform%22+-sap&country=DE&country=FR", "near=lyon-fr&radius=25&sort=nearest",
		"q=\"\"\"---", "q=%00%ff", "competency=cloud-platform:gold&page=3", "size=x&language=y&product=z", "radius=-1&near=0", "page=9223372036854775808",
		"q=kubernetis+londn&case-study=1&specialization=kubernetes,devops", "q=-&sort=name", "q=%F0%9F%A6%84+%C3%9F+%C4%B0", "country=&country=&country=",
	} {
		f.Add("/partners", q)
		f.Add("/case-studies", q)
		f.Add("/suggest", q)
	}
	f.Add("/compare", "p=a&p=b&p=a&p=c&p=d&p=e")
	f.Add("/labels/%2e%2e", "")
	f.Add("/partners/..%2f..", "")
	s := openSite(f)
	f.Fuzz(func(t *testing.T, path, query string) {
		r := httptest.NewRequest(http.MethodGet, "http://directory.example/", nil)
		r.URL = &url.URL{Path: path, RawQuery: query}
		w := httptest.NewRecorder()
		s.serve.ServeHTTP(w, r)
		if w.Code >= http.StatusInternalServerError {
			t.Errorf("%s?%s: status %d", path, query, w.Code)
		}
	})
}
