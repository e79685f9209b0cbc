package admin

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	"partnerdirectory/store/rows"
	adminviews "partnerdirectory/views/admin"
	portalviews "partnerdirectory/views/portal"
)

// Bounds of files that are imported on a page. Larger ones go by the command.
const (
	mostImported = 20 << 20         // bytes of one file
	mostWaiting  = 4 * mostImported // bytes of all files that wait to be confirmed
	importWaits  = time.Hour
)

// upload is a file that was tried out and waits to be imported.
type upload struct {
	account store.AccountID
	file    store.RowFile
	content []byte
	why     string
	until   time.Time
}

// uploads keeps files between the dry run and the import. A restart forgets them: the page asks for the file again.
type uploads struct {
	mu   sync.Mutex
	kept map[string]upload
}

// keep puts a file away and returns its key. The oldest make room when too much waits.
func (u *uploads) keep(x upload, now time.Time) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.kept == nil {
		u.kept = map[string]upload{}
	}
	total, oldest := len(x.content), ""
	for key, k := range u.kept {
		if k.until.Before(now) || k.account == x.account { // one at a time for each person
			delete(u.kept, key)
			continue
		}
		total += len(k.content)
		if oldest == "" || k.until.Before(u.kept[oldest].until) {
			oldest = key
		}
	}
	if total > mostWaiting && oldest != "" {
		delete(u.kept, oldest)
	}
	key := web.Token()
	u.kept[key] = x
	return key
}

// of returns the file of a key, if it is the account's and waits still.
func (u *uploads) of(key string, account store.AccountID, now time.Time) (upload, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	x, ok := u.kept[key]
	return x, ok && x.account == account && now.Before(x.until)
}

func (u *uploads) forget(key string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.kept, key)
}

// rowKind returns a kind of rows by its name.
func rowKind(name string) (store.RowKind, error) {
	for _, k := range store.RowKinds() {
		if k.Name == name {
			return k, nil
		}
	}
	return store.RowKind{}, program.ErrNotFound
}

// Exchange is the page on which rows are imported and exported.
func (a *Admin) Exchange(c echo.Context, who *web.Identity) error {
	return a.drawExchange(c, who, http.StatusOK, adminviews.Exchange{Kind: c.QueryParam("kind")})
}

// drawExchange draws the page with what came of a file.
func (a *Admin) drawExchange(c echo.Context, who *web.Identity, status int, page adminviews.Exchange) error {
	f, err := a.portal.StaffFrame(c, who, "Import and export", "exchange")
	if err != nil {
		return err
	}
	page.Frame, page.Most = f, "20 MB"
	for _, k := range store.RowKinds() {
		page.Kinds = append(page.Kinds, adminviews.RowKind{Name: k.Name, What: k.What, Key: strings.Join(k.Key, ", ")})
		page.Choices = append(page.Choices, portalviews.Choice{Value: k.Name, Label: k.Name})
	}
	return a.Render(c, status, adminviews.ExchangePage(page))
}

// RowKind documents one kind of rows.
func (a *Admin) RowKind(c echo.Context, who *web.Identity) error {
	k, err := rowKind(c.Param("rows"))
	if err != nil {
		return err
	}
	f, err := a.portal.StaffFrame(c, who, "Rows: "+k.Name, "exchange")
	if err != nil {
		return err
	}
	page := adminviews.RowFormat{Frame: f, Kind: adminviews.RowKind{Name: k.Name, What: k.What, Key: strings.Join(k.Key, ", ")}}
	for _, col := range k.Columns {
		page.Columns = append(page.Columns, adminviews.RowColumn{
			Name: col.Name, Type: string(col.Type), Meaning: col.Meaning, Needed: col.Needed, Else: col.Else, Key: slices.Contains(k.Key, col.Name),
		})
	}
	for format, into := range map[rows.Format]*string{rows.CSV: &page.CSV, rows.JSONL: &page.JSONL} {
		var b bytes.Buffer
		if err := k.Template(format, &b); err != nil {
			return err
		}
		*into = b.String()
	}
	return a.Render(c, http.StatusOK, adminviews.RowFormatPage(page))
}

// asked reads the format that an address asks for.
func askedFormat(c echo.Context) rows.Format {
	if rows.Format(c.QueryParam("format")) == rows.JSONL {
		return rows.JSONL
	}
	return rows.CSV
}

// attach begins a file that the browser keeps.
func attach(c echo.Context, name string, format rows.Format) {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, map[rows.Format]string{rows.CSV: "text/csv; charset=utf-8", rows.JSONL: "application/jsonl; charset=utf-8"}[format])
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+name+"."+string(format)+`"`)
	web.NoStore(c)
	c.Response().WriteHeader(http.StatusOK)
}

// RowTemplate sends the columns of a kind with an example, to begin with.
func (a *Admin) RowTemplate(c echo.Context, _ *web.Identity) error {
	k, err := rowKind(c.Param("rows"))
	if err != nil {
		return err
	}
	format := askedFormat(c)
	attach(c, k.Name+"-template", format)
	return k.Template(format, c.Response())
}

