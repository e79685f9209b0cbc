package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/portal"
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// deed is one thing that staff do to a partner by hand. Its page asks for what it needs and for a reason, shows what it would do,
// and does it when that is confirmed.
type deed struct {
	heading string
	line    string // what it does, in a sentence or two
	button  string
	danger  bool
	keep    url.Values // of the address, sent along with the form
	fields  func(e *deedForm)
	facts   []portalviews.Fact // what stands there now
	compare *adminviews.Comparison
	also    string                                                          // what it does besides what the rules say
	do      func(ctx context.Context, in *store.Store, act store.Act) error // writes to in only
	done    string                                                          // says that it was done
	refuses func(ctx context.Context, who *web.Identity) error              // what only this deed forbids
}

// deeds makes a deed of what the address asks for; each by its name in addresses.
func deeds() map[string]func(a *Admin, c echo.Context, x *file) (*deed, error) {
	return map[string]func(a *Admin, c echo.Context, x *file) (*deed, error){
		"suspend": suspendDeed, "lift": liftDeed, "revoke": revokeDeed, "reinstate": reinstateDeed, "achieve": achieveDeed,
		"waive": waiveDeed, "allow": allowDeed, "outage": outageDeed, "outage-over": outageOverDeed,
		"correct": correctDeed, "take-back": takeBackDeed, "undo": undoDeed, "override": overrideDeed, "merge": mergeDeed,
	}
}

// Deed is the page of a deed, empty or as it was filled in: it asks, shows the effect, and does what is confirmed.
func (a *Admin) Deed(c echo.Context, who *web.Identity) error {
	x, d, err := a.deed(c, who)
	if err != nil {
		return err
	}
	e := &deedForm{}
	d.fields(e)
	e.reason()
	return a.drawDeed(c, who, x, d, e, http.StatusOK, nil)
}

func (a *Admin) deed(c echo.Context, who *web.Identity) (*file, *deed, error) {
	begin, known := deeds()[c.Param("act")]
	if !known {
		return nil, nil, fmt.Errorf("act %q: %w", c.Param("act"), program.ErrNotFound)
	}
	x, err := a.open(c, who)
	if err != nil {
		return nil, nil, err
	}
	if x.head.Locked != "" {
		return nil, nil, refuse(x.head.Locked)
	}
	if x.head.IntoName != "" {
		return nil, nil, web.Refusal{
			Status: http.StatusConflict, Heading: "This partner went into another",
			Text: x.head.Name + " went into " + x.head.IntoName + ", which has everything that it had. Nothing was saved; act on that partner instead.",
		}
	}
	d, err := begin(a, c, x)
	return x, d, err
}

// Act answers the form of a deed. Sending it twice does it once.
func (a *Admin) Act(c echo.Context, who *web.Identity) error {
	if c.FormValue("do") != "confirm" {
		_, err := a.act(c, who)
		return err
	}
	return a.Once(c, who, func() (string, error) { return a.act(c, who) })
}

func (a *Admin) act(c echo.Context, who *web.Identity) (string, error) {
	x, d, err := a.deed(c, who)
	if err != nil {
		return "", err
	}
	e := &deedForm{typed: func(name string) string { return typed(c, name) }}
	d.fields(e)
	act := a.portal.Act(c, who)
	act.Why = e.reason()
	if len(e.bad) > 0 {
		return "", a.drawDeed(c, who, x, d, e, http.StatusUnprocessableEntity, nil)
	}
	ctx := c.Request().Context()
	if d.refuses != nil {
		if err := d.refuses(ctx, who); err != nil {
			return "", err
		}
	}
	do := func(in *store.Store) error { return d.do(ctx, in, act) }
	if c.FormValue("do") != "confirm" {
		effect, err := a.Store.Rehearse(ctx, x.id, x.today, do)
		return "", a.drawEffect(c, who, x, d, e, effect, err, "")
	}
	err = a.Store.Perform(ctx, x.id, x.today, c.FormValue("effect"), do)
	var other *store.Unforeseen
	switch {
	case errors.As(err, &other):
		return "", a.drawEffect(c, who, x, d, e, other.Effect, nil, "Nothing was done yet: what it would do is not what you were shown. Look at it again.")
	case err != nil:
		return "", a.drawEffect(c, who, x, d, e, store.Effect{}, err, "")
	}
	return partnerURL(x.partner.Slug), a.Flash(c, d.done)
}

