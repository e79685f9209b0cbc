package admin

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	adminviews "partnerdirectory/views/admin"
)

// auditPage is how many events one page lists.
const auditPage = 50

// auditFields are the filter's fields, as the address has them.
func auditFields() []string {
	return []string{"who", "action", "kind", "subject", "from", "until", "request", "why"}
}

// auditFilter reads the filter of the address; bad says in a sentence what it cannot mean.
func (a *Admin) auditFilter(c echo.Context) (f store.EventFilter, bad string, err error) {
	text := func(name string) string { return web.Line(c.QueryParam(name)) }
	f = store.EventFilter{By: text("who"), Action: text("action"), Kind: text("kind"), Subject: text("subject"), Request: text("request"), Why: text("why")}
	for name, day := range map[string]*time.Time{"from": &f.From, "until": &f.Until} {
		if text(name) == "" {
			continue
		}
		d, err := program.ParseDay(text(name))
		if err != nil {
			return f, "Write days as 2027-03-14.", nil
		}
		if *day = d.Time(); name == "until" {
			*day = (d + 1).Time()
		}
	}
	// People know partners and accounts by other names than the audit trail does.
	switch {
	case f.Subject == "":
	case f.Kind == "partner":
		id, _, err := a.Store.PartnerBySlug(c.Request().Context(), f.Subject)
		if err == nil {
			f.Subject = strconv.FormatInt(int64(id), 10)
		} else if !errors.Is(err, program.ErrNotFound) {
			return f, "", err
		}
	case f.Kind == "account":
		of, err := a.Store.AccountByEmail(c.Request().Context(), f.Subject)
		if err == nil {
			f.Subject = strconv.FormatInt(int64(of.ID), 10)
		} else if !errors.Is(err, program.ErrNotFound) {
			return f, "", err
		}
	}
	return f, "", nil
}

// Audit shows everything that happened, newest first.
func (a *Admin) Audit(c echo.Context, who *web.Identity) error {
	ctx, status := c.Request().Context(), http.StatusOK
	frame, err := a.portal.StaffFrame(c, who, "Audit trail", "audit")
	if err != nil {
		return err
	}
	f, bad, err := a.auditFilter(c)
	if err != nil {
		return err
	}
	f.Limit = auditPage + 1
	f.Before, _ = strconv.ParseInt(c.QueryParam("before"), 10, 64) // anything else is the newest
	page := adminviews.Audit{Frame: frame, Bad: bad, Chosen: map[string]string{}}
	query := url.Values{}
	for _, name := range auditFields() {
		if v := web.Line(c.QueryParam(name)); v != "" {
			page.Chosen[name] = v
			query.Set(name, v)
		}
	}
	page.Query = query.Encode()
	if bad != "" {
		status = http.StatusUnprocessableEntity
		return a.Render(c, status, adminviews.AuditPage(page))
	}
	events, err := a.Store.Events(ctx, f)
	if err != nil {
		return err
	}
	if len(events) > auditPage {
		events = events[:auditPage]
		query.Set("before", strconv.FormatInt(events[auditPage-1].ID, 10))
		page.Older = "/admin/audit?" + query.Encode()
	}
	for _, e := range events {
		row, err := a.auditRow(c, e)
		if err != nil {
			return err
		}
		page.Events = append(page.Events, row)
	}
	verified, err := a.Store.Verified(ctx)
	if err != nil {
		return err
	}
	page.Verified = adminviews.AuditVerified{Moment: verified.Moment, Events: verified.Events, Head: verified.Head}
	return a.Render(c, status, adminviews.AuditPage(page))
}

// auditRow is one event as people read it.
func (a *Admin) auditRow(c echo.Context, e store.Event) (adminviews.AuditEvent, error) {
	ctx := c.Request().Context()
	row := adminviews.AuditEvent{
		ID: e.ID, Moment: e.Moment, By: e.By, Action: e.Action, Why: e.Why, Request: e.Request, Hash: e.Hash, Subject: strings.TrimSpace(e.Kind + " " + e.Subject),
		Fields: auditDifference(e.Before, e.After),
	}
	n, _ := strconv.ParseInt(e.Subject, 10, 64)
	switch {
	case e.Kind == "partner" && n > 0:
		name, slug, err := a.Store.PartnerName(ctx, program.PartnerID(n))
		if errors.Is(err, program.ErrNotFound) {
			return row, nil
		}
		row.Subject, row.SubjectURL = name, "/admin/partners/"+slug
		return row, err
	case e.Kind == "account" && n > 0:
		of, err := a.Store.Account(ctx, store.AccountID(n))
		if errors.Is(err, program.ErrNotFound) {
			return row, nil
		}
		row.Subject = of.Email
		return row, err
	case e.Kind == "requirements":
		if s, ok := a.Site().Programme.Specialization(e.Subject); ok {
			row.Subject, row.SubjectURL = s.Name, "/admin/specializations/"+s.Slug
		}
	}
	return row, nil
}

