package store

import (
	"errors"
	"io/fs"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/fstest"

	"partnerdirectory/program"
)

func TestOpenMigratesAndRefusesOtherSchemas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new folder", "a?b#c.db")
	s := openAt(t, path)
	empty, err := s.Empty(t.Context())
	if err != nil || !empty {
		t.Fatalf("a new store: empty %v, %v", empty, err)
	}
	again, err := Open(t.Context(), path, Options{NewID: ids(), KeepSchema: true})
	if err != nil {
		t.Fatalf("open again: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.writer.ExecContext(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, Options{NewID: ids()}); !errors.Is(err, ErrSchema) {
		t.Errorf("a newer schema: got %v, want ErrSchema", err)
	}
}

func TestOlderSchemaIsMigratedOnlyWhenAllowed(t *testing.T) {
	s := open(t)
	steps, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	newer := fstest.MapFS{"9000_more.sql": {Data: []byte("-- +goose Up\nCREATE TABLE more (id INTEGER PRIMARY KEY);\n")}}
	known, err := fs.Glob(steps, "*.sql")
	if err != nil || len(known) == 0 {
		t.Fatalf("%d migrations, %v", len(known), err)
	}
	for _, name := range known {
		data, err := fs.ReadFile(steps, name)
		if err != nil {
			t.Fatal(err)
		}
		newer[name] = &fstest.MapFile{Data: data}
	}
	if err := migrate(t.Context(), s.writer, newer, true, slog.New(slog.DiscardHandler)); !errors.Is(err, ErrSchema) {
		t.Errorf("keeping: got %v, want ErrSchema", err)
	}
	if err := migrate(t.Context(), s.writer, newer, false, slog.New(slog.DiscardHandler)); err != nil {
		t.Errorf("migrating: %v", err)
	}
}

func TestEveryConnectionHasTheSettings(t *testing.T) {
	s := open(t)
	for range readers {
		conn, err := s.reader.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := conn.ExecContext(t.Context(), `DELETE FROM meta`); err == nil {
			t.Error("a reader may write")
		}
	}
	for pragma, want := range map[string]string{
		"foreign_keys": "1", "journal_mode": "wal", "synchronous": "2", "busy_timeout": "10000",
	} {
		got := ""
		if err := s.writer.QueryRowContext(t.Context(), `PRAGMA `+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s (%v), want %s", pragma, got, err, want)
		}
	}
}

func TestMeta(t *testing.T) {
	s := open(t)
	if _, err := s.Meta(t.Context(), "sample"); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("missing setting: %v", err)
	}
	for _, value := range []string{"yes", "no"} {
		if err := s.SetMeta(t.Context(), "sample", value); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Meta(t.Context(), "sample"); err != nil || got != value {
			t.Errorf("got %q, %v", got, err)
		}
	}
}
