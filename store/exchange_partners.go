package store

import (
	"context"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"partnerdirectory/program"
	"partnerdirectory/store/rows"
)

// profileBatch is how many partners are looked up and written together.
const profileBatch = 1000

// slugPattern is what an address may be made of.
var slugPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// profileRow is one row of a file of partners or locations.
type profileRow struct {
	line  int
	cells []string
}

// partnerRowColumns are the columns of partners. What the partner is known by comes first.
func partnerRowColumns() []column[program.Partner] {
	type T = program.Partner
	return []column[T]{
		textColumn("partner", "its slug: the last part of its page's address", func(t *T) *string { return &t.Slug }).needed().isKey(),
		textColumn("name", "the company's name", func(t *T) *string { return &t.Name }).needed(),
		textColumn("summary", "one line", func(t *T) *string { return &t.Summary }),
		textColumn("description", "paragraphs divided by empty lines", func(t *T) *string { return &t.Description }),
		textColumn("website", "its address, with https://", func(t *T) *string { return &t.Website }),
		textColumn("email", "where enquiries go; never public", func(t *T) *string { return &t.Email }),
		wholesColumn("founded", "the year", func(t *T) *int { return &t.Founded }),
		wholesColumn("staff", "how many people work there", func(t *T) *int { return &t.Staff }),
		listColumn("industries", "slugs of industries", func(t *T) *[]string { return &t.Industries }),
		listColumn("services", "slugs of services", func(t *T) *[]string { return &t.Services }),
		listColumn("products", "slugs of products", func(t *T) *[]string { return &t.Products }),
		listColumn("sizes", "slugs of customer sizes", func(t *T) *[]string { return &t.Sizes }),
		listColumn("languages", "slugs of languages", func(t *T) *[]string { return &t.Languages }),
		daysColumn("joined", "when it entered the programme", func(t *T) *program.Day { return &t.Joined }).or("the day of the import"),
		daysColumn("confirmed", "when it last said that the profile is right", func(t *T) *program.Day { return &t.Confirmed }).or("the day of the import"),
	}
}

func wholesColumn[T any](name, meaning string, of func(*T) *int) column[T] {
	wide := func(t *T) *int64 { n := int64(*of(t)); return &n }
	c := wholeColumn(name, meaning, wide)
	c.set = func(t *T, s string) bool {
		var n int64
		ok := wholeColumn(name, meaning, func(*T) *int64 { return &n }).set(t, s)
		*of(t) = int(n)
		return ok && n >= 0 && n <= 1e9
	}
	c.get = func(t *T) string {
		if *of(t) == 0 {
			return "" // not known
		}
		return wholeColumn(name, meaning, wide).get(t)
	}
	return c
}

func partnerKind() rowKind {
	k := rowKind{
		RowKind: RowKind{
			Name: "partners", What: "A partner and its public profile. Its locations are a kind of their own: import them next.", Key: []string{"partner"},
			Example: []string{"example-partner", "Example Partner", "Moves shops to the cloud."},
		},
		importRows: importPartners, exportRows: exportPartners,
	}
	for _, c := range partnerRowColumns() {
		k.Columns = append(k.Columns, c.Column)
	}
	return k
}

// eachBatch reads all rows and calls work with so many at a time as full says are enough; mistakes are noted.
func (im *importing) eachBatch(r *rows.Reader, full func(batch []profileRow, next []string) bool, work func([]profileRow) error) error {
	var batch []profileRow
	done := 0
	for {
		line, cells, err := r.Read()
		var m *rows.Mistake
		switch {
		case errors.Is(err, io.EOF):
			if len(batch) == 0 {
				return nil
			}
			return work(batch)
		case errors.As(err, &m):
			enough := im.wrong(*m)
			if f := (rows.Fatal{}); enough || errors.As(err, &f) {
				return nil
			}
			continue
		case err != nil:
			return err
		}
		if full(batch, cells) {
			if err := work(batch); err != nil || im.bad.More {
				return err
			}
			done += len(batch)
			im.progress("Writing rows", done)
			batch = batch[:0]
		}
		one := profileRow{line: line, cells: make([]string, len(cells))}
		for i := range cells {
			one.cells[i] = strings.Clone(cells[i])
		}
		batch = append(batch, one)
	}
}

func importPartners(im *importing, r *rows.Reader) error {
	p, err := im.w.programme()
	if err != nil {
		return err
	}
	im.public = true
	c := partnerCheck{im: im, terms: map[string]map[string]bool{}, columns: partnerRowColumns(), seen: map[string]int{}}
	for facet, terms := range facets(p) {
		c.terms[facet] = map[string]bool{}
		for _, t := range *terms {
			c.terms[facet][t.Slug] = true
		}
	}
	return im.eachBatch(r, func(batch []profileRow, _ []string) bool { return len(batch) == profileBatch }, c.write)
}

// partnerCheck is an import of partners under way.
type partnerCheck struct {
	im      *importing
	terms   map[string]map[string]bool
	columns []column[program.Partner]
	seen    map[string]int // line of each slug
}

