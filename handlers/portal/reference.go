package portal

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/notify"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// askLife is how long a customer's link opens.
const askLife = 30 * 24 * time.Hour

// referencePaper is how customer references are handed in: the customer confirms first, then a reviewer decides.
func referencePaper() *paper {
	return &paper{
		kind: store.ItemReference, section: "references", name: "Customer references",
		line:    "Customers who confirm what you did for them. Who they are and what they say stays between them, you and the reviewers.",
		empty:   "No reference yet. Name a customer and a person there: we ask them with a mail that takes a minute to answer.",
		begin:   "Ask a customer",
		heading: "Ask a customer for a reference",
		about:   "We send the person you name a mail with a link to a short form; it needs no account. They can confirm, correct or decline.",
		hand:    "Send to the customer", note: "The mail goes out at once, with your name in it. Without an answer we ask again after seven days.",
		waits: "a reviewer",
		start: func(d *dossier, specialization string) values {
			v := values{}
			for _, s := range d.scenarios() {
				if s.specialization == specialization && v["scenario"] == "" {
					v["scenario"] = s.slug
				}
			}
			return v
		},
		fields: referenceFields, check: checkReference,
		title:  func(_ *dossier, v values) string { return "Reference of " + orNobody(v["customer"]) },
		handIn: (*Portal).askCustomer,
		others: func(d *dossier, known map[program.EvidenceID]bool) []views.PaperRow {
			var out []views.PaperRow
			references := slices.Clone(d.facts.References)
			slices.SortStableFunc(references, func(a, b program.Reference) int { return cmp.Compare(b.Finished, a.Finished) })
			for _, r := range references {
				if !known[r.ID] {
					state, note := referenceState(&r, d.today)
					out = append(out, views.PaperRow{
						Title: "Reference of " + r.Customer, State: state, Word: d.scenarioName(r.Scenario),
						Note: "project finished " + r.Finished.Long() + ", " + note,
					})
				}
			}
			return out
		},
	}
}

func orNobody(name string) string {
	if name == "" {
		return "a customer not named yet"
	}
	return name
}

// scenario is what references can show, as the requirements name it.
type scenario struct {
	slug           string
	name           string
	specialization string
}

// scenarios lists what references are asked to show.
func (d *dossier) scenarios() []scenario {
	var out []scenario
	for _, s := range d.programme.Specializations {
		d.eachAsked(s.Slug, func(r *program.Requirement) {
			if r.References == nil || slices.ContainsFunc(out, func(o scenario) bool { return o.slug == r.References.Scenario }) {
				return
			}
			name := s.Name
			if r.References.ScenarioInWords != "" {
				name += ": " + r.References.ScenarioInWords
			}
			out = append(out, scenario{slug: r.References.Scenario, name: name, specialization: s.Slug})
		})
	}
	return out
}

func (d *dossier) scenarioName(slug string) string {
	for _, s := range d.scenarios() {
		if s.slug == slug {
			return s.name
		}
	}
	return "Customer reference"
}

// eachAsked calls f for every requirement of a specialization that is asked for today or at the partner's next renewal.
func (d *dossier) eachAsked(specialization string, f func(*program.Requirement)) {
	today, inForce := d.programme.InForce(specialization, d.today)
	if inForce {
		EachLeaf(&today.Root, f)
	}
	if judged, ok := d.set(specialization); ok && judged.Version != today.Version {
		EachLeaf(&judged.Root, f)
	}
}

// EachLeaf calls f for every requirement below a node.
func EachLeaf(n *program.Node, f func(*program.Requirement)) {
	if n.Requirement != nil {
		f(n.Requirement)
	}
	for i := range n.Children {
		EachLeaf(&n.Children[i], f)
	}
}

func referenceFields(d *dossier, _ values) []views.FormField {
	choices := []views.Choice{{Value: "", Label: "Choose"}}
	for _, s := range d.scenarios() {
		choices = append(choices, views.Choice{Value: s.slug, Label: s.name})
	}
	return []views.FormField{
		{Field: views.Field{Name: "customer", Label: "Customer", Hint: "The company or authority. It is never shown in public.", Most: 200, Autocomplete: "off"}},
		{Kind: views.SelectField, Field: views.Field{Name: "scenario", Label: "What the project shows"}, Choices: choices},
		{Kind: views.AreaField, Field: views.Field{Name: "project", Label: "The project", Hint: "Two or three sentences that the customer will recognise.", Most: 1000, Rows: 4}},
		{Field: views.Field{Name: "finished", Label: "Finished on", Type: "date"}},
		{Field: views.Field{Name: "contact", Label: "Person at the customer", Most: 120}},
		{Field: views.Field{Name: "email", Label: "Their e-mail address", Type: "email", Most: 254}},
	}
}

func checkReference(d *dossier, v values) problems {
	bad := problems{}
	need(bad, v, "customer", "Write the customer’s name.")
	need(bad, v, "project", "Say what the project was, so that the customer recognises it.")
	need(bad, v, "contact", "Name the person who can confirm it.")
	if !slices.ContainsFunc(d.scenarios(), func(s scenario) bool { return s.slug == v["scenario"] }) {
		bad["scenario"] = "Choose what the project shows."
	}
	pastDay(bad, v, "finished", d.today, "Write the day the project was finished.")
	if address, err := mail.ParseAddress(v["email"]); err != nil || address.Address != v["email"] {
		bad["email"] = "Write one e-mail address, such as name@company.com."
	}
	return bad
}

