package store

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"partnerdirectory/program"
)

// Two stores on one file stand for two processes; each write reads before it writes.
func TestManyWritersNeverFindTheDatabaseBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "directory.db")
	one, other := openAt(t, path), openAt(t, path)
	other.newID = func() string { return "unused" }
	if err := one.SaveProgramme(t.Context(), testProgramme()); err != nil {
		t.Fatal(err)
	}
	load(t, one, complete(0), plain(1))
	var wait sync.WaitGroup
	const each = 15
	for g := range 8 {
		s := []*Store{one, other}[g%2]
		wait.Go(func() {
			for i := range each {
				if _, err := s.Record(t.Context(), Act{}, 1, program.Facts{
					References: []program.Reference{{Customer: fmt.Sprint(g, i), Finished: today - 1, Verification: accepted(today)}},
				}, today); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	facts, err := one.Facts(t.Context(), 1)
	if err != nil || len(facts.References) != 1+8*each {
		t.Errorf("%d references, %v, want %d", len(facts.References), err, 1+8*each)
	}
}

// Whatever a reader sees is the state between two writes: the attainment that the label stands on and the label come
// and go together.
func TestReadersSeeWholeWrites(t *testing.T) {
	s := open(t)
	load(t, s, plain(0))
	stop := make(chan struct{})
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				p, err := s.Profile(t.Context(), "partner-0", today)
				if err != nil || len(p.Labels) != len(p.Attainments) {
					t.Errorf("%d labels on %d attainments, %v", len(p.Labels), len(p.Attainments), err)
					return
				}
			}
		})
	}
	gold := attained("data", program.Gold, today, 0)
	for range 40 {
		facts, err := s.Record(t.Context(), Act{}, 1, program.Facts{Attainments: []program.Attainment{gold}}, today)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Supersede(t.Context(), Act{}, 1, []program.EvidenceID{facts.Attainments[0].ID}, &program.Facts{}, today); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	wait.Wait()
}

const crashDB = "STORE_TEST_CRASH_DB"

// TestCrashChild is the process that TestKilledProcessLosesNothing kills: it prints each reference once it is stored.
func TestCrashChild(t *testing.T) {
	path := os.Getenv(crashDB)
	if path == "" {
		t.Skip("runs as a child of TestKilledProcessLosesNothing")
	}
	s := openAt(t, path)
	for i := 0; ; i++ {
		if _, err := s.Record(t.Context(), Act{}, 1, program.Facts{
			References: []program.Reference{{Customer: strconv.Itoa(i), Finished: today, Verification: accepted(today)}},
		}, today); err != nil {
			t.Fatal(err)
		}
		fmt.Println("stored", i)
	}
}

func TestKilledProcessLosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "directory.db")
	s := openAt(t, path)
	if err := s.SaveProgramme(t.Context(), testProgramme()); err != nil {
		t.Fatal(err)
	}
	load(t, s, plain(0))
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestCrashChild$")
	child.Env = append(os.Environ(), crashDB+"="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	acknowledged := -1
	for lines := bufio.NewScanner(out); lines.Scan(); {
		n, isNumber := strings.CutPrefix(lines.Text(), "stored ")
		if !isNumber {
			continue
		}
		if acknowledged, err = strconv.Atoi(n); err != nil {
			t.Fatal(err)
		}
		if acknowledged == 50 {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil || acknowledged < 50 {
		t.Fatalf("the child ended by itself after %d: %v", acknowledged, err)
	}
	after := openAt(t, path)
	facts, err := after.Facts(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(facts.References) <= acknowledged {
		t.Errorf("%d references are there, %d were acknowledged", len(facts.References), acknowledged+1)
	}
	if trail, err := after.VerifyEvents(t.Context()); err != nil || trail.Events <= int64(acknowledged) {
		t.Errorf("the audit trail: %+v, %v", trail, err)
	}
	recorded, err := after.Events(t.Context(), EventFilter{Kind: aboutPartner, Subject: "1", Action: "record facts", Limit: 1 << 20})
	if err != nil || len(recorded) != len(facts.References) {
		t.Errorf("%d events of %d references, %v: both or neither are kept", len(recorded), len(facts.References), err)
	}
	check := ""
	if err := after.reader.QueryRowContext(t.Context(), `PRAGMA integrity_check`).Scan(&check); err != nil || check != "ok" {
		t.Errorf("integrity check: %s, %v", check, err)
	}
}
