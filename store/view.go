package store

import (
	"context"
	"fmt"

	"partnerdirectory/program"
)

// NoteView records that somebody of the staff looks at a partner's pages as its members see them.
func (s *Store) NoteView(ctx context.Context, act Act, partner program.PartnerID) error {
	return s.write(ctx, fmt.Sprintf("view partner %d", partner), func(w *work) error {
		return w.event(act, happened{"view as partner", aboutPartner, partnerSubject(partner), nil, nil})
	})
}
