package program

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// join puts words together as English does: "a", "a or b", "a, b or c".
func join(words []string, conjunction string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}

// capital returns s with its first letter in upper case.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// uncapital returns s with its first letter in lower case, unless it is part of a name in capitals.
func uncapital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); n == 0 || unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// numeral writes a small whole number as a word, as running text does, and any other in figures.
func numeral(n int) string {
	words := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return FormatNumber(float64(n))
}

// plural returns one where n is 1, else many.
func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// lastMonths writes a span that follows "the last": "12 months", "month".
func lastMonths(n int) string {
	if n == 1 {
		return "month"
	}
	return FormatNumber(float64(n)) + " months"
}
