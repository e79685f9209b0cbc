package seed

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/program"
)

//go:embed data/names.txt
var nameLists string

//go:embed data/countries.txt
var countryTable string

//go:embed data/partners.txt
var partnerGrammar string

//go:embed data/stories.txt
var storyGrammar string

// lore is everything partners are invented from. It is read once and not changed while partners are generated.
type lore struct {
	p        *program.Programme
	packs    []pack
	partners *grammar
	stories  *grammar
	firms    []string // who holds architecture reviews
	trades   []trade
	total    int      // sum of the trades' weights
	reasons  []string // why requirements are waived

	postcodes map[string]string // by country: # is a digit, @ a letter; empty: none are used

	certifications map[string]*program.Certification
}

// country is where partners sit.
type country struct {
	code      string
	name      string
	weight    int
	languages []string
	suffixes  []string // legal forms
	towns     []program.Place
	people    []int // running sum of the towns' weights
}

func newLore(p *program.Programme, places []program.Place) (*lore, error) {
	l := &lore{p: p, trades: trades(), firms: []string{
		auditFirm, "Halden Review", "Corvid Audit Partners", "Tessera Verification", "Bureau Quay",
	}, reasons: []string{
		"Certification centres in the country were closed for two months.",
		"The figures of one customer were booked to another partner by mistake; they are being moved.",
		"The auditor postponed the appointment twice.",
		"Two companies merged, and their records are being joined.",
	}}
	var err error
	if l.partners, err = parseGrammar(partnerGrammar, portraitFacts()); err != nil {
		return nil, fmt.Errorf("texts of partners: %w", err)
	}
	if l.stories, err = parseGrammar(storyGrammar, storyFacts()); err != nil {
		return nil, fmt.Errorf("texts of case studies: %w", err)
	}
	if l.packs, err = readPacks(nameLists); err != nil {
		return nil, fmt.Errorf("names: %w", err)
	}
	if err := l.settle(countryTable, places); err != nil {
		return nil, fmt.Errorf("countries: %w", err)
	}
	l.certifications = certificationsByCode(p)
	for _, t := range l.trades {
		l.total += t.weight
	}
	return l, nil
}

func certificationsByCode(p *program.Programme) map[string]*program.Certification {
	out := make(map[string]*program.Certification, len(p.Certifications))
	for i := range p.Certifications {
		out[p.Certifications[i].Code] = &p.Certifications[i]
	}
	return out
}

// settle gives each pack its countries with their towns, and its share of all names.
func (l *lore) settle(table string, places []program.Place) error {
	towns := map[string][]program.Place{}
	for _, p := range places {
		if len(towns[p.Country]) < 400 && !strings.ContainsAny(p.Name, "(/") { // no city districts
			towns[p.Country] = append(towns[p.Country], p)
		}
	}
	total := 0
	l.postcodes = map[string]string{}
	for line := range strings.Lines(table) {
		f := strings.Split(strings.TrimSpace(line), "|")
		if len(f) != 7 {
			return fmt.Errorf("line %q: want seven fields", line)
		}
		weight, err := strconv.Atoi(f[1])
		if err != nil {
			return fmt.Errorf("line %q: %w", line, err)
		}
		c := country{
			code: f[0], name: f[5], weight: weight, languages: strings.Fields(f[3]), suffixes: strings.Split(f[4], ", "),
			towns: towns[f[0]],
		}
		l.postcodes[c.code] = f[6]
		if len(c.towns) == 0 {
			continue // a short list of places: nobody lives there
		}
		sum := 0
		for _, t := range c.towns {
			sum += max(t.Population, 1)
			c.people = append(c.people, sum)
		}
		i := slices.IndexFunc(l.packs, func(p pack) bool { return p.name == f[2] })
		if i < 0 {
			return fmt.Errorf("line %q: no such names", line)
		}
		l.packs[i].countries = append(l.packs[i].countries, c)
		l.packs[i].weight += weight
		total += weight
	}
	if total == 0 {
		return fmt.Errorf("no place lies in any country that has partners")
	}
	divide(l.packs)
	return nil
}

// town picks a town of the country by population.
func (c *country) town(rng *rand.Rand) program.Place {
	at, _ := slices.BinarySearch(c.people, 1+rng.IntN(c.people[len(c.people)-1]))
	return c.towns[at]
}

// address invents a street with a number, and a postcode of the country's form.
func (l *lore) address(code string, p *pack, rng *rand.Rand) (street, postcode string) {
	number := strconv.Itoa(1 + rng.IntN(20)*(1+rng.IntN(9)))
	forms := p.streets
	if own := slices.DeleteFunc(slices.Clone(forms), func(f string) bool { return !strings.HasPrefix(f, code+":") }); len(own) > 0 {
		forms = own
	}
	street = strings.Replace(strings.Replace(pick(rng, forms), "%", pick(rng, p.honoured), 1), "#", number, 1)
	if _, form, marked := strings.Cut(street, ":"); marked {
		street = form
	}
	return street, postcodeOf(l.postcodes[code], rng)
}

// postcodeOf fills a form with digits and letters.
func postcodeOf(form string, rng *rand.Rand) string {
	out := []byte(form)
	for i, c := range out {
		switch {
		case c == '#' && (i == 0 || form[i-1] != '#'):
			out[i] = '1' + byte(rng.IntN(9))
		case c == '#':
			out[i] = '0' + byte(rng.IntN(10))
		case c == '@':
			out[i] = "ABCDEFGHJKLMNPRSTUWXYZ"[rng.IntN(22)]
		}
	}
	return string(out)
}

// pick returns one of the choices.
func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }
