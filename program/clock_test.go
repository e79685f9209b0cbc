package program

import (
	"reflect"
	"testing"
)

// life is a partner with one label whose only requirement is a gold competency, granted on day 0.
func life(q Requirement, attainments ...Attainment) (*Programme, *Facts) {
	p := sampleProgramme()
	p.Sets = []Set{{Specialization: "alpha", Version: 1, EffectiveFrom: epoch - 100, Root: Node{ID: "gold", Op: Leaf, Requirement: &q}}}
	return p, &Facts{Attainments: attainments}
}

func gold(tested Testing, lapse Lapse, grace int) Requirement {
	return Requirement{
		VerifiedBy: ByVendor, Mode: Automatic, Tested: tested, OnLapse: lapse, GraceDays: grace,
		Competency: &CompetencyRule{Competencies: []string{"cloud"}, Match: Any, Level: Gold},
	}
}

func active(from, until Day) Attainment {
	return Attainment{ID: 1, Competency: "cloud", Level: Gold, From: from, Until: until, Verification: accepted(from)}
}

type happened struct {
	kind string
	on   Day
}

func TestClock(t *testing.T) {
	t.Parallel()
	year := epoch.AddMonths(12)
	for _, tt := range []struct {
		name  string
		rule  Requirement
		facts []Attainment
		days  Day
		want  []happened
	}{
		{
			"granted, and renewed on each anniversary", gold(Continuously, EndsGrace, 10),
			[]Attainment{active(epoch, 0)},
			800,
			[]happened{{EventGranted, epoch}, {EventRenewed, year}, {EventRenewed, epoch.AddMonths(24)}},
		},
		{
			"ends at once", gold(Continuously, EndsAtOnce, 0),
			[]Attainment{active(epoch, epoch+50)},
			100,
			[]happened{{EventGranted, epoch}, {EventEnded, epoch + 50}},
		},
		{
			"ends after its grace", gold(Continuously, EndsGrace, 10),
			[]Attainment{active(epoch, epoch+50)},
			100,
			[]happened{{EventGranted, epoch}, {EventFailing, epoch + 50}, {EventEnded, epoch + 60}},
		},
		{
			"the programme's grace where the leaf names none", gold(Continuously, EndsGrace, 0),
			[]Attainment{active(epoch, epoch+50)},
			100,
			[]happened{{EventGranted, epoch}, {EventFailing, epoch + 50}, {EventEnded, epoch + 80}},
		},
		{
			"recovers within its grace", gold(Continuously, EndsGrace, 10),
			[]Attainment{active(epoch, epoch+50), active(epoch+59, 0)},
			100,
			[]happened{{EventGranted, epoch}, {EventFailing, epoch + 50}, {EventRecovered, epoch + 59}},
		},
		{
			"a new label after the end", gold(Continuously, EndsGrace, 10),
			[]Attainment{active(epoch, epoch+50), active(epoch+70, 0)},
			100,
			[]happened{{EventGranted, epoch}, {EventFailing, epoch + 50}, {EventEnded, epoch + 60}, {EventGranted, epoch + 70}},
		},
		{
			"end of term: nothing before the window closes", gold(Continuously, EndsTerm, 0),
			[]Attainment{active(epoch, epoch+50)},
			500,
			[]happened{{EventGranted, epoch}, {EventEnded, year + 30}},
		},
		{
			"tested at renewal only, met within the window", gold(AtRenewal, EndsGrace, 0),
			[]Attainment{active(epoch, epoch+50), active(year+30, 0)},
			500,
			[]happened{{EventGranted, epoch}, {EventRenewed, year + 30}},
		},
		{
			"met a day after the window", gold(AtRenewal, EndsGrace, 0),
			[]Attainment{active(epoch, epoch+50), active(year+31, 0)},
			500,
			[]happened{{EventGranted, epoch}, {EventEnded, year + 30}, {EventGranted, year + 31}},
		},
		{
			"tested at every second renewal", gold(SecondRenewal, EndsGrace, 0),
			[]Attainment{active(epoch, epoch+50)},
			900,
			[]happened{{EventGranted, epoch}, {EventRenewed, year}, {EventEnded, epoch.AddMonths(24) + 30}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, facts := life(tt.rule, tt.facts...)
			out := Advance(p, facts, nil, epoch-10, epoch+tt.days)
			var got []happened
			for _, e := range out.Events {
				got = append(got, happened{e.Kind, e.On})
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %v\nwant %v", got, tt.want)
			}
		})
	}
}

