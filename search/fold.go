package search

import "strings"

// Fold returns a text without case, accents and ligatures, its words divided by single spaces: for plain comparisons outside
// the index.
func Fold(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		words[i] = foldLetters(w)
	}
	return strings.Join(words, " ")
}
