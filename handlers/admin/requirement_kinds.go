package admin

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/handlers/portal"
	"partnerdirectory/program"
	"partnerdirectory/views"
	portalviews "partnerdirectory/views/portal"
)

// kindChoices are the kinds that a requirement can have, and that a new one begins with.
func requirementKinds() []portalviews.Choice {
	return []portalviews.Choice{
		{Value: string(program.OfCompetency), Label: "Competency", Hint: "An active attainment, silver or gold."},
		{Value: string(program.OfPerformance), Label: "Figures", Hint: "Performance or a technology indicator: consumption, users, deployments."},
		{Value: string(program.OfPeople), Label: "Certified people", Hint: "Groups of people who hold certifications."},
		{Value: string(program.OfReferences), Label: "Customer references", Hint: "Confirmed by customers."},
		{Value: string(program.OfCaseStudies), Label: "Case studies", Hint: "Public, on the partner's profile."},
		{Value: string(program.OfReview), Label: "Architecture review", Hint: "By an independent firm."},
		{Value: string(program.OfRecognition), Label: "Recognition", Hint: "Another specialization or a membership."},
		{Value: string(program.OfDocument), Label: "Document", Hint: "Anything else: an upload that a reviewer decides."},
		{Value: string(program.OfScorecard), Label: "Scorecard", Hint: "Points over several indicators."},
	}
}

// newRequirement is what a requirement of a kind begins with.
func newRequirement(kind program.Kind, p *program.Programme) program.Requirement {
	r := program.Requirement{VerifiedBy: program.ByVendor, Mode: program.Automatic, Tested: program.AtRenewal, OnLapse: program.EndsTerm}
	switch kind {
	case program.OfCompetency:
		r.Tested, r.OnLapse = program.Continuously, program.EndsGrace
	case program.OfReferences, program.OfCaseStudies, program.OfDocument, program.OfRecognition:
		r.Mode = program.Manual
	case program.OfReview:
		r.VerifiedBy, r.Mode, r.Tested = program.ByThirdParty, program.Manual, program.SecondRenewal
	}
	setKind(&r, kind, p)
	return r
}

// setKind gives a requirement the empty rule of a kind in place of the one it has.
func setKind(r *program.Requirement, kind program.Kind, p *program.Programme) {
	r.Competency, r.Performance, r.People, r.References, r.CaseStudies = nil, nil, nil, nil, nil
	r.Review, r.Recognition, r.Document, r.Scorecard = nil, nil, nil, nil
	switch kind {
	case program.OfCompetency:
		r.Competency = &program.CompetencyRule{Match: program.Any, Level: program.Gold}
	case program.OfPerformance:
		r.Performance = &program.PerformanceRule{Months: 12}
		if len(p.Metrics) > 0 {
			r.Performance.Metric = p.Metrics[0].Slug
		}
	case program.OfPeople:
		r.People = &program.PeopleRule{}
	case program.OfReferences:
		r.References = &program.ReferencesRule{N: 1}
	case program.OfCaseStudies:
		r.CaseStudies = &program.CaseStudiesRule{N: 1}
	case program.OfReview:
		r.Review = &program.ReviewRule{ValidMonths: 24}
	case program.OfRecognition:
		r.Recognition = &program.RecognitionRule{Match: program.Any}
	case program.OfDocument:
		r.Document = &program.DocumentRule{}
	case program.OfScorecard:
		r.Scorecard = &program.ScorecardRule{}
	}
}

// kindOf returns the kind of a requirement's rule; empty when it has none.
func kindOf(r *program.Requirement) program.Kind {
	if kinds := r.Kinds(); len(kinds) == 1 {
		return kinds[0]
	}
	return ""
}

