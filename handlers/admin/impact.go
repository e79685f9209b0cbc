package admin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/maypok86/otter/v2"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

const (
	impactPage  = 50               // partners on one page of the list
	impactsKept = 6                // at 400,000 partners one may hold tens of thousands of fates
	impactLives = 10 * time.Minute // after which it is computed again, whatever the revision says
)

// impactKey is all that the impact of a draft depends on.
type impactKey struct {
	draft            int64
	revision         int
	today, from      program.Day
	programme, facts uint64
}

// impacts keeps what was computed last: the page, its list and its file ask for the same again and again.
type impacts struct {
	known *otter.Cache[impactKey, *store.Impact]
}

func newImpacts() *impacts {
	return &impacts{otter.Must(&otter.Options[impactKey, *store.Impact]{
		MaximumSize: impactsKept, ExpiryCalculator: otter.ExpiryWriting[impactKey, *store.Impact](impactLives),
	})}
}

// impactOf returns what a draft would do, by the data of now. It is shared: callers must not change it.
func (a *Admin) impactOf(ctx context.Context, d store.Draft, today program.Day) (*store.Impact, error) {
	programme, facts, err := a.Store.DataRevision(ctx)
	if err != nil {
		return nil, err
	}
	key := impactKey{d.ID, d.Revision, today, d.EffectiveFrom, programme, facts}
	return a.impacts.known.Get(ctx, key, otter.LoaderFunc[impactKey, *store.Impact](func(ctx context.Context, _ impactKey) (*store.Impact, error) {
		impact, err := a.Store.Impact(ctx, d, today)
		return &impact, err
	}))
}

// openDraft reads the draft that the address names, and refuses one that is open no longer.
func (a *Admin) openDraft(c echo.Context) (store.Draft, error) {
	d, err := a.draftOf(c)
	if err == nil && d.State != store.DraftOpen {
		err = closed(d)
	}
	return d, err
}

// draftHead is what all pages about a draft say of it.
func (a *Admin) draftHead(c echo.Context, who *web.Identity, d store.Draft, what string) (adminviews.DraftHead, error) {
	s, _ := a.Site().Programme.Specialization(d.Specialization)
	f, err := a.portal.StaffFrame(c, who, what+" of draft "+strconv.FormatInt(d.ID, 10)+", "+s.Name, "specializations")
	h := adminviews.DraftHead{Frame: f, Draft: d.ID, Here: draftURL(d), Specialization: s, Base: d.Base, Revision: d.Revision, From: d.EffectiveFrom}
	p := a.Site().Programme
	h.FullNotice, h.NoticeDays = store.FullNotice(p, d.Specialization, f.Today), p.Settings.MinimumNoticeDays
	h.Problems = draftProblems(p, d, f.Today)
	return h, err
}

// draftProblems lists what stands in the way of publishing a draft, each with the place where it is put right.
func draftProblems(p *program.Programme, d store.Draft, today program.Day) []adminviews.DraftProblem {
	var out []adminviews.DraftProblem
	here := draftURL(d)
	for _, x := range d.Root.Problems(p) {
		url := here
		if x.Node != "" && x.Node != d.Root.ID {
			url += "/node/" + x.Node
		}
		where := "A requirement"
		if n, _ := d.Root.Find(x.Node); n != nil {
			where = nodeName(n)
		}
		out = append(out, adminviews.DraftProblem{URL: url, Where: where, Text: x.Text + "."})
	}
	for _, x := range store.DraftProblems(p, d, today) {
		url := here + "/impact#day"
		if x.Field == "note" {
			url = here + "#note"
		}
		out = append(out, adminviews.DraftProblem{URL: url, Where: "Publication", Text: x.Text + "."})
	}
	return out
}

// Impact is the page that says whom a draft would hit.
func (a *Admin) Impact(c echo.Context, who *web.Identity) error {
	d, err := a.openDraft(c)
	if err != nil {
		return err
	}
	return a.drawImpact(c, who, d, http.StatusOK, "", "")
}

// previewed sets the day of the address, and says what is wrong with it.
func previewed(c echo.Context, d *store.Draft, today program.Day) (text, bad string) {
	text = strings.TrimSpace(c.QueryParam("from"))
	if text == "" {
		return "", ""
	}
	day, err := program.ParseDay(text)
	switch {
	case err != nil:
		return text, "Write a day such as 2027-02-28."
	case day < today:
		return text, "That day is past. The first that can be is " + today.Long() + "."
	case day > today+3660:
		return text, "That is more than ten years ahead."
	}
	d.EffectiveFrom = day
	return text, ""
}

