package admin

import (
	"net/url"
	"strconv"

	"partnerdirectory/program"
	"partnerdirectory/views/portal"
)

// Partners is "/admin/partners": any partner, found by words and by where it stands.
type Partners struct {
	portal.Frame
	Chosen          PartnerChoice
	Countries       []portal.Choice
	Specializations []portal.Choice
	States          []portal.Choice
	Profiles        []portal.Choice
	Rows            []PartnerRow
	Total           int
	Page            int
	Pages           int
}

// PartnerChoice is what the reader looks for; empty fields are all.
type PartnerChoice struct {
	Text           string
	Country        string
	Specialization string
	State          string
	Profile        string
}

// Any reports whether anything is chosen.
func (c PartnerChoice) Any() bool { return c != PartnerChoice{} }

// Query writes the choice for an address; page 1 is left out.
func (c PartnerChoice) Query(page int) string {
	v := url.Values{}
	for _, p := range [][2]string{{"q", c.Text}, {"country", c.Country}, {"specialization", c.Specialization}, {"state", c.State}, {"profile", c.Profile}} {
		if p[1] != "" {
			v.Set(p[0], p[1])
		}
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

func (p Partners) pageURL(n int) string { return "/admin/partners" + p.Chosen.Query(n) }

// line says how many are found.
func (p Partners) line() string {
	switch {
	case p.Total == 1 && p.Chosen.Any():
		return "1 partner is what you look for."
	case p.Chosen.Any():
		return program.FormatNumber(float64(p.Total)) + " partners are what you look for."
	case p.Total == 1:
		return "1 partner in all."
	}
	return program.FormatNumber(float64(p.Total)) + " partners in all, by name."
}

// PartnerRow is one partner of the list.
type PartnerRow struct {
	Name      string
	URL       string
	Place     string
	Into      string // the partner that it went into; empty: it is there
	Labels    []PartnerLabel
	More      int // further labels
	Begun     int // specializations in progress
	Confirmed program.Day
	Stale     bool
}

// PartnerLabel is how a partner stands in one specialization.
type PartnerLabel struct {
	Name  string
	Word  string
	State portal.State
}