// auditDifference joins what was and what is, field by field.
func auditDifference(before, after string) []adminviews.AuditField {
	was, is := map[string]string{}, map[string]string{}
	flatten("", before, was)
	flatten("", after, is)
	all := maps.Clone(was)
	maps.Copy(all, is)
	var out []adminviews.AuditField
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if was[name] != is[name] {
			out = append(out, adminviews.AuditField{Name: name, Was: was[name], Is: is[name]})
		}
	}
	return out
}

// flatten gives each value inside of stored text its way from the outside: "settings › graceDays".
func flatten(way, text string, out map[string]string) {
	if text == "" {
		return
	}
	var v any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if d.Decode(&v) != nil {
		out[way] = text
		return
	}
	var walk func(way string, v any)
	walk = func(way string, v any) {
		below := func(name string) string {
			if way == "" {
				return name
			}
			return way + " › " + name
		}
		switch x := v.(type) {
		case nil:
		case map[string]any:
			for name, value := range x {
				walk(below(name), value)
			}
		case []any:
			for i, value := range x {
				walk(below(strconv.Itoa(i+1)), value)
			}
		default:
			if s := fmt.Sprint(x); s != "" {
				out[way] = s
			}
		}
	}
	walk(way, v)
}

// VerifyAudit reads the whole trail and says whether anything was changed in it.
func (a *Admin) VerifyAudit(c echo.Context, who *web.Identity) error {
	trail, err := a.Store.VerifyAndNote(c.Request().Context())
	if errors.Is(err, store.ErrTampered) {
		a.Log.Error("the audit trail was changed", "error", err)
		return errors.Join(a.FlashProblem(c, "The audit trail is not what was written. The server's log says where it begins to differ. Keep the database as it is and compare it with a backup."), a.See(c, "/admin/audit"))
	}
	if err != nil {
		return err
	}
	return errors.Join(a.Flash(c, fmt.Sprintf("The whole trail is as it was written: %d events, the newest has the hash %s.", trail.Events, trail.Head)), a.See(c, "/admin/audit"))
}

// ExportAudit sends all events that the filter chooses, newest first, as CSV or as JSON Lines, as they are read.
func (a *Admin) ExportAudit(c echo.Context, _ *web.Identity) error {
	f, bad, err := a.auditFilter(c)
	if err != nil {
		return err
	}
	if bad != "" {
		return fmt.Errorf("filter of the export: %w", program.ErrInvalid)
	}
	h := c.Response().Header()
	lines := c.QueryParam("format") == "jsonl"
	if lines {
		h.Set(echo.HeaderContentType, "application/jsonl; charset=utf-8")
		h.Set(echo.HeaderContentDisposition, `attachment; filename="audit-trail.jsonl"`)
		encoder := json.NewEncoder(c.Response())
		encoder.SetEscapeHTML(false)
		return a.Store.EachEvent(c.Request().Context(), f, func(e store.Event) error { return encoder.Encode(auditRecord(e)) })
	}
	h.Set(echo.HeaderContentType, "text/csv; charset=utf-8")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="audit-trail.csv"`)
	w := csv.NewWriter(c.Response())
	if err := w.Write([]string{"id", "moment", "by", "action", "kind", "subject", "before", "after", "why", "request", "previous", "hash"}); err != nil {
		return err
	}
	if err := a.Store.EachEvent(c.Request().Context(), f, func(e store.Event) error {
		return w.Write([]string{
			strconv.FormatInt(e.ID, 10), strconv.FormatInt(e.Moment.Unix(), 10), e.By, e.Action, e.Kind, e.Subject, e.Before, e.After, e.Why, e.Request, e.Previous, e.Hash,
		})
	}); err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

// auditLine is an event in JSON Lines; before and after are texts, because the hash is of them as they stand.
type auditLine struct {
	ID       int64  `json:"id"`
	Moment   int64  `json:"moment"` // Unix seconds
	By       string `json:"by"`
	Action   string `json:"action"`
	Kind     string `json:"kind"`
	Subject  string `json:"subject"`
	Before   string `json:"before"`
	After    string `json:"after"`
	Why      string `json:"why"`
	Request  string `json:"request"`
	Previous string `json:"previous"`
	Hash     string `json:"hash"`
}

func auditRecord(e store.Event) auditLine {
	return auditLine{e.ID, e.Moment.Unix(), e.By, e.Action, e.Kind, e.Subject, e.Before, e.After, e.Why, e.Request, e.Previous, e.Hash}
}
