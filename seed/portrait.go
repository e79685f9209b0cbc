package seed

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"partnerdirectory/program"
)

// portrait is a partner while it is being invented.
type portrait struct {
	l          *lore
	rng        *rand.Rand
	today      program.Day
	pack       *pack
	country    *country
	d          *program.Dossier
	trades     []trade
	held       []heldCompetency
	owed       []trade  // whose requirements ask for a case study
	name       string   // without legal form, as one would say it
	facts      []string // for the grammars, in the order of portraitFacts
	storyFacts []string
}

// heldCompetency is an attainment as the partner would speak of it.
type heldCompetency struct {
	name   string
	level  program.Level
	active bool
	from   program.Day
}

// Facts of a partner that its texts may name.
const (
	factName = iota
	factTown
	factTown2
	factTowns
	factOthers
	factPlaces
	factCountry
	factInCountry
	factFounded
	factStaff
	factFounder1
	factFounder2
	factIndustry
	factIndustry1
	factAndIndustry2
	factSector
	factLanguage
	factLanguages
	factCertified
	factCompetency
	factAndCompetency2
	factSector2
	factPlacesWord
	factAlso
	factMonth
	factJoined
	factSince
	factCount
)

func portraitFacts() []string {
	return []string{
		"name", "town", "town2", "towns", "others", "places", "country", "incountry", "founded", "staff", "founder1", "founder2",
		"industry", "industry1", "andindustry2", "sector", "language", "languages", "certified", "competency", "andcompetency2",
		"sector2", "placesword", "also", "month", "joined", "since",
	}
}

// size is how large a partner is, in four steps.
type size int

const (
	solo size = iota
	small
	middle
	large
)

func (p *portrait) size() size {
	switch n := p.d.Partner.Staff; {
	case n < 3:
		return solo
	case n < 25:
		return small
	case n < 140:
		return middle
	}
	return large
}

// chance is true with a probability in per cent.
func (p *portrait) chance(percent int) bool { return p.rng.IntN(100) < percent }

// company decides who the partner is, where, how old and how large.
func (p *portrait) company(name string) {
	w := &p.d.Partner
	p.name = name
	w.Slug = slugOf(name)
	w.Name = name
	if p.chance(22) {
		w.Name += " " + pick(p.rng, p.country.suffixes)
	}
	w.Website = "https://www." + w.Slug + ".example"
	w.Email = pick(p.rng, []string{"info", "hello", "contact", "office", "sales"}) + "@" + w.Slug + ".example"
	switch r := p.rng.IntN(100); {
	case r < 9:
		w.Staff = 1 + p.rng.IntN(2)
	case r < 46:
		w.Staff = 3 + p.rng.IntN(22)
	case r < 81:
		w.Staff = 25 + p.rng.IntN(115)
	case r < 96:
		w.Staff = 140 + p.rng.IntN(500)
	default:
		w.Staff = 700 + p.rng.IntN(60)*p.rng.IntN(90)
	}
	year := p.today.Time().Year()
	age := 2 + min(p.rng.IntN(30), p.rng.IntN(46))
	if p.size() == large {
		age += 5
	}
	w.Founded = year - age
	w.Joined = max(program.Date(max(w.Founded+1, year-14), 1, 15), p.today-program.Day(1300+p.rng.IntN(3600)))
	w.Confirmed = p.today - program.Day(min(p.rng.IntN(330), p.rng.IntN(500)))
	if p.chance(17) {
		w.Confirmed = max(w.Joined, p.today-program.Day(366+p.rng.IntN(500)))
	}
}

// settle chooses one to five towns; larger partners sit in more of them.
func (p *portrait) settle() {
	n := 1
	for limit := []int{1, 2, 3, 5}[p.size()]; n < limit && p.chance(38); n++ {
	}
	w := &p.d.Partner
	for range n * 3 {
		c := p.country
		if len(w.Locations) > 0 && p.size() == large && p.chance(25) {
			c = &p.pack.countries[p.rng.IntN(len(p.pack.countries))]
		}
		t := c.town(p.rng)
		if slices.ContainsFunc(w.Locations, func(o program.Location) bool { return o.Place == t.ID }) {
			continue
		}
		w.Locations = append(w.Locations, program.Location{
			Place: t.ID, City: t.Name, Country: t.Country, Lat: t.Lat, Lon: t.Lon, Headquarters: len(w.Locations) == 0,
		})
		if len(w.Locations) == n {
			break
		}
	}
	rng := rand.New(rand.NewPCG(uint64(w.ID), uint64(w.Locations[0].Place))) // addresses change no text
	for i := range w.Locations {
		l := &w.Locations[i]
		l.Street, l.Postcode = p.l.address(l.Country, p.pack, rng)
	}
}

