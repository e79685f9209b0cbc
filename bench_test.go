package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"partnerdirectory/handlers"
	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/store"
)

// BenchmarkProduct measures the built program as its users meet it: filling a database, starting, answering distinct and
// repeated pages over HTTP, and showing a change. It prints one table; `make bench` runs it beside the search
// room's own benchmark. DIRECTORY_BENCH_PARTNERS sets the size.
func BenchmarkProduct(b *testing.B) {
	if testing.Short() {
		b.Skip("takes minutes")
	}
	n := benchPartners(b)
	dir := b.TempDir()
	program, db := filepath.Join(dir, "partnerdirectory"), filepath.Join(dir, "big.db")
	command(b, "go", "build", "-o", program, ".")
	for b.Loop() {
		table := &figures{}
		table.add("partners", float64(n), "", "")

		start := time.Now()
		command(b, program, "seed", "--db", db, "--partners", strconv.Itoa(n))
		table.add("seed, with labels and index", time.Since(start).Seconds(), "s", "≤ 240 at 400,000")

		server := startServer(b, program, db)
		table.add("start to first search answered", server.ready.Seconds(), "s", "≤ 5")
		lat, rate := distinctQueries(b, server.addr)
		table.add("distinct results pages, 8 connections: p50", ms(lat, 0.50), "ms", "")
		table.add("distinct results pages, 8 connections: p99", ms(lat, 0.99), "ms", "≤ 25")
		table.add("distinct results pages, pages a second", rate, "/s", "")
		ratio, rate := repeatedPage(b, server.addr)
		table.add("repeated page, requests a second", rate, "/s", "")
		table.add("repeated page against a bare net/http handler", ratio*100, "%", "≥ 90")
		table.add("resident memory after all that", server.resident(b), "MB", "≤ 700")
		server.stop(b)

		visible := changeVisible(b, db)
		table.add("one change, written, committed and in results: p50", ms(visible, 0.50), "ms", "")
		table.add("one change, written, committed and in results: max", ms(visible, 1), "ms", "≤ 100")
		table.print(b)
	}
}

func benchPartners(b *testing.B) int {
	s := os.Getenv("DIRECTORY_BENCH_PARTNERS")
	if s == "" {
		return 20000
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		b.Fatalf("DIRECTORY_BENCH_PARTNERS=%q: want a number", s)
	}
	return n
}

// figures collects rows of the table that a benchmark prints.
type figures struct{ rows []string }

func (f *figures) add(what string, value float64, unit, bar string) {
	f.rows = append(f.rows, fmt.Sprintf("%-52s %12.2f %-3s %s", what, value, unit, bar))
}

func (f *figures) print(b *testing.B) {
	b.Helper()
	fmt.Printf("\n%s\n", strings.Join(f.rows, "\n"))
}

func ms(d []time.Duration, quantile float64) float64 {
	slices.Sort(d)
	i := min(len(d)-1, int(quantile*float64(len(d))))
	return float64(d[i].Microseconds()) / 1000
}

func command(b *testing.B, name string, args ...string) {
	b.Helper()
	if out, err := exec.CommandContext(b.Context(), name, args...).CombinedOutput(); err != nil {
		b.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
}

type server struct {
	cmd   *exec.Cmd
	addr  string
	ready time.Duration
}

func startServer(b *testing.B, program, db string) *server {
	b.Helper()
	s := &server{addr: freeAddress(b)}
	s.cmd = exec.CommandContext(b.Context(), program, "serve", "--db", db, "--addr", s.addr)
	s.cmd.Stderr = os.Stderr
	start := time.Now()
	if err := s.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	for time.Since(start) < 5*time.Minute {
		resp, err := http.Get("http://" + s.addr + "/partners?q=kubernetes")
		if err == nil {
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				s.ready = time.Since(start)
				return s
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	b.Fatal("the server did not answer within 5 minutes")
	return nil
}

func freeAddress(b testing.TB) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// resident reads the server's resident memory in megabytes.
func (s *server) resident(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.SplitSeq(string(status), "\n") {
		if kb, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			v, _ := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(kb, " kB")))
			return float64(v) / 1024
		}
	}
	b.Fatal("no VmRSS")
	return 0
}

