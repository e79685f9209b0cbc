package portal

import (
	"cmp"
	"slices"
	"strings"

	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// reviewPaper is how an architecture review is booked. What it finds is recorded by the firm that holds it.
func reviewPaper() *paper {
	return &paper{
		kind: store.ItemReview, section: "reviews", name: "Architecture reviews",
		line:    "An independent firm looks at finished work of yours. A review can be booked once everything else of the specialization is met.",
		empty:   "No review yet.",
		begin:   "Book a review",
		heading: "Book an architecture review",
		about:   "The firm confirms the day with you. What it finds is recorded here by the firm itself.",
		hand:    "Book", note: "You pay the firm, whatever it finds.", waits: "the firm",
		start:  func(_ *dossier, specialization string) values { return values{"specialization": specialization} },
		fields: reviewFields, check: checkReview,
		title: func(d *dossier, v values) string {
			s, _ := d.programme.Specialization(v["specialization"])
			return strings.TrimSpace("Review " + s.Name)
		},
		becomes: func(*dossier, values) store.Handed { return store.Handed{} },
		others: func(d *dossier, _ map[program.EvidenceID]bool) []views.PaperRow {
			var out []views.PaperRow
			reviews := slices.Clone(d.facts.Reviews)
			slices.SortStableFunc(reviews, func(a, b program.Review) int { return cmp.Compare(b.Held, a.Held) })
			for _, x := range reviews {
				s, _ := d.programme.Specialization(x.Specialization)
				state, note := DecisionOf(x.Verification, d.today)
				word := "Passed"
				if !x.Passed {
					word = "Not passed"
					if state == views.Met {
						state = views.NotMet
					}
				}
				out = append(out, views.PaperRow{Title: s.Name + ", by " + x.Firm, State: state, Word: word + " on " + x.Held.Long(), Note: note})
			}
			return out
		},
	}
}

// reviewed lists the specializations whose requirements ask for a review.
func (d *dossier) reviewed() []program.Specialization {
	var out []program.Specialization
	for _, s := range d.programme.Specializations {
		if set, ok := d.set(s.Slug); ok {
			asks := false
			EachLeaf(&set.Root, func(r *program.Requirement) { asks = asks || r.Review != nil })
			if asks {
				out = append(out, s)
			}
		}
	}
	return out
}

func reviewFields(d *dossier, _ values) []views.FormField {
	specializations := []views.Choice{{Value: "", Label: "Choose"}}
	for _, s := range d.reviewed() {
		specializations = append(specializations, views.Choice{Value: s.Slug, Label: s.Name})
	}
	firms := []views.Choice{{Value: "", Label: "Choose"}}
	for _, f := range d.firms {
		firms = append(firms, views.Choice{Value: f, Label: f})
	}
	return []views.FormField{
		{Kind: views.SelectField, Field: views.Field{Name: "specialization", Label: "Specialization"}, Choices: specializations},
		{Kind: views.SelectField, Field: views.Field{Name: "firm", Label: "Firm"}, Choices: firms},
		{Field: views.Field{Name: "wanted", Label: "Day that would suit you", Type: "date"}},
		{Kind: views.AreaField, Field: views.Field{Name: "projects", Label: "Projects to look at", Hint: "Finished work for at least three customers, a line for each.", Most: 2000, Rows: 5}},
		{Field: views.Field{Name: "contact", Label: "Whom the firm should call", Hint: "Name, e-mail address and telephone number.", Most: 200}},
	}
}

func checkReview(d *dossier, v values) problems {
	bad := problems{}
	if !slices.ContainsFunc(d.reviewed(), func(s program.Specialization) bool { return s.Slug == v["specialization"] }) {
		bad["specialization"] = "Choose the specialization."
	} else if first := d.missesBesidesReview(v["specialization"]); first != "" {
		bad["specialization"] = "It can be booked when everything else is met. You still miss: " + first
	}
	if !slices.Contains(d.firms, v["firm"]) {
		bad["firm"] = "Choose the firm."
	}
	switch day, err := program.ParseDay(v["wanted"]); {
	case err != nil:
		bad["wanted"] = "Write the day as year-month-day, such as 2027-03-14."
	case day <= d.today:
		bad["wanted"] = "Choose a day after today."
	}
	need(bad, v, "projects", "Name the projects.")
	need(bad, v, "contact", "Say whom the firm should call.")
	return bad
}

// missesBesidesReview returns the first requirement without which a review that is booked last cannot be booked; empty: none.
func (d *dossier) missesBesidesReview(specialization string) string {
	set, ok := d.set(specialization)
	if !ok {
		return ""
	}
	last := false
	EachLeaf(&set.Root, func(r *program.Requirement) { last = last || r.Review != nil && r.Review.BookedLast })
	if !last {
		return ""
	}
	s := program.Evaluate(d.programme, set, d.facts, d.today)
	return firstMissing(d.programme.Describe(set.Root), &s.Root)
}

func firstMissing(s program.Sentence, f *program.Finding) string {
	if f.State == program.Met || f.State == program.Waived {
		return ""
	}
	if len(s.Children) == 0 {
		if s.Node.Requirement != nil && s.Node.Requirement.Review != nil {
			return ""
		}
		return s.Text
	}
	for i := range s.Children {
		if text := firstMissing(s.Children[i], &f.Children[i]); text != "" {
			return text
		}
	}
	return ""
}

// ControlsOf returns what the firm found of each control in the review that an item booked; nothing when it recorded none.
func ControlsOf(it store.Item) []program.Control {
	if it.Kind != store.ItemReview {
		return nil
	}
	list, _ := program.ParseControls(it.Fields["controls"]) // checked when it was recorded
	return list
}
