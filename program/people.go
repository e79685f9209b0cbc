package program

import (
	"cmp"
	"slices"
)

func (e *evaluation) people(rule *PeopleRule, f *Finding) {
	need := 0
	for i := range rule.Groups {
		need += rule.Groups[i].N
	}
	f.Need, f.Unit = float64(need), People
	cs := e.p.codes(rule)
	c := e.crew(rule, cs, false)
	filled := c.fill(e.at)
	f.Have = float64(filled)
	if len(rule.Groups) == 1 {
		f.Have = float64(len(c.people))
	}
	f.State = NotMet
	switch {
	case c.enough(e.at, need):
		f.State = Met
	case rule.undecided() && c.asIfShared(e.at, need):
		f.State = Unknown
	case !e.brief && e.peopleWait(cs) && e.crew(rule, cs, true).enough(e.at, need):
		f.State = Awaiting
	}
	if e.brief {
		return
	}
	if f.State == Met {
		f.Until = known(c.until(need))
	}
	if e.words() {
		f.Formula = rule.formulaInWords()
		if f.State != Met {
			f.Next, f.Detail = e.peopleNext(rule, cs, c)
		}
	}
	e.creditPeople(c, f)
}

// peopleWait reports whether any certification that the rule names waits for a decision.
func (e *evaluation) peopleWait(cs codes) bool {
	for i := range e.facts.Holdings {
		h := &e.facts.Holdings[i]
		if code := cs.find(h.Code); code != nil && (h.waits(e.at) || code.unreviewed(h) && h.counts(e.at)) {
			return true
		}
	}
	return false
}

// unreviewed reports whether a certification still has to be verified in a review.
func (c *coded) unreviewed(h *Holding) bool {
	return c.cert != nil && c.cert.InReview && (h.By != ByThirdParty || h.Mode != Manual)
}

// holds reports whether a certification counts, or would if what waits were accepted.
func (e *evaluation) holds(h *Holding, code *coded, waiting bool) bool {
	counts := e.decided(&h.Verification)
	if counts && code.unreviewed(h) {
		return waiting || e.hope != 0 && h.Submitted <= e.hope
	}
	return counts || waiting && h.waits(e.at)
}

// crew collects the people of whom something that the rule names counts on the day.
func (e *evaluation) crew(rule *PeopleRule, cs codes, waiting bool) *crew {
	held := make([]valid, 0, 32)
	for i := range e.facts.Holdings {
		h := &e.facts.Holdings[i]
		code := cs.find(h.Code)
		if code == nil || e.location != nil && h.Location != *e.location {
			continue
		}
		counts := e.holds(h, code, waiting)
		if end := e.holdingEnd(h, code.cert); end > e.at && counts {
			held = append(held, valid{h, end})
		}
	}
	slices.SortFunc(held, func(a, b valid) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.ID, b.ID))
	})
	c := &crew{
		rule: rule, codes: cs, groups: len(rule.Groups), held: held,
		people: make([]int64, 0, len(held)), ends: make([]Day, 0, len(held)*len(rule.Groups)),
	}
	for first := 0; first < len(held); {
		next := first + 1
		for next < len(held) && held[next].Person == held[first].Person {
			next++
		}
		if e.associated(held[first:next]) {
			c.add(held[first:next])
		}
		first = next
	}
	return c
}

// holdingEnd returns the day on which a certification stops counting for the partner, or zero if it does not count on the
// day. A retired one counts only if it was earned before it retired, and to its last accepted day.
func (e *evaluation) holdingEnd(h *Holding, cert *Certification) Day {
	e.later(h.Earned)
	e.later(h.Joined)
	end := min(endOf(h.Expires), endOf(h.Left))
	if h.Earned > e.at || h.Joined > e.at || end <= e.at {
		return 0
	}
	if cert != nil && cert.Retired != 0 {
		if h.Earned >= cert.Retired {
			return 0
		}
		if cert.AcceptedUntil != 0 {
			end = min(end, cert.AcceptedUntil+1)
		}
	}
	e.later(end)
	return end
}

// creditPeople notes the certifications of the people who fill a place.
func (e *evaluation) creditPeople(c *crew, f *Finding) {
	for i, person := range c.people {
		if !c.placed(i) {
			continue
		}
		for _, h := range c.held {
			if h.Person == person {
				f.Evidence = append(f.Evidence, h.ID)
				f.AsOf = max(f.AsOf, h.Decided)
			}
		}
	}
}

