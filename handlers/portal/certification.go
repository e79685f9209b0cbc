package portal

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// newPerson is the choice of somebody whom the partner has not named before.
const newPerson = "new"

// certificationPaper is how a person's certification is handed in.
func certificationPaper() *paper {
	return &paper{
		kind: store.ItemCertification, section: "people", name: "People and certifications",
		begin: "Add a certification", heading: "Add a certification",
		about: "A certification counts for the requirements that name it, from the day a reviewer has accepted it.",
		hand:  "Hand in", note: "A reviewer looks at the proof and decides.", waits: "a reviewer",
		start: func(d *dossier, specialization string) values {
			v := values{"person": newPerson}
			if set, ok := d.set(specialization); ok {
				EachLeaf(&set.Root, func(r *program.Requirement) {
					if r.People != nil && v["code"] == "" {
						codes := codesOf(r.People)
						for _, c := range d.programme.Certifications {
							if codes[c.Code] && c.Retired == 0 && v["code"] == "" {
								v["code"] = c.Code
							}
						}
					}
				})
			}
			return v
		},
		fields: certificationFields, check: checkCertification,
		title: func(d *dossier, v values) string {
			name := v["name"]
			if who, ok := d.person(v["person"]); ok {
				name = who.name
			}
			b := stepper{d: d}
			return strings.TrimPrefix(name+": "+b.certification(v["code"]), ": ")
		},
		becomes: func(d *dossier, v values) store.Handed {
			return store.Handed{Facts: program.Facts{Holdings: []program.Holding{d.holding(v)}}}
		},
	}
}

// staffMember is one person of the partner as the facts know them.
type staffMember struct {
	id     int64
	name   string
	joined program.Day
	held   []program.Holding // newest first
}

// staff lists the partner's people, by name.
func (d *dossier) staff() []staffMember {
	var out []staffMember
	for _, h := range d.facts.Holdings {
		i := slices.IndexFunc(out, func(s staffMember) bool { return s.id == h.Person })
		if i < 0 {
			out = append(out, staffMember{id: h.Person, name: h.Name, joined: h.Joined})
			i = len(out) - 1
		}
		out[i].joined = min(out[i].joined, h.Joined)
		out[i].held = append(out[i].held, h)
	}
	for i := range out {
		slices.SortStableFunc(out[i].held, func(a, b program.Holding) int { return cmp.Compare(b.Earned, a.Earned) })
	}
	slices.SortStableFunc(out, func(a, b staffMember) int { return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name)) })
	return out
}

// gone reports whether the person has left by a day.
func (s *staffMember) gone(today program.Day) bool {
	return !slices.ContainsFunc(s.held, func(h program.Holding) bool { return h.Left == 0 || h.Left > today })
}

func (d *dossier) person(id string) (staffMember, bool) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return staffMember{}, false
	}
	staff := d.staff()
	i := slices.IndexFunc(staff, func(s staffMember) bool { return s.id == n })
	if i < 0 {
		return staffMember{}, false
	}
	return staff[i], true
}

// holding is the fact that a filled-in form becomes. A new person gets its number from the store.
func (d *dossier) holding(v values) program.Holding {
	earned, _ := program.ParseDay(v["earned"]) // checked before
	expires, _ := program.ParseDay(v["expires"])
	joined, _ := program.ParseDay(v["joined"])
	h := program.Holding{
		Name: v["name"], Code: v["code"], Earned: earned, Expires: expires, Joined: joined,
		Verification: program.Verification{By: program.ByVendor, Mode: program.Manual, Decision: program.Submitted, Submitted: d.today},
	}
	if who, ok := d.person(v["person"]); ok {
		h.Person, h.Name, h.Joined = who.id, who.name, who.joined
	}
	return h
}

func certificationFields(d *dossier, v values) []views.FormField {
	people := []views.Choice{{Value: "", Label: "Choose"}, {Value: newPerson, Label: "Somebody new"}}
	for _, s := range d.staff() {
		if !s.gone(d.today) {
			people = append(people, views.Choice{Value: strconv.FormatInt(s.id, 10), Label: s.name})
		}
	}
	codes := []views.Choice{{Value: "", Label: "Choose"}}
	for _, c := range d.programme.Certifications {
		label := c.Title
		if c.Retired != 0 && c.Retired <= d.today {
			label += ", retired " + c.Retired.Long()
		}
		codes = append(codes, views.Choice{Value: c.Code, Label: label})
	}
	return []views.FormField{
		{Kind: views.SelectField, Field: views.Field{Name: "person", Label: "Person"}, Choices: people},
		{Field: views.Field{Name: "name", Label: "Name", Hint: "For somebody new, as it stands on the certificate.", Most: 120, Optional: true, Apart: "new-person"}},
		{Field: views.Field{Name: "joined", Label: "With you since", Hint: "For somebody new. A person counts for one partner at a time.", Type: "date", Optional: true, Apart: "new-person"}},
		{Kind: views.SelectField, Field: views.Field{Name: "code", Label: "Certification"}, Choices: codes},
		{Field: views.Field{Name: "earned", Label: "Earned on", Type: "date"}},
		{Field: views.Field{Name: "expires", Label: "Valid until", Hint: "Leave it empty when it does not run out.", Type: "date", Optional: true}},
		{Field: views.Field{Name: "proof", Label: "Link to the proof", Hint: "The address of the certificate at its issuer, beginning with https://.", Type: "url", Most: 500}},
	}
}

