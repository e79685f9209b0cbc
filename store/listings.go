package store

import (
	"context"
	"iter"
	"slices"

	"partnerdirectory/program"
)

// public is all that the public may know of one partner, before the day decides what is shown.
type public struct {
	partner program.Partner
	facts   program.Facts // attainments only
	labels  []program.Label
	cases   []program.CaseStudy
}

// labelLoader is loadLabels or loadListedLabels.
type labelLoader func(ctx context.Context, q querier, c which, add func(program.PartnerID, program.Label)) error

// loadPublic reads the chosen partners in order of their ids, on one snapshot.
func (s *Store) loadPublic(ctx context.Context, c which, labels labelLoader) ([]public, error) {
	var out []public
	err := s.read(ctx, func(q querier) error {
		partners, err := loadShownPartners(ctx, q, c)
		if err != nil {
			return err
		}
		out = make([]public, len(partners))
		of := make(map[program.PartnerID]*public, len(partners))
		facts := make(map[program.PartnerID]*program.Facts, len(partners))
		for i := range partners {
			out[i].partner = partners[i]
			of[partners[i].ID], facts[partners[i].ID] = &out[i], &out[i].facts
		}
		if len(partners) == 0 {
			return nil
		}
		if err := attainmentKind().load(ctx, q, c, facts); err != nil {
			return err
		}
		if err := labels(ctx, q, c, func(id program.PartnerID, l program.Label) { of[id].labels = append(of[id].labels, l) }); err != nil {
			return err
		}
		return loadCases(ctx, q, c, func(id program.PartnerID, one program.CaseStudy) { of[id].cases = append(of[id].cases, one) })
	})
	return out, err
}

func listingsOf(p *program.Programme, list []public, at program.Day) []*program.Listing {
	out := make([]*program.Listing, len(list))
	for i := range list {
		l := program.ListingOf(p, &list[i].partner, &list[i].facts, list[i].cases, list[i].labels, at)
		out[i] = &l
	}
	return out
}

// ListingsOf returns the public listings of some partners on day at, in order of their ids. Partners that are not
// there are left out. Thousands are read in parts, each consistent in itself.
func (s *Store) ListingsOf(ctx context.Context, ids []program.PartnerID, at program.Day) ([]*program.Listing, error) {
	p, err := s.Programme(ctx)
	if err != nil {
		return nil, err
	}
	var out []*program.Listing
	for part := range slices.Chunk(slices.Sorted(slices.Values(ids)), batch) {
		list, err := s.loadPublic(ctx, these(part...), loadListedLabels)
		if err != nil {
			return nil, wrap(err, "read listings")
		}
		out = append(out, listingsOf(p, list, at)...)
	}
	return out, nil
}

// Listings streams the public listings of all partners on day at, in order of their ids. Each listing is consistent in
// itself, but the stream is not one snapshot: ask for Revision before it and for ChangedSince that revision after.
func (s *Store) Listings(ctx context.Context, at program.Day) iter.Seq2[*program.Listing, error] {
	return func(yield func(*program.Listing, error) bool) {
		p, err := s.Programme(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		for list, err := range ahead(ctx, s, func(ctx context.Context, c which) ([]*program.Listing, error) {
			list, err := s.loadPublic(ctx, c, loadListedLabels)
			return listingsOf(p, list, at), err
		}) {
			if err != nil {
				yield(nil, wrap(err, "read listings"))
				return
			}
			for _, l := range list {
				if !yield(l, nil) {
					return
				}
			}
		}
	}
}

// ahead walks over all partners in spans of ids and yields what load makes of each, in order, while the next spans
// are loaded on other connections. Short spans keep no read transaction open for long, whatever the caller does meanwhile.
func ahead[T any](ctx context.Context, s *Store, load func(context.Context, which) (T, error)) iter.Seq2[T, error] {
	type loaded struct {
		value T
		err   error
	}
	const width, depth = 1000, 3
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		last, err := counter(ctx, s.reader, "partner")
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		spans := make(chan chan loaded, depth)
		go func() {
			defer close(spans)
			for from := program.PartnerID(1); from <= program.PartnerID(last); from += width {
				one := make(chan loaded, 1)
				select {
				case spans <- one:
				case <-ctx.Done():
					return
				}
				go func() {
					value, err := load(ctx, span(from, from+width-1))
					one <- loaded{value, err}
				}()
			}
		}()
		for one := range spans {
			if l := <-one; !yield(l.value, l.err) || l.err != nil {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			var none T
			yield(none, err)
		}
	}
}

// PartnerPage is one partner as a sitemap lists it.
type PartnerPage struct {
	Slug    string
	Changed program.Day // the day of the last public change
}

// PartnerPages streams the pages of all partners, in order of their ids.
func (s *Store) PartnerPages(ctx context.Context) iter.Seq2[PartnerPage, error] {
	return func(yield func(PartnerPage, error) bool) {
		for pages, err := range ahead(ctx, s, s.loadPages) {
			if err != nil {
				yield(PartnerPage{}, wrap(err, "read partner pages"))
				return
			}
			for _, p := range pages {
				if !yield(p, nil) {
					return
				}
			}
		}
	}
}

func (s *Store) loadPages(ctx context.Context, c which) ([]PartnerPage, error) {
	var out []PartnerPage
	err := each(ctx, s.reader, `SELECT p.slug, c.changed FROM partners p JOIN partner_clocks c ON c.partner = p.id
		WHERE `+c.on("p.id")+` AND p.merged_into IS NULL ORDER BY p.id`, c.arguments(), func(scan scanner) error {
		var page PartnerPage
		var changed int64
		err := scan(&page.Slug, &changed)
		page.Changed = program.Day(changed / secondsPerDay)
		out = append(out, page)
		return err
	})
	return out, err
}

const secondsPerDay = 24 * 60 * 60
