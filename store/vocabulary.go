package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"partnerdirectory/program"
)

// Kinds of subjects of events about the vocabulary.
const (
	aboutCompetency    = "competency"
	aboutCertification = "certification"
	aboutMetric        = "metric"
	aboutTerm          = "term"
	aboutSettings      = "settings"
)

// Stamp marks a value as it was read, so that a write can tell whether it is still the same. Something new has the empty stamp.
func Stamp(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "unreadable" // no stored value is
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:12])
}

// Outdated says that something was changed by somebody else since it was read. It is an ErrConflict.
type Outdated struct {
	What string    // "certification AZ-104"
	By   string    // empty: nobody knows
	At   time.Time // zero: nobody knows
}

func (e *Outdated) Error() string {
	return fmt.Sprintf("%s was changed by %s: %v", e.What, e.By, program.ErrConflict)
}

// Unwrap lets errors.Is find ErrConflict.
func (e *Outdated) Unwrap() error { return program.ErrConflict }

// InUse says that something cannot be removed, as other things rest on it. It is an ErrConflict.
type InUse struct{ Uses Uses }

func (e *InUse) Error() string { return fmt.Sprintf("it is used: %v", program.ErrConflict) }

// Unwrap lets errors.Is find ErrConflict.
func (e *InUse) Unwrap() error { return program.ErrConflict }

// Reach is how many partners a change is about.
type Reach struct {
	Now   int // decided again with the change
	Later int // due for the next sweep
}

// reachAtOnce bounds how many partners are decided again in the transaction of a change of the vocabulary; more are left to the next
// sweep, so that nobody waits for them.
const reachAtOnce = 200

// entry is one thing of the vocabulary that is to be written.
type entry struct {
	action  string // of the event: "change certification"
	kind    string
	subject string
	field   string // by which it is known: "code"
	stamp   string // as it was read; empty: it is new
	old     any    // as it is stored; nil: it is not
	new     any    // nil: it is to be removed
}

// unmoved refuses to write over what somebody else changed since it was read, and to make something twice.
func (w *work) unmoved(x entry) error {
	switch {
	case x.stamp == "" && x.old != nil:
		return &program.FieldError{Field: x.field, Text: "There is one of that name already."}
	case x.stamp == "" || x.old != nil && Stamp(x.old) == x.stamp:
		return nil
	}
	moved := &Outdated{What: x.kind + " " + x.subject}
	var at int64
	err := w.tx.QueryRowContext(w.ctx, `SELECT by_whom, moment FROM events WHERE kind = $1 AND subject = $2 ORDER BY id DESC LIMIT 1`,
		x.kind, x.subject).Scan(&moved.By, &at)
	if err == nil {
		moved.At = time.Unix(at, 0).UTC()
		if name, err := called(w.ctx, w.tx, moved.By); err == nil {
			moved.By = name
		}
	}
	return moved
}

// note marks the programme as changed and writes the event.
func (w *work) note(act Act, x entry) error {
	if err := w.programmeChanged(); err != nil {
		return err
	}
	h := happened{action: x.action, kind: x.kind, subject: x.subject, before: x.old, after: x.new}
	if x.old != nil && x.new != nil {
		was, is, err := changes(x.old, x.new)
		if err != nil {
			return err
		}
		h.before, h.after = was, is
	}
	return w.event(act, h)
}

// programmeChanged marks the programme as changed by this transaction.
func (w *work) programmeChanged() error {
	revision, err := w.revision()
	if err != nil {
		return err
	}
	w.changed.Programme = true
	w.known = nil
	return w.exec(`UPDATE counters SET value = $1 WHERE name = 'programme'`, revision)
}

// settleOverdue decides what is due before day at by the programme as it was: a change must not be seen on days before it.
func (w *work) settleOverdue(at program.Day) error {
	var late []program.PartnerID
	if err := each(w.ctx, w.tx, `SELECT partner FROM partner_clocks WHERE due > 0 AND due < $1 ORDER BY partner`, []any{int64(at)}, func(scan scanner) error {
		var id program.PartnerID
		err := scan(&id)
		late = append(late, id)
		return err
	}); err != nil {
		return err
	}
	for part := range slices.Chunk(late, batch) {
		if err := reevaluatePartners(w, part, at-1); err != nil {
			return err
		}
	}
	return nil
}

// reconsider decides partners again on day at: at once when they are few, else with the next sweep. Of those never evaluated none
// is concerned.
func (w *work) reconsider(set partnerSet, at program.Day) (Reach, error) {
	ids := set.ids()
	if len(ids) > reachAtOnce {
		return Reach{Later: len(ids)}, w.dueOn(ids, at)
	}
	for part := range slices.Chunk(ids, batch) {
		on, err := w.settle(part, at)
		if err != nil {
			return Reach{}, err
		}
		if err := reevaluateChanged(w, part, on, false); err != nil {
			return Reach{}, err
		}
	}
	return Reach{Now: len(ids)}, nil
}

