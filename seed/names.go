package seed

import (
	"fmt"
	"math/rand/v2"
	"sort"
	"strings"
)

// MaxPartners is how many sample partners there can be at most: as many as there are names for.
const MaxPartners = 4_000_000

// Every partner has a slot and every slot another name. The first slots have the plainest names.
const (
	frontBits = 16 // of the slots of the first partners
	slotBits  = 22 // of the slots of all others
)

// pack is the names of one part of the world.
type pack struct {
	name      string
	given     []string
	last      []string
	compounds []string // names of places that may or may not exist: Bluewater
	kinds     []string // "% Systems"
	join      string   // between two surnames: &, y, en
	streets   []string // "# % Street" or, of one country, "DK:%vej #": # is the number, % a name
	honoured  []string // whose names streets bear
	starts    []string // syllables of coined words; in one pack for all
	mids      []string
	ends      []string
	countries []country
	weight    int

	low, high [2]int // the pack's slots, in front and behind
	frame     int    // the first of its pairs of a first and a last syllable for coined words
	frames    int
	speech    *pack          // the pack that holds the syllables
	forms     [formCount]int // how many names each form has
	slots     [2][formCount]int
}

// readPacks reads the lists of names.
func readPacks(text string) ([]pack, error) {
	var packs []pack
	var words, nouns []string
	taken := map[string]bool{}
	finish := func() {
		if len(packs) > 0 {
			packs[len(packs)-1].compounds = compounds(words, nouns, taken)
		}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "= "); ok {
			finish()
			packs = append(packs, pack{name: name})
			continue
		}
		if line == "" {
			continue
		}
		key, list, ok := strings.Cut(line, ": ")
		if !ok || len(packs) == 0 {
			return nil, fmt.Errorf("line %q: want a key and a list", line)
		}
		p, items := &packs[len(packs)-1], strings.Split(list, ", ")
		switch key {
		case "given":
			p.given = items
		case "last":
			p.last = items
		case "word":
			words = items
		case "noun":
			nouns = items
		case "kind":
			p.kinds = items
		case "join":
			p.join = items[0]
		case "street":
			p.streets = items
			for _, name := range p.last {
				if !strings.Contains(name, " ") {
					p.honoured = append(p.honoured, name)
				}
			}
		case "starts":
			p.starts = items
		case "mids":
			p.mids = items
		case "ends":
			p.ends = items
		default:
			return nil, fmt.Errorf("line %q: unknown key", line)
		}
	}
	finish()
	return packs, nil
}

// compounds joins each word with each noun, leaving out what says the same twice and what another pack took.
func compounds(words, nouns []string, taken map[string]bool) []string {
	var out []string
	for _, w := range words {
		for _, n := range nouns {
			name := w + n
			if strings.Contains(n, " ") {
				name = w + " " + n
			}
			if slug := slugOf(name); !taken[slug] && !strings.EqualFold(w, n) {
				taken[slug] = true
				out = append(out, name)
			}
		}
	}
	return out
}

// Forms of names.
const (
	single  = iota // Hughes Consulting
	couple         // Hughes & Barlow
	coupled        // Hughes & Barlow Consulting
	placed         // Northgate Consulting
	doubled        // Hughes Barlow Consulting
	coined         // Velaris Consulting
	formCount
)

// divide gives each pack its share of the slots and of the coined words, and each form its share of those.
func divide(packs []pack) {
	total, sum := 0, 0
	var syllables *pack
	for i := range packs {
		total += packs[i].weight
		if packs[i].starts != nil {
			syllables = &packs[i]
		}
	}
	frames := len(syllables.starts) * len(syllables.ends)
	for i := range packs {
		p := &packs[i]
		p.low = [2]int{sum << frontBits / total, sum << slotBits / total}
		p.frame = sum * frames / total
		sum += p.weight
		p.high = [2]int{sum << frontBits / total, sum << slotBits / total}
		p.frames = sum*frames/total - p.frame
		p.speech = syllables
		l, k := len(p.last), len(p.kinds)
		p.forms = [formCount]int{l * k, l * (l - 1), l * (l - 1) * k, len(p.compounds) * k, l * (l - 1) * k, p.frames * k * len(syllables.mids)}
		left := p.forms
		for tier := range p.slots {
			size := p.high[tier] - p.low[tier]
			p.slots[tier][coined] = size
			for form, percent := range [coined]int{10, 8, 22, 26, 14} {
				n := min(size*percent/100, left[form])
				left[form] -= n
				p.slots[tier][form] = n
				p.slots[tier][coined] -= n
			}
		}
	}
}

// slotName returns the name that belongs to a partner's slot, without legal form, and its pack. No two slots share a
// name, nor a slug of it.
func (l *lore) slotName(number int, seed uint64) (string, *pack) {
	tier, slot := 0, 0
	if number < 1<<frontBits {
		slot = scramble(number, frontBits, seed)
	} else {
		tier, slot = 1, scramble(number-1<<frontBits, slotBits, seed)
	}
	p := &l.packs[sort.Search(len(l.packs), func(i int) bool { return l.packs[i].high[tier] > slot })]
	return p.slotName(tier, slot-p.low[tier]), p
}

