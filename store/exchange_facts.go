package store

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/program"
	"partnerdirectory/store/rows"
)

// factRows is a kind of rows of which each is one fact of a partner.
type factRows[T any] struct {
	doc     RowKind
	table   factTable[T]
	columns []column[T] // after that of the partner
	public  bool        // the public sees them by themselves
	preset  func(at program.Day) T
	check   func(v *names, t *T) (column, want string) // after the row is whole; empty: it is right

	// taken says whether somebody else has what a new fact would take; nil: nothing can be.
	taken func(im *importing, partner program.PartnerID, t *T) (column, want string, err error)
}

// stagedRow is a row that was read: its cells stand in a table of texts, since most of a million rows repeat themselves.
type stagedRow struct {
	partner program.PartnerID
	line    int
	cells   []uint32
}

// texts keeps each text once.
type texts struct {
	list  []string
	at    map[string]uint32
	block []uint32
}

// mostTexts bounds how many texts are looked for again; what comes after them may be kept twice.
const mostTexts = 1 << 19

func (x *texts) keep(cells []string) []uint32 {
	if len(x.block) < len(cells) {
		x.block = make([]uint32, 1<<16)
	}
	out := x.block[:len(cells):len(cells)]
	x.block = x.block[len(cells):]
	for i, cell := range cells {
		n, ok := x.at[cell]
		if !ok {
			cell, n = strings.Clone(cell), uint32(len(x.list))
			x.list = append(x.list, cell)
			if len(x.at) < mostTexts {
				x.at[cell] = n
			}
		}
		out[i] = n
	}
	return out
}

// cells writes a row's texts into a slice that is as long.
func (x *texts) cells(one *stagedRow, into []string) []string {
	for i, n := range one.cells {
		into[i] = x.list[n]
	}
	return into
}

const copyColumn = "copy"

func (k factRows[T]) kind() rowKind {
	out := rowKind{RowKind: k.doc, importRows: k.importRows, exportRows: k.exportRows}
	out.Key = []string{"partner"}
	out.Columns = []rows.Column{{Name: "partner", Type: rows.Text, Meaning: "the partner's slug: the last part of its page's address", Needed: true}}
	for _, c := range k.columns {
		out.Columns = append(out.Columns, c.Column)
		if c.key {
			out.Key = append(out.Key, c.Name)
		}
	}
	out.Columns = append(out.Columns, rows.Column{
		Name: copyColumn, Type: rows.Whole, Meaning: "2, 3 and so on tell rows apart whose keys are equal otherwise", Else: "1",
	})
	out.Key = append(out.Key, copyColumn)
	return out
}

// importRows reads all rows, then writes them partner by partner.
func (k factRows[T]) importRows(im *importing, r *rows.Reader) error {
	var list []stagedRow
	words := &texts{at: map[string]uint32{}}
	for {
		line, cells, err := r.Read()
		var m *rows.Mistake
		switch {
		case errors.Is(err, io.EOF):
			return k.write(im, list, words)
		case errors.As(err, &m):
			enough := im.wrong(*m)
			if f := (rows.Fatal{}); enough || errors.As(err, &f) {
				return nil
			}
			continue
		case err != nil:
			return err
		}
		if t := k.preset(im.at); !k.apply(im, line, cells, &t) {
			if len(im.bad.List) == mostMistakes && im.bad.More {
				return nil
			}
			continue
		}
		list = append(list, stagedRow{line: line, cells: words.keep(cells)})
		if len(list)%10000 == 0 {
			im.progress("Reading rows", len(list))
		}
	}
}

// apply puts a row's cells over what is there; false: a mistake was noted.
func (k factRows[T]) apply(im *importing, line int, cells []string, t *T) bool {
	for i := range k.columns {
		c := &k.columns[i]
		cell := cells[i+1]
		if cell == rows.Absent || cell == "" && c.Else != "" {
			continue
		}
		if !c.set(t, cell) {
			im.wrong(rows.Mistake{Line: line, Column: c.Name, Found: cell, Want: wanted(c.Column)})
			return false
		}
	}
	if column, want := k.check(&im.words, t); column != "" {
		im.wrong(rows.Mistake{Line: line, Column: column, Found: k.cell(cells, column), Want: want})
		return false
	}
	return true
}

