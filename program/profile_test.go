package program

import (
	"strings"
	"testing"
)

func goodProfile() (*Programme, Partner) {
	p := &Programme{
		Industries: []Term{{"retail", "Retail"}}, Services: []Term{{"advice", "Advice"}}, Languages: []Term{{"en", "English"}},
	}
	return p, Partner{
		Name: "Groupe Séverac", Summary: "Cloud platforms for retail.", Description: "Since 2004 we move shops to the cloud, 24/7.",
		Website: "https://www.severac.example", Founded: 2004, Staff: 120, Services: []string{"advice"},
		Locations: []Location{{Place: 1, City: "Lyon", Headquarters: true}},
	}
}

func TestListingRules(t *testing.T) {
	p, good := goodProfile()
	if got := p.CheckProfile(&good, 20780); len(got) != 0 {
		t.Fatalf("a good profile is refused: %v", got)
	}
	for name, c := range map[string]struct {
		field  ProfileField
		says   string
		change func(*Partner)
	}{
		"no name":          {FieldName, "name", func(x *Partner) { x.Name = "" }},
		"long summary":     {FieldSummary, "Shorten it by 1", func(x *Partner) { x.Summary = strings.Repeat("é", 161) }},
		"long description": {FieldDescription, "2500 fit", func(x *Partner) { x.Description = strings.Repeat("a", 2501) }},
		"http":             {FieldWebsite, "https://", func(x *Partner) { x.Website = "http://severac.example" }},
		"script":           {FieldWebsite, "no web address", func(x *Partner) { x.Website = "javascript:alert(1)" }},
		"user in address":  {FieldWebsite, "no web address", func(x *Partner) { x.Website = "https://a:b@severac.example" }},
		"bare host":        {FieldWebsite, "domain", func(x *Partner) { x.Website = "https://localhost" }},
		"IP address":       {FieldWebsite, "domain", func(x *Partner) { x.Website = "https://10.0.0.1/" }},
		"link":             {FieldDescription, "link “www.severac.example”", func(x *Partner) { x.Description = "See www.severac.example" }},
		"domain":           {FieldSummary, "link", func(x *Partner) { x.Summary = "Best of severac.com" }},
		"mail":             {FieldDescription, "e-mail address “us@severac.example”", func(x *Partner) { x.Description = "Write to us@severac.example now" }},
		"phone":            {FieldDescription, "telephone number", func(x *Partner) { x.Description = "Call +33 4 72 00 00 00" }},
		"national phone":   {FieldDescription, "telephone number", func(x *Partner) { x.Description = "Call 030 901820 00" }},
		"future":           {FieldFounded, "2026", func(x *Partner) { x.Founded = 2027 }},
		"unknown industry": {FieldIndustries, "plumbing", func(x *Partner) { x.Industries = []string{"plumbing"} }},
		"no service":       {FieldServices, "at least one", func(x *Partner) { x.Services = nil }},
		"no place":         {FieldLocations, "headquarters", func(x *Partner) { x.Locations = nil }},
		"two headquarters": {FieldLocations, "one place", func(x *Partner) { x.Locations = append(x.Locations, Location{Place: 2, Headquarters: true}) }},
		"the same twice":   {FieldLocations, "Lyon is there twice", func(x *Partner) { x.Locations = append(x.Locations, Location{Place: 1, City: "Lyon"}) }},
		"six places": {FieldLocations, "at most 5", func(x *Partner) {
			x.Locations = append(x.Locations, Location{Place: 2}, Location{Place: 3}, Location{Place: 4}, Location{Place: 5}, Location{Place: 6})
		}},
	} {
		x := good
		x.Locations = append([]Location(nil), good.Locations...)
		c.change(&x)
		got := p.CheckProfile(&x, 20780)
		if len(got) != 1 || got[0].Field != c.field || !strings.Contains(got[0].Text, c.says) {
			t.Errorf("%s: %q, want one about %s that says %q", name, got, c.field, c.says)
		}
	}
}

func TestOrdinaryTextIsNotTakenForContactData(t *testing.T) {
	p, x := goodProfile()
	for _, text := range []string{
		"ISO 27001, 99.95 % uptime since 2004-2026.", "We moved 1,200,000 users in 12 weeks.", "Node.js, .NET and ASP.NET.", "From 2019 to 2025 we ran 300 - 400 projects.",
		"SAP S/4HANA 2023. And more.", "Open 24/7, 365 days.",
	} {
		x.Description = text
		if got := p.CheckProfile(&x, 20780); len(got) != 0 {
			t.Errorf("%q: %v", text, got)
		}
	}
}
