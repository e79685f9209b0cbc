package store

import (
	"context"
	"fmt"
	"time"

	"partnerdirectory/program"
)

// Ask is a customer's one-time link to confirm a reference.
type Ask struct {
	Token   string // hash of what stands in the link
	Expires time.Time
}

// AskCustomer hands a reference in that its customer has to confirm first: the evidence counts for nothing until then, and
// the mails that ask are queued in the same transaction. An item that was asked about before gets a new link; the old
// ones stay good until they run out.
func (s *Store) AskCustomer(ctx context.Context, act Act, it Item, r program.Reference, ask Ask, at program.Day, mails ...Mail) (Item, error) {
	err := s.write(ctx, "ask a customer for a reference", func(w *work) (err error) {
		it, err = w.handIn(act, it, Handed{Facts: program.Facts{References: []program.Reference{r}}}, ItemAsked, at)
		if err != nil {
			return err
		}
		if err := w.insertAsk(it.ID, ask); err != nil {
			return err
		}
		if err := w.step(it.ID, act.By, string(ItemAsked), it.Fields["email"]); err != nil {
			return err
		}
		return w.queueMail(mails...)
	})
	return it, err
}

func (w *work) insertAsk(item int64, ask Ask) error {
	return w.exec(`INSERT INTO reference_asks (token, item, asked, expires, reminded, answered) VALUES ($1, $2, $3, $4, 0, 0)`,
		ask.Token, item, w.store.now().Unix(), ask.Expires.Unix())
}

// RemindCustomer sends a customer who has not answered a new link. ErrConflict: the answer came meanwhile.
func (s *Store) RemindCustomer(ctx context.Context, act Act, partner program.PartnerID, item int64, ask Ask, mails ...Mail) error {
	return s.write(ctx, fmt.Sprintf("remind the customer of item %d", item), func(w *work) error {
		it, err := loadItem(w.ctx, w.tx, partner, item)
		if err != nil {
			return err
		}
		if it.State != ItemAsked {
			return fmt.Errorf("%w: the customer has answered, or is no longer asked", program.ErrConflict)
		}
		if err := w.insertAsk(item, ask); err != nil {
			return err
		}
		if err := w.exec(`UPDATE reference_asks SET reminded = $2 WHERE item = $1`, item, s.now().Unix()); err != nil {
			return err
		}
		if err := w.event(act, onPartner("remind customer", partner, nil, itemHeld(it))); err != nil {
			return err
		}
		if err := w.step(item, act.By, "reminded", it.Fields["email"]); err != nil {
			return err
		}
		return w.queueMail(mails...)
	})
}

// UnansweredAsks returns items whose customers were asked before a moment, have not answered and were not reminded,
// oldest first, at most limit.
func (s *Store) UnansweredAsks(ctx context.Context, before time.Time, limit int) ([]Item, error) {
	var out []Item
	err := each(ctx, s.reader, `SELECT `+itemColumns+` FROM items WHERE state = 'asked' AND id IN (
			SELECT item FROM reference_asks GROUP BY item HAVING MAX(asked) < $1 AND MAX(reminded) = 0 AND MAX(answered) = 0)
		ORDER BY id LIMIT $2`, []any{before.Unix(), limit}, func(scan scanner) error {
		it, err := scanItem(scan)
		out = append(out, it)
		return err
	})
	return out, wrap(err, "look for customers who have not answered")
}

// LastAsked returns when the customer of an item was asked last; zero: never.
func (s *Store) LastAsked(ctx context.Context, item int64) (time.Time, error) {
	var at int64
	err := s.reader.QueryRowContext(ctx, `SELECT COALESCE(MAX(asked), 0) FROM reference_asks WHERE item = $1`, item).Scan(&at)
	return moment(at), wrap(err, fmt.Sprintf("read when the customer of item %d was asked", item))
}

// AskedReference returns the item that a customer's link is about and whose it is. ErrNotFound: no such link, or it has run
// out. The item's state says whether an answer is still wanted.
func (s *Store) AskedReference(ctx context.Context, token string) (Item, program.Partner, error) {
	var it Item
	var p program.Partner
	err := s.read(ctx, func(q querier) (err error) {
		if it, err = askedItem(ctx, q, token, s.now()); err != nil {
			return err
		}
		found, err := loadPartners(ctx, q, these(it.Partner))
		if err == nil {
			p = found[0]
		}
		return err
	})
	return it, p, wrap(err, "read what a customer is asked")
}

func askedItem(ctx context.Context, q querier, token string, now time.Time) (Item, error) {
	return scanItem(q.QueryRowContext(ctx, `SELECT `+itemColumns+` FROM items WHERE id = (
		SELECT item FROM reference_asks WHERE token = $1 AND expires > $2)`, token, now.Unix()).Scan)
}

// Answer is what a customer says of a reference.
type Answer struct {
	Confirmed bool
	By        string // the customer's name
	Text      string // a remark; the reason of one that was declined
	Finished  program.Day
	Corrected bool // Finished is not what the partner had written
}

// AnswerReference records a customer's answer: a confirmed reference waits for a reviewer from day at on, a declined one
// is gone. ErrConflict: it was answered or withdrawn meanwhile.
func (s *Store) AnswerReference(ctx context.Context, token string, a Answer, at program.Day) error {
	return s.write(ctx, "record a customer's answer", func(w *work) error {
		it, err := askedItem(w.ctx, w.tx, token, s.now())
		if err != nil {
			return err
		}
		if it.State != ItemAsked {
			return fmt.Errorf("%w: it was answered or withdrawn", program.ErrConflict)
		}
		o, v, err := w.evidence(it.Partner, it.Evidence)
		if err != nil {
			return err
		}
		step := "declined"
		it.State = ItemDeclined
		if a.Confirmed {
			step, it.State = "confirmed", ItemSubmitted
			v.Decision, v.Submitted = program.Submitted, at
			if a.Corrected {
				step, o.facts.References[0].Finished = "corrected", a.Finished
				it.Fields["finished"] = a.Finished.String()
			}
		} else {
			o.facts = &program.Facts{}
		}
		act := Act{By: "customer " + a.By, Why: a.Text}
		if err := w.replace(act, "answer reference", []program.EvidenceID{it.Evidence}, o, at); err != nil {
			return err
		}
		it.Evidence = firstEvidence(o.facts)
		if _, err := w.putItem(it); err != nil {
			return err
		}
		if err := w.exec(`UPDATE reference_asks SET answered = $2 WHERE item = $1`, it.ID, s.now().Unix()); err != nil {
			return err
		}
		return w.step(it.ID, a.By, step, a.Text)
	})
}
