package seed

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"partnerdirectory/program"
)

// TestSentencesReadWell writes every sentence of the programme; with -v it prints them, to be read from time to time.
func TestSentencesReadWell(t *testing.T) {
	p := sampleProgramme(t)
	bad := regexp.MustCompile(`  | \.|\.\.|,,| ,|%!|<nil>|\b1 (people|customers|months|references)\b|"|[a-z]-[a-z]+-[a-z]+-[a-z]+`)
	var out strings.Builder
	var walk func(s program.Sentence, depth int)
	walk = func(s program.Sentence, depth int) {
		fmt.Fprintf(&out, "%*s- %s\n", 2*depth, "", s.Text)
		if s.Node.Op == program.Leaf {
			for _, text := range []string{s.Text, s.Guidance, s.How} {
				if found := bad.FindString(text); found != "" || !strings.HasSuffix(text, ".") {
					t.Errorf("%q: %s", found, text)
				}
			}
			if s.Node.Requirement.Tested == program.Continuously {
				fmt.Fprintf(&out, "%*s  (%s)\n", 2*depth, "", s.How)
			}
		}
		for _, c := range s.Children {
			walk(c, depth+1)
		}
	}
	for _, s := range p.Sets {
		fmt.Fprintf(&out, "\n%s, version %d, published %s, from %s: %s\n", s.Specialization, s.Version, s.Published, s.EffectiveFrom, s.Note)
		walk(p.Describe(s.Root), 1)
	}
	for _, c := range p.Competencies {
		for _, o := range c.Options {
			for _, level := range []struct {
				of   program.Level
				node program.Node
			}{{program.Silver, o.Silver}, {program.Gold, o.Gold}} {
				if level.node.Op != "" {
					fmt.Fprintf(&out, "\n%s, %s, %s\n", c.Name, o.Name, level.of)
					walk(p.Describe(level.node), 1)
				}
			}
		}
	}
	t.Log(out.String())
}