// commonFields are those of every requirement.
func commonFields() []ruleField {
	type R = program.Requirement
	return []ruleField{
		needed(line("title", "Title", "A few words; the sentence says the rest.", 120, func(r *R) *string { return &r.Title })),
		{
			FormField: portalviews.FormField{Kind: portalviews.AreaField, Field: portalviews.Field{Name: "guidance", Label: "How to get there", Hint: "For partners.", Rows: 3, Most: longest, Optional: true}},
			get:       func(r *R) string { return r.Guidance },
			set:       func(r *R, text string) string { r.Guidance = text; return "" },
		},
		oneOf("verified", "Verified by", "", []portalviews.Choice{
			{Value: string(program.ByVendor), Label: "The vendor"}, {Value: string(program.ByThirdParty), Label: "A third party"},
		}, func(r *R) *program.Verifier { return &r.VerifiedBy }),
		oneOf("mode", "How", "", []portalviews.Choice{
			{Value: string(program.Automatic), Label: "Automatically"}, {Value: string(program.Manual), Label: "By hand"},
		}, func(r *R) *program.Mode { return &r.Mode }),
		oneOf("tested", "Tested of a held label", "", []portalviews.Choice{
			{Value: string(program.Continuously), Label: "All the time"}, {Value: string(program.AtRenewal), Label: "At every renewal"},
			{Value: string(program.SecondRenewal), Label: "At every second renewal"},
		}, func(r *R) *program.Testing { return &r.Tested }),
		oneOf("lapse", "When it is no longer met", "Only for what is tested all the time.", []portalviews.Choice{
			{Value: "", Label: "Nothing (tested at renewals only)"}, {Value: string(program.EndsAtOnce), Label: "The label ends at once"},
			{Value: string(program.EndsGrace), Label: "The label ends after a grace"}, {Value: string(program.EndsTerm), Label: "The label ends with its term"},
		}, func(r *R) *program.Lapse { return &r.OnLapse }),
		whole("grace", "Days of grace", "Empty: the programme's.", func(r *R) *int { return &r.GraceDays }),
		tick("sample", "A figure in it is a sample value", "Nobody has decided it yet; pages say so.", func(r *R) *bool { return &r.Sample }),
	}
}

func competencyTerms(p *program.Programme) []program.Term {
	out := make([]program.Term, len(p.Competencies))
	for i, c := range p.Competencies {
		out[i] = program.Term{Slug: c.Slug, Name: c.Name}
	}
	return out
}

func specializationTerms(p *program.Programme) []program.Term {
	out := make([]program.Term, len(p.Specializations))
	for i, s := range p.Specializations {
		out[i] = program.Term{Slug: s.Slug, Name: s.Name}
	}
	return out
}

// ruleFields are the fields of a requirement's rule, by its kind.
func ruleFields(r *program.Requirement, p *program.Programme) []ruleField {
	type R = program.Requirement
	switch {
	case r.Competency != nil:
		return []ruleField{
			slugList("competencies", "Competencies", "One on each line.", competencyTerms(p), func(r *R) *[]string { return &r.Competency.Competencies }),
			oneOf("match", "How many of them", "", match(), func(r *R) *program.Op { return &r.Competency.Match }),
			oneOf("level", "Level", "Gold counts as silver.", []portalviews.Choice{
				{Value: string(program.Gold), Label: "Gold"}, {Value: string(program.Silver), Label: "Silver or gold"},
			}, func(r *R) *program.Level { return &r.Competency.Level }),
		}
	case r.Performance != nil:
		return performanceFields(p)
	case r.People != nil:
		return peopleFields(r, p)
	case r.References != nil:
		return []ruleField{
			whole("n", "References", "", func(r *R) *int { return &r.References.N }),
			scenario("references", func(r *R) (*string, *string) { return &r.References.Scenario, &r.References.ScenarioInWords }),
			whole("age", "Finished within the last months", "Empty: any age.", func(r *R) *int { return &r.References.MaxAgeMonths }),
			tick("any-customer", "Several of one customer count", "", func(r *R) *bool { return &r.References.AnyCustomer }),
			tick("assigned", "Only references assigned to this requirement count", "So that none counts twice.", func(r *R) *bool { return &r.References.Assigned }),
		}
	case r.CaseStudies != nil:
		return []ruleField{
			whole("n", "Case studies", "", func(r *R) *int { return &r.CaseStudies.N }),
			scenario("case studies", func(r *R) (*string, *string) { return &r.CaseStudies.Scenario, &r.CaseStudies.ScenarioInWords }),
			whole("age", "Published within the last months", "Empty: any age.", func(r *R) *int { return &r.CaseStudies.MaxAgeMonths }),
			tick("reachable", "Its public address must answer", "", func(r *R) *bool { return &r.CaseStudies.Reachable }),
		}
	case r.Review != nil:
		return reviewFields(p)
	case r.Recognition != nil:
		return recognitionFields("", p, func(r *R) *program.RecognitionRule { return r.Recognition })
	case r.Document != nil:
		return []ruleField{
			oneNamed("document", "Document", "As it stands in a sentence: “a signed statement of accessibility”.", func(r *R) *program.Named { return &r.Document.Document }),
			whole("valid", "Valid for months from its issue", "Empty: no end.", func(r *R) *int { return &r.Document.ValidMonths }),
		}
	case r.Scorecard != nil:
		return scorecardFields(r, p)
	}
	return nil
}

