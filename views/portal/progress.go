package portal

import (
	"strconv"
	"strings"

	"partnerdirectory/program"
)

// ProgressList is "/portal/{partner}/progress": every specialization, those that the partner works on first.
type ProgressList struct {
	Frame
	Held   []ProgressLine
	Begun  []ProgressLine
	Open   []ProgressLine // only the competency that they build on is there
	Others []ProgressArea
}

// ProgressArea is the specializations of one solution area that nothing has been done about.
type ProgressArea struct {
	Area  program.Area
	Lines []ProgressLine
}

// ProgressLine is one specialization of the list.
type ProgressLine struct {
	Specialization program.Specialization
	Set            program.Set
	Standing       program.Standing
	Label          *program.Label // held; nil: none
	Next           string         // what to do next
}

// Progress is "/portal/{partner}/progress/{specialization}".
type Progress struct {
	Frame
	Specialization program.Specialization
	Set            program.Set
	Standing       program.Standing
	Label          *program.Label // held; nil: none
	Clock          []ClockDay
	Root           Step
	Additions      []Addition
	Upcoming       []UpcomingSet
}

// Step is one node of the requirement tree with what evaluation found.
type Step struct {
	Sentence program.Sentence
	Finding  program.Finding
	Items    []HandedIn
	Action   Action
	Children []Step
}

// HandedIn is one piece of evidence that bears on a requirement.
type HandedIn struct {
	Text  string
	State State
	Note  string // "accepted 3 Mar 2026", "waits since 12 Nov 2026"
	Used  bool   // it counted
}

// Action is the next step as a button that lands on the right form; empty: there is nothing to press.
type Action struct {
	Text string
	URL  string
}

// Addition is one thing that would bring the partner closer.
type Addition struct {
	Text string
	What string // what would come of it
	Met  bool
}

// UpcomingSet is a published set that does not apply yet, with what the partner would still miss of it.
type UpcomingSet struct {
	Set     program.Set
	Changes []program.Change
	Met     int
	Of      int
	Missing []string // sentences
	Shown   bool     // it is the one that the findings above are about
	Judged  string   // when this partner is judged on it
}

// ClockDay is one day on a label's clock.
type ClockDay struct {
	On   program.Day
	Text string
	Past bool
	Next bool
}

// StateOf is how a finding's state is drawn.
func StateOf(s program.State) State {
	switch s {
	case program.Met, program.Waived:
		return Met
	case program.Awaiting:
		return Awaiting
	case program.Unknown:
		return Unknown
	}
	return NotMet
}

// stateWord is a finding's state in a word; a waiver is not the same as being met.
func stateWord(s program.State) string {
	if s == program.Waived {
		return "Waived"
	}
	return StateOf(s).Word()
}

// metOf writes "4 of 6 met".
func metOf(met, of int) string { return strconv.Itoa(met) + " of " + strconv.Itoa(of) + " met" }

// ringLabel says what a ring shows.
func (l ProgressLine) ringLabel() string {
	return strconv.Itoa(l.Standing.Met) + " of " + strconv.Itoa(l.Standing.Of) + " requirements met"
}

// state is how the line as a whole stands.
func (l ProgressLine) state() State {
	if l.Label != nil && !l.Standing.AtRisk {
		return Met
	}
	return StateOf(l.Standing.Root.State)
}

// url is where the line leads.
func (f Frame) progressOf(slug string) string { return f.Here.Home() + "/progress/" + slug }

// measured reports whether have and need are figures worth drawing.
func (s Step) measured() bool {
	return s.Finding.Need > 0 && s.Finding.State != program.Waived && (s.Finding.Need > 1 || s.Finding.Unit == program.USD)
}

// have writes "US$9 400 of US$15 000".
func (s Step) have() string {
	f := s.Finding
	if r := s.Sentence.Node.Requirement; r != nil && r.People != nil && len(r.People.Groups) > 1 {
		return program.FormatNumber(f.Have) + " of " + program.FormatNumber(f.Need) + " places filled"
	}
	if f.Unit == program.USD {
		return program.FormatQuantity(f.Have, f.Unit) + " of " + program.FormatQuantity(f.Need, f.Unit)
	}
	return program.FormatNumber(f.Have) + " of " + program.FormatQuantity(f.Need, f.Unit)
}

// gap writes what is missing in the requirement's unit.
func (s Step) gap() string { return program.FormatQuantity(s.Finding.Gap, s.Finding.Unit) }

// dated reports whether the finding rests on figures, which are as old as their last month. What was decided one by one bears its
// own days.
func (s Step) dated() bool {
	r := s.Sentence.Node.Requirement
	return s.Finding.AsOf != 0 && r != nil && (r.Performance != nil || r.Scorecard != nil)
}

// open reports whether anything is left to do or to wait for.
func (s Step) open() bool {
	return s.Finding.State != program.Met && s.Finding.State != program.Waived
}

// verifiers writes who verified it, how and when.
func (s Step) verified() string {
	f := s.Finding
	if f.On == 0 || s.open() {
		return ""
	}
	by := "the vendor"
	if f.By == program.ByThirdParty {
		by = "an independent firm"
	}
	how := "by hand"
	if f.Mode == program.Automatic {
		how = "automatically"
	}
	return "Verified by " + by + ", " + how + ", on " + f.On.Long() + "."
}

// Unmet lists in one line each the requirements without which a tree is not met, those of a choice behind its rule.
func Unmet(s Step) []string {
	if !s.open() {
		return nil
	}
	if len(s.Children) == 0 {
		return []string{s.unmet()}
	}
	var out []string
	for _, child := range s.Children {
		for _, line := range Unmet(child) {
			if s.Sentence.Node.Op != program.All {
				line = strings.TrimSuffix(s.Sentence.Rule, ":") + ": " + line
			}
			out = append(out, line)
		}
	}
	return out
}

// unmet writes "Customer references: 1 of 2 references, awaiting a decision".
func (s Step) unmet() string {
	line := strings.TrimSuffix(s.Sentence.Text, ".")
	if r := s.Sentence.Node.Requirement; r != nil && r.Title != "" {
		line = r.Title
	}
	if s.Finding.Need > 0 {
		line += ": " + s.have()
	} else {
		line += " is not met"
	}
	if s.Finding.State != program.NotMet {
		line += ", " + strings.ToLower(stateWord(s.Finding.State))
	}
	if s.Finding.Detail != "" {
		line += " (" + s.Finding.Detail + ")"
	}
	return line
}