func (s *server) stop(b *testing.B) {
	b.Helper()
	_ = s.cmd.Process.Signal(os.Interrupt)
	if err := s.cmd.Wait(); err != nil {
		b.Fatalf("the server did not stop cleanly: %v", err)
	}
}

// benchQueries invents distinct result pages of all kinds that people ask for.
func benchQueries(n int) []string {
	r := rand.New(rand.NewPCG(7, 7))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	seen := map[string]bool{}
	var out []string
	for len(out) < n {
		v := url.Values{}
		if r.IntN(4) > 0 {
			words := []string{pick("cloud", "kubernetes", "security", "data", "migration", "consulting", "sap", "identity", "managed", "retail", "devops", "factory", "health", "analytics", "platform")}
			if r.IntN(2) == 0 {
				words = append(words, pick("team", "bank", "support", "sql", "network", "public", "projects", "small", "training", "warehouse", "kubernetis", "servers", "londn"))
			}
			v.Set("q", strings.Join(words, " "))
		}
		if r.IntN(2) == 0 {
			v.Set("country", pick("US", "GB", "DE", "FR", "IN", "BR", "JP", "NL", "SE", "ES", "IT", "PL", "CA", "AU"))
		}
		if r.IntN(3) == 0 {
			v.Set("specialization", pick("kubernetes", "devops", "threat-protection", "analytics", "calling", "sap-on-cloud"))
		}
		if r.IntN(4) == 0 {
			v.Set("near", pick("london-gb", "paris-fr", "berlin-de", "lyon-fr", "tokyo-jp", "mumbai-in", "sao-paulo-br"))
			v.Set("radius", pick("25", "100", "250"))
		}
		if r.IntN(3) == 0 {
			v.Set("page", strconv.Itoa(2+r.IntN(30)))
		}
		if r.IntN(4) == 0 {
			v.Set("sort", pick("name", "newest"))
		}
		if q := v.Encode(); !seen[q] {
			seen[q] = true
			out = append(out, "/partners?"+q)
		}
	}
	return out
}

// benchConnections is how many clients ask at the same time.
const benchConnections = 8

// distinctQueries asks for pages that nobody asked for before and returns how long each took.
func distinctQueries(b *testing.B, addr string) (took []time.Duration, rate float64) {
	b.Helper()
	queries := benchQueries(2400)
	var next atomic.Int64
	var mu sync.Mutex
	var wg sync.WaitGroup
	begin := time.Now()
	for range benchConnections {
		wg.Go(func() {
			var mine []time.Duration
			client := newPlainClient(b, addr)
			defer client.conn.Close()
			for {
				i := int(next.Add(1)) - 1
				if i >= len(queries) {
					break
				}
				start := time.Now()
				if err := client.get(queries[i]); err != nil {
					b.Errorf("%s: %v", queries[i], err)
					return
				}
				mine = append(mine, time.Since(start))
			}
			mu.Lock()
			took = append(took, mine...)
			mu.Unlock()
		})
	}
	wg.Wait()
	return took, float64(len(took)) / time.Since(begin).Seconds()
}

// repeatedPage asks the directory and a bare handler of the same bytes for one page in turn, and returns the median ratio of
// their rates with the directory's own.
func repeatedPage(b *testing.B, addr string) (ratio, rate float64) {
	b.Helper()
	const path = "/partners?country=DE"
	resp, err := http.Get("http://" + addr + path)
	if err != nil {
		b.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		b.Fatal(err)
	}
	bare := startBare(b, body, resp.Header.Get("Content-Type"))
	var ratios, rates []float64
	for range 7 {
		ours := requestRate(b, addr, path)
		theirs := requestRate(b, bare, path)
		ratios, rates = append(ratios, ours/theirs), append(rates, ours)
	}
	slices.Sort(ratios)
	slices.Sort(rates)
	return ratios[len(ratios)/2], rates[len(rates)/2]
}

