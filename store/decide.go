package store

import (
	"strconv"

	"partnerdirectory/program"
)

// tellDecision lets the item of decided evidence follow it, and writes the partner's notice. now is the number of the
// fact that carries the decision.
func (w *work) tellDecision(act Act, partner program.PartnerID, old, now program.EvidenceID, v *program.Verification) error {
	state := ItemRejected
	if v.Decision == program.Accepted {
		state = ItemAccepted
	}
	var found []Item
	if err := each(w.ctx, w.tx, `SELECT `+itemColumns+` FROM items WHERE evidence = $1 AND partner = $2`, []any{old, partner}, func(scan scanner) error {
		it, err := scanItem(scan)
		found = append(found, it)
		return err
	}); err != nil {
		return err
	}
	title := ""
	for _, it := range found {
		it.State, it.Evidence, title = state, now, it.Title
		if _, err := w.putItem(it); err != nil {
			return err
		}
		if err := w.step(it.ID, act.By, string(state), v.Reason); err != nil {
			return err
		}
	}
	n := program.Notice{Kind: program.NoticeDecision, On: v.Decided, Accepted: state == ItemAccepted, Evidence: title, Reason: v.Reason}
	return w.tell(partner, n, "decision "+strconv.FormatInt(int64(old), 10), "/portal/progress")
}

// tell writes a notice that evaluation does not, once for each key.
func (w *work) tell(partner program.PartnerID, n program.Notice, once, link string) error {
	return w.exec(`INSERT INTO notices (partner, kind, specialization, label, on_day, once, link, parameters, written, mailed)
		VALUES ($1, $2, $3, '', $4, $5, $6, $7, $8, 0) ON CONFLICT (partner, once) DO NOTHING`,
		partner, string(n.Kind), n.Specialization, n.On, once, link, toJSON{n}, w.store.now().Unix())
}
