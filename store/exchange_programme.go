package store

import (
	"context"
	"slices"
	"strings"

	"partnerdirectory/program"
	"partnerdirectory/store/rows"
)

// vocabularyRows is a kind of rows of which each is one thing of the programme's vocabulary, known by its slug.
type vocabularyRows[T any] struct {
	doc     RowKind
	columns []column[T]
	all     func(*program.Programme) []T
	slug    func(*T) string
	check   func(p *program.Programme, t *T) (column, want string)
	save    func(im *importing, old *T, t T) error // old is nil for a new one
}

func (k vocabularyRows[T]) kind() rowKind {
	out := rowKind{RowKind: k.doc, importRows: k.importRows, whole: k.exportRows}
	for _, c := range k.columns {
		out.Columns = append(out.Columns, c.Column)
		if c.key {
			out.Key = append(out.Key, c.Name)
		}
	}
	return out
}

// importRows saves what is new or changed, one after the other: a vocabulary is short.
func (k vocabularyRows[T]) importRows(im *importing, r *rows.Reader) error {
	seen := map[string]bool{}
	return im.eachBatch(r, func(batch []profileRow, _ []string) bool { return len(batch) == profileBatch }, func(batch []profileRow) error {
		for i := range batch {
			if err := k.row(im, &batch[i], seen); err != nil {
				return err
			}
		}
		return nil
	})
}

func (k vocabularyRows[T]) row(im *importing, one *profileRow, seen map[string]bool) error {
	p, err := im.w.programme()
	if err != nil {
		return err
	}
	slug := one.cells[0]
	if seen[slug] {
		im.wrong(rows.Mistake{Line: one.line, Column: k.columns[0].Name, Found: slug, Want: "each slug once"})
		return nil
	}
	seen[slug] = true
	all := k.all(p)
	var old *T
	var t T
	if i := slices.IndexFunc(all, func(x T) bool { return k.slug(&x) == slug }); i >= 0 {
		old, t = &all[i], all[i]
	}
	for i := range k.columns {
		c, cell := &k.columns[i], one.cells[i]
		if cell != rows.Absent && !c.set(&t, cell) {
			im.wrong(rows.Mistake{Line: one.line, Column: c.Name, Found: cell, Want: wanted(c.Column)})
			return nil
		}
	}
	if name, want := k.check(p, &t); name != "" {
		m := rows.Mistake{Line: one.line, Column: name, Want: want}
		if i := slices.IndexFunc(k.columns, func(c column[T]) bool { return c.Name == name }); i >= 0 {
			m.Found = k.columns[i].get(&t)
		}
		im.wrong(m)
		return nil
	}
	switch {
	case old == nil:
		im.report.New++
	case !slices.ContainsFunc(k.columns, func(c column[T]) bool { return c.get(old) != c.get(&t) }):
		im.report.Unchanged++
		return nil
	default:
		im.report.Changed++
	}
	if len(im.bad.List) > 0 {
		return nil
	}
	return k.save(im, old, t)
}

func (k vocabularyRows[T]) exportRows(ctx context.Context, s *Store, row func([]string) error) error {
	p, err := s.Programme(ctx)
	if err != nil {
		return err
	}
	cells := make([]string, len(k.columns))
	for _, t := range k.all(p) {
		for i := range k.columns {
			cells[i] = k.columns[i].get(&t)
		}
		if err := row(cells); err != nil {
			return err
		}
	}
	return nil
}

