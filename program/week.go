package program

import "fmt"

// Monday returns the first day of d's ISO week.
func (d Day) Monday() Day {
	// 1970-01-01 was a Thursday.
	return d - Day((int(d)+3)%7+7)%7
}

// Week returns the ISO 8601 week that holds d, as people read it: week 48, 2026.
func (d Day) Week() string {
	year, week := d.Time().ISOWeek()
	return fmt.Sprintf("week %d, %d", week, year)
}
