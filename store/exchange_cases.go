package store

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"

	"partnerdirectory/program"
	"partnerdirectory/store/rows"
)

// caseFact is a case study as a fact among the others.
type caseFact struct {
	id program.EvidenceID
	program.CaseStudy
}

// figuresColumn keeps the figures of a case study as JSON.
type figuresColumn []program.Figure

// Scan reads what Value wrote.
func (c *figuresColumn) Scan(src any) error {
	text, ok := src.(string)
	if !ok {
		return fmt.Errorf("read stored figures: got %T", src)
	}
	*c = nil
	return fromJSON(text, (*[]program.Figure)(c))
}

// Value is called by database/sql when the text is needed.
func (c *figuresColumn) Value() (driver.Value, error) { return toJSON{[]program.Figure(*c)}.Value() }

func caseStudyTable() factTable[caseFact] {
	return factTable[caseFact]{
		table: `case_studies`, columns: caseColumns,
		id:         func(c *caseFact) *program.EvidenceID { return &c.id },
		superseded: func(c *caseFact) *program.Day { return &c.Superseded },
		bind: func(c *caseFact) []any {
			return verified([]any{
				&c.Slug, &c.Title, &c.Customer, &c.Anonymous, &c.Industry, &c.Country, &c.Place, slugs(&c.Specializations), slugs(&c.Products),
				&c.Challenge, &c.Approach, &c.Outcome, &c.Quote, &c.QuoteBy, (*figuresColumn)(&c.Figures), day(&c.Published), &c.Address, &c.Scenario,
			}, &c.Verification)
		},
	}
}

func caseRows() factRows[caseFact] {
	type T = caseFact
	return factRows[T]{
		doc: RowKind{Name: "case-studies", What: "The published story of one project, which is evidence too.",
			Example: []string{"example-partner", "faster-tills", "Faster tills", "A Nordic retailer", "2026-05-01", "yes", "retail", "SE"}},
		table: caseStudyTable(), public: true, taken: caseTaken,
		columns: append([]column[T]{
			textColumn("slug", "the last part of its page's address", func(t *T) *string { return &t.Slug }).needed().isKey(),
			textColumn("title", "its title", func(t *T) *string { return &t.Title }).needed(),
			textColumn("customer", "a name that the customer agreed to, or words in its place", func(t *T) *string { return &t.Customer }).needed(),
			daysColumn("published", "from which day the public reads it", func(t *T) *program.Day { return &t.Published }).needed(),
			yesColumn("anonymous", "whether the customer is not named", func(t *T) *bool { return &t.Anonymous }),
			textColumn("industry", "the customer's, its slug", func(t *T) *string { return &t.Industry }),
			textColumn("country", "the customer's, two letters", func(t *T) *string { return &t.Country }),
			textColumn("place", "the customer's town", func(t *T) *string { return &t.Place }),
			listColumn("specializations", "slugs of what it is about", func(t *T) *[]string { return &t.Specializations }),
			listColumn("products", "slugs of products", func(t *T) *[]string { return &t.Products }),
			textColumn("challenge", "paragraphs divided by empty lines", func(t *T) *string { return &t.Challenge }),
			textColumn("approach", "as the challenge", func(t *T) *string { return &t.Approach }),
			textColumn("outcome", "as the challenge", func(t *T) *string { return &t.Outcome }),
			textColumn("quote", "words of the customer", func(t *T) *string { return &t.Quote }),
			textColumn("quote_by", "whose", func(t *T) *string { return &t.QuoteBy }),
			figuresRowColumn(),
			textColumn("address", "where it is published besides the directory", func(t *T) *string { return &t.Address }),
			textColumn("scenario", "what was delivered", func(t *T) *string { return &t.Scenario }),
		}, verificationColumnsOf(func(t *T) *program.Verification { return &t.Verification })...),
		preset: func(at program.Day) T { return T{CaseStudy: program.CaseStudy{Verification: accept(at)}} },
		check: func(v *names, t *T) (string, string) {
			decidedOnly(&t.Verification)
			if !slugPattern.MatchString(t.Slug) {
				return "slug", "small letters and digits, with hyphens between them"
			}
			for _, s := range t.Specializations {
				if !v.specializations[s] {
					return "specializations", "slugs of specializations of the programme"
				}
			}
			return "", ""
		},
	}
}

func figuresRowColumn() column[caseFact] {
	return column[caseFact]{
		Column: rows.Column{Name: "figures", Type: rows.JSON, Meaning: `results, the headline first: [{"Value": "41 %", "Label": "lower run cost"}]`},
		get: func(c *caseFact) string {
			if len(c.Figures) == 0 {
				return ""
			}
			b, err := json.Marshal(c.Figures)
			if err != nil { // two texts: it cannot fail
				return ""
			}
			return string(b)
		},
		set: func(c *caseFact, s string) bool {
			c.Figures = nil
			return s == "" || json.Unmarshal([]byte(s), &c.Figures) == nil
		},
	}
}

// caseTaken says that another partner's case study has the address of one that is to come.
func caseTaken(im *importing, partner program.PartnerID, c *caseFact) (column, want string, err error) {
	var owner program.PartnerID
	err = im.w.tx.QueryRowContext(im.w.ctx, `SELECT partner FROM case_studies WHERE slug = $1 AND superseded = 0`, c.Slug).Scan(&owner)
	switch {
	case errors.Is(err, sql.ErrNoRows), err == nil && owner == partner:
		return "", "", nil
	case err != nil:
		return "", "", err
	}
	return "slug", "an address that no other partner's case study has", nil
}
