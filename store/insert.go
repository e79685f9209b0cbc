package store

import (
	"database/sql"
	"strings"
)

// chunk is the number of rows that one statement of a bulk insert carries: past it the gain is lost in longer binding.
const chunk = 64

// inserter puts many rows into one table with few statements. Rows stay in memory until a chunk is full; flush writes
// the rest.
type inserter struct {
	w       *work
	head    string // INSERT INTO … VALUES
	tail    string // ON CONFLICT …
	columns int
	args    []any
	full    *sql.Stmt
}

// into names a table and its columns as they stand between the brackets of an INSERT; both are constants of this
// package. tail follows the values.
func (w *work) into(table, columns, tail string) *inserter {
	return &inserter{
		w: w, head: "INSERT INTO " + table + " (" + columns + ") VALUES ", tail: " " + tail,
		columns: strings.Count(columns, ",") + 1,
	}
}

func (in *inserter) add(values ...any) error {
	in.args = append(in.args, values...)
	if len(in.args) < chunk*in.columns {
		return nil
	}
	if in.full == nil {
		var err error
		if in.full, err = in.w.tx.PrepareContext(in.w.ctx, in.head+rowsOf(chunk, in.columns)+in.tail); err != nil {
			return err
		}
	}
	_, err := in.full.ExecContext(in.w.ctx, in.args...)
	in.args = in.args[:0]
	return err
}

func (in *inserter) flush() error {
	if len(in.args) == 0 {
		return nil
	}
	err := in.w.exec(in.head+rowsOf(len(in.args)/in.columns, in.columns)+in.tail, in.args...)
	in.args = in.args[:0]
	return err
}
