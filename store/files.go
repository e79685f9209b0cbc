package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"partnerdirectory/program"
)

// File is the content of something that was handed in, kept once for each content.
type File struct {
	Hash  string // SHA-256 of the content, hexadecimal
	Type  string // media type
	Bytes []byte
}

// PutFile keeps a file and returns its hash. The same content is kept once.
func (s *Store) PutFile(ctx context.Context, mediaType string, content []byte) (string, error) {
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:])
	err := s.write(ctx, "keep a file", func(w *work) error {
		return w.exec(`INSERT INTO files (hash, type, size, bytes) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO NOTHING`,
			hash, mediaType, len(content), content)
	})
	return hash, err
}

// ItemFile returns the file of an item of a partner. ErrNotFound: it has none, or is another partner's.
func (s *Store) ItemFile(ctx context.Context, partner program.PartnerID, item int64) (File, error) {
	it, _, err := s.Item(ctx, partner, item)
	if err != nil {
		return File{}, err
	}
	f := File{Hash: it.Fields["file"]}
	err = s.reader.QueryRowContext(ctx, `SELECT type, bytes FROM files WHERE hash = $1`, f.Hash).Scan(&f.Type, &f.Bytes)
	return f, wrap(err, fmt.Sprintf("read the file of item %d", item))
}