func TestEndedLabelSaysWhy(t *testing.T) {
	t.Parallel()
	p, facts := life(gold(Continuously, EndsAtOnce, 0), active(epoch, epoch+50))
	l := Advance(p, facts, nil, epoch, epoch+100).Labels[0]
	if l.Reason != EndLapsed || l.EndedBy != "Gold in Cloud platform, active." || !l.Shown(epoch+49) || l.Shown(epoch+50) {
		t.Errorf("%+v", l)
	}
	p, facts = life(gold(AtRenewal, "", 0), active(epoch, epoch+50))
	l = Advance(p, facts, nil, epoch, epoch+500).Labels[0]
	if l.Reason != EndNotRenewed || l.EndedBy != "Gold in Cloud platform, active." || l.Until != epoch.AddMonths(12) {
		t.Errorf("%+v", l)
	}
}

// TestVerifiedTrace: a label tells what was verified, by whom and when, and nothing private.
func TestVerifiedTrace(t *testing.T) {
	t.Parallel()
	p, facts := life(gold(Continuously, EndsAtOnce, 0), active(epoch-20, epoch+50))
	l := Advance(p, facts, nil, epoch, epoch).Labels[0]
	want := []VerifiedRequirement{{
		Sentence: "Gold in Cloud platform, active.", VerifiedBy: ByVendor, Mode: Automatic, On: epoch - 20, Until: epoch + 50,
	}}
	if !reflect.DeepEqual(l.Verified, want) || l.Version != 1 || l.ID != "" {
		t.Errorf("%+v", l)
	}
}

// TestNewSetWaitsForRenewal: a holder is judged on a new set at the anniversary, an applicant at once.
func TestNewSetWaitsForRenewal(t *testing.T) {
	t.Parallel()
	p, facts := life(gold(Continuously, EndsAtOnce, 0), active(epoch, 0))
	stricter := leafOf(Requirement{References: &ReferencesRule{N: 1}})
	p.Sets = append(p.Sets, Set{Specialization: "alpha", Version: 2, Published: epoch + 10, EffectiveFrom: epoch + 80, Root: stricter})
	out := Advance(p, facts, nil, epoch, epoch.AddMonths(12)+29)
	if l := out.Labels[0]; l.Ended != 0 || l.Version != 1 {
		t.Errorf("before the window closes: %+v", l)
	}
	if s := out.Standings[0]; s.Version != 2 || s.State != Earned || !s.AtRisk {
		t.Errorf("standing against the set of the renewal: %+v", s)
	}
	out = Advance(p, facts, out.Labels, epoch.AddMonths(12)+30, epoch+500)
	if l := out.Labels[0]; l.Reason != EndNotRenewed || l.EndedBy != "A confirmed customer reference." {
		t.Errorf("after the window: %+v", l)
	}
	if got := Advance(p, facts, nil, epoch+80, epoch+90).Labels; len(got) != 0 {
		t.Errorf("an applicant under the new set was granted %+v", got)
	}
}

func TestRevokedLabelStaysRevoked(t *testing.T) {
	t.Parallel()
	p, facts := life(gold(Continuously, EndsAtOnce, 0), active(epoch, 0))
	labels := Advance(p, facts, nil, epoch, epoch+5).Labels
	labels[0].Ended, labels[0].Reason = epoch+6, EndRevoked
	out := Advance(p, facts, labels, epoch+6, epoch+900)
	if len(out.Labels) != 1 || len(out.Events) != 0 || out.Standings[0].State != Revoked {
		t.Errorf("%+v", out)
	}
}

