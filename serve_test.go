package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// lockedText collects output that another goroutine writes.
type lockedText struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lockedText) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// A newcomer starts the product on nothing; stopping it finishes the request under way; starting again takes the saved index.
func TestServeFromNothingAndStopGracefully(t *testing.T) {
	db := filepath.Join(t.TempDir(), "data", "directory.db")
	addr := freeAddress(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var out, errs lockedText
	ended := make(chan int, 1)
	args := []string{"serve", "--db", db, "--addr", addr, "--partners", "80"}
	go func() { ended <- run(ctx, args, nil, &out, &errs) }()
	waitFor(t, "http://"+addr+"/partners?q=kubernetes", &errs)
	if !strings.Contains(out.String(), "http://"+addr) {
		t.Errorf("the address is not printed: %q", out.String())
	}

	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const body = "remove=nobody&back=/partners"
	fmt.Fprintf(conn, "POST /shortlist HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", addr, len(body), body[:10])
	time.Sleep(100 * time.Millisecond) // the server has begun to read
	stop()
	time.Sleep(100 * time.Millisecond)
	fmt.Fprint(conn, body[10:])
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("the request under way was dropped: %v", err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		t.Errorf("the request under way was answered with %d", answer.StatusCode)
	}
	if code := <-ended; code != 0 {
		t.Errorf("exit code %d: %s", code, errs.String())
	}

	again, stopAgain := context.WithCancel(t.Context())
	defer stopAgain()
	go func() { ended <- run(again, args, nil, &out, &errs) }()
	waitFor(t, "http://"+addr+"/", &errs)
	stopAgain()
	if code := <-ended; code != 0 {
		t.Errorf("second run: exit code %d: %s", code, errs.String())
	}
	if strings.Contains(errs.String(), "building it anew") {
		t.Errorf("the second start did not take the saved index: %s", errs.String())
	}
}

func TestSeedRefusesAFilledDatabase(t *testing.T) {
	db := filepath.Join(t.TempDir(), "directory.db")
	var out, errs lockedText
	args := []string{"seed", "--db", db, "--partners", "65"}
	if code := run(t.Context(), args, nil, &out, &errs); code != 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	if code := run(t.Context(), args, nil, &out, &errs); code != exitFailed || !strings.Contains(errs.String(), "already holds") {
		t.Errorf("exit code %d: %s", code, errs.String())
	}
}

func waitFor(t *testing.T, url string, errs *lockedText) {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		resp, err := http.Get(url)
		if err != nil {
			continue
		}
		resp.Body.Close()
		if resp.StatusCode == http.StatusOK {
			return
		}
	}
	t.Fatalf("%s did not answer: %s", url, errs.String())
}
