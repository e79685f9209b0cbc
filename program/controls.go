package program

import (
	"fmt"
	"strings"
)

// Control is what an audit found of one control of its checklist.
type Control struct {
	ID     string // as the checklist numbers it: "4.2"
	Result ControlResult
	Note   string // what was seen; may be empty
}

// ControlResult is whether a control was met.
type ControlResult string

// Results of a control.
const (
	ControlMet           ControlResult = "met"
	ControlNotMet        ControlResult = "not met"
	ControlNotApplicable ControlResult = "not applicable"
)

// MaxControls bounds the controls of one review.
const MaxControls = 500

// ParseControls reads the results of an audit, a control on each line: its number, its result and, after a colon, a note.
//
//	4.1 met
//	4.2 not met: backups are not tried out
//	4.3 not applicable
//
// Columns copied from a spreadsheet, divided by tabs, do as well. Empty lines are skipped. The error, an ErrInvalid, names the line.
func ParseControls(text string) ([]Control, error) {
	var out []Control
	seen := map[string]int{}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		c, ok := parseControl(line)
		if !ok {
			return nil, fmt.Errorf("%w: line %d, %q: want a number and “met”, “not met” or “not applicable”, such as “4.2 not met: backups are not tried out”", ErrInvalid, i+1, line)
		}
		if first, twice := seen[c.ID]; twice {
			return nil, fmt.Errorf("%w: line %d: control %s stands in line %d already", ErrInvalid, i+1, c.ID, first)
		}
		seen[c.ID] = i + 1
		if out = append(out, c); len(out) > MaxControls {
			return nil, fmt.Errorf("%w: more than %d controls", ErrInvalid, MaxControls)
		}
	}
	return out, nil
}

func parseControl(line string) (Control, bool) {
	at := strings.IndexAny(line, " \t")
	if at < 0 {
		return Control{}, false
	}
	c := Control{ID: strings.TrimRight(line[:at], ":")}
	rest := strings.TrimSpace(line[at:])
	for _, r := range []ControlResult{ControlNotApplicable, ControlNotMet, ControlMet} {
		if len(rest) < len(r) || !strings.EqualFold(rest[:len(r)], string(r)) {
			continue
		}
		note := rest[len(r):]
		if note != "" && !strings.ContainsAny(note[:1], ":;,\t ") {
			continue // "metal"
		}
		c.Result, c.Note = r, strings.TrimLeft(note, ":;,\t ")
		return c, c.ID != ""
	}
	return c, false
}

// CountControls says how many controls have each result.
func CountControls(list []Control) map[ControlResult]int {
	out := map[ControlResult]int{}
	for _, c := range list {
		out[c.Result]++
	}
	return out
}
