package portal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// values is a form as it was filled in, by field name.
type values map[string]string

// problems says what is wrong with a form, by field name.
type problems map[string]string

// paper is one kind of thing that a partner hands in: its words, its form, and what it becomes. The handlers below are the
// same for every kind.
type paper struct {
	kind    store.ItemKind
	section string // of the address, below the partner's
	name    string // of the list: "Customer references"
	line    string
	empty   string
	begin   string // the button that begins a new one
	heading string // of the form
	about   string // under it
	hand    string // the button that hands it in
	note    string // what happens then
	waits   string // whom it waits for while it is handed in

	start   func(d *dossier, specialization string) values
	fields  func(d *dossier, v values) []views.FormField
	check   func(d *dossier, v values) problems
	title   func(d *dossier, v values) string
	becomes func(d *dossier, v values) store.Handed
	// handIn is how it is handed in where more belongs to it than evidence.
	handIn func(p *Portal, c echo.Context, who *web.Identity, d *dossier, it store.Item) (store.Item, error)
	// others lists what counts of this kind without having been handed in here.
	others  func(d *dossier, known map[program.EvidenceID]bool) []views.PaperRow
	preview func(v values) []views.Block
	upload  func(p *Portal, c echo.Context, v values) problems
}

// Kinds are all kinds of things that a partner hands in.
type Kinds struct {
	Certification, Reference, CaseStudy, Review, Document, Dispute *paper
}

// Papers makes them.
func Papers() Kinds {
	return Kinds{
		Certification: certificationPaper(), Reference: referencePaper(), CaseStudy: caseStudyPaper(),
		Review: reviewPaper(), Document: documentPaper(), Dispute: disputePaper(),
	}
}

// Sections returns them by their part of the address.
func (k Kinds) Sections() map[string]*paper {
	out := map[string]*paper{}
	for _, p := range []*paper{k.Certification, k.Reference, k.CaseStudy, k.Review, k.Document, k.Dispute} {
		out[p.section] = p
	}
	return out
}

func (k *paper) home(who *web.Identity) string {
	return partnerOf(who.Partner).Home() + "/" + k.section
}

// PaperList lists what a partner prepared and handed in of one kind.
func (p *Portal) PaperList(k *paper) web.Handler {
	return func(c echo.Context, who *web.Identity) error {
		f, err := p.frame(c, who, k.name, k.section)
		if err != nil {
			return err
		}
		rows, err := p.paperRows(c.Request().Context(), who, k)
		if err != nil {
			return err
		}
		page := views.PaperList{Frame: f, Heading: k.name, Line: k.line, Empty: k.empty, Rows: rows}
		if who.Partner.Role.Covers(program.Editor) && k.begin != "" {
			page.New = views.Action{Text: k.begin, URL: k.home(who) + "/new"}
		}
		return p.Render(c, http.StatusOK, views.PaperListPage(page))
	}
}

func (p *Portal) paperRows(ctx context.Context, who *web.Identity, k *paper) ([]views.PaperRow, error) {
	d, err := p.dossierOf(ctx, who)
	if err != nil {
		return nil, err
	}
	items, err := p.Store.Items(ctx, who.Partner.Partner, k.kind)
	if err != nil {
		return nil, err
	}
	var rows []views.PaperRow
	known := map[program.EvidenceID]bool{}
	for _, it := range items {
		known[it.Evidence] = true
		state, word := k.stateOf(it.State)
		rows = append(rows, views.PaperRow{
			Title: it.Title, URL: k.home(who) + "/" + strconv.FormatInt(it.ID, 10), State: state, Word: word,
			Note: "since " + program.DayOf(it.Changed).Long(),
		})
	}
	if k.others != nil {
		rows = append(rows, k.others(&d, known)...)
	}
	return rows, nil
}

// waiting names whom an item waits for.
func (k *paper) waiting(s store.ItemState) string {
	if s == store.ItemAsked {
		return "the customer"
	}
	return k.waits
}

// stateOf is how an item's state is drawn and named.
func (k *paper) stateOf(s store.ItemState) (views.State, string) {
	switch s {
	case store.ItemAsked, store.ItemSubmitted:
		return views.Awaiting, "Waits for " + k.waiting(s)
	case store.ItemAccepted:
		return views.Met, "Accepted"
	case store.ItemRejected:
		return views.NotMet, "Not accepted"
	case store.ItemDeclined:
		return views.NotMet, "Declined by the customer"
	case store.ItemWithdrawn:
		return views.Ended, "Withdrawn"
	}
	return views.Unknown, "Draft"
}

// NewPaper is the empty form.
func (p *Portal) NewPaper(k *paper) web.Handler {
	return func(c echo.Context, who *web.Identity) error {
		d, err := p.dossierOf(c.Request().Context(), who)
		if err != nil {
			return err
		}
		it := store.Item{Partner: who.Partner.Partner, Kind: k.kind, Fields: k.start(&d, c.QueryParam("for"))}
		return p.paperForm(c, who, k, &d, http.StatusOK, it, nil, nil)
	}
}

