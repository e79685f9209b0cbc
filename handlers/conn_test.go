package handlers_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"partnerdirectory/handlers"
)

// One connection carries answers of every kind one after the other; each is whole and ends where it says.
func TestAnswersOfOneConnection(t *testing.T) {
	s := openSite(t)
	const path = "/partners?q=data"
	whole := s.do(t, http.MethodGet, path, map[string]string{"Accept-Encoding": "identity"}, "")
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	in := bufio.NewReader(conn)
	for _, ask := range []struct {
		method, path, header string
		status, length       int
	}{
		{"HEAD", "/partners?q=cloud", "", http.StatusOK, 0},
		{"GET", path, "", http.StatusOK, len(whole.body)},
		{"HEAD", path, "", http.StatusOK, 0},
		{"GET", path, "If-None-Match: " + whole.Header.Get("Etag") + "\r\n", http.StatusNotModified, 0},
		{"GET", path, "Accept-Encoding: gzip\r\n", http.StatusOK, -1},
		{"GET", "/healthz", "", http.StatusOK, -1},
		{"GET", "/nothing", "", http.StatusNotFound, -1},
		{"GET", path, "", http.StatusOK, len(whole.body)},
	} {
		fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: directory.example\r\n%s\r\n", ask.method, ask.path, ask.header)
		answer, err := http.ReadResponse(in, &http.Request{Method: ask.method})
		if err != nil {
			t.Fatalf("%+v: %v", ask, err)
		}
		body, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != ask.status || ask.length >= 0 && len(body) != ask.length {
			t.Fatalf("%+v: status %d, %d bytes, %v", ask, answer.StatusCode, len(body), err)
		}
	}
}

// Whatever an answer's length is beside that of net/http's buffer, every byte arrives.
func TestAnswersOfEveryLength(t *testing.T) {
	const name = "Sample"
	for length := 3000; length < 13000; length += 97 {
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			handlers.InOnePiece(r, length)
			_, _ = io.WriteString(w, strings.Repeat(name, length)[:length])
		}))
		server.Listener, server.Config.ConnContext = handlers.Listener(server.Listener), handlers.ConnContext
		server.Start()
		for range 2 {
			answer, err := http.Get(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(answer.Body)
			answer.Body.Close()
			if err != nil || string(body) != strings.Repeat(name, length)[:length] {
				t.Fatalf("%d bytes: %d arrived, %v", length, len(body), err)
			}
		}
		server.Close()
	}
}
