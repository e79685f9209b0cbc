package admin

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// A correction is a new fact in the place of a wrong one: the days before today stay as they were judged.

// rightFacts returns a fact of some kind by itself, to be put right, and the form that puts it right.
func (x *file) rightFacts(kind string, id program.EvidenceID) (*program.Facts, func(e *deedForm)) {
	all := x.folder.Facts()
	out := &program.Facts{}
	switch kind {
	case "attainments":
		f := one(all.Attainments, &out.Attainments, func(f *program.Attainment) bool { return f.ID == id })
		return out, form1(f, x.attainmentForm)
	case "certifications":
		f := one(all.Holdings, &out.Holdings, func(f *program.Holding) bool { return f.ID == id })
		return out, form1(f, x.holdingForm)
	case "references":
		f := one(all.References, &out.References, func(f *program.Reference) bool { return f.ID == id })
		return out, form1(f, x.referenceForm)
	case "reviews":
		f := one(all.Reviews, &out.Reviews, func(f *program.Review) bool { return f.ID == id })
		return out, form1(f, x.reviewFactForm)
	case "memberships":
		f := one(all.Recognitions, &out.Recognitions, func(f *program.Recognition) bool { return f.ID == id })
		return out, form1(f, func(e *deedForm, f *program.Recognition) {
			e.day("from", "From", "", &f.From, false)
			e.day("until", "Until", "Empty: it lasts.", &f.Until, true)
			x.decidedToday(e, &f.Verification)
		})
	case "documents":
		f := one(all.Documents, &out.Documents, func(f *program.Document) bool { return f.ID == id })
		return out, form1(f, func(e *deedForm, f *program.Document) {
			e.day("issued", "Issued on", "", &f.Issued, false)
			e.day("until", "Valid until", "The first day on which it is no longer valid. Empty: it says none.", &f.Until, true)
			x.decidedToday(e, &f.Verification)
		})
	}
	return x.rightVendorFacts(kind, id)
}

// rightVendorFacts is rightFacts of what the vendor itself keeps.
func (x *file) rightVendorFacts(kind string, id program.EvidenceID) (*program.Facts, func(e *deedForm)) {
	all := x.folder.Facts()
	out := &program.Facts{}
	switch kind {
	case "figures":
		f := one(all.Metrics, &out.Metrics, func(f *program.MetricValue) bool { return f.ID == id })
		return out, form1(f, func(e *deedForm, f *program.MetricValue) {
			e.number("value", "Value", "", &f.Value)
			e.text("customer", "Customer", "", &f.Customer, false)
			f.Recorded = x.today
		})
	case "baselines":
		f := one(all.Baselines, &out.Baselines, func(f *program.Baseline) bool { return f.ID == id })
		return out, form1(f, func(e *deedForm, f *program.Baseline) {
			e.number("value", "Value", "", &f.Value)
			e.day("taken", "Taken on", "", &f.Taken, false)
			f.Recorded = x.today
		})
	case "circumstances":
		f := one(all.Circumstances, &out.Circumstances, func(f *program.Circumstance) bool { return f.ID == id })
		return out, form1(f, func(e *deedForm, f *program.Circumstance) {
			e.text("market", "Market class", "", &f.Market, true)
			e.day("anniversary", "A day on which the programme year begins", "", &f.Anniversary, true)
		})
	case "associations":
		f := one(all.Associations, &out.Associations, func(f *program.Association) bool { return f.ID == id })
		return out, form1(f, func(e *deedForm, f *program.Association) {
			e.yes("here", "Works for", &f.Here, "This partner", "Another partner")
			e.day("from", "From", "", &f.From, false)
			e.day("until", "Until", "Empty: until another association begins.", &f.Until, true)
			f.Recorded = x.today
		})
	}
	return out, nil
}

// one puts the fact that is meant into a list by itself and returns it, nil when there is none.
func one[T any](list []T, into *[]T, meant func(*T) bool) *T {
	for i := range list {
		if meant(&list[i]) {
			*into = []T{list[i]}
			return &(*into)[0]
		}
	}
	return nil
}

// form1 is the form of a fact that is there.
func form1[T any](f *T, fields func(e *deedForm, f *T)) func(e *deedForm) {
	if f == nil {
		return nil
	}
	return func(e *deedForm) { fields(e, f) }
}

