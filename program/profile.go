package program

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// What a profile may hold.
const (
	ProfileNameMost        = 80 // characters
	ProfileSummaryMost     = 160
	ProfileDescriptionMost = 2500
	ProfileWebsiteMost     = 200
	ProfileLocationsMost   = 5
	ProfileOldest          = 1800 // year in which a partner can have been founded
	ProfileStaffMost       = 2_000_000
)

// ProfileReminderDays returns after how many days without a confirmation a partner is asked to look at its profile.
func ProfileReminderDays() []int { return []int{180, 270, 360} }

// ProfileField names a part of a profile.
type ProfileField string

// The parts of a profile.
const (
	FieldName        ProfileField = "name"
	FieldSummary     ProfileField = "summary"
	FieldDescription ProfileField = "description"
	FieldWebsite     ProfileField = "website"
	FieldEmail       ProfileField = "email"
	FieldFounded     ProfileField = "founded"
	FieldStaff       ProfileField = "staff"
	FieldLocations   ProfileField = "locations"
	FieldIndustries  ProfileField = "industries"
	FieldServices    ProfileField = "services"
	FieldProducts    ProfileField = "products"
	FieldSizes       ProfileField = "sizes"
	FieldLanguages   ProfileField = "languages"
	FieldLogo        ProfileField = "logo"
)

// ProfileProblem is one thing that keeps a profile from being published.
type ProfileProblem struct {
	Field ProfileField
	Text  string // a sentence for the partner
}

// CheckProfile returns what keeps a profile from being published on a day: the rules of the listing. E-mail addresses are
// for the caller to check.
func (p *Programme) CheckProfile(x *Partner, today Day) []ProfileProblem {
	c := profileCheck{}
	c.length(FieldName, x.Name, 2, ProfileNameMost, "Enter the name of your company.")
	c.length(FieldSummary, x.Summary, 1, ProfileSummaryMost, "Say in one line what customers come to you for.")
	c.length(FieldDescription, x.Description, 1, ProfileDescriptionMost, "Describe what you do and for whom.")
	c.noContact(FieldName, x.Name)
	c.noContact(FieldSummary, x.Summary)
	c.noContact(FieldDescription, x.Description)
	c.website(x.Website)
	year := today.Time().Year()
	if x.Founded != 0 && (x.Founded < ProfileOldest || x.Founded > year) {
		c.add(FieldFounded, fmt.Sprintf("Enter a year from %d to %d, or leave it empty.", ProfileOldest, year))
	}
	if x.Staff < 0 || x.Staff > ProfileStaffMost {
		c.add(FieldStaff, "Enter how many people work for you, or leave it empty.")
	}
	c.locations(x.Locations)
	for _, f := range []struct {
		field  ProfileField
		chosen []string
		terms  []Term
	}{
		{FieldIndustries, x.Industries, p.Industries},
		{FieldServices, x.Services, p.Services},
		{FieldProducts, x.Products, p.Products},
		{FieldSizes, x.Sizes, p.Sizes},
		{FieldLanguages, x.Languages, p.Languages},
	} {
		for _, slug := range f.chosen {
			if !slices.ContainsFunc(f.terms, func(t Term) bool { return t.Slug == slug }) {
				c.add(f.field, "“"+slug+"” is no longer in the list. Choose from those shown.")
			}
		}
	}
	if len(x.Services) == 0 {
		c.add(FieldServices, "Choose at least one service: customers filter by it.")
	}
	return c.problems
}

type profileCheck struct{ problems []ProfileProblem }

func (c *profileCheck) add(f ProfileField, text string) {
	if !slices.ContainsFunc(c.problems, func(p ProfileProblem) bool { return p.Field == f }) {
		c.problems = append(c.problems, ProfileProblem{f, text})
	}
}

func (c *profileCheck) length(f ProfileField, text string, least, most int, missing string) {
	switch n := utf8.RuneCountInString(text); {
	case n < least:
		c.add(f, missing)
	case n > most:
		c.add(f, fmt.Sprintf("This has %d characters; %d fit. Shorten it by %d.", n, most, n-most))
	}
}

// What a listing's text must not hold: customers reach a partner by its website and the enquiry form.
var (
	// .net, .io and .ai end names of products as well: ASP.NET, Socket.io.
	linkInText  = regexp.MustCompile(`(?i)\b(?:https?://|www\.)\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|eu|biz|info|co\.uk)\b(?:/\S*)?`)
	emailInText = regexp.MustCompile(`[^\s@]+@[^\s@]+\.[^\s@]+`)
	phoneInText = regexp.MustCompile(`(?:\+|\b00|\(0)[\d\s()/.-]{7,}\d|\b0\d{2,5}[\s/-]\d[\d\s-]{4,}\d`)
)

func (c *profileCheck) noContact(f ProfileField, text string) {
	const instead = " Customers find your website above and write to you by the enquiry form."
	switch {
	case emailInText.MatchString(text):
		c.add(f, "Take the e-mail address “"+emailInText.FindString(text)+"” out of the text."+instead)
	case linkInText.MatchString(text):
		c.add(f, "Take the link “"+linkInText.FindString(text)+"” out of the text."+instead)
	case phoneInText.MatchString(text):
		c.add(f, "Take the telephone number “"+strings.TrimSpace(phoneInText.FindString(text))+"” out of the text."+instead)
	}
}

func (c *profileCheck) website(address string) {
	if address == "" {
		c.add(FieldWebsite, "Enter the address of your website.")
		return
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.User != nil || strings.ContainsAny(address, " \t"):
		c.add(FieldWebsite, "This is no web address. It looks like https://www.company.com.")
	case u.Scheme != "https":
		c.add(FieldWebsite, "The address must begin with https://, so that customers reach you over a safe connection.")
	case !strings.Contains(strings.Trim(u.Hostname(), "."), ".") || strings.Trim(u.Hostname(), "0123456789.") == "":
		c.add(FieldWebsite, "The address must name your company's domain, such as https://www.company.com.")
	case len(address) > ProfileWebsiteMost:
		c.add(FieldWebsite, fmt.Sprintf("An address of at most %d characters fits.", ProfileWebsiteMost))
	}
}

func (c *profileCheck) locations(list []Location) {
	headquarters := 0
	for i, l := range list {
		if l.Headquarters {
			headquarters++
		}
		same := func(o Location) bool { return o.Place == l.Place && strings.EqualFold(o.Street, l.Street) }
		if slices.ContainsFunc(list[:i], same) {
			c.add(FieldLocations, l.City+" is there twice. Remove one, or give each its street.")
		}
		if utf8.RuneCountInString(l.Street) > 120 || utf8.RuneCountInString(l.Postcode) > 20 {
			c.add(FieldLocations, "The street in "+l.City+" may have 120 characters, the postcode 20.")
		}
	}
	switch {
	case len(list) == 0:
		c.add(FieldLocations, "Add the town of your headquarters.")
	case len(list) > ProfileLocationsMost:
		c.add(FieldLocations, fmt.Sprintf("A profile shows at most %d places.", ProfileLocationsMost))
	case headquarters != 1:
		c.add(FieldLocations, "Choose one place as headquarters.")
	}
}

// CheckedFields returns which of the parts that a reviewer looks at before they are public differ between two profiles.
func CheckedFields(was, is *Partner) []ProfileField {
	var out []ProfileField
	if was.Name != is.Name {
		out = append(out, FieldName)
	}
	if was.Website != is.Website {
		out = append(out, FieldWebsite)
	}
	if was.Logo != is.Logo {
		out = append(out, FieldLogo)
	}
	return out
}
