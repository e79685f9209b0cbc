package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"partnerdirectory/program"
)

// Act says who does something, why, and in which request: what the audit trail keeps of a write besides the write.
type Act struct {
	By      string // as people know them, "Ada Adler"; empty: the program itself
	Account string // address of the account that does it, which is what the audit trail names; empty: nobody is signed in
	Why     string
	Request string // the id of the request, empty outside of one
}

// Who the audit trail names where nobody is signed in.
const (
	system      = "system"       // the program itself
	Visitor     = "visitor"      // somebody at a browser
	CommandLine = "command line" // somebody who can read the database file anyway
)

// Event is one row of the audit trail.
type Event struct {
	ID       int64
	Moment   time.Time
	By       string // address of an account, or one of the words for those who have none
	Action   string // "publish requirements", "record facts"
	Kind     string // what the subject is: partner, requirements, account
	Subject  string // which one
	Before   string // JSON; empty: nothing
	After    string // JSON; empty: nothing
	Why      string
	Request  string
	Previous string // hash of the event before
	Hash     string
}

// ErrTampered says that the audit trail is not what was written.
var ErrTampered = errors.New("the audit trail was changed")

// happened is what a write says of itself to the audit trail.
type happened struct {
	action, kind, subject string
	before, after         any // nil: nothing
}

// event adds a row to the audit trail. Writers exclude each other, so the newest row is the one to follow.
func (w *work) event(act Act, h happened) error {
	e := Event{
		Moment: w.store.now(), By: cmp.Or(act.Account, act.By, system), Action: h.action, Kind: h.kind, Subject: h.subject, Why: act.Why, Request: act.Request,
	}
	var err error
	if e.Before, err = eventText(h.before); err != nil {
		return err
	}
	if e.After, err = eventText(h.after); err != nil {
		return err
	}
	err = w.tx.QueryRowContext(w.ctx, `SELECT id, hash FROM events ORDER BY id DESC LIMIT 1`).Scan(&e.ID, &e.Previous)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	e.ID++
	e.Hash = e.sum()
	return w.exec(`INSERT INTO events (`+eventColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		e.ID, e.Moment.Unix(), e.By, e.Action, e.Kind, e.Subject, e.Before, e.After, e.Why, e.Request, e.Previous, e.Hash)
}

const eventColumns = `id, moment, by_whom, action, kind, subject, before, after, why, request, previous, hash`

func scanEvent(scan scanner) (Event, error) {
	var e Event
	var moment int64
	err := scan(&e.ID, &moment, &e.By, &e.Action, &e.Kind, &e.Subject, &e.Before, &e.After, &e.Why, &e.Request, &e.Previous, &e.Hash)
	e.Moment = time.Unix(moment, 0).UTC()
	return e, err
}

