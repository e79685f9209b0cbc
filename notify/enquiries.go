package notify

import (
	"fmt"

	"partnerdirectory/program"
)

// Enquiry tells a partner that a customer wrote.
type Enquiry struct {
	Programme string
	Partner   string
	Name      string // the customer's
	Company   string
	Email     string
	About     string // a specialization's or service's name; empty: nothing was chosen
	Message   string
	Until     program.Day // the day by which to answer
	Link      string      // to the enquiry in the portal
	Member    string      // how the reader is called; empty: this goes to the partner's address
	Account   string      // link to the page where a member turns such mails off
}

// Letter words it.
func (m Enquiry) Letter() Letter {
	from := m.Name
	if m.Company != "" {
		from += ", " + m.Company
	}
	about := "wrote to " + m.Partner + ":"
	if m.About != "" {
		about = "wrote to " + m.Partner + " about " + m.About + ":"
	}
	why := "You get this mail because enquiries to " + m.Partner + " go to this address."
	if m.Member != "" {
		why = "You get this mail because you are a member of " + m.Partner + ". Choose on your account page which mails you want: " + m.Account
	}
	return Letter{
		Sender: m.Programme, To: m.Member, Subject: "Enquiry from " + from,
		Body:   []string{from + " " + about, m.Message},
		Action: Action{Text: "Open the enquiry", URL: m.Link},
		After:  []string{fmt.Sprintf("Answer %s at %s by %s. Note in the portal that you did; until then it shows as open.", m.Name, m.Email, m.Until.Long())},
		Why:    why,
	}
}