func competencyRows() vocabularyRows[program.Competency] {
	type T = program.Competency
	return vocabularyRows[T]{
		doc: RowKind{Name: "competencies", What: "The programme's competencies. The ways to attain one are edited on its page and are left as they are.",
			Example: []string{"cloud-platform", "Cloud platform", "infrastructure", "silver gold", "", "Runs applications in the cloud.", "A holder has shown that it does."}},
		columns: []column[T]{
			textColumn("competency", "its slug", func(t *T) *string { return &t.Slug }).needed().isKey(),
			textColumn("name", "its name", func(t *T) *string { return &t.Name }).needed(),
			choiceColumn("area", "the solution area", func(t *T) *program.Area { return &t.Area }, program.Areas()...).needed(),
			levelsColumn(),
			daysColumn("retired", "from which day it cannot be attained any more", func(t *T) *program.Day { return &t.Retired }),
			textColumn("summary", "one sentence: what a holder does", func(t *T) *string { return &t.Summary }),
			textColumn("meaning", "what the level tells a customer", func(t *T) *string { return &t.Meaning }),
		},
		all:  func(p *program.Programme) []T { return p.Competencies },
		slug: func(t *T) string { return t.Slug },
		check: func(_ *program.Programme, t *T) (string, string) {
			list := t.Problems()
			if len(list) == 0 {
				return "", ""
			}
			first := list[0]
			if first.Field == "slug" {
				first.Field = "competency"
			}
			return first.Field, "something else: " + strings.TrimSuffix(first.Text, ".")
		},
		save: func(im *importing, old *T, t T) error {
			stamp := ""
			if old != nil {
				stamp = Stamp(*old)
			}
			return im.w.saveCompetency(im.act, stamp, t)
		},
	}
}

func levelsColumn() column[program.Competency] {
	return column[program.Competency]{
		Column: rows.Column{Name: "levels", Type: rows.List, Meaning: "silver, gold or both", Needed: true},
		get:    func(t *program.Competency) string { return words(t.Levels) },
		set: func(t *program.Competency, s string) bool {
			t.Levels = nil
			for l := range strings.FieldsSeq(s) {
				t.Levels = append(t.Levels, program.Level(l))
			}
			return true
		},
	}
}

func specializationRows() vocabularyRows[program.Specialization] {
	type T = program.Specialization
	return vocabularyRows[T]{
		doc: RowKind{Name: "specializations", What: "The advanced specializations. Their requirements are edited and published on their pages.",
			Example: []string{"kubernetes", "Kubernetes", "infrastructure", "cloud-platform", "2026-01-01", "kubernetes"}},
		columns: []column[T]{
			textColumn("specialization", "its slug", func(t *T) *string { return &t.Slug }).needed().isKey(),
			textColumn("name", "its name", func(t *T) *string { return &t.Name }).needed(),
			choiceColumn("area", "the solution area", func(t *T) *program.Area { return &t.Area }, program.Areas()...).needed(),
			listColumn("aligned_to", "slugs of competencies", func(t *T) *[]string { return &t.AlignedTo }),
			daysColumn("first_listed", "since when it is in the programme", func(t *T) *program.Day { return &t.FirstListed }).needed(),
			textColumn("glyph", "the drawing on its badge", func(t *T) *string { return &t.Glyph }),
			textColumn("summary", "one sentence: what a holder has proven", func(t *T) *string { return &t.Summary }),
			textColumn("meaning", "what the label tells a customer", func(t *T) *string { return &t.Meaning }),
			synonymsColumn(),
		},
		all:  func(p *program.Programme) []T { return p.Specializations },
		slug: func(t *T) string { return t.Slug },
		check: func(p *program.Programme, t *T) (string, string) {
			if !slugPattern.MatchString(t.Slug) || t.Slug == "new" {
				return "specialization", "small letters and digits, with hyphens between them"
			}
			for _, slug := range t.AlignedTo {
				if _, ok := p.Competency(slug); !ok {
					return "aligned_to", "slugs of competencies of the programme"
				}
			}
			return "", ""
		},
		save: func(im *importing, old *T, t T) error {
			return im.w.saveSpecialization(im.act, old, t)
		},
	}
}

// synonymsColumn holds words divided by commas: a synonym may have several words.
func synonymsColumn() column[program.Specialization] {
	return column[program.Specialization]{
		Column: rows.Column{Name: "synonyms", Type: rows.Text, Meaning: "words that customers use for it, divided by commas"},
		get:    func(t *program.Specialization) string { return strings.Join(t.Synonyms, ", ") },
		set: func(t *program.Specialization, s string) bool {
			t.Synonyms = nil
			for word := range strings.SplitSeq(s, ",") {
				if word = strings.TrimSpace(word); word != "" {
					t.Synonyms = append(t.Synonyms, word)
				}
			}
			return true
		},
	}
}