// decidedToday lets a correction of evidence that was decided count as decided by hand today.
func (x *file) decidedToday(e *deedForm, v *program.Verification) {
	if e.typed != nil && (v.Decision == program.Accepted || v.Decision == program.Rejected) {
		v.Decided, v.Mode = max(v.Decided, x.today), program.Manual
	}
}

func (x *file) attainmentForm(e *deedForm, f *program.Attainment) {
	level := string(f.Level)
	var levels []portalviews.Choice
	c, _ := x.p.Competency(f.Competency)
	for _, l := range c.Levels {
		levels = append(levels, portalviews.Choice{Value: string(l), Label: l.Name()})
	}
	e.choice("level", "Level", "", &level, levels)
	f.Level = program.Level(level)
	e.day("from", "From", "", &f.From, false)
	e.day("until", "Until", "The anniversary, by which it must have been renewed. Empty: it is open.", &f.Until, true)
	x.decidedToday(e, &f.Verification)
}

func (x *file) holdingForm(e *deedForm, f *program.Holding) {
	var codes []portalviews.Choice
	for _, c := range x.p.Certifications {
		codes = append(codes, portalviews.Choice{Value: c.Code, Label: c.Title})
	}
	e.text("name", "Person", "", &f.Name, false)
	e.choice("code", "Certification", "", &f.Code, codes)
	e.day("earned", "Earned on", "", &f.Earned, false)
	e.day("expires", "Valid until", "Empty: it does not run out.", &f.Expires, true)
	e.day("joined", "With the partner since", "", &f.Joined, true)
	e.day("left", "Left on", "Empty: still with the partner.", &f.Left, true)
	e.text("location", "Location", "", &f.Location, true)
	x.decidedToday(e, &f.Verification)
}

func (x *file) referenceForm(e *deedForm, f *program.Reference) {
	e.text("customer", "Customer", "", &f.Customer, false)
	e.day("finished", "Project finished on", "", &f.Finished, false)
	e.day("expires", "Expires on", "Empty: it does not.", &f.Expires, true)
	used := cmp.Or(f.AssignedTo, "none")
	choices := []portalviews.Choice{{Value: "none", Label: "Nothing yet"}}
	for _, s := range x.p.Specializations {
		choices = append(choices, portalviews.Choice{Value: s.Slug, Label: s.Name})
	}
	for _, c := range x.p.Competencies {
		choices = append(choices, portalviews.Choice{Value: c.Slug, Label: c.Name + " (competency)"})
	}
	if !slices.ContainsFunc(choices, func(c portalviews.Choice) bool { return c.Value == used }) {
		choices = append(choices, portalviews.Choice{Value: used, Label: used})
	}
	e.choice("used", "Used for", "", &used, choices)
	if used == "none" {
		used = ""
	}
	if used != f.AssignedTo {
		f.AssignedTo, f.AssignedNode, f.Assigned = used, "", x.today
	}
	x.decidedToday(e, &f.Verification)
}

func (x *file) reviewFactForm(e *deedForm, f *program.Review) {
	e.text("firm", "Firm", "", &f.Firm, false)
	e.day("held", "Held on", "", &f.Held, false)
	e.yes("passed", "Result", &f.Passed, "Passed", "Not passed")
	e.list("modules", "Modules passed", "Their short names, such as they stand here, divided by commas.", &f.Modules, func(string) bool { return true })
	e.text("checklist", "Checklist", "Its version.", &f.Checklist, true)
	x.decidedToday(e, &f.Verification)
}

// factOf finds the fact that a deed is about among those that count.
func (x *file) factOf(c echo.Context) (evidenceKind, fact, url.Values, error) {
	kind, id := c.QueryParam("kind"), evidenceID(c)
	i := slices.IndexFunc(evidenceKinds(), func(k evidenceKind) bool { return k.slug == kind })
	if i >= 0 {
		for _, f := range evidenceKinds()[i].list(x) {
			if f.id == id && x.counts(&f) {
				return evidenceKinds()[i], f, url.Values{"kind": {kind}, "fact": {strconv.FormatInt(int64(id), 10)}}, nil
			}
		}
	}
	return evidenceKind{}, fact{}, nil, fmt.Errorf("fact %d of kind %q: %w", id, kind, program.ErrNotFound)
}

