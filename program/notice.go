package program

import "strings"

// NoticeKind is what a partner is told of a label.
type NoticeKind string

// Kinds of notices.
const (
	NoticeGranted    NoticeKind = "granted"
	NoticeRenewed    NoticeKind = "renewed"
	NoticeExtended   NoticeKind = "extended" // to the next anniversary, without a test
	NoticeMoved      NoticeKind = "moved"    // to a set that judges holders at once
	NoticeAtRisk     NoticeKind = "at-risk"
	NoticeChange     NoticeKind = "change" // requirements that are to come and that today's facts would fail
	NoticeReminder   NoticeKind = "reminder"
	NoticeAwaiting   NoticeKind = "awaiting" // kept past its window
	NoticeEnded      NoticeKind = "ended"
	NoticeFailing    NoticeKind = "failing" // its grace begins
	NoticeRecovered  NoticeKind = "recovered"
	NoticeSuspended  NoticeKind = "suspended"
	NoticeLifted     NoticeKind = "lifted"
	NoticeRevoked    NoticeKind = "revoked"
	NoticeReinstated NoticeKind = "reinstated"
	NoticeDecision   NoticeKind = "decision" // on evidence that was handed in
	NoticeConfirm    NoticeKind = "confirm"  // the profile, of no label
	NoticeMore       NoticeKind = "more"     // is needed before a decision
	NoticeReviewed   NoticeKind = "reviewed" // what a firm found in an architecture review
	NoticeAnswered   NoticeKind = "answered" // a dispute of a figure
	NoticeBooking    NoticeKind = "booking"  // of a review: it has another firm or day, or is cancelled
)

// Notice is one thing that a partner is to be told once.
type Notice struct {
	Kind           NoticeKind
	Specialization string
	Label          int // index into Outcome.Labels
	On             Day
	Key            string // the same for the same thing whenever it is found, and unlike any other of the partner

	Until       Day    // the day that matters: the anniversary, the end of grace, the close of the window, the effective day, the day of a review
	Days        int    // of a reminder: from the anniversary
	Version     int    // of the set that is meant
	Missing     bool   // of a reminder: today's facts would fail the renewal
	Requirement string // the sentence of the requirement that matters; empty: none can be named
	Next        string // what to do, second person; empty: nothing
	Reason      string // why, where a hand decided
	Evidence    string // of a decision: what was decided on; of a booking: the firm
	Accepted    bool   // of a decision; of a booking: it stands
}

// NoticeText is a notice in words.
type NoticeText struct {
	Title string
	Body  string
}

// DescribeNotice writes a notice for its reader, in the second person; pages and mails use no other words.
func (p *Programme) DescribeNotice(n Notice) NoticeText {
	s, _ := p.Specialization(n.Specialization)
	t := NoticeText{}
	switch n.Kind {
	case NoticeGranted:
		t.Title = s.Name + " granted"
		t.Body = "Your label " + s.Name + " is granted and shown in the directory. It is valid until " + n.Until.Long() + "."
		if n.Reason != "" {
			t.Body = "Your label " + s.Name + " is granted by hand until " + n.Until.Long() + " and shown in the directory." + reasonInWords(n.Reason) +
				" After that day the requirements decide."
		}
	case NoticeRenewed:
		t.Title = s.Name + " renewed"
		t.Body = "Your label " + s.Name + " is renewed. It is valid until " + n.Until.Long() + "."
	case NoticeExtended:
		t.Title = s.Name + " extended"
		t.Body = "Your label " + s.Name + " is extended to " + n.Until.Long() + " without a test." + reasonInWords(n.Reason)
	case NoticeMoved:
		t.Title = s.Name + " meets the new requirements"
		t.Body = "Your label " + s.Name + " meets version " + FormatNumber(float64(n.Version)) + " of its requirements, which applies to holders at once."
	case NoticeAtRisk:
		t.Title = s.Name + " at risk"
		t.Body = "Your label " + s.Name + " is at risk: as things stand, it would not be renewed on " + n.Until.Long() + "." + n.missingInWords()
	case NoticeChange:
		t.Title = "New requirements for " + s.Name
		t.Body = "Version " + FormatNumber(float64(n.Version)) + " of the requirements of " + s.Name + " applies to your label from " + n.Until.Long() +
			". As things stand, you would not meet it." + n.missingInWords()
		if n.Reason != "" {
			t.Body += " Holders are judged on it at once." + reasonInWords(n.Reason)
		}
	case NoticeReminder:
		t = n.reminderInWords(s.Name, p.Settings.RenewalClosesDays)
	case NoticeAwaiting:
		t.Title = "Renewal of " + s.Name + " awaits a decision"
		t.Body = "The renewal window of your label " + s.Name + " has closed. Your label stays until what was handed in in time, and the vendor's figures, are decided. You have nothing to do."
	case NoticeEnded:
		t.Title = s.Name + " ended"
		t.Body = "Your label " + s.Name + " has ended and is no longer shown as held." + n.missingInWords() + reasonInWords(n.Reason)
	case NoticeFailing:
		t.Title = s.Name + " no longer meets its requirements"
		t.Body = "Your label " + s.Name + " no longer meets a requirement that is tested all the time." + n.missingInWords()
		if n.Until != 0 {
			t.Body += " Your label ends on " + n.Until.Long() + " if this is not met by then."
		}
	case NoticeRecovered:
		t.Title = s.Name + " meets its requirements again"
		t.Body = "Your label " + s.Name + " meets again what is tested all the time. You have nothing to do."
	case NoticeSuspended:
		t.Title = s.Name + " suspended"
		t.Body = "Your label " + s.Name + " is suspended and not shown"
		if n.Until != 0 {
			t.Body += " until " + n.Until.Long()
		}
		t.Body += "." + reasonInWords(n.Reason) + " Its term goes on meanwhile."
	case NoticeLifted:
		t.Title = "Suspension of " + s.Name + " lifted"
		t.Body = "Your label " + s.Name + " is shown again." + reasonInWords(n.Reason)
	case NoticeRevoked:
		t.Title = s.Name + " revoked"
		t.Body = "Your label " + s.Name + " is revoked and no longer shown as held." + reasonInWords(n.Reason)
	case NoticeDecision, NoticeMore, NoticeAnswered:
		t = n.decisionInWords()
	case NoticeConfirm:
		t.Title = "Look at your public profile"
		t.Body = "Nobody has confirmed your public profile for " + FormatNumber(float64(n.Days)) + " days. Look whether it is still right, and confirm it with one click."
		if n.Until > n.On {
			t.Body += " From " + n.Until.Long() + " on customers are told that it was not confirmed for long."
		} else {
			t.Body += " Customers are told that it was not confirmed for long."
		}
	case NoticeReviewed:
		t = n.reviewInWords(s.Name)
	case NoticeBooking:
		t = n.bookingInWords(s.Name)
	case NoticeReinstated:
		t.Title = s.Name + " reinstated"
		t.Body = "Your label " + s.Name + " is given back and shown again." + reasonInWords(n.Reason) + " It is valid until " + n.Until.Long() + "."
	}
	return t
}

