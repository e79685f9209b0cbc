package program

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestMondayIsTheFirstDayOfTheWeekThatHoldsADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Day(rapid.Int32Range(-200000, 200000).Draw(t, "day"))
		m := d.Monday()
		if m.Time().Weekday() != time.Monday || m > d || d-m > 6 {
			t.Fatalf("Monday of %s is %s, a %s", d, m, m.Time().Weekday())
		}
		if m.Week() != d.Week() || (m-1).Week() == d.Week() || (m+7).Week() == d.Week() {
			t.Fatalf("%s is in %s, its Monday in %s", d, d.Week(), m.Week())
		}
	})
	if got := Date(2027, time.January, 2).Week(); got != "week 53, 2026" {
		t.Errorf("2 Jan 2027 is in %s", got)
	}
}

func TestEnquiriesAreOverdueAfterTwoWeeksWithoutAnAnswer(t *testing.T) {
	const sent = Day(20780)
	for _, c := range []struct {
		state    EnquiryState
		answered Day
		after    Day
		want     bool
	}{
		{EnquiryNew, 0, 13, false},
		{EnquiryNew, 0, 14, true},
		{EnquiryActive, 0, 14, true},
		{EnquiryActive, sent + 13, 30, false},
		{EnquiryActive, sent + 20, 30, false},
		{EnquiryClosed, 0, 30, false},
	} {
		if got := EnquiryOverdue(c.state, sent, c.answered, sent+c.after); got != c.want {
			t.Errorf("%s, answered %d, %d days on: overdue is %t, want %t", c.state, c.answered, c.after, got, c.want)
		}
	}
}
