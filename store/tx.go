package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"partnerdirectory/program"
)

// querier is what a read needs of a pool or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// errStop ends a walk over rows early.
var errStop = errors.New("stop")

type scanner func(dest ...any) error

// work is one write transaction in progress.
type work struct {
	ctx     context.Context // kept here because it lives exactly as long as the transaction
	tx      *sql.Tx
	store   *Store
	changed Change
	known   *knownProgramme // as this transaction last saw it; see programme
}

// write runs f in one transaction, commits, and tells of the public changes that f marked. When f fails nothing of it
// stays. In a store that is part of a transaction already, f is a part of that one.
func (s *Store) write(ctx context.Context, what string, f func(w *work) error) error {
	if s.part != nil {
		return wrap(f(s.part), what)
	}
	if err := s.begin(ctx); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	defer s.end()
	return s.commit(ctx, what, f)
}

// begin waits until nobody else writes; end lets the next one.
func (s *Store) begin(ctx context.Context) error {
	select {
	case s.writing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) end() { <-s.writing }

// commit is write of somebody who has begun.
func (s *Store) commit(ctx context.Context, what string, f func(w *work) error) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("%s: begin: %w", what, err)
	}
	defer tx.Rollback() //nolint:errcheck // does nothing after Commit; before it, the reason is already on its way up
	// The driver watches a context that can end in a goroutine for each statement: too dear for bulk work. Once
	// begun a transaction is short; BeginTx rolls it back when ctx ends, and Commit reports that.
	w := &work{ctx: context.WithoutCancel(ctx), tx: tx, store: s}
	if err := f(w); err != nil {
		return wrap(err, what)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("%s: commit: %w", what, err)
	}
	if w.changed.Revision > 0 && s.onChange != nil {
		s.onChange(w.changed)
	}
	return nil
}

// read runs f on one snapshot of the database.
func (s *Store) read(ctx context.Context, f func(q querier) error) error {
	tx, err := s.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // there is nothing to lose
	return f(tx)
}

// programme returns the programme as the transaction sees it, its own changes included.
func (w *work) programme() (*program.Programme, error) {
	if w.known != nil {
		revision, err := counter(w.ctx, w.tx, "programme")
		if err != nil || revision == w.known.revision {
			return w.known.programme, err
		}
	}
	known, err := w.store.programmeIn(w.ctx, w.tx)
	if err != nil {
		return nil, err
	}
	w.known = known
	return known.programme, nil
}

func (w *work) exec(query string, args ...any) error {
	_, err := w.tx.ExecContext(w.ctx, query, args...)
	return err
}

// take reserves n numbers of a counter and returns the first.
func (w *work) take(counter string, n int) (int64, error) {
	var last int64
	err := w.tx.QueryRowContext(w.ctx, `UPDATE counters SET value = value + $1 WHERE name = $2 RETURNING value`, n, counter).Scan(&last)
	return last - int64(n) + 1, err
}

// revision returns the number of the change that this transaction makes.
func (w *work) revision() (uint64, error) {
	if w.changed.Revision > 0 {
		return w.changed.Revision, nil
	}
	n, err := w.take("revision", 1)
	w.changed.Revision = uint64(n)
	return w.changed.Revision, err
}

// touch marks a partner as publicly changed.
func (w *work) touch(id program.PartnerID) error {
	revision, err := w.revision()
	if err != nil || slices.Contains(w.changed.Partners, id) {
		return err
	}
	w.changed.Partners = append(w.changed.Partners, id)
	return w.exec(`UPDATE partner_clocks SET revision = $1, changed = $2 WHERE partner = $3`, revision, w.store.now().Unix(), id)
}

// each calls row for every row of a query.
func each(ctx context.Context, q querier, query string, args []any, row func(scan scanner) error) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// wrap says what was tried and turns the database's word for a failure into the programme's.
func wrap(err error, what string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("%s: %w", what, program.ErrNotFound)
	}
	return fmt.Errorf("%s: %w", what, meaning(err))
}
