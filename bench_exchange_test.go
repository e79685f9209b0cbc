package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkExchange measures imports at full size: every partner into a directory with the programme only, and a million
// metric rows, all new, into a full one. DIRECTORY_BENCH_DB names a sample database to use instead of seeding one.
func BenchmarkExchange(b *testing.B) {
	if testing.Short() {
		b.Skip("takes minutes")
	}
	n := benchPartners(b)
	dir := b.TempDir()
	binary, db, small := filepath.Join(dir, "partnerdirectory"), filepath.Join(dir, "big.db"), filepath.Join(dir, "small.db")
	command(b, "go", "build", "-o", binary, ".")
	if seeded := os.Getenv("DIRECTORY_BENCH_DB"); seeded != "" {
		command(b, "cp", seeded, db)
	} else {
		command(b, binary, "seed", "--db", db, "--partners", strconv.Itoa(n))
	}
	command(b, binary, "seed", "--db", small, "--partners", "1")
	partners, metrics, fresh := filepath.Join(dir, "partners.csv"), filepath.Join(dir, "metrics.csv"), filepath.Join(dir, "fresh.csv")
	for b.Loop() {
		table := &figures{}
		wall, cpu := timed(b, binary, "export", "partners", "--db", db, "--out", partners)
		table.add("export of all partners", wall, "s", "")
		table.add("export, processor time", cpu, "s", "")
		imported(b, table, "import of all partners", "≤ 90 at 400,000", binary, "import", "partners", partners, "--db", small)
		command(b, binary, "export", "metrics", "--db", db, "--out", metrics)
		rows := longAgo(b, metrics, fresh, 1_000_000)
		imported(b, table, fmt.Sprintf("import of %d metric rows", rows), "≤ 60 for 1,000,000", binary, "import", "metrics", fresh, "--db", db)
		table.print(b)
	}
}

// imported runs an import and adds its time and memory to the table.
func imported(b *testing.B, table *figures, what, bound, name string, args ...string) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), name, args...)
	start := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%q: %v\n%s", args, err, out)
	}
	table.add(what, time.Since(start).Seconds(), "s", bound)
	table.add(what+", processor time", (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), "s", "")
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		table.add(what+", most memory", float64(usage.Maxrss)/1024, "MB", "≤ 700")
	}
}

// longAgo copies at most n rows of metrics with their months moved a century back, so that all of them are new.
func longAgo(b *testing.B, from, to string, n int) int {
	b.Helper()
	in, err := os.Open(from)
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		b.Fatal(err)
	}
	defer out.Close()
	w := bufio.NewWriter(out)
	lines := bufio.NewScanner(in)
	rows := -1
	for ; rows < n && lines.Scan(); rows++ {
		if _, err := fmt.Fprintln(w, strings.Replace(lines.Text(), ",20", ",19", 1)); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	return rows
}
