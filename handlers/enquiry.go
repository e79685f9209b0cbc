package handlers

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"

	"partnerdirectory/handlers/portal"
	"partnerdirectory/handlers/web"
	"partnerdirectory/notify"
	"partnerdirectory/program"
	"partnerdirectory/store"
	"partnerdirectory/views"
)

// What a form for customers holds and how it must be sent.
const (
	enquiryNameMost    = 100 // characters
	enquiryMessageMost = 4000
	quickest           = 3 * time.Second
	formKept           = 24 * time.Hour
)

// triesPerEnquiry is how many forms with mistakes an address may send for each enquiry that it may send.
const triesPerEnquiry = 4

// senders bounds in memory what one address may send, mistakes included.
func senders(limits store.EnquiryLimits) *middleware.RateLimiterMemoryStore {
	burst := limits.PerAddress * triesPerEnquiry
	return middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
		Rate: rate.Limit(float64(burst) / time.Hour.Seconds()), Burst: burst, ExpiresIn: time.Hour,
	})
}

// enquiryForm is where a customer writes to a partner. It is drawn anew for everybody: it carries a key of its own.
func (s *Server) enquiryForm(c echo.Context) error {
	view, _, err := s.loadEnquiryForm(c)
	if err != nil {
		return s.followMoved(c, http.StatusMovedPermanently, err)
	}
	if about := c.QueryParam("about"); view.Offers(about) {
		view.Typed.About = about
	}
	return s.kit.Render(c, http.StatusOK, views.EnquiryPage(view))
}

// followMoved leads to the partner that another one went into.
func (s *Server) followMoved(c echo.Context, status int, err error) error {
	var moved *store.Moved
	if errors.As(err, &moved) {
		return c.Redirect(status, "/partners/"+moved.Slug+"/enquiry")
	}
	return err
}

func (s *Server) loadEnquiryForm(c echo.Context) (views.EnquiryForm, program.PartnerID, error) {
	snap := s.live.Current()
	profile, err := s.store.Profile(c.Request().Context(), c.Param("slug"), snap.Day)
	if err != nil {
		return views.EnquiryForm{}, 0, fmt.Errorf("enquiry to %q: %w", c.Param("slug"), err)
	}
	p := profile.Partner
	view := views.EnquiryForm{
		Page: s.page(snap, "Write to "+p.Name, "Send "+p.Name+" a message about what you need. No account is needed.",
			"/partners/"+p.Slug+"/enquiry", "partners"),
		Name: p.Name, Slug: p.Slug, Key: s.forms.draw(), MessageMost: enquiryMessageMost, NameMost: enquiryNameMost,
	}
	view.NoIndex = true
	for _, l := range profileLabels(snap.Programme, profile.Labels) {
		view.Specializations = append(view.Specializations, program.Term{Slug: l.Specialization.Slug, Name: l.Specialization.Name})
	}
	for _, t := range snap.Programme.Services {
		if slices.Contains(p.Services, t.Slug) {
			view.Services = append(view.Services, t)
		}
	}
	return view, p.ID, nil
}

// sendEnquiry takes the form: it is stored and shown as sent, or drawn again with what was typed and what is wrong.
func (s *Server) sendEnquiry(c echo.Context) error {
	view, partner, err := s.loadEnquiryForm(c)
	if err != nil {
		return s.followMoved(c, http.StatusTemporaryRedirect, err) // the browser sends the form again, there
	}
	key := c.FormValue("key")
	view.Typed = views.EnquiryTyped{
		Name: web.Line(c.FormValue("name")), Company: web.Line(c.FormValue("company")), Email: web.Line(c.FormValue("email")),
		About: c.FormValue("about"), Message: web.Lines(c.FormValue("message")),
	}
	sender := s.forms.sender(c.RealIP())
	if s.limits.PerAddress > 0 {
		if allowed, err := s.senders.Allow(sender); err != nil || !allowed {
			return s.tooMany(c, view, store.ErrSenderLimit)
		}
	}
	checkEnquiry(&view)
	age, drawn := s.forms.age(key)
	switch {
	case len(view.Problems) > 0:
	case c.FormValue("website") != "":
		view.Problem = "A field that people do not see was filled in, by the browser or a program. It is empty again: send the form once more."
	case !drawn || age > formKept:
		view.Problem = "This form was open for too long. What you typed is kept: send it once more."
	case age < quickest:
		view.Problem = "That was faster than anybody types. What you typed is kept: send it once more."
	}
	if drawn && age <= formKept {
		view.Key = key
	}
	if len(view.Problems) > 0 || view.Problem != "" {
		return s.kit.Render(c, http.StatusUnprocessableEntity, views.EnquiryPage(view))
	}
	kind, slug, _ := strings.Cut(view.Typed.About, ":")
	e := store.Enquiry{
		Partner: partner, Form: key, Name: view.Typed.Name, Company: view.Typed.Company, Email: view.Typed.Email, Message: view.Typed.Message,
	}
	switch kind {
	case views.AboutSpecialization:
		e.Specialization = slug
	case views.AboutService:
		e.Service = slug
	}
	letters, err := s.enquiryLetters(c, e)
	if err != nil {
		return err
	}
	err = s.store.SendEnquiry(c.Request().Context(), web.Someone(c), e, sender, s.limits, letters)
	if errors.Is(err, store.ErrSenderLimit) || errors.Is(err, store.ErrPartnerLimit) {
		return s.tooMany(c, view, err)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, view.Path+"/sent")
}