// profession chooses trades and from them products and services.
func (p *portrait) profession() {
	n := 1 + p.rng.IntN(1+int(p.size()))
	if p.size() == large {
		n += p.rng.IntN(3)
	}
	for range n {
		t := p.trade()
		if !slices.ContainsFunc(p.trades, func(o trade) bool { return o.specialization == t.specialization }) {
			p.trades = append(p.trades, t)
		}
	}
	w := &p.d.Partner
	for i, t := range p.trades {
		for j, product := range t.products {
			if j == 0 || p.chance(65) {
				w.Products = appendNew(w.Products, product)
			}
		}
		for j, service := range t.services {
			if i == 0 && j == 0 || p.chance(60) {
				w.Services = appendNew(w.Services, service)
			}
		}
	}
}

// clientele chooses industries, customer sizes and languages.
func (p *portrait) clientele() {
	w, l := &p.d.Partner, p.l.p
	for range 1 + p.rng.IntN(3) {
		w.Industries = appendNew(w.Industries, pick(p.rng, l.Industries).Slug)
	}
	last := len(l.Sizes) - 1
	middle := min(last, int(p.size())+p.rng.IntN(3))
	for i := max(0, middle-1-p.rng.IntN(2)); i <= min(last, middle+p.rng.IntN(2)); i++ {
		w.Sizes = append(w.Sizes, l.Sizes[i].Slug)
	}
	for i, language := range p.country.languages {
		if i == 0 || p.chance(45) {
			w.Languages = appendNew(w.Languages, language)
		}
	}
	if p.chance(86) {
		w.Languages = appendNew(w.Languages, "en")
	}
	for p.chance(9 + 5*int(p.size())) {
		w.Languages = appendNew(w.Languages, pick(p.rng, []string{"fr", "de", "es", "it", "pt", "ar", "zh", "nl", "pl"}))
	}
}

// trade picks a trade by weight; after the first, most are of the same solution area.
func (p *portrait) trade() trade {
	for {
		r := p.rng.IntN(p.l.total)
		at := 0
		for r >= p.l.trades[at].weight {
			r -= p.l.trades[at].weight
			at++
		}
		t := p.l.trades[at]
		if len(p.trades) == 0 || p.l.area(t) == p.l.area(p.trades[0]) || p.chance(40) {
			return t
		}
	}
}

func (l *lore) area(t trade) program.Area {
	s, _ := l.p.Specialization(t.specialization)
	return s.Area
}

func appendNew(to []string, s string) []string {
	if slices.Contains(to, s) {
		return to
	}
	return append(to, s)
}

// describe writes the summary and the description from what is known by now.
func (p *portrait) describe() {
	p.tell()
	w := &p.d.Partner
	first := p.trades[0].specialization
	b := make([]byte, 0, 1200)
	for {
		b = p.l.partners.write(b[:0], "summary/"+first, p.facts, p.rng)
		if len(p.trades) > 1 {
			b = p.l.partners.write(b, "tail/two", p.facts, p.rng)
		} else {
			b = p.l.partners.write(b, "tail/one", p.facts, p.rng)
		}
		capital(b, 0)
		if len(b) <= 140 {
			break
		}
	}
	w.Summary = string(b)
	b = p.sentence(b[:0], "origin/"+[]string{"solo", "small", "mid", "large"}[p.size()])
	b = p.sentence(b, "topic/"+first)
	b = p.sentence(b, "sector")
	if len(p.trades) > 1 {
		b = p.sentence(b, "topic/"+p.trades[1].specialization)
	}
	b = append(b, "\n\n"...)
	second := []string{"method", "team", p.badge(), "limit"}
	if p.size() == solo {
		second[0], second[1] = "method/solo", "team/solo"
	}
	if len(w.Locations) > 1 {
		second = append(second, "places/many")
	} else if p.chance(50) {
		second = append(second, "places/one")
	}
	p.rng.Shuffle(len(second), func(i, j int) { second[i], second[j] = second[j], second[i] })
	for _, rule := range second {
		b = p.sentence(b, rule)
	}
	w.Description = string(b)
}

