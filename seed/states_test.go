package seed

import (
	"slices"
	"strings"
	"testing"

	"partnerdirectory/program"
)

// sightings counts what occurs among sample partners.
type sightings map[string]int

// TestEverythingOccurs lists every state, every kind of gap and every event of a label's clock; each must occur among the
// first two thousand partners.
func TestEverythingOccurs(t *testing.T) {
	p := sampleProgramme(t)
	seen := sightings{}
	for _, d := range generate(t, 2000, 1) {
		facts := d.Facts
		for _, c := range d.CaseStudies {
			facts.Cases = append(facts.Cases, program.CaseEvidence{
				Slug: c.Slug, Specializations: c.Specializations, Published: c.Published, Verification: c.Verification,
			})
		}
		out := program.Advance(p, &facts, nil, sampleToday-4000, sampleToday)
		facts.Labels = out.Labels
		seen.facts(&facts)
		for i := range out.Labels {
			seen.label(p, &out.Labels[i])
		}
		for _, e := range out.Events {
			seen["event "+e.Kind]++
		}
		for _, n := range out.Notices {
			seen["notice "+string(n.Kind)]++
			if n.Kind == program.NoticeChange && n.Reason != "" && n.On > sampleToday-60 {
				seen["an upcoming change that hits at once"]++
			}
			if n.Kind == program.NoticeChange && n.Until > sampleToday {
				seen["an upcoming change that hits"]++
			}
		}
		pursued := map[string]bool{}
		for _, s := range out.Standings {
			pursued[s.Specialization] = true
			seen["state "+string(s.State)]++
			if s.AtRisk {
				seen["at risk"]++
			}
			set, _ := p.InForce(s.Specialization, sampleToday)
			seen.findings(set.Root, program.Evaluate(p, set, &facts, sampleToday).Root)
		}
		if !pursued["kubernetes"] {
			set, _ := p.InForce("kubernetes", sampleToday)
			seen["state "+string(program.Evaluate(p, set, &facts, sampleToday).State)]++
		}
	}
	for _, want := range everything() {
		if seen[want] == 0 {
			t.Errorf("%s does not occur", want)
		}
	}
	t.Log(seen)
}

// everything is what must occur.
func everything() []string {
	var out []string
	for _, s := range []program.StandingState{
		program.NotStarted, program.InProgress, program.Earned, program.InGrace, program.AwaitingRenewal, program.Ended,
		program.Suspended, program.Revoked,
	} {
		out = append(out, "state "+string(s))
	}
	for _, e := range []string{
		program.EventGranted, program.EventRenewed, program.EventFailing, program.EventEnded, program.EventExtended,
		program.EventAwaiting, program.EventSuspended, program.EventRevoked,
	} {
		out = append(out, "event "+e)
	}
	for _, n := range []program.NoticeKind{
		program.NoticeGranted, program.NoticeRenewed, program.NoticeExtended, program.NoticeAtRisk, program.NoticeChange,
		program.NoticeReminder, program.NoticeAwaiting, program.NoticeEnded, program.NoticeFailing, program.NoticeSuspended,
		program.NoticeRevoked,
	} {
		out = append(out, "notice "+string(n))
	}
	for _, k := range []program.Kind{
		program.OfCompetency, program.OfPerformance, program.OfPeople, program.OfReferences, program.OfReview, program.OfRecognition,
		program.OfDocument,
	} {
		out = append(out, string(k)+" met", string(k)+" not-met")
	}
	for _, k := range []program.Kind{program.OfCompetency, program.OfPeople, program.OfReferences, program.OfReview, program.OfDocument} {
		out = append(out, string(k)+" awaiting")
	}
	for _, d := range []program.Decision{program.Draft, program.Submitted, program.Accepted, program.Rejected} {
		out = append(out, "reference "+string(d))
	}
	return append(out,
		"at risk", "renewed", "granted by hand", "waived", "performance unknown", "renewal window open", "grace running",
		"renewal waiting for a decision", "just ended", "an upcoming change that hits", "an upcoming change that hits at once",
		"silver where gold is asked for", "figures too small", "too few customers", "too little from some products",
		"too small a beginning", "somebody missing", "a group short", "one module passed", "a review not to be booked yet",
		"a review to be booked now", "fewer customers are enough", "a module credited", "a retired certification that counts",
		"another path to a certification", "a certificate of another issuer", "a market class", "a vendor that cannot read",
		"a document rejected", "a review failed", "a link in the middle", "a reference assigned",
	)
}

