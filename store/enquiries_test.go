package store

import (
	"errors"
	"testing"
	"time"

	"partnerdirectory/program"
)

// openClock opens a store whose clock the test moves.
func openClock(t *testing.T) (*Store, *time.Time) {
	t.Helper()
	s := open(t)
	now := today.Time().Add(9 * time.Hour)
	s.now = func() time.Time { return now }
	return s, &now
}

func enquiry(form string) Enquiry {
	return Enquiry{Partner: 1, Form: form, Name: "Ada", Email: "ada@shop.example", Message: "Help us move."}
}

func all(t *testing.T, s *Store, partner program.PartnerID, f EnquiryFilter) []Enquiry {
	t.Helper()
	f.Limit = 100
	list, err := s.Enquiries(t.Context(), partner, f, program.DayOf(s.now()))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestAFormSentTwiceMakesOneEnquiry(t *testing.T) {
	s, _ := openClock(t)
	load(t, s, plain(0), plain(1))
	for range 3 {
		if err := s.SendEnquiry(t.Context(), Act{}, enquiry("f1"), "here", EnquiryLimits{PerAddress: 1, PerPartner: 1}, nil); err != nil {
			t.Fatal(err)
		}
	}
	got := all(t, s, 1, EnquiryFilter{})
	if len(got) != 1 || got[0].State != program.EnquiryNew || got[0].Message != "Help us move." {
		t.Fatalf("got %+v", got)
	}
	week, err := s.WeeklyFigures(t.Context(), 1, 1, today)
	if err != nil || week[0].Enquiries != 1 {
		t.Errorf("figures %+v, %v, want one enquiry", week, err)
	}
	if len(all(t, s, 2, EnquiryFilter{})) != 0 {
		t.Error("another partner sees it")
	}
	if _, _, err := s.Enquiry(t.Context(), 2, got[0].ID); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("another partner opens it: %v", err)
	}
	if err := s.TakeEnquiryStep(t.Context(), Act{}, 2, got[0].ID, EnquiryStep{Kind: EnquiryTaken, By: "Eve"}); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("another partner takes it: %v", err)
	}
}