// wanted says what a column takes.
func wanted(c rows.Column) string {
	switch c.Type {
	case rows.Day:
		return "a day such as 2026-11-01"
	case rows.Number, rows.Whole:
		return "a " + string(c.Type)
	case rows.YesNo:
		return "yes or no"
	}
	return c.Meaning
}

func (k factRows[T]) cell(cells []string, name string) string {
	i := slices.IndexFunc(k.columns, func(c column[T]) bool { return c.Name == name })
	if i < 0 || cells[i+1] == rows.Absent {
		return ""
	}
	return cells[i+1]
}

// write finds the partners and writes their rows.
func (k factRows[T]) write(im *importing, list []stagedRow, words *texts) error {
	words.at = nil
	slugs := make([]uint32, len(list))
	for i := range list {
		slugs[i] = list[i].cells[0]
	}
	slices.Sort(slugs)
	slugs = slices.Compact(slugs)
	names := make([]string, len(slugs))
	for i, n := range slugs {
		names[i] = words.list[n]
	}
	found, err := im.partners(names)
	if err != nil {
		return err
	}
	for i := range list {
		one, slug := &list[i], words.list[list[i].cells[0]]
		if one.partner = found[slug]; one.partner == 0 && im.wrong(rows.Mistake{Line: one.line, Column: "partner", Found: slug, Want: "the slug of a partner"}) {
			break
		}
	}
	if len(im.bad.List) > 0 {
		slices.SortStableFunc(im.bad.List, func(a, b rows.Mistake) int { return a.Line - b.Line })
		return nil
	}
	slices.SortFunc(list, byPartner)
	im.public = k.public
	written := 0
	for len(list) > 0 {
		var ids []program.PartnerID
		n := 0
		for n < len(list) && (len(ids) < 400 || list[n].partner == ids[len(ids)-1]) {
			if len(ids) == 0 || ids[len(ids)-1] != list[n].partner {
				ids = append(ids, list[n].partner)
			}
			n++
		}
		if err := k.writePart(im, ids, list[:n], words); err != nil {
			return err
		}
		list = list[n:]
		written += n
		im.progress("Writing rows", written)
	}
	return nil
}

// fact is one that is there, or that the import puts there.
type fact[T any] struct {
	id  program.EvidenceID // zero: this import brings it
	one T
}

func (k factRows[T]) writePart(im *importing, ids []program.PartnerID, list []stagedRow, words *texts) error {
	on, err := im.w.settle(ids, im.at)
	if err != nil {
		return err
	}
	there, err := k.load(im.w.ctx, im.w.tx, ids)
	if err != nil {
		return err
	}
	var fresh []fact[T]
	var owners []program.PartnerID
	var gone []program.EvidenceID
	var goneOf []program.PartnerID
	scratch := make([]string, len(k.columns)+2)
	for i := range list {
		one := &list[i]
		cells := words.cells(one, scratch)
		t := k.preset(im.at)
		if !k.apply(im, one.line, cells, &t) {
			continue
		}
		key := k.key(one.partner, &t, cells[len(cells)-1])
		old, known := there[key]
		switch {
		case known && old.id == 0:
			im.wrong(rows.Mistake{Line: one.line, Found: cells[0], Want: "each natural key once; an earlier line has this one; the column copy tells such rows apart"})
			continue
		case known:
			t = old.one
			if !k.apply(im, one.line, cells, &t) {
				continue
			}
			if k.same(&t, &old.one) {
				im.report.Unchanged++
				there[key] = fact[T]{one: t}
				continue
			}
			im.report.Changed++
			gone, goneOf = append(gone, old.id), append(goneOf, one.partner)
		default:
			if k.taken != nil {
				column, want, err := k.taken(im, one.partner, &t)
				if err != nil {
					return err
				}
				if column != "" {
					im.wrong(rows.Mistake{Line: one.line, Column: column, Found: k.cell(cells, column), Want: want})
					continue
				}
			}
			im.report.New++
		}
		there[key] = fact[T]{one: t}
		fresh, owners = append(fresh, fact[T]{one: t}), append(owners, one.partner)
	}
	if len(im.bad.List) > 0 || len(fresh) == 0 {
		return nil
	}
	for i, id := range gone {
		if err := im.w.exactlyOne(`UPDATE `+k.table.table+` SET superseded = $1 WHERE partner = $2 AND id = $3`, int64(on), goneOf[i], id); err != nil {
			return err
		}
	}
	first, err := im.w.take("evidence", len(fresh))
	if err != nil {
		return err
	}
	in := k.table.into(im.w)
	for i := range fresh {
		*k.table.id(&fresh[i].one) = program.EvidenceID(first + int64(i))
		if err := k.table.add(in, owners[i], &fresh[i].one, on, 0); err != nil {
			return err
		}
	}
	if err := in.flush(); err != nil {
		return err
	}
	return im.tellPartners(k.table.table, owners, first, goneOf, gone)
}