// scenario is a field of what references or case studies must show; its identifier follows from the words, unless it stands in
// brackets.
func scenario(what string, of func(r *program.Requirement) (slug, words *string)) ruleField {
	return ruleField{
		FormField: portalviews.FormField{Field: portalviews.Field{
			Name: "scenario", Label: "What the " + what + " show", Hint: "As it stands in a sentence: “a migration of at least 50 servers”. Empty: anything.", Most: 200, Optional: true,
		}},
		get: func(r *program.Requirement) string {
			slug, words := of(r)
			switch {
			case *slug == "" && *words == "":
				return ""
			case *words == "":
				return "[" + *slug + "]"
			case *slug == portal.SlugOf(*words):
				return *words
			}
			return *words + " [" + *slug + "]"
		},
		set: func(r *program.Requirement, text string) string {
			slug, words := of(r)
			*words, *slug = text, portal.SlugOf(text)
			if at := strings.LastIndex(text, "["); at >= 0 && strings.HasSuffix(text, "]") {
				*words, *slug = strings.TrimSpace(text[:at]), text[at+1:len(text)-1]
			}
			return ""
		},
	}
}

// oneNamed is a field of one thing that has a name and an identifier.
func oneNamed(name, label, hint string, of func(r *program.Requirement) *program.Named) ruleField {
	return ruleField{
		FormField: portalviews.FormField{Field: portalviews.Field{Name: name, Label: label, Hint: hint, Most: 200}},
		get: func(r *program.Requirement) string {
			if *of(r) == (program.Named{}) {
				return ""
			}
			return namedText(*of(r))
		},
		set: func(r *program.Requirement, text string) string {
			n, ok := readNamed(text)
			if !ok {
				return "Write its name."
			}
			*of(r) = n
			return ""
		},
	}
}

func recognitionFields(prefix string, p *program.Programme, of func(r *program.Requirement) *program.RecognitionRule) []ruleField {
	type R = program.Requirement
	return []ruleField{
		slugList(prefix+"specializations", "Specializations held", "One on each line; a specialization counts from the day after its grant.", specializationTerms(p),
			func(r *R) *[]string { return &of(r).Specializations }),
		named(prefix+"memberships", "Memberships of other programmes", "One on each line.", func(r *R) *[]program.Named { return &of(r).Memberships }),
		oneOf(prefix+"match", "How many of them", "", match(), func(r *R) *program.Op { return &of(r).Match }),
	}
}

