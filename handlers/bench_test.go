package handlers_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
)

// BenchmarkRepeatedPage asks for one page again and again over a real connection, once of the directory and once of a
// bare handler that writes the same bytes.
func BenchmarkRepeatedPage(b *testing.B) {
	s := openSite(b)
	const path = "/partners?country=DE"
	body := s.get(b, path).body
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write([]byte(body))
	}))
	defer bare.Close()
	for name, url := range map[string]string{"directory": s.url, "bare": bare.URL} {
		b.Run(name, func(b *testing.B) {
			conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
			if err != nil {
				b.Fatal(err)
			}
			defer conn.Close()
			in := bufio.NewReaderSize(conn, 256<<10)
			for b.Loop() {
				fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: directory.example\r\nUser-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36\r\n\r\n", path)
				answer, err := http.ReadResponse(in, nil)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := in.Discard(len(body)); err != nil || answer.StatusCode != http.StatusOK {
					b.Fatalf("status %d: %v", answer.StatusCode, err)
				}
			}
		})
	}
}

// BenchmarkFreshPage renders pages of results that nobody asked for before.
func BenchmarkFreshPage(b *testing.B) {
	s := openSite(b)
	words := strings.Fields("cloud platform migration data security team retail health bank support training managed network devops")
	n := 0
	for b.Loop() {
		n++
		w := words[n%len(words)] + " -x" + strconv.Itoa(n)
		r := httptest.NewRequest(http.MethodGet, "/partners?q="+strings.ReplaceAll(w, " ", "+"), nil)
		out := httptest.NewRecorder()
		s.serve.ServeHTTP(out, r)
		if out.Code != http.StatusOK {
			b.Fatalf("%s: status %d", w, out.Code)
		}
	}
}
