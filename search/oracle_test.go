package search

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"partnerdirectory/program"
)

// oracle answers queries the slow way: every listing, every word, one after the other. It shares with the index how
// texts are cut into words and queries into clauses, and nothing of how they are found, counted or ordered.
type oracle struct {
	p         *program.Programme
	a         *Atlas
	v         *vocabulary
	docs      []oracleDoc
	townNames map[int64][]string // folded names of a town, by GeoNames id
	stems     map[string]string
	count     map[string]int // in how many documents, by field, a word stands
}

// oracleDoc is a listing as pieces of text with the field they count for.
type oracleDoc struct {
	l       *program.Listing
	pieces  []piece
	singles []single
	values  map[Facet][]string
}

// single is a word that is found by itself.
type single struct {
	field      field
	points     int
	word, stem string
}

type piece struct {
	field field
	words []string // in order, for phrases
	extra []string // found as single words only
	loose bool     // words is for phrases only
}

func newOracle(p *program.Programme, a *Atlas, listings []*program.Listing) *oracle {
	o := &oracle{p: p, a: a, v: newVocabulary(p, a), townNames: map[int64][]string{}, stems: map[string]string{}}
	for _, n := range a.names {
		id := a.towns[n.town].ID
		o.townNames[id] = append(o.townNames[id], n.folded)
	}
	for _, l := range listings {
		d := o.doc(l)
		seen := map[single]bool{}
		for _, p := range d.pieces {
			for _, w := range p.singles() {
				if s := (single{p.field, p.field.rule().points, w, o.stem(w)}); !seen[s] {
					seen[s] = true
					d.singles = append(d.singles, s)
				}
			}
		}
		o.docs = append(o.docs, d)
	}
	o.countWords()
	return o
}

func (o *oracle) stem(w string) string {
	if _, ok := o.stems[w]; !ok {
		o.stems[w] = stem(w)
	}
	return o.stems[w]
}

func (o *oracle) doc(l *program.Listing) oracleDoc {
	d := oracleDoc{l: l, values: map[Facet][]string{}}
	text := func(f field, s string) {
		words, joined := tokensJoined(s)
		d.pieces = append(d.pieces, piece{field: f, words: words, extra: joined})
	}
	value := func(facet Facet, f field, slug, name string, synonyms ...string) {
		d.values[facet] = append(d.values[facet], slug)
		text(f, name)
		for _, s := range synonyms {
			text(f, s)
		}
	}
	text(fieldName, l.Name)
	text(fieldSummary, l.Summary)
	text(fieldDescription, l.Description)
	for _, c := range l.CaseStudies {
		text(fieldCase, c.Title)
		text(fieldCase, c.Customer)
		text(fieldCase, c.Text)
	}
	if len(l.CaseStudies) > 0 {
		d.values[FacetCaseStudy] = []string{"1"}
	}
	for _, lb := range l.Labels {
		s, _ := o.p.Specialization(lb.Specialization)
		value(FacetSpecialization, fieldLabel, s.Slug, s.Name, s.Synonyms...)
	}
	for _, c := range l.Competencies {
		comp, _ := o.p.Competency(c.Competency)
		value(FacetCompetency, fieldCompetency, comp.Slug, comp.Name)
		level := string(c.Level)
		d.values[FacetCompetency] = append(d.values[FacetCompetency], comp.Slug+":"+level)
		d.pieces = append(d.pieces,
			piece{field: fieldCompetency, words: append([]string{level}, tokens(comp.Name)...), extra: []string{level}, loose: true},
			piece{field: fieldCompetency, words: append(tokens(comp.Name), level), loose: true})
	}
	for _, loc := range l.Locations {
		if t, ok := o.a.ByID(loc.Place); ok {
			text(fieldPlace, t.Name)
			for _, n := range o.townNames[t.ID] { // aliases are words, not phrases
				d.pieces = append(d.pieces, piece{field: fieldPlace, extra: strings.Fields(n)})
			}
		}
		if !slices.Contains(d.values[FacetCountry], loc.Country) {
			value(FacetCountry, fieldProfile, loc.Country, o.a.Country(loc.Country))
		}
	}
	for facet, slugs := range map[Facet][]string{
		FacetIndustry: l.Industries, FacetService: l.Services, FacetProduct: l.Products, FacetSize: l.Sizes, FacetLanguage: l.Languages,
	} {
		for _, slug := range slugs {
			n, _ := o.v.number(facet, slug)
			value(facet, fieldProfile, slug, o.v.values[n].name)
		}
	}
	return d
}

// singles returns the words of a piece that are found one by one; towns are found by their words without stemming.
func (p piece) singles() []string {
	if p.loose || p.field == fieldPlace && p.words != nil {
		return p.extra
	}
	return append(slices.Clone(p.words), p.extra...)
}

