package store

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"partnerdirectory/program"
)

// batch is the number of partners that one transaction of bulk work carries: enough that a commit costs little, few
// enough that other writes do not wait long.
const batch = 2000

// Import adds partners with their case studies and facts, and evaluates each from its first fact to day at. It
// commits a batch at a time and calls progress, when not nil, with the number of partners stored so far. A slug that is
// there already is ErrConflict; batches before it stay. It numbers the facts of the dossiers it is given.
func (s *Store) Import(ctx context.Context, dossiers iter.Seq2[*program.Dossier, error], at program.Day, progress func(done int)) error {
	p, err := s.Programme(ctx)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	// The next batch is made and decided while the last one is written.
	batches := make(chan prepared, 1)
	go func() {
		defer close(batches)
		prepare(ctx, p, dossiers, at, batches)
	}()
	defer func() { // the caller's dossiers are not touched after Import returned
		cancel()
		for range batches {
		}
	}()
	done := 0
	for b := range batches {
		if b.err != nil {
			return fmt.Errorf("import after %d partners: %w", done, b.err)
		}
		err := s.write(ctx, fmt.Sprintf("import after %d partners", done), func(w *work) error {
			return importBatch(w, p, b, at)
		})
		if errors.Is(err, program.ErrConflict) {
			return fmt.Errorf("%w: %s", err, s.clash(ctx, b))
		}
		if err != nil {
			return err
		}
		if done += len(b.subjects); progress != nil {
			progress(done)
		}
	}
	return ctx.Err()
}

// prepared is one batch, decided and ready to be written.
type prepared struct {
	partners []*program.Partner
	subjects []*subject
	err      error
}

func prepare(ctx context.Context, p *program.Programme, dossiers iter.Seq2[*program.Dossier, error], at program.Day, out chan<- prepared) {
	var b prepared
	send := func() bool {
		decide(p, b.subjects, at)
		select {
		case out <- b:
			b = prepared{}
			return true
		case <-ctx.Done():
			return false
		}
	}
	for d, err := range dossiers {
		if err == nil {
			err = b.add(d)
		}
		if err != nil {
			b.err = err
			send()
			return
		}
		if len(b.subjects) == batch && !send() {
			return
		}
	}
	if len(b.subjects) > 0 {
		send()
	}
}

func (b *prepared) add(d *program.Dossier) error {
	if err := checkPartner(&d.Partner); err != nil {
		return err
	}
	if len(d.Facts.Cases) > 0 {
		return fmt.Errorf("partner %s: %w: case studies as evidence come from the case studies", d.Partner.Slug, program.ErrInvalid)
	}
	d.Facts.Cases = evidenceOf(d.CaseStudies)
	b.partners = append(b.partners, &d.Partner)
	b.subjects = append(b.subjects, &subject{owned: owned{facts: &d.Facts, cases: d.CaseStudies}})
	return nil
}

func importBatch(w *work, p *program.Programme, b prepared, at program.Day) error {
	first, err := w.take("partner", len(b.partners))
	if err != nil {
		return err
	}
	in := w.into(`partners`, partnerColumns, ``)
	facts := make([]owned, len(b.partners))
	for i, partner := range b.partners {
		partner.ID = program.PartnerID(first + int64(i))
		b.subjects[i].partner = partner.ID
		facts[i] = b.subjects[i].owned
		if err := in.add(partnerValues(partner)...); err != nil {
			return err
		}
	}
	if err := in.flush(); err != nil {
		return err
	}
	if err := insertFacts(w, facts, 0); err != nil {
		return err
	}
	last := first + int64(len(b.partners)) - 1
	if err := w.event(Act{}, happened{action: "import partners", kind: aboutProgramme, after: map[string]int64{"first": first, "last": last}}); err != nil {
		return err
	}
	return reevaluate(w, p, b.subjects, at)
}

// clash names the first slug of a refused batch that occurs twice in it or is taken.
func (s *Store) clash(ctx context.Context, b prepared) string {
	taken := func(query string) func(slug string) bool {
		seen := make(map[string]bool)
		return func(slug string) bool {
			n := 0
			err := s.reader.QueryRowContext(ctx, query, slug).Scan(&n)
			twice := seen[slug] || err == nil && n > 0
			seen[slug] = true
			return twice
		}
	}
	partner := taken(`SELECT COUNT(*) FROM partners WHERE slug = $1`)
	story := taken(`SELECT COUNT(*) FROM case_studies WHERE slug = $1 AND superseded = 0`)
	for i := range b.partners {
		if partner(b.partners[i].Slug) {
			return "the partner slug " + b.partners[i].Slug + " is taken"
		}
		for _, c := range b.subjects[i].cases {
			if story(c.Slug) {
				return "the case study slug " + c.Slug + " is taken"
			}
		}
	}
	return "a slug is taken"
}
