package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"partnerdirectory/program"
)

// which chooses partners by a span of ids or by a list, and their facts of now or of the end of a past day.
type which struct {
	from, to program.PartnerID
	ids      []program.PartnerID
	asOf     program.Day    // zero: now
	ever     bool           // what counts no longer too
	looks    *program.Looks // nil: at everything; else only figures and certifications that are among it are read
}

func span(from, to program.PartnerID) which { return which{from: from, to: to} }
func these(ids ...program.PartnerID) which  { return which{ids: ids} }

// partners returns the arguments of on.
func (c which) partners() []any {
	c.asOf = 0
	return c.arguments()
}

// arguments returns those of on, and of current after them.
func (c which) arguments() (args []any) {
	if c.ids == nil {
		args = []any{int64(c.from), int64(c.to)}
	}
	for _, id := range c.ids {
		args = append(args, int64(id))
	}
	if c.asOf != 0 {
		args = append(args, int64(c.asOf))
	}
	return args
}

// on returns the condition that a column, named by this package, holds a chosen partner.
func (c which) on(column string) string {
	if c.ids == nil {
		return column + " BETWEEN $1 AND $2"
	}
	var b strings.Builder
	b.WriteString(column + " IN (")
	for i := range c.ids {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(i + 1))
	}
	b.WriteByte(')')
	return b.String()
}

// Locations are one text, a line for each, its fields divided by tabs: they are read back whole, a million at a time,
// which takes a seventh of the time that JSON does.
const locationFields = 8

