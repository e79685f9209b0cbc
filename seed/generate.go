package seed

import (
	"fmt"
	"iter"
	"math/rand/v2"

	"partnerdirectory/program"
)

// Generate invents n partners: first those of the showcase, then others. places are the towns to put them in, those
// with most people first. Partner i is the same for every n, so a longer run adds to a shorter one. It fails when
// n is more than [MaxPartners] or the places are of no use.
func Generate(p *program.Programme, places []program.Place, n int, seed uint64, today program.Day) (iter.Seq[*program.Dossier], error) {
	if n > MaxPartners {
		return nil, fmt.Errorf("%d sample partners: there are names for %d: %w", n, MaxPartners, program.ErrInvalid)
	}
	shown, err := Showcase(p, places, today)
	if err != nil {
		return nil, fmt.Errorf("showcase partners: %w", err)
	}
	g, err := newGenerator(p, places, seed, today)
	if err != nil {
		return nil, err
	}
	return func(yield func(*program.Dossier) bool) {
		for i := range n {
			var d *program.Dossier
			if i < len(shown) {
				d = shown[i]
			} else {
				d = g.partner(i)
			}
			if !yield(d) {
				return
			}
		}
	}, nil
}

// generator invents partners by number. It is not changed by that, so many may be invented at a time.
type generator struct {
	lore  *lore
	seed  uint64
	today program.Day
}

func newGenerator(p *program.Programme, places []program.Place, seed uint64, today program.Day) (*generator, error) {
	l, err := newLore(p, places)
	if err != nil {
		return nil, fmt.Errorf("prepare sample partners: %w", err)
	}
	return &generator{lore: l, seed: seed, today: today}, nil
}

// partner invents the partner with a number from 0 on.
func (g *generator) partner(number int) *program.Dossier {
	name, pack := g.lore.slotName(number, g.seed)
	p := &portrait{
		l: g.lore, rng: rand.New(rand.NewPCG(g.seed, uint64(number))), today: g.today, pack: pack,
		d: &program.Dossier{Partner: program.Partner{ID: program.PartnerID(number + 1)}},
	}
	p.country = pack.country(p.rng)
	p.company(name)
	p.settle()
	p.profession()
	p.clientele()
	p.qualify()
	p.describe()
	p.publish()
	return p.d
}

// country picks a country of the pack by weight.
func (p *pack) country(rng *rand.Rand) *country {
	r := rng.IntN(p.weight)
	for i := range p.countries {
		if r -= p.countries[i].weight; r < 0 {
			return &p.countries[i]
		}
	}
	return &p.countries[0]
}
