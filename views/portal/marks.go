package portal

import "strconv"

// State is how something stands, drawn as a mark with its word: colour never says it alone.
type State string

// The states.
const (
	Met      State = "met"
	NotMet   State = "not-met"
	Awaiting State = "awaiting"
	Unknown  State = "unknown"
	Ended    State = "ended"
	Plain    State = "plain" // of a bar that is a figure and no progress
)

// Word returns the state as people read it.
func (s State) Word() string {
	switch s {
	case Met:
		return "Met"
	case NotMet:
		return "Not met"
	case Awaiting:
		return "Awaiting a decision"
	case Unknown:
		return "Unknown"
	case Ended:
		return "Ended"
	}
	return string(s)
}

// share is part of whole in percent, 0 to 100; nothing of nothing is 0.
func share(part, whole float64) int {
	if whole <= 0 || part <= 0 {
		return 0
	}
	return int(min(1, part/whole) * 100)
}

func percent(part, whole float64) string { return strconv.Itoa(share(part, whole)) }
