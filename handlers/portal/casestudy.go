package portal

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// Bounds of a case study's texts, in characters.
const (
	leastText = 120
	mostText  = 6000
)

// caseStudyPaper is how a case study is written and handed in.
func caseStudyPaper() *paper {
	return &paper{
		kind: store.ItemCaseStudy, section: "case-studies", name: "Case studies",
		line:    "Stories of projects that customers may read about. They appear on your profile once a reviewer has accepted them, and count where a requirement asks for one.",
		empty:   "No case study yet. Write about one project: what was hard, what you did, and what came of it in figures.",
		begin:   "Write a case study",
		heading: "A case study",
		about:   "Write plainly: customers decide in a minute whether to read on. Paragraphs, lists and emphasis may be written in Markdown.",
		hand:    "Hand in", note: "A reviewer reads it before it appears. The draft shows a preview below once it is saved.", waits: "a reviewer",
		start:  func(_ *dossier, specialization string) values { return values{"specialization": specialization} },
		fields: caseStudyFields, check: checkCaseStudy,
		title: func(_ *dossier, v values) string {
			if v["title"] == "" {
				return "A case study without a title"
			}
			return v["title"]
		},
		becomes: func(d *dossier, v values) store.Handed {
			c := caseStudyOf(d, v)
			return store.Handed{Case: &c}
		},
		others: func(d *dossier, known map[program.EvidenceID]bool) []views.PaperRow {
			var out []views.PaperRow
			for _, x := range d.facts.Cases {
				if !known[x.ID] {
					state, note := DecisionOf(x.Verification, d.today)
					row := views.PaperRow{Title: TitleOfSlug(x.Slug), State: state, Word: "Published " + x.Published.Long(), Note: note}
					if state == views.Met && x.Published <= d.today {
						row.URL = "/case-studies/" + x.Slug
					}
					out = append(out, row)
				}
			}
			return out
		},
		preview: func(v values) []views.Block {
			return Story(program.CaseStudy{Challenge: v["challenge"], Approach: v["approach"], Outcome: v["outcome"]})
		},
	}
}