// undecided reports whether the programme leaves open whether one person may count twice.
func (r *PeopleRule) undecided() bool {
	return slices.ContainsFunc(r.Overlaps, func(o Overlap) bool { return o.Rule == Unspecified })
}

// asIfShared reports whether the rule would be met if what is undecided were allowed.
func (c *crew) asIfShared(d Day, need int) bool {
	load := c.load
	c.lax = true
	enough := c.enough(d, need)
	c.lax, c.load = false, load
	return enough
}

// peopleNext says who is missing: the first group that is short, and how each group stands where there are several.
func (e *evaluation) peopleNext(rule *PeopleRule, cs codes, c *crew) (next, detail string) {
	var parts []string
	for g := range rule.Groups {
		group := &rule.Groups[g]
		have := c.filled(g)
		parts = append(parts, FormatNumber(float64(have))+" of "+FormatNumber(float64(group.N))+" in "+groupInWords(g))
		if missing := group.N - have; missing > 0 && next == "" {
			next = "You need " + numeral(missing) + " more " + plural(missing, "person", "people") + " " +
				cs.holdersInWords(missing, &group.Hold) + "."
		}
	}
	if len(parts) > 1 {
		detail = join(parts, "and")
	}
	if next == "" {
		next = c.othersMissing(e.at)
	}
	return next, detail
}

// groupInWords names a group by its place in the requirement's sentence.
func groupInWords(i int) string {
	words := [...]string{"the first", "the second", "the third", "the fourth"}
	if i < len(words) {
		return words[i] + " group"
	}
	return "group " + FormatNumber(float64(i+1))
}

// othersMissing says what is missing where every group is complete.
func (c *crew) othersMissing(d Day) string {
	if missing := c.rule.Total - c.heads(d); missing > 0 {
		return "You need " + numeral(missing) + " more " + plural(missing, "person", "people") + " who can count for any of these."
	}
	var all Formula
	for _, code := range c.uncovered(d) {
		all.Of = append(all.Of, Formula{Code: code})
	}
	all.Op = All
	if len(all.Of) > 0 {
		return "You need somebody among them who has " + c.codes.formulaInWords(&all) + "."
	}
	return "You have nothing to do until the vendor decides whether one person may count twice."
}

func (r *PeopleRule) formulaInWords() string {
	switch {
	case len(r.Overlaps) > 0:
		return "The most places that people with valid certifications can fill by the rules for counting twice."
	case len(r.Groups) == 1:
		return "People with the partner on the day whose certifications are valid."
	case r.Distinct:
		return "The most places that people with valid certifications can fill when everybody counts once."
	}
	return "Places filled by people with valid certifications; one person can fill a place in each group."
}

// coded is one certification that a rule names; cert is nil if the programme does not know it.
type coded struct {
	code string
	cert *Certification
	open bool // what counts for it is being looked at
}

// codes is what a rule names, each certification once, looked up once: a partner's many others then cost one short look.
type codes []coded

func (p *Programme) codes(r *PeopleRule) codes {
	list := make(codes, 0, 8)
	for i := range r.Groups {
		list = p.appendCodes(list, &r.Groups[i].Hold)
	}
	for _, code := range r.Each {
		list = p.appendCodes(list, &Formula{Code: code})
	}
	return list
}

func (p *Programme) appendCodes(to codes, f *Formula) codes {
	if f.Code != "" && to.find(f.Code) == nil {
		c := coded{code: f.Code, cert: p.certification(f.Code)}
		to = append(to, c)
		if c.cert != nil && c.cert.Also != nil {
			to = p.appendCodes(to, c.cert.Also)
		}
	}
	for i := range f.Of {
		to = p.appendCodes(to, &f.Of[i])
	}
	return to
}

func (cs codes) find(code string) *coded {
	for i := range cs {
		if cs[i].code == code {
			return &cs[i]
		}
	}
	return nil
}

// certification returns a certification that the rule names; nil if the programme does not know it.
func (cs codes) certification(code string) *Certification {
	if c := cs.find(code); c != nil {
		return c.cert
	}
	return nil
}

func (p *Programme) certification(code string) *Certification {
	for i := range p.Certifications {
		if p.Certifications[i].Code == code {
			return &p.Certifications[i]
		}
	}
	return nil
}