// write adds the partners of a batch that are new, and replaces the profiles of those that changed.
func (c *partnerCheck) write(batch []profileRow) error {
	im := c.im
	slugs := make([]string, len(batch))
	for i := range batch {
		slugs[i] = batch[i].cells[0]
	}
	there, gone, err := im.profiles(slugs)
	if err != nil {
		return err
	}
	var fresh []program.Partner
	for i := range batch {
		one := &batch[i]
		slug := one.cells[0]
		switch {
		case c.seen[slug] != 0:
			im.wrong(rows.Mistake{Line: one.line, Column: "partner", Found: slug, Want: "each partner once"})
			continue
		case gone[slug]:
			im.wrong(rows.Mistake{Line: one.line, Column: "partner", Found: slug, Want: "a partner that did not go into another"})
			continue
		}
		c.seen[slug] = one.line
		was, known := there[slug]
		p := program.Partner{Joined: im.at, Confirmed: im.at}
		if known {
			p = was
		}
		if !c.apply(one, &p, known) {
			continue
		}
		switch {
		case !known:
			im.report.New++
			fresh = append(fresh, p)
		case !slices.ContainsFunc(c.columns, func(c column[program.Partner]) bool { return c.get(&p) != c.get(&was) }):
			im.report.Unchanged++
		default:
			im.report.Changed++
			if len(im.bad.List) == 0 {
				if err := im.replaceProfile(was, p); err != nil {
					return err
				}
			}
		}
	}
	if len(im.bad.List) > 0 || len(fresh) == 0 {
		return nil
	}
	return im.addPartners(fresh)
}

// apply puts a row's cells over a profile; false: a mistake was noted.
func (c *partnerCheck) apply(one *profileRow, p *program.Partner, known bool) bool {
	for i := range c.columns {
		col, cell := &c.columns[i], one.cells[i]
		if cell == rows.Absent || cell == "" && col.Else != "" {
			continue
		}
		if !col.set(p, cell) {
			c.im.wrong(rows.Mistake{Line: one.line, Column: col.Name, Found: cell, Want: wanted(col.Column)})
			return false
		}
	}
	if !known && !slugPattern.MatchString(p.Slug) {
		c.im.wrong(rows.Mistake{Line: one.line, Column: "partner", Found: p.Slug, Want: "small letters and digits, with hyphens between them"})
		return false
	}
	for _, l := range []struct {
		column, facet string
		list          []string
	}{
		{"industries", "industry", p.Industries}, {"services", "service", p.Services}, {"products", "product", p.Products},
		{"sizes", "size", p.Sizes}, {"languages", "language", p.Languages},
	} {
		for _, slug := range l.list {
			if !c.terms[l.facet][slug] {
				c.im.wrong(rows.Mistake{Line: one.line, Column: l.column, Found: slug, Want: "the slug of a " + l.facet + " of the programme"})
				return false
			}
		}
	}
	return true
}

// profiles reads partners by their slugs; gone are those that went into others.
func (im *importing) profiles(slugs []string) (there map[string]program.Partner, gone map[string]bool, err error) {
	there, gone = map[string]program.Partner{}, map[string]bool{}
	for part := range slices.Chunk(slugs, profileBatch) {
		args, c := make([]any, len(part)), which{ids: make([]program.PartnerID, len(part))}
		for i, slug := range part {
			args[i] = slug
		}
		if err := each(im.w.ctx, im.w.tx, `SELECT slug FROM partners WHERE merged_into IS NOT NULL AND `+c.on("slug"), args, func(scan scanner) error {
			var slug string
			err := scan(&slug)
			gone[slug] = true
			return err
		}); err != nil {
			return nil, nil, err
		}
		if err := each(im.w.ctx, im.w.tx, `SELECT `+partnerColumns+` FROM partners WHERE merged_into IS NULL AND `+c.on("slug"), args, func(scan scanner) error {
			var p program.Partner
			err := scanPartner(scan, &p)
			there[p.Slug] = p
			return err
		}); err != nil {
			return nil, nil, err
		}
	}
	return there, gone, nil
}

// replaceProfile writes a changed profile; whom it is of is re-evaluated at the end, so that the public sees it.
func (im *importing) replaceProfile(was, p program.Partner) error {
	if _, err := im.w.settle([]program.PartnerID{p.ID}, im.at); err != nil {
		return err
	}
	if err := im.w.exactlyOne(updatePartner, partnerValues(&p)...); err != nil {
		return err
	}
	before, after, err := changes(was, p)
	if err != nil {
		return err
	}
	im.touched = append(im.touched, p.ID)
	return im.w.event(im.act, happened{"import profile", aboutPartner, partnerSubject(p.ID), before, after})
}

// addPartners adds partners, who have no facts yet. One event names them by their numbers.
func (im *importing) addPartners(fresh []program.Partner) error {
	first, err := im.w.take("partner", len(fresh))
	if err != nil {
		return err
	}
	profiles := im.w.into(`partners`, partnerColumns, ``)
	subjects := make([]*subject, len(fresh))
	for i := range fresh {
		fresh[i].ID = program.PartnerID(first + int64(i))
		if err := profiles.add(partnerValues(&fresh[i])...); err != nil {
			return err
		}
		subjects[i] = &subject{owned: owned{partner: fresh[i].ID, facts: &program.Facts{}}}
	}
	if err := profiles.flush(); err != nil {
		return err
	}
	last := first + int64(len(fresh)) - 1
	if err := im.w.event(im.act, happened{action: "import partners", kind: aboutProgramme, after: map[string]int64{"first": first, "last": last}}); err != nil {
		return err
	}
	p, err := im.w.programme()
	if err != nil {
		return err
	}
	im.evaluated += len(fresh)
	return reevaluate(im.w, p, subjects, im.at)
}

func exportPartners(ctx context.Context, q querier, c which, _ map[program.PartnerID]string, row func([]string) error) error {
	list, err := loadShownPartners(ctx, q, c)
	if err != nil {
		return err
	}
	columns := partnerRowColumns()
	cells := make([]string, len(columns))
	for i := range list {
		for k := range columns {
			cells[k] = columns[k].get(&list[i])
		}
		if err := row(cells); err != nil {
			return err
		}
	}
	return nil
}
