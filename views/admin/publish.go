package admin

import (
	"strconv"

	"partnerdirectory/program"
	"partnerdirectory/views"
)

// Publish is "/admin/drafts/{draft}/publish": one confirmation.
type Publish struct {
	DraftHead
	Note        string
	ShortNotice string // why the notice is short; empty: it is not
	AtOnce      string
	Spared      program.Day
	Newest      int // the version that it follows
	Counts      ImpactCounts
	Was         *ImpactCounts // what was confirmed and is true no more; nil: nothing was
	Told        int           // holders who are told on the day of publication
	Changes     []program.Change
}

// again says what the numbers were and that they are others now.
func (p Publish) again() string {
	if p.Was == nil || p.Was.Loses < 0 {
		return ""
	}
	return "When you looked, " + views.Count(p.Was.Loses) + " would have lost the label, " + views.Count(p.Was.Gains) + " gained it and " +
		views.Count(p.Was.Keeps) + " kept it. What is known of partners has changed since. Nothing was published; look at the numbers of now and decide again."
}

// of is the address of the list of those with a fate.
func (p Publish) of(fate, _ string) string { return p.Here + "/impact?fate=" + fate + "#list" }

// holders says when those who hold the label are judged on it.
func (p Publish) holders() string {
	switch {
	case p.AtOnce != "":
		return "Holders are judged on it from that day, because: " + p.AtOnce
	case p.Spared != 0:
		return "Holders from before are judged on it at their first renewal from " + p.Spared.Long() + " on. Nobody loses a label before that."
	}
	return "Holders are judged on it at their first renewal from that day on. Nobody loses a label by it before."
}

// told says whom notices go to.
func (p Publish) told() string {
	switch {
	case p.From <= p.Today:
		return "It is in force at once, so nobody is told ahead. Who loses or gains the label is told on the day it happens."
	case p.Told == 0:
		return "No holder would fail it by the facts of today, so nobody is told ahead."
	case p.Told == 1:
		return "The 1 holder who would fail it by the facts of today is told now, in the portal and by mail, with what is missing."
	}
	return "The " + views.Count(p.Told) + " holders who would fail it by the facts of today are told now, in the portal and by mail, with what is missing."
}

// Rebase is "/admin/drafts/{draft}/rebase": the draft follows a version that is not the newest.
type Rebase struct {
	DraftHead
	BaseSet, Newest      program.Set
	Theirs, Ours, Result []program.Change
}

func (p Rebase) says() string {
	by := "Version " + strconv.Itoa(p.Newest.Version) + " was published on " + p.Newest.Published.Long()
	switch {
	case p.Newest.Version == 0:
		return "The version that this draft follows was withdrawn, and no other is published."
	case p.Newest.Version < p.Base:
		return "Version " + strconv.Itoa(p.Base) + ", which this draft follows, was withdrawn. The newest is version " + strconv.Itoa(p.Newest.Version) + "."
	case p.Base == 0:
		return by + " after this draft was begun as the first."
	}
	return by + " after this draft was begun on version " + strconv.Itoa(p.Base) + "."
}

func (p Rebase) newest() string {
	if p.Newest.Version == 0 {
		return "nothing"
	}
	return "version " + strconv.Itoa(p.Newest.Version)
}

func (p Rebase) base() string {
	if p.Base == 0 {
		return "nothing"
	}
	return "version " + strconv.Itoa(p.Base)
}
