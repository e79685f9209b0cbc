package handlers

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/badge"
	"partnerdirectory/program"
	"partnerdirectory/search"
	"partnerdirectory/views"
)

// label is the public proof of one label: the page, or with .svg behind the id its picture.
func (s *Server) label(c echo.Context) error {
	snap := s.live.Current()
	id, picture := strings.CutSuffix(c.Param("id"), ".svg")
	label, partner, err := s.store.Label(c.Request().Context(), id)
	if err != nil {
		return fmt.Errorf("label %q: %w", id, err)
	}
	sp, ok := snap.Programme.Specialization(label.Specialization)
	if !ok {
		return fmt.Errorf("label %q: specialization %q: %w", id, label.Specialization, program.ErrNotFound)
	}
	if picture {
		return s.labelPicture(c, snap, label, sp, partner.Name)
	}
	path := "/labels/" + id
	view := views.LabelPage{
		Page: s.page(snap, sp.Name+" label of "+partner.Name,
			fmt.Sprintf("Proof of the %s label that %s holds or held: what was verified, by whom and until when.", sp.Name, partner.Name),
			path, "partners"),
		ProfileLabel: views.ProfileLabel{Label: label, Specialization: sp},
		Partner:      partner,
		SVG:          path + ".svg",
		Shown:        label.Shown(snap.Day),
	}
	return s.show(c, snap, views.LabelProof(view))
}

// pictureSize is the height of a label's picture in CSS pixels when ?size= does not say.
const pictureSize = 120

// labelPicture is for showing elsewhere: any site may embed it, and it always tells today's state.
func (s *Server) labelPicture(c echo.Context, snap *Snapshot, l program.Label, sp program.Specialization, partner string) error {
	size, err := strconv.Atoi(c.QueryParam("size"))
	if err != nil {
		size = pictureSize
	}
	svg := badge.SVG(badge.Badge{
		Name: sp.Name, Area: sp.Area, Glyph: sp.Glyph, Partner: partner,
		Granted: l.Granted, Renewed: l.Renewed, Until: l.Until, Ended: l.Ended, At: snap.Day, State: l.State(snap.Day),
		Size: size, Theme: badge.Theme(c.QueryParam("theme")),
	})
	a := s.cache.newAnswer("image/svg+xml", svg, snap.version())
	c.Response().Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	a.write(c.Response(), c.Request())
	return nil
}

func (s *Server) about(c echo.Context) error {
	snap := s.live.Current()
	view := views.About{
		Page: s.page(snap, "What a label tells you",
			"Competency and specialization side by side, how verification works, how long a label lasts, and how search results are ranked.",
			"/about/labels", "about"),
		Settings: snap.Programme.Settings, Ranking: search.RankingRule(),
	}
	if len(snap.Recent) > 0 {
		example := profileLabels(snap.Programme, []program.Label{snap.Recent[0].Label})
		if len(example) > 0 {
			view.Example = &example[0]
		}
	}
	return s.show(c, snap, views.AboutLabels(view))
}

func (s *Server) favicon(c echo.Context) error {
	return c.Redirect(http.StatusMovedPermanently, s.asset.Icon)
}
