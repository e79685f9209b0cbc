package handlers

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/store"
	"partnerdirectory/views"
)

// casesPerPage is how many case studies a page of the list shows.
const casesPerPage = 24

// caseShelf holds every published case study of a snapshot as a list shows it, newest first. There are few enough of
// them (one partner in fifteen has one) that reading through all answers any filter.
type caseShelf struct {
	rows []shelved
}

// shelved is one case study with what filters look at.
type shelved struct {
	*store.CaseRow
	words string // folded title, customer, partner and summary
}

// caseQuery is the filter of the list; empty fields do not filter.
type caseQuery struct {
	Text, Specialization, Industry, Country string
}

// caseResult is the answer to a caseQuery.
type caseResult struct {
	rows                                    []shelved
	bySpecialization, byIndustry, byCountry map[string]int
}

func loadCases(ctx context.Context, st *store.Store, day program.Day) (*caseShelf, error) {
	shelf := &caseShelf{}
	for row, err := range st.AllCaseRows(ctx, day) {
		if err != nil {
			return nil, fmt.Errorf("load case studies: %w", err)
		}
		shelf.rows = append(shelf.rows, shelve(row))
	}
	return shelf, nil
}

func shelve(row *store.CaseRow) shelved {
	return shelved{CaseRow: row, words: search.Fold(strings.Join([]string{row.Title, row.Customer, row.PartnerName, row.Summary}, " "))}
}

func (sh *caseShelf) sort() {
	slices.SortFunc(sh.rows, func(a, b shelved) int {
		if a.Published != b.Published {
			return int(b.Published - a.Published)
		}
		return strings.Compare(a.Slug, b.Slug)
	})
}

// with returns a shelf on which the case studies of the changed partners are as the store has them now.
func (sh *caseShelf) with(ctx context.Context, st *store.Store, changed []program.PartnerID, day program.Day) (*caseShelf, error) {
	fresh, err := st.CaseRowsOf(ctx, changed, day)
	if err != nil {
		return nil, err
	}
	stale := make(map[program.PartnerID]bool, len(changed))
	for _, id := range changed {
		stale[id] = true
	}
	if len(fresh) == 0 && !slices.ContainsFunc(sh.rows, func(r shelved) bool { return stale[r.Partner] }) {
		return sh, nil
	}
	next := &caseShelf{rows: make([]shelved, 0, len(sh.rows)+len(fresh))}
	for _, r := range sh.rows {
		if !stale[r.Partner] {
			next.rows = append(next.rows, r)
		}
	}
	for _, r := range fresh {
		next.rows = append(next.rows, shelve(r))
	}
	next.sort()
	return next, nil
}

// find filters; each count is taken as if its own choice were not made.
func (sh *caseShelf) find(q caseQuery) caseResult {
	r := caseResult{bySpecialization: map[string]int{}, byIndustry: map[string]int{}, byCountry: map[string]int{}}
	words := strings.Fields(search.Fold(q.Text))
	for _, row := range sh.rows {
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(row.words, w) }) {
			continue
		}
		sp := q.Specialization == "" || slices.Contains(row.Specializations, q.Specialization)
		in := q.Industry == "" || row.Industry == q.Industry
		co := q.Country == "" || row.Country == q.Country
		if in && co {
			for _, s := range row.Specializations {
				r.bySpecialization[s]++
			}
		}
		if sp && co {
			r.byIndustry[row.Industry]++
		}
		if sp && in {
			r.byCountry[row.Country]++
		}
		if sp && in && co {
			r.rows = append(r.rows, row)
		}
	}
	return r
}

// page cuts one page out of the result; pages count from 1.
func (r caseResult) page(n, per int) []views.CaseRow {
	from := min((n-1)*per, len(r.rows))
	var out []views.CaseRow
	for _, row := range r.rows[from:min(from+per, len(r.rows))] {
		out = append(out, views.CaseRow{
			Slug: row.Slug, Title: row.Title, Customer: row.Customer, Partner: row.PartnerName, PartnerSlug: row.PartnerSlug,
			Industry: row.Industry, Country: row.Country, Labels: row.Specializations, Headline: row.Headline,
			Summary: row.Summary, Published: row.Published,
		})
	}
	return out
}

