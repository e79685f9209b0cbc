package handlers

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/views"
)

const (
	compareMost    = 4           // columns side by side
	shortlistMost  = 12          // partners that a shortlist keeps
	shortlistName  = "shortlist" // the cookie: slugs joined by dots, readable by the page's script
	shortlistWeeks = 26
)

func (s *Server) compare(c echo.Context) error {
	snap := s.live.Current()
	asked := c.QueryParams()["p"]
	if len(asked) == 0 {
		// The cookie only decides where to go: the page itself is the same for everybody.
		if kept := readShortlist(c); len(kept) > 0 {
			c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
			return c.Redirect(http.StatusFound, compareAddress("/compare", kept[:min(len(kept), compareMost)]))
		}
	}
	view, err := s.loadCompare(c, snap, asked)
	if err != nil {
		return err
	}
	return s.showCompare(c, snap, view)
}

// showCompare does not cache the empty page: the same address redirects whoever has a shortlist.
func (s *Server) showCompare(c echo.Context, snap *Snapshot, view views.Compare) error {
	if len(c.QueryParams()["p"]) > 0 {
		return s.show(c, snap, views.ComparePageView(view))
	}
	var body bytes.Buffer
	if err := views.ComparePageView(view).Render(c.Request().Context(), &body); err != nil {
		return fmt.Errorf("render compare: %w", err)
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	s.cache.plain(http.StatusOK, echo.MIMETextHTMLCharsetUTF8, body.Bytes()).write(c.Response(), c.Request())
	return nil
}

func (s *Server) loadCompare(c echo.Context, snap *Snapshot, asked []string) (views.Compare, error) {
	var view views.Compare
	slugs := unique(asked)
	if view.TooMany = len(slugs) > compareMost; view.TooMany {
		slugs = slugs[:compareMost]
	}
	var names []string
	for _, slug := range slugs {
		profile, err := s.loadProfile(c, snap, slug)
		if errors.Is(err, program.ErrNotFound) {
			view.Missing = append(view.Missing, slug)
			continue
		}
		if err != nil {
			return view, err
		}
		card, _ := snap.Index.Card(slug)
		view.Partners = append(view.Partners, views.ComparePartner{Profile: profile, Hit: card})
		names = append(names, profile.Partner.Name)
	}
	title := "Compare partners"
	if len(names) > 1 {
		title = "Compare " + strings.Join(names, ", ")
	}
	view.Page = s.page(snap, title, "Partners side by side: labels, competencies, places, services and case studies.",
		compareAddress("/compare", slugs), "partners")
	view.NoIndex = len(view.Partners) < 2
	return view, nil
}

func compareAddress(path string, slugs []string) string {
	v := make([]string, len(slugs))
	for i, slug := range slugs {
		v[i] = "p=" + url.QueryEscape(slug)
	}
	return address(path, strings.Join(v, "&"))
}

// unique keeps the first of each, without empty ones.
func unique(slugs []string) []string {
	var out []string
	for _, s := range slugs {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func (s *Server) compareCSV(c echo.Context) error {
	snap := s.live.Current()
	view, err := s.loadCompare(c, snap, c.QueryParams()["p"])
	if err != nil {
		return err
	}
	if len(view.Partners) == 0 {
		return fmt.Errorf("compare as CSV: no partner named: %w", program.ErrInvalid)
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for _, row := range view.Table() {
		for i := range row {
			row[i] = web.Harmless(row[i])
		}
		if err := w.Write(row); err != nil {
			return fmt.Errorf("compare as CSV: %w", err)
		}
	}
	w.Flush()
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="partners.csv"`)
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", out.Bytes())
}

// shortlist adds or removes one partner and goes back to where the visitor was: the way without JavaScript.
func (s *Server) shortlist(c echo.Context) error {
	kept := readShortlist(c)
	if slug := c.FormValue("remove"); slug != "" {
		kept = slices.DeleteFunc(kept, func(k string) bool { return k == slug })
	}
	if slug := c.FormValue("add"); slug != "" {
		if _, ok := s.live.Current().Index.Card(slug); !ok {
			return fmt.Errorf("shortlist %q: %w", slug, program.ErrNotFound)
		}
		kept = unique(append(kept, slug))
		kept = kept[max(0, len(kept)-shortlistMost):]
	}
	cookie := &http.Cookie{
		Name: shortlistName, Value: strings.Join(kept, "."), Path: "/", SameSite: http.SameSiteLaxMode,
		MaxAge: shortlistWeeks * 7 * 86400, Secure: strings.HasPrefix(s.base, "https://"),
	}
	if len(kept) == 0 {
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
	return c.Redirect(http.StatusSeeOther, localPath(c.FormValue("back"), "/compare"))
}

// localPath lets a form say where to go back to, on this site only.
func localPath(back, otherwise string) string {
	u, err := url.Parse(back)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(back, "//") || strings.Contains(back, `\`) {
		return otherwise
	}
	return u.RequestURI()
}

// readShortlist reads the cookie; what is no slug is left out.
func readShortlist(c echo.Context) []string {
	cookie, err := c.Cookie(shortlistName)
	if err != nil {
		return nil
	}
	var out []string
	for slug := range strings.SplitSeq(cookie.Value, ".") {
		if isSlug(slug) && len(out) < shortlistMost {
			out = append(out, slug)
		}
	}
	return unique(out)
}

// maxSlug is the longest slug that is looked up.
const maxSlug = 120

func isSlug(s string) bool {
	if s == "" || len(s) > maxSlug {
		return false
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return false
		}
	}
	return true
}
