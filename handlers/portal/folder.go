package portal

import (
	"context"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"partnerdirectory/handlers/web"
	"partnerdirectory/program"
	"partnerdirectory/store"
	views "partnerdirectory/views/portal"
)

// Folder is what the programme's staff look at of one partner: its facts, and what it handed in as it filled it in.
type Folder struct{ d dossier }

// FolderOf reads a partner's folder of today.
func (p *Portal) FolderOf(ctx context.Context, partner program.PartnerID) (*Folder, error) {
	d, err := p.dossier(ctx, partner)
	return &Folder{d}, err
}

// StaffFrame starts the base of a page of the programme's staff: it belongs to no partner, even where its reader is a member of
// the one that it is about.
func (p *Portal) StaffFrame(c echo.Context, who *web.Identity, title, section string) (views.Frame, error) {
	staff := *who
	staff.Partner = store.Membership{}
	return p.frame(c, &staff, title, section)
}

// Facts returns what counts or waits of the partner.
func (f *Folder) Facts() *program.Facts { return f.d.facts }

// JudgedOn returns the set that the partner is judged on next.
func (f *Folder) JudgedOn(specialization string) (program.Set, bool) { return f.d.set(specialization) }

// Concerned reports whether the partner holds the label of a specialization or has begun anything for it besides the competency.
func (f *Folder) Concerned(specialization string) bool {
	if f.d.held(specialization) != nil {
		return true
	}
	set, ok := f.d.set(specialization)
	if !ok {
		return false
	}
	s := program.Evaluate(f.d.programme, set, f.d.facts, f.d.today)
	return begun(set.Root, &s.Root)
}

// FilledIn lists the fields of an item's form that hold something, in words.
func (f *Folder) FilledIn(it store.Item) []views.Fact {
	k := paperOf(it.Kind)
	if k == nil {
		return nil
	}
	return filledIn(k.fields(&f.d, it.Fields), it.Fields)
}

// Edit is the address on which a partner goes on with an item that is a draft, below "/portal/" and without the partner.
func Edit(it store.Item) string {
	return "/portal/" + paperOf(it.Kind).section + "/" + strconv.FormatInt(it.ID, 10) + "/edit"
}

func paperOf(kind store.ItemKind) *paper {
	for _, k := range Papers().Sections() {
		if k.kind == kind {
			return k
		}
	}
	return nil
}

// Story is how a case study will read, piece by piece.
func Story(c program.CaseStudy) []views.Block {
	var out []views.Block
	for _, part := range []struct{ text, heading string }{{c.Challenge, "The challenge"}, {c.Approach, "The approach"}, {c.Outcome, "The outcome"}} {
		if part.text != "" {
			out = append(out, views.Block{Heading: part.heading, HTML: web.Markdown(part.text)})
		}
	}
	return out
}

// Certification names a certification.
func (f *Folder) Certification(code string) string { return CertificationName(f.d.programme, code) }

// Scenario names what a reference shows.
func (f *Folder) Scenario(slug string) string { return f.d.scenarioName(slug) }

// Document names a document.
func (f *Folder) Document(slug string) string { return f.d.documentName(slug) }

// CertificationName names a certification by its code.
func CertificationName(p *program.Programme, code string) string {
	i := slices.IndexFunc(p.Certifications, func(c program.Certification) bool { return c.Code == code })
	if i < 0 {
		return code
	}
	return p.Certifications[i].Title
}

// FolderOn reads a partner's folder as it was known at the end of a past day.
func (p *Portal) FolderOn(ctx context.Context, partner program.PartnerID, on program.Day) (*Folder, error) {
	d := dossier{programme: p.Site().Programme, today: on}
	var err error
	if d.facts, err = p.Store.FactsAsOf(ctx, partner, on); err != nil {
		return nil, err
	}
	d.labels = d.facts.Labels
	return &Folder{d}, nil
}

// Labels returns the partner's labels, held and ended.
func (f *Folder) Labels() []program.Label { return f.d.labels }

// Standing evaluates the partner in every specialization that has requirements, in the programme's order, on the folder's day.
// kept is what the store keeps of that day.
func (f *Folder) Standing(kept []program.Standing) []views.ProgressLine {
	of := make(map[string]program.Standing, len(kept))
	for _, s := range kept {
		of[s.Specialization] = s
	}
	var out []views.ProgressLine
	for _, s := range f.d.programme.Specializations {
		set, ok := f.d.set(s.Slug)
		if !ok {
			continue
		}
		l := views.ProgressLine{Specialization: s, Set: set, Standing: f.d.evaluate(set, of), Label: f.d.held(s.Slug)}
		if k, ok := of[s.Slug]; ok {
			l.Standing.State = k.State
		} else if last := f.last(s.Slug); last != nil { // before the days that the store keeps: what the label itself says
			l.Standing.State = last.State(f.d.today)
		}
		out = append(out, l)
	}
	return out
}

// last returns the label of a specialization that was granted last, nil for none.
func (f *Folder) last(specialization string) *program.Label {
	var out *program.Label
	for i := range f.d.labels {
		if l := &f.d.labels[i]; l.Specialization == specialization && (out == nil || l.Granted >= out.Granted) {
			out = l
		}
	}
	return out
}

// Begun reports whether anything was done about a specialization besides attaining the competency that it builds on.
func (f *Folder) Begun(l *views.ProgressLine) bool { return begun(l.Set.Root, &l.Standing.Root) }

// Steps joins the requirements of a line with what was found and handed in for each.
func (f *Folder) Steps(l *views.ProgressLine) views.Step {
	b := stepper{d: &f.d, specialization: l.Specialization.Slug}
	return b.step(f.d.programme.Describe(l.Set.Root), &l.Standing.Root)
}

// Clock lists the days of a label's clock.
func (f *Folder) Clock(l *program.Label) []views.ClockDay {
	return clockDays(l, &f.d.programme.Settings, f.d.today)
}
