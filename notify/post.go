package notify

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"
)

// Post is a mail server and the sender that it knows us by.
type Post struct {
	host    string
	options []mail.Option
	from    netmail.Address
	domain  string // of message ids
}

// ErrRefused says that a server will never take this mail: trying again is of no use.
var ErrRefused = errors.New("refused for good")

// sendTimeout bounds one conversation with a server.
const sendTimeout = 30 * time.Second

// ParsePost reads smtp://user:password@host:port or smtps://…, and the sender, such as "Partner Directory
// <directory@example.com>". smtp asks for STARTTLS; ?tls=none does without, as for a server on the same machine.
func ParsePost(address, from string) (*Post, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || (u.Scheme != "smtp" && u.Scheme != "smtps") {
		// The address holds a password: it is not repeated.
		return nil, errors.New("mail server: want smtp://user:password@host:587 or smtps://user:password@host:465")
	}
	sender, err := netmail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("sender of mails %q: want an address such as directory@example.com", from)
	}
	p := &Post{host: u.Hostname(), from: *sender, domain: domainOf(sender.Address)}
	port := 587
	if u.Scheme == "smtps" {
		port = 465
		p.options = append(p.options, mail.WithSSL())
	}
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, fmt.Errorf("mail server: port %q", u.Port())
		}
	}
	policy, err := tlsPolicy(u.Query().Get("tls"))
	if err != nil {
		return nil, err
	}
	p.options = append(p.options, mail.WithPort(port), mail.WithTLSPolicy(policy), mail.WithTimeout(sendTimeout), mail.WithoutNoop(), mail.WithHELO(p.domain))
	if name := u.User.Username(); name != "" {
		password, _ := u.User.Password()
		p.options = append(p.options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(name), mail.WithPassword(password))
	}
	_, err = mail.NewClient(p.host, p.options...)
	return p, err
}

func tlsPolicy(word string) (mail.TLSPolicy, error) {
	switch word {
	case "", "starttls":
		return mail.TLSMandatory, nil
	case "none":
		return mail.NoTLS, nil
	}
	return 0, fmt.Errorf("mail server: ?tls=%s: want starttls or none", word)
}

func domainOf(address string) string {
	for i := len(address) - 1; i >= 0; i-- {
		if address[i] == '@' {
			return address[i+1:]
		}
	}
	return "localhost"
}

// Parcel is one mail ready for the server. The same ID is the same mail, however often it is sent.
type Parcel struct {
	ID      int64
	Date    time.Time
	To      string
	Subject string
	Plain   string
	HTML    string
}

// Send hands a mail to the server. The error is ErrRefused when the server will never take it.
func (p *Post) Send(ctx context.Context, x Parcel) error {
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := errors.Join(m.FromFormat(p.from.Name, p.from.Address), m.To(x.To)); err != nil {
		return fmt.Errorf("address mail: %w: %w", ErrRefused, err)
	}
	m.Subject(x.Subject)
	m.SetDateWithValue(x.Date)
	m.SetMessageIDWithValue(fmt.Sprintf("%d.%d@%s", x.Date.Unix(), x.ID, p.domain))
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(mail.TypeTextPlain, x.Plain)
	m.AddAlternativeString(mail.TypeTextHTML, x.HTML)
	client, err := mail.NewClient(p.host, p.options...)
	if err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	err = client.DialAndSendWithContext(ctx, m)
	var refused *mail.SendError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused) && refused.ErrorCode() >= 500 && !refused.IsTemp():
		return fmt.Errorf("send mail: %w: %w", ErrRefused, err)
	}
	return fmt.Errorf("send mail by %s: %w", p.host, err)
}