// refuse returns the first of what is wrong.
func refuse(problems []program.FieldError) error {
	if len(problems) == 0 {
		return nil
	}
	return &problems[0]
}

// SaveCompetency writes a competency's own fields: a new one when stamp is empty, else the one that was read with that stamp. Its
// options stay as they are. *Outdated: somebody else changed it since; *program.FieldError: something is wrong with it.
func (s *Store) SaveCompetency(ctx context.Context, act Act, stamp string, c program.Competency) error {
	if err := refuse(c.Problems()); err != nil {
		return fmt.Errorf("save competency %s: %w", c.Slug, err)
	}
	return s.write(ctx, "save competency "+c.Slug, func(w *work) error { return w.saveCompetency(act, stamp, c) })
}

func (w *work) saveCompetency(act Act, stamp string, c program.Competency) error {
	x := entry{action: "add competency", kind: aboutCompetency, subject: c.Slug, field: "slug", stamp: stamp}
	p, err := w.programme()
	if err != nil {
		return err
	}
	if old, ok := p.Competency(c.Slug); ok {
		c.Options = old.Options
		x.action, x.old = "change competency", old
	}
	x.new = c
	if err := w.unmoved(x); err != nil {
		return err
	}
	if err := w.exec(`INSERT INTO competencies (slug, position, name, area, summary, meaning, levels, retired, options)
			VALUES ($1, (SELECT COALESCE(MAX(position), -1) + 1 FROM competencies), $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (slug) DO UPDATE SET name = excluded.name, area = excluded.area, summary = excluded.summary, meaning = excluded.meaning,
				levels = excluded.levels, retired = excluded.retired`,
		c.Slug, c.Name, c.Area, c.Summary, c.Meaning, words(c.Levels), c.Retired, toJSON{c.Options}); err != nil {
		return err
	}
	return w.note(act, x)
}

// SaveMetric writes a metric. The unit of one with figures cannot change: their numbers would mean something else.
func (s *Store) SaveMetric(ctx context.Context, act Act, stamp string, m program.Metric) error {
	if err := refuse(m.Problems()); err != nil {
		return fmt.Errorf("save metric %s: %w", m.Slug, err)
	}
	return s.write(ctx, "save metric "+m.Slug, func(w *work) error {
		x := entry{action: "add metric", kind: aboutMetric, subject: m.Slug, field: "slug", stamp: stamp, new: m}
		p, err := w.programme()
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(p.Metrics, func(o program.Metric) bool { return o.Slug == m.Slug }); i >= 0 {
			x.action, x.old = "change metric", p.Metrics[i]
			if err := w.unitStays(p.Metrics[i], m); err != nil {
				return err
			}
		}
		if err := w.unmoved(x); err != nil {
			return err
		}
		if err := w.exec(`INSERT INTO metrics (slug, position, name, unit)
			VALUES ($1, (SELECT COALESCE(MAX(position), -1) + 1 FROM metrics), $2, $3)
			ON CONFLICT (slug) DO UPDATE SET name = excluded.name, unit = excluded.unit`, m.Slug, m.Name, m.Unit); err != nil {
			return err
		}
		return w.note(act, x)
	})
}

func (w *work) unitStays(old, m program.Metric) error {
	if old.Unit == m.Unit {
		return nil
	}
	uses, err := w.uses(program.Subject{Kind: program.OfPerformance, Slug: m.Slug})
	if err == nil && uses.Any() {
		err = &program.FieldError{Field: "unit", Text: "It has figures or requirements in its present unit, so the unit stays. Add another metric instead."}
	}
	return err
}

// RemoveMetric removes a metric that nothing uses; *InUse says what does.
func (s *Store) RemoveMetric(ctx context.Context, act Act, stamp, slug string) error {
	return s.write(ctx, "remove metric "+slug, func(w *work) error {
		p, err := w.programme()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(p.Metrics, func(o program.Metric) bool { return o.Slug == slug })
		if i < 0 {
			return program.ErrNotFound
		}
		return w.remove(act, entry{action: "remove metric", kind: aboutMetric, subject: slug, stamp: stamp, old: p.Metrics[i]},
			program.Subject{Kind: program.OfPerformance, Slug: slug}, `DELETE FROM metrics WHERE slug = $1`)
	})
}

// RemoveCompetency removes a competency that nothing uses and that has no options; *InUse says what does.
func (s *Store) RemoveCompetency(ctx context.Context, act Act, stamp, slug string) error {
	return s.write(ctx, "remove competency "+slug, func(w *work) error {
		p, err := w.programme()
		if err != nil {
			return err
		}
		c, ok := p.Competency(slug)
		if !ok {
			return program.ErrNotFound
		}
		return w.remove(act, entry{action: "remove competency", kind: aboutCompetency, subject: slug, stamp: stamp, old: c},
			program.Subject{Kind: program.OfCompetency, Slug: slug}, `DELETE FROM competencies WHERE slug = $1`)
	})
}

