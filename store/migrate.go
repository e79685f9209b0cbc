package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var embedded embed.FS

// migrations returns the steps for this engine.
func migrations() (fs.FS, error) { return fs.Sub(embedded, "migrations/sqlite") }

// ErrSchema says that the database was made by another version of the program.
var ErrSchema = errors.New("schema of another version")

// migrate brings the schema up to date. A newer schema than this program knows is refused, and so is an older one
// when keep is set.
func migrate(ctx context.Context, db *sql.DB, files fs.FS, keep bool, log *slog.Logger) error {
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	have, want, err := p.GetVersions(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("read schema version: %w", err)
	case have > want:
		return fmt.Errorf("%w: the database is at %d, this program knows up to %d: use a newer program", ErrSchema, have, want)
	case have < want && have > 0 && keep:
		return fmt.Errorf("%w: the database is at %d, this program needs %d: run the migrate command", ErrSchema, have, want)
	case have == want:
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate from %d to %d: %w", have, want, err)
	}
	log.InfoContext(ctx, "database schema migrated", "from", have, "to", want)
	return nil
}
