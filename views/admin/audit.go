package admin

import (
	"time"

	"partnerdirectory/views/portal"
)

// Audit is "/admin/audit".
type Audit struct {
	portal.Frame
	Chosen   map[string]string // the filter, by field
	Bad      string            // what is wrong with it
	Query    string            // the filter as an address has it
	Events   []AuditEvent
	Older    string // address of the next page; empty: there is none
	Verified AuditVerified
}

// AuditVerified is what the last verification of the whole trail found.
type AuditVerified struct {
	Moment time.Time // zero: never
	Events int64
	Head   string
}

// AuditEvent is one thing that happened.
type AuditEvent struct {
	ID         int64
	Moment     time.Time
	By         string
	Action     string
	Subject    string
	SubjectURL string // empty: it has no page
	Why        string
	Request    string
	Hash       string
	Fields     []AuditField
}

// AuditField is one value that is another one now.
type AuditField struct {
	Name, Was, Is string
}

func (a Audit) field(name, label, hint string) portal.Field {
	f := portal.Field{Name: name, Label: label, Hint: hint, Value: a.Chosen[name], Most: 200, Optional: true}
	return f
}

func (a Audit) export(format string) string {
	q := "format=" + format
	if a.Query != "" {
		q += "&" + a.Query
	}
	return "/admin/audit/export?" + q
}

func orNothing(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
