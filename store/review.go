package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"partnerdirectory/program"
)

// What reviewers and auditors do with what waits. Each is one transaction that also re-evaluates the partner, and each fails
// with ErrConflict when the thing waits no longer or somebody else works on it (Claimed).

// DecideWaiting accepts or rejects evidence that waits; who is the account that decides. act.Why is the reason that the partner
// reads; a rejection needs one. Where the kind takes two people, the first decision is kept and nothing else happens; the
// second makes it count, or disagrees and sends the evidence back to the queue. ErrSamePerson: who decided first is not the second.
func (s *Store) DecideWaiting(ctx context.Context, act Act, who AccountID, x Waiting, decision program.Decision, at program.Day) error {
	return s.write(ctx, fmt.Sprintf("decide %s %d of partner %d", x.Kind, x.ID, x.Partner), func(w *work) error {
		if err := w.unclaimed(who, x.Kind, x.ID); err != nil {
			return err
		}
		o, v, err := w.evidence(x.Partner, x.Evidence())
		if errors.Is(err, program.ErrNotFound) || err == nil && v.Decision != program.Submitted {
			return fmt.Errorf("%w: it waits no longer", program.ErrConflict)
		}
		if err != nil {
			return err
		}
		p, err := w.programme()
		if err != nil {
			return err
		}
		if needsTwo(p, x.Kind) {
			if done, err := w.twice(&act, who, x, decision); err != nil || !done {
				return err
			}
		}
		return errors.Join(w.decide(act, o, x.Evidence(), v, decision, at), w.settled(x.Kind, x.ID))
	})
}

// waitingItem reads an item that waits for whoever decides, and nobody else works on.
func (w *work) waitingItem(who AccountID, x Waiting) (Item, error) {
	if err := w.unclaimed(who, x.Kind, x.ID); err != nil {
		return Item{}, err
	}
	it, err := loadItem(w.ctx, w.tx, x.Partner, x.Item)
	if err == nil && (it.State != ItemSubmitted || it.Evidence != x.Evidence()) {
		err = fmt.Errorf("%w: it waits no longer", program.ErrConflict)
	}
	return it, err
}

// AskMore gives an item back to its partner as a draft, with act.Why as what is asked for: its evidence neither counts nor waits
// any more. link is the page on which the partner goes on.
func (s *Store) AskMore(ctx context.Context, act Act, who AccountID, x Waiting, link string, at program.Day) error {
	return s.write(ctx, fmt.Sprintf("ask for more of item %d", x.Item), func(w *work) error {
		if err := act.complete(); err != nil {
			return err
		}
		it, err := w.waitingItem(who, x)
		if err != nil {
			return err
		}
		on, err := w.settle([]program.PartnerID{x.Partner}, at)
		if err != nil {
			return err
		}
		if it.Evidence != 0 {
			err = w.replace(act, "ask for more", []program.EvidenceID{it.Evidence}, owned{partner: x.Partner, facts: &program.Facts{}}, at)
		} else {
			err = w.event(act, happened{action: "ask for more", kind: aboutPartner, subject: partnerSubject(x.Partner), before: map[string]any{"item": it.ID}})
		}
		if err != nil {
			return err
		}
		it.State, it.Evidence = ItemDraft, 0
		n := program.Notice{Kind: program.NoticeMore, On: on, Evidence: it.Title, Reason: act.Why}
		return w.closeItem(act, x, it, ItemReturned, n, link)
	})
}

// ItemReturned is the step of an item that is a draft again because a reviewer asked for more.
const ItemReturned = "returned"

// closeItem writes an item that waits no longer, its step, the partner's notice and the end of the claim.
func (w *work) closeItem(act Act, x Waiting, it Item, step string, n program.Notice, link string) error {
	it, err := w.putItem(it)
	if err != nil {
		return err
	}
	return errors.Join(
		w.step(it.ID, act.By, step, act.Why),
		w.tell(x.Partner, n, fmt.Sprintf("item %d %d", it.ID, it.Revision), link),
		w.settled(x.Kind, x.ID),
	)
}

