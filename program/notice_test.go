package program

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

type told struct {
	kind NoticeKind
	on   Day
}

func noticesOf(p *Programme, f *Facts, from, at Day) (out []told, texts []NoticeText) {
	for _, n := range Advance(p, f, nil, from, at).Notices {
		out = append(out, told{n.Kind, n.On})
		texts = append(texts, p.DescribeNotice(n))
	}
	return out, texts
}

func TestNotices(t *testing.T) {
	t.Parallel()
	year := epoch.AddMonths(12)
	stricter := func(p *Programme, published, effective Day, atOnce string) {
		p.Sets = append(p.Sets, Set{
			Specialization: "alpha", Version: 2, Published: published, EffectiveFrom: effective, AtOnce: atOnce,
			Root: leafOf(Requirement{References: &ReferencesRule{N: 1}}),
		})
	}
	for _, tt := range []struct {
		name   string
		rule   Requirement
		facts  []Attainment
		change func(*Programme, *Facts)
		days   Day
		want   []told
	}{
		{
			"reminders before the anniversary, and the renewal", gold(AtRenewal, "", 0),
			[]Attainment{active(epoch, 0)},
			nil, 380,
			[]told{
				{NoticeGranted, epoch},
				{NoticeReminder, year - 60},
				{NoticeReminder, year - 30},
				{NoticeReminder, year - 15},
				{NoticeReminder, year - 1},
				{NoticeRenewed, year},
			},
		},
		{
			"at risk 60 days before something runs out", gold(AtRenewal, "", 0),
			[]Attainment{active(epoch, epoch+200)},
			nil, 399,
			[]told{
				{NoticeGranted, epoch},
				{NoticeAtRisk, epoch + 140},
				{NoticeReminder, year - 60},
				{NoticeReminder, year - 30},
				{NoticeReminder, year - 15},
				{NoticeReminder, year - 1},
				{NoticeReminder, year + 23},
				{NoticeEnded, year + 30},
			},
		},
		{
			"at risk, saved, at risk again", gold(AtRenewal, "", 0),
			[]Attainment{active(epoch, epoch+50), active(epoch+80, epoch+150)},
			nil, 200,
			[]told{{NoticeGranted, epoch}, {NoticeAtRisk, epoch}, {NoticeAtRisk, epoch + 90}},
		},
		{
			"failing and recovered", gold(Continuously, EndsGrace, 20),
			[]Attainment{active(epoch, epoch+100), active(epoch+110, 0)},
			nil, 150,
			[]told{{NoticeGranted, epoch}, {NoticeAtRisk, epoch + 40}, {NoticeFailing, epoch + 100}, {NoticeRecovered, epoch + 110}},
		},
		{
			"a change that hits, once from its publication, and at risk once it is in force", gold(AtRenewal, "", 0),
			[]Attainment{active(epoch, 0)},
			func(p *Programme, _ *Facts) { stricter(p, epoch+20, epoch+90, "") },
			200,
			[]told{{NoticeGranted, epoch}, {NoticeChange, epoch + 20}, {NoticeAtRisk, epoch + 90}},
		},
		{
			"a change that does not hit", gold(AtRenewal, "", 0),
			[]Attainment{active(epoch, 0)},
			func(p *Programme, f *Facts) {
				stricter(p, epoch+20, epoch+90, "")
				f.References = []Reference{{ID: 9, Customer: "a", Finished: epoch, Verification: accepted(epoch + 1)}}
			},
			200,
			[]told{{NoticeGranted, epoch}},
		},
		{
			"a change that judges holders at once", gold(AtRenewal, "", 0),
			[]Attainment{active(epoch, 0)},
			func(p *Programme, _ *Facts) { stricter(p, epoch+20, epoch+90, "a flaw") },
			200,
			[]told{{NoticeGranted, epoch}, {NoticeChange, epoch + 20}, {NoticeFailing, epoch + 90}, {NoticeEnded, epoch + 120}},
		},
		{
			"a change that judges holders at once, met in its grace", gold(AtRenewal, "", 0),
			[]Attainment{active(epoch, 0)},
			func(p *Programme, f *Facts) {
				stricter(p, epoch+20, epoch+90, "a flaw")
				f.References = []Reference{{ID: 9, Customer: "a", Finished: epoch, Verification: accepted(epoch + 100)}}
			},
			200,
			[]told{{NoticeGranted, epoch}, {NoticeChange, epoch + 20}, {NoticeFailing, epoch + 90}, {NoticeMoved, epoch + 100}, {NoticeRecovered, epoch + 100}},
		},
		{
			"by hand", gold(AtRenewal, "", 0),
			[]Attainment{active(epoch, 0)},
			func(_ *Programme, f *Facts) {
				for i, k := range []OrderKind{Suspend, Lift, Revoke, Reinstate} {
					f.Orders = append(f.Orders, Order{ID: EvidenceID(i), Kind: k, Specialization: "alpha", From: epoch + 10*Day(i+1), Reason: "we looked again"})
				}
			},
			100,
			[]told{{NoticeGranted, epoch}, {NoticeSuspended, epoch + 10}, {NoticeLifted, epoch + 20}, {NoticeRevoked, epoch + 30}, {NoticeReinstated, epoch + 40}},
		},
		{
			"handed in in time, decided late", gold(AtRenewal, "", 0),
			[]Attainment{active(epoch, year-100), {ID: 2, Competency: "cloud", Level: Gold, From: year - 100, Verification: Verification{Decision: Accepted, Submitted: year + 30, Decided: year + 50}}},
			nil, 450,
			[]told{
				{NoticeGranted, epoch},
				{NoticeAtRisk, year - 160},
				{NoticeReminder, year - 60},
				{NoticeReminder, year - 30},
				{NoticeReminder, year - 15},
				{NoticeReminder, year - 1},
				{NoticeReminder, year + 23},
				{NoticeAwaiting, year + 30},
				{NoticeRenewed, year + 50},
			},
		},
		{
			"handed in in time, rejected", gold(AtRenewal, "", 0),
			[]Attainment{active(epoch, year-100), {ID: 2, Competency: "cloud", Level: Gold, From: year - 100, Verification: Verification{Decision: Rejected, Submitted: year + 30, Decided: year + 50}}},
			func(p *Programme, _ *Facts) { p.Settings.ReminderOffsets = nil }, 450,
			[]told{{NoticeGranted, epoch}, {NoticeAtRisk, year - 160}, {NoticeAwaiting, year + 30}, {NoticeEnded, year + 50}},
		},
		{
			"handed in a day too late", gold(AtRenewal, "", 0),
			[]Attainment{active(epoch, year-100), {ID: 2, Competency: "cloud", Level: Gold, From: year - 100, Verification: Verification{Decision: Accepted, Submitted: year + 31, Decided: year + 50}}},
			func(p *Programme, _ *Facts) { p.Settings.ReminderOffsets = nil }, 410,
			[]told{{NoticeGranted, epoch}, {NoticeAtRisk, year - 160}, {NoticeEnded, year + 30}},
		},
		{
			"extended, and tested a year later", gold(AtRenewal, "", 0),
			[]Attainment{active(epoch, epoch+50)},
			func(p *Programme, _ *Facts) {
				p.Settings.ReminderOffsets = nil
				p.Settings.Extensions = []Extension{{From: year - 10, Until: year, Reason: "A hard year", Published: epoch}}
			},
			800,
			[]told{{NoticeGranted, epoch}, {NoticeAtRisk, epoch}, {NoticeExtended, year}, {NoticeAtRisk, year}, {NoticeEnded, epoch.AddMonths(24) + 30}},
		},
		{
			"extended by what became known within the window", gold(AtRenewal, "", 0),
			[]Attainment{active(epoch, epoch+50)},
			func(p *Programme, _ *Facts) {
				p.Settings.ReminderOffsets = nil
				p.Settings.Extensions = []Extension{{From: year, Until: year, Reason: "A hard year", Published: year + 20}}
			},
			390,
			[]told{{NoticeGranted, epoch}, {NoticeAtRisk, epoch}, {NoticeExtended, year + 20}, {NoticeAtRisk, year + 20}},
		},
		{
			"marked as achieved, and not met after it", gold(Continuously, EndsAtOnce, 0), nil,
			func(_ *Programme, f *Facts) {
				f.Orders = []Order{{ID: 1, Kind: Achieve, Specialization: "alpha", From: epoch, Until: epoch + 90, Reason: "a late audit"}}
			},
			200,
			[]told{{NoticeGranted, epoch}, {NoticeEnded, epoch + 90}},
		},
		{
			"marked as achieved, and met before it is over", gold(Continuously, EndsAtOnce, 0),
			[]Attainment{active(epoch+60, 0)},
			func(_ *Programme, f *Facts) {
				f.Orders = []Order{{ID: 1, Kind: Achieve, Specialization: "alpha", From: epoch, Until: epoch + 90, Reason: "a late audit"}}
			},
			200,
			[]told{{NoticeGranted, epoch}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, facts := life(tt.rule, tt.facts...)
			if tt.change != nil {
				tt.change(p, facts)
			}
			if got, _ := noticesOf(p, facts, epoch-10, epoch+tt.days); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %v\nwant %v", got, tt.want)
			}
		})
	}
}