// TitleOfSlug makes a readable title of an address.
func TitleOfSlug(slug string) string {
	words := strings.ReplaceAll(slug, "-", " ")
	if words == "" {
		return words
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

func caseStudyFields(d *dossier, _ values) []views.FormField {
	specializations := []views.Choice{{Value: "", Label: "None"}}
	for _, s := range d.programme.Specializations {
		specializations = append(specializations, views.Choice{Value: s.Slug, Label: s.Name})
	}
	fields := []views.FormField{
		{Field: views.Field{Name: "title", Label: "Title", Hint: "What changed for the customer, in one line.", Most: 120}},
		{Field: views.Field{Name: "customer", Label: "Customer as it appears in public", Hint: "The name, or a description such as “a Nordic retailer” when the customer stays anonymous.", Most: 120}},
		{Kind: views.CheckField, Field: views.Field{Name: "anonymous", Label: "The customer stays anonymous", Optional: true}},
		{Kind: views.CheckField, Field: views.Field{Name: "consent", Label: "The customer has agreed to this text", Hint: "Keep the agreement; the reviewer may ask for it."}},
		{Kind: views.SelectField, Field: views.Field{Name: "specialization", Label: "Specialization it shows", Optional: true}, Choices: specializations},
		{Kind: views.SelectField, Field: views.Field{Name: "industry", Label: "Industry"}, Choices: termChoices(d.programme.Industries)},
		{Kind: views.SelectField, Field: views.Field{Name: "product", Label: "Product", Optional: true}, Choices: termChoices(d.programme.Products)},
	}
	for _, part := range []struct{ name, label, hint string }{
		{"challenge", "The challenge", "What was hard, and why it mattered."},
		{"approach", "The approach", "What you did, in what order, and what you decided against."},
		{"outcome", "The outcome", "What the customer has now that it did not have before."},
	} {
		fields = append(fields, views.FormField{Kind: views.AreaField, Field: views.Field{Name: part.name, Label: part.label, Hint: part.hint, Rows: 7, Most: mostText}})
	}
	for i := range 3 {
		n := strconv.Itoa(i + 1)
		fields = append(fields,
			views.FormField{Field: views.Field{Name: "figure" + n, Label: "Figure " + n, Hint: "Such as 41 % or 11 minutes.", Most: 24, Optional: i > 0}},
			views.FormField{Field: views.Field{Name: "meaning" + n, Label: "What figure " + n + " measures", Hint: "Such as lower run cost.", Most: 80, Optional: i > 0}},
		)
	}
	return append(fields,
		views.FormField{Kind: views.AreaField, Field: views.Field{Name: "quote", Label: "What the customer says", Most: 600, Optional: true}},
		views.FormField{Field: views.Field{Name: "quoteby", Label: "Who says it", Hint: "Name and role.", Most: 120, Optional: true}},
		views.FormField{Field: views.Field{Name: "address", Label: "Also published at", Hint: "The address of the story on another site. We look now and then whether it still answers.", Type: "url", Most: 500, Optional: true}},
	)
}

func termChoices(terms []program.Term) []views.Choice {
	out := []views.Choice{{Value: "", Label: "Choose"}}
	for _, t := range terms {
		out = append(out, views.Choice{Value: t.Slug, Label: t.Name})
	}
	return out
}

func checkCaseStudy(d *dossier, v values) problems {
	bad := problems{}
	need(bad, v, "title", "Give the story a title.")
	need(bad, v, "customer", "Name the customer, or describe it.")
	if v["consent"] != "yes" {
		bad["consent"] = "A case study takes the customer’s agreement."
	}
	if !slices.ContainsFunc(d.programme.Industries, func(t program.Term) bool { return t.Slug == v["industry"] }) {
		bad["industry"] = "Choose the customer’s industry."
	}
	if _, ok := d.programme.Specialization(v["specialization"]); v["specialization"] != "" && !ok {
		bad["specialization"] = "Choose a specialization of the list, or none."
	}
	for _, name := range []string{"challenge", "approach", "outcome"} {
		if n := len([]rune(v[name])); n < leastText {
			bad[name] = "Write at least " + strconv.Itoa(leastText) + " characters; these are " + strconv.Itoa(n) + "."
		}
	}
	for i := range 3 {
		n := strconv.Itoa(i + 1)
		switch figure, meaning := v["figure"+n], v["meaning"+n]; {
		case i == 0 && figure == "":
			bad["figure1"] = "Give at least one figure: it is what customers read first."
		case figure != "" && meaning == "":
			bad["meaning"+n] = "Say what the figure measures."
		case figure == "" && meaning != "":
			bad["figure"+n] = "Give the figure that this describes."
		}
	}
	if v["address"] != "" {
		checkLink(bad, v, "address", "Give an address that begins with https://, or leave it empty.")
	}
	return bad
}

// caseStudyOf is the case study that a filled-in form becomes. Its address is made from partner and title.
func caseStudyOf(d *dossier, v values) program.CaseStudy {
	c := program.CaseStudy{
		Slug: cmp.Or(SlugOf(v["title"]), "case-study") + "-" + strings.ToLower(web.Token()[:6]), Title: v["title"], Customer: v["customer"],
		Anonymous: v["anonymous"] == "yes", Industry: v["industry"], Challenge: v["challenge"], Approach: v["approach"], Outcome: v["outcome"],
		Quote: v["quote"], QuoteBy: v["quoteby"], Address: v["address"], Published: d.today,
		Verification: program.Verification{By: program.ByVendor, Mode: program.Manual, Decision: program.Submitted, Submitted: d.today},
	}
	if v["specialization"] != "" {
		c.Specializations = []string{v["specialization"]}
		if set, ok := d.set(v["specialization"]); ok {
			EachLeaf(&set.Root, func(r *program.Requirement) {
				if r.CaseStudies != nil && c.Scenario == "" {
					c.Scenario = r.CaseStudies.Scenario
				}
			})
		}
	}
	if v["product"] != "" {
		c.Products = []string{v["product"]}
	}
	for i := range 3 {
		n := strconv.Itoa(i + 1)
		if v["figure"+n] != "" {
			c.Figures = append(c.Figures, program.Figure{Value: v["figure"+n], Label: v["meaning"+n]})
		}
	}
	return c
}

// SlugOf makes an address of a title: letters and digits of ASCII, divided by dashes; nothing of a title that has none.
func SlugOf(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 60 {
			break
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return ""
}
