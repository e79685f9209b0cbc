package handlers

import (
	"fmt"

	"github.com/labstack/echo/v4"

	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/store"
	"partnerdirectory/views"
)

// Counts of what the home page lists.
const (
	homeTowns  = 24
	homeRecent = 6
)

func (s *Server) home(c echo.Context) error {
	snap := s.live.Current()
	all := snap.Index.Search(search.Query{Sort: search.BestMatch, Page: 1})
	p := snap.Programme
	page := s.page(snap, "Find a verified partner",
		fmt.Sprintf("Search %d partners by need and place. Labels show capability that %s or an independent auditor has verified.", all.Total, p.Vendor),
		"/", "")
	page.Structured = []any{siteLD(page)}
	home := views.Home{
		Page: page, Partners: all.Total, Labelled: snap.Labelled,
		Specializations: all.Facets[search.FacetSpecialization],
		Competencies:    all.Facets[search.FacetCompetency],
		ByCountry:       withAny(all.Facets[search.FacetCountry]),
		Towns:           snap.Index.Towns(nil, homeTowns),
		Recent:          earned(snap, snap.Recent, homeRecent),
	}
	home.Countries = len(home.ByCountry)
	return s.show(c, snap, views.HomePage(home))
}

// withAny leaves out values that nobody has.
func withAny(counts []search.Count) []search.Count {
	out := make([]search.Count, 0, len(counts))
	for _, c := range counts {
		if c.N > 0 {
			out = append(out, c)
		}
	}
	return out
}

// earned draws newly granted labels with their partners; how many at most.
func earned(snap *Snapshot, recent []store.RecentLabel, most int) []views.Earned {
	var out []views.Earned
	for _, r := range recent[:min(most, len(recent))] {
		sp, known := snap.Programme.Specialization(r.Specialization)
		card, listed := snap.Index.Card(r.Partner.Slug)
		if !known || !listed {
			continue
		}
		out = append(out, views.Earned{
			Label:          program.ListedLabel{ID: r.ID, Specialization: r.Specialization, Granted: r.Granted, Until: r.Until},
			Specialization: sp, Partner: card.Name, PartnerSlug: card.Slug, City: card.City, Country: card.Country,
		})
	}
	return out
}
