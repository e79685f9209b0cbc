package views

import (
	"unicode"
	"unicode/utf8"

	"partnerdirectory/program"
)

// Count writes a number for people: 12 345 with a thin space.
func Count(n int) string { return number(n) }

// ConnectiveClass is how a group of a requirement tree is drawn.
func ConnectiveClass(op program.Op) string { return "needs-" + connectiveClass(op) }

// Ago says how long before today a day was, to stand beside the exact date.
func Ago(day, today program.Day) string { return ago(day, today) }

// Capital begins a phrase as a sentence does.
func Capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
