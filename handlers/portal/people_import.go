package portal

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	views "partnerdirectory/views/portal"
)

// Bounds of a list of people.
const (
	mostPeopleLines = 2000
	shownMistakes   = 20
)

// peopleColumns are the columns of the list, in their order.
func peopleColumns() []string {
	return []string{"name", "certification", "earned", "expires", "joined", "proof"}
}

// ImportPeoplePage is the form that takes a list of people.
func (p *Portal) ImportPeoplePage(c echo.Context, who *web.Identity) error {
	return p.importPeople(c, who, http.StatusOK, views.PeopleImport{})
}

func (p *Portal) importPeople(c echo.Context, who *web.Identity, status int, page views.PeopleImport) error {
	f, err := p.frame(c, who, "Import a list of people", "people")
	if err != nil {
		return err
	}
	page.Frame = f
	page.Columns = peopleColumns()
	return p.Render(c, status, views.PeopleImportPage(page))
}

// ImportPeople checks a list and, when it was checked before and is confirmed, hands all of it in: all or nothing.
func (p *Portal) ImportPeople(k *paper) web.Handler {
	return func(c echo.Context, who *web.Identity) error {
		return p.Once(c, who, func() (string, error) {
			ctx := c.Request().Context()
			d, err := p.dossierOf(ctx, who)
			if err != nil {
				return "", err
			}
			text, err := listOf(c)
			if err != nil {
				return "", err
			}
			page := views.PeopleImport{Text: text}
			holdings, mistakes := d.readPeople(text)
			page.Mistakes, page.More = mistakes[:min(len(mistakes), shownMistakes)], max(0, len(mistakes)-shownMistakes)
			switch {
			case len(mistakes) > 0:
				return "", p.importPeople(c, who, http.StatusUnprocessableEntity, page)
			case c.FormValue("do") != "hand-in":
				page.Checked = d.peopleSummary(holdings)
				return "", p.importPeople(c, who, http.StatusOK, page)
			}
			if err := p.Store.HandInMany(ctx, p.Act(c, who), who.Partner.Partner, program.Facts{Holdings: holdings}, d.today); err != nil {
				return "", err
			}
			return k.home(who), p.Flash(c, count(len(holdings), "certification is", "certifications are")+" handed in.")
		})
	}
}

// listOf takes the list from the file, else from the text field.
func listOf(c echo.Context) (string, error) {
	header, err := c.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return strings.ReplaceAll(c.FormValue("list"), "\r\n", "\n"), nil
	}
	if err != nil {
		return "", fmt.Errorf("read the list: %w: %w", program.ErrInvalid, err)
	}
	f, err := header.Open()
	if err != nil {
		return "", fmt.Errorf("read the list: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 2<<20))
	if err != nil {
		return "", fmt.Errorf("read the list: %w", err)
	}
	if len(text) == 0 {
		return strings.ReplaceAll(c.FormValue("list"), "\r\n", "\n"), nil
	}
	return strings.TrimPrefix(string(text), "\ufeff"), nil
}

// readPeople reads a list with a heading line. What is wrong is said by line and column.
func (d *dossier) readPeople(text string) ([]program.Holding, []views.Mistake) {
	l := &peopleList{d: d, staff: d.staff()}
	r := csv.NewReader(strings.NewReader(strings.TrimSpace(text)))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	if first, _, _ := strings.Cut(text, "\n"); strings.Count(first, ";") > strings.Count(first, ",") {
		r.Comma = ';'
	}
	if !l.head(r) {
		return nil, l.bad
	}
	for line := 2; ; line++ {
		record, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			if line == 2 {
				l.wrong(line, "", "There is nobody below the heading line.")
			}
			return l.out, l.bad
		case err != nil:
			l.wrong(line, "", "The line cannot be read: a quotation mark is missing or stands where none may be.")
			return nil, l.bad
		case line > mostPeopleLines+1:
			l.wrong(line, "", fmt.Sprintf("A list has at most %d lines. Divide it.", mostPeopleLines))
			return nil, l.bad
		}
		l.line(line, record)
	}
}

// peopleList is a list of people on its way in.
type peopleList struct {
	d     *dossier
	staff []staffMember
	at    map[string]int // where each column stands
	out   []program.Holding
	bad   []views.Mistake
}

func (l *peopleList) wrong(line int, column, what string) {
	l.bad = append(l.bad, views.Mistake{Line: line, Column: column, What: what})
}

// head reads the names of the columns; false when one is missing.
func (l *peopleList) head(r *csv.Reader) bool {
	columns := " The first line names the columns: " + strings.Join(peopleColumns(), ", ") + "."
	head, err := r.Read()
	if err != nil {
		l.wrong(1, "", "The list is empty."+columns)
		return false
	}
	l.at = map[string]int{}
	for i, name := range head {
		l.at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range peopleColumns() {
		if _, ok := l.at[name]; !ok {
			l.wrong(1, name, "There is no such column."+columns)
		}
	}
	return len(l.bad) == 0
}

// line reads one certification. What is here already is left out.
func (l *peopleList) line(number int, record []string) {
	v := values{"person": newPerson}
	for name, i := range l.at {
		if i < len(record) {
			v[name] = strings.TrimSpace(record[i])
		}
	}
	v["code"] = l.d.codeOf(v["certification"])
	for i := range l.staff {
		if s := &l.staff[i]; strings.EqualFold(s.name, v["name"]) && !s.gone(l.d.today) {
			v["person"] = strconv.FormatInt(s.id, 10)
		}
	}
	mistakes := checkCertification(l.d, v)
	if mistakes["code"] != "" {
		mistakes["certification"] = "No certification is called “" + v["certification"] + "”. Write its name as this site does, or its code."
	}
	for _, column := range peopleColumns() {
		if what := mistakes[column]; what != "" {
			l.wrong(number, column, what)
		}
	}
	h := l.d.holding(v)
	if v["person"] == newPerson || !slices.ContainsFunc(l.d.facts.Holdings, func(o program.Holding) bool {
		return o.Person == h.Person && o.Code == h.Code && o.Earned == h.Earned
	}) {
		l.out = append(l.out, h)
	}
}

// codeOf finds a certification by its code or its name.
func (d *dossier) codeOf(name string) string {
	for _, c := range d.programme.Certifications {
		if strings.EqualFold(c.Code, name) || strings.EqualFold(c.Title, name) {
			return c.Code
		}
	}
	return ""
}

// peopleSummary says what handing in a list would do.
func (d *dossier) peopleSummary(holdings []program.Holding) string {
	fresh := map[string]bool{}
	for _, h := range holdings {
		if h.Person == 0 {
			fresh[h.Name] = true
		}
	}
	if len(holdings) == 0 {
		return "Everything in this list is here already. There is nothing to hand in."
	}
	s := count(len(holdings), "certification", "certifications") + " would be handed in for a reviewer to decide"
	if len(fresh) > 0 {
		s += ", among them those of " + count(len(fresh), "person", "people") + " whom you have not named before"
	}
	return s + ". What is here already is left out."
}