func storedLocations(list []program.Location) string {
	var b strings.Builder
	for _, l := range list {
		b.WriteString(strconv.FormatInt(l.Place, 10))
		for _, field := range [...]string{
			l.City, l.Country, strconv.FormatFloat(l.Lat, 'f', -1, 64), strconv.FormatFloat(l.Lon, 'f', -1, 64),
			l.Street, l.Postcode, strconv.FormatBool(l.Headquarters),
		} {
			b.WriteByte('\t')
			b.WriteString(field)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func readLocations(text string) ([]program.Location, error) {
	out := make([]program.Location, 0, strings.Count(text, "\n"))
	for line := range strings.Lines(text) {
		f := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", locationFields)
		if len(f) != locationFields {
			return nil, fmt.Errorf("read stored location %q: %d fields", line, len(f))
		}
		l := program.Location{City: f[1], Country: f[2], Street: f[5], Postcode: f[6]}
		var errs [4]error
		l.Place, errs[0] = strconv.ParseInt(f[0], 10, 64)
		l.Lat, errs[1] = strconv.ParseFloat(f[3], 64)
		l.Lon, errs[2] = strconv.ParseFloat(f[4], 64)
		l.Headquarters, errs[3] = strconv.ParseBool(f[7])
		if err := errors.Join(errs[:]...); err != nil {
			return nil, fmt.Errorf("read stored location %q: %w", line, err)
		}
		out = append(out, l)
	}
	return out, nil
}

func checkLocation(l program.Location) error {
	for _, field := range []string{l.City, l.Country, l.Street, l.Postcode} {
		if strings.ContainsAny(field, "\t\n") {
			return fmt.Errorf("address %q: %w: it must be on one line, without tabs", field, program.ErrInvalid)
		}
	}
	if math.IsNaN(l.Lat) || math.IsNaN(l.Lon) || math.Abs(l.Lat) > 90 || math.Abs(l.Lon) > 180 {
		return fmt.Errorf("location %q: %w: %g, %g is no place on earth", l.City, program.ErrInvalid, l.Lat, l.Lon)
	}
	return nil
}

const partnerColumns = `id, slug, name, summary, description, website, email, founded, staff, locations,
	industries, services, products, sizes, languages, joined, confirmed, logo`

const updatePartner = `UPDATE partners SET slug = $2, name = $3, summary = $4, description = $5, website = $6, email = $7,
	founded = $8, staff = $9, locations = $10, industries = $11, services = $12, products = $13, sizes = $14,
	languages = $15, joined = $16, confirmed = $17, logo = $18 WHERE id = $1`

func partnerValues(p *program.Partner) []any {
	return []any{
		int64(p.ID), p.Slug, p.Name, p.Summary, p.Description, p.Website, p.Email, p.Founded, p.Staff, storedLocations(p.Locations),
		words(p.Industries), words(p.Services), words(p.Products), words(p.Sizes), words(p.Languages), p.Joined, p.Confirmed, p.Logo,
	}
}

func scanPartner(scan scanner, p *program.Partner) error {
	var locations, industries, services, products, sizes, languages string
	if err := scan(&p.ID, &p.Slug, &p.Name, &p.Summary, &p.Description, &p.Website, &p.Email, &p.Founded, &p.Staff, &locations,
		&industries, &services, &products, &sizes, &languages, &p.Joined, &p.Confirmed, &p.Logo); err != nil {
		return err
	}
	p.Industries, p.Services, p.Products = fields(industries), fields(services), fields(products)
	p.Sizes, p.Languages = fields(sizes), fields(languages)
	var err error
	p.Locations, err = readLocations(locations)
	return err
}

// checkPartner refuses what cannot be stored or addressed.
func checkPartner(p *program.Partner) error {
	if p.Slug == "" || p.Name == "" {
		return fmt.Errorf("partner %q: %w: slug and name are needed", p.Slug+p.Name, program.ErrInvalid)
	}
	for _, l := range p.Locations {
		if err := checkLocation(l); err != nil {
			return fmt.Errorf("partner %s: %w", p.Slug, err)
		}
	}
	for _, list := range [][]string{p.Industries, p.Services, p.Products, p.Sizes, p.Languages} {
		if err := checkSlugs(list); err != nil {
			return fmt.Errorf("partner %s: %w", p.Slug, err)
		}
	}
	return nil
}

func checkSlugs(list []string) error {
	for _, slug := range list {
		if slug == "" || strings.ContainsAny(slug, " \t\n") {
			return fmt.Errorf("term %q: %w: a slug has no spaces", slug, program.ErrInvalid)
		}
	}
	return nil
}

func loadPartners(ctx context.Context, q querier, c which) ([]program.Partner, error) {
	return selectPartners(ctx, q, c.on("id"), c)
}

// loadShownPartners leaves out those that went into others.
func loadShownPartners(ctx context.Context, q querier, c which) ([]program.Partner, error) {
	return selectPartners(ctx, q, c.on("id")+` AND merged_into IS NULL`, c)
}

func selectPartners(ctx context.Context, q querier, where string, c which) ([]program.Partner, error) {
	var out []program.Partner
	err := each(ctx, q, `SELECT `+partnerColumns+` FROM partners WHERE `+where+` ORDER BY id`, c.arguments(), func(scan scanner) error {
		out = append(out, program.Partner{})
		return scanPartner(scan, &out[len(out)-1])
	})
	return out, err
}

// UpdateProfile replaces the public profile of the partner with p.ID. It fails with ErrNotFound when there is none,
// with ErrConflict when another partner has that slug.
func (s *Store) UpdateProfile(ctx context.Context, act Act, p program.Partner) error {
	if err := checkPartner(&p); err != nil {
		return err
	}
	return s.write(ctx, "update profile of "+p.Slug, func(w *work) error {
		was, err := publishedProfile(w.ctx, w.tx, p.ID)
		if err != nil {
			return err
		}
		return w.replaceProfile(act, "update profile", was, p)
	})
}

// ConfirmProfile notes that the partner said on that day that its profile is right.
func (s *Store) ConfirmProfile(ctx context.Context, act Act, id program.PartnerID, on program.Day) error {
	return s.write(ctx, fmt.Sprintf("confirm profile of partner %d", id), func(w *work) error {
		if err := w.exactlyOne(`UPDATE partners SET confirmed = $2 WHERE id = $1`, id, on); err != nil {
			return err
		}
		if err := w.event(act, happened{"confirm profile", aboutPartner, partnerSubject(id), nil, on}); err != nil {
			return err
		}
		return w.touch(id)
	})
}

// exactlyOne runs an update that must hit one row.
func (w *work) exactlyOne(query string, args ...any) error {
	result, err := w.tx.ExecContext(w.ctx, query, args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return fmt.Errorf("%d rows hit: %w", n, program.ErrNotFound)
	}
	return nil
}
