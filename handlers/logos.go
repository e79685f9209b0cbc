package handlers

import (
	"context"
	"maps"

	"partnerdirectory/program"
	"partnerdirectory/store"
)

// logoShelf knows which partners show a logo. It is replaced whole, never changed.
type logoShelf struct {
	hash map[string]string            // by slug
	slug map[program.PartnerID]string // of those that show one
}

func (s *logoShelf) add(list []store.PublicLogo) {
	for _, l := range list {
		delete(s.hash, s.slug[l.Partner]) // of a partner whose address has changed
		s.hash[l.Slug], s.slug[l.Partner] = l.Hash, l.Slug
	}
}

// logo returns the hash of a partner's public logo, or "".
func (l *Live) logo(slug string) string { return l.logos.Load().hash[slug] }

func (l *Live) loadLogos(ctx context.Context) error {
	list, err := l.store.Logos(ctx)
	shelf := &logoShelf{hash: make(map[string]string, len(list)), slug: make(map[program.PartnerID]string, len(list))}
	shelf.add(list)
	l.logos.Store(shelf)
	return err
}

// refreshLogos looks at the logos of partners that changed. Most changes are about something else and replace nothing.
func (l *Live) refreshLogos(ctx context.Context, changed []program.PartnerID) error {
	now, err := l.store.LogosOf(ctx, changed)
	if err != nil {
		return err
	}
	old := l.logos.Load()
	shown := make(map[program.PartnerID]bool, len(now))
	same := true
	for _, x := range now {
		shown[x.Partner] = true
		same = same && old.hash[x.Slug] == x.Hash
	}
	var gone []program.PartnerID
	for _, id := range changed {
		if _, had := old.slug[id]; had && !shown[id] {
			gone = append(gone, id)
		}
	}
	if same && len(gone) == 0 {
		return nil
	}
	next := &logoShelf{hash: maps.Clone(old.hash), slug: maps.Clone(old.slug)}
	for _, id := range gone {
		delete(next.hash, next.slug[id])
		delete(next.slug, id)
	}
	next.add(now)
	l.logos.Store(next)
	return nil
}