func (s *Server) caseStudies(c echo.Context) error {
	snap := s.live.Current()
	v := c.QueryParams()
	q := caseQuery{
		Text: strings.TrimSpace(v.Get("q")), Specialization: v.Get("specialization"),
		Industry: v.Get("industry"), Country: strings.ToUpper(v.Get("country")),
	}
	if len(q.Text) > search.MaxText {
		q.Text = q.Text[:search.MaxText]
	}
	found := snap.Cases.find(q)
	pages := max(1, (len(found.rows)+casesPerPage-1)/casesPerPage)
	n, err := strconv.Atoi(v.Get("page"))
	if err != nil {
		n = 1
	}
	n = min(max(n, 1), pages)
	canonical := address("/case-studies", q.encode(n))
	if !says(c, q.encode(n)) {
		return c.Redirect(http.StatusFound, canonical)
	}
	p := snap.Programme
	view := views.CaseStudies{
		Page: s.page(snap, "Case studies", "Projects that partners finished and customers stand behind, with figures.",
			canonical, "case-studies"),
		Text: q.Text, Specialization: q.Specialization, Industry: q.Industry, Country: q.Country,
		Rows: found.page(n, casesPerPage), Total: len(found.rows), PageNo: n, Pages: pages,
		ByIndustry: termCounts(p.Industries, found.byIndustry, q.Industry),
	}
	view.NoIndex = q.Text != "" || n > 1
	for _, sp := range p.Specializations {
		view.BySpecialization = append(view.BySpecialization, search.Count{
			Value: sp.Slug, Name: sp.Name, N: found.bySpecialization[sp.Slug], Chosen: sp.Slug == q.Specialization,
		})
	}
	for _, code := range s.atlas.Countries() {
		if n := found.byCountry[code]; n > 0 || code == q.Country {
			view.ByPlace = append(view.ByPlace, search.Count{Value: code, Name: s.atlas.Country(code), N: n, Chosen: code == q.Country})
		}
	}
	if keyOf(c.Request()).fragment {
		return s.show(c, snap, views.CaseStudiesFragment(view))
	}
	return s.show(c, snap, views.CaseStudiesPage(view))
}

func termCounts(terms []program.Term, counts map[string]int, chosen string) []search.Count {
	out := make([]search.Count, 0, len(terms))
	for _, t := range terms {
		out = append(out, search.Count{Value: t.Slug, Name: t.Name, N: counts[t.Slug], Chosen: t.Slug == chosen})
	}
	return out
}

// encode is the filter's canonical query string.
func (q caseQuery) encode(page int) string {
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+"="+url.QueryEscape(value))
		}
	}
	add("q", q.Text)
	add("specialization", q.Specialization)
	add("industry", q.Industry)
	add("country", q.Country)
	if page > 1 {
		add("page", strconv.Itoa(page))
	}
	return strings.Join(parts, "&")
}

func (s *Server) caseStudy(c echo.Context) error {
	snap := s.live.Current()
	slug := c.Param("slug")
	found, err := s.store.CaseStudy(c.Request().Context(), slug, snap.Day)
	if err != nil {
		return fmt.Errorf("case study %q: %w", slug, err)
	}
	card, ok := snap.Index.Card(found.PartnerSlug)
	if !ok {
		return fmt.Errorf("case study %q: partner %q: %w", slug, found.PartnerSlug, program.ErrNotFound)
	}
	cs := found.CaseStudy
	view := views.CaseStudyPage{
		Page:      s.page(snap, cs.Title, firstSentence(cs.Challenge), "/case-studies/"+slug, "case-studies"),
		CaseStudy: cs, Partner: card,
	}
	for _, part := range []views.Chapter{{Heading: "Challenge", HTML: cs.Challenge}, {Heading: "Approach", HTML: cs.Approach}, {Heading: "Outcome", HTML: cs.Outcome}} {
		if part.HTML != "" {
			part.HTML = web.Markdown(part.HTML)
			view.Chapters = append(view.Chapters, part)
		}
	}
	view.More = s.moreCases(snap, cs)
	view.Structured = []any{caseLD(view), crumbsLD(view.Page, crumb{"Case studies", "/case-studies"}, crumb{cs.Title, view.Path})}
	return s.show(c, snap, views.CaseStudyDetail(view))
}

// moreCases offers others of the same specialization, or else of the same industry.
func (s *Server) moreCases(snap *Snapshot, cs program.CaseStudy) []views.CaseRow {
	q := caseQuery{Industry: cs.Industry}
	if len(cs.Specializations) > 0 {
		q = caseQuery{Specialization: cs.Specializations[0]}
	}
	rows := snap.Cases.find(q).page(1, casesShown+1)
	rows = slices.DeleteFunc(rows, func(r views.CaseRow) bool { return r.Slug == cs.Slug })
	return rows[:min(casesShown, len(rows))]
}

// firstSentence is what link previews show of a longer text.
func firstSentence(text string) string {
	if i := strings.Index(text, ". "); i > 0 {
		return text[:i+1]
	}
	return text
}
