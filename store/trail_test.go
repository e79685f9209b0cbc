package store

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"partnerdirectory/program"
)

// unrecorded are the writers that leave no event, and why.
func unrecorded() map[string]string {
	return map[string]string{
		"AddFigures":        "counts of views, not what somebody did",
		"BeginForm":         "a key that keeps a form from being worked on twice",
		"BeginTry":          "a count; the refusal is recorded by RefuseSignIn",
		"Claim":             "lapses by itself and decides nothing; the decision says who made it",
		"ClaimMail":         "the outbox is its own record",
		"FinishForm":        "a key that keeps a form from being worked on twice",
		"ForgetTries":       "a count",
		"ImportRows":        "its importer writes the event, which this test does not follow",
		"MailFailed":        "the outbox is its own record",
		"MailSent":          "the outbox is its own record",
		"MailedNotices":     "notices are their own record",
		"MetaOrSet":         "the installation's own keys",
		"PutFile":           "a file counts by the item that names it",
		"QueueMail":         "the outbox is its own record",
		"ReadNotices":       "what somebody has read",
		"Release":           "as Claim",
		"RemindUnconfirmed": "notices are their own record",
		"SaveSession":       "a visit, or a step on the way to SignIn",
		"SetMeta":           "the installation's own settings",
		"SetMetaOnce":       "the installation's own keys",
		"Tidy":              "what sign-ins leave behind",
		"UseCodeStep":       "part of a sign-in, which SignIn records",
		"UseToken":          "part of a request, whose import leaves its event",
		"VerifyAndNote":     "reads; keeps only when it last did",
		"UsePasskey":        "part of a sign-in, which SignIn records",
	}
}

// calls reads the package's own source: which function calls which, by name, and which are exported methods of Store.
func calls(t *testing.T) (graph map[string]map[string]bool, methods []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	graph = map[string]map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			of := "" // methods are told apart by what they are of
			if f.Recv != nil {
				if star, ok := f.Recv.List[0].Type.(*ast.StarExpr); ok {
					if name, ok := star.X.(*ast.Ident); ok {
						of = name.Name
					}
				}
			}
			if of == "Store" && f.Name.IsExported() {
				methods = append(methods, f.Name.Name)
			}
			name := of + "." + f.Name.Name
			graph[name] = map[string]bool{}
			ast.Inspect(f, func(n ast.Node) bool {
				switch x := n.(type) {
				case *ast.SelectorExpr:
					if on, ok := x.X.(*ast.Ident); ok {
						switch on.Name {
						case "s":
							graph[name]["Store."+x.Sel.Name] = true
						case "w":
							graph[name]["work."+x.Sel.Name] = true
						}
					}
				case *ast.Ident:
					graph[name]["."+x.Name] = true
				}
				return true
			})
		}
	}
	return graph, methods
}

