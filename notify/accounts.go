package notify

import (
	"fmt"
	"strings"
	"time"

	"partnerdirectory/program"
)

// moment is how a moment stands in a mail.
func moment(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04 UTC") }

// Invitation asks somebody to become a member of a partner.
type Invitation struct {
	Programme string
	Inviter   string
	Partner   string
	Role      program.Role
	Link      string
	Until     time.Time
}

// Letter words it.
func (m Invitation) Letter() Letter {
	return Letter{
		Sender:  m.Programme,
		Subject: fmt.Sprintf("%s invites you to %s in the %s", m.Inviter, m.Partner, m.Programme),
		Body: []string{
			fmt.Sprintf("%s invites you to work on the entry of %s, as %s. %s", m.Inviter, m.Partner, lower(m.Role.Name()), m.Role.Meaning()),
		},
		Action: Action{Text: "Accept the invitation", URL: m.Link},
		After:  []string{fmt.Sprintf("The link opens once, until %s. It is yours alone: do not pass it on.", moment(m.Until))},
		Why:    fmt.Sprintf("You get this mail because %s typed your address. If you know nothing about it, ignore it: nothing happens.", m.Inviter),
	}
}

// PasswordReset carries the link to a new password.
type PasswordReset struct {
	Programme string
	Name      string
	Link      string
	Until     time.Time
}

// Letter words it.
func (m PasswordReset) Letter() Letter {
	return Letter{
		Sender: m.Programme, To: m.Name, Subject: "Choose a new password for the " + m.Programme,
		Body:   []string{"Somebody asked for a new password for your account."},
		Action: Action{Text: "Choose a new password", URL: m.Link},
		After:  []string{fmt.Sprintf("The link opens once, until %s. Your old password works until you have chosen a new one.", moment(m.Until))},
		Why:    "If it was not you, ignore this mail: nothing changes.",
	}
}

// Locked tells an owner that an account is locked after wrong passwords.
type Locked struct {
	Programme string
	Name      string
	Address   string // network address of the last try
	Until     time.Time
	Link      string // to ask for a new password
}

// Letter words it.
func (m Locked) Letter() Letter {
	return Letter{
		Sender: m.Programme, To: m.Name, Subject: "Your account is locked for a while",
		Body:   []string{fmt.Sprintf("Ten sign-ins in a row with your address had a wrong password or code, the last one from %s. Nobody can sign in with your password until %s.", m.Address, moment(m.Until))},
		Action: Action{Text: "Choose a new password", URL: m.Link},
		After:  []string{"If it was you, wait or choose a new password now, which unlocks the account at once. If it was not, nobody got in; a long password and a passkey keep it so."},
		Why:    "You get this mail because it is about the safety of your account.",
	}
}

// Changed tells an owner that something about signing in has changed.
type Changed struct {
	Programme string
	Name      string
	What      string // a sentence: "Your password was changed."
	Address   string
	When      time.Time
	Link      string // to the account page
}

// Letter words it.
func (m Changed) Letter() Letter {
	return Letter{
		Sender: m.Programme, To: m.Name, Subject: "The way you sign in has changed",
		Body:   []string{fmt.Sprintf("%s It was done on %s from %s.", m.What, moment(m.When), m.Address)},
		Action: Action{Text: "See your account", URL: m.Link},
		After:  []string{"If it was not you, choose a new password at once and tell the programme."},
		Why:    "You get this mail because it is about the safety of your account.",
	}
}

// lower writes a word for the middle of a sentence.
func lower(s string) string {
	return strings.ToLower(s)
}
