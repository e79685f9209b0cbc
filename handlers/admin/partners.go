package admin

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/store"
	"partnerdirectory/views"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// How much of each list is shown.
const (
	partnersPage  = 50 // rows on one page of the list
	shownOfLabels = 4  // standings in one row
)

// stale is the one filter by profile; merged is a state of no specialization.
const (
	staleProfile = "stale"
	mergedState  = "merged"
)

// partnerStates are the choices of how partners stand, in order, with the states that each means.
func partnerStates() []struct {
	slug, name string
	states     []program.StandingState
	atRisk     bool
} {
	return []struct {
		slug, name string
		states     []program.StandingState
		atRisk     bool
	}{
		{"earned", "Earned", []program.StandingState{program.Earned, program.AwaitingRenewal}, false},
		{"at-risk", "At risk", []program.StandingState{program.Earned, program.AwaitingRenewal, program.InGrace}, true},
		{"grace", "In grace", []program.StandingState{program.InGrace}, false},
		{"suspended", "Suspended", []program.StandingState{program.Suspended}, false},
		{"revoked", "Revoked", []program.StandingState{program.Revoked}, false},
		{"ended", "Ended", []program.StandingState{program.Ended}, false},
		{"in-progress", "In progress", []program.StandingState{program.InProgress}, false},
	}
}

// Partners finds any partner: by words through the index of the public search, by what names one exactly, and by where it
// stands.
func (a *Admin) Partners(c echo.Context, who *web.Identity) error {
	f, err := a.portal.StaffFrame(c, who, "Partners", "partners")
	if err != nil {
		return err
	}
	page := adminviews.Partners{Frame: f, Chosen: a.partnerChoice(c)}
	ctx, index := c.Request().Context(), a.index()
	found, err := a.findPartners(ctx, index, page.Chosen, f.Today)
	if err != nil {
		return err
	}
	page.Total, page.Pages = len(found), max(1, (len(found)+partnersPage-1)/partnersPage)
	page.Page, _ = strconv.Atoi(c.QueryParam("page")) // anything else is the first
	page.Page = min(max(1, page.Page), page.Pages)
	from := (page.Page - 1) * partnersPage
	rows, err := a.Store.FoundPartners(ctx, found[from:min(from+partnersPage, len(found))])
	if err != nil {
		return err
	}
	for i := range rows {
		page.Rows = append(page.Rows, partnerRow(f.Site, &rows[i], page.Chosen, f.Today))
	}
	page.Countries, page.Specializations = indexCountries(f.Site, index), specializationChoices(f.Site.Programme)
	page.States = []portalviews.Choice{{Label: "Any way"}}
	for _, s := range partnerStates() {
		page.States = append(page.States, portalviews.Choice{Value: s.slug, Label: s.name})
	}
	page.States = append(page.States, portalviews.Choice{Value: mergedState, Label: "Went into another partner"})
	page.Profiles = []portalviews.Choice{{Label: "Any"}, {Value: staleProfile, Label: "Stale: not confirmed lately"}}
	return a.Render(c, http.StatusOK, adminviews.PartnersPage(page))
}

// partnerChoice reads the filter of the address; what it does not know it ignores.
func (a *Admin) partnerChoice(c echo.Context) adminviews.PartnerChoice {
	text := []rune(strings.TrimSpace(c.QueryParam("q")))
	out := adminviews.PartnerChoice{Text: string(text[:min(len(text), search.MaxText)])}
	if s, ok := a.Site().Programme.Specialization(c.QueryParam("specialization")); ok {
		out.Specialization = s.Slug
	}
	if country := c.QueryParam("country"); len(country) == 2 {
		out.Country = strings.ToUpper(country)
	}
	state := c.QueryParam("state")
	for _, s := range partnerStates() {
		if s.slug == state {
			out.State = state
		}
	}
	if state == mergedState {
		out.State = state
	}
	if c.QueryParam("profile") == staleProfile {
		out.Profile = staleProfile
	}
	return out
}