// A writer that leaves no event is either listed with a reason or a mistake. The source itself is asked, so that nobody
// can forget a new one.
func TestEveryWriterLeavesAnEvent(t *testing.T) {
	graph, methods := calls(t)
	reaches := func(from, to string) bool {
		seen := map[string]bool{}
		var walk func(string) bool
		walk = func(name string) bool {
			if name == to {
				return true
			}
			if seen[name] {
				return false
			}
			seen[name] = true
			for next := range graph[name] {
				if walk(next) {
					return true
				}
			}
			return false
		}
		return walk(from)
	}
	spared, writers := unrecorded(), 0
	for _, m := range methods {
		writes, records := reaches("Store."+m, "Store.write"), reaches("Store."+m, "work.event")
		writers += btoi(writes)
		switch _, listed := spared[m]; {
		case writes && !records && !listed:
			t.Errorf("%s writes and leaves no event in the audit trail", m)
		case listed && (records || !writes):
			t.Errorf("%s is listed as leaving no event: it leaves one, or writes nothing", m)
		}
		delete(spared, m)
	}
	for m := range spared {
		t.Errorf("%s is listed and does not exist", m)
	}
	if writers < 60 {
		t.Errorf("only %d writers were found", writers)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// What happens to accounts, one after the other, and the one event that each leaves.
func TestEventsOfAccounts(t *testing.T) {
	s := open(t)
	load(t, s, plain(0), plain(1))
	ctx := t.Context()
	ada := Act{By: "Ada", Account: "ada@vendor.example", Why: "because", Request: "r-7"}
	rule := TryRule{Most: 3, Lock: time.Hour, Forget: time.Hour}
	mail := Mail{Recipient: "x@y.example", Subject: "s"}
	letter := func(Account) Mail { return mail }
	id, err := s.AddAccount(ctx, Act{}, Account{Email: "ada@vendor.example", Name: "Ada", Password: "hash-1", Staff: program.Admin})
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.AddAccount(ctx, Act{}, Account{Email: "ben@partner.example", Name: "Ben", Password: "hash-1", Staff: program.Admin})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AskPassword(ctx, Act{By: Visitor}, "ben@partner.example", "ask-token", s.Now().Add(time.Hour), rule, letter); err != nil {
		t.Fatal(err)
	}
	session := Session{ID: "s1", Account: other, Created: s.Now(), Seen: s.Now(), Expires: s.Now().Add(time.Hour), Address: "192.0.2.1"}
	of := func(f func() error) func() error { return f }
	steps := []struct {
		action, by string
		do         func() error
	}{
		{"rename account", ada.Account, of(func() error { return s.SetName(ctx, ada, other, "Benno") })},
		{"choose mails", ada.Account, of(func() error { return s.SetMailOff(ctx, ada, other, []string{"labels"}) })},
		{"change staff role", ada.Account, of(func() error { return s.SetStaff(ctx, ada, other, program.Reviewer, "") })},
		{"set password", ada.Account, of(func() error { return s.SetPassword(ctx, ada, other, "hash-2", "") })},
		{"make password link", ada.Account, of(func() error { return s.AddPasswordLink(ctx, ada, other, "link-token", s.Now().Add(time.Hour)) })},
		{"set password", "ben@partner.example", of(func() error { return s.UsePasswordLink(ctx, Act{By: Visitor}, "link-token", "hash-3", letter) })},
		{"turn codes on", ada.Account, of(func() error { return s.SetCodes(ctx, ada, other, "otp-secret", 1, []string{"recovery-1"}, mail) })},
		{"use recovery code", Visitor, of(func() error {
			ok, err := s.UseRecoveryCode(ctx, Act{By: Visitor}, other, "recovery-1")
			if !ok {
				t.Error("the recovery code does not fit")
			}
			return err
		})},
		{"turn codes off", ada.Account, of(func() error { return s.SetCodes(ctx, ada, other, "", 0, nil, mail) })},
		{"add passkey", ada.Account, of(func() error {
			return s.AddPasskey(ctx, ada, Passkey{ID: "key-1", Account: other, Name: "Firefox"}, mail)
		})},
		{"remove passkey", ada.Account, of(func() error { return s.RemovePasskey(ctx, ada, other, "key-1", mail) })},
		{"link sign-in", ada.Account, of(func() error { return s.Link(ctx, ada, Identity{Issuer: "i", Subject: "u", Account: other}, mail) })},
		{"unlink sign-in", ada.Account, of(func() error { return s.Unlink(ctx, ada, Identity{Issuer: "i", Subject: "u", Account: other}, mail) })},
		{"sign in", "ben@partner.example", of(func() error { return s.SignIn(ctx, Act{By: Visitor}, session, "", "password") })},
		{"sign out", "ben@partner.example", of(func() error { return s.EndSession(ctx, Act{By: Visitor}, "s1") })},
		{"end sessions", ada.Account, of(func() error { return s.EndSessions(ctx, ada, other, "") })},
		{"refuse sign-in", Visitor, of(func() error {
			return s.RefuseSignIn(ctx, Act{By: Visitor}, Refused{Domain: "no.example", By: "password"})
		})},
		{"add member", ada.Account, of(func() error { return s.AddMember(ctx, ada, 1, other, program.Owner) })},
		{"add member", ada.Account, of(func() error { return s.AddMember(ctx, ada, 1, id, program.Owner) })},
		{"change member’s role", ada.Account, of(func() error { return s.ChangeMember(ctx, ada, 1, other, program.Viewer) })},
		{"remove member", ada.Account, of(func() error { return s.RemoveMember(ctx, ada, 1, other) })},
		{"invite member", ada.Account, of(func() error {
			return s.Invite(ctx, ada, Invitation{Email: "new@partner.example", Partner: 1, Role: program.Viewer, InvitedBy: id, Expires: s.Now().Add(time.Hour)}, "invite-token", mail)
		})},
		{"disable account", ada.Account, of(func() error { return s.SetDisabled(ctx, ada, other, true) })},
		{"enable account", ada.Account, of(func() error { return s.SetDisabled(ctx, ada, other, false) })},
		{"shut out sample accounts", ada.Account, of(func() error { return s.ForgetSample(ctx, ada) })},
	}
	trail, err := s.VerifyEvents(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range steps {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.action, err)
		}
		list, err := s.Events(ctx, EventFilter{Limit: 1})
		if err != nil || len(list) != 1 {
			t.Fatal(err)
		}
		if e := list[0]; e.ID != trail.Events+1 || e.Action != step.action || e.By != step.by {
			t.Errorf("%s: event %d %q by %q, want one after %d by %q", step.action, e.ID, e.Action, e.By, trail.Events, step.by)
		} else {
			trail.Events = e.ID
		}
	}
	all, err := s.Events(ctx, EventFilter{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		for _, secret := range []string{"hash-", "token", "otp-secret", "recovery-1", "key-1"} {
			if strings.Contains(e.Before+e.After+e.Why, secret) {
				t.Errorf("%s keeps a secret: %s %s", e.Action, e.Before, e.After)
			}
		}
	}
	if _, err := s.VerifyEvents(ctx); err != nil {
		t.Error(err)
	}
}

// The last admin is neither disabled nor demoted, and nothing of the try stays.
func TestTheLastAdminStays(t *testing.T) {
	s := open(t)
	id, err := s.AddAccount(t.Context(), Act{}, Account{Email: "ada@vendor.example", Staff: program.Admin})
	if err != nil {
		t.Fatal(err)
	}
	for name, try := range map[string]func() error{
		"disable": func() error { return s.SetDisabled(t.Context(), Act{}, id, true) },
		"demote":  func() error { return s.SetStaff(t.Context(), Act{}, id, program.Reviewer, "") },
	} {
		if err := try(); err == nil {
			t.Errorf("%s: the last admin is gone", name)
		}
		if a, err := s.Account(t.Context(), id); err != nil || a.Disabled || a.Staff != program.Admin {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
	}
}
