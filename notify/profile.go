package notify

// ProfileDecision tells whoever changed a partner's name, website or logo what a reviewer made of it.
type ProfileDecision struct {
	Programme string
	Name      string // of the reader
	Partner   string
	Parts     string // "name and logo"
	Accepted  bool
	Reason    string
	Link      string // to the profile in the portal
}

// Letter words it.
func (m ProfileDecision) Letter() Letter {
	l := Letter{
		Sender: m.Programme, To: m.Name, Subject: "The change of " + m.Partner + " is public",
		Body:   []string{"A reviewer accepted the new " + m.Parts + " of " + m.Partner + ". Customers see it from now on."},
		Action: Action{Text: "See the profile", URL: m.Link},
		Why:    "You get this mail because you handed in the change.",
	}
	if !m.Accepted {
		l.Subject = "The change of " + m.Partner + " was refused"
		l.Body = []string{"A reviewer refused the new " + m.Parts + " of " + m.Partner + ". What was public stays.", "The reason: " + m.Reason}
		l.Action.Text = "Change it and hand it in again"
	}
	return l
}
