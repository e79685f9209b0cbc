package store

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"partnerdirectory/program"
)

// knownProgramme is the programme as of one change of it.
type knownProgramme struct {
	revision  uint64
	programme *program.Programme
}

// Programme returns the stored programme, or ErrNotFound before the first SaveProgramme. It is shared: callers must
// not change it.
func (s *Store) Programme(ctx context.Context) (*program.Programme, error) {
	var k *knownProgramme
	err := s.read(ctx, func(q querier) (err error) {
		k, err = s.programmeIn(ctx, q)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.programme.Store(k) // only what was committed: a transaction may still roll back what it sees
	return k.programme, nil
}

// programmeIn returns the programme as q sees it, reading it only when it is not the one known from before.
func (s *Store) programmeIn(ctx context.Context, q querier) (*knownProgramme, error) {
	revision, err := counter(ctx, q, "programme")
	if err != nil {
		return nil, err
	}
	if k := s.programme.Load(); k != nil && k.revision == revision {
		return k, nil
	}
	p, err := loadProgramme(ctx, q)
	return &knownProgramme{revision, p}, wrap(err, "read programme")
}

// SaveProgramme stores the vocabulary, the settings and the requirement sets. What is already there under the same
// name is replaced, nothing is removed, and a set that was saved before must come unchanged: otherwise ErrConflict.
func (s *Store) SaveProgramme(ctx context.Context, p *program.Programme) error {
	return s.write(ctx, "save programme "+p.Name, func(w *work) error {
		if err := w.programmeChanged(); err != nil {
			return err
		}
		h := happened{action: "save programme", kind: aboutProgramme, after: p.Settings}
		if old, err := w.programme(); err == nil {
			h.before = old.Settings
		} else if !errors.Is(err, program.ErrNotFound) {
			return err
		}
		for _, save := range []func(*work, *program.Programme) error{saveHead, saveVocabulary, saveTerms, saveSets} {
			if err := save(w, p); err != nil {
				return err
			}
		}
		if err := w.event(Act{}, h); err != nil {
			return err
		}
		// Any requirement may have changed: the next sweep looks at everybody.
		return w.exec(`UPDATE partner_clocks SET due = evaluated + 1`)
	})
}

func saveHead(w *work, p *program.Programme) error {
	return w.exec(`INSERT INTO programme (id, name, vendor, synonyms, settings) VALUES (1, $1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, vendor = excluded.vendor,
			synonyms = excluded.synonyms, settings = excluded.settings`,
		p.Name, p.Vendor, toJSON{p.Synonyms}, toJSON{p.Settings})
}

func saveVocabulary(w *work, p *program.Programme) error {
	for i, c := range p.Competencies {
		if err := w.exec(`INSERT INTO competencies (slug, position, name, area, summary, meaning, levels, retired, options)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (slug) DO UPDATE SET position = excluded.position, name = excluded.name, area = excluded.area,
				summary = excluded.summary, meaning = excluded.meaning, levels = excluded.levels,
				retired = excluded.retired, options = excluded.options`,
			c.Slug, i, c.Name, c.Area, c.Summary, c.Meaning, words(c.Levels), c.Retired, toJSON{c.Options}); err != nil {
			return fmt.Errorf("competency %s: %w", c.Slug, err)
		}
	}
	for i, c := range p.Specializations {
		if err := w.exec(`INSERT INTO specializations (slug, position, name, area, summary, meaning, aligned_to, glyph, synonyms, first_listed)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			ON CONFLICT (slug) DO UPDATE SET position = excluded.position, name = excluded.name, area = excluded.area,
				summary = excluded.summary, meaning = excluded.meaning, aligned_to = excluded.aligned_to,
				glyph = excluded.glyph, synonyms = excluded.synonyms, first_listed = excluded.first_listed`,
			c.Slug, i, c.Name, c.Area, c.Summary, c.Meaning, words(c.AlignedTo), c.Glyph, toJSON{c.Synonyms}, c.FirstListed); err != nil {
			return fmt.Errorf("specialization %s: %w", c.Slug, err)
		}
	}
	for i, c := range p.Certifications {
		if err := w.exec(`INSERT INTO certifications (code, position, title, issuer, type, retired, also, in_review, accepted_until)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (code) DO UPDATE SET position = excluded.position, title = excluded.title, issuer = excluded.issuer,
				type = excluded.type, retired = excluded.retired, also = excluded.also, in_review = excluded.in_review,
				accepted_until = excluded.accepted_until`,
			c.Code, i, c.Title, c.Issuer, c.Type, c.Retired, toJSON{c.Also}, c.InReview, c.AcceptedUntil); err != nil {
			return fmt.Errorf("certification %s: %w", c.Code, err)
		}
	}
	for i, m := range p.Metrics {
		if err := w.exec(`INSERT INTO metrics (slug, position, name, unit) VALUES ($1, $2, $3, $4)
			ON CONFLICT (slug) DO UPDATE SET position = excluded.position, name = excluded.name, unit = excluded.unit`,
			m.Slug, i, m.Name, m.Unit); err != nil {
			return fmt.Errorf("metric %s: %w", m.Slug, err)
		}
	}
	return nil
}

// facets returns where each facet's terms are kept, by the facet's name in the database.
func facets(p *program.Programme) map[string]*[]program.Term {
	return map[string]*[]program.Term{
		"industry": &p.Industries, "service": &p.Services, "product": &p.Products, "size": &p.Sizes, "language": &p.Languages,
	}
}

func saveTerms(w *work, p *program.Programme) error {
	for facet, terms := range facets(p) {
		for i, t := range *terms {
			if strings.ContainsAny(t.Slug, " \t\n") || t.Slug == "" {
				return fmt.Errorf("%s %q: %w: a slug has no spaces", facet, t.Slug, program.ErrInvalid)
			}
			if err := w.exec(`INSERT INTO terms (facet, slug, position, name) VALUES ($1, $2, $3, $4)
				ON CONFLICT (facet, slug) DO UPDATE SET position = excluded.position, name = excluded.name`,
				facet, t.Slug, i, t.Name); err != nil {
				return fmt.Errorf("%s %s: %w", facet, t.Slug, err)
			}
		}
	}
	return nil
}

func saveSets(w *work, p *program.Programme) error {
	published, err := loadSets(w.ctx, w.tx)
	if err != nil {
		return err
	}
	for _, set := range p.Sets {
		i := slices.IndexFunc(published, func(o program.Set) bool {
			return o.Specialization == set.Specialization && o.Version == set.Version
		})
		if i >= 0 {
			old, _ := toJSON{published[i]}.Value()
			if now, err := (toJSON{set}).Value(); err != nil || now != old {
				return fmt.Errorf("requirements of %s, version %d: %w: a published set never changes",
					set.Specialization, set.Version, program.ErrConflict)
			}
			continue
		}
		if err := set.Validate(p); err != nil {
			return fmt.Errorf("requirements of %s, version %d: %w", set.Specialization, set.Version, err)
		}
		if err := w.exec(`INSERT INTO requirement_sets (specialization, version, published, effective_from, note, root, at_once, spared_until)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			set.Specialization, set.Version, set.Published, set.EffectiveFrom, set.Note, toJSON{set.Root}, set.AtOnce, set.SparedUntil); err != nil {
			return fmt.Errorf("requirements of %s, version %d: %w", set.Specialization, set.Version, err)
		}
	}
	return nil
}

func loadProgramme(ctx context.Context, q querier) (*program.Programme, error) {
	p := &program.Programme{}
	var synonyms, settings string
	if err := q.QueryRowContext(ctx, `SELECT name, vendor, synonyms, settings FROM programme`).
		Scan(&p.Name, &p.Vendor, &synonyms, &settings); err != nil {
		return nil, err
	}
	if err := fromJSON(synonyms, &p.Synonyms); err != nil {
		return nil, err
	}
	if err := fromJSON(settings, &p.Settings); err != nil {
		return nil, err
	}
	if err := loadVocabulary(ctx, q, p); err != nil {
		return nil, err
	}
	terms := facets(p)
	if err := each(ctx, q, `SELECT facet, slug, name FROM terms ORDER BY facet, position, slug`, nil, func(scan scanner) error {
		var facet string
		var t program.Term
		if err := scan(&facet, &t.Slug, &t.Name); err != nil {
			return err
		}
		if terms[facet] == nil {
			return fmt.Errorf("unknown facet %q", facet)
		}
		*terms[facet] = append(*terms[facet], t)
		return nil
	}); err != nil {
		return nil, err
	}
	var err error
	p.Sets, err = loadSets(ctx, q)
	return p, err
}

func loadVocabulary(ctx context.Context, q querier, p *program.Programme) error {
	if err := each(ctx, q, `SELECT slug, name, area, summary, meaning, levels, retired, options
		FROM competencies ORDER BY position, slug`, nil, func(scan scanner) error {
		var c program.Competency
		var levels, options string
		if err := scan(&c.Slug, &c.Name, &c.Area, &c.Summary, &c.Meaning, &levels, &c.Retired, &options); err != nil {
			return err
		}
		for l := range strings.FieldsSeq(levels) {
			c.Levels = append(c.Levels, program.Level(l))
		}
		err := fromJSON(options, &c.Options)
		p.Competencies = append(p.Competencies, c)
		return err
	}); err != nil {
		return err
	}
	if err := each(ctx, q, `SELECT slug, name, area, summary, meaning, aligned_to, glyph, synonyms, first_listed
		FROM specializations ORDER BY position, slug`, nil, func(scan scanner) error {
		var c program.Specialization
		var aligned, synonyms string
		if err := scan(&c.Slug, &c.Name, &c.Area, &c.Summary, &c.Meaning, &aligned, &c.Glyph, &synonyms, &c.FirstListed); err != nil {
			return err
		}
		c.AlignedTo = fields(aligned)
		err := fromJSON(synonyms, &c.Synonyms)
		p.Specializations = append(p.Specializations, c)
		return err
	}); err != nil {
		return err
	}
	if err := each(ctx, q, `SELECT code, title, issuer, type, retired, also, in_review, accepted_until
		FROM certifications ORDER BY position, code`, nil, func(scan scanner) error {
		var c program.Certification
		var also string
		if err := scan(&c.Code, &c.Title, &c.Issuer, &c.Type, &c.Retired, &also, &c.InReview, &c.AcceptedUntil); err != nil {
			return err
		}
		err := fromJSON(also, &c.Also)
		p.Certifications = append(p.Certifications, c)
		return err
	}); err != nil {
		return err
	}
	return each(ctx, q, `SELECT slug, name, unit FROM metrics ORDER BY position, slug`, nil, func(scan scanner) error {
		var m program.Metric
		err := scan(&m.Slug, &m.Name, &m.Unit)
		p.Metrics = append(p.Metrics, m)
		return err
	})
}

func loadSets(ctx context.Context, q querier) ([]program.Set, error) {
	var sets []program.Set
	err := each(ctx, q, `SELECT s.specialization, s.version, s.published, s.effective_from, s.note, s.root, s.at_once, s.spared_until
		FROM requirement_sets s JOIN specializations z ON z.slug = s.specialization WHERE s.withdrawn = 0
		ORDER BY z.position, s.specialization, s.version`, nil, func(scan scanner) error {
		var s program.Set
		var root string
		if err := scan(&s.Specialization, &s.Version, &s.Published, &s.EffectiveFrom, &s.Note, &root, &s.AtOnce, &s.SparedUntil); err != nil {
			return err
		}
		err := fromJSON(root, &s.Root)
		sets = append(sets, s)
		return err
	})
	return sets, err
}

// toJSON stores a value as JSON text. What JSON cannot say, such as a threshold that is no number, is ErrInvalid.
type toJSON struct{ value any }

// Value is called by database/sql when the text is needed.
func (j toJSON) Value() (driver.Value, error) {
	b, err := json.Marshal(j.value)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", program.ErrInvalid, err)
	}
	return string(b), nil
}

func fromJSON(text string, v any) error {
	if err := json.Unmarshal([]byte(text), v); err != nil {
		return fmt.Errorf("read stored %T: %w", v, err)
	}
	return nil
}

// words joins a list of slugs into the form of a column; fields takes it apart.
func words[S ~string](list []S) string {
	if len(list) == 1 {
		return string(list[0])
	}
	var b strings.Builder
	for i, w := range list {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(string(w))
	}
	return b.String()
}

// fields returns nil for an empty column.
func fields(column string) []string {
	if column == "" {
		return nil
	}
	return strings.Fields(column)
}
