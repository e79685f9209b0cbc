package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"partnerdirectory/program"
)

// which chooses partners by a span of ids or by a list.
type which struct {
	from, to program.PartnerID
	ids      []program.PartnerID
}

func span(from, to program.PartnerID) which { return which{from: from, to: to} }
func these(ids ...program.PartnerID) which  { return which{ids: ids} }
func (c which) arguments() (args []any) {
	if c.ids == nil {
		return []any{int64(c.from), int64(c.to)}
	}
	for _, id := range c.ids {
		args = append(args, int64(id))
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

// location is a program.Location with the short names it is stored under: there are a million of them.
type location struct {
	Place        int64   `json:"p,omitempty"`
	City         string  `json:"c,omitempty"`
	Country      string  `json:"n,omitempty"`
	Lat          float64 `json:"y,omitempty"`
	Lon          float64 `json:"x,omitempty"`
	Street       string  `json:"s,omitempty"`
	Postcode     string  `json:"z,omitempty"`
	Headquarters bool    `json:"h,omitempty"`
}

func storedLocations(list []program.Location) string {
	out := make([]location, len(list))
	for i, l := range list {
		out[i] = location(l)
	}
	return toJSON(out)
}

func readLocations(text string) ([]program.Location, error) {
	var stored []location
	if err := fromJSON(text, &stored); err != nil || len(stored) == 0 {
		return nil, err
	}
	out := make([]program.Location, len(stored))
	for i, l := range stored {
		out[i] = program.Location(l)
	}
	return out, nil
}

const partnerColumns = `id, slug, name, summary, description, website, email, founded, staff, locations,
	industries, services, products, sizes, languages, joined, confirmed`

func partnerValues(p *program.Partner) []any {
	return []any{
		int64(p.ID), p.Slug, p.Name, p.Summary, p.Description, p.Website, p.Email, p.Founded, p.Staff, storedLocations(p.Locations),
		words(p.Industries), words(p.Services), words(p.Products), words(p.Sizes), words(p.Languages), p.Joined, p.Confirmed,
	}
}

func scanPartner(scan scanner, p *program.Partner) error {
	var locations, industries, services, products, sizes, languages string
	if err := scan(&p.ID, &p.Slug, &p.Name, &p.Summary, &p.Description, &p.Website, &p.Email, &p.Founded, &p.Staff, &locations,
		&industries, &services, &products, &sizes, &languages, &p.Joined, &p.Confirmed); err != nil {
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
	var out []program.Partner
	err := each(ctx, q, `SELECT `+partnerColumns+` FROM partners WHERE `+c.on("id")+` ORDER BY id`, c.arguments(), func(scan scanner) error {
		out = append(out, program.Partner{})
		return scanPartner(scan, &out[len(out)-1])
	})
	return out, err
}

// UpdateProfile replaces the public profile of the partner with p.ID. It fails with ErrNotFound when there is none,
// with ErrConflict when another partner has that slug.
func (s *Store) UpdateProfile(ctx context.Context, p program.Partner) error {
	if err := checkPartner(&p); err != nil {
		return err
	}
	return s.write(ctx, "update profile of "+p.Slug, func(w *work) error {
		if err := w.exactlyOne(`UPDATE partners SET slug = $2, name = $3, summary = $4, description = $5, website = $6, email = $7,
			founded = $8, staff = $9, locations = $10, industries = $11, services = $12, products = $13, sizes = $14,
			languages = $15, joined = $16, confirmed = $17 WHERE id = $1`, partnerValues(&p)...); err != nil {
			return err
		}
		return w.touch(p.ID)
	})
}

// ConfirmProfile notes that the partner said on that day that its profile is right.
func (s *Store) ConfirmProfile(ctx context.Context, id program.PartnerID, on program.Day) error {
	return s.write(ctx, fmt.Sprintf("confirm profile of partner %d", id), func(w *work) error {
		if err := w.exactlyOne(`UPDATE partners SET confirmed = $2 WHERE id = $1`, id, on); err != nil {
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
