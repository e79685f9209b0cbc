package search

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"partnerdirectory/program"
)

// value is one value of a facet; its number is its place in vocabulary.values.
type value struct {
	facet Facet
	slug  string
	name  string
	texts [][]string // what words find it by: its name and synonyms, as folded words
	words []string   // the words that find it one by one
	order int        // place by name among all values
}

// vocabulary is everything that a programme and an atlas give names to.
type vocabulary struct {
	values   []value
	first    map[Facet]int // number of the first value of a facet; a facet's values lie side by side
	end      map[Facet]int
	numbers  map[Facet]map[string]uint16
	words    lexicon
	ofWord   lists // values by word
	stems    lexicon
	ofStem   lists
	synonyms map[string][]synonym // by first word
	groups   [][][]string         // groups of sequences of words that mean the same
	print    uint64               // changes when any of the above changes
}

type synonym struct {
	words []string
	group int
}

// storedFacets is the order in which facet values are numbered.
func storedFacets() []Facet {
	return []Facet{
		FacetSpecialization, FacetCountry, FacetLanguage, FacetCaseStudy, FacetIndustry, FacetSize, FacetService,
		FacetProduct, FacetCompetency,
	}
}

func newVocabulary(p *program.Programme, atlas *Atlas) *vocabulary {
	v := &vocabulary{first: map[Facet]int{}, end: map[Facet]int{}, numbers: map[Facet]map[string]uint16{}}
	for _, f := range storedFacets() {
		v.first[f] = len(v.values)
		v.numbers[f] = map[string]uint16{}
		v.addFacet(f, p, atlas)
		for range spare(f) {
			v.values = append(v.values, value{facet: f})
		}
		v.end[f] = len(v.values)
	}
	return v.complete(p, atlas)
}

// spare is how many numbers of a facet stay free for values that come later; until they are used up an index need not be
// built anew.
func spare(f Facet) int {
	const values = 12
	switch f {
	case FacetCountry, FacetCaseStudy:
		return 0
	case FacetCompetency:
		return 3 * values // itself and its levels
	}
	return values
}

// renumbered returns the vocabulary of a programme with the numbers that values have in v; values that v does not know get
// numbers that are free. It fails with ErrVocabulary when there are too few of them.
func (v *vocabulary) renumbered(p *program.Programme, atlas *Atlas, used func(number int) bool) (*vocabulary, error) {
	fresh := newVocabulary(p, atlas)
	out := &vocabulary{values: make([]value, len(v.values)), first: v.first, end: v.end, numbers: map[Facet]map[string]uint16{}}
	for _, f := range storedFacets() {
		out.numbers[f] = map[string]uint16{}
		for n := v.first[f]; n < v.end[f]; n++ {
			out.values[n].facet = f
		}
		next := v.first[f]
		for _, val := range fresh.values[fresh.first[f]:fresh.end[f]] {
			n, known := v.numbers[f][val.slug]
			switch {
			case val.slug == "":
				continue
			case !known:
				for next < v.end[f] && (v.values[next].slug != "" || used(next)) {
					next++
				}
				if next == v.end[f] {
					return nil, ErrVocabulary
				}
				n = uint16(next)
				next++
			}
			out.values[n], out.numbers[f][val.slug] = val, n
		}
	}
	return out.complete(p, atlas), nil
}

// complete adds what follows from the values.
func (v *vocabulary) complete(p *program.Programme, atlas *Atlas) *vocabulary {
	v.orderNames()
	v.indexWords()
	v.addSynonyms(p.Synonyms)
	v.print = v.fingerprint(atlas)
	return v
}

func (v *vocabulary) addFacet(f Facet, p *program.Programme, atlas *Atlas) {
	switch f {
	case FacetSpecialization:
		for _, s := range p.Specializations {
			v.add(f, s.Slug, s.Name, append([]string{s.Name}, s.Synonyms...)...)
		}
	case FacetCompetency:
		for _, c := range p.Competencies {
			v.add(f, c.Slug, c.Name, c.Name)
			v.addLevel(c, program.Gold)
			v.addLevel(c, program.Silver)
		}
	case FacetCountry:
		for _, c := range atlas.Countries() {
			v.add(f, c, atlas.Country(c), atlas.Country(c))
		}
	case FacetIndustry:
		v.addTerms(f, p.Industries)
	case FacetService:
		v.addTerms(f, p.Services)
	case FacetProduct:
		v.addTerms(f, p.Products)
	case FacetSize:
		v.addTerms(f, p.Sizes)
	case FacetLanguage:
		v.addTerms(f, p.Languages)
	case FacetCaseStudy:
		v.add(f, "1", "Has a case study")
	}
}

