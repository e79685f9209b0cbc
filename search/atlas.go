package search

import "partnerdirectory/program"

// Atlas is the embedded list of towns and countries. It is immutable and safe for concurrent use.
// (cities.csv and countries.csv embedded in search/data; GeoNames CC BY 4.0)
type Atlas struct{}

// LoadAtlas reads the embedded data: 24,323 towns of 15,000 people and more. About 30 ms.
func LoadAtlas() (*Atlas, error) { panic("TODO") }

// Place returns the town with a key such as "lyon-fr" (name folded to a-z, country; the admin code and then the
// GeoNames id appended where two towns of a country would share a key, the larger one keeping the short key).
func (a *Atlas) Place(key string) (program.Place, bool) { panic("TODO") }

// Key returns the key of a town.
func (a *Atlas) Key(id int64) string { panic("TODO") }

// ByID returns the town with that GeoNames id.
func (a *Atlas) ByID(id int64) (program.Place, bool) { panic("TODO") }

// Find returns towns whose name begins with the folded text, most people first, at most n.
func (a *Atlas) Find(text string, n int) []program.Place { panic("TODO") }

// Places returns all towns, most people first. Callers must not change the slice.
func (a *Atlas) Places() []program.Place { panic("TODO") }

// Country returns the name of a country by alpha-2 code, or the code itself when unknown.
func (a *Atlas) Country(alpha2 string) string { panic("TODO") }

// Countries returns all alpha-2 codes, sorted by name.
func (a *Atlas) Countries() []string { panic("TODO") }
