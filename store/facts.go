package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"partnerdirectory/program"
)

const verificationColumns = `verified_by, mode, decision, reason, submitted, decided`

// owned is one partner's facts on their way into or out of the tables.
type owned struct {
	partner program.PartnerID
	facts   *program.Facts
	cases   []program.CaseStudy // on the way in: as long as facts.Cases, in the same order
}

// factKind is how one kind of fact is kept. All kinds are numbered from one sequence, and their tables share partner,
// id, entered and superseded.
type factKind struct {
	table  string
	number func(f *program.Facts, as func(program.EvidenceID) program.EvidenceID)
	count  func(f *program.Facts) int
	load   func(ctx context.Context, q querier, c which, of map[program.PartnerID]*program.Facts) error
	insert func(w *work, list []owned, entered program.Day) error
}

// factTable is a table of one kind of facts, its own columns, and what binds a fact's fields to them in both directions.
// superseded is nil for what is never taken back.
type factTable[T any] struct {
	table, columns string
	of             func(*program.Facts) *[]T
	id             func(*T) *program.EvidenceID
	superseded     func(*T) *program.Day
	bind           func(*T) []any
}

// kind is the table as all kinds of facts have it.
func (t factTable[T]) kind() factKind {
	return factKind{
		table: t.table,
		count: func(f *program.Facts) int { return len(*t.of(f)) },
		number: func(f *program.Facts, as func(program.EvidenceID) program.EvidenceID) {
			list := *t.of(f)
			for i := range list {
				*t.id(&list[i]) = as(*t.id(&list[i]))
			}
		},
		load: func(ctx context.Context, q querier, c which, facts map[program.PartnerID]*program.Facts) error {
			var partner int64
			var one, none T
			dest := append([]any{&partner, (*int64)(t.id(&one))}, t.bind(&one)...)
			columns := t.columns
			if t.superseded == nil {
				c.ever = false
			} else if c.ever {
				columns += ", superseded"
				dest = append(dest, day(t.superseded(&one)))
			}
			return eachFact(ctx, q, t.table, columns, c, func(scan scanner) error {
				one = none
				if err := scan(dest...); err != nil {
					return err
				}
				if f := facts[program.PartnerID(partner)]; f != nil {
					*t.of(f) = append(*t.of(f), one)
				}
				return nil
			})
		},
		insert: func(w *work, list []owned, entered program.Day) error {
			in := t.into(w)
			for _, o := range list {
				facts := *t.of(o.facts)
				for i := range facts {
					gone := program.Day(0)
					if t.superseded != nil {
						gone = *t.superseded(&facts[i])
					}
					if err := t.add(in, o.partner, &facts[i], entered, gone); err != nil {
						return err
					}
				}
			}
			return in.flush()
		},
	}
}

func (t factTable[T]) into(w *work) *inserter {
	return w.into(t.table, `partner, id, entered, superseded, `+t.columns, ``)
}

func (t factTable[T]) add(in *inserter, partner program.PartnerID, one *T, entered, superseded program.Day) error {
	return in.add(append([]any{int64(partner), int64(*t.id(one)), int64(entered), int64(superseded)}, t.bind(one)...)...)
}

// eachFact calls row for the chosen rows of a table of facts: those that count now, or did at the end of a past day.
func eachFact(ctx context.Context, q querier, table, columns string, c which, row func(scan scanner) error) error {
	among, args := c.among(table, c.arguments())
	return each(ctx, q, `SELECT partner, id, `+columns+` FROM `+table+` WHERE `+c.on("partner")+` AND `+c.current()+among+
		` ORDER BY partner, id`, args, row)
}

// among returns the condition that a row is of what is looked at, with its arguments after those given.
func (c which) among(table string, args []any) (string, []any) {
	if c.looks == nil {
		return "", args
	}
	column, values := "", []string(nil)
	switch table {
	case "metric_values":
		column, values = "metric", c.looks.Metrics
	case "holdings":
		column, values = "code", c.looks.Certifications
	default:
		return "", args
	}
	if len(values) == 0 {
		return " AND 1 = 0", args
	}
	places := make([]string, len(values))
	for i, v := range values {
		args = append(args, v)
		places[i] = "$" + strconv.Itoa(len(args))
	}
	return " AND " + column + " IN (" + strings.Join(places, ", ") + ")", args
}

// current returns the condition that a fact counts: now, or at the end of the day that c asks for.
func (c which) current() string {
	switch {
	case c.ever:
		return `superseded >= 0`
	case c.asOf == 0:
		return `superseded = 0`
	}
	d := "$" + strconv.Itoa(len(c.arguments()))
	return `entered <= ` + d + ` AND (superseded = 0 OR superseded > ` + d + `)`
}

// loadFacts reads the facts of each partner, in the order of the list, which must be sorted by partner.
func loadFacts(ctx context.Context, q querier, c which, list []owned) error {
	of := make(map[program.PartnerID]*program.Facts, len(list))
	for _, o := range list {
		of[o.partner] = o.facts
	}
	for _, kind := range factKinds() {
		if err := kind.load(ctx, q, c, of); err != nil {
			return fmt.Errorf("read %s: %w", kind.table, err)
		}
	}
	if err := loadLinks(ctx, q, c, of); err != nil {
		return fmt.Errorf("read link checks: %w", err)
	}
	return loadOutages(ctx, q, c, list, of)
}

// Facts returns what counts of a partner today, whether accepted or not.
func (s *Store) Facts(ctx context.Context, id program.PartnerID) (*program.Facts, error) {
	return s.factsOf(ctx, id, these(id), "read facts")
}

// FactsAsOf returns what was known of a partner and counted at the end of a day, its labels included: evaluating it
// says what was said then.
func (s *Store) FactsAsOf(ctx context.Context, id program.PartnerID, on program.Day) (*program.Facts, error) {
	c := these(id)
	c.asOf = on
	return s.factsOf(ctx, id, c, "read facts as of "+on.String())
}

func (s *Store) factsOf(ctx context.Context, id program.PartnerID, c which, what string) (*program.Facts, error) {
	f := &program.Facts{}
	err := s.read(ctx, func(q querier) error {
		found, err := loadPartners(ctx, q, these(id))
		if err == nil && len(found) == 0 {
			err = program.ErrNotFound
		}
		if err != nil {
			return err
		}
		if err := loadFacts(ctx, q, c, []owned{{partner: id, facts: f}}); err != nil || c.asOf == 0 {
			return err
		}
		known, err := s.programmeIn(ctx, q)
		if err == nil {
			f.Labels, err = loadLabelsAsOf(ctx, q, known.programme, id, c.asOf)
		}
		return err
	})
	return f, wrap(err, fmt.Sprintf("%s of partner %d", what, id))
}
