// Package search finds: an immutable in-memory index of public listings, with facets, places and suggestions.
// Pure: listings in, results out.
package search

import (
	"io"
	"iter"

	"partnerdirectory/program"
)

// Index is an immutable snapshot. All methods are safe for concurrent use without locks.
type Index struct{}

// Build indexes all listings. progress, when not nil, is called now and then with the number done.
func Build(p *program.Programme, atlas *Atlas, listings iter.Seq[*program.Listing], revision uint64, progress func(int)) (*Index, error) {
	panic("TODO")
}

// With returns a new snapshot in which the changed listings replace or join those with the same id and the removed
// ones are gone. It costs in proportion to the change, not the index; the receiver stays valid.
func (ix *Index) With(changed []*program.Listing, removed []program.PartnerID, revision uint64) *Index { panic("TODO") }

// NeedsCompaction reports whether so many changes were put on top that Compact is worth its time.
func (ix *Index) NeedsCompaction() bool { panic("TODO") }

// Compact returns an equal index with all changes merged into its base. Slow; call it in the background.
func (ix *Index) Compact() (*Index, error) { panic("TODO") }

// Save writes the index in a form that Load reads fast; the form is versioned and checksummed.
func (ix *Index) Save(w io.Writer) error { panic("TODO") }

// Load reads what Save wrote. It fails with ErrStale when the form is of another version, the programme's or atlas's
// vocabulary differs, or the checksum does not match; the caller then builds anew.
func Load(r io.Reader, p *program.Programme, atlas *Atlas) (*Index, error) { panic("TODO") }

// Revision returns the store's revision that the snapshot reflects.
func (ix *Index) Revision() uint64 { panic("TODO") }

// Len returns the number of partners.
func (ix *Index) Len() int { panic("TODO") }

// Bytes returns the memory that the index holds, in bytes, as counted from its slices.
func (ix *Index) Bytes() int { panic("TODO") }

// Search answers a query. It allocates in proportion to the page, not to the matches.
func (ix *Index) Search(q Query) Result { panic("TODO") }

// Suggest answers while typing: partners, specializations, competencies, places; at most n lines in all.
func (ix *Index) Suggest(text string, n int) []Suggestion { panic("TODO") }

// Card returns one partner's hit by slug, without Why, for compare, shortlist and holder lists.
func (ix *Index) Card(slug string) (Hit, bool) { panic("TODO") }

// Towns returns, for a set of countries or all, the towns with most partners, for browsing by place.
func (ix *Index) Towns(countries []string, n int) []TownCount { panic("TODO") }

// TownCount is a town with the number of partners that have a location there.
type TownCount struct {
	Place program.Place
	Key   string
	N     int
}
