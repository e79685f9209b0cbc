package program

// LabelEvent is one step in a label's life.
type LabelEvent struct {
	Label int    // index into Outcome.Labels
	Kind  string // one of the kinds below
	On    Day
}

// Kinds of label events.
const (
	EventGranted   = "granted"
	EventRenewed   = "renewed"
	EventFailing   = "failing"
	EventRecovered = "recovered"
	EventEnded     = "ended"

	EventExtended   = "extended"   // moved to the next anniversary without a test
	EventMoved      = "moved"      // passed a set that judges holders at once
	EventAwaiting   = "awaiting"   // kept past its window, as a timely renewal is undecided
	EventSuspended  = "suspended"  // by hand
	EventLifted     = "lifted"     // shown again
	EventRevoked    = "revoked"    // by hand
	EventReinstated = "reinstated" // given back
)

// Outcome is what Advance decides.
type Outcome struct {
	Labels    []Label // all labels of the partner, held and ended; new ones have an empty ID
	Events    []LabelEvent
	Notices   []Notice   // what the partner is to be told, in order of days
	Standings []Standing // on the last day, one for each specialization with any progress; their findings are without words
	Next      Day        // the first day after the last on which advancing may say something else; zero: none
}

// Advance brings one partner from the day after it was last evaluated to day at, in order, and decides its labels.
// from is the first day to look at; labels are those it holds or held before. Labels that were given keep their
// index, new ones follow in the order of their grant. The labels are all that carries over from one call to the
// next: advancing day by day or in one go gives the same, and advancing over the same day again changes nothing.
//
// Only days are looked at on which something can change. Standings come for specializations of which the partner has or
// had a label, a case study, a review, or an attainment in an aligned competency; a holder's is against the set
// that decides the label's next renewal.
func Advance(p *Programme, facts *Facts, labels []Label, from, at Day) Outcome {
	out := Outcome{Labels: append(make([]Label, 0, len(labels)+4), labels...)}
	clocks := make([]clock, len(p.Specializations))
	for i := range clocks {
		clocks[i] = clock{p: p, facts: facts, spec: &p.Specializations[i], out: &out, next: from}
	}
	for day := from; day <= at; {
		next, events := never, len(out.Events)
		for i := range clocks {
			c := &clocks[i]
			if c.next <= day {
				c.step(day)
			}
			next = min(next, c.next)
		}
		if len(out.Events) > events {
			for i := range clocks {
				clocks[i].relook(day)
				next = min(next, clocks[i].next)
			}
		}
		day = next
	}
	waits := never
	for i := range clocks {
		if clocks[i].concerns() {
			if s, ok := clocks[i].standing(at); ok {
				out.Standings = append(out.Standings, s)
			}
			if waits == never {
				waits = nextStep(facts, at)
			}
			clocks[i].due(waits)
		}
		if next := clocks[i].next; next != never && (out.Next == 0 || next < out.Next) {
			out.Next = next
		}
	}
	return out
}
