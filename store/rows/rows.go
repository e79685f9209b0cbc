// Package rows reads and writes rows of named columns as CSV or JSON Lines. It knows neither what the rows mean nor where
// they are kept. A cell is a text, whatever the format: each column's type says how the text reads.
package rows

import (
	"fmt"
	"strings"
)

// Format is how rows are written.
type Format string

// The formats. A CSV file begins with a line of column names; each line of JSON Lines is an object.
const (
	CSV   Format = "csv"
	JSONL Format = "jsonl"
)

// FormatOf says by its name in which format a file is.
func FormatOf(name string) (Format, bool) {
	switch name := strings.ToLower(name); {
	case strings.HasSuffix(name, ".csv"):
		return CSV, true
	case strings.HasSuffix(name, ".jsonl"), strings.HasSuffix(name, ".ndjson"):
		return JSONL, true
	}
	return "", false
}

// Type is what a column holds.
type Type string

// The types of columns. A list is words divided by spaces, an array in JSON Lines. Structures are JSON in both formats.
const (
	Text   Type = "text"
	Day    Type = "day"
	Number Type = "number"
	Whole  Type = "whole number"
	YesNo  Type = "yes or no"
	List   Type = "list"
	JSON   Type = "JSON"
)

// Column is one column of a kind of rows.
type Column struct {
	Name    string
	Type    Type
	Meaning string
	Needed  bool   // every row must have it
	Else    string // what stands in for an empty cell, for people; empty: nothing
}

// Absent is the cell of a column that a row does not have at all.
const Absent = "\x00"

// Mistake is what is wrong at one place of a file. Line counts from 1, as editors do; zero: the file as a whole.
type Mistake struct {
	Line   int
	Column string // empty: the line as a whole
	Found  string // what stands there
	Want   string // what was expected
}

// mostFound is how much of a wrong cell a message repeats.
const mostFound = 60

// Error says it in one line: line 12, column month: "2026-13-01"; expected a day such as 2026-11-01.
func (m *Mistake) Error() string {
	var b strings.Builder
	if m.Line > 0 {
		fmt.Fprintf(&b, "line %d", m.Line)
	}
	if m.Column != "" {
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString("column " + m.Column)
	}
	if m.Found != "" {
		found := []rune(strings.ToValidUTF8(m.Found, "�"))
		if len(found) > mostFound {
			found = append(found[:mostFound], '…')
		}
		if b.Len() > 0 {
			b.WriteString(": ")
		}
		fmt.Fprintf(&b, "%q", string(found))
	}
	switch {
	case b.Len() == 0:
	case m.Found != "":
		b.WriteString("; ")
	default:
		b.WriteString(": ")
	}
	b.WriteString("expected " + m.Want)
	return b.String()
}

// mostBytes bounds one row, so that a quotation mark that is never closed does not fill the memory.
const mostBytes = 4 << 20

// formula reports whether a spreadsheet would take a text for something to calculate, or it begins with the mark itself.
func formula(text string) bool {
	return text != "" && strings.IndexByte("=+-@\t\r'", text[0]) >= 0
}

// guard puts an apostrophe before texts that a spreadsheet would calculate; unguard takes it away.
func guard(text string) string {
	if formula(text) {
		return "'" + text
	}
	return text
}

func unguard(text string) string {
	if strings.HasPrefix(text, "'") && formula(text[1:]) {
		return text[1:]
	}
	return text
}
