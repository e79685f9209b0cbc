package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/program"
)

// Logo is one picture in the sizes that pages need, as PNG by the length of a side in pixels.
type Logo struct {
	Hash string
	PNG  map[int][]byte
}

// KeepLogo stores a picture and puts it into a partner's draft, whose version must be the one given; it returns the new
// version. Pictures that nothing shows or asks for any more are deleted on the way.
func (s *Store) KeepLogo(ctx context.Context, act Act, id program.PartnerID, l Logo, version int64) (int64, error) {
	var next int64
	err := s.write(ctx, "keep logo", func(w *work) error {
		for size, png := range l.PNG {
			if err := w.exec(`INSERT INTO logos (hash, size, png) VALUES ($1, $2, $3) ON CONFLICT (hash, size) DO NOTHING`, l.Hash, size, png); err != nil {
				return err
			}
		}
		d, err := draftOf(w.ctx, w.tx, id)
		if err != nil {
			return err
		}
		was := d.Partner.Logo
		d.Partner.Logo = l.Hash
		if next, err = w.setDraft(id, version, toJSON{d.Partner}, l.Hash, act.By); err != nil {
			return err
		}
		if err := w.event(act, onPartner("put logo into draft", id, map[string]string{"logo": was}, map[string]string{"logo": l.Hash})); err != nil {
			return err
		}
		return w.exec(`DELETE FROM logos WHERE hash NOT IN (SELECT logo FROM partners WHERE logo <> '')
			AND hash NOT IN (SELECT logo FROM profile_drafts WHERE logo <> '') AND hash NOT IN (SELECT logo FROM profile_checks WHERE logo <> '')`)
	})
	return next, err
}

// LogoPNG returns a picture in one size, or ErrNotFound.
func (s *Store) LogoPNG(ctx context.Context, hash string, size int) ([]byte, error) {
	var png []byte
	err := s.reader.QueryRowContext(ctx, `SELECT png FROM logos WHERE hash = $1 AND size = $2`, hash, size).Scan(&png)
	return png, wrap(err, "read logo "+hash)
}

// PublicLogo is the logo that a partner shows.
type PublicLogo struct {
	Partner program.PartnerID
	Slug    string
	Hash    string
}

// Logos returns the logos of all partners that show one.
func (s *Store) Logos(ctx context.Context) ([]PublicLogo, error) {
	return s.logos(ctx, `1 = 1`)
}

// LogosOf returns the logos of those of some partners that show one.
func (s *Store) LogosOf(ctx context.Context, ids []program.PartnerID) ([]PublicLogo, error) {
	var out []PublicLogo
	for part := range slices.Chunk(ids, batch) {
		c := these(part...)
		list, err := s.logos(ctx, c.on("id"), c.arguments()...)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

func (s *Store) logos(ctx context.Context, where string, args ...any) ([]PublicLogo, error) {
	var out []PublicLogo
	err := each(ctx, s.reader, `SELECT id, slug, logo FROM partners WHERE logo <> '' AND `+where, args, func(scan scanner) error {
		var l PublicLogo
		err := scan(&l.Partner, &l.Slug, &l.Hash)
		out = append(out, l)
		return err
	})
	return out, wrap(err, "read logos")
}

// LogoSizes are the lengths of a side, in pixels, in which logos are kept.
func LogoSizes() []int { return []int{64, 128, 256} }

// ParseLogoName reads the name of a logo's picture, HASH-SIZE.png.
func ParseLogoName(name string) (hash string, size int, ok bool) {
	hash, rest, found := strings.Cut(strings.TrimSuffix(name, ".png"), "-")
	size, err := strconv.Atoi(rest)
	return hash, size, found && err == nil && strings.HasSuffix(name, ".png")
}
