package program

import (
	"reflect"
	"testing"
)

func TestListingOf(t *testing.T) {
	t.Parallel()
	p := sampleProgramme()
	past := today - 100
	partner := &Partner{
		ID: 7, Slug: "acme", Name: "Acme", Summary: "We build", Description: "Long", Industries: []string{"retail"},
		Locations: []Location{{City: "Lyon"}, {City: "Paris", Headquarters: true}, {City: "Nice"}}, Confirmed: past,
	}
	attain := func(slug string, l Level, until Day, v Verification) Attainment {
		return Attainment{Competency: slug, Level: l, From: past, Until: until, Verification: v}
	}
	facts := &Facts{Attainments: []Attainment{
		attain("ops", Silver, 0, accepted(past)), attain("cloud", Silver, 0, accepted(past)),
		attain("cloud", Gold, today+1, accepted(past)), attain("apps", Gold, today, accepted(past)),
		attain("apps", Silver, 0, waiting(past)),
	}}
	study := func(slug string, published Day, v Verification) CaseStudy {
		return CaseStudy{Slug: slug, Title: "T", Customer: "C", Challenge: "a", Approach: "b", Outcome: "c", Published: published, Verification: v}
	}
	cases := []CaseStudy{
		study("good", past, accepted(past)), study("future", today+1, accepted(past)), study("undecided", past, waiting(past)),
	}
	labels := []Label{
		{ID: "old", Specialization: "alpha", Granted: past, Until: today + 9},
		{ID: "ended", Specialization: "alpha", Granted: past - 9, Ended: today},
		{ID: "new", Specialization: "beta", Granted: today, Until: today + 99},
	}
	got := ListingOf(p, partner, facts, cases, labels, today)
	want := Listing{
		ID: 7, Slug: "acme", Name: "Acme", Summary: "We build", Description: "Long", Industries: []string{"retail"}, Confirmed: past,
		Locations: []Location{{City: "Paris", Headquarters: true}, {City: "Lyon"}, {City: "Nice"}},
		Labels: []ListedLabel{
			{ID: "new", Specialization: "beta", Granted: today, Until: today + 99},
			{ID: "old", Specialization: "alpha", Granted: past, Until: today + 9},
		},
		Competencies: []ListedCompetency{{"cloud", Gold}, {"ops", Silver}},
		CaseStudies:  []ListedCase{{Slug: "good", Title: "T", Customer: "C", Text: "a\n\nb\n\nc"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if partner.Locations[0].City != "Lyon" {
		t.Error("the partner's own locations were reordered")
	}
}
