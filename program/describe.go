package program

import "strings"

// Sentence is a node of a requirement tree as plain English, for every page, mail and API answer.
type Sentence struct {
	Node     Node
	Text     string         // the leaf's sentence, or the group's connective: "All of these"
	Rule     string         // Text without Relief and without the days on which it is asked for
	Relief   string         // what does instead, and where; empty without a relaxation
	Dates    string         // the days on which it is asked for; empty where it always is
	Points   []ScoredPoints // of a scorecard, which Rule leaves out
	Credit   string         // what counts for all its points; empty where they differ
	Guidance string
	How      string // "Verified by an independent auditor, by hand. Tested at every second renewal."
	Children []Sentence
}

// Describe turns a requirement tree into sentences. It is the only writer of requirement text, so that text and
// rule cannot drift apart; names come from the programme, never identifiers.
func (p *Programme) Describe(n Node) Sentence {
	s := Sentence{Node: n}
	if n.Op == Leaf && n.Requirement != nil {
		s.Text, s.Guidance = p.sentence(n.Requirement)+n.datesInWords(), n.Requirement.Guidance
		s.Rule, s.Dates = p.demandInWords(n.Requirement), strings.TrimSpace(n.datesInWords())
		if n.Requirement.Relaxed != nil {
			s.Relief = p.easierInWords(n.Requirement)
		}
		if card := n.Requirement.Scorecard; card != nil {
			s.Rule = card.passInWords()
			s.Points, s.Credit = p.pointsInWords(card)
			s.Credit = strings.TrimSpace(s.Credit)
		}
		s.How = p.howInWords(n.Requirement)
		return s
	}
	s.Text, s.Rule, s.Dates = connective(&n), connective(&n), strings.TrimSpace(n.datesInWords())
	if dates := n.datesInWords(); dates != "" {
		s.Text += "." + strings.TrimSuffix(dates, ".")
	}
	for i := range n.Children {
		s.Children = append(s.Children, p.Describe(n.Children[i]))
	}
	return s
}

// datesInWords says when a child is asked for, as a sentence that follows another.
func (n *Node) datesInWords() string {
	switch {
	case n.From != 0 && n.Until != 0:
		return " Asked for from " + n.From.Long() + " to " + (n.Until - 1).Long() + "."
	case n.From != 0:
		return " Asked for from " + n.From.Long() + "."
	case n.Until != 0:
		return " Asked for until " + (n.Until - 1).Long() + "."
	}
	return ""
}

func connective(n *Node) string {
	switch n.Op {
	case Any:
		return "Any one of these"
	case AtLeast:
		return "At least " + FormatNumber(float64(n.K)) + " of these"
	}
	return "All of these"
}

// sentence writes one leaf from its parameters, and what does instead of it.
func (p *Programme) sentence(r *Requirement) string {
	s := p.demandInWords(r)
	if r.Relaxed != nil {
		s += " " + p.easierInWords(r)
	}
	return s
}

// demandInWords writes what everybody has to meet who is not spared a part of it.
func (p *Programme) demandInWords(r *Requirement) string {
	s := p.ruleInWords(r)
	if r.AtLocation {
		s += " One of your locations has to reach this by itself."
	}
	return s
}

// relaxationInWords writes what does instead, as a sentence of its own.
func (p *Programme) relaxationInWords(x *Relaxation) string {
	from := ""
	if x.From != 0 {
		from = "from " + x.From.Long() + ", "
	}
	return capital(from+"this is enough where you hold "+p.recognitionInWords(&x.Held)) + ": " + uncapital(p.ruleInWords(&x.Instead))
}

// recognitionInWords writes "the Kubernetes or Linux migration specialization or membership of the Expert programme".
func (p *Programme) recognitionInWords(r *RecognitionRule) string {
	conjunction := "or"
	if r.Match == All {
		conjunction = "and"
	}
	var parts []string
	for _, slug := range r.Specializations {
		name := "another"
		for i := range p.Specializations {
			if p.Specializations[i].Slug == slug {
				name = p.Specializations[i].Name
			}
		}
		parts = append(parts, "the "+name+" specialization")
	}
	for i := range r.Memberships {
		parts = append(parts, "membership of "+r.Memberships[i].Name)
	}
	return join(parts, conjunction)
}

func documentInWords(r *DocumentRule) string {
	s := capital(r.Document.Name) + ", accepted by a reviewer"
	if r.ValidMonths > 0 {
		s += " and issued in the last " + lastMonths(r.ValidMonths)
	}
	return s + "."
}

func (p *Programme) ruleInWords(r *Requirement) string {
	switch {
	case r.Competency != nil:
		return capital(p.attainmentInWords(r.Competency)) + ", active."
	case r.Performance != nil:
		return p.performanceInWords(r.Performance)
	case r.People != nil:
		return p.peopleInWords(r.People)
	case r.References != nil:
		return referencesInWords(r.References)
	case r.CaseStudies != nil:
		return casesInWords(r.CaseStudies)
	case r.Review != nil:
		return reviewInWords(r.Review, r.VerifiedBy) + p.creditsInWords(r.Review)
	case r.Recognition != nil:
		return capital(p.recognitionInWords(r.Recognition)) + ", active."
	case r.Document != nil:
		return documentInWords(r.Document)
	case r.Scorecard != nil:
		return p.scorecardInWords(r.Scorecard)
	}
	return "A condition that is not described."
}