func performanceFields(p *program.Programme) []ruleField {
	type R = program.Requirement
	var metrics []portalviews.Choice
	for _, m := range p.Metrics {
		metrics = append(metrics, portalviews.Choice{Value: m.Slug, Label: views.Capital(m.Name)})
	}
	of := func(r *R) *program.PerformanceRule { return r.Performance }
	return []ruleField{
		oneOf("metric", "Metric", "", metrics, func(r *R) *string { return &of(r).Metric }),
		tick("indicator", "It is a technology indicator", "Shown as product telemetry, not as sales.", func(r *R) *bool { return &of(r).Indicator }),
		oneOf("aggregate", "What is looked at", "", []portalviews.Choice{
			{Value: string(program.Sum), Label: "The sum of the window"}, {Value: string(program.Average), Label: "The monthly average"},
			{Value: string(program.EveryMonth), Label: "Every month by itself"}, {Value: string(program.Snapshot), Label: "The newest month"},
			{Value: string(program.Events), Label: "The number of deployments that reached the line"}, {Value: string(program.NewCustomers), Label: "The number of new customers"},
			{Value: string(program.NetAdds), Label: "Customers won less customers lost"},
		}, func(r *R) *program.Aggregate { return &of(r).Aggregate }),
		amount("threshold", "At least", "In the metric's unit, in percent, or in what is counted.", func(r *R) *float64 { return &of(r).Threshold }),
		amount("line", "Line that makes a deployment", "Only for deployments: the monthly figure that they must first reach.", func(r *R) *float64 { return &of(r).Line }),
		oneOf("window", "Window", "", []portalviews.Choice{
			{Value: string(program.Trailing), Label: "The last months"}, {Value: string(program.CalendarYear), Label: "The last whole calendar year"},
			{Value: string(program.FiscalYear), Label: "The vendor's last whole fiscal year"}, {Value: string(program.AnniversaryYear), Label: "The year since the anniversary"},
		}, func(r *R) *program.Window { return &of(r).Window }),
		whole("months", "Months of the window", "Of the last months; other windows leave it empty.", func(r *R) *int { return &of(r).Months }),
		oneOf("growth", "Growth", "", []portalviews.Choice{
			{Value: string(program.NoGrowth), Label: "No: the figure itself"}, {Value: string(program.GrowthBy), Label: "By how much since a year before"},
			{Value: string(program.GrowthPercent), Label: "By how many percent since a year before"}, {Value: string(program.GrowthSince), Label: "Since a stored baseline"},
		}, func(r *R) *program.Growth { return &of(r).Growth }),
		amount("baseline", "Growth in percent starts from at least", "", func(r *R) *float64 { return &of(r).MinBaseline }),
		whole("customers", "Different customers that contributed, at least", "", func(r *R) *int { return &of(r).MinCustomers }),
		amount("per-customer", "Each of them with at least", "", func(r *R) *float64 { return &of(r).MinPerCustomer }),
		named("only", "Products that count", "One on each line; none: all.", func(r *R) *[]program.Named { return &of(r).Only }),
		named("except", "Products that do not count", "One on each line.", func(r *R) *[]program.Named { return &of(r).Except }),
		lines("within", "Of that, from some products", "One part on each line: “5,000 from Edge; Backup”.", withinText, readWithin),
		lines("markets", "Other thresholds by market", "One market on each line: “5,000 in developing markets”.", marketsText, readMarkets),
		named("associations", "Associations accepted", "One on each line, the first goes before the others.", func(r *R) *[]program.Named { return &of(r).Associations }),
		named("except-offers", "Offers that do not count", "One on each line.", func(r *R) *[]program.Named { return &of(r).ExceptOffers }),
	}
}

func withinText(r *program.Requirement) []string {
	var out []string
	for _, w := range r.Performance.Within {
		var parts []string
		for _, n := range w.Only {
			parts = append(parts, namedText(n))
		}
		out = append(out, plainNumber(w.Threshold)+" from "+strings.Join(parts, "; "))
	}
	return out
}

func plainNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func readWithin(r *program.Requirement, list []string) string {
	var out []program.SubMinimum
	for _, l := range list {
		number, products, found := strings.Cut(l, " from ")
		n, ok := typedNumber(number)
		w := program.SubMinimum{Threshold: n}
		for _, part := range strings.Split(products, ";") {
			x, named := readNamed(part)
			ok = ok && named
			w.Only = append(w.Only, x)
		}
		if !ok || !found {
			return fmt.Sprintf("“%s” is not like “5,000 from Edge; Backup”.", l)
		}
		out = append(out, w)
	}
	r.Performance.Within = out
	return ""
}

func marketsText(r *program.Requirement) []string {
	var out []string
	for _, m := range r.Performance.Markets {
		out = append(out, plainNumber(m.Threshold)+" in "+namedText(m.Market))
	}
	return out
}

func readMarkets(r *program.Requirement, list []string) string {
	var out []program.MarketThreshold
	for _, l := range list {
		number, market, found := strings.Cut(l, " in ")
		n, ok := typedNumber(number)
		m, name := readNamed(market)
		if !found || !ok || !name {
			return fmt.Sprintf("“%s” is not like “5,000 in developing markets”.", l)
		}
		out = append(out, program.MarketThreshold{Market: m, Threshold: n})
	}
	r.Performance.Markets = out
	return ""
}

// blankGroups is how many empty rows a form of groups offers besides those that are filled.
const blankGroups = 1

