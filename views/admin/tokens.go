package admin

import (
	"time"

	"partnerdirectory/program"
	"partnerdirectory/views/portal"
)

// Tokens lists the tokens by which other systems send rows.
type Tokens struct {
	portal.Frame
	Base      string // address of the site
	Rows      []TokenRow
	Secret    string // of the token that was just made; empty: none was
	SecretOf  string
	Name      portal.Field
	Until     portal.Field
	Scopes    []Ticked
	Ticked    []string
	ScopesBad string
}

// TokenRow is one token.
type TokenRow struct {
	ID      string
	Name    string
	Scopes  []string
	By      string
	Created program.Day
	Until   program.Day // 0: without end
	Used    time.Time   // zero: never
	Revoked program.Day // 0: it is not
	Valid   bool
}

func (r TokenRow) state() string {
	switch {
	case r.Revoked != 0:
		return "Revoked on " + r.Revoked.Long()
	case !r.Valid:
		return "Ran out after " + r.Until.Long()
	case r.Until != 0:
		return "Valid until " + r.Until.Long()
	}
	return "Valid until it is revoked"
}

func (p Tokens) example() string {
	return "curl -H 'Authorization: Bearer TOKEN' -H 'Content-Type: text/csv' \\\n     --data-binary @metrics.csv '" + p.Base + "/api/v1/metrics?dry_run=1'"
}
