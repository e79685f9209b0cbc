package program

import (
	"slices"
	"strings"
)

func (l *leafDiffer) competency(a CompetencyRule, b *CompetencyRule) *CompetencyRule {
	if a.Level != b.Level {
		effect := Easier
		if b.Level == Gold {
			effect = Harder
		}
		l.say(effect, l.name+" asks for "+levelInWords(b.Level)+" instead of "+levelInWords(a.Level)+".")
		a.Level = b.Level
	}
	if a.Match != b.Match && len(a.Competencies) > 1 {
		l.matching(a.Match, b.Match, "competencies")
	}
	a.Match = b.Match
	gained, lost := gainedAndLost(a.Competencies, b.Competencies, func(s string) string { return s })
	l.oneOf(a.Match, len(a.Competencies), l.competencyNames(gained), l.competencyNames(lost))
	a.Competencies = b.Competencies
	return &a
}

func (l *leafDiffer) competencyNames(slugs []string) []string {
	out := make([]string, len(slugs))
	for i, s := range slugs {
		out[i] = l.p.competencyName(s)
	}
	return out
}

// matching tells that any instead of all is enough, or the other way round.
func (l *leafDiffer) matching(was, is Op, of string) {
	if is == All {
		l.say(Harder, l.name+" needs all of the "+of+" instead of one.")
		return
	}
	l.say(Easier, l.name+" needs one of the "+of+" instead of all.")
}

// oneOf tells what a list of which one or all are needed gained and lost; n is how long it was.
func (l *leafDiffer) oneOf(match Op, n int, gained, lost []string) {
	if match == All {
		if len(gained) > 0 {
			l.say(Harder, l.name+" needs "+join(gained, "and")+" as well.")
		}
		if len(lost) > 0 {
			l.say(Easier, l.name+" no longer needs "+join(lost, "and")+".")
		}
		return
	}
	if len(gained) > 0 {
		l.say(Easier, capital(join(gained, "and"))+plural(len(gained), " counts", " count")+" for "+l.name+" as well.")
	}
	if len(lost) > 0 {
		l.say(Harder, capital(join(lost, "and"))+" no longer"+plural(len(lost), " counts", " count")+" for "+l.name+".")
	}
}

func (l *leafDiffer) recognition(a RecognitionRule, b *RecognitionRule) *RecognitionRule {
	if a.Match != b.Match && len(a.Specializations)+len(a.Memberships) > 1 {
		l.matching(a.Match, b.Match, "recognitions")
	}
	a.Match = b.Match
	newSpecs, oldSpecs := gainedAndLost(a.Specializations, b.Specializations, func(s string) string { return s })
	newOther, oldOther := gainedAndLost(a.Memberships, b.Memberships, stored[Named])
	parts := func(specs []string, other []Named) []string {
		var out []string
		for _, s := range specs {
			out = append(out, l.p.recognitionInWords(&RecognitionRule{Specializations: []string{s}}))
		}
		for _, m := range other {
			out = append(out, l.p.recognitionInWords(&RecognitionRule{Memberships: []Named{m}}))
		}
		return out
	}
	l.oneOf(a.Match, len(a.Specializations)+len(a.Memberships), parts(newSpecs, newOther), parts(oldSpecs, oldOther))
	a.Specializations, a.Memberships = b.Specializations, b.Memberships
	return &a
}

func (l *leafDiffer) document(a DocumentRule, b *DocumentRule) *DocumentRule {
	if a.Document == b.Document {
		l.age("the document for "+l.name+" may have been issued", a.ValidMonths, b.ValidMonths)
		a.ValidMonths = b.ValidMonths
	}
	return &a
}

func (l *leafDiffer) references(a ReferencesRule, b *ReferencesRule) *ReferencesRule {
	if a.N != b.N {
		l.say(more(a.N, b.N), "the number of references in "+l.name+risesOrFalls(float64(a.N), float64(b.N), References))
		a.N = b.N
	}
	l.age("the projects in "+l.name+" may have been finished", a.MaxAgeMonths, b.MaxAgeMonths)
	a.MaxAgeMonths = b.MaxAgeMonths
	if a.Scenario != b.Scenario && a.ScenarioInWords != b.ScenarioInWords && b.ScenarioInWords != "" {
		text := "the references in " + l.name + " must be for " + b.ScenarioInWords
		if a.ScenarioInWords != "" {
			text += ". Before: for " + a.ScenarioInWords
		}
		l.say(Unclear, text+".")
		a.Scenario, a.ScenarioInWords = b.Scenario, b.ScenarioInWords
	}
	if a.AnyCustomer != b.AnyCustomer {
		l.either(b.AnyCustomer, "several references of one customer count for "+l.name+".", "only one reference of a customer counts for "+l.name+".")
		a.AnyCustomer = b.AnyCustomer
	}
	if a.Assigned != b.Assigned {
		l.either(!b.Assigned, "references count for "+l.name+" without being assigned to it.", "only references that are assigned to "+l.name+" count for it, each once.")
		a.Assigned = b.Assigned
	}
	return &a
}

