package seed

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"partnerdirectory/program"
)

//go:embed data/certifications.csv
var certificationTable string

// certifications reads the embedded table: code, title, issuer, type, retired, accepted until, also. The
// last says who else counts as a holder: "AZ-104+AZ-305|AZ-300+AZ-301" is whoever has both of either pair.
func certifications() ([]program.Certification, error) {
	rows, err := csv.NewReader(strings.NewReader(certificationTable)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read table: %w", err)
	}
	out := make([]program.Certification, 0, len(rows))
	for _, row := range rows[1:] {
		c := program.Certification{Code: row[0], Title: row[1], Issuer: row[2], Type: row[3]}
		if err := c.Retired.UnmarshalText([]byte(row[4])); err != nil {
			return nil, fmt.Errorf("%s: %w", c.Code, err)
		}
		if err := c.AcceptedUntil.UnmarshalText([]byte(row[5])); err != nil {
			return nil, fmt.Errorf("%s: %w", c.Code, err)
		}
		if row[6] != "" {
			var ways []program.Formula
			for way := range strings.SplitSeq(row[6], "|") {
				ways = append(ways, allOf(strings.Split(way, "+")...))
			}
			also := either(ways...)
			c.Also = &also
		}
		out = append(out, c)
	}
	return out, nil
}
