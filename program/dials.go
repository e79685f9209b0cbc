package program

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Dial is one number among the settings of a programme.
type Dial struct {
	Name   string // of its field in forms
	Label  string
	Unit   string // of its value: "days"; empty: it has its own
	Says   string // what it does, in a sentence
	Least  int
	Most   int
	Labels bool // labels, standings or reminders depend on it
	of     func(*Settings) *int
}

// Value returns what the dial stands at.
func (d *Dial) Value(s *Settings) int { return *d.of(s) }

// Turn sets the dial.
func (d *Dial) Turn(s *Settings, to int) { *d.of(s) = to }

// Dials lists the numbers of the settings in the order in which a page shows them: the one place that knows them all.
func Dials() []Dial {
	return []Dial{
		{"term", "Term of a label", "months", "How long a label is valid from its grant or its renewal. Labels that are held keep their anniversary; the new term begins there.",
			1, 120, true, func(s *Settings) *int { return &s.TermMonths }},
		{"opens", "Renewal window opens", "days before the anniversary", "Holders and the public read when a renewal can begin; nothing that is handed in earlier is refused.",
			0, 366, false, func(s *Settings) *int { return &s.RenewalOpensDays }},
		{"closes", "Renewal window closes", "days after the anniversary", "A label that does not pass its renewal by then ends.",
			0, 366, true, func(s *Settings) *int { return &s.RenewalClosesDays }},
		{"grace", "Grace", "days", "How long a label outlasts the failure of a requirement that gives grace and names no days of its own.",
			0, 366, true, func(s *Settings) *int { return &s.DefaultGraceDays }},
		{"stale", "Figures go stale after", "days", "Older figures leave a requirement unknown: it neither passes nor fails.",
			1, 1000, true, func(s *Settings) *int { return &s.StaleFiguresDays }},
		{"at-risk", "At risk ahead of", "days", "How long before something runs out a label is at risk and its holder is told.",
			0, 366, true, func(s *Settings) *int { return &s.AtRiskDays }},
		{"notice", "Minimum notice", "days", "Between the publication of requirements and the day they are in force; a shorter one needs a reason.",
			0, 1000, false, func(s *Settings) *int { return &s.MinimumNoticeDays }},
		{"fiscal", "Fiscal year starts in month", "1 to 12", "Figures of a fiscal year are counted from this month; 1 is January, and so is 0.",
			0, 12, true, func(s *Settings) *int { return &s.FiscalYearStarts }},
		{"profile-stale", "Profile is stale after", "months", "A public profile that nobody confirmed for so long says so.",
			1, 120, false, func(s *Settings) *int { return &s.ProfileStaleMonths }},
		{"resend", "Ask a customer again after", "days", "Until then a customer who has not confirmed a reference is left in peace.",
			0, 366, false, func(s *Settings) *int { return &s.ResendAfterDays }},
		{"associations", "Associations of one person", "in a year", "With how many partners one person may be associated in a year; 0 sets no bound.",
			0, 366, true, func(s *Settings) *int { return &s.AssociationsPerYear }},
		{"association-gap", "Between two associations", "days", "At least so many days lie between the beginnings of two associations of one person.",
			0, 366, true, func(s *Settings) *int { return &s.AssociationGapDays }},
	}
}

// Problems returns what is wrong with the settings, by field: a dial's name, "reminders", or "extensions".
func (s *Settings) Problems() []FieldError {
	var l problems
	for _, d := range Dials() {
		v := d.Value(s)
		l.add(v < d.Least || v > d.Most, d.Name, fmt.Sprintf("It can be %d to %d.", d.Least, d.Most))
	}
	l.add(len(s.ReminderOffsets) > 20, "reminders", "There are more than 20.")
	for i, days := range s.ReminderOffsets {
		l.add(days < -366, "reminders", "One comes more than 366 days before the anniversary.")
		l.add(days > s.RenewalClosesDays, "reminders", "One comes after the renewal window has closed.")
		l.add(slices.Contains(s.ReminderOffsets[:i], days), "reminders", "One comes twice.")
	}
	for _, kind := range s.FourEyes {
		l.add(!slices.Contains(EvidenceKinds(), kind), "four-eyes", "There is no kind of evidence "+kind+".")
	}
	for _, x := range s.Extensions {
		l.add(x.From == 0 || x.Until == 0, "extensions", "An extension needs its first and its last day.")
		l.add(x.Until < x.From, "extensions", "An extension ends before it begins.")
		l.add(x.Reason == "", "extensions", "An extension needs a reason: holders read it.")
	}
	return l
}

// Validate reports the first setting with which no clock can run, wrapped in [ErrInvalid].
func (s *Settings) Validate() error {
	if l := s.Problems(); len(l) > 0 {
		return fmt.Errorf("settings: %w", &l[0])
	}
	return nil
}

// DaysText writes a list of days before and after an anniversary as people type it: "-60, -30, 23".
func DaysText(days []int) string {
	parts := make([]string, len(days))
	for i, d := range days {
		parts[i] = strconv.Itoa(d)
	}
	return strings.Join(parts, ", ")
}

// ParseDays reads what [DaysText] writes; false: something in it is no whole number.
func ParseDays(text string) ([]int, bool) {
	var out []int
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		n, err := strconv.Atoi(strings.Replace(part, "−", "-", 1))
		if err != nil {
			return nil, false
		}
		out = append(out, n)
	}
	return out, true
}

// Head is what the settings page maintains: the names and the dials.
type Head struct {
	Name     string
	Vendor   string
	Settings Settings
}

// Head returns the programme's names and dials.
func (p *Programme) Head() Head { return Head{p.Name, p.Vendor, p.Settings} }

// Problems returns what is wrong with the names and the dials, one for each field.
func (h *Head) Problems() []FieldError {
	var l problems
	l.text("name", h.Name, "Give the directory a name.", MaxName)
	l.text("vendor", h.Vendor, "Say who runs the programme.", MaxName)
	return append(l, h.Settings.Problems()...)
}

// Bear reports whether labels, standings or reminders depend on what differs between two settings.
func (s *Settings) Bear(o *Settings) bool {
	for _, d := range Dials() {
		if d.Labels && d.Value(s) != d.Value(o) {
			return true
		}
	}
	return !slices.Equal(s.ReminderOffsets, o.ReminderOffsets) || !slices.EqualFunc(s.Extensions, o.Extensions, func(a, b Extension) bool {
		return a.From == b.From && a.Until == b.Until && a.Reason == b.Reason && a.Published == b.Published && slices.Equal(a.Except, b.Except)
	})
}