// startBare serves the bytes from a process of its own, as the directory is one.
func startBare(b *testing.B, body []byte, contentType string) string {
	b.Helper()
	file := filepath.Join(b.TempDir(), "body")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		b.Fatal(err)
	}
	addr := freeAddress(b)
	cmd := exec.CommandContext(b.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "DIRECTORY_BENCH_BARE="+addr, "DIRECTORY_BENCH_BODY="+file, "DIRECTORY_BENCH_TYPE="+contentType)
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for range 1000 {
		if conn, err := net.Dial("tcp", addr); err == nil {
			conn.Close()
			return addr
		}
		time.Sleep(5 * time.Millisecond)
	}
	b.Fatal("the bare server did not start")
	return ""
}

// TestMain lets the test binary be the bare server that the benchmark compares with.
func TestMain(m *testing.M) {
	if addr := os.Getenv("DIRECTORY_BENCH_BARE"); addr != "" {
		body, err := os.ReadFile(os.Getenv("DIRECTORY_BENCH_BODY"))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		contentType := os.Getenv("DIRECTORY_BENCH_TYPE")
		fmt.Fprintln(os.Stderr, http.ListenAndServe(addr, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.Header().Set("Content-Length", strconv.Itoa(len(body)))
			_, _ = w.Write(body)
		})))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// requestRate counts answers in a second.
func requestRate(b *testing.B, addr, path string) float64 {
	b.Helper()
	const length = 1200 * time.Millisecond
	var answers atomic.Int64
	var wg sync.WaitGroup
	start := time.Now()
	for range benchConnections {
		wg.Go(func() {
			client := newPlainClient(b, addr)
			defer client.conn.Close()
			for time.Since(start) < length {
				if err := client.get(path); err != nil {
					b.Error(err)
					return
				}
				answers.Add(1)
			}
		})
	}
	wg.Wait()
	return float64(answers.Load()) / time.Since(start).Seconds()
}

// plainClient does as little as a client can: it shares the processors with the server, whose cost is what is measured.
type plainClient struct {
	conn net.Conn
	in   *bufio.Reader
	head []byte // of a request, after the path
	out  []byte
}

func newPlainClient(b *testing.B, addr string) *plainClient {
	b.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		panic(err) // not b.Fatal: this is not the benchmark's goroutine
	}
	return &plainClient{conn: conn, in: bufio.NewReaderSize(conn, 128<<10), head: []byte(" HTTP/1.1\r\nHost: " + addr + "\r\n\r\n")}
}

func (c *plainClient) get(path string) error {
	c.out = append(append(append(c.out[:0], "GET "...), path...), c.head...)
	if _, err := c.conn.Write(c.out); err != nil {
		return err
	}
	status, err := c.in.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.Contains(status, []byte(" 200 ")) {
		return fmt.Errorf("answered with %q", status)
	}
	for length := 0; ; {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if v, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			length, _ = strconv.Atoi(string(bytes.TrimSpace(v)))
		}
		if len(line) == 2 {
			_, err := c.in.Discard(length)
			return err
		}
	}
}

// changeVisible changes single partners and checks that each change is in the results when the write returns; the times are
// those of the whole: transaction, commit and refresh.
func changeVisible(b *testing.B, db string) []time.Duration {
	b.Helper()
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	log := slog.New(slog.DiscardHandler)
	st, err := store.Open(ctx, db, store.Options{NewID: newLabelID, Logger: log})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	atlas, err := search.LoadAtlas()
	if err != nil {
		b.Fatal(err)
	}
	live, err := handlers.OpenLive(ctx, handlers.LiveOptions{Store: st, Atlas: atlas, IndexFile: db + ".index", Now: time.Now, Log: log})
	if err != nil {
		b.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() { live.Run(ctx) })
	defer wg.Wait()
	defer stop()
	today := program.DayOf(time.Now())
	var out []time.Duration
	for i := range 40 {
		hit := live.Current().Index.Search(search.Query{Page: 1 + i*9}).Hits[0]
		confirmed := today - program.Day(400+i)
		start := time.Now()
		if err := st.ConfirmProfile(ctx, store.Act{}, hit.ID, confirmed); err != nil {
			b.Fatal(err)
		}
		if card, ok := live.Current().Index.Card(hit.Slug); !ok || card.Confirmed != confirmed {
			b.Fatalf("%s: the change is not in the results", hit.Slug)
		}
		out = append(out, time.Since(start))
	}
	return out
}
