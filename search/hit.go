package search

import "partnerdirectory/program"

// hit returns what a result shows of a document, without reasons.
func (ix *Index) hit(p part, doc uint32) Hit {
	rec := p.record(doc)
	return ix.hitOf(p.segment, doc, rec.card(ix.vocab))
}

func (ix *Index) hitOf(s *segment, doc uint32, c card) Hit {
	h := Hit{
		ID: program.PartnerID(s.ids[doc]), Slug: s.slug(doc), Name: s.spell(c.name), Summary: s.spell(c.summary),
		OtherPlaces: max(0, len(c.locations)-1), Distance: -1, Labels: c.labels, Competencies: c.competencies,
		CaseStudies: s.caseStudies(doc), Confirmed: c.confirmed,
	}
	if len(c.locations) > 0 {
		h.City, h.Country = ix.atlas.namesOf(c.locations[0])
	}
	return h
}

// namesOf returns a location's town and country.
func (a *Atlas) namesOf(l location) (city, country string) {
	if l.town == noTown {
		return l.city, l.country
	}
	return a.towns[l.town].Name, a.towns[l.town].Country
}
