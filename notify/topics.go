package notify

import (
	"slices"

	"partnerdirectory/program"
)

// Topic is a kind of news that people choose to be told by mail, or not.
type Topic struct {
	Slug  string
	Name  string
	kinds []program.NoticeKind
}

// Slugs of topics that are not about labels.
const (
	Decisions = "decisions"
	Enquiries = "enquiries"
)

// Topics returns all that can be chosen.
func Topics() []Topic {
	return []Topic{
		{"labels", "Labels that are granted, renewed, in danger of ending or ended", []program.NoticeKind{
			program.NoticeGranted, program.NoticeRenewed, program.NoticeExtended, program.NoticeMoved, program.NoticeRecovered, program.NoticeFailing,
			program.NoticeAwaiting, program.NoticeEnded, program.NoticeSuspended, program.NoticeLifted, program.NoticeRevoked, program.NoticeReinstated,
		}},
		{"ahead", "Renewals that are due and labels at risk", []program.NoticeKind{program.NoticeReminder, program.NoticeAtRisk}},
		{"changes", "Requirement changes that hit you", []program.NoticeKind{program.NoticeChange}},
		{"profile", "Reminders to confirm your public profile", []program.NoticeKind{program.NoticeConfirm}},
		{Decisions, "Decisions on your evidence", []program.NoticeKind{
			program.NoticeDecision, program.NoticeMore, program.NoticeReviewed, program.NoticeAnswered, program.NoticeBooking,
		}},
		{Enquiries, "Enquiries from customers", nil},
	}
}

// TopicOf returns the slug of the topic that a notice belongs to.
func TopicOf(kind program.NoticeKind) string {
	for _, t := range Topics() {
		if slices.Contains(t.kinds, kind) {
			return t.Slug
		}
	}
	return "labels" // a kind that is new is about a label
}