// need asks that a field holds something.
func need(bad problems, v values, name, sentence string) {
	if v[name] == "" {
		bad[name] = sentence
	}
}

// pastDay asks for a day that is not in the future and returns it.
func pastDay(bad problems, v values, name string, today program.Day, sentence string) program.Day {
	day, err := program.ParseDay(v[name])
	switch {
	case err != nil:
		bad[name] = sentence
	case day > today:
		bad[name] = "This day is still to come; today is " + today.Long() + "."
	case day < today.AddMonths(-600):
		bad[name] = "This day is more than 50 years ago. Check the year."
	}
	return day
}

// hashOf is how a one-time token is kept.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// ask draws a new link for a customer, with the mail that carries it.
func ask(programme, base string, now time.Time, partner, sender string, it store.Item, again bool) (store.Ask, store.Mail) {
	token, until := web.Token(), now.Add(askLife)
	link := base + "/confirm/" + token
	letter := notify.ReferenceAsk{
		Programme: programme, Partner: partner, Contact: it.Fields["contact"], Customer: it.Fields["customer"],
		Project: it.Fields["project"], Sender: sender, Link: link, Until: until, Again: again,
	}.Letter()
	return store.Ask{Token: hashOf(token), Expires: until}, Mail(it.Fields["email"], letter, link)
}

func (p *Portal) ask(partner, sender string, it store.Item, again bool) (store.Ask, store.Mail) {
	return ask(p.Site().Programme.Name, p.Base, p.Now(), partner, sender, it, again)
}

// askCustomer sends the customer the mail that asks.
func (p *Portal) askCustomer(c echo.Context, who *web.Identity, d *dossier, it store.Item) (store.Item, error) {
	finished, err := program.ParseDay(it.Fields["finished"])
	if err != nil {
		return it, fmt.Errorf("finished on %q: %w", it.Fields["finished"], program.ErrInvalid)
	}
	act := p.Act(c, who)
	question, letter := p.ask(who.Partner.Name, act.By, it, false)
	return p.Store.AskCustomer(c.Request().Context(), act, it, program.Reference{
		Customer: it.Fields["customer"], Scenario: it.Fields["scenario"], Finished: finished, Sent: d.today,
		Verification: program.Verification{By: program.ByVendor, Mode: program.Manual, Decision: program.Draft},
	}, question, d.today, letter)
}

// resend says whether and when the customer can be asked again.
func (p *Portal) resend(ctx context.Context, d *dossier, it store.Item, here string, page *views.Paper) error {
	asked, err := p.Store.LastAsked(ctx, it.ID)
	if err != nil {
		return err
	}
	page.ResendOn = program.DayOf(asked) + program.Day(d.programme.Settings.ResendAfterDays)
	if page.ResendOn <= d.today {
		page.Resend = here + "/remind"
	}
	return nil
}

// RemindCustomer asks a customer again.
func (p *Portal) RemindCustomer(k *paper) web.Handler {
	return func(c echo.Context, who *web.Identity) error {
		return p.Once(c, who, func() (string, error) {
			ctx := c.Request().Context()
			it, _, err := p.paper(ctx, c, who, k)
			if err != nil {
				return "", err
			}
			d, err := p.dossierOf(ctx, who)
			if err != nil {
				return "", err
			}
			here := k.home(who) + "/" + strconv.FormatInt(it.ID, 10)
			var page views.Paper
			if err := p.resend(ctx, &d, it, here, &page); err != nil {
				return "", err
			}
			if page.Resend == "" {
				return here, p.FlashProblem(c, "Nothing was sent: the customer can be asked again from "+page.ResendOn.Long()+".")
			}
			act := p.Act(c, who)
			question, letter := p.ask(who.Partner.Name, act.By, it, true)
			err = p.Store.RemindCustomer(ctx, act, it.Partner, it.ID, question, letter)
			if errors.Is(err, program.ErrConflict) {
				return here, p.FlashProblem(c, "Nothing was sent: the customer has answered in the meantime.")
			}
			if err != nil {
				return "", err
			}
			return here, p.Flash(c, "The customer was asked again.")
		})
	}
}

// Reminders asks customers again who have not answered.
type Reminders struct {
	Store *store.Store
	Base  string // public base URL, for links
	Log   *slog.Logger
}

// Remind asks every customer again who was asked long enough ago, has not answered and was not reminded; it returns how
// many.
func (r *Reminders) Remind(ctx context.Context) (int, error) {
	const most = 200
	programme, err := r.Store.Programme(ctx)
	if err != nil {
		return 0, err
	}
	now := r.Store.Now()
	items, err := r.Store.UnansweredAsks(ctx, now.AddDate(0, 0, -programme.Settings.ResendAfterDays), most)
	if err != nil {
		return 0, err
	}
	for i, it := range items {
		partner, err := r.Store.Partner(ctx, it.Partner)
		if err != nil {
			return i, err
		}
		question, letter := ask(programme.Name, r.Base, now, partner.Name, it.By, it, true)
		err = r.Store.RemindCustomer(ctx, store.Act{}, it.Partner, it.ID, question, letter)
		if err != nil && !errors.Is(err, program.ErrConflict) { // the answer came meanwhile
			return i, err
		}
	}
	return len(items), nil
}

// Run reminds once an hour until ctx ends.
func (r *Reminders) Run(ctx context.Context) {
	every := time.NewTicker(time.Hour)
	defer every.Stop()
	for {
		if _, err := r.Remind(ctx); err != nil && ctx.Err() == nil && !errors.Is(err, program.ErrNotFound) { // no programme yet
			r.Log.Error("remind customers", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}
