package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"partnerdirectory/store"
)

// The commands end with 0, 1 and 2, and what is wrong in a file goes to the standard error with its line.
func TestImportAndExportCommands(t *testing.T) {
	dir := t.TempDir()
	db, file := filepath.Join(dir, "d.db"), filepath.Join(dir, "people.csv")
	do := func(want int, args ...string) (out, errs string) {
		t.Helper()
		var o, e strings.Builder
		if code := run(t.Context(), append(args, "--db", db), nil, &o, &e); code != want {
			t.Fatalf("%q: exit code %d, want %d\n%s%s", args, code, want, o.String(), e.String())
		}
		return o.String(), e.String()
	}
	do(exitFailed, "export", "partners") // there is no database
	do(0, "seed", "--partners", "40")
	do(0, "export", "certifications", "--out", file)
	if out, _ := do(0, "import", "certifications", file); !strings.Contains(out, " 0 new, 0 changed, ") {
		t.Errorf("imported again: %s", out)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Count(string(content), "\n")
	if lines < 20 {
		t.Fatalf("%d lines exported", lines)
	}
	if err := os.WriteFile(file, append(content, "osterhout-and-lindqvist,1,NO-SUCH,2026-01-01,Ada,,,,,,,,,,,\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, errs := do(exitFailed, "import", "certifications", file); !strings.Contains(errs, "NO-SUCH") || !strings.Contains(errs, "column code") {
		t.Errorf("the mistake is not told: %s", errs)
	}
	if out, _ := do(0, "export", "metrics", "--template"); !strings.Contains(out, "example-partner") {
		t.Errorf("template: %s", out)
	}
}

// The help documents every kind with all its columns.
func TestHelpDocumentsEveryKindOfRows(t *testing.T) {
	var out, errs strings.Builder
	if code := run(t.Context(), []string{"import", "--help"}, nil, &out, &errs); code != 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	words := strings.Join(strings.Fields(out.String()), " ")
	for _, k := range store.RowKinds() {
		if !strings.Contains(words, k.Name+": ") {
			t.Errorf("the kind %s is not documented", k.Name)
		}
		for _, c := range k.Columns {
			if !strings.Contains(words, c.Name+" ("+string(c.Type)) {
				t.Errorf("column %s of %s is not documented", c.Name, k.Name)
			}
		}
	}
}
