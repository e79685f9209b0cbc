package program

import (
	"fmt"
	"slices"
)

// EvaluateTree says what the facts known on day at mean for a tree that stands alone: an option of a competency, a draft. of is
// the slug of the specialization or competency whose case studies, reviews, assigned references and waivers count.
func EvaluateTree(p *Programme, of string, n Node, facts *Facts, at Day) Finding {
	e := evaluation{p: p, facts: facts, specialization: of, at: at, next: never, labels: facts.Labels}
	return e.node(&n)
}

// Progress returns how far a finding's node is from being met, from 0 to 1: of a leaf what is there of what is needed, of a
// group the mean of as many of its best children as it needs.
func (f *Finding) Progress() float64 {
	if f.State.holds() {
		return 1
	}
	if len(f.Children) == 0 {
		if f.Need <= 0 {
			return 0
		}
		return min(1, max(0, f.Have/f.Need))
	}
	parts := make([]float64, len(f.Children))
	for i := range f.Children {
		parts[i] = f.Children[i].Progress()
	}
	slices.Sort(parts)
	slices.Reverse(parts)
	k := min(len(parts), max(1, int(f.Need)))
	sum := 0.0
	for _, part := range parts[:k] {
		sum += part
	}
	return sum / float64(k)
}

// CompetencyStanding is where a partner stands in a competency on a day.
type CompetencyStanding struct {
	Competency string
	At         Day
	Held       Level // the best active level; empty: none
	Until      Day   // the anniversary of that level; zero: open, or none held
	Options    []OptionStanding
	Silver     int // index into Options of the one that is nearest to silver; -1: none leads there
	Gold       int
}

// OptionStanding is one option at one level.
type OptionStanding struct {
	Option  string // its slug
	Level   Level
	Open    bool // it can be chosen on the day
	Finding Finding
}

// EvaluateCompetency says for every option of a competency, at each level that it leads to, what the facts mean on day at, and
// which option is nearest. An option that cannot be chosen on the day is nearest only if no other leads to the level.
func EvaluateCompetency(p *Programme, competency string, facts *Facts, at Day) (CompetencyStanding, error) {
	c, ok := p.Competency(competency)
	if !ok {
		return CompetencyStanding{}, fmt.Errorf("competency %q: %w", competency, ErrNotFound)
	}
	s := CompetencyStanding{Competency: competency, At: at, Silver: -1, Gold: -1}
	e := evaluation{p: p, facts: facts, at: at, next: never}
	for _, level := range []Level{Gold, Silver} {
		if a := e.attained(competency, level); a.end != 0 {
			s.Held, s.Until = level, known(a.end)
			break
		}
	}
	for i := range c.Options {
		o := &c.Options[i]
		for _, level := range []Level{Silver, Gold} {
			n := o.tree(level)
			if n.Requirement == nil && len(n.Children) == 0 {
				continue
			}
			s.Options = append(s.Options, OptionStanding{
				Option: o.Slug, Level: level, Open: n.asked(at), Finding: EvaluateTree(p, competency, *n, facts, at),
			})
			nearest := &s.Silver
			if level == Gold {
				nearest = &s.Gold
			}
			if last := len(s.Options) - 1; *nearest < 0 || s.Options[last].nearer(&s.Options[*nearest]) {
				*nearest = last
			}
		}
	}
	return s, nil
}

func (o *Option) tree(level Level) *Node {
	if level == Gold {
		return &o.Gold
	}
	return &o.Silver
}

func (o *OptionStanding) nearer(other *OptionStanding) bool {
	if o.Open != other.Open {
		return o.Open
	}
	return o.Finding.Progress() > other.Finding.Progress()
}

// Validate reports the first thing that is wrong with the trees of a competency's options, wrapped in [ErrInvalid].
func (c *Competency) Validate(p *Programme) error {
	for i := range c.Options {
		for _, level := range []Level{Silver, Gold} {
			n := c.Options[i].tree(level)
			if n.Requirement == nil && len(n.Children) == 0 {
				continue
			}
			if err := n.Validate(p); err != nil {
				return fmt.Errorf("competency %s, option %s, %s: %w", c.Slug, c.Options[i].Slug, level, err)
			}
		}
	}
	return nil
}
