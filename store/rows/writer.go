package rows

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
)

// Writer writes rows one after the other.
type Writer struct {
	columns []Column
	csv     *csv.Writer
	out     *bufio.Writer
	line    []string
	names   [][]byte // JSON Lines: each column's name with its colon
}

// NewWriter writes rows of some columns; a CSV file begins with their names.
func NewWriter(w io.Writer, format Format, columns []Column) (*Writer, error) {
	out := &Writer{columns: columns, line: make([]string, len(columns))}
	if format == CSV {
		out.csv = csv.NewWriter(w)
		for i := range columns {
			out.line[i] = columns[i].Name
		}
		return out, out.csv.Write(out.line)
	}
	out.out = bufio.NewWriterSize(w, 1<<16)
	for i := range columns {
		out.names = append(out.names, []byte(`"`+columns[i].Name+`":`))
	}
	return out, nil
}

// Write writes one row.
func (w *Writer) Write(cells []string) error {
	if w.csv == nil {
		return w.object(cells)
	}
	for i, cell := range cells {
		if t := w.columns[i].Type; t == Text || t == List || t == JSON {
			cell = guard(cell)
		}
		w.line[i] = cell
	}
	return w.csv.Write(w.line)
}

func (w *Writer) object(cells []string) error {
	sep := byte('{')
	for i, cell := range cells {
		w.out.WriteByte(sep) //nolint:errcheck // a bufio.Writer keeps its first error for Flush
		sep = ','
		w.out.Write(w.names[i]) //nolint:errcheck // as above
		if err := w.value(w.columns[i].Type, cell); err != nil {
			return err
		}
	}
	_, err := w.out.WriteString("}\n")
	return err
}

func (w *Writer) value(t Type, cell string) error {
	var v any = cell
	switch {
	case cell == "":
		v = nil // said, not left out: what a row leaves out stays as it is when it is read back
	case t == Number || t == Whole || t == JSON:
		_, err := w.out.WriteString(cell)
		return err
	case t == YesNo:
		v = cell == "yes"
	case t == List:
		v = strings.Fields(cell)
	}
	b, err := json.Marshal(v)
	if err == nil {
		_, err = w.out.Write(b)
	}
	return err
}

// Flush writes what is still kept back.
func (w *Writer) Flush() error {
	if w.csv != nil {
		w.csv.Flush()
		return w.csv.Error()
	}
	return w.out.Flush()
}
