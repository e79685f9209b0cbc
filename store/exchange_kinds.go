package store

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"partnerdirectory/program"
	"partnerdirectory/store/rows"
)

// column binds one column to a field of a fact. set returns false for a text that it does not take.
type column[T any] struct {
	rows.Column
	get func(*T) string
	set func(*T, string) bool
	key bool
}

// isKey makes a column part of the natural key.
func (c column[T]) isKey() column[T] { c.key = true; return c }

// needed makes a column that every row must have.
func (c column[T]) needed() column[T] { c.Needed = true; return c }

// or says what stands in for an empty cell.
func (c column[T]) or(what string) column[T] { c.Else = what; return c }

func textColumn[T any, S ~string](name, meaning string, of func(*T) *S) column[T] {
	return column[T]{
		Column: rows.Column{Name: name, Type: rows.Text, Meaning: meaning},
		get:    func(t *T) string { return string(*of(t)) },
		set: func(t *T, s string) bool {
			*of(t) = S(strings.ReplaceAll(s, "\r\n", "\n"))
			return true
		},
	}
}

// choiceColumn takes one of some words.
func choiceColumn[T any, S ~string](name, meaning string, of func(*T) *S, words ...S) column[T] {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = string(w)
	}
	c := textColumn(name, meaning+": "+strings.Join(list, ", "), of)
	c.set = func(t *T, s string) bool {
		*of(t) = S(s)
		return slices.Contains(words, S(s))
	}
	return c
}

// earliest and latest bound days: what lies outside is a slip of the keyboard.
const (
	earliestDay = -365 * 170
	latestDay   = 365 * 230
)

// daysColumn holds a day; nothing is no day.
func daysColumn[T any](name, meaning string, of func(*T) *program.Day) column[T] {
	return column[T]{
		Column: rows.Column{Name: name, Type: rows.Day, Meaning: meaning},
		get:    func(t *T) string { return of(t).String() },
		set: func(t *T, s string) bool {
			d := program.Day(0)
			if s != "" {
				var err error
				if d, err = program.ParseDay(s); err != nil || d < earliestDay || d > latestDay {
					return false
				}
			}
			*of(t) = d
			return true
		},
	}
}

func numberColumn[T any](name, meaning string, of func(*T) *float64) column[T] {
	return column[T]{
		Column: rows.Column{Name: name, Type: rows.Number, Meaning: meaning},
		get:    func(t *T) string { return strconv.FormatFloat(*of(t), 'f', -1, 64) },
		set: func(t *T, s string) bool {
			v, err := strconv.ParseFloat(s, 64)
			*of(t) = v
			return s == "" || err == nil && !math.IsNaN(v) && !math.IsInf(v, 0)
		},
	}
}

func wholeColumn[T any](name, meaning string, of func(*T) *int64) column[T] {
	return column[T]{
		Column: rows.Column{Name: name, Type: rows.Whole, Meaning: meaning},
		get:    func(t *T) string { return strconv.FormatInt(*of(t), 10) },
		set: func(t *T, s string) bool {
			v, err := strconv.ParseInt(s, 10, 64)
			*of(t) = v
			return s == "" || err == nil
		},
	}
}

func yesColumn[T any](name, meaning string, of func(*T) *bool) column[T] {
	return column[T]{
		Column: rows.Column{Name: name, Type: rows.YesNo, Meaning: meaning},
		get: func(t *T) string {
			if *of(t) {
				return "yes"
			}
			return "no"
		},
		set: func(t *T, s string) bool {
			*of(t) = s == "yes" || s == "true"
			return slices.Contains([]string{"", "yes", "no", "true", "false"}, s)
		},
	}
}

func listColumn[T any](name, meaning string, of func(*T) *[]string) column[T] {
	return column[T]{
		Column: rows.Column{Name: name, Type: rows.List, Meaning: meaning},
		get:    func(t *T) string { return strings.Join(*of(t), " ") },
		set:    func(t *T, s string) bool { *of(t) = fields(s); return true },
	}
}

// names is what rows may name.
type names struct{ competencies, certifications, metrics, specializations map[string]bool }

