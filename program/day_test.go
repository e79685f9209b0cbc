package program

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestMonths(t *testing.T) {
	t.Parallel()
	tests := []struct {
		from   string
		months int
		want   string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2028-01-31", 1, "2028-02-29"},
		{"2028-02-29", 12, "2029-02-28"},
		{"2026-03-15", -3, "2025-12-15"},
		{"2026-11-23", 0, "2026-11-23"},
	}
	for _, tt := range tests {
		d, err := ParseDay(tt.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.AddMonths(tt.months).String(); got != tt.want {
			t.Errorf("%s + %d months = %s, want %s", tt.from, tt.months, got, tt.want)
		}
	}
}

// TestCalendar: months are those of the time package.
func TestCalendar(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := Day(rapid.Int32Range(-300_000, 300_000).Draw(t, "day"))
		n := rapid.IntRange(-500, 500).Draw(t, "months")
		y, m, day := d.Time().Date()
		if got, want := d.MonthStart(), Date(y, m, 1); got != want {
			t.Fatalf("start of %v's month = %v, want %v", d, got, want)
		}
		last := Date(y, m+time.Month(n)+1, 1) - 1
		if got, want := d.AddMonths(n), min(Date(y, m+time.Month(n), day), last); got != want {
			t.Fatalf("%v + %d months = %v, want %v", d, n, got, want)
		}
	})
}

func TestDayText(t *testing.T) {
	t.Parallel()
	d := Date(2027, time.March, 14)
	if d.Long() != "14 Mar 2027" || d.String() != "2027-03-14" || Day(0).Long() != "" || Day(0).String() != "" {
		t.Errorf("%q %q %q", d.Long(), d, Day(0))
	}
	b, _ := d.MarshalText()
	var back, none Day
	if err := back.UnmarshalText(b); err != nil || back != d {
		t.Errorf("read back %v: %v", back, err)
	}
	if err := none.UnmarshalText(nil); err != nil || !none.IsZero() {
		t.Errorf("no day: %v, %v", none, err)
	}
	if err := back.UnmarshalText([]byte("14.3.2027")); err == nil {
		t.Error("a date in another form was read")
	}
}