// paperForm draws the form with what is in it, what is wrong with it, and what somebody else saved meanwhile.
func (p *Portal) paperForm(c echo.Context, who *web.Identity, k *paper, d *dossier, status int, it store.Item, bad problems, theirs *store.Item) error {
	f, err := p.frame(c, who, k.heading, k.section)
	if err != nil {
		return err
	}
	page := views.PaperForm{
		Frame: f, Heading: k.heading, Line: k.about, Back: k.home(who), Section: k.name, Action: k.home(who),
		Revision: it.Revision, Hand: k.hand, HandNote: k.note, Saves: true, Draft: it.ID != 0,
	}
	if it.ID != 0 {
		page.Action += "/" + strconv.FormatInt(it.ID, 10)
	}
	page.Fields = k.fields(d, it.Fields)
	for i := range page.Fields {
		x := &page.Fields[i]
		if x.Kind == views.CheckField {
			x.On = it.Fields[x.Name] == "yes"
		} else {
			x.Value = it.Fields[x.Name]
		}
		x.Error = bad[x.Name]
		if theirs != nil && theirs.Fields[x.Name] != it.Fields[x.Name] {
			x.Hint = strings.TrimSpace(x.Hint + " Saved meanwhile: “" + theirs.Fields[x.Name] + "”.")
		}
	}
	if theirs != nil {
		page.Revision = theirs.Revision
		page.Conflict = theirs.By + " saved this draft while you were writing."
	}
	if k.preview != nil {
		page.Preview = k.preview(it.Fields)
	}
	return p.Render(c, status, views.PaperFormPage(page))
}

// longest bounds what is read of one field of a form, in characters.
const longest = 8000

// SavePaper keeps, hands in or drops what was filled in.
func (p *Portal) SavePaper(k *paper) web.Handler {
	return func(c echo.Context, who *web.Identity) error {
		return p.Once(c, who, func() (string, error) { return p.savePaper(c, who, k) })
	}
}

func (p *Portal) savePaper(c echo.Context, who *web.Identity, k *paper) (string, error) {
	ctx := c.Request().Context()
	d, err := p.dossierOf(ctx, who)
	if err != nil {
		return "", err
	}
	it := store.Item{Partner: who.Partner.Partner, Kind: k.kind, Fields: values{}}
	var saved store.Item
	if c.Param("item") != "" {
		if saved, _, err = p.paper(ctx, c, who, k); err != nil {
			return "", err
		}
		it.ID, it.Evidence = saved.ID, saved.Evidence
		it.Revision, _ = strconv.Atoi(c.FormValue("revision")) // anything else is a revision that there never was
	}
	// What is no field of the form, such as the name of its file, stays.
	maps.Copy(it.Fields, saved.Fields)
	for _, f := range k.fields(&d, it.Fields) {
		if f.Kind != views.FileField {
			it.Fields[f.Name] = longLine(c, f.Name)
		}
	}
	if do := c.FormValue("do"); do == "drop" && it.ID != 0 {
		return k.home(who), errors.Join(p.Store.DropItem(ctx, p.Act(c, who), it.Partner, it.ID), p.Flash(c, "The draft was deleted."))
	}
	bad := problems{}
	if k.upload != nil {
		bad = k.upload(p, c, it.Fields)
	}
	it.Title = k.title(&d, it.Fields)
	if c.FormValue("do") == "save" && len(bad) == 0 {
		it, err = p.Store.SaveItem(ctx, p.Act(c, who), it)
		return p.saved(c, who, k, &d, it, err, k.home(who)+"/"+strconv.FormatInt(it.ID, 10)+"/edit", "The draft is saved.")
	}
	for name, what := range k.check(&d, it.Fields) {
		if bad[name] == "" {
			bad[name] = what
		}
	}
	if len(bad) > 0 {
		return "", p.paperForm(c, who, k, &d, http.StatusUnprocessableEntity, it, bad, nil)
	}
	if k.handIn != nil {
		it, err = k.handIn(p, c, who, &d, it)
	} else {
		it, err = p.Store.HandIn(ctx, p.Act(c, who), it, k.becomes(&d, it.Fields), store.ItemSubmitted, d.today)
	}
	return p.saved(c, who, k, &d, it, err, k.home(who)+"/"+strconv.FormatInt(it.ID, 10), "It is handed in and waits for "+k.waiting(it.State)+".")
}

// saved leads on after something was written, or shows the form again where somebody else was faster.
func (p *Portal) saved(c echo.Context, who *web.Identity, k *paper, d *dossier, it store.Item, err error, to, done string) (string, error) {
	if errors.Is(err, program.ErrConflict) && it.State == store.ItemDraft {
		mine := it
		mine.Fields = values{}
		for _, f := range k.fields(d, it.Fields) {
			mine.Fields[f.Name] = longLine(c, f.Name)
		}
		return "", p.paperForm(c, who, k, d, http.StatusConflict, mine, nil, &it)
	}
	if err != nil {
		return "", err
	}
	return to, p.Flash(c, done)
}

