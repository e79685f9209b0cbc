package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/program"
)

// StaleBase says that another version was published after the draft was begun. It is an ErrConflict.
type StaleBase struct {
	Base   program.Set // that the draft was begun on
	Newest program.Set // that it would have to follow
}

func (e *StaleBase) Error() string {
	return fmt.Sprintf("the draft follows version %d of %s, but version %d was published since: %v",
		e.Base.Version, e.Newest.Specialization, e.Newest.Version, program.ErrConflict)
}

// Unwrap lets errors.Is find ErrConflict.
func (e *StaleBase) Unwrap() error { return program.ErrConflict }

// Publish makes of a draft the next version of its specialization's requirements, on day at: announced that day, in force
// from the draft's EffectiveFrom. In the same transaction every partner that it touches already is re-evaluated. It
// fails with *DraftMoved when the draft is not at that revision, with *StaleBase when it does not follow the newest
// version, and with ErrInvalid when the set cannot be published as it is.
func (s *Store) Publish(ctx context.Context, act Act, draft int64, revision int, at program.Day) (program.Set, error) {
	var set program.Set
	err := s.write(ctx, fmt.Sprintf("publish draft %d", draft), func(w *work) error {
		d, err := w.openDraft(draft, revision)
		if err != nil {
			return err
		}
		p, err := w.programme()
		if err != nil {
			return err
		}
		if set, err = w.nextSet(p, d, at); err != nil {
			return err
		}
		if err := w.insertSet(set, d, act.By); err != nil {
			return err
		}
		if err := w.closeDraft(d, DraftPublished, set.Version, act.By); err != nil {
			return err
		}
		before, _ := p.Newest(d.Specialization)
		if err := w.event(act, happened{"publish requirements", aboutRequirements, d.Specialization, before, set}); err != nil {
			return err
		}
		return w.requirementsChanged(set, at)
	})
	return set, err
}

// nextSet makes the set of a draft, or says what stands in the way.
func (w *work) nextSet(p *program.Programme, d Draft, at program.Day) (program.Set, error) {
	set := setOf(d, at)
	last, _ := p.Newest(d.Specialization)
	if last.Version != d.Base {
		base, err := w.setVersion(d.Specialization, d.Base)
		if err != nil {
			return set, err
		}
		return set, &StaleBase{Base: base, Newest: last}
	}
	// A withdrawn version's number is not given again.
	if err := w.tx.QueryRowContext(w.ctx, `SELECT COALESCE(MAX(version), 0) + 1 FROM requirement_sets WHERE specialization = $1`,
		d.Specialization).Scan(&set.Version); err != nil {
		return set, err
	}
	if problems := DraftProblems(p, d, at); len(problems) > 0 {
		return set, fmt.Errorf("%w: %s", program.ErrInvalid, problems[0].Text)
	}
	return set, set.Validate(p)
}

// DraftProblem is something about a draft besides its tree that stands in the way of its publication.
type DraftProblem struct {
	Field string // "note", "effective" or "short-notice"
	Text  string // "say in the note why this version exists"
}

// DraftProblems lists what stands in the way of publishing a draft on day at, its tree and its base left out.
func DraftProblems(p *program.Programme, d Draft, at program.Day) []DraftProblem {
	var out []DraftProblem
	add := func(field, text string) { out = append(out, DraftProblem{field, text}) }
	last, _ := p.Newest(d.Specialization)
	if strings.TrimSpace(d.Note) == "" {
		add("note", "say in the note why this version exists")
	}
	full := FullNotice(p, d.Specialization, at)
	switch {
	case d.EffectiveFrom == 0:
		add("effective", "say from which day it is in force")
	case d.EffectiveFrom < at:
		add("effective", "it cannot be in force from "+d.EffectiveFrom.Long()+", a day that is past")
	case d.EffectiveFrom < last.EffectiveFrom:
		add("effective", fmt.Sprintf("it cannot be in force before version %d, which is from %s on", last.Version, last.EffectiveFrom.Long()))
	case d.EffectiveFrom < full && strings.TrimSpace(d.ShortNotice) == "":
		add("short-notice", fmt.Sprintf("partners get %d days of notice, so it can be in force from %s; an earlier day needs a reason",
			p.Settings.MinimumNoticeDays, full.Long()))
	}
	return out
}

// FullNotice returns the first day from which a version that is published on day at can be in force without a reason for short
// notice. The first version of all needs no notice.
func FullNotice(p *program.Programme, specialization string, at program.Day) program.Day {
	if last, ok := p.Newest(specialization); ok {
		return max(at+program.Day(p.Settings.MinimumNoticeDays), last.EffectiveFrom)
	}
	return at
}

// setOf is the set that a draft would become, published on a day; its version is still open.
func setOf(d Draft, published program.Day) program.Set {
	return program.Set{
		Specialization: d.Specialization, Version: d.Base + 1, Published: published, EffectiveFrom: d.EffectiveFrom, Note: d.Note, Root: d.Root,
		AtOnce: d.AtOnce, SparedUntil: d.SparedUntil,
	}
}

