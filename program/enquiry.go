package program

// EnquiryState is how far a partner has come with an enquiry.
type EnquiryState string

// The states of an enquiry.
const (
	EnquiryNew    EnquiryState = "new"
	EnquiryActive EnquiryState = "active" // somebody at the partner took it
	EnquiryClosed EnquiryState = "closed"
)

// EnquiryStates lists the states in the order in which an enquiry passes them.
func EnquiryStates() []EnquiryState {
	return []EnquiryState{EnquiryNew, EnquiryActive, EnquiryClosed}
}

// Name returns the state as pages show it.
func (s EnquiryState) Name() string {
	switch s {
	case EnquiryNew:
		return "New"
	case EnquiryActive:
		return "Active"
	case EnquiryClosed:
		return "Closed"
	}
	return string(s)
}

// EnquiryOutcome says why an enquiry was closed.
type EnquiryOutcome string

// The outcomes of an enquiry.
const (
	EnquiryWon        EnquiryOutcome = "won"
	EnquiryLost       EnquiryOutcome = "lost"
	EnquiryDeclined   EnquiryOutcome = "declined"
	EnquiryIrrelevant EnquiryOutcome = "not-relevant"
)

// EnquiryOutcomes lists the outcomes in the order pages offer them.
func EnquiryOutcomes() []EnquiryOutcome {
	return []EnquiryOutcome{EnquiryWon, EnquiryLost, EnquiryDeclined, EnquiryIrrelevant}
}

// Name returns the outcome as pages show it.
func (o EnquiryOutcome) Name() string {
	switch o {
	case EnquiryWon:
		return "Won"
	case EnquiryLost:
		return "Lost"
	case EnquiryDeclined:
		return "Declined"
	case EnquiryIrrelevant:
		return "Not relevant"
	}
	return string(o)
}

// Meaning says in a few words when to choose the outcome.
func (o EnquiryOutcome) Meaning() string {
	switch o {
	case EnquiryWon:
		return "you work for them now"
	case EnquiryLost:
		return "they chose somebody else"
	case EnquiryDeclined:
		return "you said no"
	case EnquiryIrrelevant:
		return "advertising, or meant for somebody else"
	}
	return ""
}

// EnquiryAnswerDays is how long a partner has to answer an enquiry before it is overdue.
const EnquiryAnswerDays = 14

// EnquiryKeptMonths is how long an enquiry is kept after the last thing that happened to it.
const EnquiryKeptMonths = 24

// EnquiryOverdue reports whether an enquiry that came in on a day should have been answered by now: two weeks have
// passed, and it was neither answered nor closed. answered is the day of the first answer, zero for none.
func EnquiryOverdue(state EnquiryState, sent, answered, today Day) bool {
	return state != EnquiryClosed && answered == 0 && today-sent >= EnquiryAnswerDays
}
