package admin

import (
	"cmp"
	"slices"

	"partnerdirectory/handlers/portal"
	"partnerdirectory/program"
	"partnerdirectory/store"
	portalviews "partnerdirectory/views/portal"
)

// row is one fact of a kind, as lists of them show it.
type row struct {
	id    program.EvidenceID
	title string
	word  string
	v     program.Verification
	facts []portalviews.Fact
}

// rows lists the partner's facts of the kind that waits.
func (d *desk) rows() []row {
	f := d.folder.Facts()
	var out []row
	add := func(id program.EvidenceID, title, word string, v program.Verification, facts ...portalviews.Fact) {
		out = append(out, row{id, title, word, v, facts})
	}
	switch d.x.Kind {
	case store.WaitingAttainment:
		for _, x := range f.Attainments {
			c, _ := d.p.Competency(x.Competency)
			add(x.ID, x.Level.Name()+" in "+c.Name, "From "+x.From.Long(), x.Verification, text("Competency", c.Name), text("Level", x.Level.Name()), on("From", x.From), on("Until", x.Until))
		}
	case store.WaitingCertification:
		for _, x := range f.Holdings {
			code := d.folder.Certification(x.Code)
			add(x.ID, x.Name+": "+code, "Earned "+x.Earned.Long(), x.Verification, text("Person", x.Name), text("Certification", code), on("Earned on", x.Earned),
				on("Valid until", x.Expires), on("With the partner since", x.Joined), on("Left", x.Left), text("Location", x.Location))
		}
	case store.WaitingReference:
		for _, x := range f.References {
			add(x.ID, "Reference of "+x.Customer, "Project finished "+x.Finished.Long(), x.Verification, text("Customer", x.Customer),
				text("What the project shows", d.folder.Scenario(x.Scenario)), on("Finished on", x.Finished), on("Customer asked on", x.Sent), on("Expires", x.Expires))
		}
	case store.WaitingReview, store.WaitingBooking:
		for _, x := range f.Reviews {
			result := "Not passed"
			if x.Passed {
				result = "Passed"
			}
			add(x.ID, "Review of "+names(d.p, []string{x.Specialization})+" by "+x.Firm, result+" on "+x.Held.Long(), x.Verification, text("Specialization", names(d.p, []string{x.Specialization})),
				text("Firm", x.Firm), on("Held on", x.Held), text("Result", result), text("Modules", d.moduleNames(x.Modules)), text("Checklist", x.Checklist))
		}
	case store.WaitingCaseStudy:
		for _, x := range f.Cases {
			add(x.ID, portal.TitleOfSlug(x.Slug), "Published "+x.Published.Long(), x.Verification)
		}
	case store.WaitingRecognition:
		for _, x := range f.Recognitions {
			add(x.ID, portal.TitleOfSlug(x.Slug), "From "+x.From.Long(), x.Verification, text("Membership", portal.TitleOfSlug(x.Slug)), on("From", x.From), on("Until", x.Until))
		}
	case store.WaitingDocument:
		for _, x := range f.Documents {
			add(x.ID, d.folder.Document(x.Slug), "Issued "+x.Issued.Long(), x.Verification, text("Document", d.folder.Document(x.Slug)), on("Issued on", x.Issued), on("Valid until", x.Until))
		}
	}
	return out
}

func text(label, value string) portalviews.Fact { return portalviews.Fact{Label: label, Value: value} }

func on(label string, day program.Day) portalviews.Fact {
	if day == 0 {
		return portalviews.Fact{}
	}
	return portalviews.Fact{Label: label, Value: day.Long()}
}

// stated lists what the fact that waits says of itself.
func (d *desk) stated() []portalviews.Fact {
	for _, r := range d.rows() {
		if r.id == d.x.Evidence() {
			return slices.DeleteFunc(r.facts, func(f portalviews.Fact) bool { return f.Value == "" })
		}
	}
	return nil
}

// shownOthers bounds the list of other evidence.
const shownOthers = 20

// others lists what else is known of this kind, newest first.
func (d *desk) others() []portalviews.PaperRow {
	if d.x.Kind == store.WaitingDispute {
		return d.months()
	}
	all := slices.DeleteFunc(d.rows(), func(r row) bool { return r.id == d.x.Evidence() || r.v.Decision == program.Draft })
	slices.SortStableFunc(all, func(a, b row) int {
		return cmp.Compare(max(b.v.Submitted, b.v.Decided), max(a.v.Submitted, a.v.Decided))
	})
	var out []portalviews.PaperRow
	for _, r := range all[:min(len(all), shownOthers)] {
		state, note := portal.DecisionOf(r.v, d.today)
		out = append(out, portalviews.PaperRow{Title: r.title, State: state, Word: r.word, Note: note})
	}
	return out
}

// storyFacts lists what an imported case study says besides its text.
func storyFacts(p *program.Programme, c *program.CaseStudy) []portalviews.Fact {
	out := []portalviews.Fact{text("Customer", c.Customer), text("Specialization", names(p, c.Specializations)), on("Published", c.Published)}
	for _, f := range c.Figures {
		out = append(out, text(f.Label, f.Value))
	}
	if c.Quote != "" {
		out = append(out, text("Quote", "“"+c.Quote+"” "+c.QuoteBy))
	}
	if c.Address != "" {
		out = append(out, portalviews.Fact{Label: "Also published at", Value: c.Address, URL: c.Address})
	}
	return slices.DeleteFunc(out, func(f portalviews.Fact) bool { return f.Value == "" })
}
