package search

import (
	"fmt"

	"partnerdirectory/program"
)

// field is where a word of the query was found. Fields are in order of their points.
type field int

const (
	fieldName field = iota
	fieldPlace
	fieldLabel
	fieldCompetency
	fieldCase
	fieldSummary
	fieldProfile
	fieldDescription
	numFields
)

// levels is the number of ways a word can be found: in each field as a whole word, and in each as the beginning of
// one.
const levels = 2 * int(numFields)

func (f field) whole() int { return int(f) }

func (f field) beginning() int { return int(f) + int(numFields) }

// fieldRule is the public weight of a field.
type fieldRule struct {
	title  string
	text   string
	points int
}

func (f field) rule() fieldRule {
	switch f {
	case fieldName:
		return fieldRule{"Name", "A word of your query in the partner's name.", 40}
	case fieldPlace:
		return fieldRule{"Town", "A word of your query in the name of a town where the partner has an office.", 40}
	case fieldLabel:
		return fieldRule{"Label", "A word of your query in the name of a verified label that the partner holds, or another word for it.", 32}
	case fieldCompetency:
		return fieldRule{"Competency", "A word of your query in a competency that the partner holds, or its level.", 24}
	case fieldCase:
		return fieldRule{"Case study", "A word of your query in a published case study.", 16}
	case fieldSummary:
		return fieldRule{"Summary", "A word of your query in the partner's one-line summary.", 12}
	case fieldProfile:
		return fieldRule{"Profile", "A word of your query among the services, industries, products, customer sizes, languages or countries.", 10}
	default:
		return fieldRule{"Description", "A word of your query in the partner's own description.", 4}
	}
}

// points of a level: the beginning of a word is worth half of a whole one.
func points(level int) int {
	if level >= int(numFields) {
		return field(level-int(numFields)).rule().points / 2
	}
	return field(level).rule().points
}

// byPoints lists the levels from the most points down.
func byPoints() [levels]int {
	const half = int(numFields)
	return [levels]int{
		int(fieldName), int(fieldPlace), int(fieldLabel), int(fieldCompetency),
		half + int(fieldName), half + int(fieldPlace), int(fieldCase), half + int(fieldLabel),
		int(fieldSummary), half + int(fieldCompetency), int(fieldProfile), half + int(fieldCase),
		half + int(fieldSummary), half + int(fieldProfile), int(fieldDescription), half + int(fieldDescription),
	}
}

// Points for the name as a whole. They are more than any other words could add up to for two words, so that a
// partner searched by name comes first.
const (
	pointsExactName = 200
	pointsNameStart = 80
)

const maxScore = pointsExactName + MaxWords*40

// RankStep is one step of the public rule by which best match orders results.
type RankStep struct {
	Title  string
	Text   string
	Points int // added to a result's score; 0 for the steps that decide between equal scores
}

// RankingRule returns the rule of best match, step by step, as pages print it and as the code counts.
func RankingRule() []RankStep {
	steps := []RankStep{
		{"Exact name", "The query is the partner's whole name.", pointsExactName},
		{"Beginning of the name", "The partner's name begins with the query.", pointsNameStart},
	}
	for f := range numFields {
		r := f.rule()
		steps = append(steps, RankStep{r.title, r.text + " Each word counts once, in its best field, however often it occurs; the beginning of a word counts half.", r.points})
	}
	return append(steps,
		RankStep{Title: "Labels held", Text: fmt.Sprintf("Between equal scores: more verified labels first, up to %d.", countedLabels)},
		RankStep{Title: "Gold competencies", Text: fmt.Sprintf("Then more gold competencies, up to %d.", countedGold)},
		RankStep{Title: "Case studies", Text: fmt.Sprintf("Then more published case studies, up to %d.", countedCases)},
		RankStep{Title: "Confirmed", Text: "Then the profile that was confirmed in the more recent month."},
		RankStep{Title: "Neutral order", Text: "What is still equal is ordered by a fixed scramble of the partner's number, which favours no letter, age, size or payment."},
	)
}

const (
	countedLabels = 5
	countedGold   = 5
	countedCases  = 3
)

// standingOf packs the steps after the score into one number; the smaller the better. Its lower half is the neutral
// order.
func standingOf(l *program.Listing) uint64 {
	gold := 0
	for _, c := range l.Competencies {
		if c.Level == program.Gold {
			gold++
		}
	}
	year, month, _ := l.Confirmed.Time().Date()
	months := min(max(0, (year-1970)*12+int(month)), 1<<20-1)
	better := uint64(min(len(l.Labels), countedLabels))<<28 | uint64(min(gold, countedGold))<<24 |
		uint64(min(len(l.CaseStudies), countedCases))<<20 | uint64(months)
	return (1<<32-1-better)<<32 | scramble(uint64(l.ID))>>32
}

// scramble is the finalizer of SplitMix64: every bit of the number changes half of the result's.
func scramble(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
