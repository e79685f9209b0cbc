package views

import (
	"partnerdirectory/program"
	"partnerdirectory/search"
)

// holders counts those who hold a label: 214 partners.
func holders(n int) string { return plural(n, "partner", "partners") }

// inCountry leads to the holders in one country.
func (p SpecializationPage) inCountry(c search.Count) string {
	return partnersURL(search.Query{}.Toggle(search.FacetSpecialization, p.Specialization.Slug).Toggle(search.FacetCountry, c.Value))
}

// inCountry leads to the partners of one country that attained the competency.
func (p CompetencyPage) inCountry(c search.Count) string {
	return partnersURL(search.Query{}.Toggle(search.FacetCompetency, p.Competency.Slug).Toggle(search.FacetCountry, c.Value))
}

// changesOf leads to everything that happened in a specialization.
func changesOf(specialization string) string { return "/changes?specialization=" + specialization }

// pageURL leads to another page of the same choice.
func (p CaseStudies) pageURL(n int) string { return casesURL(p, n) }

// proof is the earned label with its specialization, as other pages draw it.
func (e Earned) proof() ProfileLabel {
	return ProfileLabel{
		Label: program.Label{
			ID: e.Label.ID, Specialization: e.Label.Specialization, Granted: e.Label.Granted, Until: e.Label.Until,
		},
		Specialization: e.Specialization,
	}
}
