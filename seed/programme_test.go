package seed

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"partnerdirectory/program"
)

func sampleProgramme(t testing.TB) *program.Programme {
	t.Helper()
	p, err := Programme()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestProgrammeHasTheWholeCatalogue(t *testing.T) {
	p := sampleProgramme(t)
	for what, n := range map[string][2]int{
		"competencies":    {len(p.Competencies), 19},
		"specializations": {len(p.Specializations), 27},
		"certifications":  {len(p.Certifications), 176},
		"industries":      {len(p.Industries), 15},
		"services":        {len(p.Services), 10},
		"sizes":           {len(p.Sizes), 8},
	} {
		if n[0] != n[1] {
			t.Errorf("%d %s, want %d", n[0], what, n[1])
		}
	}
	today := program.Date(2026, 11, 23)
	upcoming := 0
	for _, s := range p.Specializations {
		if _, ok := p.InForce(s.Slug, program.Date(2023, 12, 1)); !ok {
			t.Errorf("%s has no set in force", s.Slug)
		}
		upcoming += len(p.Upcoming(s.Slug, today))
		if n := len(strings.Fields(s.Meaning)); n < 70 || n > 180 {
			t.Errorf("%s: meaning has %d words", s.Slug, n)
		}
	}
	if upcoming == 0 {
		t.Error("no set is published for next year")
	}
}

func TestVocabularyIsWellFormed(t *testing.T) {
	p := sampleProgramme(t)
	slug := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	vendors := regexp.MustCompile(`(?i)microsoft|azure|dynamics|sharepoint|onedrive|power bi|intune|\bteams\b.*\bmicrosoft`)
	lists := map[string][]program.Term{
		"industry": p.Industries, "service": p.Services, "product": p.Products, "size": p.Sizes, "language": p.Languages,
	}
	for _, s := range p.Specializations {
		lists["specialization"] = append(lists["specialization"], program.Term{Slug: s.Slug, Name: s.Name})
		if vendors.MatchString(s.Summary + s.Meaning) {
			t.Errorf("%s names another vendor's product", s.Slug)
		}
	}
	for _, c := range p.Competencies {
		lists["competency"] = append(lists["competency"], program.Term{Slug: c.Slug, Name: c.Name})
	}
	for _, m := range p.Metrics {
		lists["metric"] = append(lists["metric"], program.Term{Slug: m.Slug, Name: m.Name})
	}
	for kind, terms := range lists {
		seen := map[string]bool{}
		for _, term := range terms {
			if !slug.MatchString(term.Slug) || seen[term.Slug] || term.Name == "" || vendors.MatchString(term.Name) {
				t.Errorf("%s %q %q is not well formed or not unique", kind, term.Slug, term.Name)
			}
			seen[term.Slug] = true
		}
	}
	for _, c := range p.Certifications {
		if vendors.MatchString(c.Code + " " + c.Title) {
			t.Errorf("certification %s names another vendor's product", c.Code)
		}
		if c.AcceptedUntil != 0 && (c.Retired == 0 || c.AcceptedUntil < c.Retired) {
			t.Errorf("certification %s is accepted until %s but retired on %s", c.Code, c.AcceptedUntil, c.Retired)
		}
	}
	for _, group := range p.Synonyms {
		if len(group) < 2 || slices.Contains(group, "") {
			t.Errorf("synonyms %q: a group needs two words", group)
		}
	}
}

// TestTreesNameOnlyWhatExists walks every requirement tree, of sets and of attainment options.
func TestTreesNameOnlyWhatExists(t *testing.T) {
	p := sampleProgramme(t)
	for _, set := range p.Sets {
		spec, ok := p.Specialization(set.Specialization)
		if !ok {
			t.Errorf("set of unknown specialization %q", set.Specialization)
		}
		if set.EffectiveFrom-set.Published < program.Day(p.Settings.MinimumNoticeDays) {
			t.Errorf("%s version %d gives too little notice", set.Specialization, set.Version)
		}
		ids := map[string]bool{}
		checkTree(t, p, set.Root, ids)
		if g := findLeaf(set.Root, "gold"); g == nil || !slices.Equal(g.Competency.Competencies, spec.AlignedTo) {
			t.Errorf("%s version %d does not ask for gold in what it is aligned to", set.Specialization, set.Version)
		}
	}
	for _, c := range p.Competencies {
		for _, o := range c.Options {
			for _, level := range []program.Node{o.Silver, o.Gold} {
				if level.Op != "" {
					checkTree(t, p, level, map[string]bool{})
				}
			}
		}
	}
}

func checkTree(t *testing.T, p *program.Programme, n program.Node, ids map[string]bool) {
	t.Helper()
	if n.ID == "" || ids[n.ID] {
		t.Errorf("node id %q is empty or used twice", n.ID)
	}
	ids[n.ID] = true
	if n.Op != program.Leaf {
		if len(n.Children) == 0 || n.Requirement != nil {
			t.Errorf("group %q has no children or is a leaf too", n.ID)
		}
		for _, c := range n.Children {
			checkTree(t, p, c, ids)
		}
		return
	}
	r := n.Requirement
	if r == nil || r.Title == "" || r.Guidance == "" || r.VerifiedBy == "" || r.Mode == "" || r.Tested == "" || r.OnLapse == "" {
		t.Errorf("leaf %q is not complete: %+v", n.ID, r)
		return
	}
	if r.Performance != nil && !slices.ContainsFunc(p.Metrics, func(m program.Metric) bool { return m.Slug == r.Performance.Metric }) {
		t.Errorf("leaf %q names unknown metric %q", n.ID, r.Performance.Metric)
	}
	if r.Competency != nil {
		for _, c := range r.Competency.Competencies {
			if _, ok := p.Competency(c); !ok {
				t.Errorf("leaf %q names unknown competency %q", n.ID, c)
			}
		}
	}
	if r.People != nil {
		for _, g := range r.People.Groups {
			checkFormula(t, p, n.ID, g.Hold)
		}
	}
}

func checkFormula(t *testing.T, p *program.Programme, leaf string, f program.Formula) {
	t.Helper()
	if f.Code != "" {
		if !slices.ContainsFunc(p.Certifications, func(c program.Certification) bool { return c.Code == f.Code }) {
			t.Errorf("leaf %q names unknown certification %q", leaf, f.Code)
		}
		return
	}
	if len(f.Of) == 0 || f.Op != program.Any && f.Op != program.All {
		t.Errorf("leaf %q has an empty formula", leaf)
	}
	for _, g := range f.Of {
		checkFormula(t, p, leaf, g)
	}
}

func findLeaf(n program.Node, id string) *program.Requirement {
	if n.ID == id {
		return n.Requirement
	}
	for _, c := range n.Children {
		if r := findLeaf(c, id); r != nil {
			return r
		}
	}
	return nil
}
