package views

import (
	"testing"

	"partnerdirectory/program"
	"partnerdirectory/search"
)

var today = program.Date(2026, 11, 23)

// sampleSite is a small programme with everything that pages show.
func sampleSite(t testing.TB) *Site {
	t.Helper()
	atlas, err := search.LoadAtlas()
	if err != nil {
		t.Fatal(err)
	}
	return &Site{
		Base:  "https://partners.example.com",
		Atlas: atlas,
		Assets: Assets{
			CSS: "/static/app.css", JS: "/static/app.js", Badges: "/static/badges.svg", World: "/static/world.svg",
			Icon: "/static/icon.svg", Share: "/static/share.png",
		},
		Programme: &program.Programme{
			Name: "Meridian Partner Directory", Vendor: "Meridian", Settings: program.DefaultSettings(),
			Competencies: []program.Competency{
				{Slug: "cloud-platform", Name: "Cloud platform", Area: program.Infrastructure, Summary: "Designs and runs workloads in the cloud.", Meaning: "First paragraph.\n\nSecond paragraph.", Levels: []program.Level{program.Silver, program.Gold}},
				{Slug: "data-analytics", Name: "Data analytics", Area: program.DataAI, Summary: "Turns data into decisions."},
			},
			Specializations: []program.Specialization{
				{Slug: "kubernetes", Name: "Kubernetes", Area: program.Infrastructure, Glyph: "kubernetes", Summary: "Runs containers in production.", Meaning: "The partner has moved real workloads.\n\nAn auditor looked at the work.", AlignedTo: []string{"cloud-platform"}},
				{Slug: "sap", Name: "SAP", Area: program.Infrastructure, Glyph: "sap", Summary: "Moves SAP systems and keeps them running."},
				{Slug: "analytics", Name: "Analytics", Area: program.DataAI, Glyph: "analytics", Summary: "Builds analytics platforms."},
				{Slug: "teamwork-deployment", Name: "Teamwork deployment", Area: program.ModernWork, Glyph: "teamwork-deployment", Summary: "Brings teams together."},
				{Slug: "cloud-security", Name: "Cloud security", Area: program.Security, Glyph: "cloud-security", Summary: "Secures what runs in the cloud."},
				{Slug: "low-code", Name: "Low-code applications", Area: program.BusinessApplications, Glyph: "low-code", Summary: "Builds applications with business teams."},
			},
			Industries: []program.Term{{Slug: "retail", Name: "Retail"}, {Slug: "health", Name: "Health"}},
			Services:   []program.Term{{Slug: "migration", Name: "Migration"}, {Slug: "managed", Name: "Managed services"}},
			Products:   []program.Term{{Slug: "cloud", Name: "Cloud"}},
			Sizes:      []program.Term{{Slug: "smb", Name: "Small and midsize"}},
			Languages:  []program.Term{{Slug: "en", Name: "English"}, {Slug: "fr", Name: "French"}},
		},
	}
}

func samplePage(site *Site, title, path string) Page {
	return Page{
		Site: site, Title: title, Path: path, Today: today, Section: "partners", Description: "About " + title + ".",
		Structured: []any{map[string]string{"@type": "Organization", "name": "A </script> name"}},
	}
}

func sampleHit() search.Hit {
	return search.Hit{
		ID: 7, Slug: "atelier-nord", Name: "Atelier Nord", Summary: "Container platforms for retailers, from first cluster to the tenth country.",
		City: "Lyon", Country: "FR", OtherPlaces: 2, Distance: 3.94, CaseStudies: 2, Confirmed: today - 21,
		Labels: []program.ListedLabel{
			{ID: "L1", Specialization: "analytics", Granted: today - 200, Until: today + 165},
			{ID: "L2", Specialization: "kubernetes", Granted: today - 100, Until: today + 265},
		},
		Competencies: []program.ListedCompetency{{Competency: "cloud-platform", Level: program.Gold}, {Competency: "data-analytics", Level: program.Silver}},
		Why:          []search.Why{{Field: "label", Text: "Kubernetes", Words: []string{"kubernetes"}}, {Field: "summary", Text: "Container platforms on Kubernetes", Words: []string{"kubernetes"}}},
	}
}

func sampleLabel(site *Site, ended bool) ProfileLabel {
	s, _ := site.Programme.Specialization("kubernetes")
	l := program.Label{
		ID: "L2", Specialization: "kubernetes", Version: 2, Granted: today - 100, Until: today + 265,
		Verified: []program.VerifiedRequirement{
			{Sentence: "Gold in Cloud platform, active.", VerifiedBy: program.ByVendor, Mode: program.Automatic, On: today - 120, Until: today + 245},
			{Sentence: "A pass of an architecture review.", VerifiedBy: program.ByThirdParty, Mode: program.Manual, On: today - 101},
		},
	}
	if ended {
		l.ID, l.Ended, l.Reason, l.EndedBy = "L9", today-5, program.EndLapsed, "Gold in Cloud platform, active."
	}
	return ProfileLabel{Label: l, Specialization: s}
}