func eventText(v any) (string, error) {
	if v == nil {
		return "", nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}

// sum hashes the event with the hash before it. Each field goes in behind its length, so that nothing can move from one
// to the next.
func (e *Event) sum() string {
	h := sha256.New()
	for _, field := range []string{
		e.Previous, strconv.FormatInt(e.ID, 10), strconv.FormatInt(e.Moment.Unix(), 10), e.By, e.Action, e.Kind, e.Subject,
		e.Before, e.After, e.Why, e.Request,
	} {
		fmt.Fprintf(h, "%d:%s", len(field), field)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Trail is what verifying the audit trail found: how many events there are, and the hash of the newest. Whoever keeps
// that hash elsewhere can tell later whether the end was cut off.
type Trail struct {
	Events int64
	Head   string
}

// VerifyEvents reads the whole audit trail and checks that no event was changed, removed or put in. ErrTampered names the
// first that does not follow from the one before.
func (s *Store) VerifyEvents(ctx context.Context) (Trail, error) {
	var t Trail
	err := each(ctx, s.reader, `SELECT `+eventColumns+` FROM events ORDER BY id`, nil, func(scan scanner) error {
		e, err := scanEvent(scan)
		switch {
		case err != nil:
			return err
		case e.ID != t.Events+1:
			return fmt.Errorf("%w: event %d is missing", ErrTampered, t.Events+1)
		case e.Previous != t.Head || e.sum() != e.Hash:
			return fmt.Errorf("%w: event %d is not the one that was written", ErrTampered, e.ID)
		}
		t = Trail{Events: e.ID, Head: e.Hash}
		return nil
	})
	return t, wrap(err, "verify the audit trail")
}

// EventFilter chooses events; empty fields choose all.
type EventFilter struct {
	Kind    string
	Subject string // of that kind
	By      string
	Action  string
	Request string
	Why     string    // words that the reason holds, whatever their case
	From    time.Time // the moment itself included
	Until   time.Time // excluded
	Before  int64     // only events with a smaller id: the page after one that ended with it; zero: from the newest
	Limit   int       // of Events; EachEvent has none
}

// query returns the statement that reads the chosen events, newest first. Only conditions that choose something are in it,
// so that each can use its index.
func (f EventFilter) query(limit int) (string, []any) {
	var args []any
	where := []string{"1 = 1"}
	is := func(condition string, value any) {
		args = append(args, value)
		where = append(where, strings.ReplaceAll(condition, "?", "$"+strconv.Itoa(len(args))))
	}
	for _, x := range []struct{ column, value string }{
		{"kind", f.Kind}, {"subject", f.Subject}, {"by_whom", f.By}, {"action", f.Action}, {"request", f.Request},
	} {
		if x.value != "" {
			is(x.column+" = ?", x.value)
		}
	}
	if f.Request != "" {
		where = append(where, "request <> ''")
	}
	if f.Why != "" {
		escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(f.Why))
		is(`why <> '' AND LOWER(why) LIKE ? ESCAPE '\'`, "%"+escaped+"%")
	}
	if !f.From.IsZero() {
		is("moment >= ?", f.From.Unix())
	}
	if !f.Until.IsZero() {
		is("moment < ?", f.Until.Unix())
	}
	if f.Before != 0 {
		is("id < ?", f.Before)
	}
	query := `SELECT ` + eventColumns + ` FROM events WHERE ` + strings.Join(where, " AND ") + ` ORDER BY id DESC`
	if limit > 0 {
		args = append(args, limit)
		query += ` LIMIT $` + strconv.Itoa(len(args))
	}
	return query, args
}

// Events returns the events that a filter chooses, newest first.
func (s *Store) Events(ctx context.Context, f EventFilter) ([]Event, error) {
	var out []Event
	query, args := f.query(max(1, f.Limit))
	err := each(ctx, s.reader, query, args, func(scan scanner) error {
		e, err := scanEvent(scan)
		out = append(out, e)
		return err
	})
	return out, wrap(err, "read events")
}

// EachEvent calls f for every event that a filter chooses, newest first, whatever the filter's Limit.
func (s *Store) EachEvent(ctx context.Context, filter EventFilter, f func(Event) error) error {
	query, args := filter.query(0)
	return wrap(each(ctx, s.reader, query, args, func(scan scanner) error {
		e, err := scanEvent(scan)
		if err != nil {
			return err
		}
		return f(e)
	}), "read events")
}

// metaVerified is where the result of the last verification is kept.
const metaVerified = "audit verified"

// Verification is what VerifyAndNote found when it was last called.
type Verification struct {
	Trail
	Moment time.Time // zero: never
}

// VerifyAndNote verifies the audit trail and keeps when that was and what was found.
func (s *Store) VerifyAndNote(ctx context.Context) (Trail, error) {
	trail, err := s.VerifyEvents(ctx)
	if err != nil {
		return trail, err
	}
	note, err := json.Marshal(Verification{trail, s.now().UTC()})
	if err != nil {
		return trail, err
	}
	return trail, s.SetMeta(ctx, metaVerified, string(note))
}

// Verified returns what the last verification found.
func (s *Store) Verified(ctx context.Context) (Verification, error) {
	var v Verification
	text, err := s.Meta(ctx, metaVerified)
	if errors.Is(err, program.ErrNotFound) {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal([]byte(text), &v)
}

// called returns how people know whom an event names.
func called(ctx context.Context, q querier, by string) (string, error) {
	name := by
	err := q.QueryRowContext(ctx, `SELECT name FROM accounts WHERE email_key = $1 AND name <> ''`, EmailKey(by)).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return name, err
}

// Kinds of subjects of events.
const (
	aboutPartner      = "partner"
	aboutRequirements = "requirements"
	aboutProgramme    = "programme"
	aboutAccount      = "account"
)

func partnerSubject(id program.PartnerID) string { return strconv.FormatInt(int64(id), 10) }

// onPartner is what happened to a partner.
func onPartner(action string, id program.PartnerID, before, after any) happened {
	return happened{action, aboutPartner, partnerSubject(id), before, after}
}

// onAccount is what happened to an account.
func onAccount(action string, id AccountID, before, after any) happened {
	return happened{action, aboutAccount, strconv.FormatInt(int64(id), 10), before, after}
}

// factsHeld is what the audit trail keeps of facts: their numbers, and a digest that tells whether a row was changed
// since. What they say of people and customers stays in their rows.
type factsHeld struct {
	Evidence map[string][]program.EvidenceID `json:"evidence,omitempty"` // by table
	Outages  int                             `json:"outages,omitempty"`
	Digest   string                          `json:"digest,omitempty"`
}

func heldOf(f *program.Facts) factsHeld {
	out := factsHeld{Evidence: map[string][]program.EvidenceID{}, Outages: len(f.Outages)}
	for _, kind := range factKinds() {
		kind.number(f, func(id program.EvidenceID) program.EvidenceID {
			out.Evidence[kind.table] = append(out.Evidence[kind.table], id)
			return id
		})
	}
	b, err := json.Marshal(f)
	if err == nil { // what JSON cannot say was refused before it was stored
		sum := sha256.Sum256(b)
		out.Digest = hex.EncodeToString(sum[:])
	}
	return out
}

// changes leaves of two values, written as JSON objects, only the fields that differ.
func changes(before, after any) (was, is map[string]json.RawMessage, err error) {
	if was, err = object(before); err != nil {
		return nil, nil, err
	}
	if is, err = object(after); err != nil {
		return nil, nil, err
	}
	for name, value := range was {
		if string(is[name]) == string(value) {
			delete(was, name)
			delete(is, name)
		}
	}
	return was, is, nil
}

func object(v any) (map[string]json.RawMessage, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	out := map[string]json.RawMessage{}
	return out, json.Unmarshal(b, &out)
}
