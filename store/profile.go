package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"partnerdirectory/program"
)

// Profile is all that the public sees of one partner on one day.
type Profile struct {
	Partner     program.Partner
	Labels      []program.Label      // shown, newest grant first
	Earlier     []program.Label      // ended, newest end first
	Attainments []program.Attainment // active, gold first, the best level of each competency
	CaseStudies []program.CaseStudy  // newest first
}

// Profile returns the profile of the partner with that slug, or ErrNotFound: *Moved when it went into another.
func (s *Store) Profile(ctx context.Context, slug string, at program.Day) (Profile, error) {
	var id program.PartnerID
	if err := s.reader.QueryRowContext(ctx, `SELECT id FROM partners WHERE slug = $1`, slug).Scan(&id); err != nil {
		return Profile{}, wrap(err, "find partner "+slug)
	}
	list, err := s.loadPublic(ctx, these(id), loadLabels)
	if err == nil && len(list) == 0 {
		err = moved(ctx, s.reader, id)
	}
	if err != nil {
		return Profile{}, wrap(err, "read profile of "+slug)
	}
	return profileOf(list[0], at), nil
}

func profileOf(x public, at program.Day) Profile {
	out := Profile{Partner: x.partner, Attainments: activeAttainments(x.facts.Attainments, at)}
	for _, l := range x.labels {
		if l.Shown(at) {
			out.Labels = append(out.Labels, l)
		} else if l.Ended != 0 && l.Ended <= at {
			out.Earlier = append(out.Earlier, l)
		}
	}
	slices.SortStableFunc(out.Labels, func(a, b program.Label) int { return cmp.Compare(b.Granted, a.Granted) })
	slices.SortStableFunc(out.Earlier, func(a, b program.Label) int { return cmp.Compare(b.Ended, a.Ended) })
	for _, c := range x.cases {
		if c.Decision == program.Accepted && c.Decided <= at && c.Published <= at {
			out.CaseStudies = append(out.CaseStudies, c)
		}
	}
	slices.SortStableFunc(out.CaseStudies, func(a, b program.CaseStudy) int { return cmp.Compare(b.Published, a.Published) })
	return out
}

// activeAttainments keeps the accepted ones that are active on the day, the best level of each competency, gold first.
func activeAttainments(all []program.Attainment, at program.Day) []program.Attainment {
	var out []program.Attainment
	for _, a := range all {
		if a.Decision != program.Accepted || a.Decided > at || a.From > at || a.Until != 0 && a.Until <= at {
			continue
		}
		i := slices.IndexFunc(out, func(o program.Attainment) bool { return o.Competency == a.Competency })
		switch {
		case i < 0:
			out = append(out, a)
		case !out[i].Level.Satisfies(a.Level):
			out[i] = a
		}
	}
	slices.SortStableFunc(out, func(a, b program.Attainment) int {
		return cmp.Or(cmp.Compare(rank(a.Level), rank(b.Level)), cmp.Compare(a.From, b.From))
	})
	return out
}

func rank(l program.Level) int {
	if l == program.Gold {
		return 0
	}
	return 1
}

// Partner returns a partner as it keeps its profile, or ErrNotFound.
func (s *Store) Partner(ctx context.Context, id program.PartnerID) (program.Partner, error) {
	found, err := loadPartners(ctx, s.reader, these(id))
	if err == nil && len(found) == 0 {
		err = program.ErrNotFound
	}
	if err != nil {
		return program.Partner{}, wrap(err, fmt.Sprintf("read partner %d", id))
	}
	return found[0], nil
}
