package handlers_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"partnerdirectory/program"
)

// lines returns the text of a part of a page as it is read: one line for each block.
func lines(s *goquery.Selection) []string {
	var out []string
	var line strings.Builder
	flush := func() {
		if text := strings.Join(strings.FieldsFunc(line.String(), func(r rune) bool { return strings.ContainsRune(" \t\n\r", r) }), " "); text != "" {
			out = append(out, text)
		}
		line.Reset()
	}
	inline := []string{"a", "b", "span", "time", "small", "em", "strong", "code", "mark"}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		block := n.Type == html.ElementNode && !slices.Contains(inline, n.Data)
		if block {
			flush()
		}
		if n.Type == html.TextNode {
			line.WriteString(n.Data)
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
		if block {
			flush()
		}
	}
	for _, n := range s.Nodes {
		walk(n)
	}
	flush()
	return out
}

// identifiers returns every name of the programme that is made for machines and is no word that people use.
func identifiers(p *program.Programme) []string {
	var out []string
	var node func(n program.Node)
	node = func(n program.Node) {
		out = append(out, n.ID)
		if r := n.Requirement; r != nil && r.References != nil {
			out = append(out, r.References.Scenario)
		}
		for _, c := range n.Children {
			node(c)
		}
	}
	for _, set := range p.Sets {
		node(set.Root)
	}
	for _, c := range p.Competencies {
		out = append(out, c.Slug)
		for _, o := range c.Options {
			node(o.Silver)
			node(o.Gold)
		}
	}
	for _, s := range p.Specializations {
		out = append(out, s.Slug)
	}
	for _, m := range p.Metrics {
		out = append(out, m.Slug)
	}
	for _, c := range p.Certifications {
		out = append(out, c.Code)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return !strings.ContainsAny(s, "-_") })
}

var (
	number = regexp.MustCompile(`(?:US\$)?\d[\d\x{202f}]*(?:[.,]\d+)?`)
	// A number reads well with its unit after it, as money, in a date, or as the number of a version.
	unit      = regexp.MustCompile(`^(?: to \d[\d\x{202f}]*)?(?:th of |nd of |(?: percent| of the| of these| \pL{3,}| AI ))`)
	bareAfter = regexp.MustCompile(`^(?: to \d[\d\x{202f}]*)? (?:and|from|over|with|who|for|than)\b`)
	date      = regexp.MustCompile(`\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}\b`)
	versions  = regexp.MustCompile(`\b[Vv]ersion \d+\b`)
)

// bareNumbers returns the numbers of a line that say nothing of what they count.
func bareNumbers(line string) []string {
	line = versions.ReplaceAllString(date.ReplaceAllString(line, "day"), "version")
	var out []string
	for _, at := range number.FindAllStringIndex(line, -1) {
		n, rest := line[at[0]:at[1]], line[at[1]:]
		if at[0] > 0 && regexp.MustCompile(`[\pL-]$`).MatchString(line[:at[0]]) {
			continue // a part of a name
		}
		if !strings.HasPrefix(n, "US$") && (!unit.MatchString(rest) || bareAfter.MatchString(rest)) {
			out = append(out, n)
		}
	}
	return out
}

