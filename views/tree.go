package views

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"partnerdirectory/program"
)

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
	case v.Withdrawn != 0:
		return "withdrawn"
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
	from := v.Set.EffectiveFrom.Long()
	switch {
	case v.Withdrawn != 0:
		return "withdrawn " + v.Withdrawn.Long() + " before it applied"
	case v.Set.EffectiveFrom > today:
		return "applies from " + from
	case v.InForce && v.Until != 0:
		return "in force since " + from + ", until " + (v.Until - 1).Long()
	case v.InForce:
		return "in force since " + from
	case v.Until <= v.Set.EffectiveFrom:
		return "replaced before it applied"
	}
	return "applied from " + from + " to " + (v.Until - 1).Long()
}

// judged says when holders are judged on a set, and why at once where they are.
func judged(s program.Set) string {
	switch {
	case s.AtOnce != "":
		return "Holders are judged on it from that day as well: " + sentence(s.AtOnce)
	case s.SparedUntil != 0:
		return "Holders from before are judged on it at their first renewal from " + s.SparedUntil.Long() + " on."
	}
	return "Holders are judged on it at their next renewal."
}

// sentence ends a reason that somebody typed as a sentence ends.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?…") {
		return text
	}
	return text + "."
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

// scored reports whether both levels of an option ask for points of the same scorecard.
func (o OptionSentences) scored() bool {
	return len(o.Gold.Points) > 0 && slices.Equal(o.Gold.Points, o.Silver.Points) && o.Gold.How == o.Silver.How && o.Gold.Relief+o.Silver.Relief == ""
}

// barWidth is the width of the picture of a scorecard, in its own units, with room for a label at both ends.
const (
	barStart = 10.0
	barWidth = 380.0
)

// segment is one piece of the bar.
type segment struct{ X, Width, Label string }

func segments(list []program.ScoredPoints) []segment {
	at, all := 0.0, 0.0
	for _, x := range list {
		all += x.Most
	}
	var out []segment
	for _, x := range list {
		out = append(out, segment{X: coordinate(barStart + barWidth*at/all), Width: coordinate(max(1, barWidth*x.Most/all-1.5))})
		at += x.Most
	}
	return out
}

// passes returns where on the bar each level begins.
func passes(o OptionSentences) []segment {
	all := 0.0
	for _, x := range o.Gold.Points {
		all += x.Most
	}
	var out []segment
	for _, s := range []program.Sentence{o.Silver, o.Gold} {
		pass := s.Node.Requirement.Scorecard.Pass
		out = append(out, segment{X: coordinate(barStart + barWidth*pass/all), Label: program.FormatQuantity(pass, program.Points)})
	}
	return out
}

func coordinate(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// capital begins a text with a capital letter.
func capital(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[n:]
}
