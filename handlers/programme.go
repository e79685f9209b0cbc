package handlers

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/labstack/echo/v4"

	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/store"
	"partnerdirectory/views"
)

// How much of the directory a label's or competency's page shows before it links to the full results.
const (
	holdersShown = 6
	casesShown   = 3
	newestShown  = 4
)

func (s *Server) specializations(c echo.Context) error {
	snap := s.live.Current()
	counts := snap.Index.Search(search.Query{Page: 1}).Facets[search.FacetSpecialization]
	view := views.Specializations{
		Page: s.page(snap, "Advanced specializations",
			fmt.Sprintf("The %d labels that verify deep, proven capability in one solution area, with what each one takes.", len(snap.Programme.Specializations)),
			"/specializations", "specializations"),
		Counts: make(map[string]int, len(counts)),
	}
	for _, n := range counts {
		view.Counts[n.Value] = n.N
	}
	return s.show(c, snap, views.SpecializationsPage(view))
}

func (s *Server) specialization(c echo.Context) error {
	snap := s.live.Current()
	p := snap.Programme
	sp, ok := p.Specialization(c.Param("slug"))
	if !ok {
		return fmt.Errorf("specialization %q: %w", c.Param("slug"), program.ErrNotFound)
	}
	newest, err := s.store.RecentLabels(c.Request().Context(), sp.Slug, newestShown, snap.Day)
	if err != nil {
		return fmt.Errorf("specialization %q: %w", sp.Slug, err)
	}
	withdrawn, err := s.store.WithdrawnSets(c.Request().Context())
	if err != nil {
		return fmt.Errorf("specialization %q: %w", sp.Slug, err)
	}
	holders := snap.Index.Search(search.Query{Specializations: []string{sp.Slug}, Page: 1})
	view := views.SpecializationPage{
		Page:           s.page(snap, sp.Name+" specialization", sp.Summary, "/specializations/"+sp.Slug, "specializations"),
		Specialization: sp,
		Versions:       setVersions(p, sp.Slug, withdrawn, snap.Day),
		Holders:        firstHits(holders.Hits, holdersShown),
		HolderCount:    holders.Total,
		ByCountry:      withAny(holders.Facets[search.FacetCountry]),
		CaseStudies:    snap.Cases.find(caseQuery{Specialization: sp.Slug}).page(1, casesShown),
		Newest:         earned(snap, newest, newestShown),
	}
	if set, ok := p.InForce(sp.Slug, snap.Day); ok {
		view.InForce, view.Requirements = set, p.Describe(set.Root)
	}
	for _, v := range slices.Backward(view.Versions) {
		if v.Set.EffectiveFrom > snap.Day && v.Withdrawn == 0 {
			view.Upcoming = append(view.Upcoming, v)
		}
	}
	for _, slug := range sp.AlignedTo {
		if comp, ok := p.Competency(slug); ok {
			view.Competencies = append(view.Competencies, comp)
		}
	}
	view.Feed = "/changes.atom?specialization=" + sp.Slug
	view.Structured = []any{labelLD(view), crumbsLD(view.Page, crumb{"Specializations", "/specializations"}, crumb{sp.Name, view.Path})}
	return s.show(c, snap, views.SpecializationDetail(view))
}

func firstHits(hits []search.Hit, n int) []search.Hit { return hits[:min(n, len(hits))] }

// setVersions lists every set of a specialization that was ever published, newest first, each with what it asks differently from
// the one before it. Withdrawn sets never applied; what follows them is compared with the set before.
func setVersions(p *program.Programme, specialization string, withdrawn []store.SetRecord, today program.Day) []views.SetVersion {
	var out []views.SetVersion
	inForce, _ := p.InForce(specialization, today)
	for _, set := range p.Sets {
		if set.Specialization == specialization {
			out = append(out, views.SetVersion{Set: set, InForce: set.Version == inForce.Version})
		}
	}
	for _, r := range withdrawn {
		if r.Specialization == specialization {
			out = append(out, views.SetVersion{Set: r.Set, Withdrawn: r.Withdrawn, WithdrawnWhy: r.WithdrawnWhy})
		}
	}
	slices.SortFunc(out, func(a, b views.SetVersion) int { return cmp.Compare(a.Set.Version, b.Set.Version) })
	before := -1
	for i := range out {
		v := &out[i]
		if before >= 0 {
			v.From, v.Changes = out[before].Set.Version, program.Difference(p, out[before].Set, v.Set)
		}
		if v.Withdrawn != 0 {
			continue
		}
		if before >= 0 {
			out[before].Until = v.Set.EffectiveFrom
		}
		before = i
	}
	slices.Reverse(out)
	return out
}

func (s *Server) competencies(c echo.Context) error {
	snap := s.live.Current()
	view := views.Competencies{
		Page: s.page(snap, "Competencies",
			fmt.Sprintf("The %d broad capabilities that partners attain at silver or gold level, and the specializations that build on them.", len(snap.Programme.Competencies)),
			"/competencies", "competencies"),
		Gold: map[string]int{}, Silver: map[string]int{},
	}
	counts := snap.Index.Search(search.Query{Page: 1}).Facets[search.FacetCompetency]
	for _, comp := range snap.Programme.Competencies {
		view.Gold[comp.Slug], view.Silver[comp.Slug] = levelCounts(counts, comp.Slug)
	}
	return s.show(c, snap, views.CompetenciesPage(view))
}

// levelCounts reads the holders of one competency at gold and at silver level out of the facet.
func levelCounts(counts []search.Count, slug string) (gold, silver int) {
	for _, n := range counts {
		switch n.Value {
		case slug + ":" + string(program.Gold):
			gold = n.N
		case slug + ":" + string(program.Silver):
			silver = n.N
		}
	}
	return gold, silver
}

func (s *Server) competency(c echo.Context) error {
	snap := s.live.Current()
	p := snap.Programme
	comp, ok := p.Competency(c.Param("slug"))
	if !ok {
		return fmt.Errorf("competency %q: %w", c.Param("slug"), program.ErrNotFound)
	}
	holders := snap.Index.Search(search.Query{Competencies: []string{comp.Slug}, Page: 1})
	view := views.CompetencyPage{
		Page:       s.page(snap, comp.Name+" competency", comp.Summary, "/competencies/"+comp.Slug, "competencies"),
		Competency: comp,
		Holders:    firstHits(holders.Hits, holdersShown),
		ByCountry:  withAny(holders.Facets[search.FacetCountry]),
	}
	view.Gold, view.Silver = levelCounts(holders.Facets[search.FacetCompetency], comp.Slug)
	for _, o := range comp.Options {
		view.Options = append(view.Options, views.OptionSentences{Option: o, Silver: sentences(p, o.Silver), Gold: sentences(p, o.Gold)})
	}
	for _, sp := range p.Specializations {
		if slices.Contains(sp.AlignedTo, comp.Slug) {
			view.Specializations = append(view.Specializations, sp)
		}
	}
	view.Structured = []any{crumbsLD(view.Page, crumb{"Competencies", "/competencies"}, crumb{comp.Name, view.Path})}
	return s.show(c, snap, views.CompetencyDetail(view))
}

// sentences describes a tree; a level that an option does not lead to has none. A group of one says no more than its child.
func sentences(p *program.Programme, n program.Node) program.Sentence {
	if n.Requirement == nil && len(n.Children) == 0 {
		return program.Sentence{}
	}
	s := p.Describe(n)
	if len(s.Children) == 1 && s.Dates == "" && s.Children[0].Dates == "" {
		return s.Children[0]
	}
	return s
}
