package rows

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Reader reads rows one after the other.
type Reader struct {
	columns []Column
	cells   []string
	line    int

	bound *bounded
	csv   *csv.Reader
	at    []int // CSV: which column each field is
	lines *bufio.Reader
	index map[string]int
}

// NewReader reads rows of some columns from a file. The columns of a CSV file may stand in any order.
func NewReader(r io.Reader, format Format, columns []Column) *Reader {
	out := &Reader{columns: columns, cells: make([]string, len(columns)), index: make(map[string]int, len(columns))}
	for i := range columns {
		out.index[columns[i].Name] = i
	}
	out.bound = &bounded{r: r}
	out.lines = bufio.NewReaderSize(out.bound, 1<<16)
	if mark, _ := out.lines.Peek(3); string(mark) == "\ufeff" {
		_, _ = out.lines.Discard(3)
	}
	if format == CSV {
		out.csv = csv.NewReader(out.lines)
		out.csv.ReuseRecord, out.csv.FieldsPerRecord = true, -1
		head, _ := out.lines.Peek(1 << 12)
		head, _, _ = bytes.Cut(head, []byte("\n"))
		if bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) {
			out.csv.Comma = ';'
		}
	}
	return out
}

// bounded fails when one row takes too much.
type bounded struct {
	r    io.Reader
	left int
}

var errTooLong = errors.New("the row is too long")

func (b *bounded) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, errTooLong
	}
	n, err := b.r.Read(p)
	b.left -= n
	return n, err
}

// Read returns the next row's line and its cells in the order of the columns; they are only good until the next call. The end
// is io.EOF. After a *Mistake with a line the next row can be read; any other error is the last.
func (r *Reader) Read() (line int, cells []string, err error) {
	r.bound.left = mostBytes
	if r.csv == nil {
		err = r.readObject()
	} else {
		err = r.readRecord()
	}
	if errors.Is(err, errTooLong) {
		err = fmt.Errorf("line %d: a row is longer than %d MB; is a quotation mark missing?", r.line, mostBytes>>20)
	}
	if err == nil {
		err = r.checkCells()
	}
	return r.line, r.cells, err
}

// checkCells refuses what no text has, and rows that lack what every row needs.
func (r *Reader) checkCells() error {
	for i, cell := range r.cells {
		c := &r.columns[i]
		switch {
		case cell == Absent && !c.Needed:
		case c.Needed && (cell == "" || cell == Absent):
			return &Mistake{Line: r.line, Column: c.Name, Want: want(c)}
		case !utf8.ValidString(cell):
			return &Mistake{Line: r.line, Column: c.Name, Found: cell, Want: "text in UTF-8"}
		case strings.IndexByte(cell, 0) >= 0:
			return &Mistake{Line: r.line, Column: c.Name, Found: cell, Want: "text without zero bytes"}
		}
	}
	return nil
}

// want says what a column takes.
func want(c *Column) string {
	switch c.Type {
	case Day:
		return "a day such as 2026-11-01"
	case Number:
		return "a number such as 1250.5"
	case Whole:
		return "a whole number"
	case YesNo:
		return "yes or no"
	case JSON:
		return "JSON"
	}
	return "a " + string(c.Type) + ": " + c.Meaning
}

func (r *Reader) readRecord() error {
	if r.at == nil {
		if err := r.readHead(); err != nil {
			return err
		}
		r.bound.left = mostBytes
	}
	record, err := r.csv.Read()
	if len(record) > 0 {
		r.line, _ = r.csv.FieldPos(0)
	}
	if err != nil {
		return r.unreadable(err)
	}
	for i := range r.cells {
		r.cells[i] = Absent
	}
	if len(record) != len(r.at) {
		return &Mistake{Line: r.line, Found: fmt.Sprintf("%d fields", len(record)), Want: fmt.Sprintf("%d, as many as the first line names columns", len(r.at))}
	}
	for i, field := range record {
		c := r.at[i]
		switch r.columns[c].Type {
		case Text, List, JSON:
			r.cells[c] = unguard(field)
		default:
			r.cells[c] = strings.TrimSpace(field)
		}
	}
	return nil
}

// unreadable makes a mistake of what the CSV reader says.
func (r *Reader) unreadable(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) && !errors.Is(parse.Err, errTooLong) {
		r.line = parse.StartLine
		return &Mistake{Line: parse.StartLine, Found: parse.Err.Error(), Want: "fields in which quotation marks come in pairs"}
	}
	return err
}

