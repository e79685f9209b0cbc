package notify_test

import (
	"errors"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"partnerdirectory/notify"
	"partnerdirectory/notify/smtptest"
	"partnerdirectory/program"
)

func letters() map[string]notify.Letter {
	until := time.Date(2026, 12, 1, 9, 30, 0, 0, time.UTC)
	const link = "https://partners.example/invitation/abc123"
	return map[string]notify.Letter{
		"invitation": notify.Invitation{Programme: "Directory", Inviter: "Olive <b>", Partner: "Groupe Sévérac & Cie", Role: program.Editor, Link: link, Until: until}.Letter(),
		"reset":      notify.PasswordReset{Programme: "Directory", Name: "Olive", Link: link, Until: until}.Letter(),
		"locked":     notify.Locked{Programme: "Directory", Name: "Olive", Address: "192.0.2.1", Until: until, Link: link}.Letter(),
		"changed":    notify.Changed{Programme: "Directory", Name: "Olive", What: "Your password was changed.", Address: "192.0.2.1", When: until, Link: link}.Letter(),
	}
}

// Whoever reads the plain text reads what others read in HTML.
func TestBothPartsHaveTheSameWords(t *testing.T) {
	tags, spaces := regexp.MustCompile(`<(title|head)[^>]*>.*?</(title|head)>|<[^>]*>`), regexp.MustCompile(`\s+`)
	flat := func(s string) string { return strings.TrimSpace(spaces.ReplaceAllString(s, " ")) }
	for name, l := range letters() {
		plain := flat(strings.ReplaceAll(l.Plain(), "\n-- \n", " "))
		rich := flat(html.UnescapeString(tags.ReplaceAllString(regexp.MustCompile(`<head>.*?</head>`).ReplaceAllString(l.HTML(), ""), " ")))
		if l.Action.URL != "" {
			plain = strings.Replace(plain, l.Action.Text+":", l.Action.Text, 1)
		}
		if plain != rich {
			t.Errorf("%s:\nplain %q\nhtml  %q", name, plain, rich)
		}
		if strings.Contains(l.HTML(), "<b>") {
			t.Errorf("%s: a name became markup", name)
		}
		for line := range strings.SplitSeq(l.Plain(), "\n") {
			if len([]rune(line)) > 76 && !strings.Contains(line, "://") {
				t.Errorf("%s: a line of %d characters: %q", name, len([]rune(line)), line)
			}
		}
	}
}

func TestSendOverRealSMTP(t *testing.T) {
	server := smtptest.Start(t)
	post, err := notify.ParsePost(server.URL(), "Partner Directory <directory@partners.example>")
	if err != nil {
		t.Fatal(err)
	}
	l := letters()["invitation"]
	x := notify.Parcel{ID: 7, Date: time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC), To: "new@example.com", Subject: l.Subject, Plain: l.Plain(), HTML: l.HTML()}
	for range 2 {
		if err := post.Send(t.Context(), x); err != nil {
			t.Fatal(err)
		}
	}
	mails := server.Mails()
	if len(mails) != 2 || mails[0].Header.Get("Message-Id") != mails[1].Header.Get("Message-Id") {
		t.Fatalf("%d mails; the same mail must have the same id", len(mails))
	}
	m := mails[0]
	if m.From != "directory@partners.example" || m.To != "new@example.com" || m.Subject() != l.Subject {
		t.Errorf("from %s to %s: %s", m.From, m.To, m.Subject())
	}
	if m.Plain != l.Plain() || m.HTML != l.HTML() {
		t.Errorf("the parts changed on the way:\n%q\n%q", m.Plain, l.Plain())
	}
	for header, want := range map[string]string{"Auto-Submitted": "auto-generated", "User-Agent": "", "X-Mailer": ""} {
		if got := m.Header.Get(header); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
}

func TestRefusedForGoodOrForNow(t *testing.T) {
	server := smtptest.Start(t)
	post, err := notify.ParsePost(server.URL(), "directory@partners.example")
	if err != nil {
		t.Fatal(err)
	}
	server.Answer("gone@example.com", "550 5.1.1 no such user")
	server.Answer("full@example.com", "452 4.2.2 mailbox full")
	for to, want := range map[string]bool{"gone@example.com": true, "full@example.com": false, "two@example.com\r\nBcc: x@y.z": true} {
		err := post.Send(t.Context(), notify.Parcel{To: to, Subject: "s", Plain: "p", HTML: "h"})
		if err == nil || errors.Is(err, notify.ErrRefused) != want {
			t.Errorf("%q: %v; refused for good: want %t", to, err, want)
		}
	}
	server.Fail(1)
	if err := post.Send(t.Context(), notify.Parcel{To: "a@example.com", Subject: "s", Plain: "p", HTML: "h"}); err == nil || errors.Is(err, notify.ErrRefused) {
		t.Errorf("a broken conversation: %v", err)
	}
}

func TestParsePostRefuses(t *testing.T) {
	for address, from := range map[string]string{
		"http://mail.example.com": "a@b.c", "smtp://": "a@b.c", "smtp://mail.example.com?tls=maybe": "a@b.c", "smtp://mail.example.com": "nobody",
	} {
		if _, err := notify.ParsePost(address, from); err == nil {
			t.Errorf("%s from %q is accepted", address, from)
		}
	}
	_, err := notify.ParsePost("ftp://me:secret@mail.example.com", "a@b.c")
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("the message gives the password away: %v", err)
	}
}
