// Package smtptest is a small mail server for tests: it speaks SMTP over TCP and keeps what it is given.
package smtptest

import (
	"bufio"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/textproto"
	"strings"
	"sync"
	"testing"
	"time"
)

// Server keeps the mails that it took.
type Server struct {
	Address string // host:port

	mu     sync.Mutex
	mails  []Mail
	answer map[string]string // what to say to a recipient instead of 250
	fail   int               // conversations to break off
}

// Mail is one mail as it arrived.
type Mail struct {
	From, To string // of the envelope
	Header   mail.Header
	Plain    string
	HTML     string
}

// Subject returns the decoded subject.
func (m Mail) Subject() string {
	s, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return m.Header.Get("Subject")
	}
	return s
}

// Start listens on a free port of this machine until the test ends.
func Start(t testing.TB) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Address: l.Addr().String(), answer: map[string]string{}}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(c)
		}
	}()
	return s
}

// URL is the server's address as the configuration takes it.
func (s *Server) URL() string { return "smtp://" + s.Address + "?tls=none" }

// Answer says something else than 250 to a recipient, such as "550 5.1.1 no such user".
func (s *Server) Answer(to, line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer[to] = line
}

// Fail breaks off the next n conversations.
func (s *Server) Fail(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail = n
}

// Mails returns what arrived so far.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// Wait returns the first mail to an address whose subject contains a text, when it comes.
func (s *Server) Wait(t testing.TB, to, subject string) Mail {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		for _, m := range s.Mails() {
			if m.To == to && strings.Contains(m.Subject(), subject) {
				return m
			}
		}
	}
	t.Fatalf("no mail to %s with %q in its subject came", to, subject)
	return Mail{}
}

func (s *Server) serve(c net.Conn) {
	defer c.Close()
	s.mu.Lock()
	broken := s.fail > 0
	if broken {
		s.fail--
	}
	s.mu.Unlock()
	if broken {
		return
	}
	in := textproto.NewReader(bufio.NewReader(c))
	say := func(line string) { fmt.Fprintf(c, "%s\r\n", line) }
	say("220 test ready")
	var m Mail
	for {
		line, err := in.ReadLine()
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(line, " ")
		switch strings.ToUpper(verb) {
		case "EHLO", "HELO":
			say("250-test")
			say("250 8BITMIME")
		case "MAIL":
			m = Mail{From: between(rest)}
			say("250 ok")
		case "RCPT":
			m.To = between(rest)
			s.mu.Lock()
			line, special := s.answer[m.To]
			s.mu.Unlock()
			if !special {
				line = "250 ok"
			}
			say(line)
		case "DATA":
			say("354 go on")
			data, err := io.ReadAll(in.DotReader())
			if err != nil {
				return
			}
			if err := m.read(string(data)); err != nil {
				say("554 " + err.Error())
				continue
			}
			s.mu.Lock()
			s.mails = append(s.mails, m)
			s.mu.Unlock()
			say("250 taken")
		case "RSET", "NOOP":
			say("250 ok")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("502 what is " + verb)
		}
	}
}

func between(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}

// read takes a message apart.
func (m *Mail) read(data string) error {
	msg, err := mail.ReadMessage(strings.NewReader(data))
	if err != nil {
		return err
	}
	m.Header = msg.Header
	_, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil {
		return err
	}
	for parts := multipart.NewReader(msg.Body, params["boundary"]); ; {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		var body io.Reader = part
		if part.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
			body = quotedprintable.NewReader(part)
		}
		text, err := io.ReadAll(body)
		if err != nil {
			return err
		}
		words := strings.ReplaceAll(string(text), "\r\n", "\n")
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			m.HTML = words
		} else {
			m.Plain = words
		}
	}
}