func (s sightings) label(p *program.Programme, l *program.Label) {
	opens, closes := l.Until-program.Day(p.Settings.RenewalOpensDays), l.Until+program.Day(p.Settings.RenewalClosesDays)
	shown := l.Shown(sampleToday)
	for what, is := range map[string]bool{
		"renewed":                        shown && l.Renewed != 0,
		"granted by hand":                shown && l.Override != 0,
		"renewal window open":            shown && opens <= sampleToday && sampleToday < closes,
		"renewal waiting for a decision": shown && l.Until <= sampleToday,
		"grace running":                  l.State(sampleToday) == program.InGrace,
		"just ended":                     l.Ended != 0 && l.Ended > sampleToday-14,
	} {
		if is {
			s[what]++
		}
	}
}

func (s sightings) facts(f *program.Facts) {
	for _, r := range f.References {
		s["reference "+string(r.Decision)]++
		if r.AssignedTo != "" {
			s["a reference assigned"]++
		}
	}
	for _, r := range f.Reviews {
		if !r.Passed {
			s["a review failed"]++
		}
	}
	for _, d := range f.Documents {
		if d.Decision == program.Rejected {
			s["a document rejected"]++
		}
	}
	for _, h := range f.Holdings {
		switch h.Code {
		case "DP-200", "DP-201", "DA-100", "MB-200", "AZ-300", "MB-400":
			s["a retired certification that counts"]++
		case "AZ-305", "AZ-400", "MS-100":
			s["another path to a certification"]++
		}
		if h.By == program.ByThirdParty {
			s["a certificate of another issuer"]++
		}
	}
	for _, m := range f.Metrics {
		if m.Linked > m.Month {
			s["a link in the middle"]++
		}
	}
	s["a market class"] += len(f.Circumstances)
	s["a vendor that cannot read"] += len(f.Outages)
}

func (s sightings) findings(n program.Node, f program.Finding) {
	for i := range f.Children {
		s.findings(n.Children[i], f.Children[i])
	}
	if n.Op != program.Leaf {
		return
	}
	r := n.Requirement
	s[string(kindOf(r))+" "+string(f.State)]++
	if f.State == program.Waived {
		s["waived"]++
	}
	short := f.State == program.NotMet
	for what, is := range map[string]bool{
		"silver where gold is asked for": short && strings.Contains(f.Detail, "silver in"),
		"figures too small":              short && r.Performance != nil && f.Have > 0 && f.Have < f.Need,
		"too few customers":              short && r.Performance != nil && f.Have >= f.Need && r.Performance.MinCustomers > 0 && strings.Contains(f.Next, "customer"),
		"too little from some products":  short && r.Performance != nil && f.Have >= f.Need && len(r.Performance.Within) > 0,
		"too small a beginning":          short && strings.Contains(f.Detail, "below the baseline"),
		"somebody missing":               short && r.People != nil && f.Have > 0,
		"a group short":                  short && r.People != nil && len(r.People.Groups) > 1 && f.Have > 0,
		"one module passed":              short && r.Review != nil && f.Have == 1,
		"a review not to be booked yet":  short && strings.Contains(f.Next, "when everything else"),
		"a review to be booked now":      short && strings.Contains(f.Next, "can be booked now"),
		"fewer customers are enough":     f.State == program.Met && (strings.Contains(f.Detail, " of 1 customer") || strings.Contains(f.Detail, "customers, 1 asked for")),
		"a module credited":              f.State == program.Met && r.Review != nil && len(f.Evidence) != 1 && slices.Contains([]int{0, 2, 3}, len(f.Evidence)),
	} {
		if is {
			s[what]++
		}
	}
}
