package views

import "strings"

// Table is the comparison as rows of plain cells, the first cell of each being its title, for spreadsheets.
func (p Compare) Table() [][]string {
	line := func(title string, cell func(ComparePartner) []string) []string {
		out := []string{title}
		for _, c := range p.Partners {
			out = append(out, strings.Join(cell(c), "; "))
		}
		return out
	}
	table := [][]string{
		line("Partner", func(c ComparePartner) []string { return []string{c.Partner.Name} }),
		line("Profile", func(c ComparePartner) []string { return []string{p.Site.Base + "/partners/" + c.Partner.Slug} }),
		line("Website", func(c ComparePartner) []string { return []string{c.Partner.Website} }),
		line("Verified labels", func(c ComparePartner) []string {
			var out []string
			for _, l := range c.Labels {
				out = append(out, l.Specialization.Name+" (valid until "+l.Label.Until.String()+")")
			}
			return out
		}),
		line("Competencies", func(c ComparePartner) []string {
			var out []string
			for _, l := range c.Competencies {
				out = append(out, l.Competency.Name+" ("+l.Level.Name()+")")
			}
			return out
		}),
	}
	for _, r := range p.rows() {
		out := []string{r.Title}
		for _, cell := range r.Cells {
			out = append(out, strings.Join(cell, "; "))
		}
		table = append(table, out)
	}
	return append(table,
		line("Case studies", func(c ComparePartner) []string {
			var out []string
			for _, s := range c.CaseStudies {
				out = append(out, s.Title)
			}
			return out
		}),
		line("Profile confirmed", func(c ComparePartner) []string { return []string{c.Partner.Confirmed.String()} }))
}
