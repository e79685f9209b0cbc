package admin

import (
	"context"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	"partnerdirectory/views"
	adminviews "partnerdirectory/views/admin"
)

// mergeDeed lets another partner go into the one in the address.
func mergeDeed(a *Admin, c echo.Context, x *file) (*deed, error) {
	other, location := c.QueryParam("other"), ""
	if typed := c.FormValue("other"); typed != "" {
		other = typed
	}
	var from program.PartnerID
	d := &deed{
		heading: "Let another partner go into " + x.partner.Name, button: "Merge them", danger: true, keep: url.Values{},
		line: "Everything that the other has becomes that of " + x.partner.Name + ": facts, people, locations, case studies, labels, enquiries, members. Its address leads here. This cannot be undone.",
		done: "Merged into " + x.partner.Name + ".",
	}
	if id, _, err := a.Store.PartnerBySlug(c.Request().Context(), other); err == nil && id != x.id {
		if d.compare, err = a.compared(c.Request().Context(), x, id); err != nil {
			return nil, err
		}
		from = id
	}
	d.fields = func(e *deedForm) {
		e.text("other", "The other partner", "The last part of its public address, such as “"+x.partner.Slug+"”.", &other, false)
		if e.typed != nil && from == 0 {
			e.wrong("other", "There is no other partner with this address. Find it among the partners and copy the end of its address.")
		}
		e.text("location", "Its place", "Facts of the other that name no location come from one of this name.", &location, true)
	}
	d.refuses = func(_ context.Context, who *web.Identity) error {
		if i := slices.IndexFunc(who.Memberships, func(m store.Membership) bool { return m.Partner == from }); i >= 0 {
			return refuse("You are a member of " + who.Memberships[i].Name + ". Nobody decides on their own company; a colleague does.")
		}
		return nil
	}
	d.do = func(ctx context.Context, in *store.Store, act store.Act) error {
		return in.Merge(ctx, act, x.id, from, location, x.today)
	}
	return d, nil
}

// compared puts what two partners have side by side.
func (a *Admin) compared(ctx context.Context, x *file, other program.PartnerID) (*adminviews.Comparison, error) {
	folder, err := a.portal.FolderOf(ctx, other)
	if err != nil {
		return nil, err
	}
	p, err := a.Store.Partner(ctx, other)
	if err != nil {
		return nil, err
	}
	y := &file{id: other, partner: p, folder: folder, ever: folder.Facts(), today: x.today, p: x.p}
	y.head.On = x.today
	out := &adminviews.Comparison{Left: x.partner.Name, Right: p.Name}
	add := func(name string, left, right int) {
		if left+right > 0 {
			out.Rows = append(out.Rows, adminviews.ComparedRow{Name: name, Left: views.Count(left), Right: views.Count(right), Becomes: "up to " + views.Count(left+right)})
		}
	}
	held := func(labels []program.Label) (n int) {
		for _, l := range labels {
			if l.Ended == 0 {
				n++
			}
		}
		return n
	}
	add("Labels held", held(x.folder.Labels()), held(folder.Labels()))
	add("Locations", len(x.partner.Locations), len(p.Locations))
	for _, kind := range evidenceKinds() {
		now := 0
		for _, f := range kind.list(x) {
			if x.counts(&f) {
				now++
			}
		}
		add(kind.heading, now, len(kind.list(y)))
	}
	ours, err := a.Store.Members(ctx, x.id)
	if err != nil {
		return nil, err
	}
	theirs, err := a.Store.Members(ctx, other)
	add("Members", len(ours), len(theirs))
	return out, err
}
