package program

import (
	"math"
	"strconv"
)

// thinSpace divides thousands: a narrow space on which a line does not break.
const thinSpace = "\u202f"

// FormatNumber writes a number for people: thin spaces between thousands, two decimals only where it is not whole.
func FormatNumber(v float64) string {
	decimals := 0
	if v = math.Round(v*100) / 100; v != math.Trunc(v) {
		decimals = 2
	}
	digits := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, rest := digits, ""
	if decimals > 0 {
		whole, rest = digits[:len(digits)-3], digits[len(digits)-3:]
	}
	out := make([]byte, 0, len(digits)+len(thinSpace)*len(whole)/3+1)
	if v < 0 {
		out = append(out, '-')
	}
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out = append(out, thinSpace...)
		}
		out = append(out, whole[i])
	}
	return string(append(out, rest...))
}

// FormatQuantity writes a number with its unit for people: US$9 400, 3 customers, 1 person.
func FormatQuantity(v float64, u Unit) string {
	if u == USD {
		if v < 0 {
			return "-US$" + FormatNumber(-v)
		}
		return "US$" + FormatNumber(v)
	}
	name := u.Name(v)
	if name == "" {
		return FormatNumber(v)
	}
	return FormatNumber(v) + " " + name
}

// Name returns the unit's noun for a number of v: "person" for 1, else "people". Money has none.
func (u Unit) Name(v float64) string {
	one, many := u.nouns()
	if v == 1 {
		return one
	}
	return many
}

func (u Unit) nouns() (one, many string) {
	switch u {
	case Users:
		return "user", "users"
	case Deployments:
		return "deployment", "deployments"
	case Devices:
		return "device", "devices"
	case Customers:
		return "customer", "customers"
	case People:
		return "person", "people"
	case References:
		return "reference", "references"
	case CaseStudies:
		return "case study", "case studies"
	case Modules:
		return "module", "modules"
	case Competencies:
		return "competency", "competencies"
	case Conditions:
		return "condition", "conditions"
	case Percent:
		return "percent", "percent"
	case Recognitions:
		return "recognition", "recognitions"
	case Documents:
		return "document", "documents"
	case Points:
		return "point", "points"
	}
	return "", ""
}

// outOf writes how much is there of a least number: "1 of 3 customers", and "5 customers, 3 asked for" where more are there.
func outOf(have, least int, u Unit) string {
	if have > least {
		return FormatQuantity(float64(have), u) + ", " + FormatNumber(float64(least)) + " asked for"
	}
	return FormatNumber(float64(have)) + " of " + FormatQuantity(float64(least), u)
}
