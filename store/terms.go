package store

import (
	"context"
	"fmt"
	"slices"

	"partnerdirectory/program"
)

// facetColumn returns the column of partners that holds a facet's terms; empty: there is no such facet.
func facetColumn(facet string) string {
	return map[string]string{"industry": "industries", "service": "services", "product": "products", "size": "sizes", "language": "languages"}[facet]
}

// facetTerms returns the terms of a facet, in order.
func (w *work) facetTerms(facet string) ([]program.Term, error) {
	p, err := w.programme()
	if err != nil {
		return nil, err
	}
	terms := facets(p)[facet]
	if terms == nil {
		return nil, fmt.Errorf("facet %q: %w", facet, program.ErrNotFound)
	}
	return *terms, nil
}

func termAt(terms []program.Term, slug string) int {
	return slices.IndexFunc(terms, func(t program.Term) bool { return t.Slug == slug })
}

// SaveTerm adds a term to a facet, at its end, when stamp is empty; else it renames the one that was read with that stamp.
func (s *Store) SaveTerm(ctx context.Context, act Act, facet, stamp string, t program.Term) error {
	if err := refuse(t.Problems()); err != nil {
		return fmt.Errorf("save %s %s: %w", facet, t.Slug, err)
	}
	return s.write(ctx, "save "+facet+" "+t.Slug, func(w *work) error {
		terms, err := w.facetTerms(facet)
		if err != nil {
			return err
		}
		x := entry{action: "add term", kind: aboutTerm, subject: facet + "/" + t.Slug, field: "slug", stamp: stamp, new: t}
		if i := termAt(terms, t.Slug); i >= 0 {
			x.action, x.old = "rename term", terms[i]
		}
		if err := w.unmoved(x); err != nil {
			return err
		}
		if slices.ContainsFunc(terms, func(o program.Term) bool { return o.Name == t.Name && o.Slug != t.Slug }) {
			return &program.FieldError{Field: "name", Text: "Another one has this name."}
		}
		if err := w.exec(`INSERT INTO terms (facet, slug, position, name)
			VALUES ($1, $2, (SELECT COALESCE(MAX(position), -1) + 1 FROM terms WHERE facet = $1), $3)
			ON CONFLICT (facet, slug) DO UPDATE SET name = excluded.name`, facet, t.Slug, t.Name); err != nil {
			return err
		}
		return w.note(act, x)
	})
}

// MoveTerm moves a term of a facet one place up or down. At the end of the list it stays where it is.
func (s *Store) MoveTerm(ctx context.Context, act Act, facet, slug string, up bool) error {
	return s.write(ctx, "move "+facet+" "+slug, func(w *work) error {
		terms, err := w.facetTerms(facet)
		if err != nil {
			return err
		}
		i := termAt(terms, slug)
		if i < 0 {
			return program.ErrNotFound
		}
		to := i + 1
		if up {
			to = i - 1
		}
		if to < 0 || to >= len(terms) {
			return nil
		}
		order := slices.Clone(terms)
		order[i], order[to] = order[to], order[i]
		for position, t := range order {
			if err := w.exec(`UPDATE terms SET position = $3 WHERE facet = $1 AND slug = $2`, facet, t.Slug, position); err != nil {
				return err
			}
		}
		return w.note(act, entry{
			action: "move term", kind: aboutTerm, subject: facet + "/" + slug, old: map[string]int{"place": i + 1}, new: map[string]int{"place": to + 1},
		})
	})
}

// RemoveTerm removes a term that no partner uses and no requirement asks for; *InUse says what does.
func (s *Store) RemoveTerm(ctx context.Context, act Act, facet, stamp, slug string) error {
	return s.write(ctx, "remove "+facet+" "+slug, func(w *work) error {
		terms, err := w.facetTerms(facet)
		if err != nil {
			return err
		}
		i := termAt(terms, slug)
		if i < 0 {
			return program.ErrNotFound
		}
		x := entry{action: "remove term", kind: aboutTerm, subject: facet + "/" + slug, stamp: stamp, old: terms[i]}
		if err := w.unmoved(x); err != nil {
			return err
		}
		uses, err := w.termUses(facet, slug)
		switch {
		case err != nil:
			return err
		case uses.Any():
			return &InUse{uses}
		}
		if err := w.exactlyOne(`DELETE FROM terms WHERE facet = $1 AND slug = $2`, facet, slug); err != nil {
			return err
		}
		return w.note(act, x)
	})
}

// termUses counts the partners that name a term in their profile or in a case study.
func (w *work) termUses(facet, slug string) (Uses, error) {
	var u Uses
	query := `SELECT id FROM partners WHERE merged_into IS NULL AND ' ' || ` + facetColumn(facet) + ` || ' ' LIKE '% ' || $1 || ' %'`
	switch facet {
	case "product":
		query += ` UNION SELECT partner FROM case_studies WHERE ' ' || products || ' ' LIKE '% ' || $1 || ' %'`
	case "industry":
		query += ` UNION SELECT partner FROM case_studies WHERE industry = $1`
	}
	err := w.tx.QueryRowContext(w.ctx, `SELECT COUNT(*) FROM (`+query+`)`, slug).Scan(&u.Partners)
	return u, err
}

// SaveSynonyms writes the groups of words that search treats as one, over those that were read with a stamp.
func (s *Store) SaveSynonyms(ctx context.Context, act Act, stamp string, groups [][]string) error {
	if problem := program.SynonymProblem(groups); problem != "" {
		return fmt.Errorf("save synonyms: %w", &program.FieldError{Field: "synonyms", Text: problem})
	}
	return s.write(ctx, "save synonyms", func(w *work) error {
		p, err := w.programme()
		if err != nil {
			return err
		}
		type list struct{ Groups [][]string }
		x := entry{action: "change synonyms", kind: aboutTerm, subject: "synonyms", stamp: stamp, old: p.Synonyms}
		if err := w.unmoved(x); err != nil {
			return err
		}
		if err := w.exactlyOne(`UPDATE programme SET synonyms = $1 WHERE id = 1`, toJSON{groups}); err != nil {
			return err
		}
		x.old, x.new = list{p.Synonyms}, list{groups}
		return w.note(act, x)
	})
}
