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
	y, m, day := d.Time().Date()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return DayOf(first.AddDate(0, 0, min(day, last)-1))
}

// MonthStart returns the first day of d's month.
func (d Day) MonthStart() Day {
	y, m, _ := d.Time().Date()
	return Date(y, m, 1)
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
