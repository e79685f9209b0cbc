package program

// Kind is what a leaf asks for.
type Kind string

// The kinds of requirements.
const (
	OfCompetency  Kind = "competency"
	OfPerformance Kind = "performance"
	OfPeople      Kind = "people"
	OfReferences  Kind = "references"
	OfCaseStudies Kind = "case-studies"
	OfReview      Kind = "review"
	OfRecognition Kind = "recognition"
	OfDocument    Kind = "document"
	OfScorecard   Kind = "scorecard"
)

// Kinds returns which rules the requirement has: one, if it is valid.
func (r *Requirement) Kinds() []Kind {
	var kinds []Kind
	for _, k := range []struct {
		set  bool
		kind Kind
	}{
		{r.Competency != nil, OfCompetency},
		{r.Performance != nil, OfPerformance},
		{r.People != nil, OfPeople},
		{r.References != nil, OfReferences},
		{r.CaseStudies != nil, OfCaseStudies},
		{r.Review != nil, OfReview},
		{r.Recognition != nil, OfRecognition},
		{r.Document != nil, OfDocument},
		{r.Scorecard != nil, OfScorecard},
	} {
		if k.set {
			kinds = append(kinds, k.kind)
		}
	}
	return kinds
}

// usesLabels reports whether what the requirement says depends on the partner's labels.
func (r *Requirement) usesLabels() bool {
	if r.Review != nil {
		for _, c := range r.Review.Credits {
			if c.Held != nil && len(c.Held.Specializations) > 0 {
				return true
			}
		}
	}
	if r.Scorecard != nil {
		for i := range r.Scorecard.Indicators {
			if r.Scorecard.Indicators[i].Rule.usesLabels() {
				return true
			}
		}
	}
	return r.Recognition != nil && len(r.Recognition.Specializations) > 0 ||
		r.Relaxed != nil && (len(r.Relaxed.Held.Specializations) > 0 || r.Relaxed.Instead.usesLabels())
}
