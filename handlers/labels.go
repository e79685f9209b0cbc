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
	"partnerdirectory/store"
	"partnerdirectory/views"
)

// label is the public proof of one label: the page, or with .svg behind the id its picture, with .json the signed credential. One
// that is over answers 410, with the same page as a tombstone.
func (s *Server) label(c echo.Context) error {
	snap := s.live.Current()
	ctx := c.Request().Context()
	id, picture := strings.CutSuffix(c.Param("id"), ".svg")
	id, record := strings.CutSuffix(id, ".json")
	label, partner, err := s.store.Label(ctx, id)
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
	status := http.StatusOK
	if over(label.State(snap.Day)) {
		status = http.StatusGone
	}
	if record {
		signed, err := s.credential(ctx, snap, label, sp, partner)
		if err != nil {
			return err
		}
		return s.document(c, snap, status, "application/ld+json", signed)
	}
	history, err := s.store.LabelHistory(ctx, id)
	if err != nil {
		return err
	}
	body, err := render(c, views.LabelProof(s.labelPage(snap, label, sp, partner, history)))
	if err != nil {
		return err
	}
	return s.sendStatus(c, snap, status, echo.MIMETextHTMLCharsetUTF8, body, false, &audience{how: onProof, partners: []program.PartnerID{partner.ID}})
}

// over reports whether a label in this state will not come back by itself.
func over(state program.StandingState) bool {
	return state == program.Ended || state == program.Revoked
}

func (s *Server) labelPage(snap *Snapshot, l program.Label, sp program.Specialization, partner program.Partner, history []store.LabelStep) views.LabelPage {
	path := "/labels/" + l.ID
	state := l.State(snap.Day)
	holds := "holds"
	if over(state) || state == program.Suspended {
		holds = "held"
	}
	view := views.LabelPage{
		Page: s.page(snap, sp.Name+" label of "+partner.Name,
			fmt.Sprintf("Proof of the %s label that %s %s: what was verified, by whom and until when.", sp.Name, partner.Name, holds),
			path, "partners"),
		ProfileLabel: views.ProfileLabel{Label: l, Specialization: sp},
		Partner:      partner,
		SVG:          path + ".svg",
		JSON:         path + ".json",
		Issuer:       s.issuer(snap.Programme).DID(),
		Shown:        l.Shown(snap.Day),
		State:        state,
	}
	for _, step := range history {
		if words := views.StepInWords(step.Kind); words != "" {
			view.Steps = append(view.Steps, views.LabelStep{On: step.On, Words: words})
		}
	}
	return view
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
	a.share()
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