// either tells of a condition that is dropped or that is new.
func (l *leafDiffer) either(dropped bool, easier, harder string) {
	if dropped {
		l.say(Easier, easier)
		return
	}
	l.say(Harder, harder)
}

func (l *leafDiffer) caseStudies(a CaseStudiesRule, b *CaseStudiesRule) *CaseStudiesRule {
	if a.N != b.N {
		l.say(more(a.N, b.N), "the number of case studies in "+l.name+risesOrFalls(float64(a.N), float64(b.N), CaseStudies))
		a.N = b.N
	}
	l.age("the case studies in "+l.name+" may have been published", a.MaxAgeMonths, b.MaxAgeMonths)
	a.MaxAgeMonths = b.MaxAgeMonths
	if a.Reachable != b.Reachable {
		l.either(!b.Reachable, "the public address of a case study in "+l.name+" need not answer any more.", "the public address of a case study in "+l.name+" must answer.")
		a.Reachable = b.Reachable
	}
	return &a
}

// age tells how old something may be; zero months: as old as it likes.
func (l *leafDiffer) age(what string, was, is int) {
	if was == is {
		return
	}
	span := func(months int) string {
		if months <= 0 {
			return "at any time"
		}
		return "in the last " + lastMonths(months)
	}
	effect := Harder
	if is <= 0 || was > 0 && is > was {
		effect = Easier
	}
	l.say(effect, what+" "+span(is)+". Before: "+span(was)+".")
}

func (l *leafDiffer) review(a ReviewRule, b *ReviewRule) *ReviewRule {
	gained, lost := gainedAndLost(a.Modules, b.Modules, stored[ReviewModule])
	name := func(list []ReviewModule) string {
		out := make([]string, len(list))
		for i := range list {
			out[i] = list[i].Name
		}
		return join(out, "and")
	}
	if len(gained) > 0 {
		l.say(Harder, l.name+" covers "+name(gained)+" as well.")
	}
	if len(lost) > 0 {
		l.say(Easier, l.name+" no longer covers "+name(lost)+".")
	}
	a.Modules = b.Modules
	l.age(l.name+" may have been passed", a.ValidMonths, b.ValidMonths)
	a.ValidMonths = b.ValidMonths
	newCredits, oldCredits := gainedAndLost(a.Credits, b.Credits, stored[ModuleCredit])
	for _, c := range newCredits {
		l.say(Easier, "new for "+l.name+": "+l.creditInWords(b, c))
	}
	for _, c := range oldCredits {
		l.say(Harder, "no longer so for "+l.name+": "+l.creditInWords(&a, c))
	}
	a.Credits = b.Credits
	l.checklists(a.Checklists, b.Checklists)
	a.Checklists = b.Checklists
	if a.BookedLast != b.BookedLast {
		when := " can be booked at any time, no longer only when everything else is met."
		if b.BookedLast {
			when = " can be booked only when everything else is met."
		}
		l.say(Unclear, l.name+when)
		a.BookedLast = b.BookedLast
	}
	return &a
}

// checklists tells which versions of a checklist count from when to when, as far as that changes.
func (l *leafDiffer) checklists(was, is []Checklist) {
	version := func(c Checklist) string { return c.Version }
	days := func(c Checklist) string {
		text := ""
		if c.From != 0 {
			text += " from " + c.From.Long()
		}
		if c.Until != 0 {
			text += " until " + (c.Until - 1).Long()
		}
		return text
	}
	gained, lost := gainedAndLost(was, is, version)
	var parts []string
	for _, c := range is {
		if i := slices.IndexFunc(was, func(o Checklist) bool { return o.Version == c.Version }); i >= 0 && was[i] != c {
			parts = append(parts, "version "+c.Version+" counts"+days(c))
		}
	}
	for _, c := range gained {
		parts = append(parts, "version "+c.Version+" is new and counts"+days(c))
	}
	for _, c := range lost {
		parts = append(parts, "version "+c.Version+" no longer counts")
	}
	if len(parts) > 0 {
		l.say(Unclear, "the checklists of "+l.name+" change: "+strings.Join(parts, "; ")+".")
	}
}

func (l *leafDiffer) creditInWords(r *ReviewRule, c ModuleCredit) string {
	return strings.TrimSpace(l.p.creditsInWords(&ReviewRule{Modules: r.Modules, Credits: []ModuleCredit{c}}))
}