// RemoveCertification removes a certification that nobody holds and nothing asks for; *InUse says what does.
func (s *Store) RemoveCertification(ctx context.Context, act Act, stamp, code string) error {
	return s.write(ctx, "remove certification "+code, func(w *work) error {
		p, err := w.programme()
		if err != nil {
			return err
		}
		c, ok := p.CertificationOf(code)
		if !ok {
			return program.ErrNotFound
		}
		return w.remove(act, entry{action: "remove certification", kind: aboutCertification, subject: code, stamp: stamp, old: c},
			program.Subject{Kind: program.OfPeople, Slug: code}, `DELETE FROM certifications WHERE code = $1`)
	})
}

func (w *work) remove(act Act, x entry, subject program.Subject, query string) error {
	if err := w.unmoved(x); err != nil {
		return err
	}
	uses, err := w.uses(subject)
	if err != nil {
		return err
	}
	if uses.Any() {
		return &InUse{uses}
	}
	if err := w.exactlyOne(query, x.subject); err != nil {
		return err
	}
	return w.note(act, x)
}

// SaveCertification writes a certification on day at. Partners whose labels it can change are decided again: the reach says how many
// at once, and how many with the next sweep.
func (s *Store) SaveCertification(ctx context.Context, act Act, stamp string, c program.Certification, at program.Day) (Reach, error) {
	var reach Reach
	err := s.write(ctx, "save certification "+c.Code, func(w *work) error {
		x := entry{action: "add certification", kind: aboutCertification, subject: c.Code, field: "code", stamp: stamp, new: c}
		p, err := w.programme()
		if err != nil {
			return err
		}
		if old, ok := p.CertificationOf(c.Code); ok {
			x.action, x.old = "change certification", old
		}
		if err := errors.Join(w.unmoved(x), refuse(c.Problems(p))); err != nil {
			return err
		}
		bears := x.old != nil && CertificationBears(x.old.(program.Certification), c)
		var touched partnerSet
		if bears {
			if err := w.settleOverdue(at); err != nil {
				return err
			}
			if touched, err = certificationReach(w.ctx, w.tx, p, p.WithCertification(c), c.Code); err != nil {
				return err
			}
		}
		if err := w.exec(`INSERT INTO certifications (code, position, title, issuer, type, retired, also, in_review, accepted_until)
			VALUES ($1, (SELECT COALESCE(MAX(position), -1) + 1 FROM certifications), $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (code) DO UPDATE SET title = excluded.title, issuer = excluded.issuer, type = excluded.type,
				retired = excluded.retired, also = excluded.also, in_review = excluded.in_review, accepted_until = excluded.accepted_until`,
			c.Code, c.Title, c.Issuer, c.Type, c.Retired, toJSON{c.Also}, c.InReview, c.AcceptedUntil); err != nil {
			return err
		}
		if err := w.note(act, x); err != nil {
			return err
		}
		reach, err = w.reconsider(touched, at)
		return err
	})
	return reach, err
}

// SaveSettings writes the programme's name, its vendor and its dials on day at. Where labels depend on what changed, all partners with
// a standing are decided again with the next sweep, or at once when they are few.
func (s *Store) SaveSettings(ctx context.Context, act Act, stamp string, h program.Head, at program.Day) (Reach, error) {
	var reach Reach
	if err := refuse(h.Problems()); err != nil {
		return reach, fmt.Errorf("save settings: %w", err)
	}
	err := s.write(ctx, "save settings", func(w *work) error {
		p, err := w.programme()
		if err != nil {
			return err
		}
		x := entry{action: "change settings", kind: aboutSettings, stamp: stamp, old: p.Head(), new: h}
		if err := w.unmoved(x); err != nil {
			return err
		}
		var touched partnerSet
		if p.Settings.Bear(&h.Settings) {
			if err := w.settleOverdue(at); err != nil {
				return err
			}
			if touched, err = settingsReach(w.ctx, w.tx); err != nil {
				return err
			}
		}
		if err := w.exactlyOne(`UPDATE programme SET name = $1, vendor = $2, settings = $3 WHERE id = 1`, h.Name, h.Vendor, toJSON{h.Settings}); err != nil {
			return err
		}
		type dials struct { // flat, so that the event names the dials that were turned
			Name, Vendor string
			program.Settings
		}
		x.old, x.new = dials{p.Name, p.Vendor, p.Settings}, dials{h.Name, h.Vendor, h.Settings}
		if err := w.note(act, x); err != nil {
			return err
		}
		reach, err = w.reconsider(touched, at)
		return err
	})
	return reach, err
}
