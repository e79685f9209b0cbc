package seed

import (
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/program"
)

// Facts of a project that its case study may name.
const (
	storyCustomer = iota
	storyShort
	storyWhat
	storyPlace
	storyPartner
	storyStaff
	storyMachines // the numbers of a project, named in more than one place
	storySeats
	storyDozens
	storyItems
	storyWeeks
	storyFew
	storyDays
	storyShare
	storyMost
	storyCount
)

func storyFacts() []string {
	return []string{
		"customer", "short", "what", "place", "partner", "staff",
		"machines", "seats", "dozens", "items", "weeks", "few", "days", "share", "most",
	}
}

// publish adds case studies: to many of those who hold or seek a label, and to a few others.
func (p *portrait) publish() {
	for _, t := range p.owed {
		c := p.story(t)
		c.Published = p.today - program.Day(1060+p.rng.IntN(30)) // before any label, and still young enough
		c.Verification = accepted(program.ByVendor, program.Manual, c.Published-9, c.Published)
		p.d.CaseStudies = append(p.d.CaseStudies, c)
	}
	percent := 4
	if len(p.d.Facts.Metrics) > 0 {
		percent = 30
	}
	if p.size() == solo {
		percent = 2
	}
	if !p.chance(percent) {
		return
	}
	for _, t := range p.trades[:min(len(p.trades), 1+p.rng.IntN(3))] {
		if !slices.ContainsFunc(p.owed, func(o trade) bool { return o.specialization == t.specialization }) {
			p.d.CaseStudies = append(p.d.CaseStudies, p.story(t))
		}
	}
}

// story invents the case study of one project.
func (p *portrait) story(t trade) program.CaseStudy {
	w := &p.d.Partner
	c := program.CaseStudy{
		Slug:            w.Slug + "-" + t.specialization,
		Industry:        pick(p.rng, w.Industries),
		Specializations: []string{t.specialization},
		Products:        []string{t.products[0]},
		Published:       max(w.Joined, p.today-program.Day(5+p.rng.IntN(1000))),
	}
	c.Verification = accepted(program.ByVendor, program.Manual, c.Published-9, c.Published)
	p.commission(&c)
	c.Title = p.tells("title/" + t.specialization)
	c.Challenge = p.tells("scene", "challenge/"+t.specialization)
	c.Approach = p.tells("approach/"+t.specialization, "work")
	c.Outcome = p.tells("outcome/"+t.specialization, "after")
	for range 2 + p.rng.IntN(2) {
		value, label, _ := strings.Cut(p.tells("figure/"+t.specialization), "|")
		f := program.Figure{Value: value, Label: label}
		if !slices.ContainsFunc(c.Figures, func(o program.Figure) bool { return like(o.Label, label) }) {
			c.Figures = append(c.Figures, f)
		}
	}
	for len(c.Figures) < 2 {
		value, label, _ := strings.Cut(p.tells("figure/"+t.specialization), "|")
		if !like(c.Figures[0].Label, label) {
			c.Figures = append(c.Figures, program.Figure{Value: value, Label: label})
		}
	}
	if p.chance(45) {
		c.Quote = p.tells("quote")
		c.QuoteBy = p.pack.person(p.rng) + ", " + p.phrase("role")
		if c.Anonymous {
			c.QuoteBy = p.tells("role")
		}
	}
	return c
}

// commission decides who the customer is and where.
func (p *portrait) commission(c *program.CaseStudy) {
	town := p.country.town(p.rng)
	if p.chance(60) {
		home := p.d.Partner.Locations[0]
		c.Place, c.Country = home.City, home.Country
	} else {
		c.Place, c.Country = town.Name, town.Country
	}
	f := make([]string, storyCount)
	p.storyFacts = f
	f[storyPartner] = p.name
	f[storyPlace] = c.Place
	f[storyStaff] = string(appendNumber(nil, 120+10*p.rng.IntN(20)*(1+p.rng.IntN(20))))
	f[storyMachines] = string(appendNumber(nil, 150+50*p.rng.IntN(25)))
	f[storySeats] = string(appendNumber(nil, 300+100*p.rng.IntN(58)))
	f[storyDozens] = strconv.Itoa(20 + 10*p.rng.IntN(17))
	f[storyItems] = strconv.Itoa(12 + p.rng.IntN(48))
	f[storyWeeks] = strconv.Itoa(7 + p.rng.IntN(16))
	f[storyFew] = strconv.Itoa(3 + p.rng.IntN(3))
	f[storyDays] = strconv.Itoa(5 + p.rng.IntN(9))
	f[storyShare] = strconv.Itoa(35 + p.rng.IntN(28))
	f[storyMost] = strconv.Itoa(70 + p.rng.IntN(24))
	f[storyWhat] = p.phrase("what/" + c.Industry)
	if p.chance(38) {
		c.Anonymous = true
		adjective := p.phrase("adjective")
		c.Customer = "A " + adjective + " " + f[storyWhat]
		f[storyCustomer], f[storyShort] = "the "+f[storyWhat], "a "+adjective+" "+f[storyWhat]
		return
	}
	c.Customer = pick(p.rng, p.pack.compounds) + " " + p.phrase("name/"+c.Industry)
	f[storyCustomer], f[storyShort] = c.Customer, c.Customer
}

// tells writes the rules one after another as sentences.
func (p *portrait) tells(rules ...string) string {
	b := make([]byte, 0, 400)
	for i, rule := range rules {
		if i > 0 {
			b = append(b, ' ')
		}
		start := len(b)
		b = p.l.stories.write(b, rule, p.storyFacts, p.rng)
		capital(b, start)
	}
	return string(b)
}

// phrase writes one rule as it stands, for use within a sentence.
func (p *portrait) phrase(rule string) string {
	return string(p.l.stories.write(nil, rule, p.storyFacts, p.rng))
}

// like reports whether two labels of figures say the same but for their numbers.
func like(a, b string) bool {
	digits := func(r rune) rune {
		if _, err := strconv.Atoi(string(r)); err == nil {
			return -1
		}
		return r
	}
	return strings.Map(digits, a) == strings.Map(digits, b)
}