// RecordReview records what a firm found in the review that an item books: r's day, modules, checklist and result. The
// firm and the specialization are the booking's; act.Why is the firm's remark, which may be empty. report is what the item keeps
// of the firm's report besides: its file, the results of its controls.
func (s *Store) RecordReview(ctx context.Context, act Act, who AccountID, x Waiting, r program.Review, report map[string]string, at program.Day) error {
	return s.write(ctx, fmt.Sprintf("record the review that item %d books", x.Item), func(w *work) error {
		it, err := w.waitingItem(who, x)
		if err != nil {
			return err
		}
		on, err := w.settle([]program.PartnerID{x.Partner}, at)
		if err != nil {
			return err
		}
		r.Specialization, r.Firm = it.subject(), it.firm()
		r.Verification = program.Verification{
			By: program.ByThirdParty, Mode: program.Manual, Decision: program.Accepted, Reason: act.Why, Submitted: on, Decided: on,
		}
		o := owned{partner: x.Partner, facts: &program.Facts{Reviews: []program.Review{r}}}
		if err := w.replace(act, "record review", nil, o, at); err != nil {
			return err
		}
		it.Evidence, it.State = firstEvidence(o.facts), ItemRejected
		maps.Copy(it.Fields, report)
		if r.Passed {
			it.State = ItemAccepted
		}
		n := program.Notice{Kind: program.NoticeReviewed, Specialization: r.Specialization, On: on, Until: r.Held, Accepted: r.Passed, Reason: act.Why}
		return w.closeItem(act, x, it, string(it.State), n, reviewLink(it.ID))
	})
}

// AnswerDispute answers a dispute: the figures named get the right values in place of the wrong ones, or none was wrong.
// act.Why is the answer. ErrNotFound: a figure is no current one of the partner.
func (s *Store) AnswerDispute(ctx context.Context, act Act, who AccountID, x Waiting, right map[program.EvidenceID]float64, at program.Day) error {
	return s.write(ctx, fmt.Sprintf("answer the dispute of item %d", x.Item), func(w *work) error {
		if err := act.complete(); err != nil {
			return err
		}
		it, err := w.waitingItem(who, x)
		if err != nil {
			return err
		}
		on, err := w.settle([]program.PartnerID{x.Partner}, at)
		if err != nil {
			return err
		}
		all := &program.Facts{}
		if err := loadFacts(w.ctx, w.tx, these(x.Partner), []owned{{partner: x.Partner, facts: all}}); err != nil {
			return err
		}
		old, facts := corrected(all.Metrics, right, on)
		if len(old) != len(right) {
			return fmt.Errorf("a disputed figure: %w", program.ErrNotFound)
		}
		it.State = ItemRejected
		if len(right) > 0 {
			it.State = ItemAccepted
			err = w.replace(act, "correct facts", old, owned{partner: x.Partner, facts: facts}, at)
		} else {
			err = w.event(act, happened{action: "uphold figure", kind: aboutPartner, subject: partnerSubject(x.Partner), before: map[string]any{"item": it.ID}})
		}
		if err != nil {
			return err
		}
		n := program.Notice{Kind: program.NoticeAnswered, On: on, Accepted: len(right) > 0, Evidence: it.Title, Reason: act.Why}
		return w.closeItem(act, x, it, string(it.State), n, "/portal/disputes/"+strconv.FormatInt(it.ID, 10))
	})
}

// corrected returns the figures that are wrong and the right ones, which are known from day on.
func corrected(list []program.MetricValue, right map[program.EvidenceID]float64, on program.Day) (old []program.EvidenceID, facts *program.Facts) {
	facts = &program.Facts{}
	for _, m := range list {
		value, wrong := right[m.ID]
		if !wrong {
			continue
		}
		old = append(old, m.ID)
		m.Value, m.Recorded = value, on
		facts.Metrics = append(facts.Metrics, m)
	}
	slices.Sort(old)
	return old, facts
}
