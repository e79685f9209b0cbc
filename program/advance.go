package program

// LabelEvent is one step in a label's life.
type LabelEvent struct {
	Label int    // index into Outcome.Labels
	Kind  string // granted, renewed, failing, recovered, ended
	On    Day
}

// Outcome is what Advance decides.
type Outcome struct {
	Labels    []Label // all labels of the partner, held and ended; new ones have an empty ID
	Events    []LabelEvent
	Standings []Standing // on the last day, one for each specialization with any progress
}

// Advance brings one partner from the day after it was last evaluated to day at, in order, and decides its labels.
// from is the first day to look at; labels are those it holds or held before.
func Advance(p *Programme, facts *Facts, labels []Label, from, at Day) Outcome { panic("TODO") }
