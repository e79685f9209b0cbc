package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/store"
	"partnerdirectory/views"
)

func (s *Server) partners(c echo.Context) error {
	snap := s.live.Current()
	q, problems := snap.Index.ParseQuery(c.QueryParams())
	onMap := c.QueryParam("map") == "1"
	if query := resultsQuery(q, onMap); len(problems) == 0 && !says(c, query) {
		return c.Redirect(http.StatusFound, address("/partners", query))
	}
	return s.inTurn(c, func() (*answer, error) {
		view := s.results(snap, q, problems, onMap)
		seen := &audience{how: inResults}
		for _, h := range view.Result.Hits {
			seen.partners = append(seen.partners, h.ID)
		}
		if keyOf(c.Request()).fragment {
			return s.draw(c, snap, views.ResultsFragment(view), seen)
		}
		return s.draw(c, snap, views.ResultsPage(view), seen)
	})
}

// results searches and puts the page together.
func (s *Server) results(snap *Snapshot, q search.Query, problems []search.Problem, onMap bool) views.Results {
	result := snap.Index.Search(q)
	view := views.Results{Result: result, Problems: problems, World: snap.Index.Len(), Map: onMap}
	if q.Place != "" {
		view.Place, _ = s.atlas.Place(q.Place)
	}
	view.Page = s.page(snap, s.resultsTitle(snap, q, view.Place),
		fmt.Sprintf("%d partners in the directory match. Each label shown was verified and is valid today.", result.Total),
		address("/partners", resultsQuery(q, onMap)), "partners")
	view.Text = q.Text
	view.NoIndex = onMap || !worthIndexing(result)
	if !view.NoIndex {
		view.Structured = []any{resultsLD(view)}
	}
	return view
}

// resultsQuery is the canonical query string of a results page.
func resultsQuery(q search.Query, onMap bool) string {
	query := q.Encode()
	if onMap {
		query = strings.TrimPrefix(query+"&map=1", "&")
	}
	return query
}

// address joins a path and a query string.
func address(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}

// says reports whether the request's parameters are those of a canonical query string, in whatever encoding (%20 or +):
// redirecting between encodings would loop in clients that normalise.
func says(c echo.Context, canonical string) bool {
	want, err := url.ParseQuery(canonical)
	return err == nil && c.QueryParams().Encode() == want.Encode()
}

// indexedChoices is how many filters a page may combine and still be offered to search engines.
const indexedChoices = 2

// worthIndexing keeps search engines to pages that stand for something: somebody is on it, it is the first of its pages, and
// it does not combine filters without end.
func worthIndexing(r search.Result) bool {
	q := r.Query
	choices := len(q.Specializations) + len(q.Competencies) + len(q.Countries) + len(q.Industries) + len(q.Services) +
		len(q.Products) + len(q.Sizes) + len(q.Languages)
	if q.Place != "" {
		choices++
	}
	return r.Total > 0 && choices <= indexedChoices && q.Page <= 1
}

// resultsTitle says in the tab what the page shows: "Kubernetes partners near Lyon".
func (s *Server) resultsTitle(snap *Snapshot, q search.Query, place program.Place) string {
	title := "Partners"
	if len(q.Specializations) == 1 {
		if sp, ok := snap.Programme.Specialization(q.Specializations[0]); ok {
			title = sp.Name + " partners"
		}
	}
	if q.Text != "" {
		title += " for “" + q.Text + "”"
	}
	switch {
	case place.Name != "":
		title += " near " + place.Name
	case len(q.Countries) == 1:
		title += " in " + s.atlas.Country(q.Countries[0])
	}
	if q.Page > 1 {
		title += fmt.Sprintf(", page %d", q.Page)
	}
	return title
}

func (s *Server) profile(c echo.Context) error {
	snap := s.live.Current()
	slug := c.Param("slug")
	view, err := s.loadProfile(c, snap, slug)
	var moved *store.Moved
	if errors.As(err, &moved) {
		return c.Redirect(http.StatusMovedPermanently, "/partners/"+moved.Slug)
	}
	if err != nil {
		return err
	}
	view.Similar = s.similar(snap, view)
	return s.showTo(c, snap, views.ProfilePage(view), &audience{how: onProfile, partners: []program.PartnerID{view.Partner.ID}})
}

func (s *Server) loadProfile(c echo.Context, snap *Snapshot, slug string) (views.Profile, error) {
	stored, err := s.store.Profile(c.Request().Context(), slug, snap.Day)
	if err != nil {
		return views.Profile{}, fmt.Errorf("profile %q: %w", slug, err)
	}
	p := stored.Partner
	view := views.Profile{
		Partner: p, CaseStudies: stored.CaseStudies,
		Stale: p.Confirmed.AddMonths(snap.Programme.Settings.ProfileStaleMonths) <= snap.Day,
	}
	view.Labels = profileLabels(snap.Programme, stored.Labels)
	view.Earlier = profileLabels(snap.Programme, stored.Earlier)
	for _, a := range stored.Attainments {
		if comp, ok := snap.Programme.Competency(a.Competency); ok {
			view.Competencies = append(view.Competencies, views.ProfileCompetency{Competency: comp, Level: a.Level, Since: a.From})
		}
	}
	view.Page = s.page(snap, p.Name, p.Summary, "/partners/"+p.Slug, "partners")
	view.Structured = []any{s.partnerLD(view)}
	return view, nil
}

func profileLabels(p *program.Programme, labels []program.Label) []views.ProfileLabel {
	var out []views.ProfileLabel
	for _, l := range labels {
		if sp, ok := p.Specialization(l.Specialization); ok {
			out = append(out, views.ProfileLabel{Label: l, Specialization: sp})
		}
	}
	return out
}

// similarCount is how many other partners a profile offers.
const similarCount = 3

// similar finds partners that hold one of the same labels, nearest to the headquarters first.
func (s *Server) similar(snap *Snapshot, p views.Profile) []search.Hit {
	if len(p.Labels) == 0 || len(p.Partner.Locations) == 0 {
		return nil
	}
	q := search.Query{Sort: search.Nearest, Page: 1, Radius: 500, Place: s.atlas.Key(p.Partner.Locations[0].Place)}
	if q.Place == "" {
		return nil
	}
	for _, l := range p.Labels {
		q.Specializations = append(q.Specializations, l.Specialization.Slug)
	}
	var out []search.Hit
	for _, h := range snap.Index.Search(q).Hits {
		if h.Slug != p.Partner.Slug && len(out) < similarCount {
			out = append(out, h)
		}
	}
	return out
}

// suggestions offered while typing.
const suggestCount = 8

func (s *Server) suggest(c echo.Context) error {
	snap := s.live.Current()
	text := strings.TrimSpace(c.QueryParam("q"))
	view := views.SuggestList{Site: s.page(snap, "", "", "", "").Site}
	if text != "" && len(text) <= search.MaxText {
		view.Suggestions = snap.Index.Suggest(text, suggestCount)
	}
	if c.QueryParam("kind") == "place" {
		view.Suggestions = s.placesOnly(text)
	}
	return s.show(c, snap, views.Suggestions(view))
}

// placesOnly serves the town field, which has no use for partners.
func (s *Server) placesOnly(text string) []search.Suggestion {
	var out []search.Suggestion
	for _, p := range s.atlas.Find(text, suggestCount) {
		key := s.atlas.Key(p.ID)
		out = append(out, search.Suggestion{
			Kind: "place", Text: p.Name, Note: s.atlas.Country(p.Country), Slug: key,
			Query: search.Query{Place: key, Radius: search.DefaultRadius, Page: 1},
		})
	}
	return out
}
