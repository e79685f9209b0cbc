package store

import (
	"context"
	"reflect"
	"slices"

	"partnerdirectory/program"
	"partnerdirectory/store/rows"
)

func locationRowColumns() []column[program.Location] {
	type T = program.Location
	return []column[T]{
		textColumn("city", "the town", func(t *T) *string { return &t.City }).needed().isKey(),
		textColumn("country", "two letters, ISO 3166-1", func(t *T) *string { return &t.Country }).needed().isKey(),
		textColumn("street", "street and number", func(t *T) *string { return &t.Street }).isKey(),
		textColumn("postcode", "the postcode", func(t *T) *string { return &t.Postcode }),
		numberColumn("lat", "degrees north, WGS 84", func(t *T) *float64 { return &t.Lat }).needed(),
		numberColumn("lon", "degrees east", func(t *T) *float64 { return &t.Lon }).needed(),
		wholeColumn("place", "the town's number at GeoNames", func(t *T) *int64 { return &t.Place }),
		yesColumn("headquarters", "yes for one location of each partner", func(t *T) *bool { return &t.Headquarters }),
	}
}

func locationKind() rowKind {
	k := rowKind{
		RowKind: RowKind{
			Name: "locations",
			What: "Where a partner sits. The rows of one partner stand together and take the place of all the locations that it had.",
			Key:  []string{"partner", "city", "country", "street"},
			Columns: []rows.Column{{
				Name: "partner", Type: rows.Text, Meaning: "the partner's slug", Needed: true,
			}},
			Example: []string{"example-partner", "Lyon", "FR", "1 rue de la Paix", "69001", "45.74846", "4.84671", "2996944", "yes"},
		},
		importRows: importLocations, exportRows: exportLocations,
	}
	for _, c := range locationRowColumns() {
		k.Columns = append(k.Columns, c.Column)
	}
	return k
}

func importLocations(im *importing, r *rows.Reader) error {
	im.public = true
	c := locationCheck{im: im, columns: locationRowColumns(), seen: map[string]bool{}}
	return im.eachBatch(r, func(batch []profileRow, next []string) bool {
		return len(batch) >= profileBatch && batch[len(batch)-1].cells[0] != next[0] // a partner's rows stay together
	}, c.write)
}

// locationCheck is an import of locations under way.
type locationCheck struct {
	im      *importing
	columns []column[program.Location]
	seen    map[string]bool
}

func (c *locationCheck) write(batch []profileRow) error {
	var slugs []string
	for i := range batch {
		if i == 0 || batch[i].cells[0] != batch[i-1].cells[0] {
			slugs = append(slugs, batch[i].cells[0])
		}
	}
	slices.Sort(slugs)
	there, _, err := c.im.profiles(slices.Compact(slugs))
	if err != nil {
		return err
	}
	for len(batch) > 0 {
		n := 1
		for n < len(batch) && batch[n].cells[0] == batch[0].cells[0] {
			n++
		}
		if err := c.partner(batch[:n], there); err != nil {
			return err
		}
		batch = batch[n:]
	}
	return nil
}

// partner replaces the locations of one partner by those of its rows.
func (c *locationCheck) partner(list []profileRow, there map[string]program.Partner) error {
	im, slug := c.im, list[0].cells[0]
	was, known := there[slug]
	switch {
	case !known:
		im.wrong(rows.Mistake{Line: list[0].line, Column: "partner", Found: slug, Want: "the slug of a partner"})
		return nil
	case c.seen[slug]:
		im.wrong(rows.Mistake{Line: list[0].line, Column: "partner", Found: slug, Want: "all rows of a partner together; there were some further up"})
		return nil
	}
	c.seen[slug] = true
	p := was
	p.Locations = nil
	homes := 0
	for i := range list {
		l, ok := c.location(&list[i], was.Locations, p.Locations)
		if !ok {
			return nil
		}
		if l.Headquarters {
			if homes++; homes > 1 {
				im.wrong(rows.Mistake{Line: list[i].line, Column: "headquarters", Found: "yes", Want: "it for one location of a partner"})
				return nil
			}
		}
		p.Locations = append(p.Locations, l)
		switch {
		case slices.Contains(was.Locations, l):
			im.report.Unchanged++
		case slices.ContainsFunc(was.Locations, func(o program.Location) bool { return samePlace(o, l) }):
			im.report.Changed++
		default:
			im.report.New++
		}
	}
	if len(im.bad.List) > 0 || reflect.DeepEqual(p.Locations, was.Locations) {
		return nil
	}
	return im.replaceProfile(was, p)
}

func samePlace(a, b program.Location) bool {
	return a.City == b.City && a.Country == b.Country && a.Street == b.Street
}

// location reads one row over the location that was there; false: a mistake was noted.
func (c *locationCheck) location(one *profileRow, was, before []program.Location) (program.Location, bool) {
	var l program.Location
	set := func() bool {
		for i := range c.columns {
			col, cell := &c.columns[i], one.cells[i+1]
			if cell != rows.Absent && !col.set(&l, cell) {
				c.im.wrong(rows.Mistake{Line: one.line, Column: col.Name, Found: cell, Want: wanted(col.Column)})
				return false
			}
		}
		return true
	}
	if !set() {
		return l, false
	}
	if i := slices.IndexFunc(was, func(o program.Location) bool { return samePlace(o, l) }); i >= 0 {
		l = was[i]
		set()
	}
	problem, want := "", ""
	switch {
	case checkLocation(l) != nil && (l.Lat < -90 || l.Lat > 90):
		problem, want = "lat", "degrees from -90 to 90"
	case checkLocation(l) != nil && (l.Lon < -180 || l.Lon > 180):
		problem, want = "lon", "degrees from -180 to 180"
	case checkLocation(l) != nil:
		problem, want = "street", "an address on one line, without tabs"
	case !twoLetters(l.Country):
		problem, want = "country", "two capital letters"
	case slices.ContainsFunc(before, func(o program.Location) bool { return samePlace(o, l) }):
		problem, want = "city", "each address of a partner once"
	}
	if problem != "" {
		i := slices.IndexFunc(c.columns, func(c column[program.Location]) bool { return c.Name == problem })
		c.im.wrong(rows.Mistake{Line: one.line, Column: problem, Found: one.cells[i+1], Want: want})
		return l, false
	}
	return l, true
}

func twoLetters(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

func exportLocations(ctx context.Context, q querier, c which, _ map[program.PartnerID]string, row func([]string) error) error {
	list, err := loadShownPartners(ctx, q, c)
	if err != nil {
		return err
	}
	columns := locationRowColumns()
	cells := make([]string, len(columns)+1)
	for i := range list {
		cells[0] = list[i].Slug
		for j := range list[i].Locations {
			for k := range columns {
				cells[k+1] = columns[k].get(&list[i].Locations[j])
			}
			if err := row(cells); err != nil {
				return err
			}
		}
	}
	return nil
}