// reserved ends the addresses of the sample, which are nobody's (RFC 2606): a server that is in use sends them no mail.
const reserved = ".example"

// enquiryLetters makes the mails that tell a partner of an enquiry: to the address of its profile and to the members who
// want such mails, once to each.
func (s *Server) enquiryLetters(c echo.Context, e store.Enquiry) (func(id int64) []store.Mail, error) {
	ctx, snap := c.Request().Context(), s.live.Current()
	members, err := s.store.Members(ctx, e.Partner)
	if err != nil {
		return nil, err
	}
	profile, err := s.store.Profile(ctx, c.Param("slug"), snap.Day)
	if err != nil {
		return nil, err
	}
	p := profile.Partner
	return func(id int64) []store.Mail {
		letter := notify.Enquiry{
			Programme: snap.Programme.Name, Partner: p.Name, Name: e.Name, Company: e.Company, Email: e.Email, Message: e.Message,
			About: portal.AboutName(snap.Programme, e.Specialization, e.Service), Until: program.DayOf(s.store.Now()) + program.EnquiryAnswerDays,
			Link: fmt.Sprintf("%s/portal/%s/enquiries/%d", s.base, p.Slug, id), Account: s.base + "/account",
		}
		var mails []store.Mail
		told := map[string]bool{"": true}
		add := func(to, member string) {
			if told[store.EmailKey(to)] {
				return
			}
			told[store.EmailKey(to)] = true
			letter.Member = member
			mails = append(mails, portal.Mail(to, letter.Letter(), ""))
		}
		for _, m := range members {
			if !m.Account.Disabled && (!m.Account.Sample || !s.noSample) && !slices.Contains(m.Account.MailOff, notify.Enquiries) {
				add(m.Account.Email, cmp.Or(m.Account.Name, m.Account.Email))
			}
		}
		if !s.noSample || !strings.HasSuffix(p.Email, reserved) {
			add(p.Email, "")
		}
		return mails
	}, nil
}

// tooMany draws the form again for somebody who reached a limit.
func (s *Server) tooMany(c echo.Context, view views.EnquiryForm, limit error) error {
	view.Problem = "Many enquiries came from your network within the last hour. What you typed is kept: send it again in an hour."
	if errors.Is(limit, store.ErrPartnerLimit) {
		view.Problem = view.Name + " received more enquiries today than it can answer. What you typed is kept: send it again tomorrow."
	}
	return s.kit.Render(c, http.StatusTooManyRequests, views.EnquiryPage(view))
}

// checkEnquiry says beside each field what is wrong with it.
func checkEnquiry(view *views.EnquiryForm) {
	t, wrong := view.Typed, map[string]string{}
	switch n := utf8.RuneCountInString(t.Name); {
	case n == 0:
		wrong["name"] = "Enter your name, so that " + view.Name + " knows whom to answer."
	case n > enquiryNameMost:
		wrong["name"] = fmt.Sprintf("A name of at most %d characters fits here.", enquiryNameMost)
	}
	if utf8.RuneCountInString(t.Company) > enquiryNameMost {
		wrong["company"] = fmt.Sprintf("A company name of at most %d characters fits here.", enquiryNameMost)
	}
	switch {
	case t.Email == "":
		wrong["email"] = "Enter the e-mail address to answer to."
	case !web.IsEmail(t.Email):
		wrong["email"] = "This is no e-mail address that can be answered. It looks like name@company.com."
	}
	if t.About != "" && !view.Offers(t.About) {
		wrong["about"] = view.Name + " does not offer that any more. Choose from the list, or leave it open."
		view.Typed.About = ""
	}
	switch n := utf8.RuneCountInString(t.Message); {
	case n == 0:
		wrong["message"] = "Say what you need. A sentence is enough to begin with."
	case n > enquiryMessageMost:
		wrong["message"] = fmt.Sprintf("This has %d characters; %d fit. Shorten it by %d.", n, enquiryMessageMost, n-enquiryMessageMost)
	}
	view.Problems = wrong
}

// enquirySent thanks, and says what happens next. It holds nothing of the enquiry, so it is the same for everybody.
func (s *Server) enquirySent(c echo.Context) error {
	snap := s.live.Current()
	card, ok := snap.Index.Card(c.Param("slug"))
	if !ok {
		return fmt.Errorf("enquiry to %q: %w", c.Param("slug"), program.ErrNotFound)
	}
	view := views.EnquirySent{
		Page: s.page(snap, "Your enquiry to "+card.Name+" is sent", "What happens next with your enquiry.",
			"/partners/"+card.Slug+"/enquiry/sent", "partners"),
		Name: card.Name, Slug: card.Slug,
	}
	view.NoIndex = true
	return s.show(c, snap, views.EnquirySentPage(view))
}
