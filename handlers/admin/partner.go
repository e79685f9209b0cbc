package admin

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/portal"
	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// How much of each list the page of a partner shows.
const (
	shownEvidence = 25
	shownNotices  = 20
	shownEvents   = 30
	readEvents    = 1000 // looked at to say who decided what
)

// file is everything that the pages about one partner look at.
type file struct {
	id      program.PartnerID
	partner program.Partner
	head    adminviews.PartnerHead
	folder  *portal.Folder
	kept    []program.Standing
	ever    *program.Facts // today: with what counts no longer; in the past: what counted then
	events  []store.Event
	by      map[program.EvidenceID]string // see recordedBy
	current map[program.EvidenceID]bool   // see isCurrent
	today   program.Day
	p       *program.Programme
}

// open reads the file of the partner in the address, on the day that it asks for.
func (a *Admin) open(c echo.Context, who *web.Identity) (*file, error) {
	ctx := c.Request().Context()
	id, _, err := a.Store.PartnerBySlug(ctx, c.Param("partner"))
	if err != nil {
		return nil, err
	}
	f := &file{id: id, today: a.Today(), p: a.Site().Programme}
	if f.partner, err = a.Store.Partner(ctx, id); err != nil {
		return nil, err
	}
	f.head = adminviews.PartnerHead{
		Name: f.partner.Name, Slug: f.partner.Slug, Place: place(a.Site(), f.partner.Locations), On: f.today, Locked: ownPartner(who), Acts: who.Account.Staff == program.Admin,
	}
	if f.head.IntoName, f.head.IntoSlug, err = a.Store.WentInto(ctx, id); err != nil {
		return nil, err
	}
	f.chooseDay(c.QueryParam("on"))
	if f.events, err = a.Store.PartnerEvents(ctx, id, readEvents); err != nil {
		return nil, err
	}
	return f, a.readFacts(ctx, f)
}

// chooseDay takes the day that the address asks for, if it is one that is over.
func (f *file) chooseDay(text string) {
	if text == "" {
		return
	}
	on, err := program.ParseDay(text)
	switch {
	case err != nil:
		f.head.OnBad = "Write a day such as 2026-06-30. Today is shown."
	case on > f.today:
		f.head.OnBad = "This day is still to come. Today is shown."
	case on < f.partner.Joined:
		f.head.OnBad = "The partner joined on " + f.partner.Joined.Long() + ". Today is shown."
	case on < f.today:
		f.head.On, f.head.Past = on, true
	}
}

func (a *Admin) readFacts(ctx context.Context, f *file) error {
	var err error
	if f.head.Past {
		if f.folder, err = a.portal.FolderOn(ctx, f.id, f.head.On); err != nil {
			return err
		}
		f.ever = f.folder.Facts()
	} else {
		if f.folder, err = a.portal.FolderOf(ctx, f.id); err != nil {
			return err
		}
		if f.ever, err = a.Store.FactsEver(ctx, f.id); err != nil {
			return err
		}
	}
	f.kept, err = a.Store.StandingsOn(ctx, f.id, f.head.On)
	return err
}

// ownPartner returns why a reader does nothing to a partner; empty: they may.
func ownPartner(who *web.Identity) string {
	if who.Partner.Role == "" {
		return ""
	}
	return "You are a member of " + who.Partner.Name + ". Nobody decides on their own company; a colleague does."
}

// Partner shows everything about one partner.
func (a *Admin) Partner(c echo.Context, who *web.Identity) error {
	x, err := a.open(c, who)
	if err != nil {
		return err
	}
	f, err := a.portal.StaffFrame(c, who, x.partner.Name, "partners")
	if err != nil {
		return err
	}
	page := adminviews.Partner{
		Frame: f, PartnerHead: x.head, Address: "/partners/" + x.partner.Slug, Confirmed: x.partner.Confirmed, Joined: x.partner.Joined,
		People: x.people(),
	}
	page.Held, page.Begun, page.Others = x.standings()
	for _, kind := range evidenceKinds() {
		if l := x.evidence(kind, 1, shownEvidence); l.Total > 0 {
			page.Evidence = append(page.Evidence, l)
		}
	}
	page.Hands, page.HandsBefore = x.hands()
	if err := a.offerActs(c.Request().Context(), x, &page); err != nil {
		return err
	}
	if err := a.fillHistory(c.Request().Context(), x, &page); err != nil {
		return err
	}
	return a.Render(c, statusOfDay(x), adminviews.PartnerPage(page))
}