// Export sends all current rows of a kind.
func (a *Admin) Export(c echo.Context, _ *web.Identity) error {
	k, err := rowKind(c.Param("rows"))
	if err != nil {
		return err
	}
	format := askedFormat(c)
	// A whole programme takes longer to send than a page may; a server that cannot move the deadline keeps the one it has.
	_ = http.NewResponseController(c.Response()).SetWriteDeadline(time.Time{})
	attach(c, k.Name, format)
	_, err = a.Store.ExportRows(c.Request().Context(), k.Name, format, c.Response(), nil)
	return err
}

// TryImport finds out what a file would do, and offers to do it.
func (a *Admin) TryImport(c echo.Context, who *web.Identity) error {
	page := adminviews.Exchange{Kind: c.FormValue("kind"), Why: typed(c, "why")}
	refuse := func(what string) error {
		page.Bad = what
		return a.drawExchange(c, who, http.StatusUnprocessableEntity, page)
	}
	k, err := rowKind(page.Kind)
	if err != nil {
		return refuse("Choose what the rows are.")
	}
	name, content, bad := sentRows(c)
	if bad != "" {
		return refuse(bad)
	}
	format, ok := rows.FormatOf(name)
	if !ok {
		return refuse("The file's name ends in neither .csv nor .jsonl. Rename it, so that it is read as what it is.")
	}
	x := upload{
		account: who.Account.ID, content: content, why: page.Why, until: a.Now().Add(importWaits),
		file: store.RowFile{Kind: k.Name, Name: name, Format: format, Reader: bytes.NewReader(content)},
	}
	report, err := a.Store.ImportRows(c.Request().Context(), a.portal.Act(c, who), x.file, a.Today(), store.RowOptions{DryRun: true})
	var mistakes *store.RowMistakes
	switch {
	case errors.As(err, &mistakes):
		page.File, page.More = name, mistakes.More
		for _, m := range mistakes.List {
			page.Mistakes = append(page.Mistakes, adminviews.RowMistake{Line: m.Line, Column: m.Column, Found: shortened(m.Found), Want: m.Want})
		}
		return a.drawExchange(c, who, http.StatusUnprocessableEntity, page)
	case err != nil:
		return err
	}
	page.File, page.Report = name, reportOf(report)
	if report.New+report.Changed > 0 {
		page.Key = a.uploads.keep(x, a.Now())
	}
	return a.drawExchange(c, who, http.StatusOK, page)
}

// sentRows reads the file of a form, or what was typed in its place.
func sentRows(c echo.Context) (name string, content []byte, bad string) {
	header, err := c.FormFile("file")
	if err != nil || header.Size == 0 {
		text := c.FormValue("text")
		if strings.TrimSpace(text) == "" {
			return "", nil, "Choose a file, or write the rows into the field."
		}
		if strings.HasPrefix(strings.TrimSpace(text), "{") {
			return "typed.jsonl", []byte(text), ""
		}
		return "typed.csv", []byte(text), ""
	}
	if header.Size > mostImported {
		return "", nil, "The file has more than 20 MB. Import it with the command “import”, which has no such bound."
	}
	f, err := header.Open()
	if err != nil {
		return "", nil, "The file could not be read. Choose it again."
	}
	defer f.Close()
	if content, err = io.ReadAll(io.LimitReader(f, mostImported+1)); err != nil || len(content) > mostImported {
		return "", nil, "The file could not be read whole. Choose it again."
	}
	return header.Filename, content, ""
}

func shortened(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

func reportOf(r store.RowReport) *adminviews.RowReport {
	return &adminviews.RowReport{New: r.New, Changed: r.Changed, Unchanged: r.Unchanged, Partners: r.Partners, Granted: r.Granted, Ended: r.Ended}
}

// Import imports exactly the file that was tried out.
func (a *Admin) Import(c echo.Context, who *web.Identity) error {
	return a.Once(c, who, func() (string, error) {
		key := c.FormValue("key")
		x, ok := a.uploads.of(key, who.Account.ID, a.Now())
		if !ok {
			return "/admin/import", a.FlashProblem(c, "The file is not kept any more: it waits for an hour. Nothing was imported. Choose it again.")
		}
		x.file.Reader = bytes.NewReader(x.content)
		act := a.portal.Act(c, who)
		act.Why = x.why
		report, err := a.Store.ImportRows(c.Request().Context(), act, x.file, a.Today(), store.RowOptions{})
		if errors.As(err, new(*store.RowMistakes)) {
			return "/admin/import", a.FlashProblem(c, "Nothing was imported: what is stored has changed since the file was tried out, and it does not fit any more. Try it again to see where.")
		}
		if err != nil {
			return "", err
		}
		a.uploads.forget(key)
		return "/admin/import", a.Flash(c, fmt.Sprintf("Imported %s: %d new, %d changed, %d unchanged. %d labels were granted, %d ended.",
			x.file.Name, report.New, report.Changed, report.Unchanged, report.Granted, report.Ended))
	})
}
