package views

import (
	"strconv"

	"partnerdirectory/program"
)

// ChangeKind is what the list of changes can be filtered by.
type ChangeKind string

// Kinds of changes, as they stand in addresses.
const (
	ChangeAny          ChangeKind = ""
	ChangeEarned       ChangeKind = "earned"
	ChangeRenewed      ChangeKind = "renewed"
	ChangeEnded        ChangeKind = "ended"
	ChangeRequirements ChangeKind = "requirements"
)

// ChangeKinds lists the kinds in the order that pages offer them.
func ChangeKinds() []ChangeKind {
	return []ChangeKind{ChangeEarned, ChangeRenewed, ChangeEnded, ChangeRequirements}
}

// Name is the kind as a choice reads.
func (k ChangeKind) Name() string {
	switch k {
	case ChangeEarned:
		return "Labels earned"
	case ChangeRenewed:
		return "Labels renewed"
	case ChangeEnded:
		return "Labels ended"
	case ChangeRequirements:
		return "Requirements"
	}
	return "Everything"
}

// What happens to requirement sets, beside the events of labels.
const (
	SetPublished = "set-published"
	SetApplies   = "set-applies"
)

// Change is one thing that happened to a label or to the requirements of a specialization.
type Change struct {
	ID             string // the same for good
	On             program.Day
	Event          string // one of program's label events, or of those of sets
	Specialization program.Specialization

	Label       program.Label // as it is now
	Partner     string
	PartnerSlug string

	Set         program.Set
	Differences []program.Change // from the set before; none for the first
}

// Changes is "/changes".
type Changes struct {
	Page
	Kind           ChangeKind
	Specialization string
	List           []Change
	Newest, Older  string // addresses; no Older: this is the end
	First          bool   // the newest are on this page
}

// ofSet reports whether it happened to requirements.
func (c Change) ofSet() bool { return c.Event == SetPublished || c.Event == SetApplies }

// Kind returns the filter that shows the change.
func (c Change) Kind() ChangeKind {
	switch c.Event {
	case program.EventGranted:
		return ChangeEarned
	case program.EventRenewed:
		return ChangeRenewed
	case SetPublished, SetApplies:
		return ChangeRequirements
	}
	return ChangeEnded
}

// Sentence says what happened, without a full stop.
func (c Change) Sentence() string {
	version := "version " + strconv.Itoa(c.Set.Version)
	switch c.Event {
	case SetPublished:
		if len(c.Differences) == 0 {
			return "First requirements of " + c.Specialization.Name + " published"
		}
		return "New requirements of " + c.Specialization.Name + " published, " + version
	case SetApplies:
		return "Requirements of " + c.Specialization.Name + " apply from today, " + version
	}
	return c.Partner + " " + c.verb() + " " + c.Specialization.Name
}

// verb stands between a partner and a specialization.
func (c Change) verb() string {
	switch c.Event {
	case program.EventGranted:
		return "earned"
	case program.EventRenewed:
		return "renewed"
	}
	return "no longer holds"
}

// Detail says more: why a label ended, when requirements apply. It may be empty.
func (c Change) Detail() string {
	switch c.Event {
	case program.EventEnded:
		if c.Label.Ended == c.On {
			return ending(c.Label)
		}
	case SetPublished:
		detail := "Applies from " + c.Set.EffectiveFrom.Long() + "."
		if c.Set.Note != "" {
			detail += " " + c.Set.Note
		}
		return detail
	case SetApplies:
		return "Published " + c.Set.Published.Long() + "."
	}
	return ""
}

// URL is where the change is proven: the label's page or the requirements.
func (c Change) URL() string {
	if c.ofSet() {
		return "/specializations/" + c.Specialization.Slug + "#versions"
	}
	return "/labels/" + c.Label.ID
}

// byDay cuts a list of changes into days.
func byDay(list []Change) [][]Change {
	var out [][]Change
	for i := range list {
		if i == 0 || list[i].On != list[i-1].On {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], list[i])
	}
	return out
}

// LabelStep is one step in a label's life, for its own page.
type LabelStep struct {
	On    program.Day
	Words string
}

// StepInWords names a step in a label's life; empty: the public is not told of it.
func StepInWords(event string) string {
	switch event {
	case program.EventGranted:
		return "Earned"
	case program.EventRenewed:
		return "Renewed"
	case program.EventEnded:
		return "Ended"
	}
	return ""
}