func (w *work) insertSet(set program.Set, d Draft, by string) error {
	return w.exec(`INSERT INTO requirement_sets (specialization, version, published, effective_from, note, root, at_once, spared_until, short_notice, published_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		set.Specialization, set.Version, set.Published, set.EffectiveFrom, set.Note, toJSON{set.Root}, set.AtOnce, set.SparedUntil, d.ShortNotice, by)
}

func (w *work) setVersion(specialization string, version int) (program.Set, error) {
	set := program.Set{Specialization: specialization, Version: version}
	if version == 0 {
		return set, nil
	}
	var root string
	if err := w.tx.QueryRowContext(w.ctx, `SELECT published, effective_from, note, root, at_once, spared_until FROM requirement_sets
		WHERE specialization = $1 AND version = $2`, specialization, version).
		Scan(&set.Published, &set.EffectiveFrom, &set.Note, &root, &set.AtOnce, &set.SparedUntil); err != nil {
		return set, err
	}
	return set, fromJSON(root, &set.Root)
}

// requirementsChanged marks the programme as changed and re-evaluates whom a set touches that was published or withdrawn
// on day at. Who is touched only from its effective day on is due then.
func (w *work) requirementsChanged(set program.Set, at program.Day) error {
	if err := w.programmeChanged(); err != nil {
		return err
	}
	p, err := w.programme()
	if err != nil {
		return err
	}
	now, later, err := touched(w.ctx, w.tx, p, set)
	if err != nil {
		return err
	}
	if set.EffectiveFrom <= at {
		now.add(later)
	} else if err := w.dueOn(later.ids(), set.EffectiveFrom); err != nil {
		return err
	}
	for part := range slices.Chunk(now.ids(), batch) {
		on, err := w.settle(part, at)
		if err != nil {
			return err
		}
		if err := reevaluateChanged(w, part, on, false); err != nil {
			return err
		}
	}
	return nil
}

// dueOn makes sure that partners are looked at on a day.
func (w *work) dueOn(ids []program.PartnerID, on program.Day) error {
	for part := range slices.Chunk(ids, batch) {
		c := these(part...)
		day := "$" + strconv.Itoa(len(part)+1)
		if err := w.exec(`UPDATE partner_clocks SET due = `+day+` WHERE `+c.on("partner")+` AND (due = 0 OR due > `+day+`)`,
			append(c.arguments(), int64(on))...); err != nil {
			return err
		}
	}
	return nil
}

// Withdraw takes back a version that is published but not yet in force on day at. act.Why is the reason, and partners
// are told of nothing any more. Only the newest version can be withdrawn: ErrConflict otherwise.
func (s *Store) Withdraw(ctx context.Context, act Act, specialization string, version int, at program.Day) error {
	return s.write(ctx, fmt.Sprintf("withdraw version %d of %s", version, specialization), func(w *work) error {
		if strings.TrimSpace(act.Why) == "" {
			return fmt.Errorf("%w: say why it is withdrawn", program.ErrInvalid)
		}
		p, err := w.programme()
		if err != nil {
			return err
		}
		last, _ := p.Newest(specialization)
		set, err := w.setVersion(specialization, version)
		switch {
		case err != nil:
			return err
		case last.Version < version:
			return fmt.Errorf("%w: it was withdrawn before", program.ErrConflict)
		case last.Version > version:
			return fmt.Errorf("%w: version %d follows it; withdraw that one first", program.ErrConflict, last.Version)
		case set.EffectiveFrom <= at:
			return fmt.Errorf("%w: it is in force since %s", program.ErrConflict, set.EffectiveFrom.Long())
		}
		if err := w.exactlyOne(`UPDATE requirement_sets SET withdrawn = $3, withdrawn_by = $4, withdrawn_why = $5
			WHERE specialization = $1 AND version = $2 AND withdrawn = 0`, specialization, version, at, act.By, act.Why); err != nil {
			return err
		}
		if err := w.event(act, happened{"withdraw requirements", aboutRequirements, specialization, set, nil}); err != nil {
			return err
		}
		return w.requirementsChanged(set, at)
	})
}

// SetState is where a published version stands on a day.
type SetState string

// States of a published version.
const (
	SetScheduled  SetState = "scheduled"
	SetInForce    SetState = "in-force"
	SetSuperseded SetState = "superseded"
	SetWithdrawn  SetState = "withdrawn"
)

// SetRecord is a published version with what became of it.
type SetRecord struct {
	program.Set
	State        SetState
	By           string // who published it; empty: it came with the programme
	ShortNotice  string // why the notice was short
	Withdrawn    program.Day
	WithdrawnBy  string
	WithdrawnWhy string
}

// SetHistory returns every version of a specialization's requirements that was ever published, newest first, as they
// stand on a day.
func (s *Store) SetHistory(ctx context.Context, specialization string, at program.Day) ([]SetRecord, error) {
	var out []SetRecord
	found := false // the one in force
	err := each(ctx, s.reader, `SELECT version, published, effective_from, note, root, at_once, spared_until, short_notice, published_by,
		withdrawn, withdrawn_by, withdrawn_why FROM requirement_sets WHERE specialization = $1 ORDER BY version DESC`,
		[]any{specialization}, func(scan scanner) error {
			r := SetRecord{Set: program.Set{Specialization: specialization}}
			var root string
			if err := scan(&r.Version, &r.Published, &r.EffectiveFrom, &r.Note, &root, &r.AtOnce, &r.SparedUntil, &r.ShortNotice, &r.By,
				&r.Withdrawn, &r.WithdrawnBy, &r.WithdrawnWhy); err != nil {
				return err
			}
			switch {
			case r.Withdrawn != 0:
				r.State = SetWithdrawn
			case r.EffectiveFrom > at:
				r.State = SetScheduled
			case found:
				r.State = SetSuperseded
			default:
				r.State, found = SetInForce, true
			}
			err := fromJSON(root, &r.Root)
			out = append(out, r)
			return err
		})
	if err == nil && len(out) == 0 {
		err = program.ErrNotFound
	}
	return out, wrap(err, "read versions of "+specialization)
}
