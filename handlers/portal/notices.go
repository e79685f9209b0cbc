package portal

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	views "partnerdirectory/views/portal"
)

// noticesShown is how many notices one page lists.
const noticesShown = 30

// Notices lists what the partner was told, newest first.
func (p *Portal) Notices(c echo.Context, who *web.Identity) error {
	ctx := c.Request().Context()
	f, err := p.frame(c, who, "Notices", "notices")
	if err != nil {
		return err
	}
	before, _ := strconv.ParseInt(c.QueryParam("before"), 10, 64) // anything else is the first page
	list, err := p.Store.Notices(ctx, who.Partner.Partner, before, noticesShown+1)
	if err != nil {
		return err
	}
	page := views.Notices{Frame: f}
	if len(list) > noticesShown {
		list = list[:noticesShown]
		page.Older = f.Here.Home() + "/notices?before=" + strconv.FormatInt(list[noticesShown-1].ID, 10)
	}
	for _, n := range list {
		text := f.Site.Programme.DescribeNotice(n.Notice)
		page.List = append(page.List, views.Notice{
			Title: text.Title, Body: text.Body, On: n.On, URL: web.PartnerPath(n.Link, who.Partner.Slug), Unread: n.Seen.IsZero(), State: NoticeState(n.Kind, n.Accepted),
		})
		page.Newest = max(page.Newest, n.ID)
		page.Unread = page.Unread || n.Seen.IsZero()
	}
	return p.Render(c, http.StatusOK, views.NoticesPage(page))
}

// NoticeState is how a notice is marked.
func NoticeState(k program.NoticeKind, accepted bool) views.State {
	switch k {
	case program.NoticeGranted, program.NoticeRenewed, program.NoticeExtended, program.NoticeMoved, program.NoticeRecovered,
		program.NoticeLifted, program.NoticeReinstated:
		return views.Met
	case program.NoticeDecision, program.NoticeReviewed, program.NoticeAnswered:
		if accepted {
			return views.Met
		}
		return views.NotMet
	case program.NoticeEnded, program.NoticeRevoked, program.NoticeSuspended:
		return views.Ended
	}
	return views.Awaiting
}

// ReadNotices marks all notices as read up to the newest that was shown.
func (p *Portal) ReadNotices(c echo.Context, who *web.Identity) error {
	upTo, err := strconv.ParseInt(c.FormValue("newest"), 10, 64)
	if err != nil {
		return program.ErrInvalid
	}
	if err := p.Store.ReadNotices(c.Request().Context(), who.Partner.Partner, upTo); err != nil {
		return err
	}
	return p.See(c, partnerOf(who.Partner).Home()+"/notices")
}
