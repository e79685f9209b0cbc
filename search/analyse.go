package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"golang.org/x/text/unicode/norm"
)

// maxWord bounds a folded word in bytes; what is longer is cut, in texts and queries alike.
const maxWord = 48

// span is one word of a text, as a byte range.
type span struct{ from, to int }

// nextWord returns the first word of s at or after byte i. Words are runs of letters and digits; each Han or kana
// character is a word of its own, since those scripts write no spaces. c#, f#, c++ and .net are words.
func nextWord(s string, i int) (span, bool) {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if isDotNet(s, i) {
			return span{i, i + 4}, true
		}
		if !wordStart(r) {
			i += size
			continue
		}
		if ideographic(r) {
			return span{i, i + size}, true
		}
		return span{i, wordEnd(s, i+size)}, true
	}
	return span{}, false
}

func wordEnd(s string, j int) int {
	for j < len(s) {
		r, size := utf8.DecodeRuneInString(s[j:])
		if !wordRune(r) || ideographic(r) {
			break
		}
		j += size
	}
	for _, suffix := range []string{"++", "#"} {
		if strings.HasPrefix(s[j:], suffix) && !wordAt(s, j+len(suffix)) {
			return j + len(suffix)
		}
	}
	return j
}

func isDotNet(s string, i int) bool {
	if s[i] != '.' || len(s)-i < 4 || !strings.EqualFold(s[i:i+4], ".net") || wordAt(s, i+4) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	return i == 0 || !wordRune(before)
}

func wordAt(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return wordRune(r)
}

func wordStart(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r))
}

func wordRune(r rune) bool {
	return wordStart(r) || r >= utf8.RuneSelf && unicode.IsMark(r)
}

func ideographic(r rune) bool {
	return r >= 0x2e80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// joins reports whether the text between two words makes one longer word of them: front-end, O'Neill, node.js.
func joins(between string) bool {
	switch between {
	case "-", "\u2010", "\u2011", ".", "'", "\u2019", "/", "&", "_", "+":
		return true
	}
	return false
}

// foldWord returns a word as search compares it: without case, accents and ligatures. It is never empty.
func foldWord(w string) string {
	switch lower := strings.ToLower(w); lower {
	case ".net":
		return "dotnet"
	case "c++":
		return "cplusplus"
	case "c#":
		return "csharp"
	case "f#":
		return "fsharp"
	}
	if folded := foldLetters(w); folded != "" {
		return cut(folded)
	}
	return cut(w)
}

func foldLetters(w string) string {
	for i := range len(w) {
		if w[i] >= utf8.RuneSelf {
			return foldUnicode(w)
		}
	}
	return strings.TrimRight(strings.ToLower(w), "+#")
}

func foldUnicode(w string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(w) {
		switch r = unicode.ToLower(r); r {
		case 'ß':
			b.WriteString("ss")
		case 'ł':
			b.WriteByte('l')
		case 'ø':
			b.WriteByte('o')
		case 'đ', 'ð':
			b.WriteByte('d')
		case 'ı':
			b.WriteByte('i')
		case 'æ':
			b.WriteString("ae")
		case 'œ':
			b.WriteString("oe")
		case 'þ':
			b.WriteString("th")
		case 'ς':
			b.WriteRune('σ')
		default:
			if wordStart(r) {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

func cut(w string) string {
	if len(w) <= maxWord {
		return w
	}
	i := maxWord
	for !utf8.RuneStart(w[i]) {
		i--
	}
	return w[:i]
}

// stem returns the English stem of a folded word; words with other letters or digits are their own stem.
func stem(w string) string {
	if len(w) < 4 {
		return w
	}
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return w
		}
	}
	env := snowballstem.NewEnv(w)
	english.Stem(env)
	return env.Current()
}

// tokens returns the folded words of a text in order.
func tokens(s string) []string {
	var out []string
	for i := 0; ; {
		sp, ok := nextWord(s, i)
		if !ok {
			return out
		}
		out = append(out, foldWord(s[sp.from:sp.to]))
		i = sp.to
	}
}

// tokensJoined returns the folded words of a text, and after them the joined forms of hyphenated ones.
func tokensJoined(s string) (words, joined []string) {
	end, run := -1, ""
	parts := 0
	flush := func() {
		if parts > 1 {
			joined = append(joined, cut(run))
		}
		run, parts = "", 0
	}
	for i := 0; ; {
		sp, ok := nextWord(s, i)
		if !ok {
			flush()
			return words, joined
		}
		w := foldWord(s[sp.from:sp.to])
		if end < 0 || !joins(s[end:sp.from]) {
			flush()
		}
		words = append(words, w)
		run += w
		parts++
		end, i = sp.to, sp.to
	}
}

// nameKey is what names are sorted and compared by: the folded words, one space between them.
func nameKey(name string) string {
	return strings.Join(tokens(name), " ")
}
