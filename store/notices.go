package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"partnerdirectory/program"
)

// Notice is what a partner was told of one of its labels.
type Notice struct {
	program.Notice // its Label means nothing here
	ID             int64
	Partner        program.PartnerID
	LabelID        string
	Link           string // path of the page on which to act
	Written        time.Time
	Seen           time.Time // zero: unread
	Mailed         time.Time // zero: it waits
}

// importedNotices is how many days back a partner that is imported with its history is told of it.
const importedNotices = 90

// recordNotices writes what evaluation tells partners; what was told before is not told again. A history that is imported
// is not mailed.
func recordNotices(w *work, subjects []*subject) error {
	in := w.into(`notices`, `partner, kind, specialization, label, on_day, once, link, parameters, written, mailed`,
		`ON CONFLICT (partner, once) DO NOTHING`)
	now := w.store.now().Unix()
	for _, s := range subjects {
		first, mailed := s.evaluated == 0, int64(0)
		if first {
			mailed = now
		}
		for _, n := range s.outcome.Notices {
			if first && n.On <= s.at-importedNotices {
				continue
			}
			label := s.outcome.Labels[n.Label].ID
			key := n.Key
			n.Label, n.Key = 0, ""
			if err := in.add(int64(s.partner), string(n.Kind), n.Specialization, label, int64(n.On), key, noticeLink(n, label),
				toJSON{n}, now, mailed); err != nil {
				return err
			}
		}
	}
	return in.flush()
}

// noticeLink returns the page on which a notice is acted upon: the label's own while it is well, else the partner's progress.
func noticeLink(n program.Notice, label string) string {
	switch n.Kind {
	case program.NoticeGranted, program.NoticeRenewed, program.NoticeExtended, program.NoticeLifted, program.NoticeReinstated, program.NoticeRecovered:
		return "/labels/" + label
	}
	return "/portal/progress/" + n.Specialization
}

const noticeColumns = `id, partner, label, once, link, parameters, written, seen, mailed`

func scanNotice(scan scanner) (Notice, error) {
	var n Notice
	var once, parameters string
	var written, seen, mailed int64
	if err := scan(&n.ID, &n.Partner, &n.LabelID, &once, &n.Link, &parameters, &written, &seen, &mailed); err != nil {
		return n, err
	}
	err := fromJSON(parameters, &n.Notice)
	n.Key, n.Written, n.Seen, n.Mailed = once, moment(written), moment(seen), moment(mailed)
	return n, err
}

// moment reads a stored moment: zero for none.
func moment(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

func (s *Store) notices(ctx context.Context, what, where string, args ...any) ([]Notice, error) {
	var out []Notice
	err := each(ctx, s.reader, `SELECT `+noticeColumns+` FROM notices WHERE `+where, args, func(scan scanner) error {
		n, err := scanNotice(scan)
		out = append(out, n)
		return err
	})
	return out, wrap(err, what)
}

// Notices returns the newest notices of a partner, at most limit; with before only those that are older than the one
// with that ID.
func (s *Store) Notices(ctx context.Context, partner program.PartnerID, before int64, limit int) ([]Notice, error) {
	return s.notices(ctx, fmt.Sprintf("read notices of partner %d", partner),
		`partner = $1 AND ($2 = 0 OR id < $2) ORDER BY id DESC LIMIT $3`, partner, before, limit)
}

// UnreadNotices returns how many notices a partner has not read.
func (s *Store) UnreadNotices(ctx context.Context, partner program.PartnerID) (int, error) {
	n := 0
	err := s.reader.QueryRowContext(ctx, `SELECT COUNT(*) FROM notices WHERE partner = $1 AND seen = 0`, partner).Scan(&n)
	return n, wrap(err, fmt.Sprintf("count notices of partner %d", partner))
}

// ReadNotices marks a partner's notices up to and including an ID as read.
func (s *Store) ReadNotices(ctx context.Context, partner program.PartnerID, upTo int64) error {
	return s.write(ctx, fmt.Sprintf("mark notices of partner %d as read", partner), func(w *work) error {
		return w.exec(`UPDATE notices SET seen = $3 WHERE partner = $1 AND id <= $2 AND seen = 0`, partner, upTo, s.now().Unix())
	})
}

// PendingNotices returns notices that have not been mailed yet, oldest first, at most limit. Whoever mails them calls
// MailedNotices after.
func (s *Store) PendingNotices(ctx context.Context, limit int) ([]Notice, error) {
	return s.notices(ctx, "read notices to mail", `mailed = 0 ORDER BY id LIMIT $1`, limit)
}

// MailedNotices marks notices as mailed and queues the mails that tell of them, in one transaction.
func (s *Store) MailedNotices(ctx context.Context, ids []int64, mails ...Mail) error {
	return s.write(ctx, "mark notices as mailed", func(w *work) error {
		if err := w.queueMail(mails...); err != nil {
			return err
		}
		for _, id := range slices.Sorted(slices.Values(ids)) {
			if err := w.exec(`UPDATE notices SET mailed = $2 WHERE id = $1 AND mailed = 0`, id, s.now().Unix()); err != nil {
				return err
			}
		}
		return nil
	})
}
