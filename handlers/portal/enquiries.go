package portal

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	"partnerdirectory/views"
	desk "partnerdirectory/views/portal"
)

// enquiriesShown is how many enquiries one page of the inbox lists.
const enquiriesShown = 25

// enquiriesSection is the inbox's address below the partner's.
const enquiriesSection = "enquiries"

// noteMost bounds a note, in characters.
const noteMost = 2000

// Enquiries is the partner's inbox.
func (p *Portal) Enquiries(c echo.Context, who *web.Identity) error {
	chosen := c.QueryParam("state")
	filter := store.EnquiryFilter{Limit: enquiriesShown + 1}
	switch state := program.EnquiryState(chosen); {
	case chosen == desk.OverdueEnquiries:
		filter.Overdue = true
	case slices.Contains(program.EnquiryStates(), state):
		filter.State = state
	default:
		chosen = ""
	}
	page, err := strconv.Atoi(c.QueryParam("page"))
	if err != nil || page < 1 || page > 10000 {
		page = 1
	}
	filter.Offset = (page - 1) * enquiriesShown
	ctx, partner := c.Request().Context(), who.Partner.Partner
	list, err := p.Store.Enquiries(ctx, partner, filter, p.Today())
	if err != nil {
		return err
	}
	counts, err := p.Store.EnquiryCounts(ctx, partner, p.Today())
	if err != nil {
		return err
	}
	f, err := p.frame(c, who, "Enquiries to "+who.Partner.Name, enquiriesSection)
	if err != nil {
		return err
	}
	view := desk.Enquiries{Frame: f, Chosen: chosen, Counts: desk.EnquiryCounts(counts), PageNo: page, More: len(list) > enquiriesShown}
	for _, e := range list[:min(len(list), enquiriesShown)] {
		view.List = append(view.List, p.enquiry(e, f.Site))
	}
	return p.Render(c, http.StatusOK, desk.EnquiriesPage(view))
}

// enquiry is an enquiry as pages show it.
func (p *Portal) enquiry(e store.Enquiry, site *views.Site) desk.Enquiry {
	sent := program.DayOf(e.Sent)
	out := desk.Enquiry{
		ID: e.ID, Name: e.Name, Company: e.Company, Email: e.Email, Message: e.Message, About: AboutName(site.Programme, e.Specialization, e.Service),
		State: e.State, Outcome: e.Outcome, TakenBy: e.TakenBy, Sent: sent, Until: sent + program.EnquiryAnswerDays,
		Overdue: e.Overdue(p.Today()),
	}
	if !e.Answered.IsZero() {
		out.Answered = program.DayOf(e.Answered)
	}
	return out
}

// AboutName names what an enquiry is about; "" when nothing was chosen.
func AboutName(p *program.Programme, specialization, service string) string {
	if s, ok := p.Specialization(specialization); ok {
		return s.Name
	}
	if i := slices.IndexFunc(p.Services, func(t program.Term) bool { return t.Slug == service }); i >= 0 {
		return p.Services[i].Name
	}
	return specialization + service
}

// Enquiry is one enquiry with its history, and what to do with it.
func (p *Portal) Enquiry(c echo.Context, who *web.Identity) error {
	return p.showEnquiry(c, who, http.StatusOK, desk.EnquiryForm{})
}

func (p *Portal) showEnquiry(c echo.Context, who *web.Identity, status int, form desk.EnquiryForm) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	e, steps, err := p.Store.Enquiry(c.Request().Context(), who.Partner.Partner, id)
	if err != nil {
		return err
	}
	f, err := p.frame(c, who, "Enquiry from "+e.Name, enquiriesSection)
	if err != nil {
		return err
	}
	view := desk.EnquiryView{Frame: f, Enquiry: p.enquiry(e, f.Site), Form: form, NoteMost: noteMost}
	view.Mail = mailTo(e, who)
	for _, s := range steps {
		step := desk.EnquiryStep{When: s.Moment.Format(moments), Moment: s.Moment, By: s.By, Note: s.Note}
		step.What = stepText(s)
		view.Steps = append(view.Steps, step)
	}
	return p.Render(c, status, desk.EnquiryPage(view))
}

