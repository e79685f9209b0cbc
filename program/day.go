package program

import (
	"fmt"
	"time"
)

// Day is a calendar day in UTC, counted from 1970-01-01. The programme's clock ticks in days, so rules never
// see a time of day. The zero Day means "no day".
type Day int32

// DayOf returns the UTC day that holds t.
func DayOf(t time.Time) Day {
	return Day(t.Unix() / 86400)
}

// Date returns the Day of a year, month and day of month; out-of-range values roll over as in [time.Date].
func Date(year int, month time.Month, day int) Day {
	return DayOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// ParseDay reads an ISO 8601 date such as 2026-11-23.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("parse day %q: want YYYY-MM-DD", s)
	}
	return DayOf(t), nil
}

// Time returns midnight UTC at the start of d.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// IsZero reports whether d is "no day".
func (d Day) IsZero() bool { return d == 0 }

// AddMonths moves d by n calendar months; a day that the month lacks becomes the month's last day.
func (d Day) AddMonths(n int) Day {
	month, day := d.civil()
	first := monthStart(month + n)
	return min(first+Day(day)-1, monthStart(month+n+1)-1)
}

// MonthStart returns the first day of d's month.
func (d Day) MonthStart() Day {
	_, day := d.civil()
	return d - Day(day) + 1
}

// Days are turned into months and back by arithmetic on years that begin in March, so that the leap day comes last;
// rules ask for it too often to go by way of [time.Time].
const (
	daysPerEra = 146097 // 400 years
	epochShift = 719468 // days from 1 March of year 0 to 1970-01-01
)

// civil returns d's month, counted from January of year 0, and its day of that month from 1.
func (d Day) civil() (month, day int) {
	z := int(d) + epochShift
	era := floorDiv(z, daysPerEra)
	ofEra := z - era*daysPerEra
	year := (ofEra - ofEra/1460 + ofEra/36524 - ofEra/146096) / 365
	ofYear := ofEra - (365*year + year/4 - year/100)
	fromMarch := (5*ofYear + 2) / 153
	return (era*400+year)*12 + fromMarch + 2, ofYear - (153*fromMarch+2)/5 + 1
}

// monthStart returns the first day of a month, counted as civil does.
func monthStart(month int) Day {
	month -= 2
	year := floorDiv(month, 12)
	fromMarch := month - year*12
	era := floorDiv(year, 400)
	year -= era * 400
	return Day(era*daysPerEra + 365*year + year/4 - year/100 + (153*fromMarch+2)/5 - epochShift)
}

func floorDiv(a, b int) int {
	if a < 0 {
		return (a - b + 1) / b
	}
	return a / b
}

// String returns the ISO 8601 date, or "" for no day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// Long returns the day as people read it: 14 Mar 2027.
func (d Day) Long() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format("2 Jan 2006")
}

// MarshalText writes the ISO date.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads an ISO date; an empty text is no day.
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	v, err := ParseDay(string(b))
	*d = v
	return err
}
