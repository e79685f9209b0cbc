package store

import (
	"fmt"

	"partnerdirectory/program"
)

func verificationValues(v program.Verification) [6]any {
	return [6]any{string(v.By), string(v.Mode), string(v.Decision), v.Reason, int64(v.Submitted), int64(v.Decided)}
}

// insertFacts numbers the facts and writes them as known from a day on; 0: they come with their history. The partners
// must be there.
func insertFacts(w *work, list []owned, entered program.Day) error {
	if err := numberFacts(w, list); err != nil {
		return err
	}
	for _, kind := range factKinds() {
		if err := kind.insert(w, list, entered); err != nil {
			return err
		}
	}
	return insertOutages(w, list, entered)
}

func numberFacts(w *work, list []owned) error {
	n := 0
	kinds := factKinds()
	for _, o := range list {
		for _, kind := range kinds {
			n += kind.count(o.facts)
		}
	}
	if n == 0 {
		return nil
	}
	first, err := w.take("evidence", n)
	next := func(program.EvidenceID) program.EvidenceID { first++; return program.EvidenceID(first - 1) }
	for _, o := range list {
		for _, kind := range kinds {
			kind.number(o.facts, next)
		}
	}
	return err
}

// factTables are all tables that hold numbered facts.
func factTables() []string {
	var out []string
	for _, kind := range factKinds() {
		out = append(out, kind.table)
	}
	return out
}

// supersede marks facts of a partner as no longer counting from a day on.
func (w *work) supersede(partner program.PartnerID, ids []program.EvidenceID, from program.Day) error {
	tables := factTables()
	for _, id := range ids {
		hit := false
		for _, table := range tables {
			result, err := w.tx.ExecContext(w.ctx, `UPDATE `+table+` SET superseded = $1 WHERE partner = $2 AND id = $3 AND superseded = 0`,
				int64(from), partner, id)
			if err != nil {
				return err
			}
			n, err := result.RowsAffected()
			if err != nil {
				return err
			}
			hit = hit || n > 0
		}
		if !hit {
			return fmt.Errorf("evidence %d: %w", id, program.ErrNotFound)
		}
	}
	return nil
}
