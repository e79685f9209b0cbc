package store

import (
	"context"
	"slices"

	"partnerdirectory/program"
)

// LabelHolder is a partner that holds a label of a specialization.
type LabelHolder struct {
	Slug  string
	Name  string
	Label program.Label // its version and its days only
	Told  []int         // versions that are to come and that the holder was told it would fail
}

// WasTold reports whether the holder was told that it would fail a version that is to come.
func (h *LabelHolder) WasTold(version int) bool { return slices.Contains(h.Told, version) }

// LabelHolders returns those who hold the label of a specialization, by name.
func (s *Store) LabelHolders(ctx context.Context, specialization string) ([]LabelHolder, error) {
	var out []LabelHolder
	err := each(ctx, s.reader, `SELECT p.slug, p.name, l.version, l.granted, l.until_day, l.told FROM labels l JOIN partners p ON p.id = l.partner
		WHERE l.specialization = $1 AND l.ended = 0 ORDER BY p.name, p.id`, []any{specialization}, func(scan scanner) error {
		h := LabelHolder{Label: program.Label{Specialization: specialization}}
		told := ""
		if err := scan(&h.Slug, &h.Name, &h.Label.Version, &h.Label.Granted, &h.Label.Until, &told); err != nil {
			return err
		}
		var t program.Told
		err := fromJSON(told, &t)
		h.Told = t.Changes
		out = append(out, h)
		return err
	})
	return out, wrap(err, "read holders of "+specialization)
}
