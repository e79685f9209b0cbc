package store

import (
	"context"
	"fmt"
	"time"

	"partnerdirectory/program"
)

// ItemKind is what kind of thing a partner hands in.
type ItemKind string

// Kinds of items.
const (
	ItemCertification ItemKind = "certification"
	ItemReference     ItemKind = "reference"
	ItemCaseStudy     ItemKind = "case-study"
	ItemReview        ItemKind = "review" // the booking; what it finds is the auditor's to say
	ItemDocument      ItemKind = "document"
	ItemDispute       ItemKind = "dispute" // of a figure
)

// ItemState is where an item stands.
type ItemState string

// States of items. Asked waits for the customer, Submitted for a reviewer.
const (
	ItemDraft     ItemState = "draft"
	ItemAsked     ItemState = "asked"
	ItemSubmitted ItemState = "submitted"
	ItemAccepted  ItemState = "accepted"
	ItemRejected  ItemState = "rejected"
	ItemDeclined  ItemState = "declined" // by the customer
	ItemWithdrawn ItemState = "withdrawn"
)

// Open reports whether the partner can still take the item back.
func (s ItemState) Open() bool { return s == ItemDraft || s == ItemAsked || s == ItemSubmitted }

// Item is one thing that a partner hands in: the form as it was filled in, and what became of it.
type Item struct {
	ID       int64
	Partner  program.PartnerID
	Kind     ItemKind
	State    ItemState
	Title    string            // what it is, in a list: "Reference of Fabrikam"
	Fields   map[string]string // the form
	Evidence program.EvidenceID
	Revision int // of the form; saving names the one that was changed
	By       string
	Created  time.Time
	Changed  time.Time
}

// ItemStep is one step in an item's history.
type ItemStep struct {
	Moment time.Time
	By     string
	Kind   string // saved, asked, reminded, confirmed, corrected, declined, submitted, returned, accepted, rejected, withdrawn
	Text   string // a reason or a remark; may be empty
}

const itemColumns = `id, partner, kind, state, title, fields, evidence, revision, by_whom, created, changed`

func scanItem(scan scanner) (Item, error) {
	var it Item
	var form string
	var created, changed int64
	if err := scan(&it.ID, &it.Partner, &it.Kind, &it.State, &it.Title, &form, &it.Evidence, &it.Revision, &it.By, &created, &changed); err != nil {
		return it, err
	}
	it.Created, it.Changed = moment(created), moment(changed)
	return it, fromJSON(form, &it.Fields)
}

// Items returns what a partner prepared or handed in of one kind, newest first.
func (s *Store) Items(ctx context.Context, partner program.PartnerID, kind ItemKind) ([]Item, error) {
	var out []Item
	err := each(ctx, s.reader, `SELECT `+itemColumns+` FROM items WHERE partner = $1 AND kind = $2 ORDER BY changed DESC, id DESC`,
		[]any{partner, kind}, func(scan scanner) error {
			it, err := scanItem(scan)
			out = append(out, it)
			return err
		})
	return out, wrap(err, fmt.Sprintf("read what partner %d handed in", partner))
}

// Item returns one item of a partner with its history, oldest step first. ErrNotFound: the partner has no such item.
func (s *Store) Item(ctx context.Context, partner program.PartnerID, id int64) (Item, []ItemStep, error) {
	var it Item
	var steps []ItemStep
	err := s.read(ctx, func(q querier) (err error) {
		if it, err = loadItem(ctx, q, partner, id); err != nil {
			return err
		}
		return each(ctx, q, `SELECT moment, by_whom, kind, text FROM item_steps WHERE item = $1 ORDER BY id`, []any{id}, func(scan scanner) error {
			var x ItemStep
			var at int64
			err := scan(&at, &x.By, &x.Kind, &x.Text)
			x.Moment = moment(at)
			steps = append(steps, x)
			return err
		})
	})
	return it, steps, wrap(err, fmt.Sprintf("read item %d of partner %d", id, partner))
}

