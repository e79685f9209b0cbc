// Package store remembers: the programme, the partners with their facts, and what evaluation decided of them. It
// holds all SQL and all transactions. One function, reevaluate, is the only writer of labels and standings.
package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"

	"partnerdirectory/program"
)

const readers = 6

// Options are what a store needs from outside.
type Options struct {
	NewID      func() string    // makes label ids: 12 characters, unguessable
	Now        func() time.Time // stamps changes; nil: time.Now
	Logger     *slog.Logger     // nil: slog.Default
	KeepSchema bool             // refuse an older schema instead of migrating it
}

// Store is one open database. All methods are safe for concurrent use.
type Store struct {
	writer    *sql.DB // one connection
	reader    *sql.DB
	newID     func() string
	now       func() time.Time
	writing   chan struct{} // held from the start of a write until its hook returned: changes are told in order
	onChange  func(Change)
	programme atomic.Pointer[knownProgramme]
	part      *work // of which every write is a part; nil: each is a transaction of its own
}

// Change tells which partners' public data a committed transaction changed.
type Change struct {
	Revision  uint64
	Programme bool // the vocabulary or the requirement sets changed
	Partners  []program.PartnerID
}

// Open opens the database file, creating and migrating it as needed. It fails with ErrSchema when the file belongs to
// another version of the program.
func Open(ctx context.Context, path string, opts Options) (*Store, error) {
	if opts.NewID == nil {
		return nil, errors.New("open store: no NewID given")
	}
	s := &Store{newID: opts.NewID, now: opts.Now, writing: make(chan struct{}, 1)}
	if s.now == nil {
		s.now = time.Now
	}
	if err := s.open(ctx, path, opts); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, path string, opts Options) error {
	log := cmp.Or(opts.Logger, slog.Default())
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(abs), 0o750); err != nil {
		return err
	}
	if s.writer, err = sql.Open(engine, writerDSN(abs)); err != nil {
		return err
	}
	s.writer.SetMaxOpenConns(1)
	steps, err := migrations()
	if err != nil {
		return err
	}
	if err := migrate(ctx, s.writer, steps, opts.KeepSchema, log); err != nil {
		return err
	}
	if s.reader, err = sql.Open(engine, readerDSN(abs)); err != nil {
		return err
	}
	s.reader.SetMaxOpenConns(readers)
	s.reader.SetMaxIdleConns(readers)
	return s.reader.PingContext(ctx)
}

// Close waits for running queries and closes the file.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.reader, s.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// OnChange sets the function that is told of every change to public data: after its commit, in the order of the
// commits, before the write returns to its caller. The function must not write to the store.
func (s *Store) OnChange(f func(Change)) {
	s.writing <- struct{}{}
	s.onChange = f
	<-s.writing
}

// Empty reports whether the directory has no partners.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	n := 0
	err := s.reader.QueryRowContext(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM partners LIMIT 1) AS one`).Scan(&n)
	return n == 0, wrap(err, "ask whether there are partners")
}

// Meta returns a setting of this database, or ErrNotFound.
func (s *Store) Meta(ctx context.Context, name string) (string, error) {
	value := ""
	err := s.reader.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = $1`, name).Scan(&value)
	return value, wrap(err, "read setting "+name)
}

// SetMeta stores a setting of this database.
func (s *Store) SetMeta(ctx context.Context, name, value string) error {
	return s.write(ctx, "store setting "+name, func(w *work) error {
		return w.exec(`INSERT INTO meta (name, value) VALUES ($1, $2)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	})
}

// Revision returns the number of the last change to public data. It only grows.
func (s *Store) Revision(ctx context.Context) (uint64, error) {
	return counter(ctx, s.reader, "revision")
}

// ChangedSince returns what changed after a revision, by whichever process: the way to keep up with other writers.
func (s *Store) ChangedSince(ctx context.Context, revision uint64) (Change, error) {
	c := Change{Revision: revision}
	err := s.read(ctx, func(q querier) error {
		programme, err := counter(ctx, q, "programme")
		if err != nil {
			return err
		}
		c.Programme = programme > revision
		if c.Revision, err = counter(ctx, q, "revision"); err != nil {
			return err
		}
		// Not ordered here: to save sorting, SQLite would walk the whole table in that order.
		return each(ctx, q, `SELECT partner FROM partner_clocks WHERE revision > $1`, []any{revision}, func(scan scanner) error {
			var id program.PartnerID
			err := scan(&id)
			c.Partners = append(c.Partners, id)
			return err
		})
	})
	slices.Sort(c.Partners)
	return c, wrap(err, "read changes")
}

func counter(ctx context.Context, q querier, name string) (uint64, error) {
	var n uint64
	err := q.QueryRowContext(ctx, `SELECT value FROM counters WHERE name = $1`, name).Scan(&n)
	return n, wrap(err, "read counter "+name)
}

// Now is the store's clock: everything that is stamped or runs out goes by it.
func (s *Store) Now() time.Time { return s.now() }

// MetaOrSet returns a setting of this database, which becomes value when it has none.
func (s *Store) MetaOrSet(ctx context.Context, name, value string) (string, error) {
	err := s.write(ctx, "keep setting "+name, func(w *work) error {
		return w.tx.QueryRowContext(w.ctx, `INSERT INTO meta (name, value) VALUES ($1, $2)
			ON CONFLICT (name) DO UPDATE SET value = meta.value RETURNING value`, name, value).Scan(&value)
	})
	return value, err
}