func samplePartner() program.Partner {
	return program.Partner{
		ID: 7, Slug: "atelier-nord", Name: "Atelier Nord", Summary: "Container platforms for retailers.",
		Description: "We began in 2009.\n\nToday we run clusters in nine countries.", Website: "https://atelier-nord.example",
		Email: "hidden@atelier-nord.example", Founded: 2009, Staff: 1240,
		Locations: []program.Location{
			{City: "Lyon", Country: "FR", Lat: 45.75, Lon: 4.85, Street: "12 Rue de la Paix", Postcode: "69002", Headquarters: true},
			{City: "Singapore", Country: "SG", Lat: 1.29, Lon: 103.85},
		},
		Industries: []string{"retail"}, Services: []string{"managed", "migration"}, Languages: []string{"fr", "en"},
		Joined: program.Date(2014, 2, 1), Confirmed: today - 21,
	}
}

func sampleProfile(site *Site) Profile {
	return Profile{
		Page: samplePage(site, "Atelier Nord", "/partners/atelier-nord"), Partner: samplePartner(),
		Labels:       []ProfileLabel{sampleLabel(site, false)},
		Earlier:      []ProfileLabel{sampleLabel(site, true)},
		Competencies: []ProfileCompetency{{Competency: site.Programme.Competencies[0], Level: program.Gold, Since: today - 900}},
		CaseStudies:  []program.CaseStudy{sampleCase()},
		Similar:      []search.Hit{sampleHit()},
	}
}

func sampleCase() program.CaseStudy {
	return program.CaseStudy{
		Slug: "forty-shops", Title: "Forty shops on one cluster", Customer: "Maison Verte", Industry: "retail", Country: "FR", Place: "Nantes",
		Specializations: []string{"kubernetes"}, Products: []string{"cloud"}, Challenge: "Each shop had its own server.", Approach: "One cluster.\n\nThen ten.",
		Outcome: "Releases take minutes.", Quote: "It simply runs.", QuoteBy: "Head of IT", Published: today - 300,
		Figures:      []program.Figure{{Value: "41 %", Label: "lower run cost"}, {Value: "9", Label: "countries"}},
		Verification: program.Verification{By: program.ByVendor, Mode: program.Manual, Decision: program.Accepted, Decided: today - 290},
	}
}

func sampleRow() CaseRow {
	row := rowOf(sampleCase())
	row.Partner, row.PartnerSlug = "Atelier Nord", "atelier-nord"
	return row
}

func sampleEarned(site *Site) Earned {
	return Earned{
		Label:          program.ListedLabel{ID: "L2", Specialization: "kubernetes", Granted: today - 3, Until: today + 362},
		Specialization: site.Programme.Specializations[0], Partner: "Atelier Nord", PartnerSlug: "atelier-nord", City: "Lyon", Country: "FR",
	}
}

func sampleResults(site *Site) Results {
	q := search.Query{Text: "kubernetes", Countries: []string{"FR"}, Sort: search.BestMatch, Page: 2}
	p := samplePage(site, "Partners for kubernetes", "/partners?q=kubernetes&country=FR&page=2")
	p.Text = q.Text
	return Results{
		Page: p, World: 2000,
		Result: search.Result{
			Query: q, Total: 214, Pages: 11, Hits: []search.Hit{sampleHit()},
			Facets: map[search.Facet][]search.Count{
				search.FacetCountry: {{Value: "FR", Name: "France", N: 214, Chosen: true}, {Value: "SG", Name: "Singapore", N: 31}, {Value: "DE", Name: "Germany"}},
				search.FacetSpecialization: {
					{Value: "kubernetes", Name: "Kubernetes", N: 210},
					{Value: "sap", Name: "SAP", N: 90},
					{Value: "analytics", Name: "Analytics", N: 80},
					{Value: "a", Name: "A", N: 8},
					{Value: "b", Name: "B", N: 7},
					{Value: "c", Name: "C", N: 6},
					{Value: "d", Name: "D", N: 5},
					{Value: "e", Name: "E", N: 4},
					{Value: "f", Name: "F", N: 3},
					{Value: "g", Name: "G", N: 2},
				},
			},
		},
	}
}

func sampleSentence() program.Sentence {
	leaf := func(text string, sample bool) program.Sentence {
		return program.Sentence{
			Node: program.Node{ID: text, Op: program.Leaf, Requirement: &program.Requirement{Sample: sample}}, Text: text, Rule: text,
			Guidance: "Book the exam.", How: "Verified by Meridian, from data.",
		}
	}
	return program.Sentence{
		Node: program.Node{Op: program.All}, Text: "All of these", Rule: "All of these",
		Children: []program.Sentence{
			leaf("Gold in Cloud platform, active.", false),
			{Node: program.Node{Op: program.Any}, Text: "Any one of these", Rule: "Any one of these", Children: []program.Sentence{leaf("US$15\u202f000 in three months.", true), leaf("Three references.", false)}},
		},
	}
}
