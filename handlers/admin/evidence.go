package admin

import (
	"cmp"
	"fmt"
	"net/http"
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

// fact is one fact of any kind, as lists of them show it.
type fact struct {
	id    program.EvidenceID
	title string
	line  string
	v     program.Verification // of what is verified; of the rest only when it stopped counting
	day   program.Day          // by which lists are ordered: the newest first
}

// evidenceKind is one kind of fact: its name in addresses and on pages, and how facts of it read.
type evidenceKind struct {
	slug    string
	heading string
	queue   store.WaitingKind // where it waits; empty: it never does
	list    func(x *file) []fact
}

func evidenceKinds() []evidenceKind {
	return []evidenceKind{
		{"attainments", "Competencies", store.WaitingAttainment, attainmentFacts},
		{"certifications", "Certifications", store.WaitingCertification, holdingFacts},
		{"references", "Customer references", store.WaitingReference, referenceFacts},
		{"case-studies", "Case studies", store.WaitingCaseStudy, caseFacts},
		{"reviews", "Architecture reviews", store.WaitingReview, reviewFacts},
		{"memberships", "Memberships", store.WaitingRecognition, recognitionFacts},
		{"documents", "Documents", store.WaitingDocument, documentFacts},
		{"figures", "Figures", "", metricFacts},
		{"baselines", "Baselines of figures", "", baselineFacts},
		{"circumstances", "Market and programme year", "", circumstanceFacts},
		{"associations", "Whom people work for", "", associationFacts},
	}
}

func attainmentFacts(x *file) []fact {
	var out []fact
	for _, f := range x.ever.Attainments {
		c, _ := x.p.Competency(f.Competency)
		out = append(out, fact{f.ID, f.Level.Name() + " in " + c.Name, lasting(f.From, f.Until), f.Verification, f.From})
	}
	return out
}

func holdingFacts(x *file) []fact {
	var out []fact
	for _, f := range x.ever.Holdings {
		line := "Earned " + f.Earned.Long()
		for _, d := range []struct {
			word string
			day  program.Day
		}{{"valid until", f.Expires}, {"with the partner since", f.Joined}, {"left", f.Left}} {
			if d.day != 0 {
				line += ", " + d.word + " " + d.day.Long()
			}
		}
		out = append(out, fact{f.ID, f.Name + ": " + x.folder.Certification(f.Code), line + at(f.Location), f.Verification, f.Earned})
	}
	return out
}

// at names a location where facts are told apart by it.
func at(location string) string {
	if location == "" {
		return ""
	}
	return ", at " + location
}

func referenceFacts(x *file) []fact {
	var out []fact
	for _, f := range x.ever.References {
		line := x.folder.Scenario(f.Scenario)
		if line != "" {
			line += ", "
		}
		line += "project finished " + f.Finished.Long()
		if f.AssignedTo != "" {
			line += ", used for " + names(x.p, []string{f.AssignedTo})
		}
		if f.Expires != 0 {
			line += ", until " + f.Expires.Long()
		}
		out = append(out, fact{f.ID, "Reference of " + f.Customer, line, f.Verification, f.Finished})
	}
	return out
}

func caseFacts(x *file) []fact {
	var out []fact
	for _, f := range x.ever.Cases {
		out = append(out, fact{f.ID, portal.TitleOfSlug(f.Slug), "Published " + f.Published.Long() + ", about " + names(x.p, f.Specializations), f.Verification, f.Published})
	}
	return out
}

func reviewFacts(x *file) []fact {
	var out []fact
	for _, f := range x.ever.Reviews {
		result := "Not passed"
		if f.Passed {
			result = "Passed " + strings.Join(titles(f.Modules), ", ")
		}
		line := result + ", held " + f.Held.Long()
		if f.Checklist != "" {
			line += ", checklist " + f.Checklist
		}
		out = append(out, fact{f.ID, "Review of " + names(x.p, []string{f.Specialization}) + " by " + f.Firm, line, f.Verification, f.Held})
	}
	return out
}

func titles(slugs []string) []string {
	var out []string
	for _, slug := range slugs {
		out = append(out, portal.TitleOfSlug(slug))
	}
	return out
}

func recognitionFacts(x *file) []fact {
	var out []fact
	for _, f := range x.ever.Recognitions {
		out = append(out, fact{f.ID, portal.TitleOfSlug(f.Slug), lasting(f.From, f.Until), f.Verification, f.From})
	}
	return out
}

func documentFacts(x *file) []fact {
	var out []fact
	for _, f := range x.ever.Documents {
		line := "Issued " + f.Issued.Long()
		if f.Until != 0 {
			line += ", valid until " + f.Until.Long()
		}
		out = append(out, fact{f.ID, x.folder.Document(f.Slug), line, f.Verification, f.Issued})
	}
	return out
}

func metricFacts(x *file) []fact {
	metrics := map[string]program.Metric{}
	for _, m := range x.p.Metrics {
		metrics[m.Slug] = m
	}
	var out []fact
	for _, f := range x.ever.Metrics {
		m := metrics[f.Metric]
		line := "Of " + f.Customer
		if f.Product != "" {
			line += ", " + portal.TitleOfSlug(f.Product)
		}
		line += at(f.Location) + ", known since " + f.Recorded.Long()
		out = append(out, fact{
			f.ID, program.FormatQuantity(f.Value, m.Unit) + " of " + m.Name + " in " + f.Month.Time().Format("January 2006"), line,
			program.Verification{Superseded: f.Superseded}, f.Month,
		})
	}
	return out
}

func baselineFacts(x *file) []fact {
	var out []fact
	for _, f := range x.ever.Baselines {
		i := slices.IndexFunc(x.p.Metrics, func(m program.Metric) bool { return m.Slug == f.Metric })
		m := program.Metric{Name: f.Metric}
		if i >= 0 {
			m = x.p.Metrics[i]
		}
		out = append(out, fact{f.ID, program.FormatQuantity(f.Value, m.Unit) + " of " + m.Name, "Taken " + f.Taken.Long(), program.Verification{}, f.Taken})
	}
	return out
}

func circumstanceFacts(x *file) []fact {
	var out []fact
	for _, f := range x.ever.Circumstances {
		title := "Market class " + cmp.Or(f.Market, "not told")
		line := "From " + f.From.Long()
		if f.Anniversary != 0 {
			line += ", programme year begins " + f.Anniversary.Time().Format("2 January")
		}
		out = append(out, fact{f.ID, title, line, program.Verification{}, f.From})
	}
	return out
}

func associationFacts(x *file) []fact {
	var out []fact
	for _, f := range x.ever.Associations {
		where := "With another partner"
		if f.Here {
			where = "With this partner"
		}
		out = append(out, fact{f.ID, x.person(f.Person), where + ", " + strings.ToLower(lasting(f.From, f.Until)[:1]) + lasting(f.From, f.Until)[1:], program.Verification{Superseded: f.Superseded}, f.From})
	}
	return out
}

// person names somebody by a certification that they hold.
func (x *file) person(id int64) string {
	for _, h := range x.ever.Holdings {
		if h.Person == id && h.Name != "" {
			return h.Name
		}
	}
	return "Person " + strconv.FormatInt(id, 10)
}

func lasting(from, until program.Day) string {
	if until == 0 {
		return "Since " + from.Long()
	}
	return "From " + from.Long() + " to " + until.Long()
}

// evidence lists the facts of a kind, the newest first: a page of so many.
func (x *file) evidence(kind evidenceKind, page, size int) adminviews.EvidenceList {
	all := kind.list(x)
	slices.SortStableFunc(all, func(a, b fact) int {
		return cmp.Or(firstTrue(x.counts(&a), x.counts(&b)), cmp.Compare(b.day, a.day), cmp.Compare(b.id, a.id))
	})
	out := adminviews.EvidenceList{Heading: kind.heading, Slug: kind.slug, Total: len(all), URL: partnerURL(x.partner.Slug) + "/evidence/" + kind.slug}
	from := min((page-1)*size, len(all))
	for _, f := range all[from:min(from+size, len(all))] {
		out.Rows = append(out.Rows, x.evidenceRow(kind, &f))
	}
	return out
}

func (x *file) counts(f *fact) bool { return f.v.Superseded == 0 || f.v.Superseded > x.head.On }

func (x *file) evidenceRow(kind evidenceKind, f *fact) adminviews.EvidenceRow {
	row := adminviews.EvidenceRow{Title: f.title, Line: f.line, State: portalviews.Plain}
	if kind.queue != "" {
		row.State, row.Word = verifiedInWords(&f.v, x.head.On)
		row.Reason = f.v.Reason
		if row.State != portalviews.Awaiting {
			row.By = x.recordedBy(f.id)
		}
	} else {
		row.State = portalviews.Met
		if by := x.recordedBy(f.id); by != "" {
			row.Word, row.By = "recorded", by
		}
	}
	switch {
	case !x.counts(f):
		row.State, row.Over = portalviews.Ended, "does not count since "+f.v.Superseded.Long()
	case x.head.Past || x.head.Locked != "" || x.head.IntoName != "":
	case row.State == portalviews.Awaiting && kind.queue != "":
		row.Queue = "/admin/queue/" + string(kind.queue) + "/" + x.partner.Slug + "/" + strconv.FormatInt(int64(f.id), 10)
	case x.head.Acts:
		id := strconv.FormatInt(int64(f.id), 10)
		row.Correct, row.TakeBack = x.actURL("correct", "kind", kind.slug, "fact", id), x.actURL("take-back", "kind", kind.slug, "fact", id)
		if kind.queue != "" && (f.v.Decision == program.Accepted || f.v.Decision == program.Rejected) {
			row.Override = x.actURL("override", "kind", kind.slug, "fact", id)
		}
	}
	return row
}

// verifiedInWords says where a verification stands: how, by whom and when.
func verifiedInWords(v *program.Verification, today program.Day) (portalviews.State, string) {
	how, by := "by hand", "the vendor"
	if v.Mode == program.Automatic {
		how = "automatically"
	}
	if v.By == program.ByThirdParty {
		by = "an independent firm"
	}
	switch {
	case v.Decision == program.Accepted && v.Decided <= today:
		return portalviews.Met, "accepted " + v.Decided.Long() + " " + how + ", verified by " + by
	case v.Decision == program.Rejected && v.Decided <= today:
		return portalviews.NotMet, "not accepted " + v.Decided.Long() + " " + how
	case v.Submitted != 0 && v.Submitted <= today:
		return portalviews.Awaiting, "waits for a decision since " + v.Submitted.Long()
	}
	return portalviews.Unknown, "draft"
}

// recordedBy returns who brought a fact as it is: whoever decided it, corrected it or recorded it; empty: it was imported.
func (x *file) recordedBy(id program.EvidenceID) string {
	if x.by == nil {
		x.by = map[program.EvidenceID]string{}
		for i := range x.events {
			added, _ := x.events[i].Recorded()
			for _, n := range added {
				x.by[n] = x.events[i].By
			}
		}
	}
	return x.by[id]
}

// hands lists what was decided by hand, and when facts could not be had: what is in force on the day, and what is over.
func (x *file) hands() (now, before []adminviews.Hand) {
	mayAct := x.mayAct()
	add := func(inForce bool, h adminviews.Hand) {
		h.State = portalviews.Ended
		if mayAct && inForce && h.ID != 0 {
			h.Undo = portalviews.Action{Text: "Take back", URL: x.actURL("take-back", "kind", handKind, "fact", strconv.FormatInt(int64(h.ID), 10))}
		}
		if inForce {
			h.State = portalviews.Awaiting
			now = append(now, h)
		} else {
			before = append(before, h)
		}
	}
	over := func(superseded, until program.Day) bool {
		return superseded != 0 && superseded <= x.head.On || until != 0 && until <= x.head.On
	}
	for _, o := range slices.Backward(x.ever.Orders) {
		note := "By " + o.By + ", from " + max(o.From, o.Given).Long() + untilInWords(o.Until) + takenBack(o.Superseded)
		add(!over(o.Superseded, o.Until) && x.orderInForce(&o), adminviews.Hand{ID: o.ID, Text: orderInWords(o.Kind) + ": " + names(x.p, []string{o.Specialization}), Note: note, Reason: o.Reason})
	}
	for _, w := range slices.Backward(x.ever.Waivers) {
		note := "By " + w.By + ", from " + w.From.Long() + untilInWords(w.Until) + takenBack(w.Superseded)
		add(!over(w.Superseded, w.Until), adminviews.Hand{ID: w.ID, Text: "Waived in " + names(x.p, []string{w.Specialization}) + ": " + x.requirement(w.Specialization, w.Node), Note: note, Reason: w.Reason})
	}
	for _, l := range slices.Backward(x.ever.Allowances) {
		text := "Allowed in " + names(x.p, []string{l.Specialization}) + ": the module " + portal.TitleOfSlug(l.Module)
		if l.Module == "" {
			text = "Allowed in " + names(x.p, []string{l.Specialization}) + ": " + program.FormatNumber(l.Points) + " points of " + x.indicator(l.Specialization, l.Indicator)
		}
		note := "By " + l.By + ", from " + max(l.From, l.Given).Long() + untilInWords(l.Until) + takenBack(l.Superseded)
		add(!over(l.Superseded, l.Until), adminviews.Hand{ID: l.ID, Text: text, Note: note, Reason: l.Reason})
	}
	for _, o := range slices.Backward(x.folder.Facts().Outages) {
		add(o.From <= x.head.On && !over(0, o.Until), adminviews.Hand{
			Text: "Outage of " + outageKind(o.Kind), Note: "From " + o.From.Long() + untilInWords(o.Until) + ". Nobody fails by the absence of these facts.",
		})
	}
	return now, before
}

func untilInWords(d program.Day) string {
	if d == 0 {
		return ""
	}
	return " until " + d.Long()
}

func takenBack(d program.Day) string {
	if d == 0 {
		return ""
	}
	return ", taken back on " + d.Long()
}

// outageKind names facts of a kind that cannot be had.
func outageKind(k program.Kind) string {
	switch k {
	case program.OfCompetency:
		return "competencies"
	case program.OfPerformance:
		return "figures"
	case program.OfPeople:
		return "certifications"
	case program.OfReferences:
		return "customer references"
	case program.OfCaseStudies:
		return "case studies"
	case program.OfReview:
		return "architecture reviews"
	case program.OfRecognition:
		return "recognitions"
	case program.OfDocument:
		return "documents"
	case program.OfScorecard:
		return "scorecards"
	}
	return string(k)
}

// requirement writes a leaf of a specialization as its sentence, of the newest set that has it.
func (x *file) requirement(specialization, node string) string {
	for _, set := range slices.Backward(x.p.Sets) {
		if set.Specialization != specialization {
			continue
		}
		if n := leafOf(&set.Root, node); n != nil {
			return x.p.Describe(*n).Text
		}
	}
	return node
}

func leafOf(n *program.Node, id string) *program.Node {
	if n.Op == program.Leaf {
		if n.ID == id {
			return n
		}
		return nil
	}
	for i := range n.Children {
		if found := leafOf(&n.Children[i], id); found != nil {
			return found
		}
	}
	return nil
}

// indicator names an indicator of a scorecard.
func (x *file) indicator(specialization, id string) string {
	name := id
	for _, set := range x.p.Sets {
		if set.Specialization != specialization {
			continue
		}
		portal.EachLeaf(&set.Root, func(r *program.Requirement) {
			if r.Scorecard == nil {
				return
			}
			for _, i := range r.Scorecard.Indicators {
				if i.ID == id {
					name = cmp.Or(i.Name, id)
				}
			}
		})
	}
	return name
}

// evidencePage is how many facts one page lists.
const evidencePage = 100

// PartnerEvidence lists every fact of one kind of a partner.
func (a *Admin) PartnerEvidence(c echo.Context, who *web.Identity) error {
	i := slices.IndexFunc(evidenceKinds(), func(k evidenceKind) bool { return k.slug == c.Param("kind") })
	if i < 0 {
		return fmt.Errorf("evidence of kind %q: %w", c.Param("kind"), program.ErrNotFound)
	}
	kind := evidenceKinds()[i]
	x, err := a.open(c, who)
	if err != nil {
		return err
	}
	f, err := a.portal.StaffFrame(c, who, kind.heading+" of "+x.partner.Name, "partners")
	if err != nil {
		return err
	}
	page := adminviews.PartnerEvidence{Frame: f, PartnerHead: x.head}
	page.Page, _ = strconv.Atoi(c.QueryParam("page")) // anything else is the first
	page.Pages = max(1, (len(kind.list(x))+evidencePage-1)/evidencePage)
	page.Page = min(max(1, page.Page), page.Pages)
	page.List = x.evidence(kind, page.Page, evidencePage)
	return a.Render(c, http.StatusOK, adminviews.PartnerEvidencePage(page))
}
