package handlers

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"partnerdirectory/badge"
	"partnerdirectory/program"
	"partnerdirectory/store"
)

// keysName is the setting that holds the seeds of the signing keys; the first one signs.
const keysName = "signing_keys"

// signingKeys returns the keys of this database. The first start makes one and stores it, for good: what it signed must stay
// provable.
func signingKeys(ctx context.Context, st *store.Store) ([]badge.Key, error) {
	seed := make([]byte, 32)
	rand.Read(seed)
	fresh, err := json.Marshal([][]byte{seed})
	if err != nil {
		return nil, fmt.Errorf("write signing key: %w", err)
	}
	kept, err := st.SetMetaOnce(ctx, keysName, string(fresh))
	if err != nil {
		return nil, err
	}
	var seeds [][]byte
	if err := json.Unmarshal([]byte(kept), &seeds); err != nil || len(seeds) == 0 {
		return nil, fmt.Errorf("read signing keys: the setting %s holds none: %v", keysName, err)
	}
	keys := make([]badge.Key, len(seeds))
	for i, seed := range seeds {
		if keys[i], err = badge.NewKey(seed); err != nil {
			return nil, fmt.Errorf("read signing keys: %w", err)
		}
	}
	return keys, nil
}

// issuer is who signs the directory's credentials.
func (s *Server) issuer(p *program.Programme) badge.Issuer {
	return badge.Issuer{
		Base: s.base, Name: p.Vendor, Keys: s.keys,
		Description: p.Vendor + " runs the partner programme behind the " + p.Name + ".",
	}
}

// credential returns a label as a signed document. An ended one says so: it is no longer valid, and its status is withdrawn.
func (s *Server) credential(ctx context.Context, snap *Snapshot, l program.Label, sp program.Specialization, partner program.Partner) (badge.Credential, error) {
	serial, err := s.store.LabelSerial(ctx, l.ID)
	if err != nil {
		return badge.Credential{}, err
	}
	c := badge.Claim{
		ID: l.ID, Serial: serial, Partner: partner.Name, PartnerSlug: partner.Slug, Specialization: sp, Version: l.Version,
		Criteria: criteria(snap.Programme, l), Verified: l.Verified, Granted: l.Granted, Until: l.Until,
	}
	switch state := l.State(snap.Day); {
	case over(state):
		c.Until = cmp.Or(l.Ended, snap.Day)
		c.Note = fmt.Sprintf("%s held the %s specialization from %s. The label ended on %s.", partner.Name, sp.Name, l.Granted.Long(), c.Until.Long())
	case state == program.Suspended:
		c.Until = l.Absent(snap.Day).From
		c.Note = fmt.Sprintf("%s was granted the %s specialization on %s. The label is suspended and not valid today.", partner.Name, sp.Name, l.Granted.Long())
	case c.Until <= snap.Day: // past its anniversary and held until the renewal window closes, or is decided
		c.Until = max(c.Until+program.Day(snap.Programme.Settings.RenewalClosesDays), snap.Day+1)
	}
	return s.issuer(snap.Programme).LabelCredential(c, snap.Day.Time())
}

// criteria returns the sentences of the requirements that a label was last tested on.
func criteria(p *program.Programme, l program.Label) []string {
	i := slices.IndexFunc(p.Sets, func(s program.Set) bool { return s.Specialization == l.Specialization && s.Version == l.Version })
	if i < 0 {
		return nil
	}
	var out []string
	var add func(s program.Sentence)
	add = func(s program.Sentence) {
		if len(s.Children) == 0 {
			out = append(out, s.Text)
			return
		}
		if s.Node.Op != program.All {
			out = append(out, s.Text+":")
		}
		for _, c := range s.Children {
			add(c)
		}
	}
	add(p.Describe(p.Sets[i].Root))
	return out
}

// statusList says of many labels at once which are no longer valid. Verifiers fetch it, so that nobody tells us which label is
// being looked at.
func (s *Server) statusList(c echo.Context) error {
	snap := s.live.Current()
	purpose := badge.Purpose(c.Param("purpose"))
	list, err := strconv.ParseInt(c.Param("list"), 10, 32)
	if err != nil || list < 0 || strconv.FormatInt(list, 10) != c.Param("list") || !slices.Contains(badge.Purposes(), purpose) {
		return fmt.Errorf("status list %s %s: %w", purpose, c.Param("list"), program.ErrNotFound)
	}
	from, to := badge.Serials(list)
	state := program.Ended
	if purpose == badge.Suspension {
		state = program.Suspended
	}
	set, next, err := s.store.SerialsOf(c.Request().Context(), state, from, to, snap.Day)
	if err != nil {
		return err
	}
	if list > 0 && next <= from {
		return fmt.Errorf("status list %d: %w", list, program.ErrNotFound)
	}
	signed, err := s.issuer(snap.Programme).StatusCredential(purpose, list, set, snap.Day.Time())
	if err != nil {
		return err
	}
	return s.document(c, snap, http.StatusOK, "application/ld+json", signed)
}

// didDocument holds the public keys (did:web).
func (s *Server) didDocument(c echo.Context) error {
	snap := s.live.Current()
	return s.document(c, snap, http.StatusOK, "application/did+ld+json", s.issuer(snap.Programme).Document())
}

func (s *Server) issuerProfile(c echo.Context) error {
	snap := s.live.Current()
	return s.document(c, snap, http.StatusOK, "application/ld+json", s.issuer(snap.Programme).Profile())
}

// document sends a machine-readable record that any site may fetch.
func (s *Server) document(c echo.Context, snap *Snapshot, status int, contentType string, v any) error {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write %s: %w", c.Request().URL.Path, err)
	}
	return s.sendStatus(c, snap, status, contentType, body.Bytes(), true, nil)
}
