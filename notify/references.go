package notify

import (
	"fmt"
	"time"
)

// ReferenceAsk asks a customer to confirm what a partner says of a project.
type ReferenceAsk struct {
	Programme string
	Partner   string
	Contact   string // the customer's person
	Customer  string
	Project   string
	Sender    string // the partner's member who asks
	Link      string
	Until     time.Time
	Again     bool // it was asked before
}

// Letter words it.
func (m ReferenceAsk) Letter() Letter {
	subject := fmt.Sprintf("%s asks you to confirm a project", m.Partner)
	if m.Again {
		subject = fmt.Sprintf("Reminder: %s asks you to confirm a project", m.Partner)
	}
	return Letter{
		Sender: m.Programme, Subject: subject, To: m.Contact,
		Body: []string{
			fmt.Sprintf("%s of %s names you as the person at %s who can confirm this project: %s", m.Sender, m.Partner, m.Customer, m.Project),
			fmt.Sprintf("Your answer helps customers to trust what the %s says of its partners. It takes a minute and needs no account: you can confirm, correct or decline. Nothing of it is published.", m.Programme),
		},
		Action: Action{Text: "See the project and answer", URL: m.Link},
		After:  []string{"The link opens until " + moment(m.Until) + ". It is yours alone."},
		Why:    fmt.Sprintf("You get this mail because %s gave your address as a reference. If that is a mistake, choose “decline” on the page, and nobody will ask again about this project.", m.Partner),
	}
}
