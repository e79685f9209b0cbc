package views

import (
	"partnerdirectory/program"
)

// headquarters says where a partner sits: Lyon, France, and 3 more places.
func (p Profile) headquarters() string {
	if len(p.Partner.Locations) == 0 {
		return ""
	}
	home := p.Partner.Locations[0]
	for _, l := range p.Partner.Locations {
		if l.Headquarters {
			home = l
			break
		}
	}
	s := place(p.Site, home.City, home.Country)
	if more := len(p.Partner.Locations) - 1; more > 0 {
		s += " and " + plural(more, "more place", "more places")
	}
	return s
}

// rowOf makes a list row of a partner's own case study.
func rowOf(c program.CaseStudy) CaseRow {
	row := CaseRow{
		Slug: c.Slug, Title: c.Title, Customer: c.Customer, Industry: c.Industry, Country: c.Country,
		Labels: c.Specializations, Published: c.Published,
	}
	if len(c.Figures) > 0 {
		row.Headline = c.Figures[0]
	}
	return row
}

// ending says why a label ended, for everybody.
func ending(l program.Label) string {
	switch l.Reason {
	case program.EndLapsed:
		if l.EndedBy != "" {
			return "A requirement was no longer met: " + l.EndedBy
		}
		return "A requirement was no longer met."
	case program.EndNotRenewed:
		if l.EndedBy != "" {
			return "It was not renewed. What was missing: " + l.EndedBy
		}
		return "It was not renewed."
	case program.EndRevoked:
		return "It was revoked."
	case program.EndOverride:
		return "It was granted by hand for a time, which is over, and not all requirements are met."
	case program.EndMerged:
		return "Two partners became one, which goes on with another label of this specialization."
	}
	return ""
}

// comma puts a comma before a text that is there.
func comma(text string) string {
	if text == "" {
		return ""
	}
	return ", " + text
}
