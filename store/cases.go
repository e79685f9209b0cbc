package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/program"
)

const caseColumns = `slug, title, customer, anonymous, industry, country, place, specializations, products,
	challenge, approach, outcome, quote, quote_by, figures, published, address, scenario, ` + verificationColumns

func insertCases(w *work, list []owned, entered program.Day) error {
	in := w.into(`case_studies`, `partner, id, entered, superseded, `+caseColumns, ``)
	for _, o := range list {
		for i, c := range o.cases {
			if c.Slug == "" || c.Title == "" {
				return fmt.Errorf("case study %q: %w: slug and title are needed", c.Slug+c.Title, program.ErrInvalid)
			}
			v := verificationValues(c.Verification)
			if err := in.add(append([]any{
				int64(o.partner), int64(o.facts.Cases[i].ID), int64(entered), int64(c.Superseded), c.Slug, c.Title, c.Customer, c.Anonymous, c.Industry, c.Country, c.Place,
				words(c.Specializations), words(c.Products), c.Challenge, c.Approach, c.Outcome, c.Quote, c.QuoteBy,
				toJSON{c.Figures},
				int64(c.Published), c.Address, c.Scenario,
			}, v[:]...)...); err != nil {
				return err
			}
		}
	}
	return in.flush()
}

// evidenceOf derives the evidence that case studies are.
func evidenceOf(cases []program.CaseStudy) []program.CaseEvidence {
	var out []program.CaseEvidence
	for _, c := range cases {
		out = append(out, program.CaseEvidence{
			Slug: c.Slug, Specializations: c.Specializations, Published: c.Published, Scenario: c.Scenario,
			Verification: c.Verification,
		})
	}
	return out
}

// scanCase reads the columns named, in their order, after those the caller reads itself.
func scanCase(scan scanner, c *program.CaseStudy, before ...any) error {
	var specializations, products, figures string
	v := &c.Verification
	if err := scan(append(before, &c.Slug, &c.Title, &c.Customer, &c.Anonymous, &c.Industry, &c.Country, &c.Place, &specializations,
		&products, &c.Challenge, &c.Approach, &c.Outcome, &c.Quote, &c.QuoteBy, &figures, &c.Published, &c.Address, &c.Scenario,
		&v.By, &v.Mode, &v.Decision, &v.Reason, &v.Submitted, &v.Decided)...); err != nil {
		return err
	}
	c.Specializations, c.Products = fields(specializations), fields(products)
	return fromJSON(figures, &c.Figures)
}

// CaseStudy is a case study with whose it is.
type CaseStudy struct {
	program.CaseStudy
	Partner     program.PartnerID
	PartnerSlug string
	PartnerName string
}

// visible returns the condition that the public may read a case study c on the day of a parameter.
func visible(day string) string {
	return `c.superseded = 0 AND c.decision = 'accepted' AND c.decided <= ` + day + ` AND c.published <= ` + day
}

// CaseStudy returns the published case study with that slug, or ErrNotFound.
func (s *Store) CaseStudy(ctx context.Context, slug string, at program.Day) (CaseStudy, error) {
	var out CaseStudy
	err := s.read(ctx, func(q querier) error {
		row := q.QueryRowContext(ctx, `SELECT partner, `+caseColumns+` FROM case_studies c WHERE `+visible("$1")+` AND slug = $2`, at, slug)
		if err := scanCase(row.Scan, &out.CaseStudy, &out.Partner); err != nil {
			return err
		}
		return q.QueryRowContext(ctx, `SELECT slug, name FROM partners WHERE id = $1`, out.Partner).Scan(&out.PartnerSlug, &out.PartnerName)
	})
	return out, wrap(err, "read case study "+slug)
}

// CaseRow is a case study as a list needs it: small enough to keep all of them in memory.
type CaseRow struct {
	Slug            string
	Title           string
	Customer        string
	Partner         program.PartnerID
	PartnerSlug     string
	PartnerName     string
	Industry        string
	Country         string
	Specializations []string
	Headline        program.Figure
	Summary         string // the beginning of the outcome
	Published       program.Day
}

