package store

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"modernc.org/sqlite"

	"partnerdirectory/program"
)

// Everything that is SQLite's own lives in this file and in migrations/sqlite. The queries elsewhere keep to what
// SQLite and PostgreSQL share: $1, RETURNING, ON CONFLICT.

const engine = "sqlite"

// SQLite's extended result codes that mean something to callers.
const (
	codeForeignKey = 787
	codePrimaryKey = 1555
	codeUnique     = 2067
)

// writerDSN makes every transaction take the write lock at its start: a lock upgraded half-way fails at once when
// another process writes. synchronous=FULL keeps what was answered with success through a power cut.
func writerDSN(path string) string {
	return dsn(path, "immediate", "cache_size(-65536)", "wal_autocheckpoint(4000)")
}

func readerDSN(path string) string {
	return dsn(path, "deferred", "cache_size(-8192)", "query_only(1)")
}

// dsn holds every setting, so that each connection of a pool has them. The busy timeout comes first because the
// pragmas after it may have to wait for a lock.
func dsn(path, lock string, pragmas ...string) string {
	v := url.Values{"_txlock": {lock}}
	for _, p := range append([]string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)"}, pragmas...) {
		v.Add("_pragma", p)
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + v.Encode()
}

// meaning wraps a database error in the programme's word for it, where it has one.
func meaning(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() {
	case codeUnique, codePrimaryKey:
		return fmt.Errorf("%w: %w", program.ErrConflict, err)
	case codeForeignKey:
		return fmt.Errorf("%w: %w", program.ErrInvalid, err)
	}
	return err
}

// rowsOf returns the VALUES list for n rows of a bulk insert. SQLite finds a numbered parameter by walking over all
// before it, which makes hundreds of them slow; plain question marks are not searched for.
func rowsOf(n, columns int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", columns), ",") + ")"
	return strings.TrimSuffix(strings.Repeat(row+",", n), ",")
}
