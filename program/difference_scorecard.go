package program

import "slices"

// scorecard compares two scorecards, indicator by indicator.
func (l *leafDiffer) scorecard(a ScorecardRule, b *ScorecardRule) *ScorecardRule {
	if a.Pass != b.Pass {
		l.say(more(a.Pass, b.Pass), "the sum that "+l.name+" asks for"+risesOrFalls(a.Pass, b.Pass, Points))
		a.Pass = b.Pass
	}
	id := func(in Indicator) string { return in.ID }
	gained, lost := gainedAndLost(a.Indicators, b.Indicators, id)
	for _, in := range gained {
		l.say(bringing(in), l.name+" gives points for "+in.Name+" as well: "+in.worth()+" for "+uncapital(l.p.ruleInWords(&in.Rule)))
	}
	for _, in := range lost {
		l.say(reverse(bringing(in)), l.name+" no longer gives points for "+in.Name+".")
	}
	for i := range b.Indicators {
		if k := slices.IndexFunc(a.Indicators, func(in Indicator) bool { return in.ID == b.Indicators[i].ID }); k >= 0 {
			l.indicator(&a.Indicators[k], &b.Indicators[i])
		}
	}
	a.Indicators = b.Indicators
	return &a
}

// bringing is what one more indicator does: it can only add points, unless some of them must come from it.
func bringing(in Indicator) Effect {
	if in.Minimum > 0 {
		return Unclear
	}
	return Easier
}

func (in *Indicator) worth() string {
	if in.Linear {
		return "up to " + FormatQuantity(in.Points, Points) + ", in proportion,"
	}
	return FormatQuantity(in.Points, Points)
}

func (l *leafDiffer) indicator(a, b *Indicator) {
	name := b.Name + " in " + l.name
	if a.Name != b.Name {
		l.say(Same, "“"+a.Name+"” in "+l.name+" is now called “"+b.Name+"”.")
	}
	if a.Points != b.Points {
		l.say(reverse(more(a.Points, b.Points)), "what there is to gain for "+name+risesOrFalls(a.Points, b.Points, Points))
	}
	if a.Linear != b.Linear {
		how := "Now it is all points or none."
		effect := Harder
		if b.Linear {
			how, effect = "Now a part of it brings a part of the points.", Easier
		}
		l.say(effect, "how points for "+name+" are counted changes. "+how)
	}
	if a.Minimum != b.Minimum {
		l.say(more(a.Minimum, b.Minimum), "the share that must come from "+name+risesOrFalls(a.Minimum, b.Minimum, Points))
	}
	if a.KeptMonths != b.KeptMonths {
		kept := func(months int) string {
			if months == 0 {
				return "not kept once they are lost"
			}
			return "kept for " + lastMonths(months)
		}
		l.say(reverse(more(a.KeptMonths, b.KeptMonths)), "points for "+name+" are "+kept(b.KeptMonths)+". Before: "+kept(a.KeptMonths)+".")
	}
	if stored(a.Rule) != stored(b.Rule) {
		was, is := l.p.ruleInWords(&a.Rule), l.p.ruleInWords(&b.Rule)
		if was == is {
			l.detail()
			return
		}
		l.say(Unclear, "points for "+name+" come from "+uncapital(is)+" Before: "+uncapital(was))
	}
}
