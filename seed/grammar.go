package seed

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// grammar writes sentences. A rule has a name and alternatives, of which one is chosen each time. In an alternative
// {name} stands for a fact or for another rule, {#5-40} and {#50-900/50} for a number, and (one|two) for a choice.
//
// The text form has a line "= name" before each rule and one alternative on each line after it.
type grammar struct {
	rules map[string]int
	facts map[string]int
	alts  [][]phrase // alternatives by rule
}

// phrase is a sequence of pieces.
type phrase []piece

// piece is one step in writing a phrase; which fields count depends on the kind.
type piece struct {
	kind            pieceKind
	text            string
	index           int // of a rule or fact
	low, high, step int
	choices         []phrase
}

type pieceKind uint8

const (
	literal pieceKind = iota
	rule
	fact
	number
	choice
)

// parseGrammar reads the text form; facts are the names that the writer will be given.
func parseGrammar(text string, facts []string) (*grammar, error) {
	g := &grammar{rules: map[string]int{}, facts: map[string]int{}}
	for i, name := range facts {
		g.facts[name] = i
	}
	for line := range strings.Lines(text) {
		if name, ok := strings.CutPrefix(line, "= "); ok {
			g.rules[strings.TrimSpace(name)] = len(g.rules)
		}
	}
	g.alts = make([][]phrase, len(g.rules))
	current := -1
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "= "); ok {
			current = g.rules[name]
			continue
		}
		if line == "" || strings.HasPrefix(line, "//") {
			continue
		}
		p, rest, err := g.parse(line, "")
		if err != nil || rest != "" {
			return nil, fmt.Errorf("grammar line %q: stopped at %q: %w", line, rest, err)
		}
		g.alts[current] = append(g.alts[current], p)
	}
	for name, i := range g.rules {
		if len(g.alts[i]) == 0 {
			return nil, fmt.Errorf("grammar rule %q has no alternatives", name)
		}
	}
	return g, nil
}

// parse reads a phrase up to one of the stop characters.
func (g *grammar) parse(s, stop string) (phrase, string, error) {
	var out phrase
	for s != "" {
		i := strings.IndexAny(s, "{("+stop)
		if i < 0 {
			return append(out, piece{text: s}), "", nil
		}
		if i > 0 {
			out = append(out, piece{text: s[:i]})
		}
		s = s[i:]
		switch s[0] {
		case '{':
			name, rest, ok := strings.Cut(s[1:], "}")
			if !ok {
				return nil, s, fmt.Errorf("no closing brace")
			}
			p, err := g.reference(name)
			if err != nil {
				return nil, s, err
			}
			out, s = append(out, p), rest
		case '(':
			p, rest, err := g.choices(s[1:])
			if err != nil {
				return nil, s, err
			}
			out, s = append(out, p), rest
		default:
			return out, s, nil
		}
	}
	return out, "", nil
}

func (g *grammar) choices(s string) (piece, string, error) {
	p := piece{kind: choice}
	for {
		c, rest, err := g.parse(s, "|)")
		if err != nil {
			return p, s, err
		}
		p.choices = append(p.choices, c)
		switch {
		case strings.HasPrefix(rest, "|"):
			s = rest[1:]
		case strings.HasPrefix(rest, ")"):
			return p, rest[1:], nil
		default:
			return p, s, fmt.Errorf("no closing bracket")
		}
	}
}

func (g *grammar) reference(name string) (piece, error) {
	if span, ok := strings.CutPrefix(name, "#"); ok {
		p := piece{kind: number, step: 1}
		span, step, stepped := strings.Cut(span, "/")
		low, high, _ := strings.Cut(span, "-")
		var err error
		if p.low, err = strconv.Atoi(low); err != nil {
			return p, fmt.Errorf("number %q: %w", name, err)
		}
		if p.high, err = strconv.Atoi(high); err != nil {
			return p, fmt.Errorf("number %q: %w", name, err)
		}
		if stepped {
			if p.step, err = strconv.Atoi(step); err != nil {
				return p, fmt.Errorf("number %q: %w", name, err)
			}
		}
		return p, nil
	}
	if i, ok := g.facts[name]; ok {
		return piece{kind: fact, index: i}, nil
	}
	if i, ok := g.rules[name]; ok {
		return piece{kind: rule, index: i}, nil
	}
	return piece{}, fmt.Errorf("%q is neither a fact nor a rule", name)
}

// write appends one expansion of a rule. Facts are indexed as they were named to parseGrammar.
func (g *grammar) write(to []byte, rule string, facts []string, rng *rand.Rand) []byte {
	return g.expand(to, g.rules[rule], facts, rng)
}

func (g *grammar) expand(to []byte, i int, facts []string, rng *rand.Rand) []byte {
	alts := g.alts[i]
	return g.say(to, alts[rng.IntN(len(alts))], facts, rng)
}

func (g *grammar) say(to []byte, p phrase, facts []string, rng *rand.Rand) []byte {
	for i := range p {
		switch x := &p[i]; x.kind {
		case literal:
			to = append(to, x.text...)
		case fact:
			to = append(to, facts[x.index]...)
		case rule:
			to = g.expand(to, x.index, facts, rng)
		case number:
			n := x.low + rng.IntN((x.high-x.low)/x.step+1)*x.step
			if x.low > 1900 && x.high < 2100 { // a year
				to = strconv.AppendInt(to, int64(n), 10)
			} else {
				to = appendNumber(to, n)
			}
		case choice:
			to = g.say(to, x.choices[rng.IntN(len(x.choices))], facts, rng)
		}
	}
	return to
}

// appendNumber writes a number with commas between thousands.
func appendNumber(to []byte, n int) []byte {
	if n >= 1000 {
		to = appendNumber(to, n/1000)
		return append(to, ',', byte('0'+n/100%10), byte('0'+n/10%10), byte('0'+n%10))
	}
	return strconv.AppendInt(to, int64(n), 10)
}

// capital makes the first letter of what was written from byte start on a capital, if it is plain ASCII.
func capital(b []byte, start int) {
	if start < len(b) && b[start] >= 'a' && b[start] <= 'z' {
		b[start] -= 'a' - 'A'
	}
}
