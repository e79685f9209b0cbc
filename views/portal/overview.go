package portal

import "partnerdirectory/program"

// Overview is "/portal/{partner}": what a partner has, what endangers it, who is waiting for whom, and what comes next.
type Overview struct {
	Frame
	Labels    []ProgressLine // held, first to end first
	Closest   []ProgressLine // not held, with least missing
	Waiting   []Waiting
	Dates     []Date
	Changes   []Announced
	Confirmed program.Day // when the partner last said that its profile is right; 0 for never
	Stale     bool        // that is longer ago than customers should trust
}

// Waiting is something that one side waits for from another.
type Waiting struct {
	What string
	For  string // who is waited for: "a reviewer", "the customer"
	From program.Day
	URL  string
}

// Date is a day to come that matters.
type Date struct {
	On   program.Day
	Text string
	URL  string
	Bad  bool // something is lost on that day if nothing is done
}

// requirements writes "1 requirement" or "3 requirements".
func requirements(n int) string {
	if n == 1 {
		return "1 requirement"
	}
	return program.FormatNumber(float64(n)) + " requirements"
}

// Announced is a requirement change that was published and is to come.
type Announced struct {
	Name    string // of the specialization
	On      program.Day
	Missing int // requirements that today's facts would not meet
	Note    string
	URL     string
}
