package seed

import (
	"compress/gzip"
	"encoding/csv"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"partnerdirectory/program"
)

const showcaseToday = program.Day(20780) // 23 Nov 2026

// showcasePlaces reads the towns that the product looks places up in, the ones with most people first.
func showcasePlaces(t testing.TB) []program.Place {
	t.Helper()
	f, err := os.Open("../search/data/cities.csv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	var out []program.Place
	for _, r := range rows[1:] {
		out = append(out, program.Place{
			ID: int64(number(r[0])), Name: r[1], Country: r[2], Region: r[3],
			Lat: number(r[4]), Lon: number(r[5]), Population: int(number(r[6])),
		})
	}
	return out
}

func showcase(t *testing.T, today program.Day) (*program.Programme, []exhibit, []*program.Dossier) {
	t.Helper()
	p, err := ProgrammeOn(today)
	if err != nil {
		t.Fatal(err)
	}
	exhibits, err := readExhibits()
	if err != nil {
		t.Fatal(err)
	}
	dossiers, err := Showcase(p, showcasePlaces(t), today)
	if err != nil {
		t.Fatal(err)
	}
	return p, exhibits, dossiers
}

// advanced returns the labels of a dossier and its facts with the case studies among them.
func advanced(p *program.Programme, d *program.Dossier, today program.Day) ([]program.Label, *program.Facts) {
	facts := d.Facts
	for _, c := range d.CaseStudies {
		facts.Cases = append(facts.Cases, program.CaseEvidence{
			Slug: c.Slug, Specializations: c.Specializations, Published: c.Published, Verification: c.Verification,
		})
	}
	return program.Advance(p, &facts, nil, today-4000, today).Labels, &facts
}

func TestShowcaseIsOfDistinctPartners(t *testing.T) {
	_, _, dossiers := showcase(t, showcaseToday)
	if len(dossiers) != 61 {
		t.Errorf("got %d partners, want 61", len(dossiers))
	}
	seen := map[string]bool{}
	countries, stories := map[string]bool{}, 0
	for _, d := range dossiers {
		for _, key := range []string{d.Partner.Slug, d.Partner.Name, d.Partner.Summary} {
			if seen[key] {
				t.Errorf("%q stands twice", key)
			}
			seen[key] = true
		}
		for _, c := range d.CaseStudies {
			for _, key := range []string{c.Slug, c.Title} {
				if seen[key] {
					t.Errorf("%q stands twice", key)
				}
				seen[key] = true
			}
		}
		countries[d.Partner.Locations[0].Country] = true
		stories += len(d.CaseStudies)
	}
	if len(countries) < 25 {
		t.Errorf("partners of %d countries, want 25", len(countries))
	}
	if stories < 70 {
		t.Errorf("got %d case studies, want 70", stories)
	}
}

func TestShowcaseUsesTheProgrammesVocabulary(t *testing.T) {
	p, exhibits, dossiers := showcase(t, showcaseToday)
	slug := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	known := func(of, what string, terms []program.Term, slugs ...string) {
		t.Helper()
		if len(slugs) == 0 {
			t.Errorf("%s has no %s", of, what)
		}
		for _, s := range slugs {
			if !slices.ContainsFunc(terms, func(term program.Term) bool { return term.Slug == s }) {
				t.Errorf("%s: unknown %s %q", of, what, s)
			}
		}
		if len(slices.Compact(slices.Sorted(slices.Values(slugs)))) != len(slugs) {
			t.Errorf("%s names a %s twice", of, what)
		}
	}
	specialized := func(of string, slugs []string) {
		t.Helper()
		for _, s := range slugs {
			if _, ok := p.Specialization(s); !ok {
				t.Errorf("%s: unknown specialization %q", of, s)
			}
		}
	}
	for i, d := range dossiers {
		w := &d.Partner
		if len(d.Facts.Attainments) != len(exhibits[i].Competencies) {
			t.Errorf("%s: its evidence needs a competency that its file does not name", w.Slug)
		}
		if !slug.MatchString(w.Slug) {
			t.Errorf("bad slug %q", w.Slug)
		}
		known(w.Slug, "industry", p.Industries, w.Industries...)
		known(w.Slug, "service", p.Services, w.Services...)
		known(w.Slug, "product", p.Products, w.Products...)
		known(w.Slug, "size", p.Sizes, w.Sizes...)
		known(w.Slug, "language", p.Languages, w.Languages...)
		for _, a := range d.Facts.Attainments {
			c, ok := p.Competency(a.Competency)
			if !ok || !slices.Contains(c.Levels, a.Level) {
				t.Errorf("%s: no competency %s at level %s", w.Slug, a.Competency, a.Level)
			}
			if a.From < w.Joined {
				t.Errorf("%s attained %s before it joined", w.Slug, a.Competency)
			}
		}
		for _, c := range d.CaseStudies {
			if !slug.MatchString(c.Slug) {
				t.Errorf("bad slug %q", c.Slug)
			}
			known(c.Slug, "industry", p.Industries, c.Industry)
			known(c.Slug, "product", p.Products, c.Products...)
			specialized(c.Slug, c.Specializations)
			if len(c.Specializations) == 0 || len(c.Figures) < 2 || len(c.Figures) > 3 || c.Published < w.Joined {
				t.Errorf("%s: want a specialization, two or three figures, and a day after joining", c.Slug)
			}
			if (c.Quote == "") != (c.QuoteBy == "") {
				t.Errorf("%s: a quote needs a speaker and the other way round", c.Slug)
			}
		}
	}
}

func TestShowcaseTextsKeepTheirBounds(t *testing.T) {
	_, _, dossiers := showcase(t, showcaseToday)
	banned := regexp.MustCompile(`(?i)\b(leading|world-class|cutting-edge|innovative|seamless\w*|best-in-class|passionate|unlock\w*|empower\w*|synerg\w*)\b|!`)
	check := func(of, text string, low, high int) {
		t.Helper()
		if n := len(strings.Fields(text)); n < low || n > high {
			t.Errorf("%s: %d words, want %d to %d", of, n, low, high)
		}
		if found := banned.FindString(text); found != "" {
			t.Errorf("%s: %q does not belong in it", of, found)
		}
		if strings.TrimSpace(text) != text || strings.Contains(text, "  ") {
			t.Errorf("%s: stray spaces", of)
		}
	}
	for _, d := range dossiers {
		w := &d.Partner
		if n := utf8.RuneCountInString(w.Summary); n > 140 {
			t.Errorf("%s: summary of %d characters", w.Slug, n)
		}
		check(w.Slug+" summary", w.Summary, 6, 25)
		check(w.Slug+" description", w.Description, 60, 260)
		if n := strings.Count(w.Description, "\n\n"); n < 1 || n > 2 {
			t.Errorf("%s: %d paragraphs, want two or three", w.Slug, n+1)
		}
		for _, c := range d.CaseStudies {
			check(c.Slug+" title", c.Title, 3, 16)
			check(c.Slug+" challenge", c.Challenge, 15, 80)
			check(c.Slug+" approach", c.Approach, 15, 80)
			check(c.Slug+" outcome", c.Outcome, 10, 80)
			check(c.Slug+" quote", c.Quote, 0, 40)
			for _, f := range c.Figures {
				if f.Label == "" || utf8.RuneCountInString(f.Value) > 12 {
					t.Errorf("%s: figure %q %q", c.Slug, f.Value, f.Label)
				}
			}
		}
	}
}

func TestShowcaseRepeatsNoSentence(t *testing.T) {
	_, _, dossiers := showcase(t, showcaseToday)
	first := map[string]string{}
	end := regexp.MustCompile(`[.?:]\s+|\n+`)
	for _, d := range dossiers {
		texts := map[string]string{d.Partner.Slug: d.Partner.Description}
		for _, c := range d.CaseStudies {
			texts[c.Slug] = strings.Join([]string{c.Challenge, c.Approach, c.Outcome, c.Quote}, " ")
		}
		for _, of := range slices.Sorted(maps.Keys(texts)) {
			for _, sentence := range end.Split(texts[of], -1) {
				sentence = strings.ToLower(strings.Trim(sentence, " ."))
				if sentence == "" {
					continue
				}
				if other, again := first[sentence]; again {
					t.Errorf("%s and %s both say %q", other, of, sentence)
				}
				first[sentence] = of
			}
		}
	}
}

func TestShowcaseHoldsEverySpecializationTwice(t *testing.T) {
	p, _, dossiers := showcase(t, showcaseToday)
	holders, attained := map[string]int{}, map[string]int{}
	for _, d := range dossiers {
		labels, _ := advanced(p, d, showcaseToday)
		for _, l := range labels {
			if l.Shown(showcaseToday) {
				holders[l.Specialization]++
			}
		}
		for _, a := range d.Facts.Attainments {
			attained[a.Competency]++
		}
	}
	for _, s := range p.Specializations {
		if holders[s.Slug] < 2 {
			t.Errorf("%s is held by %d, want 2", s.Slug, holders[s.Slug])
		}
	}
	for _, c := range p.Competencies {
		if attained[c.Slug] == 0 {
			t.Errorf("nobody attained %s", c.Slug)
		}
	}
}

// The sample is made on any day, under whatever requirements are in force then.
func TestShowcaseEvidenceTurnsOutAsWritten(t *testing.T) {
	for _, later := range []program.Day{0, 75, 500} {
		checkEvidence(t, showcaseToday+later)
	}
}

func checkEvidence(t *testing.T, today program.Day) {
	t.Helper()
	p, exhibits, dossiers := showcase(t, today)
	for i, d := range dossiers {
		labels, facts := advanced(p, d, today)
		meant := map[string]bool{}
		for _, line := range exhibits[i].Evidence {
			a, err := parseAim(line, today)
			if err != nil {
				t.Fatal(err)
			}
			meant[a.specialization] = true
			of := today.String() + ", " + exhibits[i].Slug + ": " + line
			var label program.Label
			if n := slices.IndexFunc(labels, func(l program.Label) bool { return l.Specialization == a.specialization }); n >= 0 {
				label = labels[n]
			}
			switch a.outcome {
			case earned, pending, shaky, spared, achieved:
				if !label.Shown(today) || label.Granted < a.on-270 || label.Granted > a.on+45 {
					t.Errorf("%s: granted %v, ended %v %s %s", of, label.Granted, label.Ended, label.Reason, label.EndedBy)
				}
			case suspended, revoked:
				want := map[outcome]program.StandingState{suspended: program.Suspended, revoked: program.Revoked}[a.outcome]
				if got := label.State(today); got != want {
					t.Errorf("%s: %s", of, got)
				}
			case lost:
				if today < a.to+30 { // in grace: gold may come back
					if !label.Shown(today) || label.FailingSince != a.to {
						t.Errorf("%s: ended %v, failing since %v", of, label.Ended, label.FailingSince)
					}
				} else if label.Granted == 0 || label.Ended == 0 || label.Ended < a.to || label.Ended > a.to+40 {
					t.Errorf("%s: granted %v, ended %v %s, want soon after %v", of, label.Granted, label.Ended, label.Reason, a.to)
				}
			case begun:
				set, _ := p.InForce(a.specialization, today)
				if missing := unmet(set.Root, program.Evaluate(p, set, facts, today).Root); label.Granted != 0 || len(missing) < 2 {
					t.Errorf("%s: granted %v, missing %v", of, label.Granted, missing)
				}
			case short, waiting:
				if label.Granted != 0 {
					t.Errorf("%s: granted %v", of, label.Granted)
				}
				set, _ := p.InForce(a.specialization, today)
				missing := unmet(set.Root, program.Evaluate(p, set, facts, today).Root)
				if len(missing) != 1 || kindOf(missing[0].leaf) != a.part {
					t.Errorf("%s: %d requirements are not met: %v", of, len(missing), missing)
				} else if awaits := missing[0].state == program.Awaiting; awaits != (a.outcome == waiting) {
					t.Errorf("%s: the missing requirement is %s", of, missing[0].state)
				}
			}
		}
		for _, l := range labels {
			if !meant[l.Specialization] {
				t.Errorf("%s: unexpected label %s", exhibits[i].Slug, l.Specialization)
			}
		}
	}
}

type missingLeaf struct {
	leaf  *program.Requirement
	state program.State
}

// unmet returns the leaves that keep a tree from being met: of a group with alternatives the first.
func unmet(n program.Node, f program.Finding) []missingLeaf {
	if f.State == program.Met {
		return nil
	}
	if n.Op == program.Leaf {
		return []missingLeaf{{n.Requirement, f.State}}
	}
	var out []missingLeaf
	for i, c := range n.Children {
		out = append(out, unmet(c, f.Children[i])...)
		if n.Op == program.Any {
			break
		}
	}
	return out
}

func TestShowcaseIsTheSameEachTime(t *testing.T) {
	_, _, once := showcase(t, showcaseToday)
	_, _, again := showcase(t, showcaseToday)
	for i := range once {
		if len(once[i].Facts.Metrics) != len(again[i].Facts.Metrics) || !slices.Equal(once[i].Facts.Metrics, again[i].Facts.Metrics) ||
			!slices.Equal(once[i].Facts.Holdings, again[i].Facts.Holdings) || !slices.Equal(once[i].Facts.References, again[i].Facts.References) {
			t.Errorf("%s differs", once[i].Partner.Slug)
		}
	}
}
