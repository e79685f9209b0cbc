package store

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"sync"

	"partnerdirectory/program"
)

// subject is one partner on its way through re-evaluation.
type subject struct {
	owned
	evaluated program.Day // last day evaluated; zero: never
	revision  uint64      // of the last public change; zero: never published
	changed   int64
	touched   bool // this transaction changed something public besides what evaluation decides
	labels    []program.Label
	standings []program.Standing // current, without findings

	at      program.Day // the day it is brought to
	outcome program.Outcome
	decided bool
}

// reevaluate brings partners to day at and writes what the rules say of them. It is the only way by which labels and
// standings come about. A partner never goes back: one that was evaluated on a later day is evaluated on that day.
func reevaluate(w *work, p *program.Programme, subjects []*subject, at program.Day) error {
	decide(p, subjects, at)
	return record(w, subjects)
}

// Reevaluate brings partners to day at.
func (s *Store) Reevaluate(ctx context.Context, ids []program.PartnerID, at program.Day) error {
	for part := range slices.Chunk(ids, batch) {
		err := s.write(ctx, fmt.Sprintf("re-evaluate %d partners", len(part)), func(w *work) error {
			return reevaluatePartners(w, part, at)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// reevaluatePartners loads partners and re-evaluates them.
func reevaluatePartners(w *work, ids []program.PartnerID, at program.Day) error {
	p, err := w.programme()
	if err != nil {
		return err
	}
	subjects, err := loadSubjects(w.ctx, w.tx, ids)
	if err != nil {
		return err
	}
	return reevaluate(w, p, subjects, at)
}

// settle brings partners to the day before the one on which a change of their facts counts, by what was known until
// then, and returns that day: at, or the last on which any of them was judged already.
func (w *work) settle(ids []program.PartnerID, at program.Day) (program.Day, error) {
	on := at
	var late []program.PartnerID
	c := these(ids...)
	type clock struct {
		partner        program.PartnerID
		evaluated, due program.Day
	}
	var clocks []clock
	if err := each(w.ctx, w.tx, `SELECT c.partner, c.evaluated, c.due, p.merged_into IS NOT NULL FROM partner_clocks c
		JOIN partners p ON p.id = c.partner WHERE `+c.on("c.partner")+` ORDER BY c.partner`,
		c.arguments(), func(scan scanner) error {
			var x clock
			var merged bool
			err := scan(&x.partner, &x.evaluated, &x.due, &merged)
			if err == nil && merged {
				err = fmt.Errorf("partner %d: %w: it went into another", x.partner, program.ErrConflict)
			}
			on = max(on, x.evaluated)
			clocks = append(clocks, x)
			return err
		}); err != nil {
		return 0, err
	}
	if len(clocks) != len(ids) {
		return 0, program.ErrNotFound
	}
	for _, x := range clocks {
		if x.due != 0 && x.due < on {
			late = append(late, x.partner)
		}
	}
	return on, reevaluatePartners(w, late, on-1)
}

// reevaluateChanged re-evaluates partners whose facts change on day on; they must be settled. touched says that the
// transaction changed what the public sees of them.
func reevaluateChanged(w *work, ids []program.PartnerID, on program.Day, touched bool) error {
	p, err := w.programme()
	if err != nil {
		return err
	}
	subjects, err := loadSubjects(w.ctx, w.tx, ids)
	if err != nil {
		return err
	}
	for _, s := range subjects {
		s.touched = touched
		if s.evaluated != 0 {
			s.evaluated = max(s.evaluated, on-1) // nothing was due before: the new facts must not be seen on those days
		}
	}
	return reevaluate(w, p, subjects, on)
}

// loadSubjects reads partners with all that re-evaluation looks at. Every id must exist.
func loadSubjects(ctx context.Context, q querier, ids []program.PartnerID) ([]*subject, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := loadSubjectsIn(ctx, q, these(ids...))
	if err == nil && len(list) != len(ids) {
		i := 0
		for i < len(list) && list[i].partner == ids[i] {
			i++
		}
		err = fmt.Errorf("partner %d: %w", ids[i], program.ErrNotFound)
	}
	return list, err
}

// loadSubjectsIn reads the chosen partners that exist, in order.
func loadSubjectsIn(ctx context.Context, q querier, c which) ([]*subject, error) {
	var list []*subject
	var facts []owned
	of := map[program.PartnerID]*subject{}
	if err := each(ctx, q, `SELECT partner, evaluated, revision, changed FROM partner_clocks WHERE `+c.on("partner")+` ORDER BY partner`,
		c.arguments(), func(scan scanner) error {
			s := &subject{owned: owned{facts: &program.Facts{}}}
			err := scan(&s.partner, &s.evaluated, &s.revision, &s.changed)
			list, facts, of[s.partner] = append(list, s), append(facts, s.owned), s
			return err
		}); err != nil {
		return nil, err
	}
	if err := loadFacts(ctx, q, c, facts); err != nil {
		return nil, err
	}
	if err := loadLabels(ctx, q, c, func(id program.PartnerID, l program.Label) { of[id].labels = append(of[id].labels, l) }); err != nil {
		return nil, err
	}
	err := loadStandings(ctx, q, c, func(id program.PartnerID, s program.Standing) { of[id].standings = append(of[id].standings, s) })
	return list, err
}

// decide asks the rules about every subject, on all processors. It writes nothing.
func decide(p *program.Programme, subjects []*subject, at program.Day) {
	const worthwhile = 16
	if len(subjects) <= worthwhile {
		for _, s := range subjects {
			s.decide(p, at)
		}
		return
	}
	var wait sync.WaitGroup
	for part := range slices.Chunk(subjects, max(worthwhile, len(subjects)/(4*runtime.GOMAXPROCS(0))+1)) {
		wait.Go(func() {
			for _, s := range part {
				s.decide(p, at)
			}
		})
	}
	wait.Wait()
}

// decide asks the rules once about a subject.
func (s *subject) decide(p *program.Programme, at program.Day) {
	if s.decided {
		return
	}
	s.at, s.decided = max(at, s.evaluated), true
	from := min(s.evaluated+1, s.at)
	if s.evaluated == 0 {
		from = firstDay(s.facts, s.at)
	}
	s.outcome = program.Advance(p, s.facts, slices.Clone(s.labels), from, s.at)
}

// record writes what was decided: labels, their events, notices, standings and clocks. Nothing else writes those.
func record(w *work, subjects []*subject) error {
	for _, write := range []func(*work, []*subject) error{recordLabels, recordNotices, recordStandings, recordClocks} {
		if err := write(w, subjects); err != nil {
			return err
		}
	}
	return nil
}

func recordLabels(w *work, subjects []*subject) error {
	in := w.into(`labels`, `partner, `+labelColumns, `ON CONFLICT (id) DO UPDATE SET version = excluded.version,
		renewed = excluded.renewed, until_day = excluded.until_day, failing_since = excluded.failing_since,
		ended = excluded.ended, reason = excluded.reason, ended_by = excluded.ended_by, kept = excluded.kept,
		override_until = excluded.override_until, absences = excluded.absences, told = excluded.told, verified = excluded.verified`)
	events := 0
	for _, s := range subjects {
		events += len(s.outcome.Events)
		for i := range s.outcome.Labels {
			l := &s.outcome.Labels[i]
			if l.ID == "" {
				l.ID = w.store.newID()
			} else if slices.ContainsFunc(s.labels, func(old program.Label) bool { return reflect.DeepEqual(old, *l) }) {
				continue
			}
			s.touched = true
			if err := in.add(append([]any{int64(s.partner)}, labelValues(*l)...)...); err != nil {
				return err
			}
		}
	}
	if err := in.flush(); err != nil || events == 0 {
		return err
	}
	id, err := w.take("event", events)
	if err != nil {
		return err
	}
	in = w.into(`label_events`, `id, label, specialization, kind, on_day`, ``)
	steps := make([]labelStep, 0, events)
	for _, s := range subjects {
		for _, e := range s.outcome.Events {
			step := labelStep{s.outcome.Labels[e.Label].ID, e.Kind, e.On.String()}
			if err := in.add(id, step.Label, s.outcome.Labels[e.Label].Specialization, step.Kind, int64(e.On)); err != nil {
				return err
			}
			steps = append(steps, step)
			id++
		}
	}
	if err := in.flush(); err != nil {
		return err
	}
	h := happened{action: "decide labels", kind: aboutProgramme, after: steps}
	if len(subjects) == 1 {
		h.kind, h.subject = aboutPartner, partnerSubject(subjects[0].partner)
	}
	return w.event(Act{}, h)
}

// labelStep is one step of a label's life in the audit trail.
type labelStep struct {
	Label string `json:"label"`
	Kind  string `json:"kind"`
	On    string `json:"on"`
}

// recordStandings closes the spans of standings that changed and opens new ones.
func recordStandings(w *work, subjects []*subject) error {
	in := w.into(`standings`, `partner, specialization, since, until_day, version, state, at_risk, met, leaves`,
		`ON CONFLICT (partner, specialization, since) DO UPDATE SET until_day = excluded.until_day, version = excluded.version,
		state = excluded.state, at_risk = excluded.at_risk, met = excluded.met, leaves = excluded.leaves`)
	for _, s := range subjects {
		for _, old := range s.standings {
			if slices.ContainsFunc(s.outcome.Standings, func(n program.Standing) bool { return sameStanding(old, n) }) {
				continue
			}
			if err := w.exec(`UPDATE standings SET until_day = $1 WHERE partner = $2 AND specialization = $3 AND since = $4`,
				s.at, s.partner, old.Specialization, old.At); err != nil {
				return err
			}
		}
		for _, n := range s.outcome.Standings {
			if slices.ContainsFunc(s.standings, func(old program.Standing) bool { return sameStanding(old, n) }) {
				continue
			}
			if err := in.add(int64(s.partner), n.Specialization, int64(s.at), 0, n.Version, string(n.State), n.AtRisk, n.Met, n.Of); err != nil {
				return err
			}
		}
	}
	return in.flush()
}

func sameStanding(a, b program.Standing) bool {
	return a.Specialization == b.Specialization && a.Version == b.Version && a.State == b.State && a.AtRisk == b.AtRisk &&
		a.Met == b.Met && a.Of == b.Of
}

func recordClocks(w *work, subjects []*subject) error {
	in := w.into(`partner_clocks`, `partner, evaluated, due, revision, changed`, `ON CONFLICT (partner) DO UPDATE SET
		evaluated = excluded.evaluated, due = excluded.due, revision = excluded.revision, changed = excluded.changed`)
	now := w.store.now().Unix()
	for _, s := range subjects {
		if s.revision == 0 || s.touched || publicBetween(s.facts, s.evaluated, s.at) {
			revision, err := w.revision()
			if err != nil {
				return err
			}
			s.revision, s.changed = revision, now
			w.changed.Partners = append(w.changed.Partners, s.partner)
		}
		if err := in.add(int64(s.partner), int64(s.at), int64(due(s.facts, s.outcome, s.at)), int64(s.revision), s.changed); err != nil {
			return err
		}
	}
	return in.flush()
}

// moveLabels gives a partner the labels of one that goes into it, as they are after the merger, and ends the standings of
// the other, whom nothing is due for any more.
func moveLabels(w *work, into, from *subject, merged []program.Label, on program.Day) error {
	if err := w.exec(`UPDATE labels SET partner = $1, moved = $2, moved_from = $3 WHERE partner = $3`, into.partner, int64(on), from.partner); err != nil {
		return err
	}
	for _, l := range merged {
		if l.Ended != on || l.Reason != program.EndMerged {
			continue
		}
		if err := w.exactlyOne(`UPDATE labels SET ended = $2, reason = $3, ended_by = '' WHERE id = $1`, l.ID, int64(on), string(l.Reason)); err != nil {
			return err
		}
		id, err := w.take("event", 1)
		if err != nil {
			return err
		}
		if err := w.exec(`INSERT INTO label_events (id, label, specialization, kind, on_day) VALUES ($1, $2, $3, $4, $5)`,
			id, l.ID, l.Specialization, program.EventEnded, int64(on)); err != nil {
			return err
		}
	}
	if err := w.exec(`UPDATE standings SET until_day = $2 WHERE partner = $1 AND until_day = 0`, from.partner, int64(on)); err != nil {
		return err
	}
	return w.exec(`UPDATE partner_clocks SET evaluated = $2, due = 0 WHERE partner = $1`, from.partner, int64(on))
}
