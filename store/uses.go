package store

import (
	"context"
	"slices"

	"partnerdirectory/program"
)

// Uses is what rests on one thing of the vocabulary.
type Uses struct {
	Specializations []string // whose published requirements ask for it, in force, to come or past, or that are aligned to it
	Drafts          []DraftUse
	Options         []string // competencies whose options ask for it
	Also            []string // certifications for which it counts
	People          int      // partners' people who hold it
	Partners        int      // that have facts of it, or name it
}

// DraftUse is a draft that names something, open or closed.
type DraftUse struct {
	ID             int64
	Specialization string
	State          DraftState
}

// Any reports whether anything rests on it.
func (u *Uses) Any() bool {
	return len(u.Specializations)+len(u.Drafts)+len(u.Options)+len(u.Also)+u.People+u.Partners > 0
}

// UsesOf says what rests on a competency, a certification or a metric.
func (s *Store) UsesOf(ctx context.Context, subject program.Subject) (Uses, error) {
	var u Uses
	err := s.read(ctx, func(q querier) error {
		known, err := s.programmeIn(ctx, q)
		if err != nil {
			return err
		}
		u, err = usesIn(ctx, q, known.programme, subject)
		return err
	})
	return u, wrap(err, "ask what uses "+subject.Slug)
}

func (w *work) uses(subject program.Subject) (Uses, error) {
	p, err := w.programme()
	if err != nil {
		return Uses{}, err
	}
	return usesIn(w.ctx, w.tx, p, subject)
}

func usesIn(ctx context.Context, q querier, p *program.Programme, subject program.Subject) (Uses, error) {
	var u Uses
	if err := each(ctx, q, `SELECT specialization, root FROM requirement_sets ORDER BY specialization`, nil, func(scan scanner) error {
		var slug, root string
		if err := scan(&slug, &root); err != nil || slices.Contains(u.Specializations, slug) {
			return err
		}
		asks, err := asksFor(p, slug, root, subject)
		if asks {
			u.Specializations = append(u.Specializations, slug)
		}
		return err
	}); err != nil {
		return u, err
	}
	if err := each(ctx, q, `SELECT id, specialization, state, root FROM drafts WHERE state <> 'published' ORDER BY id`, nil, func(scan scanner) error {
		var d DraftUse
		var root string
		if err := scan(&d.ID, &d.Specialization, &d.State, &root); err != nil {
			return err
		}
		asks, err := asksFor(p, d.Specialization, root, subject)
		if asks {
			u.Drafts = append(u.Drafts, d)
		}
		return err
	}); err != nil {
		return u, err
	}
	vocabularyUses(&u, p, subject)
	for _, count := range factUses(subject.Kind) {
		n := 0
		if err := q.QueryRowContext(ctx, count.query, subject.Slug).Scan(&n); err != nil {
			return u, err
		}
		*count.to(&u) += n
	}
	return u, nil
}

func asksFor(p *program.Programme, of, root string, subject program.Subject) (bool, error) {
	var n program.Node
	if err := fromJSON(root, &n); err != nil {
		return false, err
	}
	return p.Asks(of, &n, subject), nil
}

// vocabularyUses finds what else of the vocabulary names a subject.
func vocabularyUses(u *Uses, p *program.Programme, subject program.Subject) {
	for i := range p.Competencies {
		c := &p.Competencies[i]
		if slices.ContainsFunc(c.Options, func(o program.Option) bool {
			return p.Asks(c.Slug, &o.Silver, subject) || p.Asks(c.Slug, &o.Gold, subject)
		}) {
			u.Options = append(u.Options, c.Slug)
		}
	}
	switch subject.Kind {
	case program.OfCompetency:
		for _, s := range p.Specializations {
			if slices.Contains(s.AlignedTo, subject.Slug) && !slices.Contains(u.Specializations, s.Slug) {
				u.Specializations = append(u.Specializations, s.Slug)
			}
		}
	case program.OfPeople:
		for _, c := range p.Certifications {
			if c.Also.Names(subject.Slug) {
				u.Also = append(u.Also, c.Code)
			}
		}
	}
}

// factUse counts facts of a subject; the query takes its slug.
type factUse struct {
	query string
	to    func(*Uses) *int
}

func factUses(k program.Kind) []factUse {
	people, partners := func(u *Uses) *int { return &u.People }, func(u *Uses) *int { return &u.Partners }
	switch k {
	case program.OfPeople:
		return []factUse{
			{`SELECT COUNT(*) FROM (SELECT DISTINCT partner, person FROM holdings WHERE code = $1 AND superseded = 0)`, people},
			{`SELECT COUNT(DISTINCT partner) FROM holdings WHERE code = $1`, partners},
		}
	case program.OfCompetency:
		return []factUse{{`SELECT COUNT(DISTINCT partner) FROM attainments WHERE competency = $1`, partners}}
	case program.OfPerformance:
		return []factUse{
			{`SELECT COUNT(DISTINCT partner) FROM metric_values WHERE metric = $1`, partners},
			{`SELECT COUNT(DISTINCT partner) FROM baselines WHERE metric = $1`, partners},
		}
	}
	return nil
}

// Held counts, for each certification, the people who hold it.
func (s *Store) Held(ctx context.Context) (map[string]int, error) {
	return s.countBy(ctx, `SELECT code, COUNT(*) FROM (SELECT DISTINCT code, partner, person FROM holdings
		WHERE superseded = 0 AND decision = 'accepted') GROUP BY code`)
}

// Measured counts, for each metric, the partners of whom there are figures.
func (s *Store) Measured(ctx context.Context) (map[string]int, error) {
	return s.countBy(ctx, `SELECT metric, COUNT(DISTINCT partner) FROM metric_values WHERE superseded = 0 GROUP BY metric`)
}

func (s *Store) countBy(ctx context.Context, query string) (map[string]int, error) {
	out := map[string]int{}
	err := each(ctx, s.reader, query, nil, func(scan scanner) error {
		var key string
		var n int
		err := scan(&key, &n)
		out[key] = n
		return err
	})
	return out, wrap(err, "count facts")
}