// says lists what a fact says and how it was verified.
func (x *file) says(kind evidenceKind, f *fact) []portalviews.Fact {
	row := x.evidenceRow(kind, f)
	out := []portalviews.Fact{text(kind.heading, row.Title), text("It says", row.Line)}
	if row.Word != "" {
		out = append(out, text("Verification", row.Word))
	}
	if row.By != "" {
		out = append(out, text("By", row.By))
	}
	return out
}

func correctDeed(a *Admin, c echo.Context, x *file) (*deed, error) {
	kind, f, keep, err := x.factOf(c)
	if err != nil {
		return nil, err
	}
	d := &deed{
		heading: "Correct a fact of " + x.partner.Name, button: "Correct it", keep: keep, facts: x.says(kind, &f),
		line: "From today the right fact takes the place of the wrong one. Days before today stay as they were judged, and the wrong fact stays in the history.",
		done: "Corrected: " + f.title + ".",
	}
	if kind.slug == "case-studies" {
		return d, a.correctStory(c.Request().Context(), x, d, f.id)
	}
	facts, fields := x.rightFacts(kind.slug, f.id)
	if fields == nil {
		return nil, fmt.Errorf("fact %d: %w", f.id, program.ErrNotFound)
	}
	d.fields = fields
	d.do = func(ctx context.Context, in *store.Store, act store.Act) error {
		again := *facts // each time it is tried it is numbered anew
		return in.Correct(ctx, act, x.id, []program.EvidenceID{f.id}, &again, x.today)
	}
	return d, nil
}

// correctStory puts a case study right as evidence: what it shows and when it was published. Its text is the partner's.
func (a *Admin) correctStory(ctx context.Context, x *file, d *deed, id program.EvidenceID) error {
	story, err := a.Store.CaseOf(ctx, x.id, id)
	if err != nil {
		return err
	}
	d.fields = func(e *deedForm) {
		e.list("specializations", "About", "The short names of specializations, divided by commas.", &story.Specializations, func(slug string) bool {
			_, known := x.p.Specialization(slug)
			return known
		})
		e.day("published", "Published on", "", &story.Published, false)
		x.decidedToday(e, &story.Verification)
	}
	d.also = "The public page of the case study follows at once."
	d.do = func(ctx context.Context, in *store.Store, act store.Act) error {
		return in.CorrectCase(ctx, act, x.id, id, story, x.today)
	}
	return nil
}

func takeBackDeed(_ *Admin, c echo.Context, x *file) (*deed, error) {
	id := evidenceID(c)
	d := &deed{heading: "Take back what was decided by hand", button: "Take it back", line: "From today it no longer counts. It stays in the history.", done: "Taken back."}
	if c.QueryParam("kind") == handKind {
		h, ok := x.hand(id)
		if !ok {
			return nil, fmt.Errorf("decision %d by hand: %w", id, program.ErrNotFound)
		}
		d.keep = url.Values{"kind": {handKind}, "fact": {strconv.FormatInt(int64(id), 10)}}
		d.facts = []portalviews.Fact{text("Decided", h.Text), text("Since", h.Note), text("Reason", h.Reason)}
	} else {
		kind, f, keep, err := x.factOf(c)
		if err != nil {
			return nil, err
		}
		d.heading, d.keep, d.facts, d.done = "Take back a fact of "+x.partner.Name, keep, x.says(kind, &f), "Taken back: "+f.title+"."
		d.danger = true
		if kind.slug == "case-studies" {
			d.also = "The case study is no longer public."
		}
	}
	d.fields = func(*deedForm) {}
	d.do = func(ctx context.Context, in *store.Store, act store.Act) error {
		return in.TakeBack(ctx, act, x.id, []program.EvidenceID{id}, x.today)
	}
	return d, nil
}

// overrideDeed decides evidence anew that was decided.
func overrideDeed(_ *Admin, c echo.Context, x *file) (*deed, error) {
	kind, f, keep, err := x.factOf(c)
	if err != nil {
		return nil, err
	}
	if kind.queue == "" || f.v.Decision != program.Accepted && f.v.Decision != program.Rejected {
		return nil, fmt.Errorf("fact %d was not decided: %w", f.id, program.ErrNotFound)
	}
	decision, word, done := program.Rejected, "Do not accept it any more", "Not accepted any more: "
	if f.v.Decision == program.Rejected {
		decision, word, done = program.Accepted, "Accept it after all", "Accepted after all: "
	}
	return &deed{
		heading: "Decide again on evidence of " + x.partner.Name, button: word, keep: keep, facts: x.says(kind, &f), danger: decision == program.Rejected,
		line:   "The decision is turned round from today, and the partner is told with your reason.",
		fields: func(*deedForm) {},
		do: func(ctx context.Context, in *store.Store, act store.Act) error {
			return in.Decide(ctx, act, x.id, f.id, decision, x.today)
		},
		done: done + f.title + ".",
	}, nil
}