// points returns what one atom is worth in a document, -1 when it is not there.
func (d oracleDoc) points(a atom) int {
	best := -1
	for _, p := range d.pieces {
		if a.phrase != nil {
			if whole := p.field.rule().points; strings.Contains(" "+strings.Join(p.words, " ")+" ", " "+strings.Join(a.phrase, " ")+" ") {
				best = max(best, whole)
			}
		}
	}
	for _, s := range d.singles {
		if a.phrase != nil || s.points <= best {
			continue
		}
		whole := s.points
		if s.word == a.word || s.field != fieldPlace && s.stem == a.stem {
			best = whole
		} else if a.prefix && strings.HasPrefix(s.word, a.word) {
			best = max(best, whole/2)
		}
	}
	return best
}

func (d oracleDoc) clause(c clause) int {
	best := -1
	for _, alt := range c.alts {
		worst := math.MaxInt
		for _, a := range alt {
			worst = min(worst, d.points(a))
		}
		best = max(best, worst)
	}
	return best
}

// resolve does what the index does to short words and to words that nothing matches.
func (o *oracle) resolve(qt *queryText) {
	for i := range qt.clauses {
		c := &qt.clauses[i]
		if c.not {
			continue
		}
		found := false
		for _, alt := range c.alts {
			for j := range alt {
				a := &alt[j]
				whole := *a
				whole.prefix = false
				if o.some(whole) && len([]rune(a.word)) <= 2 {
					a.prefix = false
				}
				found = found || a.phrase != nil || o.some(*a)
			}
		}
		if a := &c.alts[0][0]; !found && len(c.alts) == 1 && c.plain != "" {
			if w := o.meant(a.word); w != "" {
				*a = wordAtom(w)
				qt.name = ""
			}
		}
	}
}

func (o *oracle) some(a atom) bool {
	return slices.ContainsFunc(o.docs, func(d oracleDoc) bool { return d.points(a) >= 0 })
}

// countWords counts in how many documents each word stands: once for each text field, facet value and town.
func (o *oracle) countWords() {
	o.count = map[string]int{}
	for _, d := range o.docs {
		for _, s := range d.singles {
			switch s.field {
			case fieldName, fieldSummary, fieldDescription, fieldCase:
				o.count[s.word]++
			}
		}
		for _, val := range o.v.values {
			if slices.Contains(d.values[val.facet], val.slug) {
				for _, w := range slices.Compact(slices.Sorted(slices.Values(val.words))) {
					o.count[w]++
				}
			}
		}
		towns := map[int64]bool{}
		for _, loc := range d.l.Locations {
			if towns[loc.Place] {
				continue
			}
			towns[loc.Place] = true
			words := strings.Fields(strings.Join(o.townNames[loc.Place], " "))
			for _, w := range slices.Compact(slices.Sorted(slices.Values(words))) {
				o.count[w]++
			}
		}
	}
}

func (o *oracle) meant(word string) string {
	if len([]rune(word)) < 4 {
		return ""
	}
	for edits := 1; edits <= 2; edits++ {
		best, least := "", []int(nil)
		for w, n := range o.count {
			if editDistance(word, w) > edits || edits == 2 && (len([]rune(word)) < 8 || w[0] != word[0]) {
				continue
			}
			key := []int{editDistance(word, w), boolInt(w[0] != word[0]), -n}
			if best == "" || cmp.Or(slices.Compare(key, least), cmp.Compare(w, best)) < 0 {
				best, least = w, key
			}
		}
		if best != "" {
			return best
		}
	}
	return ""
}

