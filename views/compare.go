package views

import (
	"slices"
	"strings"

	"partnerdirectory/program"
)

// maxCompared is how many partners stand side by side.
const maxCompared = 4

// compareRow is one line of text in the comparison, a list for each partner.
type compareRow struct {
	Title string
	Cells [][]string
}

// same reports whether all partners have the same there.
func (r compareRow) same() bool {
	for _, c := range r.Cells[1:] {
		if !slices.Equal(c, r.Cells[0]) {
			return false
		}
	}
	return true
}

// rows are the lines below labels and competencies.
func (p Compare) rows() []compareRow {
	programme := p.Site.Programme
	terms := func(title string, all []program.Term, of func(program.Partner) []string) compareRow {
		return p.row(title, func(c ComparePartner) []string { return termNames(all, of(c.Partner)) })
	}
	return []compareRow{
		p.row("Places", func(c ComparePartner) []string {
			var out []string
			for _, l := range c.Partner.Locations {
				out = append(out, place(p.Site, l.City, l.Country))
			}
			return out
		}),
		terms("Services", programme.Services, func(q program.Partner) []string { return q.Services }),
		terms("Industries", programme.Industries, func(q program.Partner) []string { return q.Industries }),
		terms("Products", programme.Products, func(q program.Partner) []string { return q.Products }),
		terms("Customers served", programme.Sizes, func(q program.Partner) []string { return q.Sizes }),
		terms("Languages", programme.Languages, func(q program.Partner) []string { return q.Languages }),
	}
}

func (p Compare) row(title string, cell func(ComparePartner) []string) compareRow {
	r := compareRow{Title: title}
	for _, c := range p.Partners {
		r.Cells = append(r.Cells, cell(c))
	}
	return r
}

// slugs are the partners compared, in their order.
func (p Compare) slugs() []string {
	var out []string
	for _, c := range p.Partners {
		out = append(out, c.Partner.Slug)
	}
	return out
}

// specializations are those that at least one of the partners holds, in the programme's order.
func (p Compare) specializations() []program.Specialization {
	return slices.DeleteFunc(slices.Clone(p.Site.Programme.Specializations), func(s program.Specialization) bool {
		return !slices.ContainsFunc(p.Partners, func(c ComparePartner) bool { return c.label(s.Slug) != nil })
	})
}

// competencies are those that at least one of the partners attained, in the programme's order.
func (p Compare) competencies() []program.Competency {
	return slices.DeleteFunc(slices.Clone(p.Site.Programme.Competencies), func(k program.Competency) bool {
		return !slices.ContainsFunc(p.Partners, func(c ComparePartner) bool { return c.level(k.Slug) != "" })
	})
}

// allHold reports whether every partner holds a label.
func (p Compare) allHold(specialization string) bool {
	return !slices.ContainsFunc(p.Partners, func(c ComparePartner) bool { return c.label(specialization) == nil })
}

// allAt reports whether every partner attained the competency at one level.
func (p Compare) allAt(competency string) bool {
	first := p.Partners[0].level(competency)
	return !slices.ContainsFunc(p.Partners, func(c ComparePartner) bool { return c.level(competency) != first })
}

// label returns the partner's held label of a specialization, or nil.
func (c ComparePartner) label(specialization string) *program.Label {
	for _, l := range c.Labels {
		if l.Specialization.Slug == specialization {
			return &l.Label
		}
	}
	return nil
}

// level returns the partner's level in a competency, or "".
func (c ComparePartner) level(competency string) program.Level {
	for _, k := range c.Competencies {
		if k.Competency.Slug == competency {
			return k.Level
		}
	}
	return ""
}

// missing names the partners asked for that are not in the directory.
func (p Compare) missing() string { return strings.Join(p.Missing, ", ") }
