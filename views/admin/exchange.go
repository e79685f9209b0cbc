package admin

import (
	"partnerdirectory/views"
	"partnerdirectory/views/portal"
)

// Exchange is the page on which rows are imported and exported.
type Exchange struct {
	portal.Frame
	Kinds    []RowKind
	Choices  []portal.Choice
	Kind     string // chosen
	Why      string
	Most     string // largest file, in words
	Bad      string // what is wrong with the form; empty: nothing
	File     string // that was tried out; empty: none was
	Mistakes []RowMistake
	More     bool // there are more than are listed
	Report   *RowReport
	Key      string // of the file that waits to be imported; empty: there is nothing to import
}

// RowKind is one kind of rows.
type RowKind struct {
	Name string
	What string
	Key  string
}

// RowMistake is what is wrong at one place of a file.
type RowMistake struct {
	Line   int // 0: of the file as a whole
	Column string
	Found  string
	Want   string
}

// RowReport is what a file would do.
type RowReport struct {
	New       int
	Changed   int
	Unchanged int
	Partners  int
	Granted   int
	Ended     int
}

// RowFormat documents one kind of rows.
type RowFormat struct {
	portal.Frame
	Kind    RowKind
	Columns []RowColumn
	CSV     string // an example
	JSONL   string
}

// RowColumn is one column of a kind.
type RowColumn struct {
	Name    string
	Type    string
	Meaning string
	Needed  bool
	Key     bool
	Else    string
}

func (r RowReport) rows() int { return r.New + r.Changed }

func (p Exchange) button() string {
	if n := p.Report.rows(); n == 1 {
		return "Import this row"
	}
	return "Import these " + views.Count(p.Report.rows()) + " rows"
}