func (n *Notice) decisionInWords() NoticeText {
	what := n.Evidence
	if what == "" {
		what = "What you handed in"
	}
	switch {
	case n.Kind == NoticeMore:
		return NoticeText{Title: what + ": more is needed", Body: what + " is with you again as a draft: it cannot be decided as it is." +
			reasonInWords(n.Reason) + " You can complete it and hand it in again."}
	case n.Kind == NoticeAnswered && n.Accepted:
		return NoticeText{Title: what + ": corrected", Body: "The figure that you disputed was wrong. It is corrected, and everything is counted again." + reasonInWords(n.Reason)}
	case n.Kind == NoticeAnswered:
		return NoticeText{Title: what + ": stays as it is", Body: "The figure that you disputed was looked at again and stays as it is." + reasonInWords(n.Reason)}
	case n.Accepted:
		return NoticeText{Title: what + ": accepted", Body: what + " was accepted and counts from " + n.On.Long() + "." + reasonInWords(n.Reason)}
	}
	return NoticeText{Title: what + ": not accepted", Body: what + " was not accepted." + reasonInWords(n.Reason) + " You can hand it in again."}
}

// reviewInWords says what a firm found in a review of a specialization.
func (n *Notice) reviewInWords(name string) NoticeText {
	t := NoticeText{Title: "Review of " + name + ": not passed", Body: "Your review of " + name + " of " + n.Until.Long() + " was not passed."}
	if n.Accepted {
		t.Title = "Review of " + name + ": passed"
		t.Body = "Your review of " + name + " of " + n.Until.Long() + " was passed and counts from " + n.On.Long() + "."
	}
	if n.Reason != "" {
		t.Body += " The firm writes: " + strings.TrimRight(capital(n.Reason), ". ") + "."
	}
	return t
}

// bookingInWords says what became of the booking of a review.
func (n *Notice) bookingInWords(name string) NoticeText {
	if !n.Accepted {
		return NoticeText{
			Title: "Review of " + name + ": cancelled",
			Body:  "The review of " + name + " that you booked with " + n.Evidence + " is cancelled." + reasonInWords(n.Reason) + " You can book another.",
		}
	}
	return NoticeText{
		Title: "Review of " + name + ": booking changed",
		Body:  "Your review of " + name + " is with " + n.Evidence + ", for " + n.Until.Long() + "." + reasonInWords(n.Reason),
	}
}

func (n *Notice) reminderInWords(name string, window int) NoticeText {
	t := NoticeText{Title: name + " is due for renewal on " + n.Until.Long()}
	closes := (n.Until + Day(window)).Long()
	switch {
	case n.Days >= 0:
		t.Title = name + " is not renewed yet"
		t.Body = "The anniversary of your label " + name + " was on " + n.Until.Long() + ". Your label ends on " + closes + " if it is not renewed by then."
	case n.Missing:
		t.Body = "The anniversary of your label " + name + " is on " + n.Until.Long() + ". As things stand, it would not be renewed. The window for its renewal closes on " + closes + "."
	default:
		t.Body = "The anniversary of your label " + name + " is on " + n.Until.Long() + ". As things stand, it will be renewed by itself. You have nothing to do."
		return t
	}
	t.Body += n.missingInWords()
	return t
}

// missingInWords names the requirement that matters and the next step.
func (n *Notice) missingInWords() string {
	s := ""
	if n.Requirement != "" {
		s += " It asks for this: " + n.Requirement
	}
	if n.Next != "" {
		s += " " + n.Next
	}
	return s
}

func reasonInWords(reason string) string {
	if reason == "" {
		return ""
	}
	return " The reason: " + strings.TrimRight(capital(reason), ". ") + "."
}
