package portal

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// MaxDocument is the largest file that is taken, in bytes.
const MaxDocument = 20 << 20

// documentPaper is how a document is handed in.
func documentPaper() *paper {
	return &paper{
		kind: store.ItemDocument, section: "documents", name: "Documents",
		line:    "Statements and proofs that a requirement asks for. Only reviewers see them.",
		empty:   "No document yet. A requirement that asks for one leads here.",
		begin:   "Hand in a document",
		heading: "Hand in a document",
		about:   "A PDF, PNG or JPEG file of at most 20 MB.",
		hand:    "Hand in", note: "A reviewer reads it and decides.", waits: "a reviewer",
		start: func(d *dossier, specialization string) values {
			v := values{}
			if set, ok := d.set(specialization); ok {
				EachLeaf(&set.Root, func(r *program.Requirement) {
					if r.Document != nil && v["document"] == "" {
						v["document"] = r.Document.Document.Slug
					}
				})
			}
			return v
		},
		fields: documentFields, check: checkDocument, title: documentTitle, becomes: documentOf, others: otherDocuments,
		upload: func(p *Portal, c echo.Context, v values) problems { return p.TakeDocument(c, v) },
	}
}

func documentFields(d *dossier, v values) []views.FormField {
	hint := "Choose it again if you change anything: browsers do not keep it."
	if v["file"] != "" {
		hint = v["filename"] + " is kept. Choose another only to replace it."
	}
	return []views.FormField{
		{Kind: views.SelectField, Field: views.Field{Name: "document", Label: "What it is"}, Choices: d.documentChoices()},
		{Field: views.Field{Name: "issued", Label: "Issued on", Type: "date"}},
		{Field: views.Field{Name: "until", Label: "Valid until", Hint: "Leave it empty when the document names no end.", Type: "date", Optional: true}},
		{Kind: views.FileField, Field: views.Field{Name: "file", Label: "File", Hint: hint, Type: ".pdf,.png,.jpg,.jpeg", Optional: v["file"] != ""}},
	}
}

func checkDocument(d *dossier, v values) problems {
	bad := problems{}
	if !slices.ContainsFunc(d.documentChoices(), func(c views.Choice) bool { return c.Value == v["document"] && c.Value != "" }) {
		bad["document"] = "Choose what the document is."
	}
	issued := pastDay(bad, v, "issued", d.today, "Write the day on which it was issued.")
	if v["until"] != "" {
		if day, err := program.ParseDay(v["until"]); err != nil {
			bad["until"] = "Write the day as year-month-day, such as 2027-03-14, or leave it empty."
		} else if day <= issued {
			bad["until"] = "It would end before it was issued."
		}
	}
	need(bad, v, "file", "Choose the file.")
	return bad
}

func documentTitle(d *dossier, v values) string {
	for _, c := range d.documentChoices() {
		if c.Value == v["document"] && c.Value != "" {
			return views.CapitalOf(c.Label)
		}
	}
	return "A document"
}

func documentOf(d *dossier, v values) store.Handed {
	issued, _ := program.ParseDay(v["issued"]) // checked before
	until, _ := program.ParseDay(v["until"])
	return store.Handed{Facts: program.Facts{Documents: []program.Document{{
		Slug: v["document"], Issued: issued, Until: until,
		Verification: program.Verification{By: program.ByVendor, Mode: program.Manual, Decision: program.Submitted, Submitted: d.today},
	}}}}
}

func otherDocuments(d *dossier, known map[program.EvidenceID]bool) []views.PaperRow {
	var out []views.PaperRow
	documents := slices.Clone(d.facts.Documents)
	slices.SortStableFunc(documents, func(a, b program.Document) int { return cmp.Compare(b.Issued, a.Issued) })
	for _, x := range documents {
		if !known[x.ID] {
			state, note := DecisionOf(x.Verification, d.today)
			out = append(out, views.PaperRow{Title: d.documentName(x.Slug), State: state, Word: "Issued " + x.Issued.Long(), Note: note})
		}
	}
	return out
}

// documentChoices lists the documents that the sets in force ask for.
func (d *dossier) documentChoices() []views.Choice {
	out := []views.Choice{{Value: "", Label: "Choose"}}
	add := func(r *program.Requirement) {
		if r.Document == nil || slices.ContainsFunc(out, func(c views.Choice) bool { return c.Value == r.Document.Document.Slug }) {
			return
		}
		out = append(out, views.Choice{Value: r.Document.Document.Slug, Label: views.CapitalOf(r.Document.Document.Name)})
	}
	for _, s := range d.programme.Specializations {
		d.eachAsked(s.Slug, add)
	}
	for _, c := range d.programme.Competencies {
		for i := range c.Options {
			EachLeaf(&c.Options[i].Silver, add)
			EachLeaf(&c.Options[i].Gold, add)
		}
	}
	return out
}

func (d *dossier) documentName(slug string) string {
	for _, c := range d.documentChoices() {
		if c.Value == slug {
			return c.Label
		}
	}
	return TitleOfSlug(slug)
}

// TakeDocument keeps the file that came with a form, if one did, and notes in v which: its hash as "file" and its "filename". What
// it is is found by looking at its content. It returns what is wrong by the name of the field.
func (p *Portal) TakeDocument(c echo.Context, v map[string]string) map[string]string {
	header, err := c.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return problems{}
	}
	if err != nil {
		return problems{"file": "The file did not arrive whole. Choose it again."}
	}
	if header.Size > MaxDocument {
		return problems{"file": "The file has " + sizeInWords(header.Size) + "; the most is 20 MB. Make it smaller, for instance by scanning at a lower resolution."}
	}
	f, err := header.Open()
	if err != nil {
		return problems{"file": "The file could not be read. Choose it again."}
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, MaxDocument+1))
	if err != nil || len(content) > MaxDocument {
		return problems{"file": "The file could not be read whole. Choose it again."}
	}
	kind := http.DetectContentType(content)
	if kind != "application/pdf" && kind != "image/png" && kind != "image/jpeg" {
		return problems{"file": "This is not a PDF, PNG or JPEG file, whatever its name says. Save it as one of these and choose it again."}
	}
	hash, err := p.Store.PutFile(c.Request().Context(), kind, content)
	if err != nil {
		p.Log.Error("a document was not kept", "error", err)
		return problems{"file": "The file could not be kept. Try again in a moment."}
	}
	v["file"], v["filename"] = hash, header.Filename
	return problems{}
}

func sizeInWords(bytes int64) string {
	return strconv.FormatFloat(float64(bytes)/(1<<20), 'f', 1, 64) + " MB"
}

// DocumentFile sends the file of a document to the partner's own members.
func (p *Portal) DocumentFile(c echo.Context, who *web.Identity) error {
	id, err := number(c, "item")
	if err != nil {
		return err
	}
	return p.SendFile(c, who.Partner.Partner, id)
}

// SendFile sends the file of an item to somebody who may have it. Browsers keep it and do not open it.
func (p *Portal) SendFile(c echo.Context, partner program.PartnerID, id int64) error {
	f, err := p.Store.ItemFile(c.Request().Context(), partner, id)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, "attachment; filename=\"document-"+strconv.FormatInt(id, 10)+extensionOf(f.Type)+"\"")
	h.Set(echo.HeaderXContentTypeOptions, "nosniff")
	web.NoStore(c)
	return c.Blob(http.StatusOK, f.Type, f.Bytes)
}

func extensionOf(mediaType string) string {
	switch mediaType {
	case "image/png":
		return ".png"
	case "image/jpeg":
		return ".jpg"
	}
	return ".pdf"
}