// drawEffect shows what a deed would do, or why it cannot be done.
func (a *Admin) drawEffect(c echo.Context, who *web.Identity, x *file, d *deed, e *deedForm, effect store.Effect, err error, changed string) error {
	if errors.Is(err, program.ErrInvalid) || errors.Is(err, program.ErrConflict) || errors.Is(err, program.ErrNotFound) {
		e.wrong("reason", "This cannot be done: "+cause(err)+" Nothing was saved.")
		return a.drawDeed(c, who, x, d, e, http.StatusUnprocessableEntity, nil)
	}
	if err != nil {
		return err
	}
	out := &adminviews.DeedEffect{
		Changed: changed, Also: d.also,
		Outcome: outcome(x.p, x.partner.Name, "What it would do", "No label and no requirement is touched: every requirement finds the same as before.", effect.Consequences),
	}
	if out.Digest, err = effect.Digest(); err != nil {
		return err
	}
	for _, n := range effect.Notices {
		text := x.p.DescribeNotice(n)
		out.Notices = append(out.Notices, portalviews.Notice{Title: text.Title, Body: text.Body, On: n.On, State: portal.NoticeState(n.Kind, n.Accepted)})
	}
	status := http.StatusOK
	if changed != "" {
		status = http.StatusConflict
	}
	return a.drawDeed(c, who, x, d, e, status, out)
}

// cause words why the rules refuse something.
func cause(err error) string {
	switch {
	case errors.Is(err, program.ErrConflict):
		return "it is so already, or it changed meanwhile."
	case errors.Is(err, program.ErrNotFound):
		return "what it is about is not there any more."
	}
	return "the programme’s rules do not allow it with these values. Check the days and the choice above."
}

func (a *Admin) drawDeed(c echo.Context, who *web.Identity, x *file, d *deed, e *deedForm, status int, effect *adminviews.DeedEffect) error {
	f, err := a.portal.StaffFrame(c, who, d.heading, "partners")
	if err != nil {
		return err
	}
	page := adminviews.Deed{
		Frame: f, PartnerHead: x.head, Heading: d.heading, Line: d.line, Button: d.button, Danger: d.danger, Facts: d.facts, Compare: d.compare,
		Fields: e.drawn(), Effect: effect, Action: partnerURL(x.partner.Slug) + "/acts/" + c.Param("act") + queryOf(d.keep),
	}
	return a.Render(c, status, adminviews.DeedPage(page))
}

