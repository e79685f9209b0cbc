package store

import (
	"context"
	"fmt"

	"partnerdirectory/program"
)

// Handed is what an item becomes when it is handed in: facts with one piece of evidence, or a case study, or nothing
// that the rules look at, such as a booking.
type Handed struct {
	Facts program.Facts
	Case  *program.CaseStudy
}

func (h *Handed) owned(partner program.PartnerID) owned {
	if h.Case == nil {
		return owned{partner: partner, facts: &h.Facts}
	}
	cases := []program.CaseStudy{*h.Case}
	return owned{partner: partner, facts: &program.Facts{Cases: evidenceOf(cases)}, cases: cases}
}

// HandIn hands an item in: in one transaction its evidence takes the place of what the item was before, the partner is
// re-evaluated on day at, the mails are queued and the step is noted. The item must be a draft of the revision that it
// names, or wait for a customer, else ErrConflict; an item without ID is made. state is Submitted, or Asked when
// somebody else has to confirm it first.
func (s *Store) HandIn(ctx context.Context, act Act, it Item, h Handed, state ItemState, at program.Day, mails ...Mail) (Item, error) {
	err := s.write(ctx, "hand in "+string(it.Kind), func(w *work) (err error) {
		it, err = w.handIn(act, it, h, state, at)
		if err != nil {
			return err
		}
		if err := w.step(it.ID, act.By, string(state), ""); err != nil {
			return err
		}
		return w.queueMail(mails...)
	})
	return it, err
}

func (w *work) handIn(act Act, it Item, h Handed, state ItemState, at program.Day) (Item, error) {
	if it.ID != 0 {
		saved, err := loadItem(w.ctx, w.tx, it.Partner, it.ID)
		if err != nil {
			return it, err
		}
		if saved.Revision != it.Revision || saved.State != ItemDraft && saved.State != ItemAsked {
			return saved, fmt.Errorf("%w: the draft was changed or handed in meanwhile", program.ErrConflict)
		}
		it.Evidence = saved.Evidence
	}
	var old []program.EvidenceID
	if it.Evidence != 0 {
		old = append(old, it.Evidence)
	}
	if err := w.numberPeople(h.Facts.Holdings); err != nil {
		return it, err
	}
	o := h.owned(it.Partner)
	counts := countFacts(o.facts) > 0 || len(old) > 0
	if counts {
		if err := w.replace(act, "hand in "+string(it.Kind), old, o, at); err != nil {
			return it, err
		}
		it.Evidence = firstEvidence(o.facts)
	}
	it.State = state
	if it.By == "" {
		it.By = act.By
	}
	it, err := w.putItem(it)
	if err != nil || counts {
		return it, err
	}
	return it, w.event(act, onPartner("hand in "+string(it.Kind), it.Partner, nil, itemHeld(it)))
}

// numberPeople gives people who come without a number one of their own; those of the same name are one person.
func (w *work) numberPeople(list []program.Holding) error {
	numbers := map[string]int64{}
	for i := range list {
		if list[i].Person != 0 {
			continue
		}
		if numbers[list[i].Name] == 0 {
			n, err := w.take("person", 1)
			if err != nil {
				return err
			}
			numbers[list[i].Name] = n
		}
		list[i].Person = numbers[list[i].Name]
	}
	return nil
}

// HandInMany hands in several pieces of evidence at once that have no form of their own, such as an imported list: all or
// nothing. It numbers people who come without a number.
func (s *Store) HandInMany(ctx context.Context, act Act, partner program.PartnerID, facts program.Facts, at program.Day) error {
	return s.write(ctx, fmt.Sprintf("hand in a list for partner %d", partner), func(w *work) error {
		if err := w.numberPeople(facts.Holdings); err != nil {
			return err
		}
		return w.replace(act, "hand in a list", nil, owned{partner: partner, facts: &facts}, at)
	})
}

func countFacts(f *program.Facts) int {
	n := 0
	for _, kind := range factKinds() {
		n += kind.count(f)
	}
	return n
}

// firstEvidence returns the number of the only piece of evidence among the facts; 0 when there is none.
func firstEvidence(f *program.Facts) program.EvidenceID {
	var first program.EvidenceID
	for _, kind := range factKinds() {
		kind.number(f, func(id program.EvidenceID) program.EvidenceID {
			if first == 0 {
				first = id
			}
			return id
		})
	}
	return first
}

// WithdrawItem takes back an item that is not decided: its evidence no longer counts or waits from day at on.
func (s *Store) WithdrawItem(ctx context.Context, act Act, partner program.PartnerID, id int64, at program.Day) (Item, error) {
	var it Item
	err := s.write(ctx, fmt.Sprintf("withdraw item %d", id), func(w *work) (err error) {
		if it, err = loadItem(w.ctx, w.tx, partner, id); err != nil {
			return err
		}
		if it.State != ItemAsked && it.State != ItemSubmitted {
			return fmt.Errorf("%w: it does not wait any more", program.ErrConflict)
		}
		if it.Evidence != 0 {
			if err := w.replace(act, "withdraw "+string(it.Kind), []program.EvidenceID{it.Evidence}, owned{partner: partner, facts: &program.Facts{}}, at); err != nil {
				return err
			}
		} else if err := w.event(act, onPartner("withdraw "+string(it.Kind), partner, itemHeld(it), nil)); err != nil {
			return err
		}
		it.State, it.Evidence = ItemWithdrawn, 0
		if it, err = w.putItem(it); err != nil {
			return err
		}
		return w.step(it.ID, act.By, string(ItemWithdrawn), "")
	})
	return it, err
}

// Firms returns the firms that hold architecture reviews: those that auditors belong to, by name.
func (s *Store) Firms(ctx context.Context) ([]string, error) {
	var out []string
	err := each(ctx, s.reader, `SELECT DISTINCT firm FROM accounts WHERE firm <> '' AND disabled = 0 ORDER BY firm`, nil, func(scan scanner) error {
		out = append(out, "")
		return scan(&out[len(out)-1])
	})
	return out, wrap(err, "read the firms that hold reviews")
}
