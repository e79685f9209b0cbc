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
	"partnerdirectory/store"
	"partnerdirectory/views"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// queuePage is how many rows one page of the queue lists.
const queuePage = 50

// Queue lists what was handed in and is not decided, oldest first.
func (a *Admin) Queue(c echo.Context, who *web.Identity) error {
	f, err := a.portal.StaffFrame(c, who, "Review queue", "queue")
	if err != nil {
		return err
	}
	p := f.Site.Programme
	page := adminviews.Queue{Frame: f, Auditor: who.Account.Staff == program.Auditor, Firm: who.Account.Firm, Chosen: a.chosen(c)}
	page.Page, _ = strconv.Atoi(c.QueryParam("page")) // anything else is the first
	page.Page = max(1, page.Page)
	filter := store.WaitingFilter{Kind: store.WaitingKind(page.Chosen.Kind), Country: page.Chosen.Country, About: about(p, page.Chosen.Specialization, f.Today)}
	if page.Auditor {
		if filter.Firm = who.Account.Firm; filter.Firm == "" {
			filter.About = func(program.Subject) bool { return false } // an auditor without a firm holds no reviews
		}
	}
	if !page.Auditor {
		if page.Firms, err = a.firmChoices(c.Request().Context()); err != nil {
			return err
		}
		filter.Firm = page.Chosen.Firm
	}
	q, err := a.Store.Queue(c.Request().Context(), filter, f.Today, page.Page, queuePage)
	if err != nil {
		return err
	}
	page.Total, page.Oldest, page.Pages = q.Total, q.Oldest, (q.Total+queuePage-1)/queuePage
	for i := range q.Page {
		x := &q.Page[i]
		page.Rows = append(page.Rows, adminviews.QueueRow{
			Title: title(p, x), Kind: kindName(x.Kind), URL: address(x) + page.Chosen.Query(1), Partner: x.PartnerName, Since: x.Since, Days: int(f.Today - x.Since),
			By: x.Claim.By, Until: x.Claim.Until, Mine: x.Claim.Account == who.Account.ID,
		})
		if x.First != nil {
			page.Rows[len(page.Rows)-1].First = x.First.By
		}
	}
	page.Kinds, page.Countries = kindChoices(&q), countryChoices(f.Site, &q)
	page.Specializations = specializationChoices(p)
	return a.Render(c, http.StatusOK, adminviews.QueuePage(page))
}

// chosen reads the filter of the address; what it does not know it ignores.
func (a *Admin) chosen(c echo.Context) adminviews.Chosen {
	var out adminviews.Chosen
	if k := store.WaitingKind(c.QueryParam("kind")); slices.Contains(store.WaitingKinds(), k) {
		out.Kind = string(k)
	}
	if s, ok := a.Site().Programme.Specialization(c.QueryParam("specialization")); ok {
		out.Specialization = s.Slug
	}
	if country := c.QueryParam("country"); len(country) == 2 {
		out.Country = strings.ToUpper(country)
	}
	if firm := []rune(c.QueryParam("firm")); len(firm) <= 200 {
		out.Firm = string(firm)
	}
	return out
}

// firmChoices offers the firms that hold reviews.
func (a *Admin) firmChoices(ctx context.Context) ([]portalviews.Choice, error) {
	firms, err := a.Store.Firms(ctx)
	out := []portalviews.Choice{{Label: "All firms and none"}}
	for _, f := range firms {
		out = append(out, portalviews.Choice{Value: f, Label: f})
	}
	return out, err
}

// about says what bears on a specialization as it asks today; nil for none chosen. Each subject is looked at once.
func about(p *program.Programme, specialization string, today program.Day) func(program.Subject) bool {
	if specialization == "" {
		return nil
	}
	set, _ := p.InForce(specialization, today)
	known := map[string]bool{}
	return func(s program.Subject) bool {
		key := string(s.Kind) + " " + s.Slug + " " + strings.Join(s.Of, " ")
		bears, seen := known[key]
		if !seen {
			bears = len(p.Bearing(&set, s)) > 0
			known[key] = bears
		}
		return bears
	}
}

// address is the page of something that waits.
func address(x *store.Waiting) string {
	return "/admin/queue/" + string(x.Kind) + "/" + x.PartnerSlug + "/" + strconv.FormatInt(x.ID, 10)
}

func kindChoices(q *store.Queue) []portalviews.Choice {
	all := 0
	out := []portalviews.Choice{{}}
	for _, k := range store.WaitingKinds() {
		n := q.Kinds[k]
		all += n
		out = append(out, portalviews.Choice{Value: string(k), Label: counted(kindName(k), n)})
	}
	out[0].Label = counted("All kinds", all)
	return out
}

func countryChoices(site *views.Site, q *store.Queue) []portalviews.Choice {
	out := []portalviews.Choice{{Label: "All countries"}}
	for code, n := range q.Countries {
		out = append(out, portalviews.Choice{Value: code, Label: counted(site.Atlas.Country(code), n)})
	}
	slices.SortFunc(out[1:], func(a, b portalviews.Choice) int { return cmp.Compare(a.Label, b.Label) })
	return out
}

func specializationChoices(p *program.Programme) []portalviews.Choice {
	out := []portalviews.Choice{{Label: "All specializations"}}
	for _, s := range p.Specializations {
		out = append(out, portalviews.Choice{Value: s.Slug, Label: s.Name})
	}
	return out
}

func counted(name string, n int) string { return name + " (" + views.Count(n) + ")" }