func queryOf(v url.Values) string {
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// actURL is the page of a deed on a partner.
func (x *file) actURL(act string, about ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(about); i += 2 {
		v.Set(about[i], about[i+1])
	}
	return partnerURL(x.partner.Slug) + "/acts/" + act + queryOf(v)
}

// about reads the specialization that a deed is about.
func (x *file) about(c echo.Context) (program.Specialization, url.Values, error) {
	slug := c.QueryParam("specialization")
	s, known := x.p.Specialization(slug)
	if !known {
		return s, nil, fmt.Errorf("specialization %q: %w", slug, program.ErrNotFound)
	}
	return s, url.Values{"specialization": {slug}}, nil
}

// orderFor makes the deed of an order without fields of its own.
func orderFor(x *file, c echo.Context, o program.Order, d deed) (*deed, *program.Order, error) {
	s, keep, err := x.about(c)
	if err != nil {
		return nil, nil, err
	}
	o.Specialization = s.Slug
	r := strings.NewReplacer("{label}", s.Name, "{partner}", x.partner.Name)
	d.heading, d.line, d.done, d.button = r.Replace(d.heading), r.Replace(d.line), r.Replace(d.done), r.Replace(d.button)
	d.keep = keep
	if d.fields == nil {
		d.fields = func(*deedForm) {}
	}
	d.do = func(ctx context.Context, in *store.Store, act store.Act) error {
		_, err := in.Order(ctx, act, x.id, o, x.today)
		return err
	}
	return &d, &o, nil
}

// until asks for the day on which an order is over.
func until(e *deedForm, x *file, v *program.Day, hint string, optional bool) {
	e.day("until", "Until", hint, v, optional)
	if e.typed != nil && *v != 0 && *v <= x.today {
		e.wrong("until", "This day is not to come. Today is "+x.today.Long()+".")
	}
}

func suspendDeed(_ *Admin, c echo.Context, x *file) (*deed, error) {
	var day program.Day
	d := deed{
		heading: "Suspend {label} of {partner}", button: "Suspend {label}", danger: true,
		line: "The label is not shown to anybody while it is suspended. Its term goes on. Lifting the suspension shows it again.",
		done: "{label} of {partner} is suspended.",
	}
	d.fields = func(e *deedForm) {
		until(e, x, &day, "The first day on which it is shown again. Empty: until somebody lifts it.", true)
	}
	out, o, err := orderFor(x, c, program.Order{Kind: program.Suspend}, d)
	return dated(out, o, &day), err
}

// dated lets an order end on the day that the form asks for.
func dated(d *deed, o *program.Order, day *program.Day) *deed {
	if d == nil {
		return nil
	}
	do, order := d.do, o
	d.do = func(ctx context.Context, in *store.Store, act store.Act) error {
		order.Until = *day
		return do(ctx, in, act)
	}
	return d
}

func liftDeed(_ *Admin, c echo.Context, x *file) (*deed, error) {
	d, _, err := orderFor(x, c, program.Order{Kind: program.Lift}, deed{
		heading: "Lift the suspension of {label} of {partner}", button: "Lift the suspension",
		line: "The label is shown again, with the term that it has.", done: "{label} of {partner} is shown again.",
	})
	return d, err
}

func revokeDeed(_ *Admin, c echo.Context, x *file) (*deed, error) {
	d, _, err := orderFor(x, c, program.Order{Kind: program.Revoke}, deed{
		heading: "Revoke {label} of {partner}", button: "Revoke {label}", danger: true,
		line: "The label ends today and its proof says that it was revoked. None is granted again, whatever the partner hands in, until somebody reinstates it.",
		done: "{label} of {partner} is revoked.",
	})
	return d, err
}

func reinstateDeed(_ *Admin, c echo.Context, x *file) (*deed, error) {
	d, _, err := orderFor(x, c, program.Order{Kind: program.Reinstate}, deed{
		heading: "Reinstate {label} of {partner}", button: "Reinstate {label}",
		line: "The revoked label comes back with the clock that it had, and labels can be granted again.", done: "{label} of {partner} is reinstated.",
	})
	return d, err
}

func achieveDeed(_ *Admin, c echo.Context, x *file) (*deed, error) {
	day := x.today.AddMonths(3)
	d := deed{
		heading: "Grant {label} to {partner} by hand", button: "Grant {label}",
		line: "The label is granted, or kept, though requirements are not met. On the day on which that is over the requirements decide again.",
		done: "{label} of {partner} is granted by hand.",
	}
	d.fields = func(e *deedForm) { until(e, x, &day, "The day on which the requirements decide again.", false) }
	out, o, err := orderFor(x, c, program.Order{Kind: program.Achieve}, d)
	return dated(out, o, &day), err
}

// leaves lists the requirements of the set that the partner is judged on, as choices.
func (x *file) leaves(specialization string) []portalviews.Choice {
	out := []portalviews.Choice{{Label: "Choose"}}
	set, ok := x.folder.JudgedOn(specialization)
	if !ok {
		return out
	}
	var walk func(n *program.Node)
	walk = func(n *program.Node) {
		if n.Op == program.Leaf {
			out = append(out, portalviews.Choice{Value: n.ID, Label: n.Requirement.Title})
		}
		for i := range n.Children {
			walk(&n.Children[i])
		}
	}
	walk(&set.Root)
	return out
}

func waiveDeed(_ *Admin, c echo.Context, x *file) (*deed, error) {
	s, keep, err := x.about(c)
	if err != nil {
		return nil, err
	}
	node, day := c.QueryParam("requirement"), x.today.AddMonths(3)
	return &deed{
		heading: "Waive a requirement of " + s.Name + " for " + x.partner.Name, button: "Waive it", keep: keep,
		line: "The partner is spared one requirement until a day. The waiver can be taken back before.",
		fields: func(e *deedForm) {
			e.choice("requirement", "Requirement", "", &node, x.leaves(s.Slug))
			until(e, x, &day, "The first day on which it is asked for again.", false)
		},
		do: func(ctx context.Context, in *store.Store, act store.Act) error {
			_, err := in.Waive(ctx, act, x.id, s.Slug, node, day, x.today)
			return err
		},
		done: "A requirement of " + s.Name + " is waived for " + x.partner.Name + ".",
	}, nil
}

// allowances lists what can be given by hand in a specialization: modules of reviews and indicators of scorecards.
func (x *file) allowances(specialization string) []portalviews.Choice {
	out := []portalviews.Choice{{Label: "Choose"}}
	set, ok := x.folder.JudgedOn(specialization)
	if !ok {
		return out
	}
	portal.EachLeaf(&set.Root, func(r *program.Requirement) {
		if r.Review != nil {
			for _, m := range r.Review.Modules {
				out = append(out, portalviews.Choice{Value: "module " + m.Slug, Label: "Module: " + m.Name})
			}
		}
		if r.Scorecard != nil {
			for _, i := range r.Scorecard.Indicators {
				out = append(out, portalviews.Choice{Value: "indicator " + i.ID, Label: "Points of the scorecard: " + i.Name})
			}
		}
	})
	return out
}

func allowDeed(_ *Admin, c echo.Context, x *file) (*deed, error) {
	s, keep, err := x.about(c)
	if err != nil {
		return nil, err
	}
	choices := x.allowances(s.Slug)
	if len(choices) == 1 {
		return nil, web.Refusal{
			Status: http.StatusConflict, Heading: "There is nothing to allow",
			Text: "The requirements of " + s.Name + " ask for no module of a review and have no scorecard. You can waive a requirement instead.",
		}
	}
	what, points, day := "", 1.0, x.today.AddMonths(12)
	scored := slices.ContainsFunc(choices, func(c portalviews.Choice) bool { return strings.HasPrefix(c.Value, "indicator ") })
	return &deed{
		heading: "Allow something in " + s.Name + " for " + x.partner.Name, button: "Allow it", keep: keep,
		line: "A module of a review counts as passed, or an indicator of a scorecard brings at least so many points, until a day.",
		fields: func(e *deedForm) {
			e.choice("what", "What is allowed", "", &what, choices)
			if scored {
				e.number("points", "Points", "Of an indicator; a module has none.", &points)
			}
			until(e, x, &day, "The first day on which it no longer holds. Empty: it lasts.", true)
		},
		do: func(ctx context.Context, in *store.Store, act store.Act) error {
			o := program.Allowance{Specialization: s.Slug, Until: day}
			switch kind, name, _ := strings.Cut(what, " "); kind {
			case "module":
				o.Module = name
			default:
				o.Indicator, o.Points = name, points
			}
			_, err := in.Allow(ctx, act, x.id, o, x.today)
			return err
		},
		done: "Allowed in " + s.Name + " for " + x.partner.Name + ".",
	}, nil
}

func outageKinds() []program.Kind {
	return []program.Kind{
		program.OfCompetency, program.OfPerformance, program.OfPeople, program.OfReferences, program.OfCaseStudies, program.OfReview,
		program.OfRecognition, program.OfDocument, program.OfScorecard,
	}
}

func outageDeed(_ *Admin, _ echo.Context, x *file) (*deed, error) {
	kind, choices := "", []portalviews.Choice{{Label: "Choose"}}
	for _, k := range outageKinds() {
		choices = append(choices, portalviews.Choice{Value: string(k), Label: "Requirements of " + outageKind(k)})
	}
	return &deed{
		heading: "Facts of " + x.partner.Name + " cannot be had", button: "Begin the outage",
		line:   "From today the partner does not fail by the absence of facts of one kind: its requirements are unknown and not failed, until the outage is over.",
		fields: func(e *deedForm) { e.choice("kind", "Facts that cannot be had", "", &kind, choices) },
		do: func(ctx context.Context, in *store.Store, act store.Act) error {
			return in.BeginOutageOf(ctx, act, x.id, program.Kind(kind), x.today)
		},
		done: "The outage has begun.",
	}, nil
}

func outageOverDeed(_ *Admin, c echo.Context, x *file) (*deed, error) {
	kind := program.Kind(c.QueryParam("kind"))
	if !slices.Contains(outageKinds(), kind) {
		return nil, fmt.Errorf("outage of %q: %w", kind, program.ErrNotFound)
	}
	return &deed{
		heading: "The outage of " + outageKind(kind) + " of " + x.partner.Name + " is over", button: "End the outage",
		line: "From today what is missing is missing again.", keep: url.Values{"kind": {string(kind)}}, fields: func(*deedForm) {},
		do: func(ctx context.Context, in *store.Store, act store.Act) error {
			return in.EndOutageOf(ctx, act, x.id, kind, x.today)
		},
		done: "The outage is over.",
	}, nil
}

// evidenceID reads the fact that a deed is about.
func evidenceID(c echo.Context) program.EvidenceID {
	n, _ := strconv.ParseInt(c.QueryParam("fact"), 10, 64) // anything else is no fact
	return program.EvidenceID(n)
}