// editDistance is the textbook table of insertions, deletions, changes and swaps of neighbours.
func editDistance(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+boolInt(a[i-1] != b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

// answer is what of a result does not depend on how it is shown.
type answer struct {
	total  int
	ids    []program.PartnerID // of the page
	facets map[Facet]map[string]int
}

func (o *oracle) search(q Query) answer {
	qt := parseText(o.v, q.Text)
	o.resolve(&qt)
	type match struct {
		d     oracleDoc
		score int
		km    float64
	}
	var matches []match
	out := answer{facets: map[Facet]map[string]int{}}
	for _, d := range o.docs {
		score, ok := o.score(d, qt)
		km := o.distance(d.l, q.Place)
		if !ok || q.Place != "" && km > float64(q.Radius) {
			continue
		}
		missed := Facet("")
		misses := 0
		for _, f := range Facets() {
			if chosen := q.choices(f); len(chosen) > 0 && !slices.ContainsFunc(chosen, func(c string) bool { return slices.Contains(d.values[f], c) }) {
				missed = f
				misses++
			}
		}
		for _, f := range Facets() {
			if misses == 0 || misses == 1 && f == missed {
				for _, slug := range slices.Compact(slices.Sorted(slices.Values(d.values[f]))) {
					if out.facets[f] == nil {
						out.facets[f] = map[string]int{}
					}
					out.facets[f][slug]++
				}
			}
		}
		if misses == 0 {
			matches = append(matches, match{d, score, km})
		}
	}
	slices.SortFunc(matches, func(x, y match) int {
		first := 0
		switch {
		case q.Sort == ByName:
			first = cmp.Compare(strings.Join(tokens(x.d.l.Name), " "), strings.Join(tokens(y.d.l.Name), " "))
		case q.Sort == NewestLabel:
			first = cmp.Compare(newest(y.d.l), newest(x.d.l))
		case q.Sort == Nearest && q.Place != "":
			first = cmp.Compare(x.km, y.km)
		default:
			first = cmp.Compare(y.score, x.score)
		}
		return cmp.Or(first, compareStandings(x.d.l, y.d.l))
	})
	out.total = len(matches)
	page := min(max(q.Page, 1), max(1, (len(matches)+PageSize-1)/PageSize))
	for _, m := range matches[min(len(matches), (page-1)*PageSize):min(len(matches), page*PageSize)] {
		out.ids = append(out.ids, m.d.l.ID)
	}
	return out
}

func (o *oracle) score(d oracleDoc, qt queryText) (int, bool) {
	score := 0
	for _, c := range qt.clauses {
		p := d.clause(c)
		if c.not != (p < 0) {
			return 0, false
		}
		if !c.not {
			score += p
		}
	}
	name := strings.Join(tokens(d.l.Name), " ")
	switch {
	case qt.name == "" || len(qt.clauses) == 0:
	case name == qt.name:
		score += pointsExactName
	case strings.HasPrefix(name, qt.name+" "):
		score += pointsNameStart
	}
	return score, true
}

func (o *oracle) distance(l *program.Listing, key string) float64 {
	center, ok := o.a.Place(key)
	if !ok {
		return -1
	}
	best := math.Inf(1)
	for _, loc := range l.Locations {
		if t, ok := o.a.ByID(loc.Place); ok {
			best = min(best, haversine(center, t))
		}
	}
	return math.Round(best*1e6) / 1e6
}

func haversine(a, b program.Place) float64 {
	rad := math.Pi / 180
	dLat, dLon := (b.Lat-a.Lat)*rad, (b.Lon-a.Lon)*rad
	h := math.Pow(math.Sin(dLat/2), 2) + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*math.Pow(math.Sin(dLon/2), 2)
	return 2 * 6371.0088 * math.Asin(math.Sqrt(h))
}

func newest(l *program.Listing) program.Day {
	day := program.Day(0)
	for _, lb := range l.Labels {
		day = max(day, lb.Granted)
	}
	return day
}

func compareStandings(x, y *program.Listing) int {
	gold := func(l *program.Listing) int {
		n := 0
		for _, c := range l.Competencies {
			n += boolInt(c.Level == program.Gold)
		}
		return n
	}
	month := func(l *program.Listing) string { return l.Confirmed.String()[:7] }
	neutral := func(l *program.Listing) uint64 { return scramble(uint64(l.ID)) >> 32 }
	return cmp.Or(
		cmp.Compare(min(5, len(y.Labels)), min(5, len(x.Labels))), cmp.Compare(min(5, gold(y)), min(5, gold(x))),
		cmp.Compare(min(3, len(y.CaseStudies)), min(3, len(x.CaseStudies))), cmp.Compare(month(y), month(x)),
		cmp.Compare(neutral(x), neutral(y)), cmp.Compare(x.ID, y.ID),
	)
}

// answerOf brings a result into the oracle's form.
func answerOf(r Result) answer {
	out := answer{total: r.Total, facets: map[Facet]map[string]int{}}
	for _, h := range r.Hits {
		out.ids = append(out.ids, h.ID)
	}
	for f, counts := range r.Facets {
		for _, c := range counts {
			if c.N > 0 {
				if out.facets[f] == nil {
					out.facets[f] = map[string]int{}
				}
				out.facets[f][c.Value] = c.N
			}
		}
	}
	return out
}

func diff(got, want answer) string {
	if got.total != want.total {
		return fmt.Sprintf("total %d, want %d", got.total, want.total)
	}
	if !slices.Equal(got.ids, want.ids) {
		return fmt.Sprintf("hits %v, want %v", got.ids, want.ids)
	}
	for _, f := range Facets() {
		if fmt.Sprint(got.facets[f]) != fmt.Sprint(want.facets[f]) {
			return fmt.Sprintf("facet %s %v, want %v", f, got.facets[f], want.facets[f])
		}
	}
	return ""
}