func checkCertification(d *dossier, v values) problems {
	bad := problems{}
	if _, ok := d.person(v["person"]); !ok {
		if v["person"] != newPerson {
			bad["person"] = "Choose the person."
		}
		need(bad, v, "name", "Write the name of the person.")
		pastDay(bad, v, "joined", d.today, "Write the day since which the person is with you.")
	}
	if !slices.ContainsFunc(d.programme.Certifications, func(c program.Certification) bool { return c.Code == v["code"] }) {
		bad["code"] = "Choose the certification."
	}
	earned := pastDay(bad, v, "earned", d.today, "Write the day on which it was earned.")
	if v["expires"] != "" {
		if day, err := program.ParseDay(v["expires"]); err != nil {
			bad["expires"] = "Write the day as year-month-day, such as 2027-03-14, or leave it empty."
		} else if day <= earned {
			bad["expires"] = "It would run out before it was earned."
		}
	}
	checkLink(bad, v, "proof", "Give the address of the proof, beginning with https://.")
	return bad
}

// checkLink asks for an address that begins with https://.
func checkLink(bad problems, v values, name, sentence string) {
	u, err := url.Parse(v[name])
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || len(v[name]) > 500 {
		bad[name] = sentence
	}
}

// People lists a partner's people with their certifications.
func (p *Portal) People(k *paper) web.Handler {
	return func(c echo.Context, who *web.Identity) error {
		ctx := c.Request().Context()
		f, err := p.frame(c, who, k.name, k.section)
		if err != nil {
			return err
		}
		d, err := p.dossierOf(ctx, who)
		if err != nil {
			return err
		}
		items, err := p.Store.Items(ctx, who.Partner.Partner, k.kind)
		if err != nil {
			return err
		}
		page := views.People{Frame: f, For: c.QueryParam("for")}
		known := map[program.EvidenceID]string{}
		for _, it := range items {
			url := k.home(who) + "/" + strconv.FormatInt(it.ID, 10)
			if it.Evidence != 0 {
				known[it.Evidence] = url
			}
			if it.State == store.ItemDraft {
				page.Drafts = append(page.Drafts, views.PaperRow{Title: it.Title, URL: url, State: views.Unknown, Word: "Draft", Note: "saved " + program.DayOf(it.Changed).Long()})
			}
		}
		for _, s := range d.staff() {
			if person := d.shown(&s, known); person.Gone {
				page.Left = append(page.Left, person)
			} else {
				page.Staff = append(page.Staff, person)
			}
		}
		return p.Render(c, http.StatusOK, views.PeoplePage(page))
	}
}

// soonDays is how long before its end a certification is said to run out.
const soonDays = 90

// shown is one person as the page shows them; known are the pages of what was handed in here.
func (d *dossier) shown(s *staffMember, known map[program.EvidenceID]string) views.StaffMember {
	b := stepper{d: d}
	person := views.StaffMember{ID: s.id, Name: s.name, Joined: s.joined, Gone: s.gone(d.today)}
	for _, h := range s.held {
		state, note := DecisionOf(h.Verification, d.today)
		if state == views.Met && h.Expires != 0 && h.Expires <= d.today {
			state, note = views.Ended, "ran out "+h.Expires.Long()
		}
		person.Held = append(person.Held, views.HeldCertification{
			Title: b.certification(h.Code), Earned: h.Earned, Expires: h.Expires, State: state, Note: note, URL: known[h.ID],
			Soon: h.Expires > d.today && h.Expires <= d.today+soonDays,
		})
	}
	return person
}

// PersonLeaves notes that a person has left: the certifications count until the day before.
func (p *Portal) PersonLeaves(k *paper) web.Handler {
	return func(c echo.Context, who *web.Identity) error {
		return p.Once(c, who, func() (string, error) {
			ctx := c.Request().Context()
			d, err := p.dossierOf(ctx, who)
			if err != nil {
				return "", err
			}
			person, ok := d.person(c.Param("person"))
			if !ok {
				return "", program.ErrNotFound
			}
			var old []program.EvidenceID
			var facts program.Facts
			for _, h := range person.held {
				if h.Left == 0 || h.Left > d.today {
					old = append(old, h.ID)
					h.Left = d.today
					facts.Holdings = append(facts.Holdings, h)
				}
			}
			if len(old) == 0 {
				return k.home(who), p.FlashProblem(c, person.name+" had left already.")
			}
			if err := p.Store.Supersede(ctx, p.Act(c, who), who.Partner.Partner, old, &facts, d.today); err != nil {
				return "", err
			}
			return k.home(who), p.Flash(c, person.name+" no longer counts for you from today on.")
		})
	}
}
