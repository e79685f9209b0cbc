package store

import (
	"database/sql/driver"
	"fmt"
	"strings"

	"partnerdirectory/program"
)

// The types of this file stand between a field and its column, in both directions. database/sql asks them before it
// looks at anything by reflection, which counts when millions of rows are read.

// dayColumn keeps a day as its number.
type dayColumn program.Day

// Scan reads what Value wrote.
func (d *dayColumn) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("read stored day: got %T", src)
	}
	*d = dayColumn(n)
	return nil
}

// Value is called by database/sql when the number is needed.
func (d *dayColumn) Value() (driver.Value, error) { return int64(*d), nil }

// slugsColumn keeps a list of slugs as one text.
type slugsColumn []string

// Scan reads what Value wrote.
func (c *slugsColumn) Scan(src any) error {
	text, ok := src.(string)
	if !ok {
		return fmt.Errorf("read stored slugs: got %T", src)
	}
	*c = fields(text)
	return nil
}

// Value is called by database/sql when the text is needed. A slug that could not be read back is ErrInvalid.
func (c *slugsColumn) Value() (driver.Value, error) {
	if err := checkSlugs(*c); err != nil {
		return nil, err
	}
	return strings.Join(*c, " "), nil
}

func day(d *program.Day) *dayColumn     { return (*dayColumn)(d) }
func slugs(list *[]string) *slugsColumn { return (*slugsColumn)(list) }

// verified binds a verification to verificationColumns, after columns of the fact's own.
func verified(own []any, v *program.Verification) []any {
	return append(own, (*string)(&v.By), (*string)(&v.Mode), (*string)(&v.Decision), &v.Reason, day(&v.Submitted), day(&v.Decided))
}
