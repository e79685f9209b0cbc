package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// atom is one thing to find: a word, or words that follow one another.
type atom struct {
	word   string
	stem   string
	prefix bool     // a word that begins with it will do, for less
	phrase []string // words exactly as they stand; word is empty then
}

// clause is one condition of a query's text: one of several alternatives, each of which may take several atoms.
type clause struct {
	not    bool
	alts   [][]atom
	typed  string // as the query spells it
	chunk  int    // the first piece of the query it came from
	chunks int    // how many pieces
	plain  string // folded, of a clause that is one plain word; else empty
}

// queryText is a query's text taken apart.
type queryText struct {
	clauses []clause
	chunks  []string // pieces between spaces, as typed; a quoted phrase is one piece
	name    string   // the whole text as names are compared; empty when it excludes something
	tooLong bool     // words beyond MaxWords were left out
}

// shortWord is the length in letters up to which the last word stands for itself, and for words that begin with it
// only when nothing matches it exactly: two letters are mostly abbreviations.
const shortWord = 2

// parseText takes a query's text apart. Any text is a query: what has no words asks for nothing.
func parseText(v *vocabulary, text string) queryText {
	qt := queryText{}
	words := 0
	var names []string
	excludes := false
	for _, c := range split(text) {
		clauses, n := parseChunk(c, len(qt.chunks))
		if n == 0 {
			continue
		}
		if words += n; words > MaxWords {
			qt.tooLong = true
			break
		}
		qt.chunks = append(qt.chunks, c.typed)
		qt.clauses = append(qt.clauses, clauses...)
		excludes = excludes || c.not
		names = append(names, tokens(c.text)...)
	}
	if !excludes {
		qt.name = strings.Join(names, " ")
	}
	if n := len(qt.clauses); n > 0 {
		markPrefix(&qt.clauses[n-1])
	}
	qt.clauses = dropStopWords(qt.clauses)
	qt.clauses = withSynonyms(v, qt.clauses)
	return qt
}

// chunk is a piece of a query between spaces, or in quotes.
type chunk struct {
	text   string
	typed  string
	quoted bool
	not    bool
}

func split(text string) []chunk {
	var out []chunk
	for rest := strings.TrimSpace(text); rest != ""; {
		start := rest
		var c chunk
		if strings.HasPrefix(rest, "-") {
			c.not, rest = true, rest[1:]
		}
		if open, size := utf8.DecodeRuneInString(rest); isQuote(open) {
			c.quoted, rest = true, rest[size:]
			end := indexOrEnd(rest, isQuote)
			c.text = rest[:end]
			_, size = utf8.DecodeRuneInString(rest[end:])
			rest = rest[end+size:]
		} else {
			end := indexOrEnd(rest, func(r rune) bool { return isQuote(r) || unicode.IsSpace(r) })
			c.text, rest = rest[:end], rest[end:]
		}
		c.typed = start[:len(start)-len(rest)]
		rest = strings.TrimSpace(rest)
		out = append(out, c)
	}
	return out
}

func isQuote(r rune) bool { return r == '"' || r == '“' || r == '”' || r == '„' }

func indexOrEnd(s string, f func(rune) bool) int {
	if i := strings.IndexFunc(s, f); i >= 0 {
		return i
	}
	return len(s)
}

// parseChunk returns the conditions in a chunk and how many words they hold.
func parseChunk(c chunk, at int) (clauses []clause, words int) {
	if c.quoted {
		phrase := tokens(c.text)
		if len(phrase) == 0 {
			return nil, 0
		}
		return []clause{{not: c.not, alts: [][]atom{{{phrase: phrase}}}, typed: c.text, chunk: at, chunks: 1}}, len(phrase)
	}
	for _, run := range runs(c.text) {
		words += len(run)
		cl := clause{not: c.not, typed: strings.TrimPrefix(c.typed, "-"), chunk: at, chunks: 1}
		if len(run) == 1 {
			cl.alts = [][]atom{{wordAtom(run[0])}}
			cl.plain = run[0]
		} else {
			joined := cut(strings.Join(run, ""))
			cl.alts = [][]atom{{{phrase: run}}, {wordAtom(joined)}}
		}
		clauses = append(clauses, cl)
	}
	return clauses, words
}

func wordAtom(folded string) atom { return atom{word: folded, stem: stem(folded)} }

// runs returns the words of a chunk, those together that a hyphen or the like joins.
func runs(s string) [][]string {
	var out [][]string
	end := 0
	for {
		sp, ok := nextWord(s, end)
		if !ok {
			return out
		}
		word := foldWord(s[sp.from:sp.to])
		if between := s[end:sp.from]; len(out) > 0 && (between == "" || joins(between)) {
			out[len(out)-1] = append(out[len(out)-1], word)
		} else {
			out = append(out, []string{word})
		}
		end = sp.to
	}
}

func markPrefix(c *clause) {
	if c.not {
		return
	}
	for _, alt := range c.alts {
		for i := range alt {
			alt[i].prefix = alt[i].phrase == nil
		}
	}
}

// stopWords stand between what people look for; they are left out while other words remain.
func stopWords() []string {
	return []string{
		"in", "near", "at", "around", "the", "a", "an", "of", "for", "and", "with", "to", "by", "on", "from", "or",
		"bei", "im", "und", "mit", "der", "die", "das", "für", "fur", "von",
	}
}

func dropStopWords(clauses []clause) []clause {
	stop := stopWords()
	left := slices.DeleteFunc(slices.Clone(clauses), func(c clause) bool {
		return !c.not && slices.Contains(stop, c.plain)
	})
	if !slices.ContainsFunc(left, func(c clause) bool { return !c.not }) {
		return clauses
	}
	return left
}

// withSynonyms puts in place of words that have synonyms one clause that any of them meets.
func withSynonyms(v *vocabulary, clauses []clause) []clause {
	var out []clause
	for i := 0; i < len(clauses); {
		var plain []string
		for _, c := range clauses[i:] {
			if c.not || c.plain == "" {
				break
			}
			plain = append(plain, c.plain)
		}
		syn, ok := v.synonymAt(plain)
		if !ok {
			out = append(out, clauses[i])
			i++
			continue
		}
		n := len(syn.words)
		out = append(out, synonymClause(v, clauses[i:i+n], syn))
		i += n
	}
	return out
}

func synonymClause(v *vocabulary, typed []clause, syn synonym) clause {
	c := clause{typed: typed[0].typed, chunk: typed[0].chunk, chunks: typed[len(typed)-1].chunk - typed[0].chunk + 1}
	var asTyped []atom
	for i, t := range typed {
		if i > 0 {
			c.typed += " " + t.typed
		}
		asTyped = append(asTyped, t.alts[0][0])
	}
	c.alts = append(c.alts, asTyped)
	for _, member := range v.groups[syn.group] {
		switch {
		case slices.Equal(member, syn.words):
		case len(member) == 1:
			c.alts = append(c.alts, []atom{wordAtom(member[0])})
		case !v.holdsSingle(syn.group, member):
			c.alts = append(c.alts, []atom{{phrase: member}})
		}
	}
	return c
}

// holdsSingle reports whether a phrase of a synonym group holds a word that is a member by itself, as "sap hana" holds
// "sap": where the phrase stands the word does, so looking for the phrase finds nobody more.
func (v *vocabulary) holdsSingle(group int, phrase []string) bool {
	return slices.ContainsFunc(v.groups[group], func(m []string) bool {
		return len(m) == 1 && slices.Contains(phrase, m[0])
	})
}
