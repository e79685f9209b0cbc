package program

import (
	"slices"
	"testing"
)

// On random lives: a programme that is not changed turns nothing, and what a change is said to do on the day of the question is
// what the clock does on that day.
func TestTurnsAreWhatTheClockDoes(t *testing.T) {
	gained, ended := 0, 0
	for seed := range uint64(400) {
		h := newHistory(seed)
		at := h.from + span/2
		labels := Advance(h.programme, h.facts, nil, h.from, at).Labels
		all := []string{"alpha", "beta"}
		if turns := Turns(h.programme, h.programme, all, h.facts, labels, at); len(turns) != 0 {
			t.Fatalf("life %d: nothing changed, but %+v", seed, turns)
		}
		after := h.programme.WithCertification(Certification{Code: h.programme.Certifications[0].Code, Retired: h.from - 500, AcceptedUntil: at - 1})
		after.Settings.DefaultGraceDays, after.Settings.StaleFiguresDays, after.Settings.RenewalClosesDays = 0, 300, 0
		stays, becomes := Advance(h.programme, h.facts, slices.Clone(labels), at, at), Advance(after, h.facts, slices.Clone(labels), at, at)
		for _, turn := range Turns(h.programme, after, all, h.facts, labels, at) {
			held := func(o *Outcome) *Label {
				i := slices.IndexFunc(o.Labels, func(l Label) bool {
					return l.Specialization == turn.Specialization && (l.Ended == 0 || l.Ended == at) && l.Granted <= at
				})
				if i < 0 {
					return nil
				}
				return &o.Labels[i]
			}
			was, is := held(&stays), held(&becomes)
			switch {
			case turn.Same():
				t.Errorf("life %d: a turn that is none: %+v", seed, turn)
			case turn.Gained:
				gained++
				if is == nil || is.Granted != at || was != nil && was.Granted == at {
					t.Errorf("life %d: said to be granted, but %+v and %+v", seed, was, is)
				}
			case turn.Ended == at && turn.EndedBefore != at:
				ended++
				if is == nil || is.Ended != at || was == nil || was.Ended == at {
					t.Errorf("life %d: said to end, but %+v and %+v", seed, was, is)
				}
			}
		}
	}
	if gained == 0 || ended == 0 {
		t.Errorf("%d gained and %d ended: the lives show too little", gained, ended)
	}
}