// Act says who writes, for the audit trail.
func (p *Portal) Act(c echo.Context, who *web.Identity) store.Act {
	return web.Act(c, who, "")
}

func longLine(c echo.Context, name string) string {
	v := []rune(strings.TrimSpace(strings.ReplaceAll(c.FormValue(name), "\r\n", "\n")))
	return string(v[:min(len(v), longest)])
}

// paper reads the item of the address.
func (p *Portal) paper(ctx context.Context, c echo.Context, who *web.Identity, k *paper) (store.Item, []store.ItemStep, error) {
	id, err := number(c, "item")
	if err != nil {
		return store.Item{}, nil, err
	}
	it, steps, err := p.Store.Item(ctx, who.Partner.Partner, id)
	if err == nil && it.Kind != k.kind {
		err = fmt.Errorf("%s %d: %w", k.kind, id, program.ErrNotFound)
	}
	return it, steps, err
}

// EditPaper is the form of a draft.
func (p *Portal) EditPaper(k *paper) web.Handler {
	return func(c echo.Context, who *web.Identity) error {
		ctx := c.Request().Context()
		it, _, err := p.paper(ctx, c, who, k)
		if err != nil {
			return err
		}
		if it.State != store.ItemDraft {
			return p.See(c, k.home(who)+"/"+c.Param("item"))
		}
		d, err := p.dossierOf(ctx, who)
		if err != nil {
			return err
		}
		return p.paperForm(c, who, k, &d, http.StatusOK, it, nil, nil)
	}
}

// Paper shows one thing with its history. A draft leads to its form.
func (p *Portal) Paper(k *paper) web.Handler {
	return func(c echo.Context, who *web.Identity) error {
		ctx := c.Request().Context()
		it, steps, err := p.paper(ctx, c, who, k)
		if err != nil {
			return err
		}
		edits := who.Partner.Role.Covers(program.Editor)
		if it.State == store.ItemDraft && edits {
			return p.See(c, k.home(who)+"/"+c.Param("item")+"/edit")
		}
		d, err := p.dossierOf(ctx, who)
		if err != nil {
			return err
		}
		f, err := p.frame(c, who, it.Title, k.section)
		if err != nil {
			return err
		}
		page := views.Paper{Frame: f, Heading: it.Title, Back: k.home(who), Section: k.name}
		page.State, page.Word = k.stateOf(it.State)
		page.Note = "since " + program.DayOf(it.Changed).Long()
		page.Facts = filledIn(k.fields(&d, it.Fields), it.Fields)
		for _, s := range steps {
			page.Steps = append(page.Steps, views.HistoryStep{When: s.Moment, By: s.By, What: views.StepWord(s.Kind), Text: s.Text})
		}
		here := k.home(who) + "/" + c.Param("item")
		if edits && it.State.Open() {
			page.Withdraw = here + "/withdraw"
		}
		if edits && it.State == store.ItemAsked {
			if err := p.resend(ctx, &d, it, here, &page); err != nil {
				return err
			}
		}
		if edits && (it.State == store.ItemRejected || it.State == store.ItemDeclined || it.State == store.ItemWithdrawn) {
			page.Again = views.Action{Text: k.begin, URL: k.home(who) + "/new"}
		}
		page.Controls = ControlsOf(it)
		if k.kind == store.ItemReview && edits && it.Fields["file"] != "" {
			page.Report = here + "/report"
		}
		return p.Render(c, http.StatusOK, views.PaperPage(page))
	}
}

// filledIn lists the fields that hold something, choices by their words.
func filledIn(fields []views.FormField, v values) []views.Fact {
	var out []views.Fact
	for _, f := range fields {
		value := v[f.Name]
		if value == "" || f.Kind == views.CheckField {
			continue
		}
		for _, choice := range f.Choices {
			if choice.Value == value {
				value = choice.Label
			}
		}
		if day, err := program.ParseDay(value); err == nil && f.Type == "date" {
			value = day.Long()
		}
		if f.Kind == views.FileField {
			value = v["filename"]
		}
		fact := views.Fact{Label: f.Label, Value: value}
		if strings.HasPrefix(value, "https://") {
			fact.URL = value
		}
		out = append(out, fact)
	}
	return out
}

// WithdrawPaper takes back what is not decided.
func (p *Portal) WithdrawPaper(k *paper) web.Handler {
	return func(c echo.Context, who *web.Identity) error {
		return p.Once(c, who, func() (string, error) {
			it, _, err := p.paper(c.Request().Context(), c, who, k)
			if err != nil {
				return "", err
			}
			here := k.home(who) + "/" + c.Param("item")
			_, err = p.Store.WithdrawItem(c.Request().Context(), p.Act(c, who), it.Partner, it.ID, p.Today())
			if errors.Is(err, program.ErrConflict) {
				return here, p.FlashProblem(c, "Nothing was withdrawn: a decision was made in the meantime.")
			}
			if err != nil {
				return "", err
			}
			return here, p.Flash(c, "It is withdrawn.")
		})
	}
}
