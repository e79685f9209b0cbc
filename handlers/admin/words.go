package admin

import (
	"slices"
	"strings"

	"partnerdirectory/handlers/portal"
	"partnerdirectory/program"
	"partnerdirectory/store"
	"partnerdirectory/views"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// kindName names a kind of what waits, one of it.
func kindName(k store.WaitingKind) string {
	switch k {
	case store.WaitingAttainment:
		return "Competency"
	case store.WaitingCertification:
		return "Certification"
	case store.WaitingReference:
		return "Customer reference"
	case store.WaitingReview:
		return "Review that was held"
	case store.WaitingCaseStudy:
		return "Case study"
	case store.WaitingRecognition:
		return "Membership"
	case store.WaitingDocument:
		return "Document"
	case store.WaitingBooking:
		return "Booked review"
	case store.WaitingDispute:
		return "Disputed figure"
	}
	return string(k)
}

// title names something that waits: as its partner did, or by what it says.
func title(p *program.Programme, x *store.Waiting) string {
	if x.Title != "" {
		return x.Title
	}
	switch x.Kind {
	case store.WaitingAttainment:
		c, _ := p.Competency(x.About.Slug)
		return program.Level(x.Detail).Name() + " in " + c.Name
	case store.WaitingCertification:
		return x.Detail + ": " + portal.CertificationName(p, x.About.Slug)
	case store.WaitingReference:
		return "Reference of " + x.Detail
	case store.WaitingReview, store.WaitingBooking:
		return "Review of " + names(p, x.About.Of)
	case store.WaitingCaseStudy:
		return x.Detail
	}
	return portal.TitleOfSlug(x.About.Slug)
}

func names(p *program.Programme, slugs []string) string {
	var out []string
	for _, slug := range slugs {
		s, _ := p.Specialization(slug)
		out = append(out, s.Name)
	}
	return strings.Join(out, ", ")
}

// outcome words what a decision does.
func outcome(p *program.Programme, partner, heading, none string, list []program.Consequence) adminviews.Outcome {
	out := adminviews.Outcome{Heading: heading, None: none}
	for i := range list {
		c := &list[i]
		s, _ := p.Specialization(c.Specialization)
		e := adminviews.Effect{Specialization: s, Line: adminviews.MetOf(c.Before, c.After), State: portalviews.Met}
		for _, kind := range c.Events {
			e.Labels = append(e.Labels, eventInWords(kind, s.Name, partner))
			if kind == program.EventEnded || kind == program.EventFailing {
				e.State = portalviews.Ended
			}
		}
		for _, shift := range c.Leaves {
			e.Leaves = append(e.Leaves, shiftInWords(&shift))
		}
		out.Effects = append(out.Effects, e)
	}
	slices.SortStableFunc(out.Effects, func(a, b adminviews.Effect) int { return len(b.Labels) - len(a.Labels) })
	return out
}

// onlyLabels leaves of consequences those that do something to a label.
func onlyLabels(list []program.Consequence) []program.Consequence {
	return slices.DeleteFunc(slices.Clone(list), func(c program.Consequence) bool { return len(c.Events) == 0 })
}

func eventInWords(kind, label, partner string) string {
	switch kind {
	case program.EventGranted:
		return "Grants " + label + " to " + partner
	case program.EventRenewed:
		return "Renews " + label + " of " + partner
	case program.EventRecovered:
		return label + " of " + partner + " meets its requirements again"
	case program.EventFailing:
		return "The grace of " + label + " of " + partner + " begins"
	case program.EventEnded:
		return "Ends " + label + " of " + partner
	}
	return views.Capital(kind) + ": " + label + " of " + partner
}

// shiftInWords writes "References: 2 of 3 references instead of 1".
func shiftInWords(s *program.Shift) string {
	name := s.Node.Requirement.Title
	if s.Before.Have == s.After.Have {
		return name + ": " + strings.ToLower(portalviews.StateOf(s.After.State).Word()) + ", " + strings.ToLower(portalviews.StateOf(s.Before.State).Word()) + " before"
	}
	of := program.FormatNumber(s.After.Have) + " of " + program.FormatQuantity(s.After.Need, s.After.Unit) + " instead of " + program.FormatNumber(s.Before.Have)
	if s.After.Unit == program.USD {
		of = program.FormatQuantity(s.After.Have, s.After.Unit) + " of " + program.FormatQuantity(s.After.Need, s.After.Unit) +
			" instead of " + program.FormatQuantity(s.Before.Have, s.Before.Unit)
	}
	return name + ": " + of
}

// becameInWords says who did what to something that waits no longer.
func becameInWords(b store.Became) string {
	what := map[string]string{
		"accepted": " accepted it", "rejected": " did not accept it", store.ItemReturned: " asked the partner for more", "withdrawn": " withdrew it", store.BookingCancelled: " cancelled it",
	}[b.Step]
	if what == "" {
		what = " changed it"
	}
	s := b.By + what + " on " + program.DayOf(b.Moment).Long() + " at " + b.Moment.UTC().Format("15:04 UTC") + "."
	if b.Why != "" {
		s += " The reason: " + strings.TrimRight(views.Capital(b.Why), ". ") + "."
	}
	return s
}
