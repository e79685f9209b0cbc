package handlers

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/program"
	"partnerdirectory/store"
	"partnerdirectory/views"
)

// changesPerPage is how many changes a page or the feed holds.
const changesPerPage = 50

// changeQuery is a filter of the changes and a place in them.
type changeQuery struct {
	Kind           views.ChangeKind
	Specialization string
	Before         store.Place
}

// labelEvents are the steps in a label's life that a kind of changes shows.
func labelEvents(k views.ChangeKind) []string {
	switch k {
	case views.ChangeEarned:
		return []string{program.EventGranted}
	case views.ChangeRenewed:
		return []string{program.EventRenewed, program.EventExtended}
	case views.ChangeEnded:
		return []string{program.EventEnded, program.EventRevoked}
	case views.ChangeSuspended:
		return []string{program.EventSuspended}
	case views.ChangeReinstated:
		return []string{program.EventLifted, program.EventReinstated}
	case views.ChangeAny:
		var all []string
		for _, k := range views.ChangeKinds() {
			all = append(all, labelEvents(k)...)
		}
		return all
	}
	return nil
}

// parseChanges reads the filter; what is not known is left out.
func parseChanges(p *program.Programme, v url.Values) changeQuery {
	var q changeQuery
	if k := views.ChangeKind(v.Get("kind")); slices.Contains(views.ChangeKinds(), k) {
		q.Kind = k
	}
	if _, ok := p.Specialization(v.Get("specialization")); ok {
		q.Specialization = v.Get("specialization")
	}
	day, number, _ := strings.Cut(v.Get("before"), ".")
	on, err := program.ParseDay(day)
	serial, err2 := strconv.ParseInt(number, 10, 64)
	if err == nil && err2 == nil && serial >= 0 {
		q.Before = store.Place{On: on, Serial: serial}
	}
	return q
}

// encode writes the filter as a query string, always the same for the same filter.
func (q changeQuery) encode() string {
	v := url.Values{}
	if q.Kind != views.ChangeAny {
		v.Set("kind", string(q.Kind))
	}
	if q.Specialization != "" {
		v.Set("specialization", q.Specialization)
	}
	if q.Before.On != 0 {
		v.Set("before", q.Before.On.String()+"."+strconv.FormatInt(q.Before.Serial, 10))
	}
	return v.Encode()
}

// setSerials is above all serial numbers of labels' steps: what happens to requirements comes first on its day.
const setSerials = 1 << 40

// changesOf returns one page of changes and where the next begins; no place: it is the last.
func (s *Server) changesOf(ctx context.Context, snap *Snapshot, q changeQuery) ([]views.Change, store.Place, error) {
	type placed struct {
		views.Change
		at store.Place
	}
	var all []placed
	steps, err := s.store.LabelChanges(ctx, store.ChangesQuery{
		Kinds: labelEvents(q.Kind), Specialization: q.Specialization, At: snap.Day, Before: q.Before, Most: changesPerPage + 1,
	})
	if err != nil {
		return nil, store.Place{}, err
	}
	for _, step := range steps {
		sp, ok := snap.Programme.Specialization(step.Label.Specialization)
		if !ok {
			continue
		}
		all = append(all, placed{views.Change{
			ID: "label-" + strconv.FormatInt(step.Serial, 10), On: step.On, Specialization: sp, Event: step.Kind,
			Label: step.Label, Partner: step.Partner, PartnerSlug: step.PartnerSlug,
		}, store.Place{On: step.On, Serial: step.Serial}})
	}
	if q.Kind == views.ChangeAny || q.Kind == views.ChangeRequirements {
		withdrawn, err := s.store.WithdrawnSets(ctx)
		if err != nil {
			return nil, store.Place{}, err
		}
		for _, c := range setChanges(snap.Programme, withdrawn, q.Specialization, snap.Day) {
			at := store.Place{On: c.On, Serial: setSerials + int64(specializationIndex(snap.Programme, c.Specialization.Slug))<<20 + int64(c.Set.Version)<<2}
			at.Serial += int64(slices.Index([]string{views.SetPublished, views.SetWithdrawn, views.SetApplies}, c.Event))
			if q.Before.On == 0 || at.On < q.Before.On || at.On == q.Before.On && at.Serial < q.Before.Serial {
				all = append(all, placed{c, at})
			}
		}
	}
	slices.SortFunc(all, func(a, b placed) int {
		return cmp.Or(cmp.Compare(b.at.On, a.at.On), cmp.Compare(b.at.Serial, a.at.Serial))
	})
	var next store.Place
	if len(all) > changesPerPage {
		all = all[:changesPerPage]
		next = all[changesPerPage-1].at
	}
	out := make([]views.Change, len(all))
	for i := range all {
		out[i] = all[i].Change
	}
	return out, next, nil
}

func specializationIndex(p *program.Programme, slug string) int {
	return slices.IndexFunc(p.Specializations, func(s program.Specialization) bool { return s.Slug == slug })
}

// setChanges lists when sets were published, when they began to apply and when they were withdrawn, up to a day.
func setChanges(p *program.Programme, withdrawn []store.SetRecord, specialization string, today program.Day) []views.Change {
	var out []views.Change
	for _, sp := range p.Specializations {
		if specialization != "" && sp.Slug != specialization {
			continue
		}
		for _, v := range setVersions(p, sp.Slug, withdrawn, today) {
			c := views.Change{Specialization: sp, Set: v.Set, Differences: v.Changes, First: v.From == 0, Why: v.WithdrawnWhy}
			happened := func(event string, on program.Day) {
				if c.On = on; on != 0 && on <= today {
					c.Event, c.ID = event, "requirements-"+sp.Slug+"-"+strconv.Itoa(v.Set.Version)+strings.TrimPrefix(event, "set")
					out = append(out, c)
				}
			}
			happened(views.SetPublished, v.Set.Published)
			happened(views.SetWithdrawn, v.Withdrawn)
			if v.Withdrawn == 0 && v.Set.EffectiveFrom != v.Set.Published && (v.Until == 0 || v.Until > v.Set.EffectiveFrom) {
				happened(views.SetApplies, v.Set.EffectiveFrom)
			}
		}
	}
	return out
}

// changes is everything that happened to labels and requirements, newest first.
func (s *Server) changes(c echo.Context) error {
	snap := s.live.Current()
	q := parseChanges(snap.Programme, c.QueryParams())
	if !says(c, q.encode()) {
		return c.Redirect(http.StatusFound, address("/changes", q.encode()))
	}
	list, next, err := s.changesOf(c.Request().Context(), snap, q)
	if err != nil {
		return err
	}
	filter := changeQuery{Kind: q.Kind, Specialization: q.Specialization}
	view := views.Changes{
		Page: s.page(snap, "What changed", "Labels earned, renewed, suspended and ended, and requirements published, newest first.", address("/changes", q.encode()), "changes"),
		Kind: q.Kind, Specialization: q.Specialization, List: list,
		Newest: address("/changes", filter.encode()), First: q.Before.On == 0,
	}
	view.Feed = address("/changes.atom", filter.encode())
	if sp, ok := snap.Programme.Specialization(q.Specialization); ok {
		view.Title = "What changed in " + sp.Name
	}
	if q.Kind != views.ChangeAny {
		view.Title += ": " + strings.ToLower(q.Kind.Name())
	}
	if next.On != 0 {
		filter.Before = next
		view.Older = address("/changes", filter.encode())
	}
	view.NoIndex = q.Kind != views.ChangeAny || q.Before.On != 0
	return s.show(c, snap, views.ChangesPage(view))
}
