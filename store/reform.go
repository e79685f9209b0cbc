package store

import (
	"context"
	"slices"
	"time"

	"partnerdirectory/program"
)

// CertificationBears reports whether labels can depend on what changed of a certification.
func CertificationBears(old, c program.Certification) bool {
	old.Title, old.Issuer, old.Type, old.Code = c.Title, c.Issuer, c.Type, c.Code
	return Stamp(old) != Stamp(c)
}

// settingsReach returns everybody for whom anything is decided.
func settingsReach(ctx context.Context, q querier) (partnerSet, error) {
	f := finder{ctx: ctx, q: q}
	out, err := f.ask(`SELECT partner FROM standings WHERE until_day = 0`)
	if err != nil {
		return out, err
	}
	held, err := f.ask(`SELECT partner FROM labels WHERE ended = 0`)
	out.add(held)
	return out, err
}

// concernedBy returns the specializations any of whose sets looks at a certification in either state of the programme.
func concernedBy(before, after *program.Programme, code string) []string {
	var out []string
	for i := range before.Sets {
		set := &before.Sets[i]
		subject := program.Subject{Kind: program.OfPeople, Slug: code}
		if !slices.Contains(out, set.Specialization) && (before.Asks(set.Specialization, &set.Root, subject) || after.Asks(set.Specialization, &set.Root, subject)) {
			out = append(out, set.Specialization)
		}
	}
	return out
}

// certificationReach returns the partners who may be decided otherwise when a certification changes: who stand in a specialization
// that looks at it and have people with it, or with what counts for it.
func certificationReach(ctx context.Context, q querier, before, after *program.Programme, code string) (partnerSet, error) {
	f := finder{ctx: ctx, q: q}
	var standing partnerSet
	for _, slug := range concernedBy(before, after, code) {
		f.specialization = slug
		held, err := f.holders()
		if err != nil {
			return standing, err
		}
		standing.add(held)
		one, err := f.ask(`SELECT partner FROM standings WHERE specialization = $1 AND until_day = 0`, slug)
		if err != nil {
			return standing, err
		}
		standing.add(one)
	}
	codes := []string{code}
	for _, p := range []*program.Programme{before, after} {
		if c, ok := p.CertificationOf(code); ok {
			codes = append(codes, c.Also.Codes()...)
		}
	}
	slices.Sort(codes)
	holders, err := f.union(`SELECT DISTINCT partner FROM holdings WHERE code = $1 AND superseded = 0`, slices.Compact(codes))
	standing.keep(holders)
	return standing, err
}

// Reform is what a change of the programme itself would do, if the facts stay as they are.
type Reform struct {
	Concerned int // partners for whom anything may change
	Looked    int // of them: fewer where time ran out; they are spread evenly over all
	Labels    int // held by those that were looked at
	Turns     []Turned
}

// Turned is one label, or partner without, for whom something changes.
type Turned struct {
	Partner program.PartnerID
	Slug    string
	Name    string
	program.Turn
}

// Whole reports whether everybody was looked at.
func (r *Reform) Whole() bool { return r.Looked == r.Concerned }

// AtOnce reports whether those concerned are decided again in the moment in which the change is saved; else the next sweep does.
func (r *Reform) AtOnce() bool { return r.Concerned <= reachAtOnce }

// reformTime bounds how long a reader waits for the effect of a change.
const reformTime = 4 * time.Second

// ReformSettings says what other settings would do on day at.
func (s *Store) ReformSettings(ctx context.Context, to program.Settings, at program.Day) (Reform, error) {
	return s.reform(ctx, at, func(q querier, p *program.Programme) (partnerSet, *program.Programme, []string, error) {
		if !p.Settings.Bear(&to) {
			return partnerSet{}, p, nil, nil
		}
		after := *p
		after.Settings = to
		var all []string
		for _, spec := range p.Specializations {
			all = append(all, spec.Slug)
		}
		ids, err := settingsReach(ctx, q)
		return ids, &after, all, err
	})
}

