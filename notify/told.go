package notify

import "partnerdirectory/program"

// Told tells a member of a notice that the portal shows too.
type Told struct {
	Programme string
	Name      string
	Partner   string
	Text      program.NoticeText
	Link      string // to the page on which to act
	Choose    string // to the page on which such mails are chosen
}

// Letter words it: the notice's words are the programme's own.
func (m Told) Letter() Letter {
	return Letter{
		Sender: m.Programme, To: m.Name, Subject: m.Partner + ": " + m.Text.Title,
		Body:   []string{m.Text.Body},
		Action: Action{Text: "See what it means for you", URL: m.Link},
		Why:    "You get this mail as a member of " + m.Partner + ". Which mails come, you choose at " + m.Choose + ".",
	}
}
