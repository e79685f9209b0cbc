package main

import (
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// The way to a real installation's first admin: an account and a link that lets its owner choose a password.
func TestUserCommand(t *testing.T) {
	db := filepath.Join(t.TempDir(), "directory.db")
	user := func(args ...string) (int, string) {
		var out, errs strings.Builder
		code := run(t.Context(), append([]string{"user"}, args...), nil, &out, &errs)
		return code, out.String() + errs.String()
	}
	code, said := user("add", "ada@example.com", "--name", "Ada Adler", "--role", "admin", "--db", db, "--base-url", "https://partners.example/")
	link := regexp.MustCompile(`https://partners\.example/password/(\S+)`).FindStringSubmatch(said)
	if code != 0 || link == nil {
		t.Fatalf("add: %d, %s", code, said)
	}
	for _, wrong := range [][]string{
		{"add", "ada@example.com", "--name", "Ada", "--role", "admin"},   // has one
		{"add", "no address", "--name", "Ada", "--role", "admin"},        // no address
		{"role", "nobody@example.com", "--role", "admin"},                // no account
		{"role", "ada@example.com", "--role", "owner", "--partner", "x"}, // no partner
	} {
		if code, said := user(append(wrong, "--db", db)...); code != exitFailed {
			t.Errorf("%q: %d, %s", wrong, code, said)
		}
	}
	for _, usage := range [][]string{
		{"role", "ada@example.com", "--role", "owner"},
		{"role", "ada@example.com", "--role", "auditor"},
		{"role", "ada@example.com", "--role", "king"},
		{"role", "ada@example.com", "--role", "admin", "--partner", "x"},
		{"add", "x@example.com", "--role", "admin"},
	} {
		if code, said := user(append(usage, "--db", db)...); code != exitUsage {
			t.Errorf("%q: %d, %s", usage, code, said)
		}
	}
	if code, said := user("role", "ada@example.com", "--role", "auditor", "--firm", "Northmark", "--db", db); code != 0 {
		t.Errorf("role: %d, %s", code, said)
	}
	if code, said := user("disable", "ada@example.com", "--db", db); code != 0 {
		t.Errorf("disable: %d, %s", code, said)
	}
	if _, said := user("list", "--db", db); !strings.Contains(said, "auditor of Northmark, disabled") {
		t.Errorf("list: %s", said)
	}
	st, err := store.Open(t.Context(), db, store.Options{NewID: newLabelID})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if _, err := st.PasswordLink(t.Context(), link[1]); err == nil {
		t.Error("a disabled account may choose a password")
	}
	if a, err := st.AccountByEmail(t.Context(), "ADA@example.com"); err != nil || a.Staff != program.Auditor || !a.Disabled || a.Sample {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestHalfASettingIsRefused(t *testing.T) {
	for _, args := range [][]string{
		{"serve", "--oidc-issuer", "https://op.example"},
		{"serve", "--oidc-secret", "s"},
		{"serve", "--sign-in-rate", "-1"},
		{"serve", "--enquiries-per-partner", "-1"},
	} {
		var out, errs strings.Builder
		ended, cancel := context.WithCancel(t.Context())
		cancel() // were it accepted, it would end at once
		if code := run(ended, args, nil, &out, &errs); code != exitUsage {
			t.Errorf("%q: exit code %d, want %d (%s)", args, code, exitUsage, errs.String())
		}
	}
	for _, args := range [][]string{
		{"--smtp-url", "smtp://mail.example.com"}, {"--mail-from", "a@example.com"}, {"--session-keys", "short"},
	} {
		var out, errs strings.Builder
		args = append([]string{"serve", "--empty", "--addr", "127.0.0.1:0", "--db", filepath.Join(t.TempDir(), "d.db")}, args...)
		if code := run(t.Context(), args, nil, &out, &errs); code != exitFailed {
			t.Errorf("%q: exit code %d, want %d (%s)", args, code, exitFailed, errs.String())
		}
	}
}