func TestNoticeSaysWhatToDo(t *testing.T) {
	t.Parallel()
	p, facts := life(gold(Continuously, EndsGrace, 20), active(epoch, epoch+100))
	_, texts := noticesOf(p, facts, epoch, epoch+200)
	want := []NoticeText{
		{"Kubernetes granted", "Your label Kubernetes is granted and shown in the directory. It is valid until 4 Oct 2025."},
		{
			"Kubernetes at risk", "Your label Kubernetes is at risk: as things stand, it would not be renewed on 4 Oct 2025." +
				" It asks for this: Gold in Cloud platform, active. This runs out on 12 Jan 2025 if nothing changes.",
		},
		{
			"Kubernetes no longer meets its requirements", "Your label Kubernetes no longer meets a requirement that is tested all the time." +
				" It asks for this: Gold in Cloud platform, active. You need gold in Cloud platform. Your label ends on 1 Feb 2025 if this is not met by then.",
		},
		{
			"Kubernetes ended", "Your label Kubernetes has ended and is no longer shown as held. It asks for this: Gold in Cloud platform, active. You need gold in Cloud platform.",
		},
	}
	if !reflect.DeepEqual(texts, want) {
		t.Errorf("got  %q\nwant %q", texts, want)
	}
}

// TestNoticesSpeakToPeople: every notice of any life has a title and a body in plain words, says "you" and names its label.
func TestNoticesSpeakToPeople(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newWideHistory(rapid.Uint64().Draw(t, "seed"))
		for _, n := range Advance(h.programme, h.facts, nil, h.from, h.at).Notices {
			text := h.programme.DescribeNotice(n)
			checkProse(t, text.Title)
			checkProse(t, text.Body)
			spec, _ := h.programme.Specialization(n.Specialization)
			if !strings.Contains(text.Title, spec.Name) || !strings.Contains(text.Body, spec.Name) || !strings.Contains(strings.ToLower(text.Body), "your") {
				t.Fatalf("%+v says %q", n, text)
			}
			if !strings.HasSuffix(text.Body, ".") || strings.HasSuffix(text.Title, ".") {
				t.Fatalf("%q", text)
			}
		}
	})
}