func (v *vocabulary) addTerms(f Facet, terms []program.Term) {
	for _, t := range terms {
		v.add(f, t.Slug, t.Name, t.Name)
	}
}

func (v *vocabulary) add(f Facet, slug, name string, texts ...string) {
	if _, twice := v.numbers[f][slug]; twice {
		return
	}
	val := value{facet: f, slug: slug, name: name}
	for _, t := range texts {
		words, joined := tokensJoined(t)
		val.texts = append(val.texts, words)
		val.words = append(append(val.words, words...), joined...)
	}
	v.numbers[f][slug] = uint16(len(v.values))
	v.values = append(v.values, val)
}

// addLevel adds a competency at one level. Single words find it by the level only: the competency's own words find
// the value without level, of which this is a part.
func (v *vocabulary) addLevel(c program.Competency, level program.Level) {
	slug := c.Slug + ":" + string(level)
	if _, twice := v.numbers[FacetCompetency][slug]; twice {
		return
	}
	name, word := tokens(c.Name), foldWord(string(level))
	v.numbers[FacetCompetency][slug] = uint16(len(v.values))
	v.values = append(v.values, value{
		facet: FacetCompetency, slug: slug, name: c.Name + ", " + level.Name(), words: []string{word},
		texts: [][]string{append([]string{word}, name...), append(slices.Clone(name), word)},
	})
}

func (v *vocabulary) orderNames() {
	order := make([]int, len(v.values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := v.values[a], v.values[b]
		return cmp.Or(cmp.Compare(nameKey(x.name), nameKey(y.name)), cmp.Compare(x.slug, y.slug))
	})
	for place, i := range order {
		v.values[i].order = place
	}
}

func (v *vocabulary) indexWords() {
	v.words, v.ofWord = v.indexBy(func(w string) string { return w })
	v.stems, v.ofStem = v.indexBy(stem)
}

func (v *vocabulary) indexBy(form func(string) string) (lexicon, lists) {
	numbers := map[string]uint32{}
	var words []string
	var pairs []wordDoc
	for i, val := range v.values {
		for _, w := range val.words {
			w = form(w)
			if _, ok := numbers[w]; !ok {
				numbers[w] = uint32(len(words))
				words = append(words, w)
			}
			pairs = append(pairs, wordDoc{numbers[w], uint32(i)})
		}
	}
	lex, renumbered := sortedLexicon(words)
	for i := range pairs {
		pairs[i].word = renumbered[pairs[i].word]
	}
	return lex, listsOf(pairs, len(words))
}

func (v *vocabulary) addSynonyms(groups [][]string) {
	v.synonyms = map[string][]synonym{}
	for _, g := range groups {
		var members [][]string
		for _, text := range g {
			if words := tokens(text); len(words) > 0 {
				members = append(members, words)
				v.synonyms[words[0]] = append(v.synonyms[words[0]], synonym{words, len(v.groups)})
			}
		}
		v.groups = append(v.groups, members)
	}
}

// synonymAt returns the longest member of a synonym group with which the words begin.
func (v *vocabulary) synonymAt(words []string) (synonym, bool) {
	var best synonym
	if len(words) == 0 {
		return best, false
	}
	for _, s := range v.synonyms[words[0]] {
		if len(s.words) > len(best.words) && len(s.words) <= len(words) && slices.Equal(s.words, words[:len(s.words)]) {
			best = s
		}
	}
	return best, len(best.words) > 0
}

func (v *vocabulary) fingerprint(atlas *Atlas) uint64 {
	h := fnv.New64a()
	for _, val := range v.values {
		fmt.Fprintf(h, "%s\x00%s\x00%s\x00%q\n", val.facet, val.slug, val.name, val.texts)
	}
	fmt.Fprintf(h, "%q\n", v.groups)
	for _, t := range atlas.towns {
		fmt.Fprintf(h, "%d ", t.ID)
	}
	return h.Sum64()
}

// number returns a value's number.
func (v *vocabulary) number(f Facet, slug string) (uint16, bool) {
	n, ok := v.numbers[f][slug]
	return n, ok
}

// nearSlug returns how a facet spells a value typed in another case.
func (v *vocabulary) nearSlug(f Facet, typed string) (string, bool) {
	for _, slug := range []string{typed, strings.ToLower(typed), strings.ToUpper(typed)} {
		if _, ok := v.numbers[f][slug]; ok {
			return slug, true
		}
	}
	return "", false
}