func (p *pack) slotName(tier, n int) string {
	form := 0
	for n >= p.slots[tier][form] {
		n -= p.slots[tier][form]
		form++
	}
	if tier == 1 {
		n += p.slots[0][form]
	}
	if form != coined {
		n = spread(n, p.forms[form])
	}
	l := len(p.last)
	switch form {
	case single:
		return p.business(p.last[n%l], n/l)
	case couple:
		return p.couple(n, " "+p.join+" ")
	case coupled:
		return p.business(p.couple(n%(l*(l-1)), " "+p.join+" "), n/(l*(l-1)))
	case placed:
		return p.business(p.compounds[n%len(p.compounds)], n/len(p.compounds))
	case doubled:
		return p.business(p.couple(n%(l*(l-1)), " "), n/(l*(l-1)))
	}
	ways := p.frames * len(p.kinds)
	way := spread(n%ways, ways)
	return p.business(p.coined(way%p.frames, n/ways), way/p.frames)
}

// spread scatters n within 0 to size-1, one to one.
func spread(n, size int) int {
	const prime = 1_000_003 // no size has it as a factor
	return n * prime % size
}

func (p *pack) business(core string, kind int) string {
	return strings.Replace(p.kinds[kind], "%", core, 1)
}

func (p *pack) couple(n int, join string) string {
	a, b := n/(len(p.last)-1), n%(len(p.last)-1)
	if b >= a {
		b++
	}
	return p.last[a] + join + p.last[b]
}

// coined invents a word in a frame. The first rounds through a frame have a short middle, the later ones a long one.
func (p *pack) coined(frame, round int) string {
	const short = 16
	s := p.speech
	frame += p.frame
	mid := (round + frame) % short
	if round >= short {
		mid = short + (round-short+frame)%(len(s.mids)-short)
	}
	pair := spread(frame, len(s.starts)*len(s.ends))
	return s.starts[pair%len(s.starts)] + s.mids[mid] + s.ends[pair/len(s.starts)]
}

// person invents a person's name.
func (p *pack) person(rng *rand.Rand) string {
	return pick(rng, p.given) + " " + pick(rng, p.last)
}

// customer invents the name of an organisation.
func (p *pack) customer(rng *rand.Rand) string {
	if rng.IntN(3) == 0 {
		return pick(rng, p.last) + " " + p.join + " " + pick(rng, p.last)
	}
	return pick(rng, p.compounds) + " " + pick(rng, organisations())
}

// scramble puts a number of so many bits, an even number of them, in another place, one to one for each seed: a small
// Feistel network.
func scramble(number, bits int, seed uint64) int {
	half := bits / 2
	mask := uint64(1)<<half - 1
	left, right := uint64(number)>>half, uint64(number)&mask
	for round := range uint64(4) {
		x := (right + seed*0x9e3779b97f4a7c15 + round*0xbf58476d1ce4e5b9) * 0x94d049bb133111eb
		left, right = right, left^(x>>32&mask)
	}
	return int(left<<half | right)
}

// slugOf folds a name to lower-case ASCII words joined by hyphens.
func slugOf(name string) string {
	b := make([]byte, 0, len(name))
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b = append(b, byte(r))
		case r >= 'A' && r <= 'Z':
			b = append(b, byte(r)+'a'-'A')
		case r == '\'' || r == '’' || r == '.':
		case r == '&':
			b = append(b, "and"...)
		case r < 0x80:
			if len(b) > 0 && b[len(b)-1] != '-' {
				b = append(b, '-')
			}
		default:
			b = append(b, folded(r)...)
		}
	}
	return strings.Trim(string(b), "-")
}

// folded returns the ASCII letters nearest to an accented one.
func folded(r rune) string {
	const from = "áàâãäåāăąæçćčđďéèêëēėęěíìîïīįıģğķľļłñńňņóòôõöøōőœŕřśšșşßťțţúùûüūůűųýÿžźżðþγό"
	to := [...]string{
		"a", "a", "a", "a", "a", "a", "a", "a", "a", "ae", "c", "c", "c", "d", "d", "e", "e", "e", "e", "e", "e", "e", "e",
		"i", "i", "i", "i", "i", "i", "i", "g", "g", "k", "l", "l", "l", "n", "n", "n", "n", "o", "o", "o", "o", "o", "o", "o", "o", "oe",
		"r", "r", "s", "s", "s", "s", "ss", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u", "y", "y", "z", "z", "z", "d", "th", "g", "o",
	}
	lower := []rune(strings.ToLower(string(r)))[0]
	i := 0
	for _, f := range from {
		if f == lower {
			return to[i]
		}
		i++
	}
	return ""
}