func undoDeed(_ *Admin, c echo.Context, x *file) (*deed, error) {
	id, _ := strconv.ParseInt(c.QueryParam("event"), 10, 64) // anything else is no event
	for i := range x.events {
		e := &x.events[i]
		if e.ID != id || !x.mayUndo(e) {
			continue
		}
		return &deed{
			heading: "Undo what was done to " + x.partner.Name, button: "Undo it", keep: url.Values{"event": {strconv.FormatInt(id, 10)}},
			line:   "From today what it brought no longer counts, and what it replaced counts again. Both stay in the history.",
			facts:  []portalviews.Fact{text("What was done", e.Action), text("By", e.By), text("Why", e.Why), text("When", program.DayOf(e.Moment).Long())},
			fields: func(*deedForm) {},
			do: func(ctx context.Context, in *store.Store, act store.Act) error {
				return in.Undo(ctx, act, x.id, id, x.today)
			},
			done: "Undone: " + e.Action + ".",
		}, nil
	}
	return nil, fmt.Errorf("event %d: %w", id, program.ErrNotFound)
}

// mayUndo reports whether an event can be undone: it was not yet, and what it brought still counts.
func (x *file) mayUndo(e *store.Event) bool {
	if !e.Undoable() || slices.ContainsFunc(x.events, func(o store.Event) bool { return o.Undoes() == e.ID }) {
		return false
	}
	added, _ := e.Recorded()
	return !slices.ContainsFunc(added, func(id program.EvidenceID) bool { return !x.isCurrent(id) })
}

// isCurrent reports whether a fact counts now, of whatever kind.
func (x *file) isCurrent(id program.EvidenceID) bool {
	if x.current == nil {
		x.current = map[program.EvidenceID]bool{}
		for _, kind := range evidenceKinds() {
			for _, f := range kind.list(x) {
				x.current[f.id] = x.counts(&f)
			}
		}
		for _, o := range x.ever.Orders {
			x.current[o.ID] = o.Superseded == 0
		}
		for _, w := range x.ever.Waivers {
			x.current[w.ID] = w.Superseded == 0
		}
		for _, l := range x.ever.Allowances {
			x.current[l.ID] = l.Superseded == 0
		}
	}
	return x.current[id]
}

// handKind names what was decided by hand in addresses.
const handKind = "hand"

// hand describes a decision by hand that stands.
func (x *file) hand(id program.EvidenceID) (adminviews.Hand, bool) {
	if !x.isCurrent(id) {
		return adminviews.Hand{}, false
	}
	now, _ := x.hands()
	i := slices.IndexFunc(now, func(h adminviews.Hand) bool { return h.ID == id })
	if i < 0 {
		return adminviews.Hand{}, false
	}
	return now[i], true
}

// actions lists what can be done about a specialization.
func (x *file) actions(l *portalviews.ProgressLine) []portalviews.Action {
	slug := l.Specialization.Slug
	var out []portalviews.Action
	add := func(act, text string) {
		out = append(out, portalviews.Action{Text: text, URL: x.actURL(act, "specialization", slug)})
	}
	ordered := func(k program.OrderKind) bool {
		return slices.ContainsFunc(x.folder.Facts().Orders, func(o program.Order) bool {
			return o.Specialization == slug && o.Kind == k && x.orderInForce(&o)
		})
	}
	switch {
	case ordered(program.Revoke):
		add("reinstate", "Reinstate")
	case ordered(program.Suspend):
		add("lift", "Lift the suspension")
	case l.Label != nil:
		add("suspend", "Suspend")
	}
	if l.Label != nil && !ordered(program.Revoke) {
		add("revoke", "Revoke")
	}
	if !ordered(program.Revoke) && !ordered(program.Suspend) {
		add("achieve", "Grant by hand")
	}
	add("waive", "Waive a requirement")
	if len(x.allowances(slug)) > 1 {
		add("allow", "Allow something")
	}
	return out
}