// findPartners lists who is looked for: whom the text names exactly first, then those whom the index finds.
func (a *Admin) findPartners(ctx context.Context, index *search.Index, choice adminviews.PartnerChoice, today program.Day) ([]program.PartnerID, error) {
	var marked []program.PartnerID
	var err error
	if choice.Text != "" {
		if marked, err = a.Store.MarkedPartners(ctx, choice.Text); err != nil {
			return nil, err
		}
	}
	if choice.State == mergedState {
		gone, err := a.Store.MergedPartners(ctx)
		if choice.Text != "" {
			gone = slices.DeleteFunc(gone, func(id program.PartnerID) bool { return !slices.Contains(marked, id) })
		}
		return gone, err
	}
	q := search.Query{Text: choice.Text, Sort: search.ByName}
	if choice.Text != "" {
		q.Sort = search.BestMatch
	}
	if choice.Country != "" {
		q.Countries, marked = []string{choice.Country}, a.inCountry(ctx, marked, choice.Country)
	}
	known := index.Matches(q)
	found := slices.Concat(marked, slices.DeleteFunc(known, func(id program.PartnerID) bool { return slices.Contains(marked, id) }))
	filter := store.PartnerFilter{Specialization: choice.Specialization}
	for _, s := range partnerStates() {
		if s.slug == choice.State {
			filter.States, filter.AtRisk = s.states, s.atRisk
		}
	}
	if choice.Profile == staleProfile {
		filter.StaleBefore = today.AddMonths(-a.Site().Programme.Settings.ProfileStaleMonths)
	}
	return a.Store.FilterPartners(ctx, filter, found)
}

// inCountry keeps those with a location in a country.
func (a *Admin) inCountry(ctx context.Context, ids []program.PartnerID, country string) []program.PartnerID {
	list, err := a.Store.FoundPartners(ctx, ids)
	if err != nil {
		return nil // the index still finds them by their words
	}
	var out []program.PartnerID
	for i := range list {
		if slices.ContainsFunc(list[i].Locations, func(l program.Location) bool { return l.Country == country }) {
			out = append(out, list[i].ID)
		}
	}
	return out
}

func partnerRow(site *views.Site, p *store.FoundPartner, choice adminviews.PartnerChoice, today program.Day) adminviews.PartnerRow {
	row := adminviews.PartnerRow{
		Name: p.Name, URL: partnerURL(p.Slug), Place: place(site, p.Locations), Into: p.Into, Confirmed: p.Confirmed,
		Stale: p.Into == "" && today > p.Confirmed.AddMonths(site.Programme.Settings.ProfileStaleMonths),
	}
	list := slices.Clone(p.Standings)
	slices.SortStableFunc(list, func(x, y program.Standing) int { // what was looked for first, then labels before what is begun
		return cmp.Or(firstTrue(x.Specialization == choice.Specialization, y.Specialization == choice.Specialization),
			cmp.Compare(importance(x.State), importance(y.State)), firstTrue(x.AtRisk, y.AtRisk))
	})
	for _, s := range list {
		if s.State == program.InProgress && s.Specialization != choice.Specialization {
			row.Begun++
			continue
		}
		if len(row.Labels) == shownOfLabels {
			row.More++
			continue
		}
		sp, _ := site.Programme.Specialization(s.Specialization)
		state, word := standingInWords(s.State, s.AtRisk)
		row.Labels = append(row.Labels, adminviews.PartnerLabel{Name: sp.Name, Word: word, State: state})
	}
	return row
}

func firstTrue(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// importance orders states: those of labels first.
func importance(s program.StandingState) int {
	return slices.Index([]program.StandingState{
		program.Suspended, program.InGrace, program.AwaitingRenewal, program.Earned, program.Revoked, program.Ended, program.InProgress,
	}, s)
}

// standingInWords is how a standing is marked, and its word.
func standingInWords(s program.StandingState, atRisk bool) (portalviews.State, string) {
	switch s {
	case program.Earned:
		if atRisk {
			return portalviews.Awaiting, "at risk"
		}
		return portalviews.Met, "earned"
	case program.InGrace:
		return portalviews.Awaiting, "in grace"
	case program.AwaitingRenewal:
		return portalviews.Awaiting, "renewal awaits a decision"
	case program.Suspended:
		return portalviews.Ended, "suspended"
	case program.Revoked:
		return portalviews.Ended, "revoked"
	case program.Ended:
		return portalviews.Ended, "ended"
	case program.InProgress:
		return portalviews.NotMet, "in progress"
	}
	return portalviews.NotMet, "not started"
}

// place names the headquarters.
func place(site *views.Site, list []program.Location) string {
	for _, l := range list {
		if l.Headquarters {
			return l.City + ", " + site.Atlas.Country(l.Country)
		}
	}
	return ""
}

func indexCountries(site *views.Site, index *search.Index) []portalviews.Choice {
	out := []portalviews.Choice{{Label: "All countries"}}
	for _, n := range index.Search(search.Query{Page: 1}).Facets[search.FacetCountry] {
		out = append(out, portalviews.Choice{Value: n.Value, Label: counted(site.Atlas.Country(n.Value), n.N)})
	}
	slices.SortFunc(out[1:], func(a, b portalviews.Choice) int { return cmp.Compare(a.Label, b.Label) })
	return out
}

// partnerURL is the page of a partner for staff.
func partnerURL(slug string) string { return "/admin/partners/" + slug }