// attainmentInWords writes "gold in Cloud platform or DevOps", without a full stop.
func (p *Programme) attainmentInWords(r *CompetencyRule) string {
	names := make([]string, len(r.Competencies))
	for i, slug := range r.Competencies {
		names[i] = p.competencyName(slug)
	}
	level := levelInWords(r.Level)
	switch {
	case r.Match != All || len(names) < 2:
		return level + " in " + join(names, "or")
	case len(names) == 2:
		return level + " in both " + join(names, "and")
	}
	return level + " in each of " + join(names, "and")
}

func levelInWords(l Level) string {
	if l == Gold {
		return "gold"
	}
	return "silver or gold"
}

func (p *Programme) competencyName(slug string) string {
	for i := range p.Competencies {
		if p.Competencies[i].Slug == slug {
			return p.Competencies[i].Name
		}
	}
	return "a competency"
}

func referencesInWords(r *ReferencesRule) string {
	s := "A confirmed customer reference"
	each := ""
	if r.N != 1 {
		s = FormatNumber(float64(r.N)) + " confirmed references"
		if !r.AnyCustomer {
			s += " from different customers"
		}
		each = ", each"
	}
	if r.ScenarioInWords != "" {
		s += each + " for " + r.ScenarioInWords
	}
	if r.MaxAgeMonths > 0 {
		s += ", finished in the last " + lastMonths(r.MaxAgeMonths)
	}
	if r.Assigned {
		return s + ". Only references that are assigned to this count, and each can be assigned once."
	}
	return s + "."
}

func casesInWords(r *CaseStudiesRule) string {
	s := "A public case study"
	if r.N != 1 {
		s = FormatNumber(float64(r.N)) + " public case studies"
	}
	s += " for this specialization"
	if r.ScenarioInWords != "" {
		s += " of " + r.ScenarioInWords
	}
	if r.MaxAgeMonths > 0 {
		s += ", published in the last " + lastMonths(r.MaxAgeMonths)
	}
	if r.Reachable {
		return s + ". Its public address must answer."
	}
	return s + "."
}

func reviewInWords(r *ReviewRule, by Verifier) string {
	names := make([]string, len(r.Modules))
	for i, m := range r.Modules {
		names[i] = "in " + m.Name
	}
	s := "An architecture review by " + auditorInWords(by) + ", passed " + join(names, "and")
	if r.ValidMonths > 0 {
		s += " in the last " + lastMonths(r.ValidMonths)
	}
	return s + "."
}

// creditsInWords says, in sentences that follow another, which modules something else stands for, and when to book.
func (p *Programme) creditsInWords(r *ReviewRule) string {
	var s strings.Builder
	for _, c := range r.Credits {
		name := "A module"
		for _, m := range r.Modules {
			if m.Slug == c.Module {
				name = m.Name
			}
		}
		switch {
		case c.Held != nil:
			s.WriteString(" " + name + " is credited where you hold " + p.recognitionInWords(c.Held) + ".")
		case c.Since != 0:
			s.WriteString(" " + name + " is credited by a valid pass for another specialization since " + c.Since.Long() + ".")
		default:
			s.WriteString(" " + name + " is credited by a valid pass for another specialization.")
		}
	}
	if len(r.Checklists) > 0 {
		s.WriteString(" It follows the checklist of its day: " + checklistsInWords(r.Checklists) + ".")
	}
	if r.BookedLast {
		s.WriteString(" It can be booked when everything else is met.")
	}
	return s.String()
}

// checklistsInWords writes "version 2.0 until 30 Jun 2024, version 2.1 from 1 Jul 2024".
func checklistsInWords(list []Checklist) string {
	parts := make([]string, len(list))
	for i, c := range list {
		parts[i] = "version " + c.Version
		if c.From != 0 {
			parts[i] += " from " + c.From.Long()
		}
		if c.Until != 0 && (i+1 == len(list) || list[i+1].From != c.Until) {
			parts[i] += " until " + (c.Until - 1).Long()
		}
	}
	return strings.Join(parts, ", ")
}

func auditorInWords(by Verifier) string {
	if by == ByThirdParty {
		return "an independent auditor"
	}
	return "the vendor"
}

// howInWords says who verifies a leaf, how, when it is tested and what a lapse does.
func (p *Programme) howInWords(r *Requirement) string {
	s := "Verified by " + auditorInWords(r.VerifiedBy)
	switch {
	case r.Mode == Manual:
		s += ", by hand."
	case r.Performance != nil && r.VerifiedBy == ByVendor:
		s += " from its own figures, automatically."
	default:
		s += ", automatically."
	}
	switch r.Tested {
	case AtRenewal:
		return s + " Tested at every renewal."
	case SecondRenewal:
		return s + " Tested at every second renewal."
	}
	return s + " Tested all the time; if it is no longer met, the label " + r.lapseInWords(&p.Settings) + "."
}

// lapseInWords writes what a label does when the leaf is no longer met: "ends after 30 days".
func (r *Requirement) lapseInWords(s *Settings) string {
	switch r.OnLapse {
	case EndsAtOnce:
		return "ends at once"
	case EndsTerm:
		return "stays until the end of its term"
	}
	days := r.graceDays(s)
	return "ends after " + FormatNumber(float64(days)) + " " + plural(days, "day", "days")
}

// graceDays returns how long a label survives the failure of a leaf whose lapse policy is grace.
func (r *Requirement) graceDays(s *Settings) int {
	if r.GraceDays > 0 {
		return r.GraceDays
	}
	return s.DefaultGraceDays
}