func (a *Admin) drawImpact(c echo.Context, who *web.Identity, d store.Draft, status int, reason, reasonBad string) error {
	saved := d.EffectiveFrom
	today := a.Today()
	typedDay, bad := previewed(c, &d, today)
	h, err := a.draftHead(c, who, d, "Impact")
	if err != nil {
		return err
	}
	view := adminviews.Impact{DraftHead: h, Saved: saved, Preview: typedDay != "" && bad == "" && d.EffectiveFrom != saved}
	if view.From == 0 {
		view.From = h.FullNotice
	}
	view.Day = portalviews.Field{Name: "from", Label: "In force from", Type: "date", Value: cmp.Or(typedDay, view.From.String()), Error: bad}
	view.Reason = portalviews.Field{
		Name: "short-notice", Label: "Why the notice is shorter", Value: cmp.Or(reason, d.ShortNotice), Error: reasonBad, Most: 1000, Rows: 2, Optional: true,
		Hint: "Needed for a day before " + h.FullNotice.Long() + ", the first with full notice.",
	}
	if bad != "" {
		status = http.StatusUnprocessableEntity
	}
	impact, err := a.impactOf(c.Request().Context(), d, today)
	switch {
	case errors.Is(err, program.ErrInvalid):
		return a.Render(c, status, adminviews.ImpactPage(view))
	case err != nil:
		return err
	}
	fillImpact(&view, a.Site().Programme, impact)
	a.list(c, &view, impact)
	return a.Render(c, status, adminviews.ImpactPage(view))
}

// fillImpact counts: in all, by month and by requirement.
func fillImpact(view *adminviews.Impact, p *program.Programme, impact *store.Impact) {
	view.Known = true
	view.Counts = countsOf(impact)
	months := map[program.Day]*adminviews.ImpactMonth{}
	month := func(d program.Day) *adminviews.ImpactMonth {
		first := d.MonthStart()
		if months[first] == nil {
			months[first] = &adminviews.ImpactMonth{First: first}
		}
		return months[first]
	}
	for i := range impact.Loses {
		month(impact.Loses[i].On).Loses++
	}
	for i := range impact.Gains {
		month(impact.Gains[i].On).Gains++
	}
	for i := range impact.Keeps {
		month(impact.Keeps[i].On).Judged++
	}
	if len(months) > 0 {
		var first, last program.Day
		for m := range months {
			if first == 0 || m < first {
				first = m
			}
			last = max(last, m)
		}
		for m := first; m <= last; m = m.AddMonths(1) {
			view.Months = append(view.Months, *month(m))
		}
	}
	view.Costs = leafCounts(p, impact.Set.Root, impact.Loses)
	if before, ok := p.InForce(impact.Set.Specialization, impact.Set.EffectiveFrom); ok {
		view.Frees = leafCounts(p, before.Root, impact.Gains)
	}
}

func countsOf(impact *store.Impact) adminviews.ImpactCounts {
	n := adminviews.ImpactCounts{Keeps: len(impact.Keeps), Gains: len(impact.Gains), Loses: len(impact.Loses), Unchanged: impact.Unchanged}
	for i := range impact.Loses {
		if impact.Loses[i].Anyway {
			n.Anyway++
		}
	}
	return n
}

// leafCounts counts for each leaf of a tree how many partners fail it, and how many fail nothing else, most first.
func leafCounts(p *program.Programme, root program.Node, list []store.Affected) []adminviews.LeafCount {
	at := map[string]int{}
	var out []adminviews.LeafCount
	for id, sentence := range leafSentences(p, root) {
		out = append(out, adminviews.LeafCount{Node: id, Sentence: sentence})
	}
	slices.SortFunc(out, func(a, b adminviews.LeafCount) int { return cmp.Compare(a.Node, b.Node) })
	for i := range out {
		at[out[i].Node] = i
	}
	for i := range list {
		for _, id := range list[i].Fails {
			if k, ok := at[id]; ok {
				out[k].N++
				if len(list[i].Fails) == 1 {
					out[k].Alone++
				}
			}
		}
	}
	out = slices.DeleteFunc(out, func(l adminviews.LeafCount) bool { return l.N == 0 })
	slices.SortStableFunc(out, func(a, b adminviews.LeafCount) int { return b.N - a.N })
	return out
}

func leafSentences(p *program.Programme, root program.Node) map[string]string {
	out := map[string]string{}
	var walk func(s program.Sentence)
	walk = func(s program.Sentence) {
		if s.Node.Op == program.Leaf {
			out[s.Node.ID] = s.Text
		}
		for i := range s.Children {
			walk(s.Children[i])
		}
	}
	walk(p.Describe(root))
	return out
}

// chosenFates returns the partners that an address asks for, by day and name.
func chosenFates(c echo.Context, impact *store.Impact) (adminviews.ImpactChoice, []store.Affected) {
	choice := adminviews.ImpactChoice{Fate: c.QueryParam("fate"), Requirement: c.QueryParam("requirement"), Name: strings.TrimSpace(c.QueryParam("q"))}
	lists := map[string][]store.Affected{"loses": impact.Loses, "gains": impact.Gains, "keeps": impact.Keeps}
	from, ok := lists[choice.Fate]
	if !ok {
		choice.Fate = ""
		from = slices.Concat(impact.Loses, impact.Gains, impact.Keeps)
	}
	name := strings.ToLower(choice.Name)
	list := make([]store.Affected, 0, len(from))
	for _, x := range from {
		if choice.Requirement != "" && !slices.Contains(x.Fails, choice.Requirement) || !strings.Contains(strings.ToLower(x.Name), name) {
			continue
		}
		list = append(list, x)
	}
	order := map[program.FateKind]int{program.Loses: 0, program.Gains: 1, program.Keeps: 2}
	slices.SortFunc(list, func(a, b store.Affected) int {
		return cmp.Or(order[a.Kind]-order[b.Kind], cmp.Compare(a.On, b.On), strings.Compare(a.Name, b.Name), cmp.Compare(a.Partner, b.Partner))
	})
	return choice, list
}