// tellPartners gives each partner whose facts changed an event of its own, so that its page can say which import it was.
func (im *importing) tellPartners(table string, owners []program.PartnerID, first int64, goneOf []program.PartnerID, gone []program.EvidenceID) error {
	for i := 0; i < len(owners); {
		partner := owners[i]
		held := factsHeld{Evidence: map[string][]program.EvidenceID{}}
		for ; i < len(owners) && owners[i] == partner; i++ {
			held.Evidence[table] = append(held.Evidence[table], program.EvidenceID(first+int64(i)))
		}
		h := happened{action: "import facts", kind: aboutPartner, subject: partnerSubject(partner), after: held}
		n := 0
		for n < len(gone) && goneOf[n] == partner {
			n++
		}
		if n > 0 {
			h.before = map[string]any{"superseded": gone[:n]}
		}
		gone, goneOf = gone[n:], goneOf[n:]
		if err := im.w.event(im.act, h); err != nil {
			return err
		}
		im.touched = append(im.touched, partner)
	}
	return nil
}

// load reads the current facts of partners by their keys.
func (k factRows[T]) load(ctx context.Context, q querier, ids []program.PartnerID) (map[string]fact[T], error) {
	out := map[string]fact[T]{}
	err := k.each(ctx, q, these(ids...), func(partner program.PartnerID, t *T, copied string) error {
		out[k.key(partner, t, copied)] = fact[T]{*k.table.id(t), *t}
		return nil
	})
	return out, err
}

// each yields current facts, with which copy of its key each is.
func (k factRows[T]) each(ctx context.Context, q querier, c which, row func(program.PartnerID, *T, string) error) error {
	seen := map[string]int{}
	last := program.PartnerID(0)
	var partner int64
	var one, none T
	dest := append([]any{&partner, (*int64)(k.table.id(&one))}, k.table.bind(&one)...)
	return eachFact(ctx, q, k.table.table, k.table.columns, c, func(scan scanner) error {
		one = none
		if err := scan(dest...); err != nil {
			return err
		}
		if id := program.PartnerID(partner); id != last {
			last = id
			clear(seen)
		}
		key, copied := k.key(last, &one, ""), ""
		if seen[key]++; seen[key] > 1 {
			copied = strconv.Itoa(seen[key])
		}
		return row(last, &one, copied)
	})
}

// key is a fact's natural key with which copy it is.
func (k factRows[T]) key(partner program.PartnerID, t *T, copied string) string {
	if copied == "" || copied == rows.Absent || copied == "1" {
		copied = ""
	}
	b := strconv.AppendInt(make([]byte, 0, 96), int64(partner), 10)
	for i := range k.columns {
		if k.columns[i].key {
			b = append(append(b, 0), k.columns[i].get(t)...)
		}
	}
	return string(append(append(b, 0), copied...))
}

// same reports whether two facts say the same.
func (k factRows[T]) same(a, b *T) bool {
	for i := range k.columns {
		if k.columns[i].get(a) != k.columns[i].get(b) {
			return false
		}
	}
	return true
}

func (k factRows[T]) exportRows(ctx context.Context, q querier, c which, slugs map[program.PartnerID]string, row func([]string) error) error {
	cells := make([]string, len(k.columns)+2)
	return k.each(ctx, q, c, func(partner program.PartnerID, t *T, copied string) error {
		slug, ok := slugs[partner]
		if !ok {
			return nil
		}
		cells[0], cells[len(cells)-1] = slug, copied
		for i := range k.columns {
			cells[i+1] = k.columns[i].get(t)
		}
		return row(cells)
	})
}