// mailTo is a link that opens the reader's own mail program with an answer begun.
func mailTo(e store.Enquiry, who *web.Identity) string {
	quoted := "> " + strings.ReplaceAll(shortened(e.Message), "\n", "\n> ")
	body := "Hello " + e.Name + ",\n\n\n\n" + who.Account.Name + "\n" + who.Partner.Name + "\n\nOn " + program.DayOf(e.Sent).Long() + " you wrote:\n" + quoted
	address := url.PathEscape(e.Email)
	return "mailto:" + strings.ReplaceAll(address, "%40", "@") + "?subject=" + encoded("Your enquiry to "+who.Partner.Name) + "&body=" + encoded(body)
}

// quotedMost keeps links to mail programs short enough for all of them, in characters.
const quotedMost = 600

func shortened(text string) string {
	if utf8.RuneCountInString(text) <= quotedMost {
		return text
	}
	return string([]rune(text)[:quotedMost]) + " …"
}

// encoded writes text for a mailto link (RFC 6068), which knows no plus for a space.
func encoded(text string) string {
	return strings.ReplaceAll(url.QueryEscape(strings.ReplaceAll(text, "\n", "\r\n")), "+", "%20")
}

func stepText(s store.EnquiryStep) string {
	switch s.Kind {
	case store.EnquirySent:
		return "Sent by the customer"
	case store.EnquiryTaken:
		return "Taken"
	case store.EnquiryAnswered:
		return "Answered"
	case store.EnquiryNoted:
		return "Note"
	case store.EnquiryEnded:
		return "Closed: " + strings.ToLower(s.Outcome.Name())
	case store.EnquiryReopened:
		return "Opened again"
	}
	return string(s.Kind)
}

// StepEnquiry does what one of the forms on an enquiry's page asks for.
func (p *Portal) StepEnquiry(c echo.Context, who *web.Identity) error {
	return p.Once(c, who, func() (string, error) {
		id, err := number(c, "id")
		if err != nil {
			return "", err
		}
		step := store.EnquiryStep{
			By: called(who), Kind: store.EnquiryStepKind(c.FormValue("step")), Note: strings.TrimSpace(strings.ReplaceAll(c.FormValue("note"), "\r\n", "\n")),
		}
		form := desk.EnquiryForm{Step: string(step.Kind), Note: step.Note}
		done := ""
		switch step.Kind {
		case store.EnquiryTaken:
			done = "You took this enquiry. Everybody at " + who.Partner.Name + " sees that you look after it."
		case store.EnquiryAnswered:
			done = "Noted that it is answered."
		case store.EnquiryNoted:
			done = "Your note is kept."
			if step.Note == "" {
				form.NoteError = "Write the note that you want to keep."
			}
		case store.EnquiryEnded:
			step.Outcome = program.EnquiryOutcome(c.FormValue("outcome"))
			form.Outcome = step.Outcome
			if !slices.Contains(program.EnquiryOutcomes(), step.Outcome) {
				form.OutcomeError = "Choose how it ended."
			}
			done = "The enquiry is closed."
		case store.EnquiryReopened:
			done = "The enquiry is open again."
		default:
			return "", fmt.Errorf("step %q: %w", step.Kind, program.ErrInvalid)
		}
		if n := utf8.RuneCountInString(step.Note); n > noteMost {
			form.NoteError = fmt.Sprintf("A note of at most %d characters fits; this one has %d.", noteMost, n)
		}
		if form.NoteError != "" || form.OutcomeError != "" {
			return "", p.showEnquiry(c, who, http.StatusUnprocessableEntity, form)
		}
		if err := p.Store.TakeEnquiryStep(c.Request().Context(), p.Act(c, who), who.Partner.Partner, id, step); err != nil {
			return "", err
		}
		return partnerOf(who.Partner).Home() + "/enquiries/" + strconv.FormatInt(id, 10), p.Flash(c, done)
	})
}

// called is how other members know the person.
func called(who *web.Identity) string {
	if who.Account.Name != "" {
		return who.Account.Name
	}
	return who.Account.Email
}
