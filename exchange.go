package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/alecthomas/kong"

	"partnerdirectory/program"
	"partnerdirectory/store"
	"partnerdirectory/store/rows"
)

type importCommand struct {
	database
	Kind   string `arg:"" help:"What the rows are; the list of kinds is below."`
	File   string `arg:"" help:"The file; - is standard input."`
	Format string `help:"csv or jsonl; by the file's name when empty." placeholder:"FORMAT"`
	DryRun bool   `help:"Say what would happen and change nothing."`
	By     string `help:"Who imports, for the audit trail." default:"command line"`
	Why    string `help:"Why, for the audit trail."`
}

// Help lists the kinds with their columns: what the engine itself goes by.
func (importCommand) Help() string { return kindsInWords() }

type exportCommand struct {
	database
	Kind     string `arg:"" help:"What to export; the list of kinds is below."`
	Format   string `help:"csv or jsonl; by the file's name when empty, else csv." placeholder:"FORMAT"`
	Out      string `help:"The file to write; standard output when empty." placeholder:"FILE"`
	Template bool   `help:"Only write the columns and one example."`
}

// Help lists the kinds with their columns.
func (exportCommand) Help() string { return kindsInWords() }

func kindsInWords() string {
	var b strings.Builder
	b.WriteString("A CSV file begins with a line of column names, in any order; each line of JSON Lines is an object with these fields. " +
		"A row whose key is there already is left alone when it says the same, else it takes the place of the one before from today on. " +
		"What a row leaves out stays as it is. All rows are imported or none. " +
		"In CSV an apostrophe before = + - @ keeps a spreadsheet from calculating a text; it is taken away again.\n\nKinds:\n")
	for _, k := range store.RowKinds() {
		fmt.Fprintf(&b, "\n%s: %s\n  Key: %s\n", k.Name, k.What, strings.Join(k.Key, ", "))
		for _, c := range k.Columns {
			fmt.Fprintf(&b, "  %s (%s", c.Name, c.Type)
			if c.Needed {
				b.WriteString(", needed")
			}
			if c.Else != "" {
				b.WriteString("; empty: " + c.Else)
			}
			fmt.Fprintf(&b, "): %s\n", c.Meaning)
		}
		var names []string
		for i := range k.Example {
			names = append(names, k.Columns[i].Name)
		}
		fmt.Fprintf(&b, "  Example:\n    %s\n    %s\n", strings.Join(names, ","), strings.Join(k.Example, ","))
	}
	return b.String()
}

// formatOf is the format that was asked for, else that of the file's name, else the one given.
func formatOf(asked, file string, otherwise rows.Format) (rows.Format, error) {
	if asked != "" {
		if f := rows.Format(asked); f == rows.CSV || f == rows.JSONL {
			return f, nil
		}
		return "", fmt.Errorf("--format %q: want csv or jsonl", asked)
	}
	if f, ok := rows.FormatOf(file); ok {
		return f, nil
	}
	if otherwise == "" {
		return "", fmt.Errorf("%s ends in neither .csv nor .jsonl: say --format", file)
	}
	return otherwise, nil
}

func knownKind(kind string) error {
	var names []string
	for _, k := range store.RowKinds() {
		if k.Name == kind {
			return nil
		}
		names = append(names, k.Name)
	}
	return fmt.Errorf("%q is no kind of rows; there are %s", kind, strings.Join(names, ", "))
}

// Validate refuses kinds and formats that there are not.
func (c importCommand) Validate(*kong.Context) error {
	_, err := formatOf(c.Format, c.File, "")
	return errors.Join(knownKind(c.Kind), err)
}

// Validate refuses kinds and formats that there are not.
func (c exportCommand) Validate(*kong.Context) error {
	_, err := formatOf(c.Format, c.Out, rows.CSV)
	return errors.Join(knownKind(c.Kind), err)
}

// existing opens a database that must be there.
func (d database) existing(w world) (*store.Store, error) {
	if _, err := os.Stat(d.DB); err != nil {
		return nil, fmt.Errorf("no database: %w", err)
	}
	return d.open(w)
}

// importGrowth is the garbage collector's GOGC while rows are imported: a million of them are kept until they are sorted.
const importGrowth = 50

// Run imports the file and says what changed.
func (c importCommand) Run(w world) error {
	debug.SetGCPercent(importGrowth)
	format, err := formatOf(c.Format, c.File, "")
	if err != nil {
		return err
	}
	st, err := c.existing(w)
	if err != nil {
		return err
	}
	defer st.Close()
	var in io.Reader = os.Stdin
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	bar := newProgress(w.stderr, -1, "Importing "+c.Kind)
	report, err := st.ImportRows(w.ctx, store.Act{By: c.By, Why: c.Why},
		store.RowFile{Kind: c.Kind, Name: c.File, Format: format, Reader: in}, program.DayOf(w.now()),
		store.RowOptions{DryRun: c.DryRun, Progress: func(what string, done int) { bar.describe(what); bar.set(done) }})
	bar.done()
	var bad *store.RowMistakes
	if errors.As(err, &bad) {
		return fmt.Errorf("nothing was imported from %s:\n%w", c.File, bad)
	}
	if err != nil {
		return err
	}
	return c.print(w, report)
}

func (c importCommand) print(w world, r store.RowReport) error {
	intro := "Imported"
	if c.DryRun {
		intro = "Nothing was changed. The import would bring"
	}
	_, err := fmt.Fprintf(w.stdout, "%s %s: %d new, %d changed, %d unchanged. Partners re-evaluated: %d; labels granted: %d, ended: %d.\n",
		intro, r.Kind, r.New, r.Changed, r.Unchanged, r.Partners, r.Granted, r.Ended)
	return err
}

// Run exports all current rows of the kind.
func (c exportCommand) Run(w world) error {
	format, err := formatOf(c.Format, c.Out, rows.CSV)
	if err != nil {
		return err
	}
	if c.Template {
		return c.to(w, func(out io.Writer) error {
			for _, k := range store.RowKinds() {
				if k.Name == c.Kind {
					return k.Template(format, out)
				}
			}
			return nil
		})
	}
	st, err := c.existing(w)
	if err != nil {
		return err
	}
	defer st.Close()
	bar := newProgress(w.stderr, -1, "Exporting "+c.Kind)
	defer bar.done()
	return c.to(w, func(out io.Writer) error {
		_, err := st.ExportRows(w.ctx, c.Kind, format, out, bar.set)
		return err
	})
}

// to opens what is written to, and closes it with its error.
func (c exportCommand) to(w world, write func(io.Writer) error) error {
	if c.Out == "" {
		out := bufio.NewWriter(w.stdout)
		return errors.Join(write(out), out.Flush())
	}
	f, err := os.Create(c.Out)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