func namesOf(p *program.Programme) names {
	v := names{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for i := range p.Competencies {
		v.competencies[p.Competencies[i].Slug] = true
	}
	for i := range p.Certifications {
		v.certifications[p.Certifications[i].Code] = true
	}
	for i := range p.Metrics {
		v.metrics[p.Metrics[i].Slug] = true
	}
	for i := range p.Specializations {
		v.specializations[p.Specializations[i].Slug] = true
	}
	return v
}

// verificationColumnsOf are the columns of a verification.
func verificationColumnsOf[T any](of func(*T) *program.Verification) []column[T] {
	return []column[T]{
		choiceColumn("verified_by", "who verifies", func(t *T) *program.Verifier { return &of(t).By }, program.ByVendor, program.ByThirdParty).or("vendor"),
		choiceColumn("mode", "how it is verified", func(t *T) *program.Mode { return &of(t).Mode }, program.Automatic, program.Manual).or("automatic"),
		choiceColumn("decision", "where it stands", func(t *T) *program.Decision { return &of(t).Decision },
			program.Draft, program.Submitted, program.Accepted, program.Rejected).or("accepted"),
		textColumn("reason", "why it was decided so", func(t *T) *string { return &of(t).Reason }),
		daysColumn("submitted", "when it was handed in", func(t *T) *program.Day { return &of(t).Submitted }).or("the day of the import"),
		daysColumn("decided", "from which day the decision counts", func(t *T) *program.Day { return &of(t).Decided }).or("the day of the import"),
	}
}

// accept is a verification by the vendor on a day, which stands in where a row says nothing.
func accept(at program.Day) program.Verification {
	return program.Verification{By: program.ByVendor, Mode: program.Automatic, Decision: program.Accepted, Submitted: at, Decided: at}
}

// decidedOnly empties the day of a decision that was not taken.
func decidedOnly(v *program.Verification) {
	if v.Decision == program.Draft || v.Decision == program.Submitted {
		v.Decided = 0
	}
}

// rowKinds are all kinds of rows, in the order in which they build on each other.
func rowKinds() []rowKind {
	return []rowKind{
		competencyRows().kind(), specializationRows().kind(), partnerKind(), locationKind(), peopleRows().kind(), certificationRows().kind(), attainmentRows().kind(), metricRows().kind(), referenceRows().kind(), reviewRows().kind(), caseRows().kind(),
		recognitionRows().kind(), documentRows().kind(),
	}
}

func peopleRows() factRows[program.Association] {
	type T = program.Association
	return factRows[T]{
		doc:   RowKind{Name: "people", What: "Which person works for which partner from a day on.", Example: []string{"example-partner", "4711", "2026-01-15"}},
		table: associationTable(), public: false,
		columns: []column[T]{
			wholeColumn("person", "the person's number, as in certifications", func(t *T) *int64 { return &t.Person }).needed().isKey(),
			daysColumn("from", "the first day", func(t *T) *program.Day { return &t.From }).needed().isKey(),
			yesColumn("here", "no: from that day the person works for somebody else", func(t *T) *bool { return &t.Here }).or("yes"),
			daysColumn("until", "the day the person left", func(t *T) *program.Day { return &t.Until }),
			daysColumn("recorded", "when it became known", func(t *T) *program.Day { return &t.Recorded }).or("the day of the import"),
		},
		preset: func(at program.Day) T { return T{Here: true, Recorded: at} },
		check: func(_ *names, t *T) (string, string) {
			if t.Until != 0 && t.Until <= t.From {
				return "until", "a day after from"
			}
			return "", ""
		},
	}
}

func certificationRows() factRows[program.Holding] {
	type T = program.Holding
	return factRows[T]{
		doc: RowKind{Name: "certifications", What: "Which person of a partner holds which certification.",
			Example: []string{"example-partner", "4711", "AZ-104", "2026-03-02", "Ada Example"}},
		table: holdingTable(),
		columns: append([]column[T]{
			wholeColumn("person", "the person's number, the same for all of the person's certifications", func(t *T) *int64 { return &t.Person }).needed().isKey(),
			textColumn("code", "the certification's code", func(t *T) *string { return &t.Code }).needed().isKey(),
			daysColumn("earned", "when it was passed", func(t *T) *program.Day { return &t.Earned }).needed().isKey(),
			textColumn("name", "the person's name; never public", func(t *T) *string { return &t.Name }).needed(),
			daysColumn("expires", "when it runs out", func(t *T) *program.Day { return &t.Expires }),
			daysColumn("joined", "when the person joined the partner", func(t *T) *program.Day { return &t.Joined }),
			daysColumn("left", "when the person left", func(t *T) *program.Day { return &t.Left }),
			textColumn("location", "the partner's location that the person works for", func(t *T) *string { return &t.Location }),
		}, verificationColumnsOf(func(t *T) *program.Verification { return &t.Verification })...),
		preset: func(at program.Day) T { return T{Verification: accept(at)} },
		check: func(v *names, t *T) (string, string) {
			decidedOnly(&t.Verification)
			switch {
			case !v.certifications[t.Code]:
				return "code", "the code of a certification of the programme"
			case t.Expires != 0 && t.Expires <= t.Earned:
				return "expires", "a day after earned"
			case t.Left != 0 && t.Left <= t.Joined:
				return "left", "a day after joined"
			}
			return "", ""
		},
	}
}

func attainmentRows() factRows[program.Attainment] {
	type T = program.Attainment
	return factRows[T]{
		doc: RowKind{Name: "attainments", What: "Silver or gold of a partner in a competency.",
			Example: []string{"example-partner", "cloud-platform", "gold", "2026-02-01", "2027-02-01"}},
		table: attainmentTable(), public: true,
		columns: append([]column[T]{
			textColumn("competency", "its slug", func(t *T) *string { return &t.Competency }).needed().isKey(),
			choiceColumn("level", "the level", func(t *T) *program.Level { return &t.Level }, program.Silver, program.Gold).needed().isKey(),
			daysColumn("from", "the first day", func(t *T) *program.Day { return &t.From }).needed().isKey(),
			daysColumn("until", "the anniversary, on which it must have been renewed", func(t *T) *program.Day { return &t.Until }),
		}, verificationColumnsOf(func(t *T) *program.Verification { return &t.Verification })...),
		preset: func(at program.Day) T { return T{Verification: accept(at)} },
		check: func(v *names, t *T) (string, string) {
			decidedOnly(&t.Verification)
			switch {
			case !v.competencies[t.Competency]:
				return "competency", "the slug of a competency of the programme"
			case t.Until != 0 && t.Until <= t.From:
				return "until", "a day after from"
			}
			return "", ""
		},
	}
}

func metricRows() factRows[program.MetricValue] {
	type T = program.MetricValue
	return factRows[T]{
		doc: RowKind{Name: "metrics", What: "What one customer of a partner brought to a metric in a month.",
			Example: []string{"example-partner", "azure-consumption", "2026-10-01", "Contoso", "", "", "", "", "1250.5"}},
		table: metricTable(),
		columns: []column[T]{
			textColumn("metric", "its slug", func(t *T) *string { return &t.Metric }).needed().isKey(),
			daysColumn("month", "the first day of the month", func(t *T) *program.Day { return &t.Month }).needed().isKey(),
			textColumn("customer", "who brought it; never public", func(t *T) *string { return &t.Customer }).isKey(),
			textColumn("product", "the product, where products are told apart", func(t *T) *string { return &t.Product }).isKey(),
			textColumn("association", "how the partner is linked to the customer", func(t *T) *string { return &t.Association }).isKey(),
			textColumn("offer", "the kind of offer it was bought under", func(t *T) *string { return &t.Offer }).isKey(),
			textColumn("location", "the partner's location that earned it", func(t *T) *string { return &t.Location }).isKey(),
			numberColumn("value", "in the metric's unit", func(t *T) *float64 { return &t.Value }).needed(),
			daysColumn("linked", "the day of the link: earlier months bring no credit", func(t *T) *program.Day { return &t.Linked }),
			daysColumn("recorded", "when the figure became known", func(t *T) *program.Day { return &t.Recorded }).or("the day of the import"),
		},
		preset: func(at program.Day) T { return T{Recorded: at} },
		check: func(v *names, t *T) (string, string) {
			switch {
			case !v.metrics[t.Metric]:
				return "metric", "the slug of a metric of the programme"
			case t.Month != t.Month.MonthStart():
				return "month", "the first day of a month"
			}
			return "", ""
		},
	}
}

func referenceRows() factRows[program.Reference] {
	type T = program.Reference
	return factRows[T]{
		doc: RowKind{Name: "references", What: "A customer's confirmation of a delivered project.",
			Example: []string{"example-partner", "Contoso", "migration", "2026-05-31"}},
		table: referenceTable(),
		columns: append([]column[T]{
			textColumn("customer", "who confirms; never public", func(t *T) *string { return &t.Customer }).needed().isKey(),
			textColumn("scenario", "what was delivered", func(t *T) *string { return &t.Scenario }).isKey(),
			daysColumn("finished", "when the project was finished", func(t *T) *program.Day { return &t.Finished }).needed().isKey(),
			daysColumn("sent", "when the customer was asked", func(t *T) *program.Day { return &t.Sent }),
			textColumn("assigned_to", "the specialization or competency that it is used for", func(t *T) *string { return &t.AssignedTo }).isKey(),
			textColumn("assigned_node", "the one requirement of it", func(t *T) *string { return &t.AssignedNode }).isKey(),
			daysColumn("assigned", "the day of the assignment", func(t *T) *program.Day { return &t.Assigned }),
			daysColumn("expires", "when the customer's word ends", func(t *T) *program.Day { return &t.Expires }),
		}, verificationColumnsOf(func(t *T) *program.Verification { return &t.Verification })...),
		preset: func(at program.Day) T { return T{Verification: accept(at)} },
		check:  func(_ *names, t *T) (string, string) { decidedOnly(&t.Verification); return "", "" },
	}
}

func reviewRows() factRows[program.Review] {
	type T = program.Review
	return factRows[T]{
		doc: RowKind{Name: "reviews", What: "An architecture review by an auditing firm.",
			Example: []string{"example-partner", "kubernetes", "Example Auditors", "2026-04-20", "core", "yes"}},
		table: reviewTable(),
		columns: append([]column[T]{
			textColumn("specialization", "its slug", func(t *T) *string { return &t.Specialization }).needed().isKey(),
			textColumn("firm", "who held it", func(t *T) *string { return &t.Firm }).needed().isKey(),
			daysColumn("held", "when", func(t *T) *program.Day { return &t.Held }).needed().isKey(),
			listColumn("modules", "what was looked at", func(t *T) *[]string { return &t.Modules }).isKey(),
			yesColumn("passed", "whether it was passed", func(t *T) *bool { return &t.Passed }).needed(),
			textColumn("checklist", "its version", func(t *T) *string { return &t.Checklist }),
		}, verificationColumnsOf(func(t *T) *program.Verification { return &t.Verification })...),
		preset: func(at program.Day) T { return T{Verification: accept(at)} },
		check: func(v *names, t *T) (string, string) {
			decidedOnly(&t.Verification)
			if !v.specializations[t.Specialization] {
				return "specialization", "the slug of a specialization of the programme"
			}
			return "", ""
		},
	}
}

func recognitionRows() factRows[program.Recognition] {
	type T = program.Recognition
	return factRows[T]{
		doc:   RowKind{Name: "recognitions", What: "A membership of another programme.", Example: []string{"example-partner", "managed-service-provider", "2026-01-01"}},
		table: recognitionTable(),
		columns: append([]column[T]{
			textColumn("recognition", "its slug", func(t *T) *string { return &t.Slug }).needed().isKey(),
			daysColumn("from", "the first day", func(t *T) *program.Day { return &t.From }).needed().isKey(),
			daysColumn("until", "the first day after the last", func(t *T) *program.Day { return &t.Until }),
		}, verificationColumnsOf(func(t *T) *program.Verification { return &t.Verification })...),
		preset: func(at program.Day) T { return T{Verification: accept(at)} },
		check:  func(_ *names, t *T) (string, string) { decidedOnly(&t.Verification); return "", "" },
	}
}

func documentRows() factRows[program.Document] {
	type T = program.Document
	return factRows[T]{
		doc:   RowKind{Name: "documents", What: "A document that a reviewer decides; the file itself stays where it was handed in.", Example: []string{"example-partner", "security-statement", "2026-06-01"}},
		table: documentTable(),
		columns: append([]column[T]{
			textColumn("document", "which document it is", func(t *T) *string { return &t.Slug }).needed().isKey(),
			daysColumn("issued", "when it was issued", func(t *T) *program.Day { return &t.Issued }).needed().isKey(),
			daysColumn("until", "when it stops being valid", func(t *T) *program.Day { return &t.Until }),
		}, verificationColumnsOf(func(t *T) *program.Verification { return &t.Verification })...),
		preset: func(at program.Day) T { return T{Verification: accept(at)} },
		check:  func(_ *names, t *T) (string, string) { decidedOnly(&t.Verification); return "", "" },
	}
}

// RowKind is one kind of rows that can be imported and exported.
type RowKind struct {
	Name    string // "metrics"
	What    string // one sentence
	Key     []string
	Columns []rows.Column
	Example []string // the first cells of a row
}

// RowKinds are the kinds of rows that can be imported and exported: the one place that documents them.
func RowKinds() []RowKind {
	var out []RowKind
	for _, k := range rowKinds() {
		out = append(out, k.RowKind)
	}
	return out
}

func rowKindOf(name string) (rowKind, error) {
	var names []string
	for _, k := range rowKinds() {
		if k.Name == name {
			return k, nil
		}
		names = append(names, k.Name)
	}
	return rowKind{}, fmt.Errorf("%w: %q is no kind of rows; there are %s", program.ErrInvalid, name, strings.Join(names, ", "))
}
