package main

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// arrows is which rooms a room may import; the design's section 3. The standard library is free to all.
var arrows = map[string][]string{
	"":         {"program", "search", "store", "badge", "notify", "handlers", "views", "static", "seed"},
	"handlers": {"views", "store", "search", "program", "badge", "notify", "static"},
	"views":    {"program", "search", "static"},
	"store":    {"program"},
	"search":   {"program"},
	"badge":    {"program"},
	"notify":   {"program"},
	"seed":     {"program"},
	"program":  {},
	"static":   {},
}

// stdlibOnly are the rooms that import nothing but the standard library and themselves.
var stdlibOnly = []string{"program", "static"}

type listed struct {
	ImportPath string
	Standard   bool
	Imports    []string
}

func listPackages(t *testing.T, patterns ...string) []listed {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", append([]string{"list", "-json=ImportPath,Standard,Imports"}, patterns...)...).Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

const module = "partnerdirectory"

// room returns the top-level folder of one of our packages.
func room(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(path, module), "/"), "/")
	return first
}

func TestImportsGoOneWay(t *testing.T) {
	for _, p := range listPackages(t, "./...") {
		from := room(p.ImportPath)
		allowed, known := arrows[from]
		if !known {
			t.Errorf("%s is a room that the design does not know", p.ImportPath)
		}
		for _, imported := range p.Imports {
			ours := imported == module || strings.HasPrefix(imported, module+"/")
			if ours && room(imported) != from && !slices.Contains(allowed, room(imported)) {
				t.Errorf("%s imports %s: the arrow points the other way", p.ImportPath, imported)
			}
			if !ours && slices.Contains(stdlibOnly, from) && strings.Contains(strings.Split(imported, "/")[0], ".") {
				t.Errorf("%s imports %s: it may use the standard library only", p.ImportPath, imported)
			}
			if strings.HasPrefix(imported, "github.com/labstack/echo") && from != "handlers" {
				t.Errorf("%s imports Echo: only handlers may", p.ImportPath)
			}
		}
	}
}

func TestUnknownSettingIsRefused(t *testing.T) {
	var out, errs strings.Builder
	if code := run(t.Context(), []string{"version"}, []string{"DIRECTORY_ADR=:80"}, &out, &errs); code != exitUsage {
		t.Errorf("exit code %d, want %d", code, exitUsage)
	}
	if !strings.Contains(errs.String(), "DIRECTORY_ADR") {
		t.Errorf("the message does not name the variable: %q", errs.String())
	}
}

func TestWrongUsageExitsWith2(t *testing.T) {
	for _, args := range [][]string{{"--no-such-flag"}, {"seed", "--partners", "0"}, {"seed", "--partners", "many"}, {"sing"},
		{"import", "songs", "a.csv"}, {"import", "metrics", "a.txt"}, {"export", "metrics", "--format", "xml"}} {
		var out, errs strings.Builder
		if code := run(t.Context(), args, nil, &out, &errs); code != exitUsage {
			t.Errorf("%q: exit code %d, want %d (%s)", args, code, exitUsage, errs.String())
		}
	}
}

func TestHelpNamesEveryCommand(t *testing.T) {
	var out, errs strings.Builder
	if code := run(t.Context(), []string{"--help"}, nil, &out, &errs); code != 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	for _, word := range []string{"serve", "seed", "import", "export", "migrate", "version"} {
		if !strings.Contains(out.String(), word) {
			t.Errorf("--help does not mention %s", word)
		}
	}
	out.Reset()
	if code := run(t.Context(), []string{"serve", "--help"}, nil, &out, &errs); code != 0 || !strings.Contains(out.String(), "DIRECTORY_DB") {
		t.Errorf("serve --help: exit code %d, and the variable of --db is not named:\n%s", code, out.String())
	}
}