func loadItem(ctx context.Context, q querier, partner program.PartnerID, id int64) (Item, error) {
	return scanItem(q.QueryRowContext(ctx, `SELECT `+itemColumns+` FROM items WHERE id = $1 AND partner = $2`, id, partner).Scan)
}

// step adds to an item's history.
func (w *work) step(item int64, by, kind, text string) error {
	return w.exec(`INSERT INTO item_steps (item, moment, by_whom, kind, text) VALUES ($1, $2, $3, $4, $5)`,
		item, w.store.now().Unix(), by, kind, text)
}

// SaveItem keeps an item that is not handed in yet: a new one when its ID is zero, else the next revision of the one that
// is there. When somebody else saved meanwhile nothing is written, and the error is ErrConflict; the item that is
// returned then is theirs.
func (s *Store) SaveItem(ctx context.Context, act Act, it Item) (Item, error) {
	err := s.write(ctx, "save a draft of "+string(it.Kind), func(w *work) (err error) {
		if it.ID != 0 {
			saved, err := loadItem(w.ctx, w.tx, it.Partner, it.ID)
			if err != nil {
				return err
			}
			if saved.Revision != it.Revision || saved.State != ItemDraft || saved.Kind != it.Kind {
				it = saved
				return fmt.Errorf("%w: the draft was changed meanwhile", program.ErrConflict)
			}
		}
		it.State, it.By = ItemDraft, act.By
		if it, err = w.putItem(it); err != nil {
			return err
		}
		if err := w.event(act, onPartner("save draft of "+string(it.Kind), it.Partner, nil, itemHeld(it))); err != nil {
			return err
		}
		return w.step(it.ID, act.By, "saved", "")
	})
	return it, err
}

// itemHeld is what the audit trail keeps of an item; what was filled in stands in its row.
func itemHeld(it Item) any {
	return map[string]any{"item": it.ID, "title": it.Title, "revision": it.Revision}
}

// putItem writes an item as its next revision.
func (w *work) putItem(it Item) (Item, error) {
	it.Revision++
	it.Changed = w.store.now()
	if it.ID == 0 {
		it.Created = it.Changed
		err := w.tx.QueryRowContext(w.ctx, `INSERT INTO items (partner, kind, state, title, fields, evidence, revision, by_whom, created, changed, subject, firm)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11) RETURNING id`,
			it.Partner, it.Kind, it.State, it.Title, toJSON{it.Fields}, it.Evidence, it.Revision, it.By, it.Created.Unix(), it.subject(), it.firm()).Scan(&it.ID)
		return it, err
	}
	return it, w.exec(`UPDATE items SET state = $2, title = $3, fields = $4, evidence = $5, revision = $6, by_whom = $7, changed = $8,
		subject = $9, firm = $10 WHERE id = $1`,
		it.ID, it.State, it.Title, toJSON{it.Fields}, it.Evidence, it.Revision, it.By, it.Changed.Unix(), it.subject(), it.firm())
}

// subject is what an item is about that becomes no evidence of its own: a booking's specialization, a dispute's metric.
func (it *Item) subject() string {
	switch it.Kind {
	case ItemReview:
		return it.Fields["specialization"]
	case ItemDispute:
		return it.Fields["metric"]
	}
	return ""
}

// firm is who holds the review that an item books.
func (it *Item) firm() string {
	if it.Kind == ItemReview {
		return it.Fields["firm"]
	}
	return ""
}

// DropItem forgets an item that was never handed in.
func (s *Store) DropItem(ctx context.Context, act Act, partner program.PartnerID, id int64) error {
	return s.write(ctx, fmt.Sprintf("drop draft %d", id), func(w *work) error {
		it, err := loadItem(w.ctx, w.tx, partner, id)
		if err != nil {
			return err
		}
		if it.State != ItemDraft {
			return fmt.Errorf("%w: it was handed in", program.ErrConflict)
		}
		if err := w.event(act, onPartner("drop draft of "+string(it.Kind), partner, itemHeld(it), nil)); err != nil {
			return err
		}
		if err := w.exec(`DELETE FROM item_steps WHERE item = $1`, id); err != nil {
			return err
		}
		return w.exec(`DELETE FROM items WHERE id = $1`, id)
	})
}
