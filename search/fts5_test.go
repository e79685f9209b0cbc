package search

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"
)

// fts5Partners bounds the copy that SQLite gets: its times grow with the matches, ours are measured on the same copy.
const fts5Partners = 50_000

// fts5 runs queries that both understand on SQLite's full-text search and on an index of the same partners, and prints
// the ratio. SQLite ranks and returns a page without counting facets.
func (bn *bench) fts5(b *testing.B) {
	db, err := sql.Open("sqlite", "file::memory:")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	n := min(fts5Partners, bn.ix.Len())
	if err := bn.fillFTS5(db, b, n); err != nil {
		b.Fatal(err)
	}
	ix, err := Build(bn.p, bn.atlas, seedListings(b, bn.p, bn.atlas, n), 1, nil)
	if err != nil {
		b.Fatal(err)
	}
	words := bn.commonWords(40)
	var queries []string
	for i, w := range words {
		queries = append(queries, w)
		if i > 0 {
			queries = append(queries, words[i-1]+" "+w)
		}
	}
	for b.Loop() {
		var theirs, ours []time.Duration
		for _, q := range queries {
			start := time.Now()
			if err := askFTS5(db, q); err != nil {
				b.Fatal(err)
			}
			theirs = append(theirs, time.Since(start))
			start = time.Now()
			ix.Search(Query{Text: q})
			ours = append(ours, time.Since(start))
		}
		slices.Sort(theirs)
		slices.Sort(ours)
		a, c := theirs[len(theirs)/2], ours[len(ours)/2]
		fmt.Printf("fts5 over %d partners, %d queries: SQLite p50 %v without facets, index p50 %v with all facets, ratio %.0f\n",
			n, len(queries), a, c, float64(a)/float64(c))
		b.ReportMetric(float64(a)/float64(c), "fts5/index")
	}
}

func (bn *bench) fillFTS5(db *sql.DB, b *testing.B, n int) error {
	if _, err := db.Exec(`CREATE VIRTUAL TABLE listing USING fts5(name, summary, description, cases, tokenize = 'porter unicode61')`); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	for l := range seedListings(b, bn.p, bn.atlas, n) {
		var cases []string
		for _, c := range l.CaseStudies {
			cases = append(cases, c.Title, c.Customer, c.Text)
		}
		if _, err := tx.Exec(`INSERT INTO listing VALUES ($1, $2, $3, $4)`, l.Name, l.Summary, l.Description, strings.Join(cases, "\n")); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func askFTS5(db *sql.DB, q string) error {
	rows, err := db.Query(`SELECT rowid, name, summary FROM listing WHERE listing MATCH $1 ORDER BY bm25(listing, 40, 12, 4, 16) LIMIT 20`, q)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var name, summary string
		if err := rows.Scan(&id, &name, &summary); err != nil {
			return err
		}
	}
	return rows.Err()
}
