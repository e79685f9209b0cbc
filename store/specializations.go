package store

import (
	"context"
	"fmt"

	"partnerdirectory/program"
)

// SaveSpecialization keeps what a specialization is called and how it is shown: a new one when old is nil, else in place of what
// was read as old. ErrConflict: the slug is taken, or somebody else saved meanwhile.
func (s *Store) SaveSpecialization(ctx context.Context, act Act, old *program.Specialization, x program.Specialization) error {
	return s.write(ctx, "save specialization "+x.Slug, func(w *work) error { return w.saveSpecialization(act, old, x) })
}

func (w *work) saveSpecialization(act Act, old *program.Specialization, x program.Specialization) error {
	p, err := w.programme()
	if err != nil {
		return err
	}
	now, there := p.Specialization(x.Slug)
	action := "save specialization"
	var before any
	switch {
	case old == nil && there:
		return fmt.Errorf("%w: the address %s is taken", program.ErrConflict, x.Slug)
	case old == nil:
		action = "add specialization"
	case !there:
		return program.ErrNotFound
	default:
		if Stamp(now) != Stamp(*old) {
			return fmt.Errorf("%w: the specialization was saved meanwhile", program.ErrConflict)
		}
		before = now
	}
	if err := w.programmeChanged(); err != nil {
		return err
	}
	if err := w.exec(`INSERT INTO specializations (slug, position, name, area, summary, meaning, aligned_to, glyph, synonyms, first_listed)
			VALUES ($1, (SELECT COALESCE(MAX(position), 0) + 1 FROM specializations), $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (slug) DO UPDATE SET name = excluded.name, area = excluded.area, summary = excluded.summary, meaning = excluded.meaning,
				aligned_to = excluded.aligned_to, glyph = excluded.glyph, synonyms = excluded.synonyms, first_listed = excluded.first_listed`,
		x.Slug, x.Name, x.Area, x.Summary, x.Meaning, words(x.AlignedTo), x.Glyph, toJSON{x.Synonyms}, x.FirstListed); err != nil {
		return err
	}
	return w.event(act, happened{action, aboutRequirements, x.Slug, before, x})
}

// Holders returns for each specialization how many labels have not ended, those in grace and suspended among them.
func (s *Store) Holders(ctx context.Context) (map[string]int, error) {
	out := map[string]int{}
	err := each(ctx, s.reader, `SELECT specialization, COUNT(*) FROM labels WHERE ended = 0 GROUP BY specialization`, nil, func(scan scanner) error {
		slug, n := "", 0
		err := scan(&slug, &n)
		out[slug] = n
		return err
	})
	return out, wrap(err, "count the holders of labels")
}