// TestRequirementsReadWell reads what the pages of all specializations and competencies say of requirements, as a visitor does.
func TestRequirementsReadWell(t *testing.T) {
	s := openSite(t)
	p := s.live.Current().Programme
	known := identifiers(p)
	shouting := regexp.MustCompile(`\b[A-Z]{2,}-[A-Z0-9]+\b|\w_\w|[a-z][A-Z][a-z]+-`)
	brackets := regexp.MustCompile(`[()\[\]{}<>]`)
	share := regexp.MustCompile(`\b[0-9]+ of ([0-9]+ points)\b`)
	checklist := regexp.MustCompile(`\bversion [0-9]+\.[0-9]+\b`)
	var paths []string
	for _, sp := range p.Specializations {
		paths = append(paths, "/specializations/"+sp.Slug)
	}
	for _, c := range p.Competencies {
		paths = append(paths, "/competencies/"+c.Slug)
	}
	for _, path := range paths {
		doc := s.page(t, path)
		read := lines(doc.Find(".upcoming, .tree, .versions, .option > h3, .scorecard"))
		if len(read) < 5 {
			t.Errorf("%s says next to nothing of its requirements", path)
		}
		for _, line := range read {
			for _, word := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" ,.;:“”", r) }) {
				if slices.Contains(known, word) || shouting.MatchString(word) {
					t.Errorf("%s shows the identifier %q: %s", path, word, line)
				}
			}
			if brackets.MatchString(line) {
				t.Errorf("%s has brackets: %s", path, line)
			}
			for _, c := range p.Certifications {
				line = strings.ReplaceAll(line, c.Title, "X")
			}
			line = share.ReplaceAllString(checklist.ReplaceAllString(line, "X"), "$1")
			if bare := bareNumbers(line); len(bare) > 0 {
				t.Errorf("%s has numbers without a unit, %q: %s", path, bare, line)
			}
			if strings.Contains(line, "..") || strings.Contains(line, " ,") || strings.Contains(line, "  ") || strings.Contains(line, "%!") {
				t.Errorf("%s is not well written: %s", path, line)
			}
		}
	}
}

func TestSpecializationShowsItsVersions(t *testing.T) {
	s := openSite(t)
	doc := s.page(t, "/specializations/kubernetes")
	if got := strings.Join(lines(doc.Find(".upcoming")), "\n"); !strings.Contains(got, "1 Feb 2027") || !strings.Contains(got, "rises from 2 to 3 people") ||
		!strings.Contains(got, "at their next renewal") {
		t.Errorf("the upcoming set is not announced with its day, its difference and whom it concerns:\n%s", got)
	}
	var tags []string
	doc.Find(".versions h3").Each(func(_ int, h *goquery.Selection) { tags = append(tags, strings.Join(lines(h), " ")) })
	if want := []string{"Version 4 upcoming", "Version 3 in force", "Version 2 superseded", "Version 1 superseded"}; !slices.Equal(tags, want) {
		t.Errorf("history %q, want %q", tags, want)
	}
	if !strings.Contains(doc.Find(".versions").Text(), "US$10\u202f000 to US$15\u202f000") {
		t.Error("the history does not say what version 3 changed")
	}
	if tree := doc.Find(".tree"); tree.Find(".connective b").First().Text() != "All of these" || tree.Find("li.leaf").Length() != 4 {
		t.Errorf("the tree has %d leaves under %q", tree.Find("li.leaf").Length(), tree.Find(".connective b").First().Text())
	}
	if s.page(t, "/specializations/meetings-and-rooms").Find(".tree .needs-some li.leaf").Length() != 2 {
		t.Error("a choice between two requirements is not drawn as one")
	}
}

func TestScorecardIsDrawnOnceForBothLevels(t *testing.T) {
	s := openSite(t)
	for _, comp := range s.live.Current().Programme.Competencies {
		cards := 0
		for _, o := range comp.Options {
			if o.Gold.Requirement != nil && o.Gold.Requirement.Scorecard != nil || len(o.Gold.Children) == 1 && o.Gold.Children[0].Requirement.Scorecard != nil {
				cards++
			}
		}
		doc := s.page(t, "/competencies/"+comp.Slug)
		if got := doc.Find(".scorecard").Length(); got != cards {
			t.Errorf("%s: %d scorecards drawn, want %d", comp.Slug, got, cards)
		}
		doc.Find(".scorecard").Each(func(_ int, card *goquery.Selection) {
			text := strings.Join(lines(card), "\n")
			if !strings.Contains(text, "At least 60 of 100 points.") || !strings.Contains(text, "At least 80 of 100 points.") || card.Find(".points li").Length() < 3 {
				t.Errorf("%s: the scorecard says\n%s", comp.Slug, text)
			}
		})
	}
}