// TestStaleFiguresAreNoFailure: missing figures leave a held label alone.
func TestStaleFiguresAreNoFailure(t *testing.T) {
	t.Parallel()
	q := Requirement{
		VerifiedBy: ByVendor, Mode: Automatic, Tested: Continuously, OnLapse: EndsAtOnce,
		Performance: &PerformanceRule{Metric: "m-linux", Threshold: 10, Months: 1},
	}
	p, facts := life(q)
	month := epoch.MonthStart()
	facts.Metrics = []MetricValue{{ID: 1, Metric: "m-linux", Month: month, Customer: "x", Value: 10, Recorded: month.AddMonths(1)}}
	out := Advance(p, facts, nil, epoch, epoch+200)
	if l := out.Labels[0]; l.Granted != month.AddMonths(1) || l.Ended != 0 || l.FailingSince != 0 {
		t.Errorf("%+v", l)
	}
	if s := out.Standings[0]; s.State != Earned || s.Root.State != Unknown || !s.AtRisk {
		t.Errorf("%+v", s)
	}
	facts.Metrics = append(facts.Metrics, MetricValue{
		ID: 2, Metric: "m-linux", Month: month.AddMonths(1), Customer: "x", Value: 9, Recorded: month.AddMonths(2),
	})
	if l := Advance(p, facts, nil, epoch, epoch+200).Labels[0]; l.Ended != month.AddMonths(2) {
		t.Errorf("a figure too low: %+v", l)
	}
}

func TestAtRisk(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		until Day
		want  bool
	}{
		{"runs out soon", epoch + 70, true},
		{"runs out before the anniversary, but not soon", epoch + 71, false},
		{"runs out on the anniversary", epoch.AddMonths(12), false},
		{"lasts over it", epoch.AddMonths(12) + 1, false},
		{"has no end", 0, false},
	} {
		p, facts := life(gold(Continuously, EndsAtOnce, 0), active(epoch, tt.until))
		s := Advance(p, facts, nil, epoch, epoch+10).Standings[0]
		if s.AtRisk != tt.want || s.State != Earned || s.Met != 1 || s.Of != 1 {
			t.Errorf("%s: %+v", tt.name, s)
		}
	}
}

// TestLabelsStandInTheWay: no second label is granted before the one that is there begins, or before its day of end.
func TestLabelsStandInTheWay(t *testing.T) {
	t.Parallel()
	p, facts := life(gold(Continuously, EndsAtOnce, 0), active(epoch, 0))
	for _, l := range []Label{
		{Specialization: "alpha", Version: 1, Granted: epoch + 20, Until: epoch + 300},
		{Specialization: "alpha", Version: 1, Granted: epoch - 20, Until: epoch + 300, Ended: epoch + 20, Reason: EndLapsed},
	} {
		if got := Advance(p, facts, []Label{l}, epoch, epoch+19); len(got.Labels) != 1 || len(got.Events) != 0 {
			t.Errorf("beside %+v: %+v", l, got.Events)
		}
		want := 1
		if l.Ended != 0 {
			want = 2
		}
		if got := Advance(p, facts, []Label{l}, epoch, epoch+20); len(got.Labels) != want {
			t.Errorf("beside %+v: %+v", l, got.Labels)
		}
	}
}

// TestFiguresThatNeverCame: a label waits past its window for figures that are late, not for a kind of which there never
// were any.
func TestFiguresThatNeverCame(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		figures []MetricValue
		ends    bool
	}{
		{"none ever", nil, true},
		{"too old to decide", []MetricValue{{ID: 2, Metric: "m-linux", Month: epoch.MonthStart().AddMonths(-1), Customer: "x", Value: 99, Recorded: epoch}}, false},
	} {
		p, facts := life(gold(AtRenewal, EndsTerm, 0), active(epoch, epoch.AddMonths(12)))
		r := Requirement{VerifiedBy: ByVendor, Mode: Automatic, Tested: AtRenewal, Performance: &PerformanceRule{Metric: "m-linux", Threshold: 10, Months: 1}}
		p.Sets[0].Root = Node{ID: "root", Op: Any, Children: []Node{p.Sets[0].Root, {ID: "figure", Op: Leaf, Requirement: &r}}}
		facts.Metrics = tt.figures
		l := Advance(p, facts, nil, epoch, epoch.AddMonths(14)).Labels[0]
		if (l.Ended != 0) != tt.ends {
			t.Errorf("%s: %+v", tt.name, l)
		}
	}
}