// TestSuspendedIsNotShown: while it is suspended a label is hidden and its clock goes on; any day says so later too.
func TestSuspendedIsNotShown(t *testing.T) {
	t.Parallel()
	p, facts := life(gold(AtRenewal, "", 0), active(epoch, 0))
	facts.Orders = []Order{
		{ID: 1, Kind: Suspend, Specialization: "alpha", From: epoch + 10, Until: epoch + 20, Reason: "a complaint"},
		{ID: 2, Kind: Revoke, Specialization: "alpha", From: epoch + 30, Reason: "a false reference"},
		{ID: 3, Kind: Reinstate, Specialization: "alpha", From: epoch + 40, Reason: "it was true"},
	}
	l := Advance(p, facts, nil, epoch, epoch+50).Labels[0]
	for _, tt := range []struct {
		day   Day
		state StandingState
	}{
		{epoch + 9, Earned},
		{epoch + 10, Suspended},
		{epoch + 19, Suspended},
		{epoch + 20, Earned},
		{epoch + 30, Revoked},
		{epoch + 39, Revoked},
		{epoch + 40, Earned},
	} {
		if got := l.State(tt.day); got != tt.state || l.Shown(tt.day) != (tt.state == Earned) {
			t.Errorf("%s: %s, shown %v", tt.day, got, l.Shown(tt.day))
		}
	}
	if out := Advance(p, facts, nil, epoch, epoch+15); out.Standings[0].State != Suspended || out.Labels[0].Until != epoch.AddMonths(12) {
		t.Errorf("%+v", out.Standings)
	}
	if out := Advance(p, facts, nil, epoch, epoch+35); out.Standings[0].State != Revoked || out.Next != epoch+40 {
		t.Errorf("%+v, next %s", out.Standings, out.Next)
	}
}