// mayAct reports whether the reader may act on the partner from what is shown.
func (x *file) mayAct() bool {
	return x.head.Acts && !x.head.Past && x.head.Locked == "" && x.head.IntoName == ""
}

// offerActs adds what can be done about the partner as a whole.
func (a *Admin) offerActs(ctx context.Context, x *file, page *adminviews.Partner) error {
	if !x.mayAct() {
		return nil
	}
	page.Actions = []portalviews.Action{{Text: "Facts cannot be had", URL: x.actURL("outage")}, {Text: "Merge another into it", URL: x.actURL("merge")}}
	kinds, err := a.Store.OutagesOf(ctx, x.id)
	for _, k := range kinds {
		page.Actions = append(page.Actions, portalviews.Action{Text: "End the outage of " + outageKind(k), URL: x.actURL("outage-over", "kind", string(k))})
	}
	return err
}

// statusOfDay answers a day that cannot be shown as any other form that was filled in wrong.
func statusOfDay(x *file) int {
	if x.head.OnBad != "" {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// standings lists where the partner stands: with a label that is or was there, begun, and not begun.
func (x *file) standings() (held, begun, others []adminviews.PartnerStanding) {
	for _, l := range x.folder.Standing(x.kept) {
		s := x.standing(&l)
		switch {
		case l.Label != nil || x.lastLabel(l.Specialization.Slug) != nil || importance(l.Standing.State) >= 0 && l.Standing.State != program.InProgress:
			held = append(held, s)
		case x.folder.Begun(&l):
			begun = append(begun, s)
		default:
			others = append(others, s)
		}
	}
	return held, begun, others
}

// lastLabel returns the label of a specialization that was granted last.
func (x *file) lastLabel(specialization string) *program.Label {
	var last *program.Label
	for i, l := range x.folder.Labels() {
		if l.Specialization == specialization && (last == nil || l.Granted >= last.Granted) {
			last = &x.folder.Labels()[i]
		}
	}
	return last
}

// standing says where the partner stands in one specialization, and why.
func (x *file) standing(l *portalviews.ProgressLine) adminviews.PartnerStanding {
	s := adminviews.PartnerStanding{
		Specialization: l.Specialization, URL: partnerURL(x.partner.Slug) + "/standing/" + l.Specialization.Slug,
		Met: strconv.Itoa(l.Standing.Met) + " of " + strconv.Itoa(l.Standing.Of) + " requirements met",
	}
	if x.head.Past {
		s.URL += "?on=" + x.head.On.String()
	}
	s.State, s.Word = standingInWords(l.Standing.State, l.Standing.AtRisk)
	label := x.lastLabel(l.Specialization.Slug)
	if l.Label != nil {
		s.Until = l.Label.Until
		if l.Label.Override != 0 {
			s.Why = append(s.Why, "Granted by hand until "+l.Label.Override.Long()+"; then the requirements decide.")
		}
		if l.Label.FailingSince != 0 && l.Label.FailingSince <= x.head.On {
			s.Why = append(s.Why, "In grace since "+l.Label.FailingSince.Long()+".")
		}
	} else if label != nil {
		s.Why = append(s.Why, endInWords(label))
	}
	s.Why = append(s.Why, x.orderedWhy(l.Specialization.Slug)...)
	unmet := portalviews.Unmet(x.folder.Steps(l))
	if len(unmet) == 0 && l.Label == nil && len(s.Why) == 0 {
		s.Why = append(s.Why, "Every requirement is met; the label is granted when the partner is evaluated next.")
	}
	if len(unmet) == 0 && l.Label != nil {
		s.Why = append(s.Why, "Every requirement is met.")
	}
	s.Why = append(s.Why, unmet...)
	return s
}

// orderedWhy says what orders by hand mean for a specialization on the day.
func (x *file) orderedWhy(specialization string) []string {
	var out []string
	for _, o := range x.folder.Facts().Orders {
		if o.Specialization != specialization || max(o.From, o.Given) > x.head.On || !x.orderInForce(&o) {
			continue
		}
		out = append(out, orderInWords(o.Kind)+" by "+o.By+" on "+max(o.From, o.Given).Long()+": "+o.Reason)
	}
	return out
}

// orderInForce reports whether an order still means something on the day that is shown: no later one took its place.
func (x *file) orderInForce(o *program.Order) bool {
	if o.Until != 0 && o.Until <= x.head.On || o.Superseded != 0 && o.Superseded <= x.head.On || o.Kind == program.Lift || o.Kind == program.Reinstate {
		return false
	}
	ends := map[program.OrderKind][]program.OrderKind{
		program.Suspend: {program.Lift, program.Suspend}, program.Revoke: {program.Reinstate}, program.Achieve: {program.Achieve},
	}[o.Kind]
	return !slices.ContainsFunc(x.folder.Facts().Orders, func(later program.Order) bool {
		begins := max(later.From, later.Given)
		return later.ID != o.ID && later.Specialization == o.Specialization && slices.Contains(ends, later.Kind) && begins <= x.head.On &&
			cmp.Or(cmp.Compare(begins, max(o.From, o.Given)), cmp.Compare(later.ID, o.ID)) > 0
	})
}

func orderInWords(k program.OrderKind) string {
	switch k {
	case program.Suspend:
		return "Suspended"
	case program.Lift:
		return "Suspension lifted"
	case program.Revoke:
		return "Revoked"
	case program.Reinstate:
		return "Reinstated"
	case program.Achieve:
		return "Granted by hand"
	}
	return string(k)
}

// endInWords says why a label ended.
func endInWords(l *program.Label) string {
	s := "Ended on " + l.Ended.Long()
	switch l.Reason {
	case program.EndLapsed:
		s += ": a requirement that is tested all the time was not met any more"
	case program.EndNotRenewed:
		s += ": it was not renewed"
	case program.EndRevoked:
		s = "Revoked on " + l.Ended.Long()
	case program.EndOverride:
		s += ": the time for which it was granted by hand was over"
	case program.EndMerged:
		s += ": another label of the same specialization goes on after two partners became one"
	}
	if l.EndedBy != "" {
		return s + ". What was missing: " + l.EndedBy
	}
	return s + "."
}

// StandingOfPartner shows why a partner has a label or not, and how it came to stand so.
func (a *Admin) StandingOfPartner(c echo.Context, who *web.Identity) error {
	x, err := a.open(c, who)
	if err != nil {
		return err
	}
	slug := c.Param("specialization")
	lines := x.folder.Standing(x.kept)
	i := slices.IndexFunc(lines, func(l portalviews.ProgressLine) bool { return l.Specialization.Slug == slug })
	if i < 0 {
		return fmt.Errorf("standing in %q: %w", slug, program.ErrNotFound)
	}
	l := lines[i]
	f, err := a.portal.StaffFrame(c, who, l.Specialization.Name+" of "+x.partner.Name, "partners")
	if err != nil {
		return err
	}
	page := adminviews.PartnerStandingPage{
		Frame: f, PartnerHead: x.head, Line: x.standing(&l), Version: l.Set.Version, Standing: l.Standing, Root: x.folder.Steps(&l),
	}
	page.Line.URL = partnerURL(x.partner.Slug) + "/standing/" + slug
	if x.mayAct() {
		page.Actions = x.actions(&l)
	}
	if l.Label != nil {
		page.Clock = x.folder.Clock(l.Label)
	}
	spans, err := a.Store.StandingHistory(c.Request().Context(), x.id, slug)
	if err != nil {
		return err
	}
	for _, s := range slices.Backward(spans) {
		span := adminviews.StandingSpan{From: s.At, Until: s.Until, Version: s.Version, Met: strconv.Itoa(s.Met) + " of " + strconv.Itoa(s.Of)}
		span.State, span.Word = standingInWords(s.State, s.AtRisk)
		page.Spans = append(page.Spans, span)
	}
	return a.Render(c, statusOfDay(x), adminviews.StandingOfPartner(page))
}

// fillHistory reads what was told, who belongs to the partner, and what happened.
func (a *Admin) fillHistory(ctx context.Context, x *file, page *adminviews.Partner) error {
	steps, err := a.Store.LabelStepsOf(ctx, x.id)
	if err != nil {
		return err
	}
	page.Labels = x.labels(steps)
	if x.head.Past {
		return nil
	}
	told, err := a.Store.Notices(ctx, x.id, 0, shownNotices)
	if err != nil {
		return err
	}
	for _, n := range told {
		text := x.p.DescribeNotice(n.Notice)
		page.Notices = append(page.Notices, portalviews.Notice{
			Title: text.Title, Body: text.Body, On: n.On, Unread: n.Seen.IsZero(), State: portal.NoticeState(n.Kind, n.Accepted),
		})
	}
	for _, e := range x.events[:min(len(x.events), shownEvents)] {
		event := adminviews.PartnerEvent{ID: e.ID, Moment: e.Moment, By: e.By, Action: e.Action, Why: e.Why}
		if x.mayAct() && x.mayUndo(&e) {
			event.Undo = x.actURL("undo", "event", strconv.FormatInt(e.ID, 10))
		}
		page.Events = append(page.Events, event)
	}
	if page.Acts {
		page.MoreEvents = "/admin/audit?kind=partner&subject=" + strconv.FormatInt(int64(x.id), 10)
	}
	return a.fillPeople(ctx, x, page)
}

func (a *Admin) fillPeople(ctx context.Context, x *file, page *adminviews.Partner) error {
	members, err := a.Store.Members(ctx, x.id)
	if err != nil {
		return err
	}
	for _, m := range members {
		page.Members = append(page.Members, adminviews.PartnerMember{
			Name: m.Account.Name, Email: m.Account.Email, Role: m.Role, Since: m.Since, Disabled: m.Account.Disabled,
		})
	}
	open, err := a.Store.Invitations(ctx, x.id)
	if err != nil {
		return err
	}
	for _, i := range open {
		page.Invitations = append(page.Invitations, adminviews.PartnerInvitation{Email: i.Email, Role: i.Role, By: i.Inviter, Expires: i.Expires})
	}
	n, err := a.Store.EnquiryCounts(ctx, x.id, x.today)
	page.Enquiries = []adminviews.Counted{{Name: "New", N: n.New}, {Name: "Being worked on", N: n.Active}, {Name: "Closed", N: n.Closed}}
	page.Overdue = n.Overdue
	return err
}

// labels tells the life of each label as far as the day that is shown, the newest first.
func (x *file) labels(steps map[string][]store.LabelStep) []adminviews.LabelLife {
	var out []adminviews.LabelLife
	for _, l := range slices.Backward(x.folder.Labels()) {
		s, _ := x.p.Specialization(l.Specialization)
		life := adminviews.LabelLife{Name: s.Name, Proof: "/labels/" + l.ID, Version: l.Version}
		life.State, life.Word = standingInWords(l.State(x.head.On), false)
		switch absent := l.Absent(x.head.On); {
		case l.Ended != 0 && l.Ended <= x.head.On:
			life.Why = endInWords(&l)
		case absent != nil:
			life.Until, life.Why = l.Until, "Not shown since "+absent.From.Long()+": "+absent.Reason
		default:
			life.Until = l.Until
		}
		for _, step := range steps[l.ID] {
			if step.On <= x.head.On {
				life.Steps = append(life.Steps, adminviews.LabelStep{On: step.On, Text: step.Kind})
			}
		}
		out = append(out, life)
	}
	return out
}

// people counts who holds a certification and is still there.
func (x *file) people() int {
	seen := map[int64]bool{}
	for _, h := range x.folder.Facts().Holdings {
		if h.Left == 0 || h.Left > x.head.On {
			seen[h.Person] = true
		}
	}
	return len(seen)
}