func peopleFields(r *program.Requirement, p *program.Programme) []ruleField {
	type R = program.Requirement
	var out []ruleField
	for i := range len(r.People.Groups) + blankGroups {
		id, of := "g"+strconv.Itoa(i+1)+"-", func(r *R) *program.PeopleGroup {
			for len(r.People.Groups) <= i {
				r.People.Groups = append(r.People.Groups, program.PeopleGroup{})
			}
			return &r.People.Groups[i]
		}
		seen := func(r *R) *program.PeopleGroup {
			if i < len(r.People.Groups) {
				return &r.People.Groups[i]
			}
			return &program.PeopleGroup{}
		}
		about := "Group " + strconv.Itoa(i+1) + ": "
		n := whole(id+"n", about+"people", "", func(r *R) *int { return &of(r).N })
		n.get = func(r *R) string { return numberText(float64(seen(r).N)) }
		name := line(id+"name", about+"name", "“architects”; empty: people.", 80, func(r *R) *string { return &of(r).Name })
		name.get = func(r *R) string { return seen(r).Name }
		hold := line(id+"hold", about+"who each hold", "Codes of certifications with “and”, “or” and brackets: “AZ-104 and (AZ-400 or MS-700)”.", longest, nil)
		hold.get = func(r *R) string { return seen(r).Hold.Text() }
		hold.set = func(r *R, text string) string {
			if text == "" {
				if i < len(r.People.Groups) {
					r.People.Groups[i].Hold = program.Formula{}
				}
				return ""
			}
			if text == seen(r).Hold.Text() {
				return ""
			}
			f, err := p.ReadFormula(text)
			if err != nil {
				return formulaProblem(err)
			}
			of(r).Hold = f
			return ""
		}
		for _, f := range []*ruleField{&n, &name} { // an empty row makes no group
			set := f.set
			f.set = func(r *R, text string) string {
				if text == "" && i >= len(r.People.Groups) {
					return ""
				}
				return set(r, text)
			}
		}
		out = append(out, n, name, hold)
	}
	return append(out,
		tick("distinct", "Nobody counts for two groups", "Where the next field says nothing else.", func(r *R) *bool { return &r.People.Distinct }),
		lines("overlaps", "Overlaps", "A pair on each line: “1 and 2 distinct”, “1 and 2 shared”, “1 within 2”, “1 and 2 undecided”.", overlapsText, readOverlaps),
		whole("total", "Different people in all groups together", "Empty: as the groups say.", func(r *R) *int { return &r.People.Total }),
		lines("each", "Certifications that somebody of them must hold", "A code on each line.",
			func(r *R) []string { return r.People.Each },
			func(r *R, list []string) string {
				for _, code := range list {
					if !slices.ContainsFunc(p.Certifications, func(c program.Certification) bool { return c.Code == code }) {
						return fmt.Sprintf("There is no certification “%s”.", code)
					}
				}
				r.People.Each = list
				return ""
			}),
	)
}

func overlapsText(r *program.Requirement) []string {
	var out []string
	for _, o := range r.People.Overlaps {
		a, b := strconv.Itoa(o.Group+1), strconv.Itoa(o.With+1)
		switch o.Rule {
		case program.Subset:
			out = append(out, a+" within "+b)
		case program.Unspecified:
			out = append(out, a+" and "+b+" undecided")
		default:
			out = append(out, a+" and "+b+" "+string(o.Rule))
		}
	}
	return out
}

func readOverlaps(r *program.Requirement, list []string) string {
	var out []program.Overlap
	for _, l := range list {
		var a, b int
		var rule string
		if n, _ := fmt.Sscanf(l, "%d within %d", &a, &b); n == 2 {
			rule = string(program.Subset)
		} else if n, _ := fmt.Sscanf(l, "%d and %d %s", &a, &b, &rule); n != 3 {
			rule = ""
		}
		if rule == "undecided" {
			rule = string(program.Unspecified)
		}
		if !slices.Contains([]program.OverlapRule{program.Distinct, program.Shared, program.Subset, program.Unspecified}, program.OverlapRule(rule)) ||
			a < 1 || b < 1 || a == b || a > len(r.People.Groups) || b > len(r.People.Groups) {
			return fmt.Sprintf("“%s” names no two groups, or says not how they overlap: “1 and 2 distinct”, “1 and 2 shared”, “1 within 2”.", l)
		}
		out = append(out, program.Overlap{Group: a - 1, With: b - 1, Rule: program.OverlapRule(rule)})
	}
	r.People.Overlaps = out
	return ""
}
