package store

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"partnerdirectory/program"
)

// everyStep asks for all that happens to labels.
func everyStep(at program.Day) ChangesQuery {
	return ChangesQuery{Kinds: []string{program.EventGranted, program.EventRenewed, program.EventEnded}, At: at, Most: 1000}
}

func TestChangesOfLabelsComeNewestFirstInPages(t *testing.T) {
	s := open(t)
	var dossiers []*program.Dossier
	for i := range 30 {
		d := complete(i)
		day := today - 900 + program.Day(11*i)
		d.Facts.Attainments = append(d.Facts.Attainments, attained("data", program.Gold, day, today-100+program.Day(i%5)))
		dossiers = append(dossiers, d)
	}
	load(t, s, dossiers...)
	all, err := s.LabelChanges(t.Context(), everyStep(today))
	if err != nil || len(all) < 40 {
		t.Fatalf("%d changes, %v", len(all), err)
	}
	if !slices.IsSortedFunc(all, func(a, b LabelChange) int {
		if a.On != b.On {
			return int(b.On - a.On)
		}
		return int(b.Serial - a.Serial)
	}) {
		t.Error("not newest first")
	}
	for _, c := range all {
		label, partner, err := s.Label(t.Context(), c.Label.ID)
		if err != nil || label.Specialization != c.Label.Specialization || partner.Slug != c.PartnerSlug || partner.Name != c.Partner {
			t.Fatalf("%+v is not of label %+v of %s: %v", c, label, partner.Slug, err)
		}
		if c.Kind == program.EventGranted && c.On != label.Granted || c.Kind == program.EventEnded && c.On != label.Ended {
			t.Errorf("%s on %s, the label says %s to %s", c.Kind, c.On, label.Granted, label.Ended)
		}
	}
	var paged []LabelChange
	q := everyStep(today)
	for q.Most = 7; ; {
		page, err := s.LabelChanges(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		paged = append(paged, page...)
		q.Before = Place{page[len(page)-1].On, page[len(page)-1].Serial}
	}
	if len(paged) != len(all) {
		t.Errorf("%d changes in pages, %d at once", len(paged), len(all))
	}
	for _, sp := range []string{"kubernetes", "analytics"} {
		q := everyStep(today)
		q.Specialization, q.Kinds = sp, q.Kinds[:1]
		got, err := s.LabelChanges(t.Context(), q)
		want := 0
		for _, c := range all {
			if c.Kind == program.EventGranted && c.Label.Specialization == sp {
				want++
			}
		}
		if err != nil || len(got) != want || want == 0 {
			t.Errorf("%d grants of %s, want %d: %v", len(got), sp, want, err)
		}
	}
	if before, err := s.LabelChanges(t.Context(), everyStep(all[len(all)-1].On-1)); err != nil || len(before) != 0 {
		t.Errorf("%d changes before the first, %v", len(before), err)
	}
}

// TestChangesAreFoundByIndex: at full size there are millions of steps, and a page must not read them all.
func TestChangesAreFoundByIndex(t *testing.T) {
	s := open(t)
	for _, where := range []string{``, ` AND e.specialization = $5`} {
		args := []any{program.EventGranted, today, 0, 50, "kubernetes"}[:4+min(1, len(where))]
		if err := each(t.Context(), s.reader, `EXPLAIN QUERY PLAN SELECT e.id FROM label_events e WHERE e.kind = $1
			AND (e.on_day, e.id) < ($2, $3)`+where+` ORDER BY e.on_day DESC, e.id DESC LIMIT $4`, args, func(scan scanner) error {
			var id, parent, unused int
			detail := ""
			err := scan(&id, &parent, &unused, &detail)
			if want := "label_events_kind"; err == nil && where == "" && !strings.Contains(detail, want) || where != "" && !strings.Contains(detail, "label_events_specialization") {
				t.Errorf("%q: %s", where, detail)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSerialNumbersOfLabelsThatEnded(t *testing.T) {
	s := open(t)
	d := complete(1)
	load(t, s, d, complete(2))
	id := profile(t, s, "partner-1", today).Labels[0].ID
	serial, err := s.LabelSerial(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	gone, next, err := s.SerialsOf(t.Context(), program.Ended, 0, 1<<17, today)
	if err != nil || len(gone) != 0 || next <= serial {
		t.Errorf("withdrawn %v, next %d: %v", gone, next, err)
	}
	gold := d.Facts.Attainments[0]
	gold.Until = today
	if err := s.Supersede(t.Context(), Act{}, d.Partner.ID, []program.EvidenceID{gold.ID},
		&program.Facts{Attainments: []program.Attainment{gold}}, today); err != nil {
		t.Fatal(err)
	}
	if gone, _, err = s.SerialsOf(t.Context(), program.Ended, 0, 1<<17, today); err != nil || !slices.Equal(gone, []int64{serial}) {
		t.Errorf("withdrawn %v, want %d: %v", gone, serial, err)
	}
	if gone, _, err = s.SerialsOf(t.Context(), program.Ended, 0, 1<<17, today-1); err != nil || len(gone) != 0 {
		t.Errorf("withdrawn on the day before: %v, %v", gone, err)
	}
	if again, err := s.LabelSerial(t.Context(), id); err != nil || again != serial {
		t.Errorf("the number of a label changed from %d to %d: %v", serial, again, err)
	}
	if _, err := s.LabelSerial(t.Context(), "none"); !errors.Is(err, program.ErrNotFound) {
		t.Errorf("an unknown label: %v", err)
	}
}

func TestASettingIsStoredOnce(t *testing.T) {
	s := open(t)
	for _, value := range []string{"first", "second"} {
		if got, err := s.SetMetaOnce(t.Context(), "key", value); err != nil || got != "first" {
			t.Errorf("got %q, %v", got, err)
		}
	}
}

// BenchmarkChanges reads the first page of what happened to all labels.
func BenchmarkChanges(b *testing.B) {
	s := benchStore(b, size(b))
	q := everyStep(today)
	q.Most = 50
	for b.Loop() {
		if _, err := s.LabelChanges(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
}
