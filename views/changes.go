package views

import (
	"slices"
	"strconv"
	"strings"

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
	ChangeSuspended    ChangeKind = "suspended"
	ChangeReinstated   ChangeKind = "reinstated"
	ChangeRequirements ChangeKind = "requirements"
)

// ChangeKinds lists the kinds in the order that pages offer them.
func ChangeKinds() []ChangeKind {
	return []ChangeKind{ChangeEarned, ChangeRenewed, ChangeEnded, ChangeSuspended, ChangeReinstated, ChangeRequirements}
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
	case ChangeSuspended:
		return "Labels suspended"
	case ChangeReinstated:
		return "Labels shown again"
	case ChangeRequirements:
		return "Requirements"
	}
	return "Everything"
}

// What happens to requirement sets, beside the events of labels.
const (
	SetPublished = "set-published"
	SetApplies   = "set-applies"
	SetWithdrawn = "set-withdrawn"
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
	First       bool             // there was no set before
	Why         string           // a set was withdrawn
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
func (c Change) ofSet() bool { return c.Kind() == ChangeRequirements }

// Kind returns the filter that shows the change.
func (c Change) Kind() ChangeKind {
	switch c.Event {
	case program.EventGranted:
		return ChangeEarned
	case program.EventRenewed, program.EventExtended:
		return ChangeRenewed
	case program.EventSuspended:
		return ChangeSuspended
	case program.EventLifted, program.EventReinstated:
		return ChangeReinstated
	case SetPublished, SetApplies, SetWithdrawn:
		return ChangeRequirements
	}
	return ChangeEnded
}

// away reports whether the label stopped being shown.
func (c Change) away() bool { return c.Kind() == ChangeEnded || c.Kind() == ChangeSuspended }

// Sentence says what happened, without a full stop.
func (c Change) Sentence() string {
	name, version := c.Specialization.Name, "version "+strconv.Itoa(c.Set.Version)
	switch c.Event {
	case SetPublished:
		if c.First {
			return "First requirements of " + name + " published"
		}
		return "New requirements of " + name + " published, " + version
	case SetApplies:
		return "Requirements of " + name + " in force, " + version
	case SetWithdrawn:
		return "Requirements of " + name + " withdrawn before they applied, " + version
	}
	before, after := c.words()
	return c.Partner + " " + before + " " + name + after
}

// words stand between a partner and a specialization, and after it.
func (c Change) words() (before, after string) {
	switch c.Event {
	case program.EventGranted:
		return "earned", ""
	case program.EventRenewed:
		return "renewed", ""
	case program.EventExtended:
		return "keeps", " for another term"
	case program.EventSuspended:
		return "had its label suspended:", ""
	case program.EventLifted:
		return "shows its label again:", ""
	case program.EventReinstated:
		return "was given its label back:", ""
	case program.EventRevoked:
		return "had its label revoked:", ""
	}
	return "no longer holds", ""
}

// Detail says more: why a label ended, when requirements apply. It may be empty.
func (c Change) Detail() string {
	switch c.Event {
	case program.EventEnded:
		if c.Label.Ended == c.On {
			return ending(c.Label)
		}
	case program.EventExtended:
		return "The programme moved its anniversary without a test."
	case SetPublished:
		return join("Applies from "+c.Set.EffectiveFrom.Long()+".", judged(c.Set), c.Set.Note)
	case SetApplies:
		return "Published " + c.Set.Published.Long() + "."
	case SetWithdrawn:
		return c.Why
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
	case program.EventExtended:
		return "Extended"
	case program.EventEnded:
		return "Ended"
	case program.EventSuspended:
		return "Suspended"
	case program.EventLifted:
		return "Shown again"
	case program.EventRevoked:
		return "Revoked"
	case program.EventReinstated:
		return "Given back"
	}
	return ""
}

// join puts sentences one after the other, those that are there.
func join(sentences ...string) string {
	return strings.Join(slices.DeleteFunc(sentences, func(s string) bool { return s == "" }), " ")
}