// readHead reads the names of the columns.
func (r *Reader) readHead() error {
	head, err := r.csv.Read()
	switch {
	case errors.Is(err, io.EOF):
		return fatal(&Mistake{Line: 1, Found: "nothing", Want: "a first line with the names of the columns: " + r.names()})
	case err != nil:
		return fatal(r.unreadable(err))
	}
	at, seen := make([]int, len(head)), map[int]bool{}
	for i, name := range head {
		c, ok := r.index[strings.ToLower(strings.TrimSpace(name))]
		switch {
		case !ok:
			return fatal(&Mistake{Line: 1, Found: name, Want: "one of the columns " + r.names()})
		case seen[c]:
			return fatal(&Mistake{Line: 1, Column: r.columns[c].Name, Found: name, Want: "each column once"})
		}
		at[i], seen[c] = c, true
	}
	for c := range r.columns {
		if r.columns[c].Needed && !seen[c] {
			return fatal(&Mistake{Line: 1, Column: r.columns[c].Name, Want: "such a column among those that the first line names"})
		}
	}
	r.at = at
	return nil
}

// Fatal is a mistake after which nothing more can be read.
type Fatal struct{ *Mistake }

// Unwrap lets errors.As find the mistake.
func (f Fatal) Unwrap() error { return f.Mistake }

func fatal(err error) error {
	var m *Mistake
	if errors.As(err, &m) {
		return Fatal{m}
	}
	return err
}

func (r *Reader) names() string {
	names := make([]string, len(r.columns))
	for i := range r.columns {
		names[i] = r.columns[i].Name
	}
	return strings.Join(names, ", ")
}

// readObject reads the next line that is not empty.
func (r *Reader) readObject() error {
	var line []byte
	for {
		part, err := r.lines.ReadBytes('\n')
		if len(part) == 0 && err != nil {
			return err
		}
		r.line++
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if line = bytes.TrimSpace(part); len(line) > 0 {
			break
		}
	}
	for i := range r.cells {
		r.cells[i] = Absent
	}
	d := json.NewDecoder(bytes.NewReader(line))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return &Mistake{Line: r.line, Found: string(line), Want: "a JSON object on one line"}
	}
	for d.More() {
		name, err := d.Token()
		var value json.RawMessage
		if err == nil {
			err = d.Decode(&value)
		}
		if err != nil {
			return &Mistake{Line: r.line, Found: string(line), Want: "a JSON object on one line"}
		}
		text, _ := name.(string)
		c, ok := r.index[text]
		switch {
		case !ok:
			return &Mistake{Line: r.line, Found: text, Want: "one of the fields " + r.names()}
		case r.cells[c] != Absent:
			return &Mistake{Line: r.line, Column: text, Want: "each field once"}
		}
		if r.cells[c], ok = cellOf(r.columns[c].Type, value); !ok {
			return &Mistake{Line: r.line, Column: text, Found: string(value), Want: want(&r.columns[c])}
		}
	}
	if _, err := d.Token(); err != nil {
		return &Mistake{Line: r.line, Found: string(line), Want: "a JSON object on one line"}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return &Mistake{Line: r.line, Found: string(line), Want: "one JSON object on a line"}
	}
	return nil
}

// cellOf makes the text of a cell from a JSON value.
func cellOf(t Type, value json.RawMessage) (string, bool) {
	switch {
	case string(value) == "null":
		return "", true
	case t == JSON:
		var b bytes.Buffer
		err := json.Compact(&b, value)
		return b.String(), err == nil
	case t == List:
		var list []string
		err := json.Unmarshal(value, &list)
		ok := err == nil && !slices.ContainsFunc(list, func(s string) bool { return s == "" || strings.ContainsAny(s, " \t\n") })
		return strings.Join(list, " "), ok
	case value[0] == '"':
		var text string
		err := json.Unmarshal(value, &text)
		return text, err == nil && (t == Text || t == Day || text == "")
	case t == YesNo && string(value) == "true":
		return "yes", true
	case t == YesNo && string(value) == "false":
		return "no", true
	case t == Number || t == Whole:
		return string(value), value[0] == '-' || value[0] >= '0' && value[0] <= '9'
	}
	return "", false
}
