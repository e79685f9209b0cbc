package views

import "partnerdirectory/program"

// connectiveClass is how a group of a requirement tree is drawn: its lines are solid where all conditions are needed.
func connectiveClass(op program.Op) string {
	if op == program.All {
		return "all"
	}
	return "some"
}

func effectClass(e program.Effect) string {
	if e == program.Unclear {
		return "open"
	}
	return string(e)
}

// effectWord says which way a change goes, where that can be told.
func effectWord(e program.Effect) string {
	switch e {
	case program.Harder:
		return "harder"
	case program.Easier:
		return "easier"
	}
	return ""
}

// standing says whether a set applies today, will, or did.
func (v SetVersion) standing(today program.Day) string {
	switch {
	case v.Set.EffectiveFrom > today:
		return "upcoming"
	case v.InForce:
		return "in force"
	}
	return "superseded"
}

func (v SetVersion) class(today program.Day) string {
	if v.InForce {
		return "current"
	}
	return v.standing(today)
}

// days says from when to when a set applied.
func (v SetVersion) days(today program.Day) string {
	switch {
	case v.Set.EffectiveFrom > today:
		return "applies from " + v.Set.EffectiveFrom.Long()
	case v.InForce && v.Until != 0:
		return "in force since " + v.Set.EffectiveFrom.Long() + ", until " + (v.Until - 1).Long()
	case v.InForce:
		return "in force since " + v.Set.EffectiveFrom.Long()
	}
	return "applied from " + v.Set.EffectiveFrom.Long() + " to " + (v.Until - 1).Long()
}

// inDays says how far ahead a day is.
func inDays(day, today program.Day) string {
	switch n := int(day - today); {
	case n <= 0:
		return "today"
	case n == 1:
		return "tomorrow"
	default:
		return "in " + number(n) + " days"
	}
}