func TestEnquiriesAreLimited(t *testing.T) {
	s, now := openClock(t)
	load(t, s, plain(0), plain(1))
	limits := EnquiryLimits{PerAddress: 2, PerPartner: 3}
	send := func(form, sender string) error {
		return s.SendEnquiry(t.Context(), Act{}, enquiry(form), sender, limits, nil)
	}
	for _, form := range []string{"a", "b"} {
		if err := send(form, "here"); err != nil {
			t.Fatal(err)
		}
	}
	if err := send("c", "here"); !errors.Is(err, ErrSenderLimit) {
		t.Errorf("third from one address: %v", err)
	}
	*now = now.Add(61 * time.Minute)
	if err := send("d", "here"); err != nil {
		t.Errorf("an hour later: %v", err)
	}
	if err := send("e", "elsewhere"); !errors.Is(err, ErrPartnerLimit) {
		t.Errorf("fourth of the day: %v", err)
	}
	*now = now.Add(24 * time.Hour)
	if err := send("f", "elsewhere"); err != nil {
		t.Errorf("a day later: %v", err)
	}
	senders := 0
	if err := s.reader.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM enquiry_senders`).Scan(&senders); err != nil || senders != 1 {
		t.Errorf("%d senders are remembered after a day, %v, want the last one", senders, err)
	}
}

func TestAnEnquiryPassesItsStates(t *testing.T) {
	s, now := openClock(t)
	load(t, s, plain(0))
	if err := s.SendEnquiry(t.Context(), Act{}, enquiry("f"), "here", EnquiryLimits{}, nil); err != nil {
		t.Fatal(err)
	}
	id := all(t, s, 1, EnquiryFilter{})[0].ID
	step := func(kind EnquiryStepKind, outcome program.EnquiryOutcome, want error) {
		t.Helper()
		err := s.TakeEnquiryStep(t.Context(), Act{}, 1, id, EnquiryStep{Kind: kind, By: "Ben", Note: "so", Outcome: outcome})
		if !errors.Is(err, want) {
			t.Fatalf("%s: %v, want %v", kind, err, want)
		}
	}
	counts := func(want EnquiryCounts) {
		t.Helper()
		if got, err := s.EnquiryCounts(t.Context(), 1, program.DayOf(*now)); err != nil || got != want {
			t.Fatalf("counts %+v, %v, want %+v", got, err, want)
		}
	}
	counts(EnquiryCounts{New: 1})
	step(EnquiryReopened, "", program.ErrConflict)
	*now = now.Add(13 * 24 * time.Hour)
	counts(EnquiryCounts{New: 1})
	step(EnquiryTaken, "", nil)
	*now = now.Add(24 * time.Hour)
	counts(EnquiryCounts{Active: 1, Overdue: 1})
	if len(all(t, s, 1, EnquiryFilter{Overdue: true})) != 1 {
		t.Error("the overdue enquiry is not listed as overdue")
	}
	step(EnquiryAnswered, "", nil)
	counts(EnquiryCounts{Active: 1})
	step(EnquiryEnded, program.EnquiryWon, nil)
	counts(EnquiryCounts{Closed: 1})
	step(EnquiryTaken, "", program.ErrConflict)
	step(EnquiryEnded, program.EnquiryLost, program.ErrConflict)
	step(EnquiryNoted, "", nil)
	e, steps, err := s.Enquiry(t.Context(), 1, id)
	if err != nil || e.Outcome != program.EnquiryWon || e.TakenBy != "Ben" || len(steps) != 5 || steps[3].Outcome != program.EnquiryWon {
		t.Errorf("%+v with steps %+v, %v", e, steps, err)
	}
	step(EnquiryReopened, "", nil)
	counts(EnquiryCounts{Active: 1})
}

// The store's condition and the rule of the programme say the same of every enquiry.
func TestOverdueIsTheProgrammesRule(t *testing.T) {
	s, now := openClock(t)
	load(t, s, plain(0))
	for i, form := range []string{"a", "b", "c", "d"} {
		*now = today.Time().Add(time.Duration(i*7) * time.Hour)
		if err := s.SendEnquiry(t.Context(), Act{}, enquiry(form), "here", EnquiryLimits{}, nil); err != nil {
			t.Fatal(err)
		}
	}
	for days := range 20 {
		day := today + program.Day(days)
		listed, err := s.Enquiries(t.Context(), 1, EnquiryFilter{Overdue: true, Limit: 10}, day)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, e := range all(t, s, 1, EnquiryFilter{}) {
			if e.Overdue(day) {
				n++
			}
		}
		if n != len(listed) {
			t.Errorf("after %d days %d are listed, %d are overdue", days, len(listed), n)
		}
	}
}

func TestOldEnquiriesAreForgotten(t *testing.T) {
	s, now := openClock(t)
	load(t, s, plain(0))
	for _, form := range []string{"old", "new"} {
		if err := s.SendEnquiry(t.Context(), Act{}, enquiry(form), "here", EnquiryLimits{}, nil); err != nil {
			t.Fatal(err)
		}
		*now = now.AddDate(1, 0, 0)
	}
	// The first was sent two years ago, the second one.
	if n, err := s.ForgetEnquiries(t.Context(), program.DayOf(*now)); err != nil || n != 0 {
		t.Errorf("on the last day: %d gone, %v", n, err)
	}
	if n, err := s.ForgetEnquiries(t.Context(), program.DayOf(*now)+1); err != nil || n != 1 {
		t.Errorf("the day after: %d gone, %v", n, err)
	}
	left := all(t, s, 1, EnquiryFilter{})
	steps := 0
	if err := s.reader.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM enquiry_steps`).Scan(&steps); err != nil {
		t.Fatal(err)
	}
	if len(left) != 1 || left[0].Form != "new" || steps != 1 {
		t.Errorf("left %+v with %d steps", left, steps)
	}
}

func TestFiguresAddUpByWeek(t *testing.T) {
	s, _ := openClock(t)
	load(t, s, plain(0), plain(1))
	monday := today.Monday()
	for _, on := range []program.Day{monday, monday + 6, monday + 7} {
		if err := s.AddFigures(t.Context(), on, []Figures{{Partner: 1, Views: 2, Appearances: 10}, {Partner: 2, Proofs: 1}}); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.WeeklyFigures(t.Context(), 1, 3, monday+8)
	if err != nil {
		t.Fatal(err)
	}
	want := []WeekFigures{
		{monday - 7, Figures{Partner: 1}},
		{monday, Figures{Partner: 1, Views: 4, Appearances: 20}},
		{monday + 7, Figures{Partner: 1, Views: 2, Appearances: 10}},
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("week %d: %+v, want %+v", i, got[i], want[i])
		}
	}
}

func TestASettingThatIsThereStays(t *testing.T) {
	s, _ := openClock(t)
	for _, fresh := range []string{"first", "second"} {
		if got, err := s.MetaOrSet(t.Context(), "forms", fresh); err != nil || got != "first" {
			t.Errorf("got %q, %v", got, err)
		}
	}
}

func TestFiguresOfAMergedPartnerAreAdded(t *testing.T) {
	s, _ := openClock(t)
	load(t, s, plain(0), plain(1))
	for partner, n := range map[program.PartnerID]int64{1: 3, 2: 4} {
		if err := s.AddFigures(t.Context(), today, []Figures{{Partner: partner, Views: n}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.AddFigures(t.Context(), today-7, []Figures{{Partner: 2, Views: 5}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Merge(t.Context(), Act{By: "admin ada", Why: "Bought."}, 1, 2, "", today); err != nil {
		t.Fatal(err)
	}
	got, err := s.WeeklyFigures(t.Context(), 1, 2, today)
	if err != nil || got[0].Views != 5 || got[1].Views != 7 {
		t.Errorf("%+v, %v, want 5 and 7 views", got, err)
	}
}