// ReformCertification says what a changed certification would do on day at.
func (s *Store) ReformCertification(ctx context.Context, c program.Certification, at program.Day) (Reform, error) {
	return s.reform(ctx, at, func(q querier, p *program.Programme) (partnerSet, *program.Programme, []string, error) {
		after := p.WithCertification(c)
		old, known := p.CertificationOf(c.Code)
		if !known || !CertificationBears(old, c) {
			return partnerSet{}, after, nil, nil
		}
		ids, err := certificationReach(ctx, q, p, after, c.Code)
		return ids, after, concernedBy(p, after, c.Code), err
	})
}

func (s *Store) reform(ctx context.Context, at program.Day, prepare func(q querier, p *program.Programme) (partnerSet, *program.Programme, []string, error)) (Reform, error) {
	var out Reform
	err := s.read(ctx, func(q querier) error {
		known, err := s.programmeIn(ctx, q)
		if err != nil {
			return err
		}
		set, after, slugs, err := prepare(q, known.programme)
		if err != nil {
			return err
		}
		ids := set.ids()
		out.Concerned = len(ids)
		const width = 64
		parts := spread(slices.Collect(slices.Chunk(ids, width)))
		found := make([]Reform, len(parts))
		end := time.Now().Add(reformTime)
		if err := inParallel(ctx, len(parts), func(ctx context.Context, i int) error {
			if time.Now().After(end) {
				return nil
			}
			var err error
			found[i], err = s.turnsOf(ctx, known.programme, after, slugs, parts[i], at)
			return err
		}); err != nil {
			return err
		}
		for _, f := range found {
			out.Looked, out.Labels = out.Looked+f.Looked, out.Labels+f.Labels
			out.Turns = append(out.Turns, f.Turns...)
		}
		slices.SortFunc(out.Turns, func(a, b Turned) int { return int(a.Partner - b.Partner) })
		return nil
	})
	return out, wrap(err, "ask what a change of the programme does")
}

// spread puts parts into an order in which the first few are spread over all.
func spread[T any](parts []T) []T {
	out := make([]T, 0, len(parts))
	for step := 16; step > 0; step /= 2 {
		for i := 0; i < len(parts); i += step {
			if step == 16 || i%(2*step) != 0 {
				out = append(out, parts[i])
			}
		}
	}
	return out
}

func (s *Store) turnsOf(ctx context.Context, before, after *program.Programme, slugs []string, ids []program.PartnerID, at program.Day) (Reform, error) {
	out := Reform{Looked: len(ids)}
	err := s.read(ctx, func(q querier) error {
		subjects, err := loadSubjects(ctx, q, ids)
		if err != nil {
			return err
		}
		var hit []program.PartnerID
		for _, x := range subjects {
			for i := range x.labels {
				if l := &x.labels[i]; l.Ended == 0 && slices.Contains(slugs, l.Specialization) {
					out.Labels++
				}
			}
			turns := program.Turns(before, after, slugs, x.facts, x.labels, max(at, x.evaluated))
			for _, t := range turns {
				out.Turns = append(out.Turns, Turned{Partner: x.partner, Turn: t})
			}
			if len(turns) > 0 {
				hit = append(hit, x.partner)
			}
		}
		if len(hit) == 0 {
			return nil
		}
		c, i := these(hit...), 0
		return each(ctx, q, `SELECT id, slug, name FROM partners WHERE `+c.on("id")+` ORDER BY id`, c.arguments(), func(scan scanner) error {
			var id program.PartnerID
			var slug, name string
			err := scan(&id, &slug, &name)
			for ; i < len(out.Turns) && out.Turns[i].Partner == id; i++ {
				out.Turns[i].Slug, out.Turns[i].Name = slug, name
			}
			return err
		})
	})
	return out, err
}