// AllCaseRows returns every case study that the public may read on a day, newest first.
func (s *Store) AllCaseRows(ctx context.Context, at program.Day) iter.Seq2[*CaseRow, error] {
	return func(yield func(*CaseRow, error) bool) {
		err := s.eachCaseRow(ctx, at, "", nil, func(r *CaseRow) error {
			if !yield(r, nil) {
				return errStop
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(nil, wrap(err, "read case studies"))
		}
	}
}

// CaseRowsOf returns the case studies of some partners that the public may read on a day, newest first.
func (s *Store) CaseRowsOf(ctx context.Context, ids []program.PartnerID, at program.Day) ([]*CaseRow, error) {
	var out []*CaseRow
	for part := range slices.Chunk(ids, batch) {
		chosen := these(part...)
		err := s.eachCaseRow(ctx, at, " AND "+chosen.on("c.partner"), chosen.arguments(), func(r *CaseRow) error {
			out = append(out, r)
			return nil
		})
		if err != nil {
			return nil, wrap(err, "read case studies of partners")
		}
	}
	return out, nil
}

// eachCaseRow reads the rows that also fulfil a further condition on arguments from $1 on.
func (s *Store) eachCaseRow(ctx context.Context, at program.Day, also string, args []any, row func(*CaseRow) error) error {
	day := "$" + strconv.Itoa(len(args)+1)
	return each(ctx, s.reader, `SELECT c.slug, c.title, c.customer, c.partner, p.slug, p.name, c.industry, c.country,
			c.specializations, c.figures, c.outcome, c.published
		FROM case_studies c JOIN partners p ON p.id = c.partner WHERE `+visible(day)+also+`
		ORDER BY c.published DESC, c.id DESC`, append(args, at), func(scan scanner) error {
		r := &CaseRow{}
		var specializations, figures, outcome string
		if err := scan(&r.Slug, &r.Title, &r.Customer, &r.Partner, &r.PartnerSlug, &r.PartnerName, &r.Industry, &r.Country,
			&specializations, &figures, &outcome, &r.Published); err != nil {
			return err
		}
		var list []program.Figure
		if err := fromJSON(figures, &list); err != nil {
			return err
		}
		if len(list) > 0 {
			r.Headline = list[0]
		}
		r.Specializations, r.Summary = fields(specializations), beginning(outcome)
		return row(r)
	})
}

// summaryLength is about two lines of a list.
const summaryLength = 240

// beginning cuts a text between words when it is longer than a summary.
func beginning(text string) string {
	if len(text) <= summaryLength {
		return text
	}
	cut := strings.LastIndexByte(text[:summaryLength], ' ')
	if cut < 0 {
		return text
	}
	return strings.Clone(strings.TrimRight(text[:cut], " ,;:–-")) + "…"
}

// loadCases reads the current case studies of the chosen partners with their ids as evidence.
func loadCases(ctx context.Context, q querier, c which, add func(program.PartnerID, program.CaseStudy)) error {
	return eachFact(ctx, q, `case_studies`, caseColumns, c, func(scan scanner) error {
		var partner program.PartnerID
		var id program.EvidenceID
		var one program.CaseStudy
		err := scanCase(scan, &one, &partner, &id)
		add(partner, one)
		return err
	})
}

// CaseOf returns the case study that a partner's evidence is, published or not, current or not. ErrNotFound: it is none.
func (s *Store) CaseOf(ctx context.Context, partner program.PartnerID, id program.EvidenceID) (program.CaseStudy, error) {
	var c program.CaseStudy
	err := scanCase(s.reader.QueryRowContext(ctx, `SELECT `+caseColumns+` FROM case_studies WHERE partner = $1 AND id = $2`, partner, id).Scan, &c)
	return c, wrap(err, fmt.Sprintf("read case study %d of partner %d", id, partner))
}