func (p *portrait) badge() string {
	best := "badge/none"
	for _, h := range p.held {
		if h.active && h.level == program.Gold {
			return "badge/gold"
		}
		if h.active {
			best = "badge/silver"
		}
	}
	return best
}

// sentence writes a rule with a capital in front and a space between it and what went before.
func (p *portrait) sentence(to []byte, rule string) []byte {
	if n := len(to); n > 0 && to[n-1] != '\n' {
		to = append(to, ' ')
	}
	start := len(to)
	to = p.l.partners.write(to, rule, p.facts, p.rng)
	capital(to, start)
	return to
}

// tell gathers the facts for the grammar.
func (p *portrait) tell() {
	w := &p.d.Partner
	f := make([]string, factCount)
	p.facts = f
	f[factName] = p.name
	var towns []string
	for _, l := range w.Locations {
		towns = append(towns, l.City)
	}
	f[factTown], f[factTown2] = towns[0], towns[len(towns)-1]
	f[factTowns], f[factOthers] = series(towns), series(towns[min(1, len(towns)-1):])
	f[factPlaces] = strconv.Itoa(len(towns))
	f[factCountry], f[factInCountry] = p.country.name, "in "+p.country.name
	f[factFounded] = strconv.Itoa(w.Founded)
	f[factStaff] = string(appendNumber(nil, w.Staff))
	f[factFounder1], f[factFounder2] = p.pack.person(p.rng), p.pack.person(p.rng)
	f[factIndustry] = lower(p.l.term(p.l.p.Industries, w.Industries[0]))
	f[factIndustry1] = p.l.term(p.l.p.Industries, w.Industries[0])
	if len(w.Industries) > 1 {
		f[factAndIndustry2] = ", with " + lower(p.l.term(p.l.p.Industries, w.Industries[1])) + " second"
	}
	f[factSector] = pick(p.rng, sectors(w.Industries[0]))
	f[factSector2] = pick(p.rng, sectors(w.Industries[len(w.Industries)-1]))
	f[factMonth] = time.Month(1 + p.rng.IntN(12)).String()
	f[factJoined] = strconv.Itoa(w.Joined.Time().Year())
	f[factPlacesWord] = []string{"one", "one", "two", "three", "four", "five"}[len(towns)]
	if len(p.trades) > 1 {
		s, _ := p.l.p.Specialization(p.trades[1].specialization)
		f[factAlso] = lower(s.Name)
	}
	f[factLanguage] = p.l.term(p.l.p.Languages, w.Languages[0])
	var languages []string
	for _, slug := range w.Languages {
		languages = append(languages, p.l.term(p.l.p.Languages, slug))
	}
	f[factLanguages] = series(languages)
	f[factCertified] = strconv.Itoa(max(2, w.Staff*(25+p.rng.IntN(45))/100))
	p.boast()
}

// boast names the competencies that the partner would mention: gold, or else silver, with the day of the first.
func (p *portrait) boast() {
	level := program.Silver
	for _, h := range p.held {
		if h.active && h.level == program.Gold {
			level = program.Gold
		}
	}
	f := p.facts
	for _, h := range p.held {
		switch {
		case !h.active || h.level != level:
		case f[factCompetency] == "":
			f[factCompetency] = lower(h.name)
			f[factSince] = strconv.Itoa(h.from.Time().Year())
			f[factMonth] = h.from.Time().Month().String()
		case f[factAndCompetency2] == "":
			f[factAndCompetency2] = " and " + lower(h.name)
		}
	}
}

func (l *lore) term(terms []program.Term, slug string) string {
	for i := range terms {
		if terms[i].Slug == slug {
			return terms[i].Name
		}
	}
	return slug
}

// lower starts a name with a small letter unless it is an abbreviation.
func lower(s string) string {
	if len(s) > 1 && s[1] >= 'A' && s[1] <= 'Z' {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// series lists words with commas and a final and.
func series(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return words[0]
}