func (a *Admin) list(c echo.Context, view *adminviews.Impact, impact *store.Impact) {
	var list []store.Affected
	view.Choice, list = chosenFates(c, impact)
	if view.Preview {
		view.Choice.From = view.From.String()
	}
	view.Listed, view.Pages = len(list), (len(list)+impactPage-1)/impactPage
	view.Page, _ = strconv.Atoi(c.QueryParam("page")) // anything else is the first
	view.Page = min(max(1, view.Page), max(1, view.Pages))
	from := (view.Page - 1) * impactPage
	words := a.wording(impact)
	for _, x := range list[from:min(from+impactPage, len(list))] {
		view.Rows = append(view.Rows, adminviews.ImpactRow{
			Partner: x.Name, URL: "/admin/partners/" + x.Slug, Kind: x.Kind, On: x.On, Anyway: x.Anyway, Sentences: words(&x),
		})
	}
}

// wording returns the sentences of the requirements that a fate hangs on.
func (a *Admin) wording(impact *store.Impact) func(x *store.Affected) []string {
	p := a.Site().Programme
	after, before := leafSentences(p, impact.Set.Root), map[string]string{}
	if old, ok := p.InForce(impact.Set.Specialization, impact.Set.EffectiveFrom); ok {
		before = leafSentences(p, old.Root)
	}
	return func(x *store.Affected) []string {
		from := after
		if x.Kind == program.Gains {
			from = before
		}
		var out []string
		for _, id := range x.Fails {
			out = append(out, from[id])
		}
		if len(out) == 0 && x.By != "" {
			out = append(out, x.By)
		}
		return out
	}
}

// ImpactCSV is the list of the page as a file.
func (a *Admin) ImpactCSV(c echo.Context, _ *web.Identity) error {
	d, err := a.openDraft(c)
	if err != nil {
		return err
	}
	if _, bad := previewed(c, &d, a.Today()); bad != "" {
		return fmt.Errorf("impact as CSV: %w: %s", program.ErrInvalid, bad)
	}
	impact, err := a.impactOf(c.Request().Context(), d, a.Today())
	if err != nil {
		return err
	}
	_, list := chosenFates(c, impact)
	words := a.wording(impact)
	table := [][]string{{"Partner", "Slug", "Fate", "Day", "Label", "Lost without the change too", "Requirements", "Profile"}}
	for i := range list {
		x := &list[i]
		anyway := ""
		if x.Kind == program.Loses {
			anyway = map[bool]string{true: "yes", false: "no"}[x.Anyway]
		}
		table = append(table, []string{
			x.Name, x.Slug, string(x.Kind), x.On.String(), x.Label, anyway, strings.Join(words(x), " | "), a.Base + "/partners/" + x.Slug,
		})
	}
	return web.CSV(c, "impact-"+d.Specialization+"-draft-"+strconv.FormatInt(d.ID, 10)+".csv", table)
}

// UseDay keeps the day that was looked at as the draft's, with the reason for a short notice.
func (a *Admin) UseDay(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		d, err := a.openDraft(c)
		if err != nil {
			return "", err
		}
		today, reason := a.Today(), typed(c, "short-notice")
		day, err := program.ParseDay(c.FormValue("from"))
		q := c.Request().URL.Query()
		q.Set("from", c.FormValue("from"))
		c.Request().URL.RawQuery = q.Encode()
		full := store.FullNotice(a.Site().Programme, d.Specialization, today)
		if err != nil || day < today || day > today+3660 {
			return "", a.drawImpact(c, who, d, http.StatusUnprocessableEntity, reason, "")
		}
		if day < full && reason == "" {
			return "", a.drawImpact(c, who, d, http.StatusUnprocessableEntity, reason,
				"Say why partners get less than "+strconv.Itoa(a.Site().Programme.Settings.MinimumNoticeDays)+" days of notice. From "+full.Long()+" on no reason is needed.")
		}
		if day >= full {
			reason = ""
		}
		if d.Revision, err = strconv.Atoi(c.FormValue("revision")); err != nil {
			return "", program.ErrInvalid
		}
		d.EffectiveFrom, d.ShortNotice = day, reason
		if _, err := a.Store.SaveDraft(c.Request().Context(), a.portal.Act(c, who), d); err != nil {
			return "", moved(err)
		}
		return draftURL(d) + "/impact", a.Flash(c, "The draft is to be in force from "+day.Long()+".")
	})
}
